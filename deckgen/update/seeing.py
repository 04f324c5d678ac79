"""What stands on a slide, as a person sees it?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from lxml.etree import _Element
from pptx.oxml.ns import qn
from pptx.slide import Slide, SlideLayout

from deckgen.builder.furniture import FURNITURE
from deckgen.builder.markup import properties_of
from deckgen.builder.notes import notes_text
from deckgen.template.looks import look_of
from deckgen.template.spaces import TITLES, Piece, pieces_of
from deckgen.template.theme import colour_by, families, scheme_of, slots_of
from deckgen.update.likeness import Colour, Kind, Likeness, Line, Look, Place, TableCell

OURS = "deckgen:"
"""How the names of shapes begin that deckgen made."""
STALE = "[deckgen]"
"""How the paragraphs of notes begin in which an update tells what it left as it was."""
KINDS: dict[str, Kind] = {"sp": "text", "pic": "picture", "cxnSp": "link", "grpSp": "group"}
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SIDES = ("l", "t", "r", "b")


INHERITED = Look(None, None, "")
"""The look of text that says nothing of itself."""


@dataclass(frozen=True, eq=False)
class Seen:
    """A shape of a slide: its element, and its likeness under the name that deckgen knows it by ("" for a stranger)."""

    element: _Element
    likeness: Likeness

    @property
    def name(self) -> str:
        """The name that deckgen gave the shape."""
        return self.likeness.name


@dataclass(frozen=True, eq=False)
class Eye:
    """What is needed to see a slide's shapes: the theme's colours by their slots, and its fonts by their names.

    deep: whether what shapes inherit is seen too, or only what they say themselves.
    """

    slide: Slide
    slots: Mapping[str, str]
    fonts: Mapping[str, str]
    deep: bool

    @property
    def layout(self) -> SlideLayout:
        """The slide's layout."""
        return self.slide.slide_layout

    @cached_property
    def unsaid(self) -> Look:
        """The look of text that says nothing of itself and stands in no placeholder."""
        return replace(INHERITED, font=self.fonts["+mn-lt"]) if self.deep else INHERITED


def see(slide: Slide, key: str, deep: bool = False) -> tuple[Seen, ...]:
    """Return all shapes of a slide, those in groups after their group.

    key: the page's, by which placeholders are known that a program has renamed. deep: see what they inherit, too.
    """
    layout = slide.slide_layout
    fonts = {f"+{short}-lt": families(layout, kind)[0] for short, kind in (("mj", "major"), ("mn", "minor"))}
    eye = Eye(slide, {**scheme_of(layout), **slots_of(layout)}, fonts, deep)
    return tuple(seen_in(slide.shapes._spTree, eye, key, ""))


def seen_in(tree: _Element, eye: Eye, key: str, group: str) -> Iterator[Seen]:
    """Yield the shapes of a tree or group."""
    for element in tree:
        kind = kind_of(element)
        if kind is None:
            continue
        name = known_name(element, key)
        likeness = replace(likeness_of(element, kind, eye), name=name, group=group)
        furniture = name.rpartition(":")[2] in FURNITURE.values()
        yield Seen(element, replace(likeness, kind="furniture") if furniture else likeness)
        if kind == "group":
            yield from seen_in(element, eye, key, likeness.name)


def kind_of(element: _Element) -> Kind | None:
    """Return what a tree's element is; None for what is no shape."""
    tag = element.tag.rpartition("}")[2]
    if tag == "graphicFrame":
        if element.find(f".//{qn('a:tbl')}") is not None:
            return "table"
        return "chart" if element.find(f".//{{{CHART}}}chart") is not None else "other"
    return KINDS.get(tag)


