"""At which size does a text fit its place, and where do its lines break?

All lengths are in points. Latin text breaks at spaces, Han text between any two characters, but never before closing
marks nor after opening ones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from deckgen.nouns import HAN_NOUNS
from deckgen.slides import Align
from deckgen.typefaces import HAN_LINE, Face, advance, has_han, is_han, line_height
from deckgen.typesetting import NBSP, tied

NO_LINE_START = frozenset("、。，．；：？！）》」』】〕〉”’%‰℃)]},.;:?!…·-")
NO_LINE_END = frozenset("（《「『【〔〈“‘([{¥￥$")
FULL_WIDTH_IN_HAN = frozenset("“”‘’…—≥≤≈×÷")
BULLET = 1.1
"""Hanging indent of a bulleted paragraph, in ems."""
TOLERANCE = 0.985
"""The share of the width that is filled: applications differ a little in how wide they set a text."""
AIR = 0.24
"""Room in ems for the space that LibreOffice and others add between Han and Latin; PowerPoint adds none."""
HELD_TOGETHER = re.compile(
    rf"群体 ?\d*|{HAN_NOUNS}|更?[常少]见|中位数|明显|更[高低优多少]|略[高低]|最[大高低多]"
    r"|居中|偏[高低]|以[上下]|差异|属于|规则|覆盖|准确率|精确率|判对|基准|随机|占比|（?或?缺失）?|均值 ?/ ?标准差"
    r"|\d+[-–]\d+|(?<![\dA-Za-z])-\d"
)
"""Words of every deck, ranges of numbers and signs with their digits, that a line does not end in the middle of; of
other words, no line knows where they end."""
NAME_WORD = r"(?!(?:and|is|[Ii]f)[ \u00a0])[^\s，。；：、（）若且≥≤<>=＜＞＝,;:()]+"
CONDITIONS = re.compile(
    rf"(?:^|(?<=[，。；：（(若且])|(?<=[;:] )|(?<=\band )|(?<=\b[Ii]f ))"
    rf"{NAME_WORD}(?:[ \u00a0]{NAME_WORD})*(?:（[^（）]+）|[ \u00a0]?\([^()]+\))?"
    r"[ \u00a0]?[≥≤<>=＜＞＝][ \u00a0]?[−-]?\d+(?:[.,]\d+)*[%kMB]?(?:[ \u00a0]?[万亿])?"
)
"""A name, a sign and its figure: wherever a line has room for all three, none ends among them."""
PHRASES = re.compile(
    r"(?:[为是占约至共达从到]?[+−-]?\d[\d.,]*[%万亿倍位家项个]*|[\w]*群体 ?\d+)（[^（）；，]{1,8}）?"
    r"|(?:群体 ?\d+)?[为是占约至共达从到][+−-]?\d[\d.,]*[%万亿倍位家项个]*|（[^（）；，]{1,5}）"
    r"|[A-Za-z]+(?:-[A-Za-z]+)+"
)
"""What stays together where a line has room: a figure or a cluster with what stands in brackets behind it, a verb with
its figure, a short bracket, a word with hyphens."""
COUNTED_IN = "倍位项个万亿元天次人名条家种类群页年月日周时分秒件单档成"
"""What stays with the figure before it."""


@dataclass(frozen=True)
class Run:
    """A stretch of text in one look. `paint` names a colour of the palette."""

    text: str
    bold: bool = False
    paint: str = "ink"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `scale` is its size relative to its box's; `before` the space above it, in ems of the box's size.

    goes_on: it is a further line of a bulleted one.
    """

    runs: tuple[Run, ...]
    scale: float = 1.0
    before: float = 0.0
    bullet: bool = False
    align: Align = "left"
    goes_on: bool = False

    @property
    def text(self) -> str:
        """The paragraph without its looks."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Fitted:
    """A text set at a size: its lines and the height that they take. by_hand: they break there by our own choice.

    bold: in bold although its place is not. quiet_latin: Latin in the body's font although its place has another.
    """

    size: float
    lines: tuple[str, ...]
    height: float
    by_hand: bool = False
    bold: bool = False
    quiet_latin: bool = False


@dataclass(frozen=True)
class Piece:
    """An unbreakable piece of text, with the widths of itself and of the space after it, in ems."""

    text: str
    width: float
    space: float = 0.0


def plain(text: str, bold: bool = False, paint: str = "ink", **looks: object) -> Paragraph:
    """Make a paragraph of one run."""
    return Paragraph((Run(text, bold, paint),), **looks)


def fit(
    paragraphs: Sequence[Paragraph],
    width: float,
    height: float,
    face: Face,
    sizes: Iterable[float],
    most_lines: int = 0,
) -> Fitted | None:
    """Set the text at the first of `sizes` (largest first) at which it fits; None if it fits at none.

    most_lines: no more lines than this (0: any number).
    """
    for size in sizes:
        fitted = measure(paragraphs, width, face, size)
        if fitted.height <= height and (not most_lines or len(fitted.lines) <= most_lines):
            return fitted
    return None


def measure(paragraphs: Sequence[Paragraph], width: float, face: Face, size: float) -> Fitted:
    """Set the text at a size in lines of a width."""
    lines: list[str] = []
    height = 0.0
    for number, paragraph in enumerate(paragraphs):
        own = size * paragraph.scale
        room = width - (BULLET * own if paragraph.bullet else 0)
        broken = break_lines(paragraph.runs, room / own, face)
        height += (paragraph.before * size if number else 0) + len(broken) * own * leading(paragraph.text, face)
        lines += broken
    return Fitted(size, tuple(lines), height)


def leading(text: str, face: Face) -> float:
    """Return the line height of a text, in ems."""
    return max(line_height(face.latin), HAN_LINE if has_han(text) else 0)


@lru_cache(maxsize=8192)
def break_lines(runs: tuple[Run, ...], width: float, face: Face, held: bool = True) -> tuple[str, ...]:
    """Break a paragraph into lines of at most `width` ems; a piece wider than the line is cut.

    held: whether words of Han characters are held together, as no program does by itself.
    """
    lines, line, used = [], "", 0.0
    room = width * TOLERANCE
    for piece in whole_pieces(runs, face, room) if held else pieces(runs, face, False):
        if line and used + piece.width > room:
            lines.append(line.rstrip())
            line, used = "", 0.0
        while piece.width > room and len(piece.text) > 1:
            most = max(1, int(len(piece.text) * room / piece.width))
            lines.append(piece.text[:most])
            piece = Piece(piece.text[most:], piece.width * (1 - most / len(piece.text)), piece.space)
        line += piece.text + (" " if piece.space else "")
        used += piece.width + piece.space
    return *lines, line.rstrip()


@lru_cache(maxsize=8192)
def pieces(runs: tuple[Run, ...], face: Face, held: bool = True) -> tuple[Piece, ...]:
    """Cut a paragraph where its lines may break; where nothing is held, between any two Han characters."""
    found: list[tuple[str, float, float]] = []
    text = "".join(run.text for run in runs)
    together = HELD_TOGETHER.finditer(text) if held else ()
    inside = {place for word in together for place in range(word.start() + 1, word.end())}
    before = " "
    spaced = tied(text)
    for place, (character, width) in enumerate(characters(runs, face, has_han(text))):
        if character.isspace() and spaced[place] != NBSP:
            if found:
                word, wide, space = found[-1]
                found[-1] = word, wide, space + width
        elif found and not found[-1][2] and (place in inside or not may_break(before, character, held)):
            word, wide, _ = found[-1]
            found[-1] = word + character, wide + width, 0.0
        else:
            found.append((character, width, 0.0))
        before = character
    return tuple(Piece(*piece) for piece in found)


def whole_pieces(runs: Sequence[Run], face: Face, room: float) -> tuple[Piece, ...]:
    """Cut a paragraph where its lines may break, each condition in one piece that a line of `room` ems can hold."""
    return in_one(pieces(tuple(runs), face), CONDITIONS, room)


def in_one(cut: tuple[Piece, ...], kind: re.Pattern[str], most: float) -> tuple[Piece, ...]:
    """Put the pieces of every match of a pattern together that is at most so many ems wide."""
    kept, done = list[Piece](), 0
    for start, end in spans(cut, kind):
        own = cut[start:end]
        wide = sum(piece.width + piece.space for piece in own) - own[-1].space
        if wide <= most:
            kept += [*cut[done:start], Piece(joined(own), wide, own[-1].space)]
            done = end
    return (*kept, *cut[done:]) if kept else cut


@lru_cache(maxsize=8192)
def spans(cut: tuple[Piece, ...], kind: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    """Return from which piece to which the matches of a pattern reach."""
    texts = [piece.text + (" " if piece.space else "") for piece in cut]
    ends = list(accumulate(map(len, texts)))
    found: list[tuple[int, int]] = []
    for match in kind.finditer("".join(texts)):
        first, last = bisect_right(ends, match.start()), bisect_right(ends, match.end() - 1)
        if first < last and (not found or first >= found[-1][1]):
            found.append((first, last + 1))
    return tuple(found)


def characters(runs: Sequence[Run], face: Face, among_han: bool) -> Iterator[tuple[str, float]]:
    """Yield every character with its width in ems, and with the air that some programs put between Han and Latin.

    A space between the two does not take the place of the air: they have both.
    """
    before: bool | None = None
    for run in runs:
        for character in run.text:
            if character.isspace():
                yield character, advance(character, face.latin, run.bold)
                continue
            full = is_han(character) or (among_han and character in FULL_WIDTH_IN_HAN)
            air = AIR if before is not None and full != before else 0.0
            before = full
            yield character, air + (1.0 if full else advance(character, face.latin, run.bold))


def may_break(before: str, after: str, held: bool = True) -> bool:
    """Tell whether a line may end between two characters that no space parts. held: a figure, its sign and unit, too.

    >>> may_break("高", "价"), may_break("高", "。"), may_break("（", "高"), may_break("a", "b"), may_break("5", "%")
    (True, False, False, False, False)
    >>> may_break("9", "倍"), may_break("9", "的"), may_break("＜", "9"), may_break("＜", "9", held=False)
    (False, True, False, True)
    """
    if after in NO_LINE_START or before in NO_LINE_END:
        return False
    if held and (before in "＜＞＝" or (before.isdigit() and after in COUNTED_IN)):
        return False
    return is_han(before) or is_han(after) or before in "-–/"


def width_of(runs: tuple[Run, ...], face: Face, size: float) -> float:
    """Return the width of a paragraph on one line."""
    return sum(piece.width + piece.space for piece in pieces(runs, face)) * size


def widest_piece(runs: Sequence[Run], face: Face, size: float) -> float:
    """Return the width below which a word would have to be cut."""
    return max((piece.width for piece in pieces(runs, face)), default=0.0) * size


def joined(cut: Sequence[Piece]) -> str:
    """Put pieces together again."""
    return "".join(piece.text + (" " if piece.space else "") for piece in cut).rstrip()
