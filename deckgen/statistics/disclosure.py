"""Which counts may leave the house? None of 1 to 10 customers, nor what gives one away by subtraction."""

from __future__ import annotations

import math

import numpy as np

FEW = 11
"""Cells with fewer customers are suppressed (the smallest cell of many statistical offices and health registers)."""
STAND_IN = 5
"""What stands in a published table for any count of 1 to 10."""
LEAST_MEAN, MOST_MEAN = 2, 9
"""Between these the mean of several suppressed counts of a row may be known: at 1 or 10 it would tell each of them."""


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


def rounded(figure: float, n: int) -> float:
    """Round a mean or deviation of n customers so that n times it, a total, does not tell what one more customer adds.

    Two significant digits under 300 customers, three under 3,000, then four: the total is then known only to about as
    much as a customer's whole share of it.
    """
    if figure == 0 or not math.isfinite(figure):
        return figure
    digits = next((digits for most, digits in ((300, 2), (3000, 3)) if n < most), 4)
    return round(figure, digits - 1 - math.floor(math.log10(abs(figure))))


def tens(count: int) -> int:
    """Round a count of held-out customers, so that subtracting one such count from another tells none of 1 to 10."""
    return 10 * round(count / 10)
