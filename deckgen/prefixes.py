"""Which columns belong together by the beginning of their names?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

WORD = r"[_\s.\-]+|(?<=[a-z])(?=[A-Z])"
TOO_PLAIN = ("is", "has", "flag", "if", "是否", "的")
"""Beginnings that say nothing of what the columns have in common."""


def families(names: Sequence[str]) -> Mapping[str, str]:
    """Return for each name the beginning, in whole words, that it shares with most others; nothing for a loner.

    >>> families(["is_core_category_game", "is_core_category_home", "AcceptedCmp1", "AcceptedCmp2", "is_new"])
    {'is_core_category_game': 'is core category', 'is_core_category_home': 'is core category', \
'AcceptedCmp1': 'Accepted', 'AcceptedCmp2': 'Accepted', 'is_new': ''}
    """
    words = {name: tuple(word for word in re.split(WORD, name) if word) for name in names}
    starts = [words[name][:length] for name in names for length in range(1, len(words[name]))]
    common = {start for start in starts if starts.count(start) > 1 and not says_nothing(start)}
    return {name: " ".join(longest(own, common)) for name, own in words.items()}


def says_nothing(start: tuple[str, ...]) -> bool:
    """Whether a beginning is made of plain words alone."""
    return all(word.lower() in TOO_PLAIN for word in start)


def longest(words: tuple[str, ...], common: set[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the longest of the common beginnings of a name."""
    return max((words[:length] for length in range(1, len(words)) if words[:length] in common), key=len, default=())
