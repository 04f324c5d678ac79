"""How does Spark hold a table? A Parquet path, a table's name or a SELECT, on the session that the user configured."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
import polars as pl
import pyarrow  # noqa: F401  (Spark hands tables over through it, and would say so late)
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql

from deckgen.engines.foreign import TOGETHER_MOST, ForeignTable
from deckgen.errors import TableError
from deckgen.reading.diagnosis import first_line
from deckgen.source import Source


def open_source(source: Source) -> ForeignTable:
    """Open a source on the running session, else on one from the user's own Spark settings.

    Raises TableError where Spark cannot.
    """
    try:
        session = SparkSession.builder.appName("deckgen").getOrCreate()
        table = read(session, source)
        names = tuple(table.columns)
    except PySparkException as why:
        raise TableError(f"{source}: Spark cannot open this: {first_line(why)}") from why
    renamed = table.toDF(*(f"c{place}" for place in range(len(names))))
    return ForeignTable(nw.from_native(renamed), names, fetched, sampled, (PySparkException,), TOGETHER_MOST)


def read(session: SparkSession, source: Source) -> DataFrame:
    """Return the data frame of a source."""
    if source.query:
        return session.sql(source.query)
    if "/" in source.named or source.named.casefold().endswith((".parquet", ".pq")):
        return session.read.parquet(source.named)
    return session.table(source.named)


def fetched(frame: nw.LazyFrame) -> pl.DataFrame:
    """Bring a frame here."""
    return pl.from_arrow(frame.to_native().toArrow())


def sampled(frame: nw.LazyFrame, keys: Sequence[str], share: float) -> nw.LazyFrame:
    """Leave the rows with a small checksum."""
    text = sql.concat_ws("\x1f", *(sql.col(key).cast("string") for key in keys))
    return nw.from_native(frame.to_native().filter(sql.crc32(text) < int(share * 2**32)))
