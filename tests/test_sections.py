"""What the slides say, as values: no file of PowerPoint is made here."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass, replace
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from deckgen.asking import answered
from deckgen.builder.drawing import INCH
from deckgen.builder.setting import Setting
from deckgen.builder.texts import arrange_points
from deckgen.claims import Claim, by_cluster
from deckgen.demo import sample_table
from deckgen.leading import ahead
from deckgen.ranks import place_words
from deckgen.record import claim_data, drawn_in
from deckgen.sections import FRONT, ORDER, STEPS
from deckgen.settings import ColumnSettings, Settings
from deckgen.slides import Cards, Deck, Points, Table
from deckgen.statistics.estimate import Estimate
from deckgen.tallied import counted, is_valued, tally
from deckgen.telling import tell
from deckgen.template import Place
from deckgen.typefaces import Face
from deckgen.wording import Words


def told(path, **chosen) -> Deck:
    """Read a table and tell it."""
    settings = Settings(**chosen)
    return tell(*answered(path, settings), settings)[0]


def texts(value: object, but: tuple[str, ...] = ("claims",)) -> list[str]:
    """Return all texts of a deck or a part of it."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in texts(item, but)]
    if is_dataclass(value):
        return [text for f in fields(value) if f.name not in but for text in texts(getattr(value, f.name), but)]
    return []


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo.csv"
    sample_table(3000).write_csv(path)
    return path


@pytest.fixture(scope="module")
def chinese(demo):
    return told(demo, language="zh")


@pytest.fixture(scope="module")
def english(demo):
    return told(demo, language="en")


def slide(deck: Deck, step: str):
    return next(s for s in deck.slides if s.step == step)


def test_every_step_of_the_plan_has_its_slide_in_order(chinese):
    steps = [s.step for s in chinese.slides]
    assert steps == ["cover", "0", "1.1", "1.2", "1.3", "2.1a", "2.1b", "2.2", "2.3", "2.4", "3.1", "3.2", "4"]


def test_persona_comparison_is_last(english):
    assert english.slides[-1].role == "comparison"
    assert ORDER[-1].NAME.en == "Persona comparison"
    assert ORDER == FRONT + STEPS


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_content_slide_has_title_kicker_takeaway_foot_and_notes(language, chinese, english):
    deck = chinese if language == "zh" else english
    for s in deck.slides[1:]:
        assert all((s.title, s.kicker, s.takeaway, s.foot, s.notes)), s.step
        assert s.body is not None


def test_titles_are_unique_and_state_findings(chinese):
    titles = [s.title for s in chinese.slides]
    assert len(set(titles)) == len(titles)
    assert not any(s.title == s.kicker for s in chinese.slides)


def test_english_decks_hold_no_chinese_words_of_our_own(tmp_path):
    path = tmp_path / "demo.csv"
    sample_table(1500, "en").write_csv(path)
    assert not [text for text in texts(told(path, language="en")) if re.search(r"[\u4e00-\u9fff]", text)]


def test_no_text_is_a_number_that_is_none(chinese, english):
    assert not [t for deck in (chinese, english) for t in texts(deck) if re.search(r"\b(nan|inf|None)\b", t)]


def test_inputs_are_never_called_significant(chinese, english):
    said = " ".join(texts(chinese) + texts(english))
    assert "显著" not in said
    assert not re.search(r"significan", said)


def test_agreed_names_replace_labels_and_proposals(demo):
    deck = told(demo, language="zh", names={"0": "沉默长尾客群"})
    assert "沉默长尾客群" in {group.name for group in deck.clusters}
    table = slide(deck, "4").body
    assert isinstance(table, Table)
    names = [cell.text for cell in table.rows[1].cells]
    assert "沉默长尾客群" in names
    assert not any("沉默长尾客群（建议）" in name for name in names)


def test_names_are_marked_as_proposals(chinese):
    row = slide(chinese, "4").body.rows[1]
    assert row.cells[0].text == "建议名称" and not any("建议" in cell.text for cell in row.cells[1:])


def test_groups_come_by_size_and_their_shares_sum_to_one(chinese):
    chart = slide(chinese, "0").body.blocks[0]
    assert chart.clusters == tuple(group.key for group in chinese.clusters)
    assert list(chart.values[0]) == sorted(chart.values[0], reverse=True)
    assert all(sum(row) == pytest.approx(1) for row in chart.values)


