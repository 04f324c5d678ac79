"""A share is told of the cluster that stands apart, or of those that lead together; rows come by the gap in points."""

from __future__ import annotations

import re

import polars as pl
import pytest

from deckgen.asking import answered
from deckgen.claims import by_cluster
from deckgen.leading import alone, front, leaders
from deckgen.settings import Settings
from deckgen.telling import tell

SIZES = {"A": 900, "B": 800, "C": 700}
FLAGS = {
    "has_phone": (0.80, 1.00, 0.99),
    "has_app": (0.10, 0.15, 0.60),
    "has_backup": (0.10, 0.40, 0.42),
    "has_gift": (0.05, 0.04, 0.20),
}


@pytest.fixture(scope="module")
def deck_of(tmp_path_factory):
    """Tell a table of flags that one cluster has, or two together, in a language; has_backup is not asked of all."""
    rows = []
    for place, (key, size) in enumerate(SIZES.items()):
        for i in range(size):
            flags = {name: "yes" if i < shares[place] * size else "no" for name, shares in FLAGS.items()}
            flags["has_backup"] = None if i % 5 == 4 else "yes" if i % 100 < 100 * FLAGS["has_backup"][place] else "no"
            rows.append({"cluster": key, "spend": i % 40 + 1.0, **flags})
    path = tmp_path_factory.mktemp("leading") / "table.csv"
    pl.DataFrame(rows).write_csv(path)

    def deck(language):
        settings = Settings(language=language)
        return tell(*answered(path, settings), settings)[0]

    return deck


def slide(deck, step="2.1a"):
    return next(s for s in deck.slides if s.step == step)


def claims_of(deck, column):
    return by_cluster(claim for claim in deck.claims if claim.kind == "flag" and claim.column == column)


def test_a_share_that_is_lower_has_an_arrow_and_no_ratio(tmp_path):
    rows = [
        {
            "cluster": key,
            "spend": i % 40 + 1.0,
            "has_app": "yes" if i < yes else "no",
            "has_bag": "no" if i % 9 else "yes",
        }
        for key, yes in (("A", 0), ("B", 30), ("C", 300))
        for i in range(1000)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "zero.csv")
    settings = Settings(language="en")
    page = slide(tell(*answered(tmp_path / "zero.csv", settings), settings)[0])
    row = next(row for row in page.body.rows if row.key == "has_app")
    zero, few = row.cells[1:3]
    assert zero.text == "▼ 0%" and not zero.note and few.text == "▼ 3.0%" and not few.note
    assert "coloured: confirmed higher, ▼: lower (" in page.foot


def test_clusters_that_do_not_differ_lead_together(deck_of):
    deck = deck_of("en")
    assert [claim.cluster for claim in leaders(claims_of(deck, "has_phone"))] == ["B", "C"]
    assert alone(claims_of(deck, "has_phone")) is None and alone(claims_of(deck, "has_app")).cluster == "C"
    rows = {row.cells[0].text: row.cells[-1].text for row in slide(deck).body.rows[1:]}
    assert rows["Has phone"] == "▲ Clusters B and C clearly higher"
    assert rows["Has app"] == "▲ Cluster C clearly higher"


def test_a_title_takes_what_one_cluster_stands_apart_with_by_the_gap_in_points(deck_of):
    told = slide(deck_of("en"))
    assert (
        told.title.startswith("Has app: 60.0% of Cluster C, 4.9 times the others’ share")
        and "phone" not in told.title.lower()
    )
    assert re.match("Cluster C leads on Has app and .*; Clusters B and C lead together on ", told.takeaway)
    chinese = slide(deck_of("zh"))
    assert re.search("；群体B、C在.*上并列领先", chinese.takeaway)
    assert any("群体B、C明显更高" in row.cells[-1].text for row in chinese.body.rows)


def test_rows_come_by_the_gap_that_they_show(deck_of):
    told = slide(deck_of("en"))
    gaps = [float(re.search(r"\+([\d.]+) points", row.cells[-1].note).group(1)) for row in told.body.rows[1:]]
    assert len(gaps) == len(FLAGS) and gaps == sorted(gaps, reverse=True)
    assert "gap to the others in points" in told.notes and "coloured" in told.foot.lower()


