"""Do the claims and the charts' data that a deck remembers still follow from the data?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any

from deckgen.update.likeness import SLACK
from deckgen.update.pairing import Pairing
from deckgen.verify.comparing import Compared, Finding, State

Data = Mapping[str, Any]
PLOTS = ("picture", "chart")
BAR = re.compile(r"-meter-\d+-\d+$|-gauge$")
"""How the names of bars end whose width is a figure: they have no words."""


def compare_claims(old: Data, fresh: Data, same_data: bool) -> Compared:
    """Compare remembered claims with today's; a claim counts as one number."""
    once, today = by_subject(old["claims"]), by_subject(fresh["claims"])
    state: State = "by hand" if same_data else "moved"
    findings = [
        Finding(
            state, "", "claims", "claim", told(claim), told(today.get(subject)), " ".join(filter(None, subject[:5]))
        )
        for subject, claim in once.items()
        if not alike(claim, today.get(subject))
    ]
    return Compared(len(once) - len(findings), tuple(findings))


def by_subject(claims: list[Data]) -> dict[tuple[str, ...], Data]:
    """Return claims by what they are about; of several rules for a cluster, by their place."""
    found: dict[tuple[str, ...], Data] = {}
    for claim in claims:
        subject = tuple(claim.get(name, "") for name in ("kind", "column", "level", "cluster", "against"))
        found[(*subject, str(sum(known[:5] == subject for known in found)))] = claim
    return found


def told(claim: Data | None) -> str:
    """Say a claim's verdict and effect."""
    if claim is None:
        return ""
    effect = claim["effect"] or {}
    return " ".join([claim["verdict"], *(f"{value:g}" for value in effect.values() if value is not None)])


def alike(one: object, other: object) -> bool:
    """Tell whether two pieces of data are the same, but for what other processors make of a number's last digits."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(alike(value, other[name]) for name, value in one.items())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)
    return one == other


def compare_charts(pairing: Pairing, old: Data, fresh: Data, same_data: bool) -> Compared:
    """Compare the data that charts were drawn from with today's, and tell which pictures somebody has replaced."""
    once, today = old.get("charts", {}), fresh["charts"]
    state: State = "by hand" if same_data else "moved"
    moved = [
        Finding(state, *name.split(":", 1), "chart", "its data", "other data")
        for name, digest in once.items()
        if today.get(name) != digest
    ]
    return Compared(len(once) - len(moved), (*moved, *replaced(pairing), *stretched(pairing)))


def replaced(pairing: Pairing) -> Iterator[Finding]:
    """Yield the charts that are no longer as they were written: other figures in a real one, another picture."""
    for theirs in pairing.pages.values():
        for name, seen in theirs.known.items():
            if seen.likeness.kind in PLOTS and seen.likeness.picture != theirs.page.shapes[name].picture:
                real = seen.likeness.kind == "chart"
                state, said = ("by hand", "other figures") if real else ("unverified", "a picture of its own")
                yield Finding(state, theirs.page.step, name.rpartition(":")[2], "chart", said, "")


def stretched(pairing: Pairing) -> Iterator[Finding]:
    """Yield the bars that somebody has made longer or shorter, beside those of their kind on the page."""
    for theirs in pairing.pages.values():
        bars = {name: seen.likeness.place[2] for name, seen in theirs.known.items() if BAR.search(name)}
        scales = {name: width / max(1, theirs.page.shapes[name].place[2]) for name, width in bars.items()}
        usual = median(scales.values()) if scales else 1.0
        for name, scale in scales.items():
            if abs(scale - usual) * theirs.page.shapes[name].place[2] > SLACK:
                yield Finding("by hand", theirs.page.step, name.rpartition(":")[2], "bar", "another length", "")
