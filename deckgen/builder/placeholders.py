"""How are a layout's own placeholders filled, kept or removed on a slide?"""

from __future__ import annotations

from collections.abc import Sequence

from lxml.etree import _Element
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide as PowerPointSlide
from pptx.slide import SlideLayout

from deckgen.builder.drawing import POINT, Page
from deckgen.builder.markup import add_fill, child, clear_paragraphs, language_of, name_shape, set_theme_fonts
from deckgen.builder.palette import Palette
from deckgen.builder.titles import insets_in
from deckgen.colours import contrast
from deckgen.fit import Fitted
from deckgen.slides import Deck, Language
from deckgen.template import Layout, Place
from deckgen.template.looks import Look, look_of, placeholder_type
from deckgen.template.series import seen_on
from deckgen.template.spaces import TITLES, Piece
from deckgen.template.theme import families

CONTRAST = 4.5
"""Of text, WCAG 2.2 (1.4.3)."""


def fill_placeholders(slide: PowerPointSlide, page: Page, layout: Layout, deck: Deck, palette: Palette) -> None:
    """Fill title and subtitle, remove every placeholder that stays empty."""
    own = [placeholder._element for placeholder in slide.placeholders]
    title = made_of(layout.title, own)
    subtitle = made_of(layout.subtitle, own) if page.subtitle else None
    for element in own:
        if element is not title and element is not subtitle:
            element.getparent().remove(element)
    tree = slide.shapes._spTree
    if title is None:
        title = add_box(slide, "title", layout.title_place)
        add_fonts_and_ink(title, palette, "mj")
    look = look_of(layout.layout, layout.title)
    if placeholder_type(title) not in TITLES:
        title = as_title(title, layout.title_place, look)
    write_lines(title, title_lines(page), page.title, deck.language)
    if layout.title is not None:
        write_look(title, look, layout.layout)
        if layout.title.place != layout.title_place:
            set_place(title.find(qn("p:spPr")), layout.title_place)
    keep_room(title, layout.title_place, look)
    keep_readable(title, look, layout.title_paper)
    name_shape(title, page.key, "title")
    tree.insert(2, title)  # first in reading order
    if page.subtitle:
        if subtitle is None:
            subtitle = add_box(slide, "", layout.subtitle_place)
            add_fonts_and_ink(subtitle, palette, "mn")
        write_lines(subtitle, page.subtitle.lines, page.subtitle, deck.language)
        under = look_of(layout.layout, layout.subtitle)
        if layout.subtitle is not None:
            write_look(subtitle, under, layout.layout)
        keep_readable(subtitle, under, layout.subtitle_paper)
        name_shape(subtitle, page.key, "subtitle")
        tree.insert(3, subtitle)


def made_of(piece: Piece | None, own: Sequence[_Element]) -> _Element | None:
    """Return the one of a slide's placeholders that was made of a layout's: several may share an index, as titles may
    be of either type."""
    if piece is None:
        return None
    kinds = TITLES if piece.kind in TITLES else (piece.kind,)
    alike = [element for element in own if placeholder_type(element) in kinds]
    return next((element for element in alike if index_of(element) == piece.idx), alike[0] if alike else None)


def index_of(element: _Element) -> int:
    """Return a placeholder's index."""
    return int(element.find(f".//{qn('p:ph')}").get("idx", "0"))


def as_title(element: _Element, place: Place, look: Look) -> _Element:
    """Turn a text placeholder into the slide's title, in the place and look that it had from its layout.

    Readers and the outline know a slide by its title, also where the layout has none.
    """
    mark = element.find(f".//{qn('p:ph')}")
    mark.attrib.clear()
    mark.set("type", "title")
    set_place(element.find(qn("p:spPr")), place)
    body = element.find(qn("p:txBody"))
    for name, inset in zip(("lIns", "tIns", "rIns", "bIns"), look.insets, strict=True):
        body.find(qn("a:bodyPr")).set(name, str(round(inset * POINT)))
    set_theme_fonts(body, "mn")
    level = body.find(f"{qn('a:lstStyle')}/{qn('a:lvl1pPr')}")
    level.set("algn", look.align)
    defaults = level.find(qn("a:defRPr"))
    defaults.set("b", str(int(look.bold)))
    defaults.set("cap", "all" if look.capitals else "none")
    if look.colour is not None:
        defaults.insert(0, add_fill(defaults, look.colour))
    return element


def set_place(properties: _Element, place: Place) -> None:
    """Write a shape's own place."""
    frame = child(properties, "a:xfrm")
    child(frame, "a:off", x=place.left, y=place.top)
    child(frame, "a:ext", cx=place.width, cy=place.height)
    properties.insert(0, frame)


