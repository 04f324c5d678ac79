"""How are the cells of a table counted in one reading?

Cells are counted as they stand in the file, batch by batch, and cleaned afterwards: a distinct cell once, not a row at
a time. Memory is bounded by what is asked and by a batch, not by the rows.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import polars as pl

from deckgen.cells import clean_label, cleaned, cleaned_once, is_beside, once_each, plain_number, remarks, usable_number
from deckgen.customers import CLUSTER, Customers
from deckgen.errors import TableError
from deckgen.reading import unreadable
from deckgen.reading.opened import ODD
from deckgen.sampling import chosen, share_of

VALUE, COUNT, KEY = "deckgen:value", "deckgen:count", "deckgen:key"
NUMBER = "deckgen:number:"
BATCH = 500_000
TOGETHER = 20
MOST_ROWS = 150_000
"""Rows that the tree is found on, at most."""
MOST_DISTINCT = 1_000_000
"""Distinct values of a KPI that are kept apart."""
MANTISSA = 52
"""Binary digits after the first of a 64-bit number."""
COLLECTED = 4_000_000
"""Rows of counts that are kept before they are added up."""

READS_NUMBERS = ("values", "remarks")

MOST_REMARKS = 1000
"""Different unreadable cells of a batch that are kept apart."""

Progress = Callable[[int], None]
Counts = dict["Question", pl.DataFrame]


@dataclass(frozen=True)
class Question:
    """A counted table of some columns ("values", "levels", "flag", "any"), the clusters' sizes ("sizes"), a sample of
    rows ("rows"), what is odd about the cells of a column ("remarks"), or about whole rows ("odd")."""

    kind: str
    columns: tuple[str, ...] = ()


SIZES, ODDITIES = Question("sizes"), Question("odd")


def count(customers: Customers, questions: Sequence[Question], progress: Progress = lambda rows: None) -> Counts:
    """Read the table once and return the counts that answer each question, the clusters' SIZES, and odd rows.

    A long table each: CLUSTER, VALUE (cleaned), COUNT; of "rows" CLUSTER, KEY and the columns. progress: called with
    the number of rows read so far. Raises TableError where the file cannot be read to its end.
    """
    asked = [SIZES, *questions]
    tallies = {question: Tally(question.kind) for question in (*asked, ODDITIES)}
    read = 0
    try:
        for batch in batches(customers, asked):
            if batch[ODD].null_count() < len(batch):
                tallies[ODDITIES].add(odd_rows(batch))
                batch = batch.filter(pl.col(ODD).is_null())
            parts = collected(part(customers, batch, question) for question in asked)
            for question, counted in zip(asked, parts, strict=True):
                odd = question.kind == "remarks"
                tallies[question].add(told_remarks(customers, question.columns[0], counted) if odd else counted)
            read += len(batch)
            progress(read)
    except pl.exceptions.PolarsError as why:
        raise TableError(unreadable(customers.source, why)) from why
    return {question: tally.total() for question, tally in tallies.items() if tally.parts}


def collected(queries: Iterable[pl.LazyFrame]) -> Iterator[pl.DataFrame]:
    """Answer lazy queries, TOGETHER at a time: planning many at once takes as long as their number squared."""
    left = iter(queries)
    while some := list(islice(left, TOGETHER)):
        yield from pl.collect_all(some)


def batches(customers: Customers, questions: Iterable[Question]) -> Iterator[pl.DataFrame]:
    """Yield the columns that are asked for, as they stand in the file, with CLUSTER and every KPI's plain numbers."""
    asked = {customers.label} | {name for question in questions for name in question.columns}
    if any(question.kind == "rows" for question in questions):
        asked.add(customers.id)
    used = [name for name in customers.types if name in asked]
    numbers = [
        plain_number(customers[name], customers.types[name]).alias(NUMBER + name)
        for name in dict.fromkeys(question.columns[0] for question in questions if question.kind in READS_NUMBERS)
        if customers[name].role == "kpi"
    ]
    beside = [*numbers, cluster_of(customers)]
    table = customers.table.select(*used, ODD)
    if customers.rows <= BATCH:
        yield table.collect().with_columns(beside)
        return
    reading = table.collect_batches(chunk_size=BATCH, maintain_order=False)
    for batch in reading:
        yield batch.with_columns(beside)


