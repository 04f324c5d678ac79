"""Which name does the evidence suggest for each cluster? A function of clear verdicts only, without randomness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from deckgen.brief import Brief
from deckgen.claims import REST, Claim
from deckgen.phrases import standing
from deckgen.wording import Text

NAMES: dict[str, dict[int, Text]] = {
    "spending": {1: Text("高价值", "High-value"), 0: Text("中坚", "Core"), -1: Text("长尾", "Long-tail")},
    "activity": {1: Text("活跃", "active"), 0: Text("稳健", "steady"), -1: Text("沉默", "dormant")},
}


def proposed_names(brief: Brief) -> dict[str, str]:
    """Return a proposal a cluster: value x activity, with the strongest unshared trait where two collide.

    A theme without any KPI gives no word. A cluster about which nothing clear is told gets no proposal.
    """
    themes = [theme for theme in ("spending", "activity") if any(standing(brief, k, theme).claims for k in brief.keys)]
    levels = {key: tuple((theme, standing(brief, key, theme).level) for theme in themes) for key in brief.keys}
    if not any(level for stands in levels.values() for _, level in stands):
        return {key: name for key in brief.keys if (name := trait_name(brief, key))}
    twice = {stands for stands, times in Counter(levels.values()).items() if times > 1}
    return {
        key: words(brief, dict(stands), trait(brief, key, levels) if stands in twice else "")
        for key, stands in levels.items()
    }


def words(brief: Brief, levels: dict[str, int], trait_words: str) -> str:
    """Put value, activity and a distinguishing trait into a name: "高价值活跃客群", "Core steady, higher tenure"."""
    say = brief.say
    found = [say.text(texts[levels[theme]]) for theme, texts in NAMES.items() if theme in levels]
    name = say("".join(found) + "客群", " ".join(found).capitalize())
    return name + (say(f"·{trait_words}", f", {trait_words}") if trait_words else "")


def trait(brief: Brief, cluster: str, levels: Mapping[str, object]) -> str:
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
