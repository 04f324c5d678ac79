"""Pictures have the right size and colours, hold their words, and are drawn elsewhere."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from deckgen import charts, fonts
from deckgen.brand import Brand
from deckgen.builder.captions import box as caption_box
from deckgen.builder.palette import Palette
from deckgen.builder.setting import Setting
from deckgen.colours import LEAST_SEEN, Colour, chroma, contrast, luminance, usual_distance
from deckgen.composition_bars import in_one_measure
from deckgen.fit import break_lines
from deckgen.marks import Caption, Drawn, Label, Line, Rect, Shape
from deckgen.room import least_size
from deckgen.sketch import Look, sketch
from deckgen.sketch.levels import LEAST_BAR
from deckgen.sketch.look import text_width
from deckgen.slides import (
    Bar,
    BarPanel,
    Bars,
    Box,
    Distributions,
    Group,
    Panel,
    Shares,
    StackedBars,
    Violin,
)
from deckgen.studio import Studio
from deckgen.template import Place
from deckgen.typefaces import Face

BRAND = Brand()
GROUPS = (Group("0", "长尾客群"), Group("1", "Core customers"))
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf")), max_size=40)


def violin(cluster: str, low: float, high: float) -> Violin:
    grid = tuple(np.linspace(low, high, 20))
    middle = (low + high) / 2
    return Violin(cluster, grid, tuple(np.hanning(20)), Box(low, low, middle, high, high), "1.84万")


def every_chart() -> list:
    both = (violin("0", 1, 90), violin("1", 40, 900))
    panel = Panel("月均消耗", "对数轴", "log", both, (1, 10, 100), ("1", "10", "100"))
    bars = (Bar("女装", 0.3, "30%", True), Bar("A rather long label", 0.1, "10%"))
    return [
        Distributions("violins", (panel, panel), "alt"),
        Bars("bars", (BarPanel("0", "长尾客群", bars), BarPanel("1", "Core", bars[:1])), "alt"),
        Shares("shares", ("0", "1"), ("客户", "消耗"), ((0.8, 0.2), (0.1, 0.9)), (("80%", "20%"),) * 2, "alt"),
        StackedBars(
            "stacked",
            "主要媒体",
            ("0", "1"),
            ("TikTok", "Meta", "其他"),
            ((0.2, 0.7, 0.1), (0.5, 0.4, 0.1)),
            (("20%", "70%", "10%"), ("50%", "40%", "10%")),
            ((False, True, False), (True, False, False)),
            (False, False, True),
            "alt",
        ),
    ]


@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: chart.name)
def test_a_picture_has_its_size_to_the_pixel_and_no_missing_glyph(chart):
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph")
        png = charts.draw(chart, 6.5, 3.25, GROUPS, BRAND).png
    image = Image.open(io.BytesIO(png))
    assert image.size == (1300, 650)
    assert image.getextrema()[3] == (0, 255)  # drawn on nothing
    assert "Software" not in image.info


def test_the_same_chart_gives_the_same_bytes():
    chart = every_chart()[0]
    assert charts.draw(chart, 5, 3, GROUPS, BRAND) == charts.draw(chart, 5, 3, GROUPS, BRAND)


def test_vectors_are_as_large_as_the_pixels_and_all_their_letters_are_outlines():
    for chart in every_chart():
        root = etree.fromstring(charts.draw(chart, 6.5, 3.25, GROUPS, BRAND).svg)
        assert (root.get("width"), root.get("height")) == ("468pt", "234pt")
        kinds = {etree.QName(e).localname for e in root.iter(etree.Element)}
        assert "path" in kinds and not kinds & {"text", "image", "script", "foreignObject", "date"}


def test_both_forms_of_a_picture_are_kept_in_one_piece():
    drawn = charts.draw(every_chart()[1], 5, 3, GROUPS, BRAND)
    assert Drawn.unpacked(drawn.packed()) == drawn


def test_a_cluster_has_its_colour_in_every_chart():
    for chart in every_chart():
        found = {getattr(mark, "fill", "") for mark in sketch(chart, 6, 3, Look(BRAND, GROUPS))[0]}
        assert {BRAND.series[0], BRAND.series[1]} <= found, chart.name


def test_what_does_not_stand_out_is_grey():
    marks = sketch(every_chart()[1], 6, 3, Look(BRAND, GROUPS))[0]
    bars = [m for m in marks if isinstance(m, Rect) and m.height > 0.2]
    assert {BRAND.series[0], Look(BRAND, GROUPS).faint} <= {bar.fill for bar in bars}


def extent(mark) -> tuple[float, float, float, float]:
    """Return a mark's left, bottom, right and top, of its anchor for labels."""
    if isinstance(mark, Rect):
        return mark.left, mark.bottom, mark.left + mark.width, mark.bottom + mark.height
    if isinstance(mark, Shape):
        xs, ys = zip(*mark.points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)
    if isinstance(mark, Line):
        return min(mark.x, mark.to_x), min(mark.y, mark.to_y), max(mark.x, mark.to_x), max(mark.y, mark.to_y)
    return mark.x, mark.y, mark.x, mark.y


@settings(max_examples=40, deadline=None)
@given(
    st.lists(texts, min_size=1, max_size=8, unique=True),
    st.integers(1, 9),
    st.lists(st.floats(0, 1), min_size=9, max_size=9),
)
@example([""], 1, [1.1125369292536007e-308] + [0.0] * 8)
def test_no_mark_leaves_the_page_whatever_the_words(names, items, values):
    groups = tuple(Group(str(n), name) for n, name in enumerate(names))
    keys = tuple(group.key for group in groups)
    labels = [f"{name}{n}" for n, name in enumerate(names * 9)][:items]
    bars = tuple(Bar(label, value, f"{value:.0%}") for label, value in zip(labels, values, strict=False))
    share = tuple([1 / items] * items)
    made = [
        Bars("bars", tuple(BarPanel(key, names[0], bars) for key in keys), "alt"),
        Shares(
            "shares",
            keys,
            tuple(labels[:2]),
            (tuple([1 / len(keys)] * len(keys)),) * len(labels[:2]),
            (("50%",) * len(keys),) * len(labels[:2]),
            "alt",
        ),
        StackedBars(
            "stacked",
            names[0],
            keys,
            tuple(labels),
            (share,) * len(keys),
            (("5%",) * items,) * len(keys),
            ((True,) * items,) * len(keys),
            (False,) * items,
            "alt",
            against=((" (1.2x)",) * items,) * len(keys),
        ),
    ]
    for chart in made:
        for mark in sketch(chart, 8, 4.5, Look(BRAND, groups))[0]:
            if isinstance(mark, Label):
                continue
            left, bottom, right, top = extent(mark)
            assert left >= -0.02 and right <= 8.02, (chart.name, mark)
            assert bottom >= -0.6 and top <= 4.52, (chart.name, mark)


