"""Where do lines of Chinese text end well? After a mark or before a verb, never within a name, a word or a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from deckgen.fit import CONDITIONS, COUNTED_IN, HELD_TOGETHER, PHRASES, TOLERANCE, Run, break_lines, pieces
from deckgen.typefaces import Face, is_han

NEVER, WORD, PHRASE = 4.0, 2.0, 1.0
"""What it costs to end a line within a figure or a condition, within a name or a word, and within a phrase."""
MARKS = {**dict.fromkeys("；。;！？", 0.0), **dict.fromkeys("，,", 0.05), **dict.fromkeys("：:、", 0.2)}
"""What a line's end costs after a mark."""
CLAUSE, SPACE, CHARACTERS, CLINGING = 0.3, 0.3, 0.6, 0.9
"""What it costs before a verb, a conjunction or a bracket of some length, at a space, between two characters, which may
be one word's, and before what clings to what stands before it."""
IN_BRACKETS = 0.4
"""What it costs more within brackets."""
EMPTY, FULL = 0.35, (0.97, 0.1)
"""What an empty line would cost, one less empty by the square of its empty share; the share of a line's room from which
another program may break it again, and what that costs."""
LONE, LONE_SHARE, LEAST_LAST, LEFT_BEHIND = 4.0, 0.25, 3, 1.0
"""A last line shorter than this many ems and this share of its room, or than so many characters, looks left behind, and
what that costs."""
EXTRA = 0.5
"""What a line more costs."""
WELL, BETTER = 0.5, 0.2
"""Up to which cost a text is broken well, and by how much lines of our own must be better than a program's."""
OTHER_PROGRAM = 1.04
"""How much more a line holds in a program that adds no air between Han and Latin."""
SHORT_BRACKET = 5
"""A bracket of up to so many characters stays with what stands before it."""
FIGURES = re.compile(rf"[−-]?\d[\d.,]*(?:[%万亿]*[-–至]\d[\d.,]*)?[%{COUNTED_IN}]*")
"""Ranges, and figures with their signs and units."""
WORDS = re.compile(
    r"没有|明确|可?确认|不[宜能低到]|证明|贡献|所属|推[断测]|分群|决定|消耗|辅助|特征|只写|称|训练|取整|相[加差近反等]|未必|来自"
    r"|留出|视为|定义|检验|结论|注明|领先|落后|均值|彩色|底色|标题|所述|倍数|百分点|百分位|需要|之外|拉[高低]|取值|核实|含义|单位"
    r"|重点|维护|投入|促其|增长|样本|太少|个数|至少|至多|客户数|模型|平衡|路径|条件|方向|其[余他中]|分开|阈值|客群|单项|指标|沿用|过半|误判率"
    r"|活跃|上次|天数|次数"
)
"""More words of every deck."""
VERBS = re.compile(
    r"(?:(?<![作认视因称设])为|(?<![但就不而还只也或若])是|(?<!需)要|占(?!比)|约|可|应|则|若|且|但|并|仅|只|各|与|和|及|或|而|在|从|比"
    r"|按|由|以(?![上下及])|没有|无|不|远|均(?!值)|其中|至少|至多|共|来自|属于)"
)
"""Before these words a line may end."""


@dataclass(frozen=True)
class Broken:
    """The lines of a text, what their ends cost, and whether no program would find them by itself."""

    lines: tuple[str, ...]
    cost: float
    by_hand: bool

    @property
    def well(self) -> bool:
        """Whether every line ends well."""
        return self.cost <= WELL


@lru_cache(maxsize=4096)
def han_lines(runs: tuple[Run, ...], width: float, face: Face, terms: tuple[str, ...] = ()) -> Broken:
    """Break a Chinese text into lines of at most `width` ems, as many as a program needs, or as `fit` keeps room for.

    The lines are a program's own where they are about as good. terms: names that are not parted.

    >>> said = Run("建议名称：甲是低消费、低活跃客群；乙是高消费、高活跃客群")
    >>> han_lines((said,), 20, Face("Arial", "SimSun")).lines
    ('建议名称：甲是低消费、低活跃客群；', '乙是高消费、高活跃客群')
    """
    text, room = Text.of(runs, face, terms), width * TOLERANCE
    natural, other = text.filled(room), text.filled(room * OTHER_PROGRAM)
    if len(natural) == 1 or max(text.widths) > room:
        return Broken(break_lines(runs, width, face, held=False), 0.0, False)
    cost = max(text.cost(natural, room), text.cost(other, room))
    most = max(len(natural), len(break_lines(runs, width, face)))
    tried = ((count, *text.best(count, room)) for count in range(len(natural), most + 1))
    least, ends = min(((own + EXTRA * (count - len(natural)), ends) for count, own, ends in tried), default=(cost, ()))
    by_hand = bool(ends) and least + BETTER <= cost
    return Broken(text.lines(ends if by_hand else natural), least if by_hand else cost, by_hand)


