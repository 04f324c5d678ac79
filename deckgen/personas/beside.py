"""Which file lies beside a deck, and may it be written over?"""

from __future__ import annotations

from pathlib import Path

from deckgen.deckfile import write_safely

ENDING = ".deckgen-ids.parquet"
MAGIC = b"PAR1"
CUSTOMER = "deckgen_customer"
"""The column with the hashes, by which a file is known as deckgen's."""


def ids_beside(deck: Path) -> Path:
    """Return where the hashed ids of a deck's customers lie."""
    return deck.parent / (deck.stem + ENDING)


def is_ours(path: Path) -> bool:
    """Tell whether a file holds hashed ids."""
    content = path.read_bytes() if path.is_file() else b""
    return content.startswith(MAGIC) and CUSTOMER.encode() in content


def write_members(content: bytes, path: Path, force: bool) -> None:
    """Write hashed ids. Raises OutputError where somebody else's file stands in their place."""
    write_safely(content, path, force or is_ours(path))
