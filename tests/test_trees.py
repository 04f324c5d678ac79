"""Trees of any depth are drawn on few pages: no box meets another, no word is cut, no lines cross."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import etree
from pptx.oxml.ns import nsdecls, qn

from deckgen.builder import densities
from deckgen.builder.arrangement import arrange_content
from deckgen.builder.drawing import Bar, Link, TextBox
from deckgen.builder.drawing import Group as Shapes
from deckgen.builder.node_words import node_text
from deckgen.builder.setting import Setting
from deckgen.builder.shapes import set_box
from deckgen.builder.trees import arrange_tree
from deckgen.fit import measure, widest_piece
from deckgen.slides import Slide
from deckgen.template import Place
from deckgen.tree import Node, Tree
from deckgen.typefaces import Face

FACE = Face("Noto Sans SC", "Noto Sans SC")
INCH = 914400
ROOMY = replace(densities.ROOMY, size=14)
WIDE, CLASSIC = Place(0, 0, round(12.1 * INCH), round(4.6 * INCH)), Place(0, 0, round(9.1 * INCH), round(4.2 * INCH))
QUESTIONS = {"en": "Contract: Month-to-month?", "zh": "距上次消耗天数≥20（中及以上）？"}
ANSWERS = {"en": ("yes", "no"), "zh": ("是", "否")}


def node(depth: int, clusters: int, language: str, branch: str = "") -> Node:
    """Return a full tree."""
    shares = tuple(1 / clusters for _ in range(clusters))
    children = tuple(node(depth - 1, clusters, language, word) for word in ANSWERS[language]) if depth else ()
    count = "1,170 位" if language == "zh" else "n = 1,170"
    outcome = "0" if branch in ("yes", "是") else str(clusters - 1)
    return Node(branch, QUESTIONS[language] if depth else "", count, shares, f"{shares[0]:.0%}", outcome, children)


def pages(depth: int, clusters: int, language: str, place: Place) -> list[Shapes]:
    """Arrange a full tree of a depth."""
    return arranged(node(depth, clusters, language), clusters, language, place)


def arranged(root: Node, clusters: int, language: str, place: Place) -> list[Shapes]:
    """Arrange a tree."""
    names = tuple((str(k), f"群体{k}" if language == "zh" else f"Cluster {k}") for k in range(clusters))
    setting = Setting("3.1", language, FACE, names)
    parts = arrange_tree(Tree("tree", root, "alt"), place, setting)
    return [group for (group,) in parts]


def boxes(group: Shapes, part: str) -> list[TextBox]:
    """Return a page's text boxes of a kind."""
    return [item for item in group.items if isinstance(item, TextBox) and f"-{part}" in item.name]


def node_boxes(group: Shapes) -> list[TextBox]:
    """Return the boxes of a page's nodes."""
    return [box for box in boxes(group, "node") if box.name.rsplit("-", 1)[1].isdigit()]


def apart(one: Place, other: Place) -> bool:
    """Tell whether two places do not meet."""
    across = one.left + one.width <= other.left or other.left + other.width <= one.left
    return across or one.top + one.height <= other.top or other.top + other.height <= one.top


CASES = [(depth, 2 + depth, language) for depth in range(1, 6) for language in ("zh", "en")] + [
    (3, 8, "en"),
    (5, 2, "zh"),
]


@pytest.mark.parametrize(("depth", "clusters", "language"), CASES)
@pytest.mark.parametrize("place", [WIDE, CLASSIC], ids=["wide", "classic"])
def test_a_tree_of_any_depth_has_its_boxes_apart_and_its_words_whole(depth, clusters, language, place):
    for group in pages(depth, clusters, language, place):
        nodes = node_boxes(group)
        assert all(apart(a.place, b.place) for n, a in enumerate(nodes) for b in nodes[:n])
        for box in nodes:
            left, top, right, bottom = box.insets
            width, height = box.place.width / 12700 - left - right, box.place.height / 12700 - top - bottom
            assert measure(box.paragraphs, width, FACE, box.size).height <= height + 0.01
            assert all(widest_piece(text.runs, FACE, box.size * text.scale) <= width for text in box.paragraphs)
            assert box.size >= 10
            assert box.place.top >= 0 and box.place.left + box.place.width <= place.width + 2


