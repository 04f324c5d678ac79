"""Which rules tell the clusters apart, and how well do they hold on customers they were not fitted on?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Literal

import numpy as np
import polars as pl

from deckgen.ceiling import boosted
from deckgen.features import ABSENT, Feature
from deckgen.splits import Branch, grow, said
from deckgen.statistics.disclosure import FEW
from deckgen.statistics.estimate import Estimate
from deckgen.statistics.shares import wilson
from deckgen.trial import Condition, Trial, balanced_accuracy, drawn_lots

MOST_FITTED_CEILING = 10_000
LEAST_LEAF, LEAST_LEAF_SHARE = 30, 0.005
LEAST_FITTED = 100
FREE = 0.005
"""A literal whose removal costs no more precision than this is dropped."""
DESCRIBES, APPROXIMATE = 0.8, 0.6
FULL, IN_PART = 0.95, 0.6
"""Balanced accuracy from which a tree reproduces the clusters rather than largely does; and of the way from chance to
no error, what it must reach to do so more than in part."""
LEAST_GAIN = 0.05
"""Where even the ceiling beats chance by less, nothing can be described."""
BY_LUCK = 3.3
"""Where the tree beats chance by fewer standard errors (99.9 % confidence), it may have done so by luck."""
GOLDEN_LIFT, GOLDEN_COVERAGE, GOLDEN_N = 1.5, 0.3, 30
ON_TREE = 0.1
"""A rule that stands on the drawn tree goes before a shortened one that is better by no more than this."""


@dataclass(frozen=True)
class TreeNode:
    """A node of the tree: its held-out customers a cluster, in the deck's order, noise left out.

    met: all held-out customers who come to it, noise included, as a rule counts them.
    outcome: the label most frequent among the customers it was fitted on. question: None in a leaf.
    children: where the answer is yes, and where it is no.
    """

    counts: tuple[int, ...]
    met: int
    outcome: str
    question: Condition | None = None
    children: tuple[TreeNode, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A rule for a cluster, judged on held-out customers.

    conditions: in the order in which the tree asks them. n, hits: who meets it, noise included, and who of them is in
    the cluster. own: who is in the cluster. share: the cluster's base share. precision, coverage: with Wilson's
    intervals.
    """

    cluster: str
    conditions: tuple[Condition, ...]
    n: int
    hits: int
    own: int
    share: float
    golden: bool = False

    @property
    def precision(self) -> Estimate:
        """The share of the cluster among those who meet the rule."""
        return wilson(self.hits, self.n)

    @property
    def coverage(self) -> Estimate:
        """The share of the cluster that meets the rule."""
        return wilson(self.hits, self.own)

    @property
    def lift(self) -> float:
        """Precision in multiples of the base share."""
        return self.precision.value / self.share if self.share else math.nan


@dataclass(frozen=True)
class Fidelity:
    """How well the tree reproduces the clusters on held-out customers.

    accuracy: balanced, with its standard error. chance: 1 / K. majority: plain accuracy of always naming the largest
    cluster. ceiling: balanced accuracy of gradient boosting on all features.
    """

    accuracy: float
    error: float
    chance: float
    majority: float
    ceiling: float

    @property
    def fraction(self) -> float:
        """What the tree reaches of what can be reached beyond chance, 0 to 1; 0 where it may be by luck."""
        gain, own = self.ceiling - self.chance, self.accuracy - self.chance
        if gain < LEAST_GAIN or own <= BY_LUCK * self.error:
            return 0.0
        return min(1.0, own / gain)

    @property
    def reached(self) -> float:
        """What the tree reaches of the way from chance to no error at all, whatever can be reached."""
        return (self.accuracy - self.chance) / (1 - self.chance)

    @property
    def grade(self) -> Literal["describes", "approximate", "poor"]:
        """Whether rules describe the groups, do so roughly, or do not."""
        return "describes" if self.fraction >= DESCRIBES else "approximate" if self.fraction >= APPROXIMATE else "poor"


