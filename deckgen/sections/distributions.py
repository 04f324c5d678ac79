"""1.2 How are the most telling KPIs distributed in each cluster, and how much do a few whales carry?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np

from deckgen.brief import Brief, LeftOut, Told
from deckgen.claims import REST, Claim
from deckgen.columns import Column
from deckgen.counted import CountedValues
from deckgen.customers import Customers
from deckgen.kpi_notes import unit_note, zero_note
from deckgen.parting import LEAST_DRAWN, spread_words
from deckgen.phrases import (
    bases,
    compared_with,
    comparison_words,
    kpi_phrase,
    median_texts,
    mentioned,
    nearest,
    notes,
    possessive,
    ratio_words,
)
from deckgen.publication import drawn, moment
from deckgen.questions import Question, values
from deckgen.share_phrases import all_groups, share_text
from deckgen.slides import Box, Distributions, Panel, Slide, Stretch, Violin
from deckgen.statistics.density import SHOWN, Scale, axis_breaks, axis_scale, violin
from deckgen.statistics.disclosure import printable
from deckgen.statistics.numeric import discreet_quantile, quantile
from deckgen.wording import Text
from deckgen.worth import WHALES

NAME = Text("分布可视化对比", "Distributions")
STEP = "1.2"
FEW_VALUES, RARE = 6, 0.05
"""A KPI of so few values has bars instead of violins; the last values stand together up to this share."""
NEARLY_ALWAYS = 0.9995
"""From here on a share with one decimal would read as all."""
MANY_TIES = 0.01
"""From this share of random pairs on it is said how ties are counted."""


def asks(customers: Customers) -> Iterable[Question]:
    """Ask for the counted values of every KPI (asked once, whoever else asks)."""
    return (values(column) for column in customers.of_role("kpi"))


def tells(brief: Brief) -> Told:
    """Tell violins and boxes of the KPIs that differ most, at most one a theme, and the whales in numbers."""
    columns = chosen(brief)
    if not columns:
        why = brief.say("没有可绘制分布的指标", "no KPI varies enough to be drawn")
        return Told(left_out=(LeftOut(brief.say.text(NAME), why),))
    panels = tuple(panel(brief, column) for column in columns)
    slide = Slide(
        STEP,
        "content",
        headline(brief, columns[0]),
        f"{STEP} {brief.say.text(NAME)}",
        Distributions("violins", panels, headline(brief, columns[0])),
        takeaway(brief, columns),
        foot(brief, columns, panels),
        speaker_notes(brief, columns),
        stretches=tuple(stretches(brief, columns, panels)),
    )
    return Told((slide,), shown=tuple(column.name for column in columns))


def stretches(brief: Brief, columns: list[Column], panels: Sequence[Panel]) -> Iterator[Stretch]:
    """Yield what is said over and under every stretch of panels: of the largest difference among them."""
    for first, after in combinations(range(len(columns) + 1), 2):
        own = columns[first:after]
        if len(own) < len(columns):
            under = foot(brief, own, panels[first:after])
            yield Stretch(tuple(map(brief.title, own)), headline(brief, own[0]), takeaway(brief, own), under)


def effect_sizes(brief: Brief) -> dict[str, float]:
    """Return the largest |delta| against the rest of each KPI, 0 where nothing is told."""
    sizes: dict[str, float] = {}
    for claim in brief.claims.where(kind="kpi", against=REST):
        told = abs(claim.effect.value) if claim.is_told else 0.0
        sizes[claim.column] = max(sizes.get(claim.column, 0.0), told)
    return sizes


def chosen(brief: Brief) -> list[Column]:
    """Return the KPIs to draw: the configured ones, else the largest effect of each theme, largest first; those whose
    zeros may stand for "none" come last, and only where there are not enough others.
    """
    sizes = effect_sizes(brief)
    drawable = [
        c for c in brief.customers.of_role("kpi") if c.name in sizes and len(brief.answers.values(c).values) > 2
    ]
    if (placed := brief.settings.shown("distributions")) is not None:
        return [c for name in placed for c in drawable if c.name == name]
    most = 4 if len(brief.keys) == 2 else 3 if len(brief.keys) == 3 else 2
    ranked = sorted(drawable, key=lambda c: -sizes[c.name])
    first = list({c.theme: c for c in reversed(ranked)}.values())
    rest = [c for c in ranked if c not in first]
    picked = sorted(first, key=lambda c: -sizes[c.name]) + rest
    told = [c for c in picked if sizes[c.name] > 0] or picked[:1]
    kept = sorted(told, key=lambda c: c.zero_as_none)[:most]
    return sorted(kept, key=lambda c: (c.zero_as_none, -sizes[c.name]))


def panel(brief: Brief, column: Column) -> Panel:
    """Draw up one KPI: scale, axis and a violin for every cluster that is large enough."""
    say, counted = brief.say, brief.answers.values(column)
    scale, core = axis_scale(counted)
    shapes = violin(counted, scale, core)
    if len(counted.values) <= FEW_VALUES:
        return steps_panel(brief, column, counted)
    medians = (quantile(counted.values, counted.counts[k], 0.5) for k in range(len(brief.keys)))
    figures = brief.figures(column, medians)
    violins = tuple(
        Violin(
            key,
            tuple(map(float, grid)),
            drawn(map(float, density), int(counted.sizes[k])),
            box(counted, k),
            figures[k],
        )
        for k, (key, (grid, density)) in enumerate(zip(brief.keys, shapes, strict=True))
        if counted.sizes[k] >= LEAST_DRAWN and len(grid)
    )
    low, high = drawn_ends(violins, scale, core)
    breaks = axis_breaks(low, high, scale, core)
    near = say("，0 附近为线性", ", linear near 0") if scale == "symlog" else ""
    axis = "" if scale == "linear" else say("对数刻度", "log scale") + near
    labels = tuple(brief.figure(column, value) for value in breaks)
    finding, own = panel_finding(brief, column), headline(brief, column)
    return Panel(brief.title(column), axis, scale, violins, breaks, labels, core, finding, own)


def drawn_ends(violins: Sequence[Violin], scale: Scale, core: float) -> tuple[float, float]:
    """Return between which values an axis reaches: to zero where that is no further away than its linear core."""
    ends = [end for v in violins for end in (v.grid[0], v.grid[-1])] or [1.0, 10.0]
    near = core if scale == "symlog" else 0.0
    low, high = min(ends), max(ends)
    return 0.0 if 0 < low <= near else low, 0.0 if -near <= high < 0 else high


def steps_panel(brief: Brief, column: Column, counted: CountedValues) -> Panel:
    """Draw up a KPI of few values: the share of each, the rare ones above them together."""
    say, edges = brief.say, value_steps(counted)
    counts = np.add.reduceat(counted.counts, edges, axis=1)
    violins = tuple(
        step_bars(brief, counted, k, counts[k]) for k, n in enumerate(counts.sum(axis=1)) if n >= LEAST_DRAWN
    )
    names = [brief.figure(column, float(counted.values[edge])) for edge in edges]
    if edges[-1] < len(counted.values) - 1:
        names[-1] = f"≥ {names[-1]}"
    places, axis = tuple(map(float, range(len(edges)))), say(f"各取值的{say.rows}占比", f"share of {say.rows} by value")
    finding, own = panel_finding(brief, column), headline(brief, column)
    return Panel(brief.title(column), axis, "steps", violins, places, tuple(names), finding=finding, headline=own)


def value_steps(counted: CountedValues) -> list[int]:
    """Return where the steps begin among the values: the last ones together while hardly anybody has them."""
    shares = counted.counts.sum(axis=0) / counted.counts.sum()
    edges = list(range(len(shares)))
    while len(edges) > 2 and shares[edges[-1] :].sum() < RARE:
        edges.pop()
    return edges


def step_bars(brief: Brief, counted: CountedValues, k: int, counts: np.ndarray) -> Violin:
    """Draw up one cluster's shares; none of fewer than 11 customers has a length."""
    n = int(counts.sum())
    texts = tuple(share_text(brief, int(count), n) for count in counts)
    shares = drawn((float(count) / n if printable(count) else 0.0 for count in counts), n)
    places = tuple(map(float, range(len(counts))))
    return Violin(brief.keys[k], places, shares, box(counted, k), max(texts, key=len), texts)


