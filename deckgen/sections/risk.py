"""2.4 Which cluster carries more risk, and where does that reverse?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from deckgen.brief import Brief, LeftOut, Told
from deckgen.claims import Claim, by_cluster
from deckgen.columns import Column
from deckgen.comparisons import compare_flag
from deckgen.customers import Customers
from deckgen.exhibits import row_headline, share_intervals, shares_shown, shows_others, spoken_of
from deckgen.leading import (
    ahead,
    alone,
    by_gap,
    gap,
    gap_sentence,
    lead_trait,
    leaders,
    names_of,
    rarer,
    shares_of,
    widest_gap,
)
from deckgen.phrases import bases, notes
from deckgen.questions import Question, any_of, flag
from deckgen.share_feet import share_foot, share_method
from deckgen.share_phrases import (
    against_words,
    all_groups,
    any_risk_words,
    figure_of,
    others_share,
    own_text,
    rest_text,
    share_aside,
    told_ratio,
    weighty,
)
from deckgen.slides import Slide, Stretch
from deckgen.wording import Text

NAME = Text("风险画像", "Risk profile")
STEP = "2.4"
ANY = "deckgen:any-risk"
MOST_FLAGS = 7


def asks(customers: Customers) -> Iterable[Question]:
    """Ask for the counts of every risk flag and of customers with any of them."""
    flags = risk_flags(customers)
    return [*(flag(column) for column in flags), *([any_of(flags)] if flags else [])]


def risk_flags(customers: Customers) -> list[Column]:
    """Return the flags that speak of risk."""
    return list(customers.for_section("risk", "flag", lambda column: column.topic == "risk"))


def tells(brief: Brief) -> Told:
    """Tell the share of customers with each risk flag and with any, and which way each difference goes."""
    flags, say = risk_flags(brief.customers), brief.say
    if not flags:
        return Told(left_out=(LeftOut(say.text(NAME), say("表中没有风险标签", "the table has no risk flag")),))
    claims = tuple(c for column in flags for c in compare_flag(column, brief.answers.flag(column), together=len(flags)))
    overall = replace(flags[0], name=ANY, text=Text("任一风险标签", "Any risk flag"), polarity="lower")
    any_claims = compare_flag(overall, brief.answers.any_of(flags), "any_flag")
    brief = brief.plus(claims + any_claims)
    each = {c.name: by_cluster([k for k in claims if k.column == c.name]) for c in flags}
    shown = sorted(flags, key=lambda c: by_gap(each[c.name]))[:MOST_FLAGS]
    rows = [(say.text(overall.text), by_cluster(any_claims))] if len(flags) > 1 else []
    rows += [(brief.title(c), each[c.name]) for c in shown]
    if all(spoken_of(brief, row).verdict == "suppressed" for _, row in rows):
        why = say(f"带风险标签的{say.rows}太少，不比较", f"too few {say.rows} with a risk flag to compare")
        return Told((), claims + any_claims, (LeftOut(say.text(NAME), why),))
    if len(flags) == 1 and "risk" not in brief.customers.placed and not any(claim.is_told for claim in claims):
        why = say(f"{brief.title(flags[0])}没有可确认的差异", f"{brief.title(flags[0])}: no confirmed difference")
        return Told((), claims + any_claims, (LeftOut(say.text(NAME), why),))
    slide = risk_slide(brief, rows, by_cluster(any_claims))
    return Told((slide,), claims + any_claims, shown=tuple(column.name for column in shown))


def risk_slide(brief: Brief, rows: list[tuple[str, dict[str, Claim]]], overall: dict[str, Claim]) -> Slide:
    """Make the slide: every flag's shares, gap and ratio, and which way they differ."""
    say = brief.say
    title = headline(brief, rows, overall)
    body = shares_shown(brief, "risk-table", rows, title, say("风险标签", "Risk flag"))
    return Slide(
        STEP,
        "content",
        title,
        f"{STEP} {say.text(NAME)}",
        body,
        takeaway(brief, rows),
        say.clauses(
            [
                how_shown(brief, len(rows)),
                *share_foot(brief, rows, True),
                bases(brief),
            ]
        ),
        speaker_notes(brief, rows, title),
        stretches=tuple(stretches(brief, rows, overall)),
    )


