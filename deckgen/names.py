"""Which name does the evidence suggest for each cluster? A function of clear verdicts only, without randomness."""

from __future__ import annotations

from collections import Counter

from deckgen.brief import Brief
from deckgen.claims import REST, Claim
from deckgen.phrases import standing
from deckgen.wording import Text

VALUE = {1: Text("高价值", "High-value"), 0: Text("中坚", "Core"), -1: Text("长尾", "Long-tail")}
ACTIVITY = {1: Text("活跃", "active"), 0: Text("稳健", "steady"), -1: Text("沉默", "dormant")}


def proposed_names(brief: Brief) -> dict[str, str]:
    """Return a proposal a cluster: value x activity, with the strongest unshared trait where two collide.

    A cluster about which nothing clear is told gets no proposal.
    """
    levels = {key: (level(brief, key, "spending"), level(brief, key, "activity")) for key in brief.keys}
    if not any(value or activity for value, activity in levels.values()):
        return {key: name for key in brief.keys if (name := trait_name(brief, key))}
    known = {key: pair for key, pair in levels.items() if brief.claims.where(kind="kpi", cluster=key)}
    twice = {pair for pair, times in Counter(known.values()).items() if times > 1}
    return {key: words(brief, *pair, trait(brief, key, known) if pair in twice else "") for key, pair in known.items()}


def level(brief: Brief, cluster: str, theme: str) -> int:
    """Return where a cluster stands on a theme: 1, 0 or -1."""
    return standing(brief, cluster, theme).level


def words(brief: Brief, value: int, activity: int, trait_words: str) -> str:
    """Put value, activity and a distinguishing trait into a name."""
    say = brief.say
    name = say(f"{VALUE[value].zh}{ACTIVITY[activity].zh}客群", f"{VALUE[value].en} {ACTIVITY[activity].en}")
    return name + (say.aside(trait_words) if trait_words else "")


def trait(brief: Brief, cluster: str, levels: dict[str, tuple[int, int]]) -> str:
    """Return the clear claim with the largest effect that the clusters of the same name do not share."""
    twins = [key for key, pair in levels.items() if key != cluster and pair == levels[cluster]]
    shared = {
        (c.column, c.direction)
        for key in twins
        for c in brief.claims.where(kind="kpi", cluster=key, against=REST, verdict="clear")
    }
    own = brief.claims.where(kind="kpi", cluster=cluster, against=REST, verdict="clear")
    unshared = [c for c in own if (c.column, c.direction) not in shared]
    strongest = max(unshared, key=lambda c: abs(c.effect.value), default=None)
    return trait_words(brief, strongest) if strongest else brief.name(cluster)


def trait_words(brief: Brief, claim: Claim) -> str:
    """Say a claim as a trait: "月均消耗更高"."""
    title = brief.title(brief.customers[claim.column])
    return brief.say(
        f"{title}{'更高' if claim.direction > 0 else '更低'}",
        f"{'higher' if claim.direction > 0 else 'lower'} {title.lower()}",
    )


def trait_name(brief: Brief, cluster: str) -> str:
    """Return a name from the strongest clear KPI, where the table tells neither value nor activity."""
    own = brief.claims.where(kind="kpi", cluster=cluster, against=REST, verdict="clear")
    strongest = max(own, key=lambda c: abs(c.effect.value), default=None)
    if strongest is None:
        return ""
    title = brief.title(brief.customers[strongest.column])
    high = strongest.direction > 0
    return brief.say(f"{'高' if high else '低'}{title}客群", f"{'High' if high else 'Low'} {title.lower()}")
