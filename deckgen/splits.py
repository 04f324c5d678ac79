"""Which few questions split coded customers best? A shallow classification tree, its splits searched on counts.

The tree is CART's (Breiman et al. 1984) with Gini's impurity, as scikit-learn grows it; but where several splits are
equally good the first feature is taken, and of its codes the lowest, whereas scikit-learn draws lots.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ROUNDING = 1e-12
"""Splits whose gains differ by less, as a share of a customer's impurity, are equally good."""


@dataclass(frozen=True, eq=False)
class Branch:
    """A node: the customers it was grown on a cluster, (K,); its split, if it has one.

    place: of the feature asked, -1 in a leaf. code: those whose code is not above it go to `low`, the others to `high`.
    """

    counts: np.ndarray
    place: int = -1
    code: int = 0
    low: Branch | None = None
    high: Branch | None = None


def grow(codes: np.ndarray, labels: np.ndarray, clusters: int, depth: int, least: int) -> Branch:
    """Grow a tree of at most `depth` questions in a row, with at least `least` customers in every leaf.

    codes: (rows, features) whole numbers from -1 up. labels: (rows,) from 0 to clusters - 1.
    """
    labels = labels.astype(np.intp)
    columns = [(column + 1) * clusters + labels for column in codes.T.astype(np.intp)]
    widths = [int(column.max(initial=0)) // clusters + 1 for column in columns]

    def counted(rows: np.ndarray) -> list[np.ndarray]:
        pairs = zip(columns, widths, strict=True)
        return [np.bincount(c[rows], minlength=w * clusters).reshape(w, clusters) for c, w in pairs]

    def branch(rows: np.ndarray, tables: list[np.ndarray], left: int) -> Branch:
        counts = np.bincount(labels[rows], minlength=clusters)
        found = best_split(tables, least) if left and (counts > 0).sum() > 1 else None
        if found is None:
            return Branch(counts)
        place, code = found
        lower = codes[rows, place] <= code
        low, high = rows[lower], rows[~lower]
        fewer = counted(low if len(low) <= len(high) else high)
        others = [whole - part for whole, part in zip(tables, fewer, strict=True)]
        low_tables, high_tables = (fewer, others) if len(low) <= len(high) else (others, fewer)
        return Branch(counts, place, code, branch(low, low_tables, left - 1), branch(high, high_tables, left - 1))

    everyone = np.arange(len(labels))
    return branch(everyone, counted(everyone), depth)


def best_split(tables: list[np.ndarray], least: int) -> tuple[int, int] | None:
    """Return the feature's place and the highest code of the lower side; None where no split leaves enough.

    tables: a table a feature, (codes from -1 up, clusters).
    """
    best, found = -np.inf, None
    for place, table in enumerate(tables):
        gains = purities(table, least)
        code = int(gains.argmax()) if len(gains) else 0
        if len(gains) and gains[code] > best + ROUNDING * table.sum():
            best, found = gains[code], (place, code - 1)
    return found


def purities(table: np.ndarray, least: int) -> np.ndarray:
    """Return for a cut above each code how pure both sides are (sums of squares over sizes), -inf where too small."""
    low = np.cumsum(table, axis=0)[:-1].astype(float)
    high = table.sum(axis=0) - low
    sizes, other_sizes = low.sum(axis=1), high.sum(axis=1)
    enough = np.minimum(sizes, other_sizes) >= least
    with np.errstate(invalid="ignore", divide="ignore"):
        pure = (low**2).sum(axis=1) / sizes + (high**2).sum(axis=1) / other_sizes
    return np.where(enough & (sizes > 0) & (other_sizes > 0), pure, -np.inf)


def said(tree: Branch, codes: np.ndarray) -> np.ndarray:
    """Return the cluster that the tree names for each customer, (rows,): the leaf's commonest, ties to the first."""
    if tree.place < 0:
        return np.full(len(codes), int(tree.counts.argmax()))
    lower = codes[:, tree.place] <= tree.code
    named = np.empty(len(codes), dtype=np.int64)
    named[lower], named[~lower] = said(tree.low, codes[lower]), said(tree.high, codes[~lower])
    return named
