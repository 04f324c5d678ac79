"""How does a page get the footer line of its layout: date, footer and slide number?"""

from __future__ import annotations

from copy import deepcopy

from lxml.etree import _Element
from pptx.oxml.ns import qn
from pptx.slide import Slide as PowerPointSlide
from pptx.slide import SlideLayout

from deckgen.builder.drawing import POINT, Page
from deckgen.builder.markup import child, clear_paragraphs, language_of, name_shape, set_theme_fonts
from deckgen.builder.setting import falling
from deckgen.builder.titles import OPENINGS
from deckgen.fit import Run, width_of
from deckgen.slides import Deck
from deckgen.template import Layout, Place
from deckgen.template.looks import Look, look_of
from deckgen.template.spaces import Piece, drawings, pieces_of
from deckgen.template.theme import families
from deckgen.typefaces import Face

FURNITURE = {"dt": "date", "ftr": "footer", "sldNum": "number"}
"""The placeholders of the footer line by their types, and what their shapes are called."""
PROMPTS = ("", "footer", "<footer>")
"""What footers without a text of the company's hold; the words are LibreOffice's."""
SMALLEST = 8
"""Type size of a footer in points, below which it is left to be broken."""
TWO_DIGITS = 1.4
"""Width of two digits in ems, in wide fonts."""


def add_furniture(slide: PowerPointSlide, page: Page, layout: Layout, deck: Deck) -> None:
    """Clone the layout's date, footer and slide number, which a new slide does not bring along.

    An opening page says date and title itself; what the layout has written in their place is not written over.
    """
    for piece in pieces_of(layout.layout):
        kind = piece.kind
        if kind not in FURNITURE or is_written_over(piece, layout.layout):
            continue
        if kind == "sldNum" or page.slide.role not in OPENINGS:
            look = look_of(layout.layout, piece)
            element = furniture(slide, piece.shape._element, kind, deck)
            name_shape(element, page.key, FURNITURE[kind])
            if kind == "sldNum":
                keep_number_whole(element, piece.place, look)
            elif piece.place is not None:
                keep_line_whole(element, piece.place, look, layout.layout)
            slide.shapes._spTree.append(element)


def is_written_over(piece: Piece, layout: SlideLayout) -> bool:
    """Tell whether a layout has text of its own where one of its placeholders stands."""
    return piece.place is not None and any(d.words and d.place.covers(piece.place) > 0.5 for d in drawings(layout))


def furniture(slide: PowerPointSlide, original: _Element, kind: str, deck: Deck) -> _Element:
    """Return one piece of the footer line: it inherits place and look; a footer text of the company's stays."""
    element = deepcopy(original)
    properties = element.find(qn("p:spPr"))
    properties.clear()
    identity = max(int(found) for found in slide._element.xpath("//p:cNvPr/@id")) + 1
    element.find(f".//{qn('p:cNvPr')}").set("id", str(identity))
    if kind == "sldNum":
        return element
    body = element.find(qn("p:txBody"))
    said = "".join(text.text or "" for text in body.iter(qn("a:t"))).strip()
    if kind == "ftr" and said.casefold() not in PROMPTS:
        return element
    text = deck.date if kind == "dt" else deck.running or deck.title
    clear_paragraphs(body)
    if body.find(f"{qn('a:lstStyle')}/{qn('a:lvl1pPr')}") is None:
        set_theme_fonts(body)  # an empty style of its own would be set in the viewer's default font
    paragraph = child(body, "a:p")
    run = child(paragraph, "a:r")
    child(run, "a:rPr", **language_of(text, deck.language))
    child(run, "a:t").text = text
    return element


def keep_line_whole(element: _Element, place: Place, look: Look, layout: SlideLayout) -> None:
    """Set a date or footer smaller where its line would be wider than its place."""
    face = Face(look.latin, families(layout, "minor")[1])
    room = place.width / POINT - look.insets[0] - look.insets[2]
    for run in element.iter(qn("a:r")):
        words, properties = (Run(run.find(qn("a:t")).text or "", look.bold),), run.find(qn("a:rPr"))
        if properties is None or properties.get("sz") or width_of(words, face, look.size) <= room:
            continue
        sizes = falling(look.size, SMALLEST)
        fitting = next((size for size in sizes if width_of(words, face, size) <= room), sizes[-1])
        properties.set("sz", str(round(fitting * 100)))


def keep_number_whole(element: _Element, place: Place | None, look: Look) -> None:
    """Take the insets away that leave a number of two digits too little room; the one on its own side last."""
    room = place.width / POINT if place is not None else 0
    if not room or room - look.insets[0] - look.insets[2] >= TWO_DIGITS * look.size:
        return
    properties = element.find(f"{qn('p:txBody')}/{qn('a:bodyPr')}")
    kept = {"l": "lIns", "r": "rIns"}.get(look.align)
    for name, inset in (("lIns", look.insets[0]), ("rIns", look.insets[2])):
        if name != kept or room - inset < TWO_DIGITS * look.size:
            properties.set(name, "0")
