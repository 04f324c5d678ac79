"""2.1 Which core categories does each cluster have, and which product categories does it have more often?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from deckgen.brief import Brief, LeftOut, Told
from deckgen.claims import Claim, by_cluster
from deckgen.columns import Column
from deckgen.comparisons import compare_flag, compare_levels
from deckgen.customers import Customers
from deckgen.exhibits import best_columns, row_headline, shaded_words, share_intervals, shares_shown, shows_others
from deckgen.glossary import CATEGORIES
from deckgen.leading import (
    alone,
    by_gap,
    clusters_named,
    gap,
    gap_sentence,
    lead_trait,
    leaders,
    names_of,
    rarer,
    shares_of,
    told_traits,
    widest_gap,
)
from deckgen.names import sentence_case
from deckgen.phrases import bases, notes
from deckgen.questions import Question, flag, levels
from deckgen.share_feet import share_foot, share_method
from deckgen.share_phrases import all_groups, no_difference, own_text, printed, the_others, valued_words
from deckgen.slides import Slide, Stretch
from deckgen.top_levels import TOP, top_slide
from deckgen.wording import Text

NAME = Text("核心品类偏好", "Category preference")
OTHER_FLAGS = Text("是否类特征", "Yes/no traits")
"""What the step is called where its flags speak of something else than products."""
STEP = "2.1"
MOST_FLAGS, MOST_NAMED = 8, 3
OF_PRODUCTS = r"categor|product|品类|产品|类目|商品"
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
    shown = worth_a_page(brief, strongest_flags(brief, flags))
    picked = best_columns(brief, products, tuple(CATEGORIES), most)
    best = picked if "categories" in brief.customers.placed else [c for c in picked if differs(brief, c)]
    tops = tuple(
        top_slide(brief, c, STEP + letter, top_kicker(brief, c)) for c, letter in zip(best, LETTERS, strict=False)
    )
    slides = ((flag_slide(brief, shown),) if shown else ()) + tops
    alike = [c for c in picked if c not in best] + (flags if not shown else [])
    left_out = (*nothing_for(brief, flags, picked), *(LeftOut(c.name, no_difference(brief)) for c in alike))
    return Told(slides, claims, left_out, tuple(c.name for c in shown + best))


def worth_a_page(brief: Brief, shown: list[Column]) -> list[Column]:
    """Return flags; none where there is a single one that is alike in all clusters, unless the settings choose it."""
    told = any(claim.is_told for column in shown for claim in brief.claims.where(kind="flag", column=column.name))
    return shown if told or len(shown) > 1 or "categories" in brief.customers.placed else []


def speak_of_products(columns: list[Column]) -> bool:
    """Tell whether all columns speak of products."""
    return all(column.topic == "product" for column in columns)


def top_kicker(brief: Brief, column: Column) -> str:
    """Name what a slide of a category shows: the step and the column, or the column alone if it names no products."""
    say, title = brief.say, brief.title(column)
    named = re.search(OF_PRODUCTS, title, re.IGNORECASE)
    return f"{STEP} {say.text(NAME)}{say('：', ': ')}{title}" if named else f"{STEP} {title}"


def differs(brief: Brief, column: Column) -> bool:
    """Tell whether some cluster has a level of a category more or less often than the others."""
    return any(claim.is_told for claim in brief.claims.where(kind="level", column=column.name))


def nothing_for(brief: Brief, flags: list[Column], products: list[Column]) -> Iterable[LeftOut]:
    """Say which of the step's slides find no column in the table."""
    say = brief.say
    if not flags:
        why = say("表中没有可用的是否类字段", "the table has no yes/no column for it")
        yield LeftOut(say("品类标签", "Category flags"), why)
    if not products:
        yield LeftOut(f"Top {TOP}", say("表中没有品类字段", "the table has no product category"))


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
    products = speak_of_products(shown)
    first = say("品类", "Category") if products else say("标签", "Flag")
    body = shares_shown(brief, "penetration", rows, title, first, stated(shown, claims))
    return Slide(
        "2.1a",
        "content",
        title,
        f"{STEP} {say.text(NAME if products else OTHER_FLAGS)}",
        body,
        flag_takeaway(brief, shown, claims),
        flag_foot(brief, shown, claims),
        notes(
            brief,
            say.sentences([title, flag_takeaway(brief, shown, claims)]),
            share_intervals(brief, rows)
            + share_method(brief, rows)
            + say("", " ")
            + say(
                f"占比为有回答{say.rows}中“是”的比例；差值区间用 Newcombe 法，比值用得分区间。略：比值 ≥ 1.2 且 95% 区间不含 0；明显：Cohen's h ≥ 0.2 且 99.9% 区间超过 0.1，或比值 ≥ 1.5 且 99.9% 区间超过 1.1。",
                f"Shares of yes among {say.rows} with an answer; Newcombe interval for the gap, score interval for the ratio. Slightly: ratio >= 1.2 and the 95% interval excludes 0; clearly: Cohen's h >= 0.2 and its 99.9% interval beyond 0.1, or ratio >= 1.5 and its 99.9% interval beyond 1.1.",
            ),
            say(
                f"渗透率高不等于偏好；要看与{the_others(brief)}相比的倍数。",
                f"A high share is no preference by itself; look at the ratio to {the_others(brief)}.",
            ),
        ),
        stretches=tuple(stretches(brief, shown, claims)),
    )


