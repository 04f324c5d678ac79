"""Where is slow work done? In worker processes that import the heavy libraries while the table is being read."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:  # this module is imported before anything heavy
    from deckgen.brand import Brand
    from deckgen.slides import Chart, Group

Key = TypeVar("Key")
Result = TypeVar("Result")

NOT_STARTED = (BrokenProcessPool, RuntimeError, OSError, EOFError)
"""What a pool raises that could not start its workers, or lost them."""
DRAWING, THINKING = "deckgen.warm", ("sklearn.ensemble", "deckgen.rules")
"""What the workers that draw and the one that finds rules import first."""
DRAWERS = 2
WORKERS = "DECKGEN_WORKERS"
"""Environment variable: how many workers draw; 0 does all in the main process."""


class Studio(Generic[Key]):
    """Workers that draw and one that finds rules, as a context manager.

    Enter it first, so that they import beside other work. Where no worker can be started (no forking, a script without
    a main guard), all is done in this process.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers if workers is not None else int(os.environ.get(WORKERS, DRAWERS))
        self.drawers: ProcessPoolExecutor | None = None
        self.thinker: ProcessPoolExecutor | None = None
        self.jobs: dict[Key, tuple] = {}
        self.drawing: dict[Key, Future[bytes]] = {}

    def __enter__(self) -> Studio:
        if self.workers > 0:
            self.drawers = ProcessPoolExecutor(self.workers, mp_context=forking(), initializer=be_quiet)
            self.thinker = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=be_quick)
            self.starting = Thread(target=self.start, daemon=True)
            self.starting.start()  # in a thread: a forked worker waits for its server's imports
        return self

    def start(self) -> None:
        """Start the workers with their imports; where that fails, the work itself will notice.

        They inherit that Ctrl-C is blocked in this thread, so that it interrupts none of their imports.
        """
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        with suppress(*NOT_STARTED):
            self.thinker.submit(load, *THINKING)
        with suppress(*NOT_STARTED):
            for _ in range(self.workers):
                self.drawers.submit(load, DRAWING)

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        if self.drawers is not None:
            self.starting.join()  # the interpreter's own end of pools fails beside one that is just being started
        for pool in (self.thinker, self.drawers):
            if pool is not None:
                pool.shutdown(wait=False, cancel_futures=True)

    def run(self, function: Callable[..., Result], *arguments: object) -> Result:
        """Run a function of a module in a worker and wait for it; here where the worker failed."""
        if self.thinker is not None:
            with suppress(*NOT_STARTED):
                return self.thinker.submit(function, *arguments).result()
        return function(*arguments)

    def begin(self, key: Key, job: tuple[Chart, float, float], groups: tuple[Group, ...], brand: Brand) -> None:
        """Start to draw a chart, of a width and height in inches, to be collected under its key; each key once."""
        if key in self.jobs:
            return
        self.jobs[key] = (*job, groups, brand)
        if self.drawers is not None:
            self.starting.join()
            with suppress(*NOT_STARTED):
                self.drawing[key] = self.drawers.submit(draw_one, *self.jobs[key])

    def pictures(self) -> dict[Key, bytes]:
        """Return all pictures as PNG by their keys, drawn here where the workers failed."""
        return {key: self.picture(key) for key in self.jobs}

    def picture(self, key: Key) -> bytes:
        """Wait for one picture."""
        if key in self.drawing:
            with suppress(*NOT_STARTED):
                return self.drawing[key].result()
        return draw_one(*self.jobs[key])


def forking() -> multiprocessing.context.BaseContext:
    """Return how workers that draw are started: forked from a server that is warm, where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([DRAWING])
    return server


def be_quiet() -> None:
    """Leave Ctrl-C to the main process and warnings of drawing libraries out of the terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115  (for the life of the worker)


def be_quick() -> None:
    """Leave out pandas, which scikit-learn would import because it is there, not because it needs it."""
    be_quiet()
    sys.modules["pandas"] = None


def load(*modules: str) -> None:
    """Import modules."""
    for module in modules:
        importlib.import_module(module)


def draw_one(chart: Chart, width: float, height: float, groups: tuple[Group, ...], brand: Brand) -> bytes:
    """Draw one picture."""
    from deckgen.charts import draw

    return draw(chart, width, height, groups, brand)
