"""What is each column? Its role, inferred from a sample of rows and overridden by settings, and how it is cleaned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from deckgen.glossary import Polarity, category_entry, flag_name, kpi_entry, topic_of
from deckgen.settings import ColumnSettings, Settings
from deckgen.statistics.verdicts import Least
from deckgen.wording import Text

Role = Literal["id", "label", "kpi", "flag", "category", "list", "date", "text", "constant", "empty", "ignore"]
Provenance = Literal["input", "derived", "external"]

MISSING_WORDS = (
    "",
    "na",
    "n/a",
    "null",
    "nan",
    "none",
    "unknown",
    "未知",
    "-",
    "--",
    "#n/a",
    "#div/0!",
    "#value!",
    "#ref!",
)
YES_WORDS = ("1", "1.0", "yes", "true", "y", "t", "是", "有")
NO_WORDS = ("0", "0.0", "no", "false", "n", "f", "否", "无")
LABEL_NAMES = r"cluster|segment|label|k_?means|persona|(^|_)seg(_|$)|聚类|分群|群体|客群"
COUNT_NAMES = r"count|num(ber)?($|_)|amount|amt|qty|total|avg|mean|rate|数$|额$|率$"
CODE_NAMES = r"(^|_)(code|type|class|group|region|channel|category|grade|kind|gender)(_|$)|类型|类别|区域|渠道"
ID_NAMES = r"(^|_|\b)(id|no|code|uuid|key|number)$|^id|编号|编码|代码|号$"
DATE_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%d-%m-%Y", "%Y%m%d", "%Y-%m-%d %H:%M:%S", "%m/%d/%Y")
TIER_WORDS = (
    "微型",
    "个人",
    "小型",
    "small",
    "low",
    "低",
    "中型",
    "medium",
    "mid",
    "middle",
    "中",
    "大型",
    "large",
    "high",
    "高",
    "ka",
)
NOT_PRINTABLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\ufeff\ufffe\uffff]"
MOST_LEVELS_ORDERED = 12
USUAL_LEAST = Least()
"""The minimum business difference where none is set."""


@dataclass(frozen=True)
class Column:
    """A column of the table with its role and the reason for it.

    name: as in the table. text: what the deck calls it. theme: of a KPI. topic: of a flag or category.
    order: the levels of an ordinal category, ascending; empty for a nominal one. cuts: configured bin edges of a KPI.
    least: the minimum business difference of a KPI.
    """

    name: str
    role: Role
    reason: str
    text: Text
    provenance: Provenance = "input"
    polarity: Polarity = "neutral"
    theme: str = "other"
    topic: str = "other"
    money: bool = False
    order: tuple[str, ...] = ()
    cuts: tuple[float, ...] | None = None
    least: Least = USUAL_LEAST


def read_columns(sample: pl.DataFrame, settings: Settings) -> tuple[Column, ...]:
    """Infer every column's role from a sample of rows, in the table's order; settings come first."""
    return tuple(read_column(sample[name], settings.column(name)) for name in sample.columns)


def read_column(cells: pl.Series, chosen: ColumnSettings) -> Column:
    """Infer one column."""
    role, reason = (chosen.role, "set in the settings") if chosen.role else infer_role(cells)
    make = {"kpi": kpi_column, "flag": flag_column, "category": category_column}.get(role)
    if make:
        return make(cells, reason, chosen)
    return Column(cells.name, role, reason, named(chosen, Text(cells.name, cells.name)))


def named(chosen: ColumnSettings, known: Text) -> Text:
    """Return the display names, the settings' first."""
    return Text(chosen.zh or chosen.en or known.zh, chosen.en or chosen.zh or known.en)


def kpi_column(cells: pl.Series, reason: str, chosen: ColumnSettings) -> Column:
    """Make a KPI column from what is set and what is known."""
    known = kpi_entry(cells.name)
    return Column(
        cells.name,
        "kpi",
        reason,
        named(chosen, known.name),
        provenance=chosen.provenance or "input",
        polarity=chosen.polarity or known.polarity,
        theme=chosen.theme or known.theme,
        money=known.money if chosen.money is None else chosen.money,
        cuts=chosen.cuts,
        least=Least(chosen.least_ratio or Least.ratio, chosen.least_gap or Least.gap),
    )


def flag_column(cells: pl.Series, reason: str, chosen: ColumnSettings) -> Column:
    """Make a yes/no column; a risk flag is better when lower."""
    topic = chosen.topic or topic_of(cells.name)
    polarity = chosen.polarity or ("lower" if topic == "risk" else "neutral")
    name = named(chosen, flag_name(cells.name))
    return Column(cells.name, "flag", reason, name, chosen.provenance or "external", polarity, topic=topic)


def category_column(cells: pl.Series, reason: str, chosen: ColumnSettings) -> Column:
    """Make a category column, ordinal where its levels carry an order."""
    known = category_entry(cells.name)
    order = chosen.order or ordinal_levels(clean_texts(cells).drop_nulls().unique().to_list())
    topic = chosen.topic or known.topic
    return Column(
        cells.name,
        "category",
        reason,
        named(chosen, known.name),
        chosen.provenance or "external",
        topic=topic,
        order=order,
    )


def infer_role(cells: pl.Series) -> tuple[Role, str]:
    """Return the role and the reason, from the cells alone and, where they leave it open, the name."""
    if cells.dtype.is_temporal():
        return "date", "dates"
    if cells.dtype.is_nested():
        return "list", "lists"
    texts = clean_texts(cells).drop_nulls()
    distinct = texts.n_unique()
    if distinct == 0:
        return "empty", "no value in any row"
    if distinct == 1:
        return "constant", "one value only"
    if distinct == 2 and texts.str.to_lowercase().is_in(YES_WORDS + NO_WORDS).all():
        return "flag", "yes/no values"
    numbers = texts.cast(pl.Float64, strict=False).drop_nulls()
    if len(numbers) >= 0.9 * len(texts):
        return infer_numeric(cells.name, texts, numbers, distinct)
    return infer_text(cells.name, texts, distinct)


