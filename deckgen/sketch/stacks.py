"""How do 100 % bars stand one above another? Pieces named where they have room, lines or bands from bar to bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from deckgen.colours import luminance
from deckgen.design import SECOND
from deckgen.fit import TOLERANCE, Run, widest_piece
from deckgen.marks import Caption, Label, Line, Mark, Rect, Shape
from deckgen.sketch.look import GAP, HEADING, LINE, SMALL, SQUARE, TEXT, Look, key_marks
from deckgen.slides import Shares, StackedBars

DARK = 0.18
"""The luminance of paper on which white text is better to read than black."""
GREYS, GREYS_ON_DARK = (0.4, 0.12, 0.07), (0.5, 0.24, 0.16)
"""How much of the ink the first, the last and all other levels' greys keep: more on dark paper, where less is seen."""
KEY_STEP = SMALL * LINE * 1.05
"""Height of a line of a key of clusters in inches."""
NAMES = 1.1
"""Inches kept for the clusters' names beside their bars."""
WIDE_PIECE, KEY_COLUMN = 0.75, 1.6
"""Inches from which a cluster's piece holds its name, and that a name takes in a key at least."""
SEAM = 0.015
"""Paper between two pieces in inches."""
MOST_KEY = 0.4
"""A key takes at most this share of the height."""
Key = dict[int, tuple[str, tuple[str, ...]]]
"""What stands in a key of each level: its name and its colours."""
CLOSE = 1.2 / 72
"""Height of a line within a piece, in inches a point of its size."""
THIN, THICK, LEAST_THICK = 0.004, 0.85, 0.5
"""Pieces narrower than THIN inches are not drawn; bars are at most so thick, and take at least so much of their row."""


@dataclass(frozen=True)
class Bar:
    """Where a bar stands: its middle, its thickness, and the edges of its pieces."""

    y: float
    thick: float
    edges: tuple[float, ...]


@dataclass(frozen=True)
class Room:
    """Where bars stand: between two edges and two heights; `thick` is the share of its row that a bar takes.

    raised: how far over the middle of its row a bar stands, where words stand under it.
    """

    left: float
    right: float
    low: float
    top: float
    thick: float
    raised: float = 0.0

    def bars(self, shares: Sequence[Sequence[float]]) -> list[Bar]:
        """Lay bars out evenly from the top down."""
        slot = (self.top - self.low) / max(1, len(shares))
        thick = min(self.thick * slot, THICK)
        first = self.top - slot / 2 + self.raised
        return [Bar(first - n * slot, thick, self.edges(row)) for n, row in enumerate(shares)]

    def edges(self, row: Sequence[float]) -> tuple[float, ...]:
        """Return the edges of a bar's pieces."""
        return tuple(map(float, self.left + (self.right - self.left) * np.concatenate([[0.0], np.cumsum(row)])))


def stacked_bars(chart: StackedBars, width: float, height: float, look: Look) -> Iterator[Mark | Caption]:
    """Lay out a bar a cluster: over-represented pieces in its colour, the others in greys; lines join the pieces."""
    yield Label(0, height, chart.title, HEADING, look.brand.ink, True, up="top")
    fills = level_fills(chart, look)
    left = min(NAMES, 0.3 * width) + 2 * GAP
    room = Room(left, width, 0.0, height - HEADING * LINE - 0.1, 0.74)
    low, key = with_key(chart, room, fills, look)
    room = thinned(chart, replace(room, low=low), look)
    yield from key
    bars, slot = room.bars(chart.shares), (room.top - low) / max(1, len(chart.shares))
    for upper, lower in pairwise(bars):
        for start, end in zip(upper.edges[1:-1], lower.edges[1:-1], strict=True):
            feet = (upper.y - upper.thick / 2, lower.y + lower.thick / 2)
            yield Line(start, feet[0], end, feet[1], look.tint(look.brand.muted, 0.55), 0.6)
    for number, (cluster, bar) in enumerate(zip(chart.clusters, bars, strict=True)):
        yield from cluster_name(look.name(cluster), left - GAP, bar.y, slot)
        for level, (start, end) in enumerate(pairwise(bar.edges)):
            if end - start > THIN:
                fill = piece_fill(chart, number, level, fills, look)
                yield Rect(start, bar.y - bar.thick / 2, end - start - SEAM, bar.thick, fill)
                yield from piece_words(chart, number, level, bar, fill, look)
        if slot - bar.thick >= SMALL * LINE:
            yield from words_below(chart, number, bar, look)


