"""Where on a layout is room for content? Clear of its title, its drawings, its legal lines and its footers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from pptx.oxml.ns import qn
from pptx.parts.slide import SlideLayoutPart
from pptx.slide import SlideLayout

from deckgen.template.theme import background, background_fill, colour_in, fill_colour

TITLES = ("title", "ctrTitle")
FURNITURE = ("dt", "ftr", "sldNum")
CONTENT = ("body", "obj", "tbl", "chart", "pic", "dgm", "media", "subTitle", "clipArt")
FILLS = ("a:noFill", "a:solidFill", "a:gradFill", "a:blipFill", "a:pattFill", "a:grpFill")
BACKDROP = 0.55
"""A drawing that covers this share of the slide, or all of a content placeholder, is what content lies on."""
PANEL = 0.6
"""Share of the room for content that a backdrop covers where content keeps within it."""
MARGIN = 0.045
CLEARANCE = 0.012
"""Space kept from drawings, as a share of the slide's height."""
SLANTING = 0.1
"""A line that is this much higher than wide, or wider than high, slants."""


@dataclass(frozen=True)
class Place:
    """A rectangle on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def area(self) -> int:
        return self.width * self.height

    def covers(self, other: Place) -> float:
        """Return the share of another place that this one covers."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0, across) * max(0, down) / max(other.area, 1)


@dataclass(frozen=True, eq=False)
class Drawing:
    """Something that a layout or its master draws itself: where, and in which colour (empty: unknown or none).

    even: whether it is filled with one colour. words: whether it is text.
    slanting: a line across its rectangle, which it hardly fills.
    """

    place: Place
    colour: str
    picture: bool
    shows: bool
    even: bool = True
    words: bool = False
    slanting: bool = False


def kind_of(placeholder: object) -> str:
    """Return a placeholder's type as it is written."""
    return placeholder._element.find(f".//{qn('p:ph')}").get("type", "obj")


def place_of(shape: object) -> Place | None:
    """Return where a shape stands, as it inherits it; None where nothing says so."""
    if shape.is_placeholder and shape._element.x is None:  # each side by itself would look for what it inherits from
        shape = getattr(shape, "_base_placeholder", None)
    sides = (shape.left, shape.top, shape.width, shape.height) if shape is not None else (None,)
    return None if any(side is None for side in sides) else Place(*map(int, sides))


@dataclass(frozen=True, eq=False)
class Piece:
    """A layout's placeholder: its type as it is written, its idx, and where it stands (None where nothing says so)."""

    kind: str
    idx: int
    place: Place | None
    shape: object


def pieces_of(layout: SlideLayout) -> tuple[Piece, ...]:
    """Return a layout's placeholders."""
    return pieces_on(layout.part)


@lru_cache(maxsize=512)
def pieces_on(part: SlideLayoutPart) -> tuple[Piece, ...]:
    """Return the placeholders of a layout's part; asked for many times, and slow."""
    return tuple(
        Piece(kind_of(shape), shape.placeholder_format.idx, place_of(shape), shape)
        for shape in part.slide_layout.placeholders
    )


def placed(layout: SlideLayout, *kinds: str) -> list[Piece]:
    """Return the placeholders of some types that have a place."""
    return [piece for piece in pieces_of(layout) if piece.kind in kinds and piece.place]


def title_of(layout: SlideLayout) -> Piece | None:
    """Return the title placeholder."""
    return next(iter(placed(layout, *TITLES)), None)


def is_vertical(title: Piece) -> bool:
    """Tell whether a title is set from top to bottom, by itself or by its master."""
    master = title.shape.part.slide_layout.slide_master
    followed = [shape for shape in master.placeholders if kind_of(shape) == "title"]
    for holder in (title.shape, *followed):
        body = holder._element.find(f"{qn('p:txBody')}/{qn('a:bodyPr')}")
        if body is not None and body.get("vert"):
            return body.get("vert") != "horz"
    return False


