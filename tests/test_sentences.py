"""Does every sentence of the first two steps say what its page shows, every figure beside what it is of?"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from test_sections import texts

from deckgen.asking import answered
from deckgen.breaks import even_lines
from deckgen.builder.continuing import stretch_of
from deckgen.builder.drawing import Picture
from deckgen.columns import Column
from deckgen.fit import Face, Run
from deckgen.kpi_notes import is_sum
from deckgen.sections.distributions import drawn_ends
from deckgen.settings import ColumnSettings, Settings
from deckgen.slides import Box, Points, Violin
from deckgen.telling import tell
from deckgen.template.spaces import Place
from deckgen.wording import Text, Words

SIZES = {"a": 900, "b": 700, "c": 500}


def titled(path, language="en"):
    """Tell a table; return its slides by their step."""
    settings = Settings(language=language)
    return {slide.step: slide for slide in tell(*answered(path, settings), settings)[0].slides}


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """Three clusters: a KPI that all share by its median, levels and flags that some have more often."""
    rng = np.random.default_rng(5)
    label = np.repeat(list(SIZES), list(SIZES.values()))
    n, step = len(label), np.select([label == "a", label == "b"], [0, 1], 2)
    rows = {
        "id": [f"u{i}" for i in range(n)],
        "cluster": label,
        "spend_amt": rng.lognormal(3 + step, 0.5).round(2),
        "order_amount": rng.lognormal(3 + 0.2 * step, 0.5).round(2),
        "purchases": rng.poisson(4 + 3 * (step == 1)),
        "kids": np.where(rng.random(n) < np.choose(step, [0.45, 0.2, 0.02]), 1, 0) + (rng.random(n) < 0.01),
        "PartnerPlan": np.where(rng.random(n) < np.choose(step, [0.2, 0.3, 0.7]), "yes", "no"),
        "BackupPlan": np.where(rng.random(n) < np.choose(step, [0.2, 0.3, 0.6]), "yes", "no"),
        "RarePlan": np.where(rng.random(n) < np.choose(step, [0.01, 0.01, 0.035]), "yes", "no"),
        "city": rng.choice(["North", "South", "West"], n),
    }
    rows["city"] = np.where((step == 0) & (rng.random(n) < 0.5), "North", rows["city"])
    path = tmp_path_factory.mktemp("sentences") / "plans.csv"
    pl.DataFrame(rows).write_csv(path)
    return path


@pytest.fixture(scope="module")
def english(table):
    return titled(table)


@pytest.fixture(scope="module")
def chinese(table):
    return titled(table, "zh")


def test_the_counts_of_the_first_title_and_of_its_notes_add_up_to_all_kpis(english):
    slide = english["1.1"]
    best, whole, *clear = (int(found) for found in re.findall(r"\d+", slide.title))
    others = re.search(r"On the others: [^.]*", slide.notes).group()
    assert " of " in slide.title and best + sum(int(found) for found in re.findall(r"\d+", others)) == whole
    assert all(0 < count < best for count in clear)


def test_the_largest_difference_told_is_the_largest_shown(english):
    slide = english["1.1"]
    shown = [abs(float(text.replace("−", "-"))) for text in re.findall(r"[+−]\d\.\d\d+", str(slide.body))]
    told = re.search(r"δ ([+−]\d\.\d+)", slide.takeaway)
    assert abs(float(told.group(1).replace("−", "-"))) == max(shown)


def test_alike_medians_are_not_told_as_a_difference(english):
    texts = str(english["1.3"].body)
    assert "kids" in texts.lower() and "have any" in texts
    assert not re.search(r"median 0; Cluster \w, the closest: 0", texts)


@pytest.mark.parametrize("step", ["2.1a", "2.2"])
def test_every_trait_of_a_title_has_its_own_figure(english, chinese, step):
    title = english[step].title
    first, *more = title.split("; ")
    assert re.match(r".*(: | is .* for )[\d.]+% of Cluster \w( \(|, [\d.]+ times )", first)
    assert all(re.match(r".*(: | for )[\d.]+%.* \([\d.]+x\)$", trait) for trait in more)
    assert re.match(r"群体\w：.*占", chinese[step].title)


def test_a_ratio_of_rare_shares_is_no_headline(english):
    told = [english[step].title + english[step].takeaway for step in english if step.startswith("2")]
    assert not any(re.search(r"Rare Plan \([^)]*x\)", text) for text in told)


def test_columns_keep_the_capitals_of_their_labels_in_sentences(english):
    assert "Spend amount" in english["1.2"].title


def test_the_overview_answers_and_does_not_ask(english, chinese):
    assert "Cluster a (42.9% of customers), “low spending" in english["0"].takeaway
    assert "群体a（占客户42.9%）为“低消费" in chinese["0"].takeaway
    assert english["0"].takeaway.count(":") == 1 and english["4"].title not in english["0"].takeaway
    told = str(english["0"].body)
    assert english["1.2"].title.split("; ")[0] in told and english["2.1a"].title.split("; ")[0] in told
    assert english["0"].takeaway.startswith("Proposed names: ") and chinese["0"].takeaway.startswith("建议名称：")


def test_an_effect_that_is_printed_like_a_threshold_that_it_is_below_is_said_to_be_below(tmp_path):
    label = np.repeat(["a", "b"], (2500, 1800))
    amount = np.r_[np.arange(2500) % 50, np.arange(1300) % 50, np.full(500, 99)]
    more = {"logins": np.random.default_rng(3).poisson(np.where(label == "a", 5, 9))}
    pl.DataFrame({"cluster": label, "spend_amt": amount, **more}).write_csv(tmp_path / "plans.csv")
    slide = titled(tmp_path / "plans.csv")["1.1"]
    (row,) = (row for row in slide.body.rows if row.key == "spend_amt")
    assert "+0.28" in [cell.text for cell in row.cells] and "slightly" in row.cells[-1].text
    assert "δ just below 0.28 before rounding: Spend amount" in slide.foot
    assert "Spend amount的δ四舍五入前不到0.28" in titled(tmp_path / "plans.csv", "zh")["1.1"].foot


def test_a_small_share_is_printed_so_that_its_ratio_follows():
    assert Words("en").percent(0.0231, 569) == "2.3%" and Words("en").percent(0.131, 569) == "13%"


def test_a_title_is_not_broken_between_a_figure_and_its_measure_nor_within_brackets():
    text = "软件服务（8%，群体0为4.2%，1.9倍）、通信设备（2.1倍）在群体1中更常见"
    first, _ = even_lines((Run(text),), Face("Calibri", "微软雅黑"), 100)
    assert first.count("（") == first.count("）")


def test_a_kpi_of_few_values_has_bars_of_shares_and_no_violin(english, table):
    panel = next(p for p in english["1.2"].body.panels if p.title == "Kids")
    rows = pl.read_csv(table)
    assert panel.scale == "steps" and panel.break_labels == ("0", "≥ 1")
    for bars in panel.violins:
        share = (rows.filter(pl.col("cluster") == bars.cluster)["kids"] == 0).mean()
        assert bars.density[0] == pytest.approx(share, abs=0.006)
    few = next(bars for bars in panel.violins if bars.cluster == "c")
    assert few.texts[0].rstrip("%").isdigit()


def test_labels_of_a_single_theme_are_left_out_and_it_is_said(tmp_path, table):
    path = tmp_path / "one_theme.csv"
    pl.read_csv(table).select("id", "cluster", "spend_amt", "order_amount", "city").write_csv(path)
    settings = Settings(language="en")
    deck, left_out = tell(*answered(path, settings), settings)
    assert "1.3" not in {slide.step for slide in deck.slides}
    assert any(item.what == "First quantitative labels" and "one theme" in item.why for item in left_out)


WIDE = {f"spend_{name}_amt": shift for name, shift in zip("abcdefghijklmno", range(15, 0, -1), strict=True)}


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Three clusters, the first far below on fifteen KPIs; a sixteenth tells them apart above zero."""
    rng = np.random.default_rng(8)
    label = np.repeat(list("abc"), (900, 700, 500))
    low, third = label == "a", label == "c"
    rows = {
        name: (shift * np.where(low, 1, 4) + rng.random(len(label)) * (16 - shift)).round(2)
        for name, shift in WIDE.items()
    }
    some = np.where(low, rng.random(len(label)) < 0.45, ~third & (rng.random(len(label)) < 0.9))
    rows["teens"] = some.astype(int) + (rng.random(len(label)) < 0.02)
    path = tmp_path_factory.mktemp("many") / "plans.csv"
    pl.DataFrame({"cluster": label, **rows}).write_csv(path)
    return path


