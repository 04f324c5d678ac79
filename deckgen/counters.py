"""How is each kind of question counted, batch by batch?

A counter asks a batch for groups and their sizes, and keeps what it hears. Cells are cleaned once they are counted: a
distinct cell once, not a row at a time. What the counts are cleaned by is the same for every engine.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Protocol

import polars as pl

from deckgen.cells import cleaned, cleaned_once, is_beside, remarks, usable_number
from deckgen.counts import COUNT, KEY, MOST_ROWS, VALUE, Question
from deckgen.customers import CLUSTER, Customers
from deckgen.sampling import chosen, share_of
from deckgen.tally import Tally, ValueTally, added_up, in_cluster, of_cluster

NUMBER = "deckgen:number:"
"""How the names begin of columns with the plain numbers of a KPI."""
MOST_REMARKS = 1000
"""Different unreadable cells of a batch that are kept apart."""
NO_REMARKS = pl.DataFrame(schema={CLUSTER: pl.String, VALUE: pl.String, COUNT: pl.UInt32})

Queries = dict[tuple[Hashable, ...], pl.LazyFrame]
Counted = Mapping[tuple[Hashable, ...], pl.DataFrame]
"""What is asked of a batch, and the answers, by name: the kind, and what it is asked of."""


class Counter(Protocol):
    """Counts what one question asks."""

    def queries(self, batch: pl.DataFrame, clusters: Iterable[str | None]) -> Queries:
        """Return what to ask of a batch; what several counters call the same is asked once."""

    def take(self, counted: Counted) -> None:
        """Take in the answers."""

    def total(self) -> pl.DataFrame:
        """Return all that was counted."""


class Cells:
    """Counts the cells of some columns as they stand, and cleans them in the end: "sizes", "levels", "flag", "any"."""

    def __init__(self, customers: Customers, question: Question) -> None:
        self.customers, self.question, self.tally = customers, question, Tally()

    def queries(self, batch: pl.DataFrame, clusters: Iterable[str | None]) -> Queries:
        """Ask for the cells by cluster."""
        cells = batch.lazy().group_by(CLUSTER, *self.question.columns).agg(pl.len().alias(COUNT))
        return {("cells", self.question.columns): cells}

    def take(self, counted: Counted) -> None:
        """Take in the cells."""
        self.tally.add(counted["cells", self.question.columns])

    def total(self) -> pl.DataFrame:
        """Return the cells, cleaned."""
        return added_up([cleaned_counts(self.customers, self.question, self.tally.total())])


class CellRemarks(Cells):
    """Tells what is odd about the cells of a flag: "remarks"."""

    def total(self) -> pl.DataFrame:
        """Return the remarks."""
        return told_remarks(self.customers, self.question.columns[0], self.tally.total())


class Values:
    """Counts the numbers of a KPI: those written plainly as numbers, the other cells as they stand: "values"."""

    def __init__(self, customers: Customers, question: Question) -> None:
        self.customers, self.question, self.tally = customers, question, ValueTally()
        self.name = question.columns[0]

    def queries(self, batch: pl.DataFrame, clusters: Iterable[str | None]) -> Queries:
        """Ask for the numbers of each cluster by itself, since one column is grouped faster than two; and the rest."""
        return {
            **{("plain", self.name, cluster): plain_counts(batch, self.name, cluster) for cluster in clusters},
            ("odd", self.name): odd_cells(batch, self.name),
        }

    def take(self, counted: Counted) -> None:
        """Take in the numbers, and the rest as what it can be read as."""
        usable = usable_number(self.customers[self.name], pl.col(VALUE)).alias(VALUE)
        plain = [table for key, table in counted.items() if key[:2] == ("plain", self.name)]
        self.tally.add(pl.concat(plain).with_columns(usable))
        if len(odd := counted["odd", self.name]):
            self.tally.add(added_up([cleaned_counts(self.customers, self.question, odd)]))

    def total(self) -> pl.DataFrame:
        """Return the numbers."""
        return self.tally.total()


class ValueRemarks:
    """Tells what is odd about the cells of a KPI, of a batch at a time, since there may be many: "remarks"."""

    def __init__(self, customers: Customers, question: Question) -> None:
        self.customers, self.name, self.tally = customers, question.columns[0], Tally()

    def queries(self, batch: pl.DataFrame, clusters: Iterable[str | None]) -> Queries:
        """Ask for the cells that are no plain numbers."""
        return {("odd", self.name): odd_cells(batch, self.name)}

    def take(self, counted: Counted) -> None:
        """Take in what is odd about them."""
        self.tally.add(told_remarks(self.customers, self.name, counted["odd", self.name]))

    def total(self) -> pl.DataFrame:
        """Return the remarks."""
        return self.tally.total()


class Rows:
    """Takes a sample of rows as they stand, and cleans them in the end: "rows"."""

    def __init__(self, customers: Customers, question: Question) -> None:
        self.customers, self.columns = customers, question.columns
        self.parts: list[pl.DataFrame] = []

    def queries(self, batch: pl.DataFrame, clusters: Iterable[str | None]) -> Queries:
        """Ask for the rows of the sample."""
        return {("rows", self.columns): sampled(self.customers, batch, self.columns)}

    def take(self, counted: Counted) -> None:
        """Take in the rows."""
        self.parts.append(counted["rows", self.columns])

    def total(self) -> pl.DataFrame:
        """Return the rows, cleaned; the clusters as text."""
        rows = pl.concat(self.parts).with_columns(pl.col(CLUSTER).cast(pl.String))
        return cleaned_rows(self.customers, rows, self.columns)


KINDS: dict[str, type[Counter]] = {"values": Values, "rows": Rows}


def counter_of(customers: Customers, question: Question) -> Counter:
    """Return what counts a question's answer."""
    if question.kind == "remarks":
        kpi = customers[question.columns[0]].role == "kpi"
        return (ValueRemarks if kpi else CellRemarks)(customers, question)
    return KINDS.get(question.kind, Cells)(customers, question)


