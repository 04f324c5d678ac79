"""Do the levels of a category have an order of their own?"""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_LEVELS_ORDERED = 12
RANGE = (
    r"\d\s*(-|–|—|~|～|至|到|to|＋|\+)|[<>≤≥＜＞]|以上|以下|以内|不足|人|岁|年|月|天"
    r"|under|over|less|more|above|below"
)
"""What shows that the number in a level is a size and no name."""
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
    tuple((name,) for name in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
    tuple((f"周{day}", f"星期{day}") for day in "一二三四五六日"),
    tuple((name,) for name in ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    tuple((f"{month}月",) for month in range(1, 13)),
)
"""Words that stand in an order, ascending; words of one place mean the same."""


def ordinal_levels(levels: Sequence[str], name: str = "") -> tuple[str, ...]:
    """Return the levels in ascending order where every one is a range, a tier or a grade, else nothing.

    Bare numbers are in order only under a name that says so: regions 1 to 3 are not.

    >>> ordinal_levels(["KA(1000人以上)", "小型(10-49人)", "微型(1-9人)"])
    ('微型(1-9人)', '小型(10-49人)', 'KA(1000人以上)')
    >>> ordinal_levels(["Region 1", "Region 2", "Region 3"])
    ()
    """
    if not 3 <= len(levels) <= MOST_LEVELS_ORDERED:
        return ()
    return by_number(levels, name) or by_words(levels)


def by_number(levels: Sequence[str], name: str) -> tuple[str, ...]:
    """Return levels in the order of the first number in each."""
    numbers = {level: re.search(r"\d+(?:\.\d+)?", level.replace(",", "")) for level in levels}
    if not all(numbers.values()) or len({found.group() for found in numbers.values() if found}) < len(levels):
        return ()
    bare = all(re.fullmatch(r"[\d.,]+", level) for level in levels)
    sized = sum(bool(re.search(RANGE, level, re.IGNORECASE)) for level in levels) > len(levels) / 2
    if not (sized or (bare and re.search(ORDINAL_NAMES, name, re.IGNORECASE))):
        return ()
    return tuple(sorted(levels, key=lambda level: (float(numbers[level].group()), level)))


def by_words(levels: Sequence[str]) -> tuple[str, ...]:
    """Return levels in the order of one vocabulary that has them all, each at a place of its own."""
    for vocabulary in VOCABULARIES:
        places = {word: place for place, words in enumerate(vocabulary) for word in words}
        found = {level: places.get(level.strip().lower(), places.get(level.strip().lower()[:3])) for level in levels}
        if None not in found.values() and len(set(found.values())) == len(levels):
            return tuple(sorted(levels, key=lambda level: found[level]))
    return ()
