"""Which cluster of the old run would a customer be in? Told by a customer's profile, where no id tells it.

A multinomial logistic regression on traits: of a KPI its normal score and its bends, of a flag yes, of a category its
levels. Clusterings by centroids on any scale are sums over columns, which such a model can follow. It carries
quantiles, weights and shares, all aggregates of many customers, and nothing of a single one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import reduce
from statistics import NormalDist

import numpy as np
import polars as pl
from threadpoolctl import threadpool_limits

from deckgen.counted import CountedValues
from deckgen.counts import KEY
from deckgen.customers import CLUSTER, Customers
from deckgen.features import common_levels, feature_columns
from deckgen.personas.flows import Flow, places_of
from deckgen.publication import significant
from deckgen.questions import Answers
from deckgen.statistics.disclosure import FEW
from deckgen.statistics.numeric import quantile
from deckgen.trial import first_by_hash, hashed

RANKS = (0.01, 0.05, *(n / 20 for n in range(2, 19)), 0.95, 0.99)
"""Ranks of a KPI's knots; between them a value's score is on a straight line."""
BENDS = (-1.0, 0.0, 1.0)
"""Scores at which the effect of a KPI may change."""
MOST_ROWS, MOST_COLUMNS = 3000, 200
FOLDS = 3
"""Fits whose mean is taken, each judged on customers that it was not fitted on."""
BEYOND = 3.0
"""How far a score may lie beyond the outermost knots."""
LEAST_TRAITS = 0.5
"""Share of the traits that a table must have for the model to be used on it."""
DIGITS = 5
STEPS, PENALTY = 40, 1.0
UNLIKE = 0.01
"""Share of the old run's own customers who are taken for unlike any of its clusters."""


@dataclass(frozen=True)
class Trait:
    """What is looked at in a column.

    knots, scores: of a KPI, ascending, with the normal score of each. level: of a category.
    """

    column: str
    kind: str
    knots: tuple[float, ...] = ()
    scores: tuple[float, ...] = ()
    level: str = ""


@dataclass(frozen=True, eq=False)
class Classifier:
    """What tells the clusters of a run apart.

    weights: (clusters, 1 + columns of the design). confusion: (clusters, clusters) shares of each cluster's customers
    who are taken for each. centres: (clusters, KPIs) scores; spread: (KPIs, KPIs) the inverse covariance within
    clusters; beyond `far`, a squared distance, a customer is unlike any cluster.
    """

    clusters: tuple[str, ...]
    traits: tuple[Trait, ...]
    weights: np.ndarray
    confusion: np.ndarray
    centres: np.ndarray
    spread: np.ndarray
    far: float

    @property
    def accuracy(self) -> float:
        """The mean over the clusters of the share that is told rightly."""
        return float(np.diag(self.confusion).mean())

    def columns(self) -> tuple[str, ...]:
        """Return the table's columns that are looked at."""
        return tuple(dict.fromkeys(trait.column for trait in self.traits))


def fit(customers: Customers, answers: Answers) -> Classifier | None:
    """Learn to tell a run's clusters apart; None where a cluster is too small or no column varies."""
    rows = labelled_rows(answers.rows(feature_columns(customers)), answers.clusters)
    labels = places_of(answers.clusters, rows[CLUSTER])
    traits = tuple(found_traits(customers, answers))[:MOST_COLUMNS]
    if not traits or np.bincount(labels, minlength=len(answers.clusters)).min() < FEW:
        return None
    with threadpool_limits(1):  # the matrices are small, and charts are drawn beside
        weights, confusion = cross_fitted(designed(rows, traits), labels, hashed(rows[KEY]), len(answers.clusters))
    scores = score_table(rows, traits)
    centres, spread = centres_of(scores, labels, len(answers.clusters))
    far = float(np.quantile(distances(scores, centres, spread), 1 - UNLIKE)) if scores.shape[1] else np.inf
    return Classifier(answers.clusters, traits, weights, confusion, centres, spread, far)


def labelled_rows(rows: pl.DataFrame, clusters: Sequence[str]) -> pl.DataFrame:
    """Return the rows in clusters, at most MOST_ROWS, those whose keys have the smallest hashes."""
    rows = rows.filter(pl.col(CLUSTER).is_in(list(clusters))).sort(KEY, CLUSTER)
    return rows[first_by_hash(hashed(rows[KEY]), np.ones(len(rows), dtype=bool), MOST_ROWS)]


