"""Which words stand in which place of a deck? Shapes, cells, alternative texts and notes, the parts of a step together.

A step that takes two pages here may take one elsewhere, with other fonts; what it says is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from deckgen.update.likeness import Likeness
from deckgen.update.pairing import Pairing, Theirs, theirs_on
from deckgen.update.seeing import notes_of
from deckgen.update.written import WrittenPage

Kind = Literal["text", "alt"]
PART = re.compile(r"\s*[（(]\d+/\d+[）)]$")
"""How the titles of a step's several pages end."""
TITLE, NOTES, NUMBER = "title", "notes", "number"


@dataclass(frozen=True)
class Place:
    """Where words stand: the step, the shape's role on its page ("notes" for the notes), in it or in its alt text."""

    step: str
    role: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Unit:
    """A line of text or a cell; context: what stands at the head of its row."""

    text: str
    context: str = ""


Shown = dict[Place, tuple[Unit, ...]]


def shown_on(pages: Iterable[WrittenPage]) -> Shown:
    """Return what stands on pages, place by place; what several parts of a step repeat stands once."""
    shown: dict[Place, dict[tuple[Unit, ...], None]] = {}
    for page in pages:
        for place, lines in lines_on(page):
            shown.setdefault(place, {}).update(dict.fromkeys(lines))
    return {place: tuple(unit for line in lines for unit in line) for place, lines in shown.items()}


def lines_on(page: WrittenPage) -> Iterator[tuple[Place, list[tuple[Unit, ...]]]]:
    """Yield the places of a page with what stands there, a line or a table's row at a time."""
    for name, shape in page.shapes.items():
        role = name.rpartition(":")[2]
        if role == NUMBER:
            continue
        yield Place(page.step, role), [*text_lines(shape, role), *map(row_units, shape.cells)]
        if shape.alt:
            yield Place(page.step, role, "alt"), [(Unit(shape.alt),)]
    yield Place(page.step, NOTES), [(Unit(line),) for line in page.notes]


def text_lines(shape: Likeness, role: str) -> list[tuple[Unit, ...]]:
    """Return a shape's paragraphs; a title without the number of its part."""
    texts = (line.text for line in shape.lines)
    return [(Unit(PART.sub("", text) if role == TITLE else text),) for text in texts]


def row_units(row: Sequence) -> tuple[Unit, ...]:
    """Return a table row's cells under the row's head."""
    return tuple(Unit(cell.text, row[0].text) for cell in row)


def shown_pages(pairing: Pairing) -> Shown:
    """Return what stands on the pages that deckgen wrote, as they are now."""
    return shown_on(map(as_now, pairing.pages.values()))


def copies_of(pairing: Pairing, written: Sequence[WrittenPage]) -> Iterator[Shown]:
    """Yield what stands on each copy that somebody made of a page."""
    for slide in pairing.copies:
        candidates = [theirs_on(slide, page) for page in written]
        original = max(candidates, key=lambda theirs: len(theirs.known))
        yield shown_on([as_now(original)])


def as_now(theirs: Theirs) -> WrittenPage:
    """Return a page as it is now."""
    shapes = {name: seen.likeness for name, seen in theirs.known.items()}
    return replace(theirs.page, shapes=shapes, notes=notes_of(theirs.slide))
