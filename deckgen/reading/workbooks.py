"""How does a sheet of a workbook become a table?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from deckgen.errors import TableError
from deckgen.notices import Notice, notice
from deckgen.reading.diagnosis import first_line
from deckgen.reading.headings import below_header
from deckgen.reading.layout import clean_name
from deckgen.reading.opened import Opened, changed
from deckgen.source import Source

NAMELESS = "__UNNAMED__"
"""How a column's name begins that has none in the first row."""


def open_workbook(source: Source, path: Path) -> Opened:
    """Read a sheet of a workbook: the one asked for, else the first; cells of mixed types become text.

    Raises TableError naming the sheets where the one asked for is not there.
    """
    import fastexcel

    try:
        sheets = fastexcel.read_excel(path).sheet_names
        name = chosen_sheet(source, path, sheets)
        table = pl.read_excel(path, sheet_name=name, infer_schema_length=None, raise_if_empty=False)
        told, table = headed(path, name, table)
    except fastexcel.FastExcelError as why:
        raise TableError(f"{path}: this cannot be read as Excel: {first_line(why)}") from why
    if table.is_empty():
        raise TableError(f"{path}: there are 0 data rows in the sheet {name!r}. The sheets are {', '.join(sheets)}.")
    if source.sheet is None and len(sheets) > 1:
        others = len(sheets) - 1
        told += (
            notice(
                f"只读取了工作表 {name}，另有 {others} 个工作表；用 --sheet 指定",
                f"only the sheet {name} was read, of {len(sheets)}; name another with --sheet",
            ),
        )
    return Opened(with_clean_names(path, table).lazy(), changed([path]), None, told)


def headed(path: Path, sheet: str, table: pl.DataFrame) -> tuple[tuple[Notice, ...], pl.DataFrame]:
    """Return a sheet below its header: as it was read where that is its first row and has no gaps, else as texts.

    Raises TableError where two columns have the same name.
    """
    if not any(name.startswith(NAMELESS) for name in table.columns):
        return (), table
    raw = pl.read_excel(path, sheet_name=sheet, has_header=False, infer_schema_length=None, raise_if_empty=False)
    below, names, above = below_header(raw)
    if not above:
        return (), table
    check_twice(path, names)
    odd = notice(
        f"表头最后一行之上的行不是数据（{above} 行）", f"rows above the last one of the header are no data: {above}"
    )
    return (odd,), below.rename(dict(zip(below.columns, names, strict=True)))


def chosen_sheet(source: Source, path: Path, sheets: list[str]) -> str:
    """Return the sheet to read."""
    if source.sheet is None:
        return sheets[0]
    if source.sheet in sheets:
        return source.sheet
    raise TableError(f"{path}: there is no sheet {source.sheet!r}. The sheets are {', '.join(sheets)}.")


def with_clean_names(path: Path, table: pl.DataFrame) -> pl.DataFrame:
    """Trim the column names; two that become the same are refused."""
    names = {name: clean_name(name) or name for name in table.columns}
    check_twice(path, names.values())
    return table.rename(names)


def check_twice(path: Path, names: Iterable[str]) -> None:
    """Refuse names of which two are the same."""
    if twice := sorted(name for name, times in Counter(names).items() if times > 1):
        raise TableError(f"{path}: the column {twice[0]!r} stands more than once in the header. Rename one.")
