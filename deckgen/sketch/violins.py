"""How do clusters' distributions stand side by side? Violins with boxes, medians in figures and names below."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from deckgen.design import LEAST_SIZE
from deckgen.fit import Run, widest_piece
from deckgen.marks import Caption, Label, Line, Mark, Rect, Shape
from deckgen.sketch.look import GAP, HEADING, LINE, PANEL_GAP, SMALL, TEXT, Look, dash, text_width
from deckgen.slides import Distributions, Panel, Violin
from deckgen.statistics.density import to_axis
from deckgen.typefaces import Face

NARROWEST, WIDEST = 0.15, 0.8
"""Least and most half width of a violin in inches."""
FINDING_LINES, NAME_LINES, WIDE_SLOT = 2, 2, 0.9
"""Most lines of what differs, and the lines of a cluster's name: one more, of smaller type, where it has less than so
many inches."""
BESIDE, AIR, NAME_GAP = 0.08, 0.1, 0.12
"""Space in inches between a shape and its figure, between the figure and the next shape, and between two names."""
TIGHTER = 0.12
"""Inches that a shape and the space beside it may lose for panels of one width."""
NAME_SIZES = (TEXT, 12.0, 11.0, float(LEAST_SIZE))
"""The sizes of names to try, largest first."""
SLIMMEST = 0.025
"""Least half width of a box in inches."""
LEAST_RULE = 0.5
"""A piece of a rule between two figures is at least so many inches long."""
LABEL_LINE = 1.05 / 72
"""Height of a line of an axis' labels in inches, a point of its size."""

Scale = Callable[[float], float]


@dataclass(frozen=True)
class Words:
    """What is kept for words in all panels of a picture: over the shapes lines of what differs, and a line of the axis
    or 0; under them the most lines of a name, and inches for them.
    """

    finding: int
    axis: int
    names: int
    under: float


def distributions(chart: Distributions, width: float, height: float, look: Look) -> Iterator[Mark | Caption]:
    """Lay out panels side by side, each with its own axis."""
    if not chart.panels:
        yield dash(width, height, look)
        return
    widths, left = panel_widths(chart.panels, width, look.face), 0.0
    slots = [slot_of(panel, own, look.face) for panel, own in zip(chart.panels, widths, strict=True)]
    axis = int(any(panel.axis for panel in chart.panels))
    words = Words(finding_lines(chart.panels, widths, look), axis, *name_room(min(slots), look))
    for panel, own in zip(chart.panels, widths, strict=True):
        yield from violins(panel, left, own, height, words, look)
        left += own + PANEL_GAP


def panel_need(panel: Panel, face: Face) -> float:
    """Return the width in inches at which a panel's shapes keep clear of the figures beside them."""
    figures = max((text_width(violin.label, TEXT, face, True) for violin in panel.violins), default=0.0)
    return axis_width(panel, face) + len(panel.violins) * (2 * NARROWEST + BESIDE + AIR + figures)


def axis_width(panel: Panel, face: Face) -> float:
    """Return the width in inches of an axis' labels and of what parts them from the shapes."""
    return max((text_width(text, SMALL, face) for text in panel.break_labels), default=0.0) + GAP


def panel_widths(panels: Sequence[Panel], width: float, face: Face) -> list[float]:
    """Return the panels' widths: all the same, but where one needs more than that the others have less."""
    needs = [panel_need(panel, face) - TIGHTER * len(panel.violins) for panel in panels]
    free = even = whole = width - PANEL_GAP * (len(panels) - 1)
    for number, need in enumerate(sorted(needs, reverse=True)):
        even = free / (len(panels) - number)
        if need <= even:
            break
        free -= need
    widths = [max(need, even) for need in needs]
    return [whole * own / sum(widths) for own in widths]


def slot_of(panel: Panel, width: float, face: Face) -> float:
    """Return how wide a cluster's part of a panel is."""
    return (width - axis_width(panel, face)) / max(1, len(panel.violins))


def finding_lines(panels: Sequence[Panel], widths: Sequence[float], look: Look) -> int:
    """Return how many lines the longest of what differs takes, as far as there is room for it."""
    size = look.caption(TEXT)
    texts = zip((panel.finding for panel in panels), widths, strict=True)
    return min(FINDING_LINES, max(len(look.lines(text, own, size, len(text))) if text else 0 for text, own in texts))


