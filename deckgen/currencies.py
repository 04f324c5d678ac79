"""In which currency are a column's amounts, by its cells or its unit?"""

from __future__ import annotations

import re

import polars as pl

from deckgen.numerals import CURRENCIES, any_of, parsed

CODES = {word: code for code, words in CURRENCIES.items() for word in words}
AMOUNT = re.compile(rf"[千百万亿]*(?:{any_of(CODES)})|[kKM]?[A-Z]{{3}}")
"""A unit that is a currency, or many of one."""
LOOKED_AT = 500


def currency_sign(cells: pl.Series) -> str:
    """Return the sign of the currency that most of a column's first cells are written with, "" where they mix several.

    >>> currency_sign(pl.Series(["£29.00", "£5", "0"])), currency_sign(pl.Series(["12 usd", "9 usd"]))
    ('£', 'USD')
    >>> currency_sign(pl.Series(["$1", "€2"])), currency_sign(pl.Series(["12", "9"]))
    ('', '')
    """
    numbers = parsed(cells.drop_nulls().head(LOOKED_AT)).filter(pl.col("digits").is_not_null())
    signs = numbers.select(
        pl.coalesce(*(pl.col(side).replace("%", None) for side in ("before", "after"))).alias("sign")
    )
    written = signs["sign"].drop_nulls()
    if 2 * len(written) <= len(numbers) or len({CODES[sign] for sign in written.unique()}) > 1:
        return ""
    return str(written.mode().sort().last()).upper()


def is_amount(unit: str) -> bool:
    """Tell whether a unit is a currency.

    >>> is_amount("万元"), is_amount("£"), is_amount("EUR"), is_amount("kUSD"), is_amount("min"), is_amount("%")
    (True, True, True, True, False, False)
    """
    return AMOUNT.fullmatch(unit) is not None
