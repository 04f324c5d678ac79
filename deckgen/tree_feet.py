"""What stands at the foot of a decision tree? Whom its numbers are of, how much it finds, and what it does not show."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.features import ABSENT
from deckgen.kpi_notes import zero_note
from deckgen.nodes import adds_up, leaves, nodes, own_node, tells_few
from deckgen.phrases import few_of
from deckgen.rules import Findings, TreeNode
from deckgen.share_phrases import all_groups, share_text
from deckgen.statistics.disclosure import printable, tens

MOST_FOUND = 4
"""Up to so many clusters a foot says how much of each a tree finds."""


def foot(brief: Brief, findings: Findings, golden: Sequence[Claim] = (), ceiling: bool = True) -> str:
    """State what the tree was fitted on, what the numbers are counted on, and how much of each cluster is found.

    golden: the rules that have numbers. ceiling: whether that of all columns is the tree's own.
    """
    say, held = brief.say, findings.fidelity
    trained, judged = (say.count(tens(n)) for n in (findings.trained, findings.tree.met))
    rounded = say("取整到十位", "rounded to ten")
    if not adds_up(findings.tree):
        rounded += say("，相加未必相等", ", need not add up")
    return say.clauses(
        [
            say(
                f"用 {trained} {say.measured}训练，个数（{rounded}）与占比来自留出的 {judged} {say.noun.measure}；基准：群体在其中的占比",
                f"fitted on {trained} {say.rows}, counted ({rounded}) on {judged} held-out ones; base: a cluster's share of them",
            ),
            accuracy_words(brief, findings),
            say(
                f"用全部字段的模型（可视为上限）为 {say.percent(held.ceiling)}",
                f"model of all columns: {say.percent(held.ceiling)}",
            )
            if ceiling
            else "",
            shortened_words(brief, findings, golden),
            missing_words(brief, findings.tree),
            zero_note(brief, asked_for(brief, findings.tree)),
            limits(brief, findings),
        ]
    )


def shortened_words(brief: Brief, findings: Findings, golden: Sequence[Claim]) -> str:
    """Say which of the numbered rules no node is; nothing where all stand on the tree."""
    say = brief.say
    missing = [f"{number}" for number, rule in enumerate(golden, 1) if own_node(findings.tree, rule) is None]
    if not missing:
        return ""
    many = len(missing) > 1
    return say(
        f"规则 {'、'.join(missing)} 的条件比路径少，图上未标",
        f"rule{'s' * many} {say.list(missing)} ask{'s' * (not many)} less than a path, so no node is marked",
    )


def missing_words(brief: Brief, tree: TreeNode) -> str:
    """Say of which columns missing values count as no; nothing where no question is on one that has some, or all say
    so."""
    asked = (node.question for node in nodes(tree) if node.question and node.children)
    silent = {question.feature.column for question in asked if question.feature.missing and question.low > ABSENT}
    listed = few_of(brief, [brief.bare_title(brief.customers[name]) for name in sorted(silent)])
    return brief.say(f"{listed}的缺失值按“否”", f"missing values of {listed} count as “no”") if silent else ""


def asked_for(brief: Brief, node: TreeNode) -> list[Column]:
    """Return the columns that a tree asks for, by their names."""
    questions = [one.question for one in nodes(node) if one.question]
    return [brief.customers[name] for name in sorted({question.feature.column for question in questions})]


def accuracy_words(brief: Brief, findings: Findings) -> str:
    """Say what the title's share is, balanced accuracy: of few clusters, with the share of each that the tree finds."""
    say, found = brief.say, found_words(brief, findings) if len(brief.keys) <= MOST_FOUND else ""
    if not found:
        return say(
            f"判对：{all_groups(brief)}判对比例的平均（平衡准确率）",
            "right: the mean of the clusters (balanced accuracy)",
        )
    return say(
        f"判对{found}，标题为平衡准确率",
        f"right for {found}; title: balanced accuracy",
    )


def found_words(brief: Brief, findings: Findings) -> str:
    """Say how much of every cluster's held-out customers the tree finds; nothing where of one cluster too few are found
    or missed to print, or its leaves' few others could be told: what is left of the mean of all would tell how many.
    """
    root, parts = findings.tree, []
    for place, key in enumerate(brief.keys):
        own = [leaf for leaf in leaves(root) if leaf.outcome == key]
        hits = sum(leaf.counts[place] for leaf in own)
        if not (printable(hits) and printable(root.counts[place] - hits)) or tells_few(own, place):
            return ""
        share = share_text(brief, hits, root.counts[place], tenths=True)
        parts.append(brief.say(f"{brief.name(key)}的 {share}", f"{share} of {brief.name(key)}"))
    return brief.say.list(parts)


def limits(brief: Brief, findings: Findings) -> str:
    """Say what a tree does not show: on what was clustered on a validation, on other columns alone a cause."""
    columns = {node.question.feature.column for node in nodes(findings.tree) if node.question is not None}
    if any(brief.customers[name].provenance != "external" for name in columns):
        return brief.say("树只描述分群，不能证明分群", "a description, not a proof")
    return brief.say("能识别群体，不等于造成差异", "what tells them apart need not cause them")
