"""How is a table set: column widths, row heights, text size, and where does it continue?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from deckgen.builder.areas import Crowded, emu, points
from deckgen.builder.drawing import Grid, Parts
from deckgen.builder.setting import Setting
from deckgen.builder.texts import BOLD, PAINTS
from deckgen.fit import Paragraph, measure, plain, widest_piece, width_of
from deckgen.slides import Align, Cell, Row, Table
from deckgen.template import Place
from deckgen.typefaces import Face

SIZES, COMFORTABLE = (14, 10), 12
MARGIN = 5.0
"""Space left and right of a cell's text, in points."""
PADDINGS = (0.5, 0.35, 0.22)
"""Space above and below a cell's text, in ems, most generous first."""
UNBROKEN_SIZE = 10
"""Down to this size a table is set smaller rather than with broken lines."""
UNBROKEN = 6.0
"""A text up to this many ems wide stays on one line."""


@dataclass(frozen=True)
class Measured:
    """A table at one size: column widths, and a height for every row, in points; unbroken: no line had to break."""

    size: float
    padding: float
    widths: tuple[float, ...]
    heights: dict[Row, float]
    fits_columns: bool
    unbroken: bool

    def height(self, rows: Sequence[Row]) -> float:
        """Return the height of some of the rows."""
        return sum(self.heights[row] for row in rows)


@dataclass(frozen=True)
class Unit:
    """Body rows that stay together; `heading` is the group heading they stand under, `opens` whether it comes first."""

    rows: tuple[Row, ...]
    heading: Row | None
    opens: bool


def arrange_table(table: Table, place: Place, setting: Setting) -> Parts:
    """Set a table at the largest size that fits; one that fits at none continues on further pages."""
    measured = list(settings_of(table, place, setting))
    fitting = [m for m in measured if m.fits_columns and m.height(table.rows) <= points(place.height)]
    unbroken = (m for m in fitting if m.unbroken and m.size >= setting.sized(UNBROKEN_SIZE))
    whole = next(unbroken, fitting[0] if fitting else None)
    if whole:
        return ((grid(table, table.rows, whole, place, setting),),)
    divided = [(divide(table, points(place.height), m), m) for m in measured]
    possible = [(parts, m) for parts, m in divided if parts and m.fits_columns] or [(p, m) for p, m in divided if p]
    if not possible:
        raise Crowded(f"Slide {setting.step}: a row of the table {table.name} is higher than the page.")
    fewest = min(len(parts) for parts, _ in possible)
    parts, chosen = next((parts, m) for parts, m in possible if len(parts) == fewest)
    return tuple((grid(table, rows, chosen, place, setting),) for rows in parts)


def settings_of(table: Table, place: Place, setting: Setting) -> Iterator[Measured]:
    """Yield the table measured at every size and padding, the most generous first."""
    for size in setting.ladder(*SIZES):
        for padding in PADDINGS:
            yield measure_table(table, points(place.width), size, padding * size, setting.face)


def grid(table: Table, rows: tuple[Row, ...], measured: Measured, place: Place, setting: Setting) -> Grid:
    """Return the set rows as a grid."""
    widths = tuple(emu(width) for width in measured.widths)
    heights = tuple(emu(measured.heights[row]) for row in rows)
    taken = replace(place, width=sum(widths), height=sum(heights))
    name = setting.name(table.name)
    return Grid(name, taken, rows, table.aligns, widths, heights, measured.size, MARGIN, measured.padding, table.alt)


def measure_table(table: Table, width: float, size: float, padding: float, face: Face) -> Measured:
    """Measure columns and rows at one size."""
    natural, least = column_needs(table, size, face)
    widths = column_widths(natural, least, table.weights, width)
    heights = {row: row_height(row, widths, size, face) + 2 * padding for row in table.rows}
    return Measured(size, padding, widths, heights, sum(least) <= width + 0.5, sum(natural) <= width + 0.5)


def column_needs(table: Table, size: float, face: Face) -> tuple[list[float], list[float]]:
    """Return each column's width with no line broken, and the width below which words would be cut."""
    natural = [4 * size] * len(table.aligns)
    least = [2 * size] * len(table.aligns)
    for row in table.rows:
        for column, cell in placed(row):
            if cell.span == 1:
                natural[column] = max(natural[column], 2 * MARGIN + cell_width(cell, row, size, face))
                least[column] = max(least[column], 2 * MARGIN + narrowest(cell, row, size, face))
    for row in (row for row in table.rows if row.kind == "header"):
        for column, cell in placed(row):
            spread(natural, range(column, column + cell.span), 2 * MARGIN + cell_width(cell, row, size, face))
    return natural, least


def spread(widths: list[float], columns: range, needed: float) -> None:
    """Widen some columns alike until together they are as wide as needed."""
    missing = needed - sum(widths[column] for column in columns)
    for column in columns:
        widths[column] += max(0.0, missing) / len(columns)


