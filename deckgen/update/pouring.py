"""How do new words get into a text or table that somebody has changed, with every change of theirs left in place?

Paragraph by paragraph, cell by cell: what nobody has touched says what the new deck says, in the looks that it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher

from lxml.etree import _Element
from pptx.oxml.ns import qn

from deckgen.update.likeness import Likeness, Line, TableCell, same_cell_look, same_type
from deckgen.update.seeing import cells_in


@dataclass(frozen=True)
class Left:
    """Words of somebody's that stay although the new deck would say something else; lost: their place is not there."""

    kept: str
    now: str
    lost: bool = False


def pour_lines(
    body: _Element, before: Sequence[Line], now: Sequence[Line], new_body: _Element, after: Sequence[Line]
) -> tuple[Left, ...]:
    """Bring a text up to date.

    body: as it is now, `now` its paragraphs. before: as they were written. new_body, after: as they would be written.
    """
    if tuple(before) == tuple(after):
        return ()
    if words_in(before) == words_in(after) and [b.text for b in before] != [a.text for a in after]:
        return ()  # broken into lines elsewhere
    if len(before) != len(after):
        same = [line.text for line in before] == [line.text for line in now]
        return (Left("\n".join(line.text for line in now), "\n".join(line.text for line in after), lost=not same),)
    paragraphs, fresh = body.findall(qn("a:p")), new_body.findall(qn("a:p"))
    places = unchanged([line.text for line in before], [line.text for line in now])
    for old, place in places.items():
        if before[old] != after[old]:
            replace_words(paragraphs[place], fresh[old], keep_look=not same_type(before[old], now[place]))
    moved = [old for old in range(len(before)) if old not in places and before[old].text != after[old].text]
    theirs = [line.text for place, line in enumerate(now) if place not in places.values()]
    return (Left("\n".join(theirs), "\n".join(after[old].text for old in moved)),) if moved else ()


def words_in(lines: Sequence[Line]) -> str:
    """Return all words of a text, whatever its lines."""
    return "".join("".join(line.text.split()) for line in lines)


def unchanged(before: Sequence[str], now: Sequence[str]) -> dict[int, int]:
    """Return which paragraphs still say what they said: the place then and the place now."""
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    return {a + n: b + n for a, b, size in matcher.get_matching_blocks() for n in range(size)}


def replace_words(paragraph: _Element, fresh: _Element, keep_look: bool) -> None:
    """Give a paragraph another one's words: with their looks, or in the look of its own first words."""
    runs = [child for child in paragraph if child.tag in (qn("a:r"), qn("a:br"), qn("a:fld"))]
    if not keep_look or not runs or runs[0].tag != qn("a:r"):
        paragraph.getparent().replace(paragraph, deepcopy(fresh))
        return
    for other in runs[1:]:
        paragraph.remove(other)
    runs[0].find(qn("a:t")).text = "".join(fresh.itertext(qn("a:t")))


def pour_table(frame: _Element, before: Likeness, now: Likeness, new: _Element, after: Likeness) -> tuple[Left, ...]:
    """Bring a table up to date: cell by cell where it still has its rows and columns, else row by row."""
    if before.cells == after.cells:
        return ()
    table, fresh = (element.find(f".//{qn('a:tbl')}") for element in (frame, new))
    if shape(before) != shape(now):
        return pour_rows(table, before, now, fresh, after)
    changed = changed_cells(before, now)
    if shape(before) == shape(after) and keys(before) == keys(after):
        return pour_cells(table, before, now, fresh, after, changed)
    return carry_cells(table, now, fresh, before, after, changed)


def shape(likeness: Likeness) -> tuple[int, ...]:
    """Return the number of cells in each row."""
    return tuple(len(row) for row in likeness.cells)


def changed_cells(before: Likeness, now: Likeness) -> list[tuple[int, int]]:
    """Return the cells that somebody has changed, as row and place in the row."""
    return [
        (r, c)
        for r, (old, row) in enumerate(zip(before.cells, now.cells, strict=True))
        for c, (one, other) in enumerate(zip(old, row, strict=True))
        if one.text != other.text or not same_cell_look(one, other)
    ]


def pour_cells(
    table: _Element,
    before: Likeness,
    now: Likeness,
    fresh: _Element,
    after: Likeness,
    changed: Sequence[tuple[int, int]],
) -> tuple[Left, ...]:
    """Bring every cell up to date that nobody has changed, and the words of those that only look different."""
    cells, new_cells = grid(table), grid(fresh)
    left = []
    for r, row in enumerate(after.cells):
        for c, cell in enumerate(row):
            if before.cells[r][c] == cell:
                continue
            if (r, c) not in changed:
                take_cell(cells[r][c], new_cells[r][c])
            else:
                left += pour_cell(cells[r][c], before.cells[r][c], now.cells[r][c], new_cells[r][c], cell)
    return tuple(left)


