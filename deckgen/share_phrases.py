"""How are sizes and shares said? As precisely as the customers behind them allow, and never of a few."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.statistics.disclosure import FEW, printable
from deckgen.wording import DASH, SMALL_SHARE

LEAST_WEIGHTY, CLEAR_H = 0.05, 0.2
SMALL_BOUND = 0.2
"""A share that is below more than this is said by its cases."""
UNSEEN = 0.04
"""Points of a gap between two shares that are printed alike."""
NEARLY_ALL = 0.9
"""Where fewer of a cluster have a value, a share is not told as one of the cluster."""
SAYS_NOTHING = r"yes|no|true|false|[yn]|是|否|有|无|others?|其他|none|[\d.,<>≥≤+~–-]+"
"""Levels that mean something only beside their column's name."""
FLAG_TENTHS = 300
"""Customers of the smallest cluster from which the shares of flags carry tenths."""
YES = ("yes", "rest_yes")
"""How many say yes on both sides of a claim."""


def size_words(brief: Brief, n: int) -> str:
    """Print how many customers a group has, or only that they are fewer than 11."""
    return brief.say.count(n) if printable(n) else brief.say(f"少于 {FEW}", f"< {FEW}")


def share_of_all(brief: Brief, n: int) -> str:
    """Print a group's share of the customers, nothing where they are fewer than 11."""
    return brief.say.percent(n / brief.total) if printable(n) else DASH


def share_text(brief: Brief, yes: float, base: int, tenths: bool = False) -> str:
    """Print a share, or only that it stands on fewer than 11 customers; in the whole deck with the same digits.

    tenths: whatever the base, as where it is compared with a share that carries them.
    """
    if base == 0:
        return DASH
    if not (printable(yes) and printable(base)):
        return brief.say(f"少于 {FEW} {brief.say.noun.measure}", f"< {FEW} cases")
    if not printable(base - yes):
        return brief.say("几乎全部", "nearly all")
    return brief.say.percent(yes / base, math.inf if tenths else min(base, brief.smallest))


def alike(brief: Brief, claim: Claim) -> tuple[Claim, ...]:
    """Return what is claimed of all clusters on a claim's column."""
    return brief.claims.where(kind=claim.kind, column=claim.column)


def in_tenths(brief: Brief, claim: Claim) -> bool:
    """Tell whether a share of the column is so small that all of them carry tenths: one comparison, one precision.

    Flags, which stand in the rows of one table, carry tenths wherever some of them could.
    """
    if claim.kind == "flag" and brief.smallest >= FLAG_TENTHS:
        return True
    shares = ((c.numbers[yes], base) for c in alike(brief, claim) for yes, base in zip(YES, c.bases, strict=True))
    return any(yes and printable(yes) and round(yes / base, 3) < SMALL_SHARE for yes, base in shares)


def own_text(brief: Brief, claim: Claim) -> str:
    """Print a cluster's share, as precisely as those that it is compared with."""
    return share_text(brief, claim.numbers["yes"], claim.bases[0], in_tenths(brief, claim))


def printed_shares(brief: Brief, claim: Claim) -> tuple[Decimal | None, Decimal | None]:
    """Return a share and the others' as they are printed."""
    others = share_text(brief, claim.numbers["rest_yes"], claim.bases[1], in_tenths(brief, claim))
    return printed(own_text(brief, claim)), printed(others)


def printed(share: str) -> Decimal | None:
    """Return the percentage that a share is printed as; none where it is told by words or by what it is below.

    >>> printed("22.7%"), printed("<0.1%"), printed("nearly all")
    (Decimal('22.7'), None, None)
    """
    return Decimal(share.removesuffix("%")) if re.fullmatch(r"[\d.]+%", share) else None


