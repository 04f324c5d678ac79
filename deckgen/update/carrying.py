"""How is a deck carried on with new data: what people made of it kept, what they left alone refreshed?

Three versions are laid side by side: what deckgen wrote (the deck remembers it), what stands in the deck now, and the
new deck, made from the new data on the old deck's own layouts. The old deck's package is what becomes the new one, so
that all that deckgen knows nothing of stays: comments, transitions, animations, people's own slides.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pptx
from pptx.presentation import Presentation
from pptx.slide import Slide

from deckgen.deckfile import record_of_file, sealed
from deckgen.errors import OutputError
from deckgen.settings import Settings, settings_from
from deckgen.slides import Language
from deckgen.template import Template, open_template
from deckgen.template.package import parts_of
from deckgen.update.entries import Entry
from deckgen.update.grafting import let_go
from deckgen.update.likeness import Likeness
from deckgen.update.merging import New, family, merge
from deckgen.update.notes import merge_notes, tell_stale
from deckgen.update.paging import add_page, is_linked, remove_page
from deckgen.update.pairing import Pairing, paired
from deckgen.update.rebranding import rebrand
from deckgen.update.seeing import see
from deckgen.update.slide_changes import is_untouched, own_entries, slide_entries
from deckgen.update.stale import Stale, carried_over, stale_from, told_stale
from deckgen.update.written import WrittenPage, pages_from, written_data


@dataclass(frozen=True, eq=False)
class OldDeck:
    """A deck as it is now, with what it remembers.

    settings: as they were when it was built. pages: as they were written.
    """

    path: Path
    content: bytes
    record: Mapping[str, object]
    settings: Settings
    pages: tuple[WrittenPage, ...]
    stale: tuple[Stale, ...]


@dataclass(frozen=True, eq=False)
class Updated:
    """The deck carried on: its file, sealed, and what became of every part."""

    content: bytes
    entries: tuple[Entry, ...]


def read_deck(path: Path) -> OldDeck:
    """Read a deck that deckgen wrote, whoever saved it since.

    Raises OutputError where it cannot be read or remembers nothing.
    """
    record = record_of_file(path)
    if "written" not in record:
        raise OutputError(f"{path} does not remember its slides.\nBuild a new deck with `deckgen build`.")
    content = path.read_bytes()
    known = {**record["settings"], "tiers": record.get("tiers", {}), "plugins": []}  # a deck must not name code to run
    settings = settings_from(path, known)
    return OldDeck(path, content, record, settings, pages_from(record["written"]), stale_from(record.get("stale", ())))


def other_template(old: OldDeck, path: Path | None, settings: Settings) -> Template | None:
    """Open the template that the deck is to move to; None where it is the one that the deck was made on, or none."""
    company = open_template(path, settings.layouts) if path is not None else None
    return None if company is None or company.sha256 == old.record["template"] else company


def own_template(old: OldDeck) -> Template:
    """Open a deck as the template of the next one: its own layouts in the roles that they have."""
    presentation = opened(old)
    pairing = paired(presentation, old.pages)
    parts: dict[str, str] = {}
    for theirs in pairing.pages.values():
        if theirs.slide.slide_layout.name == theirs.page.layout:
            parts.setdefault(theirs.page.role, str(theirs.slide.slide_layout.part.partname))
    return open_template(old.path, old.settings.layouts, parts)


def opened(old: OldDeck) -> Presentation:
    """Open the old deck's package, with all that it holds."""
    return pptx.Presentation(io.BytesIO(old.content))


def carry_on(
    old: OldDeck,
    made: Presentation,
    pages: Sequence[WrittenPage],
    record: Mapping[str, object],
    language: Language,
    company: Template | None = None,
) -> Updated:
    """Merge a new deck into an old one.

    made: the new deck, a slide for each of `pages`: on the old one's layouts, or on those of another template,
    `company`, to which the old deck then moves. record: what it is to remember.
    The old deck itself, byte for byte, where the new one says just the same.
    """
    presentation = opened(old)
    pairing = paired(presentation, old.pages)
    made_pages = zip(pages, made.slides, strict=True)
    news = {page.key: new_page(page, slide, company is not None) for page, slide in made_pages}
    entries = list(slide_entries(presentation, pairing, old.pages))
    if company is not None:
        entries += rebrand(presentation, pairing, news, company)
    entries += merged_pages(pairing, news, language)
    places, added = added_pages(presentation, pairing, news, language)
    entries += added
    entries += removed_pages(presentation, pairing, news)
    entries += own_entries(pairing)
    stale = (*carried_over(old.stale, pairing, entries), *told_stale(entries))
    for key, theirs in pairing.pages.items():
        tell_stale(theirs.slide, [each.words(language) for each in stale if each.page == key], language)
    for slide in presentation.slides:
        let_go(slide.part)
    bases = with_slides(remembering(pages, old.pages, entries), places)
    stale_data = [each.data() for each in stale]
    template = old.record["template"] if company is None else company.sha256
    after = {**record, "template": template, "written": written_data(bases), "stale": stale_data}
    if says_the_same(old, after):
        return Updated(old.content, tuple(entries))
    return Updated(saved(presentation, after, is_kept(entries)), tuple(entries))


