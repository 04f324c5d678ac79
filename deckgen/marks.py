"""What is a picture made of, and what does it become? Marks with places in inches from its lower left corner, colours
as RRGGBB; drawn, a picture is vectors with pixels beside them for programs that show no vectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Rect:
    """A filled rectangle."""

    left: float
    bottom: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True)
class Shape:
    """A filled outline through points (x, y)."""

    points: tuple[tuple[float, float], ...]
    fill: str
    line: str


@dataclass(frozen=True)
class Line:
    """A straight line, its weight in points."""

    x: float
    y: float
    to_x: float
    to_y: float
    colour: str
    weight: float = 0.75


@dataclass(frozen=True)
class Label:
    """A text of a size in points; its place is the point named by `across` and `up`."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    bold: bool = False
    across: Literal["left", "center", "right"] = "left"
    up: Literal["top", "center", "bottom"] = "center"


@dataclass(frozen=True)
class Caption:
    """Words with a cluster's name in them, and the box and the number of lines that they have: set as text over the
    picture, which is no other one when the name changes.

    size: in points, on a page of usual size. on: the cluster on whose colour they stand, nothing on the paper.
    figure: stands behind the words or in a line of its own, and is never cut.
    """

    left: float
    bottom: float
    width: float
    height: float
    text: str
    size: float
    lines: int = 1
    bold: bool = False
    across: Literal["left", "center", "right"] = "left"
    up: Literal["top", "center", "bottom"] = "top"
    on: str = ""
    figure: str = ""


Mark = Rect | Shape | Line | Label
Marks = tuple[Mark, ...]


@dataclass(frozen=True)
class Drawn:
    """A picture as PNG and as SVG, of the same marks."""

    png: bytes
    svg: bytes

    def packed(self) -> bytes:
        """Return both in one piece, to be kept."""
        return len(self.png).to_bytes(8, "big") + self.png + self.svg

    @classmethod
    def unpacked(cls, piece: bytes) -> Drawn:
        """Return what was packed."""
        start, end = 8, 8 + int.from_bytes(piece[:8], "big")
        return cls(piece[start:end], piece[end:])
