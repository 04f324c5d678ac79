"""What speaks for a persona's name? Its proposal in both languages, its rule, and its strongest traits."""

from __future__ import annotations

from dataclasses import replace

from deckgen.brief import Brief
from deckgen.claims import REST
from deckgen.conditions import rule_sentence
from deckgen.names import proposed_names
from deckgen.personas.cast import living
from deckgen.phrases import kpi_phrase

MOST_TRAITS = 4

Portrait = dict[str, object]


def portraits(brief: Brief) -> list[Portrait]:
    """Return a portrait a persona, as JSON can hold it; brief: with all claims."""
    spoken = {language: replace(brief, say=replace(brief.say, language=language)) for language in ("zh", "en")}
    proposals = {language: proposed_names(told) for language, told in spoken.items()}
    return [
        {
            "number": persona.number,
            "proposal": {language: names[persona.key] for language, names in proposals.items() if persona.key in names},
            "rule": rule_of(brief, persona.key),
            "profile": traits(brief, persona.key),
        }
        for persona in living(brief.carried.cast)
    ]


def rule_of(brief: Brief, key: str) -> str:
    """Return a cluster's golden rule as a sentence, "" where it has none."""
    rule = brief.claims.one(kind="rule", cluster=key, verdict="clear")
    return rule_sentence(brief, rule) if rule else ""


def traits(brief: Brief, key: str) -> list[str]:
    """Return what is told of a cluster's KPIs, the largest effects first."""
    told = [claim for claim in brief.claims.where(kind="kpi", cluster=key, against=REST) if claim.is_told]
    strongest = sorted(told, key=lambda claim: -abs(claim.effect.value))[:MOST_TRAITS]
    return [kpi_phrase(brief, claim) for claim in strongest]


def broken(brief: Brief) -> list[str]:
    """Say what the team takes for true of a persona that the data clearly contradict."""
    found = []
    for persona in living(brief.carried.cast):
        for text in persona.holds:
            column, _, way = (part.strip() for part in text.rpartition(":"))
            claim = brief.claims.one(kind="kpi", cluster=persona.key, against=REST, column=column)
            wanted = 1 if way == "higher" else -1
            if claim is not None and claim.verdict == "clear" and claim.direction == -wanted:
                words = brief.say(f"约定“{text}”，数据明确相反", f"“{text}” is agreed, the data clearly say otherwise")
                found.append(f"{brief.name(persona.key)}{brief.say('：', ': ')}{words}")
    return found
