"""Gaps and ratios are printed so that they follow from the shares beside them; a foot says where a ratio does not."""

from __future__ import annotations

import re

import polars as pl
import pytest
from test_sections import slide, told

from deckgen.share_phrases import printed
from deckgen.slides import Cards
from deckgen.wording import Words

SIZE = 10_000
FOLLOWING = {"has_card": (2268, 1662), "has_gift": (970, 59), "has_bag": (1240, 2160)}
ROUNDED = {"has_card": (2340, 1694)}


def page_of(tmp_path, language, flags):
    """Tell a table of two clusters in which so many of each have some flags."""
    rows = [
        {"cluster": key, "spend": i % 40 + 1.0, **{name: "yes" if i < n[k] else "no" for name, n in flags.items()}}
        for k, key in enumerate("AB")
        for i in range(SIZE)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "table.csv")
    return slide(told(tmp_path / "table.csv", language=language), "2.1a")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_gaps_below_ten_points_are_in_tenths_and_ratios_in_two_digits(tmp_path, language):
    page = page_of(tmp_path, language, FOLLOWING)
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:-1]] for row in page.body.rows[1:]}
    assert rows["Has card"][:3] == ["22.7%", "16.6%", "6.1"] and rows["Has card"][3][:3] == "1.4"
    assert rows["Has gift"][:3] == ["9.7%", "0.6%", "9.1"] and re.fullmatch("16 ?(倍|x)", rows["Has gift"][3])
    assert rows["Has bag"][2] == "9.2"
    assert not re.search("before rounding|取整前", page.foot) and re.search("before rounding|取整前", page.notes)
    assert re.search(r"\b16 ?(x|times|倍)", page.title + page.takeaway)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("flags", [ROUNDED, {**FOLLOWING, **ROUNDED}], ids=["cards", "table"])
def test_a_gap_is_the_one_between_the_shares_as_printed(tmp_path, language, flags):
    """23.4% and 16.94% are 6.46 points apart; beside "16.9%" stands what a reader finds."""
    page = page_of(tmp_path, language, flags)
    assert isinstance(page.body, Cards) == (len(flags) == 1)
    assert re.search(r"\b6[.]5", str(page.body)) and not re.search("before rounding|取整前", page.foot)


@pytest.mark.parametrize(
    ("language", "slightly", "clearly"),
    [
        ("en", r"slightly: ≥ 1\.2x", r"clearly: ≥ 1\.5x or (Cohen’s )?h ≥ 0\.2, backed by the 99\.9% interval"),
        ("zh", r"略： ?≥ ?1\.2 ?倍", r"明显： ?≥ ?1\.5 ?倍或 ?(Cohen's )?h ?≥ ?0\.2，99\.9% ?区间"),
    ],
)
def test_a_foot_defines_the_degrees_that_its_table_uses_and_no_other(tmp_path, language, slightly, clearly):
    some = {"has_card": (2300, 1800), "has_bag": (2240, 1160)}
    foot = page_of(tmp_path, language, some).foot
    assert re.search(slightly, foot) and re.search(clearly, foot)
    foot = page_of(tmp_path, language, {**some, "has_card": (2240, 1000)}).foot
    assert not re.search(slightly, foot) and re.search(clearly, foot)


def test_shares_in_whole_percent_have_gaps_in_whole_points():
    """Also where they are printed alike and differ by less."""
    say = Words("en")
    assert say.points(7.0, False) == "+7" and say.points(0.04, False) == "<1"
    assert printed("22%") - printed("15%") == 7 and "." not in str(printed("22%") - printed("15%"))
    assert "." in str(printed("22.0%") - printed("15%"))


@pytest.mark.parametrize(("language", "said"), [("en", "Has card: just below 1.5x"), ("zh", "四舍五入前不到 ?1.5 ?倍")])
def test_what_is_slightly_more_at_the_ratio_that_is_clearly_so_is_named(tmp_path, language, said):
    below, above = ({"has_card": (n, 1000), "has_bag": (1240, 2160)} for n in (1497, 1600))
    assert re.search(said, page_of(tmp_path, language, below).foot)
    assert not re.search(said, page_of(tmp_path, language, above).foot)