@dataclass(frozen=True)
class Findings:
    """What was found: tree None where there is too little to fit one; rules best first; columns that leak the label.

    trained, held_out: customers in clusters. outside: what is found on the features alone that the clustering was not
    fitted on; None where there are none, or no others. doubtful: columns left out as their zeros may stand for "none".
    """

    tree: TreeNode | None
    rules: tuple[Rule, ...]
    fidelity: Fidelity
    leaky: tuple[str, ...]
    trained: int
    held_out: int
    outside: Findings | None = None
    doubtful: tuple[str, ...] = ()


Later = Callable[..., Callable[[], np.ndarray]]
"""What begins a piece of work, a function and its arguments, and returns what waits for its result."""


def here(function: Callable[..., np.ndarray], *arguments: np.ndarray) -> Callable[[], np.ndarray]:
    """Do a piece of work in this process, when it is waited for."""
    return partial(function, *arguments)


def find(
    rows: pl.DataFrame, made: Sequence[Feature], clusters: Sequence[str], depth: int, later: Later = here
) -> Findings:
    """Fit a shallow tree on 70 % of the customers, chosen by a hash of their key, and judge it on the others.

    rows: CLUSTER, KEY and the features' columns, in any order. Noise is never fitted and counts against precision.
    later: begins the fitting of the ceiling, here or in another process.
    """
    trial, leaky = drawn_lots(rows, made, clusters)
    trained, held_out = len(trial.training.labels), int((trial.judged.labels >= 0).sum())
    nothing = Findings(None, (), nothing_learnt(len(clusters)), leaky, trained, held_out)
    if not trial.made or trained < LEAST_FITTED or (trial.training.counts(len(clusters)) > 0).sum() < 2:
        return nothing
    ceiling = best_accuracy(trial, later)
    found = described(nothing, trial, depth, ceiling)
    outside = [place for place, feature in enumerate(trial.made) if feature.outside]
    if not 0 < len(outside) < len(trial.made):
        return found
    return replace(found, outside=described(nothing, trial.of_features(outside), depth, ceiling))


def nothing_learnt(clusters: int) -> Fidelity:
    """Return the fidelity where there is no tree."""
    return Fidelity(0.0, 0.0, 1 / clusters, 0.0, 0.0)


def described(nothing: Findings, trial: Trial, depth: int, ceiling: Callable[[], float]) -> Findings:
    """Describe the clusters by a trial's features, without doubtful ones where that is as good.

    As good is what is no more than one standard error less accurate (Breiman et al. 1984).
    """
    found = described_by(nothing, trial, depth, ceiling)
    sure = [place for place, feature in enumerate(trial.made) if not feature.doubtful]
    asked = {condition.feature for _, path in paths(found.tree) for condition in path}
    if not sure or not any(feature.doubtful for feature in asked):
        return found
    without = described_by(nothing, trial.of_features(sure), depth, ceiling)
    if without.fidelity.accuracy < found.fidelity.accuracy - found.fidelity.error:
        return found
    return replace(without, doubtful=tuple(sorted({f.column for f in trial.made if f.doubtful})))


def described_by(nothing: Findings, trial: Trial, depth: int, ceiling: Callable[[], float]) -> Findings:
    """Describe the clusters by all of a trial's features: a tree, how well it holds, and its rules."""
    branch = fitted_tree(trial, depth)
    tree = grown(branch, trial)
    fidelity = measured(branch, trial, ceiling)
    return replace(nothing, tree=tree, rules=found_rules(tree, trial, fidelity), fidelity=fidelity)


def fitted_tree(trial: Trial, depth: int) -> Branch:
    """Fit the tree; of splits that are equally good the first feature's is taken."""
    training = trial.training
    least = max(LEAST_LEAF, math.ceil(LEAST_LEAF_SHARE * len(training.labels)))
    return grow(training.codes, training.labels, len(trial.clusters), depth, least)


