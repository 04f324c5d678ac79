"""How much of the first amount of money in a table does each cluster hold?"""

from __future__ import annotations

from deckgen.brief import Brief
from deckgen.claims import REST
from deckgen.phrases import mentioned
from deckgen.statistics.disclosure import printable


def value_shares(brief: Brief) -> dict[str, float]:
    """Return each cluster's share of the first money KPI's total, if there is such a KPI and no negative total."""
    money = next((c for c in brief.customers.of_role("kpi") if c.money and brief.claims.where(column=c.name)), None)
    if money is None or not all(map(printable, brief.answers.sizes)):
        return {}
    totals = {c.cluster: c.numbers["total"] for c in brief.claims.where(kind="kpi", column=money.name, against=REST)}
    whole = sum(totals.values())
    if not whole > 0 or min(totals.values()) < 0:
        return {}
    return {cluster: round(total / whole, 3) for cluster, total in totals.items()}


def money_name(brief: Brief) -> str:
    """Return the name of the first money KPI."""
    return next(mentioned(brief, c) for c in brief.customers.of_role("kpi") if c.money)


def outweighs(brief: Brief, cluster: str) -> bool:
    """Tell whether a cluster's share of the money is by a fifth larger than its share of the customers."""
    size = brief.sizes[cluster]
    return value_shares(brief).get(cluster, 0.0) > 1.2 * size / brief.total


def falls_behind(brief: Brief, cluster: str) -> bool:
    """Tell whether a cluster's share of the money is by more than a sixth smaller than its share of the customers."""
    size = brief.sizes[cluster]
    return 1.2 * value_shares(brief).get(cluster, 1.0) < size / brief.total
