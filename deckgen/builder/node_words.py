"""What does a node of a tree say, and where do its lines end?"""

from __future__ import annotations

import re
from itertools import accumulate

from deckgen.breaks import even_lines
from deckgen.builder.densities import Density
from deckgen.builder.setting import Setting
from deckgen.design import quiet
from deckgen.fit import TOLERANCE, Paragraph, Run, pieces, plain, width_of
from deckgen.han_lines import costs_within
from deckgen.tree import Node
from deckgen.typefaces import has_han

SIGNS = "≥≤<>=＜＞＝"
BEFORE_HAN = f"{SIGNS}（("
"""Before what the line of a Chinese question may end without parting a word."""


def node_text(node: Node, width: float, density: Density, setting: Setting) -> tuple[Paragraph, ...]:
    """Return a node's question; of a leaf the commonest cluster with its share, which where a rule ends stands before
    what is asked next, more quietly."""
    if not node.children:
        return (cluster_share(node, setting),) if node.outcome else ()
    if not (node.outcome and is_tinted(node)):
        return tuple(plain(line, True) for line in question_lines(node.question, width, density.size, setting))
    scale, paint = quiet(density.size), setting.paint(node.outcome, "quiet-on-tint")
    lines = led_lines(setting.say("再问：", "then: "), node.question, width, density.size * scale, setting)
    return (cluster_share(node, setting), *(plain(line, paint=paint, scale=scale) for line in lines))


def led_lines(led: str, question: str, width: float, size: float, setting: Setting) -> tuple[str, ...]:
    """Break a question with what leads it: behind that, where the question is a line by itself or a Chinese one would
    break within a word, else within its column's name, whose end stays with the sign."""
    if is_line(plain(led + question, True), width, size, setting):
        return (led + question,)
    if is_line(plain(question), width, size, setting):
        return (led.rstrip(), question)
    if lines := name_parted(led, question, width, size, setting):
        return lines
    lines = question_lines(led + question, width, size, setting)
    apart = has_han(question) and len(lines) > 1 and lines[1][0] not in BEFORE_HAN
    return (led, *question_lines(question, width, size, setting)) if apart else lines


def name_parted(
    led: str, question: str, width: float, size: float, setting: Setting, bold: bool = False
) -> tuple[str, ...]:
    """Break a question with what leads it into two lines within the name of its column: within no word where another
    place will do, the more even the better; nothing where it has no sign or two lines do not hold it."""
    if not (found := re.fullmatch(rf"(.+?)( ?[{SIGNS}].+)", question)):
        return ()
    words, condition = led + found[1], found[2]
    cut = pieces((Run(words, bold),), setting.face)
    ends = accumulate(len(piece.text) + bool(piece.space) for piece in cut[:-1])
    tried = ((end, (words[:end].rstrip(), words[end:] + condition)) for end in ends if end > len(led))
    costs, fitting = costs_within(words, ()), dict[tuple[str, ...], tuple[float, float]]()
    for end, lines in tried:
        first, last = (width_of((Run(line, bold),), setting.face, size) for line in lines)
        if max(first, last) <= width * TOLERANCE:
            fitting[lines] = costs.get(end, 0.0), abs(first - last)
    return min(fitting, key=fitting.__getitem__, default=())


def cluster_share(node: Node, setting: Setting) -> Paragraph:
    """Return the cluster that a node names, with its share, in its colour as it reads on a tint: all nodes' alike."""
    name = setting.names.get(node.outcome, node.outcome)
    share = setting.say(f"{name}占{node.text}", f"{name}: {node.text}")
    return plain(share, True, setting.paint(node.outcome, "on-tint"))


def is_tinted(node: Node) -> bool:
    """Tell whether a node has a ground of its cluster's colour: it is a reliable rule by itself."""
    return node.reliable


def is_line(paragraph: Paragraph, width: float, size: float, setting: Setting) -> bool:
    """Tell whether a paragraph takes one line, in another machine's font too."""
    return width_of(paragraph.runs, setting.face, size * paragraph.scale) <= width * TOLERANCE


def question_lines(question: str, width: float, size: float, setting: Setting) -> tuple[str, ...]:
    """Break a question that is longer than a line before what stands in parentheses, or a Chinese one within the name
    of its column, else before its sign, where both parts fit; else into two lines that are about as long."""
    if is_line(plain(question, True), width, size, setting):
        return (question,)
    return (
        parted(question, "（(", width, size, setting)
        or (has_han(question) and name_parted("", question, width, size, setting, bold=True))
        or (has_han(question) and parted(question, SIGNS, width, size, setting))
        or even_lines((Run(question, True),), setting.face, width * TOLERANCE / size)
        or (question,)
    )


def parted(question: str, before: str, width: float, size: float, setting: Setting) -> tuple[str, ...]:
    """Break a question before the last of some marks; nothing where it has none or two lines do not hold it."""
    parts = re.fullmatch(rf"(.+?) ?([{before}][^（(]*)", question)
    if parts and all(is_line(plain(part, True), width, size, setting) for part in parts.groups()):
        return parts.groups()
    return ()