def test_the_first_title_counts_every_kpi_and_the_foot_says_which_are_not_shown(many):
    slide = titled(many)["1.1"]
    shown = [row for row in slide.body.rows if row.kind == "body"]
    assert re.fullmatch(r"Cluster a is (clearly )?\w+ on (15 of|all) 16 KPIs(, clearly on \d+ of them)?", slide.title)
    assert len(shown) == 12
    assert "not shown: " in slide.foot


def test_the_shaded_cells_are_what_the_title_counts_as_clear(tmp_path, many, shops):
    for slide in (titled(many)["1.1"], titled(shops)["1.1"]):
        way = {"lowest": "▼ Cluster a", "highest": "▲ Cluster a"}[re.search("lowest|highest", slide.title)[0]]
        for row in (row for row in slide.body.rows if row.key):
            marked = [cell.cluster for cell in row.cells if cell.tone == "key"]
            assert marked == (["a"] if row.cells[-1].text.startswith(way) else [])
    rng = np.random.default_rng(4)
    high = np.repeat([0, 1], 900)
    columns = {f"spend_{x}_amt": rng.lognormal(gain * high, 1) for x, gain in zip("uvw", (2, 1, 0.3), strict=True)}
    columns |= {"employee_count": rng.poisson(9 + 9 * high), "logins": rng.poisson(9 - 3 * high)}
    pl.DataFrame({"cluster": high, **columns}).write_csv(tmp_path / "two.csv")
    ways = {name: ColumnSettings(polarity="neutral" if "employee" in name else "higher") for name in columns}
    settings = Settings(language="en", columns=ways)
    slide = {s.step: s for s in tell(*answered(tmp_path / "two.csv", settings), settings)[0].slides}["1.1"]
    assert "better on 3 of 5 KPIs, clearly on 2 of them" in slide.title
    shaded = [row.key for row in slide.body.rows if any(cell.tone == "key" for cell in row.cells)]
    assert sorted(shaded) == ["spend_u_amt", "spend_v_amt"]
    assert "; shaded: Cluster 1 clearly better; neither better nor worse: Employee count; " in slide.foot
    feet = {stretch.keys: stretch.foot for stretch in slide.stretches}
    assert "shaded" in feet["spend_v_amt",] and "shaded" not in feet["logins",]
    assert re.search("shaded: Cluster a clearly (lowest|highest); δ is", titled(shops)["1.1"].foot)


def test_one_kpi_more_is_shown_where_it_alone_is_missing_of_those_the_title_counts(tmp_path):
    rng = np.random.default_rng(4)
    high = np.repeat([0, 1], 900)
    for count, rows in ((13, 13), (14, 12)):
        columns = {f"gain{chr(97 + n)}": rng.normal(3.0 * high, 1).round(3) for n in range(count)}
        pl.DataFrame({"cluster": high, **columns}).write_csv(tmp_path / "table.csv")
        assert sum(bool(row.key) for row in titled(tmp_path / "table.csv")["1.1"].body.rows) == rows


def signed(slide, sign):
    """Return how many KPIs of a page and of those it does not show have a sign."""
    rows = sum(row.cells[-1].text.startswith(sign) for row in slide.body.rows if row.key)
    unseen = re.search(rf"(?:not shown: |, ){sign}: ([^:;]*?)(?:, [▲▼≈·]|;|$)", slide.foot)
    names = re.split(", | and ", unseen[1]) if unseen else []
    more = re.fullmatch(r"(\d+) more", names[-1]) if names else None
    return rows + len(names) + (int(more[1]) - 1 if more else 0)


@pytest.fixture(scope="module")
def shops(tmp_path_factory):
    """Three clusters: the first is lowest on ten amounts, its income and two counts, highest on two, and on one they
    are alike; the second has the most deals.
    """
    rng = np.random.default_rng(11)
    label = np.repeat(list("abc"), (900, 700, 500))
    low, second = label == "a", label == "b"
    step = np.select([low, second], [0, 1], 2)
    rows = {f"spend_{x}_amt": rng.lognormal(3 + step, 0.3 + 0.02 * n).round(2) for n, x in enumerate("defghijklm")}
    rows |= {"yearly_income": rng.lognormal(10 + step / 2, 0.2).round(0)}
    rows |= {f"orders_{x}_count": rng.poisson(np.where(low, 4, 12)) for x in "uv"}
    rows |= {"site_visits": rng.poisson(9 - 3 * step), "children": rng.poisson(np.where(low, 2, 0.4))}
    rows |= {"deal_purchases": rng.poisson(np.where(second, 6, 3)), "days_since_order": rng.poisson(40, len(label))}
    path = tmp_path_factory.mktemp("shops") / "plans.csv"
    pl.DataFrame({"cluster": label, **rows}).write_csv(path)
    return path


def test_the_count_in_the_title_is_that_of_the_signs_shown_and_not_shown(shops, many):
    slide = titled(shops)["1.1"]
    assert re.match(r"Cluster a is clearly lowest on 13 of 17 KPIs", slide.title)
    assert signed(slide, "▼ Cluster a") == 13
    assert "≈ Days since order" in slide.foot or "· Days since order" in slide.foot
    known = {f"spend_{x}_amt": ColumnSettings(polarity="higher") for x in "defghijklm"}
    known |= {
        "orders_u_count": ColumnSettings(polarity="neutral"),
        "orders_v_count": ColumnSettings(polarity="neutral"),
    }
    settings = Settings(language="en", columns=known | {"days_since_order": ColumnSettings(polarity="lower")})
    slide = {s.step: s for s in tell(*answered(shops, settings), settings)[0].slides}["1.1"]
    worse = sum("(worse)" in row.cells[-1].text for row in slide.body.rows)
    assert "(worse)" not in slide.foot and f"worst on {worse} of 17 KPIs" in slide.title
    slide = titled(many)["1.1"]
    assert f"lowest on {signed(slide, '▼ Cluster a')} of 16" in slide.title


