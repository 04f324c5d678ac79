"""How is a chart laid out? From its words and numbers to marks; nothing is drawn here.

What differs stands in a cluster's full colour and in bold, what does not recedes; labels stand beside what they name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from deckgen.brand import Brand
from deckgen.colours import contrast, mixed
from deckgen.fit import Run, break_lines, width_of
from deckgen.marks import Label, Line, Mark, Marks, Rect, Shape
from deckgen.slides import Bars, Chart, Distributions, Group, GroupedBars, Panel, StackedBars, Violin, colour_slots
from deckgen.statistics.density import to_axis
from deckgen.typefaces import Face

TITLE, TEXT, SMALL = 13.0, 11.5, 10.5
"""Sizes in points; a picture is placed at the size at which it is drawn."""
LINE = 1.35 / 72
"""Height of a line of text in inches, a point of its size."""
GAP = 0.08
PANEL_GAP = 0.35
LEAST_TEXT, TIGHT_LINE = 8.5, 1.15 / 72
"""Points of a bar's label where many bars share a row, and the height of its line in inches a point."""
LEAST_BAR = 0.7
"""Inches that the longest bar keeps beside its words."""
READABLE = 4.5
"""Contrast of text, WCAG 2.2 (1.4.3)."""
VIOLIN = 0.15
"""Least half width of a violin in inches."""
PALE = 0.45
"""How much of its colour a mark keeps that does not stand out."""


@dataclass(frozen=True)
class Look:
    """Colours and type of a picture, and the clusters in the deck's order."""

    brand: Brand
    groups: tuple[Group, ...]

    @property
    def face(self) -> Face:
        """The families that set the text."""
        return Face(self.brand.latin, self.brand.han)

    def colour(self, cluster: str) -> str:
        """Return a cluster's colour."""
        keys = [group.key for group in self.groups]
        return self.brand.series[colour_slots(self.groups)[keys.index(cluster)] % len(self.brand.series)]

    def name(self, cluster: str) -> str:
        """Return a cluster's name."""
        return next(group.name for group in self.groups if group.key == cluster)

    def tint(self, colour: str, share: float) -> str:
        """Mix a colour into the paper."""
        return mixed(colour, self.brand.paper, share)

    def on(self, ground: str) -> str:
        """Return the readable one of paper and ink on a ground; black or white where neither is."""
        best = max((self.brand.paper, self.brand.ink), key=lambda colour: contrast(colour, ground))
        if contrast(best, ground) >= READABLE:
            return best
        return max(("000000", "FFFFFF"), key=lambda colour: contrast(colour, ground))

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Return a text's width in inches."""
        return width_of((Run(text, bold),), self.face, size) / 72 if text else 0.0

    def lines(self, text: str, width: float, size: float, most: int = 3) -> list[str]:
        """Break a text into lines of a width in inches; the last ends in an ellipsis where there are too many."""
        broken = break_lines((Run(text),), width * 72 / size, self.face)
        return broken if len(broken) <= most else [*broken[: most - 1], broken[most - 1][:-1] + "…"]


def sketch(chart: Chart, width: float, height: float, look: Look) -> Marks:
    """Lay a chart out on a page of width x height inches."""
    return tuple(SKETCHES[type(chart)](chart, width, height, look))


def dash(width: float, height: float, look: Look) -> Label:
    """Return the mark of a chart that has nothing to show."""
    return Label(width / 2, height / 2, "–", TITLE, look.brand.muted, across="center")


def distributions(chart: Distributions, width: float, height: float, look: Look) -> Iterator[Mark]:
    """Lay out panels side by side, each with its own axis."""
    each = (width - PANEL_GAP * (len(chart.panels) - 1)) / max(1, len(chart.panels))
    for number, panel in enumerate(chart.panels):
        yield from violins(panel, number * (each + PANEL_GAP), each, height, look)
    if not chart.panels:
        yield dash(width, height, look)