def test_a_single_value_and_no_value_are_drawn():
    point = Violin("0", (3.0,), (1.0,), Box(3, 3, 3, 3, 3), "3")
    panel = Panel("账户", "", "linear", (point,), (3.0,), ("3",))
    empty = Panel("账户", "", "linear", (), (), ())
    for chart in (Distributions("a", (panel,), ""), Distributions("b", (empty,), ""), Distributions("c", (), "")):
        assert charts.draw(chart, 4, 3, GROUPS, BRAND).png.startswith(b"\x89PNG")
    for chart in (Bars("d", (), ""), Shares("e", ("0",), (), (), (), "")):
        assert charts.draw(chart, 4, 3, GROUPS, BRAND).png.startswith(b"\x89PNG")


def test_chinese_is_drawn_where_no_chinese_font_is_installed(monkeypatch):
    monkeypatch.setattr(fonts, "installed", dict)
    assert re.search(r"NotoSansSC-Regular\.ttf$", fonts.chart_fonts(BRAND)[-1])
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph")
        assert charts.draw(every_chart()[3], 5, 3, GROUPS, BRAND)


@pytest.mark.parametrize("workers", [0, 2])
def test_workers_draw_what_this_process_would(workers):
    with Studio(workers) as studio:
        for chart in every_chart():
            studio.begin(("1", chart.name), (sketch(chart, 4.0, 2.5, Look(BRAND, GROUPS))[0], 4.0, 2.5), BRAND)
        drawn = dict(studio.pictures())
    assert drawn == {("1", chart.name): charts.draw(chart, 4.0, 2.5, GROUPS, BRAND) for chart in every_chart()}


@given(st.lists(st.from_regex("[0-9A-F]{6}", fullmatch=True), min_size=3, max_size=3))
def test_words_on_a_ground_of_any_colour_can_be_read(colours):
    paper, ink, ground = colours
    look = Look(Brand(paper=paper, ink=ink), ())
    assert contrast(look.on(ground), ground) >= 4.5


@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: chart.name)
def test_a_colour_follows_its_slot_not_the_place(chart):
    turned = (replace(GROUPS[1], slot=1), replace(GROUPS[0], slot=0))
    assert sketch(chart, 6, 3, Look(BRAND, turned))[0] == sketch(chart, 6, 3, Look(BRAND, GROUPS))[0]


@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: chart.name)
@pytest.mark.parametrize("name", ["A", "高价值核心客群与其他", "Young urban customers with high spending and low risk"])
def test_what_is_drawn_does_not_depend_on_what_clusters_are_called(chart, name):
    renamed = tuple(replace(group, name=f"{name} {group.key}") for group in GROUPS)
    drawn, captions = sketch(chart, 6, 3, Look(BRAND, GROUPS))
    again, others = sketch(chart, 6, 3, Look(BRAND, renamed))
    assert drawn == again  # the type of a name's caption may be smaller
    assert [replace(c, text="", size=0) for c in captions] == [replace(c, text="", size=0) for c in others]
    assert captions and (isinstance(chart, Bars) or captions != others)  # the titles of bars are told, not looked up


def test_a_name_that_its_place_cannot_hold_is_cut():
    look = Look(BRAND, GROUPS)
    long = "Young urban customers with high spending"
    shown = look.shortened(long, 1.0, 12, 2)
    assert shown.endswith("…") and long.startswith(shown[:-1]) and len(look.lines(shown, 1.0, 12, 9)) <= 2
    assert look.shortened("short", 1.0, 12, 2) == "short"


def labels_of(chart, width, height) -> list[Label]:
    """Return the words of a picture."""
    return [mark for mark in sketch(chart, width, height, Look(BRAND, GROUPS))[0] if isinstance(mark, Label)]


def has_rows(chart: StackedBars, width: float = 8, height: float = 3) -> bool:
    """Tell whether a chart has a row a level: its figures stand alone."""
    return any(label.text in chart.texts[0] for label in labels_of(chart, width, height) if label.across == "left")


def test_a_piece_that_the_page_speaks_of_and_that_has_no_room_for_its_words_makes_rows_of_bars():
    shares, grey = ((0.7, 0.15, 0.15), (0.12, 0.68, 0.2)), ((False,) * 3,) * 2
    assert not has_rows(split_chart(shares, grey), 5)
    assert has_rows(split_chart(shares, (grey[0], (True, False, False))), 5)
    assert has_rows(replace(split_chart(shares, grey), less=(grey[0], (True, False, False))), 5)
    assert not has_rows(split_chart(shares, (grey[0], (False, True, False))), 5)


def test_bars_of_which_more_than_a_third_is_other_levels_become_rows():
    for other, rows in ((0.3, False), (0.36, True)):
        shares = ((0.5, 0.5 - other, other), (0.6, 0.2, 0.2))
        chart = replace(split_chart(shares, ((False,) * 3,) * 2), grey=(False, False, True))
        assert has_rows(chart) == rows and not has_rows(replace(chart, grey=(False,) * 3))


def test_where_a_piece_could_not_be_named_a_level_has_a_row():
    chart = split_chart(((0.06, 0.06, 0.88), (0.06, 0.06, 0.88)), ((True, True, False),) * 2)
    for shown in (chart, replace(chart, stacked=False)):
        marks, captions = sketch(shown, 5, 3, Look(BRAND, GROUPS))
        bars = [mark for mark in marks if isinstance(mark, Rect) and mark.height > 0.1]
        names = {m.text: m.y for m in marks if isinstance(m, Label) and m.text in SPLIT}
        assert sorted(caption.text for caption in captions) == sorted(group.name for group in GROUPS[:2])
        assert len(names) == 3 and len(bars) == 6
        for level, share in zip(SPLIT, ("6%", "6%", "88%"), strict=True):
            row = [m for m in marks if isinstance(m, Label) and m.text == share and abs(m.y - names[level]) < 0.01]
            assert len(row) == 2
        assert len({round(bar.width / value, 6) for bar, value in zip(bars, (0.06, 0.06, 0.88) * 2, strict=True)}) == 1


def test_a_share_of_too_few_to_print_is_a_dash_without_a_bar():
    shares = ((0.5, 0.49, 0.01), (0.5, 0.3, 0.2))
    chart = replace(split_chart(shares, ((False,) * 3,) * 2), texts=(("50%", "49%", ""), ("50%", "30%", "20%")))
    marks = sketch(replace(chart, stacked=False), 5, 3, Look(BRAND, GROUPS))[0]
    assert len([mark for mark in marks if isinstance(mark, Rect) and mark.height > 0.1]) == 5
    assert [mark.text for mark in marks if isinstance(mark, Label)].count("–") == 1


