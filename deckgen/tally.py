"""How do the counts of many batches become one table? They are added up whenever much has come together.

Values of which there are too many are put on a coarser grid, and the bound of the error is known.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from deckgen.counts import COUNT, VALUE
from deckgen.customers import CLUSTER

MOST_DISTINCT = 1_000_000
"""Distinct values of a KPI that are kept apart."""
MANTISSA = 52
"""Binary digits after the first of a 64-bit number."""
COLLECTED = 4_000_000
"""Rows of counts that are kept before they are added up."""


@dataclass
class Tally:
    """What the batches have counted so far: tables of CLUSTER, further columns, and COUNT."""

    parts: list[pl.DataFrame] = field(default_factory=list)
    collected: int = 0
    most: int = COLLECTED

    def add(self, part: pl.DataFrame) -> None:
        """Take in what a batch has counted, added up; add up what has come together where that is much."""
        self.parts.append(part)
        self.collected += len(part)
        if self.collected > self.most:
            merged = self.merged()
            self.parts, self.collected, self.most = [merged], len(merged), COLLECTED + len(merged)

    def total(self) -> pl.DataFrame:
        """Return all counts added up; the clusters as text."""
        return self.merged().with_columns(pl.col(CLUSTER).cast(pl.String))

    def merged(self) -> pl.DataFrame:
        """Add up the counts."""
        return self.parts[0] if len(self.parts) == 1 else added_up(self.parts)


@dataclass
class ValueTally(Tally):
    """How often each number occurs in each cluster: CLUSTER, VALUE, COUNT.

    digits: binary digits of a value that are kept after its first; values beyond MOST_DISTINCT are put on a coarser
    grid, and the largest number of digits that keeps to it is the same whatever the order of the rows.
    """

    digits: int = MANTISSA

    def add(self, part: pl.DataFrame) -> None:
        """Take in what a batch has counted, on the grid."""
        super().add(self.on_grid(part).with_columns(pl.col(CLUSTER).cast(pl.Categorical)))

    def merged(self) -> pl.DataFrame:
        """Add up the counts, on a coarser grid where there are too many values."""
        merged = self.parts[0] if len(self.parts) == 1 else added_values(self.parts)
        if merged[VALUE].n_unique() > MOST_DISTINCT:
            self.digits = digits_kept(merged[VALUE], self.digits)
            merged = added_values([self.on_grid(merged)])
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


def added_values(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add up counted values, a cluster at a time: groups by one column of numbers are found much faster than by two."""
    counts = pl.concat(parts)
    sums = [
        counts.lazy().filter(in_cluster(cluster)).group_by(VALUE).agg(pl.col(COUNT).sum()).select(of_cluster(cluster))
        for cluster in counts[CLUSTER].unique()
    ]
    return pl.concat(pl.collect_all(sums)) if sums else counts


def in_cluster(cluster: str | None) -> pl.Expr:
    """Return the expression that tells whether a row is of a cluster."""
    return pl.col(CLUSTER).is_null() if cluster is None else pl.col(CLUSTER) == cluster


def of_cluster(cluster: str | None) -> list[pl.Expr]:
    """Return the columns of counted values that are a cluster's."""
    return [pl.lit(cluster, dtype=pl.Categorical).alias(CLUSTER), pl.col(VALUE), pl.col(COUNT)]


def digits_kept(values: pl.Series, most: int) -> int:
    """Return the largest number of binary digits, under `most`, with which no more than MOST_DISTINCT values differ."""
    return bisect.bisect(range(most), 0, key=lambda digits: cut_digits(values, digits).n_unique() > MOST_DISTINCT) - 1


def cut_digits(values: pl.Series, digits: int) -> pl.Series:
    """Cut 64-bit numbers to some binary digits after the first, towards zero; null stays null.

    A value moves by less than 2^-digits of itself.
    """
    bits = values.fill_null(0.0).to_numpy().view(np.int64) & ~((1 << (MANTISSA - digits)) - 1)
    return pl.Series(values.name, bits.view(np.float64)).set(values.is_null(), None)
