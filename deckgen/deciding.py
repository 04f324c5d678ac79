"""What is to be decided of each cluster? Of what is bad, at stake, behind or special there, the strongest claim first.

A question is one that the business can answer, names the figure that it comes from, and says no more, and no cause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deckgen.accruals import adds_up
from deckgen.brief import Brief, once
from deckgen.claims import REST, Claim, by_cluster
from deckgen.figures import by_share, heading, telling
from deckgen.leading import alone
from deckgen.names import proposed_names, sentence_case
from deckgen.persona_cells import MANY, brief_share
from deckgen.phrases import mentioned, nearest
from deckgen.share_parts import worst_outcome
from deckgen.share_phrases import full_name, having, own_text, rest_text, share_aside, share_of_all, told_ratio
from deckgen.statistics.verdicts import LARGE
from deckgen.wording import Text
from deckgen.worth import carried_words, money_claims, money_name, outweighs, value_shares

STRONG_H = 0.5
"""Cohen's h that is medium (Cohen 1988): a trait of its own."""
PRESSING = ("outcome", "worth", "behind", "trait", "risk", "weak trait")
"""What is asked about, the most pressing first."""
CATCH_UP = {
    "spending": Text("是否投入促{其}增长？", "invest to grow {it}?"),
    "activity": Text("是否投入唤醒{}？", "invest to reactivate {it}?"),
    "loyalty": Text("是否投入留存{}？", "invest to keep {it}?"),
}
"""What is asked of a cluster that is behind on a theme; in braces what stands for it, see `ask_words`."""
ACT = Text("是否采取措施？", "act on it?")


@dataclass(frozen=True)
class Asked:
    """What a question is about, the figure that it comes from in words, and what is asked.

    ask: see `ask_words`. size: how far the figure presses; 0 where it does not. column: what the figure is of. stake:
    what depends on the answer, as a sentence.
    """

    about: str
    reason: str
    ask: str
    size: float = 0.0
    column: str = ""
    stake: str = ""


def pressing(brief: Brief) -> list[tuple[str, Asked]]:
    """Return the clusters whose question comes from a figure, with that question, the most pressing first."""
    asked = [(key, one) for key, one in questions(brief).items() if one.size]
    return sorted(asked, key=lambda pair: urgency(pair[1]))


def question(brief: Brief, asked: Asked) -> str:
    """Put a question behind its figure: "流失为 55.8%：是否优先处理流失？", "Churn is 55.8%: act to cut churn?"."""
    return sentence_case(brief.say("：", ": ").join(filter(None, (asked.reason, ask_words(asked)))))


def ask_words(asked: Asked, name: str = "") -> str:
    """Put what is asked in words: with its cluster's name, where there is a place for it, else with what stands for it.

    In braces stands what goes before the name only, a bar, and what stands for it.

    >>> one = Asked("worth", "", "invest to grow {it}?")
    >>> ask_words(one), ask_words(one, "Cluster A"), ask_words(Asked("trait", "", "offer?"), "Cluster A")
    ('invest to grow it?', 'invest to grow Cluster A?', 'offer?')
    >>> [ask_words(Asked("difference", "", "是否{为|}另定？"), name) for name in ("", "群体 1")]
    ['是否另定？', '是否为群体 1另定？']
    """
    return re.sub(r"\{(?:([^|}]*)\|)?([^}]*)\}", lambda found: (found[1] or "") + name if name else found[2], asked.ask)


@once
def questions(brief: Brief) -> dict[str, Asked]:
    """Return a question a cluster: its most pressing one that is not asked of one that it presses more, if it has such.

    Where nothing is more pressing than how to call it, every cluster without a name is asked for its own.
    """
    none = Asked("none", "", brief.say("暂无单独决策", "no decision of its own"))
    every = {key: [*pressed(brief, key), *last_resort(brief, key)] or [none] for key in brief.keys}
    asked: dict[str, Asked] = {}
    for key in sorted(brief.keys, key=lambda key: urgency(every[key][0])):
        own, before = every[key], [*asked.values()]
        new = [one for one in own if one not in before]
        other = [one for one in new if one.about not in {"name", *(one.about for one in before)}]
        fresh = [one for one in other or new if one.column not in {one.column for one in before}]
        asked[key] = own[0] if own[0].about == "name" else (fresh or other or new or own)[0]
    return asked