def stretches(brief: Brief, rows: list[tuple[str, dict[str, Claim]]], overall: dict[str, Claim]) -> Iterator[Stretch]:
    """Yield what is said over and under every stretch of flags: of them alone, of the overall risk where it is shown."""
    for start, end in combinations(range(len(rows) + 1), 2):
        own = rows[start:end]
        if len(own) < len(rows):
            title = headline(brief, own, overall) if not start else single_words(brief, own)
            keys = tuple(spoken_of(brief, claims).column for _, claims in own)
            yield Stretch(keys, title, takeaway(brief, own, part=True))


def how_shown(brief: Brief, flags: int) -> str:
    """Say what the figures are."""
    say = brief.say
    if flags == 1:
        return say(
            f"色条为带有该标签的{say.rows}占比，竖线为{others_share(brief)}",
            f"Coloured: share of {say.rows} with the flag; tick: {others_share(brief)}",
        )
    return say(
        f"占比为带有该标签的{say.rows}；“任一”中缺失视为无",
        f"Shares of {say.rows} with the flag; any flag: missing counts as no",
    )


def headline(brief: Brief, rows: list[tuple[str, dict[str, Claim]]], overall: dict[str, Claim]) -> str:
    """State which cluster, or which together, carries more risk overall, and where that reverses."""
    say, top = brief.say, leaders(overall)
    if not top:
        finding = single_words(brief, rows)
        if not any(leaders(claims) for _, claims in rows):
            return finding
        return say(f"总体风险无明确差异；{finding}", f"No clear difference in overall risk; {finding}")
    shown = shows_others(brief, len(rows))
    names, shares = names_of(brief, top), lead_trait(brief, overall, any_risk_words(brief), shown=shown)
    clear = all(claim.verdict == "clear" for claim in top)
    carry = "carry" if len(top) > 1 else say.verb(names, "carries", "carry")
    start = say(
        f"{names}风险{'明显更高' if clear else '略高'}：{shares}",
        f"{names} {carry} {'clearly' if clear else 'slightly'} more risk: {shares}",
    )
    return start + reversed_words(brief, rows, [claim.cluster for claim in top])


def single_words(brief: Brief, rows: list[tuple[str, dict[str, Claim]]]) -> str:
    """State who leads in the flag that differs most, else the widest gap, else that there is none."""
    shown = shows_others(brief, len(rows))
    single = [(title, claims) for title, claims in rows if leaders(claims)]
    if single:
        return row_headline(brief, *max(single, key=lambda row: (alone(row[1]) is not None, gap(row[1]))), shown)
    told = [(c, title) for title, claims in rows if (c := widest_gap(claims.values()))]
    if told:
        return gap_sentence(brief, *max(told, key=lambda entry: abs(entry[0].numbers["difference"])), shown=shown)
    names = brief.say.list(title for title, _ in rows) if rows[0][1][brief.keys[0]].column != ANY else ""
    return brief.say(
        f"{all_groups(brief)}的{names or '风险水平'}没有可确认的差异",
        f"No confirmed difference between the clusters' {names or 'risk'}",
    )