def violins(panel: Panel, left: float, width: float, height: float, look: Look) -> Iterator[Mark]:
    """Lay out one KPI's violins with boxes, medians in figures and the clusters' names below."""
    ink, muted = look.brand.ink, look.brand.muted
    yield Label(left, height, panel.title, TITLE, ink, True, up="top")
    top = height - TITLE * LINE
    if panel.axis:
        yield Label(left, top, panel.axis, SMALL, muted, up="top")
    top -= SMALL * LINE + GAP
    if not panel.violins:
        yield dash(2 * left + width, top, look)
        return
    axis = max((look.width(text, SMALL) for text in panel.break_labels), default=0) + GAP
    slot = (width - axis) / len(panel.violins)
    names = [look.lines(look.name(v.cluster), slot - 0.04, TEXT) for v in panel.violins]
    bottom = max(map(len, names)) * TEXT * LINE + GAP
    place = scaled(panel, bottom, top - 0.05)
    for value, text in zip(panel.breaks, panel.break_labels, strict=True):
        y = place(value)
        if bottom - 0.01 <= y <= top + 0.01:
            yield Line(left + axis, y, left + width, y, look.tint(muted, 0.3), 0.6)
            yield Label(left + axis - GAP, y, text, SMALL, muted, across="right")
    for number, (violin, name) in enumerate(zip(panel.violins, names, strict=True)):
        half, centre = middle_of(violin, left + axis + number * slot, slot, look)
        yield from one_violin(violin, half, centre, place, look)
        for line, text in enumerate(name):
            y = bottom - GAP - line * TEXT * LINE
            yield Label(centre, y, text, TEXT, ink, True, "center", "top")


def scaled(panel: Panel, bottom: float, top: float):
    """Return the function from values to heights in inches."""

    def on_axis(value: float) -> float:
        return float(to_axis(np.array([value], dtype=float), panel.scale, panel.linear_within)[0])

    ends = [on_axis(end) for v in panel.violins for end in (v.grid[0], v.grid[-1], v.box.p05, v.box.p95)]
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0
    return lambda value: bottom + (top - bottom) * (on_axis(value) - low + (0 if high > low else 0.5)) / span


def middle_of(violin: Violin, left: float, slot: float, look: Look) -> tuple[float, float]:
    """Return a shape's half width and centre, leaving room for the median's figure beside it."""
    label = look.width(violin.label, TEXT, True) + GAP
    half = max(VIOLIN, min(0.75, (slot - label - 0.06) / 2))
    return half, left + (slot - (2 * half + label)) / 2 + half


def one_violin(violin: Violin, half: float, centre: float, place, look: Look) -> Iterator[Mark]:
    """Lay out one cluster's shape, box and median."""
    colour, ink = look.colour(violin.cluster), look.brand.ink
    ys = [place(value) for value in violin.grid]
    widths = [half * density for density in violin.density]
    right = [(centre + w, y) for w, y in zip(widths, ys, strict=True)]
    if len(ys) > 1:
        mirrored = [(2 * centre - x, y) for x, y in reversed(right)]
        yield Shape((*right, *mirrored), look.tint(colour, 0.3), colour)
    low, first, median, third, high = (place(getattr(violin.box, p)) for p in ("p05", "p25", "p50", "p75", "p95"))
    thick = min(0.07, half / 3)
    yield Line(centre, low, centre, high, colour, 1.4)
    yield Rect(centre - thick, first, 2 * thick, max(third - first, 0.012), colour)
    yield Line(centre - thick * 1.7, median, centre + thick * 1.7, median, look.brand.paper, 3.2)
    yield Line(centre - thick * 1.7, median, centre + thick * 1.7, median, ink, 1.6)
    beside = centre + max(2 * thick, float(np.interp(median, ys, widths)))
    yield Label(beside + 0.05, median, violin.label, TEXT, ink, True)


