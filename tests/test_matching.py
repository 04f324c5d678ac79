"""Who is who after the next clustering: states, names' right to stay, and the measures, from where customers went."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest
from conftest import SHARED, needs_shared
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score

from deckgen.personas.assignment import best_pairs
from deckgen.personas.flows import Flow, flow_between
from deckgen.personas.matching import adjusted_rand, match

counts = st.integers(0, 400)


@st.composite
def flows(draw):
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    cells = draw(st.lists(counts, min_size=(rows + 2) * (columns + 2), max_size=(rows + 2) * (columns + 2)))
    table = np.array(cells).reshape(rows + 2, columns + 2)
    table[-1, -1] = 0
    return Flow(tuple(f"o{i}" for i in range(rows)), tuple(f"n{j}" for j in range(columns)), table)


@given(st.integers(1, 6), st.integers(1, 6), st.data())
def test_the_assignment_is_worth_as_much_as_scipys(rows, columns, data):
    cells = data.draw(st.lists(st.integers(0, 50), min_size=rows * columns, max_size=rows * columns))
    worth = np.array(cells, dtype=float).reshape(rows, columns)
    pairs = best_pairs(worth)
    assert len(set(pairs.values())) == len(pairs)
    assert sum(worth[pair] for pair in pairs.items()) == worth[linear_sum_assignment(worth, maximize=True)].sum()


@given(flows())
def test_only_more_than_half_in_common_keeps_a_name(flow):
    found = match(flow)
    kept = [origin.keeps for origin in found.origins.values() if origin.keeps]
    assert len(kept) == len(set(kept))
    for new, origin in found.origins.items():
        if origin.keeps:
            assert flow.jaccard[flow.old.index(origin.keeps), flow.new.index(new)] > 0.5
        if origin.state in ("new", "merged", "possible"):
            assert origin.keeps is None


@given(flows(), st.randoms(use_true_random=False))
def test_the_order_of_clusters_does_not_matter(flow, random):
    order = list(range(len(flow.new)))
    random.shuffle(order)
    table = flow.table[:, [*order, -2, -1]]
    turned = match(Flow(flow.old, tuple(flow.new[j] for j in order), table))
    found = match(flow)
    assert turned.moved == found.moved or "possible" in {o.state for o in found.origins.values()}
    assert {k: o.keeps for k, o in turned.origins.items()} == {k: o.keeps for k, o in found.origins.items()}


@given(flows())
def test_nobody_who_stayed_has_moved(flow):
    found = match(flow)
    assert 0 <= found.stayed <= flow.counts.sum()
    assert found.moved + found.stayed == flow.counts.sum()
    assert -1.0001 <= found.rand <= 1.0001


@settings(max_examples=25)
@given(st.lists(st.integers(11, 500), min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_a_renumbering_moves_nobody(sizes, random):
    old = [str(k) for k, n in enumerate(sizes) for _ in range(n)]
    names = [str(k) for k in range(len(sizes))]
    random.shuffle(names)
    found = match(flow_between(assigned(old), assigned([names[int(k)] for k in old])))
    assert found.moved == 0
    assert found.rand == pytest.approx(1)
    assert {origin.state for origin in found.origins.values()} == {"survived"}
    assert all(names[int(origin.keeps)] == new for new, origin in found.origins.items())


def assigned(clusters, first=0):
    """Return customers in clusters, one after another."""
    return pl.DataFrame({"id": range(first, first + len(clusters)), "cluster": clusters})


OLD = ["a"] * 1000 + ["b"] * 600 + ["c"] * 400
"""The run before, of the scripted cases."""

SCRIPTED = {
    "permuted": (["c"] * 1000 + ["a"] * 600 + ["b"] * 400, {"c": "survived a", "a": "survived b", "b": "survived c"}),
    "drifted": (
        ["x"] * 780 + ["y"] * 820 + ["z"] * 400,
        {"x": "survived a", "y": "drifted b", "z": "survived c"},
    ),
    "split with an heir": (
        ["x"] * 650 + ["w"] * 350 + ["y"] * 600 + ["z"] * 400,
        {"x": "split a", "w": "split", "y": "survived b", "z": "survived c"},
    ),
    "split in halves": (
        ["x"] * 500 + ["w"] * 500 + ["y"] * 600 + ["z"] * 400,
        {"x": "split", "w": "split", "y": "survived b", "z": "survived c"},
    ),
    "merged": (["x"] * 1000 + ["y"] * 1000, {"x": "survived a", "y": "merged"}),
    "merged beside": (["x"] * 1600 + ["z"] * 400, {"x": "merged", "z": "survived c"}),
    "new": (
        ["x"] * 1000 + ["y"] * 600 + ["z"] * 400 + ["n"] * 300,
        {"x": "survived a", "y": "survived b", "z": "survived c", "n": "new"},
    ),
    "gone": (["x"] * 1000 + ["y"] * 600 + [""] * 400, {"x": "survived a", "y": "survived b"}),
    "one more": (
        ["x"] * 900 + ["n"] * 100 + ["y"] * 500 + ["n"] * 100 + ["z"] * 300 + ["n"] * 100,
        {"x": "survived a", "y": "survived b", "z": "survived c", "n": "new"},
    ),
    "one fewer": (
        ["x"] * 1000 + ["x"] * 200 + ["y"] * 400 + ["x"] * 130 + ["y"] * 270,
        {"x": "survived a", "y": "merged"},
    ),
    "noise": (
        ["x"] * 980 + ["-1"] * 20 + ["y"] * 590 + ["-1"] * 10 + ["z"] * 390 + ["-1"] * 10,
        {"x": "survived a", "y": "survived b", "z": "survived c"},
    ),
    "noise eats one": (["x"] * 1000 + ["y"] * 600 + ["-1"] * 400, {"x": "survived a", "y": "survived b"}),
    "joiners": (
        ["z"] * 1000 + ["x"] * 600 + ["y"] * 400 + ["x"] * 800,
        {"z": "survived a", "x": "survived b", "y": "survived c"},
    ),
    "leavers": (
        [""] * 300 + ["x"] * 700 + [""] * 200 + ["y"] * 400 + ["z"] * 400,
        {"x": "survived a", "y": "survived b", "z": "survived c"},
    ),
    "other algorithm": (
        ["x"] * 550 + ["y"] * 450 + ["x"] * 300 + ["y"] * 300 + ["x"] * 150 + ["y"] * 250,
        {"x": "possible", "y": "new"},
    ),
    "unrecognisable": (
        (["x", "y", "z", "w"] * 500)[:2000],
        {"x": "new", "y": "new", "z": "new", "w": "new"},
    ),
}


@pytest.mark.parametrize("case", SCRIPTED)
def test_a_scripted_run_is_told_as_it_is(case):
    now, expected = SCRIPTED[case]
    new = assigned(now).filter(pl.col("cluster") != "")
    found = match(flow_between(assigned(OLD), new))
    assert states_in(found) == expected


def states_in(found):
    """Return the state of every new cluster, with the one whose name it keeps."""
    return {key: f"{o.state} {o.keeps or ''}".strip() for key, o in found.origins.items()}


def test_fates_mirror_origins():
    now, _ = SCRIPTED["split with an heir"]
    found = match(flow_between(assigned(OLD), assigned(now)))
    assert {key: (fate.state, fate.into) for key, fate in found.fates.items()} == {
        "a": ("split", ("x", "w")),
        "b": ("survived", ("y",)),
        "c": ("survived", ("z",)),
    }
    gone = match(flow_between(assigned(OLD), assigned(["x"] * 1000 + ["y"] * 600)))
    assert gone.fates["c"].state == "gone"
    assert gone.flow.leavers.tolist() == [0, 0, 400]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=60))
def test_the_rand_index_is_scikit_learns(pairs):
    old, new = zip(*pairs, strict=True)
    table = np.zeros((4, 4), dtype=int)
    np.add.at(table, (old, new), 1)
    assert adjusted_rand(table) == pytest.approx(adjusted_rand_score(old, new))


PAIRS = {
    "seed_2k": ("", {"0": "split", "1": "drifted 1", "2": "split 0"}),
    "seed_20k": ("", {"0": "split", "1": "survived 1", "2": "split"}),
    "telco_churn": ("truth/", {"0": "drifted 2", "1": "possible", "2": "merged"}),
    "marketing_campaign": (
        "truth/",
        {"Segment 1": "split B", "Segment 2": "drifted A", "Segment 3": "split", "Segment 4": "survived C"},
    ),
    "cn_listed_companies": ("truth/", {"K0": "split 0", "K1": "survived 1", "K2": "split"}),
    "wholesale_customers": ("truth/", {"cluster_0": "merged", "cluster_1": "drifted 1"}),
}
"""Where the counts elsewhere lie, and by them and the rules the state of each new cluster, with the name it keeps."""


@needs_shared
@pytest.mark.parametrize("name", PAIRS)
def test_collected_pairs_match_as_counted_elsewhere(name):
    data = SHARED / "data"
    folder, states = PAIRS[name]
    told = json.loads((data / f"{folder}{name}_v2_match.json").read_text())
    tables = (
        pl.read_csv(data / f"{name}{which}.csv", infer_schema=False).select(id=told["id"], cluster=told[label])
        for which, label in (("", "label_v1"), ("_v2", "label_v2"))
    )
    flow = flow_between(*tables)
    found = match(flow)
    expected = {(old, new): n for old, row in told["crosstab"].items() for new, n in row.items() if n}
    seen = {
        (old, new): int(flow.counts[i, j])
        for i, old in enumerate(flow.old)
        for j, new in enumerate(flow.new)
        if flow.counts[i, j]
    }
    assert seen == expected
    assert found.rand == pytest.approx(told["adjusted_rand_on_common"], abs=6e-5)
    assert (flow.leavers.sum(), flow.joiners.sum()) == (told["ids_gone"], told["ids_new"])
    assert states_in(found) == states
