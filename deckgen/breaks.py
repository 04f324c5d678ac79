"""Where do lines end well? Not within a phrase, nor before a last line of a few characters; titles after a mark."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from deckgen.fit import (
    BULLET,
    CONDITIONS,
    COUNTED_IN,
    HELD_TOGETHER,
    PHRASES,
    TOLERANCE,
    Fitted,
    Paragraph,
    Piece,
    Run,
    break_lines,
    fit,
    in_one,
    joined,
    whole_pieces,
    width_of,
)
from deckgen.han_lines import LEAST_LAST, LONE, han_lines
from deckgen.typefaces import Face, has_han, is_han

GOOD_BREAKS = {**dict.fromkeys("；。;？?", 0.55), **dict.fromkeys("，,：:", 0.3), "、": 0.1}
"""How far from its middle a title may be broken after a mark, as a share of its length."""
IN_BRACKETS, IN_WORDS = 0.3, 0.15
"""How much a break within brackets, before them or before a particle is shunned, as a share of the title's length, and
one between two Han characters, which may part a word, or before a figure, or after a word that leads to the next."""
CLINGS = "（(的"
"""What is not parted from what stands before it."""
LEADING = "no|and|or|but|of|in|on|at|by|for|from|to|with|than|against|as|into|per|between|under|over"
LEADS_ON = re.compile(rf"(?:^|(?<=[\s(]))(?:an?|the|{LEADING})$")
"""Articles, prepositions and conjunctions: an English line does not end after one where it may end elsewhere."""
WITH_ARTICLE = re.compile(rf"(?<![^\s(])(?:(?:{LEADING}) )*(?:an?|the) \S+")
"""An English article with the word that it belongs to and those that lead to it."""
MOST_HELD = 0.45
"""The share of a line up to which a phrase stays together."""
HYPHENED, MOST_HYPHENED = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)+"), 0.9
"""A word with hyphens, which some programs break after, and the share of a line up to which it stays together."""
CLAUSES = re.compile(r"(.+?) ?([（(].+)|(.+?(?:，|,(?= ))) ?(.+)")
"""Where a remark falls into two: before a bracket, else after a comma."""
LONE_PART = 1 / 3
"""The share of its room below which a last line that is shorter than LONE looks left behind, somewhat more than
of Chinese: a word is longer than a character."""
LONE_WORD = 8.0
"""The same of a single word, in ems."""
NEARLY = 0.87
"""The share of a size down to which a text is made smaller for better breaks."""
SLIGHTLY = 0.94
"""The same of an English title, where one line would end in a word that leads on to the next."""


def fit_well(
    paragraphs: Sequence[Paragraph],
    width: float,
    height: float,
    face: Face,
    sizes: Sequence[float],
    most_lines: int = 0,
    terms: tuple[str, ...] = (),
) -> Fitted | None:
    """Set the text as `fit` does, or a little smaller where more of its lines then break well in any program."""
    largest = fit(paragraphs, width, height, face, sizes, most_lines)
    if largest is None:
        return None
    near = [size for size in sizes if NEARLY * largest.size <= size <= largest.size]
    bad = {size: sum(not breaks_well(paragraph, width, face, size, terms) for paragraph in paragraphs) for size in near}
    return fit(paragraphs, width, height, face, (min(near, key=bad.__getitem__),), most_lines) or largest


def breaks_well(paragraph: Paragraph, width: float, face: Face, size: float, terms: tuple[str, ...] = ()) -> bool:
    """Tell whether no line parts a word or a figure from its unit, and none is left behind: of Chinese as we break it,
    of other text as a program does.
    """
    room = room_of(paragraph, width, size)
    if has_han(paragraph.text):
        return han_lines(paragraph.runs, room, face, terms).well
    return not badly_broken(break_lines(paragraph.runs, room, face, held=False), room, face, paragraph.runs[-1].bold)


def room_of(paragraph: Paragraph, width: float, size: float) -> float:
    """Return the room of a paragraph's lines in ems of its own size."""
    own = size * paragraph.scale
    return (width - (BULLET * own if paragraph.bullet else 0)) / own


