"""How does a found tree become what a slide draws?"""

from __future__ import annotations

import math

from deckgen.brief import Brief
from deckgen.conditions import condition_words
from deckgen.rules import Findings, Rule, TreeNode
from deckgen.slides import Node
from deckgen.statistics.disclosure import FEW, printable, tens
from deckgen.trial import Condition

ROUGH = (1, 2, 5, 10, 20, 25, 50)
"""Steps, in percent, to which a share is rounded that stands beside one that must not be known."""


def drawn_tree(brief: Brief, findings: Findings) -> Node:
    """Turn a tree into nodes in words, on the path of the best golden rule emphasised."""
    return drawn(brief, findings.tree, emphasised(findings), {})


def emphasised(findings: Findings) -> Rule | None:
    """Return the rule whose path the tree emphasises: the golden one with the highest lift."""
    return max((rule for rule in findings.rules if rule.golden), key=lambda rule: rule.lift, default=None)


def drawn(brief: Brief, node: TreeNode, golden: Rule | None, path: dict[object, Condition], branch: str = "") -> Node:
    """Turn a node and all below it into what the slide draws."""
    say = brief.say
    children = tuple(
        drawn(brief, below, golden, path | {condition.feature: narrowed(path, condition)}, words)
        for below, condition, words in branches(brief, node)
    )
    question = condition_words(brief, node.question) + say("？", "?") if node.question and node.children else ""
    is_golden = any(c.golden for c in children) if children else (golden is not None and leads_to(path, node, golden))
    total = say.count(tens(sum(node.counts)))
    count = say(f"{total} 位", f"n\u00a0=\u00a0{total}")  # never broken into two lines
    shown = [n if printable(n) else 0 for n in node.counts]
    shares = tuple(n / max(sum(shown), 1) for n in shown)
    return Node(branch, question, count, shares, share_words(node.counts), node.outcome, children, is_golden)


def share_words(counts: tuple[int, ...]) -> tuple[str, ...]:
    """Say the shares; where 1 to 10 customers would show, only that they are few, and the others roughly.

    >>> share_words((80, 20)), share_words((97, 3, 0)), share_words((160, 37, 3))
    (('80%', '20%'), ('>89%', '<11%', '0%'), ('~80%', '~20%', '<6%'))
    """
    total = max(sum(counts), 1)
    if all(map(printable, counts)):
        return tuple(f"{n / total:.0%}" for n in counts)
    alone = sum(map(printable, filter(None, counts))) == 1
    return tuple(rough_share(n, total, alone) for n in counts)


def rough_share(n: int, total: int, alone: bool) -> str:
    """Say a share beside one that must not be known. alone: there is no other that can be told."""
    few = math.ceil(100 * FEW / total)
    if not printable(n):
        return f"<{few}%"
    if n == 0:
        return "0%"
    if alone:
        return f">{max(0, 100 - few)}%"
    step = next((step for step in ROUGH if step * total >= 100 * 2 * (FEW - 1)), ROUGH[-1])
    return f"~{step * round(100 * n / total / step)}%"


def branches(brief: Brief, node: TreeNode) -> list[tuple[TreeNode, Condition, str]]:
    """Return a node's children, each with the condition that leads to it and the answer in words."""
    if not node.children or node.question is None:
        return []
    yes, no = node.children
    answers = (brief.say("是", "yes"), brief.say("否", "no"))
    return [(yes, node.question, answers[0]), (no, node.question.opposite(), answers[1])]


def narrowed(path: dict[object, Condition], condition: Condition) -> Condition:
    """Return a condition within what the path already demands of its feature."""
    before = path.get(condition.feature)
    return condition if before is None else before.within(condition)


def leads_to(path: dict[object, Condition], leaf: TreeNode, rule: Rule) -> bool:
    """Tell whether everybody in a leaf meets a rule for the leaf's own outcome."""
    if leaf.outcome != rule.cluster:
        return False
    return all(
        (own := path.get(wanted.feature)) is not None and wanted.low <= own.low and own.high <= wanted.high
        for wanted in rule.conditions
    )


def depth(node: TreeNode) -> int:
    """Return how many questions stand above the deepest leaf."""
    return 1 + max(depth(child) for child in node.children) if node.children else 0
