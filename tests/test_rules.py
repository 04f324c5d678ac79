"""Features are readable and rules hold on customers they were not fitted on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from deckgen.counted import CountedValues
from deckgen.counts import KEY
from deckgen.customers import CLUSTER
from deckgen.features import ABSENT, SMALLEST, Feature, coded, encode, frozen_edges, rounded, tier_edges
from deckgen.nodes import bar, leaves
from deckgen.rules import Findings, TreeNode, find, fitted_tree, grown, merged, paths
from deckgen.splits import said
from deckgen.trial import Condition, Sample, Trial, drawn_lots, hashed

SPEND = Feature("spend", "tiers", edges=(100.0, 1000.0), missing=True)
MEDIA = Feature("media", "level", level="TikTok")
VIP = Feature("vip", "flag")
SIZE = Feature("size", "ordinal", levels=("S", "M", "L"))
MADE = (MEDIA, SIZE, SPEND, VIP)


def customers(rows: int = 4000, seed: int = 0, truth: bool = True, noise: int = 0) -> pl.DataFrame:
    """Make customers; cluster "b" are 90 % of those who spend 1,000 or more, if there is a truth to find."""
    random = np.random.default_rng(seed)
    spend = np.exp(random.normal(5, 1.6, rows)).round(2)
    high = spend >= 1000
    chance = np.where(high, 0.9, 0.03) if truth else 0.5
    label = np.where(random.random(rows) < chance, "b", "a")
    label[:noise] = "-1"
    return pl.DataFrame(
        {
            CLUSTER: label,
            KEY: [f"K{n:06d}" for n in range(rows)],
            "spend": [None if n % 50 == 3 else value for n, value in enumerate(spend)],
            "media": random.choice(["TikTok", "Meta"], rows),
            "vip": random.random(rows) < 0.3,
            "size": random.choice(["S", "M", "L"], rows),
        }
    )


def counted(values, counts) -> CountedValues:
    table = np.array([counts])
    return CountedValues(("a",), np.array(values, float), table, np.zeros(1, int))


@given(st.floats(1e-6, 1e9))
def test_edges_are_rounded_to_one_two_or_five(value):
    edge = rounded(value)
    assert f"{edge:.0e}"[0] in "125"
    assert 0.6 < edge / value < 1.65


def test_many_zeros_are_a_tier_of_their_own():
    values = [0, *range(1, 2001)]
    edges, zero = tier_edges(counted(values, [500] + [1] * 2000), None)
    assert zero
    assert edges == (SMALLEST, 1000.0, 2000.0)


@pytest.mark.parametrize(("negative", "cut"), [(100, True), (20, False)])
def test_losses_are_parted_from_gains_where_many_are(negative, cut):
    values = [*range(-negative, 0), *range(1, 1001)]
    edges, zero = tier_edges(counted(values, [1] * len(values)), None)
    assert (0.0 in edges) == cut and not zero


def test_configured_cuts_come_first():
    assert tier_edges(counted(range(100), [1] * 100), (10, 40, 9999)) == ((10.0, 40.0), False)


def test_few_values_are_cut_at_themselves():
    edges, _ = tier_edges(counted([1, 2, 3, 4], [50, 30, 15, 5]), None)
    assert set(edges) <= {2.0, 3.0, 4.0}
    assert edges


def test_one_value_gives_no_tiers():
    assert tier_edges(counted([7], [50]), None) == ((), False)


@given(st.lists(st.one_of(st.none(), st.floats(-1e4, 1e4)), min_size=1, max_size=30))
def test_codes_are_the_tier_a_value_lies_in(values):
    codes = coded(pl.Series("spend", values, dtype=pl.Float64), SPEND)
    for value, code in zip(values, codes, strict=True):
        expected = ABSENT if value is None else sum(value >= edge for edge in SPEND.edges)
        assert code == expected


def test_missing_levels_are_a_code_of_their_own():
    assert coded(pl.Series("media", ["TikTok", "Meta", None]), MEDIA).tolist() == [1, 0, ABSENT]
    assert coded(pl.Series("size", ["L", None, "S"]), SIZE).tolist() == [2, ABSENT, 0]
    assert coded(pl.Series("vip", [True, None, False]), VIP).tolist() == [1, ABSENT, 0]


@given(st.integers(0, 2), st.integers(-1, 2))
def test_a_condition_and_its_opposite_share_out_all_codes(low, code):
    condition = Condition(SPEND, low, SPEND.last) if low else Condition(SPEND, ABSENT, 0)
    codes = np.array([code])
    assert condition.holds(codes)[0] != condition.opposite().holds(codes)[0]


def test_the_split_is_the_same_on_every_run_and_near_seventy_percent():
    keys = pl.Series([f"K{n:06d}" for n in range(20_000)])
    assert np.mean(hashed(keys) < 0.7) == pytest.approx(0.7, abs=0.01)
    assert hashed(pl.Series(["a"]))[0] == pytest.approx(hashed(pl.Series(["b", "a"]))[1])


def golden(findings: Findings):
    return [rule for rule in findings.rules if rule.golden]


def test_a_planted_rule_is_found_and_counted_on_held_out_rows():
    rows = customers()
    findings = find(rows, MADE, ("a", "b"), 3)
    rule = next(rule for rule in golden(findings) if rule.cluster == "b")
    assert rule.conditions == (Condition(SPEND, 2, 2),)
    held = rows.filter(pl.Series(hashed(rows[KEY]) >= 0.7))
    met = held.filter(pl.col("spend") >= 1000)
    assert rule.n == len(met)
    assert rule.precision.value == pytest.approx((met[CLUSTER] == "b").mean())
    assert rule.coverage.value == pytest.approx((met[CLUSTER] == "b").sum() / (held[CLUSTER] == "b").sum())
    assert rule.share == pytest.approx((held[CLUSTER] == "b").mean())
    assert findings.fidelity.grade == "describes"


@pytest.mark.parametrize(("wrong", "left_out"), [(0.0, True), (0.2, False)])
def test_a_tree_does_without_doubtful_columns_where_it_is_as_good(wrong, left_out):
    """Zeros of one column, which may stand for "none", give the clusters away; so do losses, but for some."""
    random = np.random.default_rng(3)
    known = random.random(3000) < 0.3
    told = np.where(random.random(3000) < wrong, ~known, known)
    rows = pl.DataFrame(
        {
            KEY: [f"K{n:05d}" for n in range(3000)],
            CLUSTER: np.where(random.random(3000) < 0.02, "a", np.where(known, "b", "a")),
            "pe": np.where(known, 0.0, random.random(3000) * 40 + 5),
            "profit": np.where(told, -1.0, 1.0) * (random.random(3000) + 0.1),
        }
    )
    pe = Feature("pe", "tiers", edges=(SMALLEST, 20.0), zero=True, doubtful=True)
    made = (pe, Feature("profit", "tiers", edges=(0.0, 0.5)))
    found = find(rows, made, ("a", "b"), 3)
    asked = found.tree.question.feature.column
    assert (asked, found.doubtful) == (("profit", ("pe",)) if left_out else ("pe", ()))
    assert find(rows, (replace(pe, doubtful=False), made[1]), ("a", "b"), 3).tree.question.feature.column == "pe"


def test_a_rule_asks_in_the_order_of_the_tree():
    rows = customers().with_columns(
        pl.when((pl.col("spend") >= 1000) & (pl.col("media") == "TikTok"))
        .then(pl.lit("b"))
        .otherwise(pl.lit("a"))
        .alias(CLUSTER)
    )
    findings = find(rows, MADE, ("a", "b"), 3)
    rule = next(rule for rule in golden(findings) if rule.cluster == "b")
    assert findings.tree.question.feature == SPEND
    assert [condition.feature for condition in rule.conditions] == [SPEND, MEDIA]


def test_a_range_stands_where_its_feature_is_first_asked():
    path = (Condition(SPEND, 1, 2), Condition(VIP, 1, 1), Condition(SPEND, ABSENT, 1))
    assert merged(path) == (Condition(SPEND, 1, 1), Condition(VIP, 1, 1))


def test_a_rule_that_stands_on_the_tree_goes_before_a_shortened_one_that_is_little_better():
    """Of three traits that go together, any two make the cluster: two of the pairs stand on the tree, one does not."""
    random = np.random.default_rng(1)
    vip, draw = random.random(6000) < 0.5, random.random(6000)
    spend = np.where(draw < np.where(vip, 0.6, 0.15), 5000.0, 50.0)
    large = random.random(6000) < 0.5
    label = np.where((spend > 1000) & (large | vip) | (vip & large), "b", "a")
    made = {CLUSTER: label, "spend": spend, "vip": vip, "size": np.where(large, "L", "S")}
    rows = customers(6000).with_columns(pl.Series(name, values) for name, values in made.items())
    findings = find(rows, MADE, ("a", "b"), 3)
    drawn = {(node.outcome, frozenset(path)) for node, path in paths(findings.tree)}
    own = [rule for rule in golden(findings) if rule.cluster == "b"]
    assert [(rule.cluster, frozenset(rule.conditions)) in drawn for rule in own] == [True, False]


@pytest.mark.parametrize("seed", range(8))
def test_random_labels_give_no_golden_rule(seed):
    assert not golden(find(customers(seed=seed, truth=False), MADE, ("a", "b"), 3))


def test_every_held_out_customer_meets_one_leaf():
    findings = find(customers(), MADE, ("a", "b"), 3)
    held = findings.held_out

    assert sum(sum(leaf.counts) for leaf in leaves(findings.tree)) == held == sum(findings.tree.counts)


@hypothesis_settings(max_examples=6, deadline=None)
@given(st.integers(0, 99), st.permutations(MADE))
def test_row_and_feature_order_change_nothing_that_is_said(seed, features):
    rows = customers(1500)
    order = np.random.default_rng(seed).permutation(len(rows)).tolist()
    one = find(rows, MADE, ("a", "b"), 3)
    other = find(rows[order], sorted(features, key=lambda f: f.column), ("a", "b"), 3)
    assert (one.rules, one.fidelity, one.tree) == (other.rules, other.fidelity, other.tree)


def test_noise_counts_against_precision():
    clean, noisy = customers(), customers(noise=400)
    rule, against = (
        next(r for r in find(rows, MADE, ("a", "b"), 3).rules if r.cluster == "b") for rows in (clean, noisy)
    )
    assert against.conditions == rule.conditions
    assert against.n == rule.n
    assert against.precision.value < rule.precision.value


def test_a_copy_of_the_label_is_reported_and_left_out():
    rows = customers().with_columns(pl.col(CLUSTER).replace({"a": "x", "b": "y"}).alias("grade"))
    copy = Feature("grade", "level", level="y")
    findings = find(rows, (copy, *MADE), ("a", "b"), 3)
    assert findings.leaky == ("grade",)
    assert all(c.feature.column != "grade" for rule in findings.rules for c in rule.conditions)


def test_too_few_customers_give_no_tree():
    findings = find(customers(60), MADE, ("a", "b"), 3)
    assert findings.tree is None
    assert findings.rules == ()


def test_missing_values_can_be_asked_for():
    rows = customers(4000, truth=False).with_columns(
        pl.when(pl.col(CLUSTER) == "b").then(None).otherwise(pl.col("spend")).alias("spend")
    )
    findings = find(rows, MADE, ("a", "b"), 1)
    assert findings.tree.question == Condition(SPEND, ABSENT, ABSENT)
    assert findings.tree.children[0].outcome == "b"


def test_rules_are_unions_of_no_more_than_one_interval_a_feature():
    findings = find(customers(), MADE, ("a", "b"), 4)
    for _, path in paths(findings.tree):
        assert len({condition.feature for condition in path}) == len(path)
    assert merged((Condition(SPEND, 1, 2), Condition(SPEND, ABSENT, 1))) == (Condition(SPEND, 1, 1),)


def test_meets_is_the_filter_on_the_rows():
    rows = customers(500)

    sample = Sample(encode(rows, MADE), np.zeros(500, int))
    met = Trial(MADE, ("a",), sample, sample).meets((Condition(SPEND, 1, 1), Condition(VIP, 1, 1)), sample)
    expected = rows.select((pl.col("spend") >= 100) & (pl.col("spend") < 1000) & pl.col("vip")).to_series()
    assert met.tolist() == expected.fill_null(False).to_list()


def test_frozen_edges_stay_whatever_the_values_are():
    assert frozen_edges(counted(range(5), [9] * 5), (SMALLEST, 100.0, 500.0)) == ((SMALLEST, 100.0, 500.0), True)
    assert frozen_edges(counted(range(-3, 5), [9] * 8), (SMALLEST, 100.0)) == ((100.0,), False)


def spoken(tree: TreeNode, trial: Trial) -> np.ndarray:
    """Return the cluster that a drawn tree names for each held-out customer."""
    if not tree.children:
        return np.full(len(trial.judged.labels), trial.clusters.index(tree.outcome))
    named = np.empty(len(trial.judged.labels), int)
    for child, way in zip(tree.children, (tree.question, tree.question.opposite()), strict=True):
        named[trial.meets([way], trial.judged)] = spoken(child, trial.judged_on(way))
    return named


@pytest.mark.parametrize("seed", range(4))
def test_no_split_ends_in_two_leaves_of_one_cluster_and_the_tree_says_the_same_without_them(seed):
    trial, _ = drawn_lots(customers(6000, seed, noise=40), MADE, ("a", "b"))
    branch = fitted_tree(trial, 4)
    tree = grown(branch, trial)
    nodes = [tree]
    for node in nodes:
        nodes += node.children
        leaves_below = [child.outcome for child in node.children if not child.children]
        assert len(leaves_below) < 2 or len(set(leaves_below)) == 2
    assert (spoken(tree, trial) == said(branch, trial.judged.codes)).all()


def test_a_node_and_the_rule_of_its_path_count_the_same_customers():
    findings = find(customers(6000, noise=40), MADE, ("a", "b"), 3)
    judged = {(leaf.met, leaf.counts[("a", "b").index(leaf.outcome)]) for leaf in leaves(findings.tree)}
    assert {(rule.n, rule.hits) for rule in findings.rules} & judged


@given(st.lists(st.integers(0, 400), min_size=2, max_size=6), st.integers(0, 40))
def test_a_bar_fills_no_more_than_what_may_be_told(counts, noise):
    node = TreeNode(tuple(counts), sum(counts) + noise, "x")
    place = counts.index(max(counts))
    filled = bar(node, place)
    assert sum(filled) <= 1 + 1e-9
    misses = node.met - counts[place]
    if counts[place] >= 11 and 0 < misses < 11:
        assert filled[place] <= counts[place] / node.met
        assert sum(filled) < 1
    assert all(share * node.met < 1e-9 for share, count in zip(filled, counts, strict=True) if 0 < count < 11)
