"""Make the README's picture: the last page of the sample's deck. Needs LibreOffice and pdftoppm."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from deckgen.demo import sample_table
from deckgen.pipeline import build
from deckgen.settings import Settings
from deckgen.studio import Studio

HERE = Path(__file__).parent
RESOLUTION = 110


def picture(folder: Path) -> Path:
    """Build the sample's deck in a folder and render its last page."""
    table, deck = folder / "customers.csv", folder / "customers.pptx"
    sample_table(6000, "en").write_csv(table)
    with Studio() as studio:
        slides = build(table, deck, Settings(language="en"), studio=studio).slides
    profile = f"-env:UserInstallation=file://{folder}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(deck)]
    subprocess.run(convert, check=True, capture_output=True)
    target = HERE / "personas.png"
    page = ["-f", str(slides), "-l", str(slides), "-singlefile", "-png", "-r", str(RESOLUTION)]
    subprocess.run(["pdftoppm", *page, str(deck.with_suffix(".pdf")), str(target.with_suffix(""))], check=True)
    return target


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(picture(Path(folder)))
