"""How does a chart become a real one, with its figures inside? Bars and 100 % bars; violins stay pictures.

What a real chart holds is what is printed on it: shares as they are rounded there, and nothing where a share must not
be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckgen.builder.areas import below, emu, points, top_strip, without_bottom
from deckgen.builder.drawing import NAMED, Bar, Dot, Item, Items, Plot, Series, TextBox
from deckgen.builder.keys import key, key_height
from deckgen.builder.setting import Setting
from deckgen.design import CHART_HEADING, CHART_SMALL, CHART_TEXT, GAP_STACKED, GUTTER
from deckgen.fit import Run, measure, plain, width_of
from deckgen.sketch.bars import columns_of_bars
from deckgen.slides import LESS, BarPanel, Bars, Chart, Shares, StackedBars
from deckgen.slides import Bar as ToldBar
from deckgen.template import Place

NATIVE = (Bars, StackedBars, Shares)
BESIDE, RULE = 8.0, 3.0
"""Room beside words, and weight of the rule under a panel's heading, in points."""
WIDEST_NAMES = 0.34
"""Most of a chart's width that the names of its bars take."""
LONGEST_ROW = 44.0
"""Most height of a bar's row, in points."""
DARKEST, PALEST, OTHER = 0.34, 0.12, 0.07
"""Greys of levels that do not stand out, as shares of the ink: from the first to the last, and of all others."""
LINE, SLACK = 1.2, 1.08
"""Height of a line in ems, and how much wider a label may be than measured, as another machine's font."""
FIRST_SHARE = re.compile(r"(\d+(?:\.\d+)?)%[ ]?(.*)", re.DOTALL)

Room = tuple[float, float]
"""Width and height in points."""


def native(chart: Chart, place: Place, setting: Setting) -> Items:
    """Return a chart as real ones in its place."""
    return tuple(NATIVES[type(chart)](chart, place, setting))


def printed(text: str) -> float | None:
    """Return the share that a text prints; None where it prints none.

    >>> printed("13.8% (2.2x)"), printed("< 11 cases")
    (0.138, None)
    """
    found = FIRST_SHARE.match(text)
    return round(float(found[1]) / 100, 4) if found else None


def figures(texts: Sequence[str]) -> str:
    """Return the number format in which shares are printed.

    >>> figures(["38%", "4%"]), figures(["38.5%"])
    ('0%', '0.0%')
    """
    return "0.0%" if any(re.match(r"\d+\.\d", text) for text in texts) else "0%"


def wide(texts: Sequence[str], size: float, setting: Setting, bold: bool = False) -> float:
    """Return the width of the longest text in points."""
    return max((width_of((Run(text, bold),), setting.face, size) for text in texts), default=0.0)


def headed(
    name: str, title: str, place: Place, setting: Setting, key: str, cluster: str = "", headline: str = ""
) -> tuple[Items, Place]:
    """Set a heading over a chart, for a cluster's with a rule in its colour; return it and what is left below.

    key: what a Stretch knows the chart by.
    """
    size = setting.sized(CHART_HEADING)
    text = (plain(title, True),)
    height = emu(measure(text, points(place.width), setting.face, size).height)
    items: list[Item] = [TextBox(f"{name}-title", top_strip(place, height), text, size, headline=headline, key=key)]
    rest = below(place, height)
    if cluster:
        items.append(Bar(f"{name}-rule", top_strip(rest, emu(RULE * setting.scale)), setting.paint(cluster)))
        rest = below(rest, emu((RULE + BESIDE) * setting.scale))
    return tuple(items), rest


