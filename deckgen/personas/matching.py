"""Which cluster of a new run is which of the run before? Told from where the customers were and where they are.

A label means nothing: two clusters are the same where they share their customers, by Jaccard's index. Above one half a
cluster can have one such partner only, by arithmetic; below, a match is a proposal that somebody has to confirm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from deckgen.personas.assignment import best_pairs
from deckgen.personas.flows import Flow
from deckgen.statistics.disclosure import FEW

State = Literal["survived", "drifted", "possible", "split", "merged", "new", "gone"]

SURVIVED, UNIQUE, POSSIBLE = 0.75, 0.5, 0.3
"""Jaccard's index from which a cluster is the same, is surely no other's successor, may be the same."""
LEAST_PART, MOST_OF = 0.25, 0.5
"""A part counts in a split or a merger from this share of the whole on, if more than half of it goes or comes along."""


@dataclass(frozen=True)
class Origin:
    """Where a cluster of the new run comes from.

    parents: clusters of the old run, the one that gave most first. keeps: the one whose name stays with it; else None.
    """

    state: State
    parents: tuple[str, ...] = ()
    keeps: str | None = None


@dataclass(frozen=True)
class Fate:
    """What became of a cluster of the old run. into: clusters of the new one, the one that took most first."""

    state: State
    into: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Match:
    """Who is who: an origin for each cluster of the new run, a fate for each of the old one."""

    flow: Flow
    origins: dict[str, Origin]
    fates: dict[str, Fate]

    @property
    def rand(self) -> float:
        """Hubert and Arabie's adjusted Rand index of both runs, over customers in a cluster in both."""
        return adjusted_rand(self.flow.counts)

    @property
    def stayed(self) -> int:
        """Customers whose cluster comes from the one that they were in."""
        old, new = self.flow.old, self.flow.new
        lines = {(parent, key) for key, origin in self.origins.items() for parent in origin.parents}
        return sum(int(self.flow.counts[old.index(i), new.index(j)]) for i, j in lines)

    @property
    def moved(self) -> int:
        """Customers in a cluster in both runs who are elsewhere than their cluster went: none after a renumbering."""
        return int(self.flow.counts.sum()) - self.stayed


@dataclass(frozen=True)
class Ties:
    """Which clusters of two runs belong together, by their places: old -> new, old -> several, new <- several.

    sure: more than half of both shared. maybe: less, to be confirmed.
    """

    sure: dict[int, int]
    splits: dict[int, list[int]]
    mergers: dict[int, list[int]]
    maybe: dict[int, int]


def match(flow: Flow, surely: float = UNIQUE) -> Match:
    """Say of every cluster where it comes from, or what became of it.

    surely: Jaccard's index above which a cluster keeps its name; larger than UNIQUE where the flow is an estimate.
    """
    ties = ties_in(flow, surely)
    origins = {key: origin(flow, j, ties) for j, key in enumerate(flow.new)}
    fates = {key: fate(flow, i, ties) for i, key in enumerate(flow.old)}
    return Match(flow, origins, fates)


def ties_in(flow: Flow, surely: float) -> Ties:
    """Find which clusters belong together; a few shared customers are no evidence."""
    sure = {int(i): int(j) for i, j in np.argwhere((flow.jaccard > surely) & (flow.counts >= FEW))}
    splits, mergers = parts(flow.counts, flow.then, flow.now), parts(flow.counts.T, flow.now, flow.then)
    told = {*sure, *splits, *(i for parents in mergers.values() for i in parents)}
    found = {*sure.values(), *mergers, *(j for children in splits.values() for j in children)}
    return Ties(sure, splits, mergers, left_pairs(flow.jaccard, told, found))


def parts(counts: np.ndarray, wholes: np.ndarray, others: np.ndarray) -> dict[int, list[int]]:
    """Return which rows fall into two or more columns, the largest first; of a turned table, which columns are made up.

    counts: (wholes, others). A part is a quarter of the whole or more, and more than half of it is the whole's.
    """
    large = (counts >= LEAST_PART * wholes[:, None]) & (counts >= FEW)
    own = counts > MOST_OF * others[None, :]
    found = {
        i: sorted(np.flatnonzero(large[i] & own[i]).tolist(), key=lambda j, i=i: -counts[i, j])
        for i in range(len(wholes))
    }
    return {i: some for i, some in found.items() if len(some) > 1}


def origin(flow: Flow, j: int, ties: Ties) -> Origin:
    """Say where a cluster of the new run comes from."""
    partner = next((i for i, own in ties.sure.items() if own == j), None)
    keeps = None if partner is None else flow.old[partner]
    if partner is not None and flow.jaccard[partner, j] >= SURVIVED:
        return Origin("survived", (flow.old[partner],), keeps)
    if j in ties.mergers:
        return Origin("merged", tuple(flow.old[i] for i in ties.mergers[j]))
    if (parent := next((i for i, children in ties.splits.items() if j in children), None)) is not None:
        return Origin("split", (flow.old[parent],), keeps)
    if keeps is not None:
        return Origin("drifted", (keeps,), keeps)
    maybe = tuple(flow.old[i] for i, own in ties.maybe.items() if own == j)
    return Origin("possible", maybe) if maybe else Origin("new")


def fate(flow: Flow, i: int, ties: Ties) -> Fate:
    """Say what became of a cluster of the old run."""
    if i in ties.splits:
        return Fate("split", tuple(flow.new[j] for j in ties.splits[i]))
    partner = ties.sure.get(i)
    if partner is not None and flow.jaccard[i, partner] >= SURVIVED:
        return Fate("survived", (flow.new[partner],))
    if (into := next((j for j, parents in ties.mergers.items() if i in parents), None)) is not None:
        return Fate("merged", (flow.new[into],))
    if partner is not None:
        return Fate("drifted", (flow.new[partner],))
    return Fate("possible", (flow.new[ties.maybe[i]],)) if i in ties.maybe else Fate("gone")


def left_pairs(jaccard: np.ndarray, told: set[int], found: set[int]) -> dict[int, int]:
    """Pair what is left so that the sum of Jaccard's indices is largest, none below POSSIBLE."""
    rows = [i for i in range(len(jaccard)) if i not in told and (jaccard[i] >= POSSIBLE).any()]
    columns = [j for j in range(jaccard.shape[1]) if j not in found]
    if not rows or not columns:
        return {}
    left = jaccard[np.ix_(rows, columns)]
    pairs = best_pairs(np.where(left >= POSSIBLE, left, 0.0))
    return {rows[i]: columns[j] for i, j in pairs.items()}


def adjusted_rand(counts: Sequence[Sequence[int]] | np.ndarray) -> float:
    """Return the adjusted Rand index of a contingency table (Hubert and Arabie, Journal of Classification 2, 1985)."""
    table = np.asarray(counts, dtype=float)
    both, rows, columns, every = (pairs_in(n) for n in (table, table.sum(axis=1), table.sum(axis=0), table.sum()))
    expected = rows * columns / every if every else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == expected else float((both - expected) / (most - expected))


def pairs_in(sizes: np.ndarray) -> float:
    """Return how many pairs of customers there are within groups of some sizes."""
    return float((sizes * (sizes - 1) / 2).sum())