def drawings(layout: SlideLayout) -> tuple[Drawing, ...]:
    """Return what the master and the layout draw, from back to front."""
    return drawings_of(layout.part)


@lru_cache(maxsize=512)
def drawings_of(part: SlideLayoutPart) -> tuple[Drawing, ...]:
    """Return what a layout's part and its master's draw; asked for many times, and slow."""
    layout = part.slide_layout
    shown = layout._element.get("showMasterSp", "1") not in ("0", "false")
    holders = (layout.slide_master, layout) if shown else (layout,)
    return tuple(found for holder in holders for shape in holder.shapes for found in drawn(shape, holder, layout))


def drawn(shape: object, holder: object, layout: SlideLayout) -> Iterator[Drawing]:
    """Yield a shape that is no placeholder."""
    if shape.is_placeholder or (place := place_of(shape)) is None:
        return
    properties = shape._element.find(qn("p:spPr"))
    colour = fill_colour(properties, layout, holder) or styled(shape, layout)
    tag = etree.QName(shape._element).localname
    if tag == "pic":
        colour = fill_colour_of_picture(shape, layout, holder)
    written = shape._element.find(qn("p:txBody"))  # text_frame would add one where there is none
    text = written is not None and bool("".join(written.itertext()).strip())
    outlined = properties is not None and properties.find(f"{qn('a:ln')}/{qn('a:solidFill')}") is not None
    yield Drawing(
        place,
        colour,
        tag == "pic",
        bool(colour) or text or outlined or tag in ("pic", "grpSp", "cxnSp", "graphicFrame"),
        properties is None or properties.find(qn("a:gradFill")) is None,
        text,
        tag == "cxnSp" and min(place.width, place.height) > SLANTING * max(place.width, place.height),
    )


def fill_colour_of_picture(shape: object, layout: SlideLayout, holder: object) -> str:
    """Return a picture's mean colour."""
    wrapper = etree.Element("fill")
    fill = shape._element.find(qn("p:blipFill"))
    if fill is None:
        return ""
    copied = etree.SubElement(wrapper, qn("a:blipFill"))
    blip = fill.find(qn("a:blip"))
    if blip is not None:
        etree.SubElement(copied, qn("a:blip"), {qn("r:embed"): blip.get(qn("r:embed"), "")})
    return fill_colour(wrapper, layout, holder)


def styled(shape: object, layout: SlideLayout) -> str:
    """Return the fill that a shape takes from its style; empty where it says none."""
    properties = shape._element.find(qn("p:spPr"))
    if properties is not None and any(properties.find(qn(tag)) is not None for tag in FILLS):
        return ""
    reference = shape._element.find(f"{qn('p:style')}/{qn('a:fillRef')}")
    return colour_in(reference, layout) if reference is not None and reference.get("idx") != "0" else ""


def content_places(layout: SlideLayout) -> list[Place]:
    """Return where the layout's content placeholders stand."""
    return [piece.place for piece in placed(layout, *CONTENT)]


def is_backdrop(drawing: Drawing, layout: SlideLayout, slide: Place) -> bool:
    """Tell whether content lies on a drawing rather than beside it."""
    if drawing.place.covers(slide) >= BACKDROP:
        return True
    if drawing.slanting and any(drawing.place.covers(body) > 0 for body in bodies_of(layout, slide)):
        return True
    largest = max(content_places(layout), key=lambda place: place.area, default=None)
    return largest is not None and largest.area > 0.2 * slide.area and drawing.place.covers(largest) > 0.9


def bodies_of(layout: SlideLayout, slide: Place) -> Iterator[Place]:
    """Yield where the layout and its master would have large content."""
    for shape in (*layout.placeholders, *layout.slide_master.placeholders):
        place = place_of(shape)
        if kind_of(shape) in CONTENT and place and place.area > 0.2 * slide.area:
            yield place


