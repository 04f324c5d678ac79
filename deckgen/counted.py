"""How often does each value occur in each cluster?

Nearly every question of the analysis is one counted table: cluster x value -> customers. Mean, median, quantiles,
deviation, Cliff's delta, shares, crosstabs and violins all follow from it exactly, and counted tables add up across
partitions. Every array has the clusters in its rows, in the order of `clusters`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True, eq=False)
class CountedValues:
    """A numeric column, counted.

    clusters: K labels, in the deck's order. values: (V,) float64, ascending, distinct, finite.
    counts: (K, V) int64, customers with that value. missing: (K,) int64, customers without a usable value.
    """

    clusters: tuple[str, ...]
    values: np.ndarray
    counts: np.ndarray
    missing: np.ndarray

    @cached_property
    def sizes(self) -> np.ndarray:
        """Customers with a value, (K,)."""
        return self.counts.sum(axis=1)


@dataclass(frozen=True, eq=False)
class CountedLevels:
    """A category column, counted.

    levels: L texts, in the column's own order where it is ordinal, else most frequent first (ties by text).
    counts: (K, L) int64. missing: (K,) int64. Shares are of the customers with a level.
    """

    clusters: tuple[str, ...]
    levels: tuple[str, ...]
    counts: np.ndarray
    missing: np.ndarray

    @property
    def sizes(self) -> np.ndarray:
        """Customers with a level, (K,)."""
        return self.counts.sum(axis=1)

    @property
    def shares(self) -> np.ndarray:
        """Share of each level among the customers with a level, (K, L); 0 where a cluster has none."""
        return self.counts / np.maximum(self.sizes, 1)[:, None]


@dataclass(frozen=True, eq=False)
class CountedFlag:
    """A yes/no column, counted: yes, no and missing are (K,) int64. Shares are of the customers with an answer."""

    clusters: tuple[str, ...]
    yes: np.ndarray
    no: np.ndarray
    missing: np.ndarray

    @property
    def sizes(self) -> np.ndarray:
        """Customers with an answer, (K,)."""
        return self.yes + self.no

    @property
    def shares(self) -> np.ndarray:
        """Share of yes among the customers with an answer, (K,)."""
        return self.yes / np.maximum(self.sizes, 1)