def flag_foot(brief: Brief, shown: list[Column], claims: dict[str, dict[str, Claim]], part: bool = False) -> str:
    """Say what flags must not be read without. part: on one of several pages, which have ratios of a single leader only."""
    say, rows = brief.say, [(brief.title(c), claims[c.name]) for c in shown]
    alone = any(len(leaders(claims[c.name])) == 1 for c in shown)
    marked = len(rows) > 1 and stated(shown, claims) and not (part and shared_lead(shown, claims))
    several = say(f"占比：答“是”的{say.rows}，一{say.measured}可有多项", f"Shares of yes; a {say.row} may have several")
    product = several if speak_of_products(shown) and len(rows) > 1 else ""
    ratio = len(rows) > 1 and (alone or not part or len(brief.keys) == 2)
    shaded = shaded_words(brief) if marked else ""
    return sentence_case(say.clauses([product, *share_foot(brief, rows, ratio), shaded, bases(brief)]))


def stretches(brief: Brief, shown: list[Column], claims: dict[str, dict[str, Claim]]) -> Iterator[Stretch]:
    """Yield what is said over and under every stretch of flags: of them alone."""
    for start, end in combinations(range(len(shown) + 1), 2):
        own = shown[start:end]
        if len(own) < len(shown):
            shared = shared_lead(own, claims)
            title = shared_headline(brief, shared, claims) if shared else flag_headline(brief, own, claims)
            callout, under = stretch_takeaway(brief, own, shared, claims), flag_foot(brief, own, claims, part=True)
            yield Stretch(tuple(column.name for column in own), title, callout, under)


def stretch_takeaway(brief: Brief, own: list[Column], shared: list[Column], claims: dict[str, dict[str, Claim]]) -> str:
    """Say of a stretch of flags what its title does not. shared: the flags that the title tells."""
    rest = [column for column in own if column not in shared]
    if not rest and len(shared) > 1:
        return shares_beside(brief, shared, claims)
    if not rest and (less := rarer(brief, brief.title(own[0]), claims[own[0].name])):
        return less
    if len(rest) == 1 and leaders(claims[rest[0].name]):
        return row_headline(brief, brief.title(rest[0]), claims[rest[0].name], shows_others(brief, len(own)))
    return flag_takeaway(brief, rest if 1 < len(rest) <= MOST_NAMED else own, claims, part=True)


