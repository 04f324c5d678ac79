"""A file becomes Customers: the one door, with every check on the input."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from deckgen.columns import LABEL_NAMES, Column, clean_text, read_columns
from deckgen.errors import SettingsError, TableError
from deckgen.reading import first_line, open_table
from deckgen.settings import Settings

SAMPLE_ROWS = 20_000
MOST_CLUSTERS = 30
CLUSTER = "deckgen:cluster"
"""The label's name in counted tables: no column of a user's can be taken for it."""
NOISE_LABELS = ("-1", "-1.0")


@dataclass(frozen=True)
class Customers:
    """The customer table, not yet read.

    table: lazy, its cells as they stand in the file. types: of its columns, in its order. columns: what each is, in the
    same order. label, id: names in the file. rows: an estimate of how many there are. date: ISO date of the file's last
    change. speaks_chinese: whether any header or sampled cell is written in Chinese.
    """

    path: Path
    table: pl.LazyFrame
    types: Mapping[str, pl.DataType]
    columns: tuple[Column, ...]
    label: str
    id: str | None
    rows: int
    date: str
    speaks_chinese: bool

    def of_role(self, role: str) -> tuple[Column, ...]:
        """Return the columns with a role, in the table's order."""
        return tuple(column for column in self.columns if column.role == role)

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def read_customers(path: Path, settings: Settings) -> Customers:
    """Open a table of customers, find its label and the role of every column; nothing but a sample is read yet.

    Raises TableError where the file cannot be read, has no rows or no usable label column, SettingsError where the
    settings name a column that is not there.
    """
    table = open_table(path)
    sample = head(path, table)
    if sample.is_empty():
        raise TableError(f"{path}: there are 0 data rows, only a header.")
    check_names(path, settings, sample.columns)
    inferred = read_columns(sample, settings)
    label = find_label(path, settings, sample, inferred)
    columns = tuple(settled(column, label) for column in inferred)
    if not any(column.role in ("kpi", "flag", "category") for column in columns):
        raise TableError(f"{path}: beside the label {label!r} there is no column to profile the clusters by.")
    ids = [column.name for column in columns if column.role == "id"]
    return Customers(
        path,
        table,
        sample.schema,
        columns,
        label,
        ids[0] if ids else None,
        estimated_rows(path, sample),
        datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat(),
        speaks_chinese(sample, columns),
    )


def head(path: Path, table: pl.LazyFrame) -> pl.DataFrame:
    """Read the first rows."""
    try:
        return table.head(SAMPLE_ROWS).collect()
    except pl.exceptions.PolarsError as why:
        raise TableError(f"{path}: the table cannot be read: {first_line(why)}") from why


def check_names(path: Path, settings: Settings, columns: Sequence[str]) -> None:
    """Refuse settings for columns that the table does not have."""
    asked = {*settings.columns, *settings.distributions}
    unknown = sorted(asked - set(columns))
    if unknown:
        raise SettingsError(
            f"{path} has no column {', '.join(unknown)}, which the settings name. It has: {listed(columns)}."
        )


def listed(names: Iterable[str], most: int = 40) -> str:
    """List names for a message, not endlessly."""
    names = list(names)
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def find_label(path: Path, settings: Settings, sample: pl.DataFrame, columns: tuple[Column, ...]) -> str:
    """Return the label column: the one asked for, else the only candidate by name."""
    candidates = label_candidates(sample, columns)
    could = f"It could be {listed(candidates)}." if candidates else f"The columns are {listed(sample.columns)}."
    if settings.label is not None:
        if settings.label not in sample.columns:
            raise TableError(
                f"{path}: there is no column {settings.label!r} for the label. {could} Name it with --label."
            )
        label = settings.label
    elif len(candidates) == 1:
        label = candidates[0]
    elif candidates:
        raise TableError(
            f"{path}: several columns could be the cluster label: {listed(candidates)}. Choose with --label."
        )
    else:
        raise TableError(f"{path}: no column looks like a cluster label. {could} Name it with --label.")
    check_label(path, label, sample)
    return label


def label_candidates(sample: pl.DataFrame, columns: tuple[Column, ...]) -> list[str]:
    """Return the columns whose name speaks of clusters and that have few distinct values; set roles come first."""
    declared = [c.name for c in columns if c.role == "label"]
    named = [c.name for c in columns if re.search(LABEL_NAMES, c.name, re.IGNORECASE)]
    return declared or [name for name in named if 1 <= sample[name].n_unique() <= MOST_CLUSTERS]


def check_label(path: Path, label: str, sample: pl.DataFrame) -> None:
    """Refuse a label that is empty or looks like an id."""
    distinct = sample.select(clean_text(label, sample[label].dtype)).to_series().drop_nulls().n_unique()
    if distinct == 0:
        raise TableError(f"{path}: the label column {label!r} is empty in all {len(sample)} rows read.")
    if distinct > MOST_CLUSTERS:
        raise TableError(
            f"{path}: {label!r} has {distinct} different values in {len(sample)} rows: this looks like an id, "
            f"not a cluster label (at most {MOST_CLUSTERS}). Name the label with --label."
        )


def settled(column: Column, label: str) -> Column:
    """Give the label its role, and take every other column that looks like a label out of the analysis."""
    if column.name == label:
        return replace(column, role="label", reason="the cluster label")
    if column.role in ("kpi", "flag", "category") and re.search(LABEL_NAMES, column.name, re.IGNORECASE):
        return replace(column, role="ignore", reason="looks like another cluster label")
    return column


def estimated_rows(path: Path, sample: pl.DataFrame) -> int:
    """Estimate the rows of the file from the size of its beginning; exact where the sample is the whole file."""
    if len(sample) < SAMPLE_ROWS:
        return len(sample)
    if path.suffix.lower() in (".parquet", ".pq"):
        return pl.scan_parquet(path).select(pl.len()).collect().item()
    with path.open("rb") as file:
        start = file.read(1 << 20)
    return max(len(sample), round(path.stat().st_size * start.count(b"\n") / len(start)))


def speaks_chinese(sample: pl.DataFrame, columns: tuple[Column, ...]) -> bool:
    """Whether a header or a level of a category is written in Chinese."""
    names = " ".join(sample.columns)
    levels = (sample[c.name].cast(pl.String).drop_nulls().head(200) for c in columns if c.role in ("category", "text"))
    return bool(re.search(r"[\u4e00-\u9fff]", names + " ".join(" ".join(texts) for texts in levels)))
