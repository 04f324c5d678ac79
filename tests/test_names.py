"""Agreed names lie in a file that people edit: their words and comments stay, and the next deck has them."""

from __future__ import annotations

import json
import re
import shutil

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner
from test_personas import labelled, world
from test_sections import texts, told

from deckgen.cli import main
from deckgen.deckfile import record_of_file
from deckgen.errors import SettingsError
from deckgen.personas.cast import first_cast
from deckgen.personas.settling import settle
from deckgen.personas.sheet import read_sheet, sheet_beside, with_agreed, write_sheet, written_sheet
from deckgen.pipeline import build, update
from deckgen.settings import ColumnSettings, RowSettings, Settings
from deckgen.studio import Studio


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A first deck with its files, and tables of the same customers renumbered."""
    folder = tmp_path_factory.mktemp("names")
    first = labelled(world(7, (0, 1, 2), (500, 400, 300)), {0: "0", 1: "1", 2: "2"})
    first = first.with_columns(customer_id=pl.format("C{}", pl.int_range(pl.len()) + 10_000))
    first.write_csv(folder / "first.csv")
    first.with_columns(cluster=pl.col("cluster").replace({"0": "2", "1": "0", "2": "1"})).write_csv(
        folder / "turned.csv"
    )
    with Studio(0) as studio:
        build(folder / "first.csv", folder / "deck.pptx", Settings(language="en"), studio=studio)
    return folder


@pytest.fixture
def folder(made, tmp_path):
    """A copy of the first deck with all that lies beside it."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


def test_the_first_build_writes_proposals_with_their_evidence(folder):
    sheet = read_sheet(sheet_beside(folder / "deck.pptx"))
    assert list(sheet.personas) == [1, 2, 3]
    assert not sheet.has_names and sheet.agreed == ()
    assert any(entry["profile"] for entry in sheet.personas.values())
    shown = run("names", folder / "deck.pptx").output
    assert shown.count("no name agreed") == 3


def test_a_settled_name_is_in_the_next_deck_on_the_same_group(folder):
    done = run("names", folder / "deck.pptx", "--set", "2=Steady buyers", "--by", "the team", "--on", "2026-11-26")
    assert done.exit_code == 0, done.output
    with Studio(0) as studio:
        update(folder / "deck.pptx", folder / "turned.csv", folder / "next.pptx", lambda s: s, studio=studio)
        update(folder / "next.pptx", folder / "turned.csv", folder / "again.pptx", lambda s: s, studio=studio)
    record = record_of_file(folder / "next.pptx")
    named = next(persona for persona in record["personas"] if persona["number"] == 2)
    assert (named["en"], named["key"], named["by"]) == ("Steady buyers", "0", "the team")
    assert "Steady buyers" in [cluster["name"] for cluster in record["clusters"]]
    assert record["changes"]["moved"] == 0
    assert (folder / "again.pptx").read_bytes() == (folder / "next.pptx").read_bytes()
    assert read_sheet(sheet_beside(folder / "next.pptx")).personas[2]["label"] == "0"


def test_comments_and_own_keys_stay(folder):
    path = sheet_beside(folder / "deck.pptx")
    text = path.read_text().replace("persona: 2", "persona: 2  # ask sales")
    text = text.replace("confirm: false\n", "confirm: false\n    campaign: spring  # theirs\n", 1)
    record = {**record_of_file(folder / "deck.pptx")}
    record["clusters"] = [{**cluster, "customers": 99} for cluster in record["clusters"]]
    new = written_sheet(record, "deck.pptx", text, path)
    assert "# ask sales" in new and "campaign: spring  # theirs" in new
    assert new.count("customers: 99") == 3
    assert written_sheet(record, "deck.pptx", new, path) == new


def test_a_file_that_says_the_same_is_not_touched(folder):
    path = sheet_beside(folder / "deck.pptx")
    record = record_of_file(folder / "deck.pptx")
    assert written_sheet(record, "deck.pptx", path.read_text(), path) == path.read_text()


def test_names_of_another_clustering_are_never_taken_by_label(folder):
    settle(sheet_beside(folder / "deck.pptx"), {1: "Core"}, (), "en", "", "2026-11-26")
    with Studio(0) as studio, pytest.raises(SettingsError, match="--previous"):
        build(folder / "turned.csv", folder / "deck.pptx", Settings(language="en"), studio=studio)


