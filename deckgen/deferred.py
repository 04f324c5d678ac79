"""How is a module left out of an import that only names it? Its functions import it when one of them is called.

scikit-learn's ensembles import scipy.stats, which takes as long as all the rest of them; boosting calls one function of
it, and that for three clusters or more alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType


class Deferred(ModuleType):
    """Stands for a module of functions: each is looked up when it is called."""

    def __getattr__(self, name: str) -> Callable[..., object]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *values, **named: getattr(import_module(self.__name__), name)(*values, **named)


@contextmanager
def deferred(name: str) -> Iterator[None]:
    """Let what is imported meanwhile have a module only as far as it calls its functions; one that is loaded stays."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = Deferred(name)
    try:
        yield
    finally:
        del sys.modules[name]