def piece_fill(chart: StackedBars, number: int, level: int, fills: list[str], look: Look) -> str:
    """Return a piece's colour: a grey, or its cluster's, every second one of a bar a shade nearer to the paper."""
    if not chart.strong[number][level]:
        return fills[level]
    colour = look.colour(chart.clusters[number])
    return look.tint(colour, SECOND) if sum(chart.strong[number][:level]) % 2 else colour


def thinned(chart: StackedBars, room: Room, look: Look) -> Room:
    """Return room with a line under its bars for shares without room: with thinner bars, if that costs no name."""
    bars, slot = room.bars(chart.shares), (room.top - room.low) / max(1, len(chart.shares))
    if not any(bare_pieces(chart, number, bar, look) for number, bar in enumerate(bars)):
        return room
    thin = replace(room, thick=min(room.thick, max(LEAST_THICK, 1 - 1.02 * SMALL * LINE / slot)))
    if not named_pieces(chart, bars, look) <= named_pieces(chart, thin.bars(chart.shares), look):
        thin = room
    return replace(thin, raised=min(SMALL * LINE, slot - thin.bars(chart.shares)[0].thick) / 2)


def bare_pieces(chart: StackedBars, number: int, bar: Bar, look: Look) -> list[int]:
    """Return the levels whose share a bar has no room for."""
    every = range(len(chart.levels))
    return [k for k in every if chart.texts[number][k] and not words_of(chart, number, k, bar, look)]


def words_below(chart: StackedBars, number: int, bar: Bar, look: Look) -> Iterator[Mark]:
    """Write under a bar the shares that it has no room for, each under its own piece, as far as they do not meet."""
    right, y = bar.edges[-1], bar.y - bar.thick / 2 - SMALL * LINE / 2
    for level in reversed(bare_pieces(chart, number, bar, look)):
        text, start, end = chart.texts[number][level], bar.edges[level], bar.edges[level + 1]
        half = look.width(text, SMALL) / 2
        middle = min((start + end) / 2, right - half)
        if middle + half > (start + end) / 2:
            yield Label(middle, y, text, SMALL, look.brand.ink, False, "center")
            right = middle - half - 0.06


def with_key(chart: StackedBars, room: Room, fills: list[str], look: Look) -> tuple[float, list[Mark]]:
    """Return where the bars may end and a key under them, of what has no room to be named in its bar.

    The key takes height from the bars, which may cost further names their room: so it is made twice. Greys that are
    named in another bar only are added where that costs no name.
    """
    key: Key = {}
    for _ in range(2):
        bars = over_key(key, room, look).bars(chart.shares)
        key = key_of(chart, bars, fills, look)
        while key and height_of(key, room, look) > MOST_KEY * (room.top - room.low):
            key.popitem()
    named = named_pieces(chart, over_key(key, room, look).bars(chart.shares), look)
    more = with_greys(chart, key, unnamed_greys(chart, named), fills)
    small = height_of(more, room, look) <= MOST_KEY * (room.top - room.low)
    if small and named <= named_pieces(chart, over_key(more, room, look).bars(chart.shares), look):
        key = more
    low = over_key(key, room, look).low
    return low, laid_key(key, room, low - (0.08 if key else 0), look)[0]


