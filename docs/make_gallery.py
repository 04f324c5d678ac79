"""Make the README's pictures: pages of the sample's deck on several templates. Needs LibreOffice and pdftoppm."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from pptx import Presentation

from deckgen.demo import sample_table
from deckgen.pipeline import build
from deckgen.render import check_renderers, pages_of, pdf_of
from deckgen.settings import Settings
from deckgen.studio import Studio

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests"
ROWS = 6000
SHOWN = ("cover", "0", "1.1", "1.2", "2.2", "2.4", "3.1", "3.2")
LAST = "4"
WIDE, GUTTER, GROUND = 760, 14, (214, 214, 214)
"""Width of a page and space between pages in a sheet, in pixels, and what stands between them."""


def decks() -> dict[str, tuple[str, tuple[str, ...] | None]]:
    """Return the sheets: language, and the peculiarities of the template; None for the brand that ships."""
    return {
        "brand-en": ("en", None),
        "brand-zh": ("zh", None),
        "dark": ("en", ("sixteen_by_nine", "dark_by_map")),
        "classic": ("zh", ()),
    }


def make(folder: Path) -> list[Path]:
    """Build every deck in a folder and put its pages on a sheet; return the pictures' paths."""
    made = []
    for name, (language, peculiar) in decks().items():
        table, deck = folder / f"customers-{language}.csv", folder / f"{name}.pptx"
        sample_table(ROWS, language).write_csv(table)
        with Studio() as studio:
            build(str(table), deck, Settings(language=language), template(folder, name, peculiar), studio=studio)
        pages = [Image.open(io.BytesIO(page)).convert("RGB") for page in pages_of(pdf_of(deck.read_bytes()))]
        steps = steps_of(deck)
        made.append(save(sheet([pages[steps.index(step)] for step in SHOWN if step in steps]), f"gallery-{name}.png"))
        if name == "brand-en":
            made.append(save(pages[steps.index(LAST)], "personas.png"))
    return made


def template(folder: Path, name: str, peculiar: tuple[str, ...] | None) -> Path | None:
    """Return a template as the tests make it."""
    if peculiar is None:
        return None
    sys.path.insert(0, str(TESTS))
    from test_hostile_templates import template_with

    return template_with(folder / f"{name}-template.pptx", *peculiar)


def steps_of(deck: Path) -> list[str]:
    """Return the step of every page, as its shapes' names tell."""
    names = ([shape.name for shape in slide.shapes] for slide in Presentation(str(deck)).slides)
    return [next((n.split(":")[1] for n in page if n.startswith("deckgen:")), "") for page in names]


def sheet(pages: list[Image.Image]) -> Image.Image:
    """Put pages side by side, two in a row."""
    high = round(WIDE * pages[0].height / pages[0].width)
    rows = -(-len(pages) // 2)
    whole = Image.new("RGB", (2 * WIDE + 3 * GUTTER, rows * (high + GUTTER) + GUTTER), GROUND)
    for number, page in enumerate(pages):
        place = (GUTTER + number % 2 * (WIDE + GUTTER), GUTTER + number // 2 * (high + GUTTER))
        whole.paste(page.resize((WIDE, high), Image.Resampling.LANCZOS), place)
    return whole


def save(picture: Image.Image, name: str) -> Path:
    """Write a picture in few colours, so that it is small."""
    path = HERE / name
    picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


if __name__ == "__main__":
    check_renderers()
    with tempfile.TemporaryDirectory() as folder:
        for path in make(Path(folder)):
            print(path)
