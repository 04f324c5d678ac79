"""How is a decision tree drawn? From left to right, so that questions read as lines and levels stand in columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from deckgen.builder.areas import Crowded, emu, points, top_strip, without_bottom
from deckgen.builder.densities import Density, densities
from deckgen.builder.drawing import INCH, Bar, Group, Items, Link, Parts, TextBox
from deckgen.builder.keys import Entry, key, key_height
from deckgen.builder.node_words import is_line, is_tinted, node_text
from deckgen.builder.rule_tags import insets_of, least_height, tag, tag_scale
from deckgen.builder.setting import Setting
from deckgen.builder.strips import count_width, node_foot, rest
from deckgen.design import FOOT, GOLDEN, HEAD_RULE, KEY, PLAIN_LINK, RULE
from deckgen.fit import Run, fit, measure, plain, widest_piece, width_of
from deckgen.template import Place
from deckgen.tree import Node, Tree

WIDEST, HIGHEST = 2.9 * INCH, 1.4 * INCH
"""Most width and height of a box."""
FARTHEST = 110.0
"""Most room between two levels, in points."""
ONE_SPLIT, HIGHER = 0.38, 1.5
"""A tree of one question uses the page: its boxes take this share of the width and may be so many times as high."""
MOST_AIR = 1.3
"""How many times as high as its words and its strip a box may be."""


@dataclass(frozen=True)
class Spot:
    """A node with its place, its number in the tree (0: the root), its parent's and its level."""

    node: Node
    number: int
    parent: int | None
    level: int
    place: Place


@dataclass(frozen=True)
class Slot:
    """The room of a node: its level, how far down it begins and how high it is."""

    node: Node
    level: int
    top: float
    height: float


def arrange_tree(tree: Tree, place: Place, setting: Setting) -> Parts:
    """Draw a tree on one page; of one with too many leaves, those that lead to one cluster are merged.

    One that is still too large continues with its branches on further pages.
    """
    if page := on_one_page(tree, place, setting):
        return (page,)
    said = setting.say("指向同一群体的分支已合并", "branches that lead to one cluster are merged")
    merged = merge(tree.root)
    tree = tree if merged == tree.root else replace(tree, root=merged, note=said)
    if page := on_one_page(tree, place, setting):
        return (page,)
    divided = [on_pages(tree, level, place, setting) for level in range(depth(tree.root) - 1, 0, -1)]
    if not any(divided):
        raise Crowded(f"Slide {setting.step}: a node of the tree does not fit the page; shorten its question.")
    return min(filter(None, divided), key=len)


def merge(node: Node) -> Node:
    """Return a tree in which a node whose leaves all have one outcome is a leaf."""
    children = tuple(merge(child) for child in node.children)
    outcomes = {child.outcome for child in children}
    same = children and len(outcomes) == 1 and not any(child.children for child in children)
    return replace(node, children=() if same else children)


def on_one_page(tree: Tree, place: Place, setting: Setting) -> Items:
    """Draw a tree at the most generous density at which it fits; nothing where it fits at none."""
    return next(
        filter(None, (on_page(tree, place, density, setting) for density in densities(setting, depth(tree.root)))), ()
    )


def on_page(tree: Tree, place: Place, density: Density, setting: Setting) -> Items:
    """Draw a tree at a density; nothing where it does not fit."""
    entries = key_entries(tree, setting)
    bottom = key_height(entries, place, setting) + emu(0.4 * setting.sized(KEY))
    spots = spots_of(tree.root, without_bottom(place, bottom), density, setting)
    if not all(fits(spot, density, setting) for spot in spots):
        return ()
    parts = (*drawn(tree, spots, density, setting), *key(setting.name(tree.name), entries, place, setting))
    return (Group(setting.name(tree.name), tree.alt, (*came(tree, spots[0], place, setting), *parts)),)


def on_pages(tree: Tree, level: int, place: Place, setting: Setting) -> Parts:
    """Draw the tree down to a level, then every branch that was cut off; nothing where one does not fit."""
    branches = [branch for branch in branches_at(tree, level) if branch.root.children]
    pieces = [replace(tree, root=pruned(tree.root, level)), *branches]
    pages = [on_one_page(piece, place, setting) for piece in pieces]
    return tuple(pages) if all(pages) else ()


def branches_at(tree: Tree, level: int) -> list[Tree]:
    """Return what stands at a level as trees of their own, each with the answers that lead to it."""
    if not level:
        return [tree]
    root = tree.root
    below = [replace(tree, root=child, path=(*tree.path, f"{root.question} {child.branch}")) for child in root.children]
    return [found for branch in below for found in branches_at(branch, level - 1)]


