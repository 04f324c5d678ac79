"""What does a further page of the table of KPIs find in its own rows?"""

from __future__ import annotations

import math
from collections.abc import Sequence

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.figures import by_share, is_alone, telling
from deckgen.glossary import ALIKE
from deckgen.kpi_takeaways import Spoken, beside_title, takeaway
from deckgen.names import sentence_case
from deckgen.phrases import few_of, largest, medians_told, mentioned
from deckgen.tallied import graded, tally
from deckgen.typefaces import is_han
from deckgen.who import BEHIND, measured
from deckgen.wording import DASH, Text

MOST_NAMED = 4
"""Up to so many KPIs are named in a title."""
TITLE_ROOM = 120
"""A title names fewer KPIs where it would be longer, in Latin characters; a Chinese one takes the room of two."""


def stretch_words(brief: Brief, columns: list[Column], told: Spoken, every: list[Claim], also: bool) -> tuple[str, str]:
    """Return title and takeaway of rows that are not a table's first.

    The title names those of which the table's counts, with the largest effect's figure; where that is another's and
    most are not counted, it tells that one.

    every: the claims of which the table's title counts. also: whether rows before are counted, too.
    """
    claims = [told[column.name] for column in columns]
    words, counted = tally(brief, every)
    own, strongest = [claim for claim in claims if claim.is_told and claim in counted], largest(claims)
    if strongest is None:
        none = brief.say("这些指标不能区分各群体", "These KPIs do not tell the clusters apart")
        return alike_title(brief, claims), none
    if len(own) > 1 and (strongest in own or 2 * len(own) > len(claims)):
        return listed_title(brief, own, words, also), takeaway(brief, columns, told, every)
    beside = beside_title(brief, columns, told)
    return medians_told(brief, strongest), beside or takeaway(brief, columns, told, every)


def listed_title(brief: Brief, own: Sequence[Claim], words: Text, also: bool) -> str:
    """Say on which KPIs a cluster is what it is on most, the largest effect first; of many, how many more there are."""
    ranked = sorted(own, key=lambda claim: -abs(claim.effect.value))
    fewer = range(min(MOST_NAMED - 1, len(ranked) - 2), 0, -1)  # one more is not counted where it could be named
    named = [*([len(ranked)] if len(ranked) <= MOST_NAMED else []), *(fewer or [1])]
    titles = [naming(brief, ranked, count, words, also) for count in named]
    return next((title for title in titles if length(title) <= TITLE_ROOM), titles[-1])


def naming(brief: Brief, ranked: Sequence[Claim], named: int, words: Text, also: bool) -> str:
    """Say on which KPIs a cluster is what it is on most, so many of them by name, the first with its figure."""
    say, name, n = brief.say, brief.name(ranked[0].cluster), len(ranked)
    titles = [mentioned(brief, brief.customers[claim.column], bare=True) for claim in ranked[:named]]
    titles[0] += say.aside(own_figure(brief, ranked[0]))
    how, clear = graded(brief, words, ranked)
    if say.language == "zh":
        return f"{name}的{say.list(titles)}{f'等 {n} 项' if named < n else ''}{'也' if also else '均'}{how}{clear}"
    kpis = say.list([*titles, *([f"{n - named} more"] if named < n else [])])
    return f"{name} {say.verb(name, 'is', 'are')} {'also ' if also else ''}{how} on {kpis}{clear}"


def own_figure(brief: Brief, claim: Claim) -> str:
    """Give a cluster's figure of a KPI as its table does; where another cluster's reads alike, the effect."""
    say, column = brief.say, brief.customers[claim.column]
    texts = telling(brief, column)
    figure = texts[claim.cluster]
    if not is_alone(texts, claim.cluster):
        return f"δ {say.delta(claim.effect.value)}"
    if by_share(brief, column):
        return say(f"{figure} 大于零", f"{figure} have any")
    return say(f"中位数 {measured(figure, column.unit if BEHIND.fullmatch(column.unit) else '')}", f"median {figure}")


def alike_title(brief: Brief, claims: Sequence[Claim]) -> str:
    """Name the KPIs of a page on none of which a difference is told, with the largest effect."""
    say, listed = brief.say, few_of(brief, [brief.title(brief.customers[claim.column]) for claim in claims])
    sizes = [abs(claim.effect.value) for claim in claims if math.isfinite(claim.effect.value)]
    most = f"{max(sizes):.2f}" if sizes else DASH
    return say(f"{listed}{ALIKE.zh}（|δ| 不超过 {most}）", f"{sentence_case(ALIKE.en)} on {listed} (|δ| up to {most})")


def length(title: str) -> int:
    """Return how many Latin characters take the room of a title."""
    return sum(2 if is_han(character) else 1 for character in title)
