"""Where is the header of a sheet that has titles above it, or merged cells in it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import polars as pl

from deckgen.reading.layout import DATA_LIKE, YEAR, clean_name

LOOKED_AT = 20
"""First rows of a sheet among which the header is sought."""

Cells = Sequence[str]
"""The cells of a row as they are written, "" where one is empty."""


def header_place(rows: Sequence[Cells]) -> int:
    """Return which of a sheet's first rows ends the header: the first that is mostly filled, or the one that goes on
    below its merged cells.

    >>> header_place([["Members", "", ""], ["id", "Spend", ""], ["", "online", "shop"], ["A1", "3", "4"]])
    2
    """
    place = next((place for place, row in enumerate(rows) if sum(map(bool, row)) > len(row) / 2), 0)
    return place + 1 if place + 1 < len(rows) and goes_on(rows[place], rows[place + 1]) else place


def goes_on(header: Cells, below: Cells) -> bool:
    """Tell whether a row holds the names under a header's merged cells: it fills every gap and not all the rest, and
    nothing in it looks like data.
    """
    gaps = [name for name, above in zip(below, header, strict=True) if not above]
    plain = not any(DATA_LIKE.fullmatch(name) and not YEAR.fullmatch(name) for name in below)
    return bool(gaps) and all(gaps) and not all(below) and plain


def joined_names(rows: Sequence[Cells]) -> list[str]:
    """Return the columns' names from the rows of a header, its last one below: each from the lowest row that has one;
    where a name stands twice, with what stands above it, over merged cells too.

    >>> joined_names([["id", "Online", "", "Shop", ""], ["", "spend", "orders", "spend", "visits"]])
    ['id', 'Online spend', 'orders', 'Shop spend', 'visits']
    """
    lowest = [next((row[i] for row in reversed(rows) if row[i]), "") for i in range(len(rows[-1]))]
    twice = {name for name, times in Counter(lowest).items() if times > 1 and name}
    names = []
    for place, name in enumerate(lowest):
        above = [group_at(row, place) for row in rows[:-1]] if name in twice else []
        names.append(clean_name(" ".join([*filter(None, above), name])) or f"column {place + 1}")
    return names


def group_at(row: Cells, place: int) -> str:
    """Return the cell of a row that stands over a place: the nearest filled one from there to the left."""
    return next((cell for cell in reversed(row[: place + 1]) if cell), "")


def below_header(raw: pl.DataFrame) -> tuple[pl.DataFrame, list[str], int]:
    """Return what stands below the header of a sheet that was read without one, as texts; the columns' names, and how
    many rows stand above the header's last one.
    """
    rows = [[clean_name(cell or "") for cell in row] for row in raw.head(LOOKED_AT).cast(pl.String).iter_rows()]
    place = header_place(rows)
    first = next((i for i, row in enumerate(rows[: place + 1]) if sum(map(bool, row)) > 1), place)
    return raw.slice(place + 1).cast(pl.String), joined_names(rows[first : place + 1]), place
