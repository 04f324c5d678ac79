"""No count of 1 to 10 customers is in a published table, nor what is left when the others are subtracted."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from deckgen.statistics.disclosure import FEW, STAND_IN, printable, published

tables = arrays.arrays(
    np.int64,
    st.tuples(st.integers(1, 4), st.integers(2, 7)),
    elements=st.one_of(st.just(0), st.integers(1, 10), st.integers(11, 60)),
)


@given(tables)
def test_every_count_is_printable_or_a_stand_in(table):
    shown = published(table)
    assert all(printable(n) or n == STAND_IN for n in shown.flat)
    assert (shown[(table > 0) & (table < FEW)] == STAND_IN).all()
    assert (shown[table == 0] == 0).all()


@given(tables)
def test_what_is_left_of_a_row_tells_no_suppressed_count(table):
    for exact, row in zip(table, published(table), strict=True):
        hidden = row == STAND_IN
        left = exact.sum() - row[~hidden].sum()
        if hidden.any() and (~hidden & (row > 0)).any():
            assert left == STAND_IN if hidden.sum() == 1 else left >= FEW
            assert left <= 9 * hidden.sum()


@given(tables)
def test_few_suppressed_counts_change_the_others_little(table):
    for exact, row in zip(table, published(table), strict=True):
        shown = row != STAND_IN
        changed = (exact != row) & shown
        assert changed.sum() <= 1
        assert abs(exact - row)[shown].max(initial=0) <= max(9, 10 * (~shown).sum())


@given(tables)
def test_a_table_without_small_counts_stays_as_it_is(table):
    large = np.where((table > 0) & (table < FEW), 0, table)
    assert (published(large) == large).all()
