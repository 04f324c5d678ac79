"""What does a shape say, where does it stand and how does it look?

A likeness holds what a person can see and change, and leaves out how a program happens to write it, so that a deck that
was merely opened and saved, in whichever program, has the same likenesses as before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

Kind = Literal["text", "table", "picture", "chart", "link", "group", "other"]

SLACK = 6350
"""EMU (half a point) by which a place may differ: programs round to their own units."""
SIZE_SLACK, COLOUR_SLACK = 0.6, 6
"""Points of type size and steps of 255 by which looks may differ."""

Place = tuple[int, int, int, int]
"""Left, top, width and height in EMU, as the shape itself says: inside a group in the group's own coordinates, which
stay as they were when the group is moved."""


@dataclass(frozen=True)
class Look:
    """How a stretch of text looks: points, bold, italic, underlined, RRGGBB; None and "" where it is inherited."""

    size: float | None
    bold: bool | None
    italic: bool
    underlined: bool
    colour: str


@dataclass(frozen=True)
class Line:
    """A paragraph: its text, and the looks of its stretches in order, equal neighbours as one."""

    text: str
    looks: tuple[tuple[int, Look], ...]


@dataclass(frozen=True)
class TableCell:
    """A table's cell; fill "" where the table's style decides; span: the columns that it takes."""

    fill: str
    lines: tuple[Line, ...]
    span: int = 1

    @property
    def text(self) -> str:
        """The cell's words, a paragraph a line."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Likeness:
    """A shape as a person sees it.

    turn: in 1/60000 of a degree. fill, outline: RRGGBB, "none", or "" where they are inherited. picture: SHA-256 of the
    image, or of a chart's data. crop: from left, top, right and bottom in 1/1000 percent. group: name of the group that
    it stands in. widths: of a table's columns, in EMU.
    """

    name: str
    kind: Kind
    place: Place
    turn: int = 0
    fill: str = ""
    outline: str = ""
    lines: tuple[Line, ...] = ()
    cells: tuple[tuple[TableCell, ...], ...] = ()
    widths: tuple[int, ...] = ()
    picture: str = ""
    crop: tuple[int, int, int, int] = (0, 0, 0, 0)
    alt: str = ""
    group: str = ""

    @property
    def text(self) -> str:
        """All words of the shape."""
        return "\n".join([line.text for line in self.lines] + [c.text for row in self.cells for c in row])


def changes(before: Likeness, after: Likeness) -> frozenset[str]:
    """Return in what a shape differs from what it was: place, turn, look, text, picture, crop, alt."""
    found = {
        "place": not same_place(before, after),
        "turn": before.turn != after.turn,
        "look": not same_look(before, after),
        "text": before.text != after.text or shape_of(before) != shape_of(after),
        "picture": before.picture != after.picture,
        "crop": before.crop != after.crop,
        "alt": after.alt not in (before.alt, ""),  # some programs drop those of tables and groups
    }
    return frozenset(what for what, differs in found.items() if differs)


def shape_of(likeness: Likeness) -> tuple[int, ...]:
    """Return how many paragraphs a text has, or cells each row of a table."""
    return (len(likeness.lines), *(len(row) for row in likeness.cells))


def same_place(before: Likeness, after: Likeness) -> bool:
    """Tell whether a shape stands where it stood; links follow what they join, tables take the height they need."""
    if before.kind == "link":
        return True
    pairs = list(zip(before.place, after.place, strict=True))
    if before.kind == "table":
        pairs = pairs[:3]
    return all(abs(one - other) <= SLACK for one, other in pairs) and same_widths(before.widths, after.widths)


def same_widths(before: Sequence[int], after: Sequence[int]) -> bool:
    """Tell whether the columns of a table are as wide as they were; a table with other columns has other text."""
    return len(before) != len(after) or all(abs(b - a) <= SLACK for b, a in zip(before, after, strict=True))


def same_look(before: Likeness, after: Likeness) -> bool:
    """Tell whether fills, outlines and type are as they were, as far as the shape itself said."""
    if not (same_colour(before.fill, after.fill) and same_colour(before.outline, after.outline)):
        return False
    return all(map(same_type, before.lines, after.lines)) and all(
        same_cell_look(b, a)
        for b_row, a_row in zip(before.cells, after.cells, strict=False)
        for b, a in zip(b_row, a_row, strict=False)
    )


def same_cell_look(before: TableCell, after: TableCell) -> bool:
    """Tell whether a cell looks as it did."""
    return same_colour(before.fill, after.fill) and all(map(same_type, before.lines, after.lines))


def same_type(before: Line, after: Line) -> bool:
    """Tell whether a paragraph is set as it was; where its text is another, whether it begins so."""
    if before.text != after.text:
        return all(same_stretch(b, a) for (_, b), (_, a) in list(zip(before.looks, after.looks, strict=False))[:1])
    one, other = (each_character(line) for line in (before, after))
    return all(same_stretch(b, a) for b, a in zip(one, other, strict=True))


def each_character(line: Line) -> list[Look]:
    """Return the look of every character."""
    return [look for length, look in line.looks for _ in range(length)]


def same_stretch(before: Look, after: Look) -> bool:
    """Tell whether two looks are the same, as far as the first one says."""
    sized = before.size is None or after.size is None or abs(before.size - after.size) <= SIZE_SLACK
    weighted = before.bold is None or bool(after.bold) == before.bold
    strokes = (before.italic, before.underlined) == (after.italic, after.underlined)
    return sized and weighted and strokes and same_colour(before.colour, after.colour)


def same_colour(before: str, after: str) -> bool:
    """Tell whether a colour is as it was; one that was inherited may be written out."""
    if not before or before == after:
        return True
    if len(before) != 6 or len(after) != 6:
        return False
    pairs = zip(bytes.fromhex(before), bytes.fromhex(after), strict=True)
    return all(abs(one - other) <= COLOUR_SLACK for one, other in pairs)


def as_data(likeness: Likeness) -> dict[str, object]:
    """Return a likeness as JSON can hold it, without what says nothing."""
    empty = Likeness("", "other", (0, 0, 0, 0))
    return {name: value for name, value in asdict(likeness).items() if value != getattr(empty, name)}


def from_data(data: Mapping[str, object]) -> Likeness:
    """Return the likeness that as_data wrote."""
    made = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    made["lines"] = tuple(map(line_from, data.get("lines", ())))
    made["cells"] = tuple(tuple(map(cell_from, row)) for row in data.get("cells", ()))
    return Likeness(**{"name": "", "kind": "other", "place": (0, 0, 0, 0), **made})


def line_from(data: Mapping[str, object]) -> Line:
    """Return a paragraph from its data."""
    return Line(data["text"], tuple((length, Look(**look)) for length, look in data["looks"]))


def cell_from(data: Mapping[str, object]) -> TableCell:
    """Return a cell from its data."""
    return TableCell(data["fill"], tuple(map(line_from, data["lines"])), data["span"])