def violins(
    panel: Panel, left: float, width: float, height: float, words: Words, look: Look
) -> Iterator[Mark | Caption]:
    """Lay out one KPI: its name, what differs, its axis, its violins."""
    top = height - HEADING * LINE
    title = look.lines(panel.title, width, HEADING, 1, True)[0]
    yield Label(left, height, title, HEADING, look.brand.ink, True, up="top")
    told = words.finding * look.caption(TEXT) * LINE
    top -= told
    if panel.finding:
        yield Caption(left, top, width, told, panel.finding, TEXT, words.finding)
    if panel.axis:
        yield Label(left, top, look.lines(panel.axis, width, SMALL, 1)[0], SMALL, look.brand.muted, up="top")
    top -= words.axis * SMALL * LINE + GAP
    if not panel.violins:
        yield dash(2 * left + width, top, look)
        return
    axis, slot = axis_width(panel, look.face), slot_of(panel, width, look.face)
    bottom = words.under + GAP
    inset = (top - bottom) / (2 * len(panel.breaks)) if panel.scale == "steps" else 0.0
    place = scaled(panel, bottom + inset, top - inset - 0.05)
    half, middle = shape_room(panel, slot, look)
    centres = [left + axis + number * slot + middle for number in range(len(panel.violins))]
    figures = [figure(v, half, x, place, look) for v, x in zip(panel.violins, centres, strict=True)]
    ruled = () if panel.scale == "steps" else ((left + axis, left + width),)
    for value, text in kept_breaks(panel, bottom, top, place):
        parts, quiet = value == 0 and crosses_zero(panel), look.brand.muted
        rule, ink = (quiet, look.brand.ink) if parts else (look.tint(quiet, 0.3), quiet)
        yield from cut_line(place(value), ruled, figures, rule, look)
        yield Label(left + axis - GAP, place(value), text, SMALL, ink, across="right")
    if panel.scale == "steps":
        yield from steps(panel, left + axis, slot, place, look)
        rooms = [(left + axis + number * slot + GAP, slot - NAME_GAP) for number in range(len(panel.violins))]
    else:
        for violin, x, label in zip(panel.violins, centres, figures, strict=True):
            yield from one_violin(violin, half, x, place, look)
            yield label
        rooms = [room_under(centres, x, left, left + width) for x in centres]
    yield from names_below(panel, rooms, words, look)


def crosses_zero(panel: Panel) -> bool:
    """Tell whether values lie on both sides of zero, which then parts losses from gains."""
    ends = [end for violin in panel.violins for end in (violin.grid[0], violin.grid[-1])]
    return min(ends) < 0 < max(ends)


def name_room(slot: float, look: Look) -> tuple[int, float]:
    """Return the most lines of names in slots of a width, and the height in inches kept for them, whatever they are."""
    usual, small = NAME_LINES * look.caption(TEXT), (NAME_LINES + 1) * look.caption(LEAST_SIZE)
    return (NAME_LINES, usual * LINE) if slot >= WIDE_SLOT else (NAME_LINES + 1, max(usual, small) * LINE)


def names_below(panel: Panel, rooms: Sequence[tuple[float, float]], words: Words, look: Look) -> Iterator[Caption]:
    """Set every cluster's name in its room, from the left and its width, all in one size."""
    names = [look.name(violin.cluster) for violin in panel.violins]
    size = name_size(names, [width for _, width in rooms], words, look)
    across = "left" if panel.scale == "steps" else "center"
    for name, (start, width) in zip(names, rooms, strict=True):
        yield Caption(start, 0.0, width, words.under, name, size, words.names, True, across)


def name_size(names: Sequence[str], widths: Sequence[float], words: Words, look: Look) -> float:
    """Return the largest size at which all names stand on one line in their widths, else on as few as they can."""

    def fits(size: float, lines: int) -> bool:
        own = look.caption(size)
        return lines * own * LINE <= words.under + 1e-6 and all(
            len(look.lines(name, width, own, len(name), True)) <= lines
            and widest_piece((Run(name, True),), look.face, own) <= 72 * width
            for name, width in zip(names, widths, strict=True)
        )

    every = ((size, lines) for lines in range(1, words.names + 1) for size in NAME_SIZES)
    return next((size for size, lines in every if fits(size, lines)), NAME_SIZES[-1])


