"""Small bars in tables: those that all go one way have the whole room, all others start from the line at zero."""

from __future__ import annotations

import pytest

from deckgen.builder.meters import in_whole_room
from deckgen.slides import Meter


def both_ways(*ends: float) -> list[Meter]:
    return [Meter(0.5, end, zero=0.5) for end in ends]


@pytest.mark.parametrize(
    ("ends", "start", "found"),
    [((0.75, 1.0, 0.5), 0.0, [0.5, 1.0, 0.0]), ((0.25, 0.0), 1.0, [0.5, 0.0]), ((0.25, 0.75), 0.5, [0.25, 0.75])],
)
def test_bars_that_go_one_way_have_the_whole_room(ends, start, found):
    column = both_ways(*ends)
    placed = [in_whole_room(meter, column) for meter in column]
    assert [meter.end for meter in placed] == pytest.approx(found)
    assert {meter.start for meter in placed} == {meter.zero for meter in placed} == {start}


def test_shares_start_at_the_left():
    column = [Meter(0.0, 0.4), Meter(0.0, 1.0)]
    assert [in_whole_room(meter, column) for meter in column] == column
