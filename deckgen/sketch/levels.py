"""How do the levels of a category stand one above another? A row a level, a column with bars a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from deckgen.marks import Caption, Label, Mark, Rect
from deckgen.sketch.look import HEADING, LINE, SMALL, TEXT, Look, common_scale, outlined, text_lines, text_width
from deckgen.slides import StackedBars
from deckgen.typefaces import Face
from deckgen.wording import DASH

FLATTEST, HIGHEST = 1.02 * SMALL * LINE, 1.0
"""Least and most height of a row in inches."""
THICK, THICKEST = 0.62, 0.5
"""The share of a row that a bar takes, and its most height in inches."""
GROWN = (1.4, 1.3, 1.2, 1.1)
"""How many times as large type may be where there is room for it."""
AIRY = 1.9
"""Height of a row of larger type in lines, so that it does not look dense."""
SHORTEST = 0.8
"""The share of their length that bars keep beside larger type."""
WIDE_COLUMN = 1.3
"""Inches of a column from which its cluster's name grows like all else."""
LEAST_BAR = 0.35
"""Inches that the longest bar of a column keeps."""
LEAST_LONGEST = 0.05
"""Inches of the longest bar where figures take all the room."""
MOST_NAMES = 0.4
"""The names of levels take at most this share of the width."""
COLUMN_GAP, NEAR = 0.16, 0.08
"""Inches between columns, and between a name or a figure and its bar."""
SLACK = 1.12
"""Figures at the edge keep this many times their width: another machine's font may be wider."""
TOLD = 1.15
"""How many times as large as other figures those are of which the page says something; the flattest rows hold them."""
LONGEST_OTHER = 1.6
"""How many times as long as the longest bar of a level that of all other levels together may be."""
PALE = 0.5
"""How much the bar of other levels keeps of the grey of what does not stand out."""
RULE, UNDER = 0.03, 0.03
"""Thickness of the rule under a column's name, and its distance from it, in inches."""
BAND_GAP = 0.12
"""Inches between two bands of columns."""
UNTITLED = 0.3
"""The part of what rows leave free that is over them."""


@dataclass(frozen=True)
class Columns:
    """How columns stand: so many side by side, in so many bands; each so wide; beside room for names and figures.

    titled: height of a line for the chart's title; 0 where it stands over the names, beside those of the clusters.
    grown: how many times as large as usual their type is.
    """

    across: int
    bands: int
    width: float
    names: float
    figures: float
    titled: float
    grown: float = 1.0

    @property
    def head(self) -> float:
        """Height of a column's name and the rule under it."""
        return self.grown * TEXT * LINE + UNDER + RULE + 0.05

    @property
    def title(self) -> float:
        """The size of the chart's title."""
        return max(HEADING, self.grown * TEXT)

    def figure(self, told: bool) -> float:
        """Return the size of a figure. told: whether the page says something of it."""
        return self.grown * SMALL * (TOLD if told else 1.0)

    @property
    def bars(self) -> float:
        """The length that the longest bar has beside the longest figures."""
        return max(LEAST_LONGEST, self.width - self.figures)

    def row(self, levels: int, height: float) -> float:
        """Return the height of each row of a band of so many levels, in so many inches for all bands."""
        band = (height - self.titled - BAND_GAP * (self.bands - 1)) / self.bands
        return min(HIGHEST, (band - self.head) / levels)


