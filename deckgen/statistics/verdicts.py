"""What may be said of an effect? The thresholds, in one place."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from deckgen.statistics.disclosure import FEW
from deckgen.statistics.estimate import Estimate
from deckgen.statistics.shares import cohens_h, h_interval, newcombe_difference, risk_ratio

Verdict = Literal["clear", "slight", "same", "unclear", "suppressed"]

CONFIDENCE, STRICT = 0.95, 0.999
"""Of printed intervals; and of those that must also lie beyond a trivial effect where a difference is called clear.

At .95 alone one table in six with labels drawn at random would show something "clear" by chance.
"""
SMALL, MEDIUM, LARGE = 0.11, 0.28, 0.43
"""|delta| from which an effect is small, medium and large (Vargha and Delaney, JEBS 25, 2000)."""
LEAST_H, LEAST_RATIO, SLIGHT_RATIO = 0.2, 1.5, 1.2
"""Cohen's h that is small (Cohen 1988), and the ratios from which a share is clearly and slightly larger."""
ALIKE_H, ALIKE_RATIO = 0.1, 1.1
"""Trivial effects: a clear difference of shares lies beyond them with its whole strict interval."""
LEAST_GAP = 0.05
"""Two clusters' shares are told apart from so many points on, or from the ratio that is clear."""
LITTLE_W = 0.3
"""Cohen's w (Cramer's V times the root of its freedom) of a medium effect: below it, a category tells little."""
SMALL_CLUSTER = 30
"""Smaller clusters are described, with no claims."""
MISSING_GAP = 0.05
"""Where missing shares differ by this much, a claim must survive filling with the minimum and with the maximum."""


@dataclass(frozen=True)
class Least:
    """The minimum business difference of a KPI: one median this many times another, and this far apart in its unit."""

    ratio: float = 1.2
    gap: float = 0.0


@dataclass(frozen=True)
class Typical:
    """What is typical of a cluster's KPI: its median, the share of customers who are not at zero, and their median."""

    median: float
    active: float
    active_median: float


def matters(one: Typical, other: Typical, least: Least) -> bool:
    """Tell whether two clusters differ by the minimum business difference: in their medians; where both medians are
    zero, in the share of active customers or in the median among those.
    """
    if one.median == other.median == 0:
        return apart(one.active, other.active, Least(least.ratio)) or apart(
            one.active_median, other.active_median, least
        )
    return apart(one.median, other.median, least)


def apart(one: float, other: float, least: Least) -> bool:
    """Tell whether two figures differ by a minimum; of different signs or from zero, by any ratio."""
    small, large = sorted((abs(one), abs(other)))
    return one != other and abs(one - other) >= least.gap and (one * other <= 0 or large >= least.ratio * small)


def numeric_verdict(delta: Estimate, strict: Estimate, matters: bool) -> Verdict:
    """Judge a Cliff's delta by its 95 % and its strict interval: clear, slight, same or unclear."""
    if not math.isfinite(delta.value):
        return "suppressed"
    if beyond(strict) > SMALL and abs(delta.value) >= MEDIUM and matters:
        return "clear"
    if beyond(delta) > 0 and abs(delta.value) >= SMALL:
        return "slight"
    return "same" if delta.low >= -SMALL and delta.high <= SMALL else "unclear"


def beyond(effect: Estimate) -> float:
    """Return the smallest effect in an interval, whichever its sign; below zero where the interval holds zero."""
    return max(effect.low, -effect.high)


def sized(verdict: Verdict, *sizes: int) -> Verdict:
    """Weaken a verdict where a cluster is too small: suppressed under 11 customers, unclear under 30."""
    if min(sizes) < FEW:
        return "suppressed"
    return "unclear" if min(sizes) < SMALL_CLUSTER and verdict != "suppressed" else verdict


