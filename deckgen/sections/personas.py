"""4 Who are these groups, in one table, and what could they be called? Always the last slide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from deckgen.brief import Brief, Told
from deckgen.claims import REST, Claim
from deckgen.conditions import base_words, precision_words, rule_words
from deckgen.customers import Customers
from deckgen.names import proposed_names, why_unnamed, worst_outcome
from deckgen.phrases import (
    any_risk_words,
    bases,
    comparison_words,
    in_between,
    largest,
    lead,
    level_name,
    notes,
    over_indexed,
    share_of_all,
    share_pair,
    share_text,
    size_words,
    standing,
    themes_present,
    told_ratio,
)
from deckgen.questions import Question
from deckgen.slides import Cell, Row, Slide, Table
from deckgen.statistics.disclosure import printable
from deckgen.statistics.verdicts import SMALL_CLUSTER
from deckgen.wording import DASH, Text

NAME = Text("综合画像对比", "Persona comparison")
STEP = "4"
PersonaRow = tuple[str, Callable[[str], str]]
"""A row's heading and what it says of a cluster."""
ROOMY = 2
"""Up to this many clusters a cell has room for both sides of a comparison."""


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
            [say("单元格均由本次分析的结论生成", "Every cell follows from the claims of this analysis"), bases(brief)]
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
    """Lay out the persona rows; where they do not fit a page, with fewer of them, so that all clusters stand together."""
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
        (say("待决定", "To decide"), lambda key: question(brief, key, proposed)),
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


def named(brief: Brief, key: str, proposed: dict[str, str]) -> str:
    """Return the agreed name, else the proposal marked as one, else that it is open."""
    say = brief.say
    if key in brief.settings.names:
        return brief.settings.names[key]
    if key in proposed:
        return say(f"{proposed[key]}（建议）", f"{proposed[key]} (proposal)")
    return say(
        f"暂用“{brief.name(key)}”：{why_unnamed(brief, key)}，不建议名称",
        f"{brief.name(key)} for now; no name proposed: {why_unnamed(brief, key)}",
    )


def share(brief: Brief, key: str) -> str:
    """Return a cluster's share and size."""
    n = dict(zip(brief.keys, brief.answers.sizes, strict=True))[key]
    part, size = share_of_all(brief, n), size_words(brief, n)
    return brief.say(f"{part}（{size} 位）", f"{part} ({size})")


def core_rule(brief: Brief, key: str) -> str:
    """Return the cluster's golden rule with its precision and base, else that there is none."""
    say, rule = brief.say, brief.claims.one(kind="rule", cluster=key, verdict="clear")
    if rule is None:
        return say("无可靠规则", "no reliable rule") if brief.claims.where(kind="tree") else DASH
    precision, base = precision_words(brief, rule), base_words(brief, rule)
    words = rule_words(brief, rule.conditions, tiers=not is_crowded(brief))
    return say(f"{words}（精确率 {precision}，基准 {base}）", f"{words} (precision {precision}, base {base})")


def is_crowded(brief: Brief) -> bool:
    """Tell whether there are so many columns that cells must be brief."""
    return len(brief.keys) > ROOMY


def theme_rows(brief: Brief) -> Iterator[PersonaRow]:
    """Yield a row a theme: the median of the KPI of it that differs most, the same for all clusters."""
    for theme in shown_themes(brief):
        claims = [c for key in brief.keys for c in standing(brief, key, theme).claims]
        strongest = largest(claims)
        if strongest is None:
            continue
        title = brief.title(brief.customers[strongest.column])
        yield brief.say(f"{title}中位数", f"Median {title}"), partial(measure_words, brief, column=strongest.column)


def measure_words(brief: Brief, key: str, column: str) -> str:
    """Say a cluster's median of a KPI and which way it differs, or that too few customers have a value."""
    say, claim = brief.say, brief.claims.one(kind="kpi", cluster=key, against=REST, column=column)
    if claim is None:
        return DASH
    if claim.bases[0] < SMALL_CLUSTER:
        return too_few(brief)
    median = say.number(claim.numbers["median"])
    between = len(brief.keys) > ROOMY and not claim.numbers["extreme"] and in_between(brief, key, [column])
    words = say("居中", "in between") if between else comparison_words(brief, claim)
    return say(f"{median}，{words}", f"{median}, {words}")


def too_few(brief: Brief) -> str:
    """Say that there are too few cases to tell of a difference."""
    return brief.say("样本太少，不作比较", "too few cases to compare")


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


def preference(
    brief: Brief, key: str, topics: tuple[str, ...], flag_topics: tuple[str, ...] = (), most: int = 3
) -> str:
    """Return the levels and flags of some topics that a cluster has more often; else that nothing stands out."""
    say = brief.say
    columns = {c.name: c for c in brief.customers.columns if c.role in ("category", "flag")}
    levels = [c for c in brief.claims.where(kind="level", cluster=key) if columns[c.column].topic in topics]
    flags = [c for c in brief.claims.where(kind="flag", cluster=key) if columns[c.column].topic in flag_topics]
    if not levels and not flags:
        return DASH
    ranked = sorted(over_indexed(flags, 2) + over_indexed(levels, 9), key=lambda c: -abs(c.numbers["h"]))
    first = list({c.column: c for c in reversed(ranked)}.values())
    strongest = sorted(ranked, key=lambda c: (c not in first, ranked.index(c)))[:most]
    if not strongest:
        return say("无突出偏好", "nothing stands out")
    if is_crowded(brief) or most < 3:
        return say.clauses(brief_share(brief, c) for c in strongest[:2])
    return say.clauses(f"{level_name(brief, c)} {share_pair(brief, c)}" for c in strongest[:2]) + "".join(
        say(f"；{level_name(brief, c)}", f"; {level_name(brief, c)}") for c in strongest[2:]
    )