def plain_counts(batch: pl.DataFrame, name: str, cluster: str | None) -> pl.LazyFrame:
    """Count the plain numbers of a KPI in a cluster."""
    number = pl.col(NUMBER + name)
    table = batch.lazy().filter(in_cluster(cluster) & number.is_finite())
    return table.group_by(number.alias(VALUE)).agg(pl.len().alias(COUNT)).select(of_cluster(cluster))


def odd_cells(batch: pl.DataFrame, name: str) -> pl.LazyFrame:
    """Count the cells of a KPI that are no plain numbers, by cluster."""
    odd = batch.lazy().filter(pl.col(NUMBER + name).is_finite().fill_null(False).not_())
    return odd.group_by(CLUSTER, name).agg(pl.len().alias(COUNT))


def told_remarks(customers: Customers, name: str, cells: pl.DataFrame) -> pl.DataFrame:
    """Count cells that are odd by what is odd about them: of few, the cell itself. cells: counted, as they stand."""
    if cells.is_empty():
        return NO_REMARKS
    distinct = cells.drop_nulls(name).group_by(name).agg(pl.col(COUNT).sum())
    told = distinct.select(remarks(customers[name], customers.types[name], distinct[name]).alias(VALUE), COUNT)
    told = told.drop_nulls(VALUE)
    if told.is_empty():
        return NO_REMARKS
    told = told.group_by(VALUE).agg(pl.col(COUNT).sum()).sort(COUNT, VALUE, descending=True)
    first = pl.when(pl.int_range(pl.len()) < MOST_REMARKS).then(VALUE).otherwise(pl.lit("no:"))
    return told.select(pl.lit(None, dtype=pl.String).alias(CLUSTER), first.alias(VALUE), COUNT)


def cleaned_counts(customers: Customers, question: Question, counts: pl.DataFrame) -> pl.DataFrame:
    """Clean the cells of a counted table: CLUSTER, VALUE if the question is of columns, and COUNT."""
    cells = [cleaned(customers[name], customers.types[name]) for name in question.columns]
    if question.kind == "flag":
        counts = counts.filter(~is_beside(customers[question.columns[0]], customers.types[question.columns[0]]))
    value = pl.any_horizontal(cell.fill_null(False) for cell in cells) if question.kind == "any" else None
    values = [(value if value is not None else cells[0]).alias(VALUE)] if cells else []
    return counts.select(CLUSTER, *values, COUNT)


def sampled(customers: Customers, batch: pl.DataFrame, columns: tuple[str, ...]) -> pl.LazyFrame:
    """Select the sampled rows: CLUSTER, the columns, and those that tell customers apart."""
    keys = key_columns(customers, columns)
    rows = batch.lazy().select(list(dict.fromkeys((CLUSTER, *keys, *columns))))
    share = share_of(MOST_ROWS, customers.rows)
    if share == 1:
        return rows
    return rows.filter(pl.Series(chosen(rows.select(joined(map(pl.col, keys))).collect().to_series(), share)))


def cleaned_rows(customers: Customers, rows: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """Clean sampled rows and give them their key, the id or the whole row; those without a label go."""
    cells = [cleaned_once(customers[name], customers.types[name]) for name in columns]
    keys = [cleaned(customers[name], customers.types[name]) for name in key_columns(customers, columns)]
    return rows.lazy().select(CLUSTER, joined(keys).alias(KEY), *cells).drop_nulls(CLUSTER).collect()


def joined(cells: Iterable[pl.Expr]) -> pl.Expr:
    """Join cells to a key of their row."""
    return pl.concat_str([cell.cast(pl.String) for cell in cells], separator="\x1f", ignore_nulls=True)


def key_columns(customers: Customers, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that tell customers apart."""
    return (customers.id,) if customers.id else columns
