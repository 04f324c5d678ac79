"""Which rules tell the clusters apart, and how well do they hold on customers they were not fitted on?"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl

from deckgen.counting import KEY
from deckgen.customers import CLUSTER
from deckgen.features import ABSENT, Feature, encode
from deckgen.statistics.estimate import Estimate
from deckgen.statistics.shares import wilson

FITTED_SHARE = 0.7
MOST_FITTED, MOST_FITTED_CEILING = 200_000, 50_000
CEILING = {"max_iter": 40, "learning_rate": 0.15, "max_leaf_nodes": 15, "early_stopping": False, "random_state": 0}
LEAST_LEAF, LEAST_LEAF_SHARE = 30, 0.005
LEAST_FITTED = 100
ALIKE = 0.1
"""Sister leaves of one outcome whose purity differs by less are drawn as one."""
FREE = 0.005
"""A literal whose removal costs no more precision than this is dropped."""
LEAK = 0.995
FEW_VALUES = 30
DESCRIBES, APPROXIMATE = 0.8, 0.6
LEAST_GAIN = 0.05
"""Where even the ceiling beats chance by less, nothing can be described."""
GOLDEN_LIFT, GOLDEN_COVERAGE, GOLDEN_N = 1.5, 0.3, 30


@dataclass(frozen=True)
class Condition:
    """Codes of a feature from low to high, both included; missing values meet it where low is -1."""

    feature: Feature
    low: int
    high: int

    def holds(self, codes: np.ndarray) -> np.ndarray:
        """Tell of each code whether it meets the condition, (rows,) bool."""
        return (codes >= self.low) & (codes <= self.high)

    def within(self, wider: Condition) -> Condition:
        """Return the codes that meet both of two conditions on one feature."""
        return replace(self, low=max(self.low, wider.low), high=min(self.high, wider.high))

    def opposite(self) -> Condition:
        """Return the condition met by all other codes: of a split, one end is always open."""
        if self.low == ABSENT:
            return replace(self, low=self.high + 1, high=self.feature.last)
        return replace(self, low=ABSENT, high=self.low - 1)


@dataclass(frozen=True)
class TreeNode:
    """A node of the tree: its held-out customers a cluster, in the deck's order, noise left out.

    outcome: the label most frequent among the customers it was fitted on. question: None in a leaf.
    children: where the answer is yes, and where it is no.
    """

    counts: tuple[int, ...]
    outcome: str
    purity: float
    question: Condition | None = None
    children: tuple[TreeNode, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A rule for a cluster, judged on held-out customers.

    n: who meets it, noise included. precision, coverage: with Wilson's intervals. share: the cluster's base share.
    """

    cluster: str
    conditions: tuple[Condition, ...]
    n: int
    precision: Estimate
    coverage: Estimate
    share: float
    golden: bool = False

    @property
    def lift(self) -> float:
        """Precision in multiples of the base share."""
        return self.precision.value / self.share if self.share else math.nan


@dataclass(frozen=True)
class Fidelity:
    """How well the tree reproduces the clusters on held-out customers.

    accuracy: balanced. chance: 1 / K. majority: plain accuracy of always naming the largest cluster. ceiling: balanced
    accuracy of gradient boosting on the same features.
    """

    accuracy: float
    chance: float
    majority: float
    ceiling: float

    @property
    def fraction(self) -> float:
        """What the tree reaches of what can be reached beyond chance, 0 to 1."""
        gain = self.ceiling - self.chance
        return min(1.0, max(0.0, (self.accuracy - self.chance) / gain)) if gain >= LEAST_GAIN else 0.0

    @property
    def grade(self) -> Literal["describes", "approximate", "poor"]:
        """Whether rules describe the groups, do so roughly, or do not."""
        return "describes" if self.fraction >= DESCRIBES else "approximate" if self.fraction >= APPROXIMATE else "poor"


@dataclass(frozen=True)
class Findings:
    """What was found: tree None where there is too little to fit one; rules best first; columns that leak the label."""

    tree: TreeNode | None
    rules: tuple[Rule, ...]
    fidelity: Fidelity
    leaky: tuple[str, ...]
    trained: int
    held_out: int


