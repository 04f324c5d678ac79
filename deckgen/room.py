"""How much room does a chart need to be read, and how is it cut where there is less?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from deckgen.fit import Run, width_of
from deckgen.sketch.bars import FLATTEST_ROW, HEAD, LEAST_BAR
from deckgen.sketch.look import GAP, HEADING, LINE, PANEL_GAP, SMALL, TEXT
from deckgen.sketch.shares import LEAST_ROW, cluster_key_height
from deckgen.sketch.stacks import stacked_bars_need
from deckgen.sketch.violins import FINDING_LINES, NAME_LINES, panel_need
from deckgen.slides import Bars, Chart, Distributions, Shares, StackedBars
from deckgen.typefaces import Face

Size = tuple[float, float]
"""Width and height in inches."""


def wide(texts: Sequence[str], size: float, face: Face, bold: bool = True) -> float:
    """Return the width in inches of the longest text."""
    return max((width_of((Run(text, bold),), face, size) / 72 for text in texts if text), default=0.0)


def least_size(chart: Chart, width: float, face: Face) -> Size:
    """Return the least width and height in inches at which a chart is readable where it may be `width` inches wide."""
    return NEEDS[type(chart)](chart, width, face)


def distributions_need(chart: Distributions, width: float, face: Face) -> Size:
    """A shape, its median in figures and its name for every cluster, on axes of an inch at least."""
    across = sum(panel_need(panel, face) for panel in chart.panels)
    high = 1.3 + (HEADING + SMALL + (FINDING_LINES + NAME_LINES + 1) * TEXT) * LINE
    return across + PANEL_GAP * max(0, len(chart.panels) - 1), high


def bars_need(chart: Bars, width: float, face: Face) -> Size:
    """A heading a panel and a line a bar; panels side by side as far as their bars keep some length."""
    every = [bar for panel in chart.panels for bar in panel.bars]
    words = wide([b.label for b in every], TEXT, face) + wide([b.text for b in every], TEXT, face)
    each = words + LEAST_BAR + 3 * GAP + PANEL_GAP
    across = max(1, int((width + PANEL_GAP) / each))
    lines = -(-len(chart.panels) // across)
    bars = max((len(panel.bars) for panel in chart.panels), default=0)
    return min(each, 3.0), lines * (HEAD + bars * FLATTEST_ROW) + PANEL_GAP * (lines - 1)


def shares_need(chart: Shares, width: float, face: Face) -> Size:
    """For every bar two lines of text, beside it another one, and room for the bands between."""
    return 3.4, len(chart.items) * LEAST_ROW + cluster_key_height(len(chart.clusters), width)


NEEDS: dict[type, Callable[..., Size]] = {
    Distributions: distributions_need,
    Bars: bars_need,
    Shares: shares_need,
    StackedBars: stacked_bars_need,
}


def pieces(chart: Chart) -> int:
    """Return into how many charts one can be cut: by panels, items or bars."""
    return len(getattr(chart, CUT[type(chart)][0]))


def cut(chart: Chart, parts: int) -> tuple[Chart, ...]:
    """Cut a chart into parts of about equal size; each keeps the whole one's name with a number."""
    count = pieces(chart)
    edges = [round(count * part / parts) for part in range(parts + 1)]
    found = []
    for number in range(parts):
        own = slice(edges[number], edges[number + 1])
        fields = {name: getattr(chart, name)[own] for name in CUT[type(chart)]}
        found.append(replace(chart, name=f"{chart.name}-{number + 1}", **fields))
    return tuple(found)


CUT: dict[type, tuple[str, ...]] = {
    Distributions: ("panels",),
    Bars: ("panels",),
    Shares: ("items", "values", "texts"),
    StackedBars: ("clusters", "shares", "texts", "strong", "less"),
}
