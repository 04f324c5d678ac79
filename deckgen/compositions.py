"""How is a step told that compares what clusters are made of? Two pictures of bars and what is over-represented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from deckgen.brief import Brief, LeftOut, Told
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.comparisons import compare_levels
from deckgen.composition_bars import composition, composition_words, in_one_measure, untold
from deckgen.customers import Customers
from deckgen.exhibits import association_words, best_columns, missing_words, strongest_level
from deckgen.glossary import CATEGORIES
from deckgen.leading import (
    clusters_named,
    differs_little,
    gap_sentence,
    is_over,
    lacking,
    levels_gap,
    little_gap,
    little_words,
)
from deckgen.phrases import bases, mentioned, notes
from deckgen.questions import Question, levels
from deckgen.share_feet import as_counted, confirmed_above, unrounded
from deckgen.share_phrases import (
    all_groups,
    full_name,
    level_name,
    others_share,
    over_indexed,
    saying_base,
    the_others,
    told_ratio,
    trait,
)
from deckgen.slides import LESS, Above, Slide, StackedBars, Stretch
from deckgen.statistics.disclosure import FEW
from deckgen.typesetting import wide
from deckgen.wording import Text

MOST_TOLD = 2
"""Levels that the callout names of a cluster."""
HEADED = 1.5
"""Rows of a picture that its heads take."""


@dataclass(frozen=True)
class Step:
    """A composition step: its number, its name, and for each of its pictures the topics to choose a column from.

    section: what the settings call it. stacked: whether the pictures are 100 % bars where there is room, or a row a level.
    """

    section: str
    number: str
    name: Text
    pictures: tuple[tuple[str, ...], ...]
    stacked: bool = True

    @property
    def topics(self) -> set[str]:
        return {topic for topics in self.pictures for topic in topics}


def topic_columns(customers: Customers, step: Step) -> list[Column]:
    """Return the category columns that a step may use."""
    return list(customers.for_section(step.section, "category", lambda column: column.topic in step.topics))


def ask_topics(customers: Customers, step: Step) -> Iterable[Question]:
    """Ask for the counts of every category that the step may use."""
    return [levels(column) for column in topic_columns(customers, step)]


def tell_step(brief: Brief, step: Step) -> Told:
    """Tell the step's two pictures, each of the column that is known or differs most."""
    columns = topic_columns(brief.customers, step)
    claims = tuple(c for column in columns for c in compare_levels(column, brief.answers.levels(column)))
    brief = brief.plus(claims)
    shown = placed(brief, columns, step) or pick(brief, columns, step)
    say = brief.say
    if not shown:
        why = say("表中没有可用的类别字段", "the table has no category for it")
        return Told((), claims, (LeftOut(say.text(step.name), why),))
    pages = zip(ascii_lowercase, batched(shown, len(step.pictures)), strict=False)
    slides = tuple(composition_slide(brief, step, letter if letter > "a" else "", page) for letter, page in pages)
    return Told(slides, claims, shown=tuple(column.name for column in shown))


def placed(brief: Brief, columns: list[Column], step: Step) -> list[Column]:
    """Return the columns that the settings choose for the step, as far as they have at least two levels."""
    if step.section not in brief.customers.placed:
        return []
    return [c for c in columns if len(brief.answers.levels(c).levels) > 1]


def batched(columns: list[Column], size: int) -> Iterable[list[Column]]:
    """Return columns in batches of a size, the last one as long as it is."""
    return (columns[start : start + size] for start in range(0, len(columns), size))


def pick(brief: Brief, columns: list[Column], step: Step) -> list[Column]:
    """Return one column a picture, none twice; a picture without a column of its topics takes what is left.

    Columns in which nothing stands out get no picture beside one in which something does.
    """
    shown: list[Column] = []
    for topics in step.pictures:
        own = [c for c in columns if c.topic in topics[:1] and c not in shown] or [
            c for c in columns if c.topic in topics and c not in shown
        ]
        shown += best_columns(brief, own or [c for c in columns if c not in shown], tuple(CATEGORIES), 1)
    return [column for column in shown if strongest_level(brief, [column])] or shown


