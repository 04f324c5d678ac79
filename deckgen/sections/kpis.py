"""1.1 How do the clusters differ in what they spend, how active, loyal and large they are?"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from deckgen.brief import Brief, LeftOut, Told
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.comparisons import compare_values
from deckgen.customers import Customers
from deckgen.figures import cluster_claims, heading, telling
from deckgen.glossary import KPIS, THEMES, theme_text
from deckgen.kpi_notes import (
    edge_note,
    is_shaded,
    kpi_notes,
    mean_note,
    method_note,
    moment_texts,
    shade_note,
    unit_note,
    unseen_note,
    weakened,
    zero_note,
)
from deckgen.kpi_stretches import stretch_words
from deckgen.kpi_takeaways import Spoken, takeaway
from deckgen.names import MOST_PARTS, sentence_case, traits
from deckgen.phrases import (
    advantage,
    arrow,
    bases,
    comparison_words,
    input_note,
    kpi_words,
    of_which,
)
from deckgen.publication import drawn
from deckgen.questions import Question, values
from deckgen.share_phrases import all_groups
from deckgen.slides import Cell, Meter, Row, Slide, Stretch, Table
from deckgen.tallied import contrary, is_doubtful, most_of, spoken, subject, tally, the_others
from deckgen.wording import Text

NAME = Text("核心价值指标（KPI）对比", "KPI comparison")
STEP = "1.1"
MOST_KPIS = 12
LEAST_SERIES = 3
"""Columns whose names differ by a number alone that are a series: the table shows its strongest before the others."""
WIDE_TABLE = 3
"""Up to this many clusters each has its own columns for median, mean and SD; beyond, mean and SD stand in small."""
MOST_FIGURES = 90
"""More medians, means and deviations than this on a page are not read: then it has the medians alone."""
Typical = Mapping[str, Cell]
"""The cell of what is typical of a KPI, a cluster."""
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
        return Told(left_out=(*empty, LeftOut(brief.say("定量画像", "Quantitative profile"), why)))
    claims = tuple(claim for column in columns for claim in compare_values(column, brief.answers.values(column)))
    brief = brief.plus(claims)
    cluster = subject(brief, columns)
    told, own = spoken(brief, columns, cluster), cluster_claims_of(brief, columns, cluster)
    counted = [claim for claim in tally(brief, own)[1] if claim.is_told]
    shown = in_theme_order(brief, chosen(brief, columns, claims, cluster, counted), told)
    unseen = tuple(
        LeftOut(c.name, brief.say("指标较多，表中只列主要指标", "only the main KPIs fit the table"))
        for c in columns
        if c not in shown
    )
    title, callout = headline(brief, columns, cluster), takeaway(brief, shown, told, own)
    slide = Slide(
        STEP,
        "content",
        title,
        f"{STEP} {brief.say.text(NAME)}",
        kpi_table(brief, shown, told, counted, title),
        callout,
        foot(brief, columns, shown, told, shown, own),
        kpi_notes(brief, [told[c.name] for c in shown], brief.say.sentences([title, the_others(brief, own), callout])),
        stretches=tuple(stretches(brief, title, columns, shown, told, own)),
    )
    return Told((slide,), claims, empty + unseen, tuple(column.name for column in shown))


def chosen(
    brief: Brief, columns: list[Column], claims: tuple[Claim, ...], cluster: str, counted: Sequence[Claim]
) -> list[Column]:
    """Return the KPIs that the table shows: the settings', else what names rest on and the contrary, the plan's own,
    the largest effects; and one more where it alone would be missing of those that the title counts.
    """
    if placed := brief.settings.shown("kpis"):
        return sorted((c for c in columns if c.name in placed), key=lambda c: placed.index(c.name))
    effect = {c.name: max(abs(k.effect.value) for k in claims if k.column == c.name) for c in columns}
    places = named_by(brief) | {
        claim.column: 0 for claim in contrary(brief, cluster_claims_of(brief, columns, cluster))
    }

    first = {series: max(names, key=effect.__getitem__) for series, names in series_of(effect).items()}

    def place(column: Column) -> tuple[float, bool, bool, float]:
        again = first.get(series_name(column.name), column.name) != column.name
        return places.get(column.name, math.inf), column.name not in KPIS, again, -effect[column.name]

    ranked = sorted(columns, key=place)
    missing = [column for column in ranked[MOST_KPIS:] if any(claim.column == column.name for claim in counted)]
    shown = ranked[:MOST_KPIS] + (missing if len(missing) == 1 else [])
    return [c for c in columns if c in shown]


def series_of(names: Iterable[str]) -> dict[str, list[str]]:
    """Return the columns that measure the same again, such as each month's, by what their names have in common.

    >>> series_of(["data_m01", "data_m02", "data_m03", "q1", "q2", "spend"])
    {'data_m#': ['data_m01', 'data_m02', 'data_m03']}
    """
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(series_name(name), []).append(name)
    return {series: own for series, own in found.items() if len(own) >= LEAST_SERIES}


def series_name(name: str) -> str:
    """Return a column's name without its numbers."""
    return re.sub(r"\d+", "#", name)


