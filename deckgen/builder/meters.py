"""Where do the small bars in a table's cells stand?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from deckgen.builder.areas import emu
from deckgen.builder.cells import placed
from deckgen.builder.drawing import Bar, Grid, Group, Items
from deckgen.builder.setting import Setting
from deckgen.design import RULE
from deckgen.slides import Meter, Row
from deckgen.template import Place

THICK = 0.75
"""Height of a bar in ems."""
LINE_HEIGHT = 1.5
"""Height of the line at zero, in ems."""


def meters(grid: Grid, rows: Sequence[Row], setting: Setting) -> Items:
    """Return the bars of a grid's cells as one group; nothing where there are none.

    rows: of the whole table, which may continue on further pages: a column's bars have one scale on all of them.
    """
    bars = tuple(bar for name, meter, room in rooms(grid, rows) for bar in drawn(name, meter, room, grid, setting))
    return (Group(f"{grid.name}-meters", "", bars),) if bars else ()


def rooms(grid: Grid, rows: Sequence[Row]) -> Iterator[tuple[str, Meter, Place]]:
    """Yield every meter with its name and the room that its cell leaves for it."""
    lefts = [grid.place.left, *(grid.place.left + used for used in accumulate(grid.widths))]
    tops = [grid.place.top, *(grid.place.top + used for used in accumulate(grid.heights))]
    columns: dict[int, list[Meter]] = {}
    for column, cell in (found for row in rows for found in placed(row)):
        columns.setdefault(column, []).extend([cell.meter] if cell.meter else [])
    for line, row in enumerate(grid.rows):
        for column, cell in placed(row):
            if cell.meter is not None:
                right = lefts[column + 1] - emu(grid.margin)
                place = Place(right - emu(grid.room), tops[line], emu(grid.room), grid.heights[line])
                yield f"{grid.name}-meter-{line}-{column}", in_whole_room(cell.meter, columns[column]), place


def in_whole_room(meter: Meter, column: Sequence[Meter]) -> Meter:
    """Give a meter the whole room of a column whose bars go both ways, but for where none of them reaches.

    The way in which they go farthest keeps its scale: its end stands for a whole.
    """
    least, most = min(other.end for other in column), max(other.end for other in column)
    rising = most - meter.zero >= meter.zero - least
    low, high = (min(least, meter.zero), 1.0) if rising else (0.0, max(most, meter.zero))
    if high <= low:
        return meter
    start, end, zero = ((part - low) / (high - low) for part in (meter.start, meter.end, meter.zero))
    return replace(meter, start=start, end=end, zero=zero)


def drawn(name: str, meter: Meter, room: Place, grid: Grid, setting: Setting) -> Iterator[Bar]:
    """Draw a meter in the middle of its room, over a line where bars go both ways."""
    middle = room.top + room.height // 2
    if meter.zero:
        high, wide = emu(LINE_HEIGHT * grid.size), emu(RULE)
        left = room.left + round(meter.zero * room.width)
        yield Bar(f"{name}-zero", Place(left - wide // 2, middle - high // 2, wide, high), "rule")
    start, end = sorted((meter.start, meter.end))
    if end > start:
        high = emu(THICK * grid.size)
        wide = max(emu(1), round((end - start) * room.width))
        place = Place(room.left + round(start * room.width), middle - high // 2, wide, high)
        yield Bar(name, place, setting.paint(meter.cluster) if meter.cluster else "faint")
