"""Do the levels of a category have an order of their own?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

MOST_LEVELS_ORDERED = 12
RANGE = (
    r"\d\s*[kKwWmM千万]?\s*(-|–|—|~|～|至|到|to|＋|\+)|[<>≤≥＜＞]|以上|以下|以内|不足|人|岁|年|月|天"
    r"|under|over|less|more|above|below"
)
"""What shows that the number in a level is a size and no name."""
BELOW = r"^\s*[<≤＜]|以下|以内|不足|under|below|less|up to"
ABOVE = r"[>≥＞+＋]|以上|over|above|more"
"""What shows that a level is all below, or above, its number."""
BOUNDS = (
    r"(及|或|和)?(以上|以下)(学历)?$|\s+(or|and)\s+(above|below|higher|lower)$|(?<=线)城市$|['’]s( degree)?$| degree$"
)
"""What may follow a word of a vocabulary."""
ORDINAL_NAMES = r"grade|level|tier|rank|score|rating|stage|size|educat|等级|级别|评级|分档|学历|规模"
VOCABULARIES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        ("微型", "个人", "micro", "very low", "极低", "很低", "xs"),
        ("小型", "小", "small", "low", "低", "s"),
        ("中型", "中", "medium", "mid", "middle", "moderate", "average", "m"),
        ("大型", "大", "large", "high", "高", "l"),
        ("特大型", "超大", "very large", "very high", "极高", "很高", "huge", "xl"),
        ("ka", "enterprise", "xxl"),
    ),
    (("bronze", "铜牌", "青铜"), ("silver", "银牌", "白银"), ("gold", "金牌", "黄金"), ("platinum", "白金", "铂金")),
    (("never", "从不"), ("rarely", "很少"), ("sometimes", "有时"), ("often", "经常"), ("always", "总是")),
    (
        ("小学", "primary"),
        ("初中", "secondary"),
        ("高中", "high school"),
        ("大专", "专科", "college"),
        ("本科", "bachelor", "graduation", "tertiary"),
        ("硕士", "master"),
        ("博士", "phd", "doctorate"),
    ),
    (
        ("strongly disagree", "completely disagree", "非常不同意", "完全不同意"),
        ("disagree", "不同意", "比较不同意"),
        ("neutral", "neither agree nor disagree", "一般", "中立"),
        ("agree", "同意", "比较同意"),
        ("strongly agree", "completely agree", "非常同意", "完全同意"),
    ),
    (
        ("very dissatisfied", "very unsatisfied", "非常不满意"),
        ("dissatisfied", "unsatisfied", "不满意", "比较不满意"),
        ("neutral", "neither satisfied nor dissatisfied", "一般"),
        ("satisfied", "满意", "比较满意"),
        ("very satisfied", "非常满意"),
    ),
    (("五线",), ("四线",), ("三线",), ("二线",), ("新一线", "准一线"), ("一线",)),
    tuple((name,) for name in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
    tuple((f"周{day}", f"星期{day}") for day in "一二三四五六日"),
    tuple((name,) for name in ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    tuple((f"{month}月",) for month in range(1, 13)),
)
"""Words that stand in an order, ascending; words of one place mean the same."""
UNITS = (
    (r"\b(day|daily)|天|日", 1),
    (r"\bweek|周", 7),
    (r"\bmonth|月", 30),
    (r"\bquarter|季", 91),
    (r"\b(year|annual)|年", 365),
)
"""Words for spans of time, with their days."""
NUMBERS = {
    **{word: place for place, word in enumerate(("one", "two", "three", "four", "five", "six"), 1)},
    **{sign: place for place, sign in enumerate("一二三四五六", 1)},
    "两": 2,
    "half": 0.5,
    "半": 0.5,
}
"""Numbers that are written as words."""
ONE = r"(day|daily|week|month|quarter|year|annual)|[每按]?[天日周月季年]"
"""How a level begins that names a single span: "monthly", "按年付"."""


def ordinal_levels(levels: Sequence[str], name: str = "") -> tuple[str, ...]:
    """Return the levels in ascending order where every one is a range, a tier or a grade, else nothing.

    Bare numbers are in order only under a name that says so: regions 1 to 3 are not.

    >>> ordinal_levels(["KA(1000人以上)", "小型(10-49人)", "微型(1-9人)"])
    ('微型(1-9人)', '小型(10-49人)', 'KA(1000人以上)')
    >>> ordinal_levels(["Region 1", "Region 2", "Region 3"])
    ()
    >>> ordinal_levels(["Month-to-month", "Two year", "One year"])
    ('Month-to-month', 'One year', 'Two year')
    """
    if not 3 <= len(levels) <= MOST_LEVELS_ORDERED:
        return ()
    return by_number(levels, name) or by_words(levels) or by_span(levels)


def by_number(levels: Sequence[str], name: str) -> tuple[str, ...]:
    """Return levels in the order of the first number in each."""
    found = {level: re.search(r"\d+(?:\.\d+)?", level.replace(",", "")) for level in levels}
    places = {level: (float(number.group()), side(level)) for level, number in found.items() if number}
    if len(set(places.values())) < len(levels):
        return ()
    bare = all(re.fullmatch(r"[\d.,]+", level) for level in levels)
    sized = sum(bool(re.search(RANGE, level, re.IGNORECASE)) for level in levels) > len(levels) / 2
    if not (sized or (bare and re.search(ORDINAL_NAMES, name, re.IGNORECASE))):
        return ()
    return tuple(sorted(levels, key=lambda level: places[level]))


def side(level: str) -> int:
    """Return on which side of its number a level lies.

    >>> side("18岁以下"), side("18-24岁"), side("60+"), side("< 20k")
    (-1, 0, 1, -1)
    """
    below, above = (re.search(words, level, re.IGNORECASE) for words in (BELOW, ABOVE))
    return -1 if below else 1 if above else 0


def by_words(levels: Sequence[str]) -> tuple[str, ...]:
    """Return levels in the order of one vocabulary that has them all, each at a place of its own."""
    for vocabulary in VOCABULARIES:
        places = {word: place for place, words in enumerate(vocabulary) for word in words}
        found = {level: place_of(level.strip().lower(), places) for level in levels}
        if None not in found.values() and len(set(found.values())) == len(levels):
            return tuple(sorted(levels, key=lambda level: found[level]))
    return ()


def place_of(level: str, places: Mapping[str, int]) -> int | None:
    """Return a level's place in a vocabulary: whole, by its first three letters, or without what bounds it."""
    bare = re.sub(BOUNDS, "", level)
    return next((places[word] for word in (level, level[:3], bare) if word in places), None)


def by_span(levels: Sequence[str]) -> tuple[str, ...]:
    """Return levels in the order of the spans of time that they name, where every one names another."""
    found = {level: days(level) for level in levels}
    if None in found.values() or len(set(found.values())) < len(levels):
        return ()
    return tuple(sorted(levels, key=lambda level: found[level]))


def days(level: str) -> float | None:
    """Return how long a level's span of time is: None where it names none, several or an unknown number of them.

    >>> days("Month-to-month"), days("Two year"), days("半年"), days("18 months")
    (30, 730, 182.5, 540.0)
    >>> days("Electronic check"), days("Monthly or yearly"), days("Eighteen months")
    (None, None, None)
    """
    lowered = level.strip().lower()
    units = [length for words, length in UNITS if re.search(words, lowered)]
    counted = re.match(r"[a-z]+|.(?=个?[天日周月季年])", lowered)
    number = 1 if re.match(ONE, lowered) else NUMBERS.get(counted[0]) if counted else None
    if digits := re.search(r"\d+(?:\.\d+)?", lowered):
        number = float(digits.group())
    return number * units[0] if len(units) == 1 and number is not None else None