def test_what_people_write_is_taken(tmp_path):
    path = tmp_path / "x.personas.yaml"
    path.write_text(
        "fingerprint: f\npersonas:\n  - persona: 2\n    name: {zh: 沉默客群, en: Dormant}\n    on: 2026-11-20\n"
        "    colour: 5\n    holds: ['spend: lower']\n"
    )
    sheet = read_sheet(path)
    persona = with_agreed(first_cast(("a", "b")), sheet)[1]
    assert (persona.zh, persona.en, persona.on, persona.slot) == ("沉默客群", "Dormant", "2026-11-20", 4)
    assert persona.holds == ("spend: lower",)
    assert sheet.agreed and json.dumps(persona.on)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("personas: [", "line 1"),
        ("fingerprint: x", "no list"),
        ("personas: [{name: a}]", "persona: NUMBER"),
        ("personas: [{persona: 1, name: Core}]", "name: {zh"),
        ("personas: [{persona: 1, colour: red}]", "colour"),
        ("personas: [{persona: 1, holds: [big]}]", "higher"),
        ("personas: [!!python/object/apply:os.getcwd []]", "persona: NUMBER"),
    ],
)
def test_a_wrong_file_is_told_where_it_is_wrong(tmp_path, text, told):
    path = tmp_path / "x.personas.yaml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=told):
        read_sheet(path)


def test_nobody_gets_a_name_twice_and_only_those_in_the_deck_get_one(folder):
    assert run("names", folder / "deck.pptx", "--set", "1=Core").exit_code == 0
    twice = run("names", folder / "deck.pptx", "--set", "2=Core")
    assert twice.exit_code == 1 and "persona 1" in twice.output
    unknown = run("names", folder / "deck.personas.yaml", "--set", "9=Core")
    assert unknown.exit_code == 1 and "1, 2, 3" in unknown.output
    assert run("names", folder / "deck.pptx", "--set", "two").exit_code == 2
    assert run("names", folder / "deck.pptx", "--ask").exit_code == 1
    assert run("names", folder / "none.yaml").exit_code == 1


def test_an_assertion_that_the_data_contradict_is_a_warning(folder):
    path = sheet_beside(folder / "deck.pptx")
    record = record_of_file(folder / "deck.pptx")
    clear = next(c for c in record["claims"] if c["kind"] == "kpi" and c["verdict"] == "clear" and c["against"] == "*")
    number = next(p["number"] for p in record["personas"] if p["key"] == clear["cluster"])
    wrong = "lower" if clear["direction"] > 0 else "higher"
    entries = path.read_text().split("  - persona: ")
    entries[number] = entries[number].replace("holds: []", f"holds: ['{clear['column']}: {wrong}']")
    path.write_text("  - persona: ".join(entries))
    with Studio(0) as studio:
        report = build(folder / "first.csv", folder / "deck.pptx", Settings(language="en"), studio=studio)
    assert any("say otherwise" in warning for warning in report.warnings)


def customers_with(folder, columns: dict[str, tuple[float, ...]], churn: tuple[float, ...]):
    """Write a table of clusters whose columns have the given medians, and of which the given shares churn."""
    random = np.random.default_rng(5)
    labels = np.repeat(np.arange(len(churn)), 400)
    table = {"cluster": labels}
    for name, medians in columns.items():
        table[name] = (np.array(medians)[labels] * random.lognormal(0, 0.2, len(labels))).round(2)
    table["churn"] = np.where(random.random(len(labels)) < np.array(churn)[labels], "yes", "no")
    pl.DataFrame(table).write_csv(folder / "table.csv")
    return folder / "table.csv"


def name_row(path, language: str) -> list[str]:
    """Return what the last slide calls the clusters."""
    table = told(path, language=language, label="cluster").slides[-1].body
    return [cell.text for cell in table.rows[1].cells[1:]]


def test_a_name_is_made_of_clear_differences_and_tells_a_bad_outcome(tmp_path):
    path = customers_with(tmp_path, {"monthly_spend": (10, 100), "tenure": (5, 50)}, (0.1, 0.5))
    assert name_row(path, "en") == [
        "Low spending, newer",
        "High spending, long-standing, more churn",
    ]
    assert name_row(path, "zh")[0] == "低消费、新客户"


def test_units_stand_in_no_name_and_who_is_old_is_called_older(tmp_path):
    path = customers_with(tmp_path, {"age": (30, 60)}, (0.1, 0.1))
    assert name_row(path, "en") == ["Younger", "Older"]
    assert name_row(path, "zh")[0] == "较年轻客群"
    path = customers_with(tmp_path, {"floor_area(sqm)": (10, 100)}, (0.1, 0.1))
    assert name_row(path, "en") == ["Lower floor area", "Higher floor area"]
    assert name_row(path, "zh")[0] == "Floor area偏低客群"


@pytest.mark.parametrize(
    ("language", "headings", "mark"),
    [("en", ("Proposed name", "Name"), " (proposal)"), ("zh", ("建议名称", "群体命名"), "（建议）")],
)
def test_that_names_are_proposed_stands_in_their_heading_unless_some_are_agreed(tmp_path, language, headings, mark):
    path = customers_with(tmp_path, {"monthly_spend": (10, 100)}, (0.1, 0.1))
    for names, heading in (({}, headings[0]), ({"0": "Silent"}, headings[1])):
        row = told(path, language=language, label="cluster", names=names).slides[-1].body.rows[1].cells
        assert row[0].text == heading and row[2].text.endswith(mark) == bool(names) and mark not in row[1].text


