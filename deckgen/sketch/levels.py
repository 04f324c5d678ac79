"""How do the levels of a category stand one above another? A row a level, a column with bars a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deckgen.marks import Caption, Label, Mark, Rect
from deckgen.sketch.look import HEADING, LEAST_SHARE, LINE, SMALL, TEXT, Look, outlined, text_lines, text_width
from deckgen.slides import StackedBars
from deckgen.typefaces import Face
from deckgen.wording import DASH

FLATTEST, HIGHEST, THICK = 1.02 * SMALL * LINE, 0.5, 0.62
"""Least and most height of a row in inches, and the share of it that a bar takes."""
LEAST_BAR = 0.35
"""Inches that the longest bar of a column keeps."""
MOST_NAMES = 0.4
"""The names of levels take at most this share of the width."""
COLUMN_GAP, NEAR = 0.16, 0.08
"""Inches between columns, and between a name or a figure and its bar."""
SLACK = 1.12
"""Figures at the edge keep this many times their width: another machine's font may be wider."""
RULE = 0.03
HEAD = TEXT * LINE + RULE + 0.06
"""Height of a column's name and the rule under it."""
BAND_GAP = 0.12
"""Inches between two bands of columns."""


@dataclass(frozen=True)
class Columns:
    """How columns stand: so many side by side, in so many bands; each so wide; beside room for names and figures.

    titled: height of a line for the chart's title; 0 where it stands over the names, beside those of the clusters.
    """

    across: int
    bands: int
    width: float
    names: float
    figures: float
    titled: float


def columns_of(chart: StackedBars, width: float, face: Face) -> Columns:
    """Lay columns out side by side as far as their bars keep some length, in bands of equal numbers.

    Names and figures take the same room in all charts of a page.
    """
    page = (chart, *chart.beside)
    names = max(names_width(one, width, face) for one in page) + COLUMN_GAP
    figures = NEAR + SLACK * max(figures_width(one, face) for one in page)
    title = title_width(chart, face)
    count, least = len(chart.clusters), figures + LEAST_BAR + COLUMN_GAP
    bands = -(-count // max(1, min(count, int((width - names + COLUMN_GAP) / least))))
    across = -(-count // bands)
    titled = 0.0 if title + COLUMN_GAP <= names else HEADING * LINE + 0.06
    return Columns(across, bands, (width - names + COLUMN_GAP) / across - COLUMN_GAP, names, figures, titled)


def title_width(chart: StackedBars, face: Face) -> float:
    """Return the width of a chart's title in inches."""
    return text_width(chart.title, HEADING, face, True) + 0.02


def names_width(chart: StackedBars, width: float, face: Face) -> float:
    """Return the width in inches of the names of a chart's levels, and of its title where that may stand over them."""
    most, title = MOST_NAMES * width, title_width(chart, face)
    names = min(max(text_width(name, SMALL, face) for name in chart.levels) + 0.02, most)
    return max(names, title if title <= most else 0.0)


def figures_width(chart: StackedBars, face: Face) -> float:
    """Return the width in inches of a chart's figures."""
    texts = (chart.printed(n, level) for n, row in enumerate(chart.texts) for level in range(len(row)))
    return max((text_width(text, SMALL, face, True) for text in texts), default=0.0)


def longest_share(chart: StackedBars) -> float:
    """Return the longest share that a chart draws as a bar."""
    own = [level for level, grey in enumerate(chart.grey) if not grey]
    return max((row[level] for row in chart.shares for level in own), default=0.0)


def levels_height(chart: StackedBars, width: float, face: Face) -> float:
    """Return the least height in inches at which rows can be read."""
    columns = columns_of(chart, width, face)
    return columns.titled + columns.bands * (HEAD + len(chart.levels) * FLATTEST + BAND_GAP) - BAND_GAP


def level_rows(chart: StackedBars, width: float, height: float, look: Look) -> Iterator[Mark | Caption]:
    """Lay out a row a level under the clusters' names, all bars on one scale; what stands out in its colour, what
    the page says to be less common with an edge in it.

    Other levels together are told in figures alone: they are no level to compare a bar with. What is of too few
    customers to print is a dash.
    """
    columns = columns_of(chart, width, look.face)
    yield Label(0, height, chart.title, HEADING, look.brand.ink, True, up="top")
    height -= columns.titled
    high = (height - BAND_GAP * (columns.bands - 1)) / columns.bands
    step = min(HIGHEST, (high - HEAD) / len(chart.levels))
    longest = max(map(longest_share, (chart, *chart.beside)))
    scale = max(0.05, columns.width - columns.figures) / max(LEAST_SHARE, longest)
    for band in range(columns.bands):
        top = height - band * (high + BAND_GAP)
        for place, name in enumerate(chart.levels):
            y, shown = top - HEAD - (place + 0.5) * step, columns.names - NEAR
            text = text_lines(name, shown + 0.02, SMALL, look.face, 1)[0] if name else ""
            ink = look.brand.muted if chart.grey[place] else look.brand.ink
            yield Label(shown, y, text, SMALL, ink, False, "right")
        for number in range(band * columns.across, min((band + 1) * columns.across, len(chart.clusters))):
            left = columns.names + (number % columns.across) * (columns.width + COLUMN_GAP)
            yield from column(chart, number, left, top, step, scale, columns, look)


def column(
    chart: StackedBars, number: int, left: float, top: float, step: float, scale: float, columns: Columns, look: Look
) -> Iterator[Mark | Caption]:
    """Lay out a cluster's column: its name over a rule in its colour, under it a bar and a share a level."""
    cluster = chart.clusters[number]
    yield Caption(left, top - TEXT * LINE, columns.width, TEXT * LINE, look.name(cluster), TEXT, bold=True)
    yield Rect(left, top - TEXT * LINE - 0.01 - RULE, columns.width, RULE, look.colour(cluster))
    for level, share in enumerate(chart.shares[number]):
        y, text = top - HEAD - (level + 0.5) * step, chart.printed(number, level)
        more, less = chart.strong[number][level], chart.is_less(number, level)
        long = 0.0 if chart.grey[level] or not text or not share else max(scale * share, 0.01)
        if long:
            fill = look.colour(cluster) if more or less else look.faint
            bar = Rect(left, y - THICK * step / 2, long, THICK * step, fill)
            yield from outlined(bar, look.brand.paper) if less else (bar,)
        ink = look.brand.ink if more or less else look.brand.muted
        yield Label(left + long + NEAR * bool(long), y, text or DASH, SMALL, ink, more or less)