@dataclass(frozen=True, eq=False)
class Sample:
    """Coded customers: codes (rows, features), labels (rows,) as places in the deck's order, -1 for noise."""

    codes: np.ndarray
    labels: np.ndarray

    def __getitem__(self, chosen: np.ndarray) -> Sample:
        return Sample(self.codes[chosen], self.labels[chosen])

    def counts(self, clusters: int) -> np.ndarray:
        """Count customers a cluster, noise left out."""
        return np.bincount(self.labels[self.labels >= 0], minlength=clusters)


def find(rows: pl.DataFrame, made: Sequence[Feature], clusters: Sequence[str], depth: int) -> Findings:
    """Fit a shallow tree on 70 % of the customers, chosen by a hash of their key, and judge it on the others.

    rows: CLUSTER, KEY and the features' columns, in any order. Noise is never fitted and counts against precision.
    """
    rows = rows.sort(KEY, CLUSTER)
    hashes = hashed(rows[KEY])
    fitted = hashes < FITTED_SHARE
    places = {cluster: place for place, cluster in enumerate(clusters)}
    labels = rows[CLUSTER].replace_strict(places, default=-1, return_dtype=pl.Int64).to_numpy()
    leaky = leaky_columns(rows, {feature.column for feature in made}, labels, fitted)
    kept = [feature for feature in made if feature.column not in leaky]
    everyone = Sample(encode(rows, kept), labels)
    training = everyone[first_by_hash(hashes, fitted & (labels >= 0), MOST_FITTED)]
    judged = everyone[~fitted]
    nothing = Findings(None, (), Fidelity(0, 1 / len(clusters), 0, 0), leaky, len(training.labels), len(judged.labels))
    if not kept or len(training.labels) < LEAST_FITTED or (training.counts(len(clusters)) > 0).sum() < 2:
        return nothing
    model = fitted_tree(training, depth)
    tree = grown(model.tree_, 0, kept, clusters, training, judged)
    fidelity = measured(model, training, judged, len(clusters))
    rules = found_rules(tree, kept, clusters, training, judged, fidelity)
    return replace(nothing, tree=tree, rules=rules, fidelity=fidelity)


def hashed(keys: pl.Series) -> np.ndarray:
    """Return a number from 0 to 1 for every key, the same on every machine and run, (rows,)."""
    digests = b"".join(hashlib.blake2b(key.encode(), digest_size=8).digest() for key in keys.fill_null(""))
    return np.frombuffer(digests, dtype=">u8") / 2.0**64


def first_by_hash(hashes: np.ndarray, eligible: np.ndarray, most: int) -> np.ndarray:
    """Return the places of at most `most` eligible rows, those with the smallest hashes, in the rows' order."""
    places = np.flatnonzero(eligible)
    return np.sort(places[np.argsort(hashes[places], kind="stable")[:most]])


def leaky_columns(
    rows: pl.DataFrame, columns: Iterable[str], labels: np.ndarray, fitted: np.ndarray
) -> tuple[str, ...]:
    """Return the columns that give the label away by themselves.

    A column leaks where naming, for each of its values, the commonest cluster of the fitted customers is nearly always
    right on held-out ones. Numeric columns of many values are measurements, not copies of a label.
    """
    return tuple(name for name in sorted(columns) if alone(rows[name], labels, fitted) >= LEAK)


def alone(cells: pl.Series, labels: np.ndarray, fitted: np.ndarray) -> float:
    """Return the held-out balanced accuracy of one column by itself."""
    codes = cells.rank("dense").fill_null(0).to_numpy().astype(np.int64)
    if cells.dtype.is_numeric() and codes.max(initial=0) > FEW_VALUES:
        return 0.0
    known = labels >= 0
    train, test = fitted & known, ~fitted & known
    if not train.any() or not test.any():
        return 0.0
    table = np.zeros((codes.max() + 1, labels.max() + 1))
    np.add.at(table, (codes[train], labels[train]), 1)
    return balanced_accuracy(labels[test], np.where(table.any(axis=1), table.argmax(axis=1), -1)[codes[test]])


