"""How often is a customer of one cluster above one of another? Cliff's delta, exactly, from counted values.

With A = P(X > Y) + P(X = Y) / 2, delta = 2 A - 1 (Cliff 1993); A_ij = sum over values of C_iv / N_i x midCDF_j(v).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from deckgen.counted import CountedValues
from deckgen.statistics.estimate import Estimate

LEAST_FOR_WALD, MOST_FOR_WALD = 100, 0.9
"""With fewer customers or a larger |delta| Wald's interval covers too little (.61 where .95 is asked)."""
STEPS = 60


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
    sizes = counted.sizes
    others = [j for j in others if sizes[j]]
    if not others or not sizes[i]:
        return Contrast(math.nan, math.nan, 0.0, 0.0)
    own = mid_distribution(counted.counts[i])
    ranks = np.mean([mid_distribution(counted.counts[j]) for j in others], axis=0)
    chance, spread = weighted_moments(ranks, counted.counts[i])
    spreads = [weighted_moments(own, counted.counts[j])[1] / sizes[j] for j in others]
    deviation = math.sqrt(spread / sizes[i] + sum(spreads) / len(others) ** 2)
    effective = len(others) ** 2 / sum(1 / sizes[j] for j in others)
    return Contrast(chance, deviation, float(sizes[i]), effective)


def mid_distribution(counts: np.ndarray) -> np.ndarray:
    """Return the share of customers below each value, plus half of those at it, (V,)."""
    return (np.cumsum(counts) - counts / 2) / counts.sum()


def weighted_moments(values: np.ndarray, counts: np.ndarray) -> tuple[float, float]:
    """Return the mean and the sample variance (n - 1) of counted values."""
    n = int(counts.sum())
    mean = float(values @ counts) / n
    return mean, float(((values - mean) ** 2) @ counts) / max(n - 1, 1)


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