def panel_finding(brief: Brief, column: Column) -> str:
    """Say in a few words what differs: by the ratio of medians where there is one."""
    say, claim = brief.say, strongest(brief, column)
    if not claim.is_told:
        return comparison_words(brief, claim)
    pair, name = nearest(brief, claim), brief.name(claim.cluster)
    times = ratio_words(brief, pair.numbers["median"], pair.numbers["rest_median"])
    if not times:
        return say(f"{name}{comparison_words(brief, claim)}", f"{name} {comparison_words(brief, claim)}")
    other = brief.name(pair.against) if pair.against != REST else brief.others(claim.cluster)
    return say(f"{name}中位数是{other}的 {times}", f"{name}: {times} {other}")


def box(counted: CountedValues, k: int) -> Box:
    """Return a cluster's five percentiles, none of them a single customer's value at the end of a small cluster."""
    return Box(*(discreet_quantile(counted.values, counted.counts[k], q) for q in (0.05, 0.25, 0.5, 0.75, 0.95)))


def strongest(brief: Brief, column: Column) -> Claim:
    """Return the column's claim with the largest effect, that of the higher cluster where two mirror each other."""
    claims = brief.claims.where(kind="kpi", column=column.name, against=REST)
    return max(claims, key=lambda c: (c.is_told, round(abs(c.effect.value), 9), c.direction))


