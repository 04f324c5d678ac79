"""How is a real chart written (ECMA-376 part 1, chapter 21.2)? Colours and fonts by the theme, labels on the data."""

from __future__ import annotations

from lxml.etree import Element, _Element
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu

from deckgen.builder.canvas import Canvas
from deckgen.builder.drawing import NAMED, Dot, Plot, Series
from deckgen.builder.markup import add_fill, add_line, child, language_of
from deckgen.chartbook import chartbook
from deckgen.design import GAP_STACKED, HAIRLINE, OUTLINE

AXES = ("111111111", "222222222")
"""Ids of a chart's axes, which are its own and may be the same in all; negative ones are schema errors."""
TICKS = ("c:majorTickMark", "c:minorTickMark")
GAP = 60
"""Space between bars, in percent of their thickness."""


def draw_plot(plot: Plot, shapes: object, canvas: Canvas, drawn: object) -> object:
    """Draw a chart with its data, looks and labels."""
    from pptx.chart.data import CategoryChartData  # brings a library for workbooks along

    data = CategoryChartData(number_format=plot.figures)
    data.categories = list(plot.categories)
    for one in plot.series:
        data.add_series(one.name, [dot.value for dot in one.dots])
    kind = XL_CHART_TYPE.BAR_STACKED if plot.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    place = plot.place
    frame = shapes.add_chart(kind, *map(Emu, (place.left, place.top, place.width, place.height)), data)
    frame._element._nvXxPr.cNvPr.set("descr", plot.alt)
    columns = [(one.name, [dot.value for dot in one.dots]) for one in plot.series]
    frame.chart.part.chart_workbook.update_from_xlsx_blob(chartbook(plot.categories, columns, plot.figures))
    dress(frame.chart._chartSpace, plot, canvas)
    return frame


def dress(space: _Element, plot: Plot, canvas: Canvas) -> None:
    """Give a chart its looks."""
    chart = space.find(qn("c:chart"))
    area = chart.find(qn("c:plotArea"))
    bars = area.find(qn("c:barChart"))
    put_first(space, "c:roundedCorners", after=("c:date1904",), val=0)
    put_first(chart, "c:autoTitleDeleted", after=(), val=1)
    lay_out(area, plot)
    for axis, identity in zip((area.find(qn("c:catAx")), area.find(qn("c:valAx"))), AXES, strict=True):
        rename_axis(area, axis, identity)
    dress_categories(area.find(qn("c:catAx")), plot, canvas)
    dress_values(area.find(qn("c:valAx")), plot)
    put_first(bars, "c:varyColors", after=("c:barDir", "c:grouping"), val=0)
    for element, one in zip(bars.findall(qn("c:ser")), plot.series, strict=True):
        dress_series(element, one, plot, canvas)
    for tag in ("c:dLbls", "c:gapWidth", "c:overlap", "c:serLines"):
        for old in bars.findall(qn(tag)):
            bars.remove(old)
    space_bars(bars, plot, canvas)
    clear(chart, "c:legend")
    for old in space.findall(qn("c:txPr")):
        space.remove(old)
    text = text_properties(plot.size, "ink", False, canvas)
    space.insert(list(space).index(chart) + 1, text)


def put_first(parent: _Element, tag: str, after: tuple[str, ...], **attributes: object) -> None:
    """Set a child that stands at the beginning, behind some others."""
    for old in parent.findall(qn(tag)):
        parent.remove(old)
    element = child(parent, tag, **attributes)
    place = sum(1 for other in parent if other.tag in map(qn, after))
    parent.insert(place, element)


def lay_out(area: _Element, plot: Plot) -> None:
    """Give the bars their exact room within the frame."""
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    layout = child(area, "c:layout")
    area.insert(0, layout)
    manual = child(layout, "c:manualLayout")
    child(manual, "c:layoutTarget", val="inner")
    for side in ("x", "y"):
        child(manual, f"c:{side}Mode", val="edge")
    for side, share in zip(("x", "y", "w", "h"), plot.inner, strict=True):
        child(manual, f"c:{side}", val=f"{share:.4f}")


def rename_axis(area: _Element, axis: _Element, identity: str) -> None:
    """Give an axis an id that the schema allows, wherever it is referred to."""
    old = axis.find(qn("c:axId")).get("val")
    for element in area.iter(qn("c:axId"), qn("c:crossAx")):
        if element.get("val") == old:
            element.set("val", identity)


def dress_categories(axis: _Element, plot: Plot, canvas: Canvas) -> None:
    """Read bars from the top down; names in the chart's type, no line and no ticks."""
    scale(axis, "maxMin")
    clear(axis, "c:majorGridlines", "c:numFmt", "c:spPr", "c:txPr", "c:tickLblPos", *TICKS)
    parts = [child(axis, tag, val="none") for tag in TICKS]
    parts.append(child(axis, "c:tickLblPos", val="low"))
    looks = child(axis, "c:spPr")
    add_line(looks, None)
    parts += [looks, text_properties(plot.names or plot.size, "ink", bool(plot.names), canvas)]
    insert_before(axis, "c:crossAx", parts)