def test_a_name_of_what_is_no_customer_ends_with_what_it_is(tmp_path):
    path = customers_with(tmp_path, {"monthly_spend": (10, 100)}, (0.1, 0.1))
    settings = {"row": RowSettings("门店", "家", "store"), "language": "zh", "label": "cluster"}
    assert told(path, **settings).slides[-1].body.rows[1].cells[1].text == "低消费门店"


@pytest.mark.parametrize("words", [{"0": "Dormant", "1": "Payers"}, {"0": "Segment 1", "1": "Segment 2"}])
def test_labels_that_are_names_are_the_names(tmp_path, words):
    path = customers_with(tmp_path, {"monthly_spend": (10, 100)}, (0.1, 0.1))
    pl.read_csv(path).with_columns(pl.col("cluster").cast(pl.String).replace(words)).write_csv(path)
    deck = told(path, language="en", label="cluster")
    page, overview = deck.slides[-1], next(slide for slide in deck.slides if slide.step == "0")
    assert overview.body.blocks[1].points[-1].text == page.title
    named = "Payers" in words.values()
    assert ("Proposed name'" in str(page.body), "Proposed names" in overview.takeaway) == (not named, not named)
    assert page.title.startswith(f"First decision: prioritise keeping {words['1']}? ")
    assert (page.body.rows[1].cells[0].text == "Proposed name") != named and "(proposal)" not in str(page.body)
    said = " ".join(slide.title + slide.takeaway for slide in deck.slides)
    assert not re.search(r"Payers (is|has|goes|leads|holds)\b", said) and ("Payers are " in said) == named


def test_a_line_of_a_cluster_has_several_measures_though_all_are_of_one_theme(tmp_path):
    measures = {name: (1, 5, 20, 80, 300) for name in ("tennis", "rugby", "chess", "ballet")}
    path = customers_with(tmp_path, measures, (0.1,) * 5)
    header = told(path, language="en", label="cluster").slides[-1].body.rows[0]
    assert sum(cell.text.removeprefix("Median ").lower() in measures for cell in header.cells) == 3


def test_columns_of_unknown_meaning_give_no_name_and_the_page_says_why(tmp_path):
    path = customers_with(tmp_path, {"esp": (10, 100), "undp": (5, 50)}, (0.1, 0.1))
    for language, cell, why in (
        ("en", "to be named", "The business team is to name the groups: what its clear differences mean is not known"),
        ("zh", "待命名", "请业务团队为两群体命名：差异明显，但业务含义未定义"),
    ):
        assert set(name_row(path, language)) == {cell}
        assert told(path, language=language, label="cluster").slides[-1].takeaway == why


def test_where_no_figure_presses_the_page_shows_how_far_apart_the_groups_are_and_asks_of_each_another_figure(tmp_path):
    path = customers_with(tmp_path, {"esp": (10, 100), "undp": (5, 50)}, (0.1, 0.1))
    slide = told(path, language="en", label="cluster").slides[-1]
    assert re.fullmatch(r"Median \w+ from \S+ \(Cluster 0\) to \S+ \(Cluster 1\); the names are open", slide.title)
    headings = [row.cells[0].text for row in slide.body.rows]
    assert {"Median Esp", "Median Undp"} < {*headings} and headings[-1] == "To decide"
    slide = told(path, language="en", label="cluster", names={"0": "Small", "1": "Large"}).slides[-1]
    assert re.fullmatch(r"Median \w+ from \S+ \(Small\) to \S+ \(Large\)", slide.title)
    assert re.match(r"To decide: address Small separately\?", slide.takeaway)
    asked = [cell.text for cell in slide.body.rows[-1].cells[1:]]
    found = [re.match(r"Median (Esp|Undp) is .*: address this cluster separately\?", text).group(1) for text in asked]
    assert {*found} == {"Esp", "Undp"}
    assert "stands out more in a row (of one measure the higher)" in slide.foot and "Cliff" not in slide.foot
    marked = [sum(cell.tone == "key" for cell in row.cells) for row in slide.body.rows]
    assert any(marked) and max(marked) == 1 and "Cliff’s delta" in slide.notes


@pytest.mark.parametrize(
    ("language", "name", "title"),
    [
        (
            "zh",
            ("每股收益多为正的客群", "每股收益中位数为正"),
            "请确认名称：群体 ?0（50.0%）为“每股收益(多为负的客群|中位数为负)”；群体 ?1（50.0%）为“每",
        ),
        (
            "en",
            ("Mostly positive 每股收益", "Positive median 每股收益"),
            "Proposed names to confirm: Cluster 0 \\(50.0%\\), “(mostly negative|negative median) 每",
        ),
    ],
)
@pytest.mark.parametrize("mostly", [True, False])
def test_a_name_says_of_a_median_or_of_three_quarters_what_holds_of_no_more(tmp_path, language, name, title, mostly):
    apart = 1.2 if mostly else 0.5
    values = np.random.default_rng(5).normal(0, 1, 800) + np.repeat([-apart, apart], 400)
    table = {"cluster": np.repeat([0, 1], 400), "每股收益": values.round(3)}
    pl.DataFrame(table).write_csv(tmp_path / "table.csv")
    slide = told(tmp_path / "table.csv", language=language, label="cluster").slides[-1]
    assert re.match(title, slide.title) and slide.body.rows[1].cells[2].text == name[not mostly]
    body = slide.body
    while body:
        assert any(re.search("中位数|Median", row.cells[0].text) for row in body.rows)
        body = body.narrow