def part(customers: Customers, batch: pl.DataFrame, question: Question) -> pl.LazyFrame:
    """Lay out what a batch answers to a question, as a lazy query."""
    if question.kind == "rows":
        return sampled(customers, batch, question.columns)
    if question.kind == "remarks":
        return remarkable(customers, batch, question.columns[0])
    table = batch.lazy()
    if question.kind != "values":
        counts = table.group_by(CLUSTER, *question.columns).agg(pl.len().alias(COUNT))
        return cleaned_counts(customers, question, counts)
    name = question.columns[0]
    number = pl.col(NUMBER + name)
    plain = table.group_by(CLUSTER, number.alias(VALUE)).agg(pl.len().alias(COUNT)).drop_nulls(VALUE)
    other = table.filter(number.is_null()).group_by(CLUSTER, name).agg(pl.len().alias(COUNT))
    usable = usable_number(customers[name], pl.col(VALUE)).alias(VALUE)
    return pl.concat([plain.with_columns(usable), cleaned_counts(customers, question, other)])


def cluster_of(customers: Customers) -> pl.Expr:
    """Return the expression that cleans the label, as a code: what is grouped by it is grouped faster."""
    cleaning = clean_label(customers.label, customers.types[customers.label]).cast(pl.Categorical)
    return once_each(customers.label, cleaning, pl.Categorical).alias(CLUSTER)


def odd_rows(batch: pl.DataFrame) -> pl.DataFrame:
    """Count the rows that are no customers by the reason."""
    odd = batch.select(pl.lit(None, dtype=pl.String).alias(CLUSTER), pl.col(ODD).alias(VALUE)).drop_nulls(VALUE)
    return odd.group_by(CLUSTER, VALUE).agg(pl.len().alias(COUNT))


def remarkable(customers: Customers, batch: pl.DataFrame, name: str) -> pl.LazyFrame:
    """Count the cells of a KPI or flag in a batch that may be odd."""
    table = batch.lazy()
    if customers[name].role == "kpi":
        table = table.filter(pl.col(NUMBER + name).is_finite().fill_null(False).not_())
    return table.group_by(name).agg(pl.len().alias(COUNT))


def told_remarks(customers: Customers, name: str, distinct: pl.DataFrame) -> pl.DataFrame:
    """Count cells that are odd by what is odd about them: of few, the cell itself. distinct: the cells and COUNT."""
    cells = distinct.drop_nulls(name)
    told = cells.select(remarks(customers[name], customers.types[name], cells[name]).alias(VALUE), COUNT)
    told = told.drop_nulls(VALUE).group_by(VALUE).agg(pl.col(COUNT).sum()).sort(COUNT, VALUE, descending=True)
    first = pl.when(pl.int_range(pl.len()) < MOST_REMARKS).then(VALUE).otherwise(pl.lit("no:"))
    return told.select(pl.lit(None, dtype=pl.String).alias(CLUSTER), first.alias(VALUE), COUNT)


def cleaned_counts(customers: Customers, question: Question, counts: pl.LazyFrame) -> pl.LazyFrame:
    """Clean the cells of a counted table: CLUSTER, the question's columns under their own names, and COUNT."""
    cells = [cleaned(customers[name], customers.types[name]) for name in question.columns]
    if question.kind == "flag":
        counts = counts.filter(~is_beside(customers[question.columns[0]], customers.types[question.columns[0]]))
    value = pl.any_horizontal(cell.fill_null(False) for cell in cells) if question.kind == "any" else None
    values = [(value if value is not None else cells[0]).alias(VALUE)] if cells else []
    return counts.select(CLUSTER, *values, COUNT)


