"""2.5 What else sets the clusters apart, among the flags and categories that no step before shows?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from deckgen.brief import Brief, LeftOut, Told
from deckgen.claims import Claim, by_cluster
from deckgen.columns import Column
from deckgen.comparisons import compare_flag, compare_levels
from deckgen.customers import Customers
from deckgen.exhibits import over_cells, share_cards
from deckgen.leading import ahead, front, gap, lead_trait, lead_words, leaders, names_of, rarer, shares_of
from deckgen.phrases import bases, notes
from deckgen.prefixes import families
from deckgen.questions import Question, flag, levels
from deckgen.share_feet import as_counted, unrounded
from deckgen.share_phrases import (
    based_words,
    figure_of,
    full_name,
    interval_text,
    no_difference,
    others_head,
    others_share,
    over_indexed,
    points_text,
    saying_base,
    told_ratio,
    valued_words,
)
from deckgen.slides import Block, Cell, Row, Slide, Stretch, Table
from deckgen.statistics.verdicts import LEAST_H, SLIGHT_RATIO
from deckgen.wording import DASH, Text

NAME = Text("其他特征", "Other traits")
STEP = "2.5"
MOST = 10
"""Columns that the slide shows."""
MOST_LISTED = 2
"""Traits that the callout names of a cluster."""


def asks(customers: Customers) -> Iterable[Question]:
    """Ask for the counts of every flag and category."""
    yield from (flag(column) for column in customers.of_role("flag"))
    yield from (levels(column) for column in customers.of_role("category"))


def tells(brief: Brief) -> Told:
    """Tell of each column what stands out most, the strongest columns alone, and say of the others why they do not."""
    columns = unseen(brief)
    if not columns:
        return Told()
    claims = tuple(new_claims(brief, columns))
    brief = brief.plus(claims)
    told = {column.name: found for column in columns if (found := strongest(brief, column))}
    ranked = sorted(told, key=lambda name: -gap(each(brief, told[name])))
    shown = tuple(ranked if "others" in brief.customers.placed else ranked[:MOST])
    slides = (make_slide(brief, [told[name] for name in shown], differing(brief, columns, told)),) if shown else ()
    rest = tuple(LeftOut(c.name, reason(brief, c, c.name in told)) for c in columns if c.name not in shown)
    return Told(slides, claims, rest, shown)


def unseen(brief: Brief) -> list[Column]:
    """Return the flags and categories that no step before shows, or those that the settings choose."""
    customers = brief.customers
    columns = [c for role in ("flag", "category") for c in customers.for_section("others", role, lambda column: True)]
    seen = {name for names in brief.shown.values() for name in names}
    return [column for column in columns if column.name not in seen]


def new_claims(brief: Brief, columns: list[Column]) -> Iterable[Claim]:
    """Compare the columns that no step before has compared."""
    known = {claim.column for claim in brief.claims}
    new = [column for column in columns if column.name not in known]
    flags = [column for column in new if column.role == "flag"]
    for column in flags:
        yield from compare_flag(column, brief.answers.flag(column), together=len(flags))
    for column in new:
        if column.role == "category":
            yield from compare_levels(column, brief.answers.levels(column))


def strongest(brief: Brief, column: Column) -> Claim | None:
    """Return what stands out most in a column by the gap in points, of the cluster that is ahead in it."""
    own = over_indexed(brief.claims.where(column=column.name), MOST)
    widest = max(own, key=lambda claim: claim.numbers["difference"], default=None)
    return widest and ahead(each(brief, widest))


def each(brief: Brief, claim: Claim) -> dict[str, Claim]:
    """Return what is claimed of all clusters on a claim's column and level."""
    return by_cluster(brief.claims.where(column=claim.column, level=claim.level))


def reason(brief: Brief, column: Column, told: bool) -> str:
    """Say why the slide does not show a column."""
    if told:
        return brief.say("差异小于已展示的字段", "differs less than what is shown")
    if column.role == "category" and len(brief.answers.levels(column).levels) < 2:
        return brief.say("只有一个取值", "it has a single value")
    return no_difference(brief)


def differing(brief: Brief, columns: list[Column], told: Mapping[str, Claim]) -> str:
    """Say how many of the columns show a difference; of few that do not, which."""
    say, rest = brief.say, [column for column in columns if column.name not in told]
    plain = all(not claim.is_told for column in rest for claim in brief.claims.where(column=column.name))
    names = say.list(map(brief.title, rest)) if plain and len(rest) <= MOST_LISTED else ""
    return say(
        f"其余 {len(columns)} 个字段中 {len(told)} 个有差异{say.aside(f'{names}没有可确认的差异') if names else ''}",
        f"{len(told)} of {len(columns)} other columns differ{say.aside(f'not {names}') if names else ''}",
    )


