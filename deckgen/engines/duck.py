"""How does DuckDB hold a table? A Parquet or CSV path, or a SELECT, over files or a DuckDB database."""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from tempfile import gettempdir

import duckdb
import narwhals as nw
import polars as pl

from deckgen.engines.foreign import ForeignTable
from deckgen.errors import TableError
from deckgen.reading.diagnosis import first_line
from deckgen.source import Source

TEXTS = (".csv", ".csv.gz", ".tsv", ".txt")
DATABASES = (".duckdb", ".ddb", ".db")


def open_source(source: Source) -> ForeignTable:
    """Open a source; of delimited text every cell is text. Raises TableError where DuckDB cannot."""
    try:
        database = source.named if source.named.casefold().endswith(DATABASES) else ":memory:"
        connection = duckdb.connect(database, read_only=database != ":memory:")
        connection.create_function("checksum", checksum, ["VARCHAR"], "UBIGINT", null_handling="special")
        relation = connection.sql(source.query or query(source.named))
        if source.query is None and is_text(source.named):  # text is read once, into columns that may lie on disk
            connection.execute(f"SET temp_directory = '{gettempdir()}/deckgen-{os.getpid()}'")
            relation.create("customers")
            relation = connection.table("customers")
    except duckdb.Error as why:
        raise TableError(f"{source}: DuckDB cannot open this: {first_line(why)}") from why
    names = tuple(relation.columns)
    places = ", ".join(f"{quoted(name)} AS c{place}" for place, name in enumerate(names))
    return ForeignTable(nw.from_native(relation.project(places)), names, fetched, sampled, (duckdb.Error,))


def query(path: str) -> str:
    """Return the query that reads a path, also one with a pattern.

    >>> query("it's.csv")
    "SELECT * FROM read_csv('it''s.csv', all_varchar = true)"
    """
    quoted_path = "'" + path.replace("'", "''") + "'"
    if is_text(path):
        return f"SELECT * FROM read_csv({quoted_path}, all_varchar = true)"
    return f"SELECT * FROM read_parquet({quoted_path})"


def is_text(path: str) -> bool:
    """Tell whether a path names delimited text."""
    return path.casefold().endswith(TEXTS)


def quoted(name: str) -> str:
    """Quote a column's name."""
    return '"' + name.replace('"', '""') + '"'


def checksum(text: str | None) -> int:
    """Return the CRC-32 of a text, as `sampling.chosen` takes it."""
    return zlib.crc32((text or "").encode())


def fetched(frame: nw.LazyFrame) -> pl.DataFrame:
    """Bring a frame here."""
    return pl.DataFrame(frame.to_native())


def sampled(frame: nw.LazyFrame, keys: Sequence[str], share: float) -> nw.LazyFrame:
    """Leave the rows with a small checksum."""
    text = f"concat_ws(chr(31), {', '.join(f'{key}::VARCHAR' for key in keys)})"
    return nw.from_native(frame.to_native().filter(f"checksum({text}) < {share * 2**32}"))