def room_under(centres: Sequence[float], centre: float, left: float, right: float) -> tuple[float, float]:
    """Return the left and the width of what can stand centred under a shape between its neighbours and the edges."""
    beside = (abs(other - centre) / 2 - NAME_GAP / 2 for other in centres if other != centre)
    half = min(centre - left, right - centre, *beside)
    return centre - half, 2 * half


def kept_breaks(panel: Panel, bottom: float, top: float, place: Scale) -> list[tuple[float, str]]:
    """Return the axis' breaks with their labels, as many as are readable: zero first, then the outermost."""
    kept: list[tuple[float, str]] = []
    for value, text in sorted(
        zip(panel.breaks, panel.break_labels, strict=True), key=lambda b: (b[0] != 0, -abs(b[0]))
    ):
        y = place(value)
        if bottom - 0.01 <= y <= top + 0.01 and all(abs(y - place(other)) >= SMALL * LABEL_LINE for other, _ in kept):
            kept.append((value, text))
    return sorted(kept)


def cut_line(
    y: float, ends: Sequence[tuple[float, float]], figures: Sequence[Label], colour: str, look: Look
) -> Iterator[Mark]:
    """Rule a line across the panel, cut where a figure stands; behind the last one there is nothing to read off."""
    cut, first = [label for label in figures if abs(label.y - y) < 0.6 * TEXT * LINE], min(ends, default=(0.0, 0.0))[0]
    for label in cut:
        start, end = label.x - BESIDE, label.x + look.width(label.text, TEXT, True) + GAP / 2
        end = math.inf if label is figures[-1] else end
        ends = [part for a, b in ends for part in ((a, min(b, start)), (max(a, end), b)) if part[0] < part[1]]
    for start, end in ends:
        if start == first or end - start >= LEAST_RULE:
            yield Line(start, y, end, y, colour, 0.6)


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


def shape_room(panel: Panel, slot: float, look: Look) -> tuple[float, float]:
    """Return the half width of all shapes and their centres' place in their slots, which have room for figures too."""
    free = slot - max(look.width(violin.label, TEXT, True) for violin in panel.violins) - BESIDE
    usual = (free - AIR) / 2 if free >= 2 * NARROWEST + AIR else free * NARROWEST / (2 * NARROWEST + AIR)
    half = max(SLIMMEST, min(WIDEST, usual))
    return half, max(0.0, free - 2 * half) / 2 + half


def one_violin(violin: Violin, half: float, centre: float, place: Scale, look: Look) -> Iterator[Mark]:
    """Lay out one cluster's shape, box and median."""
    colour, ink = look.colour(violin.cluster), look.brand.ink
    ys = [place(value) for value in violin.grid]
    widths = [half * density for density in violin.density]
    right = [(centre + w, y) for w, y in zip(widths, ys, strict=True)]
    if len(ys) > 1:
        mirrored = [(2 * centre - x, y) for x, y in reversed(right)]
        yield Shape((*right, *mirrored), look.pale(violin.cluster), colour)
    low, first, median, third, high = (place(getattr(violin.box, p)) for p in ("p05", "p25", "p50", "p75", "p95"))
    thick = thickness(violin, half)
    yield Line(centre, low, centre, high, colour, 1.4)
    yield Rect(centre - thick, first, 2 * thick, max(third - first, 0.012), colour)
    yield Line(centre - thick * 1.7, median, centre + thick * 1.7, median, look.brand.paper, 3.2)
    yield Line(centre - thick * 1.7, median, centre + thick * 1.7, median, ink, 1.6)


def figure(violin: Violin, half: float, centre: float, place: Scale, look: Look) -> Label:
    """Return the median's figure, beside the shape's widest place at the height of the figure."""
    median, high = place(violin.box.p50), 0.6 * TEXT / 72
    ys = np.array([place(value) for value in violin.grid])
    beside = [y for y in ys if abs(y - median) < high] + [median - high, median, median + high]
    wide = float(np.interp(beside, ys, half * np.array(violin.density)).max()) if len(ys) else 0.0
    start = centre + max(2 * thickness(violin, half), wide) + BESIDE
    return Label(start, median, violin.label, TEXT, look.brand.ink, True)


def thickness(violin: Violin, half: float) -> float:
    """Return half a box's width: a third of its shape's where that is narrow, so that the shape is seen beside it."""
    return max(SLIMMEST, min(0.08, half * max(violin.density, default=1.0) / 3))
