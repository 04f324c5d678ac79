"""Small bars in tables: those that all go one way have the whole room, others all but what none of them needs."""

from __future__ import annotations

import pytest

from deckgen.builder.meters import in_whole_room
from deckgen.slides import Meter


def both_ways(*ends: float) -> list[Meter]:
    return [Meter(0.5, end, zero=0.5) for end in ends]


@pytest.mark.parametrize(
    ("ends", "start", "found"),
    [((0.75, 1.0, 0.5), 0.0, [0.5, 1.0, 0.0]), ((0.25, 0.0), 1.0, [0.5, 0.0])],
)
def test_bars_that_go_one_way_have_the_whole_room(ends, start, found):
    column = both_ways(*ends)
    placed = [in_whole_room(meter, column) for meter in column]
    assert [meter.end for meter in placed] == pytest.approx(found)
    assert {meter.start for meter in placed} == {meter.zero for meter in placed} == {start}


@pytest.mark.parametrize(("ends", "zero"), [((0.4, 0.9), 1 / 6), ((0.25, 0.75), 1 / 3), ((0.1, 0.6), 5 / 6)])
def test_zero_stands_where_bars_that_go_less_far_leave_it(ends, zero):
    column = both_ways(*ends)
    placed = [in_whole_room(meter, column) for meter in column]
    assert [meter.zero for meter in placed] == pytest.approx([zero] * 2)
    assert min(meter.end for meter in placed) == pytest.approx(0) or max(meter.end for meter in placed) == 1
    lengths = [abs(meter.end - meter.zero) / abs(own.end - own.zero) for meter, own in zip(placed, column, strict=True)]
    assert lengths[0] == pytest.approx(lengths[1])


def test_shares_start_at_the_left():
    column = [Meter(0.0, 0.4), Meter(0.0, 1.0)]
    assert [in_whole_room(meter, column) for meter in column] == column
