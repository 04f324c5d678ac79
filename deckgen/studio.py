"""Where are pictures drawn? In worker processes that import plotnine while the table is being read."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Generic, TypeVar

from deckgen.brand import Brand
from deckgen.slides import Chart, Group

Key = TypeVar("Key")
Job = tuple[Chart, float, float]
"""A chart with its width and height in inches."""

NOT_STARTED = (BrokenProcessPool, RuntimeError, OSError, EOFError)
"""What a pool raises that could not start its workers, or lost them."""
DOOR = "deckgen.charts"
MOST_WORKERS = 3
WORKERS = "DECKGEN_WORKERS"
"""Environment variable: how many workers; 0 draws in the main process."""


class Studio(Generic[Key]):
    """A pool of workers, as a context manager; enter it first, so that the workers warm up beside other work.

    Where no worker can be started (no forking, a script without a main guard), pictures are drawn in this process.
    """

    def __init__(self, workers: int | None = None) -> None:
        spare = max(1, (os.cpu_count() or 1) - 1)  # the main process tells and arranges meanwhile
        self.workers = workers if workers is not None else int(os.environ.get(WORKERS, min(spare, MOST_WORKERS)))
        self.pool: ProcessPoolExecutor | None = None
        self.jobs: dict[Key, tuple] = {}
        self.drawing: dict[Key, Future[bytes]] = {}

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

    def begin(self, key: Key, job: Job, groups: tuple[Group, ...], brand: Brand) -> None:
        """Start to draw a picture, to be collected under its key; nothing is drawn twice."""
        if key in self.jobs:
            return
        self.jobs[key] = (*job, groups, brand)
        if self.pool is not None:
            self.starting.join()
            with suppress(*NOT_STARTED):
                self.drawing[key] = self.pool.submit(draw_one, *self.jobs[key])

    def pictures(self) -> dict[Key, bytes]:
        """Return all pictures as PNG by their keys, drawn here where the workers failed."""
        return {key: self.picture(key) for key in self.jobs}

    def picture(self, key: Key) -> bytes:
        """Wait for one picture."""
        if key in self.drawing:
            with suppress(*NOT_STARTED):
                return self.drawing[key].result()
        return draw_one(*self.jobs[key])


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
