"""How does a database's answer become a table? Through Polars and an ADBC driver, or connectorx."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import polars as pl

from deckgen.errors import TableError
from deckgen.reading.diagnosis import first_line
from deckgen.reading.opened import Opened, today
from deckgen.source import Source

DRIVERS = {"sqlite": "adbc_driver_sqlite", "postgresql": "adbc_driver_postgresql", "postgres": "adbc_driver_postgresql"}


def open_database(source: Source) -> Opened:
    """Ask a database; its answer is held in memory.

    Raises TableError where there is no query, no driver, no connection, or the database refuses.
    """
    if not source.query:
        raise TableError(
            f'{source}: a database needs a query: --query "select * from customers", or --query customers.sql.'
        )
    engine = engine_for(source)
    try:
        table = pl.read_database_uri(query_text(source.query), address(source), engine=engine)
    except Exception as why:  # each driver raises its own
        raise TableError(f"{source}: the database refused: {without_secrets(source, first_line(why))}") from why
    if not table.width:
        raise TableError(f"{source}: the query returned no table; it must be a select.")
    return Opened(as_stored(table).lazy(), today())


def as_stored(table: pl.DataFrame) -> pl.DataFrame:
    """Return what stands behind types that only the database knows, such as PostgreSQL's numeric: text."""
    unknown = [name for name, kind in table.schema.items() if isinstance(kind, pl.BaseExtension)]
    return table.with_columns(pl.col(name).ext.storage() for name in unknown)


def engine_for(source: Source) -> str:
    """Return which engine asks this database."""
    driver = DRIVERS.get(source.scheme)
    if driver and find_spec(driver):
        return "adbc"
    if find_spec("connectorx"):
        return "connectorx"
    wanted = 'pip install "deckgen[sql]"' if driver else "pip install connectorx pyarrow"
    raise TableError(f"{source}: no driver for {source.scheme} is installed. Type: {wanted}")


def address(source: Source) -> str:
    """Spell the address as its driver does: without the SQLAlchemy dialect."""
    return re.sub(r"^(\w+)\+\w+://", r"\1://", source.named)


def query_text(query: str) -> str:
    """Return the query, read from a file where one is named."""
    path = Path(query)
    if query.lower().endswith(".sql"):
        if not path.is_file():
            raise TableError(f"{query}: there is no such file with a query.")
        return path.read_text(encoding="utf-8")
    return query


def without_secrets(source: Source, message: str) -> str:
    """Take user and password out of a driver's message."""
    secret = re.match(r"^[\w+]+://([^@/]*)@", source.named)
    words = [part for part in (secret.group(1).split(":", 1) if secret else []) if part]
    for word in words[1:]:
        message = message.replace(word, "***")
    return message
