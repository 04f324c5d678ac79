"""How wide is each column of a table, and how long are the bars in its cells?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deckgen.breaks import even_lines
from deckgen.builder.cells import MARGIN, METER, METER_GAP, cell_paragraphs, leads, placed
from deckgen.fit import TOLERANCE, Paragraph, Run, widest_piece, width_of
from deckgen.slides import Cell, Row, Table
from deckgen.typefaces import Face

UNBROKEN = 6.0
"""A text up to this many ems wide stays on one line."""
OF_SPARE = 0.85
"""How much of the width that words leave goes to bars."""


def meter_room(natural: Sequence[float], meters: int, width: float, size: float) -> float:
    """Return the room of a bar in points: most of what the words leave."""
    if not meters:
        return 0.0
    least, most = (ems * size for ems in METER)
    return min(most, max(least, OF_SPARE * (width - sum(natural)) / meters - METER_GAP * size))


def column_needs(
    table: Table, beside: Mapping[int, float], size: float, face: Face, widths: Sequence[float] = ()
) -> tuple[list[float], list[float]]:
    """Return the width of each column's words with no line broken, and the width below which words would be cut.

    beside: what bars take of a column's width beside the words of body rows; headers stand over both. widths: of the
    columns, where a text that breaks in its own needs no more than for its lines.
    """
    before = leads(table.aligns, table.meters, size)
    natural = [4 * size + beside.get(column, 0.0) for column in range(len(table.aligns))]
    least = [2 * size + beside.get(column, 0.0) for column in range(len(table.aligns))]
    for row in table.rows:
        for column, cell in placed(row):
            if cell.span == 1:
                whole, cut = cell_needs(cell, row, size, face)
                taken = 2 * MARGIN + before.get(column, 0.0) + (beside.get(column, 0.0) if row.kind == "body" else 0.0)
                if widths and taken + whole > widths[column]:
                    whole = folded_width(cell, row, widths[column] - taken, size, face)
                natural[column] = max(natural[column], taken + whole)
                least[column] = max(least[column], taken + cut)
    for row in (row for row in table.rows if row.kind == "header"):
        for column, cell in placed(row):
            spread(natural, range(column, column + cell.span), 2 * MARGIN + cell_needs(cell, row, size, face)[0])
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


def cell_needs(cell: Cell, row: Row, size: float, face: Face) -> tuple[float, float]:
    """Return the width of a cell's text with no line broken, and the width below which it looks torn."""
    paragraphs = cell_paragraphs(cell, row, size)
    natural = max(width_of(p.runs, face, size * p.scale) for p in paragraphs) / 0.98
    if natural <= UNBROKEN * size:
        return natural, natural
    widest = max(widest_piece(p.runs, face, size * p.scale) for p in paragraphs)
    return natural, max(widest / 0.98, 4 * size)


def with_longer_bars(
    table: Table, beside: Mapping[int, float], widths: Sequence[float], size: float, face: Face
) -> tuple[tuple[float, ...], float]:
    """Return columns' widths with bars longer by what texts that break in two leave of theirs, and by how much.

    No further line breaks for it.
    """
    needs, _ = column_needs(table, beside, size, face, widths)
    longest = (METER[1] + METER_GAP) * size - max(beside.values())
    more = min(longest, OF_SPARE * (sum(widths) - sum(needs)) / len(beside))
    if more <= 0:
        return tuple(widths), 0.0
    needs = [need + more * (column in beside) for column, need in enumerate(needs)]
    return column_widths(needs, needs, table.weights, sum(widths)), more


def folded_width(cell: Cell, row: Row, room: float, size: float, face: Face) -> float:
    """Return the width that a cell's text needs for as many lines as it has in a room: of two, evenly parted."""

    def needed(paragraph: Paragraph) -> float:
        own, bold = size * paragraph.scale, any(run.bold for run in paragraph.runs)
        whole = width_of(paragraph.runs, face, own) / 0.98
        lines = even_lines(paragraph.runs, face, room * TOLERANCE / own) if whole > room else None
        halves = [width_of((Run(line, bold),), face, own) / 0.98 for line in lines or ()]
        return max(halves, default=min(whole, room))

    return min(room, max(map(needed, cell_paragraphs(cell, row, size))))
