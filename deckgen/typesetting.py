"""How is Chinese set beside Latin and figures? One space between them, and never inside a user's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
LATIN = r"[A-Za-z0-9%δ]"
EDGE = re.compile(rf"(?<={HAN})(?={LATIN})|(?<={LATIN})(?={HAN})")
LOOSE = re.compile(r" +(?=[，。；：！？、（）“”])|(?<=[，。；：！？、（）“”]) +")
KEPT = ("name", "step", "role", "key", "cluster", "clusters", "kind", "tone", "outcome", "claims", "language", "date")
"""Fields that are keys, not words."""


def set_chinese(value: Any, kept: Iterable[str] = ()) -> Any:
    """Return a deck (or any part of it) with every text spaced; texts in `kept` stay as they are."""
    mixed = sorted({text for text in kept if EDGE.search(text) or " " in text}, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, mixed))) if mixed else None
    return set_part(value, pattern)


def set_part(value: Any, kept: re.Pattern[str] | None) -> Any:
    """Space every text in a value: dataclasses and tuples all the way down."""
    if isinstance(value, str):
        return spaced(value, kept)
    if isinstance(value, tuple):
        return tuple(set_part(item, kept) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        words = {f.name: getattr(value, f.name) for f in fields(value) if f.name not in KEPT}
        return replace(value, **{name: set_part(part, kept) for name, part in words.items()})
    return value


def spaced(text: str, kept: re.Pattern[str] | None = None) -> str:
    """Put one space between Han and Latin or figures, and none beside full-width marks.

    >>> spaced("群体 1占客户的19.8%，共 3 项 。")
    '群体 1 占客户的 19.8%，共 3 项。'
    >>> spaced("群体1更多3C数码配件", re.compile("3C数码配件"))
    '群体 1 更多 3C数码配件'
    """
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match.group())
        first, last = match.group()[0], match.group()[-1]
        return f"{first}\x00{len(held) - 1}\x00{last}"

    if kept is not None:
        text = kept.sub(hold, text)
    text = LOOSE.sub("", EDGE.sub(" ", text))
    return re.sub(r".\x00 ?(\d+) ?\x00.", lambda match: held[int(match.group(1))], text)