def test_rows_of_many_clusters_stand_in_bands_that_keep_their_bars():
    groups = tuple(Group(str(n), f"Cluster {n}") for n in range(8))
    split = split_chart(((0.6, 0.3, 0.1),) * 8, ((False,) * 3,) * 8)
    chart = replace(split, clusters=tuple("01234567"), stacked=False)
    height = least_size(chart, 5, Face("Arial"))[1]
    marks, captions = sketch(chart, 5, height, Look(BRAND, groups))
    assert len({round(caption.bottom, 3) for caption in captions}) > 1 and len(captions) == 8
    longest = [m.width for m in marks if isinstance(m, Rect) and m.height > 0.1]
    assert max(longest) >= LEAST_BAR - 0.01 and all(c.left >= 0 and c.left + c.width <= 5.01 for c in captions)
    assert min(m.y for m in marks if isinstance(m, Label)) >= 0


@pytest.mark.parametrize("levels", [3, 6])
@pytest.mark.parametrize("height", [2.5, 4.5])
def test_rows_of_levels_fill_their_place_in_larger_type_where_there_is_room(levels, height):
    names, row = tuple(f"Level {n}" for n in range(levels)), (1 / levels,) * levels
    split = split_chart((row,) * 2, ((False,) * levels,) * 2)
    chart = replace(split, levels=names, grey=(False,) * levels, stacked=False)
    marks = sketch(chart, 8, height, Look(BRAND, GROUPS))[0]
    bars = [mark for mark in marks if isinstance(mark, Rect) and mark.height > 0.1]
    sizes = {round(mark.size, 1) for mark in marks if isinstance(mark, Label) and mark.text in names}
    top, bottom = max(bar.bottom + bar.height for bar in bars), min(bar.bottom for bar in bars)
    assert top - bottom >= (0.7 if levels * 1.0 + 0.5 >= height else 0.5) * height and bottom >= 0
    assert sizes == ({11.0} if levels == 6 and height == 2.5 else {15.4})


def test_larger_type_neither_cuts_names_nor_shortens_bars_nor_moves_columns():
    shares = ((0.5, 0.2, 0.3), (0.1, 0.1, 0.8))
    chart = replace(split_chart(shares, ((True,) * 3,) * 2), stacked=False)
    for width in (3.4, 4, 5, 6, 9):
        low, marks = (sketch(chart, width, height, Look(BRAND, GROUPS))[0] for height in (1.3, 5))
        small, lengths = ([m.width for m in own if isinstance(m, Rect) and m.height > 0.1] for own in (low, marks))
        sizes = {mark.size for mark in marks if isinstance(mark, Label) and mark.text.endswith("%")}
        assert max(lengths) >= 0.79 * max(small) and len(sizes) == 1
        cut = [mark.text for mark in marks if isinstance(mark, Label) and "…" in mark.text]
        assert not cut or sizes == {11 * 1.15}


def test_figures_at_the_edge_of_a_chart_keep_room_for_a_wider_font():
    look = Look(BRAND, GROUPS)
    chart = replace(split_chart(((0.525, 0.2, 0.275), (0.1, 0.1, 0.8)), ((True,) * 3,) * 2), stacked=False)
    figures = [mark for mark in sketch(chart, 6, 3, look)[0] if isinstance(mark, Label) and mark.text.endswith("%")]
    assert figures and all(m.x + 1.1 * text_width(m.text, m.size, look.face, True) <= 6.01 for m in figures)


@pytest.mark.parametrize("height", [1.1, 1.6, 3.0])
def test_figures_of_what_the_page_speaks_of_are_larger_in_rows_of_any_height_and_meet_no_other(height):
    chart = replace(split_chart(((0.5, 0.2, 0.3), (0.1, 0.1, 0.8)), ((True, True, False),) * 2), stacked=False)
    figures = [m for m in sketch(chart, 6, height, Look(BRAND, GROUPS))[0] if isinstance(m, Label) and "%" in m.text]
    told, others = ({mark.size for mark in figures if mark.bold == bold} for bold in (True, False))
    assert max(told) == min(told) == pytest.approx(1.15 * max(others)) == pytest.approx(1.15 * min(others))
    ups = sorted({round(mark.y, 4) for mark in figures})
    assert all(above - below >= 1.1 * max(told) / 72 for below, above in pairwise(ups))


@pytest.mark.parametrize("width", [4.2, 4.74, 5.4, 8.0])
def test_a_bars_name_keeps_off_the_edge_and_breaks_into_even_lines(width):
    items, look = ("Share of customers", "Share of Spend on wine"), Look(replace(BRAND, latin="Calibri"), GROUPS)
    chart = Shares("shares", ("0", "1"), items, ((0.8, 0.2), (0.1, 0.9)), (("80%", "20%"),) * 2, "alt")
    names = [m for m in sketch(chart, width, 3, look)[0] if isinstance(m, Label) and m.across == "right"]
    assert " ".join(name.text for name in names) == " ".join(items)
    assert all(name.x - look.width(name.text, name.size, True) >= 0.03 for name in names)
    assert "wine" not in {name.text for name in names}


def figures_ends(marks, look: Look) -> list[float]:
    """Return where words that begin at their place end."""
    words = [mark for mark in marks if isinstance(mark, Label) and mark.across == "left" and mark.size < 14]
    return [mark.x + look.width(mark.text, mark.size, mark.bold) for mark in words]


def long_bars(marks) -> dict[float, float]:
    """Return the lengths of bars by their left edges and heights."""
    return {(mark.left, mark.bottom): mark.width for mark in marks if isinstance(mark, Rect) and mark.height > 0.1}


@pytest.mark.parametrize("width", [3.4, 4.3, 6.0])
def test_bars_leave_room_for_their_own_words_and_not_for_those_of_others(width):
    look, few = Look(BRAND, GROUPS), (Bar("女装", 0.05, "5% (2.1x)", True),)
    chart = Bars("bars", (BarPanel("0", "Core", (Bar("鞋", 0.5, "50%"), *few)),), "alt")
    marks = sketch(chart, width, 3, look)[0]
    assert max(figures_ends(marks, look)) == pytest.approx(width - 0.08)
    assert max(long_bars(marks).values()) >= 0.6 * width
    assert {mark.text for mark in marks if isinstance(mark, Label)} >= {"50%", "5% (2.1x)"}


