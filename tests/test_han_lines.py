"""Lines of Chinese text end after marks and before verbs, never within a name, a word or a figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import Element

from deckgen.builder.setting import Setting
from deckgen.builder.texts import foot, takeaway
from deckgen.fit import TOLERANCE, Run, break_lines, width_of
from deckgen.han_lines import han_lines
from deckgen.slides import Slide
from deckgen.telling import terms_in
from deckgen.template import Place
from deckgen.typefaces import Face
from deckgen.update.likeness import Line
from deckgen.update.pouring import pour_lines

FACE = Face("Arial", "Microsoft YaHei")
TAKEAWAY = "建议名称：群体0是低消费、低活跃客群（80.2%）；群体1是高消费、高活跃客群（19.8%）"
FOOT = "用14,000位客户训练，个数（取整到十位）与占比来自留出的6,000位；判对群体0的97.9%；树只描述分群，不能证明分群"


def broken(text: str, width: float, *terms: str) -> tuple[str, ...]:
    """Return a text's lines."""
    return han_lines((Run(text),), width, FACE, terms).lines


@pytest.mark.parametrize(
    ("text", "terms", "lines"),
    [
        (TAKEAWAY, (), ("建议名称：群体0是低消费、低活跃客群（80.2%）；", "群体1是高消费、高活跃客群（19.8%）")),
        ("群体1中位数是群体0的18倍", (), ("群体1中位数", "是群体0的18倍")),
        ("2.2 · 群体1：主要媒体为TikTok的占27.1%", (), ("2.2 · 群体1：主要媒体为TikTok的", "占27.1%")),
        (
            "群体1占17.6%；背景为工厂转型的占25.7%",
            ("工厂转型",),
            ("群体1占17.6%；", "背景为工厂转型的占25.7%"),
        ),
        (
            "群体0在家居上领先；游戏没有可确认的差异",
            (),
            ("群体0在家居上领先；", "游戏没有可确认的差异"),
        ),
        ("微型（1-9人）", (), ("微型", "（1-9人）")),
    ],
)
def test_a_line_ends_where_a_reader_pauses(text, terms, lines):
    widest = max(width_of((Run(line),), FACE, 1) for line in lines)
    whole = width_of((Run(text),), FACE, 1)
    for width in (widest * 1.05 / TOLERANCE, (0.7 * widest + 0.3 * whole) / TOLERANCE):
        if width < whole:
            assert broken(text, width, *terms) == lines


@given(width=st.floats(14, 60))
@pytest.mark.parametrize("text", [TAKEAWAY, FOOT])
def test_lines_hold_all_words_fit_their_room_and_are_as_many_as_there_is_room_for(text, width):
    lines = broken(text, width)
    assert "".join(lines) == text
    assert all(width_of((Run(line),), FACE, 1) <= width for line in lines)
    natural = break_lines((Run(text),), width, FACE, held=False)
    assert len(natural) <= len(lines) <= max(len(natural), len(break_lines((Run(text),), width, FACE)))


@given(width=st.floats(12, 40))
@pytest.mark.parametrize(
    "kept", ["14,000位", "-0.035", "97.9%", "79.5%", "300-999", "84%至95.8%", "大型", "价值集中度", "误判率", "过半"]
)
def test_no_line_with_room_ends_within_a_figure_a_range_or_a_name(kept, width):
    text = f"各群体的差别都不大而且大小不一，较高的那些群体中为{kept}的那些或者更高一些；其他的都没有可确认的差异"
    lines = broken(text, width, "大型", "价值集中度")
    spare = len(lines) * width * TOLERANCE - width_of((Run(text),), FACE, 1)
    assert spare < len(lines) * (width_of((Run(kept),), FACE, 1) + 1) or any(kept in line for line in lines)


def test_lines_of_a_program_stay_where_they_end_well_in_others_too():
    text = "群体1明显更高；群体0明显更低"
    assert han_lines((Run(text),), 40, FACE).lines == (text,)
    assert not han_lines((Run(text),), 40, FACE).by_hand


def test_a_takeaway_and_a_foot_are_set_in_lines_that_end_well_at_the_largest_size():
    setting = Setting("1", "zh", FACE, (("0", "群体0"), ("1", "群体1")))
    area = Place(0, 0, 8_200_000, 5_000_000)
    _, box = takeaway(TAKEAWAY, area, setting)
    assert [p.text for p in box.paragraphs] == [
        "建议名称：群体0是低消费、低活跃客群（80.2%）；",
        "群体1是高消费、高活跃客群（19.8%）",
    ]
    assert box.size == 15
    assert all("证" not in p.text or "证明分群" in p.text for p in foot(FOOT, area, setting).paragraphs)


def test_a_slide_knows_the_names_that_its_texts_hold():
    slide = Slide("1", "content", "价值集中度更高", takeaway="公司规模为微型（1-9人）的更多")
    assert terms_in(slide, {"价值集中度", "微型（1-9人）", "公司规模", "渠道数", "高"}) == (
        "微型（1-9人）",
        "价值集中度",
        "公司规模",
    )


def test_words_that_only_broke_into_lines_elsewhere_are_no_news():
    def likeness(*texts: str) -> list[Line]:
        return [Line(text, (), "left") for text in texts]

    body, fresh = Element("body"), Element("body")
    before, after = likeness("甲高；", "乙低，丙低"), likeness("甲高；乙低，", "丙低")
    now = likeness("甲很高；", "乙低，丙低")
    assert pour_lines(body, before, now, fresh, after) == ()
