"""Where is slow work done? In workers that import the heavy libraries beside other work; and nothing is done twice.

A picture is drawn once for what stands on it: the cache knows it by its marks, its size, its fonts and this software.
Where all is known already, no worker starts and nothing heavy is imported.
"""

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
from functools import cached_property, partial
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Generic, TypeVar

from deckgen.cache import Cache
from deckgen.marks import Drawn

if TYPE_CHECKING:  # this module is imported before anything heavy
    from deckgen.brand import Brand
    from deckgen.marks import Marks
    from deckgen.slides import Chart, Group

Key = TypeVar("Key")
Result = TypeVar("Result")

NOT_STARTED = (BrokenProcessPool, RuntimeError, OSError, EOFError)
"""What a pool raises that could not start its workers, or lost them."""
DRAWING, THINKING = "deckgen.warm", ("sklearn.ensemble", "deckgen.ceiling")
"""What the workers that draw and the one that boosts import first."""
DRAWERS = 2
WORKERS = "DECKGEN_WORKERS"
"""Environment variable: how many workers draw; 0 does all in the main process."""


class Studio(Generic[Key]):
    """Workers that draw and one that boosts, as a context manager.

    Enter it first, so that they import beside other work; with `at_once` false they start when they are needed. Where
    no worker can be started (no forking, a script without a main guard), all is done in this process.
    """

    def __init__(self, workers: int | None = None, cache: Cache | None = None, at_once: bool = True) -> None:
        self.workers = workers if workers is not None else int(os.environ.get(WORKERS, DRAWERS))
        self.cache = cache or Cache(None)
        self.at_once = at_once
        self.jobs: dict[Key, tuple[Marks, float, float, Brand]] = {}
        self.names: dict[Key, str] = {}
        self.known: dict[Key, Drawn] = {}
        self.drawing: dict[Key, Future[Drawn]] = {}

    def __enter__(self) -> Studio:
        if self.workers > 0 and self.at_once:
            self.thinker.begin()
            self.drawers.begin()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        for crew in ("thinker", "drawers"):
            if crew in self.__dict__:
                getattr(self, crew).end()
        self.cache.trim()

    @cached_property
    def drawers(self) -> Crew:
        """The workers that draw."""
        return Crew(self.workers, forking(), be_quiet, (DRAWING,))

    @cached_property
    def thinker(self) -> Crew:
        """The worker that boosts."""
        return Crew(1, multiprocessing.get_context("spawn"), be_quick, THINKING)

    def later(self, function: Callable[..., Result], *arguments: object) -> Callable[[], Result]:
        """Begin to run a function in a worker; return what waits for its result, or does it here where that failed."""
        future = self.thinker.submit(function, *arguments) if self.workers > 0 else None
        return partial(waited_for, future, function, *arguments)

    def begin(self, key: Key, job: tuple[Chart, float, float], groups: tuple[Group, ...], brand: Brand) -> None:
        """Begin a chart, of a width and height in inches, to be collected under its key; each key once.

        It is laid out here, taken from the cache if it was drawn before, else drawn by a worker.
        """
        from deckgen.fonts import fonts_used
        from deckgen.sketch import Look, sketch

        if key in self.jobs:
            return
        chart, width, height = job
        self.jobs[key] = (sketch(chart, width, height, Look(brand, groups)), width, height, brand)
        self.names[key] = self.cache.key("picture", self.jobs[key], fonts_used(brand))
        found = self.cache.get(self.names[key])
        if found is not None:
            self.known[key] = Drawn.unpacked(found)
        elif self.workers > 0:
            self.draw_beside()

    def draw_beside(self) -> None:
        """Hand what is to be drawn to workers: at once where they are at work, else where there is more than one."""
        missing = [key for key in self.jobs if key not in self.known and key not in self.drawing]
        if "drawers" in self.__dict__ or len(missing) > 1:
            for key in missing:
                self.drawing[key] = self.drawers.submit(draw_one, *self.jobs[key])

    def pictures(self) -> dict[Key, Drawn]:
        """Return all pictures by their keys, drawn here where the workers failed or there is a single one."""
        return {key: self.picture(key) for key in self.jobs}

    def picture(self, key: Key) -> Drawn:
        """Return one picture; one that was drawn is kept."""
        if key not in self.known:
            self.known[key] = waited_for(self.drawing.get(key), draw_one, *self.jobs[key])
            self.cache.put(self.names[key], self.known[key].packed())
        return self.known[key]


class Crew:
    """A pool of workers that import some modules first."""

    def __init__(
        self,
        workers: int,
        context: multiprocessing.context.BaseContext,
        prepare: Callable[[], None],
        modules: tuple[str, ...],
    ) -> None:
        self.pool = ProcessPoolExecutor(workers, mp_context=context, initializer=prepare)
        self.workers, self.modules = workers, modules
        self.starting: Thread | None = None

    def begin(self) -> None:
        """Start the workers in a thread: a forked worker waits for its server's imports."""
        self.starting = Thread(target=self.start, daemon=True)
        self.starting.start()

    def start(self) -> None:
        """Start the workers with their imports; where that fails, the work itself will notice.

        They inherit that Ctrl-C is blocked in this thread, so that it interrupts none of their imports.
        """
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        with suppress(*NOT_STARTED):
            for _ in range(self.workers):
                self.pool.submit(load, *self.modules)

    def submit(self, function: Callable[..., Result], *arguments: object) -> Future[Result] | None:
        """Hand work to a worker; None where there is none."""
        if self.starting is None:
            self.begin()
        self.starting.join()
        with suppress(*NOT_STARTED):
            return self.pool.submit(function, *arguments)
        return None

    def end(self) -> None:
        """Stop the workers at once, whatever they are at: what they have not handed in is not needed any more.

        They are killed, as ProcessPoolExecutor.kill_workers of Python 3.14 does: one that is asked to leave while it is
        still importing can take the queue's lock with it, and the others, and this process, would wait for it for ever.
        """
        if self.starting is not None:
            self.starting.join()  # the interpreter's own end of pools fails beside one that is just being started
        workers = list((self.pool._processes or {}).values())
        self.pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.kill()


def waited_for(future: Future[Result] | None, function: Callable[..., Result], *arguments: object) -> Result:
    """Return what a worker was asked for, done here where it failed."""
    if future is not None:
        with suppress(*NOT_STARTED):
            return future.result()
    return function(*arguments)


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


def draw_one(marks: Marks, width: float, height: float, brand: Brand) -> Drawn:
    """Draw one picture."""
    from deckgen.charts import draw_marks

    return draw_marks(marks, width, height, brand)
