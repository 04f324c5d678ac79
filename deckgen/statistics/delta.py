"""How often is a customer of one cluster above one of another? Cliff's delta, exactly, from counted values.

With A = P(X > Y) + P(X = Y) / 2, delta = 2 A - 1 (Cliff 1993); A_ij = sum over values of C_iv / N_i x midCDF_j(v).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from deckgen.counted import CountedValues
from deckgen.statistics.estimate import Estimate

LEAST_FOR_WALD, MOST_FOR_WALD = 100, 0.9
"""With fewer customers or a larger |delta| Wald's interval covers too little (.61 where .95 is asked)."""
STEPS = 60
BLOCK = 1 << 15
"""Values that are ranked at a time, so that the work stays in the processor's cache."""


@dataclass(frozen=True)
class Contrast:
    """How often one cluster is above others, before a confidence is chosen.

    chance: A, NaN where a side has no value. deviation: its standard error. own, others: customers on both sides; of
    several clusters, as many as would give the same precision in one.
    """

    chance: float
    deviation: float
    own: float
    others: float

    @property
    def delta(self) -> float:
        """Cliff's delta."""
        return 2 * self.chance - 1

    def interval(self, confidence: float = 0.95) -> Estimate:
        """Return delta with its interval; NaN and (-1, 1) where one side has no value."""
        if math.isnan(self.chance):
            return Estimate(math.nan, -1.0, 1.0)
        z = NormalDist().inv_cdf(0.5 + confidence / 2)
        if min(self.own, self.others) >= LEAST_FOR_WALD and abs(self.delta) <= MOST_FOR_WALD:
            low, high = self.chance - z * self.deviation, self.chance + z * self.deviation
        else:
            low, high = score_interval(self.chance, self.own, self.others, z)
        return Estimate(self.delta, 2 * max(low, 0.0) - 1, 2 * min(high, 1.0) - 1)


def cliffs_delta(counted: CountedValues, i: int, j: int, confidence: float = 0.95) -> Estimate:
    """Return the delta of cluster i against j with its interval."""
    return contrast(counted, i, [j]).interval(confidence)


def mean_delta(counted: CountedValues, i: int, confidence: float = 0.95) -> Estimate:
    """Return the unweighted mean of the deltas of cluster i against every other cluster that has values."""
    return contrast(counted, i, [j for j in range(len(counted.clusters)) if j != i]).interval(confidence)


def contrast(counted: CountedValues, i: int, others: Sequence[int]) -> Contrast:
    """Compare cluster i with the unweighted mean of others, those without a value left out.

    The variance allows for cluster i's customers being in every pair: Var_i(mean of midCDF_j) / N_i plus the others'.
    """
    sizes, ranks = counted.sizes, ranked(counted)
    others = [j for j in others if sizes[j]]
    if not others or not sizes[i]:
        return Contrast(math.nan, math.nan, 0.0, 0.0)
    chance = float(ranks.means[i, others].mean())
    spread = unbiased(float(ranks.products[i][np.ix_(others, others)].mean()) - chance**2, sizes[i])
    spreads = [unbiased(ranks.products[j, i, i] - ranks.means[j, i] ** 2, sizes[j]) / sizes[j] for j in others]
    deviation = math.sqrt(spread / sizes[i] + sum(spreads) / len(others) ** 2)
    effective = len(others) ** 2 / sum(1 / sizes[j] for j in others)
    return Contrast(0.5 + chance, deviation, float(sizes[i]), effective)


def unbiased(variance: float, n: int) -> float:
    """Return the sample variance (n - 1) for one over n; nothing below zero is left of rounding."""
    return max(variance, 0.0) * n / max(n - 1, 1)


@dataclass(frozen=True, eq=False)
class Ranks:
    """How each cluster's customers stand among each other cluster's, less a half: all that any contrast needs.

    means: (K, K), [i, j] is the mean of midCDF_j - 1/2 over the customers of i. products: (K, K, K), [i, j, k] is the
    mean of (midCDF_j - 1/2) (midCDF_k - 1/2) over the customers of i. 0 where a cluster has no value.
    """

    means: np.ndarray
    products: np.ndarray


@lru_cache(maxsize=4)
def ranked(counted: CountedValues) -> Ranks:
    """Compare all clusters with all, in one walk along the values."""
    sizes = np.maximum(counted.sizes, 1).astype(float)
    clusters = len(sizes)
    means, products, below = np.zeros((clusters,) * 2), np.zeros((clusters,) * 3), np.zeros((clusters, 1))
    for start in range(0, len(counted.values), BLOCK):
        counts = counted.counts[:, start : start + BLOCK].astype(float)
        mid = (below + np.cumsum(counts, axis=1) - counts / 2) / sizes[:, None] - 0.5
        means += counts @ mid.T
        for i in range(clusters):
            products[i] += (mid * counts[i]) @ mid.T
        below += counts.sum(axis=1, keepdims=True)
    return Ranks(means / sizes[:, None], products / sizes[:, None, None])


def score_interval(chance: float, m: float, n: float, z: float) -> tuple[float, float]:
    """Return the score-type interval of A, method 5 of Newcombe (Statistics in Medicine 25, 2006, part 2).

    It solves |A - estimate| = z sqrt(V(A)), where V is the variance under two exponential distributions with that A.
    """
    half = (m + n) / 2 - 1

    def distance(a: float) -> float:
        variance = a * (1 - a) * (1 + half * (1 - a) / (2 - a) + half * a / (1 + a)) / (m * n)
        return abs(a - chance) - z * math.sqrt(variance)

    return boundary(distance, chance, 0.0), boundary(distance, chance, 1.0)


def boundary(distance: Callable[[float], float], inside: float, outside: float) -> float:
    """Return where a distance that is negative at `inside` becomes positive on the way to `outside`, by bisection."""
    if distance(outside) <= 0:
        return outside
    for _ in range(STEPS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if distance(middle) <= 0 else (inside, middle)
    return (inside + outside) / 2
