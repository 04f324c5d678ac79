"""The persona comparison has few rows, one a topic, marks what tells most, and keeps what its title names."""

from __future__ import annotations

import math
import re

import polars as pl
import pytest
from test_sections import slide, told

from deckgen.persona_arrangements import CLEARLY_LARGER, MOST_ROWS


@pytest.fixture(scope="module", params=["en", "zh"])
def page(request, tmp_path_factory):
    """Tell three clusters that differ by contract, payment, flags and churn; one flag a little only."""
    rows = [
        {
            "cluster": key,
            "monthly_spend": base + i % 40,
            "tenure": 10 * place + i % 7,
            "contract": "Two year" if i % 100 < two else "Monthly",
            "payment_method": "Mailed check" if i % 10 < place * 4 else "Card",
            "has_phone": "yes" if i % 100 < phone else "no",
            "churn": "yes" if (i * 7) % 100 < churn else "no",
        }
        for place, (key, base, two, phone, churn) in enumerate(
            [("A", 10, 10, 75, 50), ("B", 60, 50, 75, 15), ("C", 200, 90, 88, 10)]
        )
        for i in range(800)
    ]
    path = tmp_path_factory.mktemp("personas") / "table.csv"
    pl.DataFrame(rows).write_csv(path)
    return slide(told(path, language=request.param), "4")


def arrangements(page):
    """Yield the table and what it is on pages with less room."""
    table = page.body
    while table:
        yield table
        table = table.narrow


def test_rows_are_few_and_fewer_where_there_is_less_room(page):
    counts = [len(table.rows) for table in arrangements(page)]
    assert counts == sorted(counts, reverse=True) and counts[0] <= MOST_ROWS + 5


def test_the_foot_of_a_page_explains_what_is_on_it_and_nothing_else(page):
    """With fewer rows, too."""
    by_rows = {stretch.keys: stretch.foot for stretch in page.stretches}
    for table in list(arrangements(page))[1:]:
        foot, cells = by_rows[tuple(row.key for row in table.rows[1:])], str(table.rows[1:])
        assert bool(re.search("Shaded|底色", foot)) == ("tone='key'" in cells)
        assert bool(re.search("x: times|倍数为", foot)) == bool(re.search(r"\d(x| ?倍)", cells))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rows_that_the_overview_names_outlast_others(tmp_path, language):
    """Here it is the plan and the channel; the risk differs less."""
    rows = [
        {
            "cluster": key,
            "monthly_spend": base + i % 40,
            "plan_size": "Large" if i % 100 < share else "Small",
            "channel": "Shop" if i % 90 < share else "Web",
            "has_high_risk_flag_late": "yes" if (i * 7) % 100 < risk else "no",
        }
        for key, base, share, risk in (("A", 10, 20, 12), ("B", 90, 80, 6))
        for i in range(800)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "table.csv")
    deck = told(tmp_path / "table.csv", language=language)
    found = str(slide(deck, "0").body)
    assert "2.2 ·" in found and "2.3 ·" in found
    tables = [[row.cells[0].text for row in table.rows] for table in arrangements(slide(deck, "4"))]
    quoted, risk = ([sum(map(starts, rows)) for rows in tables] for starts in (is_topic, is_risk))
    assert quoted[0] == 2 and 0 in risk and all(many == 2 for many, one in zip(quoted, risk, strict=True) if one)
    assert (2, 0) in zip(quoted, risk, strict=True)


def is_topic(heading):
    return heading.startswith(("Plan size", "Channel"))


def is_risk(heading):
    return heading.startswith(("Risk", "风险"))


def test_the_rows_that_the_title_and_the_takeaway_name_are_always_kept(page):
    decided = re.search(r"(?:churn|流失)[^\d]*([\d.]+%)", page.title, re.IGNORECASE).group(1)
    asked = " ".join(cell.text for cell in page.body.rows[-1].cells)
    worth = re.search(r"([\d.]+%) of Monthly|贡献 ?Monthly spend ?的 ?([\d.]+%)", asked)
    assert re.search("prioritise keeping Cluster C|是否重点维护群体C", page.takeaway)
    for figure in (decided, *filter(None, worth.groups())):
        for table in arrangements(page):
            cells = [cell for row in table.rows[1:-1] for cell in row.cells if figure in cell.text]
            assert cells and (figure != decided or any(cell.tone == "key" for cell in cells))


def test_every_part_of_a_proposed_name_has_a_row(page):
    """The names rest on spending, how long customers have been there, and churn."""
    names, headings = str(page.body.rows[1]), [row.cells[0].text for row in page.body.rows]
    for part, heading in (("spending|消费", "spend|消费"), ("ewer|新客户", "enure"), ("churn|流失", "churn|流失")):
        assert re.search(part, names) and any(re.search(heading, text, re.IGNORECASE) for text in headings)


