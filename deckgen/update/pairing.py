"""Which slide of the deck is which page that was written, whatever people did to their order, and which are copies?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide

from deckgen.update.likeness import changes
from deckgen.update.seeing import OURS, Seen, properties_of, see
from deckgen.update.written import WrittenPage

LEAST_SHARE = 0.5
"""A slide without the page's title is the page only if it still has this share of its shapes."""


@dataclass(frozen=True, eq=False)
class Theirs:
    """A written page as it is now: its slide, and all shapes on it.

    known: the shapes that deckgen made, by name; of copies under one name, the one that is most like the original.
    """

    page: WrittenPage
    slide: Slide
    shapes: tuple[Seen, ...]
    known: Mapping[str, Seen]


@dataclass(frozen=True, eq=False)
class Pairing:
    """The deck's slides: pages by key, copies of pages, and the people's own; deleted: keys of pages that are gone."""

    pages: Mapping[str, Theirs]
    copies: tuple[Slide, ...]
    own: tuple[Slide, ...]
    deleted: tuple[str, ...]


def paired(presentation: Presentation, written: Sequence[WrittenPage]) -> Pairing:
    """Find every written page among the slides of a presentation."""
    free = {slide.slide_id: slide for slide in presentation.slides}
    names = {key: names_on(slide) for key, slide in free.items()}
    renames = not any(shape.is_placeholder and shape.name.startswith(OURS) for s in free.values() for shape in s.shapes)
    pages: dict[str, Theirs] = {}
    for page in written:
        named = [slide for key, slide in free.items() if names[key] & set(page.shapes)]
        candidates = named or (list(free.values()) if renames else [])
        best = max((theirs_on(slide, page) for slide in candidates), key=rank, default=None)
        if best is not None and (is_the_page(best) or (renames and is_like_the_page(best))):
            pages[page.key] = best
            free.pop(best.slide.slide_id)
    ours = {name for page in written for name in page.shapes}
    copies = [slide for key, slide in free.items() if names[key] & ours]
    own = [slide for slide in free.values() if slide not in copies]
    return Pairing(pages, tuple(copies), tuple(own), tuple(p.key for p in written if p.key not in pages))


def names_on(slide: Slide) -> set[str]:
    """Return the names of all shapes of a slide."""
    return {properties.get("name", "") for properties in slide.shapes._spTree.iter(qn("p:cNvPr"))}


def theirs_on(slide: Slide, page: WrittenPage) -> Theirs:
    """Take a slide for a page."""
    shapes = see(slide, page.key)
    return Theirs(page, slide, shapes, originals(shapes, page))


def originals(shapes: Iterable[Seen], page: WrittenPage) -> dict[str, Seen]:
    """Return the page's shapes by name; where a name stands twice, the one with the fewest changes, then the first."""
    found: dict[str, Seen] = {}
    for shape in shapes:
        before = page.shapes.get(shape.name)
        if before is None or before.kind != shape.likeness.kind:
            continue
        rival = found.get(shape.name)
        if rival is None or len(changes(before, shape.likeness)) < len(changes(before, rival.likeness)):
            found[shape.name] = shape
    return found


def rank(theirs: Theirs) -> tuple[int, bool, int]:
    """Rank a slide as a page: by the shapes that it still has, then by its id, then by how few of them were changed."""
    page = theirs.page
    changed = sum(bool(changes(page.shapes[name], seen.likeness)) for name, seen in theirs.known.items())
    return sum(map(is_named, theirs.known.values())), theirs.slide.slide_id == page.slide, -changed


def is_named(seen: Seen) -> bool:
    """Tell whether a shape carries deckgen's name in the file itself."""
    return properties_of(seen.element).get("name") == seen.name


def is_the_page(theirs: Theirs) -> bool:
    """Tell whether a slide is the page: by its title's name, or by half its shapes."""
    named = [name for name, seen in theirs.known.items() if is_named(seen)]
    titled = any(name.endswith(":title") for name in named)
    return titled or len(named) >= max(1, LEAST_SHARE * len(theirs.page.shapes))


def is_like_the_page(theirs: Theirs) -> bool:
    """Tell whether a slide is a page of placeholders alone, whose names a program has dropped: by words or by id."""
    page, known = theirs.page, theirs.known
    same_words = any(seen.likeness.text == page.shapes[name].text for name, seen in known.items() if seen.likeness.text)
    same_slide = theirs.slide.slide_id == page.slide and theirs.slide.slide_layout.name == page.layout
    return len(known) == len(page.shapes) > 0 and (same_words or same_slide)
