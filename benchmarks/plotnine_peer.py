"""The plan with pandas and plotnine, violins drawn from the raw rows. usage: plotnine_peer.py TABLE DECK"""

from __future__ import annotations

import plan  # first: it starts the clock

from functools import partial  # isort: skip

import matplotlib  # isort: skip

matplotlib.use("Agg")
import numpy as np
import plotnine as p9

FAMILY = ["DejaVu Sans", "Noto Sans CJK SC", "Noto Sans CJK JP"]


def saved(plot, path) -> None:
    """Write a plot."""
    (plot + p9.theme_minimal(base_family=FAMILY)).save(path, width=6, height=4, dpi=150, verbose=False)


def distribution(layers, table, kpi, log, path) -> None:
    """Draw layers of raw rows a cluster."""
    rows = table[[plan.LABEL, kpi]].dropna().astype({plan.LABEL: str})
    rows[kpi] = np.log1p(rows[kpi]) if log else rows[kpi]
    saved(p9.ggplot(rows, p9.aes(plan.LABEL, kpi, fill=plan.LABEL)) + [layer() for layer in layers], path)


def narrow_box():
    """Return the box that stands in a violin."""
    return p9.geom_boxplot(width=0.1, outlier_shape="")


def bars(shares, path) -> None:
    """Draw shares by cluster."""
    long = shares.rename_axis(columns="flag").stack().rename("share").reset_index().astype({plan.LABEL: str})
    look = p9.aes("flag", "share", fill=plan.LABEL)
    saved(p9.ggplot(long, look) + p9.geom_col(position="dodge") + p9.coord_flip(), path)


def top(shares, path) -> None:
    """Draw the commonest levels of each cluster."""
    long = shares.rename("share").reset_index().astype({plan.LABEL: str})
    look = p9.aes(f"reorder({plan.TOP}, share)", "share", fill=plan.LABEL)
    saved(p9.ggplot(long, look) + p9.geom_col() + p9.coord_flip() + p9.facet_wrap(plan.LABEL, scales="free"), path)


def stacked(crosstab, path) -> None:
    """Draw 100 % bars."""
    long = crosstab.rename_axis(columns="level").stack().rename("share").reset_index().astype({plan.LABEL: str})
    saved(p9.ggplot(long, p9.aes(plan.LABEL, "share", fill="level")) + p9.geom_col() + p9.coord_flip(), path)


if __name__ == "__main__":
    shapes = {
        "violin": partial(distribution, (p9.geom_violin, narrow_box)),
        "box": partial(distribution, (p9.geom_boxplot,)),
    }
    plan.run({**shapes, "bars": bars, "top": top, "stacked": stacked})
