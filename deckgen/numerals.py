"""How are numbers written, and which number is meant? "¥1,234.50", "(1,234)", "41.2%", "1.2万", "3k", "1.234,5"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

CURRENCIES: dict[str, tuple[str, ...]] = {
    "CNY": ("¥", "￥", "元", "人民币", "rmb", "cny", "cn¥"),
    "USD": ("$", "us$", "usd", "美元", "美金"),
    "EUR": ("€", "eur", "欧元"),
    "GBP": ("£", "gbp", "英镑"),
    "JPY": ("jpy", "日元", "円"),
    "HKD": ("hk$", "hkd", "港元", "港币"),
    "KRW": ("₩", "krw", "韩元"),
    "INR": ("₹", "inr", "rs.", "rs"),
    "BRL": ("r$", "brl"),
    "RUB": ("₽", "rub"),
    "CHF": ("chf",),
}
"""How a currency is written. "¥" also stands for the yen: an amount is read the same."""
UNITS = {
    **{"百": 1e2, "千": 1e3, "万": 1e4, "w": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8},
    **{"k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "b": 1e9, "bn": 1e9},
}
MONEY_ONLY = ("m", "b")
"""Units that may also stand for months, metres or bytes: read only beside a currency."""
WIDE = dict(zip("０１２３４５６７８９．，％（）－＋−", "0123456789.,%()-+-", strict=True))
SPACES = r"[\s\u00a0\u202f']"


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


NAMES_OF_MONEY = [word for words in CURRENCIES.values() for word in words]
MONEY = any_of(NAMES_OF_MONEY)
WRITTEN = (
    r"^(?P<open>\()?(?P<minus>[-+])?(?P<before>" + MONEY + r")?(?P<minus2>[-+])?"
    r"(?P<digits>\d[\d.,]*|[.,]\d+)(?P<power>e[-+]?\d+)?"
    r"(?P<unit>" + any_of(UNITS) + r")?(?P<after>" + MONEY + r"|%)?(?P<minus3>-)?(?P<close>\))?$"
)
GROUPED = {
    ".": r"^\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?$|^\d+(\.\d*)?$|^\.\d+$",
    ",": r"^\d{1,3}(\.\d{3})+(,\d*)?$|^\d+(,\d*)?$|^,\d+$",
}
"""Digits as they may stand with either decimal mark: thousands parted by the other one."""
ONLY_COMMA = r"\d,\d{1,2}$|\d,\d{4,}$|\.\d{3},\d|^0,\d"
ONLY_POINT = r"\d\.\d{1,2}$|\d\.\d{4,}$|,\d{3}\.\d|^0\.\d|,\d{3},\d{3}"
"""What can only be a decimal comma, or a decimal point."""


@dataclass(frozen=True)
class Written:
    """How the numbers of a column are written. decimal: the decimal mark. percent: whether most carry "%"."""

    decimal: str = "."
    percent: bool = False


PLAIN = Written()


def squeezed(cells: pl.Expr) -> pl.Expr:
    """Return texts in lower case, full-width signs as ASCII, without spaces."""
    return cells.str.replace_many(list(WIDE), list(WIDE.values())).str.replace_all(SPACES, "").str.to_lowercase()


def parsed(cells: pl.Series) -> pl.DataFrame:
    """Take written numbers apart: open, minus, before, digits, power, unit, after ...; null where a text is none."""
    groups = squeezed(pl.col("cell")).str.extract_groups(WRITTEN)
    return cells.alias("cell").to_frame().select(groups.alias("parts")).unnest("parts")


def read_written(cells: pl.Series, written: Written) -> pl.Series:
    """Return the numbers that texts mean, null where one is unreadable."""
    parts = parsed(cells)
    digits = pl.when(pl.col("digits").str.contains(GROUPED[written.decimal])).then(pl.col("digits"))
    digits = digits.str.replace_all("." if written.decimal == "," else ",", "", literal=True).str.replace(",", ".")
    number = (digits + pl.col("power").fill_null("")).cast(pl.Float64, strict=False)
    unit = pl.col("unit").replace_strict(UNITS, default=1.0, return_dtype=pl.Float64)
    brackets = pl.col("open").is_not_null()
    minus = brackets | pl.any_horizontal(
        (pl.col(name) == "-").fill_null(False) for name in ("minus", "minus2", "minus3")
    )
    money = pl.any_horizontal(pl.col(name).is_in(NAMES_OF_MONEY).fill_null(False) for name in ("before", "after"))
    other = pl.col("unit").is_in(MONEY_ONLY).fill_null(False).not_()
    whole = (brackets == pl.col("close").is_not_null()) & (money | other)
    return parts.select(pl.when(whole).then(number * unit * pl.when(minus).then(-1.0).otherwise(1.0))).to_series()


def currency_of(cells: pl.Series) -> pl.Series:
    """Return the currency that each written number names, null where it names none."""
    codes = {word: code for code, words in CURRENCIES.items() for word in words}
    named = pl.coalesce("before", "after").replace_strict(codes, default=None, return_dtype=pl.String)
    return parsed(cells).select(named).to_series()


def unit_of(cells: pl.Series) -> pl.Series:
    """Return the unit that each written number carries ("万", "k"), null where it carries none."""
    return parsed(cells)["unit"]


def way_of_writing(cells: pl.Series, usual: str = ".") -> Written:
    """Return how a column's numbers are written, from some of its cells; `usual` decides where it is left open."""
    digits = parsed(cells).select(pl.col("digits", "after")).drop_nulls("digits")
    if digits.is_empty():
        return Written(usual)
    comma, point = (int(digits["digits"].str.contains(pattern).sum()) for pattern in (ONLY_COMMA, ONLY_POINT))
    decimal = "," if comma > point else "." if point else usual
    return Written(decimal, bool((digits["after"] == "%").sum() > len(digits) / 2))
