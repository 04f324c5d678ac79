"""What does a shape say, where does it stand and how does it look?

A likeness holds what a person can see and change, and leaves out how a program happens to write it, so that a deck that
was merely opened and saved, in whichever program, has the same likenesses as before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from typing import Literal

Kind = Literal["text", "furniture", "table", "picture", "chart", "link", "group", "other"]

SLACK = 6350
"""EMU (half a point) by which a place may differ: programs round to their own units."""
SIZE_SLACK, COLOUR_SLACK = 0.6, 24
"""Points of type size and steps of 255 by which looks may differ."""

Colour = str
"""RRGGBB, with "@" and the theme's slot and its changes where it is one of the theme's: "F2F2F2@bg1 lumMod95000"."""

Place = tuple[int, int, int, int]
"""Left, top, width and height in EMU, as the shape itself says: inside a group in the group's own coordinates, which
stay as they were when the group is moved."""


@dataclass(frozen=True)
class Look:
    """How a stretch of text looks: points, bold, colour, Latin family; None and "" where nothing is known of it.

    marks: of italic, underlined, struck, linked, raised and highlighted, those that are so.
    """

    size: float | None
    bold: bool | None
    colour: Colour
    font: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A paragraph: its text, the looks of its stretches in order, equal neighbours as one, and how it is aligned."""

    text: str
    looks: tuple[tuple[int, Look], ...]
    align: str = ""


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

    turn: in 1/60000 of a degree. fill, outline: colours, "none", or "" where nothing is known of them. picture: SHA-256
    of the image, or of a chart's data. crop: from left, top, right and bottom in 1/1000 percent. group: name of the
    group that it stands in. widths: of a table's columns, in EMU. form: a preset geometry's name. effects: shadows,
    dashes, links and whatever else sets it off.
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
    form: str = ""
    effects: tuple[str, ...] = ()

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
    if before.kind == "furniture":  # programs set footers as their layouts do, each in its own way
        return True
    if not (same_colour(before.fill, after.fill) and same_colour(before.outline, after.outline)):
        return False
    if (before.form, before.effects) != (after.form, after.effects):
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
    if after.align not in ("", before.align):
        return False
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
    weighted = None in (before.bold, after.bold) or before.bold == after.bold
    plain = after.font in ("", before.font) and before.marks == after.marks
    return sized and weighted and plain and same_colour(before.colour, after.colour)


def same_colour(before: Colour, after: Colour) -> bool:
    """Tell whether a colour is as it was, as far as both are known: the same slot of the theme, or nearly the same."""
    if not before or not after or before == after:
        return True
    (one, slot), (other, another) = (colour.partition("@")[::2] for colour in (before, after))
    if slot and slot == another:
        return True
    if len(one) != 6 or len(other) != 6:
        return False
    pairs = zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)
    return all(abs(a - b) <= COLOUR_SLACK for a, b in pairs)


def as_data(likeness: Likeness) -> dict[str, object]:
    """Return a likeness as JSON can hold it, without what says nothing."""
    return {name: as_plain(value) for name, value in vars(likeness).items() if value != getattr(NOTHING, name)}


NOTHING = Likeness("", "other", (0, 0, 0, 0))
"""A likeness that says nothing."""


def as_plain(value: object) -> object:
    """Return dataclasses and tuples of them as JSON can hold them."""
    if isinstance(value, tuple):
        return tuple(map(as_plain, value))
    return {name: as_plain(inner) for name, inner in vars(value).items()} if is_dataclass(value) else value


def from_data(data: Mapping[str, object]) -> Likeness:
    """Return the likeness that as_data wrote."""
    made = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    made["lines"] = tuple(map(line_from, data.get("lines", ())))
    made["cells"] = tuple(tuple(map(cell_from, row)) for row in data.get("cells", ()))
    return Likeness(**{"name": "", "kind": "other", "place": (0, 0, 0, 0), **made})


def line_from(data: Mapping[str, object]) -> Line:
    """Return a paragraph from its data."""
    looks = ((length, Look(**{**look, "marks": tuple(look["marks"])})) for length, look in data["looks"])
    return Line(data["text"], tuple(looks), data["align"])


def cell_from(data: Mapping[str, object]) -> TableCell:
    """Return a cell from its data."""
    return TableCell(data["fill"], tuple(map(line_from, data["lines"])), data["span"])
