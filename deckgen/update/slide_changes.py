"""What have people made of whole slides: hidden, moved, animated, commented, drawn on?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide

from deckgen.update.entries import Entry
from deckgen.update.likeness import changes
from deckgen.update.pairing import Pairing, Theirs
from deckgen.update.seeing import notes_of, properties_of
from deckgen.update.written import WrittenPage


def slide_entries(presentation: Presentation, pairing: Pairing, written: Sequence[WrittenPage]) -> Iterator[Entry]:
    """Yield what people changed on whole slides, and which pages they deleted or moved."""
    titles = {page.key: page.title for page in written}
    for key in pairing.deleted:
        yield Entry("deleted", key, titles[key])
    moved = moved_pages(presentation, pairing, written)
    for key, theirs in pairing.pages.items():
        changed = (*slide_changes(theirs), *(("order",) if key in moved else ()))
        if changed:
            yield Entry("kept", key, theirs.page.title, changed=changed)
        for name in strangers(theirs):
            yield Entry("own", key, theirs.page.title, name)


def own_entries(pairing: Pairing) -> Iterator[Entry]:
    """Yield people's own slides, and their copies of deckgen's."""
    for what, slides in (("own", pairing.own), ("copy", pairing.copies)):
        for slide in slides:
            yield Entry(what, "", title_on(slide))


def title_on(slide: Slide) -> str:
    """Return a slide's title; its id where it has none."""
    title = slide.shapes.title
    return title.text_frame.text if title is not None else f"slide {slide.slide_id}"


def slide_changes(theirs: Theirs) -> tuple[str, ...]:
    """Return what people changed on a slide as a whole."""
    slide, root = theirs.slide, theirs.slide._element
    found = {
        "hidden": root.get("show") in ("0", "false"),
        "layout": is_on_another_layout(theirs),
        "background": root.find(f"{qn('p:cSld')}/{qn('p:bg')}") is not None,
        "transition": any(len(each) or each.get("advTm") for each in root.iter(qn("p:transition"))),
        "animation": any(True for _ in root.iter(qn("p:timing"))),
        "comments": any(rel.reltype.endswith("/comments") for rel in slide.part.rels.values()),
    }
    return tuple(what for what, is_so in found.items() if is_so)


def is_on_another_layout(theirs: Theirs) -> bool:
    """Tell whether a slide was put on another layout; a program may also have renamed the one that it was made on."""
    masters = theirs.slide.part.package.presentation_part.presentation.slide_masters
    names = {layout.name for master in masters for layout in master.slide_layouts}
    return theirs.slide.slide_layout.name != theirs.page.layout and theirs.page.layout in names


def moved_pages(presentation: Presentation, pairing: Pairing, written: Sequence[WrittenPage]) -> set[str]:
    """Return the pages that people moved: those out of the longest run that kept its order."""
    places = {slide.slide_id: place for place, slide in enumerate(presentation.slides)}
    order = [places[pairing.pages[page.key].slide.slide_id] for page in written if page.key in pairing.pages]
    keys = [page.key for page in written if page.key in pairing.pages]
    kept = longest_rising(order)
    return {key for place, key in enumerate(keys) if place not in kept}


def longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the places of the longest rising subsequence.

    >>> sorted(longest_rising([0, 4, 1, 2, 3]))
    [0, 2, 3, 4]
    """
    best: list[list[int]] = []
    for place, number in enumerate(numbers):
        before = max((run for run in best if numbers[run[-1]] < number), key=len, default=[])
        best.append([*before, place])
    return set(max(best, key=len, default=[]))


def strangers(theirs: Theirs) -> list[str]:
    """Return the names of the shapes that people put on a slide."""
    known = {id(seen.element) for seen in theirs.known.values()}
    return [properties_of(seen.element).get("name", "") for seen in theirs.shapes if id(seen.element) not in known]


def is_untouched(theirs: Theirs) -> bool:
    """Tell whether nobody has made anything of a page."""
    page = theirs.page
    whole = set(theirs.known) == set(page.shapes) and not strangers(theirs) and not slide_changes(theirs)
    same = not any(changes(page.shapes[name], seen.likeness) for name, seen in theirs.known.items())
    return whole and same and notes_of(theirs.slide) == page.notes
