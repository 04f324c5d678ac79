"""How is a set table written as a real one? The header in the template's own style, the body quiet on the paper."""

from __future__ import annotations

from lxml.etree import _Element
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from deckgen.builder.canvas import Canvas
from deckgen.builder.drawing import Grid
from deckgen.builder.markup import (
    PARTS_OF_LINE,
    add_fill,
    add_line,
    add_paragraphs,
    child,
    clear_paragraphs,
    set_theme_fonts,
)
from deckgen.builder.palette import Palette
from deckgen.builder.texts import BOLD, PAINTS
from deckgen.fit import Paragraph, plain
from deckgen.slides import Align, Cell, Row

HAIRLINE, HEAD_LINE = 0.75, 1.5


def draw_grid(grid: Grid, shapes: object, canvas: Canvas, drawn: object) -> object:
    """Write a table with its header flag, alternative text, widths, heights and cells."""
    place = grid.place
    size = (Emu(place.left), Emu(place.top), Emu(place.width), Emu(place.height))
    frame = shapes.add_table(len(grid.rows), len(grid.widths), *size)
    frame._element._nvXxPr.cNvPr.set("descr", grid.alt)
    table = frame.table
    set_style(table._tbl, canvas.table_style)
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Emu(width)
    for line, (row, height) in enumerate(zip(grid.rows, grid.heights, strict=True)):
        table.rows[line].height = Emu(height)
        write_row(table, line, row, grid, canvas)
    return frame


def set_style(table: _Element, style: str) -> None:
    """Set the template's table style: header row on, bands off."""
    properties = table.find(qn("a:tblPr"))
    properties.attrib.clear()
    properties.set("firstRow", "1")
    identity = properties.find(qn("a:tableStyleId"))
    identity.text = style


def write_row(table: object, line: int, row: Row, grid: Grid, canvas: Canvas) -> None:
    """Write a row's cells, spans merged."""
    column = 0
    for cell in row.cells:
        target = table.cell(line, column)
        if cell.span > 1:
            target.merge(table.cell(line, column + cell.span - 1))
        align = "center" if cell.span > 1 and row.kind == "header" else grid.aligns[column]
        write_cell(target._tc, cell, row, align, grid, canvas)
        column += cell.span


def write_cell(element: _Element, cell: Cell, row: Row, align: Align, grid: Grid, canvas: Canvas) -> None:
    """Write a cell's text, margins, fill and lines."""
    body = element.find(qn("a:txBody"))
    clear_paragraphs(body)
    set_theme_fonts(body)
    by_style = row.kind == "header" and canvas.filled_header and not cell.cluster
    paragraphs = cell_paragraphs(cell, row, align, canvas)
    add_paragraphs(body, paragraphs, grid.size, None if by_style else canvas.palette, canvas.language)
    properties = cell_properties(element, grid)
    if row.kind == "header":
        write_header_look(properties, cell, canvas)
    else:
        write_body_look(properties, row, canvas.palette)


def cell_paragraphs(cell: Cell, row: Row, align: Align, canvas: Canvas) -> tuple[Paragraph, ...]:
    """Return a cell's text: a paragraph a line, in its tone or its cluster's colour."""
    bold = row.kind != "body" or cell.tone in BOLD
    paint = PAINTS[cell.tone]
    if cell.cluster:
        paint = canvas.paint(cell.cluster, "on" if row.kind == "header" else "words")
    return tuple(plain(text, bold, paint, align=align) for text in cell.text.split("\n"))


def cell_properties(element: _Element, grid: Grid) -> _Element:
    """Return the cell's empty properties with its margins and anchor."""
    properties = element.get_or_add_tcPr()
    margins = {"marL": grid.margin, "marR": grid.margin, "marT": grid.padding, "marB": grid.padding}
    for name, points in margins.items():
        properties.set(name, str(round(Pt(points))))
    properties.set("anchor", "ctr")
    return properties


def write_header_look(properties: _Element, cell: Cell, canvas: Canvas) -> None:
    """Fill a cluster's cell with its colour; leave the others to a style that fills headers, else rule them off."""
    if cell.cluster:
        add_fill(properties, canvas.palette[canvas.paint(cell.cluster, "cluster")])
    elif not canvas.filled_header:
        add_line(properties, canvas.palette.ink, HEAD_LINE, "a:lnB")
        child(properties, "a:noFill")


def write_body_look(properties: _Element, row: Row, palette: Palette) -> None:
    """Rule body rows off by a hairline; give headings between them a quiet ground."""
    for side in PARTS_OF_LINE:
        if side == "a:lnB":
            add_line(properties, palette.rule, HAIRLINE, side)
        else:
            add_line(properties, None, tag=side)
    if row.kind == "group" and palette.wash.alpha == 1:
        add_fill(properties, palette.wash)
    else:
        child(properties, "a:noFill")