def parts(line: str, after: str) -> bool:
    """Tell whether the end of a line parts a figure from its unit or a word or a condition that is held together.

    >>> parts("各覆盖其群体的67%以", "上"), parts("中位数1.84", "万"), parts("中位数1.84万", "，群体0")
    (True, True, False)
    """
    if line[-1:].isdigit() and after[:1] in COUNTED_IN and after:
        return True
    return any(ends_within(line, after, kind) for kind in (HELD_TOGETHER, PHRASES, CONDITIONS))


def ends_within(line: str, after: str, kind: re.Pattern[str]) -> bool:
    """Tell whether the end of a line stands within a match of a pattern.

    >>> ends_within("If Media is TikTok and Tenure", "≥ 50", CONDITIONS), ends_within("Tenure ≥ 50", "and", CONDITIONS)
    (True, False)
    """
    return any(found.start() < len(line) < found.end() for found in kind.finditer(line + after))


def badly_broken(lines: Sequence[str], width: float, face: Face, bold: bool = False) -> bool:
    """Tell whether lines part what belongs together, or leave a last one of a few characters or a word behind.

    width: in ems.
    """
    own = width if has_han(lines[-1]) else width_of((Run(lines[-1], bold),), face, 1)
    return any(map(parts, lines, lines[1:])) or (len(lines) > 1 and left_behind(lines[-1], own, width))


def left_behind(line: str, own: float, width: float) -> bool:
    """Tell whether a last line looks left behind in so much room; its own width and the room in ems.

    >>> left_behind("time", 2.1, 30), left_behind("time", 2.1, 6), left_behind("of the time", 4.7, 30)
    (True, False, False)
    >>> left_behind("(automatic)", 5.5, 30), left_behind("(automatic)", 5.5, 12)
    (True, False)
    """
    least = LONE if has_han(line) or " " in line else LONE_WORD
    return len(line) < LEAST_LAST or own < min(least, LONE_PART * width)


def conditions_parted(lines: Sequence[str]) -> int:
    """Count the lines that end within a condition."""
    return sum(ends_within(line, after, CONDITIONS) for line, after in pairwise(lines))


def lines_by_hand(runs: Sequence[Run], width: float, face: Face, terms: tuple[str, ...] = ()) -> Sequence[str]:
    """Return the lines of a paragraph if a program by itself would break it badly and as many lines will do; else none.

    A condition is worth a line more. width: in ems. terms: names in Chinese text that are not parted.
    """
    if has_han("".join(run.text for run in runs)):
        broken = han_lines(tuple(runs), width, face, terms)
        return broken.lines if broken.by_hand else ()
    natural, full = (break_lines(runs, room, face, held=False) for room in (width, width / TOLERANCE))
    bold = runs[-1].bold

    def ends_badly(lines: Sequence[str]) -> bool:
        return badly_broken(lines, width, face, bold) or any(map(ends_in_article, lines[:-1]))

    bad = ends_badly(natural)
    if not bad and not ends_badly(full):  # some programs fill a line to its end
        return []
    held = well_set(runs, width, face)
    if bad and held == list(natural):  # what is left behind has no room to be mended
        return []
    return held if len(held) <= len(natural) or conditions_parted(held) < conditions_parted(natural) else []


def ends_in_article(line: str) -> bool:
    """Tell whether an English line ends in an article.

    >>> ends_in_article("make keeping it a"), ends_in_article("Plan A"), ends_in_article("the other")
    (True, False, False)
    """
    return re.search(r"(?<![^\s(])(?:an?|the)$", line) is not None


