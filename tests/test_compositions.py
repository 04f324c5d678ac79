"""What is said of categories: little where they differ little, else the strongest; shares in one measure."""

from __future__ import annotations

import re
from itertools import accumulate
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from test_sections import slide, told

from deckgen.composition_bars import pieces
from deckgen.settings import ColumnSettings
from deckgen.share_phrases import share_text
from deckgen.slides import Beside, StackedBars
from deckgen.wording import Words

SIZES = {"A": 1000, "B": 800, "C": 600}
WEAK = {"A": (0.49, 0.45, 0.06), "B": (0.51, 0.489, 0.001), "C": (0.51, 0.489, 0.001)}
STRONG = {"A": (0.95, 0.03, 0.02), "B": (0.5, 0.4, 0.1), "C": (0.2, 0.2, 0.6)}


def levels_of(shares, size, names):
    """Return a column of levels with these shares."""
    ends = [round(share * size) for share in accumulate(shares)]
    return [next(name for name, end in zip(names, [*ends[:-1], size], strict=True) if i < end) for i in range(size)]


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """Write a table with a category of one strength in a column, and flags that one cluster has more often."""

    def write(column, shares, *flags):
        names = ("Graduation", "Master", "Basic")
        rows = [
            {"cluster": key, "spend": i % 40 + 1.0, column: level}
            | {flag: "yes" if i % 10 < (6 if key == "A" else 2) else "no" for flag in flags}
            for key, size in SIZES.items()
            for i, level in enumerate(levels_of(shares[key], size, names))
        ]
        path = tmp_path_factory.mktemp("compositions") / "table.csv"
        pl.DataFrame(rows).write_csv(path)
        return path

    return write


@pytest.mark.parametrize(("language", "little"), [("en", "differ little by"), ("zh", "差别不大")])
def test_a_weak_category_is_titled_as_weak_and_headlined_only_where_little_else_is_found(table, language, little):
    deck = told(table("education", WEAK), language=language)
    page = slide(deck, "2.3")
    assert little in page.title and re.search(
        r"the widest confirmed gap to the others together is [\d.]+ points|合计可确认的最大差距为[\d.]+个百分点",
        page.title,
    )
    assert re.search("Cramér.s V", page.foot)
    assert page.minor and page.title in str(slide(deck, "0").body)
    others = told(table("education", WEAK, "has_app", "risk_overdue"), language=language)
    assert {"2.1a", "2.3", "2.4"} <= {s.step for s in others.slides}
    assert not re.search(little, str(slide(others, "0").body))
    assert re.search("Too little to tell|差别小，不宜", page.takeaway) and "Basic" in page.takeaway
    assert not re.search(r"\d(x| ?倍)", page.takeaway)


def test_a_percentage_is_not_set_against_a_count(table):
    page = slide(told(table("education", WEAK), language="en"), "2.3")
    assert re.search(r"“Basic” [(]Education[)]: 6.0% of Cluster A, against < [\d.]+% of the others", page.takeaway)
    assert "cases" not in page.title + page.takeaway


ALIKE = dict.fromkeys(SIZES, (0.5, 0.3, 0.2))


def test_a_page_on_which_nothing_stands_out_says_nothing_of_colours_and_brackets(table):
    page = slide(told(table("education", ALIKE), language="en"), "2.3")
    assert isinstance(page.body, StackedBars) and not any(map(any, page.body.against))
    assert "coloured" not in page.foot and "in brackets" not in page.foot
    strong = slide(told(table("education", STRONG), language="en"), "2.3").foot
    assert "coloured: confirmed above the others (≥ 1.2x, adjusted 95% interval); in brackets:" in strong


def test_a_cluster_of_which_no_share_may_be_printed_has_no_bar_and_the_foot_says_so(tmp_path):
    """Of C only nine have an education."""
    rows = [
        {"cluster": key, "spend": i % 40 + 1.0, "education": ("Master", "Basic", "PhD")[i % 3] if i < known else None}
        for key, size, known in (("A", 600, 600), ("B", 500, 500), ("C", 300, 9))
        for i in range(size)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "table.csv")
    page = slide(told(tmp_path / "table.csv", language="en"), "2.3")
    assert page.body.clusters == ("A", "B") and "not drawn, too few cases: Cluster C (Education)" in page.foot
    assert all(len(part) == 2 for part in (page.body.shares, page.body.texts, page.body.strong))


