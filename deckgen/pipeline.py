"""From a file to a deck: the steps in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from deckgen.asking import Ask, answered
from deckgen.beside import Beside, check, write_beside
from deckgen.brief import Brief, LeftOut
from deckgen.builder import Arrangement, ChartKey, Page, write
from deckgen.deckfile import check_writable, record_of_file, sealed, write_safely
from deckgen.errors import OutputError
from deckgen.finding import Finder
from deckgen.marks import Drawn
from deckgen.personas.beside import ids_beside, write_members
from deckgen.personas.carrying import Before, agreed_on, before_of, carried
from deckgen.personas.cast import cast_data, with_names
from deckgen.personas.changes import changes_data
from deckgen.personas.classifier import Classifier, fit, model_data
from deckgen.personas.members import (
    Members,
    as_parquet,
    file_data,
    keyed_rows,
    members_of,
    own_data,
    sampled_share,
)
from deckgen.personas.sheet import Sheet, read_sheet, sheet_beside, write_sheet
from deckgen.portraits import broken, portraits
from deckgen.progress import Progress
from deckgen.questions import reordered
from deckgen.record import record_of, settings_data
from deckgen.sections.tree import sought
from deckgen.settings import Settings
from deckgen.slides import Deck, Group, Language, Slide
from deckgen.studio import Studio
from deckgen.telling import first_brief, language_of, tell_all
from deckgen.template import Template, open_template, with_chinese_font
from deckgen.template.package import parts_of
from deckgen.update.written import written_data, written_pages
from deckgen.wording import Words

if TYPE_CHECKING:  # of carrying on a build needs nothing
    from deckgen.update.entries import Entry

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
    """A deck ready to be put into a file, with all that was found on the way.

    start: what the first step got. members: who is in which cluster, by hashed ids. model: what tells the clusters
    apart by profile, for a next run without ids.
    """

    start: Brief
    company: Template
    deck: Deck
    pages: tuple[Page, ...]
    pictures: Mapping[ChartKey, Drawn]
    left_out: tuple[LeftOut, ...]
    members: Members
    model: Classifier | None

    def write(self) -> None:
        """Make the slides in the company's presentation. Call it once."""
        _ = self.facts  # found while pictures are still being drawn
        write(self.deck, self.pages, self.company, self.pictures)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is odd about the table, and what was repaired of the template."""
        say = Words(self.deck.language)
        odd = (say.text(notice.detail) for notice in self.start.notices)
        return (*odd, *broken(self.brief), *self.company.warnings)

    @cached_property
    def brief(self) -> Brief:
        """What a further step would get."""
        return self.start.plus(self.deck.claims)

    @cached_property
    def hashed_ids(self) -> bytes:
        """The file with the hashed ids that goes beside the deck; empty where the deck itself holds them."""
        return b"" if self.start.settings.remember_ids else as_parquet(self.members)

    @cached_property
    def facts(self) -> dict[str, object]:
        """What the file is to remember, but for what is written in it."""
        start, changes = self.start, self.start.carried.changes
        settings = replace(start.settings, names={})
        return {
            **record_of(start.customers, start.answers, settings, self.company.sha256, self.deck),
            "personas": cast_data(start.carried.cast),
            "portraits": portraits(self.brief),
            **({"changes": changes_data(changes)} if changes else {}),
            **({"model": model_data(model)} if (model := self.model) else {}),
            "members": file_data(self.members, self.hashed_ids) if self.hashed_ids else own_data(self.members),
        }

    def record(self) -> dict[str, object]:
        """Return what the file is to remember, once it is written."""
        return {**self.facts, "written": written_data(written_pages(self.company.presentation, self.pages))}


def compose(
    data: Path,
    settings: Settings,
    company: Template,
    progress: Progress,
    studio: Studio,
    before: Before | None = None,
    sheet: Sheet | None = None,
    ask: Ask = answered,
) -> Composed:
    """Read a table of clustered customers, profile the clusters, and lay out the deck with its pictures drawn.

    before: the deck before, whose personas are looked for among the clusters. sheet: what people have agreed on them.
    ask: what reads the table.
    """
    progress("reading the table")
    customers, answers = ask(data, settings, progress)
    found = agreed_on(carried(customers, answers, before), sheet, answers, before)
    found = replace(found, cast=with_names(found.cast, settings.names, language_of(customers, settings)))
    answers = reordered(answers, found.order)
    if settings.language == "zh" or customers.speaks_chinese:
        company = with_chinese_font(company)
    arrangement = Arrangement(company, settings.charts == "native")

    def begin(slide: Slide, groups: tuple[Group, ...], language: Language) -> None:
        """Draw a slide's charts while the next sections tell."""
        for key, job in arrangement.charts(slide, groups, language).items():
            studio.begin(key, job, company.brand)

    @cache
    def remembered() -> tuple[Members, Classifier | None]:
        """Return what a next run finds the clusters again by."""
        return members_of(keyed_rows(customers, answers), sampled_share(customers)), fit(customers, answers)

    progress("comparing the clusters and drawing the charts")
    finder = Finder(studio, remembered)
    finder.begin(*sought(customers, answers, settings))
    start = first_brief(customers, answers, settings, finder, found)
    deck, left_out = tell_all(start, begin)
    pages = arrangement.pages(deck)
    pictures = studio.pictures()
    return Composed(start, company, deck, pages, pictures, left_out, *remembered())