def named_by(brief: Brief) -> dict[str, int]:
    """Return the KPIs of which the clusters may be given names, with their place among what a cluster's name is made
    of: 0 for the first parts.
    """
    parts = [(place, part.columns[0]) for key in brief.keys for place, part in enumerate(traits(brief, key))]
    return {column: max(0, place + 1 - MOST_PARTS) for place, column in sorted(parts, reverse=True)}


def in_theme_order(brief: Brief, columns: list[Column], told: Spoken) -> list[Column]:
    """Return the columns grouped by theme, the largest effect of each first unless the settings order them."""
    placed = brief.settings.shown("kpis")

    def place(column: Column) -> tuple[int, float]:
        theme = list(THEMES).index(column.theme) if column.theme in THEMES else len(THEMES)
        return theme, 0.0 if placed else -abs(told[column.name].effect.value)

    return sorted(columns, key=place)


def kpi_table(brief: Brief, columns: list[Column], told: Spoken, counted: Sequence[Claim], alt: str) -> Table:
    """Lay out the KPIs: medians alone where mean and deviation would crowd the page, else these too.

    Where few clusters leave room, each has columns of its own for mean and deviation. counted: the claims of which
    the title tells.
    """
    rows = columns, told, counted, alt
    lean = laid_out(brief, *rows, lean_header, lean_figures)
    if not has_means(brief, columns):
        return lean
    narrow = replace(laid_out(brief, *rows, long_header, long_figures, noted=True), narrow=lean)
    if len(brief.keys) > WIDE_TABLE:
        return narrow
    return replace(laid_out(brief, *rows, wide_header, wide_figures, len(STATISTICS)), narrow=narrow)


def has_means(brief: Brief, columns: list[Column]) -> bool:
    """Tell whether the table of some KPIs has room for means and deviations beside the medians."""
    return len(columns) * len(brief.keys) * len(STATISTICS) <= MOST_FIGURES


def laid_out(
    brief: Brief,
    columns: list[Column],
    told: Spoken,
    counted: Sequence[Claim],
    alt: str,
    make_header: Callable[[Brief], tuple[Row, ...]],
    make_figures: Callable[[Brief, Column, Typical], list[Cell]],
    each: int = 1,
    noted: bool = False,
) -> Table:
    """Lay out the KPIs by theme, which is named once, and not at all where all are of one.

    each: the columns that a cluster has. noted: whether cells have notes.
    """
    rows: list[Row] = list(make_header(brief))
    for before, column in zip((None, *columns), columns, strict=False):
        claim = told[column.name]
        opens = before is None or before.theme != column.theme
        theme = Cell(brief.say.text(theme_text(column.theme)) if opens else "", "muted")
        figures = make_figures(brief, column, typical_cells(brief, column, claim, counted))
        cells = (theme, Cell(heading(brief, column)), *figures, *verdict_cells(brief, claim, noted))
        rows.append(Row(cells, key=column.name))
    figures = len(brief.keys) * each
    aligns = ("left", "left", *["right"] * figures, "right", "left")
    weights = (0.7, 1.4, *[0.7] * figures, 1.0, 1.6)
    first = int(len({column.theme for column in columns}) == 1)
    rows = [replace(row, cells=row.cells[first:]) for row in rows]
    return Table("kpis", tuple(rows), aligns[first:], weights[first:], alt)


def wide_figures(brief: Brief, column: Column, typical: Typical) -> list[Cell]:
    """Print a KPI: medians to be read, means and deviations beside them."""
    moments = [moment_texts(brief, column, statistic) for statistic in ("mean", "sd")]
    return [cell for key in brief.keys for cell in (typical[key], *(Cell(texts[key], "muted") for texts in moments))]


def lean_figures(brief: Brief, column: Column, typical: Typical) -> list[Cell]:
    """Print a KPI's medians."""
    return [*typical.values()]


def long_figures(brief: Brief, column: Column, typical: Typical) -> list[Cell]:
    """Print a KPI: medians, under each its mean and deviation."""
    mean, deviation = (moment_texts(brief, column, statistic) for statistic in ("mean", "sd"))
    return [replace(cell, note=f"{mean[key]} / {deviation[key]}") for key, cell in typical.items()]


def typical_cells(brief: Brief, column: Column, claim: Claim, counted: Sequence[Claim]) -> Typical:
    """Print what is typical of each cluster; the row's key cell is what the title counts."""
    texts, tone = telling(brief, column), "strong" if claim.is_told else "muted"
    marked = claim.cluster if is_shaded(brief, claim, counted) else ""
    return {key: Cell(texts[key], "key", key) if key == marked else Cell(texts[key], tone) for key in brief.keys}


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
    how = brief.say("指标中位数（均值、标准差见备注）", "KPI medians (mean, SD in the notes)")
    return (replace(row, cells=(theme, replace(kpi, text=how, note=""), *others)),)