@pytest.mark.parametrize(("yes", "base", "said"), [(0, 10, "< 11 cases"), (0, 40, "0%"), (35, 40, "nearly all")])
def test_no_share_of_fewer_than_eleven_is_told(yes, base, said):
    assert share_text(SimpleNamespace(say=Words("en"), smallest=40), yes, base) == said


LESS = {"A": (0.4, 0.35, 0.25), "B": (0.4, 0.35, 0.25), "C": (0.45, 0.39, 0.16)}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_widest_gap_is_told_either_way_and_who_has_less_is_not_said_to_be_like_the_others(table, language):
    page = slide(told(table("education", LESS), language=language), "2.3")
    assert re.search(
        r"the widest confirmed gap, \d+ points, on “Basic” [(]Education[)]: 16% of Cluster C|"
        r"可确认的最大差距（\d+个百分点）：群体C中",
        page.takeaway,
    )
    assert re.search(
        "on “Basic” [(]Education[)]: 16% of Cluster C, against 25% of|Basic的占16%，其他群体为25%", page.takeaway
    )
    cluster, level = page.body.clusters.index("C"), page.body.levels.index("Basic")
    assert re.fullmatch(r"▼ 16%( \(−9 points\)|（-9个百分点）)", page.body.printed(cluster, level))
    assert page.body.is_less(cluster, level) and re.search("outlined with ▼: below|描边带 ▼：低于", page.foot)


def test_title_or_callout_has_the_largest_ratio_of_the_page(table):
    page = slide(told(table("contract", STRONG), language="en"), "2.3")
    ratios = [float(text) for text in re.findall(r"\(([\d.]+)x\)", str(page.body.against))]
    said = [float(text) for text in re.findall(r"([\d.]+)(?:x| times)", page.title + page.takeaway)]
    assert ratios and max(said) == max(ratios)
    assert page.title.startswith("Contract is ") and not page.minor


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_commonest_is_denied_only_where_it_sets_nobody_apart(table, language):
    page = slide(told(table("product_category", STRONG), language=language), "2.1b")
    assert re.search(" is most common in .*more so than elsewhere|^既最常见又高于", page.takeaway)
    assert "Top 5" not in page.kicker and not isinstance(page.body, Beside)
    texts = [bar.text for panel in page.body.panels for bar in panel.bars if bar.strong]
    assert texts and all(re.search(r"others [\d.]+%, [\d.]+x|其他[\d.]+%，[\d.]+倍", text) for text in texts)


def test_shares_that_chance_parts_are_the_commonest_together(table):
    shares = {"A": (0.9, 0.05, 0.05), "B": (0.9, 0.05, 0.05), "C": (0.08, 0.455, 0.465)}
    page = slide(told(table("product_category", shares), language="en"), "2.1b")
    assert "Graduation is most common in Clusters A and B" in page.takeaway
    assert page.takeaway.endswith("; in Cluster C Basic and Master are about equally common")


def test_shares_of_one_column_have_one_precision(table):
    page = slide(told(table("contract", STRONG), language="en"), "2.3")
    shares = re.findall(r"[\d.]+%", page.title + page.takeaway + str(page.body.texts))
    assert shares and all("." in share for share in shares)


def test_a_level_that_is_told_has_a_piece_of_its_own_however_rare():
    levels = tuple(f"L{n}" for n in range(12))
    counts = np.array([[100 - 8 * n for n in range(12)] + [0]])
    crosstab = SimpleNamespace(exact=counts, levels=levels)
    assert pieces(crosstab, set(), 12) == list(range(5))
    assert pieces(crosstab, {"L11"}, 12) == [*range(4), 11]
    assert pieces(crosstab, set(levels[3:]), 12) == list(range(3, 12))


