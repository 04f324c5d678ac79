"""Many made-up tables with fixed seeds: nothing is clear where there is nothing, and what is there is found."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import partial

import numpy as np
import polars as pl
import pytest
from test_comparisons import KPI
from test_sections import random_table, texts
from test_statistics import counted

from deckgen.asking import answered
from deckgen.claims import Claim
from deckgen.comparisons import compare_values
from deckgen.counts import KEY
from deckgen.customers import CLUSTER
from deckgen.features import Feature, encode
from deckgen.questions import answer
from deckgen.rules import find
from deckgen.sections import ORDER
from deckgen.settings import Settings
from deckgen.telling import tell
from deckgen.trial import Sample, Trial

ENGLISH = Settings(language="en")


def no_ceiling(function, *arguments):
    """Name one cluster for everybody, instead of fitting a ceiling: the tree is then thought as good as can be."""
    return lambda: np.zeros(len(arguments[-1]), dtype=int)


QUICK = partial(find, later=no_ceiling)


@pytest.fixture(scope="module")
def wide(tmp_path_factory):
    """A table of 900 customers with KPIs that go together, flags of any frequency and categories, read once."""
    random = np.random.default_rng(11)
    rows = random_table(4, 900)
    size = np.log(rows["monthly_spend"].to_numpy())
    more = {f"kpi_{n}": np.exp(size + random.normal(0, n, 900)).round(2) for n in range(1, 4)}
    flags = {f"is_{n}": random.random(900) < share for n, share in enumerate((0.03, 0.1, 0.3, 0.6))}
    path = tmp_path_factory.mktemp("simulations") / "table.csv"
    rows.with_columns(**more, **flags).write_csv(path)
    return answered(path, ENGLISH)[0]


def relabelled(customers, labels: np.ndarray) -> list[Claim]:
    """Return the claims on the same customers under other labels."""
    table = customers.table.collect().with_columns(pl.Series(customers.label, labels.astype(str)))
    customers = replace(customers, table=table.lazy())
    answers = answer(customers, [question for section in ORDER for question in section.asks(customers)])
    return list(tell(customers, answers, ENGLISH, find=QUICK)[0].claims)


def test_two_hundred_tables_with_permuted_labels_give_no_clear_verdict_and_no_golden_rule(wide):
    random, shares = np.random.default_rng(20), [(0.5, 0.5), (0.86, 0.14), (0.5, 0.3, 0.2), (0.4, 0.3, 0.2, 0.1)]
    clear = Counter()
    for number in range(200):
        share = shares[number % len(shares)]
        labels = random.permutation(np.repeat(np.arange(len(share)), np.round(900 * np.array(share)).astype(int)))
        clear.update(claim.kind for claim in relabelled(wide, labels) if claim.verdict == "clear")
    assert not clear


def verdicts(*samples: np.ndarray) -> str:
    return compare_values(KPI, counted(*samples))[0].verdict


def test_a_shift_of_three_hundredths_of_a_deviation_is_none_on_a_million_rows():
    random = np.random.default_rng(21)
    for _ in range(3):
        spend = [np.round(np.exp(random.normal(shift, 1, 500_000)), 2).clip(max=20) for shift in (0.03, 0.0)]
        assert verdicts(*spend) == "same"


def test_a_delta_of_a_third_among_a_thousand_customers_is_clear():
    random, shift = np.random.default_rng(22), np.sqrt(2) * 0.4538  # P(X > Y) = .675
    found = [
        verdicts(*(np.round(np.exp(random.normal(mean, 1, 1000)), 2) for mean in (shift, 0.0))) for _ in range(100)
    ]
    assert found.count("clear") >= 95


SPEND = Feature("spend", "tiers", edges=(100.0, 500.0, 2000.0))
MADE = (Feature("media", "level", level="TikTok"), SPEND, Feature("vip", "flag"))


def drawn_customers(random: np.random.Generator, rows: int) -> pl.DataFrame:
    """Draw customers of whom more are in "b" the more they spend, with TikTok, and as VIPs."""
    spend = np.exp(random.normal(6, 1.5, rows)).round(2)
    media, vip = random.choice(["TikTok", "Meta"], rows, p=[0.3, 0.7]), random.random(rows) < 0.25
    logit = -3 + 1.8 * (spend >= 500) + 1.6 * (spend >= 2000) + 1.0 * vip + 0.8 * (media == "TikTok")
    label = np.where(random.random(rows) < 1 / (1 + np.exp(-logit)), "b", "a")
    return pl.DataFrame(
        {CLUSTER: label, KEY: [f"K{n:06d}" for n in range(rows)], "spend": spend, "media": media, "vip": vip}
    )


def test_intervals_of_printed_rules_cover_the_truth():
    random = np.random.default_rng(24)
    everybody = drawn_customers(np.random.default_rng(25), 400_000)
    labels = everybody[CLUSTER].replace_strict({"a": 0, "b": 1}, return_dtype=pl.Int64).to_numpy()
    whole = Sample(encode(everybody, MADE), labels)
    population = Trial(MADE, ("a", "b"), whole, whole)

    def covers(rule) -> bool:
        met, own = population.meets(rule.conditions, whole), labels == ("a", "b").index(rule.cluster)
        precision, coverage = (met & own).sum() / met.sum(), (met & own).sum() / own.sum()
        said = rule.precision, rule.coverage
        return [found.low <= truth <= found.high for found, truth in zip(said, (precision, coverage), strict=True)]

    printed = []
    for _ in range(300):
        found = QUICK(drawn_customers(random, 1500), MADE, ("a", "b"), 3)
        printed += [covers(rule) for rule in found.rules if rule.golden]
    assert len(printed) >= 300
    assert np.mean(printed, axis=0).min() >= 0.93


def clustered(name: str, values: np.ndarray) -> np.ndarray:
    """Cluster values that have no structure, with the algorithms that analysts use."""
    from sklearn.cluster import DBSCAN, AgglomerativeClustering, KMeans
    from sklearn.mixture import GaussianMixture

    models = {
        "k-means": KMeans(3, n_init=2, random_state=0),
        "agglomerative": AgglomerativeClustering(2),
        "Gaussian mixture": GaussianMixture(3, random_state=0),
        "DBSCAN": DBSCAN(eps=0.35, min_samples=15),
    }
    return models[name].fit_predict(values)


SIGNIFICANCE = (
    r"(?i)显著|significan|统计检验显示|p[ -]?值|p[ -]?value|\bp ?[<=≤] ?[0.]|拒绝原假设|null hypothesis|hypothesis test"
)


@pytest.mark.parametrize("algorithm", ["k-means", "agglomerative", "Gaussian mixture", "DBSCAN"])
def test_clusters_of_structureless_data_are_never_called_significant(tmp_path, algorithm):
    random = np.random.default_rng(23)
    values = random.normal(size=(1500, 3))
    kpis = {f"kpi_{n}": np.exp(3 + values[:, n]).round(3) for n in range(3)}
    others = random_table(7, 1500).drop("cluster", "monthly_spend", "active_days")
    path = tmp_path / "structureless.csv"
    others.with_columns(**kpis, cluster=pl.Series(clustered(algorithm, values))).write_csv(path)
    for language in ("zh", "en"):
        settings = Settings(language=language)
        deck, left_out = tell(*answered(path, settings), settings, find=QUICK)
        said = [*texts(deck), *(f"{item.what} {item.why}" for item in left_out)]
        assert not [text for text in said if re.search(SIGNIFICANCE, text)]
        assert any(claim.kind == "kpi" and claim.is_told for claim in deck.claims)