def make_slide(brief: Brief, claims: list[Claim], differ: str) -> Slide:
    """Make the slide: a line a column. differ: how many columns do."""
    say, title = brief.say, headline(brief, claims)
    return Slide(
        STEP,
        "content",
        title,
        f"{STEP} {say.text(NAME)}",
        trait_body(brief, claims, title),
        takeaway(brief, claims, differ),
        say.clauses(
            [
                say(
                    f"每个字段相差百分点最多的一项，均经确认（≥ {SLIGHT_RATIO} 倍或 Cohen's h ≥ {LEAST_H}，经校正的 95% 区间）",
                    f"Each column's widest gap in points, confirmed (≥ {SLIGHT_RATIO}x or Cohen's h ≥ {LEAST_H}, adjusted 95% interval)",
                )
                if len(claims) > 1
                else say(f"竖线为{others_share(brief)}", f"Tick: {others_share(brief)}"),
                say(f"占比的基数为有值的{say.rows}", f"shares of {say.rows} with a value"),
                say(
                    "并列领先时“其他”为未领先的群体，差与倍数取其中最低者",
                    "where several lead, others: those that do not; gap and ratio of the lowest leader",
                )
                if any(len(leaders(each(brief, claim))) > 1 for claim in claims)
                else "",
                as_counted(brief, shown_claims(brief, claims)),
                bases(brief),
            ]
        ),
        notes(
            brief,
            say.sentences([title, takeaway(brief, claims, differ)]),
            say.sentences([intervals(brief, claims), method(brief), unrounded(brief)]),
            say(
                "这些字段是从许多字段中按差异大小选出的，只宜作补充线索。",
                "These columns were chosen among many by how much they differ: take them as further hints.",
            ),
        ),
        stretches=tuple(stretches(brief, claims)),
    )


def shown_claims(brief: Brief, claims: list[Claim]) -> list[Claim]:
    """Return the claims whose share stands beside the others': a line a trait, or of a single one a card a cluster."""
    by_trait = [each(brief, claim) for claim in claims]
    return list(by_trait[0].values()) if len(claims) == 1 else list(map(front, by_trait))


def stretches(brief: Brief, claims: list[Claim]) -> Iterator[Stretch]:
    """Yield what is said over and under every stretch of rows: of them alone."""
    rows = [claim for members in by_family(brief, claims).values() for claim in members]
    for start, end in combinations(range(len(rows) + 1), 2):
        own = sorted(rows[start:end], key=claims.index)
        if len(own) < len(rows):
            keys = tuple(claim.column for claim in rows[start:end])
            here = traits_by_cluster(brief, own)
            yield Stretch(keys, headline(brief, own), brief.say(f"本页：{here}", here))


def headline(brief: Brief, claims: list[Claim]) -> str:
    """State the two widest gaps, those of the first rows, the first with both shares."""
    told = claims[:2]
    first, basing = told[0], saying_base(brief, told)
    alone = all(len(leaders(each(brief, claim))) == 1 for claim in told)
    same = alone and len(told) > 1 and told[1].cluster == first.cluster

    def words(claim: Claim) -> str:
        whose = "" if same and claim is not first else names_of(brief, leaders(each(brief, claim)))
        name = full_name(brief, claim)
        return lead_trait(brief, each(brief, claim), name, claim is first, claim is basing, whose)

    return brief.say.clauses(map(words, told))


def whose(brief: Brief, claim: Claim) -> str:
    """Name the clusters that lead together in a trait, or the one that does."""
    return names_of(brief, leaders(each(brief, claim)))


def takeaway(brief: Brief, claims: list[Claim], differ: str) -> str:
    """Say how many of the columns show a difference, and what which clusters have more often."""
    say = brief.say
    if len(claims) == 1:
        less = rarer(brief, full_name(brief, claims[0]), each(brief, claims[0]))
        return less or say("其余字段没有可确认的差异", "No other column has a confirmed difference")
    listed = traits_by_cluster(brief, claims)
    return say(f"{differ}：{listed}", f"{differ}. {listed}")


