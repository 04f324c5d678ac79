"""Whom are rules fitted on, whom are they judged on, and which columns may they speak of?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from deckgen.counts import KEY
from deckgen.customers import CLUSTER
from deckgen.features import ABSENT, Feature, encode

FITTED_SHARE = 0.7
MOST_FITTED = 200_000
LEAK = 0.995
FEW_VALUES = 30


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


@dataclass(frozen=True, eq=False)
class Sample:
    """Coded customers: codes (rows, features), labels (rows,) as places in the deck's order, -1 for noise."""

    codes: np.ndarray
    labels: np.ndarray

    def __getitem__(self, chosen: np.ndarray) -> Sample:
        return Sample(self.codes[chosen], self.labels[chosen])

    def of_features(self, places: Sequence[int]) -> Sample:
        """Return the same customers with some of the features."""
        return Sample(self.codes[:, places], self.labels)

    def counts(self, clusters: int) -> np.ndarray:
        """Count customers a cluster, noise left out."""
        return np.bincount(self.labels[self.labels >= 0], minlength=clusters)


@dataclass(frozen=True, eq=False)
class Trial:
    """What a tree is made of: features, clusters, the customers it is fitted on, and those it is judged on."""

    made: tuple[Feature, ...]
    clusters: tuple[str, ...]
    training: Sample
    judged: Sample

    def judged_on(self, condition: Condition) -> Trial:
        """Return the trial judged on those customers alone who meet a condition."""
        return replace(self, judged=self.judged[self.meets([condition], self.judged)])

    def of_features(self, places: Sequence[int]) -> Trial:
        """Return the trial with some of the features."""
        made = tuple(self.made[place] for place in places)
        return Trial(made, self.clusters, self.training.of_features(places), self.judged.of_features(places))

    def meets(self, conditions: Iterable[Condition], sample: Sample) -> np.ndarray:
        """Tell of each customer of a sample whether all conditions hold, (rows,) bool."""
        met = np.ones(len(sample.labels), dtype=bool)
        for condition in conditions:
            met &= condition.holds(sample.codes[:, self.made.index(condition.feature)])
        return met


def drawn_lots(rows: pl.DataFrame, made: Sequence[Feature], clusters: Sequence[str]) -> tuple[Trial, tuple[str, ...]]:
    """Share the customers out by a hash of their key; leave out the columns that leak the label, and name them."""
    rows = rows.sort(KEY, CLUSTER)
    hashes = hashed(rows[KEY])
    fitted = hashes < FITTED_SHARE
    places = {cluster: place for place, cluster in enumerate(clusters)}
    labels = rows[CLUSTER].replace_strict(places, default=-1, return_dtype=pl.Int64).to_numpy()
    leaky = leaky_columns(rows, {feature.column for feature in made}, labels, fitted)
    kept = tuple(feature for feature in made if feature.column not in leaky)
    everyone = Sample(encode(rows, kept), labels)
    training = everyone[first_by_hash(hashes, fitted & (labels >= 0), MOST_FITTED)]
    return Trial(kept, tuple(clusters), training, everyone[~fitted]), leaky


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
    if cells.dtype.is_numeric() and cells.drop_nulls().n_unique() > FEW_VALUES:
        return 0.0
    known = labels >= 0
    train, test = fitted & known, ~fitted & known
    if not train.any() or not test.any():
        return 0.0
    codes = cells.cast(pl.String).cast(pl.Categorical).to_physical().cast(pl.Int64).fill_null(-1).to_numpy() + 1
    shape = codes.max() + 1, labels.max() + 1
    pairs = codes[train] * shape[1] + labels[train]
    table = np.bincount(pairs, minlength=shape[0] * shape[1]).reshape(shape)
    return balanced_accuracy(labels[test], np.where(table.any(axis=1), table.argmax(axis=1), -1)[codes[test]])


def balanced_accuracy(truth: np.ndarray, said: np.ndarray) -> float:
    """Return the mean over the clusters of the share that is named rightly."""
    return float(np.mean([np.mean(said[truth == cluster] == cluster) for cluster in np.unique(truth)]))
