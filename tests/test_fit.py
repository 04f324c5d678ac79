"""Text is measured and broken as presentation programs do it."""

import re
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deckgen import typefaces
from deckgen.breaks import (
    LONE,
    LONE_PART,
    breaks_well,
    even_lines,
    fit_title,
    fit_well,
    lines_by_hand,
    well_broken,
    well_set,
)
from deckgen.builder.drawing import INCH
from deckgen.builder.setting import Setting
from deckgen.builder.texts import list_paragraphs
from deckgen.builder.titles import set_subtitle
from deckgen.design import CHART_TEXT, FOOT
from deckgen.fit import (
    AIR,
    CONDITIONS,
    TOLERANCE,
    Paragraph,
    Run,
    break_lines,
    fit,
    may_break,
    measure,
    pieces,
    plain,
    width_of,
)
from deckgen.slides import Point, Points
from deckgen.template import Place
from deckgen.typefaces import Face, advance, font_file

FACE = Face("Calibri", "微软雅黑")
MIXED = st.text(alphabet="高价值客群，。（）“”ab c%95.·、", min_size=1, max_size=60)


@given(MIXED, st.floats(3, 40))
def test_lines_keep_every_character_but_spaces(text, width):
    assert "".join(break_lines((Run(text),), width, FACE)).replace(" ", "") == text.replace(" ", "")


@given(MIXED.map(lambda text: text.replace(" ", "")), st.floats(4, 40))
def test_lines_end_only_where_they_may(text, width):
    assume(all(piece.width <= width * TOLERANCE for piece in pieces((Run(text),), FACE)))
    for before, after in pairwise(break_lines((Run(text),), width, FACE)):
        assert may_break(before[-1], after[0])


def test_no_line_of_a_list_ends_within_a_clusters_short_name():
    setting = Setting("0", "en", Face("Arial"), (("a", "Cluster A"),))
    points = Points("found", (Point("28.3% of Cluster A", "2.1"), Point("no name")))
    texts = [paragraph.text for paragraph in list_paragraphs(points, setting)]
    assert texts == ["2.1 28.3% of Cluster\u00a0A", "no name"]


def test_words_of_pictures_shrink_no_further_than_those_at_a_pages_foot_nearly():
    small = Setting("0", "en", Face("Arial"), (), scale=0.6)
    assert small.picture_scale * CHART_TEXT >= small.sized(FOOT) > small.scale * CHART_TEXT
    assert Setting("0", "en", Face("Arial"), (), scale=1.2).picture_scale == 1.2


def test_a_closing_mark_takes_the_character_before_it_along():
    assert break_lines((Run("高价值客群，"),), 5.2, FACE) == ("高价值客", "群，")


def test_an_opening_mark_goes_to_the_next_line():
    assert break_lines((Run("高价值客（群"),), 5.2, FACE) == ("高价值客", "（群")


def test_latin_words_stay_whole():
    assert break_lines((Run("spend rises with age"),), 6, FACE) == ("spend rises", "with age")


@given(MIXED, st.floats(20, 300))
def test_a_smaller_size_never_needs_more_height(text, width):
    heights = [measure((plain(text),), width, FACE, size).height for size in (20, 16, 12, 8)]
    assert heights == sorted(heights, reverse=True)


def test_fit_takes_the_largest_size_that_fits():
    text = (plain("月均消耗前四分之一的客户贡献了七成收入" * 3),)
    fitted = fit(text, 200, 80, FACE, (20, 16, 14, 12, 10))
    assert fitted is not None and fitted.height <= 80
    assert measure(text, 200, FACE, {16: 20, 14: 16, 12: 14, 10: 12}[fitted.size]).height > 80


def test_fit_says_that_nothing_fits():
    assert fit((plain("长" * 400),), 60, 20, FACE, (12, 10)) is None


def test_a_lone_last_character_is_mended_by_a_slightly_smaller_title():
    fitted = fit_title("高" * 21, 20.6 * 28, 100, FACE, (28, 26, 24))
    assert fitted is not None and fitted.lines == ("高" * 21,) and fitted.size == 26