def sampled(customers: Customers, batch: pl.DataFrame, columns: tuple[str, ...]) -> pl.LazyFrame:
    """Select sampled, labelled rows with a key for the split: the id, or the whole row where there is none."""
    share = share_of(MOST_ROWS, customers.rows)
    if share < 1:
        raw = pl.concat_str([pl.col(name).cast(pl.String) for name in key_columns(customers, columns)], **JOINED)
        batch = batch.filter(chosen(batch.select(raw).to_series(), share))
    return cleaned_rows(customers, batch.lazy(), columns)


def cleaned_rows(customers: Customers, rows: pl.LazyFrame, columns: tuple[str, ...]) -> pl.LazyFrame:
    """Clean sampled rows and give them their key; those without a label go."""
    cells = [cleaned_once(customers[name], customers.types[name]) for name in columns]
    keys = [cleaned(customers[name], customers.types[name]) for name in key_columns(customers, columns)]
    key = pl.concat_str([cell.cast(pl.String) for cell in keys], **JOINED).alias(KEY)
    return rows.select(CLUSTER, key, *cells).drop_nulls(CLUSTER)


JOINED = {"separator": "\x1f", "ignore_nulls": True}


def key_columns(customers: Customers, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that tell customers apart."""
    return (customers.id,) if customers.id else columns


@dataclass
class Tally:
    """What the batches have answered so far to one question.

    digits: binary digits of a value that are kept after its first; values beyond MOST_DISTINCT are put on a coarser
    grid, and the largest number of digits that keeps to it is the same whatever the order of the rows.
    """

    kind: str
    parts: list[pl.DataFrame] = field(default_factory=list)
    collected: int = 0
    most: int = COLLECTED
    digits: int = MANTISSA

    def add(self, part: pl.DataFrame) -> None:
        """Take in a batch's answer; add up what has come together where that is much."""
        self.parts.append(self.on_grid(part).with_columns(pl.col(CLUSTER).cast(pl.Categorical)))
        self.collected += len(part)
        if self.kind != "rows" and self.collected > self.most:
            merged = self.merged()
            self.parts, self.collected, self.most = [merged], len(merged), COLLECTED + len(merged)

    def total(self) -> pl.DataFrame:
        """Return all answers added up."""
        total = pl.concat(self.parts) if self.kind == "rows" else self.merged()
        return total.with_columns(pl.col(CLUSTER).cast(pl.String))

    def merged(self) -> pl.DataFrame:
        """Add up the counts, on a coarser grid where there are too many values."""
        merged = added_up(self.parts)
        if self.kind == "values" and merged[VALUE].n_unique() > MOST_DISTINCT:
            self.digits = digits_kept(merged[VALUE], self.digits)
            merged = added_up([self.on_grid(merged)])
        return merged

    def on_grid(self, part: pl.DataFrame) -> pl.DataFrame:
        """Cut values to the digits that are kept."""
        if self.digits == MANTISSA:
            return part
        return part.with_columns(cut_digits(part[VALUE], self.digits))


def added_up(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add up counted tables."""
    keys = [name for name in parts[0].columns if name != COUNT]
    return pl.concat(parts).group_by(keys).agg(pl.col(COUNT).sum())


def digits_kept(values: pl.Series, most: int) -> int:
    """Return the largest number of binary digits, under `most`, with which no more than MOST_DISTINCT values differ."""
    return bisect.bisect(range(most), 0, key=lambda digits: cut_digits(values, digits).n_unique() > MOST_DISTINCT) - 1


def cut_digits(values: pl.Series, digits: int) -> pl.Series:
    """Cut 64-bit numbers to some binary digits after the first, towards zero; null stays null.

    A value moves by less than 2^-digits of itself.
    """
    bits = values.fill_null(0.0).to_numpy().view(np.int64) & ~((1 << (MANTISSA - digits)) - 1)
    return pl.Series(values.name, bits.view(np.float64)).set(values.is_null(), None)
