"""What stands at the foot of a tree's node? The shares of the clusters as a strip, and beside it its customers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deckgen.builder.areas import columns, emu
from deckgen.builder.densities import Density
from deckgen.builder.drawing import Bar, TextBox
from deckgen.builder.node_words import is_tinted
from deckgen.builder.rule_tags import insets_of
from deckgen.builder.setting import Setting
from deckgen.fit import Run, measure, plain, width_of
from deckgen.template import Place
from deckgen.tree import Node

RIM = 1.0
"""Paper around the strip of a tinted box, in points."""
LEAST_REST = 0.004
"""The least of what a strip does not tell apart that is drawn."""
SEAM = 0.75
"""Points between two clusters' shares, which may have colours of one lightness."""
LIFT = 0.2
"""How much of the height that a box does not need goes under its strip; half of it is between that and the words."""
BESIDE_COUNT = 0.5
"""Space between a strip and the customers beside it, in ems of their text."""


def node_foot(
    name: str, node: Node, place: Place, count: float, spare: float, density: Density, setting: Setting
) -> Iterator[Bar | TextBox]:
    """Draw a node's strip and beside it how many customers it has. count: the room for them, spare: what the box is
    higher than it needs, in points."""
    left, _, right, _ = (emu(inset) for inset in insets_of(node, density, setting))
    height, beside = emu(density.strip), emu(count + BESIDE_COUNT * density.count)
    top = place.top + place.height - height - emu(density.raised + LIFT * spare)
    whole = Place(place.left + left, top, place.width - left - right - beside, height)
    yield from strip(name, node, whole, setting)
    quietly = setting.paint(node.outcome, "quiet-on-tint") if is_tinted(node) else "muted"
    words = (plain(node.count, paint=quietly, align="right"),)
    high = emu(measure(words, count, setting.face, density.count).height)
    room = Place(whole.left + whole.width, top + (height - high) // 2, beside, high)
    yield TextBox(f"{name}-count", room, words, density.count, "middle")


def count_width(nodes: Iterable[Node], density: Density, setting: Setting) -> float:
    """Return the width of the longest count of nodes, in points."""
    return max(width_of((Run(node.count),), setting.face, density.count) for node in nodes) / 0.95


def strip(name: str, node: Node, whole: Place, setting: Setting) -> Iterator[Bar]:
    """Draw the shares of the clusters side by side, what is not told apart hollow: no cluster's colour looks so. On a
    tint within a rim of paper, from which a cluster's colour stands off better."""
    shares = [*((f"cluster:{number}", share) for number, share in enumerate(node.shares)), ("paper", rest(node))]
    if is_tinted(node):
        edge = emu(RIM * setting.scale)
        rim = Place(whole.left - edge, whole.top - edge, whole.width + 2 * edge, whole.height + 2 * edge)
        yield Bar(f"{name}-rim", rim, "paper")
    shown = [(number, paint, share) for number, (paint, share) in enumerate(shares) if share * whole.width >= 1]
    pieces = columns(whole, [share for *_, share in shown], emu(SEAM * setting.scale)) if shown else ()
    for (number, paint, _), piece in zip(shown, pieces, strict=True):
        yield Bar(f"{name}-share-{number}", piece, paint, edge="faint" if paint == "paper" else "")


def rest(node: Node) -> float:
    """Return how much of a node's strip no cluster fills."""
    left = 1 - sum(node.shares)
    return left if left > LEAST_REST else 0.0