def composition_slide(brief: Brief, step: Step, letter: str, columns: list[Column]) -> Slide:
    """Make the slide: a picture of bars a column, in which what is over-represented stands out."""
    say = brief.say
    most = 3 if len(brief.keys) < 4 else 2
    told = told_claims(brief, columns, most)
    charts = in_one_measure([composition(brief, c, told, step.stacked) for c in columns])
    rows = [1.0 if step.stacked else len(chart.levels) + HEADED for chart in charts]
    title = headline(brief, columns)
    return Slide(
        step.number + letter,
        "content",
        title,
        f"{step.number} {shown_words(brief, step, columns)}",
        Above(charts, tuple(rows)) if len(charts) > 1 else charts[0],
        takeaway(brief, columns),
        say.clauses(
            [
                say(f"占比的基数为有值的{say.rows}", f"Shares of {say.rows} with a value"),
                colour_words(brief, columns, charts),
                against_meaning(brief, charts),
                hidden_words(brief, charts),
                pooled_words(brief, charts),
                as_counted(brief, compared(brief, columns)),
                association_words(brief, columns, short=True),
                missing_words(brief, columns),
                untold(brief, columns),
                bases(brief),
            ]
        ),
        notes(
            brief,
            say.sentences([title, *(composition_words(brief, c) for c in columns)]),
            say.sentences([association_words(brief, columns), unrounded(brief)])
            + say("", " ")
            + say(
                f"列出的偏好满足：差值的 Newcombe 区间（按取值个数做 Bonferroni 校正）不含 0、群体内至少 11 {say.measured}，且 Cohen's h ≥ 0.2、其 99.9% 区间超过 0.1（明显），或比值 ≥ 1.2（略）。",
                f"A level is listed where the Newcombe interval of the gap (Bonferroni over the levels) excludes 0, the cluster has at least 11 such {say.rows}, and Cohen's h >= 0.2 with its 99.9% interval beyond 0.1 (clearly) or the ratio >= 1.2 (slightly).",
            ),
            say(
                "构成差异描述现状，不说明渠道或属性导致了群体差异。",
                "Composition describes; it does not say that a channel or an attribute causes the difference.",
            ),
        ),
        minor=not titled(brief, columns),
        stretches=tuple(Stretch((c.name,), headline(brief, [c]), takeaway(brief, [c])) for c in columns)
        if len(columns) > 1
        else (),
    )


def hidden_words(brief: Brief, charts: Sequence[StackedBars]) -> str:
    """Say that the shares of a few are not shown; nothing where all are."""
    say = brief.say
    if all(text for chart in charts for row in chart.texts for text in row):
        return ""
    return say(
        f"少于 {FEW} {say.noun.measure}的不显示，为免被反推，另一占比可能略有改动",
        f"fewer than {FEW} {say.rows} are not shown; to protect them another share may be slightly altered",
    )


def pooled_words(brief: Brief, charts: Sequence[StackedBars]) -> str:
    """Say that what stands together as other levels is not compared, where it differs more than any level that is shown:
    a reader would take that for the widest gap.
    """
    gaps = [[max(shares) - min(shares) for shares in zip(*chart.shares, strict=True)] for chart in charts]
    pairs = [
        (gap, grey) for own, chart in zip(gaps, charts, strict=True) for gap, grey in zip(own, chart.grey, strict=True)
    ]
    if max((gap for gap, grey in pairs if grey), default=0.0) <= max(gap for gap, grey in pairs if not grey):
        return ""
    return brief.say(
        "列出占比最高及有差异的取值，“其他”为其余各项合计，不作比较",
        "shown are the commonest levels and those that differ; “other” is the sum of the rest and not compared",
    )


def shown_words(brief: Brief, step: Step, columns: Sequence[Column]) -> str:
    """Name what a page shows: the step where every picture is of its topics, else the columns; a single one stands over
    its picture.
    """
    whole = len(columns) == len(step.pictures)
    if whole and all(column.topic in topics for column, topics in zip(columns, step.pictures, strict=True)):
        return brief.say.text(step.name)
    if len(columns) == 1:
        return brief.say("类别构成", "Composition")
    return brief.say.list(map(brief.title, columns))


def against_meaning(brief: Brief, charts: Sequence[StackedBars]) -> str:
    """Say what stands in brackets behind shares; nothing where nothing does."""
    say, whose = brief.say, others_share(brief)
    if not any(text for chart in charts for row in chart.against for text in row):
        return ""
    return say(f"括号内：与{the_others(brief)}占比相比", f"in brackets: compared with {whose}")


def compared(brief: Brief, columns: Sequence[Column]) -> list[Claim]:
    """Return what pictures compare with the others' share, where that is the other bar's."""
    names = {column.name for column in columns if not differs_little(brief, column)}
    return [c for c in brief.claims.where(kind="level") if c.column in names and is_over(c)]


def colour_words(brief: Brief, columns: Sequence[Column], charts: Sequence[StackedBars]) -> str:
    """Say what the colours of pieces mean; nothing where all are grey."""
    say = brief.say
    if not any(any(row) for chart in charts for row in (*chart.strong, *chart.less)):
        return ""
    if any(chart.less for chart in charts):
        return confirmed_above(brief, columns) + say(f"，描边带 {LESS}：低于", f", outlined with {LESS}: below")
    return confirmed_above(brief, columns)