def test_the_overview_tells_the_story_in_the_titles_of_the_pages_after_it(chinese):
    points = slide(chinese, "0").body.blocks[1].points
    first = [s.title.split("；")[0] for s in chinese.slides[2:]]
    assert len(points) >= 4 and [p.text for p in points] == [
        clause for clause in first if clause in {p.text for p in points}
    ]


def test_the_overview_picks_pages_by_their_effects_and_leaves_out_what_does_not_differ(tmp_path):
    random = np.random.default_rng(2)
    label = np.repeat(["a", "b"], 800)
    table = {"cluster": label, "monthly_spend": random.lognormal(3, 0.3, 1600)}
    for column, share in (("industry", 0.5), ("main_media", 0.7), ("company_size", 0.9)):
        table[column] = np.where(random.random(1600) < np.where(label == "a", share, 0.5), "big", "other")
    pl.DataFrame(table).write_csv(tmp_path / "table.csv")
    settings = {"language": "en", "label": "cluster", "sections": {"categories": ("industry",)}}
    slides = {slide.step: slide for slide in told(tmp_path / "table.csv", **settings).slides}
    said = slides["0"].body
    found = said.blocks[1].points
    assert {"2.1b", "2.2", "2.3"} <= set(slides)
    assert [point.head for point in found if point.head.startswith("2")] == ["2.2 ·", "2.3 ·"]


def test_the_overview_lists_fewer_pages_where_there_is_no_room_for_all(chinese):
    listed = next(block for block in slide(chinese, "0").body.blocks if isinstance(block, Points))
    setting = Setting("0", "zh", Face("Liberation Sans"), (("0", "群体0"), ("1", "群体1")), 0.75)
    counts = set()
    for tenths in range(15, 41):
        pages = arrange_points(listed, Place(0, 0, round(3.4 * INCH), round(tenths / 10 * INCH)), setting)
        if len(pages) == 1:
            counts.add(sum(paragraph.bullet for item in pages[0] for paragraph in item.paragraphs))
    assert len(counts) > 1 and max(counts) == len(listed.points)


def test_the_overview_of_unnamed_clusters_tells_on_how_many_kpis_they_differ(tmp_path):
    random = np.random.default_rng(2)
    label = np.repeat(["a", "b"], 500)
    table = {"cluster": label, "esp": random.normal(2.0 * (label == "a"), 1), "rev": random.normal(5, 1, 1000)}
    pl.DataFrame(table).write_csv(tmp_path / "table.csv")
    slides = {slide.step: slide for slide in told(tmp_path / "table.csv", language="en", label="cluster").slides}
    assert re.fullmatch(
        r"Median Esp from \S+ \(Cluster b\) to \S+ \(Cluster a\); .* 50.0% of customers", slides["0"].title
    )
    assert slides["0"].takeaway == "The clusters differ on 1 of 2 KPIs"
    chinese = next(slide for slide in told(tmp_path / "table.csv", language="zh").slides if slide.step == "0")
    assert re.match(r"Esp中位数：群体a为\S+、群体b为\S+；群体a占客户的50.0%", chinese.title)
    header, *rows = slides["0"].body.blocks[0].rows
    assert header.cells[-1].text == "Median Esp"
    figures = [f"{row.cells[-1].text} (Cluster {key})" for key, row in zip("ab", rows, strict=True)]
    assert all(figure in slides["0"].title for figure in figures)
    heads = [point.head for point in slides["0"].body.blocks[1].points]
    assert heads[:2] == ["1.1 ·", "1.2 ·"]
    assert "shown" not in slides["0"].body.blocks[1].points[0].text


def test_kpi_table_shows_the_values_of_the_rows(demo, chinese):
    rows = pl.read_csv(demo)
    table = slide(chinese, "1.1").body
    line = next(row for row in table.rows if len(row.cells) > 1 and row.cells[1].text == "月均活跃天数")
    for k, group in enumerate(chinese.clusters):
        values = rows.filter(pl.col("cluster").cast(pl.String) == group.key)["avg_monthly_active_days"]
        shown = [float(cell.text) for cell in line.cells[2 + 3 * k : 5 + 3 * k]]
        assert shown == pytest.approx([values.median(), values.mean(), values.std()], rel=0.006)