def test_a_lone_last_word_is_mended_by_an_earlier_break_after_a_mark():
    text = "核心客群的月均消耗是长尾客群的十八倍，而流失风险只有三分之一"
    fitted = fit_title(text, 28.5 * 28, 100, FACE, (28,))
    assert fitted is not None and fitted.lines == ("核心客群的月均消耗是长尾客群的十八倍，", "而流失风险只有三分之一")


def test_quotation_marks_are_full_width_among_han_only():
    assert width_of((Run("“高”"),), FACE, 10) == pytest.approx(30)
    assert width_of((Run("“x”"),), FACE, 10) < 20


def test_space_before_counts_between_paragraphs_only():
    one = measure((Paragraph((Run("高"),), before=1.0),), 100, FACE, 10).height
    two = measure((Paragraph((Run("高"),), before=1.0),) * 2, 100, FACE, 10).height
    assert two == pytest.approx(2 * one + 10)


def test_text_is_measured_even_without_any_font(monkeypatch):
    for cached in (advance, font_file):
        cached.cache_clear()
    monkeypatch.setattr(typefaces, "installed", dict)
    try:
        assert 0.2 < advance("i", "Nowhere Sans") < advance("W", "Nowhere Sans") < 1.2
    finally:
        for cached in (advance, font_file):
            cached.cache_clear()


def test_an_unknown_family_is_measured_as_wide_as_the_widest_stand_in():
    stand_in = font_file("No Such Family", False)
    assert stand_in is None or not stand_in.exact
    for usual in ("Arial", "Calibri", "Times New Roman"):
        assert sum(advance(c, "No Such Family") for c in "Largest 36%") >= sum(advance(c, usual) for c in "Largest 36%")


@pytest.mark.parametrize(
    ("text", "borders"), [("高0高", 2), ("▲ 高", 1), ("高 A", 1), ("高 高", 0), ("高（1）", 2), ("A A", 0)]
)
def test_every_border_of_han_and_latin_has_its_air_across_a_space_too(text, borders):
    characters = sum(width_of(plain(each).runs, FACE, 1) for each in text if not each.isspace())
    spaces = text.count(" ") * (width_of(plain("a a").runs, FACE, 1) - width_of(plain("aa").runs, FACE, 1))
    assert width_of(plain(text).runs, FACE, 1) == pytest.approx(characters + spaces + borders * AIR, abs=1e-9)


def test_a_title_breaks_after_no_half_of_a_word_and_between_lines_that_fit():
    text = (
        "公司规模为微型(1-9人)（45.2%，群体1为16.0%，2.8倍）在群体0中更常见，业务背景为品牌出海（4.3倍）在群体1中更常见"
    )
    width = 0.57 * width_of((Run(text),), FACE, 28)  # too narrow for a break after the mark behind the middle
    fitted = fit_title(text, width, 100, FACE, (28,))
    assert fitted.by_hand and all(width_of((Run(line),), FACE, 28) <= width * TOLERANCE for line in fitted.lines)
    assert fitted.lines[0][-2:] != "更常" and not fitted.lines[1].startswith(("常见", "见"))


def test_words_of_every_deck_are_held_together():
    whole = [piece.text for piece in pieces((Run("属于群体12的客户中更常见"),), FACE)]
    assert whole == ["属于", "群体12", "的", "客户", "中", "更常见"]


def test_a_colon_that_opens_a_later_clause_ends_no_line():
    text = "Cluster A: low spending (41.3%); Cluster B: medium spending (37.8%); Cluster C: high spending (20.8%)"
    first, second = even_lines((Run(text),), FACE, 100)
    assert first.endswith(";") and second.startswith("Cluster")
    first, _ = even_lines((Run("At most 3 questions reproduce the clusters: balanced accuracy 88.6%"),), FACE, 100)
    assert first.endswith("clusters:")


@pytest.mark.parametrize("unit", "倍万亿元天%位")
def test_a_text_is_set_a_little_smaller_before_a_figure_is_parted_from_its_unit_or_a_word_left_behind(unit):
    text = plain(f"群体甲的月均消耗为群体乙的12{unit}而且更高更多")
    for width in range(80, 400, 7):
        fitted = fit_well((text,), width, 1000, FACE, (16, 15, 14, 13))
        sizes = [size for size in (16, 15, 14) if breaks_well(text, width, FACE, size)]
        assert fitted.size == (sizes[0] if sizes else 16)


