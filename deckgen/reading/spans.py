"""How does a column of time spans become one of numbers? In the largest unit of which most spans hold one or more."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

import polars as pl

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)
UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "min": timedelta(minutes=1), "s": timedelta(seconds=1)}
"""How a unit of time is written in any language, the largest first."""


def units_of(sample: pl.DataFrame) -> dict[str, str]:
    """Return in which unit each column of time spans is counted."""
    return {name: unit_of(sample[name]) for name in sample.columns if sample[name].dtype == pl.Duration}


def unit_of(spans: pl.Series) -> str:
    """Return the unit for some spans.

    >>> unit_of(pl.Series([timedelta(minutes=5), timedelta(minutes=50), timedelta(hours=3)]))
    'min'
    """
    usual = spans.abs().median() or timedelta(0)
    return next((unit for unit, length in UNITS.items() if usual >= length), "s")


def as_numbers(table: Frame, units: dict[str, str]) -> Frame:
    """Return a table with its time spans as numbers of their units."""
    return table.with_columns(
        pl.col(name).dt.total_microseconds() / (UNITS[unit] / timedelta(microseconds=1)) for name, unit in units.items()
    )