def balanced_accuracy(truth: np.ndarray, said: np.ndarray) -> float:
    """Return the mean over the clusters of the share that is named rightly."""
    return float(np.mean([np.mean(said[truth == cluster] == cluster) for cluster in np.unique(truth)]))


def fitted_tree(training: Sample, depth: int):
    """Fit the tree; features come in a fixed order and ties are broken by a fixed seed."""
    from sklearn.tree import DecisionTreeClassifier

    least = max(LEAST_LEAF, math.ceil(LEAST_LEAF_SHARE * len(training.labels)))
    model = DecisionTreeClassifier(max_depth=depth, min_samples_leaf=least, random_state=0)
    return model.fit(training.codes, training.labels)


def grown(
    tree: object, number: int, made: Sequence[Feature], clusters: Sequence[str], training: Sample, judged: Sample
) -> TreeNode:
    """Turn a fitted node and all below it into counts of customers; splits that tell nothing are left out."""
    own = training.counts(len(clusters))
    place = int(own.argmax())
    counts = tuple(int(n) for n in judged.counts(len(clusters)))
    node = TreeNode(counts, clusters[place], float(own[place] / max(own.sum(), 1)))
    if tree.children_left[number] < 0:
        return node
    column = int(tree.feature[number])
    question, low_is_yes = asked(made[column], math.floor(tree.threshold[number]))
    sides = (tree.children_left[number], tree.children_right[number])
    numbers = sides if low_is_yes else sides[::-1]
    children = tuple(
        grown(tree, below, made, clusters, *(part[way.holds(part.codes[:, column])] for part in (training, judged)))
        for below, way in zip(numbers, (question, question.opposite()), strict=True)
    )
    return node if tells_nothing(children) else replace(node, question=question, children=children)


def asked(feature: Feature, code: int) -> tuple[Condition, bool]:
    """Return a split's question and whether the lower codes answer yes: so where they are the missing ones."""
    if code == ABSENT:
        return Condition(feature, ABSENT, ABSENT), True
    return Condition(feature, code + 1, feature.last), False


def tells_nothing(children: Sequence[TreeNode]) -> bool:
    """Tell whether two leaves say the same, nearly as surely."""
    one, other = children
    leaves = not one.children and not other.children
    return leaves and one.outcome == other.outcome and abs(one.purity - other.purity) < ALIKE