def test_where_the_title_asks_for_a_decision_that_and_its_figure_alone_are_marked(page):
    marked = [cell for row in page.body.rows for cell in row.cells if cell.tone == "key"]
    figure = re.search(r"(?:churn|流失)[^\d]*([\d.]+%)", page.title, re.IGNORECASE).group(1)
    assert len(marked) == 2 and all(figure in cell.text and cell.cluster == "A" for cell in marked)
    assert re.search("Shaded: the first decision and its figure|底色：首先要决定的事项及其依据", page.foot)
    assert "Cohen’s h" not in page.notes


@pytest.mark.parametrize("language", ["en", "zh"])
def test_of_two_clusters_the_higher_one_is_marked_and_who_has_less_says_so(tmp_path, language):
    rows = [
        {
            "cluster": key,
            "monthly_spend": base + i % 40,
            "active_days": 5 * base + i % 7,
            "has_phone": "yes" if i % 100 < 40 and key == "B" else "no",
        }
        for key, base in (("A", 10), ("B", 90))
        for i in range(800)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "two.csv")
    told_of = slide(told(tmp_path / "two.csv", language=language), "4")
    body = told_of.body.rows[2:-1]
    marked = [next((cell.cluster for cell in row.cells if cell.tone == "key"), "") for row in body]
    assert "B" in marked and "A" not in marked
    assert re.search(r"0%，明显更低|0%, clearly lower", str(body))


def test_a_row_of_a_category_is_named_by_its_column_and_no_small_ratio_is_a_trait(page):
    texts = {row.cells[0].text: str([cell.text for cell in row.cells[1:]]) for row in page.body.rows}
    (heading,) = [text for text in texts if text.startswith("Contract")]
    assert "Two year 90%" in texts[heading] and re.search("stands out|突出项", heading)
    assert "Has phone" not in str(texts)
    assert all(float(ratio) >= 1.3 for ratio in re.findall(r"\(([\d.]+)x\)", str(texts)))


def test_a_foot_explains_ratios_only_where_a_cell_has_one(page, tmp_path):
    assert re.search("x: times|倍数为", page.foot) and re.search(r"\d(x| ?倍)", str(page.body))
    rows = [{"cluster": "AB"[i % 2], "monthly_spend": (10, 90)[i % 2] + i % 7} for i in range(800)]
    pl.DataFrame(rows).write_csv(tmp_path / "table.csv")
    for language in ("en", "zh"):
        assert not re.search("x: times|倍数为", slide(told(tmp_path / "table.csv", language=language), "4").foot)


def test_what_few_have_is_no_trait_without_what_most_have_more_often(tmp_path):
    media = {"A": {"meta": 500, "bing": 80, "tv": 420}, "B": {"meta": 400, "bing": 20, "tv": 580}}
    rows = [
        {"cluster": key, "spend": i % 40 + 1.0, "media": level}
        for key, levels in media.items()
        for level, times in levels.items()
        for i in range(2 * times)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "media.csv")
    cells = next(
        r for r in slide(told(tmp_path / "media.csv", language="en"), "4").body.rows if "Media" in r.cells[0].text
    ).cells
    assert re.fullmatch(r"meta 50\.0% \(slightly, 1\.[23]x\); bing 8\.0% \(4\.0x\)", cells[1].text)


def test_a_core_rule_is_spelled_out_or_called_by_its_number_where_there_is_less_room(page):
    rules = [
        next((r for r in table.rows if r.cells[0].text in ("Core rule", "核心规则")), None)
        for table in arrangements(page)
    ]
    texts = [" ".join(cell.text for cell in row.cells[1:]) for row in rules if row]
    assert re.search("Tenure|spend", texts[0]) and re.search("finds|覆盖", texts[0])
    assert re.search(r"(Rule|规则) ?\d: ?|规则\d：", texts[-1]) and not re.search("Tenure|spend", texts[-1])


def test_what_a_proposed_name_rests_on_stands_in_a_row_or_below_the_name_however_few_rows_there_are(page):
    """A is a newer group, the other end has been there longest: by their tenure."""
    fewest = None
    for table in arrangements(page):
        names, figures = table.rows[1], [row for row in table.rows if "enure" in row.cells[0].text]
        noted = ["enure" in cell.note for cell in names.cells[1:]]
        told = [bool(re.search("ewer|ong-standing|新客户|老客户", cell.text)) for cell in names.cells[1:]]
        assert any(told) and noted == ([False] * 3 if figures else told)
        fewest = names
    assert re.search(r"edian Tenure \d|Tenure ?中位数为 ?\d", fewest.cells[1].note)