@dataclass(frozen=True)
class Text:
    """A text cut where a line may end: the pieces, their widths and those of what goes with them, in ems, and what it
    costs to end a line after each."""

    pieces: tuple[str, ...]
    widths: tuple[float, ...]
    reach: tuple[float, ...]
    costs: tuple[float, ...]

    @classmethod
    def of(cls, runs: tuple[Run, ...], face: Face, terms: Sequence[str]) -> Text:
        """Cut a text."""
        cut = pieces(runs, face, False)
        texts = tuple(piece.text + (" " if piece.space else "") for piece in cut)
        reach = tuple(accumulate((piece.width + piece.space for piece in cut), initial=0.0))
        return cls(texts, tuple(piece.width for piece in cut), reach, tuple(end_costs(texts, terms)))

    def lines(self, ends: Sequence[int]) -> tuple[str, ...]:
        """Return the lines that end after some pieces."""
        return tuple("".join(self.pieces[start:end]).rstrip() for start, end in pairwise((0, *ends)))

    def width(self, start: int, end: int) -> float:
        """Return the width of a line, without the space at its end."""
        return self.reach[end - 1] + self.widths[end - 1] - self.reach[start]

    def filled(self, room: float) -> tuple[int, ...]:
        """Return after which pieces lines end that are filled one after the other, as programs do."""
        ends, start = [], 0
        for end in range(1, len(self.pieces) + 1):
            if end - 1 > start and self.width(start, end) > room:
                ends.append(end - 1)
                start = end - 1
        return (*ends, len(self.pieces))

    def cost(self, ends: Sequence[int], room: float) -> float:
        """Return what lines cost."""
        return sum(self.line_cost(start, end, room) for start, end in pairwise((0, *ends)))

    def line_cost(self, start: int, end: int, room: float) -> float:
        """Return what a line costs: its end, and how empty or full it is; of the last one whether it is left behind."""
        width = self.width(start, end)
        full = FULL[1] if width > FULL[0] * room else 0.0
        if end == len(self.pieces):
            lone = width < min(LONE, LONE_SHARE * room) or sum(map(len, self.pieces[start:])) < LEAST_LAST
            return full + (LEFT_BEHIND if lone and start else 0.0)
        return full + self.costs[end - 1] + EMPTY * max(0.0, 1 - width / room) ** 2

    def best(self, count: int, room: float) -> tuple[float, tuple[int, ...]]:
        """Return the least that so many lines cost, and after which pieces they end; none if they cannot hold it."""
        last = len(self.pieces)
        reached: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
        for left in range(count - 1, -1, -1):
            further: dict[int, tuple[float, tuple[int, ...]]] = {}
            for start, (cost, ends) in reached.items():
                for end in range(start + 1, last + 1):
                    if self.width(start, end) > room:
                        break
                    if (end == last) == (not left) and (end == last or self.width(end, last) <= room * left):
                        own = cost + self.line_cost(start, end, room), (*ends, end)
                        further[end] = min(own, further.get(end, own))
            reached = further
        return reached.get(last, (float("inf"), ()))


def end_costs(texts: Sequence[str], terms: Sequence[str]) -> Iterator[float]:
    """Yield what it costs to end a line after each piece of a text."""
    text = "".join(texts)
    within = costs_within(text, terms)
    depth = 0
    for before, place in zip(texts, accumulate(map(len, texts)), strict=True):
        depth += sum((c in "（(") - (c in "）)") for c in before)
        if place == len(text):
            yield 0.0
        else:
            yield max(within.get(place, 0.0), end_cost(text, place) + (IN_BRACKETS if depth > 0 else 0.0))


def costs_within(text: str, terms: Sequence[str]) -> dict[int, float]:
    """Return what it costs to end a line within a name, a word, a phrase, a figure or a condition, by the place."""
    names = "|".join(map(re.escape, sorted((t for t in terms if t in text), key=len, reverse=True)))
    kinds = [(PHRASES, PHRASE), (WORDS, WORD), (HELD_TOGETHER, WORD), (CONDITIONS, NEVER), (FIGURES, NEVER)]
    kinds += [(re.compile(names), WORD)] if names else []
    found: dict[int, float] = {}
    for kind, cost in kinds:
        for match in kind.finditer(text):
            for place in range(match.start() + 1, match.end()):
                own = CLINGING if text[place] in "（(" and cost < NEVER else cost
                found[place] = max(found.get(place, 0.0), own)
    return found


def end_cost(text: str, place: int) -> float:
    """Return what it costs to end a line before a place in a text, but for the names and words that it may part.

    >>> [end_cost("很高；更高", 3), end_cost("群体的18倍", 3), end_cost("很高是很低", 2), end_cost("很高很低", 2)]
    [0.0, 0.9, 0.3, 0.6]
    """
    before, after = text[place - 1], text[place]
    if before in MARKS:
        return MARKS[before]
    if after in "（(":
        closing = re.search(r"[）)]", text[place:])
        return CLAUSE if closing and closing.start() > SHORT_BRACKET else CLINGING
    if after == "的" or (after.isdigit() and is_han(before)) or re.match(r"[为至到]?[+−-]?\d", text[place:]):
        return CLINGING
    if before.isspace() or before in "）)" or before == "的" or VERBS.match(text, place):
        return CLAUSE
    return CHARACTERS
