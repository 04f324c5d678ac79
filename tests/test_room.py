"""Charts have room to be read, or are cut and continued; nothing of them is lost."""

from __future__ import annotations

from dataclasses import fields
from itertools import chain, pairwise

import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from test_charts import every_chart
from test_deck import opened, told_with, written

from deckgen.brand import Brand
from deckgen.builder import Arrangement
from deckgen.builder.areas import emu
from deckgen.builder.arrangement import arrange_alone
from deckgen.builder.setting import setting_of
from deckgen.builder.texts import list_paragraphs
from deckgen.design import GUTTER, LIST
from deckgen.fit import Run, measure, width_of
from deckgen.marks import Label
from deckgen.room import CUT, cut, least_size, pieces
from deckgen.sketch import Look, sketch
from deckgen.sketch.look import LINE, TEXT
from deckgen.slides import Above, Bar, BarPanel, Bars, Cell, Group, Point, Points, Row, Slide, Stretch, Table
from deckgen.template import Place, open_template
from deckgen.typefaces import Face

FACE = Face("Noto Sans SC", "Noto Sans SC")
NAMES = ("长尾客群", "Core customers")


def panels(count: int, rows: int = 5) -> Bars:
    """Return a chart of many panels of some bars, of two clusters in turn."""
    bars = tuple(Bar(f"Level {number}", number / 5, "50%") for number in range(rows))
    return Bars("panels", tuple(BarPanel(str(number % 2), f"Panel {number}", bars) for number in range(count)), "alt")


@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: chart.name)
def test_a_cut_chart_keeps_every_part_once_and_in_order(chart):
    count = pieces(chart)
    for parts in range(1, count + 1):
        found = cut(chart, parts)
        assert len({piece.name for piece in found}) == parts
        for name in CUT[type(chart)]:
            assert tuple(chain.from_iterable(getattr(piece, name) for piece in found)) == getattr(chart, name)
        kept = {field.name for field in fields(chart)} - {"name", *CUT[type(chart)]}
        assert all(getattr(piece, name) == getattr(chart, name) for piece in found for name in kept)


def test_more_panels_need_more_height():
    heights = [least_size(panels(count), 6.0, FACE)[1] for count in (2, 10, 40)]
    assert heights == sorted(set(heights))


def test_longer_words_need_more_width():
    short, long = (
        Bars("bars", (BarPanel("0", "A", (Bar(label, 0.5, "50%"),)),), "alt") for label in ("A", "A longer label")
    )
    assert least_size(short, 6.0, FACE)[0] < least_size(long, 6.0, FACE)[0]


def test_panels_side_by_side_need_less_height():
    chart = panels(4)
    assert least_size(chart, 12.0, FACE)[1] < least_size(chart, 2.0, FACE)[1] / 2


@pytest.mark.parametrize("width", [3.0, 4.6, 7.0, 12.0])
@pytest.mark.parametrize("rows", [1, 2, 5])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 8])
def test_bars_with_the_room_that_they_need_never_touch_each_others_words(count, rows, width):
    chart = panels(count, rows)
    least, height = least_size(chart, width, FACE)
    look = Look(Brand(), tuple(Group(str(n), name) for n, name in enumerate(NAMES)))
    for high in (height, 1.5 * height):
        names = [mark for mark in sketch(chart, max(width, least), high, look)[0] if isinstance(mark, Label)]
        columns = {x: sorted(mark.y for mark in names if mark.x == x) for x in {mark.x for mark in names}}
        gaps = [above - below for ys in columns.values() for below, above in pairwise(ys)]
        assert min(gaps, default=1.0) > 0.9 * TEXT * LINE


def test_a_chart_that_no_page_holds_is_continued_on_a_second_one():
    slides = opened(
        written(told_with(Slide("2.4", "content", "多项风险", "2.4 风险", panels(24), "因此", "基数")))
    ).slides
    slides = list(slides)[1:]
    titles = [slide.shapes.title.text for slide in slides]
    assert len(titles) > 1
    assert len(set(titles)) == len(titles)
    assert all(sum(shape.shape_type == MSO_SHAPE_TYPE.PICTURE for shape in slide.shapes) == 1 for slide in slides)


def test_a_page_whose_foot_is_higher_than_its_slides_keeps_room_for_it():
    rows = [Row((Cell(f"kpi {n}"), Cell("1")), key=f"kpi {n}") for n in range(60)]
    keys = [row.key for row in rows]
    every = tuple(
        Stretch(tuple(keys[start:end]), f"{start}", f"so {start}", "long words of its own " * 60)
        for start in range(60)
        for end in range(start + 1, 61)
    )
    table = Table("t", (Row((Cell("KPI"), Cell("A")), "header"), *rows), ("left", "right"), (1, 1), "alt")
    deck = told_with(Slide("1.1", "content", "title", "1.1", table, "so", "short", stretches=every))
    pages = [page for page in Arrangement(open_template(None)).pages(deck) if page.slide.step == "1.1"]
    assert len(pages) > 1
    for page in pages:
        places = {item.name.rpartition(":")[2]: item.place for item in page.items}
        assert places["foot"].height > 40 * 12700
        assert places["takeaway"].top + places["takeaway"].height <= places["foot"].top
        assert places["t"].top + places["t"].height <= places["takeaway"].top