def test_a_ratio_stands_beside_the_gap_of_one_cluster_alone(deck_of):
    rows = {row.cells[0].text: row.cells[-1].words for row in slide(deck_of("en")).body.narrow.rows[1:]}
    assert re.search(r"Cluster C clearly higher\n\+\d+ points, [\d.]+x", rows["Has app"])
    assert rows["Has phone"] == "▲ Clusters B and C clearly higher\nat least +19 points over Cluster A"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_ratio_stands_under_a_share_only_where_it_is_higher(tmp_path, language):
    rows = [
        {"cluster": "ABC"[k], "spend": i % 40 + 1.0, "has_app": yes, "has_bag": yes}
        for k in range(3)
        for i in range(1000)
        for yes in ["yes" if i < (200, 400, 600)[k] else "no"]
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "three.csv")
    settings = Settings(language=language)
    page = slide(tell(*answered(tmp_path / "three.csv", settings), settings)[0])
    for row in page.body.rows[1:]:
        lower, plain, higher = (cell.note for cell in row.cells[1:-1])
        assert not lower and not plain and re.fullmatch("2.0 ?(x|倍)", higher)
    assert re.search("Ratio: to the share of all other customers|倍数：与其他群体合计的占比相比", page.foot)


def test_the_callout_does_not_repeat_what_each_row_says_of_its_base(deck_of):
    assert slide(deck_of("en")).takeaway.endswith("on Has backup and Has phone")
    assert slide(deck_of("zh")).takeaway.endswith("在Has backup、Has phone上并列领先")


def test_figures_of_several_leaders_hold_for_each_and_leave_them_out_of_the_others(deck_of):
    deck = deck_of("en")
    told = front(claims_of(deck, "has_phone"))
    assert told.cluster == "C" and told.bases == (700, 900) and told.numbers["rest_yes"] == 720
    row = next(r for r in slide(deck).body.rows if r.cells[0].text == "Has phone")
    assert row.cells[-1].note == "at least +19 points over Cluster A"
    assert "the gap of several leaders is the lowest one’s" in slide(deck).notes
    alone_told = claims_of(deck, "has_app")
    assert front(alone_told) is alone(alone_told)


def test_bases_of_their_own_are_told(deck_of):
    told = slide(deck_of("en"))
    assert "shares are of customers with a value: as few as 80% of Cluster A" in told.foot
    notes = {row.cells[0].text: row.cells[0].note for row in told.body.rows}
    assert notes.pop("Has backup") == "where known" and not any(notes.values())


def test_a_share_among_those_with_a_value_is_not_told_as_one_of_the_cluster(tmp_path):
    rows = [
        {"cluster": key, "spend": i % 40 + 1.0, "has_app": "no service" if key == "A" and i % 2 else said}
        for key, share in (("A", 0.6), ("B", 0.2))
        for i in range(1000)
        for said in ["yes" if i % 100 < 100 * share else "no"]
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "half.csv")
    settings = Settings(language="en")
    deck = tell(*answered(tmp_path / "half.csv", settings), settings)[0]
    page = slide(deck, "2.1a")
    assert page.title.count("(where applicable)") == 1
    assert "shares leave out “no service”, which leaves as few as 50.0% of Cluster A" in page.foot
    assert "Has app 60.0% (where applicable" in str(slide(deck, "4").body)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_two_clusters_are_always_compared_the_higher_with_the_lower(tmp_path, language):
    shares = {"has_app": (0.2, 0.5), "has_bag": (0.5, 0.2), "has_pen": (0.31, 0.30), "has_cup": (0.30, 0.31)}
    shares |= {"risk_fraud": (0.1, 0.3), "risk_overdue": (0.1, 0.2)}
    rows = [
        {"cluster": "AB"[k], "spend": i % 40 + 1.0} | {n: "yes" if i < s[k] * 1000 else "no" for n, s in shares.items()}
        for k in range(2)
        for i in range(1000)
    ]
    path, settings = tmp_path / "two.csv", Settings(language=language)
    pl.DataFrame(rows).write_csv(path)
    deck = tell(*answered(path, settings), settings)[0]
    told, risk = slide(deck), slide(deck, "2.4")
    assert not re.search(r"群体 ?[AB] ?\d", risk.takeaway + risk.notes)
    gaps = [(row.cells[3].text, float(re.match(r"[\d.]+", row.cells[4].text)[0])) for row in told.body.rows[1:]]
    assert len(gaps) == 4 and all(float(gap) > 0 and ratio >= 1 for gap, ratio in gaps)
    assert re.search("the higher share against the other;|占比较高的群体对另一群体；", told.foot)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_risk_title_says_how_much_higher_and_by_which_figures_a_flag_reverses(tmp_path, language):
    shares = {"risk_fraud": (0.10, 0.06), "risk_overdue": (0.12, 0.08), "risk_dispute": (0.02, 0.06)}
    rows = [
        {"cluster": "AB"[k], "spend": i % 40 + 1.0}
        | {n: "yes" if (i + 400 * place) % 2000 < s[k] * 2000 else "no" for place, (n, s) in enumerate(shares.items())}
        for k in range(2)
        for i in range(2000)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "risks.csv")
    settings = Settings(language=language)
    page = slide(tell(*answered(tmp_path / "risks.csv", settings), settings)[0], "2.4")
    assert page.title in (
        "Cluster A carries slightly more risk: any risk flag 24.0%, 1.2 times the 20.0% of Cluster B; "
        "Risk dispute runs the other way (2.0% against 6.0%)",
        "群体A风险略高：带任一风险标签的占24.0%，是群体B（20.0%）的1.2倍，但Risk dispute相反（2.0%，群体B为6.0%）",
    )