def test_a_decision_names_its_figure_and_who_carries_it(tmp_path):
    random = np.random.default_rng(3)
    spend = np.r_[random.lognormal(3, 0.3, 1500), random.lognormal(4, 1.5, 1500)].round(2)
    pl.DataFrame({"cluster": np.repeat(["a", "b"], 1500), "monthly_spend": spend}).write_csv(tmp_path / "table.csv")
    slides = {slide.step: slide for slide in told(tmp_path / "table.csv", language="en", label="cluster").slides}
    asked = [cell.text for cell in slides["4"].body.rows[-1].cells[1:]]
    held = r"It holds \d+\.\d% of Monthly spend with 50.0% of customers: prioritise keeping it\?"
    assert re.fullmatch(held, asked[1]) and slides["4"].title.endswith(asked[1].partition(":")[0])
    carried = r"The top 1% of Cluster b hold \d+\.\d% of its Monthly spend\. Next: invest to grow Cluster a\? The .*"
    assert re.fullmatch(carried, slides["4"].takeaway)
    assert re.fullmatch(r"Median Monthly spend is \S+ against \S+ in Cluster b: invest to grow it\?", asked[0])


def test_a_single_risk_that_clearly_differs_is_asked_about_and_not_all_of_them_together(tmp_path):
    random = np.random.default_rng(3)
    risks = {
        "has_high_risk_flag_late": np.r_[random.random(1500) < 0.15, random.random(1500) < 0.06],
        "has_high_risk_flag_ban": random.random(3000) < 0.2,
    }
    pl.DataFrame({"cluster": np.repeat(["a", "b"], 1500), **risks}).write_csv(tmp_path / "table.csv")
    slide = told(tmp_path / "table.csv", language="en", label="cluster").slides[-1]
    first = slide.body.rows[-1].cells[1].text
    assert re.fullmatch(r"Late is \d+\.?\d*% against \d+\.?\d*% in Cluster b: review more closely\?", first)


def test_a_total_that_hardly_anybody_carries_is_not_shared_out(tmp_path):
    spend = np.random.default_rng(3).lognormal(3, 0.3, 3000).round(2)
    spend[1500] = 1e7
    pl.DataFrame({"cluster": np.repeat(["a", "b"], 1500), "monthly_spend": spend}).write_csv(tmp_path / "table.csv")
    slides = told(tmp_path / "table.csv", language="en", label="cluster").slides
    assert not [slide.title for slide in slides if "% of Monthly spend" in str(slide)]


@pytest.mark.parametrize(("share", "named"), [(0.52, False), (0.8, True)])
def test_half_of_a_cluster_is_not_most_of_it(tmp_path, share, named):
    plans = [("basic", 1 - share), ("family", share)], [("basic", 0.95), ("family", 0.05)]
    levels = [level for plan in plans for level, part in plan for _ in range(round(500 * part))]
    path = tmp_path / "table.csv"
    spend = np.random.default_rng(0).lognormal(3, 0.2, 1000).round(2)
    pl.DataFrame({"cluster": ["a"] * 500 + ["b"] * 500, "plan": levels, "monthly_spend": spend}).write_csv(path)
    assert ("ostly family" in name_row(path, "en")[0]) is named


def test_clusters_that_differ_from_the_rest_in_the_same_way_share_no_name(tmp_path):
    path = customers_with(tmp_path, {"monthly_spend": (10, 10, 100)}, (0.1, 0.1, 0.1))
    names = name_row(path, "en")
    assert names[2] == "High spending"
    assert "those of another cluster" in names[0] and "those of another cluster" in names[1]


def test_a_row_of_the_last_slide_is_one_measure_and_the_last_row_asks(tmp_path):
    path = customers_with(tmp_path, {"monthly_spend": (10, 50, 100), "tenure": (5, 20, 50)}, (0.1, 0.1, 0.5))
    table = told(path, language="en", label="cluster").slides[-1].body
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in table.rows}
    assert [text.split(", ")[1] for text in rows["Median Tenure"]] == [
        "clearly lowest",
        "in between",
        "clearly highest",
    ]
    assert list(rows)[-1] == "To decide" and rows["To decide"][2].startswith("Churn is ")
    assert all(len(smaller.rows) <= len(table.rows) for smaller in (table.narrow, table.narrow.narrow))


