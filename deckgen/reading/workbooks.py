"""How does a sheet of a workbook become a table?"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from deckgen.errors import TableError
from deckgen.notices import notice
from deckgen.reading.diagnosis import first_line
from deckgen.reading.layout import clean_name
from deckgen.reading.opened import Opened, changed
from deckgen.source import Source


def open_workbook(source: Source, path: Path) -> Opened:
    """Read a sheet of a workbook: the one asked for, else the first; cells of mixed types become text.

    Raises TableError naming the sheets where the one asked for is not there.
    """
    import fastexcel

    try:
        sheets = fastexcel.read_excel(path).sheet_names
        name = chosen_sheet(source, path, sheets)
        table = pl.read_excel(path, sheet_name=name, infer_schema_length=None, raise_if_empty=False)
    except fastexcel.FastExcelError as why:
        raise TableError(f"{path}: this cannot be read as Excel: {first_line(why)}") from why
    if table.is_empty():
        raise TableError(f"{path}: there are 0 data rows in the sheet {name!r}. The sheets are {', '.join(sheets)}.")
    told = ()
    if source.sheet is None and len(sheets) > 1:
        others = len(sheets) - 1
        told = (
            notice(
                f"只读取了工作表 {name}，另有 {others} 个工作表；用 --sheet 指定",
                f"only the sheet {name} was read, of {len(sheets)}; name another with --sheet",
            ),
        )
    return Opened(with_clean_names(path, table).lazy(), changed([path]), None, told)


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
    twice = sorted({clean for clean in names.values() if list(names.values()).count(clean) > 1})
    if twice:
        raise TableError(f"{path}: the column {twice[0]!r} stands more than once in the header. Rename one.")
    return table.rename(names)