def reversed_words(brief: Brief, rows: list[tuple[str, dict[str, Claim]]], clusters: list[str]) -> str:
    """Name the flags that the riskier clusters have less often; one that a single cluster has so with its shares."""
    say = brief.say
    against = [row for row in rows if all(row[1][k].is_told and row[1][k].direction < 0 for k in clusters)]
    if not against:
        return ""
    figures = ""
    if len(against) == len(clusters) == 1:
        claim = against[0][1][clusters[0]]
        own, rest, others = own_text(brief, claim), rest_text(brief, claim), brief.others(clusters[0])
        figures = say.aside(say(f"{own}，{others}为 {rest}", f"{own} against {rest}"))
    names = say.list(name for name, _ in against)
    return say(
        f"，但{names}相反{figures}", f"; {names} {'runs' if len(against) == 1 else 'run'} the other way{figures}"
    )


def takeaway(brief: Brief, rows: list[tuple[str, dict[str, Claim]]], part: bool = False) -> str:
    """Name the risks that stand out and those that do not. part: whether other pages show other flags."""
    say = brief.say
    if len(rows) == 1:
        less = rarer(brief, *rows[0])
        return less if less or part else say("表中只有这一项风险标签", "This is the only risk flag in the table")
    told = [(name, claims) for name, claims in rows if leaders(claims)]
    open_rows = [(name, spoken_of(brief, claims)) for name, claims in rows if not leaders(claims)]
    alike = [name for name, claim in open_rows if not claim.is_told and claim.verdict != "suppressed"]
    rare = [name for name, claim in open_rows if claim.verdict == "suppressed"]
    single = [(name, claims) for name, claims in told if ahead(claims).column != ANY]
    ranked = sorted(single, key=lambda row: (not weighty(ahead(row[1])), -gap(row[1])))
    apart = [(name, leaders(claims)) for name, claims in ranked if alone(claims)]
    widest = say.list(
        name + say.aside(shares_against(brief, first))
        for name, first in (apart or [(name, leaders(claims)) for name, claims in ranked])[:2]
    )
    return say.clauses(
        [
            say(f"单项百分点差距最大：{widest}", f"Widest gaps of single flags in points: {widest}") if widest else "",
            say(f"{say.list(alike)}无明确差异", f"{'no' if widest else 'No'} clear difference on {say.list(alike)}")
            if alike
            else "",
            say(
                f"{say.list(rare)}案例太少，不比较",
                f"{'too' if widest or alike else 'Too'} few cases of {say.list(rare)} to compare",
            )
            if rare
            else "",
        ]
    )


def shares_against(brief: Brief, first: list[Claim]) -> str:
    """Give the shares of those that lead; of one alone against the others'."""
    told = figure_of(brief, names_of(brief, first), shares_of(brief, first)) + share_aside(brief, first[0])
    return told + brief.say("，", ", ") + against_words(brief, first[0]) if len(first) == 1 else told


def ratio_text(brief: Brief, claim: Claim) -> str:
    """Print a ratio with its interval."""
    ratio = claim.effect
    return f"{brief.say.times(ratio.value)} [{brief.say.number(ratio.low)}, {brief.say.number(ratio.high)}]"


def speaker_notes(brief: Brief, rows: list[tuple[str, dict[str, Claim]]], title: str) -> str:
    """Return the notes, with the interval of every ratio that is told."""
    say = brief.say
    told = [(name, ahead(claims)) for name, claims in rows]
    ratios = say.clauses(
        f"{name} {figure_of(brief, brief.name(c.cluster), ratio_text(brief, c))}"
        for name, c in told
        if c and told_ratio(c)
    )
    return notes(
        brief,
        say.sentences([title, takeaway(brief, rows)]),
        share_intervals(brief, rows)
        + share_method(brief, rows)
        + say("", " ")
        + say(
            f"比值与 95% 得分区间：{ratios or '无'}。少于 11 例的格子不显示，也不给出比值。",
            f"Ratios with their 95% score intervals: {ratios or 'none'}. Cells under 11 cases are not shown and get no ratio.",
        ),
        say(
            "一个群体总体风险较低，不等于每项风险都低；标签是历史记录，不是预测。",
            "Lower overall risk is not lower risk on every flag; flags record the past and predict nothing by themselves.",
        ),
    )