@pytest.mark.parametrize(("depth", "most"), [(1, 1), (2, 1), (3, 1), (4, 3), (5, 5)])
def test_a_tree_takes_one_page_down_to_three_questions(depth, most):
    for language in ("zh", "en"):
        assert len(pages(depth, 4, language, WIDE)) <= most


@pytest.mark.parametrize("language", ["zh", "en"])
def test_leaves_of_two_levels_stand_beside_each_other_and_nodes_in_the_middle_of_theirs(language):
    full = node(3, 2, language)
    short = replace(full, children=tuple(with_early_leaf(child, at) for at, child in enumerate(full.children)))
    (own,) = arranged(short, 2, language, WIDE)
    shown = node_boxes(own)
    columns = [[box.place for box in shown if box.place.left == left] for left in sorted({b.place.left for b in shown})]
    assert [len(column) for column in columns] == [1, 2, 4, 4]
    assert all(apart(one, other) for column in columns for one, other in pairwise(column))
    middles = [[place.top + place.height / 2 for place in column] for column in columns]
    pairs = [middles[3][:2], middles[3][2:], middles[2][:2], middles[2][2:], middles[1]]
    parents = [middles[2][0], middles[2][3], middles[1][0], middles[1][1], middles[0][0]]
    assert parents == pytest.approx([sum(pair) / 2 for pair in pairs], abs=3)
    assert columns[3][1].top + columns[3][1].height > columns[2][1].top


def with_early_leaf(branch: Node, at: int) -> Node:
    """Return a branch whose second child, or first, is a leaf."""
    early = replace(branch.children[1 - at], children=(), question="")
    return replace(branch, children=(branch.children[0], early) if at == 0 else (early, branch.children[1]))


def test_no_two_connectors_of_a_level_cross():
    for group in pages(4, 3, "en", WIDE):
        places = {box.name: box.place for box in node_boxes(group)}
        links = [item for item in group.items if isinstance(item, Link)]
        for column in {places[link.end].left for link in links}:
            level = sorted((places[k.end].top, places[k.start].top) for k in links if places[k.end].left == column)
            assert all(first[1] <= second[1] for first, second in pairwise(level))


def test_branches_that_lead_to_one_cluster_are_merged_before_a_tree_takes_a_second_page():
    full = node(4, 4, "zh")
    same = replace(full, children=tuple(alike(child, str(k)) for k, child in enumerate(full.children)))
    (group,) = arranged(same, 4, "zh", WIDE)
    assert len(node_boxes(group)) == 3
    assert boxes(group, "key-name")[-1].paragraphs[0].text == "指向同一群体的分支已合并"
    assert len(boxes(pages(3, 4, "zh", WIDE)[0], "key-name")) == 4


def alike(branch: Node, outcome: str) -> Node:
    """Return a branch in which all lead to one cluster."""
    return replace(branch, outcome=outcome, children=tuple(alike(child, outcome) for child in branch.children))


def test_a_branch_on_a_page_of_its_own_says_how_one_comes_there():
    first, *others = pages(5, 4, "en", CLASSIC)
    assert others
    assert not boxes(first, "path")
    assert all(boxes(group, "path")[0].paragraphs[0].text.startswith("Contract: Month-to-month? ") for group in others)


@pytest.mark.parametrize("width", [8.2, 9.1, 12.1])
def test_no_line_of_a_node_ends_within_a_share_where_a_smaller_size_spares_it(width):
    root = node(3, 3, "zh")
    deep = replace(root, children=(replace(root.children[0], children=(), question=""), root.children[1]))
    (group,) = arranged(deep, 3, "zh", replace(WIDE, width=round(width * INCH)))
    for box in node_boxes(group):
        room = box.place.width / 12700 - box.insets[0] - box.insets[2]
        assert box.size >= 11
        for text in box.paragraphs:
            assert "占" not in text.text or len(measure((text,), room, FACE, box.size).lines) == 1


def test_customers_stand_beside_a_strip_and_neither_leaves_its_box():
    for group in pages(3, 4, "zh", CLASSIC):
        bars = [item for item in group.items if isinstance(item, Bar)]
        for box in node_boxes(group):
            (count,) = (item for item in group.items if item.name == f"{box.name}-count")
            strip = [bar.place for bar in bars if bar.name.startswith(f"{box.name}-share")]
            end = max(piece.left + piece.width for piece in strip)
            assert all(apart(piece, count.place) for piece in strip)
            assert count.place.left + count.place.width <= box.place.left + box.place.width
            assert end - min(piece.left for piece in strip) >= 0.4 * box.place.width
            assert max(piece.top + piece.height for piece in strip) < box.place.top + box.place.height