def test_a_page_says_only_of_what_no_other_page_has_and_counts_its_own_rows(shops):
    slide = titled(shops)["1.1"]
    keys = [row.key for row in slide.body.rows if row.key]
    against = {"site_visits", "children"}
    assert against < set(keys) and re.search("; only on .* and .* is Cluster a highest$", slide.takeaway)
    for stretch in slide.stretches:
        assert ("only on" in stretch.takeaway) <= (against <= set(stretch.keys)), stretch.keys
        if named := re.search(r"also (?:clearly )?lowest on ([^;]*?)(?:, clearly|$)", stretch.title):
            rows = [row for row in slide.body.rows if row.key in stretch.keys]
            lower = [row.cells[1].text for row in rows if row.cells[-1].text.startswith("▼ Cluster a")]
            *names, last = re.split(", | and ", re.sub(r" \(.*?\)", "", named[1]))
            more = re.fullmatch(r"(\d+) more", last)
            assert len(names) + (int(more[1]) if more else 1) == len(lower) and len(lower) > 1
            assert {*names, *([] if more else [last])} <= {*lower}


def test_only_is_not_said_of_a_cluster_in_between(tmp_path):
    rng = np.random.default_rng(5)
    label, step = np.repeat(list("abc"), 600), np.repeat([0, 1, 2], 600)
    rows = {f"spend_{x}_amt": rng.lognormal(3 + step, 0.4).round(2) for x in "xyz"}
    rows |= {f"visits_{x}": rng.poisson(np.select([step == 0, step == 1], [9, 9.2], 3)) for x in "uv"}
    rows |= {"site_visits": rng.poisson(np.select([step == 0, step == 1], [6, 12], 3))}
    pl.DataFrame({"cluster": label, **rows}).write_csv(tmp_path / "plans.csv")
    slide = titled(tmp_path / "plans.csv")["1.1"]
    assert slide.title.startswith("Cluster a is clearly lowest on 3 of 6 KPIs") and "only" not in slide.takeaway


def test_a_page_on_which_most_is_not_told_gives_the_next_figures_under_its_title(shops):
    slide = titled(shops)["1.1"]
    mixed = next(s for s in slide.stretches if s.keys[0] == "yearly_income" and len(s.keys) == 2)
    assert "median Yearly income" in mixed.title and "lowest" not in mixed.takeaway
    assert re.match(r"(Share with any )?Children: Cluster a clearly higher \(", mixed.takeaway)


def test_a_kpi_that_gives_a_proposed_name_is_among_those_shown(shops):
    slides = titled(shops)
    names = next(row for row in slides["4"].body.rows if row.cells[0].text == "Proposed name")
    assert "higher deal purchases" in str(names).lower()
    assert "deal_purchases" in {row.key for row in slides["1.1"].body.rows}


def test_a_crowded_page_shows_medians_alone_and_the_largest_effect_of_a_theme_first(many):
    table = titled(many)["1.1"].body
    assert "Mean" not in str(table.rows[0]) or "notes" in str(table.rows[0])
    shown = [abs(float(row.cells[-2].text.replace("−", "-"))) for row in table.rows if row.cells[0].text == ""]
    assert shown == sorted(shown, reverse=True)


def test_medians_that_read_alike_give_way_to_shares_above_zero(many):
    settings = Settings(language="en", sections={"kpis": ("teens", "spend_a_amt")})
    slide = {s.step: s for s in tell(*answered(many, settings), settings)[0].slides}["1.1"]
    row = next(row for row in slide.body.rows if "Share with any" in row.cells[1].text)
    assert len({cell.text for cell in row.cells[2:11:3]}) == 3 and all("%" in cell.text for cell in row.cells[2:11:3])


def test_every_page_of_a_table_that_continues_speaks_of_its_own_rows(many):
    slide = titled(many)["1.1"]
    keys = [row.key for row in slide.body.rows if row.key]
    half = next(stretch for stretch in slide.stretches if stretch.keys == tuple(keys[6:]))
    whole = re.search(r"on (?:all )?(\d+)(?: of (\d+))? KPIs", slide.title)[1]
    assert re.search(r"On the others: .* on 1\b", slide.notes) or whole == "16"
    assert re.match(r"Cluster a is also (clearly )?\w+est on ", half.title)
    assert "medians of" not in half.foot and "not shown" in slide.foot
    shown = [abs(float(row.cells[-2].text.replace("−", "-"))) for row in slide.body.rows if row.key in half.keys]
    told = float(re.search(r"δ ([+−]\d\.\d+)", half.takeaway).group(1).replace("−", "-"))
    assert abs(told) == max(shown)


def test_the_first_page_has_the_tables_title_and_later_ones_name_their_own_kpis(mixed):
    slide = titled(mixed)["1.1"]
    first = next(stretch for stretch in slide.stretches if len(stretch.keys) == 1)
    of = re.search(r"on (?:all )?(\d+)", slide.title)[1]
    assert first.title == slide.title and first.takeaway.endswith(f"; 1 of the {of} are on this page")
    titles = {s.keys: s.title for s in slide.stretches}
    keys = [row.key for row in slide.body.rows if row.key]
    assert slide.title == "Cluster a is clearly lowest on 4 of 6 KPIs"
    assert {title for own, title in titles.items() if own[0] == keys[0]} == {slide.title}
    first = "Cluster a is also clearly lowest on Active days (median 4) and Login count"
    assert titles[tuple(keys[2:])] == titles[tuple(keys[2:4])] == first
    assert re.fullmatch(r"Cluster a’s median .* is 4 against 10 in Cluster b, the closest", titles[tuple(keys[3:])])
    assert re.fullmatch(r"No clear difference on .* and .* \(\|δ\| up to 0\.0\d\)", titles[tuple(keys[4:])])
    assert not any(re.search("here|overall", title) for title in titles.values())


def test_a_page_that_continues_names_up_to_four_kpis_and_says_also_of_what_was_before(many):
    for language, also, more in (("en", "also", r"and (\d+) more"), ("zh", "也", r"等 ?(\d+) ?项")):
        slide = titled(many, language)["1.1"]
        keys = [row.key for row in slide.body.rows if row.key]
        later = next(s for s in slide.stretches if s.keys == tuple(keys[5:]))
        assert also in later.title and re.search(more, later.title) and re.search("median|中位数", later.title)
        pages = [stretch.title for stretch in slide.stretches if stretch.keys[0] != keys[0]]
        assert all(re.search(r"\d", title) and "本页" not in title for title in pages)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Cluster b is clearly higher on all 4 KPIs"), ("zh", "群体b在4项KPI上均明显更高")]
)
def test_a_title_of_what_is_clear_everywhere_says_so(tmp_path, language, words):
    assert titled(four(tmp_path / "plans.csv"), language)["1.1"].title == words


def test_the_medians_of_a_row_have_as_many_decimals_wherever_they_are_told(tmp_path):
    rng = np.random.default_rng(3)
    values = {"a": (1.7, 1.8, 1.9), "b": (14.0, 15.0, 16.0), "c": (39.0, 40.0, 41.0)}
    label = np.repeat([*values], 300)
    amount = np.concatenate([rng.permutation(np.repeat(own, 100)) for own in values.values()])
    pl.DataFrame({"cluster": label, "spend_amt": amount, "logins": rng.poisson(9, 900)}).write_csv(tmp_path / "p.csv")
    slides = titled(tmp_path / "p.csv")
    (row,) = (row for row in slides["1.1"].body.rows if row.key == "spend_amt")
    assert [cell.text for cell in row.cells][2:11:3] == ["1.8", "15.0", "40.0"]
    assert "median 1.8; Cluster b, the closest: 15.0" in slides["1.1"].takeaway
    (panel,) = (panel for panel in slides["1.2"].body.panels if panel.title == "Spend amount")
    assert [violin.label for violin in panel.violins if panel.scale != "steps"] in ([], ["1.8", "15.0", "40.0"])