def known_name(element: _Element, key: str) -> str:
    """Return the name that deckgen gave a shape; "" for a stranger's.

    Placeholders that a program renamed are known by what they hold.
    """
    name = properties_of(element).get("name", "")
    if name.startswith(OURS):
        return name
    mark = element.find(f"{qn('p:nvSpPr')}/{qn('p:nvPr')}/{qn('p:ph')}")
    if mark is None:
        return ""
    kind = mark.get("type", "obj")
    role = "title" if kind in TITLES else FURNITURE.get(kind, "subtitle")
    return f"{OURS}{key}:{role}"


def likeness_of(element: _Element, kind: Kind, eye: Eye) -> Likeness:
    """Return the likeness of a shape, without a name."""
    frame = frame_of(element)
    properties = element.find(qn("p:spPr"))
    made = Likeness(
        "",
        kind,
        place_of(element, frame, eye),
        int(frame.get("rot", "0")) if frame is not None else 0,
        alt=properties_of(element).get("descr", ""),
        form=form_of(properties) if kind != "link" else "",  # programs choose the links' own
        effects=tuple(what for what, is_so in effects_of(element, properties).items() if is_so),
    )
    return SEERS[kind](made, element, eye) if kind in SEERS else made


def form_of(properties: _Element | None) -> str:
    """Return the name of a shape's preset geometry; a rectangle's need not be told."""
    preset = properties.find(qn("a:prstGeom")) if properties is not None else None
    name = preset.get("prst", "") if preset is not None else ""
    return "" if name == "rect" else name


def effects_of(element: _Element, properties: _Element | None) -> dict[str, bool]:
    """Return what sets a shape off beside its fill and outline."""
    effects = properties.find(qn("a:effectLst")) if properties is not None else None
    line = properties.find(qn("a:ln")) if properties is not None else None
    dash = line.find(qn("a:prstDash")) if line is not None else None
    return {
        "effects": effects is not None and len(effects) > 0,
        "dashed": dash is not None and dash.get("val") != "solid",
        "linked": properties_of(element).find(qn("a:hlinkClick")) is not None,
    }


def frame_of(element: _Element) -> _Element | None:
    """Return a shape's own transform."""
    for path in (f"{qn('p:spPr')}/{qn('a:xfrm')}", f"{qn('p:grpSpPr')}/{qn('a:xfrm')}", qn("p:xfrm")):
        found = element.find(path)
        if found is not None:
            return found
    return None


def place_of(element: _Element, frame: _Element | None, eye: Eye) -> Place:
    """Return where a shape stands: by its own transform, else by its layout's placeholder."""
    if frame is not None and frame.find(qn("a:off")) is not None:
        off, extent = frame.find(qn("a:off")), frame.find(qn("a:ext"))
        return tuple(int(e.get(n)) for e, n in ((off, "x"), (off, "y"), (extent, "cx"), (extent, "cy")))
    mark = element.find(f".//{qn('p:ph')}")
    piece = followed(mark, eye.layout) if mark is not None else None
    area = piece.place if piece is not None else None
    return (area.left, area.top, area.width, area.height) if area is not None else (0, 0, 0, 0)


def followed(mark: _Element, layout: SlideLayout) -> Piece | None:
    """Return the layout's placeholder that a slide's follows: its title, or the one of the same index."""
    index, kind = int(mark.get("idx", "0")), mark.get("type", "obj")
    fitting = [piece for piece in pieces_of(layout) if piece.idx == index]
    if kind in TITLES:
        fitting = [piece for piece in pieces_of(layout) if piece.kind in TITLES] or fitting
    return next((piece for piece in fitting if piece.kind == kind), fitting[0] if fitting else None)


def see_text(made: Likeness, element: _Element, eye: Eye) -> Likeness:
    """See a text box, a bar or a placeholder."""
    properties, body = element.find(qn("p:spPr")), element.find(qn("p:txBody"))
    line = properties.find(qn("a:ln"))
    inherits = element.find(f".//{qn('p:ph')}") is not None
    return replace(
        made,
        fill=fill_of(properties, eye, "" if inherits else "none"),
        outline=fill_of(line, eye, "" if inherits else "none"),
        lines=lines_in(body, eye, *inherited_look(element, eye)),
    )