def bars(chart: Bars, place: Place, setting: Setting) -> Iterator[Item]:
    """Lay out a chart a cluster, on one scale, side by side as far as their bars keep some length."""
    size, inch = setting.sized(CHART_TEXT), 72 * setting.scale
    every = [bar for panel in chart.panels for bar in panel.bars]
    names, ends = wide([named(bar) for bar in every], size, setting, True), wide(["00.0%"], size, setting, True)
    gutter, rows = emu(GUTTER * setting.scale), max((len(panel.bars) for panel in chart.panels), default=1)
    words, row = (names + ends + 4 * BESIDE * setting.scale) / inch, points(place.height) / inch / (rows + 1)
    across = columns_of_bars(len(chart.panels), points(place.width) / inch, words, row)
    lines = -(-len(chart.panels) // across)
    width, height = (place.width - gutter * (across - 1)) // across, (place.height - gutter * (lines - 1)) // lines
    most = max((bar.value for bar in every), default=1.0) or 1.0
    for number, panel in enumerate(chart.panels):
        left, top = (number % across) * (width + gutter), (number // across) * (height + gutter)
        spot = Place(place.left + left, place.top + top, width, height)
        name = f"{setting.name(chart.name)}-{number + 1}"
        yield from bar_panel(name, chart, panel, (names, ends, most), spot, setting)


def named(bar: ToldBar) -> str:
    """Return a bar's name with what its text says beside the share."""
    found = FIRST_SHARE.match(bar.text)
    beside = found[2].strip() if found else bar.text
    return f"{bar.label} {beside}" if beside and beside != "–" else bar.label


def bar_panel(
    name: str, chart: Bars, panel: BarPanel, room: tuple[float, float, float], place: Place, setting: Setting
) -> Iterator[Item]:
    """Set one cluster's bars under its name; room: for names and figures in points, and the longest bar's share."""
    heading, rest = headed(name, panel.title, place, setting, panel.title, panel.cluster)
    yield from heading
    if not panel.bars:
        return
    rest = replace(rest, height=min(rest.height, emu(LONGEST_ROW * setting.scale * len(panel.bars))))
    dots = tuple(
        Dot(printed(bar.text), setting.paint(panel.cluster) if bar.strong else "faint", "value", "ink", bar.strong)
        for bar in panel.bars
    )
    names, ends, most = room
    wide_names = min((names + BESIDE) / points(rest.width), 0.5)
    inner = (wide_names, 0.0, max(0.2, 1 - wide_names - (ends + 2 * BESIDE) / points(rest.width)), 1.0)
    texts = [bar.text for bar in panel.bars]
    yield Plot(
        name,
        rest,
        f"{panel.title}: {chart.alt}",
        tuple(map(named, panel.bars)),
        (Series(panel.title, setting.paint(panel.cluster), dots),),
        most,
        inner,
        setting.sized(CHART_TEXT),
        figures(texts),
    )


def stacked_bars(chart: StackedBars, place: Place, setting: Setting) -> Iterator[Item]:
    """Set 100 % bars, one a cluster: what is over-represented in its colour, what is rarer in a pale tint with an edge,
    others grey."""
    name = setting.name(chart.name)
    heading, rest = headed(name, chart.title, place, setting, chart.name, headline=chart.headline)
    yield from heading
    clusters = [setting.names[cluster] for cluster in chart.clusters]
    inner, wide_room = inner_of(clusters, rest, setting)
    room = (wide_room, bar_height(len(clusters), rest, setting))
    series = []
    for level, (title, grey) in enumerate(zip(chart.levels, greys(chart), strict=True)):
        dots = (piece(chart, number, level, grey, room, setting) for number in range(len(chart.clusters)))
        series.append(Series(title, grey, tuple(dots)))
    yield from stacked(name, rest, chart.alt, clusters, series, inner, chart.texts, setting)


def bar_height(bars: int, place: Place, setting: Setting) -> float:
    """Return how many points high stacked bars are that leave a line for a key."""
    return (points(place.height) - 2 * setting.sized(CHART_SMALL)) / bars / (1 + GAP_STACKED / 100)


def piece(chart: StackedBars, number: int, level: int, grey: str, room: Room, setting: Setting) -> Dot:
    """Draw up a piece of a bar. grey: where nothing is said of it. room: of the whole bar."""
    strong, less = chart.strong[number][level], chart.is_less(number, level)
    own, on, pale = (setting.paint(chart.clusters[number], kind) for kind in ("cluster", "on", "tint"))
    paint, ink = (own, on) if strong else (pale if less else grey, "ink")
    mark, edge = (LESS, own) if less else ("", "")
    size = (chart.shares[number][level] * room[0], room[1])
    told = ((chart.printed(number, level), chart.compared(number, level)), (chart.share(number, level), ""))
    labels = ((label_of(chart.levels[level], text, size, strong or less, setting), behind) for text, behind in told)
    label, behind = next(((one, behind) for one, behind in labels if one), ("", ""))
    return Dot(printed(chart.texts[number][level]), paint, label, ink, strong or less, mark, edge, behind)


def greys(chart: StackedBars) -> list[str]:
    """Return a grey a level, darkest first, nearly paper for what is other or missing."""
    own = [level for level, grey in enumerate(chart.grey) if not grey]
    step = (DARKEST - PALEST) / max(1, len(own) - 1)
    steps = {level: DARKEST - step * place for place, level in enumerate(own)}
    return [f"grey:{steps.get(level, OTHER):.3f}" for level in range(len(chart.levels))]


def shares(chart: Shares, place: Place, setting: Setting) -> Iterator[Item]:
    """Set a 100 % bar a measure, in it a piece a cluster."""
    inner, room = inner_of(chart.items, place, setting)
    high = bar_height(len(chart.items), place, setting)
    series = []
    for k, cluster in enumerate(chart.clusters):
        title, paint = setting.names[cluster], setting.paint(cluster)
        dots = tuple(
            Dot(
                printed(texts[k]),
                paint,
                label_of(title, texts[k], (row[k] * room, high), True, setting),
                setting.paint(cluster, "on"),
                True,
            )
            for row, texts in zip(chart.values, chart.texts, strict=True)
        )
        series.append(Series(title, paint, dots))
    yield from stacked(setting.name(chart.name), place, chart.alt, chart.items, series, inner, chart.texts, setting)


def inner_of(names: Sequence[str], place: Place, setting: Setting) -> tuple[tuple[float, float, float, float], float]:
    """Return where the bars stand in their frame, as shares of it beside their names, and their room in points."""
    width = points(place.width)
    taken = min(wide(names, setting.sized(CHART_TEXT), setting, True) + 2 * BESIDE, WIDEST_NAMES * width) / width
    return (taken, 0.0, 1 - taken - 0.01, 1.0), (1 - taken - 0.01) * width


def label_of(name: str, text: str, room: Room, bold: bool, setting: Setting) -> str:
    """Return what a piece has room to say: "both" its name and share, in "lines", its "value", or nothing."""
    size = setting.sized(CHART_SMALL)
    for kind, lines in (("both", [f"{name} {text}"]), ("lines", [name, text]), ("value", [text])):
        high = len(lines) * LINE * size
        if text and wide(lines, size, setting, bold) * SLACK + 6 <= room[0] and high <= room[1]:
            return kind
    return ""


def stacked(
    name: str,
    place: Place,
    alt: str,
    categories: Sequence[str],
    series: Sequence[Series],
    inner: tuple[float, float, float, float],
    texts: Sequence[Sequence[str]],
    setting: Setting,
) -> Iterator[Item]:
    """Set a chart of stacked bars, under it a key of the series that no piece has room to name."""
    entries = [(one.name, one.paint) for one in series if all(dot.label not in NAMED for dot in one.dots)]
    room = without_bottom(place, key_height(entries, place, setting))
    looks = (
        setting.sized(CHART_SMALL),
        figures([text for row in texts for text in row]),
        True,
        setting.sized(CHART_TEXT),
    )
    yield Plot(name, room, alt, tuple(categories), tuple(series), 1.0, inner, *looks)
    yield from key(name, entries, place, setting)


NATIVES = {Bars: bars, StackedBars: stacked_bars, Shares: shares}