def four(path):
    """Write a table of two clusters of which one is higher on four KPIs."""
    rng = np.random.default_rng(3)
    label = np.repeat(["a", "b"], 500)
    rows = {f"m{n}x": rng.normal(np.where(label == "a", 3, 6), 1).round(2) for n in range(4)}
    pl.DataFrame({"cluster": label, **rows}).write_csv(path)
    return path


def test_the_foot_of_the_kpis_says_how_far_apart_clear_medians_are(mixed):
    apart = "medians at least 20% apart"
    assert apart in titled(mixed)["1.1"].foot
    own = replace(Settings(language="en"), columns={"spend_amt": ColumnSettings(least_gap=5.0)})
    foot = {s.step: s for s in tell(*answered(mixed, own), own)[0].slides}["1.1"].foot
    assert apart not in foot and "medians as far apart as set for each KPI" in foot


@pytest.mark.parametrize(("apart", "share"), [(6, "95%"), (2, "three quarters"), (1, "")])
def test_it_is_said_how_much_of_two_clusters_a_value_parts_at_least(tmp_path, apart, share):
    rng = np.random.default_rng(5)
    label = np.repeat(["a", "b"], 2000)
    level = np.round(rng.normal(np.where(label == "a", 20, 20 + apart), 1), 3)
    pl.DataFrame({"cluster": label, "level": level}).write_csv(tmp_path / "two.csv")
    page = titled(tmp_path / "two.csv")["1.2"]
    found = re.fullmatch(
        r"Level: at least (.+) of Cluster b are above ([\d.]+), at least \1 of Cluster a below it", page.takeaway
    )
    assert found[1] == share if share else "still overlap" in page.takeaway
    if found:
        (cut, least) = float(found[2]), 0.95 if share == "95%" else 0.75
        assert (level[label == "a"] < cut).mean() >= least and (level[label == "b"] > cut).mean() >= least
    assert "Shapes: 0.5th to 99.5th percentile" in page.foot and ("being |δ| of the two" in page.foot) == (apart < 6)


@pytest.mark.parametrize(("name", "told"), [("spend_amt", True), ("monthly_spend_amt", False)])
def test_the_overview_says_that_no_name_tells_of_which_time_amounts_are(tmp_path, name, told):
    amounts = [50.0 + i % 40 + 60 * (i % 2) for i in range(800)]
    pl.DataFrame({"cluster": ["a", "b"] * 400, name: amounts}).write_csv(tmp_path / "t.csv")
    assert ("the table states no period" in titled(tmp_path / "t.csv")["0"].foot) == told


def test_every_page_of_violins_that_continue_speaks_of_its_own_panels(many):
    slide = titled(many)["1.2"]
    panels = [panel.title for panel in slide.body.panels]
    assert len(panels) > 1
    for stretch in slide.stretches:
        first = stretch.keys[0]
        assert first in stretch.title and not any(other in stretch.takeaway for other in {*panels} - {*stretch.keys})
    page = (Picture("violins", Place(0, 0, 1, 1), replace(slide.body, panels=slide.body.panels[1:]), ()),)
    assert stretch_of(slide, page).keys == tuple(panels[1:])


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """Three clusters: one spends least on all, and is behind on two of four KPIs of activity."""
    rng = np.random.default_rng(9)
    label = np.repeat(list("abc"), (900, 700, 500))
    step = np.select([label == "a", label == "b"], [0, 1], 2)
    rows = {
        "spend_amt": rng.lognormal(3 + step, 0.4).round(2),
        "order_amount": rng.lognormal(3 + step, 0.4).round(2),
        "active_days": rng.poisson(4 + 6 * step),
        "login_count": rng.poisson(4 + 6 * step),
        "visits_count": rng.poisson(9, len(label)),
        "app_session_count": rng.poisson(9, len(label)),
    }
    path = tmp_path_factory.mktemp("mixed") / "plans.csv"
    pl.DataFrame({"cluster": label, **rows}).write_csv(path)
    return path


def label_rows(slide):
    """Return the clusters' labels by their theme."""
    return {row.cells[0].text: row.cells[1:-1] for row in slide.body.rows if row.kind == "body"}


def proven(slide):
    """Return what the labels of every theme rest on."""
    return {row.cells[0].text: row.cells[-1].words for row in slide.body.rows if row.kind == "body"}


def test_a_level_rests_on_most_kpis_of_its_theme_and_names_follow(mixed):
    slides = titled(mixed)
    rows = label_rows(slides["1.3"])
    assert [cell.text for cell in rows["Spending"]] == ["Low spending", "Medium spending", "High spending"]
    kpis = [re.match(r"(?:Lower |Higher )?(.*?)(?: in between)?$", cell.text)[1] for cell in rows["Activity"]]
    assert [cell.text for cell in rows["Activity"]] == [
        f"Lower {kpis[0]}",
        f"{kpis[1]} in between",
        f"Higher {kpis[2]}",
    ]
    assert "(both KPIs)" in slides["1.3"].title
    borne = (
        "The labels on spending hold clearly on every KPI, even beside the closest cluster; "
        "the other 3 labels rest on a single KPI each and are provisional"
    )
    assert slides["1.3"].takeaway == borne
    names = next(row for row in slides["4"].body.rows if row.cells[0].text == "Proposed name")
    assert not re.search("highly active|rarely active", str(names).lower())


def staged(path, steps, **same):
    """Write a table of clusters whose spending stands on steps, and of KPIs on which they are alike."""
    rng = np.random.default_rng(5)
    step = np.repeat(steps, 400)
    rows = {
        "spend_amt": rng.lognormal(3 + step, 0.3).round(2),
        "app_session_count": rng.poisson(9, len(step)),
        "employee_count": rng.poisson(9 + step * 0),
    }
    label = np.repeat([chr(ord("a") + place) for place in range(len(steps))], 400)
    pl.DataFrame({"cluster": label, **rows}).write_csv(path)
    return path


@pytest.mark.parametrize(
    ("steps", "labels"),
    [
        ((0, 1, 1, 2), ["Low spending", "Medium spending", "Medium spending", "High spending"]),
        ((0, 1, 2, 3), ["Low spending", "Second-lowest spending", "Second-highest spending", "High spending"]),
        (
            (0, 1, 2, 3, 4),
            [
                "Low spending",
                "Second-lowest spending",
                "3rd-highest spending of 5",
                "Second-highest spending",
                "High spending",
            ],
        ),
    ],
)
def test_clusters_in_between_of_many_are_told_by_their_place_where_it_is_known(tmp_path, steps, labels):
    slide = titled(staged(tmp_path / "steps.csv", steps))["1.3"]
    rows = {row.cells[0].text: row.cells[1 : len(steps) + 1] for row in slide.body.rows}
    assert [cell.text for cell in rows["Spending"]] == labels
    assert "in between or a rank" in slide.notes
    last = str(titled(tmp_path / "steps.csv")["4"].body)
    assert all(label in last for label in labels if labels.count(label) == 1)


