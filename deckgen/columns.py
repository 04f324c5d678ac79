"""What is each column? Its role and what is known of it: from a sample of rows, overridden by settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from deckgen.cells import clean_texts, kept_spellings
from deckgen.column_names import many_of
from deckgen.currencies import currency_sign
from deckgen.glossary import KPIS, Polarity, category_entry, flag_name, kpi_entry, topic_of
from deckgen.numerals import PLAIN, Written
from deckgen.ordering import ordinal_levels
from deckgen.roles import Inferred, Provenance, Role, decimal_mark, infer
from deckgen.settings import ColumnSettings, Settings
from deckgen.statistics.verdicts import Least
from deckgen.wording import Text

SET = Text("由设置指定", "set in the settings")
MOST_CENTS = 200
"""Cells of a column that show whether its numbers have cents."""
NO_UNITS: Mapping[str, str] = {}
USUAL_LEAST = Least()
"""The minimum business difference where none is set."""


@dataclass(frozen=True)
class Column:
    """A column of the table with its role and the reason for it.

    name: as in the table. text: what the deck calls it. theme: of a KPI. topic: of a flag or category.
    order: the levels of an ordinal category, ascending; empty for a nominal one. cuts: configured bin edges of a KPI.
    tiers: the edges that an earlier deck froze. unit: of a KPI's printed figures, at the end of its text. size:
    how many of them one of the table's is, 10,000 where it counts in 万元. least: the minimum business difference of a
    KPI. written: how a KPI's numbers are written. missing: spellings of missing that the user declares.
    beside: answers of a flag that are neither yes nor no ("no internet service"), in lower case; those customers are
    not in its base. marked: whether only the yes of a flag is written. presumed: whether a KPI's polarity is taken from
    words in its name alone. kept: spellings of missing that are levels of a category (NA beside EMEA). zero_as_none:
    whether its counted values make a KPI's zeros look like "none".
    """

    name: str
    role: Role
    reason: Text
    text: Text
    provenance: Provenance = "input"
    polarity: Polarity = "neutral"
    theme: str = "other"
    topic: str = "other"
    money: bool = False
    unit: str = ""
    size: float = 1.0
    order: tuple[str, ...] = ()
    cuts: tuple[float, ...] | None = None
    tiers: tuple[float, ...] | None = None
    least: Least = USUAL_LEAST
    written: Written = PLAIN
    missing: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    marked: bool = False
    presumed: bool = False
    kept: tuple[str, ...] = ()
    zero_as_none: bool = False


def read_columns(sample: pl.DataFrame, settings: Settings, units: Mapping[str, str] = NO_UNITS) -> tuple[Column, ...]:
    """Infer every column's role from a sample of rows, in the table's order; settings come first.

    units: of columns whose cells tell them. Columns that would be called alike keep the table's own names, unless the
    settings call them so.
    """
    decimal = decimal_mark(sample)
    columns = [read_column(sample[n], settings.column(n), decimal, units.get(n, "")) for n in sample.columns]
    titles = Counter(column.text for column in columns)
    return tuple(
        replace(
            column,
            text=named(settings.column(column.name), Text(column.name, column.name))
            if titles[column.text] > 1
            else column.text,
            tiers=None if column.cuts else settings.tiers.get(column.name),
        )
        for column in columns
    )


def read_column(cells: pl.Series, chosen: ColumnSettings, decimal: str = ".", told: str = "") -> Column:
    """Infer one column. decimal: the table's decimal mark, for numbers that leave it open. told: its cells' unit."""
    if chosen.role == "ignore":  # nothing need be known of it
        return Column(cells.name, "ignore", SET, Text(cells.name, cells.name))
    found = infer(cells, chosen.missing or (), decimal)
    if chosen.role and chosen.role != found.role:
        found = Inferred(chosen.role, SET, found.written)
    make = {"kpi": kpi_column, "flag": flag_column, "category": category_column}.get(found.role)
    text = Text(cells.name, cells.name)
    column = Column(cells.name, found.role, found.reason, text, missing=chosen.missing or ())
    column = make(column, cells, chosen) if make else column
    unit = (chosen.unit or told or column.unit or written_unit(cells, found.written)) if column.role == "kpi" else ""
    size, printed = many_of(unit)
    name = with_unit(without_unit(named(chosen, column.text), unit), printed)
    found_in = {"written": found.written, "beside": found.beside, "marked": found.marked}
    return replace(column, text=name, unit=printed, size=size, **found_in)


def written_unit(cells: pl.Series, written: Written) -> str:
    """Return the unit that a KPI's cells are written with: percent or a currency's sign, else nothing."""
    if written.percent:
        return "%"
    return currency_sign(cells) if cells.dtype == pl.String else ""


def without_unit(name: Text, unit: str) -> Text:
    """Return a KPI's name without a unit that ends it."""
    return Text(name.zh.removesuffix(f"（{unit}）"), name.en.removesuffix(f" ({unit})")) if unit else name


def with_unit(name: Text, unit: str) -> Text:
    """Add a unit to a KPI's name: its figures are in it."""
    if not unit or name.zh.endswith(f"（{unit}）") or name.en.endswith(f"({unit})"):
        return name
    return Text(f"{name.zh}（{unit}）", f"{name.en} ({unit})")


def named(chosen: ColumnSettings, known: Text) -> Text:
    """Return the display names, the settings' first."""
    return Text(chosen.zh or chosen.en or known.zh, chosen.en or chosen.zh or known.en)


def in_cents(cells: pl.Series) -> bool:
    """Tell whether most of a column's first numbers have cents."""
    first = cells.drop_nulls().head(MOST_CENTS).cast(pl.String)
    return (first.str.contains(r"[.,]\d?[1-9]$").mean() or 0.0) > 0.5


def kpi_column(column: Column, cells: pl.Series, chosen: ColumnSettings) -> Column:
    """Add to a KPI column what is set and what is known."""
    known = kpi_entry(column.name, in_cents(cells))
    return replace(
        column,
        text=known.name,
        unit=known.unit,
        provenance=chosen.provenance or "input",
        polarity=chosen.polarity or known.polarity,
        presumed=not chosen.polarity and known.polarity != "neutral" and column.name not in KPIS,
        theme=chosen.theme or known.theme,
        money=known.money if chosen.money is None else chosen.money,
        cuts=chosen.cuts,
        least=Least(chosen.least_ratio or Least.ratio, chosen.least_gap or Least.gap),
    )


def flag_column(column: Column, cells: pl.Series, chosen: ColumnSettings) -> Column:
    """Add to a yes/no column what is set and what is known; a risk flag is better when lower."""
    topic = chosen.topic or topic_of(column.name)
    return replace(
        column,
        text=flag_name(column.name),
        provenance=chosen.provenance or "external",
        polarity=chosen.polarity or ("lower" if topic == "risk" else "neutral"),
        topic=topic,
    )


def category_column(column: Column, cells: pl.Series, chosen: ColumnSettings) -> Column:
    """Add to a category column what is set and what is known; it is ordinal where its levels carry an order."""
    known = category_entry(column.name)
    levels = clean_texts(cells.unique(), column.missing).drop_nulls().unique().to_list()
    return replace(
        column,
        text=known.name,
        provenance=chosen.provenance or "external",
        topic=chosen.topic or known.topic,
        order=chosen.order or ordinal_levels(levels, column.name),
        kept=kept_spellings(levels),
    )
