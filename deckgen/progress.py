"""What is told while a deck is made: each phase as it begins and, of a large table, how much of it has been read."""

from __future__ import annotations

import time
from collections.abc import Callable

Progress = Callable[[str], None]
"""What is told a phase."""

LARGE = 2_000_000
"""Rows from which reading is a matter of more than seconds."""
EVERY = 3.0
"""Seconds between two words on the same phase."""


def reading(progress: Progress, rows: int, clock: Callable[[], float] = time.monotonic) -> Callable[[int], None]:
    """Return what to call with the number of rows read so far; it tells how long the rest takes at the pace so far.

    rows: an estimate of all. Nothing is told of a small table, nor once more rows have come than were expected.
    """
    began = told = clock()

    def tell(read: int) -> None:
        nonlocal told
        now = clock()
        if rows >= LARGE and read < rows and now - told >= EVERY:
            told = now
            left = (now - began) / read * (rows - read)
            progress(f"reading the table: {read:,} of about {rows:,} rows, about {left:.0f} s left")

    return tell
