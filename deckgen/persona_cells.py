"""What does a cell of the persona comparison say of a cluster? One measure in few words, made of claims."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.brief import Brief
from deckgen.claims import REST, Claim, by_cluster
from deckgen.columns import Column
from deckgen.conditions import coverage_words, precision_words, rule_words
from deckgen.figures import by_share, telling
from deckgen.leading import clusters_named, is_over, leaders
from deckgen.names import lower_first, proposed_names, why_unnamed, with_name
from deckgen.phrases import arrow, comparison_words, in_between, nearest, of_which
from deckgen.ranks import place_among_all
from deckgen.rule_claims import golden_rules
from deckgen.share_phrases import (
    any_risk_words,
    figure_of,
    full_name,
    others_head,
    over_indexed,
    own_text,
    rest_text,
    share_aside,
    share_of_all,
    size_words,
    told_ratio,
    weighty,
)
from deckgen.statistics.disclosure import printable
from deckgen.statistics.verdicts import SMALL_CLUSTER
from deckgen.tallied import OF_MANY
from deckgen.wording import DASH, Text

ROOMY = 2
"""Among more clusters than this one may be in between."""
MANY = 0.1
"""What fewer customers have does not by itself say what a cluster is like."""
LEAST_TRAIT = 1.3
"""How many times the others' share a trait is at least."""
MOST_ABREAST = 4
"""Up to this many clusters stand side by side, with room for reasons."""


def named(brief: Brief, key: str) -> str:
    """Return the agreed name, else the proposal, marked as one where some are agreed, else that it is open, and why if
    others have one.
    """
    say = brief.say
    if key in brief.settings.names:
        return brief.settings.names[key]
    if proposed := proposed_names(brief).get(key):
        return proposed if all_proposed(brief) else say(f"{proposed}（建议）", f"{proposed} (proposal)")
    if not with_name(brief):
        return say("待命名", "to be named")
    if len(brief.keys) > MOST_ABREAST:
        return say("暂不建议名称", "no name proposed")
    why = why_unnamed(brief, key)
    return say(f"暂无建议：{why}", f"no name proposed: {why}")


def all_proposed(brief: Brief) -> bool:
    """Tell whether names are proposed and none is agreed."""
    return bool(proposed_names(brief)) and not {*brief.keys} & {*brief.settings.names}


def share(brief: Brief, key: str) -> str:
    """Return a cluster's share and size."""
    n = brief.sizes[key]
    part, size = share_of_all(brief, n), size_words(brief, n)
    return brief.say(f"{part}（{size} {brief.say.noun.measure}）", f"{part} ({size})")


def share_alone(brief: Brief, key: str) -> str:
    """Return a cluster's share; its size stands at the foot."""
    return share_of_all(brief, brief.sizes[key])


def core_rule(brief: Brief, key: str, short: bool = False) -> str:
    """Return the golden rule with its precision and how much of the cluster it finds, else that there is none; its base
    is near the share in the heading. short: called by its number on the rules' own page.
    """
    say, rule = brief.say, brief.claims.one(kind="rule", cluster=key, verdict="clear")
    if rule is None:
        return say("无可靠规则", "no reliable rule") if brief.claims.where(kind="tree") else DASH
    shown = golden_rules(brief.claims.where(kind="rule")) if short else []
    number = shown.index(rule) + 1 if rule in shown else 0
    words = say(f"规则 {number}", f"Rule {number}") if number else rule_words(brief, rule.conditions)
    found, precision = coverage_words(brief, rule), precision_words(brief, rule)
    return say(f"{words}：精确率 {precision}，覆盖 {found}", f"{words}: precision {precision}, finds {found}")


def measure_words(brief: Brief, key: str, column: str) -> str:
    """Say a cluster's typical figure of a KPI and which way it differs, or that too few customers have a value."""
    say, claim = brief.say, brief.claims.one(kind="kpi", cluster=key, against=REST, column=column)
    if claim is None:
        return DASH
    if claim.bases[0] < SMALL_CLUSTER:
        return too_few(brief)
    figure, words = telling(brief, brief.customers[column])[key], standing_words(brief, claim)
    return say(f"{figure}，{words}", f"{figure}, {words}")


