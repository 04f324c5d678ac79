"""What is a name made of, and which of its parts set its cluster apart from which others?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from deckgen.brief import Brief
from deckgen.claims import REST, Claim
from deckgen.leading import apart
from deckgen.phrases import nearest


@dataclass(frozen=True)
class Part:
    """A part of a name: its words, and the columns and claims that it rests on, the strongest first.

    place: whether it is a mere place among the clusters, not an end.
    """

    words: str
    columns: tuple[str, ...]
    claims: tuple[Claim, ...] = field(default=(), compare=False)
    place: bool = field(default=False, compare=False)


def part_of(words: str, claims: Iterable[Claim], place: bool = False) -> Part:
    """Return a part of a name that rests on some claims."""
    ranked = tuple(sorted(claims, key=lambda claim: -abs(claim.effect.value)))
    return Part(words, tuple(dict.fromkeys(claim.column for claim in ranked)), ranked, place)


def others_of(brief: Brief, cluster: str) -> set[str]:
    """Return all clusters but one."""
    return {*brief.keys} - {cluster}


def set_apart(brief: Brief, cluster: str, parts: Sequence[Part]) -> set[str]:
    """Return the clusters of which one is told to differ on most of what some part of its name rests on."""
    return {
        other
        for other in others_of(brief, cluster)
        if any(2 * sum(differs(brief, claim, other) for claim in part.claims) > len(part.claims) for part in parts)
    }


def differs(brief: Brief, claim: Claim, other: str) -> bool:
    """Tell whether the difference that a claim tells of its cluster is told against one other cluster, too."""
    if len(brief.keys) == 2:
        return True
    if claim.kind == "kpi":
        pair = brief.claims.one(kind="kpi", column=claim.column, cluster=claim.cluster, against=other)
        return pair is not None and pair.is_told
    theirs = brief.claims.one(kind=claim.kind, column=claim.column, level=claim.level, cluster=other, against=REST)
    return theirs is not None and apart(claim, theirs, len(brief.keys) - 1)


def weakly_from(brief: Brief, part: Part) -> str:
    """Return the cluster that is closest on a part's strongest KPI, where that is clearly apart on no more than half of
    its KPIs; else "".
    """
    pairs = [nearest(brief, claim) for claim in part.claims if claim.kind == "kpi"]
    strong = 2 * sum(pair.verdict == "clear" for pair in pairs) > len(pairs)
    return "" if strong or not pairs else pairs[0].against
