"""What is to be decided of each cluster, or checked next? Of what is bad, at stake, weak or special there.

A question says no more than the claims that it comes from, and no cause.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deckgen.brief import Brief
from deckgen.claims import REST, Claim
from deckgen.conditions import coverage_words, precision_words
from deckgen.names import worst_outcome
from deckgen.persona_cells import brief_share
from deckgen.share_phrases import any_risk_words, own_text, rest_text
from deckgen.wording import DASH
from deckgen.worth import money_name, outweighs, value_shares

ENOUGH_COVERED, ENOUGH_PRECISE = 0.7, 0.85
"""Below these a golden rule leaves enough open to ask about it."""
MANY = 0.1
"""What fewer customers have is nothing to treat a cluster by."""

PRESSING = ("outcome", "worth", "risk", "coverage", "precision", "trait")
"""What is asked about, the most pressing first."""


@dataclass(frozen=True)
class Asked:
    """What a question is about, the question, and the figure that it comes from, where it has one."""

    about: str
    question: str
    reason: str = ""


def pressing(brief: Brief, proposed: dict[str, str]) -> list[tuple[str, str]]:
    """Return the clusters whose question comes from a figure, with that figure in words, the most pressing first."""
    asked = [(key, one) for key, one in questions(brief, proposed).items() if one.reason]
    return [(key, one.reason) for key, one in sorted(asked, key=lambda pair: PRESSING.index(pair[1].about))]


def questions(brief: Brief, proposed: dict[str, str]) -> dict[str, Asked]:
    """Return a question a cluster: its most pressing one that is not asked of a cluster before, where it has such.

    Where nothing is more pressing than a name, every cluster is asked for its own.
    """
    asked: dict[str, Asked] = {}
    for key in brief.keys:
        own, before = list(open_questions(brief, key, proposed)) or [Asked("", DASH)], [*asked.values()]
        new = [one for one in own if one not in before]
        other = [one for one in new if one.about not in {one.about for one in before}]
        asked[key] = own[0] if own[0].about == "name" else (other or new or own)[0]
    return asked


def open_questions(brief: Brief, key: str, proposed: dict[str, str]) -> Iterator[Asked]:
    """Yield what is open about a cluster, the most pressing first."""
    say, rule = brief.say, brief.claims.one(kind="rule", cluster=key, verdict="clear")
    if bad := worst_outcome(brief, key):
        title, own, rest = brief.title(brief.customers[bad.column]), *both_shares(brief, bad)
        yield Asked(
            "outcome",
            say(f"{title}为何是 {own}，其他为 {rest}？", f"Why is {title.lower()} {own} here and {rest} elsewhere?"),
            say(f"{title}为 {own}，其他为 {rest}", f"{title.lower()} is {own} against {rest} elsewhere"),
        )
    if outweighs(brief, key):
        share, money = say.percent(value_shares(brief)[key]), money_name(brief)
        yield Asked(
            "worth",
            say(f"贡献{money}的 {share}，是否专人维护？", f"Holds {share} of {money}: give it an owner?"),
            say(f"贡献{money}的 {share}", f"it holds {share} of {money}"),
        )
    if rule is None and brief.claims.where(kind="tree") and not ruleless(brief):
        yield Asked(
            "no rule", say("没有可靠规则，如何识别新客户？", "How to recognise new ones, without a reliable rule?")
        )
    if rule is not None:
        yield from weak_points(brief, rule)
    yield from special_points(brief, key)
    if key not in brief.settings.names:
        yield Asked(
            "name",
            say("是否采用建议名称？", "Is the proposed name right?")
            if key in proposed
            else say("如何命名？", "What to call it?"),
        )
    if rule is not None:
        precision = precision_words(brief, rule)
        yield Asked(
            "rule",
            say(f"是否用核心规则识别（精确率 {precision}）？", f"Assign by the core rule (precision {precision})?"),
        )


def ruleless(brief: Brief) -> bool:
    """Tell whether the tree gives no cluster a golden rule: then that is asked once, and not of each."""
    return bool(brief.claims.where(kind="tree")) and not brief.claims.where(kind="rule", verdict="clear")


def weak_points(brief: Brief, rule: Claim) -> Iterator[Asked]:
    """Yield what a golden rule leaves open: whom it does not find, whom it finds wrongly."""
    say = brief.say
    if rule.numbers["coverage"] < ENOUGH_COVERED:
        covered = coverage_words(brief, rule)
        yield Asked(
            "coverage",
            say(f"规则只覆盖 {covered}，其余如何识别？", f"The rule finds only {covered} of it: how to find the rest?"),
            say(f"规则只覆盖 {covered}", f"its rule finds only {covered} of it"),
        )
    if rule.effect.value < ENOUGH_PRECISE:
        precision = precision_words(brief, rule)
        yield Asked(
            "precision",
            say(f"规则精确率 {precision}，是否足以归群？", f"Is a precision of {precision} enough to assign by rule?"),
            say(f"规则精确率 {precision}", f"the precision of its rule is {precision}"),
        )


def special_points(brief: Brief, key: str) -> Iterator[Asked]:
    """Yield what a cluster has more of: risk, else its clearest trait."""
    say, risk = brief.say, brief.claims.one(kind="any_flag", cluster=key, against=REST)
    if risk is not None and risk.is_told and risk.direction > 0:
        own, rest = both_shares(brief, risk)
        name = any_risk_words(brief)
        yield Asked(
            "risk",
            say(
                f"风险（{name}）{own}，其他为 {rest}，是否加强审核？",
                f"Risk, {name.lower()}: {own} vs {rest} elsewhere; review more closely?",
            ),
            say(f"风险（{name}）{own}，其他为 {rest}", f"risk ({name.lower()}) is {own} against {rest} elsewhere"),
        )
    if claim := clearest_trait(brief, key):
        words = brief_share(brief, claim)
        yield Asked("trait", say(f"{words}，是否针对性经营？", f"{words}: an offer of its own?"), words)


def clearest_trait(brief: Brief, key: str) -> Claim | None:
    """Return the level or flag, no risk and nothing bad, that a cluster clearly has more often than the others."""
    found = [
        claim
        for kind in ("level", "flag")
        for claim in brief.claims.where(kind=kind, cluster=key, against=REST, verdict="clear")
        if claim.direction > 0
        and claim.numbers["share"] >= MANY
        and claim.better >= 0
        and brief.customers[claim.column].topic != "risk"
    ]
    return max(found, key=lambda claim: abs(claim.numbers["h"]), default=None)


def both_shares(brief: Brief, claim: Claim) -> tuple[str, str]:
    """Print the share of a cluster and that of the others."""
    return own_text(brief, claim), rest_text(brief, claim)
