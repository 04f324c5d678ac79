"""Read a rule's sentence back as a filter, knowing nothing of how it was written but what columns are called.

Grammar, in both languages: conditions joined by "and" / 且; a condition is a column's title and a range (≥, <, =, >, in
Chinese as wide as Han), a level, a yes or no, "missing" / 缺失, or "known" / 有值, and it may end in "(or missing)" /
（或缺失）, after a tier's name ", or missing)" / ，或缺失）.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

UNITS = {"": 1.0, "k": 1e3, "M": 1e6, "B": 1e9, "万": 1e4, "亿": 1e8}
NUMBER = r"([−-]?[\d,.]+) ?(k|M|B|万|亿)?"
SENTENCES = (
    r"^If (?P<rule>.+), then (?P<precision>.+?) are in (?P<name>.+) \(base (?P<base>[\d.]+%), lift (?:≥\s)?[\d.]+x\)$",
    r"^若(?P<rule>.+)，则(?P<precision>[^，]+?)属于(?P<name>.+)（(?:至少为)?基准(?P<base>[\d.]+%)的[\d.]+倍）$",
)
SAID = ("yes", "是", "no", "否")
NARROW = str.maketrans("＜＞＝", "<>=")
YES, NO = ("yes", "是", "1", "true"), ("no", "否", "0", "false")


@dataclass(frozen=True)
class Told:
    """What a rule's sentence says: its filter, precision, cluster and base share, as printed."""

    met: pl.Expr
    precision: str
    name: str
    base: str


def read_sentence(sentence: str, titles: dict[str, str], orders: dict[str, tuple[str, ...]]) -> Told:
    """Read a sentence. titles: column by what the deck calls it. orders: levels of ordinal categories, ascending."""
    found = next(match for form in SENTENCES if (match := re.match(form, sentence)))
    met = pl.lit(True)
    for title, words in conditions_in(found["rule"], titles):
        column = titles[title]
        met = met & condition(pl.col(column), words, orders.get(column, ()))
    return Told(met, found["precision"], found["name"], found["base"])


def conditions_in(rule: str, titles: dict[str, str]) -> list[tuple[str, str]]:
    """Split a rule where a column's title begins a condition."""
    names = "|".join(sorted(map(re.escape, titles), key=len, reverse=True))
    starts = [match for match in re.finditer(rf"(?:^| and |且)(?P<title>{names})", rule)]
    ends = [match.start() for match in starts[1:]] + [len(rule)]
    return [(match["title"], rule[match.end() : end].strip()) for match, end in zip(starts, ends, strict=True)]


def condition(column: pl.Expr, words: str, order: tuple[str, ...]) -> pl.Expr:
    """Turn the words after a column's title into a filter; null meets it only where it is said."""
    bare = re.sub(r"( \(or missing\)|（或缺失）|, or missing\)|，或缺失）)$", "", words)
    if bare in ("missing", "缺失"):
        return column.is_null()
    known = range_met(column, bare) if re.match(r"[≥<>=＜＞＝]", bare) else level_met(column, bare, order)
    return known.fill_null(bare != words)


def range_met(column: pl.Expr, words: str) -> pl.Expr:
    """Turn a range into a filter: the tiers' names in brackets after it say nothing of their own."""
    met = pl.lit(True)
    for sign, digits, unit in re.findall(rf"(≥|<|=|>) ?{NUMBER}", re.sub(r"[(（].*$", "", words).translate(NARROW)):
        value = float(digits.replace(",", "").replace("−", "-")) * UNITS[unit]
        number = column.cast(pl.Float64, strict=False)
        met = met & {"≥": number >= value, "<": number < value, "=": number == value, ">": number > value}[sign]
    return met


def level_met(column: pl.Expr, words: str, order: tuple[str, ...]) -> pl.Expr:
    """Turn a level, a range of levels, a yes or a no into a filter."""
    other = re.match(r"^(?:is not |不是)(.+)$", words)
    if other:
        return column != other[1]
    words = words.removeprefix("is ").removeprefix("为").strip()
    if words in ("known", "有值"):
        return column.is_not_null()
    if words in SAID:
        return column.str.to_lowercase().is_in(YES if words in YES else NO)
    if order:
        return column.is_in(levels_between(words, order))
    return column == words


def levels_between(words: str, order: tuple[str, ...]) -> list[str]:
    """Return the levels that a range of ordered levels names."""
    for form, ends in ((r"^(.+?)(?: or above|及以上)$", (1, None)), (r"^(.+?)(?: or below|及以下)$", (None, 1))):
        if match := re.match(form, words):
            low, high = (order.index(match[1]) if end else None for end in ends)
            return list(order[low : None if high is None else high + 1])
    if match := re.match(r"^(.+?)(?: to |至| or |或)(.+)$", words):
        return list(order[order.index(match[1]) : order.index(match[2]) + 1])
    return [words]
