"""How does a found tree become what a slide draws?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.conditions import condition_words, least_share, precision_text
from deckgen.rules import Findings, Rule, TreeNode, leaf_rule, paths
from deckgen.statistics.disclosure import FEW, printable, published, tens
from deckgen.tree import Node
from deckgen.trial import Condition


def drawn_tree(brief: Brief, findings: Findings, golden: Sequence[Claim], numbered: bool = True) -> Node:
    """Turn a tree into nodes in words, the path of the rule to use first, the first of the golden ones, emphasised.

    Marked are the nodes whose whole paths are those rules. numbered: with the numbers that they have on their page.
    """
    if not golden:
        return drawn(brief, findings.tree, {}, None)
    whole = (own_node(findings.tree, rule) for rule in golden)
    marked = {id(node): number * numbered for number, node in enumerate(whole, 1) if node is not None}
    return drawn(brief, findings.tree, marked, end_of(findings.tree, golden[0]))


def end_of(tree: TreeNode, rule: Claim) -> TreeNode:
    """Return the node that a rule's path ends at; of a shortened rule, the largest whose path asks all that it asks."""
    return max(asking(tree, rule), key=lambda found: found[0].met)[0]


def own_node(tree: TreeNode, rule: Claim) -> TreeNode | None:
    """Return the node whose whole path a rule is, so that the node counts the customers who meet it; None of a
    shortened rule."""
    return next((node for node, path in asking(tree, rule) if len(path) == len(rule.conditions)), None)


def asking(tree: TreeNode, rule: Claim) -> list[tuple[TreeNode, tuple[Condition, ...]]]:
    """Return the nodes that name a rule's cluster and whose paths, returned too, ask all that it asks."""
    asked = set(rule.conditions)
    return [(node, path) for node, path in paths(tree) if node.outcome == rule.cluster and asked <= set(path)]


def judged_leaves(brief: Brief, findings: Findings) -> list[tuple[TreeNode, Rule]]:
    """Return the leaves, each with the rule that its whole path is."""
    tree, fidelity = findings.tree, findings.fidelity
    return [(leaf, leaf_rule(tree, leaf, brief.keys.index(leaf.outcome), fidelity)) for leaf in leaves(tree)]


def longer_path(brief: Brief, findings: Findings, rule: Rule) -> Rule | None:
    """Return the purest path of the tree that asks more than a rule does; None where none is purer.

    Nor where who meets the rule and not the path, or is found by it, are 1 to 10 customers.
    """
    purer = [
        path
        for leaf, path in judged_leaves(brief, findings)
        if leaf.outcome == rule.cluster
        and goes_on(path, rule)
        and path.precision.value > rule.precision.value
        and printable(rule.n - path.n)
        and printable(rule.hits - path.hits)
    ]
    return max(purer, key=lambda path: path.precision.value, default=None)


def goes_on(path: Rule, rule: Rule) -> bool:
    """Tell whether a path asks all that a rule asks, and more."""
    held = {condition.feature: condition for condition in path.conditions}
    asked = ((held.get(condition.feature), condition) for condition in rule.conditions)
    return len(held) > len(rule.conditions) and all(own and own.within(wider) == own for own, wider in asked)


def nodes(node: TreeNode) -> list[TreeNode]:
    """Return a node and all below it."""
    return [node, *(below for child in node.children for below in nodes(child))]


def leaves(node: TreeNode) -> list[TreeNode]:
    """Return the leaves under a node."""
    return [found for found in nodes(node) if not found.children]


def drawn(brief: Brief, node: TreeNode, marked: Mapping[int, int], end: TreeNode | None, branch: str = "") -> Node:
    """Turn a node and all below it into what the slide draws. marked: the nodes where rules end, by identity, with the
    rules' numbers, 0 for none; end: that of the path."""
    say = brief.say
    answers = (say("是", "yes"), say("否", "no"))
    children = tuple(
        drawn(brief, below, marked, end, words) for below, words in zip(node.children, answers, strict=False)
    )
    question = condition_words(brief, node.question) + say("？", "?") if node.question and node.children else ""
    total = say.count(tens(node.met))
    count = say(f"{total} {say.noun.measure}", f"n\u00a0=\u00a0{total}")  # never broken into two lines
    place = brief.keys.index(node.outcome)
    return Node(
        branch,
        question,
        count,
        bar(node, place),
        own_share(brief, node),
        node.outcome,
        children,
        node is end or any(child.golden for child in children),
        id(node) in marked,
        say(f"规则 {number}", f"Rule {number}") if (number := marked.get(id(node))) else "",
    )


def own_share(brief: Brief, node: TreeNode) -> str:
    """Say the share of a node's customers who are in the cluster that it names: as a rule with its path says it."""
    return precision_text(brief, precision(node, brief.keys.index(node.outcome)), tens(node.met))


def precision(node: TreeNode, place: int) -> float:
    """Return the share of a cluster in a node as it may be published."""
    hits, misses = map(int, published(np.array([[node.counts[place], node.met - node.counts[place]]]))[0])
    return hits / max(hits + misses, 1)


def bar(node: TreeNode, place: int) -> tuple[float, ...]:
    """Return how much of a node's bar each cluster fills, never more than what is said; the rest is not told apart.

    The node's own cluster fills what its number says. Where 1 to 10 customers of another would show, the others fill
    less than their share, down to steps that no such count can be told from.
    """
    own, n = precision(node, place), max(node.met, 1)
    few = not all(map(printable, (*node.counts, node.met - sum(node.counts))))
    step = 2 * (FEW - 1) / n if few else 0.0
    shares = [count / n for count in node.counts]
    filled = [step * math.floor(share / step) if step else share for share in shares]
    misses = node.met - node.counts[place]
    filled[place] = shown(own, node, misses)
    return tuple(filled)


def shown(own: float, node: TreeNode, misses: int) -> float:
    """Return how much of a bar the node's own cluster fills: nothing where it is too few."""
    if not printable(node.met - misses):
        return 0.0
    return own if printable(misses) else least_share(tens(node.met))


def tells_few(found: Sequence[TreeNode], place: int) -> bool:
    """Tell whether the number of a cluster's customers in its leaves narrows that of the few others in one of them.

    A leaf's customers are printed to the nearest ten; each number of others from 1 to 10 must remain possible.
    """
    hidden = [leaf for leaf in found if not printable(leaf.met - leaf.counts[place])]
    others = sum(tens(leaf.met) - leaf.counts[place] for leaf in hidden)
    spread, more, most = 5 * len(hidden), len(hidden) - 1, FEW - 1
    return bool(hidden) and not (others - spread - more * most <= 1 and others + spread - more >= most)


def adds_up(node: TreeNode) -> bool:
    """Tell whether everywhere on a tree the printed counts of a question's two answers add up to its own."""
    here = not node.children or sum(tens(child.met) for child in node.children) == tens(node.met)
    return here and all(map(adds_up, node.children))


def depth(node: TreeNode) -> int:
    """Return how many questions stand above the deepest leaf."""
    return 1 + max(depth(child) for child in node.children) if node.children else 0
