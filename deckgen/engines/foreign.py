"""How does another engine count a table? It is asked, through Narwhals, for nothing but groups and their sizes.

Cells come back as they stand and are cleaned here, so that no figure depends on the engine. Beside the groups it is
asked for the number of rows, for the first rows, and for the rows of a sample.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import narwhals as nw
import polars as pl

from deckgen.counters import cleaned_counts, cleaned_rows, key_columns, told_remarks
from deckgen.counting import cluster_of
from deckgen.counts import COUNT, MOST_ROWS, SIZES, Counts, Progress, Question
from deckgen.customers import Customers
from deckgen.errors import TableError
from deckgen.reading.diagnosis import first_line
from deckgen.sampling import share_of
from deckgen.tally import Tally, ValueTally, added_up

N = "n"
MANY = 20_000_000
"""Rows from which an engine puts the values of a KPI on a grid before it counts them."""
DIGITS = 17
"""Binary digits that such values keep: about what is kept in the end (tally.MOST_DISTINCT)."""

TOGETHER_MOST = 4
"""Questions that a cluster plans and runs at a time: planning alone would leave its workers idle."""


@dataclass(frozen=True, eq=False)
class ForeignTable:
    """A table that another engine holds.

    frame: its columns are called c0, c1 ... there, since engines differ in what a name may hold. names: what they are
    called in the table. fetch: brings a lazy frame here. sampled: leaves a share of a frame's rows, those with a small
    CRC-32 of the text of some columns. failures: what the engine raises. together: how many questions it takes at once.
    """

    frame: nw.LazyFrame
    names: tuple[str, ...]
    fetch: Callable[[nw.LazyFrame], pl.DataFrame]
    sampled: Callable[[nw.LazyFrame, Sequence[str], float], nw.LazyFrame]
    failures: tuple[type[Exception], ...]
    together: int = 1

    def head(self, rows: int) -> pl.LazyFrame:
        """Return some rows: the first ones, where the engine has an order."""
        return self.brought(self.frame.head(rows), self.names).lazy()

    def rows(self) -> int:
        """Count the rows."""
        return int(self.brought(self.frame.select(nw.len().alias(N)), ()).item())

    def count(
        self, customers: Customers, questions: Sequence[Question], progress: Progress = lambda rows: None
    ) -> Counts:
        """Answer all questions and SIZES, as `counting.count` does; a query a question. Raises TableError."""
        asked = [SIZES, *questions]
        with ThreadPoolExecutor(self.together) as threads:
            found: Counts = {}
            for question, answer in zip(asked, threads.map(partial(self.answered, customers), asked), strict=True):
                found[question] = answer
                progress(customers.rows * len(found) // len(asked))
            return found

    def answered(self, customers: Customers, question: Question) -> pl.DataFrame:
        """Answer one question."""
        if question.kind == "rows":
            return self.sample(customers, question)
        if question.kind == "remarks":
            return told_remarks(customers, question.columns[0], self.grouped(customers, question.columns))
        counts = self.grouped(customers, (customers.label, *question.columns)).with_columns(cluster_of(customers))
        tally = ValueTally() if question.kind == "values" else Tally()
        tally.add(added_up([cleaned_counts(customers, question, counts)]))
        return tally.total()

    def grouped(self, customers: Customers, names: Sequence[str]) -> pl.DataFrame:
        """Count the rows by the cells of some columns, as they stand."""
        frame = self.some(names)
        if customers.rows > MANY:
            kpis = [name for name in names if customers[name].role == "kpi" and customers.types[name].is_numeric()]
            frame = frame.with_columns(cut(self.place(name)) for name in kpis)
        return self.brought(frame.group_by(*map(self.place, names)).agg(nw.len().alias(N)), names)

    def sample(self, customers: Customers, question: Question) -> pl.DataFrame:
        """Bring the rows of a sample here and clean them."""
        keys = key_columns(customers, question.columns)
        names = tuple(dict.fromkeys([customers.label, *keys, *question.columns]))
        frame, share = self.some(names), share_of(MOST_ROWS, customers.rows)
        if share < 1:
            frame = self.sampled(frame, [self.place(name) for name in keys], share)
        rows = self.brought(frame, names).with_columns(cluster_of(customers).cast(pl.String))
        return cleaned_rows(customers, rows, question.columns)

    def some(self, names: Sequence[str]) -> nw.LazyFrame:
        """Return some columns."""
        return self.frame.select(*map(self.place, names))

    def place(self, name: str) -> str:
        """Return what a column is called in the engine."""
        return f"c{self.names.index(name)}"

    def brought(self, frame: nw.LazyFrame, names: Sequence[str]) -> pl.DataFrame:
        """Bring a frame here under the names of the table."""
        try:
            found = self.fetch(frame)
        except self.failures as why:
            raise TableError(f"The table cannot be read to its end: {first_line(why)}") from why
        return found.rename({N: COUNT} | {self.place(name): name for name in names}, strict=False)


def cut(name: str) -> nw.Expr:
    """Cut a column's numbers to DIGITS binary digits after the first, towards zero, as `tally.cut_digits` does."""
    value = nw.col(name).cast(nw.Float64)
    size = value.abs()
    step = nw.lit(2.0) ** (size.log(base=2).floor() - DIGITS)
    cell = (size / step).floor() * step * (value / size)
    return nw.when(size > 0).then(cell).otherwise(value).alias(name)
