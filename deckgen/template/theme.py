"""Which colours and fonts does a layout's theme have, and what is a layout printed on?"""

from __future__ import annotations

import colorsys
import io
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import lru_cache

from lxml import etree
from pptx.opc.package import Part
from pptx.oxml.ns import qn
from pptx.slide import SlideLayout

from deckgen.colours import channels, hex_of, mixed

THEME = "/theme"
OPAQUE = 0.5
"""What is more transparent than this is looked through."""
SYSTEM = {"window": "FFFFFF", "windowText": "000000"}


def theme_part(layout: SlideLayout):
    """Return the theme's part of a layout's master."""
    relations = layout.slide_master.part.rels.values()
    return next(rel.target_part for rel in relations if rel.reltype.endswith(THEME))


def theme_of(layout: SlideLayout) -> etree._Element:
    """Return the theme's XML of a layout's master, to be read only."""
    return parsed(theme_part(layout).blob)


@lru_cache(maxsize=16)
def parsed(theme: bytes) -> etree._Element:
    """Return a theme's XML: it is asked for again and again."""
    return etree.fromstring(theme)


def scheme_of(layout: SlideLayout) -> dict[str, str]:
    """Return the theme's twelve colours by their own names (dk1, lt1, accent1 ...)."""
    scheme = theme_of(layout).find(f".//{qn('a:clrScheme')}")
    return {element.tag.rpartition("}")[2]: value_of(element[0]) for element in scheme if len(element)}


def slots_of(layout: SlideLayout) -> dict[str, str]:
    """Return the theme's colours by the names that shapes on a layout use (bg1, tx1 ...), through its colour map."""
    own = scheme_of(layout)
    mapping = dict(layout.slide_master._element.find(qn("p:clrMap")).attrib)
    override = layout._element.find(f"{qn('p:clrMapOvr')}/{qn('a:overrideClrMapping')}")
    mapping.update(override.attrib if override is not None else {})
    return {slot: own[target] for slot, target in mapping.items() if target in own}


def value_of(element: etree._Element) -> str:
    """Return a plain colour's RRGGBB."""
    return (element.get("lastClr") or SYSTEM.get(element.get("val", ""), element.get("val")) or "000000").upper()


def colour_in(holder: etree._Element | None, layout: SlideLayout, placeholder: str = "") -> str:
    """Return the colour that a fill's element holds, with its lightness changed as written; empty if it is unknown.

    placeholder: what phClr stands for.
    """
    if holder is None or not len(holder):
        return ""
    return colour_by(holder, {**scheme_of(layout), **slots_of(layout), "phClr": placeholder})


def colour_by(holder: etree._Element | None, slots: Mapping[str, str]) -> str:
    """Return the colour that a fill's element holds, by the theme's slots; empty if it is unknown."""
    if holder is None or not len(holder):
        return ""
    element = holder[0]
    name = element.tag.rpartition("}")[2]
    if name == "schemeClr":
        rgb = slots.get(element.get("val"), "")
    elif name in ("srgbClr", "sysClr"):
        rgb = value_of(element)
    else:
        rgb = ""
    return changed(rgb, element) if len(rgb) == 6 else ""


def changed(rgb: str, element: etree._Element) -> str:
    """Apply changes of lightness and saturation, tints and shades (ECMA-376 20.1.2.3)."""
    for change in element:
        name, value = change.tag.rpartition("}")[2], int(change.get("val", "100000").rstrip("%")) / 100000
        if name in ("lumMod", "lumOff"):
            hue, light, saturation = colorsys.rgb_to_hls(*channels(rgb))
            light = light * value if name == "lumMod" else light + value
            rgb = hex_of(colorsys.hls_to_rgb(hue, min(1, max(0, light)), saturation))
        elif name == "satMod":
            hue, light, saturation = colorsys.rgb_to_hls(*channels(rgb))
            rgb = hex_of(colorsys.hls_to_rgb(hue, light, min(1, saturation * value)))
        elif name == "tint":
            rgb = mixed(rgb, "FFFFFF", value)
        elif name == "shade":
            rgb = mixed(rgb, "000000", value)
    return rgb


