"""A table is set as large as is good for its rows: few are large, long verdicts break, small bars keep some length."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace

import pytest

from deckgen.breaks import badly_broken
from deckgen.builder.arrangement import arrange_alone
from deckgen.builder.cells import METER, leads
from deckgen.builder.dividing import Unit, evenly_filled
from deckgen.builder.drawing import INCH, Grid
from deckgen.builder.setting import Setting
from deckgen.builder.tables import arrange_table, best, has_heads, measure_table, padded, room_below, with_longest_bars
from deckgen.design import TABLE, TABLE_COMFORTABLE
from deckgen.fit import Run, break_lines
from deckgen.slides import Beside, Cell, Meter, Row, Table
from deckgen.template import Place
from deckgen.typefaces import Face

SETTING = Setting("1.1", "en", Face("Liberation Sans"), (("0", "Cluster A"), ("1", "Cluster B")))


def set_table(rows: int, verdict: str, width: float, height: float, bars: bool = False) -> tuple[Grid, ...]:
    """Return the grids of a table of so many rows in a place of so many inches."""
    figures = tuple(Cell("1,234", meter=Meter(0, 1) if bars else None) for _ in range(4))
    body = tuple(Row((Cell(f"Measure {n:02}"), *figures, Cell(verdict))) for n in range(rows))
    header = Row(tuple(Cell(text) for text in ("KPI", "A", "B", "C", "D", "Verdict")), "header")
    table = Table("kpis", (header, *body), ("left", *["right"] * 4, "left"), (1.0,) * 6, "nothing")
    place = Place(0, 0, round(width * INCH), round(height * INCH))
    return tuple(item for page in arrange_table(table, place, SETTING) for item in page if isinstance(item, Grid))


@pytest.mark.parametrize(("width", "beside"), [(7.8, False), (24.0, True)])
def test_a_table_stands_beside_another_block_only_where_its_columns_have_room(width, beside):
    words = ("Fachhochschulreife", "Zwischenzeugnisse", "Berufsvorbereitung", "Grundschulabschluss")
    table = Table("over", (Row(tuple(map(Cell, words))),), ("left",) * 4, (1.0,) * 4, "nothing")
    first = Table("first", (Row((Cell("Yes"), Cell("60%"))),), ("left", "right"), (1, 1), "nothing")
    (page,) = arrange_alone(Beside((first, table), (2, 1)), Place(0, 0, round(width * INCH), 3 * INCH), SETTING)
    tops = [item.place.top for item in page if isinstance(item, Grid)]
    assert len(tops) == 2 and (tops[0] == tops[1]) == beside


def test_few_rows_are_set_in_the_largest_type_and_fill_their_place():
    (grid,) = set_table(3, "clearly higher", 12, 3.4)
    assert grid.size == TABLE[0]
    assert grid.place.height > 0.75 * 3.4 * INCH


def two_forms(rows: int, high: float, fewer: int = 0, gain: float = math.inf) -> Grid:
    """Return the grid of a table with a short form, of so many rows, in a place of so many inches.

    fewer: by how many rows less the short form has. gain: by how much its type must be larger for that.
    """

    def form(rows: int, *cells: Cell) -> Table:
        body = (Row((Cell(f"Measure {n:02}"), *cells)) for n in range(rows))
        return Table("kpis", tuple(body), ("left",) * (1 + len(cells)), (1.0,) * (1 + len(cells)), "nothing")

    short = replace(form(rows - fewer, Cell("1,234")), gain=gain)
    long = replace(form(rows, Cell("1,234", note="1,300 / 450")), narrow=short)
    (page,) = arrange_table(long, Place(0, 0, 6 * INCH, round(high * INCH)), SETTING)
    return next(item for item in page if isinstance(item, Grid))


def test_where_a_table_fits_in_small_type_alone_its_short_form_stands_in_larger_type():
    small, large = two_forms(8, 3.4), two_forms(8, 5.0)
    assert not small.rows[0].cells[1].note and small.size > TABLE[1]
    assert large.rows[0].cells[1].note and large.size >= TABLE_COMFORTABLE
    assert len(two_forms(8, 3.4, fewer=1).rows) == 8  # no row goes for the size of the others
    full, yielding = two_forms(8, 3.4, fewer=1), two_forms(8, 3.4, fewer=1, gain=0.0)
    assert len(yielding.rows) == 7 and yielding.size > full.size  # but where it may
    gained = yielding.size - full.size
    rows = [len(two_forms(8, 3.4, fewer=1, gain=gain).rows) for gain in (gained, gained + 0.5)]
    assert rows == [7, 8]  # and by as much as is asked


def test_of_short_forms_that_are_large_enough_the_fullest_is_taken():
    def form(rows: int, gain: float, narrow: Table | None = None) -> Table:
        body = tuple(Row((Cell(f"Measure {n:02}"), Cell("1,234"))) for n in range(rows))
        return Table("kpis", body, ("left", "left"), (1.0, 1.0), "nothing", narrow, gain=gain)

    place = Place(0, 0, 6 * INCH, round(3.2 * INCH))
    last = form(3, math.inf)
    tables = {gain: form(13, 0.0, form(12, gain, form(7, gain, form(6, gain, last)))) for gain in (1.5, math.inf)}
    grids = {gain: next(i for i in arrange_table(table, place, SETTING)[0]) for gain, table in tables.items()}
    assert len(grids[math.inf].rows) == 13 and grids[math.inf].size < TABLE_COMFORTABLE
    assert len(grids[1.5].rows) == 7 and grids[1.5].size >= grids[math.inf].size + 1.5


def test_many_rows_are_set_smaller():
    (grid,) = set_table(11, "clearly higher", 12, 3.6)
    assert TABLE[1] <= grid.size < TABLE[0]


@pytest.mark.parametrize("bars", [True, False])
def test_a_long_verdict_breaks_before_all_type_becomes_small(bars):
    (grid,) = set_table(3, "Cluster A higher, but only slightly above Cluster B and its neighbours", 9, 3.6, bars)
    assert grid.size >= TABLE_COMFORTABLE


@pytest.mark.parametrize("width", [8, 9, 12])
def test_bars_beside_long_verdicts_keep_some_length(width):
    (grid,) = set_table(3, "Cluster A higher, but only slightly above Cluster B and its neighbours", width, 3.6, True)
    assert grid.room >= METER[0] * grid.size


def test_bars_are_longer_by_what_words_on_two_lines_leave_of_their_columns():
    header = Row(
        (Cell("Median of the KPI (means and deviations: see notes)"), Cell("Effect"), Cell("Verdict")), "header"
    )
    verdicts = ("A higher", "A higher, which is to be checked and not counted", "B higher")
    rows = (header, *(Row((Cell("Sales"), Cell("+0.5", meter=Meter(0, 1)), Cell(words))) for words in verdicts))
    table = Table("kpis", rows, ("left", "right", "left"), (2.0, 1.0, 2.0), "nothing")
    measured = measure_table(table, 600, 12, SETTING.face)
    longer = with_longest_bars(table, measured, SETTING.face)
    assert not measured.unbroken and measured.room == METER[0] * 12 and longer.room >= 6 * 12
    assert sum(longer.widths) == pytest.approx(sum(measured.widths))
    assert all(longer.heights[row] <= high for row, high in measured.heights.items())


@pytest.mark.parametrize("rows", [14, 13])
def test_every_page_of_a_table_that_continues_is_filled(rows):
    pages = set_table(rows, "Cluster A higher", 12, 3.0)
    assert len(pages) == 2
    assert all(page.place.height > 0.9 * 3.0 * INCH and len({*page.heights[1:]}) == 1 for page in pages)


def test_no_line_of_a_cell_breaks_within_a_clusters_name():
    (grid,) = set_table(3, "only slightly above Cluster A", 12, 3.4)
    assert {row.cells[-1].text for row in grid.rows[1:]} == {"only slightly above Cluster\u00a0A"}


def test_no_page_holds_a_single_row_where_the_others_have_room_for_fewer():
    """Four rows of unequal height fill two pages with two rows each."""
    rows = [Row((Cell(name),)) for name in ("one", "two", "three", "four")]
    units = [Unit((row,), None, False) for row in rows]
    heights = dict(zip(map(id, rows), (1.0, 1.0, 1.5, 1.0), strict=True))
    measured = SimpleNamespace(height=lambda rows: sum(heights[id(row)] for row in rows))
    assert [len(page) for page in evenly_filled(units, 3.6, measured)] == [2, 2]


@pytest.mark.parametrize("width", [1.1, 1.2, 1.3, 1.4])
def test_no_word_of_a_cell_is_left_to_a_program_that_would_part_it(width):
    header = Row((Cell("主题"), Cell("群体0", "strong", "0"), Cell("群体1", "strong", "1")), "header")
    row = Row((Cell("忠诚度"), Cell("稳定性居中偏低", "strong", "0"), Cell("稳定性居中偏高", "strong", "1")))
    table = Table("labels", (header, row), ("left",) * 3, (1.0,) * 3, "nothing")
    page, *_ = arrange_table(table, Place(0, 0, round(3 * width * INCH), 2 * INCH), SETTING)
    (grid,) = (item for item in page if isinstance(item, Grid))
    assert all(line not in ("低", "高") for cell in grid.rows[1].cells for line in cell.text.split("\n"))
    for cell, room in zip(grid.rows[1].cells, grid.widths, strict=True):
        if "\n" not in cell.text:
            ems = (room / 12700 - 10) / grid.size
            lines = break_lines((Run(cell.text, True),), ems, SETTING.face, held=False)
            assert not badly_broken(lines, ems, SETTING.face)


def test_cells_that_all_have_a_note_begin_on_one_line():
    noted, bare = Cell("High spending", note="both KPIs"), Cell("260")
    assert has_heads(Row((Cell("Spending"), noted, noted))) and has_heads(
        Row((Cell("Spending"), noted, Cell("all 6", "muted")))
    )
    assert not has_heads(Row((Cell("Spending"), noted, bare))) and not has_heads(Row((Cell("KPI"), noted), "header"))


def test_texts_with_notes_begin_on_one_line_in_the_middle_of_their_row():
    cells = (Cell("Name"), Cell("High spending, long-standing, mostly Fibre", note="n"), Cell("Newer", note="n"))
    rows = (Row(cells), Row(tuple(replace(cell, note="") for cell in cells)))
    table = Table("t", rows, ("left",) * 3, (1.0,) * 3, "nothing")
    measured = padded(measure_table(table, 300, 12, SETTING.face), 3)
    heading, tallest, short = room_below(rows[0], table, measured, SETTING.face)
    assert tallest == 0 < short < heading < measured.heights[rows[0]]
    assert room_below(rows[1], table, measured, SETTING.face) == (0, 0, 0)


def test_of_the_comfortable_sizes_with_broken_lines_the_one_is_taken_whose_columns_lack_least():
    lacks = {14: 3.0, 13: 0.4, 12.5: 0.4, 12: 0.6, 11: 0.0}
    fitting = [SimpleNamespace(size=size, unbroken=False, cramped=ems) for size, ems in lacks.items()]
    assert best(fitting, SETTING).size == 13
    row = Row((Cell("Loyalty and stability"), Cell("1,330 / 1,090"), Cell("Cluster 2 clearly higher than others")))
    table = Table("kpis", (row,), ("left",) * 3, (0.5, 1.0, 2.0), "nothing")
    large, small = (measure_table(table, 320, size, SETTING.face) for size in (16, 10))
    assert large.cramped > small.cramped >= 0


def test_a_page_that_begins_within_a_theme_names_it_again():
    header = Row((Cell("Theme"), Cell("KPI")), "header")
    body = tuple(Row((Cell("" if n % 8 else f"Theme {n // 8}"), Cell(f"Measure {n:02}"))) for n in range(16))
    table = Table("kpis", (header, *body), ("left",) * 2, (1.0,) * 2, "nothing")
    pages = arrange_table(table, Place(0, 0, 8 * INCH, round(1.6 * INCH)), SETTING)
    grids = [item for page in pages for item in page if isinstance(item, Grid)]
    assert len(grids) > 2 and all(grid.rows[1].cells[0].text for grid in grids)
    assert all(grid.place.height <= 1.6 * INCH + 9 for grid in grids)


def test_a_note_under_a_cell_leaves_no_word_behind():
    note, broken = "77% above zero against 28% of others", set()
    for width in range(120, 320, 4):
        table = Table("labels", (Row((Cell("More at home", note=note),)),), ("left",), (1.0,), "nothing")
        page, *_ = arrange_table(table, Place(0, 0, round(width / 100 * INCH), 3 * INCH), SETTING)
        broken.add(next(item for item in page if isinstance(item, Grid)).rows[0].cells[0].note)
    assert {told.replace("\n", " ") for told in broken} == {note}
    assert any(told.endswith(("\nof others", "% of others")) and "\n" in told for told in broken)


def test_words_begin_apart_from_figures_that_end_before_them():
    before = leads(("left", "right", "right", "left"), (), 12)
    assert [*before] == [3] and before[3] > 8
    assert not leads(("left", "right", "left"), (1,), 12)  # a bar ends there
    bare, own = (
        measure_table(
            Table("t", (Row((Cell("1.4x"), Cell("clearly higher"))),), aligns, (1.0,) * 2, "nothing"),
            150, 12, SETTING.face,
        ).widths
        for aligns in (("left", "left"), ("right", "left"))
    )  # fmt: skip
    assert own[1] > bare[1]


def test_a_header_over_figures_with_bars_takes_no_room_beside_the_bars():
    def widths(name: str) -> tuple[float, ...]:
        header = Row((Cell("Flag"), Cell(name), Cell("Verdict")), "header")
        row = Row((Cell("Partner"), Cell("70.0%", meter=Meter(0, 1)), Cell("Cluster A clearly higher")))
        table = Table("flags", (header, row), ("left", "right", "left"), (1.0,) * 3, "nothing")
        return measure_table(table, 10, 12, SETTING.face).widths

    assert widths("Cluster A 1") == pytest.approx(widths("A"))


def test_figures_before_a_bar_stand_apart_from_those_of_the_column_before():
    aligns = ("left", "right", "right", "right", "left")
    assert leads(aligns, {3}, 10.0) == {3: 9.0} and leads(aligns, {1, 2, 3}, 10.0) == {}
    assert leads(aligns, set(), 10.0) == {4: 9.0}


def test_a_page_that_opens_with_the_theme_it_continues_has_longer_bars_too():
    header = Row((Cell("Theme"), Cell("Median of the KPI (see notes)"), Cell("Effect"), Cell("Verdict")), "header")
    verdict = "A higher, which is to be checked and not counted"
    rows = [
        Row((Cell("Spending" if n == 0 else ""), Cell(f"Sales {n}"), Cell("+0.5", meter=Meter(0, 1)), Cell(verdict)))
        for n in range(12)
    ]
    table = Table("kpis", (header, *rows), ("left", "left", "right", "left"), (1.0, 2.0, 1.0, 2.0), "nothing")
    pages = arrange_table(table, Place(0, 0, round(5.5 * INCH), round(2.2 * INCH)), SETTING)
    grids = [item for page in pages for item in page if isinstance(item, Grid)]
    assert len(grids) > 1 and all(grid.rows[1].cells[0].text == "Spending" for grid in grids)
