"""1.1 How do the clusters differ in what they spend, how active, loyal and large they are?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace

from deckgen.brief import Brief, LeftOut, Told
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.comparisons import compare_values
from deckgen.customers import Customers
from deckgen.glossary import KPIS, THEMES, theme_text
from deckgen.kpi_notes import cluster_claims, kpi_notes, statistic_text
from deckgen.phrases import (
    advantage,
    arrow,
    bases,
    comparison_words,
    input_note,
    kpi_phrase,
    kpi_words,
    largest,
    lead,
    mentioned,
)
from deckgen.publication import drawn
from deckgen.questions import Question, values
from deckgen.slides import Cell, Meter, Row, Slide, Table
from deckgen.wording import Text

NAME = Text("核心价值指标（KPI）对比", "KPI comparison")
STEP = "1.1"
MOST_KPIS = 12
WIDE_TABLE = 3
"""Up to this many clusters each has its own columns for median, mean and SD; beyond, mean and SD stand in small."""
STATISTICS = {"median": Text("中位数", "Median"), "mean": Text("均值", "Mean"), "sd": Text("标准差", "SD")}


def asks(customers: Customers) -> Iterable[Question]:
    """Ask for the counted values of every KPI."""
    return (values(column) for column in customers.of_role("kpi"))


def tells(brief: Brief) -> Told:
    """Tell mean, median and standard deviation a cluster, the effect and its verdict."""
    columns = [c for c in brief.customers.of_role("kpi") if len(brief.answers.values(c).values)]
    empty = tuple(
        LeftOut(c.name, brief.say("没有可用数值", "no usable number"))
        for c in brief.customers.of_role("kpi")
        if c not in columns
    )
    if not columns:
        why = brief.say("没有取值有变化的数值字段", "no numeric column that varies")
        return Told(left_out=(*empty, LeftOut(f"1 {brief.say('定量画像', 'Quantitative profile')}", why)))
    claims = tuple(claim for column in columns for claim in compare_values(column, brief.answers.values(column)))
    brief = brief.plus(claims)
    shown = in_theme_order(chosen(brief, columns, claims))
    unseen = tuple(
        LeftOut(c.name, brief.say("指标较多，表中只列主要指标", "only the main KPIs fit the table"))
        for c in columns
        if c not in shown
    )
    slide = Slide(
        STEP,
        "content",
        headline(brief, shown),
        f"{STEP} {brief.say.text(NAME)}",
        kpi_table(brief, shown),
        takeaway(brief, shown),
        foot(brief, shown),
        kpi_notes(brief, shown, brief.say.sentences([headline(brief, shown), takeaway(brief, shown)])),
    )
    return Told((slide,), claims, empty + unseen, tuple(column.name for column in shown))


def chosen(brief: Brief, columns: list[Column], claims: tuple[Claim, ...]) -> list[Column]:
    """Return the KPIs that the table shows: the settings', else the plan's own and then those of the largest effects."""
    if placed := brief.settings.shown("kpis"):
        return sorted((c for c in columns if c.name in placed), key=lambda c: placed.index(c.name))
    effect = {c.name: max(abs(k.effect.value) for k in claims if k.column == c.name) for c in columns}
    ranked = sorted(columns, key=lambda c: (c.name not in KPIS, -effect[c.name]))[:MOST_KPIS]
    return [c for c in columns if c in ranked]


def in_theme_order(columns: list[Column]) -> list[Column]:
    """Return the columns grouped by theme."""
    return sorted(columns, key=lambda c: list(THEMES).index(c.theme) if c.theme in THEMES else len(THEMES))


def kpi_table(brief: Brief, columns: list[Column]) -> Table:
    """Lay out the KPIs; where few clusters leave room, each has columns of its own for mean and deviation."""
    lean = laid_out(brief, columns, lean_header, lean_row, 1)
    narrow = replace(laid_out(brief, columns, long_header, long_row, 1), narrow=lean)
    if len(brief.keys) > WIDE_TABLE:
        return narrow
    return replace(laid_out(brief, columns, wide_header, wide_row, len(STATISTICS)), narrow=narrow)


def laid_out(
    brief: Brief,
    columns: list[Column],
    make_header: Callable[[Brief], tuple[Row, ...]],
    make_row: Callable[[Brief, Column], tuple[Cell, ...]],
    each: int,
) -> Table:
    """Lay out the KPIs by theme, which is named once; `each`: the columns that a cluster has."""
    rows: list[Row] = list(make_header(brief))
    for before, column in zip((None, *columns), columns, strict=False):
        opens = before is None or before.theme != column.theme
        theme = Cell(brief.say.text(theme_text(column.theme)) if opens else "", "muted")
        rows.append(Row((theme, *make_row(brief, column)), headline=row_headline(brief, column)))
    figures = len(brief.keys) * each
    aligns = ("left", "left", *["right"] * figures, "right", "left")
    weights = (0.6, 1.0, *[1.0] * figures, 1.0, 1.4)
    return Table("kpis", tuple(rows), aligns, weights, headline(brief, columns))


def row_headline(brief: Brief, column: Column) -> str:
    """State what is clearly different on one KPI; nothing where that is not told."""
    claim = spoken_of(brief, cluster_claims(brief, column))
    if claim.verdict != "clear":
        return ""
    name, words = brief.name(claim.cluster), kpi_phrase(brief, claim)
    return brief.say(f"{name}的{words}", f"{name}: {words}")


def wide_header(brief: Brief) -> tuple[Row, Row]:
    """A column each for median, mean and SD under every cluster's name."""
    say = brief.say
    top = [
        Cell(""),
        Cell(""),
        *(Cell(brief.name(k), "strong", k, len(STATISTICS)) for k in brief.keys),
        Cell(""),
        Cell(""),
    ]
    second = [Cell(say("主题", "Theme")), Cell(say("指标", "KPI"))]
    second += [Cell(say.text(name)) for _ in brief.keys for name in STATISTICS.values()]
    second += [Cell(say("效应量 δ", "Effect δ")), Cell(say("结论", "Verdict"))]
    return Row(tuple(top), "header"), Row(tuple(second), "header")