def measured(model: object, training: Sample, judged: Sample, clusters: int) -> Fidelity:
    """Measure the tree on held-out customers, beside chance, the majority and a ceiling."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    known = judged[judged.labels >= 0]
    if not len(known.labels):
        return Fidelity(0, 1 / clusters, 0, 0)
    some = training[
        np.linspace(0, len(training.labels) - 1, min(len(training.labels), MOST_FITTED_CEILING)).astype(int)
    ]
    ceiling = HistGradientBoostingClassifier(**CEILING)
    with threadpool_limits(1):  # charts are drawn beside; threads that wait for each other would slow both down
        ceiling.fit(some.codes, some.labels)
    accuracy = balanced_accuracy(known.labels, model.predict(known.codes))
    best = max(accuracy, balanced_accuracy(known.labels, ceiling.predict(known.codes)))
    majority = float(known.counts(clusters).max() / len(known.labels))
    return Fidelity(accuracy, 1 / clusters, majority, best)


def found_rules(
    tree: TreeNode,
    made: Sequence[Feature],
    clusters: Sequence[str],
    training: Sample,
    judged: Sample,
    fidelity: Fidelity,
) -> tuple[Rule, ...]:
    """Return the rules of all nodes, golden ones first; of two nested ones for a cluster, the better.

    They are ranked on the customers they were fitted on (the harmonic mean of precision and coverage) and judged on
    the others, so that choosing among them does not flatter the figures.
    """
    columns = {feature: place for place, feature in enumerate(made)}
    candidates: dict[tuple[str, frozenset[Condition]], float] = {}
    for cluster, path in paths(tree):
        conditions = without_idle(path, clusters.index(cluster), columns, training)
        if conditions:
            key = (cluster, frozenset(conditions))
            candidates[key] = quality(conditions, clusters.index(cluster), columns, training)
    ranked = sorted(candidates, key=lambda key: (-candidates[key], key[0], sorted(map(repr, key[1]))))
    chosen: list[tuple[str, frozenset[Condition]]] = []
    for key in ranked:
        if not any(key[0] == other[0] and nested(key[1], other[1], columns, training) for other in chosen):
            chosen.append(key)
    rules = [judge(cluster, ordered(conditions), clusters, columns, judged, fidelity) for cluster, conditions in chosen]
    return tuple(sorted(rules, key=lambda rule: not rule.golden))


def paths(node: TreeNode, path: tuple[Condition, ...] = ()) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    """Yield every node below the root with its outcome and the conditions that lead to it, one a feature."""
    if path:
        yield node.outcome, merged(path)
    if node.question is not None:
        yes, no = node.children
        yield from paths(yes, (*path, node.question))
        yield from paths(no, (*path, node.question.opposite()))


def merged(path: Iterable[Condition]) -> tuple[Condition, ...]:
    """Merge the conditions on one feature."""
    found: dict[Feature, Condition] = {}
    for condition in path:
        before = found.get(condition.feature)
        found[condition.feature] = condition if before is None else condition.within(before)
    return tuple(found.values())


def meets(conditions: Iterable[Condition], columns: dict[Feature, int], sample: Sample) -> np.ndarray:
    """Tell of each customer whether all conditions hold, (rows,) bool."""
    met = np.ones(len(sample.labels), dtype=bool)
    for condition in conditions:
        met &= condition.holds(sample.codes[:, columns[condition.feature]])
    return met


def without_idle(
    path: tuple[Condition, ...], cluster: int, columns: dict[Feature, int], training: Sample
) -> tuple[Condition, ...]:
    """Drop the conditions that cost no precision when they are dropped, the latest first."""
    kept = list(path)
    for condition in reversed(path):
        fewer = [other for other in kept if other is not condition]
        if (
            fewer
            and precision_of(fewer, cluster, columns, training) >= precision_of(kept, cluster, columns, training) - FREE
        ):
            kept = fewer
    return tuple(kept)


def precision_of(conditions: Iterable[Condition], cluster: int, columns: dict[Feature, int], sample: Sample) -> float:
    """Return the share of the cluster among those who meet the conditions."""
    met = meets(conditions, columns, sample)
    return float(np.mean(sample.labels[met] == cluster)) if met.any() else 0.0


def quality(conditions: Iterable[Condition], cluster: int, columns: dict[Feature, int], sample: Sample) -> float:
    """Return the harmonic mean of precision and coverage."""
    met, own = meets(conditions, columns, sample), sample.labels == cluster
    return float(2 * (met & own).sum() / max(met.sum() + own.sum(), 1))


def nested(one: Iterable[Condition], other: Iterable[Condition], columns: dict[Feature, int], sample: Sample) -> bool:
    """Tell whether nearly everybody who meets the narrower of two rules meets the wider."""
    first, second = meets(one, columns, sample), meets(other, columns, sample)
    return (first & second).sum() >= 0.95 * min(first.sum(), second.sum())


def ordered(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Return conditions by column, in a fixed order."""
    return tuple(sorted(conditions, key=lambda c: (c.feature.column, c.feature.level, c.low)))


def judge(
    cluster: str,
    conditions: tuple[Condition, ...],
    clusters: Sequence[str],
    columns: dict[Feature, int],
    judged: Sample,
    fidelity: Fidelity,
) -> Rule:
    """Count a rule on held-out customers, and tell whether it is golden."""
    met, own = meets(conditions, columns, judged), judged.labels == clusters.index(cluster)
    hits, n = int((met & own).sum()), int(met.sum())
    share = float(own.mean()) if len(own) else 0.0
    rule = Rule(cluster, conditions, n, wilson(hits, n), wilson(hits, int(own.sum())), share)
    needed = GOLDEN_LIFT * share if share <= 0.5 else (1 + share) / 2
    enough = rule.coverage.value >= GOLDEN_COVERAGE and n >= GOLDEN_N
    return replace(rule, golden=fidelity.grade != "poor" and rule.precision.low > needed and enough)
