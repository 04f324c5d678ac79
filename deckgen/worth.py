"""How much of the first amount of money in a table does each cluster hold, and do a few customers carry it?"""

from __future__ import annotations

from deckgen.brief import Brief, once
from deckgen.claims import REST, Claim
from deckgen.phrases import mentioned
from deckgen.statistics.disclosure import printable
from deckgen.statistics.verdicts import SMALL_CLUSTER

WHALES = 0.1
"""It is told where the top 1 % of a cluster hold this share of its total."""
FEWEST_LIKE = 0.02
"""A total is as uneven as if this share of the customers held all of it alike: then it tells of these alone."""

FAR_APART = 3
"""A deviation of so many means: three times that of an exponential tail."""


@once
def money_claims(brief: Brief) -> dict[str, Claim]:
    """Return the claims on the first money KPI that was compared, by cluster."""
    money = next((c for c in brief.customers.of_role("kpi") if c.money and brief.claims.where(column=c.name)), None)
    return {c.cluster: c for c in brief.claims.where(kind="kpi", column=money.name, against=REST)} if money else {}


@once
def value_shares(brief: Brief) -> dict[str, float]:
    """Return each cluster's share of the first money KPI's total.

    Nothing where there is no such KPI, a total is negative, or hardly anybody carries one.
    """
    claims = money_claims(brief)
    totals = {key: claim.numbers["total"] for key, claim in claims.items()}
    whole = sum(totals.values())
    if not whole > 0 or min(totals.values()) < 0 or not all(map(printable, brief.answers.sizes)):
        return {}
    if any(is_carried(claim) for claim in claims.values()):
        return {}
    return {cluster: round(total / whole, 3) for cluster, total in totals.items()}


def is_carried(claim: Claim) -> bool:
    """Tell whether hardly any customers carry a cluster's total, and so its mean.

    As the participation ratio has it: n customers are as uneven as n / (1 + (sd / mean)^2) of them that are all alike.
    """
    mean, deviation = claim.numbers["mean"], claim.numbers["sd"]
    return mean**2 < FEWEST_LIKE * (mean**2 + deviation**2)


def is_beyond(claim: Claim) -> bool:
    """Tell whether a cluster's mean lies beyond the middle half of its customers, who are far apart."""
    n = claim.numbers
    far = n["sd"] > FAR_APART * abs(n["mean"])
    return claim.bases[0] >= SMALL_CLUSTER and far and not n["p25"] <= n["mean"] <= n["p75"]


def money_name(brief: Brief) -> str:
    """Return the name of the first money KPI that was compared."""
    claims = money_claims(brief)
    return mentioned(brief, brief.customers[next(iter(claims.values())).column], bare=True)


def top_share(brief: Brief, cluster: str) -> str:
    """Print the share of a cluster's total that its top 1 % hold, where that is much and known; else nothing."""
    held = money_claims(brief)[cluster].numbers["top1_share"]
    return brief.say.percent(held) if held >= WHALES else ""


def of_that(brief: Brief, cluster: str) -> str:
    """Add to a cluster's share of the money how much of it the cluster's top 1 % hold, where that is much.

    Where their number is too small to tell, that few carry it, where the mean shows it.
    """
    top, say = top_share(brief, cluster), brief.say
    if top:
        return say(f"（该群体{money_name(brief)}的 {top} 来自其前 1% {say.rows}）", f", {top} of that by its top 1%")
    few = is_beyond(money_claims(brief)[cluster])
    return say(f"，由其中少数{say.rows}带动", f", carried by few of its {say.rows}") if few else ""


def carried_words(brief: Brief, cluster: str) -> str:
    """Say that a cluster's top customers hold much of its money, or that few carry it; nothing where neither is so."""
    say, name, money, top = brief.say, brief.name(cluster), money_name(brief), top_share(brief, cluster)
    if top:
        return say(f"{name}{money}的 {top} 来自其前 1% {say.rows}", f"the top 1% of {name} hold {top} of its {money}")
    if not is_beyond(money_claims(brief)[cluster]):
        return ""
    return say(f"{name}的{money}由其中少数{say.rows}带动", f"few {say.rows} carry the {money} of {name}")


def outweighs(brief: Brief, cluster: str) -> bool:
    """Tell whether a cluster's share of the money is by a fifth larger than its share of the customers."""
    size = brief.sizes[cluster]
    return value_shares(brief).get(cluster, 0.0) > 1.2 * size / brief.total


def heaviest(brief: Brief) -> str:
    """Return the cluster whose share of the money is the largest multiple of its share of the customers."""
    shares = value_shares(brief)
    return max(shares, key=lambda key: shares[key] / brief.sizes[key])


def lightest(brief: Brief) -> str:
    """Return the cluster whose share of the money is the smallest part of its share of the customers."""
    shares = value_shares(brief)
    return min(shares, key=lambda key: shares[key] / brief.sizes[key])


def falls_behind(brief: Brief, cluster: str) -> bool:
    """Tell whether a cluster's share of the money is by more than a sixth smaller than its share of the customers."""
    size = brief.sizes[cluster]
    return 1.2 * value_shares(brief).get(cluster, 1.0) < size / brief.total
