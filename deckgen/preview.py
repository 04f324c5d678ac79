"""How would a deck look on a template? One page a role, of a made-up table."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from deckgen.asking import answered
from deckgen.builder import Arrangement, write
from deckgen.deckfile import packed
from deckgen.demo import sample_table
from deckgen.render import pages_of, pdf_of
from deckgen.settings import Settings
from deckgen.slides import Deck, Language, Slide
from deckgen.studio import Studio
from deckgen.telling import tell
from deckgen.template import Template
from deckgen.template.package import parts_of

ROWS = 1500
CONTENT, COMPARISON = "1.1", "4"


def preview(template: Template, language: Language) -> dict[str, bytes]:
    """Return a PNG a role: cover, section, content, comparison (where a page continues, its first)."""
    deck = sample_deck(language)
    arrangement = Arrangement(template)
    pages = tuple(page for page in arrangement.pages(deck) if page.part == 1)
    with Studio(workers=0) as studio:
        for slide in deck.slides:
            for key, job in arrangement.charts(slide, deck.clusters, deck.language).items():
                studio.begin(key, job, template.brand)
        write(deck, pages, template, studio.pictures())
    shown = pages_of(pdf_of(packed(parts_of(template.presentation))))
    return {page.slide.role: picture for page, picture in zip(pages, shown, strict=True)}


def sample_deck(language: Language) -> Deck:
    """Return a deck with one slide a role."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sample.csv")
        sample_table(ROWS, language).write_csv(path)
        settings = Settings(language=language)
        deck, _ = tell(*answered(path, settings), settings)
    own = {slide.step: slide for slide in deck.slides}
    section = Slide("section", "section", own[CONTENT].kicker, notes=own[CONTENT].kicker)
    return replace(deck, slides=(own["cover"], section, own[CONTENT], own[COMPARISON]))
