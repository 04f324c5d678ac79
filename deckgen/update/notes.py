"""How do a slide's notes become up to date, and how do they tell what an update left as it was?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.etree import _Element
from pptx.oxml.ns import qn
from pptx.slide import Slide

from deckgen.builder.markup import child, language_of
from deckgen.builder.notes import notes_body, write_notes
from deckgen.slides import Language
from deckgen.update.entries import Entry
from deckgen.update.merging import New, entry
from deckgen.update.pairing import Theirs
from deckgen.update.pouring import unchanged
from deckgen.update.seeing import STALE, notes_of, text_of

NOTES = "notes"
"""What the notes are called in a report."""


def merge_notes(theirs: Theirs, new: New, language: Language) -> Iterator[Entry]:
    """Bring notes up to date: those that nobody has changed as a whole, others paragraph by paragraph."""
    before, after, now = theirs.page.notes, new.page.notes, notes_of(theirs.slide)
    name = f"{theirs.page.key}:{NOTES}"
    changed = frozenset(("text",)) if now != before else frozenset()
    if changed:
        yield entry("kept", theirs, name, changed, "\n".join(now))
    if before == after:
        return
    if not changed:
        write_notes(theirs.slide, "\n".join(after), language)
        yield entry("refreshed", theirs, name)
    elif (left := pour_notes(theirs.slide, before, now, after)) is not None:
        yield entry("stale", theirs, name, changed, *left)


def pour_notes(slide: Slide, before: Sequence[str], now: Sequence[str], after: Sequence[str]) -> tuple[str, str] | None:
    """Bring the paragraphs up to date that nobody has changed; return what stays and what it would say instead."""
    if len(before) != len(after):
        return "\n".join(now), "\n".join(after)
    places = unchanged(before, now)
    paragraphs = [p for p in notes_body(slide).findall(qn("a:p")) if not words(p).startswith(STALE)]
    for old, place in places.items():
        if before[old] != after[old]:
            say(paragraphs[place], after[old])
    moved = [after[old] for old in range(len(before)) if old not in places and before[old] != after[old]]
    theirs = [text for place, text in enumerate(now) if place not in places.values()]
    return ("\n".join(theirs), "\n".join(moved)) if moved else None


def words(paragraph: _Element) -> str:
    """Return a paragraph's text."""
    return "".join(map(text_of, paragraph))


def say(paragraph: _Element, text: str) -> None:
    """Give a paragraph of notes other words."""
    runs = paragraph.findall(qn("a:r"))
    for other in runs[1:]:
        paragraph.remove(other)
    runs[0].find(qn("a:t")).text = text


def tell_stale(slide: Slide, told: Sequence[str], language: Language) -> None:
    """Write what an update left as it was at the end of a slide's notes, in place of what an earlier one told."""
    if not told and not slide.has_notes_slide:
        return
    body = notes_body(slide)
    earlier = [p for p in body.findall(qn("a:p")) if words(p).startswith(STALE)]
    texts = [f"{STALE} {text}" for text in told]
    if [words(p) for p in earlier] == texts:
        return
    for paragraph in earlier:
        body.remove(paragraph)
    for text in texts:
        run = child(child(body, "a:p"), "a:r")
        child(run, "a:rPr", **language_of(text, language))
        child(run, "a:t").text = text
    if not body.findall(qn("a:p")):
        child(body, "a:p")
