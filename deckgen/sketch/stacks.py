"""How do 100 % bars stand one above another? Every piece with its words in it, lines from bar to bar.

Where pieces are too small for that, the levels stand one above another instead: see `levels`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from deckgen.design import OUTLINE
from deckgen.fit import TOLERANCE, Run, widest_piece
from deckgen.marks import Caption, Label, Line, Mark, Rect
from deckgen.sketch.levels import GROWN, level_rows, levels_height
from deckgen.sketch.look import GAP, HEADING, LINE, SMALL, TEXT, Look, outlined, text_lines, text_width
from deckgen.slides import StackedBars
from deckgen.typefaces import Face

GREYS, GREYS_ON_DARK = (0.4, 0.12, 0.07), (0.4, 0.24, 0.16)
"""How much of the ink the first, the last and all other levels' greys keep: more of the pale ones on dark paper, where
less is seen; words on all of them are of one colour."""
NAMES = 1.1
"""Inches kept for the clusters' names beside their bars."""
SEAM = 0.015
"""Paper between two pieces in inches."""
CLOSE = 1.2 / 72
"""Height of a line within a piece, in inches a point of its size."""
THIN, THICK = 0.004, 0.85
"""Pieces narrower than THIN inches are not drawn; bars are at most so thick."""
LEAST_TOLD = 0.005
"""Smaller pieces, which are hardly seen, need no words."""
MOST_OTHER = 1 / 3
"""Bars of which more is other levels than this hardly show what is told."""
MOST_UNNAMED = 2
"""Pieces of all bars that have their share alone: more, and a row a level is easier to read."""
MARKED, LARGEST = 1.25, 1.5
"""How many times as large as other words those are of which the page says something, where all of them have room, and
as usual type at most."""
NARROWEST = 2.8
"""Inches under which bars say nothing."""
LINES_A_BAR = (1.3, 2.2, 3.1, 4.0)
"""Lines of text that a bar's row may need for its pieces to be named."""


@dataclass(frozen=True)
class Bar:
    """Where a bar stands: its middle, its thickness, the edges of its pieces, and the size of the words on them.

    marked: the size of words of which the page says something.
    """

    y: float
    thick: float
    edges: tuple[float, ...]
    size: float = SMALL
    marked: float = SMALL


@dataclass(frozen=True)
class Room:
    """Where bars stand: between two edges and two heights; `thick` is the share of its row that a bar takes.

    grown: how many times as large as usual type is. marked: how many times as large as that, what the page speaks of.
    """

    left: float
    right: float
    low: float
    top: float
    thick: float
    grown: float = 1.0
    marked: float = 1.0

    def bars(self, shares: Sequence[Sequence[float]]) -> list[Bar]:
        """Lay bars out evenly from the top down."""
        slot = self.slot(len(shares))
        thick = min(self.thick * slot, THICK)
        first = self.top - slot / 2
        size = self.grown * SMALL
        sizes = (size, self.marked * size)
        return [Bar(first - n * slot, thick, self.edges(row), *sizes) for n, row in enumerate(shares)]

    def slot(self, bars: int) -> float:
        """Return the height of each bar's row."""
        return (self.top - self.low) / max(1, bars)

    def edges(self, row: Sequence[float]) -> tuple[float, ...]:
        """Return the edges of a bar's pieces."""
        return tuple(map(float, self.left + (self.right - self.left) * np.concatenate([[0.0], np.cumsum(row)])))


def stacked_bars(chart: StackedBars, width: float, height: float, look: Look) -> Iterator[Mark | Caption]:
    """Lay out a bar a cluster: over-represented pieces in its colour, what the page says to be less common pale with
    an edge in it, the others in greys; lines join the pieces, also what has no room for its name to what is named.

    Where the chart is not to be stacked, or a piece cannot be told so, a row a level instead.
    """
    room = stacking(chart, width, height, look.face)
    if room is None:
        yield from level_rows(chart, width, height, look)
        return
    yield Label(0, height, chart.title, HEADING, look.brand.ink, True, up="top")
    bars, slot, fills = room.bars(chart.shares), room.slot(len(chart.shares)), level_fills(chart, look)
    for upper, lower in pairwise(bars):
        yield from joins(upper, lower, look)
    for number, (cluster, bar) in enumerate(zip(chart.clusters, bars, strict=True)):
        yield from cluster_name(look.name(cluster), room, bar.y, slot)
        for level, (start, end) in enumerate(pairwise(bar.edges)):
            if end - start > THIN:
                fill = piece_fill(chart, number, level, fills, look)
                yield from drawn_piece(chart, number, level, bar, fill, look)
                yield from piece_words(chart, number, level, bar, fill, look)


