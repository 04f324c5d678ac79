"""Where is slow work done? In workers that import the heavy libraries beside other work; and nothing is done twice.

A picture is drawn once for what stands on it: the cache knows it by its marks, its size, its fonts and this software.
Where all is known already, no worker starts and nothing heavy is imported.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property, partial
from types import TracebackType
from typing import TYPE_CHECKING, Generic, TypeVar

from deckgen.cache import Cache
from deckgen.marks import Drawn

if TYPE_CHECKING:  # this module is imported before anything heavy, and what starts workers where they are needed
    from multiprocessing.context import BaseContext

    from deckgen.brand import Brand
    from deckgen.marks import Marks

Key = TypeVar("Key")
Result = TypeVar("Result")

NOT_STARTED = (RuntimeError, OSError, EOFError)
"""What a pool raises that could not start its workers, or lost them (a BrokenProcessPool is a RuntimeError)."""
WARM = "deckgen.warm"
"""What workers import before there is work."""
USUAL = 2
STEP_BACK = 5
"""By how much those who draw are nicer than those who are waited for."""
WORKERS = "DECKGEN_WORKERS"
"""Environment variable: how many workers draw, USUAL ones without it; 0 does all in the main process."""


class Studio(Generic[Key]):
    """Workers that draw and boost, as a context manager.

    Enter it first, so that they import beside other work; with `at_once` false they start when they are needed. Where
    no worker can be started (no forking, a script without a main guard), all is done in this process.
    """

    def __init__(self, workers: int | None = None, cache: Cache | None = None, at_once: bool = True) -> None:
        self.workers = workers if workers is not None else int(os.environ.get(WORKERS, USUAL))
        self.cache = cache or Cache(None)
        self.at_once = at_once
        self.jobs: dict[Key, tuple[Marks, float, float, Brand]] = {}
        self.names: dict[Key, str] = {}
        self.known: dict[Key, Drawn] = {}
        self.drawing: dict[Key, Future[Future[Drawn]]] = {}

    def __enter__(self) -> Studio:
        if self.workers > 0 and self.at_once:
            _ = self.drawers, self.booster
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        for crew in ("drawers", "booster"):
            if crew in self.__dict__:
                self.__dict__[crew].end()
        self.cache.trim()

    @cached_property
    def drawers(self) -> Crew:
        """The workers that draw."""
        return Crew(self.workers, get_warm, step_back)

    @cached_property
    def booster(self) -> Crew:
        """The worker that boosts: the story waits for it, so that those who draw step back."""
        return Crew(1, get_ready_to_boost, be_quiet)

    def later(self, function: Callable[..., Result], *arguments: object) -> Callable[[], Result]:
        """Begin to boost in a worker; return what waits for its result, or does it here where that failed."""
        future = self.booster.submit(function, *arguments) if self.workers > 0 else None
        return partial(waited_for, future, function, *arguments)

    def begin(self, key: Key, job: tuple[Marks, float, float], brand: Brand) -> None:
        """Begin a picture: marks on a width and height in inches; to be collected under its key; each key once.

        It is taken from the cache if it was drawn before, else drawn by a worker.
        """
        from deckgen.fonts import fonts_used

        if key in self.jobs:
            return
        self.jobs[key] = (*job, brand)
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

    def pictures(self) -> Mapping[Key, Drawn]:
        """Return all pictures by their keys; each is waited for when it is asked for, before the studio is left."""
        return Gallery(self)

    def picture(self, key: Key) -> Drawn:
        """Return one picture, drawn here where the workers failed or there is a single one; what was drawn is kept."""
        if key not in self.known:
            self.known[key] = waited_for(self.drawing.get(key), draw_one, *self.jobs[key])
            self.cache.put(self.names[key], self.known[key].packed())
        return self.known[key]


class Gallery(Mapping[Key, Drawn]):
    """The pictures of a studio, each waited for when it is asked for."""

    def __init__(self, studio: Studio[Key]) -> None:
        self.studio = studio

    def __getitem__(self, key: Key) -> Drawn:
        return self.studio.picture(key)

    def __iter__(self) -> Iterator[Key]:
        return iter(self.studio.jobs)

    def __len__(self) -> int:
        return len(self.studio.jobs)


class Crew:
    """A pool of workers: forked from a server that has imported what draws, or else each with its own imports.

    warming: what each does before there is work. beginning: how each begins.
    """

    def __init__(self, workers: int, warming: Callable[[], None], beginning: Callable[[], None]) -> None:
        from concurrent.futures import ProcessPoolExecutor

        self.pool = ProcessPoolExecutor(workers, mp_context=forking(), initializer=beginning)
        self.foreman = ThreadPoolExecutor(1, initializer=block_interrupts)
        for _ in range(workers):
            self.submit(warming)

    def submit(self, function: Callable[..., Result], *arguments: object) -> Future[Future[Result]]:
        """Hand work to a worker, in a thread: a forked worker waits for its server's imports."""
        return self.foreman.submit(self.pool.submit, function, *arguments)

    def end(self) -> None:
        """Stop the workers at once, whatever they are at: what they have not handed in is not needed any more.

        They are killed, as ProcessPoolExecutor.kill_workers of Python 3.14 does: one that is asked to leave while it is
        still importing can take the queue's lock with it, and the others, and this process, would wait for it for ever.
        The pool's own thread is waited for: Python, as it exits, would wake it without a lock while it closes its pipe.
        """
        self.foreman.shutdown(cancel_futures=True)  # a pool that is just being started cannot be ended
        for worker in list((self.pool._processes or {}).values()):
            worker.kill()
        self.pool.shutdown(cancel_futures=True)


def waited_for(future: Future[Future[Result]] | None, function: Callable[..., Result], *arguments: object) -> Result:
    """Return what a worker was asked for, done here where it failed."""
    if future is not None:
        with suppress(*NOT_STARTED):
            return future.result().result()
    return function(*arguments)


def forking() -> BaseContext:
    """Return how workers are started: forked from a server that is warm, where the system can."""
    import multiprocessing

    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([WARM])
    return server


def block_interrupts() -> None:
    """Block Ctrl-C in this thread; what it starts inherits that, so that none of its imports is interrupted."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def be_quiet() -> None:
    """Leave Ctrl-C to the main process and warnings of drawing libraries out of the terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115  (for the life of the worker)


def step_back() -> None:
    """Be quiet, and leave a processor that others want to them."""
    be_quiet()
    if hasattr(os, "nice"):
        os.nice(STEP_BACK)


def get_warm() -> None:
    """Import what draws, where no server has."""
    importlib.import_module(WARM)


def get_ready_to_boost() -> None:
    """Import what boosts."""
    from deckgen.ceiling import load

    load()


def draw_one(marks: Marks, width: float, height: float, brand: Brand) -> Drawn:
    """Draw one picture."""
    from deckgen.charts import draw_marks

    return draw_marks(marks, width, height, brand)