def columns_of(chart: StackedBars, width: float, face: Face, grown: float = 1.0) -> Columns:
    """Lay columns out side by side as far as their bars keep some length, in bands of equal numbers.

    Names and figures take the same room in all charts of a page.
    """
    page = (chart, *chart.beside)
    names = max(names_width(one, width, face, grown) for one in page) + COLUMN_GAP
    figures = NEAR + SLACK * grown * max(figures_width(one, face) for one in page)
    title = grown * title_width(chart, face)
    count, least = len(chart.clusters), figures + LEAST_BAR + COLUMN_GAP
    bands = -(-count // max(1, min(count, int((width - names + COLUMN_GAP) / least))))
    across = -(-count // bands)
    titled = 0.0 if title + COLUMN_GAP <= names else grown * HEADING * LINE + 0.06
    return Columns(across, bands, (width - names + COLUMN_GAP) / across - COLUMN_GAP, names, figures, titled, grown)


def grown_columns(chart: StackedBars, width: float, height: float, face: Face) -> Columns:
    """Lay columns out in the largest type at which they stand as in the usual one, with airy rows and hardly shorter
    bars."""
    usual = columns_of(chart, width, face)
    for grown in GROWN:
        columns = columns_of(chart, width, face, grown)
        whole = grown * widest_name(chart, face) <= MOST_NAMES * width
        alike = (columns.across, bool(columns.titled)) == (usual.across, bool(usual.titled))
        airy = columns.row(len(chart.levels), height) >= AIRY * grown * SMALL * LINE
        if whole and alike and airy and columns.bars >= SHORTEST * usual.bars:
            return columns
    return usual


def widest_name(chart: StackedBars, face: Face) -> float:
    """Return the width in inches of the longest name of a level in the charts of a page."""
    return max(text_width(name, SMALL, face) for one in (chart, *chart.beside) for name in one.levels)


def title_width(chart: StackedBars, face: Face) -> float:
    """Return the width of a chart's title in inches."""
    return text_width(chart.title, HEADING, face, True) + 0.02


def names_width(chart: StackedBars, width: float, face: Face, grown: float = 1.0) -> float:
    """Return the width in inches of the names of a chart's levels, and of its title where that may stand over them."""
    most, title = MOST_NAMES * width, grown * title_width(chart, face)
    names = min(grown * max(text_width(name, SMALL, face) for name in chart.levels) + 0.02, most)
    return max(names, title if title <= most else 0.0)


def figures_width(chart: StackedBars, face: Face) -> float:
    """Return the width in inches of a chart's figures."""
    texts = (chart.printed(n, level) for n, row in enumerate(chart.texts) for level in range(len(row)))
    return max((text_width(text, SMALL, face, True) for text in texts), default=0.0)


def largest_share(charts: Sequence[StackedBars], other: bool = False) -> float:
    """Return the largest share of a level in charts. other: of what is other levels together."""
    every = ((row, chart.grey) for chart in charts for row in chart.shares)
    return max(
        (share for row, grey in every for share, is_other in zip(row, grey, strict=True) if is_other == other),
        default=0.0,
    )


def draws_others(chart: StackedBars) -> bool:
    """Tell whether other levels together have a bar: not where one so long would leave none to the levels."""
    page = (chart, *chart.beside)
    return largest_share(page, True) <= LONGEST_OTHER * largest_share(page)


def levels_height(chart: StackedBars, width: float, face: Face) -> float:
    """Return the least height in inches at which rows can be read."""
    columns = columns_of(chart, width, face)
    return columns.titled + columns.bands * (columns.head + len(chart.levels) * FLATTEST + BAND_GAP) - BAND_GAP


def level_rows(chart: StackedBars, width: float, height: float, look: Look) -> Iterator[Mark | Caption]:
    """Lay out a row a level under the clusters' names, all bars on one scale; what stands out in its colour, what
    the page says to be less common pale with an edge in it. Where there is room, rows are higher and type is larger.

    Other levels together, which are not compared, have a paler bar, or figures alone (see `draws_others`). What is of
    too few customers to print is a dash.
    """
    columns = grown_columns(chart, width, height, look.face)
    step = columns.row(len(chart.levels), height)
    height -= UNTITLED * max(0.0, height - rows_height(columns, len(chart.levels), step))
    title = height - (0.0 if columns.titled else columns.grown * TEXT * LINE)
    up: Literal["top", "bottom"] = "top" if columns.titled else "bottom"
    yield Label(0, title, chart.title, columns.title, look.brand.ink, True, up=up)
    height -= columns.titled
    high = columns.head + len(chart.levels) * step
    others = draws_others(chart)
    scale = common_scale(bars_of((chart, *chart.beside), others, columns, look), LEAST_LONGEST)
    for band in range(columns.bands):
        top = height - band * (high + BAND_GAP)
        yield from level_names(chart, top, step, columns, look)
        for number in range(band * columns.across, min((band + 1) * columns.across, len(chart.clusters))):
            left = columns.names + (number % columns.across) * (columns.width + COLUMN_GAP)
            yield from column(chart, number, others, left, top, step, scale, columns, look)


def bars_of(charts: Sequence[StackedBars], others: bool, columns: Columns, look: Look) -> Iterator[tuple[float, float]]:
    """Yield the room that each bar of charts has beside its own figures, and its share."""
    for chart in charts:
        for number, row in enumerate(chart.shares):
            for level, share in enumerate(row):
                if others or not chart.grey[level]:
                    size = columns.figure(chart.is_marked(number, level))
                    yield columns.width - NEAR - SLACK * look.width(chart.printed(number, level), size, True), share


def rows_height(columns: Columns, levels: int, step: float) -> float:
    """Return the height in inches that bands of rows take."""
    return columns.titled + columns.bands * (columns.head + levels * step + BAND_GAP) - BAND_GAP


def level_names(chart: StackedBars, top: float, step: float, columns: Columns, look: Look) -> Iterator[Label]:
    """Write the names of a band's levels beside its columns."""
    size, right = columns.grown * SMALL, columns.names - NEAR
    for place, name in enumerate(chart.levels):
        y = top - columns.head - (place + 0.5) * step
        text = text_lines(name, right + 0.02, size, look.face, 1)[0] if name else ""
        ink = look.brand.muted if chart.grey[place] else look.brand.ink
        yield Label(right, y, text, size, ink, False, "right")


def column(
    chart: StackedBars,
    number: int,
    others: bool,
    left: float,
    top: float,
    step: float,
    scale: float,
    columns: Columns,
    look: Look,
) -> Iterator[Mark | Caption]:
    """Lay out a cluster's column: its name over a rule in its colour, under it a bar and a share a level.

    others: whether other levels together have a bar.
    """
    cluster, line = chart.clusters[number], columns.grown * TEXT * LINE
    size = TEXT * (columns.grown if columns.width >= columns.grown * WIDE_COLUMN else 1.0)
    thick = min(THICK * step, THICKEST)
    yield Caption(left, top - line, columns.width, line, look.name(cluster), size, bold=True, up="bottom")
    yield Rect(left, top - line - UNDER - RULE, columns.width, RULE, look.colour(cluster))
    for level, share in enumerate(chart.shares[number]):
        y, text = top - columns.head - (level + 0.5) * step, chart.printed(number, level)
        more, less = chart.strong[number][level], chart.is_less(number, level)
        other = chart.grey[level]
        long = max(scale * share, 0.01) if text and share and (others or not other) else 0.0
        if long:
            fill = look.colour(cluster) if more or less else look.tint(look.faint, PALE) if other else look.faint
            bar = Rect(left, y - thick / 2, long, thick, fill)
            yield from outlined(bar, look.pale(cluster)) if less else (bar,)
        ink, told = (look.brand.ink, True) if more or less else (look.brand.muted, False)
        yield Label(left + long + NEAR * bool(long), y, text or DASH, columns.figure(told), ink, told)
