"""How do 100 % bars stand one above another? Every piece named in its bar or under it, lines from bar to bar.

Where pieces are too small for that, the levels stand one above another instead: see `levels`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

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
THIN, THICK, LEAST_THICK = 0.004, 0.85, 0.5
"""Pieces narrower than THIN inches are not drawn; bars are at most so thick, and take at least so much of their row."""
UNDER, APART = SMALL * LINE, 0.1
"""Height of the words under a bar, and the room between them, in inches."""
LEADER, CLEAR = 0.06, (0.13, 0.04)
"""Inches of the line from a bar to the words under it, and what is left free beside them before the next bar: rather
more than less."""
LEAST_TOLD = 0.005
"""Smaller pieces, which are hardly seen, need no words."""
MOST_OTHER = 1 / 3
"""Bars of which more is other levels than this hardly show what is told."""
MOST_UNDER = 2
"""Pieces of all bars whose words stand under them: more, and a row a level is easier to read."""
NARROWEST = 2.8
"""Inches under which bars say nothing."""
LINES_A_BAR = (1.3, 2.2, 3.1, 4.0)
"""Lines of text that a bar's row may need for its pieces to be named."""


@dataclass(frozen=True)
class Bar:
    """Where a bar stands: its middle, its thickness, the edges of its pieces, and the size of the words on them."""

    y: float
    thick: float
    edges: tuple[float, ...]
    size: float = SMALL


@dataclass(frozen=True)
class Room:
    """Where bars stand: between two edges and two heights; `thick` is the share of its row that a bar takes.

    raised: how far over the middle of its row a bar stands, where words stand under it. grown: how many times as
    large as usual type is.
    """

    left: float
    right: float
    low: float
    top: float
    thick: float
    raised: float = 0.0
    grown: float = 1.0

    def bars(self, shares: Sequence[Sequence[float]]) -> list[Bar]:
        """Lay bars out evenly from the top down."""
        slot = self.slot(len(shares))
        thick = min(self.thick * slot, THICK)
        first = self.top - slot / 2 + self.raised
        return [Bar(first - n * slot, thick, self.edges(row), self.grown * SMALL) for n, row in enumerate(shares)]

    def slot(self, bars: int) -> float:
        """Return the height of each bar's row."""
        return (self.top - self.low) / max(1, bars)

    def edges(self, row: Sequence[float]) -> tuple[float, ...]:
        """Return the edges of a bar's pieces."""
        return tuple(map(float, self.left + (self.right - self.left) * np.concatenate([[0.0], np.cumsum(row)])))


def stacked_bars(chart: StackedBars, width: float, height: float, look: Look) -> Iterator[Mark | Caption]:
    """Lay out a bar a cluster: over-represented pieces in its colour, what the page says to be less common with
    an edge in it, the others in greys; lines join the pieces, or lead to words where some stand under a bar.

    Where the chart is not to be stacked, or not every piece can be named, a row a level instead.
    """
    room = stacking(chart, width, height, look.face)
    if room is None:
        yield from level_rows(chart, width, height, look)
        return
    yield Label(0, height, chart.title, HEADING, look.brand.ink, True, up="top")
    bars, slot, fills = room.bars(chart.shares), room.slot(len(chart.shares)), level_fills(chart, look)
    below = [words_below(chart, number, bar, look.face) for number, bar in enumerate(bars)]
    for upper, lower in () if any(below) else pairwise(bars):
        yield from joins(upper, lower, look)
    for number, (cluster, bar) in enumerate(zip(chart.clusters, bars, strict=True)):
        yield from cluster_name(look.name(cluster), room, bar.y, slot)
        for level, (start, end) in enumerate(pairwise(bar.edges)):
            if end - start > THIN:
                fill = piece_fill(chart, number, level, fills, look)
                yield from drawn_piece(chart, number, level, bar, fill, look)
                if level not in below[number]:
                    yield from piece_words(chart, number, level, bar, fill, look)
        for level, (x, text) in below[number].items():
            piece = (bar.edges[level] + bar.edges[level + 1] - SEAM) / 2
            lead = min(LEADER, (slot - bar.thick - UNDER) / 2)
            top = bar.y - bar.thick / 2 - lead
            yield Line(piece, bar.y, piece, top, look.brand.ink)
            yield Label(x, top - UNDER / 2, text, SMALL, look.brand.ink, across="center")


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
    """Return where bars stand on so many inches under a heading; None where they are not to, a piece would have no
    name, or most of what is seen would not be what is told."""
    if not chart.stacked or most_other(chart) > MOST_OTHER:
        return None
    left = min(NAMES, 0.3 * width) + 2 * GAP
    room = Room(left, width, 0.0, height - HEADING * LINE - 0.1, 0.74)
    larger = (grown(room, times, width) for times in (() if chart.beside else GROWN))
    thinner = (thinned(room, len(chart.shares), UNDER + clear) for clear in CLEAR)
    return next((one for one in (*larger, room, *thinner) if is_told(chart, one, face)), None)