def over_key(key: Key, room: Room, look: Look) -> Room:
    """Return the room that a key leaves."""
    return replace(room, low=height_of(key, room, look) + (0.08 if key else 0))


def named_pieces(chart: StackedBars, bars: Sequence[Bar], look: Look) -> set[tuple[int, int]]:
    """Return the pieces, by bar and level, that have room for their names."""
    every = ((number, level) for number in range(len(bars)) for level in range(len(chart.levels)))
    return {(number, level) for number, level in every if is_named(chart, number, level, bars[number], look)}


def height_of(key: Key, room: Room, look: Look) -> float:
    """Return the height that a key takes."""
    return laid_key(key, room, 0, look)[1]


def laid_key(key: Key, room: Room, top: float, look: Look) -> tuple[list[Mark], float]:
    """Lay a key out from `top` down; return its marks and its height."""
    return key_marks([name for name, _ in key.values()], [own for _, own in key.values()], room.right, top, look)


def key_of(chart: StackedBars, bars: Sequence[Bar], fills: list[str], look: Look) -> Key:
    """Return the levels with coloured pieces that are not named in their own bar, then the levels named nowhere.

    A level stands in the key once: with all its colours and the shares of those pieces.
    """
    named = named_pieces(chart, bars, look)
    over = [(n, k) for k in range(len(chart.levels)) for n in range(len(chart.clusters)) if chart.strong[n][k]]
    key: Key = {}
    for level in dict.fromkeys(k for n, k in over if (n, k) not in named):
        own = [n for n, k in over if k == level and (n, k) not in named]
        shares = " / ".join(chart.texts[n][level] for n in own if chart.texts[n][level])
        key[level] = (
            f"{chart.levels[level]} {shares}".strip(),
            tuple(piece_fill(chart, n, level, fills, look) for n in own),
        )
    told = {level for _, level in (*named, *over)}
    return with_greys(chart, key, [k for k in range(len(chart.levels)) if k not in told], fills)


def with_greys(chart: StackedBars, key: Key, levels: Sequence[int], fills: list[str]) -> Key:
    """Add the greys of some levels to a key: to a level's own entry where it has one."""
    held = {level: key.get(level, (chart.levels[level], ())) for level in levels}
    return key | {level: (name, (*own, fills[level])) for level, (name, own) in held.items() if fills[level] not in own}


def unnamed_greys(chart: StackedBars, named: set[tuple[int, int]]) -> list[int]:
    """Return the levels of grey pieces that show their share and have no room for their name."""
    every = [(number, level) for number in range(len(chart.clusters)) for level in range(len(chart.levels))]
    shown = [place for place in every if chart.texts[place[0]][place[1]] and not chart.strong[place[0]][place[1]]]
    return sorted({level for number, level in shown if (number, level) not in named})


def cluster_name(name: str, right: float, y: float, slot: float) -> Iterator[Caption]:
    """Write a cluster's name to the left of its bar, in up to three lines."""
    lines = max(1, min(3, int(slot / (TEXT * LINE))))
    high = lines * TEXT * LINE
    yield Caption(0.0, y - high / 2, right, high, name, TEXT, lines, True, "right", "center")


def bar_name(name: str, right: float, y: float, look: Look) -> Iterator[Mark]:
    """Write a bar's name to its left, in up to three lines."""
    lines = look.lines(name, right + 0.02, TEXT, bold=True)
    for number, text in enumerate(lines):
        yield Label(right, y + ((len(lines) - 1) / 2 - number) * TEXT * LINE, text, TEXT, look.brand.ink, True, "right")


def level_fills(chart: StackedBars, look: Look) -> list[str]:
    """Return a grey a level, darkest first, nearly paper for other and missing."""
    own = [level for level, grey in enumerate(chart.grey) if not grey]
    first, last, other = GREYS_ON_DARK if luminance(look.brand.paper) < DARK else GREYS
    steps = dict(zip(own, np.linspace(first, last, len(own)), strict=True))
    return [look.tint(look.brand.ink, float(steps.get(level, other))) for level in range(len(chart.levels))]


