"""How precise may a claim's figures be where they leave the house as numbers?

No more than that one customer more or less cannot be read off two decks: a share's last digit is worth two customers or
more, n times a mean tells no single value, and numbers of customers are rounded to tens.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from deckgen.claims import Claim
from deckgen.statistics.disclosure import rounded, tens
from deckgen.statistics.estimate import Estimate
from deckgen.wording import decimals_in

SIGNIFICANT = 4
PRIVATE = ("yes", "rest_yes", "mean_step", "sd_step")
"""Figures that stay in the house: the shares tell enough."""
OF_REST = ("rest_share",)
OF_BOTH = ("difference", "difference_low", "difference_high", "h", "cramers_v")
MOMENTS = ("mean", "sd", "total")
"""Figures to which the largest customer may add much."""
SIZES = ("median", "rest_median", "p25", "p75", "active_median", "lift")
WHOLE = ("own", "extreme")


def published_claim(claim: Claim) -> Claim:
    """Return a claim as it may be stored, exported and compared."""
    own, rest = claim.bases
    return replace(
        claim,
        effect=published_effect(claim.effect, claim.measure, own, rest),
        bases=(tens(own), tens(rest)),
        numbers=published_numbers(claim.numbers, own, rest),
    )


def published_effect(effect: Estimate, measure: str, own: int, rest: int) -> Estimate:
    """Round an effect and its interval: a ratio to significant digits, others to the decimals that n carries."""
    if measure == "risk_ratio":
        return Estimate(*(significant(end) for end in (effect.value, effect.low, effect.high)))
    decimals = carried(own if measure == "precision" else min(own, rest))
    return Estimate(*(round(end, decimals) for end in (effect.value, effect.low, effect.high)))


def published_numbers(numbers: Mapping[str, float], own: int, rest: int) -> dict[str, float]:
    """Round a claim's figures, each by the customers behind it."""
    moments = {name: moment(numbers, name, own) for name in MOMENTS if name in numbers}
    told = {**numbers, **moments}
    return {name: published_figure(name, figure, own, rest) for name, figure in told.items() if name not in PRIVATE}


def moment(numbers: Mapping[str, float], name: str, n: int) -> float:
    """Return a mean, deviation or total of n customers in no more digits than they carry."""
    step = n * numbers.get("mean_step", 0.0) if name == "total" else numbers.get(f"{name}_step", 0.0)
    return rounded(numbers[name], n, step)


def published_figure(name: str, figure: float, own: int, rest: int) -> float:
    """Round one figure."""
    if not math.isfinite(figure) or name in WHOLE or name in MOMENTS:
        return figure
    if name in SIZES:
        return significant(figure)
    behind = {**dict.fromkeys(OF_REST, rest), **dict.fromkeys(OF_BOTH, min(own, rest))}.get(name, own)
    return round(figure, carried(behind))


def carried(n: int) -> int:
    """Return the decimals of a share that n customers carry: the last is worth two customers or more.

    >>> carried(81), carried(286), carried(3961), carried(1_000_000)
    (2, 2, 3, 5)
    """
    return max(2, math.floor(math.log10(n / 2))) if n else 2


def drawn(shares: Iterable[float], n: int) -> tuple[float, ...]:
    """Return parts of a whole as they are drawn: a bar's length tells no more of n customers than a printed share.

    >>> drawn((0.33333, 0.66667), 400)
    (0.33, 0.67)
    """
    return tuple(round(share, carried(n)) for share in shares)


def as_printed(share: float, text: str) -> float:
    """Return a share as long as its text says, so that a bar is neither longer nor shorter than its label.

    >>> as_printed(0.0914, "9.1%"), as_printed(0.5149, "51%")
    (0.091, 0.51)
    """
    return round(float(share), 2 + decimals_in(text))


def significant(figure: float) -> float:
    """Round to four significant digits."""
    if figure == 0 or not math.isfinite(figure):
        return figure
    return round(figure, SIGNIFICANT - 1 - math.floor(math.log10(abs(figure))))