def test_a_unit_stays_with_its_figure_in_every_title():
    for unit in "倍万亿元天次人":
        assert f"12{unit}" in [piece.text for piece in pieces((Run(f"为12{unit}的"),), FACE)]


@pytest.mark.parametrize(
    "text", ["Teenhome = 0", "Tenure ≥ 20", "spend < 5,000", "base 24.7%", "lift ≥ 3.5x", "+43 points"]
)
def test_no_line_parts_a_sign_its_figure_and_its_unit(text):
    sentence = f"Cluster A where {text} and more words"
    for width in range(8, 30):
        lines = break_lines((Run(sentence),), width, FACE)
        figure = re.search(r"(?:[=≥<] |base |lift ≥ )\S+|\+43 points", sentence).group()
        assert any(figure in line for line in lines), (width, lines)
        assert " ".join(lines) == sentence


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("Mnt Meat Products < 50 and Num Store Purchases < 5 (precision 94%)", ("Meat Products < 50", "Purchases < 5")),
        ("If Media is not TikTok and Total Charges ≥ 5,000 (or missing)", ("Total Charges ≥ 5,000",)),
        ("首选规则：月均消耗≥1.5万且广告总数<100（或缺失）；可找到群体1的72%", ("月均消耗≥1.5万", "广告总数<100")),
        ("倍数最高的规则：每股收益≥-0.5；若月均消耗＜1万", ("每股收益≥-0.5", "月均消耗＜1万")),
    ],
)
@given(width=st.floats(5, 40))
def test_no_line_with_room_for_a_condition_parts_its_name_its_sign_and_its_threshold(text, conditions, width):
    whole = CONDITIONS.findall(text)
    assert len(whole) == len(conditions) and all(map(str.endswith, whole, conditions))
    natural = break_lines((Run(text),), width, FACE, held=False)
    for lines in (break_lines((Run(text),), width, FACE), lines_by_hand((Run(text),), width, FACE) or natural):
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        for condition in whole:
            room = width_of((Run(condition),), FACE, 1) + 3 < width * TOLERANCE
            assert not room or any(condition in line for line in lines), lines


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("带任一风险标签的占18.9%，是群体1（12.6%）的1.5倍，但退款纠纷相反", "群体1（12.6%）"),
        ("单项差距最大：政策违规在群体0为9.5%，付款逾期为6.1%，账户封禁", "群体0为9.5%"),
        ("每股收益（元）中位数从-0.035到0.082，差异为-0.117，两群体", "为-0.117"),
        ("low charges, long-standing and of a size in between", "long-standing"),
    ],
)
@given(width=st.floats(22, 34))
def test_a_line_with_room_ends_within_no_phrase_and_costs_no_other_line(text, kept, width):
    fewest, lines = break_lines((Run(text),), width, FACE), well_set((Run(text),), width, FACE)
    assert len(lines) == len(fewest)
    assert any(kept in line for line in lines) or lines == fewest
    assert all(width_of((Run(line),), FACE, 1) <= width for line in lines)


def test_a_text_that_a_program_would_break_badly_has_a_paragraph_a_line_with_its_own_looks():
    text = Paragraph(
        (Run("2.4 · ", True), Run("群体0风险略高：占18.9%，是群体1（12.6%）的1.5倍")), before=0.5, bullet=True
    )
    first, second = well_broken(text, 20 * 12, FACE, 12)
    assert first.runs[0] == Run("2.4 · ", True) and first.bullet and not second.bullet and second.goes_on
    assert (first.text + second.text).replace(" ", "") == text.text.replace(" ", "")
    assert well_broken(text, 60 * 12, FACE, 12) == (text,)


def test_a_title_breaks_before_no_bracket_and_within_no_word_where_a_mark_is_near():
    title = "群体0是每股收益偏高公司；群体1是每股收益偏低公司：每股收益（元）中位数从-0.035（群体1）到0.082（群体0）"
    first, _ = even_lines((Run(title),), FACE, 34)
    assert first.endswith("：")


