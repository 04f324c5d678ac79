from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import deckgen
from deckgen.typesetting import set_deck
from deckgen.wording import Words, middle_cut, significant, telling_apart

PACKAGE = Path(deckgen.__file__).parent
TOLD = [path for path in sorted(PACKAGE.rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", TOLD, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_examples_in_docstrings_hold(path):
    module = import_module(".".join(("deckgen", *path.relative_to(PACKAGE).with_suffix("").parts)))
    tried = doctest.testmod(module)
    assert tried.attempted and not tried.failed


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (18418.48, "1.84 万", "18.4k"),
        (9999.9, "1 万", "10k"),
        (1018.8, "1,019", "1,019"),
        (2.5e8, "2.5 亿", "250M"),
        (-50915.9, "−5.09 万", "−50.9k"),
        (0, "0", "0"),
        (float("nan"), "–", "–"),
    ],
)
def test_numbers_are_written_as_people_read_them(value, zh, en):
    assert (Words("zh").number(value), Words("en").number(value)) == (zh, en)


@given(st.floats(1e-4, 9e9))
def test_a_printed_number_is_within_half_a_percent(value):
    text = Words("en").number(value)
    scale = {"k": 1e3, "M": 1e6, "B": 1e9}.get(text[-1], 1)
    read = float(text.rstrip("kMB").replace(",", "")) * scale
    assert read == pytest.approx(value, rel=0.0051)


def test_small_bases_get_no_false_precision():
    assert Words("en").percent(0.3333, 120) == "33%" and Words("en").percent(0.3333, 5000) == "33.3%"


@given(st.text(min_size=1, max_size=60), st.integers(5, 30))
def test_a_cut_text_is_never_longer_than_asked(text, most):
    assert len(middle_cut(text, most)) <= most


@given(st.lists(st.text(alphabet="ab…", min_size=30, max_size=40), min_size=2, max_size=6, unique=True))
def test_different_names_stay_different(names):
    assert len(set(telling_apart(names, 9))) == len(names)


def test_lists_read_as_the_language_lists():
    assert Words("zh").list("甲乙丙") == "甲、乙、丙" and Words("en").list("abc") == "a, b and c"


def test_whole_numbers_stay_whole():
    assert significant(12) == "12" and significant(3960) == "3,960"


def test_brackets_of_levels_are_wide_in_chinese_and_those_of_a_file_stay():
    told = set_deck(("大型(300-999人) 占 18%", "数据为 客户(1).csv"), True, {"客户(1).csv"}, {"大型(300-999人)"})
    assert told == ("大型（300-999人）占18%", "数据为客户(1).csv")


def test_signs_of_comparison_are_as_wide_as_han_behind_it_but_for_those_of_cells_and_of_the_users_own_texts():
    told = set_deck(
        ("若月均消耗 < 1 万且教育 = 3", "<11 位", "区间下限 P < 3", "年龄<30岁的占 18%"), True, {"年龄<30岁"}
    )
    assert told == ("若月均消耗＜1万且教育＝3", "<11位", "区间下限P<3", "年龄<30岁的占18%")


def test_a_minus_is_a_hyphen_in_chinese_but_for_those_of_the_users_own_texts():
    told = set_deck(("群体 1 为 −0.035", "−0.035", "得分−1 的占 18%"), True, {"得分−1"})
    assert told == ("群体1为-0.035", "-0.035", "得分−1的占18%")
