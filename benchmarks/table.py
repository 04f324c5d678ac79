"""Make a table of customers of any size: `python benchmarks/table.py ROWS FILE.csv` writes FILE.csv and FILE.parquet.

The columns are those of a usual advertiser export: ten KPIs with heavy tails, ties and gaps, eight flags in several
spellings, five categories, an id, and a label that goes with most of them. Rows are made and written in blocks.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl

BLOCK = 500_000
SEED = 20
CATEGORIES = {
    "top_l2_category": [f"品类{number:02d}" for number in range(1, 41)],
    "main_media": ["TikTok", "Meta", "Google", "Bing", "Snapchat", "Pinterest", "其他"],
    "top_custom_region_all": ["北美", "西欧", "东南亚", "拉美", "中东", "日韩", "东欧", "澳新", "港澳台", "非洲"],
    "corporation_size": ["SMB", "中型企业", "KA客户", "个人"],
    "business_background": ["品牌出海", "工贸一体", "贸易商", "平台卖家转型", "独立站创业者", "应用开发商"],
}
FLAGS = {
    "is_core_category_apparel": (0.18, 0.40, ("0", "1")),
    "is_core_category_beauty": (0.10, 0.24, ("0", "1")),
    "is_core_category_home": (0.15, 0.15, ("否", "是")),
    "is_core_category_electronics": (0.14, 0.08, ("0", "1")),
    "has_high_risk_flag_payment": (0.06, 0.02, ("False", "True")),
    "has_high_risk_flag_policy": (0.09, 0.04, ("False", "True")),
    "has_high_risk_flag_fraud": (0.03, 0.01, ("False", "True")),
    "has_high_risk_flag_churn": (0.20, 0.07, ("False", "True")),
}


def block(start: int, rows: int, clusters: int, random: np.random.Generator) -> pl.DataFrame:
    """Make some rows; cluster 0 holds most customers, each further one is larger in value and more active."""
    shares = np.array([0.8, *[0.2 / (clusters - 1)] * (clusters - 1)])
    label = random.choice(clusters, size=rows, p=shares)
    level = np.minimum(label, 1) + 0.25 * np.maximum(label - 1, 0)
    size = random.normal(0, 1, rows)
    return pl.DataFrame(
        {
            "customer_id": [f"ADV{number}" for number in range(100_000_000 + start, 100_000_000 + start + rows)],
            **kpis(level, size, random),
            **{name: flags(level, odds, random) for name, odds in FLAGS.items()},
            **{name: levels(level, texts, random) for name, texts in CATEGORIES.items()},
            "cluster_agg_k": label,
        }
    )


def kpis(level: np.ndarray, size: np.ndarray, random: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw the KPIs: amounts to the cent, counts, days, and shares to four digits; some volatility is missing."""
    rows = len(level)

    def heavy(centre: float, step: float, spread: float) -> np.ndarray:
        return np.exp(centre + step * level + spread * (0.7 * size + 0.7 * random.normal(0, 1, rows)))

    spend = np.where(random.random(rows) < 0.04, 0.0, heavy(7, 2, 1.5)).round(2)
    ads = np.floor(heavy(3, 1.3, 1.2))
    volatility = heavy(-0.2, -0.5, 0.5).round(4)
    return {
        "month_avg_spend_amt": spend,
        "total_ad_count": ads,
        "month_avg_topup_amt": (spend * np.exp(random.normal(0, 0.25, rows))).round(2),
        "days_since_last_spend": np.floor(random.exponential(55 / (1 + 6 * level))).clip(0, 365),
        "avg_monthly_active_days": (9 + 13 * level + 2 * size + random.normal(0, 5, rows)).clip(0, 31).round(2),
        "month_avg_ad_count": (ads / random.uniform(2, 12, rows)).round(2),
        "month_std2avg": np.where(random.random(rows) < 0.03, np.nan, volatility),
        "value_concentration_index": random.beta(2 + 3 * (level < 1), 3.0).round(4),
        "total_account_count": 1.0 + random.poisson(0.7 + 3.3 * level),
        "channel_count": (1.0 + random.poisson(0.3 + 1.3 * level)).clip(1, 7),
    }


def flags(level: np.ndarray, odds: tuple[float, float, tuple[str, str]], random: np.random.Generator) -> pl.Series:
    """Draw yes and no, in the column's spelling."""
    low, high, words = odds
    return pl.Series(words).gather(
        (random.random(len(level)) < low + (high - low) * level.clip(0, 1)).astype(np.uint32)
    )


def levels(level: np.ndarray, texts: list[str], random: np.random.Generator) -> pl.Series:
    """Draw a category whose common levels differ by cluster; 2 % are missing."""
    weights = 1 / np.arange(1, len(texts) + 1) ** 0.8
    first, second = (np.cumsum(w / w.sum()) for w in (weights, np.roll(weights, 2)))
    drawn = random.random(len(level))
    places = np.where(level > 0, np.searchsorted(second, drawn), np.searchsorted(first, drawn)).clip(0, len(texts) - 1)
    gaps = pl.Series(random.random(len(level)) < 0.02)
    return pl.Series(texts).gather(places.astype(np.uint32)).set(gaps, None)


def make(rows: int, csv: Path, clusters: int = 2) -> None:
    """Write a table as CSV and, beside it, as Parquet."""
    random = np.random.default_rng(SEED)
    with csv.open("wb") as file:
        for start in range(0, rows, BLOCK):
            made = block(start, min(BLOCK, rows - start), clusters, random).fill_nan(None)
            made.write_csv(file, include_header=start == 0)
    pl.scan_csv(csv, infer_schema_length=20_000).sink_parquet(csv.with_suffix(".parquet"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=int)
    parser.add_argument("csv", type=Path)
    parser.add_argument("--clusters", type=int, default=2)
    chosen = parser.parse_args()
    make(chosen.rows, chosen.csv, chosen.clusters)
