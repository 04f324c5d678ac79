"""2.1 Which core categories does each cluster have, and which product categories does it have more often?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deckgen.brief import Brief, LeftOut, Told
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.comparisons import compare_flag, compare_levels
from deckgen.customers import Customers
from deckgen.exhibits import (
    association_words,
    best_columns,
    drawn_share,
    missing_words,
    over_table,
    row_headline,
    share_foot,
    share_intervals,
    shares_shown,
)
from deckgen.glossary import CATEGORIES
from deckgen.leading import (
    alone,
    by_cluster,
    by_gap,
    differs_little,
    gap,
    is_over,
    leaders,
    little_words,
    names_of,
)
from deckgen.phrases import (
    bases,
    interval_text,
    mentioned,
    more_common,
    notes,
    over_indexed,
    share_text,
    told_ratio,
    trait,
)
from deckgen.questions import Question, flag, levels
from deckgen.slides import Bar, BarPanel, Bars, Beside, Slide
from deckgen.statistics.disclosure import FEW
from deckgen.wording import Text, shortened

NAME = Text("核心品类偏好", "Category preference")
STEP = "2.1"
TOP, MOST_FLAGS = 5, 8
LONGEST_LABEL = 22
MOST_PANELS = 4
"""Of more clusters only those have bars that something sets apart."""
LETTERS = "bcdefghij"
"""Of the slides with categories."""


def asks(customers: Customers) -> Iterable[Question]:
    """Ask for the counts of every flag that is no risk, and of every product category."""
    yield from (flag(column) for column in core_flags(customers))
    yield from (levels(column) for column in product_columns(customers))


def core_flags(customers: Customers) -> list[Column]:
    """Return the flags that speak of no risk; where some speak of products, those alone."""
    flags = list(customers.for_section("categories", "flag", lambda column: column.topic != "risk"))
    if "categories" in customers.placed:
        return flags
    product = [c for c in flags if c.topic == "product"]
    return product if len(product) > 1 else flags


def product_columns(customers: Customers) -> list[Column]:
    """Return the categories that speak of products."""
    return list(customers.for_section("categories", "category", lambda column: column.topic == "product"))


def tells(brief: Brief) -> Told:
    """Tell a crosstab of the core flags, then the top five levels of the product category."""
    flags, products = core_flags(brief.customers), product_columns(brief.customers)
    claims = tuple(c for column in flags for c in compare_flag(column, brief.answers.flag(column), together=len(flags)))
    claims += tuple(c for column in products for c in compare_levels(column, brief.answers.levels(column)))
    brief = brief.plus(claims)
    most = len(products) if "categories" in brief.customers.placed else 1
    shown, best = strongest_flags(brief, flags), best_columns(brief, products, tuple(CATEGORIES), most)
    tops = tuple(top_slide(brief, column, letter) for column, letter in zip(best, LETTERS, strict=False))
    slides = ((flag_slide(brief, shown),) if shown else ()) + tops
    return Told(slides, claims, tuple(nothing_for(brief, shown, best)), tuple(c.name for c in shown + best))


def nothing_for(brief: Brief, flags: list[Column], products: list[Column]) -> Iterable[LeftOut]:
    """Say which of the step's slides find no column in the table."""
    say = brief.say
    if not flags:
        why = say("表中没有可用的是否类字段", "the table has no yes/no column for it")
        yield LeftOut(f"{STEP} {say('品类标签', 'Category flags')}", why)
    if not products:
        yield LeftOut(f"{STEP} Top {TOP}", say("表中没有品类字段", "the table has no product category"))


def strongest_flags(brief: Brief, flags: list[Column]) -> list[Column]:
    """Return the flags that differ most, the widest gap in points first; of those that the settings choose, all."""
    most = None if "categories" in brief.customers.placed else MOST_FLAGS
    claims = {c: by_cluster(brief.claims.where(kind="flag", column=c.name)) for c in flags}
    return sorted(flags, key=lambda column: by_gap(claims[column]))[:most]