@pytest.mark.parametrize(("height", "parted"), [(3.0, True), (1.05, False)])
def test_words_in_brackets_stand_in_a_line_of_their_own_where_bars_are_short_and_rows_are_high(height, parted):
    look, text = Look(BRAND, GROUPS), "79% (others 42%, 1.9 times as much)"
    bars = (Bar("女装", 0.79, text, True), Bar("鞋", 0.4, "40%"))
    marks = sketch(Bars("bars", (BarPanel("0", "Core", bars),), "alt"), 4.6, height, look)[0]
    told = {mark.text: mark.y for mark in marks if isinstance(mark, Label)}
    assert (text in told) != parted and ("79%" in told) == parted
    assert max(figures_ends(marks, look)) <= 4.6 + 1e-6
    if parted:
        assert told["79%"] - told["(others 42%, 1.9 times as much)"] == pytest.approx(11.75 * 1.35 / 72)


def test_levels_of_a_page_have_one_scale_and_the_room_that_their_own_words_leave():
    look, strong = Look(BRAND, GROUPS), ((False, False, True), (False,) * 3)
    chart = replace(split_chart(((0.6, 0.3, 0.1), (0.5, 0.46, 0.04)), strong), stacked=False)
    chart = replace(chart, against=(("", "", " (+6.0 points)"), ("",) * 3))
    other = replace(chart, shares=((0.4, 0.4, 0.2),) * 2)
    for width in (4.5, 6.0, 8.0):
        pages = (chart, replace(chart, beside=(other,)), replace(other, beside=(chart,)))
        alone, one, two = (sketch(page, width, 2.0, look)[0] for page in pages)
        rule = next(mark for mark in alone if isinstance(mark, Rect) and mark.height < 0.1)
        assert max(long_bars(alone).values()) >= rule.width - 0.7  # "60%" alone stands behind it
        lengths = [sorted(long_bars(marks).values()) for marks in (one, two)]
        assert lengths[0][-1] / 0.6 == pytest.approx(lengths[0][0] / 0.04) == pytest.approx(lengths[1][-1] / 0.4)
        assert all(max(figures_ends(marks, look)) <= width for marks in (alone, one, two))


def test_bands_on_dark_paper_are_lines_between_the_pieces():
    chart = Shares("shares", ("0", "1"), ("a", "b"), ((0.8, 0.2), (0.1, 0.9)), (("80%", "20%"),) * 2, "alt")
    dark = replace(BRAND, paper="000080", ink="FFFFFF")
    assert any(isinstance(mark, Shape) for mark in sketch(chart, 5, 3, Look(BRAND, GROUPS))[0])
    marks = list(sketch(chart, 5, 3, Look(dark, GROUPS))[0])
    assert not any(isinstance(mark, Shape) for mark in marks)
    assert len([mark for mark in marks if isinstance(mark, Line) and mark.weight == 1]) == 1


@pytest.mark.parametrize("paper", ["000080", "1A1A1A", "003322"])
def test_a_key_cell_on_dark_paper_is_a_light_veil_of_no_clusters_colour_and_can_be_read(paper):
    palette = Palette(
        paper, {"bg1": paper, "tx1": "FFFFFF"}, (Colour("46A6BD", "accent3"), Colour("FF953E", "accent2"))
    )
    for number in (0, 1):
        ground = palette[f"tint:{number}"]
        assert ground.alpha == 1 and ground.rgb != paper  # what checks contrast may not know of alpha
        assert luminance(ground.rgb) > 2 * luminance(paper) and ground == palette["tint:0"]
        assert contrast(palette.ink.rgb, ground.rgb) >= 4.5
        for words in (f"on-tint:{number}", f"quiet-on-tint:{number}"):
            assert contrast(palette[words].rgb, ground.rgb) >= 4.5
        assert palette[f"on-tint:{number}"] in (palette.ink, palette[f"words:{number}"])
    assert len({palette[f"on-tint:{number}"] == palette.ink for number in range(len(palette.clusters))}) == 1


def test_a_key_cell_of_a_nearly_black_cluster_is_greyish_not_light_blue():
    navy, blue = Colour("00253F", "accent1"), Colour("0074C5", "accent2")
    palette = Palette("FFFFFF", {"bg1": "FFFFFF", "tx1": "000000"}, (navy, blue))
    assert chroma(palette["tint:0"].rgb) < 0.06 < chroma(palette["tint:1"].rgb)


@pytest.mark.parametrize(("paper", "ink"), [("FFFFFF", "222222"), ("040E8C", "FFFFFF"), ("1E1E1E", "EEEEEE")])
def test_a_mark_that_does_not_stand_out_can_be_seen(paper, ink):
    groups = (Group("a", "Cluster a"),)
    faint = Look(Brand(paper=paper, ink=ink), groups).faint
    shades = {faint, Palette(paper, {"bg1": paper, "tx1": ink}, (Colour("0072B2"),))["faint"].rgb}
    assert all(LEAST_SEEN <= contrast(shade, paper) <= LEAST_SEEN + 0.2 for shade in shades)


@pytest.mark.parametrize("cluster", ["00253F", "399F8E", "968C1B", "71283D", "8A8A8A"])
def test_a_key_cell_looks_other_than_the_paper_and_the_grey_of_a_band(cluster):
    palette = Palette("FFFFFF", {"bg1": "FFFFFF", "tx1": "000000"}, (Colour(cluster, "accent1"),))
    tint = palette["tint:0"].rgb
    assert min(usual_distance(tint, "FFFFFF"), usual_distance(tint, palette.wash.rgb)) >= 10
    assert min(contrast(palette[f"{kind}:0"].rgb, tint) for kind in ("on-tint", "quiet-on-tint")) >= 4.5


def test_what_is_no_cluster_has_a_colour_of_no_cluster():
    slots = {"bg1": "FFFFFF", "tx1": "000000", "accent1": "D46370", "accent2": "2060A0"}
    reds = (Colour("D46370", "accent1"),)
    assert Palette("FFFFFF", slots, reds).accent.scheme == "accent2"
    assert Palette("FFFFFF", slots, (), title=Colour("D56674")).accent.scheme == "accent1"
    yellow = {**slots, "accent1": "FAEB00"}  # as text it becomes the olive of the cluster
    assert Palette("FFFFFF", yellow, (Colour("6B6500"),)).accent.scheme == "accent2"


