"""What may be said of an effect? The thresholds, in one place."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from deckgen.statistics.estimate import Estimate
from deckgen.statistics.shares import cohens_h, newcombe_difference, risk_ratio

Verdict = Literal["clear", "slight", "same", "unclear", "suppressed"]

SMALL, MEDIUM = 0.11, 0.28
"""|delta| from which an effect is small and medium (Vargha and Delaney, JEBS 2000); large from .43."""
LEAST_MEDIAN_RATIO = 1.2
"""The minimum business difference: medians a fifth apart."""
LEAST_H, LEAST_RATIO, SLIGHT_RATIO = 0.2, 1.5, 1.2
ALIKE_H = 0.1
FEW, SMALL_CLUSTER = 11, 30
"""Fewer customers, or expected cases, are suppressed; smaller clusters are described, with no claims."""


def numeric_verdict(delta: Estimate, medians: tuple[float, float]) -> Verdict:
    """Judge a Cliff's delta: clear, slight, same or unclear."""
    if not math.isfinite(delta.value):
        return "suppressed"
    beyond = max(delta.low, -delta.high)
    if beyond > SMALL and abs(delta.value) >= MEDIUM and medians_apart(*medians):
        return "clear"
    if beyond > 0 and abs(delta.value) >= SMALL:
        return "slight"
    return "same" if delta.low >= -SMALL and delta.high <= SMALL else "unclear"


def medians_apart(one: float, other: float) -> bool:
    """Tell whether two medians differ by the minimum business difference; of different signs or from zero, always."""
    small, large = sorted((abs(one), abs(other)))
    return one != other and (one * other <= 0 or large >= LEAST_MEDIAN_RATIO * small)


def sized(verdict: Verdict, *sizes: int) -> Verdict:
    """Weaken a verdict where a cluster is too small: suppressed under 11 customers, unclear under 30."""
    if min(sizes) < FEW:
        return "suppressed"
    return "unclear" if min(sizes) < SMALL_CLUSTER and verdict != "suppressed" else verdict


@dataclass(frozen=True)
class ShareVerdict:
    """What may be said of two shares: direction 1, -1 or 0; their difference, ratio and Cohen's h."""

    verdict: Verdict
    direction: int
    difference: Estimate
    ratio: Estimate
    h: float


def share_verdict(yes: int, n: int, other_yes: int, other_n: int, comparisons: int = 1) -> ShareVerdict:
    """Judge two shares.

    comparisons: how many shares of one column are judged together (the levels of a category); the interval of the
    difference is widened for them (Bonferroni). A single flag is also clear by its ratio, which tells more than
    Cohen's h where both shares are small.
    """
    difference = newcombe_difference(yes, n, other_yes, other_n, 1 - 0.05 / comparisons)
    ratio = risk_ratio(yes, n, other_yes, other_n)
    h = cohens_h(yes / n, other_yes / other_n) if n and other_n else 0.0
    if too_few(yes, n, other_yes, other_n):
        return ShareVerdict("suppressed", 0, difference, ratio, h)
    verdict = sized(judged(difference, ratio, h, comparisons == 1), n, other_n)
    direction = (1 if difference.value > 0 else -1) if verdict in ("clear", "slight") else 0
    return ShareVerdict(verdict, direction, difference, ratio, h)


def too_few(yes: int, n: int, other_yes: int, other_n: int) -> bool:
    """Tell whether a group has fewer than 11 cases and would have so with equal shares too, or nobody has a value."""
    if not (n and other_n):
        return True
    share = (yes + other_yes) / (n + other_n)
    return any(max(cases, share * size) < FEW for cases, size in ((yes, n), (other_yes, other_n)))


def judged(difference: Estimate, ratio: Estimate, h: float, by_ratio: bool) -> Verdict:
    """Return the verdict on a difference of shares, the groups being large enough."""
    times = max(ratio.value, 1 / ratio.value) if ratio.value else math.inf
    if difference.excludes(0):
        if abs(h) >= LEAST_H or (by_ratio and times >= LEAST_RATIO and ratio.excludes(1)):
            return "clear"
        if times >= SLIGHT_RATIO:
            return "slight"
    alike = ratio.low > 1 / LEAST_RATIO and ratio.high < LEAST_RATIO and abs(h) < ALIKE_H
    return "same" if alike else "unclear"