def drawn_piece(chart: StackedBars, number: int, level: int, bar: Bar, fill: str, look: Look) -> Iterator[Rect]:
    """Draw a piece of a bar; one that is less common with an edge in its cluster's colour."""
    start, end = bar.edges[level], bar.edges[level + 1]
    piece = Rect(start, bar.y - bar.thick / 2, end - start - SEAM, bar.thick, fill)
    if chart.is_less(number, level):
        yield from outlined(replace(piece, fill=look.colour(chart.clusters[number])), fill)
    else:
        yield piece


def joins(upper: Bar, lower: Bar, look: Look) -> Iterator[Line]:
    """Draw lines from the edges of one bar's pieces to those of the next."""
    head, foot = upper.y - upper.thick / 2, lower.y + lower.thick / 2
    for start, end in zip(upper.edges[1:-1], lower.edges[1:-1], strict=True):
        yield Line(start, head, end, foot, look.tint(look.brand.muted, 0.55), 0.6)


def stacked_bars_need(chart: StackedBars, width: float, face: Face) -> tuple[float, float]:
    """Return the least width and height in inches: of bars with every piece named, else of a row a level."""
    rows = levels_height(chart, width, face)
    heights = (HEADING * LINE + 0.1 + lines * TEXT * LINE * len(chart.clusters) for lines in LINES_A_BAR)
    return NARROWEST, next((h for h in heights if h < rows and stacking(chart, width, h, face)), rows)


def stacking(chart: StackedBars, width: float, height: float, face: Face) -> Room | None:
    """Return where bars stand on so many inches under a heading; None where they are not to, a piece could not be told,
    or most of what is seen would not be what is told. Rather smaller type than a piece without its name."""
    if not chart.stacked or most_other(chart) > MOST_OTHER:
        return None
    left = min(NAMES, 0.3 * width) + 2 * GAP
    room = Room(left, width, 0.0, height - HEADING * LINE - 0.1, 0.74)
    rooms = [room] if chart.beside else [*(grown(room, times, width) for times in GROWN), room]
    marked = [replace(one, marked=min(MARKED, LARGEST / one.grown)) for one in rooms]
    choices = ((one, most) for most in (0, MOST_UNNAMED) for one in (*marked, *rooms))
    return next((one for one, most in choices if is_told(chart, one, most, face)), None)


def grown(room: Room, times: float, width: float) -> Room:
    """Return room for bars whose words, and the names beside them, are so many times as large."""
    return replace(room, left=min(times * NAMES, 0.3 * width) + 2 * GAP, grown=times)


def most_other(chart: StackedBars) -> float:
    """Return the largest share of a bar that is other levels."""
    bars = (zip(row, chart.grey, strict=True) for row in chart.shares)
    return max((sum(share for share, grey in bar if grey) for bar in bars), default=0.0)


def is_told(chart: StackedBars, room: Room, most: int, face: Face) -> bool:
    """Tell whether every piece with a share has its name and its share in it, or, of at most so many of which the page
    says nothing, its share alone and a named piece of its level on a bar beside its own."""
    bars = room.bars(chart.shares)
    bare = [bare_pieces(chart, number, bar, face) for number, bar in enumerate(bars)]
    if sum(map(len, bare)) > most:
        return False
    named = [named_pieces(chart, number, bare[number]) for number in range(len(bars))]

    def is_plain(number: int, level: int) -> bool:
        beside = (*named[max(0, number - 1) : number], *named[number + 1 : number + 2])
        words = words_of(chart, number, level, bars[number], face)
        return bool(words) and not chart.is_marked(number, level) and any(level in levels for levels in beside)

    return all(is_plain(number, level) for number, levels in enumerate(bare) for level in levels)


def piece_fill(chart: StackedBars, number: int, level: int, fills: list[str], look: Look) -> str:
    """Return a piece's colour: a grey, or its cluster's, which is pale where it is less common."""
    if chart.strong[number][level]:
        return look.colour(chart.clusters[number])
    return look.pale(chart.clusters[number]) if chart.is_less(number, level) else fills[level]