def grown(branch: Branch, trial: Trial) -> TreeNode:
    """Turn a fitted node and all below it into counts of customers.

    Splits whose sides name one cluster, or that set apart fewer than 11 held-out customers, are left out. Without the
    former the tree says the same of every customer, so that its fidelity stays.
    """
    counts = tuple(int(n) for n in trial.judged.counts(len(trial.clusters)))
    node = TreeNode(counts, len(trial.judged.labels), trial.clusters[int(branch.counts.argmax())])
    if branch.place < 0:
        return node
    question, low_is_yes = asked(trial.made[branch.place], branch.code)
    sides = (branch.low, branch.high) if low_is_yes else (branch.high, branch.low)
    ways = (question, question.opposite())
    children = tuple(grown(below, trial.judged_on(way)) for below, way in zip(sides, ways, strict=True))
    if tells_nothing(children) or min(child.met for child in children) < FEW:
        return node
    return replace(node, question=question, children=children)


def asked(feature: Feature, code: int) -> tuple[Condition, bool]:
    """Return a split's question and whether the lower codes answer yes: so where they are the missing ones."""
    if code == ABSENT:
        return Condition(feature, ABSENT, ABSENT), True
    return Condition(feature, code + 1, feature.last), False


def tells_nothing(children: Sequence[TreeNode]) -> bool:
    """Tell whether both sides of a split are leaves that name one cluster."""
    one, other = children
    return not one.children and not other.children and one.outcome == other.outcome


def best_accuracy(trial: Trial, later: Later) -> Callable[[], float]:
    """Begin to fit gradient boosting; return what waits for its balanced accuracy on held-out customers."""
    known = trial.judged[trial.judged.labels >= 0]
    if not len(known.labels):
        return lambda: 0.0
    rows = len(trial.training.labels)
    some = trial.training[np.linspace(0, rows - 1, min(rows, MOST_FITTED_CEILING)).astype(int)]
    named = later(boosted, some.codes, some.labels, known.codes)
    return cache(lambda: balanced_accuracy(known.labels, named()))


def measured(branch: Branch, trial: Trial, ceiling: Callable[[], float]) -> Fidelity:
    """Measure the tree on held-out customers, beside chance, the majority and the ceiling."""
    known, clusters = trial.judged[trial.judged.labels >= 0], len(trial.clusters)
    if not len(known.labels):
        return nothing_learnt(clusters)
    named = said(branch, known.codes)
    accuracy, error = balanced_accuracy(known.labels, named), accuracy_error(known.labels, named)
    majority = float(known.counts(clusters).max() / len(known.labels))
    return Fidelity(accuracy, error, 1 / clusters, majority, max(accuracy, ceiling()))


def accuracy_error(truth: np.ndarray, said: np.ndarray) -> float:
    """Return the standard error of a balanced accuracy: its clusters' shares are independent binomials.

    Two successes and failures are added to each (Agresti and Coull 1998), so that a few lucky hits have an error.
    """
    variances = []
    for cluster in np.unique(truth):
        n = int((truth == cluster).sum()) + 4
        share = (int((said[truth == cluster] == cluster).sum()) + 2) / n
        variances.append(share * (1 - share) / n)
    return math.sqrt(sum(variances)) / len(variances)


def found_rules(tree: TreeNode, trial: Trial, fidelity: Fidelity) -> tuple[Rule, ...]:
    """Return the rules of all nodes, golden ones first; of two nested ones for a cluster, the better.

    They are ranked on the customers they were fitted on (the harmonic mean of precision and coverage, those that stand
    on the tree with something more) and judged on the others, so that choosing among them does not flatter the figures.
    """
    candidates: dict[tuple[str, frozenset[Condition]], float] = {}
    asked: dict[tuple[str, frozenset[Condition]], tuple[Condition, ...]] = {}
    drawn = set()
    for node, path in paths(tree):
        drawn.add((node.outcome, frozenset(path)))
        conditions = without_idle(path, node.outcome, trial)
        if conditions:
            key = node.outcome, frozenset(conditions)
            asked.setdefault(key, conditions)
            candidates[key] = quality(conditions, node.outcome, trial)
    ranked = sorted(candidates, key=lambda key: (-candidates[key], key[0], sorted(map(repr, key[1]))))
    chosen: list[tuple[str, frozenset[Condition]]] = []
    for key in ranked:
        if not any(key[0] == other[0] and nested(key[1], other[1], trial) for other in chosen):
            chosen.append(key)
    chosen.sort(key=lambda key: -candidates[key] - (ON_TREE if key in drawn else 0.0))
    rules = [judge(key[0], asked[key], trial, fidelity) for key in chosen]
    return tuple(sorted(rules, key=lambda rule: not rule.golden))