def flag_slide(brief: Brief, shown: list[Column]) -> Slide:
    """Make the slide with the penetration crosstab."""
    say = brief.say
    claims = {c.name: by_cluster(brief.claims.where(kind="flag", column=c.name)) for c in shown}
    title = flag_headline(brief, shown, claims)
    rows = [(brief.title(c), claims[c.name]) for c in shown]
    body = shares_shown(brief, "penetration", rows, title, say("标签", "Flag"))
    return Slide(
        "2.1a",
        "content",
        title,
        f"{STEP} {say.text(NAME)}",
        body,
        flag_takeaway(brief, shown, claims),
        say.clauses([*share_foot(brief, rows, len(rows) > 1), bases(brief)]),
        notes(
            brief,
            say.sentences([title, flag_takeaway(brief, shown, claims)]),
            share_intervals(brief, rows)
            + say(
                "占比为有回答客户中“是”的比例；差值区间用 Newcombe 法，比值用得分区间。略：比值 ≥ 1.2 且 95% 区间不含 0；明显：Cohen's h ≥ 0.2 且 99.9% 区间超过 0.1，或比值 ≥ 1.5 且 99.9% 区间超过 1.1。",
                "Shares of yes among customers with an answer; Newcombe interval for the gap, score interval for the ratio. Slightly: ratio >= 1.2 and the 95% interval excludes 0; clearly: Cohen's h >= .2 and its 99.9% interval beyond .1, or ratio >= 1.5 and its 99.9% interval beyond 1.1.",
            ),
            say(
                "渗透率高不等于偏好；要看与其他群体相比的指数。",
                "A high share is no preference by itself; look at the index against the others.",
            ),
        ),
    )


def flag_headline(brief: Brief, shown: list[Column], claims: dict[str, dict[str, Claim]]) -> str:
    """State which cluster stands apart on which flags, by the gap in points; else which ones lead one together."""
    say = brief.say
    single = sorted(filter(None, (alone(claims[c.name]) for c in shown)), key=lambda c: -c.numbers["difference"])
    if single:
        keys = list(dict.fromkeys(claim.cluster for claim in single))[:2]
        return told_traits(brief, [[c for c in single if c.cluster == key][:2] for key in keys])
    together = max((c for c in shown if leaders(claims[c.name])), key=lambda c: gap(claims[c.name]), default=None)
    if together is None:
        return say("各群体在这些标签上的渗透率没有可确认的差异", "The clusters do not differ on these flags")
    return row_headline(brief, brief.title(together), claims[together.name])


def told_traits(brief: Brief, overs: Sequence[Sequence[Claim]]) -> str:
    """Say what a cluster has more often, every item with its own figure, the first with both shares; of another one item."""
    first, *more = overs
    parts = [more_common(brief, first[0].cluster, [trait(brief, c, c is first[0]) for c in first])]
    parts += [more_common(brief, over[0].cluster, [trait(brief, over[0])]) for over in more]
    return brief.say("，", "; ").join(parts)


def flag_takeaway(brief: Brief, shown: list[Column], claims: dict[str, dict[str, Claim]]) -> str:
    """Count on how many flags each cluster stands apart, name those that several lead, and what does not differ."""
    say = brief.say
    if not any(leaders(claims[c.name]) for c in shown):
        return say("不宜按这些标签区分触达方式", "There is no reason here to address the groups differently")
    led: dict[str, list[Column]] = {}
    for column in shown:
        led.setdefault(names_of(brief, leaders(claims[column.name])), []).append(column)
    single = {brief.name(key) for key in brief.keys}
    counts = say("，", ", ").join(
        say(f"{name}有 {len(columns)} 个", f"{name} on {len(columns)}")
        for name, columns in led.items()
        if name in single
    )
    shared = say("，", ", ").join(
        say(f"{name}在{say.list(map(brief.title, columns))}上", f"{name} on {say.list(map(brief.title, columns))}")
        for name, columns in led.items()
        if name and name not in single
    )
    modest = not any(k.verdict == "clear" for c in shown for k in claims[c.name].values())
    alike = [brief.title(c) for c in shown if not any(k.is_told for k in claims[c.name].values())]
    return say.clauses(
        [
            say("差异幅度有限，只宜作辅助特征", "The gaps are modest: use them as secondary traits only")
            if modest
            else "",
            say(
                f"{len(shown)} 个标签中{'单独' if shared else ''}领先的：{counts}",
                f"{'Alone ahead' if shared else 'Ahead'}, of {len(shown)} flags: {counts}",
            )
            if counts
            else "",
            say(f"并列领先：{shared}", f"together ahead: {shared}") if shared else "",
            say(f"{say.list(alike)}没有可确认的差异", f"no confirmed difference on {say.list(alike)}") if alike else "",
        ]
    )