def standing_words(brief: Brief, claim: Claim) -> str:
    """Say where a cluster is on a KPI: at an end of several, between others, else which way it differs."""
    if len(brief.keys) > ROOMY:
        if is_end(brief, claim):
            return end_words(brief, claim)
        if not claim.numbers["extreme"] and in_between(brief, claim.cluster, [claim.column]):
            return place_between(brief, claim.cluster, claim.column)
    some = "" if claim.numbers["extreme"] else of_which(brief, claim)
    return some or comparison_words(brief, claim)


def is_end(brief: Brief, claim: Claim) -> bool:
    """Tell whether a cluster is told to be beyond all others on a KPI, and its figure is, too."""
    figure = "active" if by_share(brief, brief.customers[claim.column]) else "median"
    every = by_cluster(brief.claims.where(kind="kpi", column=claim.column))
    own = every.pop(claim.cluster).numbers[figure]
    beyond = all(claim.direction * (own - other.numbers[figure]) > 0 for other in every.values())
    return claim.is_told and bool(claim.numbers["extreme"]) and beyond


def end_words(brief: Brief, claim: Claim) -> str:
    """Say that a cluster is the lowest or the highest of several on a KPI: clearly, where the closest one is clearly
    apart, too.
    """
    words = OF_MANY["neutral", claim.direction]
    if {claim.verdict, nearest(brief, claim).verdict} != {"clear"}:
        return brief.say.text(words)
    return brief.say(f"{words.zh}且明显", f"clearly {words.en}")


def place_between(brief: Brief, key: str, column: str) -> str:
    """Say at which place of all a cluster is that others are on both sides of, where that is known."""
    place = place_among_all(brief, key, [column], Text("", ""), valued=False)
    return lower_first(place.rstrip()) or brief.say("居中", "in between")


def median_words(brief: Brief, key: str, column: str) -> str:
    """Say a cluster's typical figure of a KPI, with an arrow where it is higher or lower than all the others'."""
    claim = brief.claims.one(kind="kpi", cluster=key, against=REST, column=column)
    if claim is None or claim.bases[0] < SMALL_CLUSTER:
        return DASH
    figure = telling(brief, brief.customers[column])[key]
    return f"{arrow(claim)} {figure}" if claim.numbers["extreme"] and claim.is_told else figure


def too_few(brief: Brief) -> str:
    """Say that there are too few cases to tell of a difference."""
    return brief.say("样本太少，不作比较", "too few cases to compare")


def traits_of(brief: Brief, key: str, columns: Sequence[Column]) -> list[Claim]:
    """Return what a cluster has more often of some columns, by enough to be a trait of it, the widest gap first."""
    names = {column.name for column in columns}
    claims = [c for kind in ("level", "flag") for c in brief.claims.where(kind=kind, cluster=key) if c.column in names]
    telling = [c for c in over_indexed(claims, len(claims)) if c.effect.value >= LEAST_TRAIT and weighty(c)]
    return sorted(telling, key=lambda claim: -claim.numbers["difference"])


def trait_words(brief: Brief, key: str, columns: Sequence[Column], most: int) -> str:
    """Say what a cluster has more often of the columns of a row, else what it clearly has less often; else that nothing
    stands out.

    A level of the only column, which the heading names, stands without it.
    """
    told = cell_traits(brief, key, columns, most)
    if not told and (less := lacking(brief, key, columns)):
        return lacking_words(brief, less, less.level if len(columns) == 1 else "")
    if not told:
        return brief.say("无突出偏好", "nothing stands out")
    if len(columns) == 1:
        return brief.say.clauses(brief_share(brief, claim, claim.level) for claim in told)
    return brief.say.clauses(brief_share(brief, c) + leading_too(brief, c, columns, most) for c in told)


def cell_traits(brief: Brief, key: str, columns: Sequence[Column], most: int) -> list[Claim]:
    """Return the traits that a cluster's cell tells."""
    return with_common(brief, key, columns, traits_of(brief, key, columns)[:most])


def leading_too(brief: Brief, claim: Claim, columns: Sequence[Column], most: int) -> str:
    """Name the clusters that lead on a flag together with a trait's own, but whose cells tell of others."""
    claims = by_cluster(brief.claims.where(kind=claim.kind, column=claim.column, level=claim.level, against=REST))
    first = leaders(claims)
    unseen = [c.cluster for c in first if c not in cell_traits(brief, c.cluster, columns, most)]
    names = clusters_named(brief, unseen) if claim in first else ""
    return brief.say(f"，{names}同样较高", f", also high in {names}") if names else ""


