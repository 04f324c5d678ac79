"""The plan as an analyst scripts it: pandas for the tables, scikit-learn for the tree, python-pptx for the deck.

Both peers do the same and differ in who draws: a peer gives `run` the five functions that draw. Nothing is checked, no
interval is computed and no sentence is written that needs judgement; that is what the peers save over deckgen.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

STARTED = time.perf_counter()

import pandas as pd  # noqa: E402
from pptx import Presentation  # noqa: E402
from pptx.util import Inches, Pt  # noqa: E402
from sklearn.tree import DecisionTreeClassifier, export_text, plot_tree  # noqa: E402

LABEL = "cluster_agg_k"
KPIS = [
    "month_avg_spend_amt",
    "total_ad_count",
    "month_avg_topup_amt",
    "days_since_last_spend",
    "avg_monthly_active_days",
    "month_avg_ad_count",
    "month_std2avg",
    "value_concentration_index",
    "total_account_count",
    "channel_count",
]
DRAWN = {
    "month_avg_spend_amt": ("violin", True),
    "days_since_last_spend": ("box", False),
    "avg_monthly_active_days": ("violin", False),
    "month_std2avg": ("box", False),
}
"""The KPIs that are drawn: how, and whether on log1p."""
CATEGORIES = ["main_media", "top_custom_region_all", "corporation_size", "business_background"]
TOP = "top_l2_category"
YES = {"1", "是", "True", 1}

Draw = dict[str, Callable[..., None]]


def phase(name: str) -> None:
    """Tell on stderr, as deckgen does, that a phase begins."""
    print(f"  {time.perf_counter() - STARTED:5.1f} s  {name} ...", file=sys.stderr, flush=True)


def flag_columns(table: pd.DataFrame, prefix: str) -> pd.DataFrame:
    """Read the flags of a prefix as 0 and 1."""
    return table.filter(like=prefix).isin(YES).astype("int8")


def features(table: pd.DataFrame) -> pd.DataFrame:
    """Make the readable features: KPIs in five quantile bins, flags, categories one-hot (the ten commonest levels)."""
    bins = {kpi: pd.qcut(table[kpi], 5, labels=False, duplicates="drop").fillna(-1).astype("int8") for kpi in KPIS}
    flags = pd.concat([flag_columns(table, "is_core_category_"), flag_columns(table, "has_high_risk_flag_")], axis=1)
    common = table[TOP].value_counts().index[:10]
    texts = table[CATEGORIES].assign(**{TOP: table[TOP].where(table[TOP].isin(common), "其他")})
    return pd.concat([pd.DataFrame(bins), flags, pd.get_dummies(texts, dtype="int8")], axis=1)


def run(draw: Draw) -> None:
    """Read the table, do the plan and write the deck. usage: PEER.py TABLE DECK"""
    source, target = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        phase("reading the table")
        table = pd.read_parquet(source) if source.endswith(".parquet") else pd.read_csv(source)
        phase("tables")
        grouped = table.groupby(LABEL)
        numbers = grouped[KPIS].agg(["mean", "median", "std"])
        core = flag_columns(table, "is_core_category_").groupby(table[LABEL]).mean()
        risk = flag_columns(table, "has_high_risk_flag_").groupby(table[LABEL]).mean()
        shares = {c: pd.crosstab(table[LABEL], table[c].fillna("缺失"), normalize="index") for c in CATEGORIES}
        top = grouped[TOP].value_counts(normalize=True).groupby(level=0).head(5)
        phase("charts")
        pictures = {name: Path(folder, f"{name}.png") for name in [*DRAWN, "core", "risk", "top", *CATEGORIES, "tree"]}
        for kpi, (kind, log) in DRAWN.items():
            draw[kind](table, kpi, log, pictures[kpi])
        draw["bars"](core, pictures["core"])
        draw["bars"](risk, pictures["risk"])
        draw["top"](top, pictures["top"])
        for column, crosstab in shares.items():
            draw["stacked"](crosstab, pictures[column])
        phase("tree")
        made = features(table)
        model = DecisionTreeClassifier(max_depth=3, random_state=0).fit(made, table[LABEL])
        draw_tree(model, list(made.columns), pictures["tree"])
        phase("deck")
        deck(numbers, shares, top, pictures, export_text(model, feature_names=list(made.columns)), target)
    phase("done")


def draw_tree(model: DecisionTreeClassifier, names: list[str], path: Path) -> None:
    """Draw the tree with scikit-learn's own plot."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(10, 6))
    plot_tree(model, feature_names=names, filled=True, fontsize=8, ax=axes)
    figure.savefig(path, dpi=150)
    plt.close(figure)


def deck(
    numbers: pd.DataFrame,
    shares: dict[str, pd.DataFrame],
    top: pd.Series,
    pictures: dict[str, Path],
    rules: str,
    to: str,
) -> None:
    """Write the deck: a cover, a page a step, and the persona table."""
    show = Presentation()
    show.slide_width, show.slide_height = Inches(13.333), Inches(7.5)
    show.slides.add_slide(show.slide_layouts[0]).shapes.title.text = "深度客群画像分析报告"

    def page(title: str, *names: str):
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = title
        for place, name in enumerate(names):
            left = Inches(0.5 + place * 12.3 / len(names))
            slide.shapes.add_picture(str(pictures[name]), left, Inches(1.5), width=Inches(min(12.2 / len(names), 8)))
        return slide

    clusters = list(numbers.index)
    heads = ["指标", *(f"群体{k} {s}" for k in clusters for s in ("mean", "median", "std"))]
    body = [[k, *(f"{numbers.loc[c, (k, s)]:,.2f}" for c in clusters for s in ("mean", "median", "std"))] for k in KPIS]
    table(page("核心价值指标对比"), [heads, *body])
    drawn = list(DRAWN)
    for title, names in (
        ("分布对比（一）", drawn[:2]),
        ("分布对比（二）", drawn[2:]),
        ("核心品类渗透率", ["core"]),
        ("前五二级品类", ["top"]),
        ("媒体", ["main_media"]),
        ("区域", ["top_custom_region_all"]),
        ("规模与背景", CATEGORIES[2:]),
        ("风险画像", ["risk"]),
    ):
        page(title, *names)
    box = page("决策树与核心规则", "tree").shapes.add_textbox(Inches(8.8), Inches(1.4), Inches(4.3), Inches(5.5))
    box.text_frame.text = rules
    rows = [
        ["特征", *(f"群体{c}" for c in clusters)],
        ["消费能力", *(f"{numbers.loc[c, (KPIS[0], 'median')]:,.1f}" for c in clusters)],
        ["品类偏好", *("、".join(top.loc[c].index[:3]) for c in clusters)],
        ["渠道偏好", *(shares["main_media"].loc[c].idxmax() for c in clusters)],
        ["客户属性", *(shares["corporation_size"].loc[c].idxmax() for c in clusters)],
    ]
    table(page("综合画像"), rows)
    show.save(to)


def table(slide, rows: list[list[str]]) -> None:
    """Put a table on a slide."""
    size = Inches(0.5), Inches(1.4), Inches(12.3), Inches(5)
    cells = slide.shapes.add_table(len(rows), len(rows[0]), *size).table
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            cells.cell(i, j).text = str(text)
            cells.cell(i, j).text_frame.paragraphs[0].font.size = Pt(11)
