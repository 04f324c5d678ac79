"""What does a node of a tree say, and where do its lines end?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from deckgen.breaks import even_lines
from deckgen.builder.densities import Density
from deckgen.builder.setting import Setting
from deckgen.design import quiet
from deckgen.fit import TOLERANCE, Paragraph, Run, plain, width_of
from deckgen.tree import Node


def node_text(node: Node, width: float, density: Density, setting: Setting) -> tuple[Paragraph, ...]:
    """Return a node's question with its customers and the commonest cluster; of a leaf that cluster first."""
    name = setting.names.get(node.outcome, node.outcome)
    share = setting.say(f"{name}占{node.text}", f"{name}: {node.text}") if node.outcome else ""
    quietly = setting.paint(node.outcome, "quiet-on-tint") if is_tinted(node) else "muted"
    count = Run(f"  {node.count}", paint=quietly)
    if node.children or not node.outcome:
        lines = question_lines(node.question, width, density.size, setting)
        if node.children and not density.figures:
            return tuple(plain(line, True) for line in lines)
        if density.inline:
            *before, last = (Run(line, True) for line in lines)
            beside = width_of((last, count), setting.face, density.size) <= width
            ends = [(last, count)] if beside else [(last,), (replace(count, text=node.count),)]
            return tuple(Paragraph(runs) for runs in (*((run,) for run in before), *ends))
        figures = figure_lines([part for part in (node.count, share) if part], width, density.size, setting)
        return (*(plain(line, True) for line in lines), *figures)
    words = setting.paint(node.outcome, "on-tint" if is_tinted(node) else "words")
    own = Paragraph((Run(share, True, words), count))
    if is_line(own, width, density.size, setting):
        return (own,)
    return (Paragraph((Run(share, True, words),)), Paragraph((replace(count, text=node.count),)))


def figure_lines(parts: Sequence[str], width: float, size: float, setting: Setting) -> tuple[Paragraph, ...]:
    """Return a question's customers and its commonest cluster, each in its line where they take more than one."""
    together = plain(setting.say("，", ", ").join(parts), scale=quiet(size))
    if is_line(together, width, size, setting):
        return (together,)
    return tuple(plain(part, scale=quiet(size)) for part in parts)


def is_tinted(node: Node) -> bool:
    """Tell whether a node has a ground of its cluster's colour: it is a reliable rule by itself."""
    return node.reliable


def is_line(paragraph: Paragraph, width: float, size: float, setting: Setting) -> bool:
    """Tell whether a paragraph takes one line, in another machine's font too."""
    return width_of(paragraph.runs, setting.face, size * paragraph.scale) <= width * TOLERANCE


def question_lines(question: str, width: float, size: float, setting: Setting) -> tuple[str, ...]:
    """Break a question that is longer than a line before what stands in parentheses, where both parts fit, else into
    two lines that are about as long and end well."""
    if is_line(plain(question, True), width, size, setting):
        return (question,)
    parts = re.fullmatch(r"(.+?) ?([（(][^（(]*)", question)
    if parts and all(is_line(plain(part, True), width, size, setting) for part in parts.groups()):
        return parts.groups()
    return even_lines((Run(question, True),), setting.face, width * TOLERANCE / size) or (question,)