def test_few_cases_of_a_risk_are_not_called_no_difference(tmp_path):
    path = customers_with(tmp_path, {"monthly_spend": (10, 100)}, (0.01, 0.01))
    table = told(path, language="en", label="cluster").slides[-1].body
    assert "no clear difference" not in str(table)
    assert not [row for row in table.rows if row.cells[0].text.startswith("Risk")]


def test_many_clusters_stand_below_one_another_and_each_is_asked_something_else(tmp_path):
    spending, tenure = (10, 20, 40, 80, 400), (40, 5, 20, 10, 30)
    path = customers_with(tmp_path, {"monthly_spend": spending, "tenure": tenure}, (0.1, 0.1, 0.1, 0.5, 0.1))
    slide = told(path, language="en", label="cluster").slides[-1]
    title = r"First decision, Cluster 3: act to cut churn\? Churn is [\d.]+% against [\d.]+% elsewhere"
    assert re.fullmatch(title, slide.title)
    unproven = "The figures describe; none shows what acting would change"
    assert slide.takeaway == f"Next: prioritise keeping Cluster 4? {unproven}"
    header, *lines = slide.body.rows
    assert [row.cells[0].text for row in lines] == [f"Cluster {n}" for n in range(5)]
    assert (header.cells[0].text, header.cells[-1].text) == ("Cluster", "To decide")
    asked = [row.cells[-1].text for row in lines]
    assert (
        len(set(asked)) == 5
        and asked[3].endswith("% elsewhere: act to cut churn?")
        and asked[4].startswith("It holds ")
    )


def test_better_is_said_only_of_a_direction_that_is_known(tmp_path):
    path = customers_with(tmp_path, {"monthly_spend": (10, 100)}, (0.1, 0.1))

    def kpis(**settings):
        slides = told(path, language="en", label="cluster", **settings).slides
        slide = next(slide for slide in slides if slide.step == "1.1")
        return slide.title, slide.body.rows[-1].cells[-1].text

    title, verdict = kpis()
    assert "higher" in title and "better" not in title and "(better)" not in verdict
    title, verdict = kpis(columns={"monthly_spend": ColumnSettings(polarity="higher")})
    assert "better" in title and verdict.endswith("(better)")


def test_a_risk_is_told_in_the_words_of_every_other_verdict(tmp_path):
    path = customers_with(tmp_path, {"monthly_spend": (10, 50, 100), "tenure": (5, 20, 50)}, (0.1, 0.1, 0.5))
    table = told(path, language="en", label="cluster").slides[-1].body
    risk = next(row for row in table.rows if row.cells[0].text.startswith("Risk"))
    assert risk.cells[3].text.endswith("clearly higher")


def test_what_is_to_be_decided_and_the_core_rule_outlast_every_weaker_row(tmp_path):
    path = customers_with(tmp_path, {"monthly_spend": (10, 50, 100), "tenure": (5, 20, 50)}, (0.1, 0.1, 0.5))
    tables = [told(path, language="en", label="cluster").slides[-1].body]
    while tables[-1].narrow:
        tables.append(tables[-1].narrow)
    *wider, least = ([row.cells[0].text for row in table.rows] for table in tables)
    assert all(rows[-2:] == ["Core rule", "To decide"] for rows in wider)
    assert least[-1] == "To decide" and len(least) < len(wider[-1]) <= 6


@pytest.mark.parametrize(("language", "row"), [("en", "Share with any Kids"), ("zh", "Kids（大于零的占比）")])
def test_a_row_of_medians_that_read_alike_shows_shares(tmp_path, language, row):
    draw = np.random.default_rng(3)
    cluster = np.repeat(list("abc"), 500)
    kids = (draw.random(1500) < np.repeat([0.95, 0.4, 0.05], 500)) + (draw.random(1500) < 0.02).astype(int)
    path = tmp_path / "table.csv"
    pl.DataFrame({"cluster": cluster, "monthly_spend": draw.lognormal(3, 0.2, 1500).round(2), "kids": kids}).write_csv(
        path
    )
    table = told(path, language=language, label="cluster").slides[-1].body
    texts = {r.cells[0].text: [cell.text for cell in r.cells[1:]] for r in table.rows}
    assert row in texts and len({text.split("%")[0] for text in texts[row]}) == 3


def test_what_two_clusters_have_alike_calls_for_no_offer_of_its_own(tmp_path):
    random = np.random.default_rng(3)
    label = np.repeat(["a", "b", "c"], 800)
    app = random.random(2400) < np.where(label == "c", 0.2, 0.7)
    web = random.random(2400) < np.where(label == "b", 0.7, 0.2)
    table = {"cluster": label, "has_app": np.where(app, "yes", "no"), "has_web": np.where(web, "yes", "no")}
    pl.DataFrame(table).write_csv(tmp_path / "table.csv")
    asked = [
        cell.text
        for cell in told(tmp_path / "table.csv", language="en", label="cluster").slides[-1].body.rows[-1].cells
    ]
    assert "app" not in str(asked).lower() and re.match(r"Has web .*: address these customers separately\?", asked[2])