def figures_and_rules(breaks: tuple[float, ...]) -> tuple[list[Label], list[Line], list[Label]]:
    """Lay out two violins over given breaks; return their medians' figures, the rules, and the breaks' labels."""
    grid = tuple(np.linspace(-10.0, 10.0, 9))
    shapes = tuple(
        Violin(c, grid, (0.2,) * 4 + (1.0,) + (0.2,) * 4, Box(-9.0, -2.0, m, 3.0, 9.0), f"m{m:g}")
        for c, m in (("0", 0.0), ("1", 5.0))
    )
    labels = tuple(f"b{value:g}" for value in breaks)
    panel = Panel("K", "", "linear", shapes, breaks, labels)
    marks = list(sketch(Distributions("d", (panel,), "alt"), 5, 3, Look(BRAND, GROUPS))[0])
    told = [m for m in marks if isinstance(m, Label)]
    rules = [m for m in marks if isinstance(m, Line) and m.y == m.to_y and m.weight == 0.6]
    return [m for m in told if m.text.startswith("m")], rules, [m for m in told if m.text.startswith("b")]


@pytest.mark.parametrize("width", [4.5, 5.5])
def test_no_two_names_under_violins_meet(width):
    keys = tuple("abcdef")
    groups = tuple(Group(key, f"Cluster {key}") for key in keys)
    each = tuple(replace(violin(key, 1, 9), label="1.5" * n) for n, key in enumerate(keys, 1))
    panel = Panel("m", "", "linear", each, (0.0, 10.0), ("0", "10"))
    _, captions = sketch(Distributions("violins", (panel,), "alt"), width, 4, Look(BRAND, groups))
    names = sorted((c.left, c.left + c.width) for c in captions if c.text.startswith("Cluster"))
    assert width < 5 or len(names) == len(keys)
    assert all(after[0] - before[1] > 0.05 for before, after in pairwise(names))


def shape_height(*panels: Panel) -> float:
    """Return the height of the first panel's first shape."""
    marks = sketch(Distributions("d", panels, "alt"), 8, 3, Look(BRAND, GROUPS))[0]
    _, low, _, high = extent(next(mark for mark in marks if isinstance(mark, Shape)))
    return high - low


def test_lines_that_no_panel_of_a_picture_has_go_to_its_shapes():
    panel = Panel(
        "m", "", "linear", (violin("0", 1, 9), violin("1", 2, 8)), (0.0, 5.0), ("0", "5"), finding="Core lower"
    )
    long, noted = replace(panel, finding="The median of Core customers is 18.1 " * 2), replace(panel, axis="log scale")
    line = 12.5 * 1.35 / 72
    assert shape_height(panel, panel) == pytest.approx(shape_height(panel, long) + line, abs=1e-6)
    assert shape_height(panel, panel) == pytest.approx(shape_height(panel, noted) + 11 * 1.35 / 72, abs=1e-6)
    assert shape_height(long, long) == pytest.approx(shape_height(panel, long), abs=1e-6)


@pytest.mark.parametrize("width", [8.0, 8.3, 8.8, 9.5])
def test_no_figure_touches_the_edge_of_its_panel_and_shapes_stand_on_one_line(width):
    groups = tuple(Group(key, f"Cluster {key}") for key in "abc")
    panels = tuple(
        Panel("m", "", "linear", tuple(replace(violin(key, 1, 9), label=label) for key in "abc"), (0, 9), ("0", axis))
        for label, axis in (("17", "9"), ("7", "9"), ("77.2k", "100k"))
    )
    look, chart = Look(BRAND, groups), Distributions("d", panels, "alt")
    assert least_size(chart, width, look.face)[0] <= width
    marks, captions = sketch(chart, width, 3, look)
    ends = [m.x + look.width(m.text, m.size, True) for m in marks if isinstance(m, Label) and m.text == "77.2k"]
    assert len(ends) == 3 and max(ends) <= width - 0.03
    assert len({round(extent(mark)[1], 6) for mark in marks if isinstance(mark, Shape)}) == 1
    assert len({caption.height for caption in captions if caption.text.startswith("Cluster")}) == 1


def test_a_zero_between_losses_and_gains_is_ruled_and_labelled_more_plainly():
    _, rules, labels = figures_and_rules((-5.0, 0.0, 5.0))
    zero, other = ([rule for rule in rules if rule.y == label.y] for label in labels[1:])
    assert contrast(zero[0].colour, BRAND.paper) > contrast(other[0].colour, BRAND.paper) + 1
    assert [label.colour for label in labels] == [BRAND.muted, BRAND.ink, BRAND.muted]
    gains = Panel("m", "", "linear", (violin("0", 0, 9),), (0.0, 5.0), ("0", "5"))
    plain = sketch(Distributions("d", (gains,), "alt"), 4, 3, Look(BRAND, GROUPS))[0]
    assert {mark.colour for mark in plain if isinstance(mark, Label) and mark.text in ("0", "5")} == {BRAND.muted}


@pytest.mark.parametrize("paper", ["040E8C", "1E1E1E"])
def test_shapes_on_dark_paper_are_no_muddier_than_on_white_and_their_boxes_are_seen(paper):
    brand = replace(BRAND, paper=paper, ink="FFFFFF", series=("FF953E", "46A6BD"))
    marks = sketch(every_chart()[0], 6, 3, Look(brand, GROUPS))[0]
    shape, box = (next(mark for mark in marks if isinstance(mark, kind)) for kind in (Shape, Rect))
    assert contrast(shape.fill, box.fill) > 2 and usual_distance(shape.fill, paper) > 40


def violins_of(names: tuple[str, ...], labels: tuple[str, ...], width: float, scale: float = 1.0):
    """Lay out a panel of violins; return its marks, its names' captions from the left, and the look."""
    groups = tuple(Group(str(n), name) for n, name in enumerate(names))
    each = tuple(replace(violin(group.key, 1, 9), label=label) for group, label in zip(groups, labels, strict=True))
    chart = Distributions("violins", (Panel("m", "", "linear", each, (0.0, 5.0, 10.0), ("0", "5", "10,000")),), "alt")
    look = Look(BRAND, groups, scale)
    marks, captions = sketch(chart, max(width, least_size(chart, width, look.face)[0]), 4, look)
    return marks, sorted((c for c in captions if c.text), key=lambda c: c.left), look


named_violins = given(
    st.lists(
        st.sampled_from(["群体0", "Cluster 12", "高价值核心客群", "Frequent savers", "B"]), min_size=1, max_size=6
    ),
    st.sampled_from(["7", "77.2k", "6.97万"]),
    st.floats(1.5, 9.0),
    st.sampled_from([0.6, 0.75, 1.0, 1.3]),
)