@dataclass(frozen=True)
class Counts:
    """Customers with and without an answer in two groups: how many say yes, how many answer, how many do not."""

    yes: int
    n: int
    other_yes: int
    other_n: int
    missing: int = 0
    other_missing: int = 0

    @property
    def miss_unequally(self) -> bool:
        """Whether the groups' missing shares differ so much that a claim could rest on it."""
        shares = (m / max(m + n, 1) for m, n in ((self.missing, self.n), (self.other_missing, self.other_n)))
        return abs(next(shares) - next(shares)) >= MISSING_GAP

    def filled(self, yes: bool) -> Counts:
        """Return the counts with every missing answer taken for a yes or for a no."""
        more, other_more = (self.missing, self.other_missing) if yes else (0, 0)
        return Counts(
            self.yes + more, self.n + self.missing, self.other_yes + other_more, self.other_n + self.other_missing
        )


@dataclass(frozen=True)
class Family:
    """How many comparisons are judged together, for Bonferroni's correction of intervals.

    levels: of one column. all: of everything beside it, too, for the strict intervals. by_ratio: whether a share is
    also clear by its ratio, which tells more than Cohen's h where both shares are small: for flags.
    """

    levels: int = 1
    all: int = 1
    by_ratio: bool = True

    @property
    def confidence(self) -> float:
        """Of the interval that must exclude no difference."""
        return 1 - (1 - CONFIDENCE) / self.levels

    @property
    def strict(self) -> float:
        """Of the interval that must lie beyond a trivial difference."""
        return 1 - (1 - STRICT) / self.all


def share_verdict(counts: Counts, family: Family) -> tuple[Verdict, int]:
    """Judge two shares; return the verdict and 1, -1 or 0 for the direction that may be told."""
    verdict, direction = complete_verdict(counts, family)
    if not (direction and counts.miss_unequally):
        return verdict, direction
    again = [complete_verdict(counts.filled(yes), family) for yes in (False, True)]
    if any(way != direction for _, way in again):
        return "unclear", 0
    return ("slight" if any(found == "slight" for found, _ in again) else verdict), direction


def complete_verdict(counts: Counts, family: Family) -> tuple[Verdict, int]:
    """Judge two shares of those who answer."""
    four = (counts.yes, counts.n, counts.other_yes, counts.other_n)
    if too_few(*four):
        return "suppressed", 0
    verdict = sized(judged(*four, family), counts.n, counts.other_n)
    higher = counts.yes / counts.n > counts.other_yes / counts.other_n
    return verdict, (1 if higher else -1) if verdict in ("clear", "slight") else 0


def too_few(yes: int, n: int, other_yes: int, other_n: int) -> bool:
    """Tell whether a group has fewer than 11 cases and would have so with equal shares too, or nobody has a value."""
    if not (n and other_n):
        return True
    share = (yes + other_yes) / (n + other_n)
    return any(max(cases, share * size) < FEW for cases, size in ((yes, n), (other_yes, other_n)))


def judged(yes: int, n: int, other_yes: int, other_n: int, family: Family) -> Verdict:
    """Return the verdict on a difference of shares, the groups being large enough."""
    four = (yes, n, other_yes, other_n)
    ratio = risk_ratio(*four)
    times = max(ratio.value, 1 / ratio.value) if ratio.value else math.inf
    h = cohens_h(yes / n, other_yes / other_n)
    if newcombe_difference(*four, family.confidence).excludes(0):
        if abs(h) >= LEAST_H and beyond(h_interval(*four, family.strict)) > ALIKE_H:
            return "clear"
        by_ratio = family.by_ratio and times >= LEAST_RATIO
        if by_ratio and ratio_beyond(risk_ratio(*four, family.strict)) > ALIKE_RATIO:
            return "clear"
        if abs(h) >= LEAST_H or times >= SLIGHT_RATIO:
            return "slight"
    alike = ratio.low > 1 / LEAST_RATIO and ratio.high < LEAST_RATIO and abs(h) < ALIKE_H
    return "same" if alike else "unclear"


def ratio_beyond(ratio: Estimate) -> float:
    """Return the ratio nearest to 1 in an interval, as one above 1."""
    return max(ratio.low, 1 / ratio.high if ratio.high else math.inf)
