"""Which value parts two clusters on a KPI, and how much of each is on its own side?"""

from __future__ import annotations

import math
from collections.abc import Sequence

from deckgen.brief import Brief
from deckgen.claims import REST, Claim
from deckgen.columns import Column
from deckgen.figures import cluster_claims
from deckgen.leading import clusters_named
from deckgen.phrases import nearest
from deckgen.statistics.numeric import quantile

LEAST_DRAWN = 30
"""Of clusters with fewer customers than this no distribution is shown or told."""
SIDES = ((0.95, " 95%", "95%"), (0.75, "四分之三", "three quarters"))
"""How much of a cluster is told to be on its side of a value, in numbers and in words, the most first."""


def spread_words(brief: Brief, column: Column, claim: Claim) -> str:
    """Tell whether the middle halves of the two clusters that a claim compares overlap, and what that means.

    Any line between two halves that are apart has at least three quarters of either cluster on its own side; between
    two whiskers that are apart, 95 %.
    """
    say = brief.say
    own, other = cluster_claims(brief, column), nearest(brief, claim).against
    pair = [own[claim.cluster], own[other if other != REST else next(k for k in brief.keys if k != claim.cluster)]]
    if min(one.bases[0] for one in pair) < LEAST_DRAWN:
        return ""
    low, high = sorted(pair, key=lambda one: (one.numbers["median"], brief.keys.index(one.cluster)))
    name = brief.title(column)
    names = [brief.name(one.cluster) for one in (low, high)]
    for share, zh, en in SIDES:
        below, above = far_ends(brief, column, (low, high), share)
        if below < above:
            cut = brief.figure(column, shortest_between(below, above))
            return say(
                f"{name}以 {cut} 为界：{names[0]}至少{zh}低于它，{names[1]}至少{zh}高于它",
                f"{name}: at least {en} of {names[1]} are above {cut}, at least {en} of {names[0]} below it",
            )
    both = clusters_named(brief, sorted((one.cluster for one in pair), key=brief.keys.index))
    return say(
        f"{name}：{both}中间 50% 的取值仍有重叠，不能单凭此项归群",
        f"{name}: the middle halves of {both} still overlap: it cannot assign {say.rows} by itself",
    )


def far_ends(brief: Brief, column: Column, pair: Sequence[Claim], share: float) -> tuple[float, float]:
    """Return the value below which a share of the lower cluster is, and the one above which it is of the higher one."""
    counted, (low, high) = brief.answers.values(column), (brief.keys.index(claim.cluster) for claim in pair)
    return (
        quantile(counted.values, counted.counts[low], share),
        quantile(counted.values, counted.counts[high], 1 - share),
    )


def shortest_between(low: float, high: float) -> float:
    """Return a number between two others that has as few digits as any, the nearest of these to their middle.

    >>> [shortest_between(*ends) for ends in ((1094, 5624), (0.123, 0.131), (-3.2, 4), (9.8, 11))]
    [3000.0, 0.13, 0.0, 10.0]
    """
    if low < 0 < high:
        return 0.0
    middle = (low + high) / 2
    place = math.floor(math.log10(max(abs(low), abs(high))))
    for digits in range(17):
        unit = 10.0 ** (place - digits)
        near = (round(math.floor(middle / unit + way) * unit, digits - place) for way in (0, 1))
        between = [value for value in near if low < value < high]
        if between:
            return min(between, key=lambda value: abs(value - middle))
    return middle