def found_traits(customers: Customers, answers: Answers) -> Iterator[Trait]:
    """Yield the traits of a table, by column name."""
    for column in sorted(feature_columns(customers), key=lambda column: column.name):
        if column.role == "kpi":
            knots, scores = knots_of(answers.values(column))
            if len(knots) > 1:
                yield Trait(column.name, "number", knots, scores)
        elif column.role == "flag":
            yield Trait(column.name, "flag")
        else:
            yield from (Trait(column.name, "level", level=level) for level in common_levels(answers.levels(column)))


def knots_of(counted: CountedValues) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return a KPI's quantiles with their normal scores, none with fewer than eleven customers beyond it."""
    counts = counted.counts.sum(axis=0)
    n = counts.sum()
    found: dict[float, list[float]] = {}
    for rank in RANKS:
        if min(rank, 1 - rank) * n >= FEW:
            knot = significant(quantile(counted.values, counts, rank))
            found.setdefault(knot, []).append(NormalDist().inv_cdf(rank))
    return tuple(found), tuple(round(sum(scores) / len(scores), 3) for scores in found.values())


def scored(cells: pl.Series, trait: Trait) -> np.ndarray:
    """Return a KPI's normal scores, beyond the knots as the last of them rise, (rows,); a missing value is typical."""
    values = cells.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    knots, scores = np.array(trait.knots), np.array(trait.scores)
    with np.errstate(over="ignore", invalid="ignore"):  # between knots as close as numbers can be
        slopes = np.diff(scores)[[0, -1]] / np.diff(knots)[[0, -1]]
        below, above = np.minimum(values - knots[0], 0) * slopes[0], np.maximum(values - knots[-1], 0) * slopes[1]
        within = np.clip(np.interp(values, knots, scores), scores[0], scores[-1])
        return np.nan_to_num(within + np.clip(np.nan_to_num(below + above), -BEYOND, BEYOND))


def designed(rows: pl.DataFrame, traits: Sequence[Trait]) -> np.ndarray:
    """Return the design, (rows, 1 + columns): one, and of a number its score and what it is beyond each bend."""
    columns = [np.ones(len(rows))]
    for trait in traits:
        if trait.column not in rows.columns:
            columns += [np.zeros(len(rows))] * (1 + len(BENDS) * (trait.kind == "number"))
        elif trait.kind == "number":
            score = scored(rows[trait.column], trait)
            columns += [score, *(np.maximum(score - bend, 0) for bend in BENDS)]
        else:
            columns.append(told(rows[trait.column], trait))
    return np.column_stack(columns).astype(np.float32)


def told(cells: pl.Series, trait: Trait) -> np.ndarray:
    """Return 1 where a flag is yes or a category has the trait's level, else 0, (rows,)."""
    if trait.kind == "level":
        return (cells.cast(pl.String).to_numpy() == trait.level).astype(float)
    return cells.cast(pl.Boolean, strict=False).fill_null(False).to_numpy().astype(float)


def score_table(rows: pl.DataFrame, traits: Sequence[Trait]) -> np.ndarray:
    """Return the scores of all KPIs, (rows, KPIs)."""
    numbers = [trait for trait in traits if trait.kind == "number"]
    columns = [
        scored(rows[trait.column], trait) if trait.column in rows.columns else np.zeros(len(rows)) for trait in numbers
    ]
    return np.column_stack(columns) if columns else np.empty((len(rows), 0))


def cross_fitted(design: np.ndarray, labels: np.ndarray, hashes: np.ndarray, clusters: int) -> tuple[np.ndarray, ...]:
    """Fit on all folds but one, in turn; return the mean weights and the confusion on those left out."""
    fold = hashes.argsort(kind="stable").argsort(kind="stable") % FOLDS
    weights, named = [], np.zeros(len(labels), dtype=int)
    for part in range(FOLDS):
        own = fold == part
        weights.append(fitted(design[~own], labels[~own], clusters))
        named[own] = (design[own] @ weights[-1].T).argmax(axis=1)
    table = np.zeros((clusters, clusters))
    np.add.at(table, (labels, named), 1)
    return np.mean(weights, axis=0), table / table.sum(axis=1, keepdims=True)


def fitted(design: np.ndarray, labels: np.ndarray, clusters: int) -> np.ndarray:
    """Fit a multinomial logistic regression, every cluster with the same weight; return (clusters, columns).

    Newton steps under a bound of the curvature (Boehning, Annals of the Institute of Statistical Mathematics 44, 1992),
    sped up by momentum (Nesterov 1983).
    """
    share = np.bincount(labels, minlength=clusters)
    sizes = (len(labels) / clusters / np.maximum(share, 1))[labels][:, None]
    truth, sizes = np.eye(clusters, dtype=np.float32)[labels], sizes.astype(np.float32)
    ridge = PENALTY * np.eye(design.shape[1], dtype=np.float32)
    bound = np.linalg.inv(design.T @ (sizes * design) / 2 + ridge)
    weights = ahead = np.zeros((clusters, design.shape[1]), dtype=np.float32)
    for step in range(STEPS):
        slope = (sizes * (truth - likely(design @ ahead.T))).T @ design - PENALTY * ahead
        last, weights = weights, ahead + slope @ bound
        ahead = weights + step / (step + 3) * (weights - last)
    return weights


