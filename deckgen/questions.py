"""What is asked of the table, and how are all questions answered in one reading?

Sections ask; the pipeline puts all questions together; `answer` has them counted in one reading and lays the counts
out. Who asks does not know which engine counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

import numpy as np
import polars as pl

from deckgen.columns import Column
from deckgen.counted import CountedFlag, CountedLevels, CountedValues
from deckgen.counting import count
from deckgen.counts import COUNT, ODDITIES, SIZES, VALUE, Counts, Progress, Question
from deckgen.customers import CLUSTER, NOISE_LABELS, Customers, check_number
from deckgen.errors import TableError
from deckgen.statistics.disclosure import FEW


def values(column: Column) -> Question:
    """Ask how often each value of a KPI occurs in each cluster."""
    return Question("values", (column.name,))


def levels(column: Column) -> Question:
    """Ask how often each level of a category occurs in each cluster."""
    return Question("levels", (column.name,))


def flag(column: Column) -> Question:
    """Ask how often a flag is yes and no in each cluster."""
    return Question("flag", (column.name,))


def any_of(columns: Iterable[Column]) -> Question:
    """Ask how many customers of each cluster have at least one of several flags; a missing flag counts as no."""
    return Question("any", tuple(column.name for column in columns))


def remarks(column: Column) -> Question:
    """Ask what is odd about the cells of a KPI or flag: those that cannot be read, and the currencies."""
    return Question("remarks", (column.name,))


def rows(columns: Iterable[Column]) -> Question:
    """Ask for a sample of rows, at most about 42,000, chosen by a checksum of the id: for the tree alone."""
    return Question("rows", tuple(column.name for column in columns))


@dataclass(frozen=True, eq=False)
class Answers:
    """The answers, every array in the order of `clusters`: the largest first, ties by label.

    sizes: customers a cluster. noise: customers with a noise label (-1). unlabelled: rows without a label, left out.
    tiny: clusters of fewer than 11 customers with their sizes, left out as long as two others are there.
    odd: rows that are no customers, by the reason (see reading.opened.Odd).
    """

    clusters: tuple[str, ...]
    sizes: tuple[int, ...]
    noise: int
    unlabelled: int
    counted: dict[Question, CountedValues | CountedLevels | CountedFlag | dict[str, int] | pl.DataFrame]
    tiny: tuple[tuple[str, int], ...] = ()
    odd: Mapping[str, int] = field(default_factory=dict)

    def values(self, column: Column) -> CountedValues:
        """Return a KPI's counted values."""
        return self.counted[values(column)]

    def levels(self, column: Column) -> CountedLevels:
        """Return a category's counted levels: in its own order where it is ordinal, else most frequent first."""
        return self.counted[levels(column)]

    def flag(self, column: Column) -> CountedFlag:
        """Return a flag's counts."""
        return self.counted[flag(column)]

    def any_of(self, columns: Iterable[Column]) -> CountedFlag:
        """Return the counts of customers with at least one of the flags."""
        return self.counted[any_of(columns)]

    def remarks(self, column: Column) -> dict[str, int]:
        """Return how many cells of a KPI or flag are odd, by remark (see cells.remarks), the most frequent first."""
        return self.counted.get(remarks(column), {})

    def rows(self, columns: Iterable[Column]) -> pl.DataFrame:
        """Return the sampled rows: CLUSTER, KEY and the columns, noise included."""
        return self.counted[rows(columns)]


@dataclass(frozen=True, eq=False)
class Long:
    """A long table: CLUSTER (as a place in the deck's order, other clusters left out), VALUE (sorted), COUNT."""

    clusters: tuple[str, ...]
    table: pl.DataFrame

    def spread(self, table: pl.DataFrame, place: np.ndarray, width: int) -> np.ndarray:
        """Lay a long table's counts out as (K, width)."""
        counts = np.zeros((len(self.clusters), width), dtype=np.int64)
        np.add.at(counts, (table[CLUSTER].to_numpy(), place), table[COUNT].to_numpy())
        return counts

    def totals(self, table: pl.DataFrame) -> np.ndarray:
        """Sum a table's counts by cluster, (K,)."""
        return self.spread(table, np.zeros(len(table), dtype=int), 1)[:, 0]

    @cached_property
    def present(self) -> pl.DataFrame:
        """The rows with a value."""
        return self.table.drop_nulls(VALUE)

    @property
    def missing(self) -> np.ndarray:
        """Customers without a value, (K,)."""
        return self.totals(self.table.filter(pl.col(VALUE).is_null()))


def long_table(table: pl.DataFrame, clusters: tuple[str, ...]) -> Long:
    """Number the clusters of a counted table; noise and rows without a label go."""
    places = pl.col(CLUSTER).replace_strict({c: k for k, c in enumerate(clusters)}, default=None, return_dtype=pl.Int64)
    return Long(clusters, table.with_columns(places).drop_nulls(CLUSTER).sort(VALUE))


def counted_values(long: Long, order: tuple[str, ...]) -> CountedValues:
    """Count a KPI's values."""
    ordered = long.present[VALUE].to_numpy() + 0.0  # -0.0 becomes 0.0: which of them stands for both is left to chance
    first = np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]
    distinct, place = ordered[first], np.cumsum(first) - 1
    return CountedValues(long.clusters, distinct, long.spread(long.present, place, len(distinct)), long.missing)


