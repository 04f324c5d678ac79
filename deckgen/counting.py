"""How are the cells of a table counted in one reading?

Cells are counted as they stand in the file, batch by batch, and cleaned afterwards: a distinct cell once, not a row at
a time. Memory is bounded by what is asked and by a batch, not by the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import polars as pl

from deckgen.cells import clean_label, once_each, plain_number
from deckgen.counters import NUMBER, Counter, counter_of
from deckgen.counts import COUNT, ODDITIES, SIZES, VALUE, Counts, Progress, Question
from deckgen.customers import CLUSTER, Customers, check_number
from deckgen.errors import TableError
from deckgen.reading import unreadable
from deckgen.reading.opened import ODD
from deckgen.tally import Tally

BATCH = 500_000
TOGETHER = 20
READS_NUMBERS = ("values", "remarks")


def count(customers: Customers, questions: Sequence[Question], progress: Progress = lambda rows: None) -> Counts:
    """Read the table once and return the counts that answer each question, the clusters' SIZES, and odd rows.

    A long table each: CLUSTER, VALUE (cleaned), COUNT; of "rows" CLUSTER, KEY and the columns. progress: called with
    the number of rows read so far. Raises TableError where the file cannot be read to its end, or has more clusters
    than can be compared.
    """
    asked = (SIZES, *questions)
    counters = {question: counter_of(customers, question) for question in asked}
    odd, clusters, read = Tally(), set(), 0
    try:
        for batch in batches(customers, asked):
            if batch[ODD].null_count() < len(batch):
                odd.add(odd_rows(batch))
                batch = batch.filter(pl.col(ODD).is_null())
            clusters |= (here := set(batch[CLUSTER].unique()))
            check_number(customers, clusters)
            take(batch, here, counters.values())
            read += len(batch)
            progress(read)
    except pl.exceptions.PolarsError as why:
        raise TableError(unreadable(customers.source, why)) from why
    found = {question: counter.total() for question, counter in counters.items()}
    return {**found, **({ODDITIES: odd.total()} if odd.parts else {})}


def take(batch: pl.DataFrame, clusters: Iterable[str | None], counters: Iterable[Counter]) -> None:
    """Let counters take in a batch; what several of them ask is asked once."""
    queries = {name: query for counter in counters for name, query in counter.queries(batch, clusters).items()}
    counted = dict(zip(queries, collected(queries.values()), strict=True))
    for counter in counters:
        counter.take(counted)


def collected(queries: Iterable[pl.LazyFrame]) -> Iterator[pl.DataFrame]:
    """Answer lazy queries, TOGETHER at a time: planning many at once takes as long as their number squared."""
    left = iter(queries)
    while some := list(islice(left, TOGETHER)):
        yield from pl.collect_all(some)


def batches(customers: Customers, questions: Iterable[Question]) -> Iterator[pl.DataFrame]:
    """Yield the columns that are asked for, as they stand in the file, with CLUSTER and every KPI's plain numbers."""
    asked = {customers.label} | {name for question in questions for name in question.columns}
    if any(question.kind == "rows" for question in questions):
        asked.add(customers.id)
    used = [name for name in customers.types if name in asked]
    numbers = [
        plain_number(customers[name], customers.types[name]).alias(NUMBER + name)
        for name in dict.fromkeys(question.columns[0] for question in questions if question.kind in READS_NUMBERS)
        if customers[name].role == "kpi"
    ]
    beside = [*numbers, cluster_of(customers)]
    table = customers.table.select(*used, ODD)
    if customers.rows <= BATCH:
        yield table.with_columns(beside).collect()
        return
    for batch in table.collect_batches(chunk_size=BATCH, maintain_order=False):
        yield batch.lazy().with_columns(beside).collect()  # at once, columns would be joined to equal chunks: slower


def cluster_of(customers: Customers) -> pl.Expr:
    """Return the expression that cleans the label, as a code: what is grouped by it is grouped faster."""
    cleaning = clean_label(customers.label, customers.types[customers.label]).cast(pl.Categorical)
    return once_each(customers.label, cleaning, pl.Categorical).alias(CLUSTER)


def odd_rows(batch: pl.DataFrame) -> pl.DataFrame:
    """Count the rows that are no customers by the reason."""
    odd = batch.select(pl.lit(None, dtype=pl.String).alias(CLUSTER), pl.col(ODD).alias(VALUE)).drop_nulls(VALUE)
    return odd.group_by(CLUSTER, VALUE).agg(pl.len().alias(COUNT))