def test_the_title_of_the_labels_tells_of_the_clusters_at_the_ends(tmp_path):
    title = titled(staged(tmp_path / "steps.csv", (1, 2, 0, 3)))["1.3"].title
    ends = "Cluster d: high spending (median Spend amount 407.6)", "Cluster c: low spending (median Spend amount 20.9)"
    assert title == "; ".join(ends)


def test_a_level_is_borne_only_where_no_other_median_is_clearly_further_out(tmp_path):
    rng = np.random.default_rng(7)
    label = np.repeat(list("abc"), 600)
    place = np.arange(600)
    tied = np.where(place < 320, 26, 60), np.where(place < 280, 20, 66)
    spend = np.r_[tied[0], tied[1], np.full(600, 200)] + rng.random(1800).round(2)
    orders = np.select([label == "a", label == "b"], [300, 20], 900) * rng.lognormal(0, 0.1, 1800)
    path = tmp_path / "plans.csv"
    columns = {"spend_amt": spend.round(2), "order_amount": orders.round(2), "logins": rng.poisson(9, 1800)}
    pl.DataFrame({"cluster": label, **columns}).write_csv(path)
    slides = titled(path)
    cells = label_rows(slides["1.3"])["Spending"]
    assert [cell.text for cell in cells] == ["Lower Spend amount", "Lower Order amount", "High spending"]
    assert [cell.tone for cell in cells] == ["strong", "strong", "key"]
    assert proven(slides["1.3"])["Spending"] == "Both KPIs: Cluster c\nthe others: one each"


def test_every_page_of_labels_that_continue_speaks_of_its_own_themes(mixed):
    slide = titled(mixed)["1.3"]
    spending, activity = (next(s for s in slide.stretches if s.keys == (theme,)) for theme in ("spending", "activity"))
    assert "high spending (median Order amount" in spending.title
    assert spending.takeaway == "The labels on spending hold clearly on every KPI, even beside the closest cluster"
    assert (
        "spending" not in activity.title
        and activity.takeaway == "All 3 labels rest on a single KPI each and are provisional"
    )


def test_clearly_is_said_only_where_the_closest_cluster_is_clearly_apart_too(tmp_path):
    slides = titled(staged(tmp_path / "steps.csv", (0, 0.1, 2)))
    body = {row.key: row.cells[-1].text for row in slides["1.1"].body.rows if row.key}
    assert body["spend_amt"].startswith("▲ Cluster c clearly higher")
    note = label_rows(slides["1.3"])["Spending"][0].note
    assert note.startswith("median Spend amount") and note.endswith(", only slightly below Cluster b")
    persona = next(row for row in slides["4"].body.rows if row.cells[0].text.startswith("Median"))
    assert [cell.text.split(", ")[-1] for cell in persona.cells[1:]] == ["lowest", "in between", "clearly highest"]
    chinese = titled(tmp_path / "steps.csv", language="zh")["4"].body.rows
    persona = next(row for row in chinese if row.cells[0].text.endswith("中位数"))
    assert [cell.text.split("，")[-1] for cell in persona.cells[1:]] == ["最低", "居中", "最高且明显"]


def test_that_the_closest_is_only_slightly_apart_is_a_note_where_other_cells_have_notes(tmp_path):
    body = titled(staged(tmp_path / "steps.csv", (0, 0, 3, 3.1)))["1.1"].body
    noted, lean = (next(row for row in table.rows if row.key == "spend_amt") for table in (body, body.narrow))
    assert noted.cells[-1].words == "▲ Cluster d higher\nonly slightly above Cluster c"
    assert lean.cells[-1].words == "▲ Cluster d higher, but only slightly above Cluster c"


def test_a_theme_on_which_no_cluster_differs_is_left_out_and_it_is_said(tmp_path):
    slide = titled(staged(tmp_path / "steps.csv", (0, 2)), "zh")["1.3"]
    assert [row.cells[0].text for row in slide.body.rows[1:]] == ["消费能力"]
    assert "未列，两群体标签相同：活跃度、业务规模" in slide.foot


def test_a_cluster_in_between_bears_no_level_at_either_end(mixed):
    rows = label_rows(titled(mixed, "zh")["1.3"])
    assert [cell.text for cell in rows["消费能力"]] == ["低消费", "消费居中", "高消费"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_overview_sets_section_numbers_apart_from_what_was_found(table, language):
    said = titled(table, language)["0"].body.blocks[1]
    found = said if isinstance(said, Points) else said.blocks[0]
    assert found.points and all(point.head.endswith(" ·") for point in found.points)


def test_the_foot_of_the_kpis_says_where_no_currency_is_stated(mixed):
    assert "the table states no currency" in titled(mixed)["1.1"].foot
    assert "币种和单位未注明" in titled(mixed, "zh")["1.1"].foot
    for known in ({"unit": "EUR"}, {"en": "Spend (EUR)"}, {"money": False}):
        own = dict.fromkeys(("spend_amt", "order_amount"), ColumnSettings(**known))
        settings = replace(Settings(language="en"), columns=own)
        foot = {s.step: s for s in tell(*answered(mixed, settings), settings)[0].slides}["1.1"].foot
        assert "currency" not in foot, known


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "the table states no unit for Order amount"), ("zh", "表中未注明 ?Order amount ?的单位")],
)
def test_an_amount_without_a_unit_among_others_with_one_is_named_where_it_is_shown(mixed, language, words):
    settings = Settings(language=language, columns={"spend_amt": ColumnSettings(unit="EUR")})
    slides = {s.step: s for s in tell(*answered(mixed, settings), settings)[0].slides}
    shown = {step: "Order amount" in str(slides[step].body) for step in ("1.1", "1.2", "4")}
    assert shown["1.1"] and {step: bool(re.search(words, slides[step].foot)) for step in shown} == shown


def test_amounts_are_known_by_their_names_and_counts_and_rates_are_none():
    def is_amount(name):
        return is_sum(Column(name, "kpi", Text("", ""), Text(name, name)))

    assert all(map(is_amount, ("未分配利润", "net_profit", "Annual Income", "balance")))
    assert not any(map(is_amount, ("净利润率", "income_score", "profit_rate", "active_days", "股东人数")))


def test_the_few_kpis_that_go_against_the_others_are_always_shown(tmp_path):
    rng = np.random.default_rng(4)
    label = np.repeat(list("ab"), (900, 700))
    first, path = label == "a", tmp_path / "plans.csv"
    gain = {f"gain{place}": rng.normal(2.0 * first, 1).round(3) for place in range(14)}
    loss = {"loss": rng.normal(-0.7 * first, 1).round(3)}
    pl.DataFrame({"cluster": label, **gain, **loss}).write_csv(path)
    slide = titled(path)["1.1"]
    assert re.search(r"On the others: (lower|higher) on 1\b", slide.notes)
    assert re.search(r"; only on Loss is Cluster [ab] clearly (lower|higher)$", slide.takeaway)
    keys = [row.key for row in slide.body.rows if row.key]
    assert len(keys) == 12 and "loss" in keys