def top_slide(brief: Brief, column: Column, letter: str) -> Slide:
    """Make a slide with the top five levels of each cluster, and a table where more is over-indexed than these."""
    say, counted = brief.say, brief.answers.levels(column)
    told = {(c.cluster, c.level): c for c in brief.claims.where(kind="level", column=column.name)}
    over = {key: over_of(brief, column, key, 2) for key in brief.keys}
    drawn = [key for key in brief.keys if over[key] or len(brief.keys) <= MOST_PANELS] or list(brief.keys)
    most = 4 if len(brief.keys) < 4 else 2
    alone_told = all(c in top_levels(key, told) for key in brief.keys for c in over_of(brief, column, key, most))
    panels = tuple(bar_panel(brief, key, told, over[key], alone_told) for key in drawn)
    title = top_headline(brief, column)
    bars = Bars("top-levels", panels, title)
    body = bars if alone_told else Beside((bars, over_table(brief, [column], title, most)), (1.9, 1))
    takeaway = top_takeaway(brief, column)
    return Slide(
        STEP + letter,
        "content",
        title,
        f"{STEP} {say.text(NAME)}{say('：', ': ')}{brief.title(column)}{top_words(brief, column)}",
        body,
        takeaway,
        say.clauses(
            [
                say(
                    f"占比的基数为有值的客户；彩色为高于其他群体，括号内为{'其他群体的占比与' if alone_told else ''}倍数",
                    f"Shares of customers with a value; coloured: above the others; in brackets {'their share and ' if alone_told else ''}the ratio",
                ),
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
                    association_words(brief, [column]),
                    top_intervals(brief, told),
                ]
            ),
            say(
                "最常见的品类在各群体中可能相同，这时它不是任何群体的偏好。",
                "The commonest category may be the same everywhere; then it is nobody's preference.",
            ),
        ),
        minor=differs_little(brief, column),
    )


def over_of(brief: Brief, column: Column, key: str, most: int) -> tuple[Claim, ...]:
    """Return the levels of a column that a cluster has more often than the others."""
    return over_indexed(brief.claims.where(kind="level", column=column.name, cluster=key), most)


def undrawn_words(brief: Brief, keys: Sequence[str]) -> str:
    """Name the clusters that have no bars because nothing sets them apart."""
    names = brief.say.list(map(brief.name, keys))
    return (
        brief.say(f"未画出的{names}没有高于其他群体的取值", f"not drawn, as nothing stands out: {names}")
        if keys
        else ""
    )


def top_levels(key: str, told: dict[tuple[str, str], Claim]) -> list[Claim]:
    """Return a cluster's most frequent levels; those that 1 to 10 customers have are not ranked."""
    own = [claim for (cluster, _), claim in told.items() if cluster == key and claim.numbers["yes"] >= FEW]
    return sorted(own, key=lambda c: (-c.numbers["share"], c.level))[:TOP]


def top_intervals(brief: Brief, told: dict[tuple[str, str], Claim]) -> str:
    """Give the shares of each cluster's most frequent levels with their intervals."""
    say, parts = brief.say, []
    for key in brief.keys:
        listed = say.list(f"{c.level} {interval_text(brief, c)}" for c in top_levels(key, told))
        parts.append(say(f"{brief.name(key)}：{listed}", f"{brief.name(key)}: {listed}") if listed else "")
    return say("占比与 95% Wilson 区间——", "Shares with Wilson's 95% intervals. ") + say.clauses(parts)


