"""Bars become real charts: what is printed is what they hold, by the theme's colours, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from pptx.oxml.ns import qn
from test_charts import every_chart
from test_deck import opened, told_with

from deckgen.builder import Arrangement, write
from deckgen.builder.plots import NATIVE
from deckgen.chartbook import chartbook
from deckgen.deckfile import sealed
from deckgen.slides import Bar, BarPanel, Bars, Slide, StackedBars
from deckgen.template import open_template, with_chinese_font
from deckgen.template.package import parts_of

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FEW = "少于 11 位"
BARS = Bars(
    "bars",
    (
        BarPanel("0", "甲", (Bar("=1+1", 0.384, "38.4%（2.2倍）", True), Bar("http://a.b", 0.2, "20.0%"))),
        BarPanel("1", "乙", (Bar("@sum", 0.31, "31.0%"), Bar("稀少", 0.004, FEW))),
    ),
    "甲更多",
)
STACKS = StackedBars(
    "stacks",
    "构成",
    ("0", "1"),
    ("A", "B", "其他"),
    ((0.61, 0.38, 0.01), (0.5, 0.497, 0.003)),
    (("61%", "38%", "1%"), ("50%", "50%", "")),
    ((True, False, False), (False, False, False)),
    (False, False, True),
    "甲更多 A",
)


def native(chart) -> bytes:
    """Write a deck of one chart with real charts."""
    deck = told_with(Slide("2.1", "content", "标题", "2.1", chart, "因此", "基数"))
    company = with_chinese_font(open_template(None))
    arrangement = Arrangement(company, native=True)
    assert not isinstance(chart, NATIVE) or not arrangement.charts(deck.slides[-1], deck.clusters, deck.language)
    write(deck, arrangement.pages(deck), company, {})
    return sealed(parts_of(company.presentation))


@pytest.fixture(scope="module")
def files():
    return {chart.name: native(chart) for chart in (BARS, STACKS)}


def charts(content: bytes) -> list:
    """Return a deck's real charts."""
    return [shape for slide in opened(content).slides for shape in slide.shapes if shape.has_chart]


def cells(book: bytes) -> list[str | float | None]:
    """Return what the cells of a chart's workbook hold, row by row."""
    parts = zipfile.ZipFile(io.BytesIO(book))
    texts = ["".join(t.itertext()) for t in etree.fromstring(parts.read("xl/sharedStrings.xml"))]
    sheet = etree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{SHEET}f")) and not list(sheet.iter(f"{SHEET}hyperlink"))
    found = []
    for cell in sheet.iter(f"{SHEET}c"):
        value = cell.findtext(f"{SHEET}v")
        found.append(texts[int(value)] if cell.get("t") == "s" else float(value))
    return found


def test_workbooks_hold_what_is_printed_and_no_formula(files):
    first, second = (cells(shape.chart.part.chart_workbook.xlsx_part.blob) for shape in charts(files["bars"]))
    assert first == ["甲", "=1+1 （2.2倍）", 0.384, "http://a.b", 0.2]
    assert second == ["乙", "@sum", 0.31, "稀少 少于 11 位"]
    (stacks,) = (cells(shape.chart.part.chart_workbook.xlsx_part.blob) for shape in charts(files["stacks"]))
    assert stacks == ["A", "B", "其他", "Zero", 0.61, 0.38, 0.01, "One", 0.5, 0.5]


def test_the_chart_itself_holds_no_more_than_its_workbook(files):
    values = {v for shape in charts(files["stacks"]) for s in shape.chart.plots[0].series for v in s.values}
    assert values == {0.61, 0.38, 0.01, 0.5, None}


def test_colours_are_the_themes_and_fonts_too(files):
    for shape in charts(files["bars"]) + charts(files["stacks"]):
        space = shape.chart._chartSpace
        assert not list(space.iter(qn("a:srgbClr")))
        assert {font.get("typeface") for font in space.iter(qn("a:latin"))} == {"+mn-lt"}