def test_what_most_of_those_with_a_value_have_is_not_what_a_cluster_mostly_has(tmp_path):
    rows = [
        {"cluster": key, "spend": i % 40 + 1.0, "plan": None if i % 2 and key == "A" else most if i % 10 else least}
        for key, most, least in (("A", "Fiber", "Copper"), ("B", "Copper", "Fiber"))
        for i in range(1000)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "plans.csv")
    settings = Settings(language="en")
    deck = tell(*answered(tmp_path / "plans.csv", settings), settings)[0]
    names = str(slide(deck, "4").body.rows[1]).lower()
    assert "mostly copper" in names and "mostly fiber" not in names


def test_a_foot_has_what_a_page_must_not_be_read_without_and_the_notes_the_rest(deck_of):
    told = slide(deck_of("en"))
    assert re.match(
        "Ratio: .*; coloured: confirmed higher, ▼: lower .*; shares are of customers with a value", told.foot
    )
    assert "sorted" not in told.foot and "before rounding" in told.notes


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_of_some_flags_tells_of_these_alone(deck_of, language):
    told = slide(deck_of(language))
    keys = [row.key for row in told.body.rows if row.key]
    alone_told = {stretch.keys: stretch for stretch in told.stretches}
    names = {row.key: row.cells[0].text for row in told.body.rows if row.key}
    assert len(keys) == len(FLAGS) and tuple(keys) not in alone_told
    for shown, stretch in alone_told.items():
        absent = [names[key] for key in keys if key not in shown]
        assert not any(name in stretch.title + stretch.takeaway for name in absent)
        assert not re.search("the only|只有这一", stretch.takeaway)
        assert len(shown) == 1 or re.search(
            rf"of {len(shown)} flags here|本页{len(shown)}个标签中|[Tt]ogether|并列", stretch.title + stretch.takeaway
        )
        assert not stretch.takeaway or not stretch.takeaway[0].islower()


def test_a_page_of_its_own_is_titled_by_what_most_of_its_rows_have_in_common(deck_of):
    pages = {frozenset(stretch.keys): stretch for stretch in slide(deck_of("en")).stretches}
    shared, mixed = (
        next(p for keys, p in pages.items() if keys == own)
        for own in (
            {"has_phone", "has_backup"},
            {"has_app", "has_phone", "has_backup"},
        )
    )
    for page in (shared, mixed):
        shares = "Has backup (40.0% and 42.5% where known)"
        assert page.title == f"Clusters B and C lead together on {shares} and Has phone"
    assert re.fullmatch(r"Has phone [\w.%]+ and [\w.% ]+; Cluster A: [\d.]+%", shared.takeaway)
    assert "Ratio:" not in shared.foot and mixed.foot.startswith("Ratio:")
    assert mixed.takeaway.startswith("Has app: 60.0% of Cluster C")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_shares_that_the_title_tells_are_marked(deck_of, language):
    page = slide(deck_of(language))
    for table in (page.body, page.body.narrow):
        marked = {(row.key, cell.cluster): cell.text for row in table.rows for cell in row.cells if cell.tone == "key"}
        assert marked and {key for _, key in marked} == {"C"} and all(text in page.title for text in marked.values())
    assert re.search("shaded: what the title tells|底色：标题所述", page.foot)
    together = next(stretch for stretch in page.stretches if re.search("lead together|并列领先", stretch.title))
    assert not re.search("shaded|底色", together.foot)
