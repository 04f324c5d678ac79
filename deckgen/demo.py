"""Which table does the demonstration show? Made-up advertisers with the columns of a usual customer export, clustered.

Nobody in it exists. Size and engagement are drawn for every customer, all columns follow from them with noise, and the
label comes from k-means on the numeric columns, as an analyst would make it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from deckgen.slides import Language
from deckgen.wording import Text

SEED = 7
CLUSTERED_ON = (
    "month_avg_spend_amt",
    "total_ad_count",
    "month_avg_topup_amt",
    "avg_monthly_active_days",
    "days_since_last_spend",
)

CATEGORIES = (
    Text("女装", "Women's wear"),
    Text("美妆个护", "Beauty"),
    Text("3C数码", "Electronics"),
    Text("家居用品", "Home"),
    Text("户外运动", "Outdoor"),
    Text("手游", "Mobile games"),
    Text("宠物用品", "Pet supplies"),
    Text("五金工具", "Tools"),
)
MEDIA = (Text("TikTok", "TikTok"), Text("Meta", "Meta"), Text("Google", "Google"), Text("Bing", "Bing"))
REGIONS = (
    Text("北美", "North America"),
    Text("西欧", "Western Europe"),
    Text("东南亚", "Southeast Asia"),
    Text("中东", "Middle East"),
    Text("拉美", "Latin America"),
)
SIZES = (
    Text("微型(1-9人)", "1-9"),
    Text("小型(10-49人)", "10-49"),
    Text("中型(50-299人)", "50-299"),
    Text("大型(300人以上)", "300+"),
)
BACKGROUNDS = (
    Text("品牌出海", "Own brand"),
    Text("独立站", "Own shop"),
    Text("平台卖家", "Marketplace seller"),
    Text("工厂转型", "Manufacturer"),
)


def sample_table(rows: int, language: Language = "zh") -> pl.DataFrame:
    """Return a table of made-up customers with the label `cluster` (0, 1, 2); the same one for the same arguments."""
    random = np.random.default_rng(SEED)
    size, engagement = latent_traits(random, rows)
    kpis = kpi_columns(random, size, engagement)
    qualities = quality_columns(random, size, engagement, language)
    ids = {"customer_id": [f"C{number:07d}" for number in range(1, rows + 1)]}
    table = pl.DataFrame(ids | kpis | qualities)
    return table.with_columns(pl.Series("cluster", labels(table)))


def latent_traits(random: np.random.Generator, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw every customer's size and engagement, (rows,) each, around three centres."""
    centres = np.array([[-0.7, -0.8], [0.2, 0.9], [2.1, 1.0]])
    kind = random.choice(3, size=rows, p=[0.55, 0.3, 0.15])
    traits = centres[kind] + random.normal(0, 0.55, (rows, 2))
    return traits[:, 0], traits[:, 1]


def kpi_columns(random: np.random.Generator, size: np.ndarray, engagement: np.ndarray) -> dict[str, np.ndarray]:
    """Draw the numeric columns; a few customers spend nothing, and then their volatility is missing."""
    rows = len(size)

    def noise(scale: float) -> np.ndarray:
        return random.normal(0, scale, rows)

    spend = np.exp(7.2 + 1.3 * size + 0.3 * engagement + noise(0.7))
    spend[random.random(rows) < 0.03 * (1 - np.tanh(engagement))] = 0
    active = np.clip(11 + 5 * engagement + size + noise(2.5), 0, 30)
    volatility = np.exp(-0.4 - 0.25 * engagement + noise(0.4))
    return {
        "month_avg_spend_amt": spend.round(2),
        "total_ad_count": np.exp(3 + 0.9 * size + 0.5 * engagement + noise(0.6)).round().astype(int),
        "month_avg_topup_amt": (spend * np.exp(noise(0.25))).round(-1),
        "days_since_last_spend": np.exp(2.6 - 0.9 * engagement + noise(0.7)).round().astype(int),
        "avg_monthly_active_days": active.round(1),
        "month_avg_ad_count": np.exp(1 + 0.7 * size + 0.5 * engagement + noise(0.5)).round(1),
        "month_std2avg": np.where(spend > 0, volatility.round(3), np.nan),
        "value_concentration_index": random.beta(3, 4, rows).round(3),
        "total_account_count": 1 + random.poisson(np.exp(0.2 + 0.5 * size)),
        "channel_count": 1 + random.binomial(4, 0.25, rows),
    }


def quality_columns(
    random: np.random.Generator, size: np.ndarray, engagement: np.ndarray, language: Language
) -> dict[str, Sequence]:
    """Draw flags and categories, some of which go with size or engagement."""
    yes, no = ("yes", "no") if language == "en" else ("是", "否")

    def flags(logit: np.ndarray) -> np.ndarray:
        return np.where(random.random(len(size)) < 1 / (1 + np.exp(-logit)), yes, no)

    def levels(texts: Sequence[Text], pulls: Sequence[float], trait: np.ndarray) -> list[str | None]:
        return drawn_levels(random, [text(language) for text in texts], pulls, trait)

    return {
        "is_core_category_apparel": flags(-1.4 + 0.4 * size),
        "is_core_category_beauty": flags(-2.0 + 0.3 * engagement),
        "is_core_category_game": flags(np.full(len(size), -2.2)),
        "is_core_category_home": flags(-1.3 - 0.3 * size),
        "top_l2_category": levels(CATEGORIES, (0.6, 0.5, 0.1, -0.3, 0, 0.1, 0, -0.6), size),
        "main_media": levels(MEDIA, (0.7, 0.1, 0, -0.7), engagement),
        "top_custom_region_all": levels(REGIONS, (0.6, 0.4, -0.6, 0, -0.2), size),
        "corporation_size": levels(SIZES, (-1.2, -0.3, 0.6, 1.4), size),
        "business_background": levels(BACKGROUNDS, (0.9, 0.5, -0.3, -0.6), size),
        "has_high_risk_flag_policy_violation": flags(-2.6 - 0.4 * engagement),
        "has_high_risk_flag_payment_overdue": flags(-2.9 - 0.5 * size),
        "has_high_risk_flag_refund_dispute": flags(-3.3 + 0.4 * size),
    }


def drawn_levels(
    random: np.random.Generator, texts: Sequence[str], pulls: Sequence[float], trait: np.ndarray
) -> list[str | None]:
    """Draw a level for every customer: `pulls` say how strongly a trait raises each level's odds; 3 % are missing."""
    base = np.linspace(0.6, -0.6, len(texts))
    odds = np.exp(base + np.outer(trait, pulls))
    chances = np.cumsum(odds / odds.sum(axis=1, keepdims=True), axis=1)
    places = (random.random((len(trait), 1)) > chances).sum(axis=1).clip(max=len(texts) - 1)
    missing = random.random(len(trait)) < 0.03
    return [None if gap else texts[place] for place, gap in zip(places, missing, strict=True)]


def labels(table: pl.DataFrame) -> np.ndarray:
    """Cluster the customers by k-means (three groups) on the logarithms of some KPIs, (rows,)."""
    from sklearn.cluster import KMeans
    from sklearn.preprocessing import StandardScaler

    logs = np.log1p(table.select(CLUSTERED_ON).to_numpy())
    return KMeans(3, n_init=4, random_state=SEED).fit_predict(StandardScaler().fit_transform(logs))
