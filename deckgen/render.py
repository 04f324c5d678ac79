"""How does a deck look? Pages as PDF and PNG, by LibreOffice and pdftoppm where they are installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from deckgen.errors import DeckgenError

OFFICES = ("soffice", "libreoffice")
RASTERIZER = "pdftoppm"
RESOLUTION = 110
LONGEST = 300
"""Seconds that LibreOffice may take."""


def check_renderers(pictures: bool = True) -> None:
    """Raise DeckgenError where a program that is needed is not installed; pictures need one more than a PDF."""
    missing = [] if any(map(shutil.which, OFFICES)) else ["LibreOffice (soffice)"]
    missing += [RASTERIZER] if pictures and not shutil.which(RASTERIZER) else []
    if missing:
        raise DeckgenError(
            f"{'Pictures of pages need' if pictures else 'A PDF needs'} {' and '.join(missing)}, not installed here.\n"
            "On Debian: apt-get install libreoffice-impress poppler-utils; on macOS: brew install libreoffice poppler."
        )


def pdf_of(deck: bytes) -> bytes:
    """Return a deck as PDF. Raises DeckgenError where LibreOffice cannot show it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "deck.pptx")
        path.write_bytes(deck)
        office = next(name for name in OFFICES if shutil.which(name))
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(path)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=LONGEST)
            return path.with_suffix(".pdf").read_bytes()
        except (subprocess.SubprocessError, OSError) as why:
            raise DeckgenError(f"LibreOffice could not show the deck ({type(why).__name__}).") from why


def pages_of(pdf: bytes, resolution: int = RESOLUTION) -> list[bytes]:
    """Return the pages of a PDF as PNG, in their order."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "deck.pdf")
        path.write_bytes(pdf)
        command = [RASTERIZER, "-png", "-r", str(resolution), str(path), str(Path(folder, "page"))]
        subprocess.run(command, check=True, capture_output=True, timeout=LONGEST)
        return [page.read_bytes() for page in sorted(Path(folder).glob("page*.png"))]
