"""How do whole slides come into a deck, go, and keep their order?"""

from __future__ import annotations

from lxml.etree import _Element
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide, SlideLayout

from deckgen.builder.notes import write_notes
from deckgen.slides import Language
from deckgen.update.grafting import free_name, grafted
from deckgen.update.merging import New

POWERPOINT_2010 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"


def add_page(presentation: Presentation, new: New, after: Slide | None, language: Language) -> Slide:
    """Put a new page behind a slide, or first; its layout is the one of the same name in the same place."""
    slide = presentation.slides.add_slide(layout_like(presentation, new.slide.slide_layout))
    parts = [part for part in presentation.part.package.iter_parts() if part is not slide.part]
    slide.part.partname = free_name("/ppt/slides/slide1.xml", {str(part.partname) for part in parts})
    tree = slide.shapes._spTree
    for shape in list(slide.shapes):
        tree.remove(shape._element)
    for element in new.slide.shapes._spTree.iterchildren(*SHAPES):
        tree.append(grafted(element, new.slide.part, slide.part, {}))
    write_notes(slide, "\n".join(new.page.notes), language)
    move_behind(presentation, slide, after)
    return slide


SHAPES = tuple(qn(f"p:{kind}") for kind in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp"))


def layout_like(presentation: Presentation, layout: SlideLayout) -> SlideLayout:
    """Return the layout that another copy of the same package has."""
    layouts = [each for master in presentation.slide_masters for each in master.slide_layouts]
    return next(each for each in layouts if each.part.partname == layout.part.partname)


def listed(presentation: Presentation) -> _Element:
    """Return the list of slides."""
    return presentation.part._element.find(qn("p:sldIdLst"))


def entry_of(presentation: Presentation, slide: Slide) -> _Element:
    """Return a slide's entry in the list of slides."""
    return next(each for each in listed(presentation) if int(each.get("id")) == slide.slide_id)


def move_behind(presentation: Presentation, slide: Slide, after: Slide | None) -> None:
    """Move a slide behind another one, in the list and in its section, or to the beginning."""
    own = entry_of(presentation, slide)
    if after is None:
        listed(presentation).insert(0, own)
    else:
        entry_of(presentation, after).addnext(own)
    join_section(presentation, slide, after)


def join_section(presentation: Presentation, slide: Slide, after: Slide | None) -> None:
    """Put a slide into the section of the one before it, or into the first one, where the deck has sections."""
    lists = list(presentation.part._element.iter(f"{POWERPOINT_2010}sldIdLst"))
    if not lists:
        return
    own = lists[0].makeelement(f"{POWERPOINT_2010}sldId", {"id": str(slide.slide_id)})
    before = [each for ids in lists for each in ids if after is not None and each.get("id") == str(after.slide_id)]
    if before:
        before[0].addnext(own)
    else:
        lists[0].insert(0, own)


def remove_page(presentation: Presentation, slide: Slide) -> None:
    """Remove a slide, from its section and from custom shows too."""
    own = entry_of(presentation, slide)
    key, root = own.get(qn("r:id")), presentation.part._element
    listed(presentation).remove(own)
    for each in list(root.iter(f"{POWERPOINT_2010}sldId")):
        if each.get("id") == str(slide.slide_id):
            each.getparent().remove(each)
    for each in list(root.iter(qn("p:sld"))):
        if each.get(qn("r:id")) == key:
            each.getparent().remove(each)
    presentation.part.drop_rel(key)


def is_linked(presentation: Presentation, slide: Slide) -> bool:
    """Tell whether another slide links to a slide."""
    others = (other for other in presentation.slides if other.slide_id != slide.slide_id)
    relations = (rel for other in others for rel in other.part.rels.values() if not rel.is_external)
    return any(rel.target_part is slide.part for rel in relations)
