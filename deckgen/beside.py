"""What can be written beside a deck? A workbook of its tables, its claims as JSON, its method as a document."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deckgen.customers import Customers
from deckgen.deckfile import SEAL_HERE, check_writable, seal, sealed_text, write_safely
from deckgen.slides import Deck

Record = Mapping[str, Any]
APART = ("written", "stale", "members", "model", "portraits", "claims")
"""What concerns the deck's pages, or only the next clustering, and the claims, which come last."""


@dataclass(frozen=True)
class Beside:
    """Where the by-products go; None where one is not wanted."""

    tables: Path | None = None
    claims: Path | None = None
    method: Path | None = None

    @property
    def wanted(self) -> dict[str, Path]:
        """The paths of those that are wanted, by kind."""
        return {kind: path for kind, path in vars(self).items() if path is not None}


def check(beside: Beside, force: bool) -> None:
    """Raise OutputError where one may not be written."""
    for path in beside.wanted.values():
        check_writable(path, force)


def write_beside(beside: Beside, deck: Deck, customers: Customers, record: Record, force: bool) -> tuple[Path, ...]:
    """Write all that is wanted; return the paths."""
    for kind, path in beside.wanted.items():
        write_safely(MAKERS[kind](deck, customers, record), path, force)
    return tuple(beside.wanted.values())


def tables_file(deck: Deck, customers: Customers, record: Record) -> bytes:
    """Return the workbook."""
    from deckgen.workbook import workbook

    return seal(workbook(deck))


def claims_file(deck: Deck, customers: Customers, record: Record) -> bytes:
    """Return what the deck remembers, its claims last, without what only concerns its pages."""
    told = {name: part for name, part in record.items() if name not in APART}
    content = {"seal": SEAL_HERE, **told, "claims": record["claims"]}
    return sealed_text(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def method_file(deck: Deck, customers: Customers, record: Record) -> bytes:
    """Return the method as Markdown."""
    from deckgen.method import method

    return sealed_text(method(deck, customers, record))


MAKERS: dict[str, Callable[[Deck, Customers, Record], bytes]] = {
    "tables": tables_file,
    "claims": claims_file,
    "method": method_file,
}