def title_lines(page: Page) -> tuple[str, ...]:
    """Return the title's text: in one piece unless it was broken by hand."""
    fitted: Fitted = page.title
    return fitted.lines if fitted.by_hand else (page.heading,)


def write_lines(element: _Element, lines: tuple[str, ...], fitted: Fitted, language: Language) -> None:
    """Write lines, a paragraph each, as they were fitted, else in the look that the placeholder inherits."""
    weight = {"b": 1} if fitted.bold else {}
    body = element.find(qn("p:txBody"))
    clear_paragraphs(body)
    properties = body.find(qn("a:bodyPr"))
    for fitting in list(properties):
        properties.remove(fitting)
    child(properties, "a:normAutofit")
    for number, line in enumerate(lines):
        paragraph = child(body, "a:p")
        properties = child(paragraph, "a:pPr", marL=0, indent=0)
        if number:
            child(child(properties, "a:spcBef"), "a:spcPts", val=0)
        child(properties, "a:buNone")
        run = child(paragraph, "a:r")
        looks = child(run, "a:rPr", **language_of(line, language), sz=round(fitted.size * 100), **weight)
        if fitted.quiet_latin:
            child(looks, "a:latin", typeface="+mn-lt")
        child(run, "a:t").text = line


def write_look(element: _Element, look: Look, layout: SlideLayout) -> None:
    """Write the look that a layout only shows in its sample text, and that slides do not inherit."""
    if look.inherited:
        return
    body = element.find(qn("p:txBody"))
    for properties in body.iter(qn("a:pPr")):
        properties.set("algn", look.align)
    for properties in body.iter(qn("a:rPr")):
        properties.set("b", properties.get("b", str(int(look.bold))))
        if look.colour is not None:
            properties.insert(0, add_fill(properties, look.colour))
        if properties.find(qn("a:latin")) is None:
            child(properties, "a:latin", typeface=theme_face(layout, look.latin))


def theme_face(layout: SlideLayout, family: str) -> str:
    """Return a family by the theme's name for it, where it is the theme's."""
    own = {families(layout, kind)[0]: f"+{short}-lt" for kind, short in (("minor", "mn"), ("major", "mj"))}
    return own.get(family, family)


def keep_room(element: _Element, place: Place, look: Look) -> None:
    """Write the insets above and below where the layout's own would leave too little room."""
    _, top, _, bottom = insets_in(place, look)
    properties = element.find(f"{qn('p:txBody')}/{qn('a:bodyPr')}")
    for name, inset, own in (("tIns", top, look.insets[1]), ("bIns", bottom, look.insets[3])):
        if inset < own:
            properties.set(name, str(round(inset * POINT)))


def keep_readable(element: _Element, look: Look, paper: str) -> None:
    """Write a stronger shade of the layout's own colour where that is faint on its paper.

    Large type may have a contrast of 3, but a title is the strongest text of its page.
    """
    if look.colour is None or contrast(look.colour.rgb, paper) >= CONTRAST:
        return
    stronger = seen_on(paper, look.colour, CONTRAST + 0.05)
    for properties in element.iter(qn("a:rPr")):
        for faint in properties.findall(qn("a:solidFill")):
            properties.remove(faint)
        properties.insert(0, add_fill(properties, stronger))


def add_box(slide: PowerPointSlide, kind: str, place: Place) -> _Element:
    """Add a box for words that the layout has no placeholder for; a title is marked as one."""
    identity = max(int(found) for found in slide._element.xpath("//p:cNvPr/@id")) + 1
    mark = f'<p:ph type="{kind}"/>' if kind else ""
    locks = '<a:spLocks noGrp="1"/>' if kind else ""
    element = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{identity}" name=""/><p:cNvSpPr>{locks}</p:cNvSpPr>'
        f"<p:nvPr>{mark}</p:nvPr></p:nvSpPr><p:spPr>"
        f'<a:xfrm><a:off x="{place.left}" y="{place.top}"/><a:ext cx="{place.width}" cy="{place.height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        '<p:txBody><a:bodyPr wrap="square" anchor="ctr"/><a:lstStyle/><a:p/></p:txBody></p:sp>'
    )
    slide.shapes._spTree.append(element)
    return element


def add_fonts_and_ink(element: _Element, palette: Palette, kind: str) -> None:
    """Give a box of our own the theme's fonts and a colour that can be read."""
    body = element.find(qn("p:txBody"))
    set_theme_fonts(body, kind)
    defaults = body.find(f"{qn('a:lstStyle')}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
    defaults.insert(0, add_fill(defaults, palette.ink))
