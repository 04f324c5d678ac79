"""In which order do clusters of one label stand, where they clearly differ?"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from deckgen.brief import Brief


def place_words(brief: Brief, keys: Sequence[str], columns: Collection[str]) -> dict[str, str]:
    """Return what follows the label of clusters that share it: nothing where no two clearly differ on its KPIs.

    Two steps are the upper and the lower, more of them are counted from the top.
    """
    say, behind = brief.say, {key: sum(is_ahead(brief, other, key, columns) for other in keys) for key in keys}
    steps = sorted(set(behind.values()))
    if len(steps) < 2:
        return {}
    places = {key: steps.index(count) + 1 for key, count in behind.items()}
    if len(steps) == 2:
        words = {1: say("偏高", ", upper"), 2: say("偏低", ", lower")}
        return {key: words[place] for key, place in places.items()}
    return {
        key: say(f"（其中第 {place}，共 {len(steps)}）", f", {place} of {len(steps)}") for key, place in places.items()
    }


def is_ahead(brief: Brief, one: str, other: str, columns: Collection[str]) -> bool:
    """Tell whether a cluster is clearly ahead of another on most of some KPIs, and behind on none.

    Ahead is better where one way is better, else higher.
    """
    pairs = [
        claim
        for claim in brief.claims.where(kind="kpi", cluster=one, against=other, verdict="clear")
        if claim.column in columns
    ]
    return 2 * len(pairs) > len(columns) and all((claim.better or claim.direction) > 0 for claim in pairs)
