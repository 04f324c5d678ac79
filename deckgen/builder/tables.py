"""How is a table set: column widths, row heights, and text size?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import tee

from deckgen.breaks import lines_by_hand
from deckgen.builder.areas import Crowded, emu, points
from deckgen.builder.cells import MARGIN, METER_GAP, cell_paragraphs, leads, placed
from deckgen.builder.columns import column_needs, column_widths, meter_room, with_longer_bars
from deckgen.builder.dividing import divide
from deckgen.builder.drawing import Grid, Items, Parts
from deckgen.builder.meters import meters
from deckgen.builder.setting import Setting
from deckgen.builder.texts import BOLD
from deckgen.design import TABLE, TABLE_COMFORTABLE, TABLE_USUAL, quiet
from deckgen.fit import Run, measure
from deckgen.slides import Block, Cell, Row, Table
from deckgen.template import Place
from deckgen.typefaces import Face, han_sinks
from deckgen.typesetting import names_held

PADDINGS = (0.5, 0.35, 0.22)
"""Space above and below a cell's text, in ems, most generous first."""
ROOMIEST = 1.5
"""Space above and below a cell's text where a table has height to spare, in ems."""
INSIDE = 0.7
"""How much of spare height goes to cells' own margins; what is left is for programs that set text higher."""


@dataclass(frozen=True)
class Measured:
    """A table at one size: column widths, and a height for every row, in points; unbroken: no line had to break.

    room: what the bars in its cells get.
    """

    size: float
    padding: float
    room: float
    widths: tuple[float, ...]
    heights: dict[Row, float]
    fits_columns: bool
    unbroken: bool
    cramped: float

    def height(self, rows: Sequence[Row]) -> float:
        """Return the height of some of the rows."""
        return sum(self.heights[row] for row in rows)


def arrange_table(table: Table, place: Place, setting: Setting) -> Parts:
    """Set a table at the best size that fits; one that fits at none continues on further pages.

    Its narrow form stands in its place where it fits at none; where it fits in small type alone, the fullest of its
    narrow forms that `is_better`.
    """
    table = held_together(table, setting)
    tried, again = tee(settings_of(table, place, setting))
    chosen = chosen_of(tried, table, place, setting)
    if table.narrow and not chosen:
        return arrange_table(table.narrow, place, setting)
    if chosen and chosen.size < setting.sized(TABLE_COMFORTABLE):
        for narrow in narrow_forms(table):
            if is_better(narrow, table, chosen.size, place, setting):
                return arrange_table(narrow, place, setting)
    if chosen:
        return grids(table, (table.rows,), chosen, place, setting)
    divided = [(divide(table, points(place.height), m), m) for m in again]
    possible = [(parts, m) for parts, m in divided if parts and m.fits_columns]
    if not possible and (pieces := halves(table)):
        return tuple(page for piece in pieces for page in arrange_table(piece, place, setting))
    possible = possible or [(parts, m) for parts, m in divided if parts]
    if not possible:
        raise Crowded(f"Slide {setting.step}: a row of the table {table.name} is higher than the page.")
    fewest = min(len(parts) for parts, _ in possible)
    parts, chosen = next((parts, m) for parts, m in possible if len(parts) == fewest)
    return grids(table, parts, chosen, place, setting)


def chosen_of(tried: Iterable[Measured], table: Table, place: Place, setting: Setting) -> Measured | None:
    """Return the best of the ways to set a table, largest first, in which it fits in a place; None where none does."""
    fitting = []
    for one in tried:
        if fits(one, table, place):
            fitting.append(one)
            if one.unbroken:
                break  # a smaller one will not be better
    return best(fitting, setting) if fitting else None


def narrow_forms(table: Table) -> Iterator[Table]:
    """Yield a table's narrow forms, the fullest first."""
    while table := table.narrow:
        yield table


def is_better(narrow: Table, table: Table, size: float, place: Place, setting: Setting) -> bool:
    """Tell whether a narrow form of a table that fits in small type is easier to read: in larger type, and where it has
    fewer rows, by as much as is asked of it.
    """
    held = held_together(narrow, setting)
    chosen = chosen_of(settings_of(held, place, setting), held, place, setting)
    bodies = {sum(row.kind == "body" for row in one.rows) for one in (narrow, table)}
    gain = (chosen.size if chosen else 0.0) - size
    return gain > 0 and (len(bodies) == 1 or gain >= narrow.gain * setting.scale)


def fits(measured: Measured, table: Table, place: Place) -> bool:
    """Tell whether a table as measured fits in a place."""
    return measured.fits_columns and measured.height(table.rows) <= points(place.height)


