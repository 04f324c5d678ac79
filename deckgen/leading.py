"""Which cluster, or which clusters together, are named for a share that they have more often than the others?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.phrases import mentioned
from deckgen.share_phrases import (
    all_groups,
    full_name,
    having,
    is_none,
    of_others,
    own_text,
    points_text,
    rest_text,
    saying_base,
    side_text,
    the_others,
    told_ratio,
    trait,
    valued_words,
)
from deckgen.statistics.disclosure import printable
from deckgen.statistics.estimate import Estimate
from deckgen.statistics.verdicts import LEAST_GAP, LEAST_RATIO, LITTLE_W, Counts, Family, share_verdict

ByCluster = Mapping[str, Claim]
MOST_TITLE = 90, 118
"""The characters of a title of several traits in Chinese and English that still takes two lines."""


def is_over(claim: Claim) -> bool:
    """Whether a level is claimed to be over-represented."""
    return claim.is_told and claim.direction > 0


def ahead(claims: ByCluster) -> Claim | None:
    """Return the claim on the cluster that is named for a level: of those clearly over the others, the highest share.

    Where none is clearly over, of those slightly so. Not the one with the largest effect: a large cluster makes the
    others' share small, and may have less than a small one beside it.
    """
    told = [claim for claim in claims.values() if is_over(claim)]
    return max(told, key=lambda c: (c.verdict == "clear", c.numbers["share"], abs(c.numbers["h"])), default=None)


def leaders(claims: ByCluster) -> list[Claim]:
    """Return the claim on the cluster that is ahead and those, over the others too, that it is not apart from."""
    first = ahead(claims)
    if first is None:
        return []
    others = len(claims) - 1
    return [c for c in claims.values() if c is first or (is_over(c) and not apart(first, c, others))]


def alone(claims: ByCluster) -> Claim | None:
    """Return the claim on the cluster that is ahead, where no other one is as far."""
    first = leaders(claims)
    return first[0] if len(first) == 1 else None


def apart(one: Claim, other: Claim, pairs: int) -> bool:
    """Tell whether two clusters' shares differ, and by enough to say so. pairs: how many are judged together."""
    own, rest = counted(one), counted(other)
    _, direction = share_verdict(Counts(*own[:2], *rest[:2], own[2], rest[2]), Family(max(1, pairs)))
    high, low = sorted((one.numbers["share"], other.numbers["share"]), reverse=True)
    return direction != 0 and (high - low >= LEAST_GAP or high >= LEAST_RATIO * low)


def counted(claim: Claim) -> tuple[int, int, int]:
    """Return how many customers of a cluster say yes, how many have a value, and how many have none."""
    n, missing = claim.bases[0], claim.numbers["missing"]
    return int(claim.numbers["yes"]), n, round(n * missing / (1 - missing)) if missing < 1 else 0


def front(claims: ByCluster) -> Claim | None:
    """Return the claim whose figures hold for each cluster that leads: one alone against all the others.

    Of several the lowest one's, against the clusters that do not lead: a ratio without an interval.
    """
    first = leaders(claims)
    if len(first) < 2:
        return first[0] if first else None
    lowest = min(first, key=lambda c: c.numbers["share"])
    behind = [c for c in claims.values() if c not in first]
    yes, base = sum(c.numbers["yes"] for c in behind), sum(c.bases[0] for c in behind)
    share, rest = lowest.numbers["share"], yes / max(base, 1)
    numbers = {**lowest.numbers, "rest_yes": yes, "rest_share": rest, "difference": share - rest}
    effect = Estimate(share / rest if rest else math.inf, math.nan, math.nan)
    return replace(lowest, bases=(lowest.bases[0], base), effect=effect, numbers=numbers)


def gap(claims: ByCluster) -> float:
    """Return by how much a share differs: of those that lead from the clusters that do not, else the largest gap."""
    first = front(claims)
    return first.numbers["difference"] if first else max(abs(c.numbers["difference"]) for c in claims.values())