def points_text(brief: Brief, claim: Claim) -> str:
    """Print by how many points a share is above the others': what a reader finds who subtracts the two as printed."""
    own, others = printed_shares(brief, claim)
    exact = 100 * claim.numbers["difference"]
    if own is None or others is None:
        return brief.say.points(exact)
    gap = own - others
    return brief.say.points(float(gap) or math.copysign(min(abs(exact), UNSEEN), exact), "." in str(gap))


def of_the_valued(brief: Brief, claim: Claim) -> bool:
    """Tell whether shares are of much less than some whole cluster, as customers without a value are left out."""
    return any(c.bases[0] < NEARLY_ALL * brief.sizes[c.cluster] for c in alike(brief, claim))


def figure_of(brief: Brief, name: str, figure: str) -> str:
    """Put a figure behind the name of what it is of; with a word or mark between where the name may end in a digit."""
    return brief.say(f"{name}为 {figure}", f"{name}{':' if name[-1:].isdigit() else ''} {figure}")


def interval_text(brief: Brief, claim: Claim) -> str:
    """Print a share with its interval, no interval where fewer than 11 customers would show."""
    text, ends = own_text(brief, claim), ends_of(brief, claim)
    return f"{text} [{ends[0]}, {ends[1]}]" if ends else text


def ends_text(brief: Brief, claim: Claim) -> str:
    """Say from where to where a share's interval reaches; nothing where fewer than 11 customers would show."""
    ends = ends_of(brief, claim)
    return brief.say(f"{ends[0]} 至 {ends[1]}", f"{ends[0]} to {ends[1]}") if ends else ""


def ends_of(brief: Brief, claim: Claim) -> tuple[str, ...]:
    """Print the ends of a share's interval; none where fewer than 11 customers would show."""
    n, base = claim.numbers, claim.bases[0]
    if not (base and printable(n["yes"]) and printable(base - n["yes"])):
        return ()
    digits = math.inf if in_tenths(brief, claim) else min(base, brief.smallest)
    return tuple(brief.say.percent(n[end], digits) for end in ("share_low", "share_high"))


def against_words(brief: Brief, claim: Claim, shown: bool = True) -> str:
    """Compare with the others' share, by a ratio where one is told: "3.1 times the 8.8% of Cluster 0".

    shown: whether their share stands on the page; else only how many times it the cluster's is.
    """
    say, rest = brief.say, rest_text(brief, claim)
    if shows_ratio(claim) and not shown:
        times = say.times(claim.effect.value)
        return say(f"是{the_others(brief)}的 {times}", f"{times.removesuffix('x')} times {others_share(brief)}")
    if shows_ratio(claim):
        ratio, others = say.times(claim.effect.value), brief.others(claim.cluster)
        return say(
            f"是{others}（{rest}）的 {ratio}", f"{ratio.removesuffix('x')} times the {rest} {of_others(brief, claim)}"
        )
    return say(f"{brief.others(claim.cluster)}为 {rest}", f"against {rest} {of_others(brief, claim)}")


def of_others(brief: Brief, claim: Claim) -> str:
    """Say in an English sentence whose share a cluster's is compared with."""
    return f"of {brief.others(claim.cluster)}" if len(brief.keys) == 2 else "of the others"


def rest_text(brief: Brief, claim: Claim) -> str:
    """Print the others' share; where fewer than 11 customers make it, what it is below, if that is far below."""
    return side_text(brief, claim, 1)


def side_text(brief: Brief, claim: Claim, side: int) -> str:
    """Print the share of one side of a claim; where fewer than 11 customers make it, what it is below, if that is far
    below the other side's.
    """
    yes, base = claim.numbers[YES[side]], claim.bases[side]
    if printable(yes):
        return share_text(brief, yes, base, in_tenths(brief, claim))
    other = claim.numbers["share" if side else "rest_share"]
    return share_text(brief, yes, base) if 2 * most_hidden(base) > other else f"< {most_hidden(base):.1%}"


def most_hidden(base: int) -> float:
    """Return what a share that fewer than 11 customers make is below, of a base."""
    return math.ceil(1000 * FEW / max(base, 1)) / 1000