def fill_colour(properties: etree._Element | None, layout: SlideLayout, holder: object, placeholder: str = "") -> str:
    """Return the colour of a solid, gradient (its mean) or picture (its mean) fill; empty for none and
    for one that is looked through.

    holder: the slide, layout or master whose part the picture belongs to.
    """
    if properties is None:
        return ""
    solid = properties.find(qn("a:solidFill"))
    if solid is not None:
        return colour_in(solid, layout, placeholder) if opacity([solid]) >= OPAQUE else ""
    gradient = properties.find(qn("a:gradFill"))
    if gradient is not None:
        stops = list(gradient.iter(qn("a:gs")))
        return mean([colour_in(stop, layout, placeholder) for stop in stops]) if opacity(stops) >= OPAQUE else ""
    blip = properties.find(f"{qn('a:blipFill')}/{qn('a:blip')}")
    if blip is not None:
        return picture_colour(blip, holder)
    return ""


def opacity(holders: list[etree._Element]) -> float:
    """Return the mean opacity of some colours, 0 to 1."""
    alphas = [holder.find(f".//{qn('a:alpha')}") for holder in holders]
    values = [1.0 if alpha is None else int(alpha.get("val", "100000").rstrip("%")) / 100000 for alpha in alphas]
    return sum(values) / len(values) if values else 0.0


def mean(colours: list[str]) -> str:
    """Return the mean of the known colours; empty if there is none."""
    known = [channels(colour) for colour in colours if colour]
    return hex_of(sum(known) / len(known)) if known else ""


def picture_colour(blip: etree._Element, holder: object) -> str:
    """Return a picture's mean colour; empty where it cannot be found or read (a metafile)."""
    try:
        return mean_colour(holder.part.related_part(blip.get(qn("r:embed"))))
    except (KeyError, ValueError):  # no such part, or one outside the file
        return ""


@lru_cache(maxsize=64)
def mean_colour(picture: Part) -> str:
    """Return the mean colour of a picture's part; asked for once a layout, and slow."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture.blob)) as image:
            return "".join(f"{channel:02X}" for channel in image.convert("RGB").resize((1, 1)).getpixel((0, 0)))
    except Exception:  # Pillow raises whatever an unknown format leads to
        return ""


def background(layout: SlideLayout) -> str:
    """Return the colour of a layout's background: its own, else its master's, else white."""
    for holder in (layout, layout.slide_master):
        element = holder._element.find(f"{qn('p:cSld')}/{qn('p:bg')}")
        if element is None:
            continue
        own = fill_colour(element.find(qn("p:bgPr")), layout, holder)
        reference = element.find(qn("p:bgRef"))
        return own or referenced(reference, layout) or "FFFFFF"
    return slots_of(layout).get("bg1", "FFFFFF")


def background_fill(layout: SlideLayout) -> str:
    """Return what fills a layout's background, or its master's where it has none: solid, gradient or picture."""
    own = (holder._element.find(f"{qn('p:cSld')}/{qn('p:bg')}") for holder in (layout, layout.slide_master))
    found = next((element.find(qn("p:bgPr")) for element in own if element is not None), None)
    kinds = {"a:blipFill": "picture", "a:gradFill": "gradient"}
    return next((kind for tag, kind in kinds.items() if found is not None and found.find(qn(tag)) is not None), "solid")


def referenced(reference: etree._Element | None, layout: SlideLayout) -> str:
    """Return the colour of a background taken from the theme's list of fills."""
    if reference is None:
        return ""
    own = colour_in(reference, layout)
    fills = theme_of(layout).find(f".//{qn('a:bgFillStyleLst')}")
    place = int(reference.get("idx", "1001")) - 1001
    if fills is None or not 0 <= place < len(fills):
        return own
    wrapper = etree.Element("fill")
    wrapper.append(deepcopy(fills[place]))
    return fill_colour(wrapper, layout, layout, own) or own


def families(layout: SlideLayout, kind: str) -> tuple[str, str]:
    """Return the Latin and the East-Asian family of the theme's "major" or "minor" font; empty where none is named."""
    fonts = theme_of(layout).find(f".//{qn(f'a:{kind}Font')}")
    found = (fonts.find(qn(tag)) if fonts is not None else None for tag in ("a:latin", "a:ea"))
    latin, han = (font.get("typeface", "") if font is not None else "" for font in found)
    return latin, han


def script_fonts(theme: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the theme's two font groups, each with the font that it names for simplified Chinese (may be empty)."""
    for group in ("a:majorFont", "a:minorFont"):
        fonts = theme.find(f".//{qn(group)}")
        if fonts is not None:
            hans = next(
                (font.get("typeface", "") for font in fonts.iter(qn("a:font")) if font.get("script") == "Hans"), ""
            )
            yield fonts, hans