def shares_beside(brief: Brief, shared: list[Column], claims: dict[str, dict[str, Claim]]) -> str:
    """Give the shares of the flags that a title names without them, against those of the clusters that do not lead."""
    say, told, first = brief.say, shared[1:MOST_NAMED], leaders(claims[shared[0].name])
    behind = [key for key in brief.keys if key not in {claim.cluster for claim in first}]
    found = [printed(own_text(brief, claims[column.name][key])) for column in told for key in behind]
    known = [share for share in found if share is not None]
    names, own = (
        clusters_named(brief, behind),
        [lead_trait(brief, claims[c.name], brief.title(c), False, False) for c in told],
    )
    ends = [f"{share}%" for share in sorted({min(known), max(known)})] if len(known) == len(found) else []
    span, which = say(" 至 ", " to ").join(ends), {1: "", 2: " on both"}.get(len(told), " on these")
    return say.clauses([*own, say(f"{names}为 {span}", f"{names}: {span}{which}") if ends else ""])


def shared_lead(shown: list[Column], claims: dict[str, dict[str, Claim]]) -> list[Column]:
    """Return the flags that the same clusters lead together, where those are most of the ones that any leads."""
    led: dict[tuple[str, ...], list[Column]] = {}
    for column in shown:
        led.setdefault(tuple(claim.cluster for claim in leaders(claims[column.name])), []).append(column)
    led.pop((), None)
    most = max(led, key=lambda keys: len(led[keys]), default=())
    several = len(most) > 1 and 1 < len(led[most]) > sum(map(len, led.values())) / 2
    return led[most] if several else []


def shared_headline(brief: Brief, columns: list[Column], claims: dict[str, dict[str, Claim]]) -> str:
    """State which clusters lead together on which flags, the first with its shares."""
    say, first = brief.say, leaders(claims[columns[0].name])
    shares, valued = shares_of(brief, first), valued_words(brief, first[0])
    inside = say(f"{valued}{shares}", f"{shares}{valued and ' '}{valued}")
    told = [brief.title(columns[0]) + say.aside(inside)]
    told += based_titles(brief, columns[1:MOST_NAMED], claims)
    more, names = len(columns) - len(told), names_of(brief, first)
    return say(
        f"{names}在{say.list(told)}{f'等 {len(columns)} 个标签' if more else ''}上并列领先",
        f"{names} lead together on {say.list([*told, f'{more} more'] if more else told)}",
    )


def flag_headline(brief: Brief, shown: list[Column], claims: dict[str, dict[str, Claim]]) -> str:
    """State which cluster stands apart on which flags, by the gap in points; else which ones lead one together."""
    say = brief.say
    both = shows_others(brief, len(shown))
    if single := led_alone(shown, claims):
        return told_traits(brief, single, both)
    together = max((c for c in shown if leaders(claims[c.name])), key=lambda c: gap(claims[c.name]), default=None)
    if together is None:
        if widest := widest_gap(claim for c in shown for claim in claims[c.name].values()):
            return gap_sentence(brief, widest, shown=both)
        named = len(shown) <= MOST_NAMED
        zh, en = (titles(brief, shown),) * 2 if named else ("这些标签", "these flags")
        return say(f"{all_groups(brief)}在{zh}上没有可确认的差异", f"The clusters do not differ on {en}")
    return row_headline(brief, brief.title(together), claims[together.name], both)


def led_alone(shown: Sequence[Column], claims: dict[str, dict[str, Claim]]) -> list[list[Claim]]:
    """Return on which flags a cluster stands apart, of two clusters two each, the widest gap in points first."""
    single = sorted(filter(None, (alone(claims[c.name]) for c in shown)), key=lambda c: -c.numbers["difference"])
    keys = list(dict.fromkeys(claim.cluster for claim in single))[:2]
    return [[claim for claim in single if claim.cluster == key][:2] for key in keys]