def column_widths(
    natural: list[float], least: list[float], weights: Sequence[float], width: float
) -> tuple[float, ...]:
    """Share the width: first what keeps words whole, then what keeps lines whole, what is left by the weights."""
    if sum(natural) <= width:
        spare = width - sum(natural)
        return tuple(need + spare * weight / sum(weights) for need, weight in zip(natural, weights, strict=True))
    if sum(least) >= width:
        return tuple(need * width / sum(least) for need in least)
    asked = [width * weight / sum(weights) for weight in weights]
    start = [max(low, min(need, ask)) for low, need, ask in zip(least, natural, asked, strict=True)]
    room = width - sum(start)
    limits = natural if room > 0 else least
    give = [limit - own for limit, own in zip(limits, start, strict=True)]
    return tuple(own + room * part / (sum(give) or 1) for own, part in zip(start, give, strict=True))


def row_height(row: Row, widths: Sequence[float], size: float, face: Face) -> float:
    """Return the height of the tallest text in a row."""
    heights = []
    for column, cell in placed(row):
        room = sum(widths[column : column + cell.span]) - 2 * MARGIN
        heights.append(measure(cell_paragraphs(cell, row, "left"), room, face, size).height)
    return max(heights)


def placed(row: Row) -> Iterator[tuple[int, Cell]]:
    """Yield every cell with its first column."""
    column = 0
    for cell in row.cells:
        yield column, cell
        column += cell.span


def cell_width(cell: Cell, row: Row, size: float, face: Face) -> float:
    """Return the width of a cell's text with no line broken."""
    return max(width_of(p.runs, face, size) for p in cell_paragraphs(cell, row, "left")) / 0.98


def narrowest(cell: Cell, row: Row, size: float, face: Face) -> float:
    """Return the width below which a cell's text looks torn."""
    natural = cell_width(cell, row, size, face)
    if natural <= UNBROKEN * size:
        return natural
    widest = max(widest_piece(p.runs, face, size) for p in cell_paragraphs(cell, row, "left"))
    return max(widest / 0.98, 4 * size)


def cell_paragraphs(cell: Cell, row: Row, align: Align) -> tuple[Paragraph, ...]:
    """Return a cell's text: a paragraph a line."""
    bold = row.kind != "body" or cell.tone in BOLD
    paint = PAINTS[cell.tone]
    return tuple(plain(line, bold, paint, align=align) for line in cell.text.split("\n"))


def divide(table: Table, height: float, measured: Measured) -> list[tuple[Row, ...]]:
    """Divide the rows among pages of about equal fill; empty where a unit is higher than a page.

    Every page repeats the header; a group that continues repeats its heading, and no heading stands last.
    """
    header = tuple(row for row in table.rows if row.kind == "header")
    room = height - measured.height(header)
    units = units_of(table)
    if any(unit_height(unit, measured, True) > room for unit in units):
        return []
    pages = filled(units, room, measured)
    total = sum(unit_height(unit, measured, False) for unit in units)
    even = filled(units, max(total / len(pages) * 1.05, *(unit_height(u, measured, True) for u in units)), measured)
    best = even if len(even) == len(pages) else pages
    return [header + page_rows(page) for page in best]


def units_of(table: Table) -> list[Unit]:
    """Group the body rows that stay together: a row and those after it whose first cell is empty."""
    units: list[Unit] = []
    heading, opens = None, False
    for row in table.rows:
        if row.kind == "group":
            heading, opens = row, True
        elif row.kind == "body" and units and not row.cells[0].text and not opens:
            units[-1] = replace(units[-1], rows=(*units[-1].rows, row))
        elif row.kind == "body":
            units.append(Unit((row,), heading, opens))
            opens = False
    return units


def unit_height(unit: Unit, measured: Measured, first: bool) -> float:
    """Return a unit's height, with its heading where it opens a group or a page."""
    heading = (unit.heading,) if unit.heading and (unit.opens or first) else ()
    return measured.height((*heading, *unit.rows))


def filled(units: Sequence[Unit], room: float, measured: Measured) -> list[list[Unit]]:
    """Fill pages one after the other."""
    pages: list[list[Unit]] = []
    used = float("inf")
    for unit in units:
        height = unit_height(unit, measured, False)
        if used + height > room:
            pages.append([])
            used, height = 0.0, unit_height(unit, measured, True)
        pages[-1].append(unit)
        used += height
    return pages


def page_rows(page: Sequence[Unit]) -> tuple[Row, ...]:
    """Return the rows of a page's units with the headings they need."""
    rows: list[Row] = []
    for number, unit in enumerate(page):
        if unit.heading and (unit.opens or not number):
            rows.append(unit.heading)
        rows += unit.rows
    return tuple(rows)


def wanted_table_height(table: Table, width: float, setting: Setting) -> float:
    """Return the height in points that a table takes at a comfortable size."""
    size = COMFORTABLE * setting.scale
    return measure_table(table, width, size, PADDINGS[1] * size, setting.face).height(table.rows)
