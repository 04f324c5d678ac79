"""How close is a tree set? As large as its text can be, roomy where that costs no size, else tightly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from deckgen.builder.setting import Setting
from deckgen.design import LEAST_SIZE, TREE

WHOLE = 11
"""The size down to which text gets smaller rather than that a line ends within a figure."""
LARGER = 28
"""The largest text of a tree of one question."""
COUNT, ANSWER = 0.66, 0.75
"""A node's customers and the answer that leads to it, as shares of the size of its text."""
UNDER_COUNT = 0.85
"""Room from the middle of a node's customers to the edge of its box where there is some, in ems of their text, of
which nearly a half is ink."""
LEAST_BETWEEN, LEAST_TOP = 0.3, 0.12
"""Least space between leaves and over their text, in ems: a quarter and a tenth of a line."""

Insets = tuple[float, float, float, float]


@dataclass(frozen=True)
class Density:
    """How close a tree is set, in points at its text's size.

    between: space between leaves. side, top: space between a box's edges and its text. over, strip, raised: the space
    under the text, the height of the strip of shares and the space under that. nearest: least room between two levels.
    beside: room beside an answer on its half of the connector. whole: whether no line ends within a share, nor badly
    within a question.
    """

    size: float
    between: float
    side: float
    top: float
    over: float
    strip: float
    raised: float
    nearest: float
    beside: float
    whole: bool = False

    @property
    def insets(self) -> Insets:
        """The space around a node's text: left, top, right, bottom."""
        return self.side, self.top, self.side, self.over + self.strip + self.raised

    @property
    def count(self) -> float:
        """The size of a node's customers."""
        return max(LEAST_SIZE, COUNT * self.size)

    @property
    def answer(self) -> float:
        """The size of the answer that leads to a node."""
        return max(LEAST_SIZE, ANSWER * self.size)


ROOMY = Density(0, 9, 9, 3, 3, 9, 6, 36, 10)
CLOSE = Density(0, 7, 7, 1, 1, 7.5, 4.5, 30, 9)
TIGHT = Density(0, 3.5, 6, 0, 1.5, 6.5, 3.5, 26, 7)
LEAST = Density(0, 3, 4, 0, 0.5, 4, 3, 24, 4)


def densities(setting: Setting, levels: int) -> Iterator[Density]:
    """Yield the ways to set a tree: the larger text first, at each size the roomier; at last with parted figures."""
    largest = TREE[0] if levels > 1 else LARGER
    for size in setting.ladder(largest, WHOLE):
        yield from (scaled(replace(density, whole=True), size, setting.scale) for density in (ROOMY, CLOSE, TIGHT))
    for size in setting.ladder(WHOLE + 1, TREE[1]):
        yield from (scaled(density, size, setting.scale) for density in (ROOMY, TIGHT, LEAST))


def scaled(density: Density, size: float, scale: float) -> Density:
    """Return a density on a page of another height, with its text at a size; strips and air go with large text, and
    only where lines may end anywhere customers may come near the edge of their box."""
    lengths = {name: value * scale for name, value in vars(density).items() if not isinstance(value, bool)}
    lengths["strip"] = max(lengths["strip"], size / 2 * density.whole)
    lengths["between"] = max(lengths["between"], LEAST_BETWEEN * size * density.whole)
    lengths["top"] = max(lengths["top"], LEAST_TOP * size * density.whole)
    own = replace(density, **{**lengths, "size": size})
    return replace(own, raised=max(own.raised, (UNDER_COUNT * own.count - own.strip / 2) * own.whole))
