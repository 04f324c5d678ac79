"""How does an address become a table? As Polars reads it: s3://, gs://, az://, https://, hf://."""

from __future__ import annotations

import polars as pl

from deckgen.errors import TableError
from deckgen.reading.diagnosis import first_line
from deckgen.reading.encodings import LOSSY
from deckgen.reading.layout import layout_of
from deckgen.reading.opened import Opened, today
from deckgen.reading.text import raw_lines, scan
from deckgen.source import Source

LINES = 2000
COLUMNAR = {".parquet": pl.scan_parquet, ".pq": pl.scan_parquet, ".arrow": pl.scan_ipc, ".feather": pl.scan_ipc}


def open_remote(source: Source) -> Opened:
    """Open a table at an address: Parquet, Arrow, else delimited text in UTF-8; credentials come from the environment.

    Raises TableError where it cannot be reached or read.
    """
    end = source.name[source.name.rfind(".") :].lower() if "." in source.name else ""
    try:
        if end in COLUMNAR or source.named.endswith("/"):
            table = COLUMNAR.get(end, pl.scan_parquet)(source.named)
            return Opened(table, today(), table.select(pl.len()).collect().item())
        return open_remote_text(source)
    except (pl.exceptions.PolarsError, OSError, ValueError) as why:
        advice = "Check the address and the credentials in the environment."
        raise TableError(f"{source}: this cannot be read: {first_line(why)} {advice}") from why


def open_remote_text(source: Source) -> Opened:
    """Open delimited text at an address, laid out as its first lines show."""
    lines = raw_lines(source.named).head(LINES).collect()["line"].fill_null("")
    layout = layout_of(str(source), "\n".join(lines) + "\n")
    rows = None
    if len(lines) == LINES:
        rows = raw_lines(source.named).select(pl.len()).collect(engine="streaming").item()
    return Opened(scan(source.named, layout, LOSSY), today(), rows)
