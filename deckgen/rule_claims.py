"""What is claimed of a tree and of the rules that it gives: how often they are right on held-out customers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from deckgen.brief import Brief
from deckgen.claims import REST, Claim, Kind, Verdict
from deckgen.nodes import longer_path
from deckgen.rules import Findings, Rule
from deckgen.statistics.disclosure import STAND_IN, printable, published, tens
from deckgen.statistics.estimate import Estimate
from deckgen.statistics.shares import wilson

GRADES: dict[str, Verdict] = {"describes": "clear", "approximate": "slight", "poor": "unclear"}


MOST_RULES = 4
"""So many golden rules are shown at most."""


def rule_claims(brief: Brief, findings: Findings, kind: Kind) -> tuple[Claim, ...]:
    """Claim the rules of a tree, the best first."""
    return tuple(beside_path(brief, findings, rule, kind) for rule in findings.rules)


def golden_rules(found: Sequence[Claim]) -> list[Claim]:
    """Return the golden rules to show by lift, the one to use first before all, four at most: the best of each cluster
    before further ones."""
    golden = [rule for rule in found if rule.verdict == "clear"]
    best = list({rule.cluster: rule for rule in reversed(golden)}.values())
    ranked = sorted(best, key=lambda rule: -rule.numbers["lift"]) + [rule for rule in golden if rule not in best]
    return sorted(ranked[:MOST_RULES], key=lambda rule: -rule.numbers["lift"])


def fidelity_claim(findings: Findings, kind: Kind) -> Claim:
    """State how well a tree reproduces the clusters on held-out customers."""
    held, half = findings.fidelity, 1.96 * findings.fidelity.error
    return Claim(
        kind,
        "",
        "",
        REST,
        GRADES[held.grade],
        0,
        "balanced_accuracy",
        Estimate(held.accuracy, max(0.0, held.accuracy - half), min(1.0, held.accuracy + half)),
        (tens(findings.trained), tens(findings.held_out)),
        numbers={
            "chance": held.chance,
            "majority": held.majority,
            "ceiling": held.ceiling,
            "fraction": held.fraction,
        },
    )


def rule_claim(rule: Rule, findings: Findings, kind: Kind) -> Claim:
    """State a rule with its precision on held-out customers; clear where it is golden.

    Of a rule that few customers of other clusters meet, who is found is only as many as the printed figures tell.
    """
    hits, misses = map(int, published(np.array([[rule.hits, rule.n - rule.hits]]))[0])
    found = rule.hits if printable(rule.n - rule.hits) else min(rule.own, max(tens(rule.n) - STAND_IN, 0))
    covered, not_covered = map(int, published(np.array([[found, rule.own - found]]))[0])
    precision, coverage = wilson(hits, hits + misses), wilson(covered, covered + not_covered)
    return Claim(
        kind,
        "",
        rule.cluster,
        REST,
        "clear" if rule.golden else "unclear",
        1 if rule.golden else 0,
        "precision",
        precision,
        (tens(rule.n), tens(findings.tree.met)),
        conditions=rule.conditions,
        numbers={
            "share": rule.share,
            "coverage": coverage.value,
            "coverage_low": coverage.low,
            "coverage_high": coverage.high,
            "own": tens(rule.own),
            "lift": precision.value / rule.share if rule.share else math.nan,
        },
    )


def beside_path(brief: Brief, findings: Findings, rule: Rule, kind: Kind) -> Claim:
    """State a rule, and of the tree's purer path that goes on from it how often it is right and how much it finds."""
    claim, path = rule_claim(rule, findings, kind), longer_path(brief, findings, rule)
    if path is None:
        return claim
    longer = rule_claim(path, findings, kind)
    told = {
        "path_precision": longer.effect.value,
        "path_n": longer.bases[0],
        "path_coverage": longer.numbers["coverage"],
        "path_conditions": len(path.conditions),
    }
    further = tuple(condition for condition in path.conditions if condition not in rule.conditions)
    return replace(claim, numbers={**claim.numbers, **told}, further=further)
