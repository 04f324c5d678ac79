"""How is a decision tree drawn? From left to right, so that questions read as lines and leaves stand in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from deckgen.builder.areas import Crowded, bottom_strip, columns, emu, points, without_bottom
from deckgen.builder.drawing import INCH, Bar, Group, Items, Link, Parts, TextBox
from deckgen.builder.setting import Setting
from deckgen.design import GOLDEN, KEY, NOTE, PLAIN_LINK, RULE, TREE
from deckgen.fit import Paragraph, Run, fit, measure, plain, widest_piece, width_of
from deckgen.slides import Node, Tree
from deckgen.template import Place

STRIP, GAP = 5, 6
"""Height in points of the strip of shares, and space between leaves."""
INSETS, LEAF_INSETS = (8.0, 3.0, 8.0, 13.0), (8.0, 1.0, 8.0, 8.0)
STRIP_RAISED, LEAF_STRIP_RAISED = 6.0, 3.0
"""Height in points of the strip over the bottom of its box."""
WIDEST, HIGHEST = 2.9 * INCH, 1.05 * INCH
GAPS = (36.0, 110.0)
"""Least and most room between two levels, in points."""
BESIDE = 9.0
"""Room beside an answer on its half of the connector, in points."""


@dataclass(frozen=True)
class Spot:
    """A node with its place, its number in the tree (0: the root), its parent's and its level."""

    node: Node
    number: int
    parent: int | None
    level: int
    place: Place


def arrange_tree(tree: Tree, place: Place, setting: Setting) -> Parts:
    """Draw a tree on one page; one with too many leaves continues with its branches on further pages."""
    bottom = emu(setting.sized(KEY) * 1.8)
    room = without_bottom(place, bottom)
    for size in setting.ladder(*TREE):
        spots = spots_of(tree.root, room, size, setting)
        if all(fits(spot, size, setting) for spot in spots):
            key = legend(tree, bottom_strip(place, bottom), setting)
            return ((Group(setting.name(tree.name), tree.alt, (*drawn(tree, spots, size, setting), *key)),),)
    return tuple(part for piece in cut(tree, setting) for part in arrange_tree(piece, place, setting))


def cut(tree: Tree, setting: Setting) -> list[Tree]:
    """Return the tree without its lowest levels, and every branch that was cut off as a tree of its own."""
    if depth(tree.root) < 2:
        raise Crowded(f"Slide {setting.step}: a node of the tree does not fit the page; shorten its question.")
    level = depth(tree.root) // 2 if depth(tree.root) > 2 else 1
    branches = [node for node in at_level(tree.root, level) if node.children]
    return [replace(tree, root=pruned(tree.root, level)), *(replace(tree, root=branch) for branch in branches)]


def depth(node: Node) -> int:
    """Return how many questions stand above the deepest leaf."""
    return 1 + max(map(depth, node.children)) if node.children else 0


def leaves(node: Node) -> int:
    """Count the leaves under a node."""
    return sum(map(leaves, node.children)) if node.children else 1


def at_level(node: Node, level: int) -> list[Node]:
    """Return the nodes at a level."""
    return [node] if not level else [found for child in node.children for found in at_level(child, level - 1)]


def pruned(node: Node, level: int) -> Node:
    """Return the tree with nothing under a level."""
    return replace(node, children=tuple(pruned(child, level - 1) for child in node.children) if level else ())


