"""What does a name say of shares? Which levels most or half of a cluster have, and which bad outcome most or least."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckgen.brief import Brief
from deckgen.claims import REST, Claim, by_cluster
from deckgen.leading import leaders
from deckgen.parts import Part, part_of
from deckgen.roles import SEX_NAMES
from deckgen.share_phrases import is_none, level_name
from deckgen.wording import Text

SEXES = {
    **dict.fromkeys(("f", "female", "女"), Text("女性", "women")),
    **dict.fromkeys(("m", "male", "男"), Text("男性", "men")),
}
CODE = r"[A-Za-z]?\d+|[A-Za-z]"
"""A level that is a code: it says nothing in a name."""
BAD_GAP = 0.1
"""A bad outcome that more of the customers have by this much is part of the name."""
MAJORITY = 0.6
"""Above this share of a cluster a level may be called what it mostly has: half and half is no majority."""
FEWEST = "最少"
HALF = 0.45, 0.55
"""Between these shares a level may be called what half of a cluster have."""


def majority_parts(brief: Brief, cluster: str) -> Iterator[Part]:
    """Yield the levels that most of a cluster's customers have, clearly more often than the others, strongest first.

    None that another cluster has still more often.
    """
    found = [
        claim
        for claim in brief.claims.where(kind="level", cluster=cluster, against=REST, verdict="clear")
        if claim.direction > 0 and claim.numbers["yes"] > MAJORITY * brief.sizes[cluster] and leads(brief, claim)
    ]
    for claim in sorted(found, key=lambda claim: -abs(claim.numbers["h"])):
        if words := majority_words(brief, claim):
            yield part_of(words, [claim])


def half_parts(brief: Brief, cluster: str) -> Iterator[Part]:
    """Yield the levels that about half of a cluster's customers have, clearly more often than every other cluster."""
    yield from level_parts(brief, cluster, HALF, Text("约半数", "half"))


def over_half_parts(brief: Brief, cluster: str) -> Iterator[Part]:
    """Yield the levels that more than half of a cluster's customers have, but not most, clearly more often than the
    others; none that another cluster has still more often.
    """
    yield from level_parts(brief, cluster, (0.5, MAJORITY), Text("过半数", "over half"))


def level_parts(brief: Brief, cluster: str, between: tuple[float, float], many: Text) -> Iterator[Part]:
    """Yield the levels of a cluster's customers whose share is between two, clearly more often than the others and in
    no other cluster still more often, strongest first. many: what such a share is called.
    """
    found = [
        claim
        for claim in brief.claims.where(kind="level", cluster=cluster, against=REST, verdict="clear")
        if claim.direction > 0 and between[0] <= claim.numbers["share"] <= between[1] and leads(brief, claim)
    ]
    for claim in sorted(found, key=lambda claim: -abs(claim.numbers["h"])):
        if words := share_words(brief, claim, many):
            yield part_of(words, [claim])


def share_words(brief: Brief, claim: Claim, many: Text) -> str:
    """Say that so many have a level, with its column where it says nothing by itself; nothing of a bare code."""
    say, level, title = brief.say, level_name(brief, claim), brief.title(brief.customers[claim.column])
    if re.search(SEX_NAMES, claim.column, re.IGNORECASE) or re.fullmatch(CODE, claim.level):
        return ""
    if level == claim.level:
        return say(f"{many.zh}为{level}", f"{many.en} {level}")
    return say(f"{many.zh}{title}为{claim.level}", f"{many.en} {with_column(claim, title)}")


def with_column(claim: Claim, title: str) -> str:
    """Put a level that says nothing by itself in English words with its column's title."""
    return f"without {title}" if is_none(claim.level) else f"{claim.level} ({title})"


def leads(brief: Brief, claim: Claim) -> bool:
    """Tell whether no other cluster has a level more often than a claim's."""
    every = by_cluster(brief.claims.where(kind="level", column=claim.column, level=claim.level))
    return claim in leaders(every)


def majority_words(brief: Brief, claim: Claim) -> str:
    """Say that most have a level, with its column where it says nothing by itself; nothing of a bare code."""
    say, level, title = brief.say, level_name(brief, claim), brief.title(brief.customers[claim.column])
    if re.search(SEX_NAMES, claim.column, re.IGNORECASE) and (sex := SEXES.get(claim.level.lower())):
        return say(f"多为{sex.zh}", f"mostly {sex.en}")
    if re.fullmatch(CODE, claim.level):
        return ""
    if level == claim.level:
        return say(f"多为{level}", f"mostly {level}")
    return say(f"{title}多为{claim.level}", f"mostly {with_column(claim, title)}")


def bad_outcome(brief: Brief, cluster: str) -> Iterator[Part]:
    """Yield the outcome that speaks most against a cluster, clearly more frequent than elsewhere, if there is one."""
    if worst := worst_outcome(brief, cluster):
        title = brief.title(brief.customers[worst.column])
        yield part_of(brief.say(f"{title}偏多", f"more {title.lower()}"), [worst])


def least_outcome(brief: Brief, cluster: str) -> Iterator[Part]:
    """Yield the bad outcome that a cluster has clearly and by far less often than the others, and least of all."""
    found = [
        claim
        for claim in brief.claims.where(kind="flag", cluster=cluster, against=REST, verdict="clear")
        if claim.better > 0 and claim.direction < 0 and -gap(claim) >= BAD_GAP and is_least(brief, claim)
    ]
    if best := max(found, key=lambda claim: abs(claim.numbers["h"]), default=None):
        title = brief.title(brief.customers[best.column])
        yield part_of(brief.say(f"{title}{FEWEST}", f"lowest {title.lower()}"), [best])


def is_least(brief: Brief, claim: Claim) -> bool:
    """Tell whether no other cluster has a smaller share of a flag than a claim's."""
    return all(
        c.numbers["share"] >= claim.numbers["share"] for c in brief.claims.where(kind="flag", column=claim.column)
    )


def worst_outcome(brief: Brief, cluster: str) -> Claim | None:
    """Return the claim of the bad outcome that a cluster has clearly and by far more often, or None."""
    found = [
        claim
        for claim in brief.claims.where(kind="flag", cluster=cluster, against=REST, verdict="clear")
        if claim.better < 0 and claim.direction > 0 and gap(claim) >= BAD_GAP
    ]
    return max(found, key=lambda claim: abs(claim.numbers["h"]), default=None)


def gap(claim: Claim) -> float:
    """Return by how much a share of a cluster exceeds that of the others."""
    return claim.numbers["yes"] / max(claim.bases[0], 1) - claim.numbers["rest_yes"] / max(claim.bases[1], 1)
