"""Which files did the user name? One, those that a pattern fits, or those in a folder."""

from __future__ import annotations

import difflib
import glob
from pathlib import Path

from deckgen.errors import TableError
from deckgen.source import Source

SIGNS = "*?["
"""What makes a name that is no file a pattern."""


def files_of(source: Source) -> list[Path]:
    """Return the files of a source in the order of their names.

    A file whose name looks like a pattern is that file. Of a folder, hidden files and those of another kind than most
    are left out; its sub-folders count. Raises TableError where nothing is there.
    """
    path = source.path
    if path.is_file():
        return [path]
    if path.is_dir():
        return files_in(path)
    if any(sign in source.named for sign in SIGNS):
        found = sorted(Path(name) for name in glob.glob(source.named, recursive=True))
        files = [path for path in found if path.is_file()]
        if files:
            return files
        raise TableError(f"{source}: no file fits this pattern.")
    if path.parent.is_dir() and (near := near_names(path)):
        raise TableError(f"{source}: there is no such file. In {path.parent} there is {', '.join(near)}.")
    raise TableError(f"{source}: there is no such file.")


def files_in(folder: Path) -> list[Path]:
    """Return the data files of a folder, as a warehouse writes them: part-0001.parquet, _SUCCESS left out."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.name[0] not in "._")
    kinds = [path.suffix.lower() for path in found]
    kind = max(set(kinds), key=kinds.count, default="")
    files = [path for path in found if path.suffix.lower() == kind and kind]
    if not files:
        raise TableError(f"{folder}: this folder holds no table; name a file, a folder of files or a pattern.")
    return files


def near_names(path: Path) -> list[str]:
    """Return up to three names beside a missing file that are nearly its own."""
    names = [other.name for other in path.parent.iterdir() if other.is_file()]
    return difflib.get_close_matches(path.name, names, 3, 0.75)