def test_golden_rules_reproduce_from_the_rows(chinese):
    golden = [c for c in chinese.claims if c.kind == "rule" and c.verdict == "clear"]
    assert golden
    assert all(c.effect.low <= c.effect.value <= c.effect.high for c in golden)
    assert isinstance(slide(chinese, "3.2").body, Cards)


def random_table(seed: int, rows: int = 1200, clusters: int = 2) -> pl.DataFrame:
    """A table in which the label goes with nothing."""
    random = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "customer_id": [f"K{n:06d}" for n in range(rows)],
            "cluster": random.integers(0, clusters, rows),
            "monthly_spend": np.exp(random.normal(5, 1, rows)).round(2),
            "active_days": random.integers(0, 31, rows),
            "media": random.choice(["TikTok", "Meta", "Google"], rows),
            "region": random.choice(list("ABCDEFGH"), rows),
            "has_risk_fraud": random.choice(["yes", "no"], rows, p=[0.1, 0.9]),
        }
    )


@pytest.mark.parametrize("seed", range(6))
def test_random_labels_give_no_clear_claim_and_no_rule(tmp_path, seed):
    path = tmp_path / "noise.csv"
    random_table(seed, clusters=2 + seed % 3).write_csv(path)
    deck = told(path, language="en")
    assert not [c for c in deck.claims if c.verdict == "clear"]
    assert deck.slides[-1].step == "4"


@pytest.mark.parametrize("clusters", [2, 3, 5, 8])
def test_any_number_of_clusters_is_told(tmp_path, clusters):
    path = tmp_path / "many.csv"
    random = np.random.default_rng(clusters)
    table = random_table(1, 2400, clusters)
    shift = table["cluster"].to_numpy()
    table = table.with_columns(
        pl.Series("active_days", shift * 3 + random.integers(0, 5, len(shift))),
        pl.Series("monthly_spend", (np.exp(random.normal(3 + shift, 0.4))).round(2)),
    )
    table.write_csv(path)
    deck = told(path, language="zh")
    assert len(deck.clusters) == clusters
    assert {"1.1", "1.3", "4"} <= {s.step for s in deck.slides}


@pytest.mark.parametrize(
    ("columns", "absent"),
    [
        (["cluster", "monthly_spend", "active_days"], {"2.1a", "2.1b", "2.2", "2.4"}),
        (["cluster", "media", "region"], {"1.1", "1.2", "1.3", "2.4"}),
        (["cluster", "has_risk_fraud"], {"1.1", "2.1b", "2.2", "2.3"}),
    ],
)
def test_a_table_without_some_kind_of_column_leaves_steps_out_and_says_so(tmp_path, columns, absent):
    path = tmp_path / "narrow.csv"
    random_table(2).select(columns).write_csv(path)
    deck = told(path, language="en")
    assert not absent & {s.step for s in deck.slides}
    assert "Left out" in slide(deck, "0").notes
    assert deck.slides[-1].step == "4"


def test_counts_of_one_to_ten_customers_are_not_printed(tmp_path):
    table = random_table(3)
    rare = [("seldom" if n in (5, 9, 700) else media) for n, media in enumerate(table["media"])]
    path = tmp_path / "rare.csv"
    table.with_columns(pl.Series("media", rare)).write_csv(path)
    assert "seldom" not in " ".join(texts(told(path, language="en")))


@hypothesis_settings(max_examples=5, deadline=None)
@given(st.permutations(["0", "1", "2"]), st.integers(0, 99))
def test_labels_and_orders_change_no_claim(tmp_path_factory, permutation, seed):
    folder = tmp_path_factory.mktemp("orders")
    table = sample_table(900).with_columns(pl.col("cluster").cast(pl.String))
    names = dict(zip("012", permutation, strict=True))
    random = np.random.default_rng(seed)
    columns, order = random.permutation(table.columns).tolist(), random.permutation(900).tolist()
    table.with_columns(pl.col("cluster").replace(names)).write_csv(folder / "a.csv")
    table[order].select(columns).write_csv(folder / "b.csv")

    def claims(path, names):
        """Return all claims as they are remembered, rules included, under common names of the clusters."""
        told_claims = map(claim_data, told(path, language="en").claims)
        renamed = [{**c, **{k: names.get(c[k], c[k]) for k in ("cluster", "against") if k in c}} for c in told_claims]
        return sorted(json.dumps(claim, sort_keys=True) for claim in renamed)

    assert claims(folder / "a.csv", {}) == claims(folder / "b.csv", names)


