"""What of a counted category or flag may be shown, and what is compared?

A crosstab has a row a cluster and a column a level, then one for all levels that fewer than 11 customers have (a name
alone could give somebody away), then one for the customers without a value. Verdicts rest on `exact`, everything that
is printed or drawn on `shown`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from deckgen.counted import CountedFlag, CountedLevels
from deckgen.statistics.disclosure import FEW, published
from deckgen.statistics.verdicts import Counts


@dataclass(frozen=True, eq=False)
class Crosstab:
    """A crosstab, as counted and as it may be shown: (K, L + 2) each."""

    clusters: tuple[str, ...]
    levels: tuple[str, ...]
    exact: np.ndarray
    shown: np.ndarray

    def counts(self, i: int, level: int, exact: bool) -> Counts:
        """Set cluster i against all others on one level."""
        table = self.exact if exact else self.shown
        yes, missing = table[:, level], table[:, -1]
        answered = np.maximum(self.exact.sum(axis=1) - missing, yes)  # a stand-in can be more than a tiny row holds
        return Counts(
            int(yes[i]),
            int(answered[i]),
            int(yes.sum() - yes[i]),
            int(answered.sum() - answered[i]),
            int(missing[i]),
            int(missing.sum() - missing[i]),
        )

    @property
    def bases(self) -> np.ndarray:
        """Customers with a value, as they may be shown, (K,)."""
        return np.maximum(self.exact.sum(axis=1) - self.shown[:, -1], 0)

    @property
    def missing(self) -> np.ndarray:
        """Share of customers without a value, as it may be shown, (K,)."""
        return self.shown[:, -1] / np.maximum(self.exact.sum(axis=1), 1)


def of_levels(counted: CountedLevels) -> Crosstab:
    """Lay a category out, its levels in their order."""
    common = counted.counts.sum(axis=0) >= FEW
    rare = counted.counts[:, ~common].sum(axis=1)
    exact = np.column_stack([counted.counts[:, common], rare, counted.missing])
    names = tuple(level for level, often in zip(counted.levels, common, strict=True) if often)
    return Crosstab(counted.clusters, names, exact, published(exact))


def of_flag(counted: CountedFlag) -> Crosstab:
    """Lay a flag out: its only level is yes, and no stands where other levels would."""
    exact = np.column_stack([counted.yes, counted.no, counted.missing])
    return Crosstab(counted.clusters, ("yes",), exact, published(exact))