def test_a_row_says_what_the_points_of_several_leaders_are_to(tmp_path):
    shares = {"has_gift": {"A": 0.5, "B": 0.5, "C": 0.1}, "has_bag": {"A": 0.1, "B": 0.2, "C": 0.1}}
    shares |= {"has_pen": {"A": 0.66, "B": 0.66, "C": 0.1515}}
    rows = [
        {"cluster": key, "spend": i % 40 + 1.0}
        | {flag: "yes" if i < 2000 * own[key] else "no" for flag, own in shares.items()}
        for key in "ABC"
        for i in range(2000)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "several.csv")
    page = slide(told(tmp_path / "several.csv", language="en"), "2.1a")
    notes = {row.cells[0].text: row.cells[-1].words for row in page.body.narrow.rows}
    assert "at least +50 points over Cluster C" in notes["Has pen"]
    assert "at least +40 points over Cluster C" in notes["Has gift"] and "at least" not in notes["Has bag"]


@pytest.mark.parametrize(("language", "sure"), [("en", "95% interval: Cluster A"), ("zh", "95% ?区间：群体A")])
def test_the_foot_of_a_single_share_says_what_its_words_mean_and_how_sure_it_is(tmp_path, language, sure):
    page = page_of(tmp_path, language, {"has_card": (2000, 1000)})
    low, high = map(float, re.search(rf"{sure} ?([\d.]+)% ?(?:to|至) ?([\d.]+)%", page.foot).groups())
    assert low < 100 * 2000 / SIZE < high and re.search("[Cc]learly: ≥ 1.5x|明显： ?≥ ?1.5", page.foot)
    assert not re.search(sure, page_of(tmp_path, language, {"has_card": (2000, 2000), "has_bag": (1, 9)}).foot)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "and enter the others as 5"), ("zh", "计入其他群体时以 ?5 ?代替")]
)
def test_a_foot_says_how_counts_that_are_too_few_to_show_enter_the_others(tmp_path, language, said):
    shares = {"has_gift": {"A": 0.5, "B": 0.3, "C": 0.1}, "has_bag": {"A": 0.1, "B": 0.2, "C": 0.002}}
    for clusters, shown in (("ABC", True), ("AC", False)):
        rows = [
            {"cluster": key, "spend": i % 40 + 1.0}
            | {flag: "yes" if i < 2000 * own[key] else "no" for flag, own in shares.items()}
            for key in clusters
            for i in range(2000)
        ]
        pl.DataFrame(rows).write_csv(tmp_path / "few.csv")
        page = slide(told(tmp_path / "few.csv", language=language), "2.1a")
        assert bool(re.search(said, page.foot)) == shown


def test_cards_say_what_their_words_mean_and_how_counts_enter_the_others(tmp_path):
    shares = {"A": 0.5, "B": 0.5, "C": 0.005}
    rows = [
        {"cluster": key, "spend": i % 40 + 1.0, "has_gift": "yes" if i < 1000 * share else "no"}
        for key, share in shares.items()
        for i in range(1000)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "one.csv")
    page = slide(told(tmp_path / "one.csv", language="en"), "2.1a")
    assert isinstance(page.body, Cards) and "learly: ≥ 1.5x" in page.foot and "coloured: confirmed" not in page.foot
    assert "enter the others as 5" in page.foot


@pytest.mark.parametrize(("most", "by_h"), [(0.9, True), (0.6, False)])
def test_the_foot_of_levels_says_what_makes_one_coloured(tmp_path, most, by_h):
    rows = [
        {"cluster": key, "spend": i % 40 + 1.0, "plan": "Pro" if i < 2000 * share else "Basic"}
        for key, share in (("A", most), ("B", most - 0.1 if by_h else most / 2))
        for i in range(2000)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "plans.csv")
    deck = told(tmp_path / "plans.csv", language="en")
    (foot,) = (page.foot for page in deck.slides if "coloured: confirmed above" in page.foot)
    assert ("(≥ 1.2x or Cohen’s h ≥ 0.2, adjusted 95% interval)" if by_h else "(≥ 1.2x, adjusted 95% interval)") in foot
