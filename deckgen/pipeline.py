"""From a file to a deck: the steps in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from deckgen.asking import answered
from deckgen.beside import Beside, check, write_beside
from deckgen.brief import LeftOut
from deckgen.builder import Arrangement, ChartKey, Page, write
from deckgen.customers import Customers
from deckgen.deckfile import check_writable, seal, write_safely
from deckgen.errors import OutputError
from deckgen.finding import Finder
from deckgen.marks import Drawn
from deckgen.oddities import oddities
from deckgen.progress import Progress
from deckgen.questions import Answers
from deckgen.record import record_of, settings_data
from deckgen.sections.tree import sought
from deckgen.settings import Settings
from deckgen.slides import Deck, Group, Language, Slide
from deckgen.studio import Studio
from deckgen.telling import tell
from deckgen.template import Template, open_template, with_chinese_font
from deckgen.update import carry_on, other_template, own_template, read_deck
from deckgen.update.entries import Entry
from deckgen.update.report import as_json, as_markdown
from deckgen.update.written import written_data, written_pages
from deckgen.wording import Words

NOTHING = Beside()
"""Nothing but the deck."""


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


@dataclass(frozen=True, eq=False)
class Composed:
    """A deck ready to be put into a file, with all that was found on the way."""

    customers: Customers
    answers: Answers
    settings: Settings
    company: Template
    deck: Deck
    pages: tuple[Page, ...]
    pictures: dict[ChartKey, Drawn]
    left_out: tuple[LeftOut, ...]

    def written(self) -> bytes:
        """Return the file, unsealed; the company's presentation then holds its slides. Call it once."""
        return write(self.deck, self.pages, self.company, self.pictures)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is odd about the table, and what was repaired of the template."""
        say = Words(self.deck.language)
        odd = (say.text(notice.detail) for notice in oddities(self.customers, self.answers))
        return (*odd, *self.company.warnings)

    def record(self) -> dict[str, object]:
        """Return what the file is to remember, once it is written."""
        made = record_of(self.customers, self.answers, self.settings, self.company.sha256, self.deck)
        return {**made, "written": written_data(written_pages(self.company.presentation, self.pages))}


def compose(data: Path, settings: Settings, company: Template, progress: Progress, studio: Studio) -> Composed:
    """Read a table of clustered customers, profile the clusters, and lay out the deck with its pictures drawn."""
    progress("reading the table")
    customers, answers = answered(data, settings, progress)
    if settings.language == "zh" or customers.speaks_chinese:
        company = with_chinese_font(company)
    arrangement = Arrangement(company, settings.charts == "native")

    def begin(slide: Slide, groups: tuple[Group, ...], language: Language) -> None:
        """Draw a slide's charts while the next sections tell."""
        for key, job in arrangement.charts(slide, groups, language).items():
            studio.begin(key, job, groups, company.brand)

    progress("comparing the clusters and drawing the charts")
    finder = Finder(studio)
    finder.begin(*sought(customers, answers, settings))
    deck, left_out = tell(customers, answers, settings, begin, finder)
    pages = arrangement.pages(deck)
    return Composed(customers, answers, settings, company, deck, pages, studio.pictures(), left_out)


def build(
    data: Path | str,
    output: Path,
    settings: Settings,
    template: Path | None = None,
    beside: Beside = NOTHING,
    force: bool = False,
    progress: Progress = lambda step: None,
    *,
    studio: Studio,
) -> Report:
    """Profile a table of clustered customers and write the deck.

    studio: entered already, so that its workers import while this process does.
    template: None for the brand that ships. beside: what else is wanted.
    Raises a DeckgenError of its kind where the table, the template, the settings or the output do not allow it; then
    nothing is written.
    """
    check_writable(output, force)  # before any work, so that nobody waits for a refusal
    check(beside, force)
    composed = compose(data, settings, open_template(template, settings.layouts), progress, studio)
    deck = composed.deck
    progress("writing the deck")
    content, record = composed.written(), composed.record()
    write_safely(seal(content, record), output, force)
    paths = (output, *write_beside(beside, deck, composed.customers, record, force))
    return Report(paths, len(composed.pages), len(deck.clusters), composed.left_out, composed.warnings)


@dataclass(frozen=True)
class UpdateReport:
    """What was carried on: the paths that were written, every part's story, what was left out, and warnings."""

    paths: tuple[Path, ...]
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    warnings: tuple[str, ...]
    language: Language


def update(
    deck: Path,
    data: Path,
    output: Path,
    choose: Callable[[Settings], Settings],
    force: bool = False,
    progress: Progress = lambda step: None,
    *,
    template: Path | None = None,
    dry_run: bool = False,
    studio: Studio,
) -> UpdateReport:
    """Carry a deck on with new data: what people made of it is kept, the rest is refreshed.

    choose: the settings to use, from those that the deck remembers. template: another one, to which the deck moves.
    Beside the deck its report is written, as .md and
    .json. Nothing is written with dry_run. Raises a DeckgenError of its kind where something does not allow it.
    """
    if output.resolve() == deck.resolve():
        raise OutputError(f"{deck} is the deck that is carried on; it stays as it is. Name another file with -o.")
    reports = [output.with_suffix(f".update{kind}") for kind in (".md", ".json")]
    for path in (output, *reports):
        check_writable(path, force)
    old = read_deck(deck)
    settings = choose(old.settings)
    spoken = replace(settings, language=old.record["language"])
    company = other_template(old, template, settings)
    composed = compose(data, spoken, company or own_template(old), progress, studio)
    progress("merging the decks")
    composed.written()
    made = composed.company.presentation
    language = composed.deck.language
    record = {**composed.record(), "settings": settings_data(settings)}
    goal = composed.company if company is not None else None
    updated = carry_on(old, made, written_pages(made, composed.pages), record, language, goal)
    names = (deck.name, data.name, output.name)
    if not dry_run:
        write_safely(updated.content, output, force)
        write_safely(as_markdown(updated.entries, names, language).encode(), reports[0], force)
        write_safely(as_json(updated.entries, names).encode(), reports[1], force)
    paths = () if dry_run else (output, *reports)
    return UpdateReport(paths, updated.entries, composed.left_out, composed.warnings, language)