def with_common(brief: Brief, key: str, columns: Sequence[Column], told: list[Claim]) -> list[Claim]:
    """Return traits; before such as few have, what most have of that which a cluster has more often."""
    if not told or any(claim.numbers["share"] >= MANY for claim in told):
        return told
    over = [c for column in columns for c in brief.claims.where(cluster=key, column=column.name) if is_over(c)]
    common = max(over, key=lambda claim: claim.numbers["share"])
    return told if common in told else [common, *told]


def lacking(brief: Brief, key: str, columns: Sequence[Column]) -> Claim | None:
    """Return what a cluster clearly has less often, by the largest effect, where both shares are shown."""
    names = {column.name for column in columns}
    found = [
        claim
        for kind in ("level", "flag")
        for claim in brief.claims.where(kind=kind, cluster=key, verdict="clear", direction=-1)
        if claim.column in names and printable(claim.numbers["yes"]) and printable(claim.numbers["rest_yes"])
    ]
    return max(found, key=lambda claim: abs(claim.numbers["h"]), default=None)


def lacking_words(brief: Brief, claim: Claim, name: str = "") -> str:
    """Say what a cluster has less often by its share and the others'. name: what it is called here."""
    others = rest_text(brief, claim)
    compared = share_aside(brief, claim, f"{others_head(brief).lower()} {others}")
    return named_figure(brief, claim, name) + compared


def named_figure(brief: Brief, claim: Claim, name: str) -> str:
    """Put a cluster's share behind what it is of. name: what that is called here, if not as everywhere."""
    name, own = name or full_name(brief, claim), own_text(brief, claim)
    return brief.say(f"{name} {own}", figure_of(brief, name, own))


def brief_share(brief: Brief, claim: Claim, name: str = "") -> str:
    """Say a level by its share and its ratio to the others', and where it is only slightly above; of customers with a
    value, where many have none.

    name: what it is called here, if not as everywhere.
    """
    say, ratio = brief.say, brief.say.times(claim.effect.value) if told_ratio(claim) else ""
    slightly = say("略高，", "slightly, ") if ratio and claim.verdict == "slight" else ""
    return named_figure(brief, claim, name) + share_aside(brief, claim, slightly + ratio)


def flag_words(brief: Brief, column: Column, key: str) -> str:
    """Say a cluster's share with a flag and how it compares."""
    claim = brief.claims.one(kind="flag", column=column.name, cluster=key)
    words, own = comparison_words(brief, claim), own_text(brief, claim) + share_aside(brief, claim)
    return brief.say(f"{own}，{words}", f"{own}, {words}")


def risk_words(brief: Brief, key: str) -> str:
    """Return the overall risk against the others, and the flags that go the other way."""
    say = brief.say
    overall = brief.claims.one(kind="any_flag", cluster=key)
    if overall is None:
        return DASH
    if not overall.is_told and few_at_risk(brief):
        return too_few(brief)
    level, own = comparison_words(brief, overall), own_text(brief, overall)
    text = say(f"{own}，{level}", f"{own}, {level}")
    risks = {c.name for c in brief.customers.of_role("flag") if c.topic == "risk"}
    against = [
        c
        for c in brief.claims.where(kind="flag", cluster=key)
        if c.column in risks and c.is_told and c.direction == -overall.direction
    ]
    names = say.list(brief.title(brief.customers[c.column]) for c in against)
    more = say("更高" if overall.direction < 0 else "更低", "higher" if overall.direction < 0 else "lower")
    return text + (say(f"；但{names}{more}", f"; but {names.lower()} {more}") if against and overall.direction else "")


def risk_heading(brief: Brief) -> str:
    """Name the risk that its row measures."""
    name = any_risk_words(brief)
    return brief.say(f"风险：{name.removesuffix('的')}", f"Risk: {name}")


def few_at_risk(brief: Brief) -> bool:
    """Tell whether fewer than 11 customers of some cluster are at risk, so that it bears no comparison."""
    overall = [claim for claim in brief.claims.where(kind="any_flag") if claim.against == REST]
    return any(not printable(claim.numbers["yes"]) for claim in overall)
