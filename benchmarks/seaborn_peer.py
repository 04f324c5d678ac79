"""The plan with pandas and seaborn. usage: seaborn_peer.py TABLE DECK"""

from __future__ import annotations

import plan  # first: it starts the clock

from functools import partial  # isort: skip

import matplotlib  # isort: skip

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns

SIZE, DPI = (6, 4), 150


def saved(figure, path) -> None:
    """Write a figure."""
    figure.tight_layout()
    figure.savefig(path, dpi=DPI)
    plt.close(figure)


def distribution(draw, table, kpi, log, path) -> None:
    """Draw a violin or a box a cluster."""
    figure, axes = plt.subplots(figsize=SIZE)
    values = np.log1p(table[kpi]) if log else table[kpi]
    draw(x=table[plan.LABEL], y=values, hue=table[plan.LABEL], legend=False, ax=axes)
    saved(figure, path)


def bars(shares, path) -> None:
    """Draw shares by cluster."""
    figure, axes = plt.subplots(figsize=SIZE)
    long = shares.rename_axis(columns="flag").stack().rename("share").reset_index()
    sns.barplot(long, x="share", y="flag", hue=plan.LABEL, ax=axes)
    saved(figure, path)


def top(shares, path) -> None:
    """Draw the commonest levels of each cluster."""
    clusters = shares.index.levels[0]
    figure, axes = plt.subplots(1, len(clusters), figsize=SIZE)
    for cluster, place in zip(clusters, axes, strict=True):
        own = shares.loc[cluster]
        sns.barplot(x=own.values, y=own.index, ax=place)
    saved(figure, path)


def stacked(crosstab, path) -> None:
    """Draw 100 % bars."""
    figure, axes = plt.subplots(figsize=SIZE)
    crosstab.plot.barh(stacked=True, ax=axes, colormap="tab20")
    saved(figure, path)


if __name__ == "__main__":
    sns.set_theme(style="whitegrid", font=["DejaVu Sans", "Noto Sans CJK SC", "Noto Sans CJK JP"])
    shapes = {"violin": partial(distribution, sns.violinplot), "box": partial(distribution, sns.boxplot)}
    plan.run({**shapes, "bars": bars, "top": top, "stacked": stacked})