def is_trait(asked: Asked) -> bool:
    """Tell whether a question is about what a cluster has more often, which may be what its name says."""
    return asked.about in ("trait", "weak trait")


def urgency(asked: Asked) -> tuple[int, float]:
    """Return by what questions are ordered: what they are about, then the size of the figure; without one, last."""
    return (PRESSING.index(asked.about) if asked.size else len(PRESSING), -asked.size)


@once
def pressed(brief: Brief, key: str) -> tuple[Asked, ...]:
    """Return what figures ask of a cluster, the most pressing first."""
    return tuple(open_questions(brief, key))


def open_questions(brief: Brief, key: str) -> Iterator[Asked]:
    """Yield what figures ask of a cluster, the most pressing first."""
    outcome = worst_outcome(brief, key)
    if outcome:
        title = mentioned(brief, brief.customers[outcome.column])
        ask = brief.say(f"是否优先处理{title}？", f"act to cut {title.lower()}?")
        size = abs(outcome.numbers["h"])
        yield Asked("outcome", share_words(brief, outcome), ask, size, outcome.column, stake(brief, key))
    yield from worth(brief, key)
    yield from behind(brief, key)
    trait = clearest_trait(brief, key)
    if trait and abs(trait.numbers["h"]) >= STRONG_H:
        yield trait_asked(brief, "trait", trait)
    if (risk := clearest_risk(brief, key)) and risk is not outcome:
        ask = brief.say("是否加强审核？", "review more closely?")
        yield Asked("risk", share_words(brief, risk), ask, abs(risk.numbers["h"]), risk.column)
    if trait and abs(trait.numbers["h"]) < STRONG_H:
        yield trait_asked(brief, "weak trait", trait)


def worth(brief: Brief, key: str) -> Iterator[Asked]:
    """Yield what is at stake with a cluster that holds more money than customers; that its top customers hold it."""
    if not outweighs(brief, key) or not is_ahead(money_claims(brief)[key]):
        return
    say, share, money = brief.say, value_shares(brief)[key], money_name(brief)
    held, part = say.percent(share), share_of_all(brief, brief.sizes[key])
    reason = say(f"以 {part} 的{say.rows}贡献{money}的 {held}", f"it holds {held} of {money} with {part} of {say.rows}")
    ask = say("是否重点维护{}？", "prioritise keeping {it}?")
    yield Asked("worth", reason, ask, share * brief.total / brief.sizes[key], stake=carried_words(brief, key))


def stake(brief: Brief, key: str) -> str:
    """Say how much of the money a cluster holds, where that is no less than its share of the customers."""
    held, say = value_shares(brief).get(key, 0.0), brief.say
    if not held or held < brief.sizes[key] / brief.total:
        return ""
    share, money, name = say.percent(held), money_name(brief), brief.name(key)
    return say(f"{name}占{money}的 {share}", f"{name} {say.verb(name, 'holds', 'hold')} {share} of {money}")


def is_ahead(claim: Claim) -> bool:
    """Tell whether a KPI claim is clearly higher."""
    return claim.verdict == "clear" and claim.direction > 0


def behind(brief: Brief, key: str) -> Iterator[Asked]:
    """Yield on which KPI a cluster is most clearly worse than every other; not on one that adds up over time."""
    found = [
        claim
        for claim in brief.claims.where(kind="kpi", cluster=key, against=REST, verdict="clear")
        if claim.better < 0 and is_strong(brief, claim) and not adds_up(brief, brief.customers[claim.column])
    ]
    claim = max(found, key=lambda claim: abs(claim.effect.value), default=None)
    if claim and (words := figure_words(brief, claim)):
        ask = brief.say.text(CATCH_UP.get(brief.customers[claim.column].theme, ACT))
        yield Asked("behind", words, ask, abs(claim.effect.value), claim.column)


def is_strong(brief: Brief, claim: Claim) -> bool:
    """Tell whether a clear KPI claim has a large effect and holds against the closest cluster, too."""
    apart = claim.numbers["extreme"] and nearest(brief, claim).verdict == "clear"
    return bool(apart) and abs(claim.effect.value) >= LARGE


