"""Which readable features do rules speak of? Tiers of KPIs, flags, ordered levels, and levels of categories.

Every feature is a small whole-number code a customer; a missing value is the code -1, a level of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl

from deckgen.columns import Column
from deckgen.counted import CountedLevels, CountedValues
from deckgen.customers import Customers
from deckgen.questions import Answers
from deckgen.statistics.disclosure import FEW
from deckgen.statistics.numeric import quantile

ABSENT = -1
QUANTILES = (0.5, 0.8, 0.95)
LEAST_ZEROS = 0.05
FEW_VALUES = 8
"""Up to this many distinct values are cut at the values themselves, more at rounded ones."""
LEAST_SHARE, MOST_LEVELS = 0.01, 20
SMALLEST = math.ulp(0.0)
"""The edge above a tier of zeros."""


@dataclass(frozen=True)
class Feature:
    """How one column is coded.

    tiers: code k where edges[k-1] <= value < edges[k]; with `zero` the first tier is exactly 0. flag: 0 no, 1 yes.
    ordinal: the place in `levels`. level: 1 where the category is `level`, else 0. missing: whether -1 occurs.
    outside: whether the clustering was not fitted on the column, nor on one that goes with it. doubtful: whether the
    column's zeros may stand for "none".
    """

    column: str
    kind: Literal["tiers", "flag", "ordinal", "level"]
    edges: tuple[float, ...] = ()
    levels: tuple[str, ...] = ()
    level: str = ""
    zero: bool = False
    missing: bool = False
    outside: bool = False
    doubtful: bool = False

    @property
    def last(self) -> int:
        """The highest code."""
        return {"tiers": len(self.edges), "ordinal": len(self.levels) - 1}.get(self.kind, 1)


def feature_columns(customers: Customers) -> list[Column]:
    """Return the columns that features can be made of."""
    return [column for column in customers.columns if column.role in MAKERS]


def features(customers: Customers, answers: Answers) -> tuple[Feature, ...]:
    """Return the features of all KPIs, flags and categories, or of those that the settings choose for the tree.

    They come by column name: the table's order must not matter.
    """
    placed = customers.placed.get("tree")
    columns = sorted(feature_columns(customers), key=lambda column: column.name)
    columns = [column for column in columns if placed is None or column.name in placed]
    return tuple(
        replace(feature, outside=column.provenance == "external", doubtful=column.zero_as_none)
        for column in columns
        for feature in MAKERS[column.role](column, answers)
    )


def kpi_features(column: Column, answers: Answers) -> Sequence[Feature]:
    """Cut a KPI into tiers; none where it has a single value."""
    counted = answers.values(column)
    edges, zero = frozen_edges(counted, column.tiers) if column.tiers else tier_edges(counted, column.cuts)
    missing = bool(counted.missing.sum())
    return [Feature(column.name, "tiers", edges, zero=zero, missing=missing)] if edges else []


def flag_features(column: Column, answers: Answers) -> Sequence[Feature]:
    """Code a flag."""
    counted = answers.flag(column)
    varies = counted.yes.sum() and counted.no.sum()
    return [Feature(column.name, "flag", missing=bool(counted.missing.sum()))] if varies else []


def category_features(column: Column, answers: Answers) -> Sequence[Feature]:
    """Code an ordinal category by its order, a nominal one level by level."""
    counted = answers.levels(column)
    missing = bool(counted.missing.sum())
    if len(counted.levels) < 2:
        return []
    if column.order and set(counted.levels) <= set(column.order):
        return [Feature(column.name, "ordinal", levels=counted.levels, missing=missing)]
    return [Feature(column.name, "level", level=level, missing=missing) for level in common_levels(counted)]


MAKERS = {"kpi": kpi_features, "flag": flag_features, "category": category_features}


def common_levels(counted: CountedLevels) -> list[str]:
    """Return the levels that at least 1 % of customers have, and eleven of them; at most twenty."""
    totals = counted.counts.sum(axis=0)
    least = max(FEW, LEAST_SHARE * totals.sum())
    common = [level for level, n in zip(counted.levels, totals, strict=True) if n >= least]
    return common[:MOST_LEVELS]


def tier_edges(counted: CountedValues, cuts: Sequence[float] | None) -> tuple[tuple[float, ...], bool]:
    """Return a KPI's inner edges, ascending, and whether the first tier is exactly zero.

    Configured cuts come first; a zero among them makes the zeros a tier where no value is negative. Else zero (where at
    least 5 % are), then the 50th, 80th and 95th percentile of the other values, rounded to 1, 2 or 5 times a power of
    ten; and zero where at least 5 % are negative, which parts losses from gains.
    """
    values, counts = counted.values, counted.counts.sum(axis=0)
    if len(values) < 2:
        return (), False
    if cuts:
        zero = values[0] == 0 and 0 in cuts
        inner = sorted({float(cut) for cut in cuts if values[0] < cut <= values[-1]})
        return ((SMALLEST,) if zero else ()) + tuple(inner), bool(zero)
    zero = values[0] == 0 and counts[0] >= LEAST_ZEROS * counts.sum()
    rest, weights = (values[1:], counts[1:]) if zero else (values, counts)
    raw = [quantile(rest, weights, q) for q in QUANTILES]
    edges = [at_value(rest, edge) for edge in raw] if len(values) <= FEW_VALUES else [rounded(edge) for edge in raw]
    edges += [0.0] if counts[values < 0].sum() >= LEAST_ZEROS * counts.sum() else []
    inner = sorted({edge for edge in edges if rest[0] < edge <= rest[-1]})
    return ((SMALLEST,) if zero else ()) + tuple(inner), bool(zero)


def frozen_edges(counted: CountedValues, tiers: Sequence[float]) -> tuple[tuple[float, ...], bool]:
    """Return the edges that an earlier deck froze, whatever the values are; zero is no tier beside negative ones."""
    negative = len(counted.values) > 0 and counted.values[0] < 0
    edges = tuple(float(edge) for edge in tiers if not (negative and edge == SMALLEST))
    return edges, SMALLEST in edges


def frozen_tiers(made: Iterable[Feature]) -> dict[str, tuple[float, ...]]:
    """Return the edges of all tiers, by column, for the decks that carry this one on."""
    return {feature.column: feature.edges for feature in made if feature.kind == "tiers"}


def at_value(values: np.ndarray, edge: float) -> float:
    """Return the smallest value that is not below an edge, the second one for the smallest of all."""
    place = max(int(np.searchsorted(values, edge)), 1)
    return float(values[min(place, len(values) - 1)])


def rounded(value: float) -> float:
    """Round to the nearest of 1, 2 and 5 times a power of ten, by ratio.

    >>> [rounded(v) for v in (0, 730, 6708.4, -33, 0.0042)]
    [0.0, 1000.0, 5000.0, -50.0, 0.005]
    """
    if value == 0:
        return 0.0
    power = math.floor(math.log10(abs(value)))
    steps = [float(f"{m}e{p}") for p in (power, power + 1) for m in (1, 2, 5)]
    return math.copysign(min(filter(None, steps), key=lambda step: abs(math.log(step / abs(value)))), value)


def encode(rows: pl.DataFrame, wanted: Sequence[Feature]) -> np.ndarray:
    """Return the codes of all rows, (rows, features) int16, a feature's together in memory."""
    codes = np.empty((len(rows), len(wanted)), dtype=np.int16, order="F")
    for place, feature in enumerate(wanted):
        codes[:, place] = coded(rows[feature.column], feature)
    return codes


def coded(cells: pl.Series, feature: Feature) -> np.ndarray:
    """Return one feature's codes, (rows,)."""
    if feature.kind == "tiers":
        values = cells.cast(pl.Float64).to_numpy()
        return np.where(np.isnan(values), ABSENT, np.searchsorted(feature.edges, values, side="right"))
    if feature.kind == "ordinal":
        places = {level: place for place, level in enumerate(feature.levels)}
        return cells.replace_strict(places, default=ABSENT, return_dtype=pl.Int64).to_numpy()
    told = cells if feature.kind == "flag" else cells == feature.level
    return told.cast(pl.Int64).fill_null(ABSENT).to_numpy()
