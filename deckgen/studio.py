"""Where are pictures drawn? In worker processes that import plotnine while the table is being read."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import TypeVar

from deckgen.brand import Brand
from deckgen.slides import Chart, Group

Key = TypeVar("Key")
Job = tuple[Chart, float, float]
"""A chart with its width and height in inches."""

NOT_STARTED = (BrokenProcessPool, RuntimeError, OSError, EOFError)
"""What a pool raises that could not start its workers, or lost them."""
DOOR = "deckgen.charts"
WORKERS = "DECKGEN_WORKERS"
"""Environment variable: how many workers; 0 draws in the main process."""


class Studio:
    """A pool of workers, as a context manager; enter it first, so that the workers warm up beside other work.

    Where no worker can be started (no forking, a script without a main guard), pictures are drawn in this process.
    """

    def __init__(self, workers: int | None = None) -> None:
        wanted = workers if workers is not None else int(os.environ.get(WORKERS, "2"))
        self.workers = min(wanted, os.cpu_count() or 1)
        self.pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Studio:
        if self.workers > 0:
            self.pool = ProcessPoolExecutor(self.workers, mp_context=context(), initializer=be_quiet)
            self.starting = Thread(target=start, args=(self.pool, self.workers))
            self.starting.start()  # starting a worker waits for the imports of the server that it is forked from
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        if self.pool is not None:
            self.starting.join()
            self.pool.shutdown(wait=kind is None, cancel_futures=True)

    def draw(self, jobs: Mapping[Key, Job], groups: tuple[Group, ...], brand: Brand) -> dict[Key, bytes]:
        """Return every picture as PNG; the largest are drawn first."""
        if self.pool is None:
            return drawn_here(jobs, groups, brand)
        self.starting.join()
        order = sorted(jobs, key=lambda key: -jobs[key][1] * jobs[key][2])
        try:
            futures: dict[Key, Future[bytes]] = {
                key: self.pool.submit(draw_one, *jobs[key], groups, brand) for key in order
            }
            return {key: futures[key].result() for key in jobs}
        except NOT_STARTED:
            return drawn_here(jobs, groups, brand)


def start(pool: ProcessPoolExecutor, workers: int) -> None:
    """Start the workers with a task that warms them up; where that fails, drawing will notice."""
    with suppress(*NOT_STARTED):
        for _ in range(workers):
            pool.submit(warm_up)


def context() -> multiprocessing.context.BaseContext:
    """Return how workers are started: forked from a server that has imported plotnine, where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([DOOR])
    return server


def be_quiet() -> None:
    """Leave Ctrl-C to the main process and warnings of drawing libraries out of the terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115  (for the life of the worker)


def warm_up() -> None:
    """Draw a first picture: the libraries finish their set-up with it."""
    from deckgen.charts import draw
    from deckgen.slides import Bar, BarPanel, Bars

    draw(Bars("warm", (BarPanel("a", "a", (Bar("a", 1.0, "a"),)),), ""), 2, 1, (Group("a", "a"),), Brand())


def draw_one(chart: Chart, width: float, height: float, groups: tuple[Group, ...], brand: Brand) -> bytes:
    """Draw one picture."""
    from deckgen.charts import draw

    return draw(chart, width, height, groups, brand)


def drawn_here(jobs: Mapping[Key, Job], groups: tuple[Group, ...], brand: Brand) -> dict[Key, bytes]:
    """Draw all pictures in this process."""
    return {key: draw_one(*job, groups, brand) for key, job in jobs.items()}
