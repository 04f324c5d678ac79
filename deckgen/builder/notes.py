"""How do speaker notes get into the file?"""

from __future__ import annotations

from lxml.etree import _Element
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation
from pptx.slide import Slide as PowerPointSlide

from deckgen.builder.markup import child, clear_paragraphs, language_of
from deckgen.slides import Language
from deckgen.template.looks import placeholder_type, shapes_held


def write_notes(slide: PowerPointSlide, text: str, language: Language) -> None:
    """Write a slide's notes, a paragraph a line."""
    body = notes_body(slide)
    clear_paragraphs(body)
    for line in text.split("\n"):
        run = child(child(body, "a:p"), "a:r")
        child(run, "a:rPr", **language_of(line, language))
        child(run, "a:t").text = line


def notes_body(slide: PowerPointSlide) -> _Element:
    """Return the text body of the notes, made where the notes master has no place for text."""
    own = notes_text(slide)
    if own is not None:
        return own
    tree = slide.notes_slide.shapes._spTree
    identity = max(int(found) for found in tree.xpath("//p:cNvPr/@id")) + 1
    tree.append(
        parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{identity}" name="Notes"/><p:cNvSpPr/>'
            '<p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/>'
            "<p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
        )
    )
    return tree[-1].find(qn("p:txBody"))


def notes_text(slide: PowerPointSlide) -> _Element | None:
    """Return the text body that a slide's notes have; None where they have none."""
    held = (shape for shape in shapes_held(slide.notes_slide) if placeholder_type(shape) == "body")
    return next((shape.find(qn("p:txBody")) for shape in held), None)


def list_notes_master(presentation: Presentation) -> None:
    """Name the notes master in the presentation, which python-pptx leaves out and PowerPoint wants."""
    root = presentation.part._element
    if root.find(qn("p:notesMasterIdLst")) is not None:
        return
    relations = presentation.part.rels.items()
    found = next((key for key, rel in relations if rel.reltype == RELATIONSHIP_TYPE.NOTES_MASTER), None)
    if found is not None:
        masters = root.find(qn("p:sldMasterIdLst"))
        listed = parse_xml(
            f'<p:notesMasterIdLst {nsdecls("p", "r")}><p:notesMasterId r:id="{found}"/></p:notesMasterIdLst>'
        )
        masters.addnext(listed)