def test_a_title_of_three_lines_keeps_the_lines_that_it_was_set_in():
    title = "High spending: 24.7% of customers; low total charges, newer (Cluster\u00a00): 27.7% and 16.0%"
    fitted = fit_title(title, 260, 200, FACE, (16,), most_lines=0)
    assert len(fitted.lines) > 2 and fitted.by_hand


@pytest.mark.parametrize(("inches", "share"), [(12.0, 1.0), (9.0, 0.8)])
def test_a_subtitle_is_a_little_smaller_where_none_of_its_lines_is_broken_then(inches, share):
    look = SimpleNamespace(size=28, bold=False, latin="Calibri", insets=(0.0, 0.0, 0.0, 0.0), spacing=1.0)
    setting = SimpleNamespace(scale=1.0, face=SimpleNamespace(han="Noto Sans CJK SC"))
    place = Place(0, 0, round(inches * INCH), 3 * INCH)
    words = "20,000 customers in 2 clusters · data file of 2026-11-28 and more"
    fitted = set_subtitle([words], "cover", place, look, setting)
    assert share * 28 <= fitted.size <= 28 and (fitted.size < 28) == (share < 1)


@pytest.mark.parametrize(("high", "parted"), [(3.0, True), (0.4, False)])
def test_a_subtitle_that_is_longer_than_a_line_is_parted_where_it_lists(high, parted):
    look = SimpleNamespace(size=28, bold=False, latin="Calibri", insets=(0.0, 0.0, 0.0, 0.0), spacing=1.0)
    setting = SimpleNamespace(scale=1.0, face=SimpleNamespace(han="Noto Sans CJK SC"))
    words = "6,000位客户，3个群体 · 数据文件日期 2026-11-28"
    place = Place(0, 0, round((4.5 if parted else 9.0) * INCH), round(high * INCH))
    fitted = set_subtitle([words], "cover", place, look, setting)
    assert fitted.lines == (tuple(words.split(" · ")) if parted else (words,))


def test_a_chinese_title_is_a_little_smaller_rather_than_parted_before_a_figure():
    text = "群体0：公司规模为微型的占45.2%，是群体1（16.0%）的2.8倍；群体1：业务背景为出海的占24.9%"
    second = text.split("，")[1]
    width = 1.01 * width_of((Run(second),), FACE, 26) / TOLERANCE
    assert fit_title(text, width, 100, FACE, (28,)).lines[0].endswith(("的", "）", "是"))
    fitted = fit_title(text, width, 100, FACE, (28, 26, 24))
    assert fitted.size == 26 and fitted.lines[1] == second and fitted.by_hand
    assert fit_title(text, 0.8 * width, 100, FACE, (28, 26, 24)).size < 26


@pytest.mark.parametrize(
    "text",
    [
        "Keep to the 3 rules that are right 88% or more of the time",
        "More with Small children at home",
        "▲ Cluster 2 clearly higher",
        "KPIs count as clustering inputs: they define the groups and do not test them",
        "Shaded: the cluster that stands out most, and what to decide first; x: times the others' share; no currency",
    ],
)
@pytest.mark.parametrize("bold", [True, False])
def test_no_word_is_left_behind_on_a_wide_last_line_and_it_costs_no_line(text, bold):
    runs = (Run(text, bold),)
    whole = width_of(runs, FACE, 1)
    for width in range(8, int(whole)):
        natural = break_lines(runs, width, FACE, held=False)
        lines = lines_by_hand(runs, width, FACE) or natural
        assert " ".join(lines) == text and len(lines) == len(natural)
        last = width_of((Run(lines[-1], bold),), FACE, 1)
        assert last >= LONE_PART * TOLERANCE * width or last >= LONE or (lines == natural and len(natural) > 2)
    before_last = whole - width_of((Run(text.split()[-1], bold),), FACE, 1)
    lines = lines_by_hand(runs, (whole + before_last) / 2, FACE)
    assert len(lines) == 2 and " " in lines[1]


@pytest.mark.parametrize(("words", "filled"), [("no", 1.0), ("no", TOLERANCE), ("no currency", TOLERANCE)])
def test_a_word_is_not_left_behind_in_a_program_that_fills_lines_a_little_more_or_less(words, filled):
    kept = "x: times the others' share; the table states"
    room = width_of((Run(f"{kept} {words}"),), FACE, 1) / filled + 0.01 * (words == "no")
    assert lines_by_hand((Run(f"{kept} no currency"),), room - 0.005, FACE) == [kept, "no currency"]


