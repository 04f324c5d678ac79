"""DuckDB and Spark count what Polars counts: the same tables, the same sample, and so the same claims."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import narwhals as nw
import numpy as np
import polars as pl
import pytest

from deckgen import counters, counts, engines
from deckgen.customers import read_customers
from deckgen.demo import sample_table
from deckgen.engines import foreign
from deckgen.errors import TableError
from deckgen.questions import Answers, answer
from deckgen.sections import ORDER
from deckgen.settings import Settings
from deckgen.tally import cut_digits
from deckgen.telling import tell

needs_java = pytest.mark.skipif(
    shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="Spark needs Java 17"
)
ENGINES = ["duckdb", pytest.param("spark", marks=needs_java)]
COLUMNS = ["month_avg_spend_amt", "days_since_last_spend", "is_core_category_game", "main_media", "cluster"]


@pytest.fixture(scope="module")
def spark():
    """A small local session, as a user would configure one."""
    from pyspark.sql import SparkSession

    settings = {"spark.sql.shuffle.partitions": "2", "spark.ui.enabled": "false", "spark.driver.memory": "1g"}
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(params=ENGINES)
def engine(request) -> str:
    if request.param == "spark":
        request.getfixturevalue("spark")
    return request.param


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> Path:
    """Customers with names and cells that engines might stumble over."""
    rows = sample_table(3000).select("customer_id", *COLUMNS)
    odd = pl.int_range(pl.len())
    rows = rows.with_columns(
        pl.when(odd % 50 == 0).then(pl.lit(" 未知 ")).otherwise("main_media").alias("main_media"),
        pl.when(odd % 70 == 0).then(None).otherwise("cluster").alias("cluster"),
        pl.when(odd % 90 == 0).then(pl.lit("约 30 天")).otherwise("days_since_last_spend").alias("last.spend `days`"),
        (pl.col("days_since_last_spend") > 20).alias('is "quiet"'),
    )
    path = tmp_path_factory.mktemp("engines") / "customers.parquet"
    rows.write_parquet(path)
    return path


def counted(path: Path | str, **chosen: str) -> tuple[Answers, str]:
    """Return all answers, and all claims in words."""
    customers = read_customers(path, Settings(**chosen))
    answers = answer(customers, [question for section in ORDER for question in section.asks(customers)])
    deck, _ = tell(customers, answers, Settings(**chosen))
    return answers, repr(deck.claims)


def test_an_engine_gives_the_same_counts_and_the_same_claims_as_polars(engine, table):
    (here, claims), (there, their_claims) = counted(table), counted(table, engine=engine)
    assert (there.clusters, there.sizes, there.unlabelled) == (here.clusters, here.sizes, here.unlabelled)
    assert there.counted.keys() == here.counted.keys()
    for question, expected in here.counted.items():
        found = there.counted[question]
        if question.kind == "rows":
            assert found.sort(counts.KEY).equals(expected.sort(counts.KEY))
        elif question.kind == "remarks":
            assert found == expected, question
        else:
            assert all(map(np.array_equal, vars(found).values(), vars(expected).values())), question
    assert their_claims == claims


def test_an_engine_samples_the_customers_that_polars_samples(engine, table, monkeypatch):
    monkeypatch.setattr(counters, "MOST_ROWS", 500)
    monkeypatch.setattr(foreign, "MOST_ROWS", 500)
    question = counts.Question("rows", ("main_media",))
    samples = [
        answer(read_customers(table, Settings(engine=name)), [question]).counted[question]
        for name in ("polars", engine)
    ]
    assert 200 < len(samples[0]) < 500
    assert samples[0].sort(counts.KEY).equals(samples[1].sort(counts.KEY))


def test_an_engine_cuts_very_many_values_as_polars_does(engine, tmp_path):
    random = np.random.default_rng(0)
    values = np.concatenate([np.exp(random.normal(3, 4, 500)), -np.exp(random.normal(0, 2, 99)), [0.0]])
    pl.DataFrame({"x": values, "cluster": ["a", "b"] * 300}).write_parquet(tmp_path / "t.parquet")
    table = read_customers(tmp_path / "t.parquet", Settings(engine=engine)).table
    cut = table.fetch(table.frame.select(nw.col("c0"), foreign.cut("c0").alias("cut")))
    expected = cut_digits(cut["c0"], foreign.DIGITS)
    assert ((cut["cut"] - expected).abs() <= expected.abs() * 1e-15).all()


def test_a_name_that_would_stand_for_several_columns_stands_for_itself(tmp_path):
    rows = {"cluster": ["a", "b"] * 40, "*": [n % 7 for n in range(80)]}
    pl.DataFrame(rows).write_parquet(tmp_path / "t.parquet")
    here, there = (read_customers(tmp_path / "t.parquet", Settings(engine=e)) for e in ("polars", "duckdb"))
    assert [column.name for column in here.columns] == [column.name for column in there.columns] == ["cluster", "＊"]


def test_duckdb_reads_text_as_text_and_queries(table, tmp_path):
    pl.read_parquet(table).with_columns(code=pl.lit("007")).write_csv(tmp_path / "customers.csv")
    here, there = (read_customers(tmp_path / "customers.csv", Settings(engine=e)) for e in ("polars", "duckdb"))
    assert there.types == here.types and there.columns == here.columns
    assert counted(tmp_path / "customers.csv")[1] == counted(tmp_path / "customers.csv", engine="duckdb")[1]
    some = f"SELECT * FROM '{table}' WHERE month_avg_spend_amt > 0"
    assert 1000 < sum(counted("customers", engine="duckdb", query=some)[0].sizes) < 3000


@needs_java
def test_spark_takes_a_table_or_a_query(spark, table):
    spark.read.parquet(str(table)).createOrReplaceTempView("customers")
    assert read_customers("customers", Settings(engine="spark")).rows == 3000
    query = "SELECT * FROM customers WHERE cluster = 1"
    assert read_customers("customers", Settings(engine="spark", query=query)).rows < 3000


def test_what_an_engine_cannot_open_is_one_message(engine):
    with pytest.raises(TableError, match=r"no/such\.parquet: .* cannot open this"):
        read_customers("no/such.parquet", Settings(engine=engine))


def test_an_engine_that_is_not_installed_says_what_to_type(monkeypatch):
    def missing(name: str):
        raise ImportError("No module named 'pyspark'", name="pyspark")

    monkeypatch.setattr(engines, "import_module", missing)
    with pytest.raises(TableError, match=r"pyspark, which is not installed.\nType: pip install 'deckgen\[spark\]'"):
        read_customers("customers", Settings(engine="spark"))
