"""How do clusters' distributions stand side by side? Violins with boxes, medians in figures and names below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from deckgen.marks import Caption, Label, Line, Mark, Rect, Shape
from deckgen.sketch.look import GAP, HEADING, LINE, PANEL_GAP, SMALL, TEXT, Look, dash
from deckgen.slides import Distributions, Panel, Violin
from deckgen.statistics.density import to_axis

NARROWEST, WIDEST = 0.15, 0.8
"""Least and most half width of a violin in inches."""
FINDING_LINES, NAME_LINES, WIDE_SLOT = 2, 2, 0.9
"""Lines kept for what differs, and for a cluster's name: one more where it has less than so many inches."""

Scale = Callable[[float], float]


def distributions(chart: Distributions, width: float, height: float, look: Look) -> Iterator[Mark | Caption]:
    """Lay out panels side by side, each with its own axis."""
    each = (width - PANEL_GAP * (len(chart.panels) - 1)) / max(1, len(chart.panels))
    for number, panel in enumerate(chart.panels):
        yield from violins(panel, number * (each + PANEL_GAP), each, height, look)
    if not chart.panels:
        yield dash(width, height, look)


def violins(panel: Panel, left: float, width: float, height: float, look: Look) -> Iterator[Mark | Caption]:
    """Lay out one KPI: its name, what differs, its axis, its violins."""
    top = height - HEADING * LINE
    title = look.lines(panel.title, width, HEADING, 1, True)[0]
    yield Label(left, height, title, HEADING, look.brand.ink, True, up="top")
    top -= FINDING_LINES * TEXT * LINE
    if panel.finding:
        yield Caption(left, top, width, FINDING_LINES * TEXT * LINE, panel.finding, TEXT, FINDING_LINES)
    if panel.axis:
        yield Label(left, top, look.lines(panel.axis, width, SMALL, 1)[0], SMALL, look.brand.muted, up="top")
    top -= SMALL * LINE + GAP
    if not panel.violins:
        yield dash(2 * left + width, top, look)
        return
    axis = max((look.width(text, SMALL) for text in panel.break_labels), default=0) + GAP
    slot = (width - axis) / len(panel.violins)
    lines = NAME_LINES if slot >= WIDE_SLOT else NAME_LINES + 1
    bottom = lines * TEXT * LINE + GAP
    inset = (top - bottom) / (2 * len(panel.breaks)) if panel.scale == "steps" else 0.0
    place = scaled(panel, bottom + inset, top - inset - 0.05)
    spots = [middle_of(violin, left + axis + number * slot, slot, look) for number, violin in enumerate(panel.violins)]
    figures = [figure(v, *spot, place, look) for v, spot in zip(panel.violins, spots, strict=True)]
    ruled = () if panel.scale == "steps" else ((left + axis, left + width),)
    for value, text in kept_breaks(panel, bottom, top, place):
        yield from cut_line(place(value), ruled, figures, look)
        yield Label(left + axis - GAP, place(value), text, SMALL, look.brand.muted, across="right")
    if panel.scale == "steps":
        yield from steps(panel, left + axis, slot, place, look)
    for number, violin in enumerate(panel.violins):
        start, room, across = left + axis + number * slot, slot, "left" if panel.scale == "steps" else "center"
        name = look.name(violin.cluster)
        if panel.scale != "steps":
            half, centre = spots[number]
            yield from one_violin(violin, half, centre, place, look)
            yield figures[number]
            under = slot if slot >= WIDE_SLOT else room_under(spots, number, left, left + width)
            if slot >= WIDE_SLOT or look.width(name, TEXT, True) + GAP <= under:
                start, room = centre - under / 2, under
        yield Caption(start + GAP / 2, 0.0, room - GAP, lines * TEXT * LINE, name, TEXT, lines, True, across)


def room_under(spots: Sequence[tuple[float, float]], number: int, left: float, right: float) -> float:
    """Return the width of what can stand centred under a shape between its neighbours and the panel's edges."""
    centre = spots[number][1]
    beside = (abs(other - centre) / 2 for place, (_, other) in enumerate(spots) if place != number)
    return 2 * min(centre - left, right - centre, *beside)


def kept_breaks(panel: Panel, bottom: float, top: float, place: Scale) -> list[tuple[float, str]]:
    """Return the axis' breaks with their labels, as many as are readable: zero first, then the outermost."""
    kept: list[tuple[float, str]] = []
    for value, text in sorted(
        zip(panel.breaks, panel.break_labels, strict=True), key=lambda b: (b[0] != 0, -abs(b[0]))
    ):
        y = place(value)
        if bottom - 0.01 <= y <= top + 0.01 and all(abs(y - place(other)) >= SMALL * LINE for other, _ in kept):
            kept.append((value, text))
    return sorted(kept)


