"""An estimate is told of large tables only, not too often, and never beyond what was expected."""

from __future__ import annotations

from deckgen.progress import reading


def told(rows: int, steps: list[tuple[float, int]]) -> list[str]:
    """Return what is told when so many rows have been read at such times."""
    said: list[str] = []
    times = iter([0.0, *(when for when, _ in steps)])
    tell = reading(said.append, rows, lambda: next(times))
    for _, read in steps:
        tell(read)
    return said


def test_the_rest_takes_as_long_as_what_was_read():
    said = told(10_000_000, [(1.0, 500_000), (4.0, 2_000_000), (5.0, 2_500_000), (8.0, 4_000_000)])
    assert said == [
        "reading the table: 2,000,000 of about 10,000,000 rows, about 16 s left",
        "reading the table: 4,000,000 of about 10,000,000 rows, about 12 s left",
    ]


def test_nothing_is_told_of_a_small_table_or_beyond_the_estimate():
    assert told(100_000, [(9.0, 50_000)]) == []
    assert told(3_000_000, [(9.0, 3_200_000)]) == []
