"""4 Who are these groups, in one table, and what could they be called? Always the last slide."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from deckgen.brief import Brief, Told
from deckgen.claims import Claim
from deckgen.conditions import base_words, precision_words, rule_words
from deckgen.customers import Customers
from deckgen.names import proposed_names, why_unnamed
from deckgen.phrases import (
    Standing,
    any_risk_words,
    bases,
    in_between,
    kpi_phrase,
    lead,
    level_name,
    notes,
    over_indexed,
    share_of_all,
    share_pair,
    share_text,
    size_words,
    standing,
    told_ratio,
)
from deckgen.questions import Question
from deckgen.slides import Cell, Row, Slide, Table
from deckgen.wording import DASH, Text

NAME = Text("综合画像对比", "Persona comparison")
STEP = "4"
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
        takeaway(brief),
        say.clauses(
            [say("单元格均由本次分析的结论生成", "Every cell follows from the claims of this analysis"), bases(brief)]
        ),
        notes(
            brief,
            say.sentences([title, takeaway(brief)]),
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
    """Lay out the persona rows; a row that no cluster can fill is left out."""
    say = brief.say
    rows: list[tuple[str, Callable[[str], str]]] = [
        (say("群体命名", "Name"), lambda key: named(brief, key, proposed)),
        (say("客户占比", "Share of customers"), lambda key: share(brief, key)),
        (say("核心规则", "Core rule"), lambda key: core_rule(brief, key)),
        (say("消费能力", "Spending"), lambda key: theme_words(brief, key, ("spending",))),
        (say("活跃与忠诚", "Activity and loyalty"), lambda key: theme_words(brief, key, ("activity", "loyalty"))),
        (say("其他指标", "Other measures"), lambda key: theme_words(brief, key, other_themes(brief))),
        (say("品类偏好", "Category preference"), lambda key: preference(brief, key, ("product",), ("product",))),
        (say("渠道与区域", "Channel and region"), lambda key: preference(brief, key, ("channel", "region"))),
        (
            say("客户属性", "Customer attributes"),
            lambda key: preference(brief, key, ("size", "background", "other"), ("background", "size", "other")),
        ),
        (say("风险水平", "Risk"), lambda key: risk_words(brief, key)),
    ]
    table = [
        Row((Cell(say("特征维度", "Dimension")), *(Cell(brief.name(k), "strong", k) for k in brief.keys)), "header")
    ]
    for place, (heading, words) in enumerate(rows):
        cells = [words(key) for key in brief.keys]
        if any(cell != DASH for cell in cells):
            tone = "strong" if place == 0 else "plain"
            table.append(
                Row(
                    (
                        Cell(heading, "strong"),
                        *(
                            Cell(text, tone, key if place == 0 else "")
                            for key, text in zip(brief.keys, cells, strict=True)
                        ),
                    )
                )
            )
    width = len(brief.keys)
    return Table("personas", tuple(table), ("left",) * (width + 1), (0.75 if width < 4 else 0.9, *[2.0] * width), alt)


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


def theme_words(brief: Brief, key: str, themes: Iterable[str]) -> str:
    """Return the told KPIs of some themes, the strongest with its median; else that there is no difference."""
    stands = [standing(brief, key, theme) for theme in themes]
    parts = [standing_words(brief, stand) for stand in stands if stand.claims]
    return brief.say.clauses(parts) or DASH


def standing_words(brief: Brief, stand: Standing) -> str:
    """Say a standing in a few words: level, strongest KPI, both medians."""
    say, strongest = brief.say, stand.leading
    if strongest is None:
        between = in_between(brief, stand.claims[0].cluster, [c.column for c in stand.claims])
        return between or say("无明确差异", "no clear difference")
    level = (
        {1: say("高", "High"), -1: say("低", "Low"), 0: ""}[stand.level]
        if stand.theme in ("spending", "activity")
        else ""
    )
    words = median_words(brief, strongest) if is_crowded(brief) else kpi_phrase(brief, strongest)
    return (level + say("：", ": ") if level else "") + words


def median_words(brief: Brief, claim: Claim) -> str:
    """Say a KPI by its median alone."""
    title, median = brief.title(brief.customers[claim.column]), brief.say.number(claim.numbers["median"])
    return brief.say(f"{title}中位数 {median}", f"median {title} {median}")


def other_themes(brief: Brief) -> tuple[str, ...]:
    """Return the themes that have no row of their own, scale among them only where no other row would hold it."""
    present = dict.fromkeys(c.theme for c in brief.customers.of_role("kpi"))
    own = ("spending", "activity", "loyalty")
    return tuple(theme for theme in present if theme not in (*own, "scale")) or (
        () if set(present) & set(own) else tuple(present)
    )


def preference(brief: Brief, key: str, topics: tuple[str, ...], flag_topics: tuple[str, ...] = ()) -> str:
    """Return the levels and flags of some topics that a cluster has more often; else that nothing stands out."""
    say = brief.say
    columns = {c.name: c for c in brief.customers.columns if c.role in ("category", "flag")}
    levels = [c for c in brief.claims.where(kind="level", cluster=key) if columns[c.column].topic in topics]
    flags = [c for c in brief.claims.where(kind="flag", cluster=key) if columns[c.column].topic in flag_topics]
    if not levels and not flags:
        return DASH
    ranked = sorted(over_indexed(flags, 2) + over_indexed(levels, 9), key=lambda c: -abs(c.numbers["h"]))
    first = list({c.column: c for c in reversed(ranked)}.values())
    strongest = sorted(ranked, key=lambda c: (c not in first, ranked.index(c)))[:3]
    if not strongest:
        return say("无突出偏好", "nothing stands out")
    if is_crowded(brief):
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
    level = {1: say("较高", "Higher"), -1: say("较低", "Lower"), 0: say("无明确差异", "No clear difference")}[
        overall.direction
    ]
    own = share_text(brief, overall.numbers["yes"], overall.bases[0])
    figures = own if is_crowded(brief) else share_pair(brief, overall)
    text = f"{level}{say('：', ': ')}{any_risk_words(brief)} {figures}"
    risks = {c.name for c in brief.customers.of_role("flag") if c.topic == "risk"}
    against = [
        c
        for c in brief.claims.where(kind="flag", cluster=key)
        if c.column in risks and c.is_told and c.direction == -overall.direction
    ]
    names = say.list(brief.title(brief.customers[c.column]) for c in against)
    more = say("更高" if overall.direction < 0 else "更低", "higher" if overall.direction < 0 else "lower")
    return text + (say(f"；但{names}{more}", f"; but {names.lower()} {more}") if against and overall.direction else "")


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


def takeaway(brief: Brief) -> str:
    """Say what is to be settled with the business team."""
    say, unnamed = brief.say, [k for k in brief.keys if k not in brief.settings.names]
    if unnamed:
        return say(
            "请与业务团队商定名称：表中名称是依据明确结论给出的建议",
            "To settle with the business team: the names are proposals that follow from the clear verdicts",
        )
    return say(
        f"名称已商定；优先经营{brief.name(lead(brief))}", f"Names are agreed; start with {brief.name(lead(brief))}"
    )
