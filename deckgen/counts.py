"""What can be counted in a table, and how are counts laid out? As long tables: CLUSTER, VALUE, COUNT."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

VALUE, COUNT, KEY = "deckgen:value", "deckgen:count", "deckgen:key"
"""Columns of counted tables; of sampled rows KEY, which tells customers apart."""
MOST_ROWS = 42_000
"""Rows that the tree is found on, at most: a share of those held out is known to within a point (95 %).

Tables of a round number of rows lie well within a step of the sampled share, so that an estimate gives the same one.
"""


@dataclass(frozen=True)
class Question:
    """A counted table of some columns ("values", "levels", "flag", "any"), the clusters' sizes ("sizes"), a sample of
    rows ("rows"), what is odd about the cells of a column ("remarks"), or about whole rows ("odd")."""

    kind: str
    columns: tuple[str, ...] = ()


SIZES, ODDITIES = Question("sizes"), Question("odd")

Progress = Callable[[int], None]
Counts = dict[Question, pl.DataFrame]
