"""What stands in a table's cell, and where does it leave room?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from deckgen.builder.texts import BOLD, PAINTS
from deckgen.design import quiet
from deckgen.fit import Paragraph, Run, plain
from deckgen.slides import Align, Cell, Row

MARGIN = 5.0
"""Space left and right of a cell's text, in points."""
METER, METER_GAP = (4.0, 14.0), 0.6
"""Least and most room of a bar in a cell and space beside its text, in ems."""

LEAD = 0.9
"""Space in ems before what begins a column, where the one before it ends in words."""


def leads(aligns: Sequence[Align], meters: Collection[int], size: float) -> dict[int, float]:
    """Return the space in points that stands before the text of columns that begin where the one before them ends, or
    whose bar keeps their text at their beginning."""
    pairs = enumerate(pairwise(aligns), 1)
    begins = {column for column, (before, own) in pairs if before == "right" and (own == "left" or column in meters)}
    return {column: LEAD * size for column in begins if column - 1 not in meters}


def placed(row: Row) -> Iterator[tuple[int, Cell]]:
    """Yield every cell with its first column."""
    column = 0
    for cell in row.cells:
        yield column, cell
        column += cell.span


def cell_paragraphs(
    cell: Cell, row: Row, size: float, align: Align = "left", paint: str = "", quietly: str = "muted"
) -> tuple[Paragraph, ...]:
    """Return a cell's text, and its note, a paragraph a line; in a paint, else in that of its tone."""
    bold = row.kind != "body" or cell.tone in BOLD
    own = paint or PAINTS[cell.tone]
    head = (Run(cell.head, True, own),) if cell.head else ()
    first, *more = cell.text.split("\n")
    text = (
        Paragraph((*head, Run(first, bold, own)), align=align),
        *(plain(line, bold, own, align=align) for line in more),
    )
    grey = paint if paint.startswith("on") else quietly
    notes = cell.note.split("\n") if cell.note else ()
    return text + tuple(plain(line, paint=grey, scale=quiet(size), align=align) for line in notes)
