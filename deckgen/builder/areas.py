"""How is an area divided?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from deckgen.builder.drawing import POINT
from deckgen.errors import OutputError
from deckgen.template import Place


class Crowded(OutputError):
    """A place is too small for what should stand there."""


def emu(points: float) -> int:
    """Convert points."""
    return round(points * POINT)


def points(length: int) -> float:
    """Convert EMU."""
    return length / POINT


def below(place: Place, used: int) -> Place:
    """Return what is left under the topmost `used` EMU."""
    return replace(place, top=place.top + used, height=place.height - used)


def without_bottom(place: Place, used: int) -> Place:
    """Return what is left above the lowest `used` EMU."""
    return replace(place, height=place.height - used)


def bottom_strip(place: Place, height: int) -> Place:
    """Return the lowest strip."""
    return replace(place, top=place.top + place.height - height, height=height)


def top_strip(place: Place, height: int) -> Place:
    """Return the topmost strip."""
    return replace(place, height=height)


def columns(place: Place, weights: Sequence[float], gutter: int) -> tuple[Place, ...]:
    """Divide a place from left to right."""
    spans = shared(place.width, weights, gutter)
    return tuple(replace(place, left=place.left + start, width=width) for start, width in spans)


def rows(place: Place, weights: Sequence[float], gutter: int) -> tuple[Place, ...]:
    """Divide a place from top to bottom."""
    spans = shared(place.height, weights, gutter)
    return tuple(replace(place, top=place.top + start, height=height) for start, height in spans)


def shared(length: int, weights: Sequence[float], gutter: int) -> list[tuple[int, int]]:
    """Share a length by weights, with gutters between: (start, length) each."""
    room, total = length - gutter * (len(weights) - 1), sum(weights)
    edges = [round(room * sum(weights[:n]) / total) for n in range(len(weights) + 1)]
    return [(edges[n] + n * gutter, edges[n + 1] - edges[n]) for n in range(len(weights))]
