"""Which levels of a category are the commonest in each cluster, and which has it more often than the others?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.exhibits import association_words, drawn_share, marked_words, missing_words, over_table
from deckgen.leading import (
    clusters_named,
    differs_little,
    is_over,
    little_gap,
    little_words,
    names_of,
    told_traits,
)
from deckgen.phrases import bases, mentioned, notes
from deckgen.share_feet import as_counted, confirmed_above, unrounded
from deckgen.share_phrases import (
    all_groups,
    full_name,
    interval_text,
    is_none,
    level_name,
    more_common,
    others_head,
    others_share,
    over_indexed,
    own_text,
    points_text,
    rest_text,
    the_others,
    told_ratio,
    trait,
)
from deckgen.slides import Bar, BarPanel, Bars, Beside, Slide, Stretch
from deckgen.statistics.disclosure import printable
from deckgen.wording import shortened

TOP = 5
LONGEST_LABEL = 22
MOST_PANELS = 4
"""Of more clusters only those have bars that something sets apart."""
MOST_TIED = 2
"""Levels of a cluster that are named as the commonest together."""
CHANCE = 1.96
"""Standard errors, of the difference of two counts among the same customers, that chance may make."""


def top_slide(brief: Brief, column: Column, step: str, kicker: str) -> Slide:
    """Make a slide with the top five levels of each cluster, and a table where more is over-indexed than these."""
    say, counted = brief.say, brief.answers.levels(column)
    told = by_level(brief, column)
    over = {key: over_of(brief, column, key, 2) for key in brief.keys}
    drawn = [key for key in brief.keys if over[key] or len(brief.keys) <= MOST_PANELS] or list(brief.keys)
    most, rare = table_levels(brief), rare_levels(brief, column)
    panels = tuple(bar_panel(brief, key, told, over[key], not rare) for key in drawn)
    title, takeaway = top_headline(brief, column), top_takeaway(brief, column)
    bars = Bars("top-levels", panels, title)
    stated = [] if differs_little(brief, column) else [c for over in titled(brief, column) for c in over]
    spare = not any(claim in stated for own in rare.values() for claim in own)
    first = say(f"前 {TOP} 之外", f"Beyond the {TOP}")
    table = over_table(brief, rare, first, title, stated) if rare else None
    body = Beside((bars, table), (1.9, 1), spare) if table else bars
    return Slide(
        step,
        "content",
        title,
        kicker + top_words(brief, column),
        body,
        takeaway,
        say.clauses(
            [
                say(f"占比的基数为有值的{say.rows}", f"Shares of {say.rows} with a value"),
                confirmed_above(brief, [column]),
                in_brackets(brief, column, not rare),
                marked_words(brief, table),
                as_counted(brief, (c for key in brief.keys for c in over_of(brief, column, key, most))),
                association_words(brief, [column], short=True),
                missing_words(brief, [column]),
                undrawn_words(brief, [key for key in brief.keys if key not in drawn]),
                bases(brief),
            ]
        ),
        notes(
            brief,
            say.sentences([title, takeaway]),
            say.sentences(
                [
                    say(
                        f"共 {len(counted.levels)} 个取值，每个群体显示占比最高的 {TOP} 个；判断时按取值个数做 Bonferroni 校正；占比低于 1% 的取值不列为偏好",
                        f"{len(counted.levels)} levels; each cluster's {TOP} most frequent are shown. Verdicts allow for the number of levels (Bonferroni); levels under 1% are not listed as preferences",
                    ),
                    say.clauses(over_words(brief, column, key, most) for key in brief.keys),
                    association_words(brief, [column]),
                    unrounded(brief),
                    top_intervals(brief, told),
                ]
            ),
            say(
                f"最常见的品类在{all_groups(brief)}中可能相同，这时它不是任何群体的偏好。",
                "The commonest category may be the same everywhere; then it is nobody's preference.",
            ),
        ),
        minor=differs_little(brief, column),
        stretches=tuple(stretches(brief, column, drawn)),
    )


def stretches(brief: Brief, column: Column, drawn: Sequence[str]) -> Iterator[Stretch]:
    """Yield what is said over and under the bars of some clusters, and over a table that has a page of its own."""
    if rare := rare_levels(brief, column):
        yield Stretch((), rare_headline(brief, rare), rare_words(brief, rare))
    for start, end in combinations(range(len(drawn) + 1), 2):
        own = drawn[start:end]
        title, takeaway = top_headline(brief, column, own), top_takeaway(brief, column, own)
        yield Stretch(tuple(map(brief.name, own)), title, takeaway)


def rare_levels(brief: Brief, column: Column) -> dict[str, list[Claim]]:
    """Return what clusters have more often than the others without its being among their commonest, by cluster."""
    told, most = by_level(brief, column), table_levels(brief)
    tops = {key: top_levels(key, told) for key in brief.keys}
    rare = {key: [c for c in over_of(brief, column, key, most) if c not in tops[key]] for key in brief.keys}
    return {key: own for key, own in rare.items() if own}


def rare_headline(brief: Brief, rare: Mapping[str, Sequence[Claim]]) -> str:
    """State what the table has that is no bar: of the cluster with the largest effect among them."""
    first = max((claim for own in rare.values() for claim in own), key=lambda claim: abs(claim.numbers["h"]))
    own = sorted(rare[first.cluster], key=lambda claim: claim is not first)
    return told_traits(brief, [own[:2]])


def rare_words(brief: Brief, rare: Mapping[str, Sequence[Claim]]) -> str:
    """Name what is more common in clusters without being among their commonest."""
    say = brief.say
    listed = say.list(say.list(c.level for c in own) + say.aside(brief.name(key)) for key, own in rare.items())
    return say(
        f"未进入前 {TOP}、但高于{the_others(brief)}的取值：{listed}",
        f"Not among the {TOP} commonest, yet above {others_share(brief)}: {listed}",
    )


def table_levels(brief: Brief) -> int:
    """Return how many levels a cluster the table beside the bars has at most."""
    return 4 if len(brief.keys) < 4 else 2


def over_of(brief: Brief, column: Column, key: str, most: int) -> tuple[Claim, ...]:
    """Return the levels of a column that a cluster has more often than the others."""
    return over_indexed(brief.claims.where(kind="level", column=column.name, cluster=key), most)


def over_words(brief: Brief, column: Column, key: str, most: int) -> str:
    """Say in the notes what a cluster has more often than the others; nothing where it has nothing."""
    over = over_of(brief, column, key, most)
    return more_common(brief, key, [trait(brief, c, True, full_name(brief, c)) for c in over]) if over else ""


def undrawn_words(brief: Brief, keys: Sequence[str]) -> str:
    """Name the clusters that have no bars because nothing sets them apart."""
    names = brief.say.list(map(brief.name, keys))
    return (
        brief.say(
            f"未画出的{names}没有高于{the_others(brief)}的取值",
            f"not drawn, as no level is above {the_others(brief)}: {names}",
        )
        if keys
        else ""
    )


def top_levels(key: str, told: dict[tuple[str, str], Claim]) -> list[Claim]:
    """Return a cluster's most frequent levels; those that 1 to 10 customers have are not ranked.

    Those that none has only where all levels have room: there they would seem to be forgotten.
    """
    few = len({level for _, level in told}) <= TOP
    own = [claim for (cluster, _), claim in told.items() if cluster == key and (few or claim.numbers["yes"])]
    own = [claim for claim in own if printable(claim.numbers["yes"])]
    return sorted(own, key=lambda c: (-c.numbers["share"], c.level))[:TOP]


def top_intervals(brief: Brief, told: dict[tuple[str, str], Claim]) -> str:
    """Give the shares of each cluster's most frequent levels with their intervals."""
    say, parts = brief.say, []
    for key in brief.keys:
        listed = say.list(f"{c.level} {interval_text(brief, c)}" for c in top_levels(key, told))
        parts.append(say(f"{brief.name(key)}：{listed}", f"{brief.name(key)}: {listed}") if listed else "")
    return say("占比与 95% Wilson 区间——", "Shares with Wilson's 95% intervals. ") + say.clauses(parts)