def stated(shown: Sequence[Column], claims: dict[str, dict[str, Claim]]) -> list[Claim]:
    """Return what the title tells of flags on which clusters stand apart: two of the first, one of another."""
    first, *more = led_alone(shown, claims) or [[]]
    return [*first, *(claim for over in more for claim in over[:1])]


def flag_takeaway(brief: Brief, shown: list[Column], claims: dict[str, dict[str, Claim]], part: bool = False) -> str:
    """Say which cluster leads on which flags, or several together, and which flags do not differ.

    Of a single flag: which clusters have it less often. part: whether other pages show other flags.
    """
    say = brief.say
    if not part and not any(k.is_told for c in shown for k in claims[c.name].values()):
        return say("不宜据此区分群体", "No ground to tell the groups apart")
    if len(shown) == 1:
        less = rarer(brief, brief.title(shown[0]), claims[shown[0].name])
        return less if less or part else say("表中只有这一个标签", "This is the only such flag in the table")
    led: dict[str, list[Column]] = {}
    for column in (c for c in shown if leaders(claims[c.name])):
        led.setdefault(names_of(brief, leaders(claims[column.name])), []).append(column)
    modest = not any(k.verdict == "clear" for c in shown for k in claims[c.name].values())
    alike = [c for c in shown if not any(k.is_told for k in claims[c.name].values())]
    clauses = [
        say("差异幅度有限，只宜作辅助特征", "The gaps are modest: use them as secondary traits only") if modest else "",
        lead_clause(brief, {name: own for name, own in led.items() if is_one(brief, name)}, len(shown), part),
        lead_clause(brief, {name: own for name, own in led.items() if not is_one(brief, name)}, len(shown), part),
        *(rarer(brief, brief.title(c), claims[c.name]) for c in shown if not leaders(claims[c.name])),
        say(f"{titles(brief, alike)}没有可确认的差异", f"no confirmed difference on {titles(brief, alike)}")
        if alike
        else "",
    ]
    words = say.clauses(clauses)
    return words[:1].upper() + words[1:]


def is_one(brief: Brief, name: str) -> bool:
    """Tell whether a name is that of one cluster."""
    return name in map(brief.name, brief.keys)


def lead_clause(brief: Brief, led: dict[str, list[Column]], of: int, part: bool) -> str:
    """Say who leads on which flags; of many on how many. of: how many the page shows, part: of several pages."""
    say, clauses = brief.say, list[str]()
    for name, columns in led.items():
        several, many = not is_one(brief, name), len(columns) > MOST_NAMED
        if len(columns) == of and many:
            zh, en = f"{'本页' if part else ''}全部 {of} 个标签", f"all {of} flags{' here' if part else ''}"
        elif many:
            zh = f"{'本页 ' if part else ''}{of} 个标签中的 {len(columns)} 个"
            en = f"{len(columns)} of the {of} flags{' here' if part else ''}"
        else:
            zh = en = titles(brief, columns)
        verb = "" if clauses else " lead together" if several else say.verb(name, " leads", " lead")
        clauses.append(say(f"{name}在{zh}上{'并列' if several else ''}领先", f"{name}{verb} on {en}"))
    return say("，", ", ").join(clauses)


def titles(brief: Brief, columns: list[Column]) -> str:
    """List what the deck calls flags."""
    return brief.say.list(map(brief.title, columns))


def based_titles(brief: Brief, columns: Sequence[Column], claims: dict[str, dict[str, Claim]]) -> list[str]:
    """Name flags; those of which many have no value with that their shares are of those with one, of all of them once."""
    say, names = brief.say, list(map(brief.title, columns))
    valued = [valued_words(brief, next(iter(claims[column.name].values()))) for column in columns]
    if len(names) > 1 and valued[0] and len(set(valued)) == 1:
        every = say(f"均为{valued[0]}", f"{'both' if len(names) == 2 else 'all'} {valued[0]}")
        return [*names[:-1], names[-1] + say.aside(every)]
    return [name + (say.aside(words) if words else "") for name, words in zip(names, valued, strict=True)]
