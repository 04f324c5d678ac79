"""What does deckgen see in a table? Rows, label, clusters, every column's role with its reason, and what is odd."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from deckgen.cells import cleaned, is_beside
from deckgen.columns import Column
from deckgen.customers import Customers
from deckgen.glossary import TOPICS, theme_text
from deckgen.notices import Notice
from deckgen.oddities import oddities
from deckgen.questions import Answers
from deckgen.reading.opened import ODD
from deckgen.statistics.disclosure import printable
from deckgen.wording import Text

POLARITIES = {
    "higher": Text("越高越好", "higher is better"),
    "lower": Text("越低越好", "lower is better"),
    "neutral": Text("", ""),
}
PROVENANCES = {"input": Text("聚类输入", "input"), "derived": Text("衍生", "derived"), "external": Text("", "")}


@dataclass(frozen=True)
class Cluster:
    """A cluster's label and its customers; None for 1 to 10 of them."""

    label: str
    customers: int | None


@dataclass(frozen=True)
class Seen:
    """A column: its role and why, what the deck calls it, and what else is known of it.

    missing: share of rows without a usable value; None where the table lies in an engine that was not asked. levels: of
    a category.
    """

    name: str
    role: str
    reason: Text
    text: Text
    about: Text
    missing: float | None
    levels: int | None


@dataclass(frozen=True)
class Inspection:
    """All that is seen of a table. rows: customers, noise and rows without a label included."""

    source: str
    rows: int
    label: str
    id: str | None
    clusters: tuple[Cluster, ...]
    noise: int | None
    unlabelled: int | None
    columns: tuple[Seen, ...]
    warnings: tuple[Notice, ...]


def inspect(customers: Customers, answers: Answers) -> Inspection:
    """Return what is seen of a table that has been read.

    Raises TableError where the table cannot be read to its end.
    """
    gaps = missing(customers)
    sizes = [*zip(answers.clusters, answers.sizes, strict=True), *answers.tiny]
    return Inspection(
        str(customers.source),
        sum(n for _, n in sizes) + answers.noise + answers.unlabelled,
        customers.label,
        customers.id,
        tuple(Cluster(label, shown(n)) for label, n in sizes),
        shown(answers.noise),
        shown(answers.unlabelled),
        tuple(seen(column, answers, gaps.get(column.name)) for column in customers.columns),
        oddities(customers, answers),
    )


def shown(count: int) -> int | None:
    """Return a count of customers, None for 1 to 10."""
    return count if printable(count) else None


def missing(customers: Customers) -> dict[str, float]:
    """Return every column's share of rows without a usable value; nothing of a table in another engine."""
    if not isinstance(customers.table, pl.LazyFrame):
        return {}
    known = [no_answer(column, customers.types[column.name]).mean() for column in customers.columns]
    counted = customers.table.filter(pl.col(ODD).is_null()).select(known).collect(engine="streaming")
    return {name: share or 0.0 for name, share in counted.row(0, named=True).items()}


def no_answer(column: Column, dtype: pl.DataType) -> pl.Expr:
    """Return the expression that tells whether a cell says nothing; "no internet service" says something of a flag."""
    if dtype.is_nested():
        return pl.col(column.name).is_null()
    return (cleaned(column, dtype).is_null() & is_beside(column, dtype).not_()).alias(column.name)


def seen(column: Column, answers: Answers, gap: float | None) -> Seen:
    """Return what is seen of a column."""
    levels = len(answers.levels(column).levels) if column.role == "category" else None
    return Seen(column.name, column.role, column.reason, column.text, about(column), gap, levels)


def about(column: Column) -> Text:
    """Say what a column is about: a KPI's theme, polarity and provenance, a flag's or category's topic and order."""
    if column.role == "kpi":
        parts = (theme_text(column.theme), POLARITIES[column.polarity], PROVENANCES[column.provenance])
    elif column.role in ("flag", "category"):
        parts = (TOPICS[column.topic], POLARITIES[column.polarity], PROVENANCES[column.provenance])
        parts += (Text("有序", "ordered"),) * bool(column.order)
    else:
        parts = ()
    return Text("，".join(p.zh for p in parts if p.zh), ", ".join(p.en for p in parts if p.en))
