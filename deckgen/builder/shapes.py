"""How do arranged items become shapes of a slide?"""

from __future__ import annotations

import io
import math

from lxml import etree
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from deckgen.builder.canvas import Canvas
from deckgen.builder.charting import draw_plot
from deckgen.builder.drawing import Bar, Grid, Group, Item, Items, Link, Picture, Plot, TextBox
from deckgen.builder.grids import draw_grid
from deckgen.builder.markup import (
    add_fill,
    add_line,
    add_paragraphs,
    child,
    clear_paragraphs,
    properties_of,
    set_theme_fonts,
)
from deckgen.design import RULE

ANCHORS = {"top": "t", "middle": "ctr", "bottom": "b"}
RIGHT, LEFT = 3, 1
"""Connection sites of a rectangle."""
CORNER = 6000
"""Radius of rounded corners, in 1/100000 of the shorter side."""
WITHIN_CORNERS = 1 - math.sqrt(0.5)
"""How far from the edges a rounded rectangle holds its text by itself, in radii (presetShapeDefinitions.xml)."""
VECTORS = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
VECTORS_URI = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
SVG = "image/svg+xml"
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
DECORATIVE_URI = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"


Drawn = dict[str, object]
"""The shapes that stand on a page so far, by their names."""


def draw(items: Items, shapes: object, canvas: Canvas) -> Drawn:
    """Draw items in their order onto a slide's shapes; return them by name."""
    drawn: Drawn = {}
    for item in items:
        shape = DRAWERS[type(item)](item, shapes, canvas, drawn)
        properties_of(shape._element).set("name", canvas.named(item.name))
        drawn[item.name] = shape
    return drawn


def draw_text(item: TextBox, shapes: object, canvas: Canvas, drawn: Drawn) -> object:
    """Draw a text box with explicit size, insets, fill and outline."""
    shape = shapes.add_textbox(*edges(item))
    properties = shape._element.spPr
    if item.rounded:
        geometry = properties.find(qn("a:prstGeom"))
        geometry.set("prst", "roundRect")
        child(geometry.find(qn("a:avLst")), "a:gd", name="adj", fmla=f"val {CORNER}")
    if item.fill:
        properties.remove(properties.find(qn("a:noFill")))
        add_fill(properties, canvas.palette[item.fill])
    if item.outline:
        add_line(properties, canvas.palette[item.outline], item.weight)
    body = shape.text_frame._txBody
    set_box(body, item)
    clear_paragraphs(body)
    set_theme_fonts(body)
    add_paragraphs(body, item.paragraphs, item.size, canvas.palette, canvas.language)
    return shape


def set_box(body: etree._Element, item: TextBox) -> None:
    """Set wrapping, insets and anchor; the size is ours, so nothing is fitted automatically."""
    properties = body.find(qn("a:bodyPr"))
    for fitting in list(properties):
        properties.remove(fitting)
    names = ("lIns", "tIns", "rIns", "bIns")
    corner = WITHIN_CORNERS * CORNER / 100000 * min(item.place.width, item.place.height) if item.rounded else 0
    insets = {name: f"{max(0, round(Pt(inset) - corner))}" for name, inset in zip(names, item.insets, strict=True)}
    for name, value in {"wrap": "square", **insets, "anchor": ANCHORS[item.anchor]}.items():
        properties.set(name, value)
    child(properties, "a:noAutofit")


def draw_bar(item: Bar, shapes: object, canvas: Canvas, drawn: Drawn) -> object:
    """Draw a plain rectangle, marked as decorative: what it shows stands in words beside it."""
    shape = shapes.add_textbox(*edges(item))
    shape._element.nvSpPr.find(qn("p:cNvSpPr")).attrib.pop("txBox", None)
    properties = shape._element.spPr
    properties.remove(properties.find(qn("a:noFill")))
    add_fill(properties, canvas.palette[item.paint])
    add_line(properties, canvas.palette[item.edge] if item.edge else None, RULE)
    mark_decorative(shape)
    return shape


def mark_decorative(shape: object) -> None:
    """Tell screen readers to pass over a shape."""
    extension = child(child(properties_of(shape._element), "a:extLst"), "a:ext", uri=DECORATIVE_URI)
    etree.SubElement(extension, f"{{{DECORATIVE}}}decorative", {"val": "1"}, nsmap={"adec": DECORATIVE})


def draw_link(item: Link, shapes: object, canvas: Canvas, drawn: Drawn) -> object:
    """Draw an elbow connector that stays glued to both boxes when they are moved."""
    connector = shapes.add_connector(MSO_CONNECTOR.ELBOW, Emu(0), Emu(0), Emu(0), Emu(0))
    connector.begin_connect(drawn[item.start], RIGHT)
    connector.end_connect(drawn[item.end], LEFT)
    style = connector._element.find(qn("p:style"))
    connector._element.remove(style)
    add_line(connector._element.spPr, canvas.palette[item.paint], item.weight)
    mark_decorative(connector)
    return connector


def draw_picture(item: Picture, shapes: object, canvas: Canvas, drawn: Drawn) -> object:
    """Place a chart's picture, as vectors beside the pixels, with its finding as alternative text."""
    drawn_chart = canvas.pictures[canvas.step, item.chart.name]
    picture = shapes.add_picture(io.BytesIO(drawn_chart.png), *edges(item))
    properties_of(picture._element).set("descr", item.chart.alt)
    add_vectors(picture, drawn_chart.svg)
    return picture


def add_vectors(picture: object, svg: bytes) -> None:
    """Show an SVG wherever the program can (MS-ODRAWXML 2.3.1.7); the pixels stay for those that cannot."""
    package = picture.part.package
    part = Part(package.next_partname("/ppt/media/vector%d.svg"), SVG, package, svg)
    identity = picture.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    extension = child(child(picture._element.blipFill.blip, "a:extLst"), "a:ext", uri=VECTORS_URI)
    attributes = {qn("r:embed"): identity}
    etree.SubElement(extension, f"{{{VECTORS}}}svgBlip", attributes, nsmap={"asvg": VECTORS})


def draw_group(item: Group, shapes: object, canvas: Canvas, drawn: Drawn) -> object:
    """Draw shapes that belong together as one group with one alternative text."""
    group = shapes.add_group_shape(draw(item.items, shapes, canvas).values())
    shapes.turbo_add_enabled = True  # a group takes an id past the count that this keeps
    if item.alt:
        properties_of(group._element).set("descr", item.alt)
    else:
        mark_decorative(group)
    return group


def edges(item: Item) -> tuple[Emu, Emu, Emu, Emu]:
    """Return an item's left, top, width and height."""
    place = item.place
    return Emu(place.left), Emu(place.top), Emu(place.width), Emu(place.height)


DRAWERS = {
    TextBox: draw_text,
    Bar: draw_bar,
    Link: draw_link,
    Picture: draw_picture,
    Plot: draw_plot,
    Grid: draw_grid,
    Group: draw_group,
}
