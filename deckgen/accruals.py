"""Which amounts add up the longer somebody is a customer, so that new customers have less of them by nature?"""

from __future__ import annotations

from deckgen.brief import Brief
from deckgen.columns import Column
from deckgen.glossary import SUMMED, TENURE, says


def adds_up(brief: Brief, column: Column) -> bool:
    """Tell whether a KPI is an amount that adds up over the time for which the table knows somebody as a customer."""
    return column.money and is_called(column, SUMMED) and tenure_of(brief) is not None


def tenure_of(brief: Brief) -> Column | None:
    """Return the KPI that tells how long somebody has been a customer, if the table has one."""
    return next((column for column in brief.customers.of_role("kpi") if is_called(column, TENURE)), None)


def is_called(column: Column, words: str) -> bool:
    """Tell whether a column's name, as the table has it or as the deck does, has some words."""
    return any(says(words, name) for name in (column.name, column.text.zh, column.text.en))
