"""What is a number with its interval?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """A point estimate with its two-sided 95 % interval (or the level that its maker states)."""

    value: float
    low: float
    high: float

    def __neg__(self) -> Estimate:
        return Estimate(-self.value, -self.high, -self.low)

    def excludes(self, null: float) -> bool:
        """Whether `null` lies outside the interval."""
        return self.low > null or self.high < null
