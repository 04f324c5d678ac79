"""How is a set table written as a real one? The header in the template's own style, the body quiet on the paper."""

from __future__ import annotations

from lxml.etree import _Element
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from deckgen.builder.canvas import Canvas
from deckgen.builder.cells import METER_GAP, cell_paragraphs, leads
from deckgen.builder.drawing import Grid
from deckgen.builder.markup import (
    PARTS_OF_LINE,
    add_fill,
    add_line,
    add_paragraphs,
    child,
    clear_paragraphs,
    properties_of,
    set_theme_fonts,
)
from deckgen.design import CLUSTER_RULE, HEAD_RULE, RULE
from deckgen.slides import Align, Cell, Row
from deckgen.typefaces import HAN_LINE, has_han


def draw_grid(grid: Grid, shapes: object, canvas: Canvas, drawn: object) -> object:
    """Write a table with its header flag, alternative text, widths, heights and cells."""
    place = grid.place
    size = (Emu(place.left), Emu(place.top), Emu(place.width), Emu(place.height))
    frame = shapes.add_table(len(grid.rows), len(grid.widths), *size)
    properties_of(frame._element).set("descr", grid.alt)
    table = frame.table
    set_style(table._tbl, canvas.table_style)
    for column, width in zip(table._tbl.tblGrid, grid.widths, strict=True):
        column.set("w", str(width))
    for line, (row, height) in enumerate(zip(grid.rows, grid.heights, strict=True)):
        table._tbl.tr_lst[line].set("h", str(height))
        write_row(table, line, row, grid, canvas)
        if is_mixed(row) and height - 2 * Pt(grid.padding) < 2 * Pt(HAN_LINE * grid.size):
            set_on_one_line(table._tbl.tr_lst[line], height, grid)
    frame.width, frame.height = Emu(sum(grid.widths)), Emu(sum(grid.heights))
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
    column, before = 0, leads(grid.aligns, grid.meters, grid.size)
    for cell, below in zip(row.cells, grid.below[line], strict=True):
        target = table.cell(line, column)
        if cell.span > 1:
            target.merge(table.cell(line, column + cell.span - 1))
        metered = column in grid.meters and cell.span == 1
        centred = row.kind == "header" and (cell.span > 1 or metered)
        align = "center" if centred else grid.aligns[column]
        beside = grid.room + METER_GAP * grid.size if metered and row.kind == "body" else 0.0
        write_cell(target._tc, cell, row, align, (before.get(column, 0.0), beside, below), grid, canvas)
        column += cell.span


def write_cell(
    element: _Element, cell: Cell, row: Row, align: Align, more: tuple[float, ...], grid: Grid, canvas: Canvas
) -> None:
    """Write a cell's text, margins, fill and lines. more: room left and right of the text and below it, in points."""
    body = element.find(qn("a:txBody"))
    clear_paragraphs(body)
    set_theme_fonts(body)
    by_style = row.kind == "header" and canvas.filled_header and not cell.cluster
    quietly = canvas.paint(cell.cluster, "quiet-on-tint") if is_marked(cell, row) else "muted"
    paragraphs = cell_paragraphs(cell, row, grid.size, align, paint_of(cell, row, canvas), quietly)
    add_paragraphs(body, paragraphs, grid.size, None if by_style else canvas.palette, canvas.language)
    properties = cell_properties(element, grid, more)
    if row.kind == "header":
        write_header_look(properties, cell, canvas)
    else:
        write_body_look(properties, cell, row, canvas)


def is_mixed(row: Row) -> bool:
    """Tell whether some texts of a body row hold Han and some do not, none with a note below it."""
    texts = [has_han(cell.text) for cell in row.cells if cell.text]
    return row.kind == "body" and any(texts) and not all(texts) and not any(cell.note for cell in row.cells)


def set_on_one_line(element: _Element, height: int, grid: Grid) -> None:
    """Set the texts of a row of single lines from below: lines with Han are higher and, centred, would stand lower."""
    below = (height - Pt(HAN_LINE * grid.size)) / 2
    for cell in element.iter(qn("a:tc")):
        more = 0 if has_han("".join(cell.itertext())) else Pt(grid.sinks)
        properties = cell.find(qn("a:tcPr"))
        properties.set("anchor", "b")
        properties.set("marB", str(round(below + more)))


def paint_of(cell: Cell, row: Row, canvas: Canvas) -> str:
    """Return the paint of a cell's text where its cluster gives it."""
    if not cell.cluster or cell.tone == "key":
        return ""
    return canvas.paint(cell.cluster, "on" if row.kind == "header" and canvas.filled_header else "words")


def is_marked(cell: Cell, row: Row) -> bool:
    """Tell whether a cell has a ground of its cluster's colour."""
    return bool(row.kind != "header" and cell.tone == "key" and cell.cluster)


def cell_properties(element: _Element, grid: Grid, more: tuple[float, ...]) -> _Element:
    """Return the cell's empty properties with its anchor and its margins, and more room left, right and below."""
    properties = element.get_or_add_tcPr()
    left, right, below = more
    sides = {"marL": grid.margin + left, "marR": grid.margin + right}
    margins = {**sides, "marT": grid.padding, "marB": grid.padding + below}
    for name, points in margins.items():
        properties.set(name, str(round(Pt(points))))
    properties.set("anchor", "ctr")
    return properties


def write_header_look(properties: _Element, cell: Cell, canvas: Canvas) -> None:
    """Mark a cluster's cell by its colour: as its ground where the style fills headers, else as a strong rule."""
    colour = canvas.palette[canvas.paint(cell.cluster, "cluster")] if cell.cluster else canvas.palette.ink
    if not canvas.filled_header:
        weight = CLUSTER_RULE if cell.cluster else HEAD_RULE if cell.text else 0
        for side in PARTS_OF_LINE[:-1]:
            add_line(properties, None, tag=side)
        add_line(properties, colour if weight else None, weight, "a:lnB")
        child(properties, "a:noFill")
    elif cell.cluster:
        add_fill(properties, colour)


def write_body_look(properties: _Element, cell: Cell, row: Row, canvas: Canvas) -> None:
    """Rule body rows off by a hairline; give a key cell a ground of its cluster's colour."""
    palette = canvas.palette
    for side in PARTS_OF_LINE:
        if side == "a:lnB":
            add_line(properties, palette.muted if row.kind == "group" else palette.rule, RULE, side)
        else:
            add_line(properties, None, tag=side)
    if is_marked(cell, row):
        add_fill(properties, palette[canvas.paint(cell.cluster, "tint")])
    else:
        child(properties, "a:noFill")
