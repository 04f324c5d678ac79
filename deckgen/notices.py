"""What may be odd about a table, in words?"""

from __future__ import annotations

from dataclasses import dataclass

from deckgen.statistics.disclosure import printable
from deckgen.wording import Text, Words


@dataclass(frozen=True)
class Notice:
    """Something odd. text: for the deck, without a cell or a count of a few customers; detail: for the terminal."""

    text: Text
    detail: Text


def notice(zh: str, en: str, more: Text | None = None) -> Notice:
    """Return a notice that says the same in the deck and on the terminal, where it may say more."""
    return Notice(Text(zh, en), more or Text(zh, en))


def counted(count: int, zh: str, one: str, many: str, more: str = "") -> Notice:
    """Return a notice that begins with a count: for the deck, 1 to 10 are "a few"; more: for the terminal alone.

    zh: what follows the count. one, many: the same in English, in the singular and plural.
    """
    exact, safe = f"{count:,}", printable(count)
    return Notice(
        Text(f"{exact} {zh}" if safe else f"少量{zh}", f"{exact} {many}" if safe else f"a few {many}"),
        Text(f"{exact} {zh}{more}", f"{exact} {one if count == 1 else many}{more}"),
    )


def told(notices: tuple[Notice, ...], say: Words) -> tuple[str, ...]:
    """Return notices as the deck says them."""
    return tuple(say.text(notice.text) for notice in notices)
