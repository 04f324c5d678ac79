"""How do two shares differ, and how strongly does a category go with the clusters?"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from deckgen.statistics.estimate import Estimate

STEPS = 44
"""Halvings of a ratio's range: they leave a relative error of 3e-12."""
LEAST_RATIO, MOST_RATIO = 1e-9, 1e9


def normal_quantile(confidence: float) -> float:
    """Return z of a two-sided interval."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(yes: float, n: float, confidence: float = 0.95) -> Estimate:
    """Return a share with Wilson's score interval (JASA 1927); NaN and (0, 1) where n is 0."""
    if n == 0:
        return Estimate(math.nan, 0.0, 1.0)
    z = normal_quantile(confidence)
    share, weight = yes / n, 1 + z * z / n
    middle = (share + z * z / (2 * n)) / weight
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / weight
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half))


def newcombe_difference(yes: float, n: float, other_yes: float, other_n: float, confidence: float = 0.95) -> Estimate:
    """Return the difference of two shares with Newcombe's hybrid score interval (Statistics in Medicine 17, 1998)."""
    one, other = wilson(yes, n, confidence), wilson(other_yes, other_n, confidence)
    if not (n and other_n):
        return Estimate(math.nan, -1.0, 1.0)
    difference = one.value - other.value
    low = difference - math.hypot(one.value - one.low, other.high - other.value)
    high = difference + math.hypot(one.high - one.value, other.value - other.low)
    return Estimate(difference, low, high)


@lru_cache(maxsize=4096)  # a verdict and its claim ask for the same
def risk_ratio(yes: float, n: float, other_yes: float, other_n: float, confidence: float = 0.95) -> Estimate:
    """Return the ratio of two shares with its score interval (Miettinen and Nurminen, Statistics in Medicine 4, 1985).

    Infinite where only the second share is 0, NaN where both are; the interval works with zero cells.
    """
    if not (n and other_n) or yes + other_yes == 0:
        return Estimate(math.nan, 0.0, math.inf)
    z = normal_quantile(confidence)
    ratio = (yes / n) / (other_yes / other_n) if other_yes else math.inf
    score = ratio_score(yes, n, other_yes, other_n)
    low = crossing(score, z, LEAST_RATIO, ratio if other_yes else MOST_RATIO) if yes else 0.0
    high = crossing(score, -z, ratio if yes else LEAST_RATIO, MOST_RATIO) if other_yes else math.inf
    return Estimate(ratio, low, high)


def ratio_score(yes: float, n: float, other_yes: float, other_n: float) -> Callable[[float], float]:
    """Return the score statistic as a function of the ratio: it falls from plus to minus infinity."""
    total = n + other_n

    def score(ratio: float) -> float:
        b = n * ratio + yes + other_n + other_yes * ratio
        root = math.sqrt(max(b * b - 4 * total * ratio * (yes + other_yes), 0.0))
        pooled = min((b - root) / (2 * total * ratio), 1.0)
        share = min(pooled * ratio, 1.0)
        variance = share * (1 - share) / n + ratio**2 * pooled * (1 - pooled) / other_n
        gap = yes / n - ratio * other_yes / other_n
        return gap / math.sqrt(variance * total / (total - 1)) if variance > 0 else math.copysign(math.inf, gap)

    return score


def crossing(score: Callable[[float], float], level: float, low: float, high: float) -> float:
    """Return the ratio between low and high at which a falling score takes a level, by bisection of its logarithm."""
    for _ in range(STEPS):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if score(middle) > level else (low, middle)
    return math.sqrt(low * high)


def cohens_h(share: float, other: float) -> float:
    """Return Cohen's h, the difference of two shares after the arcsine transformation (Cohen 1988): .2 is small."""
    return 2 * (math.asin(math.sqrt(share)) - math.asin(math.sqrt(other)))


def h_interval(yes: float, n: float, other_yes: float, other_n: float, confidence: float = 0.95) -> Estimate:
    """Return Cohen's h with its interval: the arcsine transformation gives every share the variance 1 / n."""
    h = cohens_h(yes / n, other_yes / other_n)
    half = normal_quantile(confidence) * math.sqrt(1 / n + 1 / other_n)
    return Estimate(h, h - half, h + half)


def cramers_v(counts: np.ndarray) -> float:
    """Return Cramer's V of a crosstab, corrected for its bias (Bergsma, J. Korean Stat. Society 42, 2013).

    counts: (K, L). Empty rows and columns are ignored; 0 where fewer than two of either are left.
    """
    table = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0].astype(float)
    n, (rows, columns) = table.sum(), table.shape
    if n < 2 or min(rows, columns) < 2:
        return 0.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / n
    square = float(((table - expected) ** 2 / expected).sum()) / n
    corrected = max(0.0, square - (rows - 1) * (columns - 1) / (n - 1))
    smaller = min(size - (size - 1) ** 2 / (n - 1) for size in (rows, columns))
    return math.sqrt(corrected / (smaller - 1)) if smaller > 1 else 0.0
