"""The roles that are inferred agree with roles that were set by hand; every disagreement is known, with its reason."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from conftest import SHARED, needs_shared

from deckgen.customers import read_customers
from deckgen.settings import Settings

pytestmark = needs_shared
DATA = SHARED / "data"
BY_HAND = {
    "numeric": "kpi",
    "count": "kpi",
    "coded_category": "category",
    "date_int": "date",
    "year": "date",
    "all_null": "empty",
    "near_unique_not_the_id": "id",
}
"""What deckgen calls the roles that the collection names otherwise."""
NOT_ROLES = ("must_not_be_a_tree_input", "ordinal", "lower_is_better", "placeholder_for_missing")
THIRD_LEVEL = "yes, no, and that the question does not arise: counted as a flag of the customers it concerns"
KNOWN = dict.fromkeys(
    (
        "MultipleLines",
        "OnlineSecurity",
        "OnlineBackup",
        "DeviceProtection",
        "TechSupport",
        "StreamingTV",
        "StreamingMovies",
    ),
    THIRD_LEVEL,
)
"""Columns that are seen otherwise than by hand, and why."""
TABLES = sorted(DATA.glob("*.csv"))


def facts(path: Path) -> dict | None:
    """Return what is known of a table, or nothing."""
    places = (DATA / f"{path.stem}_truth.json", DATA / "truth" / f"{path.stem}_facts.json")
    return next((json.loads(place.read_text(encoding="utf-8")) for place in places if place.exists()), None)


def by_hand(known: dict) -> dict[str, str]:
    """Return the role of every column as it was set by hand, in deckgen's words."""
    roles = known.get("roles") or {
        name: role for role, names in known["column_roles"].items() if role not in NOT_ROLES for name in names
    }
    return {name: BY_HAND.get(role, role) for name, role in roles.items()}


@cache
def compared() -> dict[tuple[str, str], tuple[str, str]]:
    """Return both roles of every column of every table."""
    pairs = {}
    for path in TABLES:
        if known := facts(path):
            seen = {c.name: c.role for c in read_customers(path, Settings(label=known["label_column"])).columns}
            pairs |= {(path.stem, name): (role, seen[name]) for name, role in by_hand(known).items()}
    return pairs


def test_at_least_95_percent_of_the_columns_are_seen_as_by_hand():
    pairs = compared()
    assert len(pairs) > 300
    assert sum(hand == seen for hand, seen in pairs.values()) >= 0.95 * len(pairs)


def test_every_disagreement_is_known():
    differ = {key: pair for key, pair in compared().items() if pair[0] != pair[1]}
    assert {name for _, name in differ} == set(KNOWN)
    assert set(differ.values()) == {("category", "flag")}


@pytest.mark.parametrize("path", [p for p in TABLES if p.stem.startswith("seed_2k") and facts(p)], ids=lambda p: p.stem)
def test_orders_and_polarities_are_those_set_by_hand(path):
    known = facts(path)["column_roles"]
    columns = {c.name: c for c in read_customers(path, Settings(label=facts(path)["label_column"])).columns}
    assert all(list(columns[name].order) == levels for name, levels in known["ordinal"].items())
    assert all(columns[name].polarity == "lower" for name in known["lower_is_better"])
