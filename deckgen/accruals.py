"""Which amounts add up the longer somebody is a customer, so that new customers have less of them by nature?"""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.brief import Brief
from deckgen.columns import Column
from deckgen.glossary import SUMMED, TENURE, says
from deckgen.phrases import few_of


def adds_up(brief: Brief, column: Column) -> bool:
    """Tell whether a KPI is an amount that adds up over the time for which the table knows somebody as a customer."""
    return column.money and is_called(column, SUMMED) and tenure_of(brief) is not None


def tenure_of(brief: Brief) -> Column | None:
    """Return the KPI that tells how long somebody has been a customer, if the table has one."""
    return next((column for column in brief.customers.of_role("kpi") if is_called(column, TENURE)), None)


def accrued_note(brief: Brief, columns: Sequence[Column]) -> str:
    """Say of which amounts new customers have less by nature; nothing where the table has none."""
    say, since = brief.say, tenure_of(brief)
    listed = few_of(brief, [brief.title(column) for column in columns if adds_up(brief, column)])
    if since is None or not listed:
        return ""
    verb = "add" if " and " in listed else "adds"
    return say(
        f"{listed}随{brief.title(since)}累计，新{say.rows}自然较低",
        f"{listed} {verb} up with {brief.title(since)}: less for new {say.rows} by nature",
    )


def is_called(column: Column, words: str) -> bool:
    """Tell whether a column's name, as the table has it or as the deck does, has some words."""
    return any(says(words, name) for name in (column.name, column.text.zh, column.text.en))
