"""How is a cell read? As text, as a number, as yes or no: null where it is missing or cannot be read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from deckgen.numerals import currency_of, read_written, unit_of

if TYPE_CHECKING:
    from deckgen.columns import Column

MISSING_WORDS = (
    "", "na", "n/a", "null", "nan", "unknown", "未知", "-", "--", "—", "#n/a", "#na", "#null!", "#div/0!",
    "#value!", "#ref!", "#num!", "#name?", "<na>", "nat", "(null)", "\\n", "?", "暂无", "不详", "空",
)  # fmt: skip
"""Spellings of missing, in lower case."""
YES_WORDS = ("1", "1.0", "yes", "true", "y", "t", "是", "有", "√", "✓", "ja", "oui", "sí", "si", "sim", "はい")
NO_WORDS = ("0", "0.0", "no", "false", "n", "f", "none", "否", "无", "×", "✗", "nein", "non", "não", "いいえ")
NO_NUMBER = ("none",)
"""A level of a category, but missing where a number is meant."""
NOT_PRINTABLE = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\ufffe\uffff]"
)
SALES_REGIONS = ("emea", "apac", "latam", "amer")
"""Beside any of these, NA is North America."""
LONGEST_EXAMPLE = 40
LARGEST = 1e100
"""Squares of larger numbers, summed over customers, overflow: such a cell is no measure of a customer."""


def clean_texts(cells: pl.Series, missing: tuple[str, ...] = ()) -> pl.Series:
    """Return the cells as the deck counts them: text, trimmed, missing spellings as null."""
    if not missing and are_numbers(cells):
        return cells.cast(pl.String)
    cleaning = clean_text(cells.name, cells.dtype, missing)
    if cells.dtype == pl.String:
        return clean_distinct(cells.name, cleaning, cells)
    return cells.to_frame().select(cleaning).to_series()


def kept_spellings(levels: list[str]) -> tuple[str, ...]:
    """Return the spellings of missing that are values among a category's other levels."""
    return ("na",) if any(level.lower() in SALES_REGIONS for level in levels) else ()


def are_numbers(cells: pl.Series) -> bool:
    """Tell whether every cell is a plain, finite number or null: as text it is clean."""
    if not (cells.dtype == pl.String or cells.dtype.is_numeric()):
        return False
    numbers = cells.cast(pl.Float64, strict=False)
    return numbers.null_count() == cells.null_count() and bool(numbers.is_finite().all())


def clean_text(name: str, dtype: pl.DataType, missing: tuple[str, ...] = (), kept: tuple[str, ...] = ()) -> pl.Expr:
    """Return the expression that trims a text column and nulls the spellings of missing; the unprintable is dropped.

    missing: further spellings, which the user declares. kept: spellings that are values here.
    """
    column = pl.col(name)
    if dtype == pl.Boolean:
        return column.cast(pl.Int8).cast(pl.String)
    if dtype.is_nested() or dtype == pl.Object or dtype == pl.Binary:
        return pl.lit(None, dtype=pl.String).alias(name)
    text = column if dtype == pl.String else column.cast(pl.String)
    text = text.str.replace_all(NOT_PRINTABLE, "").str.strip_chars() if dtype in TEXTS else text
    words = [word for word in MISSING_WORDS if word not in kept] + [word.lower() for word in missing]
    return pl.when(text.str.to_lowercase().is_in(words).not_()).then(text).alias(name)


def clean_label(name: str, dtype: pl.DataType) -> pl.Expr:
    """Return the expression that reads the cluster label as text; 1.0 is the cluster 1."""
    if dtype == pl.Boolean:
        return pl.when(name).then(pl.lit("True")).when(pl.col(name).not_()).then(pl.lit("False")).alias(name)
    return clean_text(name, dtype).str.replace(r"^(-?\d+)\.0+$", "$1")


TEXTS = (pl.String, pl.Categorical, pl.Enum)


def plain_number(column: Column, dtype: pl.DataType) -> pl.Expr:
    """Return the expression that reads the numbers that are written plainly, for speed; others are null."""
    cell = pl.col(column.name)
    if dtype == pl.String and column.written.decimal == ",":  # a point parts thousands
        cell = pl.when(cell.str.contains(".", literal=True).not_()).then(cell)
    return cell.cast(pl.Float64, strict=False)


def usable_number(column: Column, number: pl.Expr) -> pl.Expr:
    """Return the expression that keeps numbers which can be reckoned with and are not declared missing."""
    kept = number.abs() <= LARGEST
    if column.missing:
        declared = pl.Series(list(column.missing)).cast(pl.Float64, strict=False).drop_nulls()
        kept &= number.is_in(declared.implode()).not_()
    return pl.when(kept).then(number)


