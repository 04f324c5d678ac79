"""How close is a tree set? Roomy, brief or tight, each at several sizes of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from deckgen.builder.setting import Setting
from deckgen.design import TREE
from deckgen.tree import Node

COMFORTABLE_TREE, BRIEF_TREE, TIGHT_TREE = 12, (15, 11), (11, 10)
"""The size below which questions go without their figures, in which sizes they do, and those of a tight tree."""
UNPARTED = 11
"""The size down to which text gets smaller rather than that a line ends within a figure."""
LARGER = 20
"""The largest text of a tree of one question."""
Insets = tuple[float, float, float, float]


@dataclass(frozen=True)
class Density:
    """How close a tree is set, in points at its text's size.

    between: space between leaves. insets, leaf_insets: of a question's and of a leaf's box. strip: height of the strip
    of shares, raised, leaf_raised: its height over the bottom of its box. nearest: least room between two levels.
    beside: room beside an answer on its half of the connector. inline: customers stand behind the question, not below.
    figures: whether questions have their customers beside them at all; leaves always have, wraps: in a second line
    where it takes one. whole: whether no line ends within a share or a count, nor badly within a question.
    """

    size: float
    between: float
    insets: Insets
    leaf_insets: Insets
    strip: float
    raised: float
    leaf_raised: float
    nearest: float
    beside: float
    inline: bool
    figures: bool = True
    wraps: bool = True
    whole: bool = False

    def around(self, node: Node) -> Insets:
        """Return the insets of a node's box."""
        return self.insets if node.children else self.leaf_insets


ROOMY = Density(0, 6, (8, 3, 8, 13), (8, 1, 8, 10), 5, 6, 3, 36, 9, False)
TIGHT = Density(0, 3, (6, 1, 6, 6), (6, 0, 6, 5.5), 3, 2, 1.5, 26, 4, True)
BRIEF = replace(TIGHT, figures=False)


def densities(setting: Setting, levels: int) -> Iterator[Density]:
    """Yield the ways to set a tree: roomy, rather a little smaller than with parted figures; questions without their
    figures before text gets small; at last tightly.

    Where boxes are low, leaves stand in one line if a size leaves them one.
    """
    comfortable = (TREE[0] if levels > 1 else LARGER, COMFORTABLE_TREE)
    unparted = (replace(ROOMY, whole=True), (comfortable[0], UNPARTED))
    brief = ((replace(BRIEF, wraps=False), BRIEF_TREE), (BRIEF, BRIEF_TREE))
    for density, sizes in (unparted, (ROOMY, comfortable), *brief, (ROOMY, TREE), (TIGHT, TIGHT_TREE)):
        for size in setting.ladder(*sizes):
            yield scaled(density, size, setting.scale)


def scaled(density: Density, size: float, scale: float) -> Density:
    """Return a density on a page of another height, with its text at a size."""
    lengths = {
        name: tuple(part * scale for part in value) if isinstance(value, tuple) else value * scale
        for name, value in vars(density).items()
        if not isinstance(value, bool)
    }
    return replace(density, **{**lengths, "size": size})
