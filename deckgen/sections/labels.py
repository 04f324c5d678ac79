"""1.3 Which first labels do the numbers give each cluster, and on what evidence?"""

from __future__ import annotations

from collections.abc import Iterable

from deckgen.brief import Brief, LeftOut, Told
from deckgen.customers import Customers
from deckgen.glossary import theme_text
from deckgen.names import LABELS, bears_label
from deckgen.phrases import (
    Standing,
    in_between,
    input_note,
    kpi_phrase,
    lead,
    mentioned,
    notes,
    share_of_all,
    standing,
    themes_present,
)
from deckgen.questions import Question
from deckgen.slides import Cell, Row, Slide, Table
from deckgen.wording import Text

NAME = Text("初步量化标签", "First quantitative labels")
STEP = "1.3"
LEAST_THEMES = 2
"""With fewer themes a label says no more than the KPI table."""
MOST_NOTED = 4
"""Up to this many clusters a label has its evidence beside it."""


def asks(customers: Customers) -> Iterable[Question]:
    """Ask nothing: labels rest on claims."""
    return ()


def tells(brief: Brief) -> Told:
    """Tell a label a theme for every cluster, each with the KPIs that it rests on."""
    if not brief.claims.where(kind="kpi"):
        return Told(
            left_out=(LeftOut(f"{STEP} {brief.say.text(NAME)}", brief.say("没有 KPI 结论", "there is no KPI claim")),)
        )
    if len(themes_present(brief)) < LEAST_THEMES:
        why = brief.say("KPI 只有一个主题，见 1.1", "the KPIs are of one theme, see 1.1")
        return Told(left_out=(LeftOut(f"{STEP} {brief.say.text(NAME)}", why),))
    say = brief.say
    foot = say("x/y 项：该主题的 y 项 KPI 中有 x 项支持标签", "x of y: so many of the theme's KPIs support the label")
    slide = Slide(
        STEP,
        "content",
        headline(brief),
        f"{STEP} {say.text(NAME)}",
        label_table(brief),
        takeaway(brief),
        say.clauses([foot, input_note(brief, brief.customers.of_role("kpi"))]),
        notes(
            brief,
            say.sentences([headline(brief), takeaway(brief)]),
            say(
                "主题内至少一项 KPI 明显更优且没有任何一项反向时，才给出方向性标签；中性指标（如账户数）只说高低，不说优劣。",
                "A theme gets a label only if at least one KPI is clearly better or worse and none points the other way; neutral KPIs are higher or lower, never better.",
            ),
            say(
                "标签是描述，不是客户好坏的评判，也不解释原因。",
                "Labels describe; they neither judge customers nor explain causes.",
            ),
        ),
    )
    return Told((slide,))


def theme_label(brief: Brief, stand: Standing) -> str:
    """Return the label that a standing gives: by its polar KPIs, else by the neutral ones, else "no difference"."""
    say = brief.say
    words = LABELS.get(stand.theme)
    if words and bears_label(stand):
        return say.text(words[0] if stand.level > 0 else words[1])
    neutral = {c.direction for c in stand.claims if c.better == 0 and c.verdict == "clear"}
    if words and stand.theme == "scale" and len(neutral) == 1:
        return say.text(words[0] if neutral == {1} else words[1])
    strongest = stand.leading
    if is_between(brief, stand):
        return say.text(words[2]) if words else say("居中", "In between")
    if strongest is None:
        return say("无明确差异", "No clear difference")
    title = mentioned(brief, brief.customers[strongest.column])
    high = strongest.direction > 0
    return say(f"{title}{'较高' if high else '较低'}", f"{'Higher' if high else 'Lower'} {title}")


def is_between(brief: Brief, stand: Standing) -> bool:
    """Tell whether a cluster that bears no label stands between others, and at an end on no KPI that is told most."""
    strongest = stand.leading
    if bears_label(stand) or (strongest is not None and strongest.numbers["extreme"]):
        return False
    return bool(in_between(brief, stand.claims[0].cluster, [c.column for c in stand.claims]))