@named_violins
@example(["Cluster 12"] * 3, "572", 3.6, 0.75)
@settings(max_examples=60, deadline=None)
def test_names_stand_apart_and_centred_under_their_violins_and_are_whole(names, label, width, scale):
    marks, captions, look = violins_of(tuple(names), (label,) * len(names), width, scale)
    middles = sorted({mark.x for mark in marks if isinstance(mark, Line) and mark.x == mark.to_x})
    assert [c.left + c.width / 2 for c in captions] == pytest.approx(middles)
    assert all(after.left - before.left - before.width > 0.1 for before, after in pairwise(captions))
    assert len({caption.size for caption in captions}) == 1
    size = look.caption(captions[0].size)
    if any(look.width(c.text, size, True) > c.width for c in captions):  # then lines break, and at the least size
        assert captions[0].lines > 1
        assert any(look.width(c.text, look.caption(10), True) > c.width * 0.98 for c in captions)


@named_violins
@settings(max_examples=60, deadline=None)
def test_no_figure_touches_a_violin(names, label, width, scale):
    marks, _, look = violins_of(tuple(names), (label,) * len(names), width, scale)
    told = [mark for mark in marks if isinstance(mark, Label) and mark.text == label]
    shapes = [mark for mark in marks if isinstance(mark, Shape)]
    assert len(told) == len(shapes) == len(names)
    for figure in told:
        end = figure.x + look.width(label, figure.size, True)
        beside = [x for shape in shapes for x, y in shape.points if abs(y - figure.y) <= 0.5 * figure.size / 72]
        assert all(x < figure.x - 0.05 or x > end + 0.05 for x in beside)


def test_no_rule_goes_on_behind_the_last_figure():
    marks, _, _ = violins_of(("A", "B", "C"), ("5.0",) * 3, 4.0)
    told = sorted((mark for mark in marks if isinstance(mark, Label) and mark.text == "5.0"), key=lambda mark: mark.x)
    level = [mark for mark in marks if isinstance(mark, Line) and mark.weight == 0.6 and mark.y == told[0].y]
    assert level and max(rule.to_x for rule in level) < told[-1].x
    assert min(rule.x for rule in level) < told[0].x - 0.5


def test_a_caption_keeps_a_figure_and_its_unit_on_a_line():
    look, inch = Look(BRAND, GROUPS), Place(0, 0, 914400, 914400)
    setting = Setting("1.2", "zh", Face("Calibri"), (("0", "群体0"),), look=look)
    told = []
    for width in range(150, 260, 2):
        caption = Caption(0, 0, width / 100, 0.5, "群体1是群体0的18.1倍", 12.5, 2)
        paragraphs = caption_box("c", caption, inch, setting).paragraphs
        lines = break_lines(paragraphs[0].runs, 0.72 * width / 12.5, setting.face, held=False)
        told.append(len(paragraphs))
        assert len(lines) == 1 or lines[1] != "倍"
    assert {*told} == {1, 2}


def test_no_rule_goes_through_a_figure():
    figures, rules, _ = figures_and_rules((-10.0, 0.0, 5.0, 10.0))
    for label in figures:
        level = [rule for rule in rules if abs(rule.y - label.y) < 0.05]
        assert level and not any(rule.x < label.x + 0.05 < rule.to_x for rule in level)


def test_breaks_too_close_to_be_read_are_left_out_and_zero_stays():
    _, _, labels = figures_and_rules((-10.0, -0.2, 0.0, 0.2, 10.0))
    assert [label.text for label in labels] == ["b-10", "b0", "b10"]


def shares_of(*rows: tuple[float, ...]) -> Shares:
    """Return two bars of as many clusters as they have pieces."""
    keys = tuple(str(n) for n in range(len(rows[0])))
    texts = tuple(tuple(f"{share:.1%}" for share in row) for row in rows)
    return Shares("shares", keys, ("a", "b"), rows, texts, "alt")


def groups_called(chart: Shares, name: str) -> tuple[Group, ...]:
    """Return the clusters of a chart, called by a name and their number."""
    return tuple(Group(key, f"{name} {key}") for key in chart.clusters)


def test_a_share_too_narrow_for_its_piece_stands_beside_the_bar():
    chart = shares_of((0.8, 0.2), (0.99, 0.01))
    marks, captions = sketch(chart, 5, 3, Look(BRAND, GROUPS))
    beside = next(caption for caption in captions if caption.figure == "1.0%")
    middle = beside.bottom + beside.height / 2
    assert all(not bar.bottom < middle < bar.bottom + bar.height for bar in marks if isinstance(bar, Rect))


def test_every_piece_is_named_on_its_bar_or_beside_it_whatever_the_clusters_are_called():
    chart = shares_of((0.55, 0.35, 0.1), (0.3, 0.64, 0.06))
    marks, captions = sketch(chart, 6, 3, Look(BRAND, groups_called(chart, "群体")))
    assert sorted(caption.text for caption in captions) == [f"群体 {n}" for n in (0, 0, 1, 1, 2, 2)]
    bars = [mark for mark in marks if isinstance(mark, Rect)]
    leads = [mark for mark in marks if isinstance(mark, Line)]
    for piece, name, lead in zip((bars[2], bars[5]), (captions[2], captions[5]), leads, strict=True):
        assert name.bottom >= piece.bottom + piece.height or name.bottom + name.height <= piece.bottom
        assert name.left <= lead.to_x <= name.left + name.width
        assert lead.x == pytest.approx(piece.left + piece.width / 2, abs=0.01)
    assert [caption.figure for caption in captions if caption.figure] == ["6.0%"]
    assert sketch(chart, 6, 3, Look(BRAND, groups_called(chart, "Champions of all")))[0] == marks


@given(st.lists(st.floats(0.001, 1), min_size=2, max_size=9), st.floats(3.4, 9), st.floats(0.75, 1.2))
def test_words_beside_a_bar_neither_meet_nor_leave_the_chart(pieces, width, scale):
    row = tuple(piece / sum(pieces) for piece in pieces)
    chart = shares_of(row, row[::-1])
    high = least_size(chart, width, Face("Arial"))[1] / scale
    _, captions = sketch(chart, width, high, Look(BRAND, groups_called(chart, "Cluster"), scale))
    outside = [caption for caption in captions if caption.up != "center" and not caption.on]
    for caption in outside:
        assert caption.left >= 0 and caption.left + caption.width <= width + 1e-6
        assert caption.bottom >= -1e-6 and caption.bottom + caption.height <= high + 1e-6
    for above in (True, False):
        level = sorted((c.left, c.left + c.width) for c in outside if (c.up == "bottom") == above)
        assert all(after[0] >= before[1] - 1e-6 for before, after in pairwise(level))