def wide_row(brief: Brief, column: Column) -> tuple[Cell, ...]:
    """Print a KPI: medians to be read, means and deviations beside them."""
    claims = cluster_claims(brief, column)
    spoken = spoken_of(brief, claims)
    figures = [
        median_cell(brief, claims[k], spoken) if s == "median" else Cell(statistic_text(brief, claims[k], s), "muted")
        for k in brief.keys
        for s in STATISTICS
    ]
    return Cell(brief.title(column)), *figures, *verdict_cells(brief, spoken)


def median_cell(brief: Brief, claim: Claim, spoken: Claim, note: str = "") -> Cell:
    """Print a median; the one that the row's verdict speaks of is its key cell."""
    tone = "muted" if not spoken.is_told else "key" if claim is spoken and claim.verdict == "clear" else "strong"
    return Cell(statistic_text(brief, claim, "median"), tone, claim.cluster if tone == "key" else "", note=note)


def long_header(brief: Brief) -> tuple[Row]:
    """A column a cluster."""
    say = brief.say
    names = [Cell(brief.name(k), "strong", k) for k in brief.keys]
    how = say("中位数；下行：均值 / 标准差", "Median; below: mean / SD")
    ends = (Cell(say("效应量 δ", "Effect δ")), Cell(say("结论", "Verdict")))
    return (Row((Cell(say("主题", "Theme")), Cell(say("指标", "KPI"), note=how), *names, *ends), "header"),)


def lean_header(brief: Brief) -> tuple[Row]:
    """A column of medians a cluster; means and deviations stand in the notes alone."""
    (row,) = long_header(brief)
    theme, kpi, *others = row.cells
    how = brief.say("中位数；均值与标准差见备注", "Median; mean and SD in the notes")
    return (replace(row, cells=(theme, replace(kpi, note=how), *others)),)


def lean_row(brief: Brief, column: Column) -> tuple[Cell, ...]:
    """Print a KPI's medians."""
    claims = cluster_claims(brief, column)
    spoken = spoken_of(brief, claims)
    figures = [median_cell(brief, claims[key], spoken) for key in brief.keys]
    return Cell(brief.title(column)), *figures, *verdict_cells(brief, spoken)


def long_row(brief: Brief, column: Column) -> tuple[Cell, ...]:
    """Print a KPI: medians, under each its mean and deviation."""
    claims = cluster_claims(brief, column)
    spoken = spoken_of(brief, claims)
    figures = []
    for key in brief.keys:
        mean, deviation = (statistic_text(brief, claims[key], s) for s in ("mean", "sd"))
        figures.append(median_cell(brief, claims[key], spoken, f"{mean} / {deviation}"))
    return Cell(brief.title(column)), *figures, *verdict_cells(brief, spoken)


def spoken_of(brief: Brief, claims: dict[str, Claim]) -> Claim:
    """Return the claim that a row speaks of: the leading one of two clusters, else the largest effect."""
    if len(claims) == 2:
        return claims[lead(brief)]
    return largest(list(claims.values())) or max(claims.values(), key=lambda c: abs(c.effect.value))


def verdict_cells(brief: Brief, claim: Claim) -> tuple[Cell, Cell]:
    """Return the effect with a bar, and the verdict in words."""
    say = brief.say
    tone = {"clear": "strong", "slight": "plain"}.get(claim.verdict, "muted")
    delta = claim.effect.value if math.isfinite(claim.effect.value) else 0.0
    bar = Meter(0.5, 0.5 + drawn((delta,), min(claim.bases))[0] / 2, claim.cluster if claim.is_told else "", zero=0.5)
    effect = Cell(say.delta(claim.effect.value), tone, meter=bar)
    if not claim.is_told:
        return effect, Cell(f"{arrow(claim)} {comparison_words(brief, claim)}", tone)
    name, words = brief.name(claim.cluster), kpi_words(brief, claim)
    text = say(f"{arrow(claim)} {name}{words}", f"{arrow(claim)} {name} {words}")
    if plus := advantage(brief, claim):
        text += say.aside(plus)
    return effect, Cell(text, tone, claim.cluster if claim.verdict == "clear" else "")