def new_page(page: WrittenPage, slide: Slide, rebranded: bool) -> New:
    """Return a page of the new deck with its shapes."""
    return New(page, slide, {seen.name: seen for seen in see(slide, page.key, deep=True) if seen.name}, rebranded)


def merged_pages(pairing: Pairing, news: Mapping[str, New], language: Language) -> Iterator[Entry]:
    """Bring every page up to date that both decks have."""
    for key, theirs in pairing.pages.items():
        if key in news:
            yield from merge(theirs, news[key])
            yield from merge_notes(theirs, news[key], language)


def added_pages(
    presentation: Presentation, pairing: Pairing, news: Mapping[str, New], language: Language
) -> tuple[dict[str, Slide], list[Entry]]:
    """Put pages in that the old deck was not written with, each behind the one that it follows in the new deck.

    A page that somebody deleted stays away, and with it further parts of its step. Return all pages' slides.
    """
    places = {key: theirs.slide for key, theirs in pairing.pages.items()}
    absent = {key.partition("/")[0] for key in pairing.deleted}
    before: Slide | None = None
    entries = []
    for key, new in news.items():
        if key not in places:
            if new.page.step in absent:
                continue
            places[key] = add_page(presentation, new, before, language)
            entries.append(Entry("added", key, new.page.title))
        before = places[key]
    return places, entries


def removed_pages(presentation: Presentation, pairing: Pairing, news: Mapping[str, New]) -> Iterator[Entry]:
    """Remove pages that the new deck does not have, unless somebody made something of them."""
    for key, theirs in pairing.pages.items():
        if key in news:
            continue
        if is_untouched(theirs) and not is_linked(presentation, theirs.slide):
            remove_page(presentation, theirs.slide)
            yield Entry("removed", key, theirs.page.title)
        else:
            yield Entry("conflict", key, theirs.page.title, kept=theirs.page.title)


def remembering(
    pages: Sequence[WrittenPage], before: Sequence[WrittenPage], entries: Sequence[Entry]
) -> tuple[WrittenPage, ...]:
    """Return the new pages with the groups that were kept whole as they were written, so that edits stay known."""
    kept = {(entry.page, f"deckgen:{entry.page}:{entry.shape}") for entry in entries if entry.what == "conflict"}
    earlier = {page.key: page.shapes for page in before}
    return tuple(replace(page, shapes=with_old_groups(page, earlier.get(page.key, {}), kept)) for page in pages)


def with_old_groups(
    page: WrittenPage, before: Mapping[str, Likeness], kept: set[tuple[str, str]]
) -> dict[str, Likeness]:
    """Return a page's shapes, groups that were kept whole as they were before."""
    shapes = dict(page.shapes)
    for _, name in (each for each in kept if each[0] == page.key):
        if name in before and before[name].kind == "group":
            for each in family(shapes, name):
                del shapes[each]
            shapes |= family(before, name)
    return shapes


def with_slides(pages: Sequence[WrittenPage], places: Mapping[str, Slide]) -> tuple[WrittenPage, ...]:
    """Return the new pages with the ids of their slides in the deck that was carried on; 0 where they were deleted."""
    return tuple(replace(page, slide=places[page.key].slide_id if page.key in places else 0) for page in pages)


def says_the_same(old: OldDeck, after: Mapping[str, object]) -> bool:
    """Tell whether a record is the old one, but for the ids of slides."""
    return comparable(old.record) == comparable(after)


def comparable(record: Mapping[str, object]) -> dict[str, object]:
    """Return a record as JSON holds it, without what depends on the file that it is in."""
    written = [{**page, "slide": 0} for page in record["written"]]
    return json.loads(json.dumps({"stale": [], **record, "written": written}))


def is_kept(entries: Sequence[Entry]) -> bool:
    """Tell whether anything of people's is in the deck."""
    return any(entry.what in ("kept", "stale", "conflict", "deleted", "own", "copy") for entry in entries)


def saved(presentation: Presentation, record: Mapping[str, object], kept: bool) -> bytes:
    """Return the file, sealed; where people's work is in it, so that no build takes it for deckgen's own."""
    return sealed(parts_of(presentation), record, edited=kept)