def depth(node: Node) -> int:
    """Return how many questions stand above the deepest leaf."""
    return 1 + max(map(depth, node.children)) if node.children else 0


def pruned(node: Node, level: int) -> Node:
    """Return the tree with nothing under a level."""
    return replace(node, children=tuple(pruned(child, level - 1) for child in node.children) if level else ())


def spots_of(root: Node, room: Place, density: Density, setting: Setting) -> list[Spot]:
    """Give every node a place: a column a level, in it boxes as high as they need, parents in the middle of their
    children; what is left of the room goes to all alike."""
    lefts, widths = levels_of(root, room, density, setting)
    between, highest = emu(density.between), HIGHEST * setting.scale * (HIGHER if depth(root) == 1 else 1)

    def needed(node: Node, level: int) -> float:
        return emu(height_needed(node, points(widths[level]), density, setting))

    slots = packed(root, 0, lambda node, level: needed(node, level) + between)
    top, bottom = min(slot.top for slot in slots), max(slot.top + slot.height for slot in slots)
    more, last = room.height / (bottom - top), dict[int, int]()
    spots: list[Spot] = []
    for number, slot in enumerate(slots):
        own = slot.height - between
        height = min(highest, more * slot.height - between, own * MOST_AIR)
        middle = room.top + more * (slot.top + slot.height / 2 - top)
        left, width = lefts[slot.level], widths[slot.level]
        place = Place(round(left), round(middle - height / 2), round(width), round(height))
        spots.append(Spot(slot.node, number, last.get(slot.level - 1), slot.level, place))
        last[slot.level] = number
    return spots


def packed(node: Node, level: int, high: Callable[[Node, int], float]) -> list[Slot]:
    """Lay a node and all below it out as closely as no two of a level meet; high: the room of a node of a level."""
    found: list[Slot] = []
    middles: list[float] = []
    for child in node.children:
        own = packed(child, level + 1, high)
        ends = {slot.level: slot.top + slot.height for slot in found}
        starts = {slot.level: slot.top for slot in reversed(own)}
        down = max((ends[shared] - starts[shared] for shared in ends.keys() & starts.keys()), default=0.0)
        found += [replace(slot, top=slot.top + down) for slot in own]
        middles.append(own[0].top + down + own[0].height / 2)
    height = high(node, level)
    middle = (middles[0] + middles[-1]) / 2 if middles else height / 2
    return [Slot(node, level, middle - height / 2, height), *found]


def height_needed(node: Node, width: float, density: Density, setting: Setting) -> float:
    """Return the height of a box of a width with its words, its strip and its tag, in points."""
    left, top, right, bottom = insets_of(node, density, setting)
    text = node_text(node, width - left - right, density, setting)
    words = measure(text, width - left - right, setting.face, density.size).height + top + bottom
    return max(words, least_height(node, density, setting))


def levels_of(root: Node, room: Place, density: Density, setting: Setting) -> tuple[list[float], list[float]]:
    """Return the left edges and widths of the levels' columns."""
    below, gap = depth(root), emu(gap_between(root, density, setting))
    free, farthest = room.width - gap * below, emu(FARTHEST * setting.scale)
    if below == 1:
        widest = max(WIDEST * setting.scale, ONE_SPLIT * room.width)
        farthest = room.width
    else:
        widest = WIDEST * setting.scale
    widths = [min(widest, free / (below + 1))] * (below + 1)
    step = min(farthest, (room.width - sum(widths)) / max(1, below))
    return [room.left + sum(widths[:level]) + step * level for level in range(below + 1)], widths


def leveled(node: Node, level: int = 0) -> Iterator[tuple[Node, int]]:
    """Yield a node and all below it with their levels."""
    yield node, level
    for child in node.children:
        yield from leveled(child, level + 1)


def gap_between(root: Node, density: Density, setting: Setting) -> float:
    """Return the room that the answers need between two levels, in points."""
    answers = [width_of((Run(node.branch, True),), setting.face, density.answer) for node, _ in leveled(root)]
    return max(density.nearest, min(FARTHEST * setting.scale, 2 * (max(answers) + density.beside)))


def fits(spot: Spot, density: Density, setting: Setting) -> bool:
    """Tell whether a node's text fits its place with no word cut, and its tag."""
    if least_height(spot.node, density, setting) > points(spot.place.height):
        return False
    left, top, right, bottom = insets_of(spot.node, density, setting)
    width, height = points(spot.place.width) - left - right, points(spot.place.height) - top - bottom
    text = node_text(spot.node, width, density, setting)
    whole = all(widest_piece(paragraph.runs, setting.face, density.size) <= width for paragraph in text)
    if density.whole:
        whole = all(is_line(paragraph, width, density.size, setting) for paragraph in text)
    return whole and fit(text, width, height, setting.face, (density.size,)) is not None


