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
from deckgen.template.theme import colour_in, theme_of

TITLES = ("title", "ctrTitle")
POINT = 12700


@dataclass(frozen=True)
class Look:
    """A placeholder's first level: size and insets in points, line spacing as a share, the Latin family's name.

    colour: None where nothing names one that can be known.
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


def look_of(layout: SlideLayout, idx: int | None) -> Look:
    """Return how a layout's placeholder sets its text; idx None: the master's title."""
    return look_on(layout.part, idx)


@lru_cache(maxsize=512)
def look_on(part: SlideLayoutPart, idx: int | None) -> Look:
    """Return how a placeholder of a layout's part sets its text; asked for many times, and slow."""
    layout = part.slide_layout
    chain = [] if idx is None else placeholders(layout, idx)
    kind = placeholder_type(chain[0]) if chain else "title"
    bodies = [
        body for body in (element.find(f"{qn('p:txBody')}/{qn('a:bodyPr')}") for element in chain) if body is not None
    ]
    levels = list(level_properties(layout, chain, kind))
    defaults = [d for d in (level.find(qn("a:defRPr")) for level in levels) if d is not None]
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
        colour=next((colour for d in defaults if (colour := written_colour(d, layout))), None),
    )


INSETS = (("lIns", "91440"), ("tIns", "45720"), ("rIns", "91440"), ("bIns", "45720"))


def first(elements: list, attribute: str, default: str) -> str:
    """Return the nearest element's attribute."""
    return next((found for element in elements if (found := element.get(attribute)) is not None), default)


def placeholders(layout: SlideLayout, idx: int) -> list:
    """Return the layout's placeholder of an index and the master's that it follows, as XML."""
    own = next(element for element in shapes_held(layout) if int(marker(element).get("idx", "0")) == idx)
    kind = placeholder_type(own)
    wanted = "title" if kind in TITLES else kind if kind in ("dt", "ftr", "sldNum") else "body"
    masters = (element for element in shapes_held(layout.slide_master) if placeholder_type(element) == wanted)
    return [own, *islice(masters, 1)]


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
