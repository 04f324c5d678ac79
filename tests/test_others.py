"""What no page before shows is listed by its gap in points, in plain words, each under whom it is more common in."""

from __future__ import annotations

import re

import polars as pl
import pytest
from test_sections import slide, told

SIZES = {"A": 900, "B": 800, "C": 700}
LATE = {"has_gift": (0.30, 0.52, 0.50), "has_card": (0.20, 0.20, 0.38), "has_bag": (0.2, 0.2, 0.2)}


@pytest.fixture(scope="module", params=["en", "zh"])
def page(tmp_path_factory, request):
    """Tell a table with more flags than the first page of flags has room for."""
    early = {f"has_plan_{n}": (0.1, 0.1, 0.9) for n in range(8)}
    rows = []
    for place, (key, size) in enumerate(SIZES.items()):
        for i in range(size):
            flags = {
                name: "yes" if i < shares[place] * size - n else "no"
                for n, (name, shares) in enumerate({**early, **LATE}.items())
            }
            rows.append({"cluster": key, "spend": i % 40 + 1.0, **flags})
    path = tmp_path_factory.mktemp("others") / "table.csv"
    pl.DataFrame(rows).write_csv(path)
    return slide(told(path, language=request.param), "2.5")


def test_rows_are_sorted_by_the_gap_they_show_and_no_column_repeats_yes(page):
    head, *rows = [row for row in page.body.rows if len(row.cells) > 1]
    place = next(n for n, cell in enumerate(head.cells) if re.search("pts|百分点", cell.text))
    gaps = [float(row.cells[place].text) for row in rows]
    assert len(gaps) == 2 and gaps == sorted(gaps, reverse=True)
    assert not [cell for row in rows for cell in row.cells if cell.text in ("yes", "是")]


def test_clusters_that_lead_together_have_a_share_each_and_are_none_of_the_others(page):
    cells = next(r.cells for r in page.body.rows if r.cells[0].text == "Has gift")
    assert re.fullmatch("51.0%( and |、)48.9%", cells[2].text)
    assert [cell.text for cell in cells[3:]] == ["29.1%", "+20", cells[5].text] and cells[5].text[:3] == "1.7"


def test_no_figure_follows_a_clusters_name_without_a_word_between_in_chinese(page):
    assert not re.search(r"群体 ?[A-C] ?\d", page.notes)


def test_the_callout_says_in_plain_words_who_has_what(page):
    assert re.match(
        "2 of 3 other columns differ [(]not [^)]+[)]. More common |其余3个字段中2个有差异（.*没有可确认的差异）：",
        page.takeaway,
    )
    assert re.search("in Clusters B and C: Has gift|群体B、C更常见Has gift", page.takeaway)
    assert re.search(r"confirmed \(≥ 1.2x or Cohen’s h ≥ 0.2, adj|均经确认（≥1.2倍或Cohen's h≥0.2，经校正", page.foot)
    assert re.match(
        "Has gift: 51.0% and 48.9% of Clusters|群体B、C：Has gift占51.0%、48.9%，其他群体为29.1%",
        page.title,
    )
    assert re.search("Has card: 36.7% of Cluster C|群体C：Has card占36.7%", page.title)
    assert "before rounding" in page.notes or "取整前" in page.notes


def test_a_page_with_a_single_flag_counts_none(tmp_path):
    rows = [
        {"cluster": key, "spend": i % 40 + 1.0, "has_app": "yes" if i % 100 < share else "no"}
        for key, share in (("A", 60), ("B", 20))
        for i in range(1000)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "one.csv")
    callout = slide(told(tmp_path / "one.csv", language="en"), "2.1a").takeaway
    assert callout == "Has app is less common than elsewhere in Cluster B (20.0%)"
