from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.numerals import PLAIN, Written, currency_of, read_written, unit_of, way_of_writing

COMMA = Written(",")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("¥1,234.50", 1234.5),
        ("1,234.50 元", 1234.5),
        ("$ 1,235", 1235),
        ("(1,234.50)", -1234.5),
        ("¥-3", -3),
        ("5-", -5),
        ("－５", -5),
        ("41.2%", 41.2),
        ("1.2万", 12_000),
        ("1.2万元", 12_000),
        ("3k", 3000),
        ("$1.5m", 1_500_000),
        ("12m", None),  # months or metres as well
        ("12,34,567.5", 1_234_567.5),
        ("1.2e3", 1200),
        ("1 234.5", 1234.5),
        ("1,23", None),
        ("1,2,3", None),
        ("1.2.3", None),
        ("(5", None),
        ("about 30", None),
        ("待补充", None),
    ],
)
def test_a_number_is_read_as_a_person_would(cell, number):
    assert read_written(pl.Series([cell]), PLAIN).item() == number


@pytest.mark.parametrize(("cell", "number"), [("1.234,50", 1234.5), ("€ 2,5", 2.5), ("1.000", 1000), ("1,234.5", None)])
def test_a_decimal_comma_parts_no_thousands(cell, number):
    assert read_written(pl.Series([cell]), COMMA).item() == number


@pytest.mark.parametrize(
    ("cells", "usual", "decimal"),
    [
        (["1,5", "2,25", "1.000"], ".", ","),
        (["1,234.5", "1,000"], ",", "."),
        (["1,234", "2,000"], ".", "."),
        (["1,234", "2,000"], ",", ","),
    ],
)
def test_the_decimal_mark_is_what_the_cells_can_only_mean_else_the_tables(cells, usual, decimal):
    assert way_of_writing(pl.Series(cells), usual).decimal == decimal


def test_currencies_and_units_are_named():
    cells = pl.Series(["¥3", "3 元", "$5", "4", "1.2万"])
    assert currency_of(cells).to_list() == ["CNY", "CNY", "USD", None, None]
    assert unit_of(cells).to_list() == [None, None, None, None, "万"]


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_what_is_written_with_thousands_is_read_back(number):
    written = f"{number:,.2f}"
    assert read_written(pl.Series([written]), PLAIN).item() == float(written.replace(",", ""))


@given(st.text(max_size=20))
def test_any_text_is_a_finite_number_or_none(text):
    for written in (PLAIN, COMMA):
        number = read_written(pl.Series([text]), written).item()
        assert number is None or isinstance(number, float)
