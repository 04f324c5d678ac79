"""Effects, intervals and verdicts agree with the reference implementations and keep their laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.nonparametric import rank_compare_2indep
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportion_effectsize

from deckgen.counted import CountedValues
from deckgen.statistics.delta import cliffs_delta, mean_delta, score_interval
from deckgen.statistics.density import axis_breaks, axis_scale, from_axis, to_axis, violin
from deckgen.statistics.numeric import filled, summaries, summary
from deckgen.statistics.shares import cramers_v, h_interval, newcombe_difference, risk_ratio, wilson

numbers = st.lists(st.integers(-50, 50).map(float), min_size=1, max_size=40)


def counted(*samples) -> CountedValues:
    """Count samples, one a cluster."""
    values = np.unique(np.concatenate([np.asarray(s, float) for s in samples]))
    counts = np.array([[np.count_nonzero(np.asarray(s) == v) for v in values] for s in samples])
    return CountedValues(tuple(map(str, range(len(samples)))), values, counts, np.zeros(len(samples), int))


@given(numbers)
def test_summary_equals_numpy_on_the_rows(sample):
    table = counted(sample)
    found = summary(table.values, table.counts[0], 0)
    assert found.n == len(sample)
    assert math.isclose(found.mean, np.mean(sample), abs_tol=1e-9)
    expected = np.percentile(sample, [5, 25, 50, 75, 95])
    assert np.allclose([found.p05, found.p25, found.median, found.p75, found.p95], expected)
    assert len(sample) == 1 or math.isclose(found.sd, np.std(sample, ddof=1), abs_tol=1e-9)


def test_top_share_counts_the_highest_hundredth():
    sample = [1.0] * 198 + [50.0, 100.0]
    table = counted(sample)
    assert summary(table.values, table.counts[0], 0).top1_share == pytest.approx(150 / 348)


def test_top_share_says_nothing_of_negative_values():
    assert math.isnan(summaries(counted([-1.0, 5.0]))[0].top1_share)


def test_an_empty_cluster_has_no_figures():
    table = CountedValues(("a", "b"), np.array([1.0]), np.array([[3], [0]]), np.array([0, 2]))
    empty = summaries(table)[1]
    assert (empty.n, empty.missing) == (0, 2)
    assert math.isnan(empty.median)


@given(numbers, st.integers(0, 9), st.integers(0, 9))
def test_filling_takes_the_extreme_value(sample, one, other):
    table = counted(sample, sample)
    table = CountedValues(table.clusters, table.values, table.counts, np.array([one, other]))
    full = filled(table, "maximum")
    assert full.sizes.tolist() == [len(sample) + one, len(sample) + other]
    assert full.counts[0, -1] == table.counts[0, -1] + one


@settings(max_examples=60)
@given(st.lists(st.integers(0, 9), min_size=100, max_size=130), st.lists(st.integers(0, 9), min_size=100, max_size=130))
def test_delta_equals_statsmodels(one, other):
    found = cliffs_delta(counted(one, other), 0, 1)
    expected = rank_compare_2indep(np.array(one), np.array(other), use_t=False)
    assert found.value == pytest.approx(2 * expected.prob1 - 1, abs=1e-9)
    if abs(found.value) <= 0.9 and expected.var_prob > 0:
        low, high = expected.conf_int(alpha=0.05)
        assert (found.low, found.high) == pytest.approx((2 * low - 1, 2 * high - 1), abs=1e-6)


@given(numbers, numbers)
def test_delta_turns_its_sign_with_the_pair(one, other):
    table = counted(one, other)
    there, back = cliffs_delta(table, 0, 1), cliffs_delta(table, 1, 0)
    assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low), abs=1e-9)


def test_interval_at_the_extreme_is_not_a_point():
    found = cliffs_delta(counted(range(100, 120), range(20)), 0, 1)
    assert found.value == 1
    assert 0.5 < found.low < 0.95


def test_score_interval_holds_its_estimate_and_narrows():
    wide, narrow = score_interval(0.8, 20, 20, 1.96), score_interval(0.8, 2000, 2000, 1.96)
    assert wide[0] < narrow[0] < 0.8 < narrow[1] < wide[1]


def test_score_interval_covers_at_the_extremes():
    random = np.random.default_rng(0)
    shift, truth = 2.5, 2 * stats.norm.cdf(2.5 / math.sqrt(2)) - 1
    covered = 0
    for _ in range(300):
        table = counted(random.normal(shift, 1, 30), random.normal(0, 1, 30))
        found = cliffs_delta(table, 0, 1)
        covered += found.low <= truth <= found.high
    assert covered >= 0.93 * 300


def test_mean_delta_weighs_clusters_alike():
    table = counted([5.0] * 200, [1.0] * 5000, [9.0] * 150)
    assert mean_delta(table, 0).value == pytest.approx(0)


@given(numbers, numbers)
def test_mean_delta_of_two_is_the_pair(one, other):
    table = counted(one, other)
    assert mean_delta(table, 0) == cliffs_delta(table, 0, 1)


@given(st.integers(0, 60), st.integers(1, 60))
def test_wilson_equals_statsmodels(yes, more):
    n = yes + more
    found = wilson(yes, n)
    low, high = proportion_confint(yes, n, method="wilson")
    assert (found.low, found.high) == pytest.approx((max(low, 0), high), abs=1e-9)


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), st.integers(1, 60))
def test_difference_equals_statsmodels(yes, more, other_yes, other_more):
    found = newcombe_difference(yes, yes + more, other_yes, other_yes + other_more)
    low, high = confint_proportions_2indep(
        yes, yes + more, other_yes, other_yes + other_more, compare="diff", method="newcomb"
    )
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize("cells", [(30, 100, 12, 90), (5, 400, 40, 900), (719, 16031, 90, 3949), (90, 100, 80, 100)])
def test_ratio_equals_statsmodels(cells):
    found = risk_ratio(*cells)
    low, high = confint_proportions_2indep(*cells, compare="ratio", method="score")
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-4)


def test_ratio_works_with_zero_cells():
    assert risk_ratio(0, 50, 10, 50).low == 0
    assert risk_ratio(0, 50, 10, 50).high < 1
    assert risk_ratio(10, 50, 0, 50).value == math.inf
    assert risk_ratio(10, 50, 0, 50).low > 1
    assert math.isnan(risk_ratio(0, 50, 0, 50).value)


@given(st.integers(1, 60), st.integers(61, 90), st.integers(1, 60), st.integers(61, 90))
def test_cohens_h_equals_statsmodels_and_lies_in_its_interval(yes, n, other_yes, other_n):
    found = h_interval(yes, n, other_yes, other_n)
    assert found.value == pytest.approx(proportion_effectsize(yes / n, other_yes / other_n))
    assert found.low < found.value < found.high


def test_cramers_v_is_near_zero_without_association():
    random = np.random.default_rng(1)
    tables = [np.stack([random.multinomial(30, [0.05] * 20), random.multinomial(300, [0.05] * 20)]) for _ in range(60)]
    corrected = np.mean([cramers_v(table) for table in tables])
    raw = np.mean([stats.contingency.association(t[:, t.sum(axis=0) > 0], correction=False) for t in tables])
    assert corrected < 0.08 < 0.18 < raw


def test_cramers_v_is_one_where_levels_are_clusters():
    assert cramers_v(np.array([[500, 0], [0, 500]])) == pytest.approx(1, abs=0.01)


@given(numbers, st.sampled_from(["linear", "symlog"]), st.sampled_from([0.1, 1.0, 10.0]))
def test_axis_places_are_read_back(sample, scale, core):
    values = np.array(sample)
    assert np.allclose(from_axis(to_axis(values, scale, core), scale, core), values)


@given(numbers, numbers)
def test_violins_stay_within_the_values_and_one(one, other):
    table = counted(one, other)
    scale, core = axis_scale(table)
    for (grid, shape), sample in zip(violin(table, scale, core), (one, other), strict=True):
        assert min(sample) - 1e-6 <= grid[0] <= grid[-1] <= max(sample) + 1e-6
        assert 0 <= shape.min() <= shape.max() <= 1 + 1e-9


def test_heavy_tails_take_a_log_axis_and_zeros_a_symlog():
    tail = np.round(np.random.default_rng(3).lognormal(6, 1.5, 3000), 2)
    assert axis_scale(counted(tail, tail)) == ("log", 1.0)
    assert axis_scale(counted([0.0, *tail], tail))[0] == "symlog"
    assert axis_scale(counted(np.arange(1, 31), np.arange(1, 29))) == ("linear", 1.0)
    gains = np.random.default_rng(1).normal(0, 1, 2000)
    assert axis_scale(counted(gains, gains + 1)) == ("linear", 1.0)
    assert axis_scale(counted(gains, gains**7))[0] == "symlog"


def test_violin_follows_the_density():
    random = np.random.default_rng(4)
    grid, shape = violin(counted(np.round(random.normal(50, 10, 20_000), 1)), "linear", 1.0)[0]
    expected = np.exp(-0.5 * ((grid - 50) / 10) ** 2)
    assert np.abs(shape - expected).max() < 0.05


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.sampled_from(["linear", "symlog"]))
def test_breaks_ascend_and_lie_on_the_axis(low, span, scale):
    found = axis_breaks(low, low + span, scale, 1.0)
    assert list(found) == sorted(set(found))
    assert len(found) <= 12
    near = 1e-6 * (abs(low) + span)
    assert all(low - near <= b <= low + span + near for b in found)


@given(st.floats(1e-3, 1e5), st.floats(1.01, 1e5))
def test_log_axes_have_at_least_two_breaks(low, factor):
    found = axis_breaks(low, low * factor, "log", 1.0)
    assert list(found) == sorted(set(found))
    assert len(found) >= 2
