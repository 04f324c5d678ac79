"""How do a deck's slides move to another template, with all that people made of them?

A page goes to the layout that the new deck has it on, people's own slides to the layout that is most like theirs. What
people placed is scaled where the slide's size differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml.etree import _Element
from pptx.opc.constants import RELATIONSHIP_TYPE as KIND
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.shapes.placeholder import _BaseSlidePlaceholder
from pptx.slide import Slide, SlideLayout

from deckgen.template import Template
from deckgen.template.spaces import TITLES
from deckgen.update.entries import Entry
from deckgen.update.grafting import lead_to
from deckgen.update.masters import take_masters
from deckgen.update.merging import New
from deckgen.update.pairing import Pairing
from deckgen.update.seeing import frame_of
from deckgen.update.slide_changes import is_on_another_layout, title_on

ROLES = {"title": "cover", "secHead": "section"}
"""The role of layouts of a type; all others show content."""
BODIES = ("obj", "body", "subTitle", "tbl", "chart", "pic", "media", "clipArt", "dgm")


def rebrand(
    presentation: Presentation, pairing: Pairing, news: Mapping[str, New], company: Template
) -> tuple[Entry, ...]:
    """Move a deck to another template; return the slides that went to a layout most like theirs.

    company: the template, its presentation filled with the new deck; news: the new deck's pages by their keys.
    """
    goals = {
        theirs.slide.slide_id: news[key].slide.slide_layout
        for key, theirs in pairing.pages.items()
        if key in news and not is_on_another_layout(theirs)
    }
    others = [slide for slide in presentation.slides if slide.slide_id not in goals]
    goals |= {slide.slide_id: like(slide.slide_layout, company) for slide in others}
    was = presentation.slide_width, presentation.slide_height
    take_masters(presentation, company.presentation)
    for slide in presentation.slides:
        settle(slide, goals[slide.slide_id])
    rescale(presentation, was)
    keys = {theirs.slide.slide_id: key for key, theirs in pairing.pages.items()}
    return tuple(
        Entry("relaid", keys.get(slide.slide_id, ""), title_on(slide), now=goals[slide.slide_id].name)
        for slide in others
    )


def like(layout: SlideLayout, company: Template) -> SlideLayout:
    """Return the layout of the brand's master that has a layout's name, else its type, else the role of its type."""
    master = company.roles["content"].layout.slide_master
    kind = type_of(layout)
    by_name = (each for each in master.slide_layouts if each.name == layout.name)
    by_type = (each for each in master.slide_layouts if type_of(each) == kind != "cust")
    return next(by_name, None) or next(by_type, None) or company.roles[ROLES.get(kind, "content")].layout


def type_of(layout: SlideLayout) -> str:
    """Return what a layout says that it is for."""
    return layout._element.get("type", "cust")


def settle(slide: Slide, layout: SlideLayout) -> None:
    """Put a slide on a layout: its placeholders take those of their kind there, others keep the place that they had."""
    free = [mark for shape in layout.placeholders for mark in shape._element.iter(qn("p:ph"))]
    for shape in slide.placeholders:
        mark = next(shape._element.iter(qn("p:ph")))
        fitting = sorted((each for each in free if fits(mark, each)), key=lambda each: index(each) != index(mark))
        found = next(iter(fitting), None)
        if found is None:
            stay(shape)
        else:
            free.remove(found)
            take_role(mark, found)
    lead_to(next(rel for rel in slide.part.rels.values() if rel.reltype == KIND.SLIDE_LAYOUT), layout.part)


def fits(mark: _Element, other: _Element) -> bool:
    """Tell whether two placeholders are of one kind."""
    return family(mark) == family(other)


def family(mark: _Element) -> str:
    """Return a placeholder's kind: all titles are one, and all that hold content."""
    kind = mark.get("type", "obj")
    return "title" if kind in TITLES else "body" if kind in BODIES else kind


def index(mark: _Element) -> int:
    """Return the number by which a placeholder finds its like on the layout."""
    return int(mark.get("idx", "0"))


def take_role(mark: _Element, other: _Element) -> None:
    """Let a placeholder be what another one is."""
    mark.attrib.clear()
    mark.attrib.update(other.attrib)


def stay(shape: _BaseSlidePlaceholder) -> None:
    """Write the place that a placeholder takes from its layout into the shape itself."""
    place = shape.left, shape.top, shape.width, shape.height
    if None not in place:
        shape.left, shape.top, shape.width, shape.height = place


def rescale(presentation: Presentation, was: tuple[int, int]) -> None:
    """Scale what stands on slides by its own transform from one slide size to the presentation's, about the middle."""
    now = presentation.slide_width, presentation.slide_height
    if now == was:
        return
    factor = min(new / old for new, old in zip(now, was, strict=True))
    margins = [(new - factor * old) / 2 for new, old in zip(now, was, strict=True)]
    for slide in presentation.slides:
        for shape in slide.shapes:
            for element, name, margin in lengths_in(shape._element, margins):
                element.set(name, str(round(margin + factor * int(element.get(name)))))


def lengths_in(element: _Element, margins: list[float]) -> Iterator[tuple[_Element, str, float]]:
    """Yield the attributes of a shape that are lengths, each with what is added to it once it is scaled."""
    frame = frame_of(element)
    if frame is None or frame.find(qn("a:off")) is None:
        return
    for axis, name in enumerate("xy"):
        yield frame.find(qn("a:off")), name, margins[axis]
        yield frame.find(qn("a:ext")), f"c{name}", 0.0
    for column in element.iter(qn("a:gridCol")):
        yield column, "w", 0.0
    for row in element.iter(qn("a:tr")):
        yield row, "h", 0.0