def traits_by_cluster(brief: Brief, claims: list[Claim]) -> str:
    """List what which clusters have more often."""
    say = brief.say
    told: dict[str, list[Claim]] = {}
    for claim in claims:
        told.setdefault(whose(brief, claim), []).append(claim)
    listed = (say(f"{name}更常见{few(brief, t)}", f"in {name}: {few(brief, t)}") for name, t in told.items())
    return say("", "More common ") + say.clauses([*listed, based_words(brief, claims)])


def few(brief: Brief, traits: list[Claim]) -> str:
    """List traits, of many the first ones."""
    say, more = brief.say, len(traits) - MOST_LISTED
    names = [full_name(brief, claim) for claim in traits[:MOST_LISTED]]
    return (
        say.list(names)
        if more <= 0
        else say(f"{say.list(names)}等 {more + MOST_LISTED} 项", f"{', '.join(names)} and {more} more")
    )


def method(brief: Brief) -> str:
    """Say when a trait is listed."""
    say = brief.say
    return say(
        f"列出的条件：差值的 Newcombe 区间（按比较个数做 Bonferroni 校正）不含 0、群体内至少 11 {say.measured}，且 Cohen's h ≥ 0.2（明显）或比值 ≥ 1.2（略）",
        f"A trait is listed where the Newcombe interval of the gap (Bonferroni over the comparisons) excludes 0, the cluster has at least 11 such {say.rows}, and Cohen's h >= 0.2 (clearly) or the ratio >= 1.2 (slightly)",
    )


def intervals(brief: Brief, claims: list[Claim]) -> str:
    """Give every share with its interval."""
    say = brief.say
    listed = say.list(
        f"{full_name(brief, c)} {figure_of(brief, brief.name(c.cluster), interval_text(brief, c))}" for c in claims
    )
    return say(f"占比与 95% Wilson 区间：{listed}", f"Shares with Wilson's 95% intervals: {listed}")


def trait_body(brief: Brief, claims: list[Claim], alt: str) -> Block:
    """Show traits: a line each, or of a single one a card a cluster."""
    if len(claims) == 1:
        return share_cards(brief, "traits", full_name(brief, claims[0]), each(brief, claims[0]))
    return trait_table(brief, claims, alt)


def trait_table(brief: Brief, claims: list[Claim], alt: str) -> Table:
    """Lay out the traits: flags by the beginning of their names, then categories."""
    say = brief.say
    heads = (say("特征", "Trait"), say("更常见于", "More common in"), say("占比", "Share"), others_head(brief))
    heads += (say("百分点差", "Gap (pts)"), say("倍数", "Ratio"))
    rows = [Row(tuple(Cell(head, "strong") for head in heads), "header")]
    groups = by_family(brief, claims)
    for name, members in groups.items():
        if len(groups) > 1:
            rows.append(Row((Cell(name, "muted", span=len(heads)),), "group"))
        rows += [trait_row(brief, claim) for claim in members]
    return Table(
        "traits", tuple(rows), ("left", "left", "right", "right", "right", "right"), (2.4, 1.6, 1, 1, 1, 1), alt
    )


def by_family(brief: Brief, claims: list[Claim]) -> dict[str, list[Claim]]:
    """Group claims: flags whose names begin alike, other flags, categories; the strongest group first."""
    say = brief.say
    beginnings = families([claim.column for claim in claims if not claim.level])
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        kind = (
            say("类别", "Categories")
            if claim.level
            else beginnings[claim.column] or say("是否类字段", "Yes/no columns")
        )
        groups.setdefault(kind, []).append(claim)
    return groups


def trait_row(brief: Brief, claim: Claim) -> Row:
    """Print a trait: who has more of it, both shares, their gap and their ratio."""
    first, title = leaders(each(brief, claim)), brief.title(brief.customers[claim.column])
    name = brief.say(f"{title}为{claim.level}", f"{title}: {claim.level}") if claim.level else title
    told = front(each(brief, claim))
    _, own, others, ratio = over_cells(brief, told)
    own = own if len(first) == 1 else replace(own, text=shares_of(brief, first))
    points = points_text(brief, told) if told_ratio(told) else DASH
    whom = Cell(names_of(brief, first), "strong", claim.cluster if len(first) == 1 else "")
    finding = lead_words(brief, each(brief, claim), full_name(brief, claim))
    return Row(
        (Cell(name, note=valued_words(brief, claim)), whom, own, others, Cell(points, "strong"), ratio),
        headline=finding,
        key=claim.column,
    )
