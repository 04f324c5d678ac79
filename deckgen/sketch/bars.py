"""How do bars stand side by side? A panel a cluster, the longest bar on top, figures at the bars' ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deckgen.marks import Caption, Label, Mark, Rect
from deckgen.sketch.look import GAP, HEADING, LINE, PANEL_GAP, SMALL, TEXT, Look, common_scale, dash
from deckgen.slides import Bar, BarPanel, Bars

LEAST_BAR = 0.7
"""Inches that the longest bar keeps beside its words."""
HEAD = HEADING * LINE + 0.2
"""Height of a panel's heading and the rule under it in inches."""
RULE = 0.04
HIGHEST_ROW, THICK = 0.6, 0.6
"""Most height of a bar's row in inches, and the share of it that the bar takes."""
FLATTEST_ROW = 1.1 * TEXT * LINE
"""Height of a row under which words would touch."""
LONG = 0.45
"""The share of its panel's width that the longest bar should take, where that is to be had by words on two lines."""
BRACKETED = re.compile(r"(.+?) ?([（(].*)")
"""A figure and what stands in brackets behind it."""


@dataclass(frozen=True)
class Grid:
    """How panels are laid out: as many across, each so wide and high; room for names, and inches for a value of 1.

    parted: whether what stands in brackets behind a figure has a line of its own.
    """

    across: int
    width: float
    height: float
    names: float
    scale: float
    parted: bool


def bars(chart: Bars, width: float, height: float, look: Look) -> Iterator[Mark | Caption]:
    """Lay out a panel a cluster on one common scale, in as many rows as keep them readable."""
    if not any(panel.bars for panel in chart.panels):
        yield dash(width, height, look)
        return
    grid = grid_of(chart, width, height, look)
    for number, panel in enumerate(chart.panels):
        left = (number % grid.across) * (grid.width + PANEL_GAP)
        top = height - (number // grid.across) * (grid.height + PANEL_GAP)
        yield from heading(panel, left, top, grid.width, look)
        step = min(HIGHEST_ROW, (grid.height - HEAD) / len(panel.bars or [0]))
        for place, bar in enumerate(panel.bars):
            yield from one_bar(bar, panel.cluster, left, top - HEAD - (place + 0.5) * step, step, grid, look)


def grid_of(chart: Bars, width: float, height: float, look: Look) -> Grid:
    """Lay panels out side by side as far as their bars keep some length."""
    every = [bar for panel in chart.panels for bar in panel.bars]
    rows = max(len(panel.bars) for panel in chart.panels)
    labels = max(look.width(bar.label, TEXT, bar.strong) for bar in every)
    ends = max(look.width(bar.text, TEXT, True) for bar in every)
    words = labels + ends + 3 * GAP + PANEL_GAP
    flattest = int((height + PANEL_GAP) / (HEAD + rows * FLATTEST_ROW + PANEL_GAP))
    across = columns_of_bars(len(chart.panels), width + PANEL_GAP, words, max(1, flattest))
    lines = -(-len(chart.panels) // across)
    each, high = (width - PANEL_GAP * (across - 1)) / across, (height - PANEL_GAP * (lines - 1)) / lines
    names = min(labels, 0.45 * each)
    scales = [
        common_scale(((each - names - 3 * GAP - end_width(bar, parted, look), bar.value) for bar in every), 0.2)
        for parted in (False, True)
    ]
    two_lines = min(HIGHEST_ROW, (high - HEAD) / rows) >= (TEXT + SMALL) * LINE
    parted = two_lines and scales[False] * max(bar.value for bar in every) < LONG * each
    return Grid(across, each, high, names, scales[parted], parted)


def end_words(bar: Bar, parted: bool) -> tuple[str, str]:
    """Return what stands behind a bar, and what of it stands in a line of its own, if anything.

    >>> end_words(Bar("a", 0.1, "7.9%（另一群体4.2%，1.9倍）"), True), end_words(Bar("a", 0.1, "7.9% (1.9x)"), True)
    (('7.9%', '（另一群体4.2%，1.9倍）'), ('7.9%', '(1.9x)'))
    """
    found = BRACKETED.fullmatch(bar.text) if parted else None
    return (found[1], found[2]) if found else (bar.text, "")


def end_width(bar: Bar, parted: bool, look: Look) -> float:
    """Return the width in inches of what stands behind a bar."""
    figure, rest = end_words(bar, parted)
    return max(look.width(figure, TEXT, True), look.width(rest, SMALL))


def columns_of_bars(panels: int, width: float, words: float, flattest: int) -> int:
    """Return how many panels stand side by side: as many as leave their bars an inch, more if rows got too flat.

    flattest: how many panels can stand over each other before their rows are.
    """
    roomy, most = (max(1, int(width / (words + bar))) for bar in (1.0, LEAST_BAR))
    return min(panels, max(roomy, min(most, -(-panels // flattest))))


def heading(panel: BarPanel, left: float, top: float, width: float, look: Look) -> Iterator[Mark | Caption]:
    """Name a panel's cluster over a rule in its colour."""
    yield Caption(left, top - HEADING * LINE, width, HEADING * LINE, panel.title, HEADING, bold=True)
    yield Rect(left, top - HEADING * LINE - 0.02 - RULE, width, RULE, look.colour(panel.cluster))


def one_bar(bar: Bar, cluster: str, left: float, y: float, step: float, grid: Grid, look: Look) -> Iterator[Mark]:
    """Lay out a bar between its name and its figure, none for nothing; one that does not stand out is grey."""
    start, long = left + grid.names + GAP, max(grid.scale * bar.value, 0.01) if bar.value else 0.0
    ink = look.brand.ink if bar.strong else look.brand.muted
    text = look.lines(bar.label, grid.names + 0.02, TEXT, 1, bar.strong)[0]
    yield Label(left + grid.names, y, text, TEXT, look.brand.ink, bar.strong, "right")
    fill = look.colour(cluster) if bar.strong else look.faint
    if long:
        yield Rect(start, y - THICK * step / 2, long, THICK * step, fill)
    figure, rest = end_words(bar, grid.parted)
    end = start + long + GAP * bool(long)
    yield Label(end, y + (SMALL * LINE / 2 if rest else 0.0), figure, TEXT, ink, bar.strong)
    if rest:
        yield Label(end, y - TEXT * LINE / 2, rest, SMALL, ink)
