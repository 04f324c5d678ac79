"""How are paints and paragraphs written in DrawingML (ECMA-376 part 1, chapter 20 and 21)?"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from functools import cache

from lxml.etree import Element, SubElement, _Element
from pptx.oxml.ns import namespaces, qn

from deckgen.builder.drawing import POINT
from deckgen.builder.palette import Palette
from deckgen.colours import Colour
from deckgen.fit import BULLET, Paragraph, Run
from deckgen.slides import Language
from deckgen.typefaces import has_han
from deckgen.typesetting import tied

ALIGNS = {"left": "l", "center": "ctr", "right": "r"}
LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
PARTS_OF_LINE = ("a:lnL", "a:lnR", "a:lnT", "a:lnB")


NAMESPACES = namespaces("a")
full_name = cache(qn)
"""Clark's notation of a tag, found once."""


def child(parent: _Element, tag: str, **attributes: object) -> _Element:
    """Append an element."""
    return SubElement(parent, full_name(tag), {name: str(value) for name, value in attributes.items()})


def properties_of(shape: _Element) -> _Element:
    """Return a shape's non-visual properties: its id, name and alternative text."""
    return next(shape.iter(full_name("p:cNvPr")))


def add_fill(parent: _Element, colour: Colour) -> _Element:
    """Append a solid fill: by the theme's slot where the colour has one."""
    fill = child(parent, "a:solidFill")
    if not colour.scheme:
        child(fill, "a:srgbClr", val=colour.rgb)
        return fill
    slot = child(fill, "a:schemeClr", val=colour.scheme)
    if colour.times != 1:
        child(slot, "a:lumMod", val=round(colour.times * 100000))
    if colour.plus:
        child(slot, "a:lumOff", val=round(colour.plus * 100000))
    if colour.alpha < 1:
        child(slot, "a:alpha", val=round(colour.alpha * 100000))
    return fill


def add_line(parent: _Element, colour: Colour | None, weight: float = 0, tag: str = "a:ln") -> _Element:
    """Append an outline of a weight in points; None for no line."""
    if colour is None:
        line = child(parent, tag, w=0) if tag in PARTS_OF_LINE else child(parent, tag)
        child(line, "a:noFill")
        return line
    line = child(parent, tag, w=round(weight * POINT))
    add_fill(line, colour)
    return line


def add_paragraphs(
    body: _Element, paragraphs: Iterable[Paragraph], size: float, palette: Palette | None, language: Language
) -> None:
    """Append paragraphs to a text body; without a palette their colours are left to the style around them."""
    for number, paragraph in enumerate(paragraphs):
        element = child(body, "a:p")
        add_properties(element, paragraph, size, first=not number)
        for run in paragraph.runs:
            add_run(element, run, size * paragraph.scale, palette, language)
        if not any(run.text for run in paragraph.runs):  # an empty line is as high as its end mark
            child(element, "a:endParaRPr", sz=round(size * paragraph.scale * 100))


def add_properties(element: _Element, paragraph: Paragraph, size: float, first: bool) -> None:
    """Append a paragraph's alignment, spacing and bullet, all explicit: what a template inherits is not known."""
    hang = round(BULLET * size * paragraph.scale * POINT) if paragraph.bullet or paragraph.goes_on else 0
    before = 0 if first else round(paragraph.before * size * 100)
    element.append(deepcopy(paragraph_form(hang, ALIGNS[paragraph.align], before, paragraph.bullet)))


@cache
def paragraph_form(hang: int, align: str, before: int, bullet: bool) -> _Element:
    """Return the properties of paragraphs, made once: what is made is copied much faster."""
    properties = Element(
        full_name("a:pPr"), {"marL": str(hang), "indent": str(-hang * bullet), "algn": align}, NAMESPACES
    )
    child(child(properties, "a:lnSpc"), "a:spcPct", val=100000)
    child(child(properties, "a:spcBef"), "a:spcPts", val=before)
    child(child(properties, "a:spcAft"), "a:spcPts", val=0)
    if bullet:
        child(properties, "a:buFont", typeface="Arial")
        child(properties, "a:buChar", char="•")
    else:
        child(properties, "a:buNone")
    return properties


def add_run(paragraph: _Element, run: Run, size: float, palette: Palette | None, language: Language) -> None:
    """Append a run with its language, size, weight and colour; fonts are left to the theme."""
    if not run.text:
        return
    element = child(paragraph, "a:r")
    properties = child(element, "a:rPr", **language_of(run.text, language), sz=round(size * 100), b=int(run.bold))
    if palette is not None:
        add_fill(properties, palette[run.paint])
    child(element, "a:t").text = tied(run.text)


def language_of(text: str, language: Language) -> dict[str, str]:
    """Return the language attributes of a text: Chinese wherever it holds Han."""
    if language == "zh" or has_han(text):
        return {"lang": LANGUAGES["zh"], "altLang": LANGUAGES["en"]}
    return {"lang": LANGUAGES["en"]}


def set_theme_fonts(body: _Element, kind: str = "mn") -> None:
    """Give a text body the theme's fonts by reference ("mn" body, "mj" heading), whatever defaults the template has."""
    style = body.find(qn("a:lstStyle"))
    if style is None:
        style = child(body, "a:lstStyle")
    style.append(deepcopy(theme_fonts(kind)))


@cache
def theme_fonts(kind: str) -> _Element:
    """Return a text's first level with the theme's fonts, made once."""
    level = Element(full_name("a:lvl1pPr"), None, NAMESPACES)
    fonts = child(level, "a:defRPr")
    for tag, script in (("a:latin", "lt"), ("a:ea", "ea"), ("a:cs", "cs")):
        child(fonts, tag, typeface=f"+{kind}-{script}")
    return level


def clear_paragraphs(body: _Element) -> None:
    """Remove all paragraphs of a text body."""
    for paragraph in body.findall(qn("a:p")):
        body.remove(paragraph)


def name_shape(element: _Element, page: str, role: str) -> None:
    """Give a shape of a page its stable name."""
    element.find(f".//{qn('p:cNvPr')}").set("name", f"deckgen:{page}:{role}")
