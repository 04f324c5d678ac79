"""In which other forms is a deck written: as PDF, as a PNG a page?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Forms:
    """Where a deck's other forms go. pdf: a file. png: a folder, in which pages are page-01.png and so on."""

    pdf: Path | None = None
    png: Path | None = None

    def check(self, force: bool) -> None:
        """Raise a DeckgenError before any work where a program is missing or a file may not be replaced."""
        if self.pdf is None and self.png is None:
            return
        from deckgen.deckfile import check_writable
        from deckgen.errors import OutputError
        from deckgen.render import check_renderers

        check_renderers(self.png is not None)
        if self.png is not None and self.png.is_file():
            raise OutputError(f"{self.png} is a file; --png names the folder for the pages.")
        for path in (*([self.pdf] if self.pdf else []), *self.old_pages()):
            check_writable(path, force)

    def old_pages(self) -> set[Path]:
        """Return the pages that stand in the folder."""
        return set(self.png.glob("page-*.png")) if self.png is not None else set()

    def write(self, deck: bytes, force: bool, progress: Callable[[str], None]) -> Iterator[Path]:
        """Write the forms and yield their paths; pages of a longer deck that stood in the folder are removed."""
        if self.pdf is None and self.png is None:
            return
        from deckgen.deckfile import write_safely
        from deckgen.render import pages_of, pdf_of
        from deckgen.renditions import marked

        progress("showing the pages in LibreOffice")
        content = pdf_of(deck)
        if self.pdf is not None:
            write_safely(marked(content), self.pdf, force)
            yield self.pdf
        if self.png is not None:
            pages = {self.png / f"page-{n:02}.png": page for n, page in enumerate(pages_of(content), 1)}
            for left in self.old_pages() - set(pages):
                left.unlink()
            for path, page in pages.items():
                write_safely(marked(page), path, force)
            yield self.png