@pytest.mark.parametrize("lines", [1, 2])
@pytest.mark.parametrize("name", ["群体 0", "Young urban customers with high spending", "高价值核心客群与其他"])
def test_a_figure_beside_a_name_is_never_cut(name, lines):
    look, inch = Look(BRAND, GROUPS), Place(0, 0, 914400, 914400)
    setting = Setting("0", "en", Face("Calibri"), (("0", name),), look=look)
    for width in range(50, 300, 10):
        caption = Caption(0, 0, width / 100, 0.4, name, 11, lines, figure="13.8%")
        told = [paragraph.text for paragraph in caption_box("c", caption, inch, setting).paragraphs]
        assert told[-1].endswith("13.8%") and len(told) <= lines
    assert told == [f"{name} 13.8%"] or look.width(f"{name} 13.8%", 11) > 2.9


def test_a_name_is_set_a_little_smaller_rather_than_cut_or_with_its_number_alone_on_a_line():
    look, inch = Look(BRAND, GROUPS), Place(0, 0, 914400, 914400)
    setting = Setting("0", "en", look.face, (("0", "Cluster 0"),), look=look)
    width = look.width("Cluster 0", 10.5) / 0.985
    box = caption_box("c", Caption(0, 0, width, 0.4, "Cluster 0", 11, 2), inch, setting)
    assert box.size == 10 and [paragraph.text for paragraph in box.paragraphs] == ["Cluster 0"]
    assert caption_box("c", Caption(0, 0, 2, 0.4, "Cluster 0", 11, 2), inch, setting).size == 11


def test_words_on_the_pieces_of_a_bar_have_one_colour_where_all_can_be_read_in_it():
    light, mixed = ("FFB040", "44A4BB", "0090E0"), ("000080", "FFB040", "0090E0")
    groups = tuple(Group(str(n), f"Cluster {n}") for n in range(3))
    for series, count in ((light, 1), (mixed, 2)):
        look = Look(Brand(paper="00007A", ink="FFFFFF", series=series), groups)
        palette = Palette("00007A", {"bg1": "00007A", "tx1": "FFFFFF"}, tuple(map(Colour, series)))
        told = [look.on_cluster(group.key) for group in groups]
        assert told == [palette[f"on:{n}"].rgb for n in range(3)] and len(set(told)) == count
        assert all(contrast(ink, ground) >= 4.5 for ink, ground in zip(told, series, strict=True))


SPLIT = ("Bank transfer (automatic)", "Two year", "Other")


def split_chart(shares, strong) -> StackedBars:
    """Return bars of three levels."""
    texts = tuple(tuple(f"{share:.0%}" for share in row) for row in shares)
    return StackedBars("stacked", "Payment", ("0", "1"), SPLIT, shares, texts, strong, (False,) * 3, "alt")


def test_a_name_is_broken_between_words_where_its_piece_is_high_enough():
    chart = split_chart(((0.2, 0.7, 0.1), (0.1, 0.8, 0.1)), ((False,) * 3,) * 2)
    labels = [mark.text for mark in sketch(chart, 8, 3, Look(BRAND, GROUPS))[0] if isinstance(mark, Label)]
    assert "Bank transfer" in labels and "(automatic)" in labels
    assert not [text for text in labels if "…" in text]


def test_a_piece_without_room_for_its_name_has_its_share_in_it_and_lines_to_where_it_is_named():
    grey = ((False,) * 3,) * 2
    chart = split_chart(((0.7, 0.24, 0.06), (0.5, 0.4, 0.1)), grey)
    marks = list(sketch(chart, 8, 3, Look(BRAND, GROUPS))[0])
    bars = {mark.bottom: mark.bottom + mark.height for mark in marks if isinstance(mark, Rect)}
    words = [mark for mark in marks if isinstance(mark, Label) and mark.text != "Payment"]
    assert {"6%", "10%"} <= {word.text for word in words} and [word.text for word in words].count("Other") == 1
    assert all(any(low < word.y < top for low, top in bars.items()) for word in words)
    assert len([mark for mark in marks if isinstance(mark, Line)]) == 2
    for shares in (((0.73, 0.25, 0.02), (0.5, 0.4, 0.1)), ((0.7, 0.24, 0.06), (0.6, 0.34, 0.06))):
        assert has_rows(split_chart(shares, grey))  # no room for the share, and named on no bar


def test_how_a_piece_compares_stands_behind_its_share_or_under_it_and_words_grow_where_all_have_room():
    chart = split_chart(((0.5, 0.4, 0.1), (0.3, 0.4, 0.3)), ((True, False, True), (False,) * 3))
    chart = replace(chart, against=((" (2.3x)", "", " (1.9x)"), ("",) * 3))

    def labels(width: float, height: float, shown: StackedBars = chart) -> dict[str, float]:
        marks = sketch(shown, width, height, Look(BRAND, GROUPS))[0]
        return {mark.text: mark.size for mark in marks if isinstance(mark, Label) and mark.text != "Payment"}

    plain = labels(13, 4, replace(chart, strong=((False,) * 3,) * 2))
    assert "Bank transfer (automatic) 50% (2.3x)" in plain and set(plain.values()) == {11 * 1.4}
    narrow = labels(7.4, 3)
    assert {"Other", "10%", "(1.9x)"} <= set(narrow) and max(narrow.values()) < 11 * 1.4
    low = labels(7.4, 1.6)
    assert {"Other", "10%"} <= set(low) and "(1.9x)" not in low and set(low.values()) == {11}  # no room for it
    assert set(labels(13, 4, replace(chart, beside=(chart,))).values()) == {11, 11 * 1.25}  # one size on a page


@pytest.mark.parametrize(("width", "times"), [(13, 1.5 / 1.4), (8, 1.25), (5.2, 1.25), (4, 1.0)])
def test_words_of_what_the_page_speaks_of_are_larger_where_all_of_them_have_room(width, times):
    chart = split_chart(((0.45, 0.35, 0.2), (0.3, 0.4, 0.3)), ((False, True, True), (False,) * 3))
    chart = replace(chart, less=((False,) * 3, (False, True, False)))
    marks = sketch(chart, width, 2, Look(BRAND, GROUPS))[0]
    words = [mark for mark in marks if isinstance(mark, Label) and mark.across == "center"]
    bars = [mark for mark in marks if isinstance(mark, Rect)]
    marked, others = ({mark.size for mark in words if mark.bold == bold} for bold in (True, False))
    assert len(marked) == len(others) == 1 and max(marked) / max(others) == pytest.approx(times)
    for word in words:
        half, up = text_width(word.text, word.size, Look(BRAND, GROUPS).face, word.bold) / 2, 0.4 * word.size / 72
        across = [bar for bar in bars if bar.left <= word.x - half and word.x + half <= bar.left + bar.width]
        assert any(bar.bottom <= word.y - up and word.y + up <= bar.bottom + bar.height for bar in across)