def headline(brief: Brief, columns: list[Column]) -> str:
    """State the strongest over-representation of each picture that tells enough, the first with both shares."""
    say = brief.say
    found = titled(brief, columns)
    if not found:
        widest, titles = levels_gap(brief, columns), say.list(mentioned(brief, c) for c in columns)
        if widest is None:
            return say(f"{all_groups(brief)}在{titles}上没有可确认的差异", f"The clusters do not differ by {titles}")
        return little_words(brief, columns) if all_little(brief, columns) else gap_sentence(brief, widest)
    return say.clauses(traits_of(brief, found))


def titled(brief: Brief, columns: list[Column]) -> list[Claim]:
    """Return the strongest over-representation of each column that tells enough for a title."""
    strong = [column for column in columns if not differs_little(brief, column)]
    return [claim for column in strong if (claim := strongest_level(brief, [column]))]


def told_claims(brief: Brief, columns: list[Column], most: int) -> list[Claim]:
    """Return what a page says of levels in its title, its table of so many levels a cluster, and its callout."""
    named = {column.name for column in columns}
    found = titled(brief, columns) or list(filter(None, [levels_gap(brief, columns)]))
    for key, also in also_told(brief, columns).items():
        claims = [c for c in brief.claims.where(kind="level", cluster=key) if c.column in named]
        found += [*also, *(over_indexed(claims, most) or filter(None, [lacking(claims)]))]
    return found


def also_told(brief: Brief, columns: list[Column]) -> dict[str, tuple[Claim, ...]]:
    """Return what else a cluster has more often than what the title tells, the widest gap in points first, by cluster."""
    names, told = {c.name for c in columns}, titled(brief, columns)
    rest = [c for c in brief.claims.where(kind="level") if c.column in names and c not in told]
    over = {key: over_indexed([c for c in rest if c.cluster == key], len(rest)) for key in brief.keys}
    return {key: tuple(sorted(own, key=lambda c: -c.numbers["difference"])[:MOST_TOLD]) for key, own in over.items()}


def all_little(brief: Brief, columns: list[Column]) -> bool:
    """Tell whether none of the categories sets the clusters apart."""
    return all(differs_little(brief, column) for column in columns)


def takeaway(brief: Brief, columns: list[Column]) -> str:
    """Say what else which clusters have more often than the others; or that there is nothing else.

    Where the title says that the clusters differ little, so does the callout.
    """
    say, told = brief.say, titled(brief, columns)
    if all_little(brief, columns) and (widest := little_gap(brief, columns)):
        return widest
    if found := led_together(brief, also_told(brief, columns)):
        listed = ((clusters_named(brief, keys), say.list(levels)) for keys, levels in found)
        return say("", "More common ") + say.clauses(say(f"{n}更常见：{what}", f"in {n}: {what}") for n, what in listed)
    if told:
        name = brief.name(told[0].cluster)
        return say(
            f"高于{the_others(brief)}的只有{name}", f"Only {name} has anything more often than {the_others(brief)}"
        )
    return say("不宜据此区分群体", "No ground to tell the groups apart")


def led_together(brief: Brief, over: Mapping[str, Sequence[Claim]]) -> list[tuple[list[str], list[str]]]:
    """Return which clusters have the same levels more often, and these levels; of one cluster with how many times the
    others' share.

    over: what each cluster has more often.
    """
    found: dict[frozenset[str], list[str]] = {}
    for key, own in over.items():
        if own:
            found.setdefault(frozenset(level_name(brief, claim) for claim in own), []).append(key)
    return [(keys, [named_level(brief, claim, len(keys) == 1) for claim in over[keys[0]]]) for keys in found.values()]


def named_level(brief: Brief, claim: Claim, alone: bool) -> str:
    """Name a level, of one cluster alone with how many times the others' share it has; in the brackets that a name ends
    with.
    """
    say, name = brief.say, level_name(brief, claim)
    if not (alone and told_ratio(claim)):
        return name
    name = wide(name) if say.language == "zh" else name
    times = say.times(claim.effect.value)
    return f"{name[:-1]}{say('，', ', ')}{times}{name[-1]}" if name[-1] in ")）" else name + say.aside(times)


def traits_of(brief: Brief, claims: Sequence[Claim]) -> list[str]:
    """Say what clusters have more often, the first with both shares; a level that its column explains has it beside."""
    basing = saying_base(brief, claims)

    def words(before: Claim | None, claim: Claim) -> str:
        whose = "" if before is not None and before.cluster == claim.cluster else brief.name(claim.cluster)
        return trait(brief, claim, claim is claims[0], full_name(brief, claim), claim is basing, whose)

    return [words(before, claim) for before, claim in zip((None, *claims), claims, strict=False)]
