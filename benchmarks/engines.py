"""Do Spark and DuckDB claim what Polars claims, and how long do they take? `python benchmarks/engines.py --rows N`

Counts the benchmark's table (Parquet) with each engine and compares every claim. Spark runs here, on local[2].
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from table import make

from deckgen.customers import read_customers
from deckgen.questions import answer
from deckgen.sections import ORDER
from deckgen.settings import Settings
from deckgen.telling import tell


def claims(path: Path, engine: str) -> tuple[str, float]:
    """Return every claim in words, and the seconds that reading and counting took."""
    settings = Settings(engine=engine)
    started = time.perf_counter()
    customers = read_customers(path, settings)
    answers = answer(customers, [question for section in ORDER for question in section.asks(customers)])
    seconds = time.perf_counter() - started
    return repr(tell(customers, answers, settings)[0].claims), seconds


def start_spark() -> None:
    """Start a session on two cores of this machine, before any clock runs."""
    from pyspark.sql import SparkSession

    settings = {"spark.sql.shuffle.partitions": "8", "spark.ui.enabled": "false", "spark.driver.memory": "4g"}
    SparkSession.builder.master("local[2]").config(map=settings).getOrCreate().sparkContext.setLogLevel("ERROR")


def main() -> None:
    """Print a line an engine."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    start_spark()
    with tempfile.TemporaryDirectory() as folder:
        make(rows, Path(folder, "table.csv"))
        path = Path(folder, "table.parquet")
        expected, seconds = claims(path, "polars")
        print(f"{rows:,} customers: polars {seconds:.1f} s")
        for engine in ("duckdb", "spark"):
            found, seconds = claims(path, engine)
            print(f"{rows:,} customers: {engine} {seconds:.1f} s, same claims: {found == expected}")


if __name__ == "__main__":
    main()
