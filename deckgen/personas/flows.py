"""Where were the customers before, and where are they now? Counted over everybody who is in either run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from deckgen.customers import NOISE_LABELS


@dataclass(frozen=True, eq=False)
class Flow:
    """Customers by where they were and where they are.

    old, new: clusters of both runs. table: (len(old) + 2, len(new) + 2) customers; behind the clusters stand noise and,
    last, those who are not in that run at all: joiners in the last row, leavers in the last column.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    table: np.ndarray

    @property
    def counts(self) -> np.ndarray:
        """Customers who are in a cluster in both runs, (old, new)."""
        return self.table[:-2, :-2]

    @property
    def leavers(self) -> np.ndarray:
        """Customers a cluster of the old run who are not in the new one, (old,)."""
        return self.table[:-2, -1]

    @property
    def joiners(self) -> np.ndarray:
        """Customers a cluster of the new run who were not in the old one, (new,)."""
        return self.table[-1, :-2]

    @cached_property
    def then(self) -> np.ndarray:
        """Customers a cluster of the old run who are in the new run too, noise included, (old,)."""
        return self.table[:-2, :-1].sum(axis=1)

    @cached_property
    def now(self) -> np.ndarray:
        """Customers a cluster of the new run who were in the old run too, noise included, (new,)."""
        return self.table[:-1, :-2].sum(axis=0)

    @cached_property
    def jaccard(self) -> np.ndarray:
        """Shared customers over all customers of both clusters, of those in both runs, (old, new)."""
        union = self.then[:, None] + self.now[None, :] - self.counts
        return self.counts / np.maximum(union, 1)


def flow_between(
    old: pl.DataFrame, new: pl.DataFrame, before: Sequence[str] | None = None, after: Sequence[str] | None = None
) -> Flow:
    """Count customers by where they were and where they are.

    old, new: `id` and `cluster`, one row a customer. before, after: the clusters in the order wanted, by label if not
    given; noise and all other labels count as noise.
    """
    before, after = (
        labels_of(table["cluster"]) if wanted is None else wanted for table, wanted in ((old, before), (new, after))
    )
    both = old.join(new, on="id", how="full", suffix="_now", coalesce=True)
    pairs = both.group_by("cluster", "cluster_now").len()
    table = np.zeros((len(before) + 2, len(after) + 2), dtype=np.int64)
    places = places_of(before, pairs["cluster"]), places_of(after, pairs["cluster_now"])
    np.add.at(table, places, pairs["len"].to_numpy())
    return Flow(tuple(before), tuple(after), table)


def labels_of(clusters: pl.Series) -> list[str]:
    """Return the labels but those of noise, in their order."""
    return sorted(set(clusters.unique()) - set(NOISE_LABELS))


def places_of(clusters: Sequence[str], labels: Iterable[str | None]) -> np.ndarray:
    """Return the rows or columns of a flow that labels stand for; None is nobody's."""
    places = {None: len(clusters) + 1, **{cluster: place for place, cluster in enumerate(clusters)}}
    return np.array([places.get(label, len(clusters)) for label in labels], dtype=np.intp)