def test_an_empty_cell_is_no_higher_than_its_row():
    rows = (Row((Cell("KPI"), Cell("A")), "header"), Row((Cell("spend"), Cell(""))))
    table = Table("t", rows, ("left", "right"), (1, 1), "alt")
    slides = opened(written(told_with(Slide("1.1", "content", "标题", "1.1", table)))).slides
    body = next(shape for shape in slides[1].shapes if shape.has_table)
    sizes = {element.get("sz") for element in body._element.iter(qn("a:endParaRPr"), qn("a:rPr"))}
    assert len(sizes) == 1 and None not in sizes


def test_figures_and_han_of_a_row_stand_on_one_line():
    rows = (
        Row((Cell("指标"), Cell("甲"), Cell("乙")), "header"),
        Row((Cell("消耗"), Cell("1.84 万"), Cell("1,019"))),
        Row((Cell("KPI"), Cell("3"), Cell("5"))),
        Row((Cell("很长的指标名称" * 20), Cell("3"), Cell("5"))),
    )
    table = Table("t", rows, ("left", "right", "right"), (1, 1, 1), "alt")
    slides = opened(written(told_with(Slide("1.1", "content", "标题", "1.1", table)))).slides
    body = next(shape for shape in slides[1].shapes if shape.has_table)
    anchors = [[cell._tc.tcPr.get("anchor") for cell in row.cells] for row in body.table.rows]
    below = [int(cell._tc.tcPr.get("marB")) for cell in body.table.rows[1].cells]
    assert anchors == [["ctr"] * 3, ["b"] * 3, ["ctr"] * 3, ["ctr"] * 3]
    assert below[0] == below[1] <= below[2] <= below[0] + 0.2 * 18 * 12700


def test_texts_with_notes_stand_in_the_middle_of_their_row_and_begin_on_one_line():
    long = "High spending, long-standing and mostly with a two-year contract"
    rows = (
        Row((Cell("Dimension"), Cell("A"), Cell("B")), "header"),
        Row((Cell("Name"), Cell(long * 3, note="95%"), Cell("Newer", note="8"))),
    )
    table = Table("t", rows, ("left",) * 3, (1, 1, 1), "alt")
    slides = opened(written(told_with(Slide("1.1", "content", "Title", "1.1", table)))).slides
    body = next(shape for shape in slides[1].shapes if shape.has_table)
    properties = [cell._tc.tcPr for cell in body.table.rows[1].cells]
    more = [int(each.get("marB")) - int(each.get("marT")) for each in properties]
    assert {each.get("anchor") for each in properties} == {"ctr"} and more[0] > more[2] > more[1] == 0


def test_a_list_that_is_spare_is_shown_where_it_fits_at_a_size_that_can_be_read():
    setting = setting_of((Group("0", "Cluster 0"),), "en", open_template(None), "0")
    told = Points("findings", tuple(Point("Cluster 0 is higher") for _ in range(6)), "What we found")
    odd = Points("notices", (Point("values of zero may mean that there are none, please check"),), "About the data")
    both, gutter = Above((told, odd), (3, 1), spare=True), emu(0.7 * GUTTER * setting.scale)
    size = setting.sized(LIST[1])
    width = 1.05 * width_of((Run(odd.points[0].text),), setting.face, size)  # on two lines where it is larger
    lists = [measure(list_paragraphs(block, setting), width, setting.face, size).height + 1 for block in (told, odd)]
    for more, shown in ((20, 2), (-20, 1)):
        (items,) = arrange_alone(both, Place(0, 0, emu(width), emu(sum(lists)) + gutter + more), setting)
        assert len(items) == shown


def test_lists_above_one_another_have_one_size():
    """Each alone would have another: the words of the first break well at a smaller one only."""
    setting = setting_of((Group("0", "Cluster 0"),), "en", open_template(None), "0")
    told = Points("findings", tuple(Point("Cluster 0 is higher on all of its KPIs") for _ in range(5)), "What we found")
    odd = Points("notices", (Point("zeros may mean none"),), "About the data")
    place = Place(0, 0, emu(230), emu(260))
    alone = {arrange_alone(one, place, setting)[0][0].size for one in (told, odd)}
    (items,) = arrange_alone(Above((told, odd), (3, 1)), place, setting)
    assert len(alone) == 2 and len({item.size for item in items}) == 1 and len(items) == 2
