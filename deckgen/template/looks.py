"""In which type does a placeholder set its text? What layout, master and theme say of it together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from pptx.oxml.ns import qn
from pptx.parts.slide import SlideLayoutPart
from pptx.slide import NotesSlide, SlideLayout, SlideMaster

from deckgen.colours import Colour
from deckgen.template.spaces import FILLS, FURNITURE, TITLES, Piece
from deckgen.template.theme import colour_in, slots_of, theme_of

POINT = 12700


@dataclass(frozen=True)
class Look:
    """A placeholder's first level: size and insets in points, line spacing as a share, the Latin family's name.

    colour: None where nothing names one that can be known. inherited: whether slides take it by themselves; else it is
    only what the layout's own sample text shows, as LibreOffice writes it.
    """

    size: float
    bold: bool
    capitals: bool
    latin: str
    insets: tuple[float, float, float, float]
    spacing: float
    align: str
    vertical: bool
    colour: Colour | None
    inherited: bool


def look_of(layout: SlideLayout, piece: Piece | None) -> Look:
    """Return how a layout's placeholder sets its text; None: the master's title."""
    return look_on(layout.part, piece)


@lru_cache(maxsize=512)
def look_on(part: SlideLayoutPart, piece: Piece | None) -> Look:
    """Return how a placeholder of a layout's part sets its text; asked for many times, and slow."""
    layout = part.slide_layout
    chain = [] if piece is None else followed(layout, piece)
    kind = piece.kind if piece is not None else "title"
    bodies = [
        body for body in (element.find(f"{qn('p:txBody')}/{qn('a:bodyPr')}") for element in chain) if body is not None
    ]
    levels = list(level_properties(layout, chain, kind))
    defaults = [d for d in (level.find(qn("a:defRPr")) for level in levels) if d is not None]
    inherited = bool(defaults)
    if not inherited:
        levels += sample_texts(chain, "a:pPr")
        defaults = sample_texts(chain, "a:rPr", "a:endParaRPr")
    latin = next((font.get("typeface") for d in defaults if (font := d.find(qn("a:latin"))) is not None), None)
    return Look(
        size=int(first(defaults, "sz", "1800")) / 100,
        bold=first(defaults, "b", "0") in ("1", "true"),
        capitals=first(defaults, "cap", "none") == "all",
        latin=family(layout, latin or ("+mj-lt" if kind in TITLES else "+mn-lt")),
        insets=tuple(int(first(bodies, name, default)) / POINT for name, default in INSETS),
        spacing=line_spacing(levels),
        align=first(levels, "algn", "l"),
        vertical=first(bodies, "vert", "horz") != "horz",
        colour=text_colour(defaults, layout),
        inherited=inherited,
    )


INSETS = (("lIns", "91440"), ("tIns", "45720"), ("rIns", "91440"), ("bIns", "45720"))


def first(elements: list, attribute: str, default: str) -> str:
    """Return the nearest element's attribute."""
    return next((found for element in elements if (found := element.get(attribute)) is not None), default)


def followed(layout: SlideLayout, piece: Piece) -> list:
    """Return a layout's placeholder and the master's that it follows, as XML."""
    wanted = "title" if piece.kind in TITLES else piece.kind if piece.kind in FURNITURE else "body"
    masters = (element for element in shapes_held(layout.slide_master) if placeholder_type(element) == wanted)
    return [piece.shape._element, *islice(masters, 1)]


def sample_texts(chain: list, *tags: str) -> list:
    """Return the properties that the first paragraphs of placeholders' own texts are written with."""
    paragraphs = (element.find(f"{qn('p:txBody')}/{qn('a:p')}") for element in chain)
    found = (
        next((each for each in paragraph.iter(*map(qn, tags))), None)
        for paragraph in paragraphs
        if paragraph is not None
    )
    return [properties for properties in found if properties is not None]


def shapes_held(holder: SlideLayout | SlideMaster | NotesSlide) -> Iterator:
    """Yield the placeholders of a layout, a master or notes, as XML."""
    tree = holder._element.find(f"{qn('p:cSld')}/{qn('p:spTree')}")
    yield from (element for element in tree if marker(element) is not None)


def marker(element: object) -> object | None:
    """Return what makes a shape a placeholder; None where it is none."""
    return element.find(f"*/{qn('p:nvPr')}/{qn('p:ph')}")


def placeholder_type(element: object) -> str:
    """Return the type of a placeholder's shape."""
    return marker(element).get("type", "obj")


def level_properties(layout: SlideLayout, chain: list, kind: str) -> Iterator:
    """Yield the first level's paragraph properties, nearest first."""
    styles = "p:titleStyle" if kind in TITLES else "p:bodyStyle"
    paths = [element.find(f"{qn('p:txBody')}/{qn('a:lstStyle')}/{qn('a:lvl1pPr')}") for element in chain]
    master = layout.slide_master._element
    paths.append(master.find(f"{qn('p:txStyles')}/{qn(styles)}/{qn('a:lvl1pPr')}"))
    yield from (level for level in paths if level is not None)


def line_spacing(levels: list) -> float:
    """Return the line spacing as a share of the natural one; exact spacings count as natural."""
    for level in levels:
        share = level.find(f"{qn('a:lnSpc')}/{qn('a:spcPct')}")
        if share is not None:
            return int(share.get("val").rstrip("%")) / (100000 if not share.get("val").endswith("%") else 100)
    return 1.0


def text_colour(defaults: list, layout: SlideLayout) -> Colour | None:
    """Return the colour that text is set in: the nearest that is named, else the theme's first for text."""
    if not any(properties.find(qn(fill)) is not None for properties in defaults for fill in FILLS):
        rgb = slots_of(layout).get("tx1")
        return Colour(rgb, "tx1") if rgb else None
    return next((colour for properties in defaults if (colour := written_colour(properties, layout))), None)


def written_colour(properties: object, layout: SlideLayout) -> Colour | None:
    """Return the colour that text properties name, with its slot where it is the theme's own, unchanged."""
    fill = properties.find(qn("a:solidFill"))
    rgb = colour_in(fill, layout)
    if not rgb:
        return None
    plain = fill[0].tag == qn("a:schemeClr") and not len(fill[0])
    return Colour(rgb, fill[0].get("val") if plain else "")


def family(layout: SlideLayout, typeface: str) -> str:
    """Return the family that a typeface names, looking references like +mj-lt up in the theme."""
    if not typeface.startswith("+"):
        return typeface
    major_minor, script = typeface[1:].split("-")
    group = "a:majorFont" if major_minor == "mj" else "a:minorFont"
    found = theme_of(layout).find(f".//{qn(group)}/{qn('a:latin' if script == 'lt' else 'a:ea')}")
    return found.get("typeface", "") if found is not None else ""
