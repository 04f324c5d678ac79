"""What does a decision tree on a slide say? Questions, counts and shares; nothing of how it is found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Node:
    """A node of the tree, drawn as a native shape.

    branch: the answer that led here ("是" / "yes"; empty at the root). question: empty in a leaf.
    count: its customers in words. shares: one a cluster in the deck's order, as drawn; what they leave is not told.
    outcome: the key of the cluster that it names. text: that cluster's share, as said.
    golden: on the path that stands out. reliable: its path is a golden rule. rule: what that rule is called, if it is
    numbered.
    """

    branch: str
    question: str
    count: str
    shares: tuple[float, ...]
    text: str
    outcome: str
    children: tuple[Node, ...] = ()
    golden: bool = False
    reliable: bool = False
    rule: str = ""


@dataclass(frozen=True)
class Tree:
    """A decision tree as native shapes and connectors.

    path: questions with the answers that lead to its root. note: what is to be known of the drawing. rest: what the key
    calls what a node's bar does not tell apart.
    """

    name: str
    root: Node
    alt: str
    path: tuple[str, ...] = ()
    note: str = ""
    rest: str = ""