def test_a_cluster_is_told_where_a_path_ends_before_what_is_asked_next_and_other_questions_alone():
    setting = Setting("3.1", "zh", FACE, (("0", "群体0"),))
    leaf = Node("是", "", "30 位", (1.0,), "59%", "0")
    asked = Node("是", "获客渠道为朋友推荐？", "80 位", (1.0,), "59%", "0", (leaf, leaf))

    def told(node: Node, width: float) -> list[str]:
        return [paragraph.text for paragraph in node_text(node, width, ROOMY, setting)]

    assert told(leaf, 200) == ["群体0占59%"] and told(asked, 200) == ["获客渠道为朋友推荐？"]
    assert told(replace(asked, reliable=True), 200) == ["群体0占59%", "再问：获客渠道为朋友推荐？"]
    assert told(replace(asked, reliable=True), 110)[:2] == ["群体0占59%", "再问："]
    share, question = node_text(replace(asked, reliable=True), 200, ROOMY, setting)
    assert (share.runs[0].bold, question.runs[0].bold) == (True, False) and question.scale < share.scale
    assert len(told(asked, 100)) == 2 and min(map(len, told(asked, 100))) > 3
    days = replace(asked, question="月均活跃天数≥10？")
    assert told(days, 100) == ["月均活跃", "天数≥10？"]
    assert told(replace(days, reliable=True), 125)[1:] == ["再问：", "月均活跃天数≥10？"]
    assert told(replace(days, reliable=True), 100)[1:] == ["再问：月均活跃", "天数≥10？"]
    spent, english = (
        replace(asked, question="Total spend on wine ≥ 20?", reliable=True),
        replace(setting, language="en"),
    )
    for width, lines in ((260, "then: Total spend on wine ≥ 20?"), (200, "then:|Total spend on wine ≥ 20?")):
        assert [paragraph.text for paragraph in node_text(spent, width, ROOMY, english)[1:]] == lines.split("|")
    assert [paragraph.text for paragraph in node_text(spent, 130, ROOMY, english)][2] == "on wine ≥ 20?"
    assert share.runs[0].paint == node_text(leaf, 200, ROOMY, setting)[0].runs[0].paint == setting.paint("0", "on-tint")


def test_a_rules_number_stands_at_the_end_of_its_node_beside_its_words():
    """Whether a leaf or a question: the tag takes the room, so that words, strip and customers keep clear of it."""
    root = node(3, 4, "en")
    ended = replace(root.children[0], reliable=True, rule="Rule 1")
    (group,) = arranged(replace(root, children=(ended, root.children[1])), 4, "en", WIDE)
    (tag,) = (item for item in group.items if item.name.endswith("-rule"))
    box, count = (next(item for item in group.items if item.name == tag.name[:-5] + part) for part in ("", "-count"))
    assert [paragraph.text for paragraph in tag.paragraphs] == ["Rule", "1"]
    assert tag.place.left + tag.place.width == box.place.left + box.place.width and tag.fill == "cluster:0"
    assert box.insets[2] * 12700 >= tag.place.width and apart(count.place, tag.place)


def leaf_of_a_rule(branch: Node, number: int) -> Node:
    """Return a branch whose first leaf ends a numbered rule."""
    first, *others = branch.children
    ended = leaf_of_a_rule(first, number) if first.children else replace(first, reliable=True, rule=f"规则 {number}")
    return replace(branch, children=(ended, *others))


@pytest.mark.parametrize("height", [2.2, 2.7, 4.6])
def test_rules_tags_look_alike_on_one_tree_and_name_the_word_with_the_number(height):
    """In a low box, too, beside a high one."""
    root = node(3, 3, "zh")
    one, other = (leaf_of_a_rule(child, number) for number, child in enumerate(root.children, 1))
    high = replace(one, reliable=True, rule="规则 3")
    for group in arranged(replace(root, children=(high, other)), 3, "zh", replace(WIDE, height=round(height * INCH))):
        tags = [item for item in group.items if item.name.endswith("-rule")]
        said = {"".join(paragraph.text for paragraph in tag.paragraphs).replace(" ", "") for tag in tags}
        assert said <= {"规则1", "规则2", "规则3"} and len(said) == len(tags)
        assert len({tuple(paragraph.scale for paragraph in tag.paragraphs) for tag in tags}) == 1
        assert all(measure(tag.paragraphs, 99, FACE, tag.size).height * 12700 <= tag.place.height for tag in tags)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_customers_keep_clear_of_the_edge_of_their_box(language):
    """On a narrow page, too, on which words leave room."""
    for width in (8.9, 9.1, 12.1):
        (group,) = arranged(node(3, 3, language), 3, language, replace(WIDE, width=round(width * INCH)))
        for box in node_boxes(group):
            (count,) = (item for item in group.items if item.name == f"{box.name}-count")
            middle = count.place.top + count.place.height / 2
            assert (box.place.top + box.place.height - middle) / 12700 >= 0.84 * count.size


