"""Engines that count elsewhere what Polars counts here: DuckDB for files larger than memory, Spark for a cluster."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from deckgen.errors import TableError
from deckgen.reading.opened import Opened, changed, plain_name, today
from deckgen.source import Source

DOORS = {"duckdb": "deckgen.engines.duck", "spark": "deckgen.engines.spark"}


def open_elsewhere(source: Source) -> Opened:
    """Open a table in the engine that the source names; its table is a ForeignTable.

    Raises TableError where the engine is not installed or cannot open the source.
    """
    try:
        door = import_module(DOORS[source.engine])
    except ImportError as why:
        raise TableError(
            f"--engine {source.engine} needs the library {why.name}, which is not installed.\n"
            f"Type: pip install 'deckgen[{source.engine}]'"
        ) from why
    table = door.open_source(source)
    table = replace(table, names=tuple(map(plain_name, table.names)))
    local = not source.scheme and source.path.exists()
    return Opened(table, changed([source.path]) if local else today(), table.rows())