def support(brief: Brief, stand: Standing) -> str:
    """Return how many of the theme's KPIs carry the label, and the strongest of them."""
    say, strongest = brief.say, stand.leading
    if strongest is None or is_between(brief, stand):
        between = in_between(brief, stand.claims[0].cluster, [c.column for c in stand.claims])
        return between or say(
            f"{len(stand.claims)} 项 KPI 均无可确认的差异", f"none of {len(stand.claims)} KPIs differs"
        )
    same_way = [
        c
        for c in stand.claims
        if c.is_told
        and (c.better, c.direction if c.better == 0 else 0)
        == (strongest.better, strongest.direction if strongest.better == 0 else 0)
    ]
    return say(
        f"{len(same_way)}/{len(stand.claims)} 项；{kpi_phrase(brief, strongest)}",
        f"{len(same_way)} of {len(stand.claims)}; {kpi_phrase(brief, strongest)}",
    )


def label_table(brief: Brief) -> Table:
    """A row a theme, a column a cluster: the label and, where there is room, what it rests on."""
    say, shares = brief.say, brief.sizes
    names = [Cell(brief.name(k), "strong", k, note=share_of_all(brief, shares[k])) for k in brief.keys]
    rows = [Row((Cell(say("主题", "Theme")), *names), "header")]
    for theme in themes_present(brief):
        cells = [label_cell(brief, standing(brief, key, theme)) for key in brief.keys]
        rows.append(Row((Cell(say.text(theme_text(theme)), "muted"), *cells)))
    width = len(brief.keys)
    return Table("labels", tuple(rows), ("left",) * (width + 1), (0.5, *[1.0] * width), headline(brief))


def label_cell(brief: Brief, stand: Standing) -> Cell:
    """Print a label in its cluster's colour where the numbers give one, and what it rests on."""
    note = support(brief, stand) if len(brief.keys) <= MOST_NOTED else ""
    cluster = stand.claims[0].cluster if stand.leading is not None else ""
    return Cell(theme_label(brief, stand), "strong" if cluster else "muted", cluster, note=note)


def label_list(brief: Brief, cluster: str) -> list[str]:
    """Return a cluster's directional labels."""
    stands = [standing(brief, cluster, theme) for theme in themes_present(brief)]
    return [theme_label(brief, s) for s in stands if s.leading is not None]


def headline(brief: Brief) -> str:
    """State the leading cluster's labels against the largest other's."""
    say, first = brief.say, lead(brief)
    other = next(key for key in brief.keys if key != first)
    parts = [(brief.name(key), label_list(brief, key)[:3]) for key in (first, other)]
    if not parts[0][1]:
        return say(
            "数据没有为任何群体给出可确认的量化标签", "The numbers give no cluster a label that can be confirmed"
        )
    return say("；", "; ").join(
        f"{name}{say('：', ': ')}{say.list(labels) if say.language == 'zh' else ', '.join(label[:1].lower() + label[1:] for label in labels)}"
        for name, labels in parts
        if labels
    )


def takeaway(brief: Brief) -> str:
    """Say how many KPIs support the leading cluster, and where it is not better."""
    say, first = brief.say, lead(brief)
    stands = [standing(brief, first, theme) for theme in themes_present(brief)]
    whole = [s for s in stands if s.better and s.better == len(s.claims)]
    exceptions = [c for s in stands for c in s.claims if c.direction == 0 or c.better < 0]
    names = say.list(mentioned(brief, brief.customers[c.column]) for c in exceptions[:3])
    if not whole:
        return say(
            f"{brief.name(first)}没有任何主题在所有指标上领先", f"{brief.name(first)} leads on every KPI of no theme"
        )
    themes = say.list(say.text(theme_text(s.theme)) for s in whole)
    presumed = any(brief.customers[c.column].presumed for s in whole for c in s.claims)
    better = Text("领先", "ahead") if presumed else Text("更优", "better")
    lead_words = say(
        f"{brief.name(first)}在{themes}的每一项指标上都{better.zh}",
        f"{brief.name(first)} is {better.en} on every KPI of {themes.lower()}",
    )
    return lead_words + (say(f"；例外：{names}", f"; not on {names}") if names else "")