def own_name(brief: Brief, claim: Claim) -> str:
    """Return what a level is called beside others of its column: in English what there is none of, where it is none."""
    return level_name(brief, claim) if is_none(claim.level) else claim.level


def bar_panel(
    brief: Brief, key: str, told: dict[tuple[str, str], Claim], over: Sequence[Claim], with_others: bool
) -> BarPanel:
    """Draw up one cluster's most frequent levels."""
    claims = top_levels(key, told)
    labels = shortened([c.level for c in claims], LONGEST_LABEL)
    bars = tuple(
        Bar(label, drawn_share(brief, c), bar_text(brief, c, with_others), is_over(c))
        for label, c in zip(labels, claims, strict=True)
    )
    finding = more_common(brief, key, [trait(brief, c, c is over[0]) for c in over]) if over else ""
    return BarPanel(key, brief.name(key), bars, finding)


def in_brackets(brief: Brief, column: Column, with_others: bool) -> str:
    """Say what stands in brackets behind a share."""
    say, others = brief.say, others_share(brief)
    if differs_little(brief, column):
        return say(f"括号内：与{others}相比", f"in brackets: compared with {others}")
    return say(
        f"括号内为{others + '与' if with_others else ''}倍数",
        f"in brackets {others + ' and ' if with_others else ''}the ratio",
    )