def headline(brief: Brief, columns: list[Column]) -> str:
    """State on how many KPIs the leading cluster is better, higher, alike."""
    say, cluster = brief.say, lead(brief)
    own = [cluster_claims(brief, column)[cluster] for column in columns]
    n, name = len(own), brief.name(cluster)
    best = sum(c.better > 0 and c.numbers["extreme"] != 0 for c in own)
    ahead = sum(c.better > 0 and c.numbers["extreme"] == 0 for c in own)
    worse = sum(c.better < 0 for c in own)
    higher, lower = (sum(c.better == 0 and c.direction == way for c in own) for way in (1, -1))
    alike = sum(c.direction == 0 for c in own)
    if alike == n:
        return say(f"各群体在 {n} 项 KPI 上没有可确认的差异", f"The clusters do not differ on any of {n} KPIs")
    if best == 0:
        strongest = largest(own) or own[0]
        title = mentioned(brief, brief.customers[strongest.column])
        differ = say(f"{n} 项 KPI 中 {n - alike} 项有差异", f"{n - alike} of {n} KPIs differ")
        if alike == 0 and n > 1:
            differ = say(f"{n} 项 KPI 均有差异", f"all {n} KPIs differ")
        return say(
            f"{name}在{title}上{kpi_words(brief, strongest)}，{differ}",
            f"{name} is {kpi_words(brief, strongest)} on {title}; {differ}",
        )
    top = say("最优" if len(brief.keys) > 2 else "更优", "best" if len(brief.keys) > 2 else "better")
    over, under = Text("优于", "better than"), Text("较弱", "worse")
    if presumes(brief, columns):
        top, over, under = say("领先", "ahead"), Text("领先于", "ahead of"), Text("落后", "behind")
    rest = [
        say(f"{ahead} 项{over.zh}部分群体", f"{over.en} some on {ahead}") if ahead else "",
        say(f"{worse} 项{under.zh}", f"{under.en} on {worse}") if worse else "",
        say(f"{higher} 项更高", f"higher on {higher}") if higher else "",
        say(f"{lower} 项更低", f"lower on {lower}") if lower else "",
        say(f"{alike} 项无明确差异", f"no clear difference on {alike}") if alike else "",
    ]
    tail = say("、", ", ").join(part for part in rest if part)
    of_all = best == n > 1
    start = say(
        f"{name}在 {n} 项 KPI 上全部{top}" if of_all else f"{name}在 {n} 项 KPI 中 {best} 项{top}",
        f"{name} is {top} on {f'all {n}' if of_all else f'{best} of {n}'} KPIs",
    )
    return start + (say("，", ", ") + tail if tail else "")


def presumes(brief: Brief, columns: list[Column]) -> bool:
    """Tell whether the leading cluster is ahead on KPIs of which the better way is only presumed."""
    own = [cluster_claims(brief, column)[lead(brief)] for column in columns]
    return any(brief.customers[c.column].presumed for c in own if c.better)


def takeaway(brief: Brief, columns: list[Column]) -> str:
    """Name the largest difference that the table shows in business terms, and what does not differ."""
    say = brief.say
    spoken = [spoken_of(brief, cluster_claims(brief, column)) for column in columns]
    strongest = largest(spoken)
    if strongest is None:
        return say(
            "差异不足以支持按 KPI 区分经营策略", "There is no difference here on which to treat the groups differently"
        )
    alike = [brief.title(brief.customers[c.column]) for c in spoken if c.verdict == "same"]
    tail = (
        say(
            f"；{say.list(alike)}不构成差异",
            f"; {say.list(alike)} do not differ" if len(alike) > 1 else f"; {say.list(alike)} does not differ",
        )
        if alike
        else ""
    )
    name, delta = brief.name(strongest.cluster), say.delta(strongest.effect.value)
    return (
        say(
            f"差异最大（δ {delta}）：{name}的{kpi_phrase(brief, strongest)}",
            f"Largest difference (δ {delta}): {name}, {kpi_phrase(brief, strongest)}",
        )
        + tail
    )


def foot(brief: Brief, columns: list[Column]) -> str:
    """State bases, the effect and what the verdict rests on."""
    say = brief.say
    method = say(
        "δ 为 Cliff's δ，0.11、0.28、0.43 起为小、中、大",
        "δ is Cliff's delta: small from .11, medium from .28, large from .43",
    )
    presumed = say("“领先”的方向由字段名推断", "ahead: the way that a column's name suggests is better")
    return say.clauses([bases(brief), method, presumed if presumes(brief, columns) else "", input_note(brief, columns)])