def likely(scores: np.ndarray) -> np.ndarray:
    """Return the chances of each cluster, (rows, clusters)."""
    each = scores.T  # a pass a cluster is faster than one a row
    powers = np.exp(each - reduce(np.maximum, each))
    return (powers / reduce(np.add, powers)).T


def centres_of(scores: np.ndarray, labels: np.ndarray, clusters: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the clusters' mean scores, and the inverse covariance within clusters."""
    centres = np.array([scores[labels == cluster].mean(axis=0) for cluster in range(clusters)])
    within = scores - centres[labels]
    return centres, np.linalg.pinv(within.T @ within / max(len(scores) - clusters, 1) + 0.05 * np.eye(scores.shape[1]))


def distances(scores: np.ndarray, centres: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Return the squared distance of each customer to the nearest centre, (rows,)."""
    apart = [scores - centre for centre in centres]
    return np.min([np.einsum("ij,jk,ik->i", gap, spread, gap) for gap in apart], axis=0)


def modelled_flow(model: Classifier, rows: pl.DataFrame, clusters: Sequence[str]) -> Flow | None:
    """Say where the customers of a new run would have been; None where its table has too few of the traits.

    rows: CLUSTER and the columns. Those who are unlike any old cluster count as not there before. What the model is
    known to confuse is taken back out; nobody leaves, since nobody is found again.
    """
    present = [trait for trait in model.traits if trait.column in rows.columns]
    if len(present) < LEAST_TRAITS * len(model.traits):
        return None
    named = (designed(rows, model.traits) @ model.weights.T).argmax(axis=1)
    if model.centres.shape[1]:
        scores = score_table(rows, model.traits)
        named[distances(scores, model.centres, model.spread) > model.far] = len(model.clusters)
    counts = np.zeros((len(model.clusters) + 1, len(clusters) + 1))
    np.add.at(counts, (named, places_of(clusters, rows[CLUSTER])), 1)
    table = np.zeros((len(model.clusters) + 2, len(clusters) + 2), dtype=np.int64)
    table[:-2, :-1] = np.round(unconfused(model.confusion, counts[:-1]))
    table[-1, :-1] = np.round(counts[-1])
    return Flow(model.clusters, tuple(clusters), table)


def unconfused(confusion: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return the counts (old, new) that a model with some confusion most likely takes for the counts that it named.

    Each column is a mixture of the confusion's rows; its shares by expectation and maximisation keep it from going
    below zero (Richardson 1972; Lucy 1974).
    """
    shares = np.full(counts.shape, 1 / len(counts)) * counts.sum(axis=0)
    for _ in range(STEPS):
        expected = confusion.T @ shares
        shares = shares * (confusion @ (counts / np.maximum(expected, 1e-9)))
    return shares


def model_data(model: Classifier) -> dict[str, object]:
    """Return a classifier as JSON can hold it."""
    arrays = {name: rounded(getattr(model, name)) for name in ARRAYS}
    far = None if np.isinf(model.far) else float(f"{model.far:.{DIGITS}g}")
    return {"clusters": list(model.clusters), "traits": [trait_data(t) for t in model.traits], **arrays, "far": far}


ARRAYS = ("weights", "confusion", "centres", "spread")
"""Fields of a classifier that are arrays."""


def trait_data(trait: Trait) -> dict[str, object]:
    """Return a trait without what says nothing."""
    return {name: value for name, value in asdict(trait).items() if value}


def rounded(numbers: np.ndarray) -> list[list[float]]:
    """Return numbers with DIGITS significant digits."""
    return [[float(f"{number:.{DIGITS}g}") for number in row] for row in numbers.tolist()]


def model_from(data: Mapping[str, object] | None) -> Classifier | None:
    """Return the classifier that model_data wrote."""
    if data is None:
        return None
    traits = tuple(
        Trait(**{**trait, "knots": tuple(trait.get("knots", ())), "scores": tuple(trait.get("scores", ()))})
        for trait in data["traits"]
    )
    clusters = tuple(data["clusters"])
    arrays = [np.array(data[name], dtype=float).reshape(len(data[name]), -1) for name in ARRAYS]
    return Classifier(clusters, traits, *arrays, np.inf if data["far"] is None else data["far"])