def by_gap(claims: ByCluster) -> tuple[bool, float]:
    """Return what rows are sorted by: those in which a cluster is ahead first, the widest gap on top."""
    return ahead(claims) is None, -gap(claims)


def names_of(brief: Brief, claims: Sequence[Claim]) -> str:
    """Name the clusters of claims in one breath."""
    return clusters_named(brief, [claim.cluster for claim in claims])


def clusters_named(brief: Brief, clusters: Sequence[str]) -> str:
    """Name clusters in one breath: "Clusters 1 and 2" where they have no names of their own."""
    say, names, begin = brief.say, [brief.name(key) for key in clusters], brief.say("群体", "Cluster ")
    unnamed = not {*clusters} & {*brief.settings.names}
    if len(names) > 1 and unnamed and all(name.startswith(begin) for name in names):
        numbers = say.list(name.removeprefix(begin) for name in names)
        return say(f"群体{numbers}", f"Clusters {numbers}")
    return say.list(names)


def shares_of(brief: Brief, claims: Sequence[Claim]) -> str:
    """Give the shares of clusters that lead together."""
    return brief.say.list(own_text(brief, claim) for claim in claims)


def lead_trait(
    brief: Brief,
    claims: ByCluster,
    name: str = "",
    full: bool = True,
    based: bool = True,
    whose: str | None = None,
    shown: bool = True,
) -> str:
    """Say what those that lead have more often; several each with its share, against the clusters that do not lead.

    name: what it is called here, if not as everywhere. based: whether its base is said. whose: see `having`.
    shown: see `against_words`.
    """
    first, told = leaders(claims), front(claims)
    if len(first) == 1:
        return trait(brief, first[0], full, name, based, whose, shown)
    head = having(brief, told, name or full_name(brief, told), shares_of(brief, first), based=based, whose=whose)
    rest = rest_text(brief, told)
    return head + brief.say(f"，其他群体为 {rest}", f", against {rest} of the others") if full and shown else head


def lead_words(brief: Brief, claims: ByCluster, name: str = "", shown: bool = True) -> str:
    """Name the clusters that lead and say what they have more often. shown: see `against_words`."""
    return lead_trait(brief, claims, name, whose=names_of(brief, leaders(claims)), shown=shown)


def rarer(brief: Brief, name: str, claims: ByCluster) -> str:
    """Name the clusters that have something less often than the others; nothing where none does."""
    say = brief.say
    less = [c for c in claims.values() if c.is_told and c.direction < 0 and printable(c.numbers["yes"])]
    name += say.aside(valued) if (valued := valued_words(brief, next(iter(claims.values())))) else ""
    listed = say.list(
        f"{brief.name(c.cluster)}{say.aside(own_text(brief, c))}"
        for c in sorted(less, key=lambda c: c.numbers["share"])
    )
    return (
        say(f"{name}低于{the_others(brief)}的：{listed}", f"{name} is less common than elsewhere in {listed}")
        if less
        else ""
    )


def differs_little(brief: Brief, column: Column) -> bool:
    """Whether a category goes weakly with the clusters, and no level is clearly more common in one of them.

    A level that fewer than 11 of the others have is no reason to say more.
    """
    claims = brief.claims.where(kind="level", column=column.name)
    freedom = min(len(brief.keys), len({claim.level for claim in claims})) - 1
    clear = any(is_over(claim) and claim.verdict == "clear" and told_ratio(claim) for claim in claims)
    return claims[0].numbers["cramers_v"] * math.sqrt(freedom) < LITTLE_W and not clear


def little_words(brief: Brief, columns: Sequence[Column]) -> str:
    """Say that categories differ little between the clusters, and how many points the widest gap is."""
    say, titles = brief.say, brief.say.list(mentioned(brief, column) for column in columns)
    widest, gap_zh, gap_en = levels_gap(brief, columns), "", ""
    if widest:
        zh, en = ("与其他群体合计", " to the others together") if len(brief.keys) > 2 else ("", "")
        points = gap_points(brief, widest)
        gap_zh = f"：{zh}可确认的最大差距为 {points}"
        gap_en = f": the widest confirmed gap{en} is {points}"
    return say(f"{all_groups(brief)}在{titles}上差别不大{gap_zh}", f"The clusters differ little by {titles}{gap_en}")