def dress_values(axis: _Element, plot: Plot) -> None:
    """Let the axis of values end where the longest bar does, and be seen by nobody."""
    scaling = scale(axis, "minMax")
    child(scaling, "c:max", val=f"{plot.most:.6g}")
    child(scaling, "c:min", val="0")
    axis.find(qn("c:delete")).set("val", "1")
    clear(axis, "c:majorGridlines")


def scale(axis: _Element, orientation: str) -> _Element:
    """Let an axis run in a direction; return its scaling."""
    scaling = axis.find(qn("c:scaling"))
    clear(scaling, "c:orientation", "c:max", "c:min")
    child(scaling, "c:orientation", val=orientation)
    return scaling


def clear(parent: _Element, *tags: str) -> None:
    """Remove children by their tags."""
    for tag in tags:
        for old in parent.findall(qn(tag)):
            parent.remove(old)


def insert_before(parent: _Element, tag: str, elements: list[_Element]) -> None:
    """Move elements before a child."""
    target = parent.find(qn(tag))
    for element in elements:
        target.addprevious(element)


def dress_series(element: _Element, one: Series, plot: Plot, canvas: Canvas) -> None:
    """Colour a series and those of its bars that stand out, and label them."""
    clear(element, "c:spPr", "c:invertIfNegative", "c:dPt", "c:dLbls")
    looks = child(element, "c:spPr")
    dress_bar(looks, one.paint, plot, canvas)
    parts = [looks, child(element, "c:invertIfNegative", val=0)]
    for number, dot in enumerate(one.dots):
        if dot.paint != one.paint:
            point = child(element, "c:dPt")
            child(point, "c:idx", val=number)
            child(point, "c:invertIfNegative", val=0)
            child(point, "c:bubble3D", val=0)
            dress_bar(child(point, "c:spPr"), dot.paint, plot, canvas, dot.edge)
            parts.append(point)
    parts.append(labels(element, one, plot, canvas))
    insert_before(element, "c:cat", parts)


def dress_bar(looks: _Element, paint: str, plot: Plot, canvas: Canvas, edge: str = "") -> None:
    """Fill a bar; stacked pieces are parted by a line of paper, unless they have an edge of their own."""
    add_fill(looks, canvas.palette[paint])
    if edge:
        add_line(looks, canvas.palette[edge], OUTLINE)
        return
    add_line(looks, canvas.palette["paper"] if plot.stacked else None, 1.0)


def labels(element: _Element, one: Series, plot: Plot, canvas: Canvas) -> _Element:
    """Label the bars that have room: with their value, or also with the series' name."""
    every = child(element, "c:dLbls")
    for number, dot in enumerate(one.dots):
        label = child(every, "c:dLbl")
        child(label, "c:idx", val=number)
        if dot.value is None or not dot.label:
            child(label, "c:delete", val=1)
        else:
            label_looks(label, dot, plot, canvas)
    for tag in ("c:showLegendKey", "c:showVal", "c:showCatName", "c:showSerName", "c:showPercent", "c:showBubbleSize"):
        child(every, tag, val=0)
    return every


def label_looks(label: _Element, dot: Dot, plot: Plot, canvas: Canvas) -> None:
    """Write what a label shows, bound to the data."""
    before, behind = f'"{dot.mark} "' if dot.mark else "", f'"{dot.behind}"' if dot.behind else ""
    child(label, "c:numFmt", formatCode=before + plot.figures + behind, sourceLinked=0)
    looks = child(label, "c:spPr")
    child(looks, "a:noFill")
    add_line(looks, None)
    label.append(text_properties(plot.size, dot.ink, dot.bold, canvas, wrap="none"))
    child(label, "c:dLblPos", val="ctr" if plot.stacked else "outEnd")
    named = dot.label in NAMED
    shown = {"c:showVal": 1, "c:showSerName": int(named)}
    for tag in ("c:showLegendKey", "c:showVal", "c:showCatName", "c:showSerName", "c:showPercent", "c:showBubbleSize"):
        child(label, tag, val=shown.get(tag, 0))
    if named:
        child(label, "c:separator").text = NAMED[dot.label]


def space_bars(bars: _Element, plot: Plot, canvas: Canvas) -> None:
    """Set the space between bars; stacked ones are joined by lines."""
    parts = [child(bars, "c:gapWidth", val=GAP_STACKED if plot.stacked else GAP)]
    if plot.stacked:
        parts.append(child(bars, "c:overlap", val=100))
        lines = child(bars, "c:serLines")
        add_line(child(lines, "c:spPr"), canvas.palette["rule"], HAIRLINE)
        parts.append(lines)
    insert_before(bars, "c:axId", parts)


def text_properties(size: float, ink: str, bold: bool, canvas: Canvas, **frame: object) -> _Element:
    """Return how a chart's text is set: with the theme's fonts."""
    text = Element(qn("c:txPr"))
    child(text, "a:bodyPr", **frame)
    child(text, "a:lstStyle")
    paragraph = child(text, "a:p")
    looks = child(child(paragraph, "a:pPr"), "a:defRPr", sz=round(size * 100), b=int(bold))
    add_fill(looks, canvas.palette[ink])
    for tag, script in (("a:latin", "lt"), ("a:ea", "ea"), ("a:cs", "cs")):
        child(looks, tag, typeface=f"+mn-{script}")
    child(paragraph, "a:endParaRPr", **language_of("", canvas.language))
    return text
