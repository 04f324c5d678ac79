"""In which order do clusters stand on some KPIs, where they differ, and who stands furthest out?"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from deckgen.brief import Brief
from deckgen.claims import REST, Claim, by_cluster
from deckgen.publication import moment
from deckgen.statistics.verdicts import apart
from deckgen.wording import Text

MOST_MIDDLE = 3
"""Among up to this many clusters only one is in the middle."""
CLEAR, TOLD = ("clear",), ("clear", "slight")
"""Verdicts by which one cluster is ahead of another."""


def place_words(brief: Brief, keys: Sequence[str], columns: Collection[str]) -> dict[str, str]:
    """Return what follows the label of clusters that share it: nothing where no two clearly differ on its KPIs.

    Two steps are the upper and the lower, one between them has no word; more of them are counted from the top.
    """
    say, behind = brief.say, {key: sum(is_ahead(brief, other, key, columns) for other in keys) for key in keys}
    steps = sorted(set(behind.values()))
    if len(steps) < 2:
        return {}
    places = {key: steps.index(count) + 1 for key, count in behind.items()}
    if len(steps) <= 3:
        words = {1: say("偏高", ", upper"), len(steps): say("偏低", ", lower")}
        return {key: words.get(place, "") for key, place in places.items()}
    return {
        key: say(f"（第 {place} 名，共 {len(steps)} 名）", f", rank {place} of {len(steps)}")
        for key, place in places.items()
    }


def is_ahead(
    brief: Brief,
    one: str,
    other: str,
    columns: Collection[str],
    verdicts: Collection[str] = CLEAR,
    valued: bool = True,
) -> bool:
    """Tell whether a cluster is ahead of another on most of some KPIs, and behind on none.

    Ahead is better where one way is better, unless not valued, else higher.
    """
    pairs = [
        claim
        for claim in brief.claims.where(kind="kpi", cluster=one, against=other)
        if claim.column in columns and claim.verdict in verdicts
    ]
    ways = [(valued and claim.better) or claim.direction for claim in pairs]
    return 2 * len(pairs) > len(columns) and min(ways) > 0


def place_among_all(brief: Brief, cluster: str, columns: Collection[str], noun: Text, valued: bool = True) -> str:
    """Return the place of a cluster in the middle of many on some KPIs, counted from the nearer end; "" where any
    other cluster is neither ahead nor behind.

    noun: what is high or low. valued: whether better counts as higher where one way is better.
    """
    others, n = [key for key in brief.keys if key != cluster], len(brief.keys)
    above = sum(is_ahead(brief, key, cluster, columns, TOLD, valued) for key in others)
    below = sum(is_ahead(brief, cluster, key, columns, TOLD, valued) for key in others)
    if n <= MOST_MIDDLE or above + below < n - 1:
        return ""
    high = above <= below
    place, end = min(above, below) + 1, Text("高", "highest") if high else Text("低", "lowest")
    if place == 2:
        return brief.say(f"{noun.zh}第二{end.zh}", f"Second-{end.en} {noun.en}")
    return brief.say(f"{noun.zh}第 {place} {end.zh}（共 {n}）", f"{ordinal(place)}-{end.en} {noun.en} of {n}")


def ordinal(place: int) -> str:
    """Spell a place as an English ordinal.

    >>> ordinal(1), ordinal(3), ordinal(12), ordinal(22)
    ('1st', '3rd', '12th', '22nd')
    """
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{place}{'th' if place // 10 % 10 == 1 else ends.get(place % 10, 'th')}"


def is_furthest_out(brief: Brief, claim: Claim) -> bool:
    """Tell whether no other cluster's median of a KPI lies further out by the KPI's minimum difference, the way that a
    claim goes: a tie by the effect alone is not enough.
    """
    least, own = brief.customers[claim.column].least, claim.numbers["median"]
    others = [c.numbers["median"] for c in brief.claims.where(kind="kpi", column=claim.column, against=REST)]
    return not any(claim.direction * (other - own) > 0 and apart(other, own, least) for other in others)


def is_crossed(brief: Brief, claim: Claim) -> bool:
    """Tell whether a cluster apart from a KPI claim's is on one side of it by its median and on the other by its mean.

    Apart is what is told to differ, or has a median that does by the KPI's minimum.
    """
    column = brief.customers[claim.column]
    every = by_cluster(brief.claims.where(kind="kpi", column=claim.column))
    pairs = brief.claims.where(kind="kpi", column=claim.column, cluster=claim.cluster)
    told = {pair.against for pair in pairs if pair.is_told}
    median, mean = sides(every.pop(claim.cluster))
    for key, other in every.items():
        other_median, other_mean = sides(other)
        is_apart = key in told or len(every) == 1 or apart(other_median, median, column.least)
        if is_apart and (other_median - median) * (other_mean - mean) < 0:
            return True
    return False


def sides(claim: Claim) -> tuple[float, float]:
    """Return a cluster's median of a KPI, and its mean in no more digits than its customers carry."""
    return claim.numbers["median"], moment(claim.numbers, "mean", claim.bases[0])