def test_kpis_of_one_unknown_theme_have_no_column_for_it_and_the_foot_says_what_is_not_known(tmp_path):
    rng = np.random.default_rng(4)
    label = np.repeat(list("ab"), 900)
    rows = {"esp": rng.normal(2.0 * (label == "a"), 1).round(3), "rev": rng.lognormal(2 + (label == "a"), 2.5).round(2)}
    pl.DataFrame({"cluster": label, **rows}).write_csv(tmp_path / "plans.csv")
    slide = titled(tmp_path / "plans.csv")["1.1"]
    assert slide.body.rows[1].cells[0].text == "KPI" and {row.key for row in slide.body.rows[2:]} == {"esp", "rev"}
    widths = {sum(cell.span for cell in row.cells) for row in slide.body.rows}
    assert widths == {len(slide.body.aligns)} == {len(slide.body.weights)}
    assert "their units are not given" in slide.foot
    assert "few customers pull the mean, read the median: Rev" in slide.foot
    foot = titled(tmp_path / "plans.csv", "zh")["1.1"].foot
    assert "少数客户拉高均值，请看中位数：Rev" in foot


def test_the_evidence_says_whether_kpis_agree_are_the_clearest_or_the_only_ones_that_differ(tmp_path, mixed):
    assert proven(titled(mixed, "zh")["1.3"]) == {"消费能力": "2项KPI一致", "活跃度": "4项KPI中最突出的一项"}
    pl.read_csv(mixed).drop("login_count").write_csv(tmp_path / "plans.csv")
    assert proven(titled(tmp_path / "plans.csv")["1.3"])["Activity"] == "1 of 3 KPIs\nthe others do not differ"


def test_the_labels_that_the_title_tells_are_shaded_and_others_are_not(mixed):
    slide = titled(mixed)["1.3"]
    assert slide.foot.startswith("Shaded: the labels in the title; ") and not slide.body.rows[0].cells[-1].note
    shaded = [cell for cells in label_rows(slide).values() for cell in cells if cell.tone == "key"]
    told = slide.title.lower()
    assert shaded and all(cell.text.lower() in told and f"cluster {cell.cluster}" in told for cell in shaded)
    assert all(cell.tone == "strong" for cell in label_rows(slide)["Activity"])


def test_no_label_is_clearly_borne_whose_cluster_the_closest_one_nearly_reaches(tmp_path):
    """On both KPIs the lead of c over all others is clear; on the second its lead over b is slight."""
    rng = np.random.default_rng(4)
    label, step = np.repeat(list("abc"), 600), np.repeat([0.0, 1.0, 2.0], 600)
    near = np.repeat([0.0, 1.75, 2.0], 600)
    rows = {"spend_amt": rng.lognormal(3 + step, 0.4), "order_amount": rng.lognormal(3 + near, 0.8)}
    rows = {name: own.round(2) for name, own in rows.items()} | {"logins": 9 + rng.poisson(4, 1800)}
    pl.DataFrame({"cluster": label, **rows}).write_csv(tmp_path / "plans.csv")
    page = titled(tmp_path / "plans.csv")["1.3"]
    assert page.takeaway.startswith("Cluster a’s label on spending holds clearly on every KPI, even beside ")


def shop_of_one(path):
    """Write a table of which no theme has several KPIs that agree."""
    alone = path.parent / "alone.csv"
    pl.read_csv(path).drop("order_amount").write_csv(alone)
    return alone


def test_the_labels_of_a_theme_show_one_kpi_side_by_side_or_what_the_closest_has_of_it(tmp_path, mixed):
    rows = label_rows(titled(mixed)["1.3"])
    assert all(re.fullmatch(r"median Order amount\s[\d.]+", cell.note) for cell in rows["Spending"])
    rng = np.random.default_rng(2)
    label, step = np.repeat(list("abc"), 500), np.repeat([0, 1, 2], 500)
    more = {"kids": rng.poisson(np.where(step == 1, 3, 0.3)), "rooms": rng.poisson(3 + 4 * step)}
    rows = {"spend_amt": rng.lognormal(3 + step, 0.4).round(2), **more}
    pl.DataFrame({"cluster": label, **rows}).write_csv(tmp_path / "between.csv")
    (cell,) = (
        cell for cell in label_rows(titled(tmp_path / "between.csv")["1.3"])["Other measures"] if "Kids" in cell.text
    )
    assert cell.text == "Higher Kids" and re.fullmatch(r"median\s3 vs 0 in Cluster [ac]", cell.note)


def test_a_label_says_a_degree_in_the_words_of_the_kpi_table(tmp_path):
    rng = np.random.default_rng(5)
    high = np.repeat([False, True], 900)
    columns = {"spend_amt": rng.lognormal(high, 0.4), "login_count": rng.normal(9 + 0.5 * high, 1.3)}
    label = np.where(high, "b", "a")
    rows = {name: np.asarray(own, float).round(3) for name, own in columns.items()} | {"clicks": rng.poisson(9, 1800)}
    pl.DataFrame({"cluster": label, **rows}).write_csv(tmp_path / "plans.csv")
    (row,) = (row for row in titled(tmp_path / "plans.csv", "zh")["1.1"].body.rows if row.key == "login_count")
    cells = label_rows(titled(tmp_path / "plans.csv", "zh")["1.3"])["活跃度"]
    assert "略高" in row.cells[-1].text and [cell.text for cell in cells] == ["Login count略低", "Login count略高"]
    english = label_rows(titled(tmp_path / "plans.csv")["1.3"])["Activity"]
    assert [cell.text for cell in english] == ["Slightly lower Login count", "Slightly higher Login count"]


def test_every_cluster_of_the_title_of_the_labels_has_a_figure_where_there_is_room(tmp_path):
    rng = np.random.default_rng(2)
    label, step = np.repeat(list("abc"), 500), np.repeat([0, 1, 2], 500)
    rows = {"spend_amt": rng.lognormal(3 + step, 0.4).round(2), "tenure": 5 + 20 * step + rng.poisson(4, 1500)}
    pl.DataFrame({"cluster": label, **rows}).write_csv(tmp_path / "plans.csv")
    titles = titled(tmp_path / "plans.csv")["1.3"].title.split("; ")
    assert len(titles) == 2 and all(re.search(r"\(median [\w ]+ [\d.]+\)", title) for title in titles)


def test_the_foot_of_the_labels_names_the_kpis_of_which_less_is_ahead_where_a_label_does_not_name_them(tmp_path):
    rng, high = np.random.default_rng(4), np.repeat([1, 0], 600)
    rows = {"login_count": rng.poisson(9 + 30 * high), "days_since_order": rng.poisson(40 - 30 * high)}
    rows |= {"spend_amt": rng.lognormal(4 + high, 0.3).round(2)}
    pl.DataFrame({"cluster": np.where(high, "a", "b"), **rows}).write_csv(tmp_path / "shops.csv")
    note = "less counts as ahead on Days since order"
    page = titled(tmp_path / "shops.csv")["1.3"]
    assert "Highly active" in str(page.body) and note in page.foot
    pl.read_csv(tmp_path / "shops.csv").drop("login_count").write_csv(tmp_path / "single.csv")
    assert note not in titled(tmp_path / "single.csv")["1.3"].foot


