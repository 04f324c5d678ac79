"""From a file to a deck: the steps in order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from deckgen.asking import answered
from deckgen.brief import LeftOut
from deckgen.builder import Arrangement, write
from deckgen.deckfile import check_writable, seal, write_safely
from deckgen.finding import Finder
from deckgen.oddities import oddities
from deckgen.progress import Progress
from deckgen.record import record_of
from deckgen.sections.tree import sought
from deckgen.settings import Settings
from deckgen.slides import Group, Language, Slide
from deckgen.studio import Studio
from deckgen.telling import tell
from deckgen.template import open_template, with_chinese_font
from deckgen.wording import Words


@dataclass(frozen=True)
class Report:
    """What was made: the paths, the number of slides, what was left out and why, and warnings.

    warnings: about the table first, then about the template.
    """

    paths: tuple[Path, ...]
    slides: int
    clusters: int
    left_out: tuple[LeftOut, ...]
    warnings: tuple[str, ...]


def build(
    data: Path,
    output: Path,
    settings: Settings,
    template: Path | None = None,
    tables: Path | None = None,
    force: bool = False,
    progress: Progress = lambda step: None,
    *,
    studio: Studio,
) -> Report:
    """Profile a table of clustered customers and write the deck.

    studio: entered already, so that its workers import while this process does.
    template: None for the brand that ships. tables: also write all tables to this workbook.
    Raises a DeckgenError of its kind where the table, the template, the settings or the output do not allow it; then
    nothing is written.
    """
    check_writable(output, force)  # before any work, so that nobody waits for a refusal
    if tables is not None:
        check_writable(tables, force)
    company = open_template(template, settings.layouts)
    progress("reading the table")
    customers, answers = answered(data, settings, progress)
    if settings.language == "zh" or customers.speaks_chinese:
        company = with_chinese_font(company)
    arrangement = Arrangement(company)

    def begin(slide: Slide, groups: tuple[Group, ...], language: Language) -> None:
        """Draw a slide's charts while the next sections tell."""
        for key, job in arrangement.charts(slide, groups, language).items():
            studio.begin(key, job, groups, company.brand)

    progress("comparing the clusters and drawing the charts")
    finder = Finder(studio)
    finder.begin(*sought(customers, answers, settings))
    deck, left_out = tell(customers, answers, settings, begin, finder)
    pages = arrangement.pages(deck)
    pictures = studio.pictures()
    progress("writing the deck")
    record = record_of(customers, answers, settings, company.sha256, deck)
    write_safely(seal(write(deck, pages, company, pictures), record), output, force)
    paths = (output,)
    if tables is not None:
        from deckgen.workbook import workbook

        write_safely(seal(workbook(deck)), tables, force)
        paths = (output, tables)
    say = Words(deck.language)
    odd = tuple(say.text(notice.detail) for notice in oddities(customers, answers))
    return Report(paths, len(pages), len(deck.clusters), left_out, odd + company.warnings)
