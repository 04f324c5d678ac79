"""Which rows has the persona comparison where there is room for all, and which where there is less?"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from deckgen.brief import Brief
from deckgen.closing import asks_for_decision
from deckgen.deciding import pressing
from deckgen.naming_evidence import unshown
from deckgen.persona_cells import measure_words, median_words, share_alone
from deckgen.persona_rows import (
    MOST_ASKED,
    PersonaRow,
    asked_row,
    asked_rows,
    closing,
    naming_rows,
    opening,
    quoted_rows,
    risk_row,
    rule_row,
    strongest_rows,
    theme_rows,
    titled_rows,
    topic_rows,
    unique,
    worth_row,
)
from deckgen.worth import value_shares

MOST_ROWS = 5
"""Rows between a cluster's name and its rule, the risk apart; one fewer where rules are called by number."""
FEWEST_ROWS = 4
"""So many rows of what sets clusters apart there are where the table has as many KPIs that do."""
MOST_NAMING = 2
"""Rows of KPIs that the names rest on, beside those that decisions quote."""
MOST_SPARED = 3
"""Up to this arrangement rows that go say things twice, so that any larger type outweighs them."""
CLEARLY_LARGER = 1.5
"""Points by which the type of other arrangements must be larger to outweigh the rows that they lack."""
MOST_SPELLED = 3
"""Up to this many clusters a core rule is spelled out where there is room."""
MOST_THEMES = 2
MOST_MEASURES = 3
"""KPIs that have a column where every cluster has a line."""


def arrangements(brief: Brief) -> list[list[PersonaRow]]:
    """Return the rows of a page, then fewer for pages with less room: the weakest go first, those that the overview
    names late; never the rows that the title speaks of and what is to be decided, the core rule last. Figures that
    names rest on stand below the names where they have no row.
    """
    start, titled = opening(brief), titled_rows(brief)
    rule, short = rule_row(brief, len(brief.keys) > MOST_SPELLED), rule_row(brief, True)
    ask, risk = closing(brief), risk_row(brief)
    asked = asked_rows(brief, MOST_ASKED)
    naming, first = naming_rows(brief, [*titled, *asked])[:MOST_NAMING], theme_rows(brief, 1)
    measures = unique([*titled, *asked, *naming, *first, *theme_rows(brief, max(0, MOST_THEMES - len(naming)))])
    most = MOST_ROWS - (len(brief.keys) > MOST_SPELLED)
    room = max(1, most - sum(row.heading != risk.heading for row in measures))
    kinds, quoted, lead = topic_rows(brief, room, 2), quoted_rows(brief)[:room], asked or first
    fewer = filled(brief, [*titled, *asked, *naming, *first], FEWEST_ROWS - len(quoted))
    every = (
        [*filled(brief, measures, FEWEST_ROWS - len(kinds)), *kinds, risk, rule],
        [*fewer, *quoted, risk, rule],
        [*fewer, *quoted, risk, short],
        [*once_of_money(brief, fewer, [*titled, *asked]), *quoted, risk, short],
        [*titled, *lead, *quoted, risk, short],
        [*titled, *lead, *quoted, short],
        [*titled, *lead, *quoted[:1], short],
        [*titled, *(quoted[:1] if titled else first), short],
        [*titled, *([] if titled else first), short],
        titled or first,
    )
    return [focused(brief, unique([*evidenced(brief, start, rows), *rows, *ask])) for rows in every]


def least_gain(brief: Brief, place: int, last: int) -> float:
    """Return by how many points the type of an arrangement must be larger than that of a fuller one in small type to
    take its place. Rows of two clusters are short; and the last arrangement has no core rules.
    """
    if place <= MOST_SPARED:
        return 0.0
    return math.inf if place == last or len(brief.keys) == 2 else CLEARLY_LARGER


def once_of_money(brief: Brief, rows: list[PersonaRow], kept: list[PersonaRow]) -> list[PersonaRow]:
    """Return rows without the medians of the money whose shares another row gives, but for some that are kept."""
    if not value_shares(brief):
        return rows
    money = worth_row(brief)
    headings = {money.heading, *(row.heading for row in kept)}
    return [row for row in rows if row.heading in headings or row.columns != money.columns]


def evidenced(brief: Brief, start: list[PersonaRow], rows: list[PersonaRow]) -> list[PersonaRow]:
    """Return the row of the names with the figures below them that speak for them and stand in no row."""
    return [replace(row, note=partial(unshown, brief, rows=rows)) for row in start]


def focused(brief: Brief, rows: list[PersonaRow]) -> list[PersonaRow]:
    """Return rows of which, where the title asks for a decision, that and the figure it comes from are marked alone."""
    if not asks_for_decision(brief):
        return rows
    key, asked = pressing(brief)[0]
    heading = asked_row(brief, key, asked).heading
    return [replace(row, key=key if row.asks or row.heading == heading else "") for row in rows]


def lines(brief: Brief) -> list[list[PersonaRow]]:
    """Return what is said of many clusters, a line each, then less of it."""
    name, titled = opening(brief), titled_rows(brief)
    ask = closing(brief)
    say = brief.say
    size = PersonaRow(say(f"{say.rows}占比", f"Share of {say.rows}"), lambda key: share_alone(brief, key))
    themes = filled(brief, theme_rows(brief, MOST_MEASURES, median_words), MOST_MEASURES, median_words)
    kinds = topic_rows(brief, 1, 1)
    every = ([*themes, *kinds], [*themes[:2], *kinds], themes[:1])
    return [focused(brief, unique([*name, size, *titled, *rows, *ask])) for rows in every]


def filled(
    brief: Brief, rows: list[PersonaRow], least: int, words: Callable[..., str] = measure_words
) -> list[PersonaRow]:
    """Return rows, with those of the KPIs that differ most where they are fewer than wanted and the table has more."""
    own = unique(rows)
    return unique([*own, *strongest_rows(brief, words)])[:least] if len(own) < least else own