def paths(node: TreeNode, path: tuple[Condition, ...] = ()) -> Iterator[tuple[TreeNode, tuple[Condition, ...]]]:
    """Yield every node below the root with the conditions that lead to it, one a feature."""
    if path:
        yield node, merged(path)
    if node.question is not None:
        yes, no = node.children
        yield from paths(yes, (*path, node.question))
        yield from paths(no, (*path, node.question.opposite()))


def merged(path: Iterable[Condition]) -> tuple[Condition, ...]:
    """Merge the conditions on one feature; each stands where its feature is first asked."""
    found: dict[Feature, Condition] = {}
    for condition in path:
        before = found.get(condition.feature)
        found[condition.feature] = condition if before is None else condition.within(before)
    return tuple(found.values())


def without_idle(path: tuple[Condition, ...], cluster: str, trial: Trial) -> tuple[Condition, ...]:
    """Drop the conditions that cost no precision when they are dropped, the latest first."""
    kept = list(path)
    for condition in reversed(path):
        fewer = [other for other in kept if other is not condition]
        if fewer and precision_of(fewer, cluster, trial) >= precision_of(kept, cluster, trial) - FREE:
            kept = fewer
    return tuple(kept)


def precision_of(conditions: Iterable[Condition], cluster: str, trial: Trial) -> float:
    """Return the share of the cluster among the fitted customers who meet the conditions."""
    met = trial.meets(conditions, trial.training)
    return float(np.mean(trial.training.labels[met] == trial.clusters.index(cluster))) if met.any() else 0.0


def quality(conditions: Iterable[Condition], cluster: str, trial: Trial) -> float:
    """Return the harmonic mean of precision and coverage among the fitted customers."""
    met = trial.meets(conditions, trial.training)
    own = trial.training.labels == trial.clusters.index(cluster)
    return float(2 * (met & own).sum() / max(met.sum() + own.sum(), 1))


def nested(one: Iterable[Condition], other: Iterable[Condition], trial: Trial) -> bool:
    """Tell whether nearly everybody who meets the narrower of two rules meets the wider."""
    first, second = (trial.meets(conditions, trial.training) for conditions in (one, other))
    return (first & second).sum() >= 0.95 * min(first.sum(), second.sum())


def judge(cluster: str, conditions: tuple[Condition, ...], trial: Trial, fidelity: Fidelity) -> Rule:
    """Count a rule on held-out customers, and tell whether it is golden."""
    met, own = trial.meets(conditions, trial.judged), trial.judged.labels == trial.clusters.index(cluster)
    share = float(own.mean()) if len(own) else 0.0
    rule = Rule(cluster, conditions, int(met.sum()), int((met & own).sum()), int(own.sum()), share)
    return replace(rule, golden=is_golden(rule, fidelity))


def is_golden(rule: Rule, fidelity: Fidelity) -> bool:
    """Tell whether a rule is sure enough, covers enough of its cluster and is met by enough customers."""
    needed = GOLDEN_LIFT * rule.share if rule.share <= 0.5 else (1 + rule.share) / 2
    enough = rule.coverage.value >= GOLDEN_COVERAGE and rule.n >= GOLDEN_N
    return fidelity.grade != "poor" and rule.precision.low > needed and enough


def leaf_rule(tree: TreeNode, leaf: TreeNode, place: int, fidelity: Fidelity) -> Rule:
    """Judge a leaf as the rule that its whole path is. place: of its outcome in the deck's order."""
    own, way = tree.counts[place], next(path for node, path in paths(tree) if node is leaf)
    rule = Rule(leaf.outcome, way, leaf.met, leaf.counts[place], own, own / max(tree.met, 1))
    return replace(rule, golden=is_golden(rule, fidelity))