def bar_text(brief: Brief, claim: Claim, with_others: bool) -> str:
    """Print a bar's share and, where it is over-represented, how many times the others' it is, and theirs; of a category
    that differs little how many points it is above theirs, as the title tells.
    """
    say, text = brief.say, own_text(brief, claim)
    if not (is_over(claim) and told_ratio(claim)):
        return text
    if differs_little(brief, brief.customers[claim.column]):
        return text + say.aside(say.in_points(points_text(brief, claim)))
    others, times = rest_text(brief, claim), say.times(claim.effect.value)
    whom = others_head(brief).lower() if len(brief.keys) == 2 else say("其他", "others")
    return text + say.aside(say(f"{whom} {others}，{times}", f"{whom} {others}, {times}") if with_others else times)


def top_headline(brief: Brief, column: Column, keys: Sequence[str] = ()) -> str:
    """State what clusters over-index on, or that the clusters differ little. keys: of some clusters alone."""
    told = titled(brief, column, keys)
    if not told:
        own = clusters_named(brief, keys)
        return brief.say(
            f"{own or all_groups(brief)}的{brief.title(column)}没有可确认的偏好差异",
            f"No preference by {mentioned(brief, column)}{f' in {own}' if keys else ''}",
        )
    return little_words(brief, [column]) if differs_little(brief, column) else told_traits(brief, told)


def titled(brief: Brief, column: Column, keys: Sequence[str] = ()) -> list[list[Claim]]:
    """Return what the cluster with the largest effect has more often, and the first such level of a second one.

    keys: of some clusters alone, and of what is among their bars.
    """
    told, every = by_level(brief, column) if keys else {}, []
    for key in reversed(keys or brief.keys):
        own = list(over_of(brief, column, key, TOP if keys else 2))
        if keys:
            drawn = top_levels(key, told)
            own = [claim for claim in own if claim in drawn][:2]
        every.append(sorted(own, key=lambda c: -abs(c.numbers["h"])))
    first, second = [*sorted(filter(None, every), key=lambda over: -abs(over[0].numbers["h"])), [], []][:2]
    return [over for over in (first, second[:1]) if over]


def by_level(brief: Brief, column: Column) -> dict[tuple[str, str], Claim]:
    """Return what is claimed of a category, by cluster and level."""
    return {(c.cluster, c.level): c for c in brief.claims.where(kind="level", column=column.name)}


def top_words(brief: Brief, column: Column) -> str:
    """Say that only the most frequent levels are shown, where there are more."""
    return f" Top {TOP}" if len(brief.answers.levels(column).levels) > TOP else ""


