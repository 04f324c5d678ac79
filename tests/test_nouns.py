"""The rows of a table are called what they are: customers, unless the settings or the id's name say otherwise."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import pytest

from deckgen.asking import answered
from deckgen.customers import read_customers
from deckgen.demo import sample_table
from deckgen.method import method
from deckgen.record import record_of, settings_data
from deckgen.settings import RowSettings, Settings, read_settings, settings_from
from deckgen.telling import tell

FUNDS = RowSettings("基金", "只", "fund")


@pytest.fixture(scope="module")
def tables(tmp_path_factory) -> dict[str, Path]:
    """The sample table, its id called otherwise."""
    folder, rows = tmp_path_factory.mktemp("nouns"), sample_table(900)
    paths = {key: folder / f"{key}.csv" for key in ("customer_id", "company_id", "会员编号", "code")}
    for key, path in paths.items():
        rows.rename({"customer_id": key}).write_csv(path)
    return paths


def words(path: Path, **chosen) -> str:
    """All that a deck says, on its pages, in its notes and in its page of method."""
    settings = Settings(**chosen)
    deck = tell(*answered(path, settings), settings)[0]
    customers = read_customers(path, settings)
    record = record_of(customers, answered(path, settings)[1], settings, "", deck)
    return (str(asdict(replace(deck, claims=()))) + method(deck, customers, record)).replace("\\xa0", " ")


@pytest.mark.parametrize(
    ("key", "chosen", "zh", "en"),
    [
        ("customer_id", {}, "900位客户", "900 customers"),
        ("company_id", {}, "900家公司", "900 companies"),
        ("会员编号", {}, "900位会员", "900 members"),
        ("code", {"row": FUNDS}, "900只基金", "900 funds"),
        ("company_id", {"row": RowSettings(en="firm")}, "900家公司", "900 firms"),
    ],
)
def test_rows_are_called_what_they_are(tables, key, chosen, zh, en):
    others = key != "customer_id"
    chinese, english = (words(tables[key], language=language, **chosen) for language in ("zh", "en"))
    assert zh in chinese and en in english
    assert "say." not in chinese + english
    assert ("客户" not in chinese) == others
    assert ("customer" not in english.lower()) == others


@pytest.mark.parametrize(
    ("key", "asked", "running"),
    [
        ("customer_id", "我们的客户分为哪几类？", "深度客群画像分析"),
        ("会员编号", "我们的会员分为哪几类？", "会员群体画像分析"),
        ("company_id", "这些公司分为哪几类？", "公司群体画像分析"),
    ],
)
def test_the_cover_asks_the_question_and_the_footer_names_the_topic(tables, key, asked, running):
    """A title that is set stands in both places, and the date says what it is of."""
    settings = Settings(language="zh")
    deck = tell(*answered(tables[key], settings), settings)[0]
    assert (deck.title, deck.running) == (asked, running) and deck.subtitle.endswith(f"数据文件日期{deck.date}")
    for language in ("zh", "en"):
        settings = Settings(language=language, title="Ours")
        deck = tell(*answered(tables[key], settings), settings)[0]
        assert (deck.title, deck.running) == ("Ours", "Ours")
    assert deck.subtitle.endswith(f"data file of {deck.date}")


def test_what_rows_are_called_is_remembered_and_read_back(tmp_path):
    path = tmp_path / "deckgen.toml"
    path.write_text('[row]\nzh = "基金"\nmeasure = "只"\nen = "fund"\n', encoding="utf-8")
    settings = read_settings(path)
    assert settings.row == FUNDS
    assert settings_from(path, settings_data(settings)) == settings