def held_together(table: Table, setting: Setting) -> Table:
    """Return a table in whose cells no line breaks within a cluster's name, but where it is all that they say."""
    names = setting.names.values()

    def held(cell: Cell) -> Cell:
        text = cell.text if cell.text in names else names_held(cell.text, names)
        return replace(cell, text=text, note=names_held(cell.note, names))

    return replace(table, rows=tuple(replace(row, cells=tuple(map(held, row.cells))) for row in table.rows))


def best(fitting: Sequence[Measured], setting: Setting) -> Measured:
    """Choose among the sizes at which a table fits, largest first: the largest with no line broken that is comfortable,
    else the one whose columns lack least of what they ask for.

    Broken lines are better than small type; but where all is small, no line need be broken.
    """
    comfortable = setting.sized(TABLE_COMFORTABLE)
    least = comfortable if fitting[0].size >= comfortable else 0.0
    large = [m for m in fitting if m.size >= least]
    return next((m for m in large if m.unbroken), min(large, key=lambda m: m.cramped))


def halves(table: Table) -> tuple[Table, ...]:
    """Divide a table with a column a cluster in two, each half behind the first column; nothing of another table."""
    count, header = len(table.aligns), table.rows[0].cells
    if count < 3 or len(header) < count or not all(cell.cluster for cell in header[1:]):
        return ()
    middle = 1 + count // 2
    return tuple(only(table, (0, *range(start, end))) for start, end in ((1, middle), (middle, count)))