def top_takeaway(brief: Brief, column: Column, keys: Sequence[str] = ()) -> str:
    """Say of which clusters the commonest level sets them apart, and of which it does not.

    Levels that differ by chance alone are commonest together; of a cluster with many of them nothing is said. Where the
    title says that the clusters differ little, so does the callout. keys: of some clusters alone.
    """
    say = brief.say
    if differs_little(brief, column) and (widest := little_gap(brief, [column])):
        return widest
    if same := same_top(brief, column):
        return same
    most = MOST_TIED if len(brief.keys) <= MOST_PANELS else 1
    first = [tied for key in keys or brief.keys if len(tied := commonest(brief, column, key)) <= most]
    own = [claims[0] for claims in first if len(claims) == 1 and is_over(claims[0])]
    level_with = [claims for claims in first if len(claims) > 1 and any(map(is_over, claims))]
    plain = [claims[0] for claims in first if not any(map(is_over, claims))]
    if not first:
        return say(
            f"只有着色的条确认高于{the_others(brief)}",
            f"Only coloured bars are confirmed to exceed {others_share(brief)}",
        )
    if not own and not level_with:
        return say(
            f"最常见的取值都不是特色：只有着色的条确认高于{the_others(brief)}",
            f"No cluster's commonest level sets it apart: only coloured bars are confirmed to exceed {others_share(brief)}",
        )
    shared = {own_name(brief, one): names_of(brief, [c for c in own if c.level == one.level]) for one in own}
    (level, who), *more = [*shared.items()] or [("", "")]
    so = "all more so" if more else "more so"
    return say.clauses(
        [
            say(
                f"既最常见又高于{the_others(brief)}：{'、'.join(f'{level}（{who}）' for level, who in shared.items())}",
                f"{', '.join([f'{level} is most common in {who}', *(f'{one} in {whom}' for one, whom in more)])}, {so} than elsewhere",
            )
            if own
            else "",
            say(
                f"{names_of(brief, plain)}最常见的取值并不高于{the_others(brief)}",
                f"the commonest of {names_of(brief, plain)} is not above {others_share(brief)}",
            )
            if own and plain
            else "",
            *(tied_words(brief, claims, not own and number == 0) for number, claims in enumerate(level_with)),
        ]
    )


def tied_words(brief: Brief, claims: Sequence[Claim], begins: bool) -> str:
    """Say which levels of a cluster are the commonest together, and of which this is more than the others have.

    begins: whether a sentence does.
    """
    say, over = brief.say, [claim.level for claim in claims if is_over(claim)]
    name, levels = brief.name(claims[0].cluster), say.list(own_name(brief, claim) for claim in claims)
    which = "" if len(over) == len(claims) else say.list(over)
    only = say.aside(say(f"仅{which}高于{the_others(brief)}", f"more than elsewhere: {which}")) if which else ""
    return (
        say(f"{name}的{levels}占比相当", f"{'In' if begins else 'in'} {name} {levels} are about equally common") + only
    )


def commonest(brief: Brief, column: Column, key: str) -> list[Claim]:
    """Return the claims on a cluster's most frequent level and on those that are behind it by chance alone."""
    claims = sorted(
        brief.claims.where(kind="level", column=column.name, cluster=key), key=lambda claim: -claim.numbers["yes"]
    )
    most = max(claim.numbers["yes"] for claim in claims)
    return [c for c in claims if most - c.numbers["yes"] <= CHANCE * math.sqrt(most + c.numbers["yes"])]


def same_top(brief: Brief, column: Column) -> str:
    """Say so where one level is the commonest in every cluster and therefore nobody's preference."""
    say = brief.say
    first = {claim.level for key in brief.keys for claim in commonest(brief, column, key)}
    if len(first) > 1:
        return ""
    level = first.pop()
    if any(is_over(c) for c in brief.claims.where(kind="level", column=column.name, level=level)):
        return ""
    return say(
        f"{level}在{all_groups(brief)}中都最常见，占比没有可确认的差异，不构成特色",
        f"{level} comes first in every cluster with no confirmed difference: it sets none of them apart",
    )
