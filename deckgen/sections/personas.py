"""4 Who are these groups, in one table, and what could they be called? Always the last slide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from deckgen.brief import Brief, Told
from deckgen.claims import REST, Claim
from deckgen.customers import Customers
from deckgen.deciding import questions, ruleless
from deckgen.names import proposed_names
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
)
from deckgen.phrases import (
    bases,
    largest,
    lead,
    mentioned,
    notes,
    share_of_all,
    standing,
    themes_present,
)
from deckgen.questions import Question
from deckgen.slides import Cell, Row, Slide, Table
from deckgen.statistics.verdicts import SMALL_CLUSTER
from deckgen.wording import DASH, Text

NAME = Text("综合画像对比", "Persona comparison")
STEP = "4"
PersonaRow = tuple[str, Callable[[str], str]]
"""A row's heading and what it says of a cluster."""
MOST_NAMED = 3
"""Up to this many clusters are named in the title."""


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
    """Lay out the persona rows; where they do not fit a page, with fewer of them, so that all clusters stand together.

    Many clusters stand below one another.
    """
    if len(brief.keys) > MOST_ABREAST:
        return below_one_another(brief, proposed, alt)
    full, compact, least = (
        table_of_rows(brief, rows, alt)
        for rows in (
            [*opening(brief, proposed), *theme_rows(brief), *topic_rows(brief), *closing(brief, proposed)],
            [*opening(brief, proposed), *theme_rows(brief), apart_row(brief, 2), *closing(brief, proposed)],
            [*opening(brief, proposed), *theme_rows(brief), apart_row(brief, 1), *closing(brief, proposed)[::2]],
        )
    )
    return replace(full, narrow=replace(compact, narrow=least))


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
    say = brief.say
    return [
        (risk_heading(brief), lambda key: risk_words(brief, key)),
        (say("核心规则", "Core rule"), lambda key: core_rule(brief, key)),
        (say("待决定", "To decide"), questions(brief, proposed).__getitem__),
    ]


def table_of_rows(brief: Brief, rows: list[PersonaRow], alt: str) -> Table:
    """Lay out rows, a column a cluster; a row that no cluster can fill is left out, the first and the last are strong."""
    names = (Cell(brief.name(key), "strong", key) for key in brief.keys)
    table = [Row((Cell(brief.say("特征维度", "Dimension")), *names), "header")]
    for place, (heading, words) in enumerate(rows):
        texts = [words(key) for key in brief.keys]
        tone = "strong" if place in (0, len(rows) - 1) else "plain"
        marked = zip(brief.keys if not place else ("",) * len(texts), texts, strict=True)
        if any(text != DASH for text in texts):
            table.append(Row((Cell(heading, "strong"), *(Cell(text, tone, key) for key, text in marked))))
    width = len(brief.keys)
    return Table("personas", tuple(table), ("left",) * (width + 1), (1.0, *[2.0] * width), alt)


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


def theme_rows(brief: Brief, words: Callable[..., str] | None = None) -> Iterator[PersonaRow]:
    """Yield a row a theme: the median of the KPI of it that differs most, the same for all clusters."""
    for theme in shown_themes(brief):
        if strongest := strongest_of(brief, theme):
            title = brief.title(brief.customers[strongest.column])
            yield (
                brief.say(f"{title}中位数", f"Median {title}"),
                partial(words or measure_words, brief, column=strongest.column),
            )


def strongest_of(brief: Brief, theme: str) -> Claim | None:
    """Return the claim of a theme that is told with the largest effect."""
    return largest([claim for key in brief.keys for claim in standing(brief, key, theme).claims])


def shown_themes(brief: Brief) -> tuple[str, ...]:
    """Return the themes that have a row: spending, activity and loyalty, then others."""
    own = ("spending", "activity", "loyalty")
    present = themes_present(brief)
    return (*(theme for theme in own if theme in present), *other_themes(brief))


def other_themes(brief: Brief) -> tuple[str, ...]:
    """Return the themes that have no row of their own, scale among them only where no other row would hold it."""
    present = dict.fromkeys(c.theme for c in brief.customers.of_role("kpi"))
    own = ("spending", "activity", "loyalty")
    return tuple(theme for theme in present if theme not in (*own, "scale")) or (
        () if set(present) & set(own) else tuple(present)
    )


def headline(brief: Brief, proposed: dict[str, str]) -> str:
    """Name the clusters in one line; where they are many, say what sets them apart."""
    say = brief.say
    if len(brief.keys) > MOST_NAMED and (apart := spans(brief)):
        return say(f"{len(brief.keys)} 个群体：", f"{len(brief.keys)} groups: ") + say("，", ", ").join(apart)
    parts = []
    for key, n in zip(brief.keys, brief.answers.sizes, strict=True):
        name = brief.settings.names.get(key) or proposed.get(key)
        if name:
            agreed = key in brief.settings.names
            shown = name if agreed else say(f"{brief.name(key)}：{name}", f"{brief.name(key)}: {name}")
            parts.append(f"{shown}{say.aside(share_of_all(brief, n))}")
    if not parts:
        return say(
            "暂不建议名称：没有含义明确、足够明显的差异可供命名",
            "No names are proposed: no clear difference has a plain meaning to name a group by",
        )
    return say("；", "; ").join(parts)


def spans(brief: Brief) -> list[str]:
    """Say from which median to which the clusters reach, on up to two KPIs of different themes with clear differences."""
    found = {claim.column: claim for theme in shown_themes(brief) if (claim := strongest_of(brief, theme))}
    ranked = sorted(found.values(), key=lambda claim: -abs(claim.effect.value))
    return [words for claim in ranked if claim.verdict == "clear" and (words := span_words(brief, claim.column))][:2]


def span_words(brief: Brief, column: str) -> str:
    """Say a KPI's lowest and highest median, and whose they are; nothing where they read alike."""
    say, claims = brief.say, brief.claims.where(kind="kpi", column=column, against=REST)
    known = sorted((c for c in claims if c.bases[0] >= SMALL_CLUSTER), key=lambda c: c.numbers["median"])
    texts = [say.number(claim.numbers["median"]) for claim in known]
    if len(set(texts)) < 2:
        return ""
    low, high = (
        text + (say.aside(brief.name(claim.cluster)) if texts.count(text) == 1 else "")
        for text, claim in ((texts[0], known[0]), (texts[-1], known[-1]))
    )
    title = mentioned(brief, brief.customers[column])
    return say(f"{title}中位数从 {low}到 {high}", f"median {title} from {low} to {high}")


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
        rules = (
            say("，没有可靠规则时如何识别新客户", ", how to recognise new ones without a rule")
            if ruleless(brief)
            else ""
        )
        return say(
            f"请与业务团队决定：{names_words(brief, proposed)}{rules}，以及各群体的待决定问题",
            f"To decide with the business team: {names_words(brief, proposed)}{rules}, and the question about each group",
        )
    return say(
        f"名称已商定；优先经营{brief.name(lead(brief))}", f"Names are agreed; start with {brief.name(lead(brief))}"
    )
