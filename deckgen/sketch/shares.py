"""How do clusters share several totals? 100 % bars with a piece a cluster, bands from one to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from deckgen.breaks import even_lines
from deckgen.fit import TOLERANCE, Run
from deckgen.marks import Caption, Label, Line, Mark, Rect, Shape
from deckgen.sketch.beside import LEAD, words_beside
from deckgen.sketch.look import GAP, HEADING, LINE, SMALL, SQUARE, TEXT, Look
from deckgen.sketch.stacks import SEAM, THIN, Bar, Room
from deckgen.slides import Shares

KEY_STEP = SMALL * LINE * 1.05
"""Height of a line of a key of clusters in inches."""
WIDE_PIECE, KEY_COLUMN = 0.75, 1.6
"""Inches from which a cluster's piece holds its name, and that a name takes in a key at least."""
OUTSIDE = 0.95
"""Inches that a name beside its bar may take at least."""
EDGE = 0.04
"""Inches kept free between a bar's name and the picture's edge, where a letter would be cut off."""
BAR = 0.56
"""The share of its row that a bar takes."""
LEAST_ROW = (HEADING + SMALL) * LINE / BAR + LEAD + SMALL * LINE
"""Inches that a bar's row takes with a share and a name on it, and a line of words beside it."""


def shares(chart: Shares, width: float, height: float, look: Look) -> Iterator[Mark | Caption]:
    """Lay out a bar a measure, in it a piece a cluster; bands show how a cluster's part grows or shrinks.

    What a piece has no room for stands beside its bar: over the first, under the others.
    """
    names = max((look.width(item, TEXT, True) for item in chart.items), default=0)
    left = min(names, 0.26 * width) + 2 * GAP
    fills = [look.colour(cluster) for cluster in chart.clusters]
    room = Room(left, width, 0.0, height, BAR)
    keyed = in_key(chart, room, look)
    low, key = cluster_key([chart.clusters[k] for k in keyed], width, look)
    yield from key
    room, lines = with_outside(chart, replace(room, low=low), bool(keyed), look)
    bars = room.bars(chart.values)
    for upper, lower in pairwise(bars):
        yield from bands(upper, lower, fills, look)
    for number, (item, bar) in enumerate(zip(chart.items, bars, strict=True)):
        yield from bar_name(item, left - GAP, bar.y, look)
        for k, (start, end) in enumerate(pairwise(bar.edges)):
            if end - start > THIN:
                yield Rect(start, bar.y - bar.thick / 2, end - start - SEAM, bar.thick, fills[k])
                yield from cluster_words(chart, number, k, bar, look)
        words = outside(chart, number, bar, bool(keyed), look)
        yield from words_beside(words, bar, -LEAD if number else LEAD, lines, OUTSIDE * look.larger(SMALL), look)


def bar_name(name: str, right: float, y: float, look: Look) -> Iterator[Mark]:
    """Write a bar's name to its left, in up to three lines, two that are about as long."""
    lines = name_lines(name, right - EDGE, look)
    for number, text in enumerate(lines):
        yield Label(right, y + ((len(lines) - 1) / 2 - number) * TEXT * LINE, text, TEXT, look.brand.ink, True, "right")


def name_lines(name: str, room: float, look: Look) -> Sequence[str]:
    """Break a bar's name into lines of at most so many inches."""
    lines = look.lines(name, room, TEXT, bold=True)
    even = even_lines((Run(name, True),), look.face, room * TOLERANCE * 72 / TEXT) if len(lines) == 2 else None
    return even or lines


def bands(upper: Bar, lower: Bar, fills: list[str], look: Look) -> Iterator[Mark]:
    """Join a cluster's pieces of two bars: by a pale band, on dark paper, where bands turn muddy, by lines between."""
    head, foot = upper.y - upper.thick / 2, lower.y + lower.thick / 2
    if look.is_dark:
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


def narrow_pieces(bar: Bar, look: Look) -> list[int]:
    """Return the pieces of a bar that have no room for a name, whatever the clusters are called."""
    least = WIDE_PIECE * look.larger(SMALL)
    return [k for k, (start, end) in enumerate(pairwise(bar.edges)) if end - start < least]


def in_key(chart: Shares, room: Room, look: Look) -> list[int]:
    """Return the clusters that some piece has no room to name, where not all names have room beside their bars."""
    narrow = [narrow_pieces(bar, look) for bar in room.bars(chart.values)]
    most = int((room.right - room.left) / (OUTSIDE * look.larger(SMALL)))
    return sorted({k for pieces in narrow for k in pieces}) if max(map(len, narrow), default=0) > most else []


def with_outside(chart: Shares, room: Room, keyed: bool, look: Look) -> tuple[Room, int]:
    """Return where bars stand that leave room for what is said beside them, and how many lines that may take."""
    bars, line = room.bars(chart.values), look.caption(SMALL) * LINE
    if not any(outside(chart, number, bar, keyed, look) for number, bar in enumerate(bars)):
        return room, 0
    free, count = (1 - BAR) / 2, len(bars)
    named = any(len(narrow_pieces(bar, look)) < len(chart.clusters) for bar in bars)
    least = (HEADING * LINE if named else 0.0) + line
    for lines in (1,) if keyed else (2, 1):
        needed = LEAD + lines * line - free * room.slot(count)
        padding = max(0.0, needed / (1 - 2 * free / count))
        padded = replace(room, low=room.low + padding, top=room.top - padding)
        if padded.bars(chart.values)[0].thick >= least:
            break
    return padded, lines


def outside(chart: Shares, number: int, bar: Bar, keyed: bool, look: Look) -> dict[int, tuple[str, str]]:
    """Return what a bar's pieces have no room for, by their places: a name, unless it stands in a key, and a share."""
    found = {}
    for k in narrow_pieces(bar, look):
        text = chart.texts[number][k]
        name = "" if keyed else look.name(chart.clusters[k])
        share = "" if share_size(chart, number, k, bar, look) else text
        if text and (name or share):
            found[k] = (name, share)
    return found


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
    line = look.caption(SMALL) * LINE
    lines = 0 if k in narrow_pieces(bar, look) else max(0, min(2, int((bar.thick - HEADING * LINE) / line)))
    high, ink = lines * line, look.on_cluster(cluster)
    y = bar.y - max(0.0, min(lines - 1, 1) * min(line, bar.thick - HEADING * LINE - high)) / 2  # most names take one
    yield Label(left + room / 2, y + high / 2, share, size, ink, True, "center")
    if lines:
        low = y - (HEADING * LINE + high) / 2
        yield Caption(left, low, room, high, look.name(cluster), SMALL, lines, across="center", on=cluster)