def piece_words(chart: StackedBars, number: int, level: int, bar: Bar, fill: str, look: Look) -> Iterator[Mark]:
    """Write on a piece what it has room for."""
    start, end = bar.edges[level], bar.edges[level + 1]
    ink = look.on(fill)
    for text, up in words_of(chart, number, level, bar, look):
        middle = (start + end - SEAM) / 2
        yield Label(middle, bar.y + up, text, SMALL, ink, chart.strong[number][level], "center")


def words_of(chart: StackedBars, number: int, level: int, bar: Bar, look: Look) -> list[tuple[str, float]]:
    """Return a piece's lines with their heights over its middle: name and share where both fit, else the share."""
    share, name = chart.texts[number][level], chart.levels[level]
    strong, room = chart.strong[number][level], bar.edges[level + 1] - bar.edges[level] - 0.07
    if not share or look.width(share, SMALL, strong) > room:
        return []
    if look.width(f"{name} {share}", SMALL, strong) <= room:
        return [(f"{name} {share}", 0.0)]
    whole = widest_piece((Run(name, strong),), look.face, SMALL) <= 72 * room * TOLERANCE
    lines = [*look.lines(name, room, SMALL, len(name) + 1, strong), share] if whole else [share]
    if len(lines) * SMALL * CLOSE > bar.thick:
        return [(share, 0.0)]
    return [(line, ((len(lines) - 1) / 2 - place) * SMALL * CLOSE) for place, line in enumerate(lines)]


def is_named(chart: StackedBars, number: int, level: int, bar: Bar, look: Look) -> bool:
    """Tell whether a piece has room for its name."""
    words = words_of(chart, number, level, bar, look)
    return len(words) > 1 or any(chart.levels[level] in text for text, _ in words)


def shares(chart: Shares, width: float, height: float, look: Look) -> Iterator[Mark | Caption]:
    """Lay out a bar a measure, in it a piece a cluster; bands show how a cluster's part grows or shrinks."""
    names = max((look.width(item, TEXT, True) for item in chart.items), default=0)
    left = min(names, 0.26 * width) + 2 * GAP
    fills = [look.colour(cluster) for cluster in chart.clusters]
    room = Room(left, width, 0.0, height, 0.56)
    bars = room.bars(chart.values)
    unnamed = [k for k in range(len(fills)) if not any(cluster_named(k, bar) for bar in bars)]
    low, key = cluster_key([chart.clusters[k] for k in unnamed], width, look)
    yield from key
    bars = replace(room, low=low).bars(chart.values)
    for upper, lower in pairwise(bars):
        yield from bands(upper, lower, fills, look)
    for number, (item, bar) in enumerate(zip(chart.items, bars, strict=True)):
        yield from bar_name(item, left - GAP, bar.y, look)
        for k, (start, end) in enumerate(pairwise(bar.edges)):
            if end - start > THIN:
                yield Rect(start, bar.y - bar.thick / 2, end - start - SEAM, bar.thick, fills[k])
                yield from cluster_words(chart, number, k, bar, look)
        yield from told_beside(chart, number, bar, look)


def bands(upper: Bar, lower: Bar, fills: list[str], look: Look) -> Iterator[Mark]:
    """Join a cluster's pieces of two bars: by a pale band, on dark paper, where bands turn muddy, by lines between."""
    head, foot = upper.y - upper.thick / 2, lower.y + lower.thick / 2
    if luminance(look.brand.paper) < DARK:
        for start, to_start in zip(upper.edges[1:-1], lower.edges[1:-1], strict=True):
            yield Line(start, head, to_start, foot, look.brand.muted, 1.0)
        return
    pieces = zip(pairwise(upper.edges), pairwise(lower.edges), fills, strict=True)
    for (start, end), (to_start, to_end), fill in pieces:
        pale = look.tint(fill, 0.14)
        corners = ((start, head), (end - SEAM, head), (to_end - SEAM, foot), (to_start, foot))
        yield Shape(corners, pale, pale)


