"""Build decks of all tables on several templates in both languages and verify each: nothing may differ.

`python benchmarks/verified.py FOLDER_OF_TABLES TEMPLATE ...` prints a line a deck and the sum. Pictures are left blank:
what charts show is compared as data.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import product
from pathlib import Path

from deckgen.errors import DeckgenError
from deckgen.pipeline import build
from deckgen.settings import Settings
from deckgen.studio import Studio
from deckgen.verify import BLANK, verify


class BlankStudio(Studio):
    """A studio that draws nothing."""

    def begin(self, key, job, brand):
        self.asked = [*getattr(self, "asked", []), key]

    def pictures(self):
        return dict.fromkeys(self.asked, BLANK)


def checked(table: Path, template: Path | None, language: str, folder: Path):
    """Build a deck and verify it against the same table."""
    deck = folder / f"{table.stem}.pptx"
    with BlankStudio(0) as studio:
        build(table, deck, Settings(language=language), template, force=True, studio=studio)
    return verify(deck, table)


def main(tables: str, *templates: str) -> int:
    """Print what holds of every deck; return how many findings there were."""
    holding = wrong = decks = 0
    with tempfile.TemporaryDirectory() as name:
        for table, template, language in product(sorted(Path(tables).glob("*.csv")), templates, ("zh", "en")):
            try:
                found = checked(table, Path(template), language, Path(name)).compared
            except DeckgenError as why:
                print(f"{table.name}: {why}", flush=True)
                continue
            decks, holding, wrong = decks + 1, holding + found.holding, wrong + len(found.findings)
            print(table.name, Path(template).name, language, found.holding, len(found.findings), flush=True)
            for finding in found.findings[:5]:
                print(f"  {finding}", flush=True)
    print(f"{decks} decks: {holding:,} numbers, claims and charts hold, {wrong} findings")
    return wrong


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) > 0)
