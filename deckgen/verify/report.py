"""How is it told whether a deck holds: on the terminal, as data?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict

from deckgen.verify import Verification
from deckgen.verify.comparing import Finding, State
from deckgen.wording import middle_cut

HEADINGS: dict[State, str] = {
    "by hand": "changed by hand: the data say otherwise",
    "moved": "moved: the data say something else today",
    "unverified": "in words or shapes of your own, which nothing here can verify",
}
"""Every state with its heading, what needs attention first."""
MOST_LINES, LONGEST = 40, 70


def told(found: Verification) -> Iterator[str]:
    """Yield the report's lines."""
    yield (
        "The data are those that the deck was made of."
        if found.same_data
        else ("The data are not those that the deck was made of.")
    )
    yield f"{found.compared.holding:,} numbers, claims and charts hold."
    for state, heading in HEADINGS.items():
        findings = [finding for finding in found.compared.findings if finding.state == state]
        if findings:
            yield f"{len(findings):,} {heading}:"
            yield from (f"  {line(finding)}" for finding in findings[:MOST_LINES])
        if len(findings) > MOST_LINES:
            yield f"  and {len(findings) - MOST_LINES} more, all with --json"


def line(finding: Finding) -> str:
    """Say a finding in one line."""
    where = " ".join(
        part for part in (finding.step, finding.role, "" if finding.kind == "text" else finding.kind) if part
    )
    now = f"; the data say {finding.now}" if finding.now else ""
    beside = f" ({middle_cut(' '.join(finding.context.split()), LONGEST)})" if finding.context else ""
    return f"{where}: {finding.said}{now}{beside}"


def as_json(found: Verification, deck: str, data: str) -> str:
    """Return the report as JSON."""
    counts = Counter(finding.state for finding in found.compared.findings)
    told_counts = {state: counts[state] for state in HEADINGS}
    content = {
        "deck": deck,
        "data": data,
        "same_data": found.same_data,
        "holds": found.holds,
        "holding": found.compared.holding,
        **told_counts,
        "findings": [asdict(finding) for finding in found.compared.findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)
