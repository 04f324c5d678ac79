"""Is a number the same, has it moved with the data, or was it changed by hand?

A text is cut into numbers, with their signs and units, and words. Where a number stands in the place of another, it is
wrong; where words around it are somebody's own, it is unverified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

State = Literal["moved", "by hand", "unverified"]
NUMBER = r"(?:[+−]|(?<![A-Za-z\d)])-)?\d+(?:[.,]\d+)*(?:\s?(?:%|万|亿|倍)|(?:x|k|M|B)\b)?"
"""A number with its sign, which in Chinese may be a hyphen, and its unit."""
TOKEN = re.compile(rf"({NUMBER})|[^\W\d_]+|\S")
HELD = "#"
"""What stands for a number where only the words around it matter."""
BEFORE, AFTER = 24, 16
"""Characters shown before and after a number's beginning."""


@dataclass(frozen=True)
class Finding:
    """Something that does not hold, or that nobody can verify.

    moved: the deck says what the data said once. by hand: somebody changed it. unverified: it is somebody's own.
    step, role, kind: where it stands. said, now: in the deck, and by the data. context: what stands beside it.
    """

    state: State
    step: str
    role: str
    kind: str
    said: str
    now: str
    context: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether the deck says something that the data do not."""
        return self.state != "unverified"


@dataclass(frozen=True)
class Compared:
    """How many numbers hold, and all findings."""

    holding: int
    findings: tuple[Finding, ...]

    def __add__(self, other: Compared) -> Compared:
        return Compared(self.holding + other.holding, self.findings + other.findings)


def nothing() -> Compared:
    """Return that nothing has been compared yet."""
    return Compared(0, ())


@dataclass(frozen=True)
class Piece:
    """A number or a word of a text, and where it begins."""

    text: str
    is_number: bool
    start: int


def pieces_of(text: str) -> list[Piece]:
    """Cut a text into numbers and words."""
    return [Piece(token_of(m), m.group(1) is not None, m.start()) for m in TOKEN.finditer(text)]


def token_of(found: re.Match[str]) -> str:
    """Return a number or a word as it is compared: without spaces, a number's minus as the same sign everywhere."""
    token = "".join(found.group().split())
    return token.replace("-", "−") if found.group(1) else token


def numbers_in(text: str) -> list[str]:
    """Return the numbers in a text.

    >>> numbers_in("群体1占19.8%（中位数 1.84万）, δ −0.70 [0.2, 1,019]")
    ['1', '19.8%', '1.84万', '−0.70', '0.2', '1,019']
    >>> numbers_in("中位数为-0.035，区间为10-19，群体0为−3")
    ['−0.035', '10', '19', '0', '−3']
    """
    return [piece.text for piece in pieces_of(text) if piece.is_number]


def masked(text: str) -> str:
    """Return a text with every number held out."""
    return " ".join(HELD if piece.is_number else piece.text for piece in pieces_of(text))


def around(text: str, start: int) -> str:
    """Return what stands around a place of a text, in one line."""
    first, last = max(0, start - BEFORE), start + AFTER
    return ("…" if first else "") + " ".join(text[first:last].split()) + ("…" if last < len(text) else "")


@dataclass(frozen=True)
class Said:
    """Words in three versions: as the deck says them now, as they were written, and as the data tell them today.

    written, today: None where there is nothing of the kind. known: all numbers that the data give for the place.
    """

    now: str
    written: str | None
    today: str | None
    known: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Difference:
    """A number that does not hold: its state, what the deck says, what the data say, and what stands around it."""

    state: State
    said: str
    now: str
    around: str


def compare_words(said: Said, same_data: bool) -> tuple[int, tuple[Difference, ...]]:
    """Return how many numbers of some words hold, and those that do not."""
    if said.now == said.today:
        return len(numbers_in(said.now)), ()
    untouched, stale = untouched_places(said), said.now == said.written and not same_data
    holding, found = 0, []
    for mine, theirs in stretches(said):
        if theirs is None:
            own = [piece for piece in mine if piece.text not in said.known]
            holding += len(mine) - len(own)
            found += [(piece, "moved" if stale else "unverified", "") for piece in own]
            continue
        for piece, today in zip(mine, theirs, strict=True):
            holding += piece.text == today
            if piece.text != today:
                found.append((piece, state_of(piece, untouched, same_data), today))
    return holding, tuple(Difference(state, p.text, now, around(said.now, p.start)) for p, state, now in found)


def stretches(said: Said) -> Iterator[tuple[list[Piece], list[str] | None]]:
    """Yield the numbers of each stretch of some words, and those that stand there by the data.

    None where the words themselves are others, so that no number stands in another's place.
    """
    pieces, today = pieces_of(said.now), pieces_of(said.today or "")
    for way, start, end, first, last in laid_beside(pieces, today):
        mine = [piece for piece in pieces[start:end] if piece.is_number]
        theirs = [piece.text for piece in today[first:last] if piece.is_number]
        alike = way == "equal" or (len(mine) == len(theirs) and end - start == last - first)
        yield mine, theirs if alike else None


def state_of(piece: Piece, untouched: frozenset[int], same_data: bool) -> State:
    """Tell whether a number that is not today's was changed by hand: where the data are the same, it must have been."""
    return "moved" if piece.start in untouched and not same_data else "by hand"


def untouched_places(said: Said) -> frozenset[int]:
    """Return where the pieces begin that stand as they were written."""
    if said.written is None:
        return frozenset()
    pieces = pieces_of(said.now)
    blocks = laid_beside(pieces, pieces_of(said.written))
    return frozenset(piece.start for way, start, end, _, _ in blocks if way == "equal" for piece in pieces[start:end])


def laid_beside(one: Sequence[Piece], other: Sequence[Piece]) -> list[tuple[str, int, int, int, int]]:
    """Lay two texts' pieces beside each other: stretches that are equal, and others, as difflib's opcodes."""
    matcher = SequenceMatcher(None, [piece.text for piece in one], [piece.text for piece in other], autojunk=False)
    return matcher.get_opcodes()
