"""How do clusters share several totals? 100 % bars with a piece a cluster, bands from one to the next."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from deckgen.colours import luminance
from deckgen.marks import Caption, Label, Line, Mark, Rect, Shape
from deckgen.sketch.look import DARK, GAP, HEADING, LINE, SMALL, SQUARE, TEXT, Look
from deckgen.sketch.stacks import SEAM, THICK, THIN, Bar, Room
from deckgen.slides import Shares

KEY_STEP = SMALL * LINE * 1.05
"""Height of a line of a key of clusters in inches."""
WIDE_PIECE, KEY_COLUMN = 0.75, 1.6
"""Inches from which a cluster's piece holds its name, and that a name takes in a key at least."""
LEAD, AIR = 0.09, 0.1
"""Inches from a piece to what is written beside its bar, and beside such words."""


def shares(chart: Shares, width: float, height: float, look: Look) -> Iterator[Mark | Caption]:
    """Lay out a bar a measure, in it a piece a cluster; bands show how a cluster's part grows or shrinks."""
    names = max((look.width(item, TEXT, True) for item in chart.items), default=0)
    left = min(names, 0.26 * width) + 2 * GAP
    fills = [look.colour(cluster) for cluster in chart.clusters]
    room = Room(left, width, 0.0, height, 0.56)
    bars = room.bars(chart.values)
    lone = [k for k in range(len(fills)) if is_lone(chart, k, bars, look)]
    keyed = lone if len(lone) * KEY_COLUMN > width - left else []
    low, key = cluster_key([chart.clusters[k] for k in keyed], width, look)
    yield from key
    room = replace(room, low=low)
    bars, lead = room.bars(chart.values), lead_in(room, len(chart.values))
    for upper, lower in pairwise(bars):
        yield from bands(upper, lower, fills, look)
    for number, (item, bar) in enumerate(zip(chart.items, bars, strict=True)):
        yield from bar_name(item, left - GAP, bar.y, look)
        for k, (start, end) in enumerate(pairwise(bar.edges)):
            if end - start > THIN:
                yield Rect(start, bar.y - bar.thick / 2, end - start - SEAM, bar.thick, fills[k])
                yield from cluster_words(chart, number, k, bar, look)
        words = outside(chart, number, bar, () if number or keyed else lone, look)
        yield from told_beside(words, bar, -lead if number else lead, look)


def bar_name(name: str, right: float, y: float, look: Look) -> Iterator[Mark]:
    """Write a bar's name to its left, in up to three lines."""
    lines = look.lines(name, right + 0.02, TEXT, bold=True)
    for number, text in enumerate(lines):
        yield Label(right, y + ((len(lines) - 1) / 2 - number) * TEXT * LINE, text, TEXT, look.brand.ink, True, "right")


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


def is_lone(chart: Shares, k: int, bars: Sequence[Bar], look: Look) -> bool:
    """Tell whether no bar names a cluster, neither in its piece nor with its share beside it."""
    told = (chart.texts[n][k] and not share_size(chart, n, k, bar, look) for n, bar in enumerate(bars))
    return not any(cluster_named(k, bar) for bar in bars) and not any(told)


def lead_in(room: Room, bars: int) -> float:
    """Return the length of the line from a piece to the words beside its bar: short where rows are low."""
    slot = room.slot(bars)
    return max(0.0, min(LEAD, (slot - min(room.thick * slot, THICK)) / 2 - SMALL * LINE))


def outside(chart: Shares, number: int, bar: Bar, lone: Sequence[int], look: Look) -> dict[int, str]:
    """Return what a bar's pieces have no room for, by their places: a name with its share, of `lone` ones the name."""
    found = {}
    for k, cluster in enumerate(chart.clusters):
        if chart.texts[number][k] and not share_size(chart, number, k, bar, look):
            found[k] = f"{look.name(cluster)} {chart.texts[number][k]}"
        elif k in lone:
            found[k] = look.name(cluster)
    return found


def told_beside(words: Mapping[int, str], bar: Bar, lead: float, look: Look) -> Iterator[Mark | Caption]:
    """Write words at a short line from their pieces, over a bar or, where the line leads down, under it; where they
    have no room side by side, in one line at the bar's nearer end.
    """
    left, right, high = bar.edges[0], bar.edges[-1], SMALL * LINE
    edge = bar.y + math.copysign(bar.thick / 2, lead)
    low = edge + lead - (high if math.copysign(1, lead) < 0 else 0)
    middles = {k: (bar.edges[k] + bar.edges[k + 1]) / 2 for k in words}
    for middle in middles.values():
        yield Line(middle, edge, middle, edge + lead, look.brand.muted)
    spots = beside([(middles[k], look.width(text, SMALL) + AIR) for k, text in words.items()], left, right)
    for text, (start, wide) in zip(words.values(), spots, strict=True) if spots else ():
        yield Caption(start, low, wide, high, text, SMALL, across="center", up="center")
    if words and not spots:
        across = "left" if min(middles.values()) + max(middles.values()) < left + right else "right"
        yield Caption(left, low, right - left, high, " · ".join(words.values()), SMALL, across=across, up="center")


def beside(wanted: Sequence[tuple[float, float]], left: float, right: float) -> list[tuple[float, float]]:
    """Return where words begin that are to stand over some middles, side by side between two ends; nothing where they
    have no room. wanted: their middles, in order, and widths.
    """
    if sum(wide for _, wide in wanted) > right - left:
        return []
    starts: list[float] = []
    for centre, wide in wanted:
        free = starts[-1] + wanted[len(starts) - 1][1] if starts else left
        starts.append(max(free, centre - wide / 2))
    for n in reversed(range(len(starts))):
        end = starts[n + 1] if n + 1 < len(starts) else right
        starts[n] = min(starts[n], end - wanted[n][1])
    return [(start, wide) for start, (_, wide) in zip(starts, wanted, strict=True)]


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
