"""Where do findings come from? From the cache where the same customers were looked at before, else they are worked out.

Findings are kept as JSON: trees, rules and figures on held-out customers, as they stand in a deck.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import fields, is_dataclass

import polars as pl

from deckgen.features import Feature
from deckgen.rules import Condition, Fidelity, Findings, Rule, TreeNode, find
from deckgen.statistics.estimate import Estimate
from deckgen.studio import Studio

KINDS = {kind.__name__: kind for kind in (Condition, Estimate, Feature, Fidelity, Findings, Rule, TreeNode)}
Sought = tuple[pl.DataFrame, Sequence[Feature], Sequence[str], int]
KIND = "kind of"
"""The field that names a dataclass in JSON."""


class Finder:
    """Finds rules, as `rules.find` does; what it was told to begin is found while other work goes on.

    meanwhile: what else there is to do, done before somebody waits.
    """

    def __init__(self, studio: Studio, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.studio, self.meanwhile = studio, meanwhile
        self.thread = ThreadPoolExecutor(1)
        self.begun: tuple[Sought, Future[Findings]] | None = None

    def begin(self, *sought: *Sought) -> None:
        """Begin to find what will be asked for."""
        self.begun = sought, self.thread.submit(self.found, *sought)
        self.thread.shutdown(wait=False)

    def __call__(self, *sought: *Sought) -> Findings:
        """Return what is found on some rows: see `rules.find`."""
        if self.begun is not None and self.begun[0][0] is sought[0] and self.begun[0][1:] == sought[1:]:
            self.meanwhile()
            return self.begun[1].result()
        return self.found(*sought)

    def found(self, rows: pl.DataFrame, made: Sequence[Feature], clusters: Sequence[str], depth: int) -> Findings:
        """Return what was found before on the same rows, features, clusters and depth, or find it."""
        cache = self.studio.cache
        key = cache.key("findings", content(rows), tuple(made), tuple(clusters), depth)
        known = cache.get(key)
        if known is not None:
            return from_json(known)
        found = find(rows, made, clusters, depth, self.studio.later)
        cache.put(key, to_json(found))
        return found


def content(rows: pl.DataFrame) -> bytes:
    """Return what stands in some rows, whatever their order."""
    return repr(rows.schema).encode() + rows.hash_rows(seed=0).sort().to_numpy().tobytes()


def to_json(found: object) -> bytes:
    """Write dataclasses, tuples and plain values."""
    return json.dumps(told(found), default=int).encode()


def told(value: object) -> object:
    """Turn a value into what JSON can hold; a dataclass names its kind."""
    if is_dataclass(value):
        return {KIND: type(value).__name__, **{f.name: told(getattr(value, f.name)) for f in fields(value)}}
    return [told(part) for part in value] if isinstance(value, tuple) else value


def from_json(content: bytes) -> object:
    """Read what `to_json` wrote."""
    return tuples(json.loads(content, object_hook=known_kind))


def known_kind(data: dict[str, object]) -> object:
    """Return the dataclass that an object names."""
    kind = KINDS[data.pop(KIND)]
    return kind(**{name: tuples(value) for name, value in data.items()})


def tuples(value: object) -> object:
    """Turn arrays, and arrays in arrays, into tuples."""
    return tuple(tuples(part) for part in value) if isinstance(value, list) else value
