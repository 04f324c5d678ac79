"""Was this very deck made before? Then it is taken from the cache whole, and nothing is read, told or drawn.

A deck follows from its inputs alone, to the byte; so it is known by all of them: the table's bytes, name and date, the
template's bytes, the settings, the fonts of this machine, and this software. Every input of a build belongs in here.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from deckgen.cache import Cache, file_state
from deckgen.typefaces import font_paths

HEAD = 8
"""Bytes that tell how long the report is."""


@dataclass(frozen=True)
class Made:
    """A finished deck, the file beside it (empty if none), and what is reported: slides, clusters, what was left out
    (what, why), warnings."""

    deck: bytes
    beside: bytes
    slides: int
    clusters: int
    left_out: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]


def inputs_of(cache: Cache, data: Path, template: Path | None) -> str | None:
    """Return a name for the files that a deck is made of; None where it is not made of files alone."""
    files = [data] if template is None else [data, template]
    if cache.folder is None or not all(path.is_file() for path in files):
        return None
    contents = [(path.name, path.stat().st_mtime_ns, content(path)) for path in files]
    return cache.key("inputs", contents, [file_state(path) for path in font_paths()])


def name_of(cache: Cache, inputs: str | None, *others: object) -> str | None:
    """Return the name of the deck that some files make, if any do.

    others: whatever else the deck depends on, told by its repr.
    """
    return cache.key("deck", inputs, *others) if inputs is not None else None


def content(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep(cache: Cache, name: str | None, made: Made) -> None:
    """Keep a deck."""
    if name is not None:
        told = {key: value for key, value in asdict(made).items() if key not in ("deck", "beside")}
        head = json.dumps({**told, "size": len(made.deck)}).encode()
        cache.put(name, len(head).to_bytes(HEAD, "big") + head + made.deck + made.beside)


def kept(cache: Cache, name: str | None) -> Made | None:
    """Return a deck that was made before, if it is there."""
    entry = cache.get(name) if name is not None else None
    if entry is None:
        return None
    end = HEAD + int.from_bytes(entry[:HEAD], "big")
    told = json.loads(entry[HEAD:end])
    left_out = tuple((what, why) for what, why in told["left_out"])
    middle = end + told["size"]
    return Made(entry[end:middle], entry[middle:], told["slides"], told["clusters"], left_out, tuple(told["warnings"]))