def infer_numeric(name: str, texts: pl.Series, numbers: pl.Series, distinct: int) -> tuple[Role, str]:
    """Tell KPIs from ids, dates, years and codes that are written as numbers."""
    whole = bool((numbers == numbers.round()).all())
    near_unique = distinct > 0.98 * len(texts) and len(texts) >= 30
    if texts.str.contains(r"^0\d").mean() > 0.05:
        return "id", "codes with leading zeros"
    if whole and near_unique and (re.search(ID_NAMES, name, re.IGNORECASE) or numbers.min() >= 1e6):
        return "id", "whole numbers, nearly all different"
    if whole and numbers.is_between(19000101, 21001231).mean() > 0.95 and parses_as_dates(texts):
        return "date", "dates written as 20001229"
    if whole and numbers.is_between(1880, 2100).all() and re.search(r"year|birth|年", name, re.IGNORECASE):
        return "date", "years"
    is_code = re.search(CODE_NAMES, name, re.IGNORECASE) and not re.search(COUNT_NAMES, name, re.IGNORECASE)
    if whole and distinct <= 20 and is_code:
        return "category", "a few whole numbers under a name that says code"
    return "kpi", "numbers"


def infer_text(name: str, texts: pl.Series, distinct: int) -> tuple[Role, str]:
    """Tell categories from ids, dates, lists and free text."""
    if parses_as_dates(texts):
        return "date", "dates"
    if texts.str.contains(r"^[\w\s.&/()-]+(\|[\w\s.&/()-]+)+$|^\[.*\]$").mean() > 0.2:
        return "list", "several values in a cell"
    near_unique = distinct > 0.98 * len(texts) and len(texts) >= 30
    if near_unique and (
        re.search(ID_NAMES, name, re.IGNORECASE) or texts.str.contains(r"^[\w-]*\d[\w-]*$").mean() > 0.95
    ):
        return "id", "codes, nearly all different"
    if distinct > 100 and distinct > 0.5 * len(texts):
        return "text", "mostly different texts"
    if texts.str.len_chars().mean() > 60:
        return "text", "long texts"
    return "category", "texts that repeat"


def parses_as_dates(texts: pl.Series) -> bool:
    """Whether nearly all texts are dates, each in one of the usual spellings."""
    some = texts.head(500).to_frame("text")
    spelled = [pl.col("text").str.to_datetime(form, strict=False).is_not_null() for form in DATE_FORMATS]
    return some.select(pl.any_horizontal(spelled)).to_series().mean() > 0.95


def ordinal_levels(levels: Sequence[str]) -> tuple[str, ...]:
    """Return the levels in ascending order if every one carries a number or a tier word, else nothing.

    >>> ordinal_levels(["KA(1000人以上)", "小型(10-49人)", "微型(1-9人)"])
    ('微型(1-9人)', '小型(10-49人)', 'KA(1000人以上)')
    """
    if not 3 <= len(levels) <= MOST_LEVELS_ORDERED:
        return ()
    numbers = {level: re.search(r"\d+(?:\.\d+)?", level.replace(",", "")) for level in levels}
    if all(numbers.values()) and len({m.group() for m in numbers.values() if m}) == len(levels):
        return tuple(sorted(levels, key=lambda level: float(numbers[level].group())))
    tiers = {level: level.lower() for level in levels}
    if all(word in TIER_WORDS for word in tiers.values()):
        return tuple(sorted(levels, key=lambda level: TIER_WORDS.index(tiers[level])))
    return ()


def clean_texts(cells: pl.Series) -> pl.Series:
    """Return the cells as the deck counts them: text, trimmed, missing spellings as null."""
    return cells.to_frame().select(clean_text(cells.name, cells.dtype)).to_series()


def clean_text(name: str, dtype: pl.DataType) -> pl.Expr:
    """Return the expression that trims a text column and nulls the spellings of missing; the unprintable is dropped."""
    column = pl.col(name)
    if dtype == pl.Boolean:
        return column.cast(pl.Int8).cast(pl.String)
    if dtype != pl.String:
        return column.cast(pl.String)
    text = column.str.replace_all(NOT_PRINTABLE, "").str.strip_chars()
    return pl.when(text.str.to_lowercase().is_in(MISSING_WORDS).not_()).then(text).alias(name)


def clean_number(name: str, dtype: pl.DataType) -> pl.Expr:
    """Return the expression that reads a KPI as a finite number, null where it is none."""
    column = pl.col(name)
    if dtype == pl.String:
        column = column.str.strip_chars()
    number = column.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number).alias(name)


def clean_flag(name: str, dtype: pl.DataType) -> pl.Expr:
    """Return the expression that reads a yes/no column as Boolean, null where it is neither."""
    if dtype == pl.Boolean:
        return pl.col(name)
    word = pl.col(name).cast(pl.String).str.strip_chars().str.to_lowercase()
    return pl.when(word.is_in(YES_WORDS)).then(True).when(word.is_in(NO_WORDS)).then(False).alias(name)


def cleaned(column: Column, dtype: pl.DataType) -> pl.Expr:
    """Return the expression that cleans a column by its role."""
    clean = {"kpi": clean_number, "flag": clean_flag}.get(column.role, clean_text)
    return clean(column.name, dtype)