def test_levels_too_rare_for_a_name_are_other_together_but_not_one_alone():
    names = ("Meta", "Google", "TikTok", "Bing", "Snapchat", "Kwai")
    rare = SimpleNamespace(exact=np.array([[500, 300, 120, 60, 10, 10, 0]]), levels=names)
    assert pieces(rare, set(), 6) == [0, 1, 2] and pieces(rare, {"Kwai"}, 6) == [0, 1, 2, 5]
    single = SimpleNamespace(exact=np.array([[500, 300, 120, 60, 0]]), levels=names[:4])
    assert pieces(single, set(), 4) == [0, 1, 2, 3] and pieces(single, set(), 7) == [0, 1, 2]


def test_what_the_title_tells_stands_in_the_picture_with_its_ratio(table):
    shares = {"A": (0.7, 0.2, 0.1), "B": (0.2, 0.5, 0.3), "C": (0.2, 0.3, 0.5)}
    page = slide(told(table("education", shares), language="en"), "2.3")
    level, own, name, times = re.search(
        r"\w+ is (\w+) for ([\d.]+%) of Cluster (\w), ([\d.]+) times", page.title
    ).groups()
    place = page.body.clusters.index(name), page.body.levels.index(level)
    assert page.body.printed(*place) == f"{own} ({times}x)" and page.body.strong[place[0]][place[1]]


def test_where_clusters_differ_little_the_gaps_in_points_stand_in_place_of_ratios(table):
    page = slide(told(table("education", WEAK), language="en"), "2.3")
    gaps = [text for row in page.body.against for text in row if text]
    assert "differ little" in page.title and gaps
    assert all(re.fullmatch(r" \([+−][\d.]+ points\)", text) for text in gaps)


@pytest.mark.parametrize(("language", "name"), [("en", "Channel 1"), ("zh", "渠道 ?1|Channel ?1")])
def test_a_level_that_is_a_bare_number_is_named_with_its_column(tmp_path, language, name):
    rows = [
        {"cluster": key, "spend": i % 40 + 1.0, "channel": 1 if i % 10 < share else 2}
        for key, share in (("A", 8), ("B", 2))
        for i in range(1000)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "codes.csv")
    page = slide(
        told(tmp_path / "codes.csv", language=language, columns={"channel": ColumnSettings(role="category")}), "2.2"
    )
    assert re.fullmatch(name, page.body.levels[0]) and "Channel:" not in page.title


@pytest.fixture(scope="module")
def two_clusters(tmp_path_factory):
    """A table with two clusters of which one has few of a level: all shares carry tenths."""
    shares = {"A": (0.905, 0.095, 0.0), "B": (0.909, 0.044, 0.047)}
    rows = [
        {"cluster": key, "spend": i % 40 + 1.0, "channel": level, "has_app": "yes" if i % (2 + (key == "B")) else "no"}
        for key, share in shares.items()
        for i, level in enumerate(levels_of(share, 1000, ("Web", "Shop", "Phone")))
    ]
    path = tmp_path_factory.mktemp("two") / "table.csv"
    pl.DataFrame(rows).write_csv(path)
    return path


