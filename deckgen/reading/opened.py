"""What does opening a table give?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import polars as pl

from deckgen.notices import Notice

ODD = "deckgen:odd"
"""A column that says why a row is no customer, where one is there; empty for a customer."""
Odd = Literal["cells", "header", "total", "blank"]
"""Wrong number of cells, the header again, a total, nothing in it."""


PATTERNS, WIDE = r"\*|\^.*\$", {"*": "＊", "^": "＾"}
"""What stands for several columns where Polars is told a name, and its first sign where it does not."""


@dataclass(frozen=True)
class Opened:
    """A table, not yet read: nothing but its beginning was looked at.

    table: lazy; the cells of a text stay text; ODD is among its columns where rows may have the wrong number of cells.
    rows: an estimate of how many there are, None where a sample may hold all. date: ISO date of its last change.
    """

    table: pl.LazyFrame
    date: str
    rows: int | None = None
    notices: tuple[Notice, ...] = ()


def plain_name(name: str) -> str:
    """Return a column's name, its first sign widened where Polars would take it for a pattern of names.

    >>> plain_name("*"), plain_name("^x.*$"), plain_name("spend*")
    ('＊', '＾x.*$', 'spend*')
    """
    return WIDE[name[0]] + name[1:] if re.fullmatch(PATTERNS, name) else name


def changed(paths: Iterable[Path]) -> str:
    """Return the ISO date on which the last of several files was changed."""
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in paths), UTC).date().isoformat()


def today() -> str:
    """Return today's ISO date: of a table that does not tell its own."""
    return datetime.now(UTC).date().isoformat()
