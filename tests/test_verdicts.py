"""What may be said of an effect: thresholds, small groups, missing answers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_statistics import counted

from deckgen.statistics.delta import cliffs_delta
from deckgen.statistics.estimate import Estimate
from deckgen.statistics.verdicts import (
    STRICT,
    Counts,
    Family,
    Least,
    Typical,
    apart,
    matters,
    numeric_verdict,
    share_verdict,
    sized,
)


@pytest.mark.parametrize(
    ("delta", "strict", "wide", "verdict"),
    [
        (Estimate(0.5, 0.45, 0.55), 0.42, True, "clear"),
        (Estimate(0.5, 0.45, 0.55), 0.42, False, "slight"),
        (Estimate(0.5, 0.15, 0.85), 0.05, True, "slight"),
        (Estimate(0.2, 0.18, 0.22), 0.17, True, "slight"),
        (Estimate(-0.3, -0.4, -0.2), 0.13, True, "clear"),
        (Estimate(0.06, 0.04, 0.08), 0.03, True, "same"),
        (Estimate(0.1, -0.05, 0.25), -0.1, True, "unclear"),
        (Estimate(math.nan, -1, 1), -1, True, "suppressed"),
    ],
)
def test_verdicts_on_kpis(delta, strict, wide, verdict):
    bounds = Estimate(delta.value, *sorted((math.copysign(strict, delta.value), 2 * delta.value)))
    assert numeric_verdict(delta, bounds, wide) == verdict


def test_medians_of_zero_and_of_opposite_signs_differ():
    assert apart(0, 5, Least())
    assert apart(-1, 1, Least())
    assert not apart(0, 0, Least())
    assert not apart(-10, -11, Least())


def test_the_minimum_business_difference_is_the_users():
    assert apart(10, 13, Least(1.25))
    assert not apart(10, 13, Least(1.5))
    assert not apart(10, 13, Least(1.25, gap=5))


def test_where_most_are_at_zero_their_share_and_the_others_median_count():
    idle = Typical(0, 0.2, 50)
    assert matters(Typical(0, 0.3, 50), idle, Least())
    assert matters(Typical(0, 0.2, 80), idle, Least())
    assert not matters(Typical(0, 0.22, 55), idle, Least())


def test_small_clusters_carry_no_claim():
    assert sized("clear", 500, 10) == "suppressed"
    assert sized("clear", 500, 29) == "unclear"
    assert sized("clear", 500, 30) == "clear"


LEVELS = Family(30, 30, by_ratio=False)


@pytest.mark.parametrize(
    ("cells", "family", "verdict", "direction"),
    [
        ((300, 1000, 100, 1000), Family(), "clear", 1),
        ((100, 1000, 300, 1000), LEVELS, "clear", -1),
        ((30, 1000, 20, 1000), Family(), "unclear", 0),
        ((300, 10000, 200, 10000), Family(), "clear", 1),
        ((300, 10000, 200, 10000), LEVELS, "slight", 1),
        ((70, 286, 280, 1714), Family(), "slight", 1),
        ((600, 10000, 590, 10000), Family(), "same", 0),
        ((26, 16000, 6, 4000), Family(), "suppressed", 0),
        ((0, 0, 6, 4000), Family(), "suppressed", 0),
    ],
)
def test_verdicts_on_shares(cells, family, verdict, direction):
    assert share_verdict(Counts(*cells), family) == (verdict, direction)


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 200), st.integers(0, 200))
def test_a_share_is_told_only_where_it_survives_missing_answers_as_yes_and_as_no(yes, other_yes, missing, other):
    counts = Counts(yes, 400, other_yes, 400, missing, other)
    verdict, direction = share_verdict(counts, Family())
    if direction and counts.miss_unequally:
        for filled in (counts.filled(True), counts.filled(False)):
            assert share_verdict(filled, Family())[1] == direction
    assert verdict in ("clear", "slight") or not direction


def test_missing_answers_can_undo_a_difference():
    assert share_verdict(Counts(120, 400, 60, 400), Family())[0] == "clear"
    assert share_verdict(Counts(120, 400, 60, 400, 0, 90), Family()) == ("unclear", 0)


def test_a_million_customers_make_no_tiny_shift_clear():
    random = np.random.default_rng(2)
    table = counted(np.round(random.normal(0.03, 1, 500_000), 2), np.round(random.normal(0, 1, 500_000), 2))
    found = [cliffs_delta(table, 0, 1, confidence) for confidence in (0.95, STRICT)]
    assert numeric_verdict(*found, matters=True) == "same"