def test_a_piece_is_as_long_as_its_label_says(two_clusters):
    chart = slide(told(two_clusters, language="en"), "2.2").body
    for shares, texts in zip(chart.shares, chart.texts, strict=True):
        printed = [float(text.rstrip("%")) / 100 if text else 0.0 for text in texts]
        assert any("." in text for text in texts)
        assert shares == pytest.approx([share / sum(printed) for share in printed])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_of_two_clusters_there_is_one_other(two_clusters, language):
    deck = told(two_clusters, language=language)
    pages = [slide(deck, step) for step in ("2.1a", "2.2")]
    text = " ".join(words for page in pages for words in (page.title, page.takeaway, page.foot))
    assert re.search("the other’s share|above the other\\b|高于另一群体", text)
    assert not re.search("the others|other clusters|其他群体", text)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_share_names_its_column_once_and_the_kicker_what_is_shown(two_clusters, language):
    deck = told(two_clusters, language=language)
    page, flags = slide(deck, "2.2"), slide(deck, "2.1a")
    assert re.search("“(Shop|Phone)” [(]Channel[)]: |Channel为(Shop|Phone)的占", page.takeaway)
    assert re.fullmatch("2.2 ?(Composition|类别构成)", page.kicker) and page.body.title == "Channel"
    assert re.fullmatch("2.1 ?(Yes/no traits|是否类特征)", flags.kicker)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_level_that_nobody_of_a_cluster_has_says_so_where_all_levels_have_room(table, language):
    shares = {"A": (0.7, 0.3, 0.0), "B": (0.2, 0.3, 0.5), "C": (0.0, 0.45, 0.55)}
    page = slide(told(table("product_category", shares), language=language), "2.1b")
    none = [[bar for bar in panel.bars if bar.text == "0%"] for panel in page.body.panels]
    assert [len(bars) for bars in none] == [1, 0, 1] and all(len(panel.bars) == 3 for panel in page.body.panels)
    assert none[0][0] == page.body.panels[0].bars[-1] and none[0][0].value == 0


def test_a_dash_in_a_picture_is_explained_at_the_foot(table):
    """Of 1,000 customers in cluster A 5 have a level, of the others none."""
    shares = {"A": (0.7, 0.295, 0.005), "B": (0.2, 0.8, 0.0), "C": (0.3, 0.7, 0.0)}
    path = table("education", shares)
    assert "fewer than 11 customers are not shown" in slide(told(path, language="en"), "2.3").foot
    assert re.search("少于 ?11 ?位的不显示", slide(told(path, language="zh"), "2.3").foot)


@pytest.mark.parametrize(("shares", "said"), [((14, 12), True), ((14, 14), False)], ids=["apart", "alike"])
def test_a_gap_between_what_stands_together_is_not_taken_for_the_widest(tmp_path, shares, said):
    """Four levels are each a little more common in one cluster, so that the many others together are rarer by more."""
    rows = [
        {
            "cluster": key,
            "spend": i % 40 + 1.0,
            "region": f"r{i % 100 // share}" if i % 100 < 4 * share else f"s{i % 29}",
        }
        for key, share in zip("AB", shares, strict=True)
        for i in range(5800)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "regions.csv")
    for language, words in (("en", "is the sum of the rest and not compared"), ("zh", "为其余各项合计，不作比较")):
        page = next(s for s in told(tmp_path / "regions.csv", language=language).slides if s.step == "2.2")
        assert any(page.body.grey) and (words in page.foot) == said


def test_the_callout_says_which_clusters_have_the_same_levels_more_often(tmp_path):
    levels = {"A": (70, 10, 10, 10), "B": (10, 10, 40, 40), "C": (10, 10, 40, 40)}
    rows = [
        {"cluster": key, "spend": i % 40 + 1.0, "contract": f"plan {n}"}
        for key, parts in levels.items()
        for n, part in enumerate(parts)
        for i in range(10 * part)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "plans.csv")
    for language, words in (
        ("en", "More common in Clusters B and C: plan [23] and plan [23]"),
        ("zh", "群体B、C更常见：plan [23]、plan [23]"),
    ):
        assert re.fullmatch(words, slide(told(tmp_path / "plans.csv", language=language), "2.3").takeaway)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_bars_of_a_category_that_differs_little_say_by_how_many_points_as_the_title_does(table, language):
    shares = {"A": (0.30, 0.34, 0.36), "B": (0.30, 0.34, 0.36), "C": (0.38, 0.32, 0.30)}
    page = slide(told(table("product_category", shares), language=language), "2.1b")
    assert re.search("differ little by|差别不大", page.title)
    texts = [bar.text for panel in page.body.panels for bar in panel.bars if bar.strong]
    gap = re.search(r"([\d.]+) ?(?:points|个百分点)", page.title)[1]
    assert texts and any(f"+{gap}" in text for text in texts) and not any("x" in text or "倍" in text for text in texts)
    assert re.search("in brackets: compared with the others’ share|括号内：与其他群体的占比相比", page.foot)
