"""A column that goes with a clustering input is derived from it, and tells nothing of its own."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from test_sections import slide, told

from deckgen.asking import answered
from deckgen.settings import ColumnSettings, Settings


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    random = np.random.default_rng(5)
    spend = np.exp(random.normal(6, 1, 1200)).round(2)
    rows = pl.DataFrame(
        {
            "customer_id": [f"C{n:06d}" for n in range(1200)],
            "cluster": (spend > 400).astype(int),
            "monthly_spend": spend,
            "yearly_spend": (12 * spend + random.normal(0, 30, 1200)).round(),
            "tenure": random.integers(1, 90, 1200),
            "tier": np.select([spend < 150, spend < 400, spend < 1100], ["low", "medium", "high"], "ka"),
            "media": random.choice(["A", "B", "C"], 1200),
        }
    )
    path = tmp_path_factory.mktemp("provenance") / "table.csv"
    rows.write_csv(path)
    return path


OUTSIDE = {name: ColumnSettings(provenance="external") for name in ("yearly_spend", "tenure")}


def test_columns_that_rank_customers_as_an_input_does_are_derived(table):
    customers, _ = answered(table, Settings(columns=OUTSIDE))
    found = {column.name: column.provenance for column in customers.columns}
    assert found["monthly_spend"] == "input"
    assert found["yearly_spend"] == "derived"
    assert found["tier"] == "derived"
    assert found["tenure"] == found["media"] == "external"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "clustering inputs, which define the groups: Monthly spend",
                "derived from inputs: Yearly spend",
                "external",
            ),
        ),
        (
            "zh",
            ("聚类输入（差异是分群的定义）：Monthly spend", "由聚类输入衍生：Yearly spend", "外部字段（未用于聚类）"),
        ),
    ],
)
def test_the_slide_says_which_columns_were_clustered_on(table, language, words):
    foot = slide(told(table, language=language, columns=OUTSIDE), "1.1").foot
    assert all(word in foot for word in words)


def test_only_columns_from_the_outside_are_in_the_second_tree(table):
    deck = told(table, language="en", columns=OUTSIDE)
    outside = [claim for claim in deck.claims if claim.kind in ("outside", "outside_rule")]
    assert outside and outside[0].verdict == "unclear"
    used = {condition.feature.column for claim in outside for condition in claim.conditions}
    assert not used & {"monthly_spend", "yearly_spend", "tier"}
    assert "3.1b" not in {s.step for s in deck.slides}
    assert "do not tell the clusters apart" in slide(deck, "3.1").notes