def test_what_stands_out_has_the_clusters_colour_and_the_rest_is_grey(files):
    (shape,) = charts(files["stacks"])
    points = list(shape.chart._chartSpace.iter(qn("c:dPt")))
    assert [point.find(qn("c:idx")).get("val") for point in points] == ["0"]
    assert next(points[0].iter(qn("a:schemeClr"))).get("val").startswith("accent")


def test_the_file_opens_cleanly_and_is_the_same_every_time(files, tmp_path):
    for chart in (BARS, STACKS):
        path = tmp_path / f"{chart.name}.pptx"
        path.write_bytes(files[chart.name])
        assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
        assert native(chart) == files[chart.name]


def test_a_chart_says_its_finding_and_axes_run_from_nothing(files):
    for shape in charts(files["bars"]):
        assert "甲更多" in shape._element._nvXxPr.cNvPr.get("descr")
        assert {mark.get("val") for mark in shape.chart._chartSpace.iter(qn("c:min"))} == {"0"}
        assert {mark.get("val") for mark in shape.chart._chartSpace.iter(qn("c:max"))} == {"0.384"}


def test_violins_stay_pictures():
    assert {type(chart).__name__ for chart in every_chart() if not isinstance(chart, NATIVE)} == {"Distributions"}


def test_a_workbook_is_the_same_on_any_day():
    made = [chartbook(["a"], [("b", [0.5, None])], "0%") for _ in range(2)]
    assert made[0] == made[1]


def test_two_pieces_of_one_cluster_have_one_colour_and_a_line_of_paper_around_each():
    both = replace(STACKS, strong=((True, True, False), (False, False, False)))
    (shape,) = charts(native(both))
    points = [[*point.iter(qn("a:schemeClr"))] for point in shape.chart._chartSpace.iter(qn("c:dPt"))]
    assert [[colour.get("val") for colour in point] for point in points] == [["accent1", "bg1"]] * 2


def test_a_piece_that_holds_its_name_and_its_share_only_one_above_the_other_has_them_so():
    chart = replace(STACKS, levels=("Credit card", "Bank transfer", "Other"))
    chart = replace(chart, shares=((0.79, 0.11, 0.1), (0.5, 0.4, 0.1)))
    (shape,) = charts(native(replace(chart, texts=(("79%", "11%", "10%"), ("50%", "40%", "10%")))))
    separators = [found.text for found in shape.chart._chartSpace.iter(qn("c:separator"))]
    assert " " in separators and "\n" in separators


def test_how_a_share_compares_stands_behind_it_where_its_piece_has_room():
    compared = replace(STACKS, against=((" (2.3x)", "", ""), ("", "", "")))
    (shape,) = charts(native(compared))
    formats = [found.get("formatCode") for found in shape.chart._chartSpace.iter(qn("c:numFmt"))]
    assert formats.count('0%" (2.3x)"') == 1


def test_a_less_common_piece_is_pale_and_edged_in_its_clusters_colour_and_has_an_arrow_before_its_figure():
    less = replace(STACKS, strong=((False,) * 3,) * 2, less=((False, True, False), (False,) * 3))
    (shape,) = charts(native(less))
    formats = [found.get("formatCode") for found in shape.chart._chartSpace.iter(qn("c:numFmt"))]
    assert formats.count('"▼ "0%') == 1
    points = [point.find(qn("c:spPr")) for point in shape.chart._chartSpace.iter(qn("c:dPt"))]
    edges = [looks.find(f"{qn('a:ln')}/{qn('a:solidFill')}/{qn('a:schemeClr')}").get("val") for looks in points]
    assert edges.count("accent1") == 1
    fills = [looks.find(f"{qn('a:solidFill')}/{qn('a:schemeClr')}") for looks in points]
    (pale,) = [fill for fill, edge in zip(fills, edges, strict=True) if edge == "accent1"]
    assert pale.get("val") == "accent1" and pale.find(qn("a:lumOff")) is not None
