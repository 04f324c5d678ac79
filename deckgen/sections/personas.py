"""4 Who are these groups, in one table, and what could they be called? Always the last slide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from deckgen.brief import Brief, Told
from deckgen.claims import REST
from deckgen.customers import Customers
from deckgen.deciding import pressing, questions
from deckgen.figures import by_share, heading
from deckgen.names import differs_clearly, proposed_names
from deckgen.persona_cells import (
    MOST_ABREAST,
    core_rule,
    measure_words,
    median_words,
    named,
    preference,
    risk_heading,
    risk_words,
    share,
    share_alone,
    too_few,
)
from deckgen.phrases import (
    bases,
    notes,
)
from deckgen.questions import Question
from deckgen.slides import Cell, Row, Slide, Table
from deckgen.who import shown_kpi, shown_themes
from deckgen.wording import DASH, Text

NAME = Text("综合画像对比", "Persona comparison")
STEP = "4"
PersonaRow = tuple[str, Callable[[str], str]]
"""A row's heading and what it says of a cluster."""


def asks(customers: Customers) -> Iterable[Question]:
    """Ask nothing: every cell rests on claims."""
    return ()


def tells(brief: Brief) -> Told:
    """Tell a column a cluster: name, share, core rule, value, activity, preferences, attributes, risk."""
    say, proposed = brief.say, proposed_names(brief)
    title = headline(brief, proposed)
    slide = Slide(
        STEP,
        "comparison",
        title,
        f"{STEP} {say.text(NAME)}",
        persona_table(brief, proposed, title),
        takeaway(brief, proposed),
        say.clauses(
            [
                say(
                    "单元格均由本次分析的结论生成；倍数为与其他群体占比之比",
                    "Every cell follows from the claims of this analysis; x: times the others' share",
                ),
                bases(brief),
            ]
        ),
        notes(
            brief,
            say.sentences([title, takeaway(brief, proposed)]),
            say(
                "名称只由含义明确的明显差异组成，仅为建议；没有这样的差异时不建议名称，不良结果明显偏高时写入名称。用 --name 或设置文件写入业务团队商定的名称。核心规则的精确率来自留出客户。",
                "Names are made of clear differences with a plain meaning alone, and are proposals; where there is none, no name is proposed, and a bad outcome that is clearly more frequent is part of the name. Put the agreed ones in with --name or the settings file. A core rule's precision comes from held-out customers.",
            ),
            say(
                "画像描述群体的多数，不描述每一位客户。",
                "A persona describes the bulk of a group, not each customer in it.",
            ),
        ),
    )
    return Told((slide,))


def persona_table(brief: Brief, proposed: dict[str, str], alt: str) -> Table:
    """Lay out the persona rows; where they do not fit a page, with fewer of them, so that all clusters stand together:
    the weakest rows go first, the core rule and what is to be decided never.

    Many clusters stand below one another.
    """
    if len(brief.keys) > MOST_ABREAST:
        return below_one_another(brief, proposed, alt)
    start, end = opening(brief, proposed), closing(brief, proposed)
    rows = (
        [*start, *theme_rows(brief), *topic_rows(brief), *end],
        [*start, *theme_rows(brief), apart_row(brief, 2), *end],
        [*start, *strongest_rows(brief, 2), apart_row(brief, 1), *end],
        [*start, *strongest_rows(brief, 1), *end[1:]],
    )
    full, compact, less, least = (table_of_rows(brief, one, alt) for one in rows)
    return replace(full, narrow=replace(compact, narrow=replace(less, narrow=least)))


def opening(brief: Brief, proposed: dict[str, str]) -> list[PersonaRow]:
    """Return the rows that say who a cluster is."""
    say = brief.say
    return [
        (say("群体命名", "Name"), lambda key: named(brief, key, proposed)),
        (say("客户占比", "Share of customers"), lambda key: share(brief, key)),
    ]


def topic_rows(brief: Brief) -> list[PersonaRow]:
    """Return a row a topic of categories and flags."""
    say = brief.say
    return [
        (say("品类偏好", "Category preference"), lambda key: preference(brief, key, ("product",), ("product",))),
        (say("渠道与区域", "Channel and region"), lambda key: preference(brief, key, ("channel", "region"))),
        (
            say("客户属性", "Customer attributes"),
            lambda key: preference(brief, key, ("size", "background", "other"), ("background", "size", "other")),
        ),
    ]


def apart_row(brief: Brief, most: int) -> PersonaRow:
    """Return one row in place of those of the topics."""
    flags = ("product", "background", "size", "other")
    topics = (*flags, "channel", "region")
    return brief.say("明显更多", "Has more of"), lambda key: preference(brief, key, topics, flags, most)


def closing(brief: Brief, proposed: dict[str, str]) -> list[PersonaRow]:
    """Return the rows of the risk, the rule and what is to be decided."""
    say, asked = brief.say, questions(brief, proposed)
    return [
        (risk_heading(brief), lambda key: risk_words(brief, key)),
        (say("核心规则", "Core rule"), lambda key: core_rule(brief, key)),
        (say("待决定", "To decide"), lambda key: asked[key].question),
    ]


def table_of_rows(brief: Brief, rows: list[PersonaRow], alt: str) -> Table:
    """Lay out rows, a column a cluster; a row that no cluster can fill is left out, the first and the last are strong."""
    names = (Cell(brief.name(key), "strong", key) for key in brief.keys)
    table = [Row((Cell(brief.say("特征维度", "Dimension")), *names), "header")]
    for place, (title, words) in enumerate(rows):
        texts = [words(key) for key in brief.keys]
        tone = "strong" if place in (0, len(rows) - 1) else "plain"
        marked = zip(brief.keys if not place else ("",) * len(texts), texts, strict=True)
        if tells_something(brief, texts):
            table.append(Row((Cell(title, "strong"), *(Cell(text, tone, key) for key, text in marked))))
    width = len(brief.keys)
    return Table("personas", tuple(table), ("left",) * (width + 1), (1.0, *[2.0] * width), alt)


