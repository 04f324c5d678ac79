"""`deckgen init` writes what is inferred; the file as it is written makes the same deck as none."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from conftest import SHARED, needs_shared

from deckgen.asking import answered
from deckgen.cli import main
from deckgen.demo import sample_table
from deckgen.proposal import proposed
from deckgen.settings import Settings, read_settings
from deckgen.telling import first_brief, tell, tell_steps

N = 360
COLLECTED = (
    ("telco_churn.csv", "cluster"),
    ("marketing_campaign.csv", "segment"),
    ("cn_listed_companies.csv", "cluster_agg_k2"),
    ("wholesale_customers.csv", "kmeans_label"),
)


def run(*arguments: object, code: int = 0) -> str:
    done = CliRunner().invoke(main, ["init", *map(str, arguments)])
    assert done.exit_code == code, done.output
    return done.output


def told(path: Path, settings: Settings):
    """Return the deck and what it leaves out."""
    return tell(*answered(path, settings), settings)


def same_deck(path: Path, folder: Path, **chosen: str) -> str:
    """Hold the deck of the written settings against the deck without any; return the settings' text."""
    settings = Settings(**chosen)
    text = proposed(tell_steps(first_brief(*answered(path, settings), settings)))
    written = folder / "deckgen.toml"
    written.write_text(text, encoding="utf-8")
    assert told(path, read_settings(written)) == told(path, settings)
    return text


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("init") / "demo.csv"
    sample_table(900).write_csv(path)
    return path


@pytest.fixture(scope="module")
def odd(tmp_path_factory) -> Path:
    """Names that TOML must quote, percents, zeros, another label, the label in other words, an order, a lone yes."""
    rows = pl.DataFrame(
        {
            "客户.编号": [f"C{i:05d}" for i in range(N)],
            "cluster": ["甲类" if i % 3 else '乙 "类"' for i in range(N)],
            "old_segment": [str(i % 5) for i in range(N)],
            'rate "a\\b" [x] = 1': [f"{i * 1.3 % 97:.1f}%" for i in range(N)],
            "# spend": [0 if i % 4 == 0 else i * 7 % 500 for i in range(N)],
            "tier": ["大" if i % 3 else "小" for i in range(N)],
            "规模": [("小型", "中型", "大型")[i % 3 if i % 7 else 1] for i in range(N)],
            "opted": ["Y" if i % 4 == 0 else "" for i in range(N)],
            "opened": ["20001229", "20010105"] * (N // 2),
        }
    )
    path = tmp_path_factory.mktemp("init") / "odd.csv"
    rows.write_csv(path)
    return path


@pytest.mark.parametrize("language", [None, "en"])
def test_the_written_file_makes_the_same_deck_as_none(demo, tmp_path, language):
    text = same_deck(demo, tmp_path, language=language)
    for key in ("label", "language", "inputs", "role", "zh", "en", "theme", "polarity", "topic", "order", "cuts"):
        assert re.search(rf"^{key} = ", text, re.MULTILINE), key
    assert "# channels = [" in text and "# unit = " in text and '# 0 = ""' in text


def test_whatever_the_columns_are_called_the_file_can_be_read_and_makes_the_same_deck(odd, tmp_path):
    text = same_deck(odd, tmp_path, label="cluster")
    assert 'unit = "%"' in text
    assert re.search(r"^cuts = \[0, ", text, re.MULTILINE)
    assert 'order = ["小型", "中型", "大型"]' in text


@needs_shared
@pytest.mark.parametrize(("name", "label"), COLLECTED)
def test_of_collected_tables_too(name, label, tmp_path):
    same_deck(SHARED / "data" / name, tmp_path, label=label)


def test_an_edited_file_is_not_written_over(demo, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(demo).startswith("deckgen.toml\n")
    run(demo)
    mine = Path("deckgen.toml").read_text(encoding="utf-8").replace("depth = 3", "depth = 2")
    Path("deckgen.toml").write_text(mine, encoding="utf-8")
    assert "edited since" in run(demo, code=1)
    assert Path("deckgen.toml").read_text(encoding="utf-8") == mine
    run(demo, "--force", "--lang", "en")
    assert 'language = "en"' in Path("deckgen.toml").read_text(encoding="utf-8")


def test_another_file_is_never_written_over_and_a_refused_table_writes_none(demo, tmp_path):
    other = tmp_path / "notes.toml"
    other.write_text("mine = 1\n")
    assert "--force" in run(demo, "-o", other, code=1)
    assert other.read_text() == "mine = 1\n"
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    assert "--label" in run(tmp_path / "bad.csv", "-o", tmp_path / "new.toml", code=1)
    assert not (tmp_path / "new.toml").exists()
