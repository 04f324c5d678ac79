"""What would a billion customers cost on Spark? `python benchmarks/scale.py` simulates it on the benchmark's table.

Counted tables grow with the distinct values, not with the rows. How many there are is counted on samples of growing
size, on the grid that deckgen asks engines for, and carried on to more rows by the samples' own growth, up to what the
grid can hold. Every task counts its rows before the shuffle; so each question shuffles at most (tasks x distinct values
of a task), and brings at most all distinct values to the driver.
"""

from __future__ import annotations

import argparse
import math

import numpy as np
from table import block

from deckgen.engines.foreign import DIGITS, MANY, TOGETHER_MOST
from deckgen.tally import cut_digits

TASK_ROWS = 1_000_000
"""Rows of a task: about 128 MB of Parquet."""
SHUFFLED, BROUGHT = 40, 24
"""Bytes of a shuffled row (header, label, value and count of an UnsafeRow), and of one brought here by Arrow."""
STEPS = (250_000, 500_000, 1_000_000, 2_000_000)
FURTHER = 4
"""Powers of two that the values of very many more customers may span beyond those of a sample."""


def distinct(rows: int, clusters: int, cut: bool) -> dict[str, int]:
    """Count the distinct pairs of cluster and value of every column in some made-up rows."""
    table = block(0, rows, clusters, np.random.default_rng(rows))
    pairs = {}
    for name in table.columns[1:-1]:
        column = table[name]
        if cut and column.dtype.is_float():
            column = cut_digits(column.fill_nan(None), DIGITS)
        pairs[name] = table.select("cluster_agg_k").with_columns(column).n_unique()
    return pairs


def carried_on(counts: list[int], rows: int) -> float:
    """Return the distinct pairs of more rows, from the growth between the last two samples, which only slows down."""
    growth = math.log(counts[-1] / counts[-2]) / math.log(STEPS[-1] / STEPS[-2])
    return counts[-1] * (rows / STEPS[-1]) ** max(growth, 0.0) if rows > STEPS[-1] else counts[-1]


def most_held(clusters: int) -> dict[str, float]:
    """Return how many pairs the grid can hold, of every column."""
    table = block(0, STEPS[-1], clusters, np.random.default_rng(1))
    held = {}
    for name in table.columns[1:-1]:
        held[name] = math.inf
        if table[name].dtype.is_float():
            sizes = table[name].abs().fill_nan(None).drop_nulls()
            sizes = sizes.filter(sizes > 0)
            octaves = math.ceil(math.log2(sizes.max() / sizes.min())) + FURTHER
            held[name] = clusters * octaves * 2.0**DIGITS
    return held


def cost(rows: int, clusters: int) -> tuple[float, float, float]:
    """Return the bytes of all shuffles, of the largest answer brought here, and of the most that is here at once."""
    cut = rows > MANY
    samples = [distinct(step, clusters, cut) for step in STEPS]
    tasks, a_task = math.ceil(rows / TASK_ROWS), distinct(min(rows, TASK_ROWS), clusters, cut)
    held = most_held(clusters) if cut else dict.fromkeys(a_task, math.inf)
    whole = {name: min(held[name], carried_on([sample[name] for sample in samples], rows)) for name in a_task}
    shuffled = sum(tasks * pairs * SHUFFLED for pairs in a_task.values())
    brought = sorted((pairs * BROUGHT for pairs in whole.values()), reverse=True)
    return shuffled, brought[0], sum(brought[:TOGETHER_MOST])


def main() -> None:
    """Print a table for growing numbers of customers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clusters", type=int, default=6)
    clusters = parser.parse_args().clusters
    print("| customers | shuffled, all questions | largest answer | at once on the driver |\n|---:|---:|---:|---:|")
    for rows in (1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000):
        shuffled, largest, at_once = cost(rows, clusters)
        print(f"| {rows:,} | {shuffled / 1e9:,.1f} GB | {largest / 1e6:,.0f} MB | {at_once / 1e6:,.0f} MB |")


if __name__ == "__main__":
    main()