def grown(room: Room, times: float, width: float) -> Room:
    """Return room for bars whose words, and the names beside them, are so many times as large."""
    return replace(room, left=min(times * NAMES, 0.3 * width) + 2 * GAP, grown=times)


def most_other(chart: StackedBars) -> float:
    """Return the largest share of a bar that is other levels."""
    bars = (zip(row, chart.grey, strict=True) for row in chart.shares)
    return max((sum(share for share, grey in bar if grey) for bar in bars), default=0.0)


def thinned(room: Room, bars: int, under: float) -> Room:
    """Return room with so many inches for words under its bars, which are thinner and stand higher."""
    slot = room.slot(bars)
    thick = min(room.thick, THICK / slot, max(LEAST_THICK, 1 - 1.02 * under / slot))
    return replace(room, thick=thick, raised=min(under, slot * (1 - thick)) / 2)


def is_told(chart: StackedBars, room: Room, face: Face) -> bool:
    """Tell whether every piece with a share has its words in its bar or, of a few where there is room and the page says
    nothing of them, under it."""
    bars, slot = room.bars(chart.shares), room.slot(len(chart.shares))
    under = room.raised > 0 and slot - bars[0].thick >= UNDER + CLEAR[-1]
    every = [bare_pieces(chart, number, bar, face) for number, bar in enumerate(bars)]
    if sum(map(len, every)) > MOST_UNDER:
        return False
    for number, (bar, bare) in enumerate(zip(bars, every, strict=True)):
        if any(is_marked(chart, number, level) for level in bare):
            return False
        if bare and not (under and len(words_below(chart, number, bar, face)) == len(bare)):
            return False
    return True


def piece_fill(chart: StackedBars, number: int, level: int, fills: list[str], look: Look) -> str:
    """Return a piece's colour: a grey, or its cluster's; the paper where it is less common."""
    if chart.strong[number][level]:
        return look.colour(chart.clusters[number])
    return look.brand.paper if chart.is_less(number, level) else fills[level]


def bare_pieces(chart: StackedBars, number: int, bar: Bar, face: Face) -> list[int]:
    """Return the levels of a bar whose piece has no room for its words, its name and its share."""

    def is_bare(level: int) -> bool:
        if not chart.texts[number][level] or chart.shares[number][level] < LEAST_TOLD:
            return False
        return not is_named(words_of(chart, number, level, bar, face), chart.levels[level])

    return [level for level in range(len(chart.levels)) if is_bare(level)]


def is_marked(chart: StackedBars, number: int, level: int) -> bool:
    """Tell whether the page says something of a piece."""
    return chart.strong[number][level] or chart.is_less(number, level)


def words_below(chart: StackedBars, number: int, bar: Bar, face: Face) -> dict[int, tuple[float, str]]:
    """Return what stands under a bar, by level: its middle and its words, as far as they do not meet."""
    found, right = dict[int, tuple[float, str]](), bar.edges[-1]
    for level in reversed(bare_pieces(chart, number, bar, face)):
        piece = (bar.edges[level] + bar.edges[level + 1]) / 2
        text = f"{chart.levels[level]} {chart.printed(number, level)}"
        half = text_width(text, SMALL, face, True) / 2
        middle = min(max(piece, bar.edges[0] + half), right - half)
        if middle + half > piece and middle - half >= bar.edges[0]:
            found[level] = (middle, text)
            right = middle - half - APART
    return found


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
    ink, marked = look.on(fill), is_marked(chart, number, level)
    for text, up in words_of(chart, number, level, bar, look.face):
        yield Label((start + end - SEAM) / 2, bar.y + up, text, bar.size, ink, marked, "center")


def words_of(chart: StackedBars, number: int, level: int, bar: Bar, face: Face) -> list[tuple[str, float]]:
    """Return a piece's lines with their heights over its middle: name and share where both fit, else the share."""
    share, name = chart.printed(number, level), chart.levels[level]
    strong, room = is_marked(chart, number, level), bar.edges[level + 1] - bar.edges[level] - 0.07
    if not share:
        return []
    if text_width(f"{name} {share}", bar.size, face, strong) <= room:
        return [(f"{name} {share}", 0.0)]
    high, whole = bar.size * CLOSE, widest_piece((Run(name, strong),), face, bar.size) <= 72 * room * TOLERANCE
    named = text_lines(name, room, bar.size, face, len(name) + 1, strong) if whole else ()
    choices = [
        figures
        for figures in figure_lines(chart, number, level, bar.size <= SMALL)
        if len(figures) * high <= bar.thick and all(text_width(t, bar.size, face, strong) <= room for t in figures)
    ]
    fitting = ([*named, *figures] for figures in choices if named and (len(named) + len(figures)) * high <= bar.thick)
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
