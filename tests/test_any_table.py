"""Any table ends in a deck or in one message: hostile names, cells, types and sizes; hundreds of columns and levels."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_sections import slide, texts

from deckgen.asking import answered
from deckgen.cli import main
from deckgen.errors import DeckgenError
from deckgen.settings import Settings
from deckgen.slides import Table
from deckgen.telling import tell

MOST_SLIDES = 16
NAMES = (
    "spend", "客户.编号", " spaced ", 'say "hi"', "a,b;c\td", "=1+1", "../../etc/passwd", "<b>&amp;</b>", "{{x}}",
    "line\nbreak", "is_new", "has_risk_flag", "date", "Year", "region", "id", "ID_no", "amount (USD)", "🙂", "مرحبا",
    "x" * 300, "deckgen:cluster", "n", "__class__", "cluster_old", "label", "1", "0.5", "nan", "None", "%s%n",
)  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "NA", "nan", "inf", "-inf", "1e999", "#DIV/0!", "未知", "0", "1", "是", "否", "Yes", "no", "-1",
         "007", "1,234.50", "1.234,50", "¥3.2万", "41.2%", "(5)", "20001229", "2024-02-30", "a|b", "=cmd|' '!A0",
         '["x"]', "<script>", "]]>", "\x00", "\x1b[31m", "\u202eabc", "🙂", "x" * 2000, "a\nb", "\ufeff",
         "9" * 40, "1e-320"]
    ),
    st.integers(-(10**6), 10**6).map(str),
    st.floats(-1e6, 1e6).map(repr),
    st.text(max_size=8),
)  # fmt: skip
LABELS = st.sampled_from(
    [("0", "1"), ("A", "B", "C"), ("1.0", "2.0"), ("-1", "0", "1"), ("是", "否"), ("True", "False"), ("", "0", "1"),
     ("=x", "<y>"), ("高价值" * 20, "低"), tuple(map(str, range(12))), ("only",)]
)  # fmt: skip


@st.composite
def columns(draw, rows: int) -> list[str]:
    """Draw a column: of one kind, as tables have them, with a few wild cells, or wild throughout."""
    levels = draw(st.lists(CELLS, min_size=1, max_size=draw(st.sampled_from([1, 2, 3, 8, 40]))))
    kind = draw(st.sampled_from(["levels", "numbers", "wild"]))
    if kind == "wild":
        return draw(st.lists(CELLS, min_size=rows, max_size=rows))
    random = draw(st.randoms(use_true_random=False))
    if kind == "levels":
        return [random.choice(levels) for _ in range(rows)]
    scale = draw(st.sampled_from([1.0, 1e-9, 1e15, -40.0]))
    return [
        random.choice(levels) if random.random() < 0.05 else repr(random.lognormvariate(0, 2) * scale)
        for _ in range(rows)
    ]


@st.composite
def tables(draw) -> bytes:
    """Draw a table as a CSV file: its label is called cluster."""
    rows = draw(st.sampled_from([2, 40, 90, 150]))
    names = draw(st.lists(st.one_of(st.sampled_from(NAMES), st.text(max_size=6)), min_size=1, max_size=7, unique=True))
    random, labels = draw(st.randoms(use_true_random=False)), draw(LABELS)
    found = [draw(columns(rows)) for _ in names]
    label = [random.choice(labels) for _ in range(rows)]
    written = io.StringIO()
    writer = csv.writer(written, delimiter=draw(st.sampled_from(",;\t")))
    writer.writerows([[*names, "cluster"], *zip(*found, label, strict=True)])
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
    return written.getvalue().encode(encoding, errors="replace")


def ends(content: bytes, folder: Path, language: str) -> str:
    """Return how a table ends: in a deck that holds its bounds, or in a message of a few lines."""
    path = folder / "table.csv"
    path.write_bytes(content)
    chosen = Settings(label="cluster", language=language)
    try:
        deck, _ = tell(*answered(path, chosen), chosen)
    except DeckgenError as why:
        assert len(str(why).splitlines()) <= 3 and len(str(why)) < 3000
        return "message"
    assert deck.slides[-1].step == "4" and len(deck.slides) <= MOST_SLIDES
    assert not [text for text in texts(deck) if re.search(r"[\x00-\x08\x0e-\x1f]", text)]
    return "deck"


RELAXED = [
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.large_base_example,
    HealthCheck.filter_too_much,
]


@given(tables(), st.sampled_from(["zh", "en"]))
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=RELAXED)
def test_any_table_ends_in_a_deck_or_a_message(tmp_path_factory, content, language):
    assert ends(content, tmp_path_factory.getbasetemp(), language) in ("deck", "message")


@given(tables())
@settings(max_examples=3, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=RELAXED)
def test_any_table_becomes_a_whole_file_or_none(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("whole")
    (folder / "table.csv").write_bytes(content)
    arguments = ["build", str(folder / "table.csv"), "-o", str(folder / "deck.pptx"), "--label", "cluster", "-q"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == (0 if (folder / "deck.pptx").exists() else 1), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    written = {"deck.pptx", "deck.deckgen-ids.parquet", "deck.personas.yaml"} if done.exit_code == 0 else set()
    assert {path.name for path in folder.iterdir()} <= {"table.csv", *written}


@pytest.fixture(scope="module")
def wide(tmp_path_factory):
    """Three hundred columns of every kind, one category of 5,000 levels, and what each page leaves out."""
    n = 10_000
    rows = {"customer_id": [f"C{i:06d}" for i in range(n)], "cluster": [i % 3 // 2 for i in range(n)]}
    rows["town"] = [f"town {i // 2}" for i in range(n)]
    rows |= {f"noise_{k:03d}": [(i * (k * 7 + 13) % 1009) / 7 for i in range(n)] for k in range(200)}
    rows |= {
        f"uses_part_{k:02d}": [(i * (k * 3 + 7) % 11 < 3 + (i % 3 // 2) * (k % 4)) * 1 for i in range(n)]
        for k in range(60)
    }
    rows |= {f"kind_{k:02d}": ["ABCDE"[i * (k + 2) % (5 - i % 3 // 2)] for i in range(n)] for k in range(37)}
    path = tmp_path_factory.mktemp("wide") / "wide.csv"
    pl.DataFrame(rows).write_csv(path)
    chosen = Settings(language="en")
    return tell(*answered(path, chosen), chosen)


def test_clusters_too_small_to_be_told_of_are_refused(tmp_path):
    path = tmp_path / "small.csv"
    path.write_text("cluster,spend\n" + "".join(f"{i % 3},{i * 7}\n" for i in range(30)))
    with pytest.raises(DeckgenError, match="clusters of at most 10 customers; fewer than 11 are never told of"):
        answered(path, Settings())


def tables_of(value: object) -> list[Table]:
    """Return all tables in a block."""
    if isinstance(value, Table):
        return [value]
    return [table for block in getattr(value, "blocks", ()) for table in tables_of(block)]


def test_three_hundred_columns_give_a_bounded_deck(wide):
    deck, _ = wide
    assert len(deck.slides) <= MOST_SLIDES
    assert max(len(table.rows) for s in deck.slides for table in tables_of(s.body)) <= 20
    assert max(len(text) for s in deck.slides for text in texts(s.body)) < 300


def test_what_has_no_place_is_told_with_the_reason(wide):
    deck, left_out = wide
    shown = {text for s in deck.slides for text in texts(s.body)}
    named = {item.what for item in left_out}
    for name in (f"noise_{k:03d}" for k in range(200)):
        assert name in named or name.replace("_", " ").capitalize() in shown, name
    assert "noise_150" in slide(deck, "0").notes and "only the main KPIs fit the table" in slide(deck, "0").notes
    assert len({item.why for item in left_out}) < 10


def test_five_thousand_levels_make_no_preference(wide):
    deck, left_out = wide
    assert "town" in {item.what for item in left_out}
    assert not [claim for claim in deck.claims if claim.column == "town" and claim.is_told]
    assert not [text for s in deck.slides for text in texts(s.body) if text.startswith("town ")]