def well_broken(
    paragraph: Paragraph, width: float, face: Face, size: float, terms: tuple[str, ...] = ()
) -> tuple[Paragraph, ...]:
    """Return a paragraph in one piece, or a paragraph a line if a program by itself would break it badly."""
    held = lines_by_hand(paragraph.runs, room_of(paragraph, width, size), face, terms)
    if not held:
        return (paragraph,)
    first, *more = runs_by_line(paragraph.runs, held)
    following = replace(paragraph, before=0.0, bullet=False, goes_on=paragraph.bullet)
    return replace(paragraph, runs=first), *(replace(following, runs=runs) for runs in more)


def clauses_apart(
    paragraph: Paragraph, width: float, face: Face, size: float, terms: tuple[str, ...] = ()
) -> tuple[Paragraph, ...]:
    """Return a paragraph that is longer than a line as two, parted before a bracket or after a comma, where each is no
    longer than a line; else broken well.
    """
    own = size * paragraph.scale
    found = CLAUSES.fullmatch(paragraph.text)
    if found is None or width_of(paragraph.runs, face, own) <= width * TOLERANCE:
        return well_broken(paragraph, width, face, size, terms)
    lines = runs_by_line(paragraph.runs, [part for part in found.groups() if part])
    if any(width_of(runs, face, own) > width * TOLERANCE for runs in lines):
        return well_broken(paragraph, width, face, size, terms)
    first, *more = lines
    return replace(paragraph, runs=first), *(replace(paragraph, runs=runs, before=0.0) for runs in more)


def runs_by_line(runs: Sequence[Run], lines: Sequence[str]) -> list[tuple[Run, ...]]:
    """Return the runs of every line of a paragraph, without the spaces between lines."""
    ends = [*accumulate(len("".join(line.split())) for line in lines)]
    found: list[dict[int, str]] = [{} for _ in lines]
    place = 0
    for number, run in enumerate(runs):
        for character in run.text:
            line = bisect_right(ends, place)
            if not character.isspace():
                place += 1
            elif line == len(lines) or not found[line]:
                continue
            own = found[line]
            own[number] = own.get(number, "") + character
    return [tuple(replace(runs[number], text=text) for number, text in own.items()) for own in found]


def well_set(runs: Sequence[Run], width: float, face: Face) -> list[str]:
    """Break a paragraph into lines of at most `width` ems that end well, as few as `break_lines` needs."""
    fewest, room = break_lines(runs, width, face), width * TOLERANCE
    lines: list[list[Piece]] = [[]]
    used = 0.0
    for piece in phrased(runs, face, room):
        if lines[-1] and used + piece.width > room:
            lines.append([])
            used = 0.0
        lines[-1].append(piece)
        used += piece.width + piece.space
    fits = len(lines) == len(fewest) and all(width_in(line) <= room for line in lines)
    return [joined(line) for line in none_lone(lines, room)] if fits else fewest


def width_in(line: Sequence[Piece]) -> float:
    """Return the width of pieces on a line, in ems."""
    return sum(piece.width + piece.space for piece in line) - line[-1].space if line else 0.0


def none_lone(lines: list[list[Piece]], room: float) -> list[list[Piece]]:
    """Return lines of which the last is not left behind: the end of the one before goes with it, where that fits and
    leaves no less of it than half of what then is the last, rather not after a word that leads on.
    """
    *others, last = lines
    if not others or not left_behind(joined(last), width_in(last), room):
        return lines
    before, ends = others[-1], []
    for taken in range(1, len(before)):
        moved = [*before[-taken:], *last]
        if width_in(moved) > min(room, 2 * width_in(before[:-taken])):
            break
        if not left_behind(joined(moved), width_in(moved), room):
            ends.append([*others[:-1], before[:-taken], moved])
    return next((ended for ended in ends if not LEADS_ON.search(joined(ended[-2]))), ends[0] if ends else lines)


def phrased(runs: Sequence[Run], face: Face, room: float) -> tuple[Piece, ...]:
    """Cut a paragraph where its lines may break, phrases in one piece unless they take too much of a line."""
    whole = in_one(whole_pieces(runs, face, room), HYPHENED, MOST_HYPHENED * room)
    return in_one(in_one(whole, WITH_ARTICLE, MOST_HELD * room), PHRASES, MOST_HELD * room)