def test_a_composition_in_which_nothing_stands_out_gets_no_picture_beside_one_in_which_something_does(tmp_path):
    rows = range(600)
    made = pl.DataFrame(
        {
            "cluster": ["AB"[i % 3 == 0] for i in rows],
            "spend": [100.0 + i % 50 for i in rows],
            "company_size": [("1-9人", "10-49人")[i % 3 == 0 or i % 7 == 1] for i in rows],
            "business_background": [("甲", "乙")[i // 3 % 2] for i in rows],
        }
    )
    made.write_csv(tmp_path / "table.csv")
    deck, left_out = tell(*answered(tmp_path / "table.csv", Settings(language="en")), Settings(language="en"))
    names = {name for name, _ in drawn_in(slide(deck, "2.3").body)}
    assert names == {"company_size"}
    assert "business_background" in {item.what for item in left_out}


def test_a_flag_is_told_of_the_cluster_that_has_it_most_not_of_a_larger_one_beside_it(tmp_path):
    shares = {"A": (0.02, 900), "B": (0.42, 900), "C": (0.5, 300)}
    rows = [
        (key, i % 40 + 1.0, "yes" if i < share * n else "no") for key, (share, n) in shares.items() for i in range(n)
    ]
    made = pl.DataFrame(rows, schema=["cluster", "spend", "has_app"], orient="row")
    made.write_csv(tmp_path / "table.csv")
    deck = told(tmp_path / "table.csv", language="en")
    claims = by_cluster([claim for claim in deck.claims if claim.kind == "flag" and claim.column == "has_app"])
    assert abs(claims["B"].numbers["h"]) > abs(claims["C"].numbers["h"])
    assert claims["B"].verdict == claims["C"].verdict == "clear"
    assert ahead(claims) is claims["C"]


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ((10.0, 1000.0), "Cluster 1 is 10.0% of customers but 91.7% of Amount"),
        ((100.0, 1.0), "Cluster 1 is 10.0% of customers but only 0.1% of Amount"),
        ((100.0, 100.0), "Cluster 0, the larger, is 90.0% of customers and 90.0% of Amount"),
    ],
)
def test_the_overview_tells_where_the_money_lies(tmp_path, amounts, said):
    path = tmp_path / "table.csv"
    rows = [{"cluster": c, "amount": amounts[c] + n % 7 / 100} for c, size in ((0, 450), (1, 50)) for n in range(size)]
    pl.DataFrame(rows).write_csv(path)
    columns = {"amount": ColumnSettings(money=True, en="Amount")}
    deck = tell(*answered(path, Settings(language="en", columns=columns)), Settings(language="en", columns=columns))[0]
    assert said in next(slide.title for slide in deck.slides if slide.step == "0")


@pytest.mark.parametrize(
    ("medians", "said"), [((10, 100), "no clear difference"), ((10, 50, 100), "in between or alike")]
)
def test_of_several_clusters_one_that_differs_neither_way_may_be_in_between(medians, said):
    column = SimpleNamespace(polarity="neutral", presumed=False)
    brief = SimpleNamespace(keys=tuple(map(str, range(len(medians)))), customers={"x": column})
    claim = Claim("kpi", "x", "0", "*", "same", 0, "cliffs_delta", Estimate(0.0, 0.0, 0.0), (100, 100))
    assert [words.en for words, count in counted(brief, [claim], False).items() if count] == [said]


@pytest.mark.parametrize(
    ("known", "presumed", "words"),
    [(3, False, {"best": 3, "highest": 1}), (3, True, {"highest": 4}), (1, False, {"highest": 4})],
)
def test_best_is_counted_where_the_better_way_is_known_of_most_and_presumed_of_none(known, presumed, words):
    """Of four KPIs, all highest in one of three clusters, more being better of some."""
    ways = ["higher"] * known + ["neutral"] * (4 - known)
    column = SimpleNamespace(presumed=presumed, zero_as_none=False)
    columns = {f"k{n}": SimpleNamespace(**vars(column), polarity=way) for n, way in enumerate(ways)}
    effect, numbers = Estimate(0.8, 0.7, 0.9), {"extreme": True}
    claims = [
        Claim(
            "kpi", k, "0", "*", "clear", 1, "cliffs_delta", effect, (100, 200), better=int(n < known), numbers=numbers
        )
        for n, k in enumerate(columns)
    ]
    brief = SimpleNamespace(keys=("0", "1", "2"), customers=columns)
    found = counted(brief, claims, is_valued(brief, claims))
    assert {text.en: len(own) for text, own in found.items() if own} == words
    assert len(tally(brief, claims)[1]) == words.get("best", 4)