def counted_levels(long: Long, order: tuple[str, ...]) -> CountedLevels:
    """Count a category's levels: in its own order where it has one, else most frequent first, ties by name."""
    present = long.present
    frequent = present.group_by(VALUE).agg(pl.col(COUNT).sum()).sort([COUNT, VALUE], descending=[True, False])
    names = frequent[VALUE].to_list()
    if order and set(names) <= set(order):
        names = [level for level in order if level in set(names)]
    places = {level: place for place, level in enumerate(names)}
    place = present[VALUE].replace_strict(places, return_dtype=pl.Int64).to_numpy()
    return CountedLevels(long.clusters, tuple(names), long.spread(present, place, len(names)), long.missing)


def counted_flag(long: Long, order: tuple[str, ...]) -> CountedFlag:
    """Count a flag's answers."""
    yes, no = (long.totals(long.table.filter(pl.col(VALUE) == answer)) for answer in (True, False))
    return CountedFlag(long.clusters, yes, no, long.missing)


AS_THEY_ARE = {"rows": lambda table: table, "remarks": lambda table: remark_counts(table)}
COUNTERS = {"values": counted_values, "levels": counted_levels, "flag": counted_flag, "any": counted_flag}


def answer(customers: Customers, questions: Iterable[Question], progress: Progress = lambda rows: None) -> Answers:
    """Read the table once and answer all questions; progress is told how many rows have been read.

    Raises TableError where the file cannot be read to its end or its label does not make at least two clusters.
    """
    counting = count if isinstance(customers.table, pl.LazyFrame) else customers.table.count
    return arrange(customers, counting(customers, list(dict.fromkeys(questions)), progress))


def arrange(customers: Customers, tables: Counts) -> Answers:
    """Order the clusters by size and check that there are at least two."""
    sizes = tables.pop(SIZES)
    labelled = sizes.drop_nulls(CLUSTER)
    clusters = labelled.filter(~pl.col(CLUSTER).is_in(NOISE_LABELS)).sort([COUNT, CLUSTER], descending=[True, False])
    noise = labelled.filter(pl.col(CLUSTER).is_in(NOISE_LABELS))[COUNT].sum()
    check_clusters(customers, clusters, noise)
    found, tiny = without_tiny(dict(clusters.iter_rows()))
    keys = tuple(found)
    unlabelled = sizes.filter(pl.col(CLUSTER).is_null())[COUNT].sum()
    odd = remark_counts(tables.pop(ODDITIES)) if ODDITIES in tables else {}
    orders = {column.name: column.order for column in customers.columns}
    counted = {
        question: AS_THEY_ARE[question.kind](table)
        if question.kind in AS_THEY_ARE
        else COUNTERS[question.kind](long_table(table, keys), orders[question.columns[0]])
        for question, table in tables.items()
    }
    return Answers(keys, tuple(found.values()), noise, unlabelled, counted, tiny, odd)


def remark_counts(table: pl.DataFrame) -> dict[str, int]:
    """Return counts by remark, the most frequent first, ties by text."""
    return dict(table.sort([COUNT, VALUE], descending=[True, False]).select(VALUE, COUNT).rows())


def without_tiny(sizes: dict[str, int]) -> tuple[dict[str, int], tuple[tuple[str, int], ...]]:
    """Part the clusters of fewer than 11 customers from the others, unless fewer than two would be left."""
    large = {cluster: n for cluster, n in sizes.items() if n >= FEW}
    if len(large) < 2:
        return sizes, ()
    return large, tuple((cluster, n) for cluster, n in sizes.items() if n < FEW)


def check_clusters(customers: Customers, clusters: pl.DataFrame, noise: int) -> None:
    """Refuse fewer than two clusters, and more than can be compared."""
    where = f"{customers.source}: the label {customers.label!r}"
    check_number(customers, clusters[CLUSTER])
    if clusters.is_empty() and noise:
        raise TableError(f"{where} is -1 (noise) in every row: the clustering found no group.")
    if len(clusters) < 2:
        only = f"only the cluster {clusters[CLUSTER][0]!r}" if len(clusters) else "no cluster at all"
        raise TableError(f"{where} has {only}; two or more are needed to compare. Name another column with --label.")


def reordered(answers: Answers, clusters: tuple[str, ...]) -> Answers:
    """Return the answers with the same clusters in another order."""
    if clusters == answers.clusters:
        return answers
    order = [answers.clusters.index(key) for key in clusters]
    counted = {question: turned(part, clusters, order) for question, part in answers.counted.items()}
    return replace(answers, clusters=clusters, sizes=tuple(answers.sizes[k] for k in order), counted=counted)


def turned(counted: object, clusters: tuple[str, ...], order: Sequence[int]) -> object:
    """Return a counted table with its clusters in another order; what has no clusters in its rows stays."""
    if not isinstance(counted, CountedValues | CountedLevels | CountedFlag):
        return counted
    arrays = {f.name: getattr(counted, f.name)[order] for f in fields(counted) if f.name in BY_CLUSTER}
    return replace(counted, clusters=clusters, **arrays)


BY_CLUSTER = ("counts", "missing", "yes", "no")
"""Fields of counted tables that have a row a cluster."""


def by_size(answers: Answers) -> Answers:
    """Return the answers with the clusters in the order of a first run: the largest first, ties by label."""
    sizes = dict(zip(answers.clusters, answers.sizes, strict=True))
    return reordered(answers, tuple(sorted(sizes, key=lambda key: (-sizes[key], key))))
