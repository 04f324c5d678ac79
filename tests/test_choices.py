"""Every setting has an effect: whatever is written in deckgen.toml changes what the deck says, or where it is read."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from test_sections import slide, texts

from deckgen.agenda import name_of
from deckgen.asking import answered
from deckgen.errors import SettingsError
from deckgen.sections import STEPS
from deckgen.settings import SECTIONS, ColumnSettings, Settings, settings_from
from deckgen.slides import Beside, Deck
from deckgen.telling import tell

N = 420
OF_THE_FILE = {"template", "layouts", "sheet", "query", "encoding", "engine", "plugins", "charts", "remember_ids"}
"""Settings of the template, the table's source, third parties and the deck's file, which tests of theirs try."""


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> Path:
    """A table of two clusters with a few columns of every usable role."""
    big = [i % 3 == 0 for i in range(N)]
    rows = pl.DataFrame(
        {
            "customer_id": [f"C{i:05d}" for i in range(N)],
            "cluster": ["AB"[b] for b in big],
            "spend": [(100.0 + i * 7 % 90) * (3 if b else 1.5) for i, b in enumerate(big)],
            "visits": [999.0 if i % 20 == 5 else 5.0 + i % 7 + 4 * b for i, b in enumerate(big)],
            "tenure": [float(i * 13 % 60) for i in range(N)],
            "is_game": ["是" if i % 5 < 1 + 2 * b else "否" for i, b in enumerate(big)],
            "is_home": ["是" if i % 4 == 1 else "否" for i in range(N)],
            "risk_late": ["是" if i % 7 < 1 + 2 * b else "否" for i, b in enumerate(big)],
            "media": [("Meta", "Bing", "TikTok")[i % 2 + (b and i % 3 != 1)] for i, b in enumerate(big)],
            "city": [("北京", "上海", "广州")[i // 3 % 3] for i in range(N)],
            "background": [("甲", "乙")[i % 5 < 1 + 3 * b] for i, b in enumerate(big)],
            "shop": [("店", "网")[i % 5 < 4 - 3 * b] for i, b in enumerate(big)],
            "grade": [str(i % 4 + 1) for i in range(N)],
        }
    )
    path = tmp_path_factory.mktemp("choices") / "table.csv"
    rows.write_csv(path)
    return path


@cache
def plain(table: Path) -> Deck:
    return told(table, {})


def told(table: Path, written: dict) -> Deck:
    """Tell a table with what would stand in deckgen.toml."""
    settings = settings_from(Path("deckgen.toml"), written)
    return tell(*answered(table, settings), settings)[0]


CHOICES = {
    "label": {"label": "shop"},
    "language": {"language": "en"},
    "title": {"title": "我们的客户"},
    "depth": {"depth": 1},
    "row": {"row": {"zh": "门店", "measure": "家"}},
    "least_ratio": {"least_ratio": 30.0},
    "inputs": {"inputs": ["visits"]},
    "sections": {"sections": {"risk": False}},
    "names": {"names": {"A": "长尾"}},
    "tiers": {"tiers": {"spend": [250, 400]}},
    "columns": {"columns": {"spend": {"zh": "花费"}}},
}
OF_COLUMNS = {
    "role": {"spend": {"role": "ignore"}},
    "theme": {"spend": {"theme": "钱包"}},
    "topic": {"risk_late": {"topic": "product"}},
    "polarity": {"spend": {"polarity": "lower"}},
    "provenance": {"spend": {"provenance": "external"}},
    "money": {"spend": {"money": False}},
    "zh": {"spend": {"zh": "花费"}},
    "en": {"spend": {"en": "Money spent"}},
    "unit": {"spend": {"unit": "元"}},
    "cuts": {"spend": {"cuts": [250, 400]}},
    "order": {"media": {"order": ["TikTok", "Meta", "Bing"]}},
    "least_ratio": {"spend": {"least_ratio": 30.0}},
    "least_gap": {"spend": {"least_gap": 1e6}},
    "missing": {"visits": {"missing": [999]}},
}
FOR_SECTIONS = {
    "kpis": ["visits"],
    "distributions": ["tenure"],
    "categories": ["is_home", "city"],
    "channels": ["shop", "city", "grade"],
    "attributes": ["media"],
    "risk": ["is_game", "is_home"],
    "others": ["background"],
    "tree": ["visits", "risk_late"],
}


@pytest.mark.parametrize("key", CHOICES)
def test_a_setting_changes_the_deck(table, key):
    assert told(table, CHOICES[key]) != plain(table)


@pytest.mark.parametrize("key", OF_COLUMNS)
def test_a_setting_of_a_column_changes_the_deck(table, key):
    assert told(table, {"columns": OF_COLUMNS[key]}) != plain(table)


@pytest.mark.parametrize("section", FOR_SECTIONS)
def test_columns_chosen_for_a_section_change_its_slides(table, section):
    deck = told(table, {"sections": {section: FOR_SECTIONS[section]}})
    assert [s for s in deck.slides if s.step != "0"] != [s for s in plain(table).slides if s.step != "0"]


def test_there_is_no_setting_without_an_effect():
    assert {f.name for f in fields(Settings)} == {*CHOICES, *OF_THE_FILE}
    assert {f.name for f in fields(ColumnSettings)} == set(OF_COLUMNS)
    assert set(FOR_SECTIONS) == {name for name, roles in SECTIONS.items() if roles}
    assert set(SECTIONS) == {name_of(section) for section in STEPS}


@pytest.mark.parametrize("section", [name for name in SECTIONS if name not in ("others", "changes")])
def test_a_section_that_is_left_out_has_no_slide_and_is_told_in_the_notes(table, section):
    deck = told(table, {"sections": {section: False}})
    assert len(deck.slides) < len(plain(table).slides)
    assert "按设置不展示" in slide(deck, "0").notes


def test_a_section_shows_the_columns_that_are_chosen_in_their_order(table):
    deck = told(table, {"sections": {"channels": ["shop", "city", "grade"], "risk": ["is_home"]}})
    charts = [chart.name for step in ("2.2", "2.2b") for chart in charts_of(slide(deck, step))]
    assert charts == ["shop", "city", "grade"]
    assert any("Home" in text for text in texts(slide(deck, "2.4").body))
    assert not any("Risk late" in text for text in texts(slide(deck, "2.4").body))


def charts_of(s) -> list:
    """Return the charts of a composition slide."""
    left = s.body.blocks[0] if isinstance(s.body, Beside) else s.body
    return list(getattr(left, "blocks", (left,)))


@pytest.mark.parametrize(
    ("sections", "says"),
    [
        ({"channel": ["city"]}, "no section 'channel'.*Did you mean channels"),
        ({"channels": ["town"]}, "no column town"),
        ({"channels": ["spend"]}, r"sections\.channels names spend, a kpi; the section shows .*category"),
        ({"rules": ["spend"]}, r"sections\.rules names spend, a kpi; the section chooses no columns"),
    ],
)
def test_what_a_section_cannot_show_is_refused(table, sections, says):
    with pytest.raises(SettingsError, match=says):
        told(table, {"sections": sections})