def came(tree: Tree, root: Spot, place: Place, setting: Setting) -> Items:
    """Say over a branch's root which answers lead to it."""
    if not tree.path:
        return ()
    size = setting.sized(FOOT)
    text = tuple(plain(line, paint="muted") for line in tree.path)
    box = top_strip(replace(place, width=root.place.width), root.place.top - place.top)
    if measure(text, points(box.width), setting.face, size).height > points(box.height):
        return ()
    return (TextBox(setting.name(f"{tree.name}-path"), box, text, size),)


def drawn(tree: Tree, spots: Sequence[Spot], density: Density, setting: Setting) -> Items:
    """Draw answers and nodes with their strips in reading order, then connectors, the golden ones on top."""
    links = [link(tree, spot, spots[spot.parent], setting) for spot in spots if spot.parent is not None]
    boxes: list[TextBox | Bar] = []
    levels = groupby(sorted(spots, key=lambda spot: spot.level), key=lambda spot: spot.level)
    counts = {level: count_width((spot.node for spot in own), density, setting) for level, own in levels}
    scale = tag_scale([(spot.node, spot.place) for spot in spots if spot.node.rule], density, setting)
    for spot in spots:
        if spot.parent is not None:
            boxes.append(answer(tree, spot, spots[spot.parent], density.answer, setting))
        name = node_name(tree, spot.number, setting)
        boxes += [box(tree, spot, density, setting)]
        spare = points(spot.place.height) - height_needed(spot.node, points(spot.place.width), density, setting)
        boxes += node_foot(name, spot.node, spot.place, counts[spot.level], spare, density, setting)
        boxes += [tag(name, spot.node, spot.place, scale, density, setting)] if spot.node.rule else []
    return (*boxes, *sorted(links, key=lambda link: link.weight))


def node_name(tree: Tree, number: int, setting: Setting) -> str:
    """Return the name of a node's shape."""
    return setting.name(f"{tree.name}-node-{number}")


def box(tree: Tree, spot: Spot, density: Density, setting: Setting) -> TextBox:
    """Draw a node; a reliable leaf is tinted and outlined in its cluster's colour, the golden path thickly in that of
    where it leads: tints alone look alike on dark paper."""
    goal = golden_goal(spot.node)
    leaf = spot.node.outcome if is_tinted(spot.node) else ""
    fill = setting.paint(leaf, "tint") if leaf else ""
    outline = setting.paint(goal or leaf) if goal or leaf else "faint"
    weight = GOLDEN if goal else HEAD_RULE if leaf else RULE
    name = node_name(tree, spot.number, setting)
    insets = insets_of(spot.node, density, setting)
    text = node_text(spot.node, points(spot.place.width) - insets[0] - insets[2], density, setting)
    looks = (insets, fill, outline, weight * setting.scale)
    return TextBox(name, spot.place, text, density.size, "middle", *looks, rounded=True)


def golden_goal(node: Node) -> str:
    """Return the cluster that the golden path through a node leads to; empty where there is none."""
    if not node.golden:
        return ""
    goals = (goal for child in node.children if (goal := golden_goal(child)))
    return next(goals, node.outcome) if node.children else node.outcome


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


def key_entries(tree: Tree, setting: Setting) -> list[Entry]:
    """Return the clusters' names with their colours, and what is to be known of the drawing."""
    clusters = [(name, f"cluster:{number}") for number, (_, name) in enumerate(setting.clusters)]
    nodes = [node for node, _ in leveled(tree.root)]
    shaded = setting.say("有底色：可单独使用的规则", "shaded: a rule in its own right")
    if any(node.rule for node in nodes):
        shaded = setting.say("有底色：黄金规则", "shaded: golden rules")
    thick = setting.say("粗线：倍数最高的规则", "thick: the rule with the highest lift")
    if any(node.reliable and node.children for node in nodes):
        shaded += setting.say("，其后的问题只作细化", ", which later questions only refine")
    said = [shaded] * any(node.reliable for node in nodes) + [thick] * any(node.golden for node in nodes)
    notes = [(tree.rest, "paper")] if tree.rest and any(map(rest, nodes)) else []
    notes += [(setting.say("；", "; ").join(said), "")] if said else []
    return clusters + notes + ([(tree.note, "")] if tree.note else [])
