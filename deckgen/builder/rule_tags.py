"""How does a node of a tree show the number of the rule that ends there? At its end, on the rule's own colour."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckgen.builder.areas import emu, points
from deckgen.builder.densities import Density, Insets
from deckgen.builder.drawing import TextBox
from deckgen.builder.setting import Setting
from deckgen.fit import Paragraph, measure, plain, width_of
from deckgen.template import Place
from deckgen.tree import Node

NUMBERS = (1.5, 1.25, 1.0)
"""How many times as large as its word a rule's number may be: the first for which all tags of a tree have room."""
BESIDE = 4.0
"""Space beside a tag's word, in points."""


def insets_of(node: Node, density: Density, setting: Setting) -> Insets:
    """Return the space around a node's text, a tag at its end left free."""
    left, top, right, bottom = density.insets
    return left, top, right + tag_width(node, density, setting), bottom


def tag_width(node: Node, density: Density, setting: Setting) -> float:
    """Return the width of a node's tag, in points; none where no numbered rule ends."""
    if not node.rule:
        return 0.0
    text = tag_text(node.rule, NUMBERS[0], density, "")
    widest = max(width_of(line.runs, setting.face, line.scale) for line in text)
    return widest * density.count / 0.95 + 2 * BESIDE * setting.scale


def least_height(node: Node, density: Density, setting: Setting) -> float:
    """Return the least height of a node's tag, in points; none where no numbered rule ends."""
    return height_of(tag_text(node.rule, NUMBERS[-1], density, ""), density, setting) if node.rule else 0.0


def tag_scale(rules: Sequence[tuple[Node, Place]], density: Density, setting: Setting) -> float:
    """Return how many times as large as their words the numbers of all tags of a tree are, for they look alike."""

    def has_room(scale: float) -> bool:
        """Tell whether every tag has room for a number that large."""
        texts = ((tag_text(node.rule, scale, density, ""), place) for node, place in rules)
        return all(height_of(text, density, setting) <= points(place.height) for text, place in texts)

    return next(filter(has_room, NUMBERS), NUMBERS[-1])


def tag_text(rule: str, scale: float, density: Density, paint: str) -> tuple[Paragraph, ...]:
    """Return what a tag says: the word over the number, in a tree of low boxes one beside the other."""
    if not density.whole:
        return (line(rule, 1.0, paint),)
    word, number = parts_of(rule)
    return line(word, 1.0, paint), line(number, scale, paint)


def parts_of(rule: str) -> tuple[str, str]:
    """Part the word from the number in what a rule is called.

    >>> parts_of("Rule 1"), parts_of("规则12")
    (('Rule', '1'), ('规则', '12'))
    """
    return re.fullmatch(r"(.*?)\s*(\d+)", rule).groups()


def tag(name: str, node: Node, place: Place, scale: float, density: Density, setting: Setting) -> TextBox:
    """Write what a rule is called at the end of its node."""
    width = emu(tag_width(node, density, setting))
    room = Place(place.left + place.width - width, place.top, width, place.height)
    words = tag_text(node.rule, scale, density, setting.paint(node.outcome, "on"))
    return TextBox(f"{name}-rule", room, words, density.count, "middle", fill=setting.paint(node.outcome), rounded=True)


def line(text: str, scale: float, paint: str) -> Paragraph:
    """Return a line of a tag."""
    return plain(text, True, paint, scale=scale, align="center")


def height_of(text: tuple[Paragraph, ...], density: Density, setting: Setting) -> float:
    """Return the height of a tag's words, in points."""
    return measure(text, float("inf"), setting.face, density.count).height