def headline(brief: Brief, column: Column) -> str:
    """State the largest difference in medians and in pairs."""
    say, claim = brief.say, strongest(brief, column)
    name, title = brief.name(claim.cluster), mentioned(brief, column)
    if not claim.is_told:
        return say(f"{all_groups(brief)}的分布高度重叠", "The clusters' distributions largely overlap")
    pair = told_pair(brief, column)
    if pair is None:
        return say(f"{name}的{kpi_phrase(brief, claim)}", f"{name}: {kpi_phrase(brief, claim)}")
    own, rest = pair.numbers["median"], pair.numbers["rest_median"]
    times, other, figures = ratio_words(brief, own, rest), compared_with(brief, pair), median_texts(brief, pair)
    medians = (
        say(
            f"{name}的{title}中位数是{other}的 {times}", f"{possessive(name)} median {title} is {times} that of {other}"
        )
        if times
        else say(
            f"{name}的{title}中位数为 {figures[0]}，{other}为 {figures[1]}",
            f"{possessive(name)} median {title} is {figures[0]} against {figures[1]} in {other}",
        )
    )
    way = say("更高" if claim.direction > 0 else "更低", "higher" if claim.direction > 0 else "lower")
    return medians + say(
        f"；两群体各随机取一{say.noun.measure}，{name}{way}的概率为 {chance(brief, pair)}",
        f"; {name} {say.verb(name, 'is', 'are')} {way} in {chance(brief, pair)} of random pairs of the two",
    )


def told_pair(brief: Brief, column: Column) -> Claim | None:
    """Return the claim on the two closest clusters that a title tells; None where their medians read alike."""
    claim = strongest(brief, column)
    pair = nearest(brief, claim)
    medians = {brief.figure(column, pair.numbers[name]) for name in ("median", "rest_median")}
    return pair if claim.is_told and len(medians) == 2 else None


def chance(brief: Brief, pair: Claim) -> str:
    """Print how often a cluster's customer is the further one of a random pair: not as always where it only nearly is."""
    share = (1 + abs(pair.effect.value)) / 2
    return brief.say("99.9% 以上", "over 99.9%") if NEARLY_ALWAYS <= share < 1 else brief.say.percent(share)


def chance_note(brief: Brief, column: Column) -> str:
    """Say what the share of random pairs is that the title of a column tells; nothing where it tells none."""
    say, pair = brief.say, told_pair(brief, column)
    if pair is None:
        return ""
    share, tied = chance(brief, pair), ties(brief, column, pair) >= MANY_TIES
    half_zh, half_en = ("，取值相同的各算一半", ", ties count half") if tied else ("", "")
    delta = f"{abs(pair.effect.value):.4f}"
    zh, en = (
        (f" 为 (1+{delta})/2，{delta} 为两者之间的 |δ|", f": (1 + {delta}) / 2, {delta} being |δ| of the two")
        if float(delta) < 1
        else (f"：两群体各取一{say.measured}", "")
    )
    return say(f"{share}{zh}{half_zh}", f"{share} of random pairs, one {say.row} of each cluster{en}{half_en}")


def ties(brief: Brief, column: Column, pair: Claim) -> float:
    """Return in which share of the random pairs of a claim's two clusters both have the same value."""
    counted = brief.answers.values(column)
    own = brief.keys.index(pair.cluster)
    other = 1 - own if pair.against == REST else brief.keys.index(pair.against)
    pairs = float(counted.sizes[own]) * float(counted.sizes[other])
    return float(counted.counts[own].astype(float) @ counted.counts[other]) / max(pairs, 1.0)


