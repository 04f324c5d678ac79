"""How does a node of a tree show the number of the rule that ends there? At its end, on the rule's own colour."""

from __future__ import annotations

import re

from deckgen.builder.areas import emu, points
from deckgen.builder.densities import Density, Insets
from deckgen.builder.drawing import TextBox
from deckgen.builder.setting import Setting
from deckgen.fit import Paragraph, Run, measure, plain, width_of
from deckgen.template import Place
from deckgen.tree import Node

NUMBERS = (1.5, 1.25, 1.0)
"""How many times as large as its word a rule's number may be: the first for which there is room."""
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
    word, number = (width_of((Run(part, True),), setting.face, 1) for part in parts_of(node.rule))
    widest = max(word, number * NUMBERS[0])
    return widest * density.count / 0.95 + 2 * BESIDE * setting.scale


def parts_of(rule: str) -> tuple[str, str]:
    """Part the word from the number in what a rule is called.

    >>> parts_of("Rule 1"), parts_of("规则12")
    (('Rule', '1'), ('规则', '12'))
    """
    return re.fullmatch(r"(.*?)\s*(\d+)", rule).groups()


def tag(name: str, node: Node, place: Place, density: Density, setting: Setting) -> TextBox:
    """Write what a rule is called at the end of its node: the word over the number, or that alone in a low box."""
    width = emu(tag_width(node, density, setting))
    room = Place(place.left + place.width - width, place.top, width, place.height)
    paint = setting.paint(node.outcome, "on")
    word, number = parts_of(node.rule)
    whole = [(line(word, 1.0, paint), line(number, scale, paint)) for scale in NUMBERS]
    high = points(place.height)
    words = next((text for text in whole if height_of(text, density, setting) <= high), (line(number, 1.0, paint),))
    return TextBox(f"{name}-rule", room, words, density.count, "middle", fill=setting.paint(node.outcome), rounded=True)


def line(text: str, scale: float, paint: str) -> Paragraph:
    """Return a line of a tag."""
    return plain(text, True, paint, scale=scale, align="center")


def height_of(text: tuple[Paragraph, ...], density: Density, setting: Setting) -> float:
    """Return the height of a tag's words, in points."""
    return measure(text, float("inf"), setting.face, density.count).height
