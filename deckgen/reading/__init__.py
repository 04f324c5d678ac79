"""How does what the user named become a lazy table? By what is in it, not by its name alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from deckgen.errors import TableError
from deckgen.reading.diagnosis import first_line, unreadable
from deckgen.reading.opened import Opened, changed
from deckgen.reading.source import Source
from deckgen.reading.text import open_text

__all__ = ["Opened", "Source", "open_table", "unreadable"]

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def open_table(source: Source) -> Opened:
    """Open a table; nothing but its beginning is read.

    CSV and TSV (delimiter and encoding found by looking; plain, gzip or zstd), Parquet, Arrow/Feather and Excel. Raises
    TableError naming the source where it is missing, empty or not a table.
    """
    if source.engine != "polars":
        from deckgen.engines import open_elsewhere

        return open_elsewhere(source)
    path = source.path
    check_file(path)
    suffix = path.suffix.lower()
    try:
        return OPENERS.get(suffix, open_text)(source, path)
    except TableError:
        raise
    except (pl.exceptions.PolarsError, OSError, ValueError, EOFError) as why:
        raise TableError(f"{path}: this cannot be read as {suffix or 'a table'}: {first_line(why)}") from why
    except Exception as why:  # the Excel reader has error types of its own that are not part of its public face
        if type(why).__module__.startswith("fastexcel") or "calamine" in type(why).__name__.lower():
            raise TableError(f"{path}: this cannot be read as Excel: {first_line(why)}") from why
        raise


def check_file(path: Path) -> None:
    """Refuse a file that is not there, is a folder, or is empty."""
    if not path.exists():
        raise TableError(f"{path}: there is no such file.")
    if path.is_dir():
        raise TableError(f"{path}: this is a folder; name the table inside it.")
    if path.stat().st_size == 0:
        raise TableError(f"{path}: the file is empty (0 bytes).")


def open_parquet(source: Source, path: Path) -> Opened:
    """Open a Parquet file."""
    table = pl.scan_parquet(path, glob=False)
    return Opened(table, changed([path]), table.select(pl.len()).collect().item())


def open_arrow(source: Source, path: Path) -> Opened:
    """Open an Arrow (Feather) file."""
    table = pl.scan_ipc(path)
    return Opened(table, changed([path]), table.select(pl.len()).collect().item())


def open_workbook(source: Source, path: Path) -> Opened:
    """Read a sheet of a workbook."""
    sheet = {"sheet_name": source.sheet} if source.sheet else {}
    return Opened(pl.read_excel(path, infer_schema_length=None, **sheet).lazy(), changed([path]))


OPENERS: dict[str, Callable[[Source, Path], Opened]] = {
    **dict.fromkeys((".parquet", ".pq"), open_parquet),
    **dict.fromkeys((".arrow", ".feather", ".ipc"), open_arrow),
    **dict.fromkeys(WORKBOOKS, open_workbook),
}