@pytest.fixture(scope="module")
def ratios(tmp_path_factory):
    """Two clusters: of one nearly all have a ratio of exactly zero, though no other is near it; nor is any amount."""
    rng = np.random.default_rng(6)
    label = np.repeat(list("ab"), 600)
    some = np.where(label == "a", rng.random(1200) < 0.98, rng.random(1200) < 0.1)
    far = rng.lognormal(3, 0.4, 1200).round(2)
    rows = {"price_ratio": far * some, "spend_amt": far * some, "seats": far.round() * some, "open_loan": far * some}
    rows |= {"rate": (rng.lognormal(0, 2.5, 1200) * some).round(3)}
    path = tmp_path_factory.mktemp("ratios") / "plans.csv"
    pl.DataFrame({"cluster": label, **rows}).write_csv(path)
    return path


def test_zeros_far_from_all_other_values_may_stand_for_none_and_the_pages_say_so(ratios):
    slides = titled(ratios)
    assert "0 Price ratio: may stand for “none”, check" in slides["1.1"].foot
    assert re.findall("0 ([^;.]*) is far from all other values", slides["0"].notes) == ["Price ratio"]
    assert "可能表示“无”，请核实" in titled(ratios, "zh")["1.1"].foot


def test_what_doubtful_zeros_make_is_not_counted(ratios, tmp_path):
    slide = titled(ratios)["1.1"]
    verdicts = {row.key: row.cells[-1].text for row in slide.body.rows if row.key}
    assert len(verdicts) == 5 and all("Cluster a clearly higher" in text for text in verdicts.values())
    assert "4 of 5 KPIs" in slide.title and "to be checked on 1" in slide.notes
    shaded = {row.key for row in slide.body.rows if any(cell.tone == "key" for cell in row.cells)}
    assert shaded == {*verdicts} - {"price_ratio"}
    seats = pl.Series("seats", np.random.default_rng(6).integers(1, 9, 1200))
    pl.read_csv(ratios).select("cluster", "price_ratio", seats).write_csv(tmp_path / "plans.csv")
    assert titled(tmp_path / "plans.csv")["1.1"].title == "No difference is confirmed on any of 2 KPIs"


def test_rules_and_personas_on_zeros_that_may_stand_for_none_say_so(tmp_path, ratios):
    seats = pl.Series("seats", np.random.default_rng(6).integers(1, 9, 1200))
    pl.read_csv(ratios).select("cluster", "price_ratio", seats).write_csv(tmp_path / "plans.csv")
    slides = titled(tmp_path / "plans.csv")
    assert all("0 Price ratio: may stand for “none”, check" in slides[step].foot for step in ("3.1", "3.2"))
    assert "0 Price ratio" in slides["4"].takeaway and "0 Price ratio" not in slides["4"].foot  # once is enough


def test_where_no_figure_presses_the_deck_ends_with_what_is_to_be_checked_first(tmp_path, ratios):
    seats = pl.Series("seats", np.random.default_rng(6).integers(1, 9, 1200))
    pl.read_csv(ratios).select("cluster", "price_ratio", seats).write_csv(tmp_path / "plans.csv")
    english, chinese = (titled(tmp_path / "plans.csv", language)["4"].takeaway for language in ("en", "zh"))
    assert english == "Before the names are confirmed, check whether 0 Price ratio stands for “none”: they rest on it"
    assert re.match("名称确认前，先核实 ?Price ratio ?的 ?0 ?是否表示“无”：名称", chinese)
    settings = Settings(language="en", names={"a": "Low", "b": "High"})
    agreed = tell(*answered(tmp_path / "plans.csv", settings), settings)[0].slides[-1].takeaway
    assert agreed == "Before the core rules are used, check whether 0 Price ratio stands for “none”: they rest on it"


def test_it_is_said_how_ties_count_where_there_are_any_to_speak_of(ratios, mixed):
    settings = Settings(language="en", sections={"distributions": ("price_ratio", "rate")})
    foot = {s.step: s for s in tell(*answered(ratios, settings), settings)[0].slides}["1.2"].foot
    assert re.search(r"\(1 \+ 0\.\d{4}\) / 2, 0\.\d{4} being \|δ\| of the two, ties count half", foot)
    assert "|δ| of the two" in (foot := titled(mixed)["1.2"].foot) and "ties" not in foot


def test_what_does_not_differ_has_one_name_on_the_kpi_page(tmp_path):
    slide = titled(staged(tmp_path / "steps.csv", (0, 2)), "zh")["1.1"]
    assert "2项无明确差异" in slide.notes and slide.takeaway.endswith("无明确差异")


def test_the_foot_says_what_the_share_of_random_pairs_in_the_title_is(table):
    slide = titled(table)["1.2"]
    share = re.search(r"in ([\d.]+)% of random pairs", slide.title).group(1)
    assert re.search(rf"{share}% of random pairs, .*\(1 \+ [\d.]+\) / 2", slide.foot)


@pytest.mark.parametrize(("language", "word"), [("en", "about equal"), ("zh", "相近")])
def test_what_is_alike_with_confidence_has_one_name(table, language, word):
    pages = titled(table, language)
    assert word in pages["0"].notes and not {"no difference", "无差异"} & set(texts(tuple(pages.values())))


@pytest.mark.parametrize(("language", "nearly"), [("en", "in over 99.9% of"), ("zh", "概率为99.9%以上")])
def test_a_cluster_that_is_nearly_always_higher_is_not_told_as_always(tmp_path, language, nearly):
    rng = np.random.default_rng(3)
    label = np.repeat(["Champions", "Others"], 900)
    spend = np.where(label == "Champions", 200, 20) + rng.random(1800).round(2)
    spend[0] = 20.7
    path = tmp_path / "plans.csv"
    pl.DataFrame({"cluster": label, "spend": spend}).write_csv(path)
    title = titled(path, language)["1.2"].title
    assert nearly in title and "Champions's" not in title


def test_a_single_flag_has_one_row_on_the_last_page_and_two_clusters_are_not_called_others(tmp_path):
    rng = np.random.default_rng(3)
    label = np.repeat(["a", "b"], 900)
    has = np.where(rng.random(1800) < np.where(label == "a", 0.2, 0.7), "是", "否")
    path = tmp_path / "plans.csv"
    pl.DataFrame({"cluster": label, "spend": rng.random(1800).round(2), "是否上云": has}).write_csv(path)
    slides = titled(path, "zh")
    assert [row.cells[0].text for row in slides["4"].body.rows].count("上云") == 1
    assert "突出项" not in str(slides["4"].body) and "其他群体" not in str(slides["2.1a"].body)


def test_of_two_clusters_the_labels_are_said_once_with_a_median(tmp_path):
    rng = np.random.default_rng(5)
    label = np.repeat(["0", "1"], 600)
    high = label == "1"
    columns = {
        "spend_amt": rng.lognormal(np.where(high, 6, 3), 0.4),
        "recharge_amt": rng.lognormal(np.where(high, 6, 3), 0.5),
        "active_days": rng.poisson(np.where(high, 20, 6)),
        "logins": rng.poisson(np.where(high, 30, 9)),
    }
    pl.DataFrame({"cluster": label, **columns}).write_csv(tmp_path / "two.csv")
    title = titled(tmp_path / "two.csv", "zh")["1.3"].title
    assert re.match(r"群体1：高消费（[^中]+中位数[\d.,万]+，群体0为[\d.,万]+）.*；群体0相反$", title)