def build(
    data: Path | str,
    output: Path,
    settings: Settings,
    template: Path | None = None,
    beside: Beside = NOTHING,
    force: bool = False,
    progress: Progress = lambda step: None,
    *,
    previous: Path | None = None,
    studio: Studio,
    ask: Ask = answered,
) -> Report:
    """Profile a table of clustered customers and write the deck.

    studio: entered already, so that its workers import while this process does.
    template: None for the brand that ships. beside: what else is wanted. previous: the deck of the clustering before,
    whose personas keep their names and colours. ask: what reads the table. Beside the deck goes a file with the hashed
    ids of its customers, unless the settings put them into the deck.
    Raises a DeckgenError of its kind where the table, the template, the settings or the output do not allow it; then
    nothing is written.
    """
    check_writable(output, force)  # before any work, so that nobody waits for a refusal
    check(beside, force)
    before = before_of(previous, record_of_file(previous)) if previous else None
    sheet = read_sheet(sheet_beside(output))
    composed = compose(data, settings, open_template(template, settings.layouts), progress, studio, before, sheet, ask)
    deck = composed.deck
    progress("writing the deck")
    composed.write()
    record = composed.record()
    ids = write_ids(composed, output, force)
    agreed = sheet.text if sheet else ""
    sheets = (write_sheet(record, output, sheet_beside(previous) if previous else None, agreed),)
    content = sealed(parts_of(composed.company.presentation), record)
    write_safely(content, output, force)  # last: where the deck stands, all that goes with it does
    paths = (output, *write_beside(beside, deck, composed.start.customers, record, force), *ids, *sheets)
    return Report(paths, len(composed.pages), len(deck.clusters), composed.left_out, composed.warnings)


def write_ids(composed: Composed, output: Path, force: bool) -> tuple[Path, ...]:
    """Write the file with the hashed ids beside a deck, if there is one; return its path."""
    if not composed.hashed_ids:
        return ()
    path = ids_beside(output)
    write_members(composed.hashed_ids, path, force)
    return (path,)


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
    from deckgen.update.carrying import carry_on, other_template, own_template, read_deck
    from deckgen.update.report import as_json, as_markdown

    if output.resolve() == deck.resolve():
        raise OutputError(f"{deck} is the deck that is carried on; it stays as it is. Name another file with -o.")
    reports = [output.with_suffix(f".update{kind}") for kind in (".md", ".json")]
    for path in (output, *reports):
        check_writable(path, force)
    old = read_deck(deck)
    settings = choose(replace(old.settings, names={}))
    spoken = replace(settings, language=old.record["language"])
    company = other_template(old, template, settings)
    before, sheet = before_of(deck, old.record), read_sheet(sheet_beside(output))
    composed = compose(data, spoken, company or own_template(old), progress, studio, before, sheet)
    progress("merging the decks")
    composed.write()
    made = composed.company.presentation
    language = composed.deck.language
    record = {**composed.record(), "settings": settings_data(replace(settings, names={}))}
    goal = composed.company if company is not None else None
    updated = carry_on(old, made, written_pages(made, composed.pages), record, language, goal)
    names = (deck.name, data.name, output.name)
    more: tuple[Path, ...] = ()
    if not dry_run:
        agreed = sheet.text if sheet else ""
        more = (*write_ids(composed, output, force), write_sheet(record, output, sheet_beside(deck), agreed))
        write_safely(updated.content, output, force)
        write_safely(as_markdown(updated.entries, names, language).encode(), reports[0], force)
        write_safely(as_json(updated.entries, names).encode(), reports[1], force)
    paths = () if dry_run else (output, *reports, *more)
    return UpdateReport(paths, updated.entries, composed.left_out, composed.warnings, language)