def spots_of(root: Node, room: Place, size: float, setting: Setting) -> list[Spot]:
    """Give every node a place: a column a level, leaves evenly spaced, parents in the middle of their children."""
    levels = depth(root) + 1
    gap = gap_between(root, size, setting)
    width = min(WIDEST * setting.scale, (room.width - emu(gap) * (levels - 1)) / levels)
    step = width + min(emu(GAPS[1] * setting.scale), (room.width - levels * width) / max(1, levels - 1))
    slot = room.height / leaves(root)
    spots: list[Spot] = []

    def put(node: Node, parent: int | None, level: int, first: float) -> float:
        """Place a node whose leaves start at slot `first`; return its middle."""
        number = len(spots)
        spots.append(Spot(node, number, parent, level, room))
        middles, start = [], first
        for child in node.children:
            middles.append(put(child, number, level + 1, start))
            start += leaves(child)
        middle = (middles[0] + middles[-1]) / 2 if middles else room.top + (first + 0.5) * slot
        top, bottom = room.top + first * slot, room.top + (first + leaves(node)) * slot
        own = 2 * min(middle - top, bottom - middle)  # within its own leaves' slots no box meets another
        height = min(HIGHEST * setting.scale, own - emu(GAP * setting.scale))
        place = Place(round(room.left + level * step), round(middle - height / 2), round(width), round(height))
        spots[number] = replace(spots[number], place=place)
        return middle

    put(root, None, 0, 0)
    return spots


def gap_between(root: Node, size: float, setting: Setting) -> float:
    """Return the room that the answers need between two levels, in points."""
    answers = [width_of((Run(node.branch, True),), setting.face, size) for node in walk(root)]
    return max(GAPS[0] * setting.scale, min(GAPS[1] * setting.scale, 2 * (max(answers) + BESIDE)))


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all below it."""
    yield node
    for child in node.children:
        yield from walk(child)


def fits(spot: Spot, size: float, setting: Setting) -> bool:
    """Tell whether a node's text fits its place with no word cut."""
    width, height = inner(spot, setting)
    text = node_text(spot.node, width, size, setting)
    whole = all(widest_piece(paragraph.runs, setting.face, size) <= width for paragraph in text)
    return whole and fit(text, width, height, setting.face, (size,)) is not None


def inner(spot: Spot, setting: Setting) -> tuple[float, float]:
    """Return the room that a node leaves for its text, in points."""
    left, top, right, bottom = insets_of(spot.node, setting)
    return points(spot.place.width) - left - right, points(spot.place.height) - top - bottom


def insets_of(node: Node, setting: Setting) -> tuple[float, ...]:
    """Return the insets of a question's or a leaf's box, in points."""
    return tuple(inset * setting.scale for inset in (INSETS if node.children else LEAF_INSETS))


def node_text(node: Node, width: float, size: float, setting: Setting) -> tuple[Paragraph, ...]:
    """Return a node's question, under it its customers and the commonest cluster; of a leaf that cluster first."""
    name = setting.names.get(node.outcome, node.outcome)
    share = f"{name} {node.texts[node.shares.index(max(node.shares))]}" if node.outcome else ""
    if node.children or not node.outcome:
        figures = setting.say("，", ", ").join(part for part in (node.count, share) if part)
        lines = question_lines(node.question, width, size, setting)
        return (*(plain(line, True) for line in lines), plain(figures, scale=NOTE))
    return (Paragraph((Run(share, True, setting.paint(node.outcome, "words")), Run(f"  {node.count}", paint="muted"))),)


def question_lines(question: str, width: float, size: float, setting: Setting) -> tuple[str, ...]:
    """Break a question that is longer than a line before what stands in parentheses, where both parts fit."""
    parts = re.fullmatch(r"(.+?) ?([（(][^（(]*)", question)
    if parts is None or width_of((Run(question, True),), setting.face, size) <= width:
        return (question,)
    fit = all(width_of((Run(part, True),), setting.face, size) <= width for part in parts.groups())
    return parts.groups() if fit else (question,)


def drawn(tree: Tree, spots: Sequence[Spot], size: float, setting: Setting) -> Items:
    """Draw connectors first, then answers and nodes with their strips, in reading order."""
    links = [link(tree, spot, spots[spot.parent], setting) for spot in spots if spot.parent is not None]
    boxes: list[TextBox | Bar] = []
    for spot in spots:
        if spot.parent is not None:
            boxes.append(answer(tree, spot, spots[spot.parent], size, setting))
        boxes += [box(tree, spot, size, setting), *strip(tree, spot, setting)]
    return (*boxes, *links)


def node_name(tree: Tree, number: int, setting: Setting) -> str:
    """Return the name of a node's shape."""
    return setting.name(f"{tree.name}-node-{number}")


