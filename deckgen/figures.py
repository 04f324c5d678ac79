"""Which figure of a KPI tells its clusters apart: the median or, where medians read alike, the share above zero?"""

from __future__ import annotations

import math
from collections.abc import Mapping

from deckgen.brief import Brief
from deckgen.claims import REST, Claim, by_cluster
from deckgen.columns import Column
from deckgen.share_phrases import share_text


def cluster_claims(brief: Brief, column: Column) -> dict[str, Claim]:
    """Return a KPI's claims against the rest, by cluster."""
    return by_cluster(brief.claims.where(kind="kpi", column=column.name))


def differs(brief: Brief, claim: Claim) -> bool:
    """Tell whether a cluster is told to differ from any other on a KPI, as one in between does from both sides."""
    return any(pair.is_told for pair in brief.claims.where(kind="kpi", column=claim.column, cluster=claim.cluster))


def medians(brief: Brief, column: Column) -> dict[str, str]:
    """Return every cluster's median of a KPI as it is printed."""
    claims = cluster_claims(brief, column)
    return dict(zip(claims, brief.figures(column, (c.numbers["median"] for c in claims.values())), strict=True))


def shares_above_zero(brief: Brief, column: Column) -> dict[str, str]:
    """Return every cluster's share of customers above zero, as it is printed; nothing where one is unknown or a value
    lies below zero: who is not at zero need not be above it.
    """
    claims = cluster_claims(brief, column)
    if below_zero(brief, column) or not all(math.isfinite(claim.numbers["active"]) for claim in claims.values()):
        return {}
    return {
        key: share_text(brief, round(claim.numbers["active"] * claim.bases[0]), claim.bases[0])
        for key, claim in claims.items()
    }


def below_zero(brief: Brief, column: Column) -> bool:
    """Tell whether a KPI has values below zero."""
    return bool(brief.answers.values(column).values.min(initial=0) < 0)


def tells_apart(brief: Brief, column: Column, texts: dict[str, str]) -> bool:
    """Tell whether clusters that differ on a KPI do so in some figures of it as they are printed."""
    told = [c for c in brief.claims.where(kind="kpi", column=column.name) if c.direction]
    if len(brief.keys) == 2:
        return not told or len(set(texts.values())) == 2
    return all(texts[claim.cluster] != texts[claim.against] for claim in told if claim.against != REST)


def by_share(brief: Brief, column: Column) -> bool:
    """Tell whether the medians of a KPI hide a difference that the shares above zero show."""
    if tells_apart(brief, column, medians(brief, column)):
        return False
    shares = shares_above_zero(brief, column)
    return bool(shares) and tells_apart(brief, column, shares)


def telling(brief: Brief, column: Column) -> dict[str, str]:
    """Return every cluster's figure of a KPI that tells the clusters apart, as it is printed."""
    return shares_above_zero(brief, column) if by_share(brief, column) else medians(brief, column)


def heading(brief: Brief, column: Column) -> str:
    """Name a KPI in a table of medians; where its figures are shares, as such."""
    title = brief.title(column)
    return brief.say(f"{title}（大于零的占比）", f"Share with any {title}") if by_share(brief, column) else title


def is_alone(texts: Mapping[str, str], cluster: str) -> bool:
    """Tell whether no other cluster's figure reads like a cluster's."""
    return [*texts.values()].count(texts[cluster]) == 1