def takeaway(brief: Brief, columns: list[Column]) -> str:
    """Say what is to be thought of the title's difference: whether it is one, who holds the money, how far the clusters
    overlap.
    """
    first = columns[0]
    return (
        doubt(brief, first)
        if is_doubtful(brief, first)
        else whales(brief, columns) or spread_words(brief, first, strongest(brief, first))
    )


def is_doubtful(brief: Brief, column: Column) -> bool:
    """Tell whether the difference that a title tells is none if zeros stand for what is not known."""
    return column.zero_as_none and strongest(brief, column).is_told


def doubt(brief: Brief, column: Column) -> str:
    """Say that the difference on a KPI is to be checked."""
    title = brief.bare_title(column)
    return brief.say(
        f"请先核实{title}的 0 是否表示“无”：若是，此差异不成立",
        f"Check first whether 0 {title} stands for “none”: if so, this difference is none",
    )


def whales(brief: Brief, columns: list[Column]) -> str:
    """Tell how much the top 1 % of a cluster's customers hold, where an amount of money is drawn and that is much."""
    say = brief.say
    money = next((c for c in columns if c.money), None)
    if money is None:
        return ""
    claims = brief.claims.where(kind="kpi", column=money.name, against=REST)
    held = [
        c for c in claims if c.bases[0] >= 1100 and c.numbers["median"] > 0 and math.isfinite(c.numbers["top1_share"])
    ]
    if not held:
        return ""
    top = max(held, key=lambda c: c.numbers["top1_share"])
    if top.numbers["top1_share"] < WHALES:
        return ""
    name, title, n = brief.name(top.cluster), brief.title(money), top.numbers
    held_words = say(
        f"头部{say.rows}：{name}的前 1% {say.rows}占其{title}总额的 {say.percent(n['top1_share'])}",
        f"Whales: the top 1% of {name} hold {say.percent(n['top1_share'])} of its {mentioned(brief, money)}",
    )
    if n["mean"] <= 1.5 * n["median"]:
        return held_words
    mean, median = brief.figure(money, moment(n, "mean", top.bases[0])), brief.figure(money, n["median"])
    return held_words + say(
        f"；均值 {mean} 远高于中位数 {median}，应看中位数",
        f"; the mean ({mean}) is far above the median ({median}): read the median",
    )


def foot(brief: Brief, columns: Sequence[Column], panels: Sequence[Panel]) -> str:
    """State how to read the picture."""
    say, (low, high) = brief.say, (f"{100 * end:g}" for end in SHOWN)
    how = say(
        f"轮廓：第 {low} 至 {high} 百分位；箱体：第 25 至 75；须线：第 5 至 95；数字：中位数",
        f"Shapes: {low}th to {high}th percentile; boxes: 25th to 75th; whiskers: 5th to 95th; figures: medians",
    )
    boxed = any(panel.scale != "steps" for panel in panels)
    noted = columns[1:] if is_doubtful(brief, columns[0]) else columns  # of the first the callout says more
    odd = [zero_note(brief, noted), unit_note(brief, columns)]
    return say.clauses([how if boxed else "", chance_note(brief, columns[0]), *odd, bases(brief)])


def speaker_notes(brief: Brief, columns: list[Column]) -> str:
    """Return the notes."""
    say = brief.say
    sizes = effect_sizes(brief)
    listed = say("；", "; ").join(f"{brief.title(c)} |δ| {sizes[c.name]:.2f}" for c in columns)
    return notes(
        brief,
        say.sentences([headline(brief, columns[0]), takeaway(brief, columns)]),
        say(
            f"每个主题取效应量最大的指标：{listed}。密度由计数表以高斯核估计，重尾指标使用对数刻度；{all_groups(brief)}面积相同，因此形状可比而人数不可比；δ 即 Cliff's δ，取整前。",
            f"The KPI with the largest effect of each theme: {listed}. Densities are Gaussian kernel estimates from counted "
            "values, heavy tails on a log scale; all violins have the same area, so shapes compare and sizes do not. δ is Cliff's delta before rounding.",
        ),
        say(
            f"分布重叠部分的{say.rows}无法仅凭该指标归类。",
            f"{say.rows.capitalize()} where the shapes overlap cannot be told apart by this KPI alone.",
        ),
    )