def pour_cell(element: _Element, before: TableCell, now: TableCell, fresh: _Element, after: TableCell) -> list[Left]:
    """Bring a changed cell's words up to date where only its look was changed."""
    bodies = (element.find(qn("a:txBody")), fresh.find(qn("a:txBody")))
    return list(pour_lines(bodies[0], before.lines, now.lines, bodies[1], after.lines))


def grid(table: _Element) -> list[list[_Element]]:
    """Return a table's cells, row by row, without those that spans have swallowed."""
    return [cells_in(row) for row in table.findall(qn("a:tr"))]


def take_cell(element: _Element, other: _Element) -> None:
    """Give a cell another one's words and looks."""
    for child in list(element):
        element.remove(child)
    element.extend(deepcopy(child) for child in other)


def carry_cells(
    table: _Element,
    now: Likeness,
    fresh: _Element,
    before: Likeness,
    after: Likeness,
    changed: Sequence[tuple[int, int]],
) -> tuple[Left, ...]:
    """Take the new table, the changed cells put where their headings stand; keep the old one where one is missing."""
    targets = {key: place for place, key in cell_keys(after).items()}
    placed = {place: targets.get(cell_keys(before)[place]) for place in changed}
    if None in placed.values():
        return (Left(now.text, after.text, lost=True),)
    copy = deepcopy(fresh)
    cells, new_cells = grid(table), grid(copy)
    left = []
    for (r, c), (to_r, to_c) in placed.items():
        mine, theirs = new_cells[to_r][to_c], cells[r][c]
        left += pour_cell(theirs, before.cells[r][c], now.cells[r][c], mine, after.cells[to_r][to_c])
        take_cell(mine, theirs)
    table.getparent().replace(table, copy)
    return tuple(left)


def pour_rows(table: _Element, before: Likeness, now: Likeness, fresh: _Element, after: Likeness) -> tuple[Left, ...]:
    """Bring the rows up to date that nobody has changed, in a table that has other rows or columns than it had."""
    words, theirs = ([said_in(row) for row in likeness.cells] for likeness in (before, now))
    if columns(before) != columns(after):
        return (Left(now.text, after.text, lost=True),)
    rows = table.findall(qn("a:tr"))
    new_rows = dict(zip(keys(after), fresh.findall(qn("a:tr")), strict=True))
    new_words = dict(zip(keys(after), (said_in(row) for row in after.cells), strict=True))
    left = []
    for kind, start, end, place, until in SequenceMatcher(None, words, theirs, autojunk=False).get_opcodes():
        heads = keys(before)[start:end]
        if kind == "equal":
            for head, row, said in zip(heads, rows[place:until], words[start:end], strict=True):
                if head in new_rows:
                    table.replace(row, deepcopy(new_rows[head]))
                else:
                    left.append(Left("\n".join(said), "", lost=True))
        elif kind == "replace" and any(new_words.get(h) != w for h, w in zip(heads, words[start:end], strict=True)):
            kept = [text for row in theirs[place:until] for text in row]
            left.append(Left("\n".join(kept), "\n".join(text for head in heads for text in new_words.get(head, ()))))
    return tuple(left)


def said_in(row: Sequence[TableCell]) -> tuple[str, ...]:
    """Return the words of a row's cells."""
    return tuple(cell.text for cell in row)


def keys(likeness: Likeness) -> tuple[tuple[str, int], ...]:
    """Return what every row is about: its first cell, or the one above where that is empty, and which row of it."""
    found: list[tuple[str, int]] = []
    for row in likeness.cells:
        head = row[0].text if row and row[0].text else (found[-1][0] if found else "")
        found.append((head, sum(head == other for other, _ in found)))
    return tuple(found)


def columns(likeness: Likeness) -> tuple[tuple[str, ...], ...]:
    """Return what every column is about: the cells of the heading rows that stand over it."""
    heads = likeness.cells[: 2 if likeness.cells and any(cell.span > 1 for cell in likeness.cells[0]) else 1]
    spread = [[cell.text for cell in row for _ in range(cell.span)] for row in heads]
    return tuple(zip(*spread, strict=False))


def cell_keys(likeness: Likeness) -> dict[tuple[int, int], tuple]:
    """Return what every cell is about: its row and its column."""
    over, rows = columns(likeness), keys(likeness)
    found = {}
    for r, row in enumerate(likeness.cells):
        place = 0
        for c, cell in enumerate(row):
            found[r, c] = (rows[r], over[place] if place < len(over) else place)
            place += cell.span
    return found