def tells_something(brief: Brief, texts: list[str]) -> bool:
    """Tell whether a row says something of a cluster, and of most that there are enough cases to say it."""
    return any(text != DASH for text in texts) and 2 * texts.count(too_few(brief)) <= len(texts)


def below_one_another(brief: Brief, proposed: dict[str, str], alt: str) -> Table:
    """Lay out a line a cluster, in as few words as its columns have room for."""
    name, share_row = opening(brief, proposed)
    risk, _, ask = closing(brief, proposed)
    size, themes, apart = (
        (share_row[0], partial(share_alone, brief)),
        [*theme_rows(brief, median_words)],
        apart_row(brief, 1),
    )
    full, compact, least = (
        turned(brief, [name, size, *rows, ask], proposed, alt)
        for rows in ([*themes, apart, risk], [*themes[:2], apart], themes[:2])
    )
    return replace(full, narrow=replace(compact, narrow=least))


def turned(brief: Brief, rows: list[PersonaRow], proposed: dict[str, str], alt: str) -> Table:
    """Lay out what rows say with a line a cluster; what no cluster can fill is left out."""
    columns = [(heading, [words(key) for key in brief.keys]) for heading, words in rows]
    columns = [(heading, texts) for heading, texts in columns if any(text != DASH for text in texts)]
    table = [Row((Cell(brief.say("群体", "Cluster")), *(Cell(heading) for heading, _ in columns)), "header")]
    for place, key in enumerate(brief.keys):
        first, *others, last = [texts[place] for _, texts in columns]
        cells = (Cell(brief.name(key), "strong", key), Cell(first, "strong", key), *map(Cell, others))
        table.append(Row((*cells, Cell(last, "strong")), headline=line_headline(brief, key, proposed, last)))
    weights = (0.7, 1.6, *[1.0] * (len(columns) - 2), 1.8)
    return Table("personas", tuple(table), ("left",) * (len(columns) + 1), weights, alt)


def line_headline(brief: Brief, key: str, proposed: dict[str, str], asked: str) -> str:
    """State who a cluster is, else what is asked about it, with its share."""
    name = brief.name(key) + brief.say.aside(share_alone(brief, key))
    return f"{name}{brief.say('：', ': ')}{proposed.get(key, asked)}"


def theme_rows(brief: Brief, words: Callable[..., str] = measure_words) -> Iterator[PersonaRow]:
    """Yield a row a theme: the typical figure of the KPI of it that differs most, the same for all clusters."""
    for name in shown_kpis(brief):
        column = brief.customers[name]
        title = brief.say(f"{brief.title(column)}中位数", f"Median {brief.title(column)}")
        yield heading(brief, column) if by_share(brief, column) else title, partial(words, brief, column=name)


def shown_kpis(brief: Brief) -> list[str]:
    """Return the KPI of each theme that has a row."""
    return [name for theme in shown_themes(brief) if (name := shown_kpi(brief, theme))]


def strongest_rows(brief: Brief, most: int) -> list[PersonaRow]:
    """Return the rows of the themes that differ most, in their order."""
    names = shown_kpis(brief)
    sizes = {name: max(abs(c.effect.value) for c in brief.claims.where(column=name, against=REST)) for name in names}
    kept = sorted(names, key=lambda name: -sizes[name])[:most]
    return [row for name, row in zip(names, theme_rows(brief), strict=True) if name in kept]


def headline(brief: Brief, proposed: dict[str, str]) -> str:
    """State which clusters ask for a decision first, and by which figure."""
    say, first = brief.say, pressing(brief, proposed)
    if not first and all(key in brief.settings.names for key in brief.keys):
        return say(
            "各群体名称已商定，没有需要优先决策的数字", "Names are agreed, and no figure calls for a decision first"
        )
    if not first and proposed:
        return say("请决定是否采用建议的名称", "The proposed names are to be decided on")
    if not first and differs_clearly(brief, brief.keys):
        return say(
            "暂不建议名称：差异明显，但业务含义未定义，请业务团队命名",
            "No names are proposed: what the clear differences mean is for the business team to say",
        )
    if not first:
        return say("暂不建议名称：没有明显差异", "No names are proposed: there is no clear difference")
    (key, reason), *others = first[:2]
    start = say(f"{brief.name(key)}应优先决策：{reason}", f"{brief.name(key)} needs a decision first: {reason}")
    return start + "".join(say(f"；其次是{brief.name(k)}：{r}", f"; then {brief.name(k)}: {r}") for k, r in others)


def names_words(brief: Brief, proposed: dict[str, str]) -> str:
    """Say what of the names is to be decided."""
    return (
        brief.say("建议名称是否采用", "the proposed names")
        if proposed
        else brief.say("群体叫什么", "what to call the groups")
    )


def takeaway(brief: Brief, proposed: dict[str, str]) -> str:
    """Say what is to be settled with the business team."""
    say, unnamed = brief.say, [k for k in brief.keys if k not in brief.settings.names]
    if unnamed:
        return say(
            f"请与业务团队决定：{names_words(brief, proposed)}，以及各群体的待决定问题",
            f"To decide with the business team: {names_words(brief, proposed)}, and the question about each group",
        )
    return say(
        "名称已商定；请与业务团队决定各群体的待决定问题",
        "Names are agreed; to decide with the business team: the question about each group",
    )