def test_medians_of_the_money_whose_shares_stand_go_before_what_names_rest_on(page):
    """And before a rule is left out."""
    tables = [[row.cells[0].text for row in table.rows] for table in arrangements(page)]
    lean = next(rows for rows in tables if not any(re.search("Median.*spend|spend ?中位数", text) for text in rows))
    assert any("enure" in text for text in lean) and {"Core rule", "核心规则"} & {*lean}


def test_the_foot_says_where_rules_are_judged_only_where_their_precision_stands(page):
    """With fewer rows, too."""
    feet = {stretch.keys: stretch.foot for stretch in page.stretches}
    found = set()
    for table in list(arrangements(page))[1:]:
        stands = bool(re.search("precision|精确率", str(table.rows)))
        foot = feet[tuple(row.key for row in table.rows[1:])]
        assert bool(re.search("rules: on held-out customers|规则数字来自留出客户", foot)) == stands
        found.add(stands)
    assert found == {True, False}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_trait_that_another_cluster_has_as_often_says_so_where_that_one_tells_of_another(tmp_path, language):
    rows = [
        {"cluster": key, "spend": 10 * place + i % 7}
        | {"has_app": "yes" if (i * 37) % 100 < app else "no", "has_card": "yes" if (i * 61) % 100 < card else "no"}
        for place, (key, app, card) in enumerate([("A", 5, 5), ("B", 40, 5), ("C", 41, 80)])
        for i in range(1000)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "shared.csv")
    body = str(slide(told(tmp_path / "shared.csv", language=language), "4").body)
    assert re.search(r"Has app.?[ 为]?40.0%.[^']*(also high in Cluster C|群体C同样较高)", body)
    assert not re.search(r"Has card[^']*(also high|同样较高)", body)


def test_a_cluster_is_told_to_be_lowest_where_no_other_one_has_a_lower_figure(tmp_path):
    """A has fewer logins than B by most pairs of customers, but not by the median."""
    low, high = {"A": 1, "B": 9, "C": 200}, {"A": 10, "B": 100, "C": 200}
    rows = [
        {"cluster": key, "logins": low[key] if i % 100 < share else high[key], "tenure": 3 * place + i % 2}
        for place, (key, share) in enumerate((("A", 45), ("B", 51), ("C", 0)))
        for i in range(800)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "pairs.csv")
    body = slide(told(tmp_path / "pairs.csv", language="en"), "4").body
    logins, tenure = (
        [c.text for r in body.rows if r.cells[0].text == f"Median {k}" for c in r.cells[1:]]
        for k in ("Logins", "Tenure")
    )
    assert "lowest" not in str(logins) and logins[0].startswith("10, ") and logins[1].startswith("9, ")
    assert [text.split(", ")[1] for text in tenure] == ["clearly lowest", "in between", "clearly highest"]


@pytest.mark.parametrize("clusters", [2, 3])
def test_rows_of_several_clusters_give_way_to_clearly_larger_type_but_for_the_rule(tmp_path, clusters):
    """Those of two are short."""
    rows = [
        {"cluster": "ABC"[place], "monthly_spend": base + i % 40, "tenure": 10 * place + i % 7}
        for place, base in enumerate((10, 60, 200)[:clusters])
        for i in range(600)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "table.csv")
    *fuller, lean, last = arrangements(slide(told(tmp_path / "table.csv", language="en"), "4"))
    assert fuller[0].gain < lean.gain == (CLEARLY_LARGER if clusters > 2 else math.inf) and last.gain == math.inf
    assert "Core rule" in str(lean.rows) and "Core rule" not in str(last.rows)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_trait_that_is_only_slightly_more_common_says_so(tmp_path, language):
    shares = {"A": (0.385, 0.086, 0.529), "B": (0.300, 0.032, 0.668)}
    rows = [
        {"cluster": key, "spend": 10 * place + i % 7, "media": level}
        for place, (key, own) in enumerate(shares.items())
        for level, share in zip(("Meta", "Bing", "TikTok"), own, strict=True)
        for i in range(round(4000 * share))
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "media.csv")
    body = str(slide(told(tmp_path / "media.csv", language=language), "4").body)
    assert re.search(r"Meta.?为?[ ]?38.5% ?[(（](slightly, 1.3x|略高，1.3倍)", body)
    assert re.search(r"Bing.?为?[ ]?8.6% ?[(（]2.7", body)
