"""How are shapes, text and fills written in the markup of PowerPoint? Lengths are inches, type sizes points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = f'xmlns:a="{DRAWING}" xmlns:r="{LINKS}" xmlns:p="{SLIDES}"'

RECTANGLE = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
QUARTER_DISC = (
    '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
    '<a:path w="100" h="100"><a:moveTo><a:pt x="0" y="0"/></a:moveTo><a:lnTo><a:pt x="100" y="0"/></a:lnTo>'
    '<a:arcTo wR="100" hR="100" stAng="0" swAng="5400000"/><a:close/></a:path></a:pathLst></a:custGeom>'
)
"""A quarter disc with its right angle at the top left."""

Colour = str | tuple[str | int, ...]
"""A theme colour's name, or the name and changes after it: ("tx1", "lumMod", 65), in percent."""


@dataclass(frozen=True)
class Place:
    """Where a shape stands, in inches from the slide's top left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Type:
    """How a level of text looks: size in points, space before it in points, line spacing in percent."""

    size: float
    ink: Colour = "tx1"
    bold: bool = False
    align: str = "l"
    bullet: str = ""
    before: float = 0
    spacing: int = 100


def emu(inches: float) -> int:
    """Return the length in English metric units."""
    return round(inches * 914400)


def colour(value: Colour) -> str:
    """Return a theme colour."""
    name, *changes = (value,) if isinstance(value, str) else value
    pairs = zip(changes[::2], changes[1::2], strict=True)
    inside = "".join(f'<a:{change} val="{percent * 1000}"/>' for change, percent in pairs)
    return f'<a:schemeClr val="{name}">{inside}</a:schemeClr>'


def fill(value: Colour) -> str:
    """Return a solid fill."""
    return f"<a:solidFill>{colour(value)}</a:solidFill>"


def line(value: Colour, points: float) -> str:
    """Return a plain line."""
    return f'<a:ln w="{round(points * 12700)}" cap="flat">{fill(value)}<a:prstDash val="solid"/></a:ln>'


def frame(place: Place, turns: int = 0) -> str:
    """Return a transform; turns are quarters of a circle, clockwise."""
    turned = f' rot="{turns * 5400000}"' if turns else ""
    offset = f'<a:off x="{emu(place.left)}" y="{emu(place.top)}"/>'
    return f'<a:xfrm{turned}>{offset}<a:ext cx="{emu(place.width)}" cy="{emu(place.height)}"/></a:xfrm>'


def level(number: int, look: Type) -> str:
    """Return the properties of text on level 1 to 9; bold text takes the heading fonts."""
    indent, role = emu(0.22), "mj" if look.bold else "mn"
    hang = (
        f'marL="{indent * number}" indent="-{indent}"' if look.bullet else f'marL="{indent * (number - 1)}" indent="0"'
    )
    bullet = f'<a:buFont typeface="Arial"/><a:buChar char="{look.bullet}"/>' if look.bullet else "<a:buNone/>"
    return (
        f'<a:lvl{number}pPr {hang} algn="{look.align}" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" '
        'hangingPunct="1">'
        f'<a:lnSpc><a:spcPct val="{look.spacing * 1000}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(look.before * 100)}"/></a:spcBef>'
        f"<a:buClr>{colour('accent1')}</a:buClr>{bullet}"
        f'<a:defRPr sz="{round(look.size * 100)}" b="{int(look.bold)}" kern="1200">{fill(look.ink)}'
        f'<a:latin typeface="+{role}-lt"/><a:ea typeface="+{role}-ea"/><a:cs typeface="+{role}-cs"/></a:defRPr>'
        f"</a:lvl{number}pPr>"
    )


def levels(looks: Iterable[Type]) -> str:
    """Return text levels one, two, three ... in these looks."""
    return "".join(level(number, look) for number, look in enumerate(looks, 1))


def box(anchor: str) -> str:
    """Return text box properties without insets and without autofit; anchor is t, ctr or b."""
    sides = 'lIns="0" tIns="0" rIns="0" bIns="0"'
    return f'<a:bodyPr vert="horz" wrap="square" {sides} rtlCol="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr>'


def words(prompt: str) -> str:
    """Return a paragraph that prompts; an empty prompt leaves it empty."""
    return f'<a:p><a:r><a:rPr lang="en-US"/><a:t>{prompt}</a:t></a:r></a:p>' if prompt else EMPTY


EMPTY = '<a:p><a:endParaRPr lang="en-US"/></a:p>'
SLIDE_NUMBER = (
    '<a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t>'
    '</a:fld><a:endParaRPr lang="en-US"/></a:p>'
)


def text(paragraph: str, anchor: str = "", style: str = "") -> str:
    """Return a text body; without an anchor it inherits its box."""
    return f"<p:txBody>{box(anchor) if anchor else '<a:bodyPr/>'}<a:lstStyle>{style}</a:lstStyle>{paragraph}</p:txBody>"


def placeholder(identity: int, name: str, mark: str, content: str, place: Place | None = None) -> str:
    """Return a placeholder; mark holds the attributes of its p:ph, without a place it inherits the master's."""
    where = f"{frame(place)}{RECTANGLE}" if place else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {mark}/></p:nvPr></p:nvSpPr><p:spPr>{where}</p:spPr>{content}</p:sp>"
    )


def drawn(identity: int, name: str, place: Place, ink: Colour, geometry: str = RECTANGLE, turns: int = 0) -> str:
    """Return a flat shape without line and text."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f"<p:spPr>{frame(place, turns)}{geometry}{fill(ink)}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def background(ink: Colour) -> str:
    """Return a flat background."""
    return f"<p:bg><p:bgPr>{fill(ink)}<a:effectLst/></p:bgPr></p:bg>"


def page(shapes: str, ground: str = "", name: str = "") -> str:
    """Return the common data of a slide, layout or master."""
    named = f' name="{name}"' if name else ""
    return (
        f'<p:cSld{named}>{ground}<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/>'
        f"</a:xfrm></p:grpSpPr>{shapes}</p:spTree></p:cSld>"
    )