def inherited_look(element: _Element, eye: Eye) -> tuple[Look, str]:
    """Return the look that a shape's text has by itself, and its alignment."""
    if not eye.deep:
        return INHERITED, ""
    mark = element.find(f".//{qn('p:ph')}")
    piece = followed(mark, eye.layout) if mark is not None else None
    look = look_of(eye.layout, piece) if piece is not None else None
    if look is None or not look.inherited:
        return eye.unsaid, "l"
    return Look(look.size, look.bold, look.colour.rgb if look.colour is not None else "", look.latin), look.align


def see_table(made: Likeness, element: _Element, eye: Eye) -> Likeness:
    """See a table: its cells that are not swallowed by a span, and its columns' widths."""
    table = element.find(f".//{qn('a:tbl')}")
    widths = tuple(int(column.get("w")) for column in table.iter(qn("a:gridCol")))
    rows = tuple(tuple(see_cell(cell, eye) for cell in cells_in(row)) for row in table.iter(qn("a:tr")))
    return replace(made, cells=rows, widths=widths)


def cells_in(row: _Element) -> list[_Element]:
    """Return a row's cells without those that a span has swallowed."""
    return [cell for cell in row.iter(qn("a:tc")) if not {"hMerge", "vMerge"} & set(cell.attrib)]


def see_cell(cell: _Element, eye: Eye) -> TableCell:
    """See a cell."""
    properties = cell.find(qn("a:tcPr"))
    lines = lines_in(cell.find(qn("a:txBody")), eye, eye.unsaid, "l" if eye.deep else "")
    return TableCell(fill_of(properties, eye, ""), lines, int(cell.get("gridSpan", "1")))


def see_picture(made: Likeness, element: _Element, eye: Eye) -> Likeness:
    """See a picture: which, and what of it."""
    fill = element.find(qn("p:blipFill"))
    blip, part = fill.find(qn("a:blip")), eye.slide.part
    key = blip.get(qn("r:embed")) if blip is not None else None
    image = part.related_part(key).blob if key in part.rels and not part.rels[key].is_external else b""
    cut = fill.find(qn("a:srcRect"))
    crop = tuple(round(int(cut.get(side, "0")) / 1000) for side in SIDES) if cut is not None else (0, 0, 0, 0)
    return replace(made, picture=hashlib.sha256(image).hexdigest(), crop=crop)


def see_chart(made: Likeness, element: _Element, eye: Eye) -> Likeness:
    """See a chart: its data and the colours of its series."""
    key = element.find(f".//{{{CHART}}}chart").get(qn("r:id"))
    return replace(made, picture=chart_data(eye.slide.part.related_part(key)))


def chart_data(part: object) -> str:
    """Return a hash of a chart's kinds, series, categories and values, whoever wrote it."""
    from lxml import etree

    root = part._element if hasattr(part, "_element") else etree.fromstring(part.blob)
    whole = hashlib.sha256()
    for element in root.iter(f"{{{CHART}}}v", f"{{{CHART}}}barChart", f"{{{CHART}}}pieChart", f"{{{CHART}}}lineChart"):
        text = (element.text or "").strip()
        number = text.replace(".", "", 1).replace("-", "").replace("E", "").isdigit()
        whole.update((f"{float(text):.9g}" if number else f"{element.tag}{text}").encode() + b"\0")
    return whole.hexdigest()


def see_link(made: Likeness, element: _Element, eye: Eye) -> Likeness:
    """See a connector."""
    properties = element.find(qn("p:spPr"))
    return replace(made, outline=fill_of(properties.find(qn("a:ln")), eye, ""))


SEERS = {"text": see_text, "table": see_table, "picture": see_picture, "chart": see_chart, "link": see_link}