def bars(chart: Bars, width: float, height: float, look: Look) -> Iterator[Mark]:
    """Lay out a panel a cluster on one common scale, in as many rows as keep them readable."""
    panels, gap = chart.panels, PANEL_GAP
    rows = max((len(panel.bars) for panel in panels), default=0)
    labels = max((look.width(bar.label, TEXT, bar.strong) for panel in panels for bar in panel.bars), default=0)
    ends = max((look.width(bar.text, TEXT, True) for panel in panels for bar in panel.bars), default=0)
    longest = max((bar.value for panel in panels for bar in panel.bars), default=0) or 1.0
    if not rows:
        yield dash(width, height, look)
        return
    across = columns_of_bars(len(panels), width + gap, labels + ends + 3 * GAP + gap, height / (rows + 1))
    lines = -(-len(panels) // across)
    each, high = (width - gap * (across - 1)) / across, (height - gap * (lines - 1)) / lines
    names = min(labels, 0.45 * each)
    room = max(0.2, each - names - ends - 3 * GAP)
    for number, panel in enumerate(panels):
        left, top = (number % across) * (each + gap), height - (number // across) * (high + gap)
        colour = look.colour(panel.cluster)
        yield Rect(left, top - TITLE * LINE, 0.13, TITLE * LINE * 0.8, colour)
        yield Label(left + 0.2, top - TITLE * LINE * 0.6, panel.title, TITLE, look.brand.ink, True)
        step = min(0.62, (high - TITLE * LINE - 0.12) / max(rows, 1))
        for place, bar in enumerate(panel.bars):
            y = top - TITLE * LINE - 0.12 - (place + 0.5) * step
            long = room * bar.value / longest
            text = look.lines(bar.label, names + 0.02, TEXT, 1)[0]
            yield Label(left + names, y, text, TEXT, look.brand.ink, bar.strong, "right")
            fill = colour if bar.strong else look.tint(colour, PALE)
            yield Rect(left + names + GAP, y - 0.31 * step, max(long, 0.01), 0.62 * step, fill)
            yield Label(left + names + 2 * GAP + long, y, bar.text, TEXT, look.brand.ink, bar.strong)


def columns_of_bars(panels: int, width: float, words: float, row: float) -> int:
    """Return how many panels stand side by side: as many as leave their bars an inch, more if rows got too flat."""
    flattest = max(1, int(row / (1.1 * TEXT * LINE)))
    roomy, most = (max(1, int(width / (words + bar))) for bar in (1.0, LEAST_BAR))
    return min(panels, max(roomy, min(most, -(-panels // flattest))))


def grouped_bars(chart: GroupedBars, width: float, height: float, look: Look) -> Iterator[Mark]:
    """Lay out a row an item, in it a bar a cluster; the clusters' colours are named on top."""
    key, top = colour_key(chart.clusters, width, height, look)
    yield from key
    if not chart.items:
        yield dash(width, top, look)
        return
    names = min(max(look.width(item, TEXT, True) for item in chart.items), 0.4 * width)
    ends = max(look.width(text, SMALL, True) for row in chart.texts for text in row)
    longest = max((value for row in chart.values for value in row), default=0) or 1.0
    room = max(0.3, width - names - ends - 3 * GAP)
    row_height = min(top / len(chart.items), 0.36 * len(chart.clusters) + 0.2)
    thick = 0.8 * row_height / len(chart.clusters)
    rows = zip(chart.items, chart.values, chart.texts, chart.strong, strict=True)
    for number, (item, values, texts, strong) in enumerate(rows):
        head = top - number * row_height
        for line, text in enumerate(wrapped := look.lines(item, names + 0.02, TEXT, 2)):
            y = head - row_height * 0.45 + ((len(wrapped) - 1) / 2 - line) * TEXT * LINE
            yield Label(names, y, text, TEXT, look.brand.ink, strong, "right")
        for place, (cluster, value, text) in enumerate(zip(chart.clusters, values, texts, strict=True)):
            colour = look.colour(cluster)
            y = head - 0.05 * row_height - (place + 0.5) * thick
            long = room * value / longest
            yield Rect(
                names + GAP,
                y - 0.43 * thick,
                max(long, 0.01),
                0.86 * thick,
                colour if strong else look.tint(colour, PALE),
            )
            size = min(SMALL, max(LEAST_TEXT, thick / TIGHT_LINE))
            yield Label(names + 2 * GAP + long, y, text, size, look.brand.ink, strong)


def colour_key(clusters: Sequence[str], width: float, height: float, look: Look) -> tuple[list[Mark], float]:
    """Name the clusters' colours at the top; return the marks and the height that they leave."""
    names, fills = [look.name(cluster) for cluster in clusters], [look.colour(cluster) for cluster in clusters]
    marks, used = key_marks(names, fills, width, height, look)
    return marks, height - used - 0.5 * TEXT * LINE


def key_marks(
    names: Sequence[str], fills: Sequence[str], width: float, top: float, look: Look
) -> tuple[list[Mark], float]:
    """Name colours in as many lines as it takes, from `top` down; return the marks and the height that they take."""
    marks: list[Mark] = []
    left, line, square, step = 0.0, 0, 0.13, SMALL * LINE * 1.05
    for name, fill in zip(names, fills, strict=True):
        shown = look.lines(name, width - square - 0.06, SMALL, 1)[0] if name else ""
        needed = square + 0.05 + look.width(shown, SMALL) + 0.18
        if left and left + needed > width:
            left, line = 0.0, line + 1
        y = top - (line + 0.5) * step
        marks.append(Rect(left, y - square / 2, square, square, fill))
        marks.append(Label(left + square + 0.05, y, shown, SMALL, look.brand.ink))
        left += needed
    return marks, (line + 1) * step


def stacked_bars(chart: StackedBars, width: float, height: float, look: Look) -> Iterator[Mark]:
    """Lay out a bar a cluster: over-represented pieces in its colour, the others in greys; lines join the pieces."""
    yield Label(0, height, chart.title, TITLE, look.brand.ink, True, up="top")
    fills = level_fills(chart, look)
    _, low = key_marks(chart.levels, fills, width, 0, look)
    yield from key_marks(chart.levels, fills, width, low, look)[0]
    low += 0.08
    top = height - TITLE * LINE - 0.1
    names = max(look.width(look.name(c), TEXT, True) for c in chart.clusters)
    left = min(names, 0.3 * width) + 2 * GAP
    slot = (top - low) / len(chart.clusters)
    thick = min(0.72 * slot, 0.85)
    edges: list[list[float]] = []
    for number, (cluster, shares) in enumerate(zip(chart.clusters, chart.shares, strict=True)):
        y = top - (number + 0.5) * slot
        yield from bar_name(look.name(cluster), left - GAP, y, look)
        ends = left + (width - left) * np.concatenate([[0.0], np.cumsum(shares)])
        edges.append([float(end) for end in ends])
        for level, (start, end) in enumerate(pairwise(ends)):
            if end - start > 0.004:
                strong = chart.strong[number][level]
                fill = look.colour(cluster) if strong else fills[level]
                yield Rect(float(start), y - thick / 2, float(end - start) - 0.012, thick, fill)
                yield from piece_words(chart, number, level, float(start), float(end), y, thick, fill, look)
    for number in range(len(edges) - 1):
        y = top - (number + 0.5) * slot
        for upper, lower in zip(edges[number][1:-1], edges[number + 1][1:-1], strict=True):
            yield Line(upper, y - thick / 2, lower, y - slot + thick / 2, look.tint(look.brand.muted, 0.55), 0.6)


def bar_name(name: str, right: float, y: float, look: Look) -> Iterator[Mark]:
    """Write a bar's name to its left, in up to three lines."""
    lines = look.lines(name, right + 0.02, TEXT)
    for number, text in enumerate(lines):
        yield Label(right, y + ((len(lines) - 1) / 2 - number) * TEXT * LINE, text, TEXT, look.brand.ink, True, "right")


def level_fills(chart: StackedBars, look: Look) -> list[str]:
    """Return a grey a level, darkest first, nearly paper for other and missing."""
    own = [level for level, grey in enumerate(chart.grey) if not grey]
    steps = dict(zip(own, np.linspace(0.46, 0.14, len(own)), strict=True))
    return [look.tint(look.brand.ink, float(steps.get(level, 0.06))) for level in range(len(chart.levels))]


def piece_words(
    chart: StackedBars, bar: int, level: int, start: float, end: float, y: float, thick: float, fill: str, look: Look
) -> Iterator[Mark]:
    """Write a piece's name and share where both fit, else its share, else nothing."""
    share, name = chart.texts[bar][level], chart.levels[level]
    strong, room, ink = chart.strong[bar][level], end - start - 0.06, look.on(fill)
    middle = (start + end) / 2 - 0.006
    if not share or look.width(share, SMALL, strong) > room:
        return
    if look.width(f"{name} {share}", SMALL, strong) <= room:
        yield Label(middle, y, f"{name} {share}", SMALL, ink, strong, "center")
    elif look.width(name, SMALL, strong) <= room and thick >= 2 * SMALL * LINE:
        yield Label(middle, y + SMALL * LINE / 2, name, SMALL, ink, strong, "center")
        yield Label(middle, y - SMALL * LINE / 2, share, SMALL, ink, strong, "center")
    else:
        yield Label(middle, y, share, SMALL, ink, strong, "center")


SKETCHES = {Distributions: distributions, Bars: bars, GroupedBars: grouped_bars, StackedBars: stacked_bars}