def box(tree: Tree, spot: Spot, size: float, setting: Setting) -> TextBox:
    """Draw a node; one on a golden path stands out in the colour of the cluster that it leads to."""
    insets = insets_of(spot.node, setting)
    goal = golden_goal(spot.node)
    fill = setting.paint(goal, "tint") if goal and not spot.node.children else ""
    outline, weight = (setting.paint(goal), GOLDEN) if goal else ("faint", RULE)
    name = node_name(tree, spot.number, setting)
    text = node_text(spot.node, inner(spot, setting)[0], size, setting)
    return TextBox(name, spot.place, text, size, "middle", insets, fill, outline, weight * setting.scale, rounded=True)


def golden_goal(node: Node) -> str:
    """Return the cluster that the golden path through a node leads to; empty where there is none."""
    if not node.golden:
        return ""
    goals = (goal for child in node.children if (goal := golden_goal(child)))
    return next(goals, node.outcome) if node.children else node.outcome


def strip(tree: Tree, spot: Spot, setting: Setting) -> Iterator[Bar]:
    """Draw the shares of the clusters as a strip along the bottom of a node."""
    left, _, right, _ = (emu(inset) for inset in insets_of(spot.node, setting))
    raised = emu((STRIP_RAISED if spot.node.children else LEAF_STRIP_RAISED) * setting.scale)
    height = emu(STRIP * setting.scale)
    place = spot.place
    whole = Place(
        place.left + left,
        place.top + place.height - height - raised,
        place.width - left - right,
        height,
    )
    shown = [(number, share) for number, share in enumerate(spot.node.shares) if share * whole.width >= 1]
    pieces = columns(whole, [share for _, share in shown], 0) if shown else ()
    for (number, _), piece in zip(shown, pieces, strict=True):
        yield Bar(f"{node_name(tree, spot.number, setting)}-share-{number}", piece, f"cluster:{number}")


def link(tree: Tree, spot: Spot, parent: Spot, setting: Setting) -> Link:
    """Connect a node with its parent."""
    golden = spot.node.golden and parent.node.golden
    paint, weight = (setting.paint(golden_goal(spot.node)), GOLDEN) if golden else ("muted", PLAIN_LINK)
    start, end = (node_name(tree, number, setting) for number in (parent.number, spot.number))
    return Link(setting.name(f"{tree.name}-link-{spot.number}"), start, end, paint, weight * setting.scale)


def answer(tree: Tree, spot: Spot, parent: Spot, size: float, setting: Setting) -> TextBox:
    """Write the answer that leads to a node over the last stretch of its connector."""
    text = (plain(spot.node.branch, True, "ink" if spot.node.golden else "muted", align="center"),)
    right = spot.place.left
    left = (parent.place.left + parent.place.width + right) // 2
    height = emu(measure(text, points(right - left), setting.face, size).height)
    middle = spot.place.top + spot.place.height // 2
    return TextBox(
        setting.name(f"{tree.name}-answer-{spot.number}"),
        Place(left, middle - height - emu(1), right - left, height),
        text,
        size,
    )


def legend(tree: Tree, place: Place, setting: Setting) -> Items:
    """Name the colours of the strips in one line."""
    size = setting.sized(KEY)
    square, left = emu(0.8 * size), place.left
    items: list[Bar | TextBox] = []
    for number, (_, name) in enumerate(setting.clusters):
        text = (plain(name),)
        width = emu(width_of(text[0].runs, setting.face, size) / 0.95)
        height = emu(measure(text, 999, setting.face, size).height)
        top = place.top + place.height - height
        items.append(
            Bar(
                setting.name(f"{tree.name}-key-{number}"),
                Place(left, top + (height - square) // 2, square, square),
                f"cluster:{number}",
            )
        )
        items.append(
            TextBox(
                setting.name(f"{tree.name}-key-name-{number}"),
                Place(left + square + emu(0.4 * size), top, width, height),
                text,
                size,
                "middle",
            )
        )
        left += square + width + emu(1.8 * size)
    return tuple(items)