def gap_points(brief: Brief, claim: Claim) -> str:
    """Say how many points a share is from the others'."""
    return brief.say.in_points(points_text(brief, claim).lstrip("+−"))


def widest_gap(claims: Iterable[Claim]) -> Claim | None:
    """Return the claim on the widest gap that is told, either way; of two clusters the one that has more."""
    told = [claim for claim in claims if claim.is_told]
    return max(told, key=lambda c: (abs(c.numbers["difference"]), c.direction), default=None)


def levels_gap(brief: Brief, columns: Sequence[Column]) -> Claim | None:
    """Return the claim on the widest gap that is told of the levels of categories."""
    names = {column.name for column in columns}
    return widest_gap(claim for claim in brief.claims.where(kind="level") if claim.column in names)


def told_gap(brief: Brief, columns: Sequence[Column]) -> list[Claim]:
    """Return the claim whose gap is told in points, where categories differ little."""
    widest = levels_gap(brief, columns)
    return [widest] if widest and all(differs_little(brief, column) for column in columns) else []


def lacking(claims: Iterable[Claim]) -> Claim | None:
    """Return what a cluster has less often than the others, by the widest gap."""
    return widest_gap(claim for claim in claims if claim.direction < 0)


def little_gap(brief: Brief, columns: Sequence[Column]) -> str:
    """Say of categories that differ little where the widest gap is, either way; nothing where none is told."""
    say, widest = brief.say, levels_gap(brief, columns)
    if widest is None:
        return ""
    name, others, rest = brief.name(widest.cluster), brief.others(widest.cluster), rest_text(brief, widest)
    points = gap_points(brief, widest)
    own, level = side_text(brief, widest, 0), full_name(brief, widest)
    told = having(brief, widest, level, own)
    if not is_none(widest.level):
        level = say.quoted(widest.level) + say.aside(brief.title(brief.customers[widest.column]))
    against = f"{own} of {name}, against {rest} {of_others(brief, widest)}"
    return say.clauses(
        [
            say("差别小，不宜据此区分群体", "Too little to tell the groups apart"),
            say(
                f"可确认的最大差距（{points}）：{name}中{told}，{others}为 {rest}",
                f"the widest confirmed gap, {points}, on {level}: {against}",
            ),
        ]
    )


def gap_sentence(brief: Brief, claim: Claim, name: str = "", shown: bool = True) -> str:
    """Say what a cluster has more or less often than the others. shown: see `against_words`."""
    return trait(brief, claim, True, name or full_name(brief, claim), whose=brief.name(claim.cluster), shown=shown)


def told_traits(brief: Brief, overs: Sequence[Sequence[Claim]], shown: bool = True) -> str:
    """Say what a cluster has more often, each with its figure, the first with both shares unless that is too long for a
    title; then one item of another.

    A column is named once. shown: see `against_words`.
    """
    first, *more = overs
    told = [first, *(over[:1] for over in more)]
    claims = [claim for over in told for claim in over]
    basing, naming = saying_base(brief, claims), {claim.column: claim for claim in reversed(claims)}

    def words(claim: Claim, begins: bool, full: bool) -> str:
        name = full_name(brief, claim) if claim is naming[claim.column] else ""
        whose = brief.name(claim.cluster) if begins else ""
        return trait(brief, claim, full, name, claim is basing, whose, shown)

    def title(full: bool) -> str:
        return brief.say.clauses(
            words(claim, claim is over[0], full and claim is first[0]) for over in told for claim in over
        )

    whole = title(full=True)
    return whole if len(claims) == 1 or len(whole) <= MOST_TITLE[brief.say.language != "zh"] else title(full=False)
