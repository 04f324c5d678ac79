"""Does the deck tell the differences that were planted in a table, and none that were not?"""

from __future__ import annotations

import json
import re

import pytest
from conftest import SHARED, needs_shared
from test_sections import slide, texts, told

from deckgen.typesetting import wide

pytestmark = needs_shared
TABLE = SHARED / "data" / "seed_20k.csv"
TRUTH = SHARED / "data" / "seed_20k_truth.json"
CHECKS = [c for c in json.loads(TRUTH.read_text())["checks"] if c["holds"]] if TRUTH.exists() else []
STRONG = "明显|大幅|远"


@pytest.fixture(scope="module")
def deck():
    return told(TABLE, language="zh")


@pytest.fixture(scope="module")
def facts():
    return json.loads(TRUTH.read_text())


def claim(deck, **wanted):
    found = [c for c in deck.claims if all(getattr(c, name) == value for name, value in wanted.items())]
    assert found, wanted
    return found[0]


def higher(deck, check, kind):
    found = claim(deck, kind=kind, column=check["column"], cluster=check["expect"], against="*")
    assert found.is_told and found.direction == 1
    return found


def kpi_higher(deck, check):
    found = higher(deck, check, "kpi")
    assert abs(found.effect.value) == pytest.approx(abs(check["cliffs_delta"]), abs=1e-6)


def kpi_no_difference(deck, check):
    found = [c for c in deck.claims if c.kind == "kpi" and c.column == check["column"]]
    assert found and all(c.direction == 0 for c in found)


kpi_trivial_difference = kpi_no_difference


def category_over_indexed(deck, check):
    cluster, level = check["expect"]["cluster"], check["expect"]["level"]
    found = claim(deck, kind="level", column=check["column"], cluster=cluster, level=level)
    assert found.is_told and found.direction == 1
    assert found.effect.value == pytest.approx(check["ratio_vs_rest"], rel=0.03)
    assert any(wide(level) in text for text in texts(deck))


def same_most_frequent_level(deck, check):
    level = check["expect"]
    found = [c for c in deck.claims if c.column == check["column"] and c.level == level]
    assert found and all(c.direction == 0 for c in found)
    assert f"{level}在两群体中都最常见" in slide(deck, "2.1b").takeaway


def category_no_difference(deck, check):
    told_levels = [c for c in deck.claims if c.column == check["column"] and c.is_told]
    assert not told_levels


def flag_higher(deck, check):
    found = higher(deck, check, "flag")
    assert found.numbers["share"] == pytest.approx(check["rates"][check["expect"]], abs=5e-5)


def flag_no_difference(deck, check):
    found = [c for c in deck.claims if c.kind == "flag" and c.column == check["column"]]
    assert found and all(c.direction == 0 for c in found)


def flag_too_rare(deck, check):
    found = [c for c in deck.claims if c.kind == "flag" and c.column == check["column"]]
    assert found and all(c.verdict == "suppressed" for c in found)
    assert not any(re.search(r"商标侵权[^，。；]*倍", text) for text in texts(deck))


def any_risk_higher(deck, check):
    found = claim(deck, kind="any_flag", cluster=check["expect"])
    assert found.is_told and found.direction == 1
    for cluster, rate in check["rates"].items():
        own = claim(deck, kind="any_flag", cluster=cluster)
        assert own.numbers["share"] == pytest.approx(rate, abs=5e-5)
    assert "退款纠纷" in slide(deck, "2.4").title


def more_valuable_cluster(deck, check):
    title = slide(deck, "0").title
    assert f"群体{check['expect']}" in title and "月均消耗" in title


def not_on_every_kpi(deck, check):
    said = " ".join(texts(deck))
    assert not re.search(r"全面|所有指标|每一项 ?KPI|10项KPI中10项", said)
    assert slide(deck, "1.1").takeaway.endswith("价值集中度、渠道数无明确差异")


@pytest.mark.parametrize("check", CHECKS, ids=[c["id"] for c in CHECKS])
def test_a_planted_truth_is_told(deck, check):
    globals()[check["kind"]](deck, check)


def test_what_was_not_planted_is_not_headlined(deck):
    titles = " ".join(s.title for s in deck.slides)
    assert not re.search(r"渠道数|价值集中度|游戏|账户封禁|商标", titles)
    assert not [t for t in texts(deck) if re.search(rf"渠道数({STRONG})", t)]


def test_figures_of_every_kpi_equal_the_tables(deck, facts):
    for column, known in facts["kpis"].items():
        for cluster, stats in known["stats"].items():
            found = claim(deck, kind="kpi", column=column, cluster=cluster, against="*").numbers
            assert found["mean"] == pytest.approx(stats["mean"], rel=1e-6, abs=1e-6)
            assert found["median"] == pytest.approx(stats["median"], rel=1e-6, abs=1e-6)
            assert found["sd"] == pytest.approx(stats["std"], rel=1e-6, abs=1e-6)
