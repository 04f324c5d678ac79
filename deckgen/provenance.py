"""Which columns go so closely with what the clustering was fitted on that they tell nothing of their own?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from deckgen.columns import Column
from deckgen.customers import Customers
from deckgen.features import feature_columns
from deckgen.questions import Answers

DERIVED = 0.95
"""|Spearman| from which a column goes with an input as one that was derived from it."""
LEAST_PAIRS = 30


def with_derived(customers: Customers, answers: Answers) -> Customers:
    """Return the customers with the provenance "derived" for every column that goes with a clustering input.

    Ranked are KPIs and ordinal categories, on the sampled rows; a flag or a nominal category has no order to go with.
    """
    inputs = [column for column in customers.of_role("kpi") if column.provenance == "input"]
    others = [column for column in feature_columns(customers) if column.provenance == "external" and is_ordered(column)]
    if not inputs or not others:
        return customers
    rows = answers.rows(feature_columns(customers))
    ranked = [numbers(rows[column.name], column) for column in inputs]
    derived = {c.name for c in others if any(goes_with(numbers(rows[c.name], c), other) for other in ranked)}
    columns = (replace(c, provenance="derived") if c.name in derived else c for c in customers.columns)
    return replace(customers, columns=tuple(columns))


def is_ordered(column: Column) -> bool:
    """Tell whether a column's values have an order."""
    return column.role == "kpi" or bool(column.order)


def numbers(cells: pl.Series, column: Column) -> np.ndarray:
    """Return a column's values, or the places of its levels, as numbers; NaN where there is none."""
    if column.role == "kpi":
        return cells.cast(pl.Float64).to_numpy()
    places = {level: place for place, level in enumerate(column.order)}
    return cells.replace_strict(places, default=None, return_dtype=pl.Float64).to_numpy()


def goes_with(one: np.ndarray, other: np.ndarray) -> bool:
    """Tell whether two columns rank the customers who have both alike, or the other way round."""
    both = np.isfinite(one) & np.isfinite(other)
    if both.sum() < LEAST_PAIRS:
        return False
    ranks = [pl.Series(values[both]).rank("average").to_numpy() for values in (one, other)]
    if any(np.ptp(places) == 0 for places in ranks):
        return False
    return abs(float(np.corrcoef(*ranks)[0, 1])) >= DERIVED
