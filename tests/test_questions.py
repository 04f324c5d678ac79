from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from deckgen import questions as q
from deckgen.counts import KEY
from deckgen.customers import CLUSTER, read_customers
from deckgen.errors import TableError
from deckgen.settings import Settings


def read(path: Path, rows: pl.DataFrame, **chosen):
    rows.write_csv(path)
    return read_customers(path, Settings(**chosen))


def test_counts_add_up_to_every_labelled_customer(small_csv):
    customers = read_customers(small_csv, Settings())
    spend, media = customers["month_avg_spend_amt"], customers["main_media"]
    answers = q.answer(customers, [q.values(spend), q.levels(media)])
    assert answers.clusters == ("0", "1") and answers.sizes == (300, 100)
    assert tuple(answers.values(spend).sizes) == answers.sizes
    assert tuple(answers.levels(media).sizes) == answers.sizes


def test_any_of_counts_customers_not_flags(tmp_path):
    rows = pl.DataFrame(
        {"cluster": ["a", "a", "b", "b"], "f": ["1", "0", "", "0"], "g": ["1", "0", "1", "0"], "x": [1, 2, 3, 4]}
    )
    customers = read(tmp_path / "t.csv", rows)
    flags = [customers["f"], customers["g"]]
    assert q.answer(customers, [q.any_of(flags)]).any_of(flags).yes.tolist() == [1, 1]


@pytest.mark.parametrize("zeros", [("0.0", "-0.0"), ("-0.0", "0.0"), ("-0.0", "-0.0")])
def test_minus_zero_is_zero(tmp_path, zeros):
    rows = pl.DataFrame({"cluster": ["a", "b", "a", "b"], "x": [*zeros, "1.5", "2.5"]})
    customers = read(tmp_path / "t.csv", rows)
    values = q.answer(customers, [q.values(customers["x"])]).values(customers["x"]).values
    assert values.tolist() == [0.0, 1.5, 2.5] and not np.signbit(values).any()


def test_rows_without_a_label_and_noise_are_told_apart(tmp_path):
    rows = pl.DataFrame(
        {"cluster": ["0"] * 5 + ["1"] * 4 + ["-1"] * 3 + [None] * 2, "x": [float(i) for i in range(14)]}
    )
    answers = q.answer(read(tmp_path / "t.csv", rows), [])
    assert (answers.clusters, answers.sizes, answers.noise, answers.unlabelled) == (("0", "1"), (5, 4), 3, 2)


@pytest.mark.parametrize(
    ("labels", "word"),
    [(["-1"] * 6, "noise"), (["7"] * 6, "only the cluster '7'"), ([""] * 5 + ["x"], "only the cluster 'x'")],
)
def test_fewer_than_two_clusters_are_refused(tmp_path, labels, word):
    rows = pl.DataFrame({"cluster": labels, "x": [float(i) for i in range(6)]})
    with pytest.raises(TableError, match=word):
        q.answer(read(tmp_path / "t.csv", rows), [])


def test_without_a_candidate_the_columns_are_listed(tmp_path):
    with pytest.raises(TableError, match=r"no column looks like a cluster label.*spend.*--label"):
        read(tmp_path / "t.csv", pl.DataFrame({"spend": [1.5, 2.5], "group": ["a", "b"]}))


def test_with_two_candidates_both_are_listed(tmp_path):
    with pytest.raises(TableError, match=r"cluster_a, cluster_b.*--label"):
        read(tmp_path / "t.csv", pl.DataFrame({"cluster_a": [0, 1], "cluster_b": [1, 0], "x": [1.5, 2.5]}))


def test_a_missing_label_column_is_named(tmp_path):
    with pytest.raises(TableError, match=r"no column 'segment'.*It could be cluster"):
        read(tmp_path / "t.csv", pl.DataFrame({"cluster": [0, 1], "x": [1.5, 2.5]}), label="segment")


def test_a_label_that_is_an_id_is_refused(tmp_path):
    rows = pl.DataFrame({"cluster": list(range(200)), "x": [float(i) for i in range(200)]})
    with pytest.raises(TableError, match="looks like an id"):
        read(tmp_path / "t.csv", rows, label="cluster")


@hypothesis_settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.one_of(st.none(), st.integers(-5, 5))), min_size=12, max_size=60),
    st.randoms(),
)
def test_row_and_column_order_change_no_count(tmp_path_factory, cells, random):
    cells = [*cells, ("a", 1), ("b", 2)]
    rows = pl.DataFrame(
        {
            "cluster": [c for c, _ in cells],
            "x": [v if v is None else v + 0.5 for _, v in cells],
            "z": ["u", "v"] * (len(cells) // 2) + ["u"] * (len(cells) % 2),
        }
    )
    shuffled = rows.sample(fraction=1, shuffle=True, seed=random.randrange(2**31)).select("z", "x", "cluster")
    folder = tmp_path_factory.mktemp("order")
    counted = []
    for name, table in (("one.csv", rows), ("two.csv", shuffled)):
        customers = read(folder / name, table)
        if customers["x"].role != "kpi":
            return
        answers = q.answer(customers, [q.values(customers["x"])])
        counted.append((answers.clusters, answers.values(customers["x"])))
    (clusters, one), (again, two) = counted
    assert clusters == again and np.array_equal(one.values, two.values)
    assert np.array_equal(one.counts, two.counts) and np.array_equal(one.missing, two.missing)


def test_sampled_rows_carry_the_label_and_a_key(small_csv):
    customers = read_customers(small_csv, Settings())
    wanted = [customers["month_avg_spend_amt"]]
    rows = q.answer(customers, [q.rows(wanted)]).rows(wanted)
    assert rows.columns == [CLUSTER, KEY, "month_avg_spend_amt"] and rows[KEY].n_unique() == 400


def test_tiny_clusters_are_left_out_as_long_as_two_others_are_there():
    assert q.without_tiny({"a": 400, "b": 50, "c": 10}) == ({"a": 400, "b": 50}, (("c", 10),))
    assert q.without_tiny({"a": 239, "b": 1}) == ({"a": 239, "b": 1}, ())