def test_where_the_top_customers_are_too_few_to_tell_that_few_carry_the_money_is_said(tmp_path):
    spend = np.random.default_rng(3).lognormal(3, 0.3, 1000).round(2)
    spend[500:510] = 3000
    pl.DataFrame({"cluster": np.repeat(["a", "b"], 500), "monthly_spend": spend}).write_csv(tmp_path / "table.csv")
    slides = told(tmp_path / "table.csv", language="en", label="cluster").slides
    title = next(slide.title for slide in slides if slide.step == "0")
    assert re.fullmatch(r"Cluster b is 50.0% of .* of Monthly spend, carried by few of its customers", title)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Newer", "Medium tenure", "Long-standing")), ("zh", ("新客户", "客龄居中", "老客户"))],
)
def test_labels_of_how_long_somebody_is_a_customer_say_so(tmp_path, language, words):
    path = customers_with(tmp_path, {"monthly_spend": (10, 50, 100), "tenure": (5, 20, 50)}, (0.1, 0.1, 0.5))
    slide = next(s for s in told(path, language=language, label="cluster").slides if s.step == "1.3")
    assert tuple(cell.text for cell in slide.body.rows[-1].cells[1:-1]) == words


def test_the_title_of_the_labels_names_none_that_holds_on_few_kpis(tmp_path):
    medians = {"monthly_spend": (10, 50), "logins": (5, 5), "sessions": (8, 8), "frequency": (2, 9)}
    slides = told(customers_with(tmp_path, medians, (0.1, 0.1)), language="en", label="cluster").slides
    slide = next(s for s in slides if s.step == "1.3")
    assert "1 of 3" in str(slide.body) and "1 of 3" not in slide.title
    assert (
        slide.takeaway == "All 4 labels rest on a single KPI each and are provisional"
        and "in between" not in slide.foot
    )


def test_the_overview_names_up_to_four_groups_and_the_last_title_does_not_list_so_many(tmp_path):
    figures = {"monthly_spend": (10, 20, 80, 400), "tenure": (40, 5, 20, 10)}
    slides = told(customers_with(tmp_path, figures, (0.1,) * 4), language="en", label="cluster").slides
    assert slides[1].takeaway.startswith("Proposed names: Cluster 0, ") and "Cluster 3, " in slides[1].takeaway
    assert all(f"Cluster {n}, " not in slides[-1].title for n in range(4))


def test_the_title_of_the_labels_does_not_say_in_between_of_what_has_no_word_in_common(tmp_path):
    medians = {"balance": (10, 50, 90), "limit": (5, 20, 60), "monthly_spend": (30, 10, 90), "income": (10, 30, 80)}
    slides = told(customers_with(tmp_path, medians, (0.1,) * 3), language="en", label="cluster").slides
    slide = next(s for s in slides if s.step == "1.3")
    assert "In between" in str(slide.body) and "n between (2 of 2)" not in slide.title and "Income" in slide.title


def test_a_share_above_zero_is_told_of_no_measure_that_goes_below_it(tmp_path):
    draw, cluster = np.random.default_rng(3), np.repeat(list("abc"), 500)
    returned = -1 * (draw.random(1500) < np.repeat([0.9, 0.3, 0.1], 500)) * draw.lognormal(3, 0.4, 1500)
    path = tmp_path / "table.csv"
    pl.DataFrame({"cluster": cluster, "returned": returned.round(2), "kids": draw.poisson(2, 1500)}).write_csv(path)
    told_of = "\n".join(texts(told(path, language="en", label="cluster").slides))
    assert "Returned" in told_of and "have any" not in told_of


@pytest.mark.parametrize(
    ("levels", "words"),
    [(("F", "M"), "mostly women"), (("7", "8"), "mostly"), (("60+", "18-59"), r"mostly 60\+ \(Sex of the owner\)")],
)
def test_a_code_is_no_part_of_a_name(tmp_path, levels, words):
    draw, cluster = np.random.default_rng(3), np.repeat(list("ab"), 600)
    level = np.where(draw.random(1200) < np.repeat([0.9, 0.2], 600), *levels)
    path = tmp_path / "table.csv"
    pl.DataFrame({"cluster": cluster, "sex_of_the_owner": level, "kids": draw.poisson(2, 1200)}).write_csv(path)
    told_of = "\n".join(texts(told(path, language="en", label="cluster").slides))
    assert bool(re.search(words, told_of)) == (levels != ("7", "8"))
    assert ("Sex of the owner is 7 for" in told_of) == (levels == ("7", "8")) and "7 is the" not in told_of


