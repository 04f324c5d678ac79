"""Why can a table not be read to its end? Looked for only where reading has failed."""

from __future__ import annotations

import re
from pathlib import Path

from deckgen.source import Source

FAR = 1000
"""Lines after which a quotation mark that is still open was never meant to be one."""


def unreadable(source: Source, why: BaseException) -> str:
    """Say why reading failed, with the line where it is a text's."""
    said, path = str(why), source.path
    if not source.scheme and path.is_file():
        if "utf-8" in said and (line := broken_line(path)):
            return (
                f"{source}, line {line}: this is not UTF-8, though the beginning is. Export the table in one encoding, "
                "or read what is broken as \ufffd with --encoding utf-8-lossy."
            )
        if re.search("not properly escaped|quote", said) and (line := open_quote(path)):
            return (
                f"{source}, line {line}: a quotation mark opens a cell and is never closed. Close it, double it, "
                "or export the table again with quoted cells."
            )
    return f"{source}: the table cannot be read to its end: {first_line(why)}"


def first_line(why: BaseException) -> str:
    """Return the first line of an error's text, short."""
    return (str(why).strip().splitlines() or [type(why).__name__])[0][:200]


def broken_line(path: Path) -> int | None:
    """Return the first line that is not UTF-8."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return None


def open_quote(path: Path) -> int | None:
    """Return the line on which a quotation mark opens that is not closed within FAR lines, or at all."""
    opened = None
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.count(b'"') % 2:
                opened = number if opened is None else None
            if opened is not None and number - opened > FAR:
                break
    return opened