def bounded_text(brief: Brief, claim: Claim, side: int) -> str:
    """Print the share of one side of a claim; where fewer than 11 of many make it, what it is below."""
    yes, base = claim.numbers[YES[side]], claim.bases[side]
    if printable(yes) or most_hidden(base) > SMALL_BOUND:
        return share_text(brief, yes, base, in_tenths(brief, claim))
    return f"< {most_hidden(base):.1%}"


def shows_ratio(claim: Claim) -> bool:
    """Whether a sentence says how many times the others' a share is."""
    return told_ratio(claim) and claim.is_told and claim.direction > 0 and weighty(claim)


def told_ratio(claim: Claim) -> bool:
    """Whether a ratio of shares may be printed: enough cases on both sides, and more than as many again in words."""
    enough = claim.numbers["yes"] >= FEW and claim.numbers["rest_yes"] >= FEW
    return enough and math.isfinite(claim.effect.value) and claim.verdict != "suppressed"


def weighty(claim: Claim) -> bool:
    """Whether a share is worth a headline and its ratio: not where a few in a hundred are compared with fewer still."""
    return claim.numbers["share"] >= LEAST_WEIGHTY or abs(claim.numbers["h"]) >= CLEAR_H


def trait(
    brief: Brief,
    claim: Claim,
    full: bool = False,
    name: str = "",
    based: bool = True,
    whose: str | None = None,
    shown: bool = True,
) -> str:
    """Say what a cluster has more often, with its share: in full against the others', in short how many times theirs.

    name: what it is called here, if not as everywhere. based: whether its base is said, see `share_aside`. whose: see
    `having`. shown: see `against_words`.
    """
    say, name, rest = brief.say, name or level_name(brief, claim), rest_text(brief, claim)
    if full:
        told = having(brief, claim, name, own_text(brief, claim), based=based, whose=whose)
        return told + say("，", ", ") + against_words(brief, claim, shown)
    times = say.times(claim.effect.value)
    compared = times if shows_ratio(claim) else say(f"{brief.others(claim.cluster)}为 {rest}", f"vs {rest}")
    return having(brief, claim, name, own_text(brief, claim), compared, based, whose)


def having(
    brief: Brief, claim: Claim, name: str, figure: str, compared: str = "", based: bool = True, whose: str | None = None
) -> str:
    """Say which share of customers has something, and with what it compares.

    whose: the cluster's name where a sentence begins, empty where one goes on, None within a list behind that name.
    """
    say, aside = brief.say, share_aside(brief, claim, compared, based)
    if say.language == "zh":
        of = "的" if claim.level and name != claim.level else ""
        return f"{whose}：" * bool(whose) + f"{before_chinese(name)}{of}占 {figure}" + aside
    column_too = claim.level and name == full_name(brief, claim)
    title = brief.title(brief.customers[claim.column]) if column_too else ""
    if whose is None:  # a colon stands behind the cluster's name already
        column_too = f"{title} {claim.level}" if column_too and not is_none(claim.level) else ""
        return figure_of(brief, column_too or name, figure) + aside
    told = f"{name}: {figure}"
    if column_too:
        told = f"{name if is_none(claim.level) else f'{title} is {claim.level}'} for {figure}"
    return (f"{told} of {whose}" if whose else told) + aside


def is_none(level: str) -> bool:
    """Tell whether a level says in English that there is none of what its column names."""
    return level.lower() in ("no", "none")


def before_chinese(name: str) -> str:
    """Return a name as it stands before a Chinese character: its last bracket no half-width one."""
    return re.sub(r"\s*\(([^()]*)\)$", r"（\1）", name)


def valued_words(brief: Brief, claim: Claim) -> str:
    """Say that shares are of customers with a value, where many have none: of those of whom a flag can be true, where
    another answer says that it cannot.
    """
    if not of_the_valued(brief, claim):
        return ""
    if answers_beside(brief, claim):
        return brief.say("适用者中", "where applicable")
    return brief.say("有值者中", "where known")