def test_who_was_long_not_seen_is_called_less_recently_active_and_satisfaction_is_no_stability(tmp_path):
    draw, cluster = np.random.default_rng(3), np.repeat(list("ab"), 600)
    columns = {
        "days_since_last_visit": draw.exponential(np.repeat([60, 4], 600)).round(),
        "visits": draw.poisson(3, 1200),
        "satisfaction": np.clip(draw.normal(np.repeat([4, 8], 600), 1), 1, 10).round(),
    }
    path = tmp_path / "table.csv"
    pl.DataFrame({"cluster": cluster, **columns}).write_csv(path)
    told_of = "\n".join(texts(told(path, language="en", label="cluster").slides))
    assert "less recently active" in told_of.lower() and "stable" not in told_of


def test_names_that_are_saved_while_the_deck_is_made_are_not_written_over(folder):
    deck, path = folder / "deck.pptx", folder / "deck.personas.yaml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before + "# saved meanwhile\n", encoding="utf-8")
    record = {**record_of_file(deck), "portraits": []}  # what would change the file
    assert write_sheet(record, deck, read=before) == path
    assert path.read_text(encoding="utf-8") == before + "# saved meanwhile\n"
    write_sheet(record, deck, read=before + "# saved meanwhile\n")
    assert path.read_text(encoding="utf-8") not in (before, before + "# saved meanwhile\n")


def crossed(folder, clusters=3):
    """Write a table of which the cluster with the lowest median of one KPI has a higher mean than the next."""
    random = np.random.default_rng(5)
    label = np.repeat(np.arange(clusters), 400)
    charge = np.array([26, 34, 90])[label] * random.lognormal(0, 0.05, len(label))
    charge[:400][random.random(400) < 0.2] = 100
    columns = {"monthly_charges": charge, "logins": random.poisson(9, len(label)), "tenure": random.poisson(9 + label)}
    columns = {name: np.asarray(own, float).round(1) for name, own in columns.items()}
    pl.DataFrame({"cluster": label, **columns}).write_csv(folder / "table.csv")
    return folder / "table.csv"


def test_no_name_or_level_rests_on_medians_that_the_means_contradict_without_saying_so(tmp_path):
    slides = {slide.step: slide for slide in told(crossed(tmp_path), language="en", label="cluster").slides}
    (first, *_, last) = next(r for r in slides["1.3"].body.rows if r.key == "spending").cells[1:-1]
    assert first.text == "Lower Monthly charges" and first.note.endswith(", but means rank differently")
    assert last.text == "High spending" and "means" not in last.note
    names = [cell.text for cell in slides["4"].body.rows[1].cells[1:]]
    assert names[0].startswith("Lower median monthly charges") and names[2].startswith("High spending")


def test_of_two_clusters_whose_means_contradict_the_medians_the_label_says_so(tmp_path):
    path = crossed(tmp_path, clusters=2)
    slides = {slide.step: slide for slide in told(path, language="zh", label="cluster").slides}
    cells = next(row for row in slides["1.3"].body.rows if row.key == "spending").cells[1:-1]
    assert all("消费" not in cell.text and cell.note.endswith("，但均值次序不同") for cell in cells)
    assert "中位数偏低" in slides["4"].body.rows[1].cells[1].text


def test_no_name_and_no_question_rests_on_an_amount_that_adds_up_with_how_long_somebody_is_a_customer(tmp_path):
    path = customers_with(tmp_path, {"total_charges": (50, 400), "tenure": (5, 50)}, (0.1, 0.1))
    assert name_row(path, "en") == ["Newer", "Long-standing"]
    slide = told(path, language="en", label="cluster").slides[-1]
    assert "Total charges" not in slide.body.rows[-1].cells[1].text
    path = customers_with(tmp_path, {"total_charges": (50, 400)}, (0.1, 0.1))
    assert name_row(path, "en")[0].startswith("Low spending")
    slide = told(path, language="en", label="cluster").slides[-1]
    assert "Median Total charges" in slide.body.rows[-1].cells[1].text


def test_only_of_a_group_that_few_are_in_it_is_asked_whether_it_is_to_be_treated_apart(tmp_path):
    random = np.random.default_rng(5)
    labels = np.repeat([0, 1], [900, 300])
    balance = (np.array([10, 100])[labels] * random.lognormal(0, 0.2, len(labels))).round(2)
    pl.DataFrame({"cluster": labels, "balance": balance}).write_csv(tmp_path / "table.csv")
    for language, asked in (
        ("en", ("No decision of its own", r" is \S+ against \S+ in Cluster 0: address this cluster separately\?$")),
        ("zh", ("暂无单独决策", "中位数为[^，]+，群体0为[^：]+：是否另定策略？$")),
    ):
        page = told(tmp_path / "table.csv", language=language, label="cluster").slides[-1]
        cells = page.body.rows[-1].cells
        assert all(re.search(words, cell.text) for words, cell in zip(asked, cells[1:], strict=True))
        assert re.match("Also to decide: address Cluster 1 separately[?]|另待决定：是否为群体1另定策略", page.takeaway)


