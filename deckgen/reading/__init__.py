"""How does what the user named become a lazy table? By what is in it, not by its name alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl

from deckgen.errors import TableError
from deckgen.reading.database import open_database
from deckgen.reading.diagnosis import first_line, unreadable
from deckgen.reading.files import files_of
from deckgen.reading.opened import ODD, Opened, changed, plain_name
from deckgen.reading.remote import open_remote
from deckgen.reading.text import open_text
from deckgen.reading.workbooks import open_workbook
from deckgen.source import Source

__all__ = ["ODD", "Opened", "Source", "open_table", "unreadable"]

PARQUET = (".parquet", ".pq")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def open_table(source: Source) -> Opened:
    """Open a table; nothing but its beginning is read, except of a workbook or a database.

    CSV and TSV (delimiter and encoding found by looking; plain, gzip or zstd), Parquet, Arrow/Feather and Excel; a
    folder or pattern of such files; an address that Polars reads; an SQL query. Raises TableError naming the source
    where it is missing, empty or not a table.
    """
    if source.engine != "polars":
        from deckgen.engines import open_elsewhere

        return open_elsewhere(source)
    return with_plain_names(open_here(source))


def open_here(source: Source) -> Opened:
    """Open a table that Polars reads."""
    if source.is_database:
        return open_database(source)
    if source.is_remote:
        return open_remote(source)
    files = files_of(source)
    if len(files) > 1 and all(path.suffix.lower() in PARQUET for path in files):
        return open_parts(source, files)
    opened = [open_file(source, path) for path in files]
    return opened[0] if len(opened) == 1 else together(source, files, opened)


def with_plain_names(opened: Opened) -> Opened:
    """Return a table whose columns have names that stand for one column each."""
    names = opened.table.collect_schema().names()
    plain = {name: new for name in names if (new := plain_name(name)) != name}
    return replace(opened, table=opened.table.rename(plain)) if plain else opened


def open_file(source: Source, path: Path) -> Opened:
    """Open one file."""
    if path.stat().st_size == 0:
        raise TableError(f"{path}: the file is empty (0 bytes).")
    suffix = path.suffix.lower()
    try:
        return OPENERS.get(suffix, open_text)(source, path)
    except (pl.exceptions.PolarsError, OSError, ValueError, EOFError) as why:
        raise TableError(f"{path}: this cannot be read as {suffix or 'a table'}: {first_line(why)}") from why


def together(source: Source, files: list[Path], opened: list[Opened]) -> Opened:
    """Put the tables of several files below each other; their columns must be the same ones."""
    names = [table.table.collect_schema().names() for table in opened]
    first = {name for name in names[0] if name != ODD}
    for path, own in zip(files, names, strict=True):
        if first ^ {name for name in own if name != ODD}:
            other = sorted(first ^ {name for name in own if name != ODD})
            raise TableError(
                f"{source}: {path.name} and {files[0].name} do not have the same columns; only one has "
                f"{', '.join(map(repr, other[:5]))}. Name files of one table."
            )
    every = pl.concat([table.table for table in opened], how="diagonal_relaxed")
    rows = [table.rows for table in opened]
    notices = tuple(dict.fromkeys(notice for table in opened for notice in table.notices))
    date = max(table.date for table in opened)
    return Opened(every, date, None if None in rows else sum(rows), notices)


def open_parquet(source: Source, path: Path) -> Opened:
    """Open a Parquet file."""
    table = pl.scan_parquet(path, glob=False)
    return Opened(table, changed([path]), table.select(pl.len()).collect().item())


def open_parts(source: Source, files: list[Path]) -> Opened:
    """Open a table that was written as many Parquet files, with the columns that its folders name ("country=CN")."""
    try:
        table = pl.scan_parquet(files, glob=False, hive_partitioning=any("=" in path.parent.name for path in files))
        return Opened(table, changed(files), table.select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError) as why:
        raise TableError(f"{source}: these cannot be read as one table: {first_line(why)}") from why


def open_arrow(source: Source, path: Path) -> Opened:
    """Open an Arrow (Feather) file."""
    table = pl.scan_ipc(path, glob=False)
    return Opened(table, changed([path]), table.select(pl.len()).collect().item())


OPENERS: dict[str, Callable[[Source, Path], Opened]] = {
    **dict.fromkeys(PARQUET, open_parquet),
    **dict.fromkeys((".arrow", ".feather", ".ipc"), open_arrow),
    **dict.fromkeys(WORKBOOKS, open_workbook),
}