def fit_title(
    text: str, width: float, height: float, face: Face, sizes: Sequence[float], bold: bool = False, most_lines: int = 2
) -> Fitted | None:
    """Set a title in at most two lines, without leaving a lone word or character on the second.

    A lone last line is mended by a size that is at most a tenth smaller; two lines are broken after a mark near their
    middle, so that they are about equally long, a little smaller where that parts no phrase of Chinese and no
    article or preposition from what follows it.
    """
    runs = (Run(text, bold),)
    fitted = fit((Paragraph(runs),), width, height, face, sizes, most_lines)
    if fitted is None or len(fitted.lines) != 2:
        return fitted and replace(fitted, by_hand=len(fitted.lines) > 2)
    if width_of((Run(fitted.lines[1], bold),), face, 1) < LONE:
        smaller = [size for size in sizes if 0.9 * fitted.size <= size < fitted.size]
        if mended := fit((Paragraph(runs),), width, height, face, smaller, most_lines=1):
            return mended
    least = (NEARLY if has_han(text) else SLIGHTLY) * fitted.size
    near = [size for size in sizes if least <= size <= fitted.size]
    largest = None
    for size in near:
        if lines := even_lines(runs, face, width * TOLERANCE / size):
            even = replace(fitted, size=size, lines=lines, by_hand=True)
            if title_parted_well(*lines):
                return even
            largest = largest or even
    return largest or fitted


def title_parted_well(first: str, second: str) -> bool:
    """Tell whether a title's lines part no phrase of Chinese, and no word of English from what it leads to.

    >>> title_parted_well("是群体1（16.0%）的", "2.8倍"), title_parted_well("占45.2%，", "是群体1（16.0%）的2.8倍")
    (False, True)
    >>> title_parted_well("3.9 times the", "24.6%"), title_parted_well("on Partner (71.4%,", "against 31.1%)")
    (False, True)
    """
    if not has_han(first + second):
        return not LEADS_ON.search(first)
    inside = sum((c in "（(") - (c in "）)") for c in first)
    return inside <= 0 and break_between(first, second, "") >= 0


def even_lines(runs: Sequence[Run], face: Face, most: float) -> tuple[str, str] | None:
    """Break a paragraph into two lines of nearly equal width, after a mark where one is near the middle.

    None where there are no two lines of at most `most` ems.
    """
    cut = phrased(runs, face, most)
    total = sum(piece.width + piece.space for piece in cut)
    best, best_cost, used, inside = 0, float("inf"), 0.0, 0
    for number, (piece, after) in enumerate(pairwise(cut), 1):
        used += piece.width + piece.space
        inside += sum((c in "（(") - (c in "）)") for c in piece.text)
        if max(used - piece.space, total - used) > most:
            continue
        wish = -IN_BRACKETS if inside > 0 else break_between(piece.text, after.text, joined(cut[: number - 1]))
        cost = abs(total - 2 * used) - wish * total
        if cost < best_cost:
            best, best_cost = number, cost
    return (joined(cut[:best]), joined(cut[best:])) if best else None


def break_between(own: str, after: str, before: str) -> float:
    """Return how welcome a break between two pieces is; a colon that opens a later clause holds on to it.

    >>> break_between("高，", "低", ""), break_between("每", "股", ""), break_between("高", "（", "")
    (0.3, -0.15, -0.3)
    >>> break_between("times the", "24.6%", ""), break_between("times", "the", ""), break_between("Cluster A", "is", "")
    (-0.15, 0.0, 0.0)
    """
    mark = own[-1]
    if mark in GOOD_BREAKS:
        return 0.0 if mark in "：:" and any(end in before for end in "；;") else GOOD_BREAKS[mark]
    if after[0] in CLINGS:
        return -IN_BRACKETS
    if LEADS_ON.search(own):
        return -IN_WORDS
    return -IN_WORDS if is_han(mark) and (is_han(after[0]) or after[0].isdigit()) else 0.0