def test_a_place_on_one_of_several_kpis_of_a_theme_names_that_one(tmp_path):
    names = []
    for extra in ({}, {"total_charges": (10, 50, 100, 30)}):
        rows = [
            {"cluster": key, "tenure": 5 + i % 3, "monthly_charges": base + i % 5}
            | {name: 10 * values[place] + i % 5 for name, values in extra.items()}
            for place, (key, base) in enumerate([("a", 10), ("b", 30), ("c", 60), ("d", 100)])
            for i in range(400)
        ]
        pl.DataFrame(rows).write_csv(tmp_path / "table.csv")
        names.append(name_row(tmp_path / "table.csv", "en")[1])
    assert names == ["Second-lowest spending", "Second-lowest Monthly charges"]


def test_a_name_has_no_level_that_another_group_has_still_more_often(tmp_path):
    shares = {"a": 75, "b": 95, "c": 10}
    rows = [
        {"cluster": key, "logins": i % 9, "contract": "monthly" if i % 100 < share else "yearly"}
        for key, share in shares.items()
        for i in range(600)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "table.csv")
    names = name_row(tmp_path / "table.csv", "en")
    assert "monthly" not in names[0] and names[1] == "Mostly monthly" and "yearly" in names[2]


@pytest.mark.parametrize(
    ("language", "half", "name"),
    [
        ("en", 0.5, "Half without Internet, lowest churn"),
        ("zh", 0.5, "约半数Internet为No、流失最少的客群"),
        ("en", 0.95, "Low spending, mostly without Internet"),
    ],
)
def test_a_name_that_fits_another_cluster_too_gives_way_to_what_sets_its_own_apart(tmp_path, language, half, name):
    """Two clusters spend the same little; of one half have no internet, and it churns least. Where most have none, the
    name says so in words.
    """
    random = np.random.default_rng(5)
    label = np.repeat(["a", "b", "c"], 800)
    spend = (np.where(label == "c", 100, 10) * random.lognormal(0, 0.2, len(label))).round(2)
    none, churn = (
        random.random(len(label)) < np.array(shares)[np.repeat(range(3), 800)]
        for shares in ((0.05, half, 0.05), (0.3, 0.02, 0.3))
    )
    table = {"cluster": label, "monthly_spend": spend}
    table |= {"internet": np.where(none, "No", np.where(random.random(len(label)) < 0.5, "DSL", "Fiber"))}
    pl.DataFrame({**table, "churn": np.where(churn, "yes", "no")}).write_csv(tmp_path / "table.csv")
    assert name_row(tmp_path / "table.csv", language)[1].replace(" ", "") == name.replace(" ", "")


@pytest.mark.parametrize(
    ("elsewhere", "name"), [(0.1, "Mostly fiber"), (0.95, "Second-highest spending, mostly fiber")]
)
def test_a_mere_place_gives_way_where_the_rest_of_a_name_sets_its_cluster_apart(tmp_path, elsewhere, name):
    spend, fiber = {"a": 10, "b": 30, "c": 60, "d": 100}, {"a": 0.1, "b": 0.1, "c": 0.95, "d": elsewhere}
    rows = [
        {
            "cluster": key,
            "monthly_spend": 10 * base + i % 5,
            "line": "fiber" if i % 100 < 100 * fiber[key] else "copper",
        }
        for key, base in spend.items()
        for i in range(400)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "table.csv")
    assert name_row(tmp_path / "table.csv", "en")[2] == name


@pytest.mark.parametrize(
    ("close", "share", "name"),
    [
        (20, 0.55, "Newer, over half DSL"),
        (20, 0.3, "Newer"),
        (60, 0.55, "Newer"),
    ],
)
def test_a_name_of_one_part_that_is_weakly_apart_says_what_more_than_half_have(tmp_path, close, share, name):
    """Close to the newer cluster is one with a slightly or a clearly higher tenure, and little DSL."""
    random = np.random.default_rng(5)
    label = np.repeat(["a", "b", "c"], 800)
    tenure = np.repeat([16, close, 200], 800) * random.lognormal(0, 0.6, len(label))
    line = np.where(random.random(len(label)) < np.repeat([share, 0.1, 0.1], 800), "DSL", "No line")
    pl.DataFrame({"cluster": label, "tenure": tenure.round(1), "line": line}).write_csv(tmp_path / "table.csv")
    assert name_row(tmp_path / "table.csv", "en")[0] == name
    if share < 0.5 or close > 20:
        return
    body = told(tmp_path / "table.csv", language="zh", label="cluster").slides[-1].body
    assert body.rows[1].cells[1].text == "新客户、过半数为DSL客群"
    while body:
        said = "".join(row.cells[1].words for row in body.rows)
        assert re.search(r"DSL ?5\d(\.\d)?%", said) and re.search("客龄|Tenure", str(body.rows))
        body = body.narrow
