"""What did deckgen write, page by page? It travels in the deck, so that later everybody's changes can be told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pptx.presentation import Presentation

from deckgen.builder import Page
from deckgen.update.likeness import Likeness, as_data, from_data
from deckgen.update.seeing import notes_of, see


@dataclass(frozen=True)
class WrittenPage:
    """A page as it was written.

    key: what its shapes' names begin with. title: its heading. slide: the slide's id in the file. layout: its name.
    shapes: by their names, those in groups after their group. notes: its paragraphs.
    """

    key: str
    title: str
    role: str
    slide: int
    layout: str
    shapes: Mapping[str, Likeness]
    notes: tuple[str, ...]

    @property
    def step(self) -> str:
        """The step that the page is a part of."""
        return self.key.partition("/")[0]


def written_pages(presentation: Presentation, pages: Sequence[Page]) -> tuple[WrittenPage, ...]:
    """Return what stands in a presentation that has just been filled, a slide a page."""
    return tuple(
        WrittenPage(
            page.key,
            page.heading,
            page.slide.role,
            slide.slide_id,
            slide.slide_layout.name,
            {seen.name: seen.likeness for seen in see(slide, page.key, deep=True) if seen.name},
            notes_of(slide),
        )
        for page, slide in zip(pages, presentation.slides, strict=True)
    )


def written_data(pages: Sequence[WrittenPage]) -> list[dict[str, object]]:
    """Return written pages as JSON can hold them."""
    return [
        {**{name: getattr(page, name) for name in PLAIN}, "shapes": [as_data(shape) for shape in page.shapes.values()]}
        for page in pages
    ]


def pages_from(data: Sequence[Mapping[str, object]]) -> tuple[WrittenPage, ...]:
    """Return the pages that written_data wrote."""
    return tuple(
        WrittenPage(
            **{name: page[name] for name in PLAIN if name != "notes"},
            notes=tuple(page["notes"]),
            shapes={shape["name"]: from_data(shape) for shape in page["shapes"]},
        )
        for page in data
    )


PLAIN = ("key", "title", "role", "slide", "layout", "notes")
"""The fields that are written as they are."""