def clean_number(column: Column, dtype: pl.DataType) -> pl.Expr:
    """Return the expression that reads a KPI: a finite number however it is written, null where it is none."""
    number = plain_number(column, dtype)
    if dtype == pl.String:
        number = number.fill_null(pl.col(column.name).map_batches(partial(read_odd, column), pl.Float64))
    return usable_number(column, number).alias(column.name)


def read_odd(column: Column, cells: pl.Series) -> pl.Series:
    """Read the cells that are no plain numbers, each distinct one once; plain ones become null."""
    plain = cells.to_frame(column.name).select(plain_number(column, cells.dtype)).to_series()
    if plain.null_count() == cells.null_count():
        return pl.Series(column.name, [None], dtype=pl.Float64).new_from_index(0, len(cells))
    odd = cells.filter(plain.is_null()).drop_nulls().unique()
    numbers = read_written(clean_texts(odd, (*NO_NUMBER, *column.missing)), column.written)
    return cells.replace_strict(odd, numbers, default=None, return_dtype=pl.Float64)


def clean_flag(column: Column, dtype: pl.DataType) -> pl.Expr:
    """Return the expression that reads a yes/no column as Boolean, null where it is neither.

    Where only the yes is written (`column.marked`), an empty cell is a no.
    """
    if dtype == pl.Boolean:
        return pl.col(column.name)
    word = clean_text(column.name, dtype, column.missing).str.to_lowercase()
    no = word.is_in(NO_WORDS) | (word.is_null() & pl.lit(column.marked))
    return pl.when(word.is_in(YES_WORDS)).then(True).when(no).then(False).alias(column.name)


def is_beside(column: Column, dtype: pl.DataType) -> pl.Expr:
    """Return the expression that tells whether an answer is neither yes nor no: that customer is not in the base."""
    if not column.beside:
        return pl.lit(False)
    return clean_text(column.name, dtype).str.to_lowercase().is_in(column.beside).fill_null(False)


def cleaned(column: Column, dtype: pl.DataType) -> pl.Expr:
    """Return the expression that cleans a column by its role."""
    if column.role == "kpi":
        return clean_number(column, dtype)
    if column.role == "flag":
        return clean_flag(column, dtype)
    return clean_text(column.name, dtype, column.missing, column.kept)


def cleaned_once(column: Column, dtype: pl.DataType) -> pl.Expr:
    """Return the expression that cleans a column by its role, each distinct cell of a flag or category once."""
    if column.role not in ("flag", "category") or dtype == pl.Boolean:
        return cleaned(column, dtype)
    kind = pl.Boolean if column.role == "flag" else pl.String
    return once_each(column.name, cleaned(column, dtype), kind)


def once_each(name: str, cleaning: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Return the expression that cleans a column's distinct cells, and puts what they become in their places."""
    return pl.col(name).map_batches(partial(clean_distinct, name, cleaning), kind)


def clean_distinct(name: str, cleaning: pl.Expr, cells: pl.Series) -> pl.Series:
    """Clean the distinct cells of a column, and put what they become in their places; where few recur, all cells."""
    distinct = cells.unique()
    if len(distinct) > len(cells) / 2:
        return cells.to_frame(name).select(cleaning).to_series()
    clean = distinct.to_frame(name).select(cleaning).to_series()
    return cells.replace_strict(distinct, clean, return_dtype=clean.dtype)


def remarks(column: Column, dtype: pl.DataType, cells: pl.Series) -> pl.Series:
    """Say of distinct cells of a KPI or flag what is odd: "no:" and the cell where it is unreadable, "money:CNY".

    "unit:" and the cell where it carries one. Null where nothing is.
    """
    if cells.is_empty():
        return pl.Series([], dtype=pl.String)
    missing = (*NO_NUMBER, *column.missing) if column.role == "kpi" else column.missing
    text = clean_text(column.name, dtype, missing)
    unreadable = cleaned(column, dtype).is_null() & text.is_not_null()
    if column.role == "flag":
        unreadable &= text.str.to_lowercase().is_in(column.beside).not_()
    infinite = text.cast(pl.Float64, strict=False).is_finite().not_().fill_null(False)
    example = text.str.slice(0, LONGEST_EXAMPLE)
    odd = pl.when(unreadable & infinite).then(pl.lit("no:inf")).when(unreadable).then("no:" + example)
    if column.role == "kpi":
        texts = clean_texts(cells, missing)
        unit, money = pl.lit(unit_of(texts)), pl.lit(currency_of(texts))
        odd = odd.when(unit.is_not_null()).then("unit:" + example).otherwise("money:" + money)
    return cells.to_frame(column.name).select(odd).to_series()
