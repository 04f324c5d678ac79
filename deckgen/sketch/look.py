"""In which colours and type is a chart laid out, and how are its words broken?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from deckgen.brand import Brand
from deckgen.colours import faint_share, ink_on, luminance, mixed
from deckgen.design import CHART_HEADING, CHART_SMALL, CHART_TEXT, LEAST_SIZE, OUTLINE
from deckgen.fit import Run, break_lines, width_of
from deckgen.marks import Label, Rect
from deckgen.slides import Group, colour_slots
from deckgen.typefaces import Face

HEADING, TEXT, SMALL = CHART_HEADING, CHART_TEXT, CHART_SMALL
LINE = 1.35 / 72
"""Height of a line of text in inches, a point of its size."""
GAP, PANEL_GAP = 0.08, 0.38
LEAST_SHARE = 1e-6
"""A longest bar of less than this share is drawn as none."""
SQUARE = 0.14
"""Side of a colour's sample."""
PALE, PALE_ON_DARK = 0.3, 0.5
"""How much of its cluster's colour the fill keeps of what is less common, or of a shape: more on dark paper, where less
is seen and tints turn muddy."""
DARK = 0.18
"""The luminance of paper on which white text is better to read than black."""


@dataclass(frozen=True)
class Look:
    """Colours and type of a picture, and the clusters in the deck's order. scale: of the page, to the usual size."""

    brand: Brand
    groups: tuple[Group, ...]
    scale: float = 1.0

    @property
    def face(self) -> Face:
        """The families that set the text."""
        return Face(self.brand.latin, self.brand.han)

    @property
    def is_dark(self) -> bool:
        """Tell whether the paper is dark."""
        return luminance(self.brand.paper) < DARK

    @property
    def faint(self) -> str:
        """The grey of marks that do not stand out, as faint as can be seen."""
        return self.tint(self.brand.ink, faint_share(self.brand.ink, self.brand.paper))

    def colour(self, cluster: str) -> str:
        """Return a cluster's colour."""
        keys = [group.key for group in self.groups]
        return self.brand.series[colour_slots(self.groups)[keys.index(cluster)] % len(self.brand.series)]

    def pale(self, cluster: str) -> str:
        """Return a cluster's colour for what has an edge in full colour: a shape, or what is less common."""
        return self.tint(self.colour(cluster), PALE_ON_DARK if self.is_dark else PALE)

    def name(self, cluster: str) -> str:
        """Return a cluster's name."""
        return next(group.name for group in self.groups if group.key == cluster)

    def tint(self, colour: str, share: float) -> str:
        """Mix a colour into the paper."""
        return mixed(colour, self.brand.paper, share)

    def on(self, ground: str) -> str:
        """Return the readable one of paper and ink on a ground; black or white where neither is."""
        return ink_on(ground, self.brand.paper, self.brand.ink)

    def on_cluster(self, cluster: str) -> str:
        """Return the colour of text on a cluster's colour: one for all clusters where it can be read on all."""
        fills = [self.colour(group.key) for group in self.groups]
        return ink_on(self.colour(cluster), self.brand.paper, self.brand.ink, beside=fills)

    def caption(self, size: float) -> float:
        """Return the size of captions of a size: on a small page they are not scaled down with all else."""
        return max(size, min(size, LEAST_SIZE) / self.scale)

    def larger(self, size: float) -> float:
        """Return how many times as large captions of a size are as labels of it."""
        return self.caption(size) / size

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Return a text's width in inches."""
        return text_width(text, size, self.face, bold)

    def lines(self, text: str, width: float, size: float, most: int = 3, bold: bool = False) -> Sequence[str]:
        """Break a text into lines of a width in inches; the last ends in an ellipsis where there are too many."""
        return text_lines(text, width, size, self.face, most, bold)

    def shortened(self, text: str, width: float, size: float, most: int, bold: bool = False) -> str:
        """Return a text with its end cut until it takes at most so many lines of a width in inches."""
        ends = (f"{text[:end].rstrip()}…" for end in range(len(text) - 1, 0, -1))
        every = (shown for shown in (text, *ends) if len(self.lines(shown, width, size, len(text), bold)) <= most)
        return next(every, text[:1])


def common_scale(bars: Iterable[tuple[float, float]], least: float) -> float:
    """Return the inches for a value of 1 at which the bars of a picture are as long as they can be; 0 without any.

    bars: the room that each one's own words leave it, and its value. least: inches that each may take in any case.
    """
    return min((max(least, room) / value for room, value in bars if value > LEAST_SHARE), default=0.0)


def text_width(text: str, size: float, face: Face, bold: bool = False) -> float:
    """Return a text's width in inches."""
    return width_of((Run(text, bold),), face, size) / 72 if text else 0.0


def text_lines(text: str, width: float, size: float, face: Face, most: int = 3, bold: bool = False) -> Sequence[str]:
    """Break a text into lines of a width in inches; the last ends in an ellipsis where there are too many."""
    broken = break_lines((Run(text, bold),), width * 72 / size, face)
    return broken if len(broken) <= most else [*broken[: most - 1], broken[most - 1][:-1] + "…"]


def outlined(piece: Rect, fill: str) -> Iterator[Rect]:
    """Draw a piece as an edge in its colour around a fill."""
    edge = OUTLINE / 72
    yield piece
    width, height = piece.width - 2 * edge, piece.height - 2 * edge
    if min(width, height) > 0:
        yield Rect(piece.left + edge, piece.bottom + edge, width, height, fill)


def dash(width: float, height: float, look: Look) -> Label:
    """Return the mark of a chart that has nothing to show."""
    return Label(width / 2, height / 2, "–", HEADING, look.brand.muted, across="center")
