"""Which cluster would gradient boosting name? The best that the features allow, to hold a small tree against."""

from __future__ import annotations

import numpy as np

from deckgen.deferred import deferred

BOOSTING = {"max_iter": 40, "learning_rate": 0.15, "max_leaf_nodes": 15, "early_stopping": False, "random_state": 0}


def load() -> None:
    """Import what boosting needs, and no more."""
    with deferred("scipy.stats"):
        import sklearn.ensemble  # noqa: F401


def boosted(codes: np.ndarray, labels: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Fit on customers' codes (rows, features) and labels (rows,); return the labels it names for others."""
    load()
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    model = HistGradientBoostingClassifier(**BOOSTING)
    with threadpool_limits(1):  # charts are drawn beside; threads that wait for each other would slow both down
        model.fit(codes, labels)
        return model.predict(others)
