"""Figures that leave the house as numbers are no more precise than they may be."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.claims import Claim
from deckgen.publication import carried, published_claim
from deckgen.statistics.disclosure import rounded
from deckgen.statistics.estimate import Estimate


@given(st.integers(11, 10**7))
def test_a_shares_last_digit_is_worth_two_customers(n):
    assert n * 10.0 ** -carried(n) >= 1.99 or carried(n) == 2


@given(st.floats(0.01, 1e6), st.integers(30, 10**5))
def test_n_times_a_rounded_mean_moves_in_steps_of_a_third_of_a_customer_or_more(mean, n):
    step = 10.0 ** (math.floor(math.log10(mean)) - (1 if n < 300 else 2 if n < 3000 else 3))
    assert rounded(mean, n) / step == pytest.approx(round(rounded(mean, n) / step), abs=1e-6)
    assert n * step >= 0.3 * mean


def claim(n: int, **numbers: float) -> Claim:
    return Claim("flag", "f", "0", "*", "clear", 1, "risk_ratio", Estimate(1.23456, 1.1, 1.4), (n, n), numbers=numbers)


def test_counts_stay_and_customers_are_rounded_to_tens():
    told = published_claim(claim(3961, yes=418, rest_yes=77, share=418 / 3961))
    assert told.bases == (3960, 3960)
    assert told.numbers == {"share": 0.106}
    assert told.effect.value == pytest.approx(1.235)


def test_means_carry_fewer_digits_than_medians():
    told = published_claim(claim(250, mean=1234.5, sd=987.6, median=1018.77))
    assert told.numbers == {"mean": 1200, "sd": 990, "median": 1019}