def cluster_key(clusters: Sequence[str], width: float, look: Look) -> tuple[float, list[Mark | Caption]]:
    """Return the height of a key of clusters that no piece has room to name, and its samples and names in columns."""
    across = key_columns(len(clusters), width)
    each, step, marks = width / across, KEY_STEP, []
    height = cluster_key_height(len(clusters), width)
    for number, cluster in enumerate(clusters):
        left, top = (number % across) * each, height - (number // across) * step
        marks.append(Rect(left, top - (step + SQUARE) / 2, SQUARE, SQUARE, look.colour(cluster)))
        start, room = left + SQUARE + 0.05, each - SQUARE - 0.15
        marks.append(Caption(start, top - step, room, step, look.name(cluster), SMALL, up="center"))
    return height, marks


def key_columns(clusters: int, width: float) -> int:
    """Return how many names stand side by side in a key of clusters."""
    return max(1, min(clusters, int(width / KEY_COLUMN)))


def cluster_key_height(clusters: int, width: float) -> float:
    """Return the height in inches that a key of clusters takes, whatever they are called."""
    return -(-clusters // key_columns(clusters, width)) * KEY_STEP


def told_beside(chart: Shares, number: int, bar: Bar, look: Look) -> Iterator[Caption]:
    """Write the shares of pieces that are too narrow for them at the bar's nearer end: over the first bar, else under
    it."""
    narrow = [
        k for k in range(len(chart.clusters)) if chart.texts[number][k] and not share_size(chart, number, k, bar, look)
    ]
    text = " · ".join(f"{look.name(chart.clusters[k])} {chart.texts[number][k]}" for k in narrow)
    away = bar.thick / 2 + SMALL * LINE * 0.6
    if text:
        middle, high = bar.y - (away if number else -away), SMALL * LINE
        left, right = bar.edges[0], bar.edges[-1]
        across = "left" if bar.edges[narrow[0]] + bar.edges[narrow[-1] + 1] < left + right else "right"
        yield Caption(left, middle - high / 2, right - left, high, text, SMALL, across=across, up="center")


def cluster_named(k: int, bar: Bar) -> bool:
    """Tell whether a piece is wide enough for a name."""
    return bar.edges[k + 1] - bar.edges[k] >= WIDE_PIECE


def share_size(chart: Shares, number: int, k: int, bar: Bar, look: Look) -> float:
    """Return the largest size at which a piece has room for its share, 0 if none."""
    room, share = bar.edges[k + 1] - bar.edges[k] - 0.05, chart.texts[number][k]
    return next((size for size in (HEADING, TEXT, SMALL) if look.width(share, size, True) <= room), 0)


def cluster_words(chart: Shares, number: int, k: int, bar: Bar, look: Look) -> Iterator[Mark | Caption]:
    """Write a piece's share as large as it has room for, under it its cluster's name in up to two lines."""
    cluster, share, size = chart.clusters[k], chart.texts[number][k], share_size(chart, number, k, bar, look)
    if not size:
        return
    left, room = bar.edges[k] + 0.04, bar.edges[k + 1] - bar.edges[k] - SEAM - 0.08
    lines = max(0, min(2, int((bar.thick / LINE - HEADING) / SMALL))) if cluster_named(k, bar) else 0
    high, ink = lines * SMALL * LINE, look.on(look.colour(cluster))
    yield Label(left + room / 2, bar.y + high / 2, share, size, ink, True, "center")
    if lines:
        low = bar.y - (HEADING * LINE + high) / 2
        yield Caption(left, low, room, high, look.name(cluster), SMALL, lines, across="center", on=cluster)
