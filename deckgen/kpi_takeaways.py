"""What does a page of KPIs say in its takeaway? The widest gap, what goes against most, and what does not differ."""

from __future__ import annotations

from collections.abc import Mapping

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.glossary import ALIKE
from deckgen.phrases import advantage, comparison_words, few_of, kpi_figures, kpi_words, largest
from deckgen.tallied import OF_MANY, OF_TWO, contrary, is_valued

NEXT_WIDEST = 2
"""Of so many more KPIs a page gives the figures whose title tells of one."""


Spoken = Mapping[str, Claim]
"""The claim that is told of each KPI, by its column."""


def takeaway(brief: Brief, columns: list[Column], told: Spoken, every: list[Claim], first: str = "") -> str:
    """Name the largest effect that the rows show in business terms, what goes against most, and what does not differ.

    every: a cluster's claims on all KPIs. first: what is said instead of the largest effect, where the title tells it.
    """
    say = brief.say
    claims = [told[column.name] for column in columns]
    strongest = largest(claims)
    if strongest is None:
        return say(
            "差异不足以支持按 KPI 区分经营策略", "There is no difference here on which to treat the groups differently"
        )
    here = say("本页", " here") if len(told) > len(columns) else ""
    return say.clauses(
        [first or widest(brief, strongest, here), contrary_words(brief, columns, every), alike_words(brief, claims)]
    )


def alike_words(brief: Brief, claims: list[Claim]) -> str:
    """Name the KPIs on which no difference is told; nothing where there are none."""
    alike = [brief.title(brief.customers[c.column]) for c in claims if c.verdict in ("same", "unclear")]
    listed = few_of(brief, alike)
    return brief.say(f"{listed}{ALIKE.zh}", f"{ALIKE.en} on {listed}") if alike else ""


def widest(brief: Brief, claim: Claim, here: str = "") -> str:
    """Say on which KPI the gap is the widest, and how wide it is. here: that this is so on the page."""
    title, delta = brief.bare_title(brief.customers[claim.column]), brief.say.delta(claim.effect.value)
    words = gap_words(brief, claim)
    return brief.say(
        f"{here}差异最大的是{title}（δ {delta}）：{words}", f"The widest gap{here} is on {title} (δ {delta}): {words}"
    )


def beside_title(brief: Brief, columns: list[Column], told: Spoken) -> str:
    """Say what a page shows beside its title, which tells the widest gap: the next ones, and what does not differ."""
    say, claims = brief.say, [told[column.name] for column in columns]
    ranked = sorted((claim for claim in claims if claim.is_told), key=lambda c: -abs(c.effect.value))
    titles = [brief.title(brief.customers[claim.column]) for claim in ranked]
    words = [gap_words(brief, claim) for claim in ranked]
    gaps = [say(f"{t}：{w}", f"{t}: {w}") for t, w in zip(titles, words, strict=True)]
    return say.clauses([*gaps[1 : 1 + NEXT_WIDEST], alike_words(brief, claims)])


def gap_words(brief: Brief, claim: Claim) -> str:
    """Say how a cluster differs on a KPI that has just been named, with the figures."""
    name, words = brief.name(claim.cluster), kpi_words(brief, claim)
    return brief.say(f"{name}{words}", f"{name} {words}") + brief.say.aside(kpi_figures(brief, claim))


def contrary_words(brief: Brief, columns: list[Column], every: list[Claim]) -> str:
    """Name the KPIs of a page on which a cluster goes against most; "only" where no other page has any."""
    names, against = {column.name for column in columns}, contrary(brief, every)
    claims = [claim for claim in against if claim.column in names]
    if not claims:
        return ""
    say, name = brief.say, brief.name(claims[0].cluster)
    listed = say.list(brief.title(brief.customers[claim.column]) for claim in claims)
    way, verb = way_words(brief, claims, is_valued(brief, every)), say.verb(name, "is", "are")
    if len(claims) < len(against):
        return say(f"{listed}方向相反：{name}{way}", f"on {listed}, {name} {verb} {way}")
    return say(f"仅{listed}方向相反：{name}{way}", f"only on {listed} {verb} {name} {way}")


def way_words(brief: Brief, claims: list[Claim], valued: bool) -> str:
    """Say which way claims of a cluster go that all go one way, apart from all others."""
    first, ways = claims[0], {comparison_words(brief, claim) for claim in claims}
    if len(brief.keys) > 2 or len(ways) > 1:
        words = OF_MANY if len(brief.keys) > 2 else OF_TWO
        return brief.say.text(words[("better", first.better) if valued else ("neutral", first.direction)])
    return ways.pop() + (brief.say.aside(advantage(brief, first)) if valued else "")