def bare_pieces(chart: StackedBars, number: int, bar: Bar, face: Face) -> list[int]:
    """Return the levels of a bar whose piece has no room for its words, its name and its share."""

    def is_bare(level: int) -> bool:
        if not chart.texts[number][level] or chart.shares[number][level] < LEAST_TOLD:
            return False
        return not is_named(words_of(chart, number, level, bar, face), chart.levels[level])

    return [level for level in range(len(chart.levels)) if is_bare(level)]


def named_pieces(chart: StackedBars, number: int, bare: Sequence[int]) -> set[int]:
    """Return the levels of a bar whose piece is named. bare: those that have no room for it."""
    told = (level for level in range(len(chart.levels)) if chart.texts[number][level] and level not in bare)
    return {level for level in told if chart.shares[number][level] >= LEAST_TOLD}


def cluster_name(name: str, room: Room, y: float, slot: float) -> Iterator[Caption]:
    """Write a cluster's name to the left of its bar, in up to three lines."""
    size = room.grown * TEXT
    lines = max(1, min(3, int(slot / (size * LINE))))
    high = lines * size * LINE
    yield Caption(0.0, y - high / 2, room.left - GAP, high, name, size, lines, True, "right", "center")


def level_fills(chart: StackedBars, look: Look) -> list[str]:
    """Return a grey a level, darkest first, nearly paper for other and missing."""
    own = [level for level, grey in enumerate(chart.grey) if not grey]
    first, last, other = GREYS_ON_DARK if look.is_dark else GREYS
    steps = dict(zip(own, np.linspace(first, last, len(own)), strict=True))
    return [look.tint(look.brand.ink, float(steps.get(level, other))) for level in range(len(chart.levels))]


def piece_words(chart: StackedBars, number: int, level: int, bar: Bar, fill: str, look: Look) -> Iterator[Mark]:
    """Write on a piece what it has room for."""
    start, end = bar.edges[level], bar.edges[level + 1]
    size, marked = words_size(chart, number, level, bar)
    for text, up in words_of(chart, number, level, bar, look.face):
        yield Label((start + end - SEAM) / 2, bar.y + up, text, size, look.on(fill), marked, "center")


def words_size(chart: StackedBars, number: int, level: int, bar: Bar) -> tuple[float, bool]:
    """Return the size of a piece's words, and whether they are bold: where the page says something of it."""
    return (bar.marked, True) if chart.is_marked(number, level) else (bar.size, False)


def words_of(chart: StackedBars, number: int, level: int, bar: Bar, face: Face) -> list[tuple[str, float]]:
    """Return a piece's lines with their heights over its middle: name and share where both fit, else the share."""
    share, name = chart.printed(number, level), chart.levels[level]
    room = bar.edges[level + 1] - bar.edges[level] - 0.07
    if not share:
        return []
    size, strong = words_size(chart, number, level, bar)
    if text_width(f"{name} {share}", size, face, strong) <= room:
        return [(f"{name} {share}", 0.0)]
    thick = bar.thick - (2 * OUTLINE / 72 if chart.is_less(number, level) else 0.0)
    high, whole = size * CLOSE, widest_piece((Run(name, strong),), face, size) <= 72 * room * TOLERANCE
    named = text_lines(name, room, size, face, len(name) + 1, strong) if whole else ()
    choices = [
        figures
        for figures in figure_lines(chart, number, level, size <= SMALL)
        if len(figures) * high <= thick and all(text_width(t, size, face, strong) <= room for t in figures)
    ]
    fitting = ([*named, *figures] for figures in choices if named and (len(named) + len(figures)) * high <= thick)
    lines = next(fitting, choices[0] if choices else [])
    return [(line, ((len(lines) - 1) / 2 - place) * high) for place, line in enumerate(lines)]


def figure_lines(chart: StackedBars, number: int, level: int, alone: bool) -> Iterator[list[str]]:
    """Yield a piece's share and how it compares on one line, then on two. alone: at last the share alone."""
    yield [chart.printed(number, level)]
    if compared := chart.compared(number, level):
        yield [chart.share(number, level), compared.strip()]
        yield from [[chart.share(number, level)]] if alone else []


def is_named(words: Sequence[tuple[str, float]], name: str) -> bool:
    """Tell whether what stands on a piece names it, in however many lines."""
    return without_spaces(name) in without_spaces("".join(text for text, _ in words))


def without_spaces(text: str) -> str:
    """Return a text without what breaks of its lines take away."""
    return "".join(text.split())