def test_in_a_narrow_column_a_last_line_of_a_word_stays_as_it_falls():
    runs = (Run("Average monthly spend"),)
    for width in (5.0, 5.5, 6.0, 7.0):
        assert not lines_by_hand(runs, width, FACE)


@pytest.mark.parametrize(
    "text",
    [
        "Accepted campaign 5: 28.3% of Cluster C, 16 times the others' share; Accepted campaign 1: 23.1% (11x)",
        "每股收益中位数：群体0为0.082元、群体1为-0.035元；群体0占公司的84.3%",
    ],
)
def test_a_title_breaks_after_its_first_clause_where_both_lines_fit_although_a_comma_is_nearer_to_its_middle(text):
    first, second = even_lines((Run(text),), FACE, 45)
    assert first.endswith((";", "；")) and not second.endswith((";", "；"))
    assert width_of((Run(first),), FACE, 1) <= 45


@pytest.mark.parametrize(
    "text",
    [
        "Cluster 2's median Total Charges is 3.4x that of Cluster 3, the one that is closest to Cluster 2",
        "Internet Service is Fiber optic for nearly all of the customers in the three largest clusters of all",
        "Average monthly charges of the customers in Cluster A are higher than those of all others by 12%",
    ],
)
@given(share=st.floats(0.6, 0.7))
def test_an_english_title_ends_no_line_after_an_article_or_a_preposition(text, share):
    lines = even_lines((Run(text),), FACE, share * width_of((Run(text),), FACE, 1))
    assert lines[0].split()[-1] not in {"the", "of", "in", "than", "by"}


def test_a_word_that_leads_on_goes_with_what_is_not_left_behind():
    text = "Keep to the rules that are right most of the time for the others"
    width = 0.99 * width_of((Run(text),), FACE, 1) / TOLERANCE
    assert lines_by_hand((Run(text),), width, FACE)[1] == "for the others"


def test_an_english_title_is_slightly_smaller_rather_than_parted_after_an_article():
    first, second = (
        "Cluster 2 is higher on Charges, 3.4 times",
        "the figure of Cluster 3 that comes closest to it",
    )
    width = 1.01 * max(width_of((Run(line),), FACE, 24) for line in (first, second)) / TOLERANCE
    assert fit_title(f"{first} {second}", width, 100, FACE, (25,)).lines[0].endswith(" the")
    fitted = fit_title(f"{first} {second}", width, 100, FACE, (25, 24, 23))
    assert fitted.size == 24 and fitted.lines == (first, second)


@pytest.mark.parametrize(
    ("text", "kept"), [("Median; below: mean / SD", "mean / SD"), ("中位数；下行：均值 / 标准差", "均值 / 标准差")]
)
def test_mean_and_standard_deviation_stay_on_one_line(text, kept):
    runs = (Run(text),)
    for width in range(7, 14):
        lines = lines_by_hand(runs, width, FACE) or break_lines(runs, width, FACE)
        assert any(kept in line for line in lines), lines


def test_a_title_that_asks_first_breaks_after_its_question():
    text = "First decision: prioritise keeping Cluster 1? It holds 91.4% of monthly spend with 24.9% of customers"
    width = 0.62 * width_of((Run(text),), FACE, 28)
    assert fit_title(text, width, 100, FACE, (28,)).lines[0].endswith("Cluster 1?")


def test_an_english_line_ends_after_no_article_where_that_costs_no_line():
    text = "Churn is 47.7% in Cluster 1 (3.6x): make keeping it a priority for the board?"
    runs, broken = (Run(text),), []
    for width in range(12, 36):
        natural = break_lines(runs, width, FACE, held=False)
        lines = lines_by_hand(runs, width, FACE)
        broken += [lines] if lines and any(line.endswith((" a", " the")) for line in natural[:-1]) else []
        assert not any(line.endswith((" a", " the")) for line in lines)
        assert len(lines) <= len(natural)
    assert broken