def figure_words(brief: Brief, claim: Claim) -> str:
    """Give a cluster's figure of a KPI against that of the closest one; nothing where they read alike."""
    say, column, pair = brief.say, brief.customers[claim.column], nearest(brief, claim)
    other = next(k for k in brief.keys if k != claim.cluster) if pair.against == REST else pair.against
    texts = telling(brief, column)
    own, rest, title = texts[claim.cluster], texts[other], mentioned(brief, column)
    if own == rest:
        return ""
    title = heading(brief, column) if by_share(brief, column) else say(f"{title}中位数", f"median {title}")
    return say(
        f"{title}为 {own}，{brief.name(other)}为 {rest}", f"{title} is {own} against {rest} in {brief.name(other)}"
    )


def trait_asked(brief: Brief, about: str, claim: Claim) -> Asked:
    """Ask whether what a cluster has more often calls for something of its own."""
    ask = brief.say("是否针对性经营？", f"address these {brief.say.rows} separately?")
    ratio, reason = brief.say.times(claim.effect.value) if told_ratio(claim) else "", brief_share(brief, claim)
    if claim.level:
        reason = having(brief, claim, full_name(brief, claim), own_text(brief, claim), ratio, whose="")
    return Asked(about, reason, ask, abs(claim.numbers["h"]), claim.column)


def last_resort(brief: Brief, key: str) -> Iterator[Asked]:
    """Yield what is asked where no figure presses: whether what is clearly apart matters, else a name if it has none.

    That most are in a cluster is no reason to treat it apart.
    """
    say, claims = brief.say, [] if 2 * brief.sizes[key] > brief.total else clearly_apart(brief, key)
    differences = [(claim, words) for claim in claims if (words := figure_words(brief, claim))]
    for claim, words in differences:
        yield Asked("difference", words, difference_ask(brief, claim), column=claim.column)
    if not differences and key not in {*proposed_names(brief), *brief.settings.names}:
        yield Asked("name", "", say("如何命名？", "what to call it?"))


def difference_ask(brief: Brief, claim: Claim) -> str:
    """Ask whether a cluster that is worse than the closest one is to come closer to it, else whether it is to have a
    plan of its own."""
    say, pair = brief.say, nearest(brief, claim)
    if pair.better < 0 and pair.against != REST:
        name = brief.name(pair.against)
        return say(f"是否投入使{{其}}接近{name}？", f"invest to bring {{it}} closer to {name}?")
    return say("是否{为|}另定策略？", "address {this cluster} separately?")


def clearly_apart(brief: Brief, key: str) -> list[Claim]:
    """Return the claims on the KPIs on which even the closest cluster is clearly apart, the largest effect first.

    On no amount that adds up over time.
    """
    claims = brief.claims.where(kind="kpi", cluster=key, against=REST)
    pairs = [(c, nearest(brief, c)) for c in claims if not adds_up(brief, brief.customers[c.column])]
    found = [(claim, pair) for claim, pair in pairs if pair.verdict == "clear"]
    return [claim for claim, _ in sorted(found, key=lambda one: -abs(one[1].effect.value))]


def clearest_risk(brief: Brief, key: str) -> Claim | None:
    """Return the single risk that a cluster most clearly has more often than the others."""
    found = [
        claim
        for claim in brief.claims.where(kind="flag", cluster=key, against=REST, verdict="clear")
        if claim.direction > 0 and claim.better <= 0 and brief.customers[claim.column].topic == "risk"
    ]
    return max(found, key=lambda claim: abs(claim.numbers["h"]), default=None)


def clearest_trait(brief: Brief, key: str) -> Claim | None:
    """Return the level or flag, no risk and nothing bad, that a cluster clearly has more often than every other."""
    found = [
        claim
        for kind in ("level", "flag")
        for claim in brief.claims.where(kind=kind, cluster=key, against=REST, verdict="clear")
        if claim.direction > 0
        and claim.numbers["share"] >= MANY
        and claim.better >= 0
        and brief.customers[claim.column].topic != "risk"
        and alone(by_cluster(brief.claims.where(kind=kind, column=claim.column, level=claim.level))) is claim
    ]
    return max(found, key=lambda claim: abs(claim.numbers["h"]), default=None)


def share_words(brief: Brief, claim: Claim) -> str:
    """Give a flag's share in a cluster against that of the others."""
    say, title = brief.say, brief.title(brief.customers[claim.column])
    own, rest = own_text(brief, claim) + share_aside(brief, claim), rest_text(brief, claim)
    where = f"in {brief.others(claim.cluster)}" if len(brief.keys) == 2 else "elsewhere"
    return say(
        f"{title}为 {own}，{brief.others(claim.cluster)}为 {rest}", f"{title.lower()} is {own} against {rest} {where}"
    )
