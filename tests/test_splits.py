"""The tree is scikit-learn's wherever its splits are not ties; ties go to the first feature and the lowest code."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.tree import DecisionTreeClassifier

from deckgen.splits import Branch, grow, said


def customers(seed: int, rows: int, features: int, clusters: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    codes = np.column_stack([random.integers(-1, random.integers(1, 7), rows) for _ in range(features)])
    labels = (codes[:, 0] + 2 * (codes[:, -1] > 1) + random.integers(0, 2, rows)) % clusters
    return codes, labels


def leaves(tree: Branch) -> list[Branch]:
    return [tree] if tree.place < 0 else [*leaves(tree.low), *leaves(tree.high)]


def depth(tree: Branch) -> int:
    return 0 if tree.place < 0 else 1 + max(depth(tree.low), depth(tree.high))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(300, 900), st.integers(2, 6), st.integers(2, 5), st.integers(1, 4))
def test_the_tree_is_as_good_as_scikit_learns(seed, rows, features, clusters, questions):
    codes, labels = customers(seed, rows, features, clusters)
    ours = grow(codes, labels, clusters, questions, 20)
    theirs = DecisionTreeClassifier(max_depth=questions, min_samples_leaf=20, random_state=0).fit(codes, labels)
    same = np.array_equal(said(ours, codes), theirs.predict(codes))
    assert same or abs(impurity(leaves(ours)) - their_impurity(theirs)) < 0.02 * rows  # ties may lead elsewhere


def impurity(nodes: list[Branch]) -> float:
    return sum(node.counts.sum() - (node.counts**2).sum() / node.counts.sum() for node in nodes)


def their_impurity(model) -> float:
    tree = model.tree_
    ends = tree.children_left < 0
    return float((tree.impurity[ends] * tree.n_node_samples[ends]).sum())


@pytest.mark.parametrize("clusters", [2, 6])
def test_the_same_splits_as_scikit_learns_where_no_two_are_equal(clusters):
    codes, labels = customers(3, 20_000, 9, clusters)
    theirs = DecisionTreeClassifier(max_depth=3, min_samples_leaf=100, random_state=0).fit(codes, labels)
    ours = grow(codes, labels, clusters, 3, 100)
    assert np.array_equal(said(ours, codes), theirs.predict(codes))
    assert ours.place == theirs.tree_.feature[0] and ours.code == np.floor(theirs.tree_.threshold[0])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 200), st.integers(0, 4), st.integers(1, 60))
def test_no_leaf_is_too_small_and_none_too_deep(seed, rows, questions, least):
    codes, labels = customers(seed, rows, 3, 3)
    tree = grow(codes, labels, 3, questions, least)
    assert sum(leaf.counts for leaf in leaves(tree)).tolist() == np.bincount(labels, minlength=3).tolist()
    assert depth(tree) <= questions
    assert tree.place < 0 or min(leaf.counts.sum() for leaf in leaves(tree)) >= least


def test_ties_go_to_the_first_feature_and_the_order_of_rows_does_not_matter():
    codes, labels = customers(5, 400, 1, 2)
    twice = np.hstack([codes, codes])
    order = np.random.default_rng(0).permutation(400)
    tree, shuffled = grow(twice, labels, 2, 2, 5), grow(twice[order], labels[order], 2, 2, 5)
    assert tree.place == shuffled.place == 0 and tree.code == shuffled.code