def cut_line(y: float, ends: Sequence[tuple[float, float]], figures: Sequence[Label], look: Look) -> Iterator[Mark]:
    """Rule a line across the panel, cut where a figure stands."""
    for label in figures:
        if abs(label.y - y) < 0.6 * TEXT * LINE:
            start, end = label.x - GAP / 2, label.x + look.width(label.text, TEXT, True) + GAP / 2
            ends = [part for a, b in ends for part in ((a, min(b, start)), (max(a, end), b)) if part[0] < part[1]]
    for start, end in ends:
        yield Line(start, y, end, y, look.tint(look.brand.muted, 0.3), 0.6)


def scaled(panel: Panel, bottom: float, top: float) -> Scale:
    """Return the function from values to heights in inches."""

    def on_axis(value: float) -> float:
        if panel.scale == "steps":
            return value
        return float(to_axis(np.array([value], dtype=float), panel.scale, panel.linear_within)[0])

    shown = panel.breaks if panel.scale == "steps" else ()
    zero = [0.0] if panel.scale == "symlog" and 0.0 in panel.breaks else []
    ends = shown or zero + [
        on_axis(end) for v in panel.violins for end in (v.grid[0], v.grid[-1], v.box.p05, v.box.p95)
    ]
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0
    return lambda value: bottom + (top - bottom) * (on_axis(value) - low + (0 if high > low else 0.5)) / span


def steps(panel: Panel, left: float, slot: float, place: Scale, look: Look) -> Iterator[Mark]:
    """Lay out a bar a value in every cluster's slot, all on one scale, with its share at its end."""
    texts = [text for violin in panel.violins for text in violin.texts]
    room = slot - max((look.width(text, SMALL, True) for text in texts), default=0) - 3 * GAP
    longest = max((share for violin in panel.violins for share in violin.density), default=0) or 1.0
    thick = min(0.3, 0.6 * (place(1) - place(0)))
    for number, violin in enumerate(panel.violins):
        start, colour = left + number * slot + GAP, look.colour(violin.cluster)
        for value, share, text in zip(violin.grid, violin.density, violin.texts, strict=True):
            length = max(room, 0.05) * share / longest
            yield Rect(start, place(value) - thick / 2, max(length, 0.012), thick, colour)
            yield Label(start + length + GAP, place(value), text, SMALL, look.brand.ink, True)


def middle_of(violin: Violin, left: float, slot: float, look: Look) -> tuple[float, float]:
    """Return a shape's half width and centre, leaving room for the median's figure beside it."""
    label = look.width(violin.label, TEXT, True) + GAP
    half = max(NARROWEST, min(WIDEST, (slot - label - 0.06) / 2))
    return half, left + (slot - (2 * half + label)) / 2 + half


def one_violin(violin: Violin, half: float, centre: float, place: Scale, look: Look) -> Iterator[Mark]:
    """Lay out one cluster's shape, box and median."""
    colour, ink = look.colour(violin.cluster), look.brand.ink
    ys = [place(value) for value in violin.grid]
    widths = [half * density for density in violin.density]
    right = [(centre + w, y) for w, y in zip(widths, ys, strict=True)]
    if len(ys) > 1:
        mirrored = [(2 * centre - x, y) for x, y in reversed(right)]
        yield Shape((*right, *mirrored), look.tint(colour, 0.3), colour)
    low, first, median, third, high = (place(getattr(violin.box, p)) for p in ("p05", "p25", "p50", "p75", "p95"))
    thick = thickness(half)
    yield Line(centre, low, centre, high, colour, 1.4)
    yield Rect(centre - thick, first, 2 * thick, max(third - first, 0.012), colour)
    yield Line(centre - thick * 1.7, median, centre + thick * 1.7, median, look.brand.paper, 3.2)
    yield Line(centre - thick * 1.7, median, centre + thick * 1.7, median, ink, 1.6)


def figure(violin: Violin, half: float, centre: float, place: Scale, look: Look) -> Label:
    """Return the median's figure, beside the shape."""
    ys, median = [place(value) for value in violin.grid], place(violin.box.p50)
    wide = float(np.interp(median, ys, [half * density for density in violin.density])) if ys else 0.0
    return Label(centre + max(2 * thickness(half), wide) + 0.05, median, violin.label, TEXT, look.brand.ink, True)


def thickness(half: float) -> float:
    """Return half a box's width."""
    return min(0.08, half / 3)