@pytest.mark.parametrize("refined", [False, True])
def test_the_key_says_that_questions_after_a_rule_only_refine_it(refined):
    root = node(2, 2, "en")
    ended = replace(root.children[0], reliable=True, children=root.children[0].children if refined else ())
    (group,) = arranged(replace(root, children=(ended, root.children[1])), 2, "en", WIDE)
    said = [box.paragraphs[0].text for box in boxes(group, "key-name")]
    assert any("only refine" in text for text in said) == refined
    assert any("a rule in its own right" in text for text in said)


def test_what_a_strip_does_not_tell_apart_is_hollow():
    """Grey is some cluster's colour to who sees no red or green."""
    leaf = Node("yes", "", "n = 40", (0.7, 0.1), "70%", "0")
    (group,) = arranged(Node("", "Tenure ≥ 5?", "n = 80", (0.5, 0.5), "50%", "0", (leaf, leaf)), 2, "en", WIDE)
    pieces = [item for item in group.items if isinstance(item, Bar) and "-share-" in item.name]
    assert {(bar.paint, bar.edge) for bar in pieces} == {("cluster:0", ""), ("cluster:1", ""), ("paper", "faint")}


def test_a_tree_of_one_question_uses_the_width_of_the_page():
    found = node_boxes(pages(1, 2, "en", WIDE)[0])
    used = max(box.place.left + box.place.width for box in found) - min(box.place.left for box in found)
    assert used >= 0.95 * WIDE.width and min(box.size for box in found) >= 15


def test_what_is_said_of_a_tree_on_several_pages_stands_beside_its_root():
    tree = Tree("tree", node(5, 3, "en"), "alt")
    slide = Slide("3.1", "content", "A tree", "3.1 Tree", tree, "The thick path", "n = 100")
    names = tuple((str(k), f"Cluster {k}") for k in range(3))
    parts = arrange_content(slide, WIDE, Setting("3.1", "en", FACE, names))
    told = ["takeaway" in str(items) for items in parts]
    assert len(parts) > 1 and told == [True, *[False] * (len(parts) - 1)]


def test_a_rounded_box_leaves_its_text_the_room_that_was_measured():
    """What a rounded rectangle keeps from its edges by itself is no inset on top of ours."""
    body = etree.fromstring(f"<p:txBody {nsdecls('p', 'a')}><a:bodyPr/></p:txBody>")
    box = TextBox("node", Place(0, 0, 200 * 12700, 100 * 12700), (), 12, insets=(8.0, 1.0, 8.0, 10.0), rounded=True)
    set_box(body, box)
    corner = 6 * (1 - 0.5**0.5)
    written = [int(body.find(qn("a:bodyPr")).get(side)) / 12700 for side in ("lIns", "tIns", "rIns", "bIns")]
    assert written == pytest.approx([8 - corner, 0, 8 - corner, 10 - corner], abs=0.01)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_eight_clusters_stand_on_one_page_of_the_older_shape(language):
    assert len(pages(3, 8, language, Place(0, 0, round(8.9 * INCH), round(3.15 * INCH)))) == 1


@pytest.mark.parametrize("scale", [1.0, 0.75])
def test_leaves_of_large_text_stand_a_quarter_of_a_line_apart_with_air_over_their_words(scale):
    close, small = (densities.scaled(replace(densities.TIGHT, whole=True), size, scale) for size in (20, 8))
    assert close.between >= 0.25 * 1.2 * 20 > small.between == max(densities.TIGHT.between * scale, 0.3 * 8)
    assert close.top >= 0.1 * 1.2 * 20 and densities.scaled(densities.TIGHT, 20, scale).top == 0