def bar_panel(
    brief: Brief, key: str, told: dict[tuple[str, str], Claim], over: Sequence[Claim], with_others: bool
) -> BarPanel:
    """Draw up one cluster's most frequent levels."""
    claims = top_levels(key, told)
    labels = shortened([c.level for c in claims], LONGEST_LABEL)
    bars = tuple(
        Bar(label, drawn_share(c), bar_text(brief, c, with_others), is_over(c))
        for label, c in zip(labels, claims, strict=True)
    )
    finding = more_common(brief, key, [trait(brief, c, c is over[0]) for c in over]) if over else ""
    return BarPanel(key, brief.name(key), bars, finding)


def bar_text(brief: Brief, claim: Claim, with_others: bool) -> str:
    """Print a bar's share and, where it is over-represented, how many times the others' it is, and theirs."""
    say, text = brief.say, share_text(brief, claim.numbers["yes"], claim.bases[0])
    if not (is_over(claim) and told_ratio(claim)):
        return text
    others, times = share_text(brief, claim.numbers["rest_yes"], claim.bases[1]), say.times(claim.effect.value)
    return text + say.aside(say(f"其他 {others}，{times}", f"others {others}, {times}") if with_others else times)


def top_headline(brief: Brief, column: Column) -> str:
    """State what each cluster over-indexes on, or that the clusters differ little."""
    traits = top_traits(brief, column)
    if not traits:
        return brief.say(
            f"各群体的{brief.title(column)}没有可确认的偏好差异",
            f"No cluster has a preference by {mentioned(brief, column)}",
        )
    return little_words(brief, [column]) if differs_little(brief, column) else traits


def top_traits(brief: Brief, column: Column) -> str:
    """Say what the two clusters with the largest effects have more often; nothing where none stands out."""
    every = (sorted(over_of(brief, column, key, 2), key=lambda c: -abs(c.numbers["h"])) for key in reversed(brief.keys))
    overs = sorted(filter(None, every), key=lambda over: -abs(over[0].numbers["h"]))
    return told_traits(brief, overs[:2]) if overs else ""


def top_words(brief: Brief, column: Column) -> str:
    """Say that only the most frequent levels are shown, where there are more."""
    return f" Top {TOP}" if len(brief.answers.levels(column).levels) > TOP else ""


def top_takeaway(brief: Brief, column: Column) -> str:
    """Say of which clusters the commonest level sets them apart, and of which it does not.

    Where the title says that the clusters differ little: what differs most.
    """
    say = brief.say
    if differs_little(brief, column) and (traits := top_traits(brief, column)):
        return traits
    if same := same_top(brief, column):
        return same
    first = {key: commonest(brief, column, key) for key in brief.keys}
    own = [claim for claim in first.values() if is_over(claim)]
    plain = [claim for claim in first.values() if not is_over(claim)]
    if not own:
        return say(
            "最常见的取值都不是特色：只有着色的条高于其他群体",
            "No cluster's commonest level sets it apart: only coloured bars exceed the others' share",
        )
    listed = (
        f"{level}{say.aside(names_of(brief, [claim for claim in own if claim.level == level]))}"
        for level in dict.fromkeys(claim.level for claim in own)
    )
    words = say("、", ", ").join(listed)
    but = say(f"；{names_of(brief, plain)}则不是", f"; not in {names_of(brief, plain)}") if plain else ""
    return say(f"最常见的取值同时也是特色：{words}", f"The commonest is also above the others' share: {words}") + but


def commonest(brief: Brief, column: Column, key: str) -> Claim:
    """Return the claim on a cluster's most frequent level."""
    return max(
        brief.claims.where(kind="level", column=column.name, cluster=key), key=lambda claim: claim.numbers["share"]
    )


def same_top(brief: Brief, column: Column) -> str:
    """Say so where one level is the commonest in every cluster and therefore nobody's preference."""
    say = brief.say
    first = {commonest(brief, column, key).level for key in brief.keys}
    if len(first) > 1:
        return ""
    level = first.pop()
    if any(is_over(c) for c in brief.claims.where(kind="level", column=column.name, level=level)):
        return ""
    return say(
        f"{level}在各群体中都是第一名，因此不是任何群体的特色",
        f"{level} comes first in every cluster, so it sets none of them apart",
    )
