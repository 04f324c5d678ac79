"""What may be claimed of a counted table? From counts to claims, one function a kind of column.

Verdicts rest on the exact counts. The figures of a claim rest on the published ones (statistics/disclosure.py), so that
nothing made of claims can tell a count of 1 to 10 customers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from deckgen.claims import REST, Claim, Kind
from deckgen.columns import Column
from deckgen.counted import CountedFlag, CountedLevels, CountedValues
from deckgen.crosstab import Crosstab, of_flag, of_levels
from deckgen.statistics.delta import Contrast, contrast
from deckgen.statistics.disclosure import FEW, published, steps
from deckgen.statistics.estimate import Estimate
from deckgen.statistics.numeric import Summary, filled, summaries
from deckgen.statistics.shares import cohens_h, cramers_v, newcombe_difference, risk_ratio, wilson
from deckgen.statistics.verdicts import (
    MISSING_GAP,
    STRICT,
    Family,
    Typical,
    Verdict,
    matters,
    numeric_verdict,
    share_verdict,
    sized,
)

POLARITY_SIGN = {"higher": 1, "lower": -1, "neutral": 0}


def compare_values(column: Column, counted: CountedValues) -> tuple[Claim, ...]:
    """Compare every cluster with the rest on a KPI and, where there are more than two, with each other one.

    Against the rest the effect is the unweighted mean of the pairwise Cliff's deltas, so that big clusters do not
    outweigh small ones; `numbers["extreme"]` is 1 (-1) where the cluster is at least slightly higher (lower) than every
    other one.
    """
    described = summaries(counted)
    clusters = range(len(counted.clusters))
    pairs = {(i, j): compare_pair(column, counted, described, i, j) for i in clusters for j in clusters if i != j}
    overall = tuple(compare_with_rest(column, counted, described, i, pairs) for i in clusters)
    return overall + (tuple(pairs.values()) if len(counted.clusters) > 2 else ())


def compare_pair(column: Column, counted: CountedValues, described: Sequence[Summary], i: int, j: int) -> Claim:
    """Compare two clusters on a KPI."""
    verdict, delta = judge(column, counted, described, i, [j])
    direction = told_direction(verdict, delta)
    return Claim(
        "kpi",
        column.name,
        counted.clusters[i],
        counted.clusters[j],
        verdict,
        direction,
        "cliffs_delta",
        delta,
        (described[i].n, described[j].n),
        better=direction * POLARITY_SIGN[column.polarity],
        provenance=column.provenance,
        numbers={
            "median": known(described[i], described[i].median),
            "rest_median": known(described[j], described[j].median),
        },
    )


def judge(
    column: Column, counted: CountedValues, described: Sequence[Summary], i: int, others: Sequence[int]
) -> tuple[Verdict, Estimate]:
    """Return the verdict on cluster i against others, and delta; the verdict also holds with missing values filled."""
    found = contrast(counted, i, others)
    sizes = (described[i].n, *(described[j].n for j in others[:1] if len(others) == 1))
    verdict = sized(said(column, described, found, i, others), *sizes)
    if verdict in ("clear", "slight") and miss_unequally(counted, i, others):
        verdict = surviving(column, counted, i, others, verdict, found.delta)
    return verdict, found.interval()


def said(column: Column, described: Sequence[Summary], found: Contrast, i: int, others: Sequence[int]) -> Verdict:
    """Return the verdict on a contrast."""
    wide = matters(typical([described[i]]), typical([described[j] for j in others]), column.least)
    return numeric_verdict(found.interval(), found.interval(STRICT), wide)


def typical(described: Sequence[Summary]) -> Typical:
    """Return what is typical of some clusters, each weighing the same; NaN where none has a value."""

    def mean(figures: Sequence[float]) -> float:
        some = [figure for figure in figures if math.isfinite(figure)]
        return float(np.mean(some)) if some else math.nan

    return Typical(
        mean([s.median for s in described]),
        mean([1 - s.zero_share for s in described]),
        mean([s.active_median for s in described]),
    )


def miss_unequally(counted: CountedValues, i: int, others: Sequence[int]) -> bool:
    """Tell whether cluster i misses values much more or less often than one that it is compared with."""
    missing = counted.missing / np.maximum(counted.sizes + counted.missing, 1)
    return any(abs(missing[i] - missing[j]) >= MISSING_GAP for j in others)


def surviving(
    column: Column, counted: CountedValues, i: int, others: Sequence[int], verdict: Verdict, delta: float
) -> Verdict:
    """Return the verdict that also holds where missing values are the smallest, and the largest, that occur."""
    for side in ("minimum", "maximum"):
        full = filled(counted, side)
        found = contrast(full, i, others)
        survives = said(column, summaries(full), found, i, others)
        if survives not in ("clear", "slight") or found.delta * delta < 0:
            return "unclear"
        verdict = "slight" if survives == "slight" else verdict
    return verdict


def told_direction(verdict: Verdict, effect: Estimate) -> int:
    """Return 1 or -1 where the verdict states a difference, else 0."""
    return int(np.sign(effect.value)) if verdict in ("clear", "slight") else 0


def known(summary: Summary, figure: float) -> float:
    """Return a figure of a KPI, NaN where fewer than 11 customers stand behind it."""
    return figure if summary.n >= FEW else math.nan


def compare_with_rest(
    column: Column,
    counted: CountedValues,
    described: Sequence[Summary],
    i: int,
    pairs: Mapping[tuple[int, int], Claim],
) -> Claim:
    """Compare a cluster with all the others on a KPI, each of them weighing the same."""
    others = [j for j in range(len(described)) if j != i]
    own = [pairs[i, j] for j in others]
    if len(own) == 1:
        verdict, delta = own[0].verdict, own[0].effect
    else:
        verdict, delta = judge(column, counted, described, i, others)
    directions = {claim.direction for claim in own}
    direction = told_direction(verdict, delta)
    return Claim(
        "kpi",
        column.name,
        counted.clusters[i],
        REST,
        verdict,
        direction,
        "cliffs_delta",
        delta,
        (described[i].n, sum(described[j].n for j in others)),
        better=direction * POLARITY_SIGN[column.polarity],
        provenance=column.provenance,
        numbers={
            **own_figures(counted, described[i], i),
            "rest_median": typical([described[j] for j in others if described[j].n >= FEW]).median,
            "extreme": directions.pop() if len(directions) == 1 else 0,
        },
    )


def own_figures(counted: CountedValues, summary: Summary, i: int) -> dict[str, float]:
    """Return what is printed of a cluster's KPI: NaN where fewer than 11 customers stand behind it.

    active: the share of customers who are not at zero, with Wilson's interval. missing: the share without a value.
    mean_step, sd_step: what their last digits must be worth where they are told.
    """
    zeros = int(counted.counts[i, counted.values == 0].sum())
    active, zeros, missing = map(int, published(np.array([[summary.n - zeros, zeros, summary.missing]]))[0])
    share = wilson(active, active + zeros)
    own = counted.values[counted.counts[i] > 0]
    mean_step, sd_step = steps(summary.n, summary.sd, float(np.abs(own).max(initial=0.0)))
    figures = {
        "mean": summary.mean,
        "median": summary.median,
        "sd": summary.sd,
        "mean_step": mean_step,
        "sd_step": sd_step,
        "p25": summary.p25,
        "p75": summary.p75,
        "total": summary.mean * summary.n,
        "top1_share": summary.top1_share if summary.n >= 100 * FEW else math.nan,
        "active": share.value,
        "active_low": share.low,
        "active_high": share.high,
        "active_median": summary.active_median if active >= FEW else math.nan,
        "zero_share": 1 - share.value,
        "missing": missing / max(active + zeros + missing, 1),
    }
    return {name: known(summary, figure) for name, figure in figures.items()}


def compare_flag(column: Column, counted: CountedFlag, kind: Kind = "flag", together: int = 1) -> tuple[Claim, ...]:
    """Compare the share of yes in every cluster with the rest. together: how many flags are compared with this one."""
    table = of_flag(counted)
    family = Family(1, together * simultaneous(table))
    return tuple(share_claim(kind, column, table, i, 0, family) for i in range(len(table.clusters)))


def compare_levels(column: Column, counted: CountedLevels) -> tuple[Claim, ...]:
    """Compare the share of every level in every cluster with the rest, allowing for the number of levels."""
    table = of_levels(counted)
    strength, levels = cramers_v(counted.counts), len(table.levels)
    family = Family(levels, levels * simultaneous(table), by_ratio=False)
    return tuple(
        share_claim("level", column, table, i, place, family, level, strength)
        for i in range(len(table.clusters))
        for place, level in enumerate(table.levels)
    )


def simultaneous(table: Crosstab) -> int:
    """Return how many comparisons one level gives: two clusters mirror each other."""
    return 1 if len(table.clusters) == 2 else len(table.clusters)


def share_claim(
    kind: Kind,
    column: Column,
    table: Crosstab,
    i: int,
    place: int,
    family: Family,
    level: str = "",
    strength: float = math.nan,
) -> Claim:
    """Compare one share in cluster i with the same share in all other clusters together.

    numbers: the shares and counts on both sides, their difference with its interval, Cohen's h, and Cramer's V of the
    whole crosstab.
    """
    verdict, direction = share_verdict(table.counts(i, place, exact=True), family)
    n = table.counts(i, place, exact=False)
    own, rest = wilson(n.yes, n.n), wilson(n.other_yes, n.other_n)
    difference = newcombe_difference(n.yes, n.n, n.other_yes, n.other_n)
    return Claim(
        kind,
        column.name,
        table.clusters[i],
        REST,
        verdict,
        direction,
        "risk_ratio",
        risk_ratio(n.yes, n.n, n.other_yes, n.other_n),
        (n.n, n.other_n),
        level,
        direction * POLARITY_SIGN[column.polarity],
        provenance=column.provenance,
        numbers={
            "share": own.value if n.n else 0.0,
            "share_low": own.low,
            "share_high": own.high,
            "rest_share": rest.value if n.other_n else 0.0,
            "yes": n.yes,
            "rest_yes": n.other_yes,
            "difference": difference.value,
            "difference_low": difference.low,
            "difference_high": difference.high,
            "h": cohens_h(own.value, rest.value) if n.n and n.other_n else 0.0,
            "missing": float(table.missing[i]),
            "cramers_v": strength,
        },
    )