def verdict_cells(brief: Brief, claim: Claim, noted: bool) -> tuple[Cell, Cell]:
    """Return the effect with a bar, and the verdict in words; noted: where only the closest is not far, as a note."""
    say = brief.say
    doubt = say("待核实，未计入", "to be checked, not counted") if is_doubtful(brief, claim) else ""
    tone = {"clear": "plain" if doubt else "strong", "slight": "plain"}.get(claim.verdict, "muted")
    delta = claim.effect.value if math.isfinite(claim.effect.value) else 0.0
    bar = Meter(0.5, 0.5 + drawn((delta,), min(claim.bases))[0] / 2, claim.cluster if claim.is_told else "", zero=0.5)
    effect = Cell(say.delta(claim.effect.value), tone, meter=bar)
    if not claim.is_told:
        return effect, Cell(f"{arrow(claim)} {comparison_words(brief, claim)}", tone)
    noted = noted and bool(claim.numbers["extreme"])
    name, words = brief.name(claim.cluster), (comparison_words if noted else kpi_words)(brief, claim)
    text = say(f"{arrow(claim)} {name}{words}", f"{arrow(claim)} {name} {words}")
    if aside := say("，", ", ").join(filter(None, (advantage(brief, claim), weakened(brief, claim), doubt))):
        text += say.aside(aside)
    marked = claim.cluster if claim.verdict == "clear" and not doubt else ""
    return effect, Cell(text, tone, marked, note=of_which(brief, claim) if noted else "")


def headline(brief: Brief, columns: list[Column], cluster: str) -> str:
    """State on how many of all KPIs the cluster that most are about is better, worse, higher or lower."""
    own = cluster_claims_of(brief, columns, cluster)
    claims = [claim for column in columns for claim in cluster_claims(brief, column).values()]
    if not any(claim.is_told and not is_doubtful(brief, claim) for claim in claims):
        n, doubted = len(columns), any(claim.is_told for claim in claims)
        none = "No difference is confirmed" if doubted else "The clusters do not differ"
        return brief.say(f"{all_groups(brief)}在 {n} 项 KPI 上没有可确认的差异", f"{none} on any of {n} KPIs")
    return most_of(brief, own)


def stretches(
    brief: Brief, title: str, columns: list[Column], shown: list[Column], told: Spoken, own: list[Claim]
) -> Iterator[Stretch]:
    """Yield what is said over and under every stretch of rows: over the first ones the table's title, over others what
    they show.

    own: the claims of which the title counts.
    """
    counted = {claim.column for claim in tally(brief, own)[1] if claim.is_told}
    for first, last in combinations(range(len(shown) + 1), 2):
        rows = shown[first:last]
        if rows == shown:
            continue
        also = any(column.name in counted for column in shown[:first])
        words = (
            stretch_words(brief, rows, told, own, also) if first else (title, begun(brief, rows, counted, told, own))
        )
        under = foot(brief, columns, shown, told, rows, own, ends=last == len(shown))
        yield Stretch(tuple(c.name for c in rows), *words, under)


def begun(brief: Brief, rows: list[Column], counted: Collection[str], told: Spoken, own: list[Claim]) -> str:
    """Return the takeaway of a table's first rows, and how many of the KPIs that the title counts are among them."""
    here = sum(column.name in counted for column in rows)
    words = brief.say(f"{len(counted)} 项中 {here} 项在本页", f"{here} of the {len(counted)} are on this page")
    return brief.say.clauses([takeaway(brief, rows, told, own), words if 0 < here < len(counted) else ""])


def foot(
    brief: Brief,
    columns: list[Column],
    shown: list[Column],
    told: Spoken,
    rows: list[Column],
    own: list[Claim],
    ends: bool = True,
) -> str:
    """State bases, what is shaded, what the effect compares, what carries the means, which KPIs are not shown, what
    verdicts rest on.

    rows: the KPIs on the page. own: the claims of which the title counts. ends: whether it is the last page.
    """
    hidden = [told[column.name] for column in columns if column not in shown]
    return brief.say.clauses(
        [
            sentence_case(bases(brief)),
            shade_note(brief, own, [told[column.name] for column in rows]),
            method_note(brief, rows),
            edge_note(brief, [told[column.name] for column in rows]),
            mean_note(brief, rows) if has_means(brief, shown) else "",
            zero_note(brief, rows),
            unseen_note(brief, hidden) if ends else "",
            unit_note(brief, rows),
            input_note(brief, columns),
        ]
    )


def cluster_claims_of(brief: Brief, columns: list[Column], cluster: str) -> list[Claim]:
    """Return what is claimed of a cluster on some KPIs."""
    return [cluster_claims(brief, column)[cluster] for column in columns]
