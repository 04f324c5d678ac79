"""Where does a table continue that is higher than its page? Rows that belong together stay together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deckgen.slides import Row, Table

if TYPE_CHECKING:
    from deckgen.builder.tables import Measured

EVEN_STEPS = 20
"""How finely the height of even pages is sought."""


@dataclass(frozen=True)
class Unit:
    """Body rows that stay together; `heading` is the group heading they stand under, `opens` whether it comes first."""

    rows: tuple[Row, ...]
    heading: Row | None
    opens: bool


def divide(table: Table, height: float, measured: Measured) -> list[tuple[Row, ...]]:
    """Divide the rows among pages of about equal fill; empty where a row is higher than a page.

    Rows that belong together are parted only where they fill more than a page.

    Every page repeats the header; a group that continues repeats its heading, and no heading stands last.
    """
    header = tuple(row for row in table.rows if row.kind == "header")
    room = height - measured.height(header)
    units = units_of(table)
    if any(unit_height(unit, measured, True) > room for unit in units):
        units = [replace(u, rows=(row,), opens=u.opens and not n) for u in units for n, row in enumerate(u.rows)]
    if any(unit_height(unit, measured, True) > room for unit in units):
        return []
    pages = [header + page_rows(page) for page in evenly_filled(units, room, measured)]
    return [pages[0], *(opened(page, table, height, measured) for page in pages[1:])]


def opened(page: tuple[Row, ...], table: Table, height: float, measured: Measured) -> tuple[Row, ...]:
    """Return a page's rows, the first of them with what its first cell stands for, where the page has room for it."""
    place, first = next((place, row) for place, row in enumerate(page) if row.kind != "header")
    if first.kind != "body" or first.cells[0].text:
        return page
    above = table.rows[: table.rows.index(first)]
    whole = next((row for row in reversed(above) if row.kind == "body" and row.cells[0].text), first)
    again = replace(first, cells=(whole.cells[0], *first.cells[1:]))
    measured.heights[again] = max(measured.heights[first], measured.heights[whole])
    fresh = (*page[:place], again, *page[place + 1 :])
    return fresh if measured.height(fresh) <= height else page


def evenly_filled(units: Sequence[Unit], room: float, measured: Measured) -> list[list[Unit]]:
    """Fill as few pages as can be, none higher than it must be for that."""
    pages = filled(units, room, measured)
    least = sum(unit_height(unit, measured, False) for unit in units) / len(pages)
    low = min(room, max(least, *(unit_height(unit, measured, True) for unit in units)))
    limits = (low + (room - low) * step / EVEN_STEPS for step in range(EVEN_STEPS))
    tried = (filled(units, limit, measured) for limit in limits)
    return next((found for found in tried if len(found) == len(pages)), pages)


def units_of(table: Table) -> list[Unit]:
    """Group the body rows that stay together: a row and those after it whose first cell is empty."""
    units: list[Unit] = []
    heading, opens = None, False
    for row in table.rows:
        if row.kind == "group":
            heading, opens = row, True
        elif row.kind == "body" and units and not row.cells[0].text and not opens:
            units[-1] = replace(units[-1], rows=(*units[-1].rows, row))
        elif row.kind == "body":
            units.append(Unit((row,), heading, opens))
            opens = False
    return units


def unit_height(unit: Unit, measured: Measured, first: bool) -> float:
    """Return a unit's height, with its heading where it opens a group or a page."""
    heading = (unit.heading,) if unit.heading and (unit.opens or first) else ()
    return measured.height((*heading, *unit.rows))


def filled(units: Sequence[Unit], room: float, measured: Measured) -> list[list[Unit]]:
    """Fill pages one after the other."""
    pages: list[list[Unit]] = []
    used = float("inf")
    for unit in units:
        height = unit_height(unit, measured, False)
        if used + height > room:
            pages.append([])
            used, height = 0.0, unit_height(unit, measured, True)
        pages[-1].append(unit)
        used += height
    return pages


def page_rows(page: Sequence[Unit]) -> tuple[Row, ...]:
    """Return the rows of a page's units with the headings they need."""
    rows: list[Row] = []
    for number, unit in enumerate(page):
        if unit.heading and (unit.opens or not number):
            rows.append(unit.heading)
        rows += unit.rows
    return tuple(rows)
