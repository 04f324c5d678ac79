"""What may be claimed of a counted table? From counts to claims, one function a kind of column."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from deckgen.claims import REST, Claim, Verdict
from deckgen.columns import Column
from deckgen.counted import CountedFlag, CountedLevels, CountedValues
from deckgen.statistics.delta import cliffs_delta, mean_delta
from deckgen.statistics.estimate import Estimate
from deckgen.statistics.numeric import Summary, filled, summaries
from deckgen.statistics.shares import cramers_v
from deckgen.statistics.verdicts import numeric_verdict, share_verdict, sized

POLARITY_SIGN = {"higher": 1, "lower": -1, "neutral": 0}
MISSING_GAP = 0.05
"""Where missing shares differ by this much, a claim must survive filling with the minimum and the maximum."""


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


def compare_pair(column: Column, counted: CountedValues, described: tuple[Summary, ...], i: int, j: int) -> Claim:
    """Compare two clusters on a KPI."""
    delta = cliffs_delta(counted, i, j)
    medians = (described[i].median, described[j].median)
    verdict = surviving(counted, i, j, sized(numeric_verdict(delta, medians), described[i].n, described[j].n), delta)
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
        numbers={"median": medians[0], "rest_median": medians[1]},
    )


def surviving(counted: CountedValues, i: int, j: int, verdict: Verdict, delta: Estimate) -> Verdict:
    """Return the verdict that also holds with the missing values filled, where the clusters miss them unequally."""
    if verdict not in ("clear", "slight"):
        return verdict
    missing = counted.missing / np.maximum(counted.sizes + counted.missing, 1)
    if abs(missing[i] - missing[j]) < MISSING_GAP:
        return verdict
    for side in ("minimum", "maximum"):
        full = filled(counted, side)
        again = cliffs_delta(full, i, j)
        described = summaries(full)
        survives = numeric_verdict(again, (described[i].median, described[j].median))
        if survives not in ("clear", "slight") or again.value * delta.value < 0:
            return "unclear"
        verdict = "slight" if survives == "slight" else verdict
    return verdict


def told_direction(verdict: Verdict, effect: Estimate, null: float = 0.0) -> int:
    """Return 1 or -1 where the verdict states a difference, else 0."""
    return int(np.sign(effect.value - null)) if verdict in ("clear", "slight") else 0


def compare_with_rest(
    column: Column,
    counted: CountedValues,
    described: tuple[Summary, ...],
    i: int,
    pairs: Mapping[tuple[int, int], Claim],
) -> Claim:
    """Compare a cluster with all the others on a KPI, each of them weighing the same."""
    others = [j for j in range(len(described)) if j != i]
    own = [pairs[i, j] for j in others]
    delta = own[0].effect if len(own) == 1 else mean_delta(counted, i)
    medians = [described[j].median for j in others if math.isfinite(described[j].median)]
    rest_median = float(np.mean(medians)) if medians else math.nan
    verdict = (
        own[0].verdict
        if len(own) == 1
        else sized(numeric_verdict(delta, (described[i].median, rest_median)), described[i].n)
    )
    directions = {claim.direction for claim in own}
    direction = told_direction(verdict, delta)
    summary = described[i]
    return Claim(
        "kpi",
        column.name,
        counted.clusters[i],
        REST,
        verdict,
        direction,
        "cliffs_delta",
        delta,
        (summary.n, sum(described[j].n for j in others)),
        better=direction * POLARITY_SIGN[column.polarity],
        numbers={
            "mean": summary.mean,
            "median": summary.median,
            "sd": summary.sd,
            "total": summary.mean * summary.n,
            "top1_share": summary.top1_share,
            "zero_share": summary.zero_share,
            "rest_median": rest_median,
            "extreme": directions.pop() if len(directions) == 1 else 0,
        },
    )


def compare_flag(column: Column, counted: CountedFlag, kind: str = "flag") -> tuple[Claim, ...]:
    """Compare the share of yes in every cluster with the rest."""
    counts = np.column_stack([counted.yes, counted.no])
    return tuple(
        share_claim(kind, column, counted.clusters, counts[:, 0], counted.sizes, i, "", 1)
        for i in range(len(counted.clusters))
    )


def compare_levels(column: Column, counted: CountedLevels) -> tuple[Claim, ...]:
    """Compare the share of every level in every cluster with the rest, allowing for the number of levels."""
    strength = cramers_v(counted.counts)
    return tuple(
        share_claim(
            "level",
            column,
            counted.clusters,
            counted.counts[:, level],
            counted.sizes,
            i,
            name,
            len(counted.levels),
            strength,
        )
        for i in range(len(counted.clusters))
        for level, name in enumerate(counted.levels)
    )


def share_claim(
    kind: str,
    column: Column,
    clusters: tuple[str, ...],
    yes: np.ndarray,
    sizes: np.ndarray,
    i: int,
    level: str,
    comparisons: int,
    strength: float = math.nan,
) -> Claim:
    """Compare one share in cluster i with the same share in all other clusters together.

    numbers: the shares and counts on both sides, their ratio, Cohen's h and Cramer's V of the whole crosstab.
    """
    rest_yes, rest_size = int(yes.sum() - yes[i]), int(sizes.sum() - sizes[i])
    judged = share_verdict(int(yes[i]), int(sizes[i]), rest_yes, rest_size, comparisons)
    return Claim(
        kind,
        column.name,
        clusters[i],
        REST,
        judged.verdict,
        judged.direction,
        "risk_ratio",
        judged.ratio,
        (int(sizes[i]), rest_size),
        level,
        judged.direction * POLARITY_SIGN[column.polarity],
        numbers={
            "share": yes[i] / max(sizes[i], 1),
            "rest_share": rest_yes / max(rest_size, 1),
            "yes": int(yes[i]),
            "rest_yes": rest_yes,
            "difference": judged.difference.value,
            "h": judged.h,
            "cramers_v": strength,
        },
    )
