"""Effects are those of statsmodels and scipy, on the plan's table and on a million rows."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from conftest import SHARED, needs_shared
from scipy import stats
from statsmodels.stats.nonparametric import rank_compare_2indep
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from test_comparisons import KPI
from test_sections import told
from test_statistics import counted

from deckgen.comparisons import compare_values
from deckgen.statistics.shares import cramers_v

TABLE = SHARED / "data" / "seed_20k.csv"
MISSING = ["", " ", "NA", "N/A", "null", "nan", "未知", "-", "#N/A"]


def check_delta(found, one: np.ndarray, other: np.ndarray) -> None:
    """Check a delta and its interval."""
    expected = rank_compare_2indep(one, other, use_t=False)
    low, high = expected.conf_int(alpha=0.05)
    assert found.value == pytest.approx(2 * expected.prob1 - 1, abs=1e-6)
    if abs(found.value) <= 0.9:
        assert (found.low, found.high) == pytest.approx((2 * low - 1, 2 * high - 1), abs=1e-6)


def test_a_million_rows():
    random = np.random.default_rng(30)
    one, other = (np.round(np.exp(random.normal(m, 1.4, n)), 2) for m, n in ((5.6, 250_000), (5.0, 750_000)))
    table = counted_by_unique(one, other)
    check_delta(compare_values(KPI, table)[0].effect, one, other)


def counted_by_unique(*samples: np.ndarray):
    """Count samples of many values."""
    from dataclasses import replace

    values = np.unique(np.concatenate(samples))
    counts = np.stack([np.bincount(np.searchsorted(values, s), minlength=len(values)) for s in samples])
    return replace(counted(*([0.0],) * len(samples)), values=values, counts=counts)


@pytest.fixture(scope="module")
def plan():
    """The plan's table, straight from the file, and the claims of its deck."""
    cells = pl.all().str.strip_chars()
    rows = pl.read_csv(TABLE, infer_schema=False)
    rows = rows.with_columns(pl.when(cells.is_in(MISSING).not_()).then(cells).name.keep())
    return rows, told(TABLE, language="zh").claims


@needs_shared
def test_deltas_of_the_plans_table(plan):
    rows, claims = plan
    kpis = [c for c in claims if c.kind == "kpi" and c.cluster == "1"]
    assert len(kpis) == 10
    for claim in kpis:
        values = rows.select("cluster_agg_k2", pl.col(claim.column).cast(pl.Float64, strict=False)).drop_nulls()
        one, other = (values.filter(cluster_agg_k2=key)[claim.column].to_numpy() for key in ("1", "0"))
        check_delta(claim.effect, one, other)
        assert claim.effect.value == pytest.approx(
            2 * stats.mannwhitneyu(one, other).statistic / (len(one) * len(other)) - 1
        )


@needs_shared
def test_shares_of_the_plans_table(plan):
    rows, claims = plan
    flags = [c for c in claims if c.kind == "flag" and c.cluster == "1" and c.verdict != "suppressed"]
    assert len(flags) >= 8
    for claim in flags:
        known = rows.select("cluster_agg_k2", claim.column).drop_nulls()
        yes = pl.col(claim.column).str.to_lowercase().is_in(["1", "是", "true", "yes", "y"])
        n, other_n = (known.filter(cluster_agg_k2=key).height for key in ("1", "0"))
        one, other = (known.filter(yes, cluster_agg_k2=key).height for key in ("1", "0"))
        assert claim.numbers["share"] == pytest.approx(one / n, abs=1e-6)
        interval = proportion_confint(one, n, method="wilson")
        assert (claim.numbers["share_low"], claim.numbers["share_high"]) == pytest.approx(interval, abs=1e-6)
        gap = confint_proportions_2indep(one, n, other, other_n, compare="diff", method="newcomb")
        assert (claim.numbers["difference_low"], claim.numbers["difference_high"]) == pytest.approx(gap, abs=1e-6)
        ratio = confint_proportions_2indep(one, n, other, other_n, compare="ratio", method="score")
        assert (claim.effect.low, claim.effect.high) == pytest.approx(ratio, rel=1e-4)
        assert claim.effect.value == pytest.approx(one / n / (other / other_n), abs=1e-6)


@needs_shared
def test_association_on_the_plans_table(plan):
    rows, claims = plan
    for column in ("main_media", "top_l2_category", "corporation_size"):
        claim = next(c for c in claims if c.kind == "level" and c.column == column)
        known = rows.select("cluster_agg_k2", column).drop_nulls()
        table = known.group_by("cluster_agg_k2").agg(pl.col(column)).to_dict(as_series=False)[column]
        levels = sorted({level for cells in table for level in cells})
        counts = np.array([[cells.count(level) for level in levels] for cells in table])
        assert claim.numbers["cramers_v"] == pytest.approx(corrected_v(counts), abs=1e-6)
        assert cramers_v(counts) == pytest.approx(corrected_v(counts), abs=1e-9)


def corrected_v(counts: np.ndarray) -> float:
    """Work out Bergsma's V from scipy's chi-square without Yates' correction."""
    n, (r, k) = counts.sum(), counts.shape
    square = stats.chi2_contingency(counts, correction=False).statistic / n
    corrected = max(0, square - (r - 1) * (k - 1) / (n - 1))
    return np.sqrt(corrected / min(r - (r - 1) ** 2 / (n - 1) - 1, k - (k - 1) ** 2 / (n - 1) - 1))
