"""What are the mean, median, spread and concentration of a counted KPI?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from deckgen.counted import CountedValues
from deckgen.statistics.disclosure import FEW

PILED, NEAR, EDGE = 0.2, 0.1, 0.01
"""Zeros stand apart that are this share of a cluster at least, while all but the EDGE of the other values are further
from zero than this part of their median."""
TOP = 0.01
"""The share of customers that "the top 1 %" speaks of."""


@dataclass(frozen=True)
class Summary:
    """A cluster's KPI: n usable and missing values, moments, percentiles; NaN where there are too few values.

    zero_share: share of values that are exactly 0. active_median: median of the others. top1_share: share of the sum
    that the highest 1 % of customers hold, NaN where values are negative or the sum is 0.
    """

    n: int
    missing: int
    mean: float
    median: float
    sd: float
    p05: float
    p25: float
    p75: float
    p95: float
    zero_share: float
    active_median: float
    top1_share: float


def summaries(counted: CountedValues) -> tuple[Summary, ...]:
    """Summarise every cluster, exactly as from its rows; the deviation is the sample's (n - 1)."""
    rows = zip(counted.counts, counted.missing, strict=True)
    return tuple(summary(counted.values, counts, int(missing)) for counts, missing in rows)


def summary(values: np.ndarray, counts: np.ndarray, missing: int) -> Summary:
    """Summarise one cluster's counts."""
    n = int(counts.sum())
    if n == 0:
        return Summary(0, missing, *[math.nan] * 10)
    mean = float(values @ counts) / n
    squares = float(((values - mean) ** 2) @ counts)
    median, *others = quantiles(values, counts, (0.5, 0.05, 0.25, 0.75, 0.95))
    return Summary(
        n,
        missing,
        mean,
        median,
        math.sqrt(squares / (n - 1)) if n > 1 else math.nan,
        *others,
        float(counts[values == 0].sum()) / n,
        quantile(values, np.where(values == 0, 0, counts), 0.5),
        top_share(values, counts),
    )


def quantile(values: np.ndarray, counts: np.ndarray, q: float) -> float:
    """Return a quantile, see `quantiles`."""
    return quantiles(values, counts, (q,))[0]


def quantiles(values: np.ndarray, counts: np.ndarray, shares: Sequence[float]) -> list[float]:
    """Return quantiles by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996).

    values: (V,) ascending. counts: (V,). NaN where nothing is counted.
    """
    cumulated = np.cumsum(counts)
    n = int(cumulated[-1]) if len(cumulated) else 0
    if n == 0:
        return [math.nan] * len(shares)
    found = []
    for share in shares:
        place = (n - 1) * share
        ranks = [math.floor(place), math.ceil(place)]
        low, high = values[np.searchsorted(cumulated, ranks, side="right")]
        found.append(float(low + (high - low) * (place - ranks[0])))
    return found


def discreet_quantile(values: np.ndarray, counts: np.ndarray, q: float) -> float:
    """Return a quantile beyond which at least 11 customers lie; else the mean of the 11 customers at that end.

    A percentile near the end of a small cluster would be a single customer's value.
    """
    if min(q, 1 - q) * int(counts.sum()) >= FEW:
        return quantile(values, counts, q)
    if q <= 0.5:
        return mean_of_first(values, counts)
    return mean_of_first(values[::-1], counts[::-1])


def mean_of_first(values: np.ndarray, counts: np.ndarray) -> float:
    """Return the mean of the first 11 customers, or of all where there are fewer."""
    taken = np.clip(FEW - (np.cumsum(counts) - counts), 0, counts)
    return float(values @ taken) / max(int(taken.sum()), 1)


def top_share(values: np.ndarray, counts: np.ndarray) -> float:
    """Return the share of the sum that the highest 1 % of customers (rounded up) hold."""
    total = float(values @ counts)
    if total <= 0 or values[counts > 0][0] < 0:
        return math.nan
    top = math.ceil(TOP * int(counts.sum()))
    above = np.cumsum(counts[::-1])
    taken = np.minimum(counts[::-1], np.maximum(top - (above - counts[::-1]), 0))
    return float(values[::-1] @ taken) / total


def zeros_stand_apart(counted: CountedValues) -> bool:
    """Tell whether many of a cluster are at exactly 0 while hardly a value lies near it, of a KPI that is no count.

    Such a zero may stand for "none". A KPI most of whose other values are whole numbers is a count.
    """
    values, counts = counted.values, counted.counts
    zeros = counts[:, values == 0].sum(axis=1)
    others = np.where(values == 0, 0, counts.sum(axis=0))
    if not any(n >= max(FEW, PILED * size) for n, size in zip(zeros, counted.sizes, strict=True)) or not others.sum():
        return False
    order = np.argsort(np.abs(values), kind="stable")
    edge, middle = quantiles(np.abs(values)[order], others[order], (EDGE, 0.5))
    whole = others[values == np.round(values)].sum()
    return bool(2 * whole < others.sum() and edge > NEAR * middle)


def filled(counted: CountedValues, side: Literal["minimum", "maximum"]) -> CountedValues:
    """Return the counts with every missing value taken for the smallest or the largest value that occurs."""
    counts = counted.counts.copy()
    counts[:, 0 if side == "minimum" else -1] += counted.missing
    return replace(counted, counts=counts, missing=np.zeros_like(counted.missing))