def only(table: Table, columns: Sequence[int]) -> Table:
    """Return some of a table's columns."""

    def kept(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(cells[c] for c in columns) if len(cells) > 1 else (replace(cells[0], span=len(columns)),)

    return replace(
        table,
        rows=tuple(replace(row, cells=kept(row.cells)) for row in table.rows),
        aligns=tuple(table.aligns[c] for c in columns),
        weights=tuple(table.weights[c] for c in columns),
    )


def has_columns(block: Block, place: Place, setting: Setting) -> bool:
    """Tell whether a place is wide enough for the columns of a table at some size; for any other block it is."""
    return not isinstance(block, Table) or any(one.fits_columns for one in settings_of(block, place, setting))


def settings_of(table: Table, place: Place, setting: Setting) -> Iterator[Measured]:
    """Yield the table measured at every size and padding, the most generous first.

    More than the usual size is only for rows that then have air and no line broken.
    """
    largest, smallest = TABLE
    for size in setting.ladder(TABLE_COMFORTABLE if table.quiet else largest, smallest):
        tight = measure_table(table, points(place.width), size, setting.face)
        if size <= setting.sized(TABLE_USUAL):
            yield from (padded(tight, padding * size) for padding in PADDINGS)
        elif tight.unbroken:
            yield padded(tight, PADDINGS[0] * size)


def padded(tight: Measured, padding: float) -> Measured:
    """Give the rows of a table that was measured without padding some of it, in points."""
    return replace(tight, padding=padding, heights={row: own + 2 * padding for row, own in tight.heights.items()})


def grids(
    table: Table, parts: Sequence[tuple[Row, ...]], measured: Measured, place: Place, setting: Setting
) -> tuple[Items, ...]:
    """Return the rows of every page as a grid; they breathe where their page has height to spare."""
    measured = with_longest_bars(table, measured, setting.face)
    roomy = (measured if table.quiet else roomier(measured, rows, place) for rows in parts)
    return tuple(grid(table, rows, one, place, setting) for rows, one in zip(parts, roomy, strict=True))


def roomier(measured: Measured, rows: Sequence[Row], place: Place) -> Measured:
    """Share the height that rows leave of a page among them, as far as it looks like a table still."""
    spare = (points(place.height) - measured.height(rows)) / len(rows)
    more = max(0.0, min(spare, 2 * (ROOMIEST * measured.size - measured.padding)))
    padding = measured.padding + INSIDE * more / 2
    return replace(measured, padding=padding, heights={row: measured.heights[row] + more for row in rows})


def grid(table: Table, rows: tuple[Row, ...], measured: Measured, place: Place, setting: Setting) -> Items:
    """Return the set rows as a grid, with the bars in its cells."""
    widths = tuple(emu(width) for width in measured.widths)
    heights = tuple(emu(measured.heights[row]) for row in rows)
    taken = replace(place, width=sum(widths), height=sum(heights))
    name = setting.name(table.name)
    margins, sinks = (MARGIN, measured.padding, measured.room), han_sinks(setting.face.latin) * measured.size
    below = tuple(room_below(row, table, measured, setting.face) for row in rows)
    looks = (table.aligns, widths, heights, measured.size, *margins, table.meters, table.alt, sinks, below)
    made = Grid(name, taken, tuple(broken_well(row, table, measured, setting) for row in rows), *looks)
    return (made, *meters(made, table.rows, setting))


def room_below(row: Row, table: Table, measured: Measured, face: Face) -> tuple[float, ...]:
    """Return how much more room each text of a row has below it than above, so that texts with notes begin on one line
    in the middle of their row; none in a table with bars, which stand in the middle themselves."""
    if table.meters or not has_heads(row):
        return (0.0,) * len(row.cells)
    own = cell_heights(row, leads(table.aligns, (), measured.size), {}, measured.widths, measured.size, face)
    return tuple(max(own) - height for height in own)


def has_heads(row: Row) -> bool:
    """Tell whether all cells of a row but quiet ones have a note under their words, which then stand side by side."""
    noted = [bool(cell.note) for cell in row.cells[1:] if cell.tone != "muted"]
    return row.kind == "body" and bool(noted) and all(noted)


def broken_well(row: Row, table: Table, measured: Measured, setting: Setting) -> Row:
    """Return a row with a line a paragraph in cells in which a program would break words that belong together."""

    def held(text: str, bold: bool, room: float) -> str:
        lines = () if "\n" in text else lines_by_hand((Run(text, bold),), room, setting.face, setting.terms)
        return "\n".join(lines) or text

    cells, before = [], leads(table.aligns, table.meters, measured.size)
    for column, cell in placed(row):
        taken = 2 * MARGIN + before.get(column, 0.0)
        room = (sum(measured.widths[column : column + cell.span]) - taken) / measured.size
        text = cell.text if cell.head else held(cell.text, row.kind != "body" or cell.tone in BOLD, room)
        cells.append(replace(cell, text=text, note=held(cell.note, False, room / quiet(measured.size))))
    return replace(row, cells=tuple(cells))


def measure_table(table: Table, width: float, size: float, face: Face) -> Measured:
    """Measure columns and rows at one size, without padding."""
    natural, least = column_needs(table, {}, size, face)
    room = meter_room(natural, len(table.meters), width, size)
    beside = {column: room + METER_GAP * size for column in table.meters}
    if beside:
        natural, least = column_needs(table, beside, size, face)
    widths = column_widths(natural, least, table.weights, width)
    fits, unbroken = (sum(needs) <= width + 0.5 for needs in (least, natural))
    asked = (min(need, width * w / sum(table.weights)) for need, w in zip(natural, table.weights, strict=True))
    cramped = sum(max(0.0, ask - own) for own, ask in zip(widths, asked, strict=True)) / size
    heights = row_heights(table, beside, widths, size, face)
    return Measured(size, 0.0, room, widths, heights, fits, unbroken, round(cramped, 1))


def with_longest_bars(table: Table, measured: Measured, face: Face) -> Measured:
    """Return a table as measured, with longer bars where texts that break leave some of their columns."""
    if measured.unbroken or not table.meters:
        return measured
    beside = dict.fromkeys(table.meters, measured.room + METER_GAP * measured.size)
    widths, more = with_longer_bars(table, beside, measured.widths, measured.size, face)
    beside = {column: taken + more for column, taken in beside.items()}
    lower = replace(measured, room=measured.room + more, widths=widths)
    rows = replace(table, rows=tuple(measured.heights))  # also those that open further pages
    return padded(replace(lower, heights=row_heights(rows, beside, widths, measured.size, face)), measured.padding)


def row_heights(
    table: Table, beside: Mapping[int, float], widths: Sequence[float], size: float, face: Face
) -> dict[Row, float]:
    """Return the height of the tallest text of every row."""
    before = leads(table.aligns, table.meters, size)
    return {row: max(cell_heights(row, before, beside, widths, size, face)) for row in table.rows}


def cell_heights(
    row: Row,
    before: Mapping[int, float],
    beside: Mapping[int, float],
    widths: Sequence[float],
    size: float,
    face: Face,
) -> list[float]:
    """Return the heights of a row's texts, with room before them; in body rows bars stand beside them."""
    heights = []
    for column, cell in placed(row):
        bar = beside.get(column, 0) if row.kind == "body" and cell.span == 1 else 0
        room = sum(widths[column : column + cell.span]) - 2 * MARGIN - before.get(column, 0) - bar
        heights.append(measure(cell_paragraphs(cell, row, size), room, face, size).height)
    return heights


def wanted_table_height(table: Table, width: float, setting: Setting) -> float:
    """Return the height in points that a table takes at a comfortable size."""
    size = TABLE_COMFORTABLE * setting.scale
    return padded(measure_table(table, width, size, setting.face), PADDINGS[1] * size).height(table.rows)