def test_a_level_that_the_page_says_to_be_less_common_is_pale_and_edged_in_its_clusters_colour_with_an_arrow():
    look, grey = Look(BRAND, GROUPS), ((False,) * 3,) * 2
    chart = replace(split_chart(((0.2, 0.7, 0.1),) * 2, grey), less=((False, True, False), (False,) * 3))
    for shown in (chart, replace(chart, stacked=False)):
        marks = list(sketch(shown, 8, 3, look)[0])
        (told,) = [mark for mark in marks if isinstance(mark, Label) and mark.text.endswith("▼ 70%")]
        (inner,) = [mark for mark in marks if isinstance(mark, Rect) and mark.fill == look.pale("0")]
        edges = [mark for mark in marks if isinstance(mark, Rect) and mark.fill == look.colour("0")]
        assert told.bold and any(e.left < inner.left and e.width > inner.width for e in edges if e.height > 0.1)
    dark = Look(replace(BRAND, paper="000080", ink="FFFFFF", series=("FFD080", "0090E0")), GROUPS)
    for own in (look, dark):
        fills = [own.pale(group.key) for group in GROUPS]
        assert all(contrast(own.on(fill), fill) >= 4.5 and contrast(fill, own.brand.paper) > 1.2 for fill in fills)
        assert all(contrast(own.colour(g.key), fill) > 1.5 for g, fill in zip(GROUPS, fills, strict=True))
    assert not chart.is_less(1, 1) and chart.printed(1, 1) == "70%"


def test_rows_of_the_charts_of_a_page_are_in_one_measure():
    grey = ((False,) * 3,) * 2
    short = replace(split_chart(((0.2, 0.28, 0.52),) * 2, grey), stacked=False)
    names = ("A level with a long name", *SPLIT[1:])
    long = replace(split_chart(((0.2, 0.45, 0.35),) * 2, grey), stacked=False, levels=names)
    bars = []
    for chart in in_one_measure([short, long]):
        marks = sketch(chart, 6, 3, Look(BRAND, GROUPS))[0]
        bars.append([mark for mark in marks if isinstance(mark, Rect) and mark.height > 0.1])
    for one, other in zip(*bars, strict=True):
        assert one.left == pytest.approx(other.left)
    assert bars[0][1].width / 0.28 == pytest.approx(bars[1][1].width / 0.45)


@pytest.mark.parametrize(("other", "drawn"), [(0.4, True), (0.6, False)])
def test_other_levels_together_have_a_paler_bar_on_the_same_scale_unless_it_would_leave_none_to_the_levels(
    other, drawn
):
    chart = split_chart(((0.6 * (1 - other), 0.4 * (1 - other), other),) * 2, ((False,) * 3,) * 2)
    look = Look(BRAND, GROUPS)
    marks = sketch(replace(chart, stacked=False, grey=(False, False, True)), 6, 3, look)[0]
    bars = [mark for mark in marks if isinstance(mark, Rect) and mark.height > 0.1]
    assert len(bars) == (6 if drawn else 4)
    if drawn:
        level, _, rest, *_ = bars
        assert rest.width / level.width == pytest.approx(other / (0.6 * (1 - other)))
        assert luminance(look.faint) < luminance(rest.fill) < luminance(BRAND.paper)


def test_all_pieces_of_one_cluster_have_its_colour_and_paper_between_them():
    chart = split_chart(((0.5, 0.4, 0.1), (0.1, 0.1, 0.8)), ((True, True, False), (False, False, False)))
    first, second, *_ = [mark for mark in sketch(chart, 8, 3, Look(BRAND, GROUPS))[0] if isinstance(mark, Rect)]
    assert first.fill == second.fill == Look(BRAND, GROUPS).colour("0")
    assert second.left - (first.left + first.width) > 0.01


@pytest.mark.parametrize(("bare", "rows"), [((0, 2), False), ((0, 2, 4), True), ((0, 1), True)])
def test_a_row_a_level_stands_where_more_than_two_pieces_have_no_name_or_one_beside_such_a_piece(bare, rows):
    groups, grey = tuple(Group(str(n), f"Cluster {n}") for n in range(5)), ((False,) * 3,) * 5
    shares = tuple((0.6, 0.34, 0.06) if n in bare else (0.5, 0.3, 0.2) for n in range(5))
    chart = replace(split_chart(shares, grey), clusters=tuple("01234"))
    labels = [mark for mark in sketch(chart, 8, 5, Look(BRAND, groups))[0] if isinstance(mark, Label)]
    assert any(mark.text in SPLIT and mark.across == "right" for mark in labels) == rows
    assert ("6%" in {mark.text for mark in labels if mark.across == "center"}) != rows


@pytest.mark.parametrize("height", [1.5, 2.0, 3.0])
def test_bars_stay_in_the_picture_under_their_heading(height):
    chart = split_chart(((0.7, 0.22, 0.08), (0.5, 0.4, 0.1)), ((False,) * 3,) * 2)
    marks = list(sketch(chart, 8, height, Look(BRAND, GROUPS))[0])
    bars = [mark for mark in marks if isinstance(mark, Rect) and mark.height > 0.2]
    assert len(bars) == 6 and min(bar.bottom for bar in bars) >= 0
    assert max(mark.bottom + mark.height for mark in bars) <= height - 14 / 72


def test_no_bar_is_drawn_for_a_level_that_nobody_has():
    panel = BarPanel(GROUPS[0].key, "A", (Bar("Meta", 0.6, "60%"), Bar("Bing", 0.0, "0%")))
    marks = sketch(Bars("bars", (panel,), ""), 6, 3, Look(BRAND, GROUPS))[0]
    texts = [mark.text for mark in marks if isinstance(mark, Label)]
    assert "0%" in texts and sum(isinstance(mark, Rect) for mark in marks) == 2  # the rule under the name, and a bar


@pytest.mark.parametrize("up", ["top", "center", "bottom"])
def test_labels_of_any_letters_stand_on_one_line(up):
    """The first letter, the same in all, stands at one height beside letters that reach below, or above it."""
    seen = set()
    for text in ("TTTT", "Tgpq", "Tldh", "T（）"):
        drawn = charts.draw_marks((Label(0.1, 0.5, text, 16, "000000", up=up),), 2, 1, BRAND)
        inked = np.array(Image.open(io.BytesIO(drawn.png)))[:, :45, 3].sum(axis=1).nonzero()[0]
        seen.add((inked[0], inked[-1]))
    assert len(seen) == 1