def answers_beside(brief: Brief, claim: Claim) -> tuple[str, ...]:
    """Return the answers beside yes and no of what a claim is about; none of several flags together, or a category."""
    return next((column.beside for column in brief.customers.columns if column.name == claim.column), ())


def saying_base(brief: Brief, claims: Iterable[Claim]) -> Claim | None:
    """Return the claim of a sentence that says its base: the first of customers with a value, where many have none."""
    return next((claim for claim in claims if of_the_valued(brief, claim)), None)


def based_words(brief: Brief, claims: Iterable[Claim]) -> str:
    """Say in a clause of its own that what is told is of customers with a value, where some have none."""
    return brief.say("以有值者计", "shares of those with a value") if saying_base(brief, claims) else ""


def share_aside(brief: Brief, claim: Claim, compared: str = "", based: bool = True) -> str:
    """Put behind a share what it compares with and that it is of customers with a value, where many have none.

    based: whether the latter is said here; in a sentence of several shares once.
    """
    say = brief.say
    inside = say("，", ", ").join(filter(None, (valued_words(brief, claim) if based else "", compared)))
    return say.aside(inside) if inside else ""


def more_common(brief: Brief, cluster: str, traits: Sequence[str]) -> str:
    """Say what a cluster has more often than the others."""
    return commoner(brief, brief.name(cluster), traits)


def commoner(brief: Brief, name: str, traits: Sequence[str]) -> str:
    """Say what one cluster or several have more often than the others, their names first."""
    return name + brief.say("：", ": ") + brief.say.clauses(traits)


def all_groups(brief: Brief) -> str:
    """Return what a Chinese sentence calls all clusters: two are no "each"."""
    return "两群体" if len(brief.keys) == 2 else "各群体"


def no_difference(brief: Brief) -> str:
    """Say why a column that is alike in all clusters is not shown."""
    return brief.say(f"{all_groups(brief)}没有可确认的差异", "no confirmed difference between the clusters")


def others_head(brief: Brief) -> str:
    """Head the column of shares to compare with: of two clusters there is one other."""
    return brief.say("另一群体", "The other") if len(brief.keys) == 2 else brief.say("其他群体", "Others")


def the_others(brief: Brief) -> str:
    """Return what a cluster is compared with, whichever it is: of two clusters there is one other."""
    return brief.say("另一群体", "the other") if len(brief.keys) == 2 else brief.say("其他群体", "the others")


def others_share(brief: Brief) -> str:
    """Return what a share is compared with, whichever cluster it is of."""
    if len(brief.keys) == 2:
        return brief.say("另一群体的占比", "the other's share")
    return brief.say("其他群体的占比", "the others' share")


def any_risk_words(brief: Brief) -> str:
    """Name the overall risk: any of several flags, or the only flag there is."""
    flags = [c for c in brief.customers.of_role("flag") if c.topic == "risk"]
    return brief.title(flags[0]) if len(flags) == 1 else brief.say("带任一风险标签的", "any risk flag")


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
        behind = f"{title}{' ' if is_code(claim.level) else ': '}{claim.level}"
        return brief.say(f"{title}为{claim.level}", f"No {title}" if is_none(claim.level) else behind)
    return claim.level


def is_code(level: str) -> bool:
    """Tell whether a level is a bare number, which names nothing without its column."""
    return level.isdecimal()


def full_name(brief: Brief, claim: Claim) -> str:
    """Return a level's name with its column's, which says what it is a share of; of a flag, the flag's name."""
    title, name = brief.title(brief.customers[claim.column]), level_name(brief, claim)
    return brief.say(f"{title}为{name}", f"{title}: {name}") if claim.level == name else name


def finite(ratio: float) -> float:
    """Return a ratio that can be ordered: infinite where the rest has no case at all."""
    return ratio if math.isfinite(ratio) else 1e9