def fill_of(holder: _Element | None, eye: Eye, unsaid: str) -> str:
    """Return a solid fill's colour, "none" for none, "other" for gradients and the like, `unsaid` for none named."""
    if holder is None:
        return unsaid
    solid = holder.find(qn("a:solidFill"))
    if solid is not None:
        return colour_in(solid, eye) or "other"
    if holder.find(qn("a:noFill")) is not None:
        return "none"
    named = (qn("a:gradFill"), qn("a:pattFill"), qn("a:blipFill"), qn("a:grpFill"))
    return "other" if any(holder.find(tag) is not None for tag in named) else unsaid


def colour_in(holder: _Element | None, eye: Eye) -> Colour:
    """Return the colour of a solid fill; "" for none."""
    rgb = colour_by(holder, eye.slots)
    if not rgb or holder[0].tag != qn("a:schemeClr"):
        return rgb
    changed = "".join(f" {change.tag.rpartition('}')[2]}{change.get('val')}" for change in holder[0])
    return f"{rgb}@{holder[0].get('val')}{changed}"


def lines_in(body: _Element | None, eye: Eye, inherited: Look, align: str) -> tuple[Line, ...]:
    """Return the paragraphs of a text body; empty ones at its end say nothing."""
    lines = [] if body is None else [line_of(paragraph, eye, inherited, align) for paragraph in body.iter(qn("a:p"))]
    while lines and not lines[-1].text:
        lines.pop()
    return tuple(lines)


def line_of(paragraph: _Element, eye: Eye, inherited: Look, align: str) -> Line:
    """Return a paragraph's text with its looks."""
    texts: list[str] = []
    looks: list[tuple[int, Look]] = []
    for run in paragraph:
        text = text_of(run)
        if not text:
            continue
        texts.append(text)
        look = look_of_run(run.find(qn("a:rPr")), eye, inherited)
        if looks and looks[-1][1] == look:
            looks[-1] = (looks[-1][0] + len(text), look)
        else:
            looks.append((len(text), look))
    form = paragraph.find(qn("a:pPr"))
    return Line("".join(texts), tuple(looks), form.get("algn", align) if form is not None else align)


def text_of(run: _Element) -> str:
    """Return the text of a run, a field or a line break; a slide's number is the same on every slide."""
    tag = run.tag.rpartition("}")[2]
    if tag == "br":
        return "\v"
    if tag == "fld" and run.get("type") == "slidenum":
        return "#"
    return run.findtext(qn("a:t")) or "" if tag in ("r", "fld") else ""


def look_of_run(properties: _Element | None, eye: Eye, inherited: Look) -> Look:
    """Return how a run looks."""
    if properties is None:
        return inherited
    size, bold, font = properties.get("sz"), properties.get("b"), properties.find(qn("a:latin"))
    family = font.get("typeface", "") if font is not None else ""
    return Look(
        int(size) / 100 if size else inherited.size,
        bold in ("1", "true") if bold else inherited.bold,
        colour_in(properties.find(qn("a:solidFill")), eye) or inherited.colour,
        eye.fonts.get(family, family) or inherited.font,
        tuple(mark for mark, is_so in marks_of(properties).items() if is_so),
    )


def marks_of(properties: _Element) -> dict[str, bool]:
    """Return what else sets a run off."""
    return {
        "italic": properties.get("i", "0") in ("1", "true"),
        "underlined": properties.get("u", "none") != "none",
        "struck": properties.get("strike", "noStrike") != "noStrike",
        "raised": properties.get("baseline", "0") != "0",
        "linked": properties.find(qn("a:hlinkClick")) is not None,
        "highlighted": properties.find(qn("a:highlight")) is not None,
    }


def notes_of(slide: Slide) -> tuple[str, ...]:
    """Return the paragraphs of a slide's notes, without those in which an update tells what it left as it was."""
    body = notes_text(slide) if slide.has_notes_slide else None
    if body is None:
        return ()
    texts = ["".join(map(text_of, paragraph)) for paragraph in body.iter(qn("a:p"))]
    told = [text for text in texts if not text.startswith(STALE)]
    while told and not told[-1].strip():
        told.pop()
    return tuple(told)