def brief_share(brief: Brief, claim: Claim) -> str:
    """Say a level by its share and its ratio to the others'."""
    share = share_text(brief, claim.numbers["yes"], claim.bases[0])
    ratio = brief.say.aside(brief.say.times(claim.effect.value)) if told_ratio(claim) else ""
    return f"{level_name(brief, claim)} {share}{ratio}"


def risk_words(brief: Brief, key: str) -> str:
    """Return the overall risk against the others, and the flags that go the other way."""
    say = brief.say
    overall = brief.claims.one(kind="any_flag", cluster=key)
    if overall is None:
        return DASH
    if not overall.is_told and few_at_risk(brief):
        return too_few(brief)
    level = {1: say("较高", "higher"), -1: say("较低", "lower"), 0: say("无明确差异", "no clear difference")}[
        overall.direction
    ]
    own = share_text(brief, overall.numbers["yes"], overall.bases[0])
    text = say(f"{own}，{level}", f"{own}, {level}")
    risks = {c.name for c in brief.customers.of_role("flag") if c.topic == "risk"}
    against = [
        c
        for c in brief.claims.where(kind="flag", cluster=key)
        if c.column in risks and c.is_told and c.direction == -overall.direction
    ]
    names = say.list(brief.title(brief.customers[c.column]) for c in against)
    more = say("更高" if overall.direction < 0 else "更低", "higher" if overall.direction < 0 else "lower")
    return text + (say(f"；但{names}{more}", f"; but {names.lower()} {more}") if against and overall.direction else "")


def risk_heading(brief: Brief) -> str:
    """Name the risk that its row measures."""
    return brief.say(f"风险：{any_risk_words(brief)}", f"Risk: {any_risk_words(brief)}")


def few_at_risk(brief: Brief) -> bool:
    """Tell whether fewer than 11 customers of some cluster are at risk, so that it bears no comparison."""
    overall = [claim for claim in brief.claims.where(kind="any_flag") if claim.against == REST]
    return any(not printable(claim.numbers["yes"]) for claim in overall)


def question(brief: Brief, key: str, proposed: dict[str, str]) -> str:
    """Ask what is to be decided of a cluster or checked next: its bad outcome, its rule, else its name.

    A question says no more than the claims that it comes from, and no cause.
    """
    say, rule, bad = brief.say, brief.claims.one(kind="rule", cluster=key, verdict="clear"), worst_outcome(brief, key)
    if bad is not None:
        title, own = brief.title(brief.customers[bad.column]), share_text(brief, bad.numbers["yes"], bad.bases[0])
        rest = share_text(brief, bad.numbers["rest_yes"], bad.bases[1])
        return say(f"{title}为何是 {own}，其他为 {rest}？", f"Why is {title.lower()} {own} here and {rest} elsewhere?")
    if rule is not None:
        precision = precision_words(brief, rule)
        return say(f"是否用核心规则识别（精确率 {precision}）？", f"Assign by the core rule (precision {precision})?")
    if brief.claims.where(kind="tree"):
        return say("没有可靠规则，如何识别新客户？", "How to recognise new ones, without a reliable rule?")
    if key in proposed and key not in brief.settings.names:
        return say("是否采用建议名称？", "Is the proposed name right?")
    return DASH


def headline(brief: Brief, proposed: dict[str, str]) -> str:
    """Name the clusters in one line."""
    say = brief.say
    parts = {}
    for key, n in zip(brief.keys, brief.answers.sizes, strict=True):
        name = brief.settings.names.get(key) or proposed.get(key)
        if name:
            agreed = key in brief.settings.names
            shown = name if agreed else say(f"{brief.name(key)}：{name}", f"{brief.name(key)}: {name}")
            parts[key] = f"{shown}{say.aside(share_of_all(brief, n))}"
    if not parts:
        return say(
            "暂不建议名称：没有含义明确、足够明显的差异可供命名",
            "No names are proposed: no clear difference has a plain meaning to name a group by",
        )
    if len(parts) > 3:
        first = parts.get(brief.largest) or next(iter(parts.values()))
        return say(
            f"{len(brief.keys)} 个群体各有所长，最大的是{first}",
            f"{len(brief.keys)} groups, each with its own traits; the largest is {first}",
        )
    return say("；", "; ").join(parts.values())


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
            f"请与业务团队决定：{names_words(brief, proposed)}，以及末行各群体的问题",
            f"To decide with the business team: {names_words(brief, proposed)}, and each group's question in the last row",
        )
    return say(
        f"名称已商定；优先经营{brief.name(lead(brief))}", f"Names are agreed; start with {brief.name(lead(brief))}"
    )
