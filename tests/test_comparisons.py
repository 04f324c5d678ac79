"""From counted tables to claims: laws that hold for any table, and figures that tell nobody's."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_statistics import counted

from deckgen.claims import REST
from deckgen.columns import Column
from deckgen.comparisons import compare_flag, compare_levels, compare_values
from deckgen.counted import CountedFlag, CountedLevels, CountedValues
from deckgen.statistics.disclosure import STAND_IN, printable
from deckgen.wording import Text

KPI = Column("spend", "kpi", "", Text("消耗", "Spend"), polarity="higher")
MEDIA = Column("media", "category", "", Text("媒体", "Media"), provenance="external")
FLAG = Column("fraud", "flag", "", Text("欺诈", "Fraud"), provenance="external", polarity="lower")

samples = st.lists(st.lists(st.integers(-20, 40).map(float), min_size=30, max_size=60), min_size=2, max_size=4)


def with_missing(table: CountedValues, *missing: int) -> CountedValues:
    return replace(table, missing=np.array(missing))


def by_pair(claims):
    return {(c.column, c.level, c.cluster, c.against): c for c in claims}


@settings(max_examples=40, deadline=None)
@given(samples, st.randoms())
def test_naming_the_clusters_otherwise_changes_no_kpi_claim(drawn, random):
    order = list(range(len(drawn)))
    random.shuffle(order)
    one, other = counted(*drawn), counted(*(drawn[k] for k in order))
    there, back = by_pair(compare_values(KPI, one)), by_pair(compare_values(KPI, other))
    name = {str(k): str(order.index(k)) for k in range(len(drawn))} | {REST: REST}
    for (column, level, cluster, against), claim in there.items():
        found = back[column, level, name[cluster], name[against]]
        assert (found.verdict, found.direction, found.better) == (claim.verdict, claim.direction, claim.better)
        assert found.effect.value == pytest.approx(claim.effect.value, abs=1e-9)
        assert found.numbers == pytest.approx(claim.numbers, nan_ok=True, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(samples, st.integers(0, 30))
def test_a_negated_kpi_with_its_polarity_turned_gives_the_same_verdicts(drawn, missing):
    table = with_missing(counted(*drawn), missing, *[0] * (len(drawn) - 1))
    negative = CountedValues(table.clusters, -table.values[::-1], table.counts[:, ::-1], table.missing)
    lower = replace(KPI, polarity="lower")
    for one, other in zip(compare_values(KPI, table), compare_values(lower, negative), strict=True):
        assert (one.verdict, one.better) == (other.verdict, other.better)
        assert one.direction == -other.direction


def test_a_difference_that_missing_values_could_undo_is_unclear():
    table = counted([3.0] * 300 + [9.0] * 200, [3.0] * 420 + [9.0] * 80)
    assert compare_values(KPI, table)[0].is_told
    assert compare_values(KPI, with_missing(table, 10, 200))[0].verdict == "unclear"
    three = counted([3.0] * 300 + [9.0] * 200, [3.0] * 420 + [9.0] * 80, [3.0] * 420 + [9.0] * 80)
    assert compare_values(KPI, three)[0].is_told
    assert compare_values(KPI, with_missing(three, 0, 200, 200))[0].verdict == "unclear"


def test_with_many_zeros_the_active_are_told():
    table = counted([0.0] * 400 + [5.0] * 100, [0.0] * 100 + [8.0] * 400)
    busy = compare_values(KPI, table)[1]
    assert busy.numbers["active"] == pytest.approx(0.8)
    assert busy.numbers["active_low"] < 0.8 < busy.numbers["active_high"]
    assert busy.numbers["active_median"] == 8
    assert busy.verdict == "clear"


def test_figures_of_fewer_than_eleven_customers_are_none():
    for claim in compare_values(KPI, counted(range(200), [7.0, 8.0, 9.0])):
        figures = claim.numbers if claim.cluster == "1" else {"rest": claim.numbers["rest_median"]}
        assert all(math.isnan(figure) for name, figure in figures.items() if name not in ("extreme", "rest_median"))
        assert claim.verdict == "suppressed"


def test_the_top_hundredth_is_told_of_eleven_customers_at_least():
    small, large = counted(range(1, 500), range(1, 500)), counted(range(1, 1200), range(1, 1200))
    assert math.isnan(compare_values(KPI, small)[0].numbers["top1_share"])
    assert compare_values(KPI, large)[0].numbers["top1_share"] > 0


counts = st.lists(st.integers(0, 60), min_size=3, max_size=3)


@given(counts, counts, counts)
def test_shares_rest_on_published_counts(yes, no, missing):
    flag = CountedFlag(("a", "b", "c"), *(np.array(part) for part in (yes, no, missing)))
    for claim in compare_flag(FLAG, flag):
        assert printable(claim.numbers["yes"]) or claim.numbers["yes"] == STAND_IN
        rest = claim.numbers["rest_yes"]
        assert claim.numbers["rest_share"] == pytest.approx(rest / claim.bases[1] if claim.bases[1] else 0)


def test_levels_of_few_customers_are_not_spoken_of():
    table = CountedLevels(("a", "b"), ("usual", "seldom"), np.array([[400, 4], [300, 5]]), np.array([0, 0]))
    claims = compare_levels(MEDIA, table)
    assert {c.level for c in claims} == {"usual"}


def test_a_claim_knows_whether_its_column_was_clustered_on():
    assert {c.provenance for c in compare_values(KPI, counted(range(99), range(99)))} == {"input"}
    table = CountedLevels(("a", "b"), ("x", "y"), np.array([[40, 40], [30, 50]]), np.array([0, 0]))
    assert {c.provenance for c in compare_levels(MEDIA, table)} == {"external"}