def test_an_axis_with_zero_marks_it_and_one_that_does_not_reach_it_does_not_say_so():
    def ends(low, high, core=1.0):
        shape = Violin("0", (low, high), (1.0, 1.0), Box(low, low, low, high, high), "1")
        return drawn_ends((shape,), "symlog", core)

    assert ends(0.1, 90.0) == (0.0, 90.0) and ends(3.0, 90.0) == (3.0, 90.0) and ends(-90.0, -0.2) == (-90.0, 0.0)


def test_a_kpi_that_is_told_beside_better_ones_but_not_as_better_is_named_in_the_notes(tmp_path):
    rng = np.random.default_rng(1)
    step = np.repeat([0.0, 1.0], 500)
    table = {"spend_amt": rng.lognormal(3 + step, 0.4).round(2), "total_account_count": rng.poisson(2 + 4 * step)}
    pl.DataFrame({"cluster": np.repeat(["a", "b"], 500), **table}).write_csv(tmp_path / "table.csv")
    assert "Neither better nor worse: Accounts" in titled(tmp_path / "table.csv")["1.1"].notes
    pl.read_csv(tmp_path / "table.csv").drop("total_account_count").write_csv(tmp_path / "alone.csv")
    assert "either better" not in titled(tmp_path / "alone.csv")["1.1"].notes


def test_amounts_that_add_up_over_time_are_named_where_the_table_knows_how_long_customers_have_been_any(tmp_path):
    rng = np.random.default_rng(1)
    step = np.repeat([0.0, 1.0], 500)
    table = {"TotalCharges": rng.lognormal(3 + step, 0.4).round(2), "tenure": rng.poisson(5 + 20 * step)}
    pl.DataFrame({"cluster": np.repeat(["a", "b"], 500), **table}).write_csv(tmp_path / "table.csv")
    pages = titled(tmp_path / "table.csv")
    assert "Total Charges adds up with Tenure: less for new customers by nature" in pages["4"].foot
    pl.read_csv(tmp_path / "table.csv").rename({"tenure": "logins"}).write_csv(tmp_path / "other.csv")
    assert "adds up" not in titled(tmp_path / "other.csv")["4"].foot


def test_a_verdict_that_missing_values_weaken_says_so(tmp_path):
    rng = np.random.default_rng(1)
    step = np.repeat([0.0, 1.0], 1000)
    spend = rng.lognormal(3 + 0.7 * step, 1.0).round(2)
    known = {"spend_amt": [None if i < 120 else value for i, value in enumerate(spend)], "order_amount": spend}
    pl.DataFrame({"cluster": np.repeat(["a", "b"], 1000), **known}).write_csv(tmp_path / "table.csv")
    slide = titled(tmp_path / "table.csv")["1.1"]
    verdicts = [row.cells[-1].text for row in slide.body.rows]
    weak = [text for text in verdicts if "a grade less: unequally missing" in text]
    assert len(weak) == 1 and "slightly" in weak[0] and any("clearly" in text for text in verdicts)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "the table states no currency and no unit of Tenure"),
        ("zh", "金额的币种和单位、 ?Tenure ?的单位表中未注明"),
    ],
)
def test_a_time_of_which_no_unit_is_known_is_said_to_have_none(mixed, tmp_path, language, words):
    pl.read_csv(mixed).rename({"login_count": "tenure"}).write_csv(tmp_path / "plans.csv")
    assert re.search(words, titled(tmp_path / "plans.csv", language)["1.1"].foot)
    pl.read_csv(mixed).rename({"login_count": "tenure_months"}).write_csv(tmp_path / "plans.csv")
    assert not re.search("unit of|的单位", titled(tmp_path / "plans.csv", language)["1.1"].foot)


def test_the_effect_behind_the_share_of_random_pairs_is_that_of_the_two_clusters(mixed, table):
    slide = titled(mixed)["1.2"]
    share = float(re.search(r"in ([\d.]+)% of random pairs", slide.title).group(1))
    delta = float(re.search(r"\(1 \+ ([\d.]+)\) / 2, [\d.]+ being \|δ\| of the two", slide.foot)[1])
    assert f"{(1 + delta) / 2:.1%}" == f"{share}%"


def test_a_difference_that_rests_on_doubtful_zeros_is_not_concluded_from(ratios):
    for language, words in (("en", "Check first whether 0 Price ratio"), ("zh", "请先核实 ?Price ratio ?的 ?0 ?是否")):
        settings = Settings(language=language, sections={"distributions": ("price_ratio",)})
        slide = {s.step: s for s in tell(*answered(ratios, settings), settings)[0].slides}["1.2"]
        assert re.match(words, slide.takeaway) and "may stand" not in slide.foot


def test_what_doubtful_zeros_make_is_drawn_last_and_only_where_there_are_not_enough_others(ratios, tmp_path):
    slides = titled(ratios)
    panels = slides["1.2"].body.panels
    assert "Price ratio" not in {panel.title for panel in panels} and len(panels) == 4
    verdict = next(row.cells[-1] for row in slides["1.1"].body.rows if row.key == "price_ratio")
    assert "to be checked" in verdict.text and not verdict.cluster and verdict.tone == "plain"
    others = [c for c in pl.read_csv(ratios).columns if c not in ("cluster", "price_ratio")]
    pl.read_csv(ratios).drop(others[1:]).write_csv(tmp_path / "few.csv")
    assert titled(tmp_path / "few.csv")["1.2"].body.panels[-1].title == "Price ratio"


def test_no_label_rests_on_an_amount_that_adds_up_where_its_theme_has_another(tmp_path, mixed):
    added = {"order_amount": "total_charges", "login_count": "tenure"}
    pl.read_csv(mixed).rename(added).write_csv(tmp_path / "plans.csv")
    slide = titled(tmp_path / "plans.csv")["1.3"]
    (spending,) = (row.cells for row in slide.body.rows if row.cells[0].text == "Spending")
    assert (
        "Total charges" not in str(spending[:-1]) and "Total charges is left out, as it grows with Tenure" in slide.foot
    )
    assert (spending[-1].text, spending[-1].note) == ("Spend amount", "Total charges left out")
    (loyalty,) = (row.cells for row in slide.body.rows if row.cells[0].text == "Loyalty and stability")
    assert (loyalty[-1].text, loyalty[-1].note) == ("Tenure", "the only KPI")


def test_zeros_are_doubted_in_the_foot_where_no_difference_is_told(tmp_path, ratios):
    alike = pl.read_csv(ratios).with_columns(cluster=pl.int_range(pl.len()) % 2)
    alike.write_csv(tmp_path / "alike.csv")
    settings = Settings(language="en", label="cluster", sections={"distributions": ("price_ratio",)})
    slide = {s.step: s for s in tell(*answered(tmp_path / "alike.csv", settings), settings)[0].slides}["1.2"]
    assert "0 Price ratio: may stand for “none”, check" in slide.foot and "Check first" not in slide.takeaway


def test_it_is_said_which_clusters_a_label_does_not_tell_apart(tmp_path):
    page = titled(staged(tmp_path / "steps.csv", (0, 0, 2)))["1.3"]
    assert page.takeaway.endswith("; Clusters a and b have the same label on spending")
    assert [cell.note for cell in page.body.rows[0].cells[1:4]] == ["33.3% (400)"] * 3
    assert "same label" not in titled(staged(tmp_path / "apart.csv", (0, 1, 2)))["1.3"].takeaway
