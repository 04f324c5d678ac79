"""Counts do not depend on how the table is cut into batches, nor on the spelling of a number; samples are stable."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from deckgen import counters, counting, tally
from deckgen.cells import clean_label, cleaned
from deckgen.counting import count
from deckgen.counts import COUNT, KEY, MOST_ROWS, SIZES, VALUE, Question
from deckgen.customers import CLUSTER, MOST_CLUSTERS, read_customers
from deckgen.errors import TableError
from deckgen.sampling import chosen, share_of
from deckgen.settings import ColumnSettings, Settings
from deckgen.tally import ValueTally, cut_digits

ROLES = {"x": "kpi", "f": "flag", "g": "flag", "m": "category"}
QUESTIONS = [
    Question("values", ("x",)),
    Question("flag", ("f",)),
    Question("any", ("f", "g")),
    Question("levels", ("m",)),
]
SPELLINGS = st.fixed_dictionaries(
    {
        "cluster": st.sampled_from(["a", "b", " a ", "", "NA"]),
        "x": st.sampled_from(["1", "1.0", " 1", "2.5", "-3", "inf", "nan", "NA", "", "12 units", "1e3"]),
        "f": st.sampled_from(["1", "0", "是", "否", "Yes", " no ", "", "maybe"]),
        "g": st.sampled_from(["true", "False", ""]),
        "m": st.sampled_from(["TikTok", " TikTok", "Meta\u200b", "未知", "", "-"]),
    }
)


def customers_of(path: Path, rows: list[dict[str, str]]):
    pl.DataFrame([*rows, *ENOUGH], schema=[*ROLES, "cluster"]).write_csv(path)
    columns = {name: ColumnSettings(role=role) for name, role in ROLES.items()}
    return read_customers(path, Settings(label="cluster", columns=columns))


ENOUGH = [{"cluster": c, "x": "7", "f": "1", "g": "0", "m": "Bing"} for c in "ab"]


def counted_row_by_row(customers, question: Question) -> pl.DataFrame:
    """Clean every row, then count: slow, and plainly right."""
    cells = [cleaned(customers[name], customers.types[name]) for name in question.columns]
    value = pl.any_horizontal(c.fill_null(False) for c in cells) if question.kind == "any" else cells[0]
    label = clean_label(customers.label, customers.types[customers.label]).alias(CLUSTER)
    table = customers.table.select(label, value.alias(VALUE))
    return table.group_by(CLUSTER, VALUE).agg(pl.len().alias(COUNT)).collect()


def as_counts(table: pl.DataFrame) -> dict:
    return {row[:-1]: row[-1] for row in table.select(CLUSTER, VALUE, COUNT).iter_rows()}


@hypothesis_settings(max_examples=30, deadline=None)
@given(st.lists(SPELLINGS, min_size=1, max_size=40))
def test_counting_cells_and_cleaning_the_counts_is_cleaning_the_rows_and_counting(tmp_path_factory, rows):
    customers = customers_of(tmp_path_factory.mktemp("c") / "t.csv", rows)
    for question, table in count(customers, QUESTIONS).items():
        if question != SIZES:
            assert as_counts(table) == as_counts(counted_row_by_row(customers, question)), question


@pytest.fixture
def customers(small_csv):
    return read_customers(small_csv, Settings())


def in_batches(customers, monkeypatch):
    """Return the customers as if they were too many for one batch."""
    monkeypatch.setattr(counting, "BATCH", 90)
    return customers


def test_batches_add_up_to_the_whole(customers, monkeypatch):
    asked = [Question("values", ("month_avg_spend_amt",)), Question("rows", ("main_media",))]
    whole = count(customers, asked)
    seen = []
    parts = count(in_batches(customers, monkeypatch), asked, seen.append)
    assert len(seen) > 1 and seen[-1] == 400
    for question, table in whole.items():
        assert table.sort(table.columns).equals(parts[question].sort(table.columns)), question


def test_values_beyond_the_most_are_cut_to_the_finest_grid_that_keeps_to_it(monkeypatch):
    monkeypatch.setattr(tally, "MOST_DISTINCT", 500)
    amounts = np.exp(np.random.default_rng(0).normal(5, 2, 4000))
    part = pl.DataFrame({CLUSTER: ["a"] * 4000, VALUE: amounts, COUNT: np.ones(4000, dtype=np.int64)})
    totals = []
    for order in (part, part.reverse()):
        values = ValueTally(most=1000)
        for start in range(0, 4000, 500):
            values.add(order.slice(start, 500))
        totals.append(values.total().sort(VALUE))
    assert totals[0].equals(totals[1])
    assert 250 <= totals[0][VALUE].n_unique() <= 500 and totals[0][COUNT].sum() == 4000
    finer = cut_digits(part[VALUE], values.digits + 1)
    assert finer.n_unique() > 500


@given(
    st.lists(st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False)), min_size=1, max_size=30),
    st.integers(1, 51),
)
def test_a_cut_value_moves_by_less_than_its_last_digit_and_a_second_cut_agrees(values, digits):
    exact = pl.Series("x", values, dtype=pl.Float64)
    cut = cut_digits(exact, digits)
    assert cut.is_null().to_list() == exact.is_null().to_list()
    assert all(abs(a - b) <= abs(a) * 2.0**-digits or abs(a) < 1e-300 for a, b in zip(exact, cut, strict=True) if b)
    assert cut_digits(cut, digits - 1).equals(cut_digits(exact, digits - 1), null_equal=True)


def test_the_sample_is_chosen_by_crc_32_of_the_id():
    keys = pl.Series([f"C{number:07d}" for number in range(20_000)] + [None])
    told = chosen(keys, 0.1)
    assert told[:-1].tolist() == [zlib.crc32(key.encode()) < 0.1 * 2**32 for key in keys[:-1]]
    assert 0.09 < told.mean() < 0.11


@pytest.mark.parametrize("rows", [1, MOST_ROWS, MOST_ROWS + 1, 999_000, 1_003_000, 10**9])
def test_a_sample_is_never_larger_than_asked_and_not_much_smaller(rows):
    share = share_of(MOST_ROWS, rows)
    assert min(rows, MOST_ROWS // 2) <= share * rows <= MOST_ROWS


@pytest.mark.parametrize("rows", [number * 10**power for number in (1, 2, 3, 5) for power in (5, 6, 7, 8)])
def test_an_estimate_of_a_round_number_of_rows_gives_the_same_sample(rows):
    assert share_of(MOST_ROWS, rows * 99 // 100) == share_of(MOST_ROWS, rows * 101 // 100)


def test_a_large_table_gives_a_sample_of_labelled_rows(customers, monkeypatch):
    monkeypatch.setattr(counters, "MOST_ROWS", 100)
    question = Question("rows", ("main_media",))
    rows = count(customers, [question])[question]
    ids = [f"C{i:05d}" for i in range(400)]
    assert sorted(rows[KEY]) == [key for key in ids if zlib.crc32(key.encode()) < 0.2 * 2**32]
    again = count(replace(customers, rows=405), [question])[question]
    assert sorted(again[KEY]) == sorted(rows[KEY])


def test_a_label_that_turns_out_to_be_an_id_is_refused_before_all_is_read(tmp_path, monkeypatch):
    labels = ["a", "b"] * 12_000 + [f"c{number:04d}" for number in range(2000)]
    path = tmp_path / "t.csv"
    pl.DataFrame({"cluster": labels, "x": [n % 7 for n in range(len(labels))]}).write_csv(path)
    customers, read = read_customers(path, Settings(label="cluster")), []
    monkeypatch.setattr(counting, "BATCH", 1000)
    with pytest.raises(TableError, match=f"different values: at most {MOST_CLUSTERS}"):
        count(customers, [Question("values", ("x",))], read.append)
    assert max(read, default=0) < len(labels)