def test_a_single_risk_that_does_not_differ_has_no_page(tmp_path):
    rng, label = np.random.default_rng(5), np.repeat(["a", "b"], 400)
    spend = np.where(label == "a", 50, 80) + rng.normal(0, 10, 800)
    overdue = np.tile([1, *[0] * 9], 80)
    path = tmp_path / "customers.csv"
    pl.DataFrame({"cluster": label, "spend": spend.round(2), "is_overdue": overdue}).write_csv(path)
    deck, left_out = tell(*answered(path, Settings(language="en")), Settings(language="en"))
    assert "2.4" not in {slide.step for slide in deck.slides}
    assert any(item.what == "Risk profile" and "no confirmed difference" in item.why for item in left_out)


@pytest.mark.parametrize(("chosen", "shown"), [({}, False), ({"categories": ("brand",)}, True)])
def test_a_product_category_that_is_alike_everywhere_has_no_page_unless_the_settings_choose_it(tmp_path, chosen, shown):
    rng, label = np.random.default_rng(5), np.repeat(["a", "b"], 400)
    spend = np.where(label == "a", 50, 80) + rng.normal(0, 10, 800)
    path = tmp_path / "customers.csv"
    pl.DataFrame({"cluster": label, "spend": spend.round(2), "brand": np.tile(["x", "y", "z", "x"], 200)}).write_csv(
        path
    )
    settings = Settings(language="en", sections=chosen)
    deck, left_out = tell(*answered(path, settings), settings)
    assert any(slide.step == "2.1b" for slide in deck.slides) is shown
    assert any(item.what == "brand" and "no confirmed difference" in item.why for item in left_out) is not shown


