"""Where do words stand that a piece of a bar has no room for? Beside the bar, at a short line from their piece."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from deckgen.marks import Caption, Line, Mark
from deckgen.sketch.look import LINE, SMALL, Look
from deckgen.sketch.stacks import Bar

LEAD, AIR = 0.1, 0.1
"""Inches from a bar to what is written beside it, and between such words."""
WITHIN = 0.06
"""Inches from the end of words at which the line from their piece meets them at most."""


@dataclass(frozen=True)
class Spot:
    """Room for words from `left` to `right`; across: where they stand in it."""

    left: float
    right: float
    across: Literal["left", "center", "right"]


def words_beside(
    words: Mapping[int, tuple[str, str]], bar: Bar, lead: float, lines: int, usual: float, look: Look
) -> Iterator[Mark | Caption]:
    """Write names with figures, by their pieces, at a line from each, over a bar or, where the line leads down, under
    it; all but the words themselves is the same whatever the names are.

    lines: how many there is room for. usual: the room in inches that a name has at least.
    """
    high = lines * look.caption(SMALL) * LINE
    edge = bar.y + math.copysign(bar.thick / 2, lead)
    low, up = (edge + lead, "bottom") if lead > 0 else (edge + lead - high, "top")
    middles = [(bar.edges[k] + bar.edges[k + 1]) / 2 for k in words]
    for middle, spot, told in zip(middles, spots(middles, bar, usual), words.values(), strict=True):
        end = min(max(middle, spot.left + WITHIN), spot.right - WITHIN)
        yield Line(middle, edge, end, edge + lead, look.brand.muted)
        name, figure = told
        box = (spot.left, low, spot.right - spot.left, high)
        yield Caption(*box, name, SMALL, lines, across=spot.across, up=up, figure=figure)


def spots(middles: Sequence[float], bar: Bar, usual: float) -> list[Spot]:
    """Return room for words over or under the middles of pieces, in order, within the ends of their bar.

    Words that are moved aside end where they were moved from, and take what room is free on their other side.
    """
    left, right = bar.edges[0], bar.edges[-1]
    each = min(usual, (right - left) / max(1, len(middles)))
    starts = side_by_side(middles, each, left, right)
    moved = [start - (middle - each / 2) for start, middle in zip(starts, middles, strict=True)]
    sides: list[Literal["left", "center", "right"]] = [
        "left" if by > WITHIN else "right" if by < -WITHIN else "center" for by in moved
    ]
    gaps = [starts[0] - left, *(b - a - each for a, b in pairwise(starts)), right - starts[-1] - each] if starts else []
    found = []
    for n, (start, side) in enumerate(zip(starts, sides, strict=True)):
        before = part(gaps[n], n > 0 and sides[n - 1] != "right")
        after = part(gaps[n + 1], n + 1 < len(sides) and sides[n + 1] != "left")
        if side == "center":
            before = after = min(before, after)
        grown = (0.0 if side == "left" else before, 0.0 if side == "right" else after)
        found.append(Spot(start - grown[0], start + each + grown[1], side))
    return found


def part(gap: float, shared: bool) -> float:
    """Return what words may take of a gap beside them: half where the words on its other side take the rest."""
    return max(0.0, gap - AIR) / 2 if shared else gap


def side_by_side(middles: Sequence[float], each: float, left: float, right: float) -> list[float]:
    """Return where words of one width begin, side by side between two ends, as near to their middles as they can."""
    starts: list[float] = []
    for middle in middles:
        starts.append(max(starts[-1] + each if starts else left, middle - each / 2))
    for n in reversed(range(len(starts))):
        starts[n] = min(starts[n], (starts[n + 1] if n + 1 < len(starts) else right) - each)
    return starts