def paper_of(layout: SlideLayout, area: Place, slide: Place) -> str:
    """Return the colour that an area lies on: the topmost drawing that covers it, else the background."""
    over = [d.colour for d in drawings(layout) if d.colour and d.place.covers(area) > 0.9]
    return (over[-1] if over else background(layout)).upper()


def unrest_of(layout: SlideLayout, area: Place) -> float:
    """Return how restless an area's paper is: 0 for one colour, 0.5 for a gradient, 1 for a picture."""
    over = [drawing for drawing in drawings(layout) if drawing.colour and drawing.place.covers(area) > 0.9]
    if not over:
        return {"solid": 0.0, "gradient": 0.5, "picture": 1.0}[background_fill(layout)]
    return 1.0 if over[-1].picture else 0.0 if over[-1].even else 0.5


def free_area(layout: SlideLayout, slide: Place, title: Place | None) -> Place:
    """Return the largest rectangle between the margins that is clear of title, drawings and footers."""
    gap = round(CLEARANCE * slide.height)
    bounds = on_panel(margins(layout, slide, title), layout, slide, gap)
    taken = [d.place for d in drawings(layout) if d.shows and not is_backdrop(d, layout, slide)]
    taken += [piece.place for piece in placed(layout, *FURNITURE)]
    taken += [title] if title else []
    grown = [Place(p.left - gap, p.top - gap, p.width + 2 * gap, p.height + 2 * gap) for p in taken]
    return largest_free(bounds, [p for p in grown if p.covers(bounds) > 0])


def on_panel(bounds: Place, layout: SlideLayout, slide: Place, gap: int) -> Place:
    """Return the part of some bounds within the panel that they mostly lie on, so that nothing crosses its edge."""
    large = [d for d in drawings(layout) if d.colour and not d.slanting and d.place.covers(slide) >= BACKDROP]
    if not large or large[-1].place.covers(bounds) < PANEL:
        return bounds
    panel = large[-1].place
    left, top = max(bounds.left, panel.left + gap), max(bounds.top, panel.top + gap)
    right, bottom = min(bounds.right, panel.right - gap), min(bounds.bottom, panel.bottom - gap)
    return Place(left, top, right - left, bottom - top)


def margins(layout: SlideLayout, slide: Place, title: Place | None) -> Place:
    """Return the bounds that the layout's own placeholders keep, at least a little from the slide's edges."""
    least = round(MARGIN * slide.height)
    own = [place for place in content_places(layout) if place.width > 0.15 * slide.width]
    own += [title] if title and title.width > 0.4 * slide.width else []
    left = max(least, min((place.left for place in own), default=round(1.3 * least)))
    right = min(slide.width - least, max((place.right for place in own), default=slide.width - round(1.3 * least)))
    if right - left < 0.5 * slide.width:
        left, right = round(1.3 * least), slide.width - round(1.3 * least)
    return Place(left, least, right - left, slide.height - 2 * least)


def largest_free(bounds: Place, taken: Sequence[Place]) -> Place:
    """Return the largest empty rectangle within bounds: between every pair of edges, the widest gap."""
    edges = {bounds.top, bounds.bottom}
    edges |= {y for p in taken for y in (p.top, p.bottom) if bounds.top < y < bounds.bottom}
    best = Place(bounds.left, bounds.top, 0, 0)
    rows = sorted(edges)
    for number, top in enumerate(rows):
        for bottom in rows[number + 1 :]:
            blocked = sorted((p.left, p.right) for p in taken if p.top < bottom and p.bottom > top)
            for left, right in gaps(bounds, blocked):
                found = Place(left, top, right - left, bottom - top)
                if found.area > best.area:
                    best = found
    return best


def gaps(bounds: Place, blocked: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches from left to right that nothing blocks."""
    start = bounds.left
    for left, right in blocked:
        if left > start:
            yield start, min(left, bounds.right)
        start = max(start, right)
    if start < bounds.right:
        yield start, bounds.right
