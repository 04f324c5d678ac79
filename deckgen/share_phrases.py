"""How are sizes and shares said? As precisely as the customers behind them allow, and never of a few."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.statistics.disclosure import FEW, printable
from deckgen.wording import DASH

LEAST_WEIGHTY, CLEAR_H = 0.05, 0.2
SAYS_NOTHING = r"yes|no|true|false|[yn]|是|否|有|无|others?|其他|none|[\d.,<>≥≤+~–-]+"
"""Levels that mean something only beside their column's name."""


def size_words(brief: Brief, n: int) -> str:
    """Print how many customers a group has, or only that they are fewer than 11."""
    return brief.say.count(n) if printable(n) else brief.say(f"少于 {FEW}", f"< {FEW}")


def share_of_all(brief: Brief, n: int) -> str:
    """Print a group's share of the customers, nothing where they are fewer than 11."""
    return brief.say.percent(n / brief.total) if printable(n) else DASH


def share_text(brief: Brief, yes: float, base: int) -> str:
    """Print a share, or only that it stands on fewer than 11 customers; in the whole deck with the same digits."""
    if base == 0:
        return DASH
    if not printable(yes):
        return brief.say(f"少于 {FEW} 位", f"< {FEW} cases")
    if not printable(base - yes):
        return brief.say("几乎全部", "nearly all")
    return brief.say.percent(yes / base, min(base, brief.smallest))


def figure_of(brief: Brief, name: str, figure: str) -> str:
    """Put a figure behind the name of what it is of; in Chinese with a word between, since names end in digits."""
    return brief.say(f"{name}为 {figure}", f"{name} {figure}")


def interval_text(brief: Brief, claim: Claim) -> str:
    """Print a share with its interval, no interval where fewer than 11 customers would show."""
    n, base = claim.numbers, claim.bases[0]
    text = share_text(brief, n["yes"], base)
    if not (base and printable(n["yes"]) and printable(base - n["yes"])):
        return text
    low, high = (brief.say.percent(n[end], min(base, brief.smallest)) for end in ("share_low", "share_high"))
    return f"{text} [{low}, {high}]"


def share_pair(brief: Brief, claim: Claim) -> str:
    """Give the shares on both sides and, where the first is larger, their ratio: "27.1%，群体 0 为 8.8%，3.1 倍"."""
    say, n = brief.say, claim.numbers
    own, rest = share_text(brief, n["yes"], claim.bases[0]), rest_text(brief, claim)
    both = say(f"{own}，{brief.others(claim.cluster)}为 {rest}", f"{own} vs {rest}")
    shows_ratio = told_ratio(claim) and claim.is_told and claim.direction > 0 and weighty(claim)
    return both + (say("，", ", ") + say.times(claim.effect.value) if shows_ratio else "")


def rest_text(brief: Brief, claim: Claim) -> str:
    """Print the others' share; where fewer than 11 customers make it, what it is below, if that is far below."""
    yes, base = claim.numbers["rest_yes"], claim.bases[1]
    most = math.ceil(1000 * FEW / max(base, 1)) / 1000
    return share_text(brief, yes, base) if printable(yes) or 2 * most > claim.numbers["share"] else f"< {most:.1%}"


def told_ratio(claim: Claim) -> bool:
    """Whether a ratio of shares may be printed: enough cases on both sides, and more than as many again in words."""
    enough = claim.numbers["yes"] >= FEW and claim.numbers["rest_yes"] >= FEW
    return enough and math.isfinite(claim.effect.value) and claim.verdict != "suppressed"


def weighty(claim: Claim) -> bool:
    """Whether a share is worth a headline and its ratio: not where a few in a hundred are compared with fewer still."""
    return claim.numbers["share"] >= LEAST_WEIGHTY or abs(claim.numbers["h"]) >= CLEAR_H


def trait(brief: Brief, claim: Claim, full: bool = False) -> str:
    """Name what a cluster has more often, with its figure: both shares, or in short how many times the others'."""
    short = not full and told_ratio(claim) and weighty(claim)
    figure = brief.say.times(claim.effect.value) if short else share_pair(brief, claim)
    return level_name(brief, claim) + brief.say.aside(figure)


def more_common(brief: Brief, cluster: str, traits: Sequence[str]) -> str:
    """Say what a cluster has more often than the others."""
    return commoner(brief, brief.name(cluster), traits)


def commoner(brief: Brief, name: str, traits: Sequence[str]) -> str:
    """Say what one cluster or several have more often than the others, by their names."""
    say = brief.say
    listed = say.list(traits)
    return say(f"{listed}在{name}中更常见", f"{listed} {'are' if len(traits) > 1 else 'is'} more common in {name}")


def any_risk_words(brief: Brief) -> str:
    """Name the overall risk: any of several flags, or the only flag there is."""
    flags = [c for c in brief.customers.of_role("flag") if c.topic == "risk"]
    return brief.title(flags[0]) if len(flags) == 1 else brief.say("任一标签", "any flag")


def over_indexed(claims: Sequence[Claim], most: int = 4, least_share: float = 0.01) -> tuple[Claim, ...]:
    """Return the levels that a cluster has more often than the rest, by ratio; the rare come last or not at all.

    Where columns repeat each other ("No internet service" in six of them) the level is told once.
    """
    told = [c for c in claims if c.is_told and c.direction > 0 and c.numbers["share"] >= least_share]
    distinct = {(c.level or c.column, c.numbers["yes"], c.numbers["rest_yes"]): c for c in reversed(told)}
    return tuple(sorted(distinct.values(), key=lambda c: (not weighty(c), -finite(c.effect.value)))[:most])


def level_name(brief: Brief, claim: Claim) -> str:
    """Return a level's name, with its column's where the level says nothing by itself; of a flag, the flag's name."""
    title = brief.title(brief.customers[claim.column])
    if not claim.level:
        return title
    columns = {c.column for c in brief.claims.where(kind="level", level=claim.level)}
    if len(columns) > 1 or re.fullmatch(SAYS_NOTHING, claim.level, re.IGNORECASE):
        return brief.say(f"{title}为{claim.level}", f"{title}: {claim.level}")
    return claim.level


def finite(ratio: float) -> float:
    """Return a ratio that can be ordered: infinite where the rest has no case at all."""
    return ratio if math.isfinite(ratio) else 1e9