@pytest.fixture(scope="module", params=["zh", "en"])
def alike(request, tmp_path_factory):
    """Return the pages of a table of which no column differs between the clusters."""
    rows = [
        {
            **{"cluster": "AB"[i % 2], "revenue": i // 2 % 50 + 1.5, "n": i // 2 % 7},
            **{"newsletter": "yn"[i // 2 % 3 > 0], "has_app": "yn"[i // 2 % 5 > 1]},
        }
        for i in range(1200)
    ]
    path = tmp_path_factory.mktemp("alike") / "table.csv"
    pl.DataFrame(rows).write_csv(path)
    settings = Settings(language=request.param)
    return {slide.step: slide for slide in tell(*answered(path, settings), settings)[0].slides}


def test_where_nothing_differs_the_first_and_the_last_page_say_so(alike):
    assert re.search("there is no ground to treat the clusters differently|按群体区别对待缺乏依据", alike["0"].takeaway)
    assert re.search("no column of the table shows a confirmed difference|各字段上没有可确认的差异", alike["4"].title)
    assert re.match("Check the clustering|先检查聚类", alike["4"].takeaway)
    assert re.search("Share of Revenue|Revenue占比", str(alike["4"].body))


def test_flags_that_do_not_differ_are_named_and_no_colour_is_explained(alike):
    assert "ewsletter" in alike["2.1a"].title
    assert not re.search("(?i)coloured|彩色", alike["2.1a"].foot)
    assert alike["2.1a"].foot[0].isupper() or "客户" in alike["2.1a"].foot


def test_a_single_flag_that_is_alike_has_no_page_and_is_left_out_with_the_reason(tmp_path):
    rows = [{"cluster": "AB"[i % 2], "revenue": i // 2 % 50 + 1.5, "vip": "yn"[i // 2 % 3 > 0]} for i in range(1200)]
    pl.DataFrame(rows).write_csv(tmp_path / "table.csv")
    settings = Settings(language="en")
    deck, left_out = tell(*answered(tmp_path / "table.csv", settings), settings)
    assert "2.1a" not in [slide.step for slide in deck.slides]
    assert ("vip", "no confirmed difference between the clusters") in [(item.what, item.why) for item in left_out]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_hidden_share_on_a_card_is_said_by_what_it_is_below(tmp_path, language):
    rows = [
        {"cluster": "AB"[i % 2], "revenue": i // 2 % 50 + 1.5, "complained": "yn"[i // 2 >= (60, 5)[i % 2]]}
        for i in range(600)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "table.csv")
    settings = Settings(language=language)
    pages = tell(*answered(tmp_path / "table.csv", settings), settings)[0].slides
    cards = next(slide.body.cards for slide in pages if slide.step in ("2.1a", "2.4") and hasattr(slide.body, "cards"))
    assert [card.figure.replace(" ", "") for card in cards] == ["20.0%", "<3.7%"]


@pytest.fixture(scope="module", params=["zh", "en"])
def in_two_units(request, tmp_path_factory):
    """Return the decks of a table that counts in 万元, and of the same one that counts in 元."""
    random = np.random.default_rng(11)
    cluster = random.integers(0, 3, 1500)
    assets = np.round(np.exp(random.normal(5 + cluster, 0.8)), 1)
    rows = {
        "id": [f"c{i:05d}" for i in range(1500)],
        "cluster": cluster,
        "profit(元)": np.round(random.normal(2 - cluster, 2), 2),
        "staff": 3 + cluster,
    }
    decks = []
    for name, values in (("assets(万元)", assets), ("assets(元)", assets * 1e4)):
        path = tmp_path_factory.mktemp("units") / "table.csv"
        pl.DataFrame({**rows, name: values}).write_csv(path)
        decks.append(told(path, language=request.param, label="cluster"))
    return decks


def test_a_figure_in_many_of_a_unit_is_printed_in_that_unit(in_two_units):
    many, plain = ([texts(replace(slide, terms=())) for slide in deck.slides] for deck in in_two_units)
    keys = str(many).replace("assets(万元)", "assets(元)")  # rows are known by the column's own name
    assert keys == str(plain) and "万元" not in keys and re.search("（元）| [(]元[)]", keys)
    assert re.search(r"\d万|\dM\b", keys)


@pytest.mark.parametrize(
    ("ranks", "words"),
    [
        ({"a": 2, "b": 2}, {}),
        ({"a": 1, "b": 2}, {"a": "偏低", "b": "偏高"}),
        ({"a": 1, "b": 2, "c": 3}, {"a": "偏低", "b": "", "c": "偏高"}),
        ({k: n for n, k in enumerate("abcd")}, {k: f"（第 {4 - n} 名，共 4 名）" for n, k in enumerate("abcd")}),
    ],
)
def test_clusters_of_one_label_are_told_apart_by_their_place(ranks, words):
    """Of three steps the middle one is the label itself: it has no word that would contradict "in the middle"."""

    def where(cluster: str, against: str, **_: str) -> list[SimpleNamespace]:
        way = (ranks[cluster] > ranks[against]) - (ranks[cluster] < ranks[against])
        return [SimpleNamespace(column="spend", verdict="clear" if way else "same", better=0, direction=way)]

    brief = SimpleNamespace(say=Words("zh"), claims=SimpleNamespace(where=where))
    assert place_words(brief, tuple(ranks), {"spend"}) == words


def test_a_series_of_columns_leaves_the_kpi_table_room_for_others(tmp_path):
    rng, label = np.random.default_rng(3), np.repeat(["a", "b"], 400)
    step = (label == "b").astype(float)
    months = {f"data_m{n:02}": rng.lognormal(2 + 2 * step, 0.3).round(2) for n in range(1, 15)}
    others = {
        name: rng.lognormal(2 + 0.4 * step, 0.5).round(2) for name in ("pages", "clicks", "streams", "shares_sent")
    }
    pl.DataFrame({"cluster": label, **months, **others}).write_csv(tmp_path / "months.csv")
    settings = Settings(language="en")
    slides = {slide.step: slide for slide in tell(*answered(tmp_path / "months.csv", settings), settings)[0].slides}
    shown = {row.cells[n].text for row in slides["1.1"].body.rows for n in (0, 1)}
    assert {"Pages", "Clicks", "Streams", "Shares sent"} <= shown
    assert any(text.startswith("Data m") for text in shown)
