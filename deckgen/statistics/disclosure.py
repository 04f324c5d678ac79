"""Which counts may leave the house? None of 1 to 10 customers, nor what gives one away by subtraction."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np

FEW = 11
"""Cells with fewer customers are suppressed (the smallest cell of many statistical offices and health registers)."""
STAND_IN = 5
"""What stands in a published table for any count of 1 to 10."""
LEAST_MEAN, MOST_MEAN = 2, 9
"""Between these the mean of several suppressed counts of a row may be known: at 1 or 10 it would tell each of them."""

TOLD = 0.1
"""No figure gives away a customer's value to within this share of it."""


def printable(count: float) -> bool:
    """Whether a count of customers may be printed."""
    return count == 0 or count >= FEW


def published(table: np.ndarray) -> np.ndarray:
    """Return a crosstab in which STAND_IN stands for every count of 1 to 10 and no subtraction gives one away.

    table: (K, C), each row all customers of a cluster shared out over the columns, so that its sum is known. Where the
    suppressed counts of a row could be told from that sum, its smallest count that can bear it is changed by a few
    (Hundepool et al., Statistical Disclosure Control, 2012); where none can, the
    whole row is suppressed.
    """
    shown = table.copy()
    for row in shown:
        few = (row > 0) & (row < FEW)
        hidden, total = int(few.sum()), int(row[few].sum())
        if not hidden:
            continue
        change = pooled(hidden, total) - total
        able = np.flatnonzero(~few & (row - change >= FEW))
        if len(able):
            row[able[row[able].argmin()]] -= change
            row[few] = STAND_IN
        else:
            row[row > 0] = STAND_IN
    return shown


def pooled(hidden: int, total: int) -> int:
    """Return the sum of a row's suppressed counts that may be known: the true one, or the nearest that is no help."""
    if hidden == 1:
        return STAND_IN
    return min(max(total, FEW, LEAST_MEAN * hidden), MOST_MEAN * hidden)


def rounded(figure: float, n: int, step: float = 0.0) -> float:
    """Round a mean or deviation of n customers so that n times it, a total, does not tell what one more customer adds.

    Two significant digits under 300 customers, three under 3,000, then four: the total is then known only to about as
    much as a customer's whole share of it. step: what the last digit must be worth at least (1, 2 or 5 of its place),
    so that not even the largest customer is told (see `steps`); one digit always stays.
    """
    if figure == 0 or not math.isfinite(figure):
        return figure
    digits = next((digits for most, digits in ((300, 2), (3000, 3)) if n < most), 4)
    first = math.floor(math.log10(abs(figure)))
    unit = min(max(Decimal(10) ** (first - digits + 1), round_step(step)), Decimal(10) ** first)
    return float(round(Decimal(figure) / unit) * unit)


def round_step(step: float) -> Decimal:
    """Return the smallest 1, 2 or 5 times a power of ten that is not smaller than a step."""
    if step <= 0:
        return Decimal(0)
    place = Decimal(10) ** math.floor(math.log10(step))
    return next(times * place for times in (1, 2, 5, 10) if times * place >= Decimal(step) * Decimal("0.999999"))


def steps(n: int, deviation: float, largest: float) -> tuple[float, float]:
    """Return what the last digits of a mean and of a deviation of n customers must be worth at least.

    The difference of two totals, or of two sums of squares, then tells the largest value (by its size) to no better
    than TOLD of it (the p % rule of Hundepool et al., Statistical Disclosure Control, 2012).
    """
    if not (n and deviation > 0):
        return 0.0, 0.0
    return 2 * TOLD * largest / n, 2 * TOLD * largest**2 / (n * deviation)


def tens(count: int) -> int:
    """Round a count of held-out customers, so that subtracting one such count from another tells none of 1 to 10."""
    return 10 * round(count / 10)
