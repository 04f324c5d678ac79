"""What was made before and need not be made again? Pictures and findings, by what they were made of.

Entries lie in the user's cache folder, each in a file named after a SHA-256 of all that it depends on. Only what a deck
shows is kept (drawn pictures, trees and rules, finished decks), never rows. Processes may share the folder, and it may
be deleted at any time: a file is written whole or not at all, and one that is damaged is as good as none.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path

FOLDER = "DECKGEN_CACHE"
"""Environment variable: where the cache lies."""
MOST_BYTES = 256 << 20
"""Beyond, the entries that were not used for longest go, until a quarter is free."""
KEPT = 0.75
SUM = hashlib.sha256().digest_size
LIBRARIES = ("lxml", "matplotlib", "numpy", "pandas", "pillow", "plotnine", "polars", "python_pptx", "scikit_learn")
PACKAGE = Path(__file__).parent


def cache_folder() -> Path:
    """Return where the user's cache lies, by the custom of the operating system."""
    if chosen := os.environ.get(FOLDER):
        return Path(chosen)
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData/Local"), "deckgen", "Cache")
    if sys.platform == "darwin":
        return home / "Library/Caches/deckgen"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache", "deckgen")


class Cache:
    """A folder of entries; without a folder nothing is kept and nothing is found."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.grown = False

    def key(self, *parts: object) -> str:
        """Return the name of what is made of some parts (by their repr, bytes by their hash) and of this software."""
        whole = hashlib.sha256(self.software)
        for part in parts:
            told = hashlib.sha256(part).hexdigest() if isinstance(part, bytes) else repr(part)
            whole.update(f"{len(told)}\0{told}".encode())
        return whole.hexdigest()

    @cached_property
    def software(self) -> bytes:
        """A hash of deckgen's own code and of the versions of the libraries that an entry may depend on."""
        return software()

    def get(self, key: str) -> bytes | None:
        """Return an entry, None where there is none or it is damaged; it counts as used now."""
        if self.folder is None:
            return None
        path = self.path(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        if content[:SUM] != hashlib.sha256(content[SUM:]).digest():
            return None
        with suppress(OSError):
            os.utime(path)
        return content[SUM:]

    def has(self, key: str) -> bool:
        """Tell whether there is an entry."""
        return self.folder is not None and self.path(key).exists()

    def put(self, key: str, content: bytes) -> None:
        """Keep an entry; where the folder cannot be written, nothing is kept."""
        if self.folder is None:
            return
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self.path(key), hashlib.sha256(content).digest() + content)
            self.grown = True

    def path(self, key: str) -> Path:
        """Return an entry's file."""
        return self.folder / f"{key}.entry"

    def trim(self) -> None:
        """Drop what was not used for longest where there is too much."""
        if self.folder is None or not self.grown:
            return
        entries = sorted(entry for path in self.folder.glob("*") if (entry := used_and_size(path)))
        excess = sum(size for _, size, _ in entries) - MOST_BYTES
        if excess <= 0:
            return
        excess += (1 - KEPT) * MOST_BYTES
        for _, size, path in entries:
            if excess > 0:
                with suppress(OSError):
                    path.unlink()
                excess -= size


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, then move it there."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix="new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def used_and_size(path: Path) -> tuple[int, int, Path] | None:
    """Return when a file was last used, its size and the file; None where it has just gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, path


def file_state(path: Path) -> tuple[str, int, int] | None:
    """Return what tells a file from an earlier one of its name, without reading it; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return str(path.resolve()), status.st_size, status.st_mtime_ns


@lru_cache(maxsize=1)
def software() -> bytes:
    """Hash the package's code and the versions of the libraries."""
    whole = hashlib.sha256(repr(versions()).encode())
    for path in sorted(PACKAGE.rglob("*.py")):
        whole.update(path.read_bytes())
    return whole.digest()


def versions() -> list[str]:
    """Return the names of the libraries' installed distributions, which end in their versions."""
    found = set()
    for folder in filter(os.path.isdir, sys.path):
        names = (name for name in os.listdir(folder) if name.endswith(".dist-info"))
        found |= {name for name in names if name.partition("-")[0].lower() in LIBRARIES}
    return sorted(found)
