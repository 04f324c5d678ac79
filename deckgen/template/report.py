"""What does a template offer for this deck, and what does it lack?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pptx.oxml.ns import qn

from deckgen.colours import contrast
from deckgen.template import Template
from deckgen.template.roles import Layout, plain
from deckgen.template.spaces import FURNITURE, placed
from deckgen.template.theme import families
from deckgen.typefaces import measured_on

INCH = 914400
ROOMY, TIGHT = 0.55, 0.4
"""Shares of the page that are free for content: from the first on all is well, below the second little fits."""
FEW_COLOURS = 3


@dataclass(frozen=True)
class RoleReport:
    """A role's layout: name, how its title is set, its free room in inches and as a share of the page, its paper."""

    layout: str
    title: str
    room: tuple[float, float]
    share: float
    paper: str


@dataclass(frozen=True)
class FontReport:
    """A theme font: its use and family, and what its text is measured on here (empty where it is installed)."""

    use: str
    family: str
    measured_on: str


@dataclass(frozen=True)
class SeriesReport:
    """A cluster's colour: RRGGBB, the theme's slot or "" for a foreign one, its contrast on the content's paper."""

    colour: str
    slot: str
    contrast: float


@dataclass(frozen=True)
class TemplateReport:
    """All of it. fitness: "good", "usable" or "poor", for the reasons in `lacks`."""

    file: str
    size: tuple[float, float]
    masters: tuple[tuple[str, tuple[str, ...]], ...]
    roles: dict[str, RoleReport]
    fonts: tuple[FontReport, ...]
    series: tuple[SeriesReport, ...]
    footers: dict[str, str]
    table_style: str
    warnings: tuple[str, ...]
    lacks: tuple[str, ...]
    fitness: str


def report(template: Template) -> TemplateReport:
    """Report on an opened template."""
    page = template.width * template.height
    roles = {name: role_report(role, page) for name, role in template.roles.items()}
    lacks = tuple(missing(template, roles["content"]))
    poor = roles["content"].share < TIGHT
    masters = tuple(
        (plain(master.name) or f"master {number}", tuple(plain(layout.name) for layout in master.slide_layouts))
        for number, master in enumerate(template.presentation.slide_masters, 1)
    )
    paper = template.brand.paper
    return TemplateReport(
        str(template.path),
        (round(template.width / INCH, 2), round(template.height / INCH, 2)),
        masters,
        roles,
        tuple(fonts(template)),
        tuple(SeriesReport(c.rgb, c.scheme, round(contrast(c.rgb, paper), 1)) for c in template.series),
        footers(template.roles["content"]),
        template.table_style,
        template.warnings,
        lacks,
        "poor" if poor else "usable" if lacks else "good",
    )


def role_report(role: Layout, page: int) -> RoleReport:
    """Report on one role."""
    title = "placeholder" if role.title is not None else "text box: the layout has no title"
    room = (round(role.body.width / INCH, 1), round(role.body.height / INCH, 1))
    return RoleReport(plain(role.layout.name), title, room, round(role.body.area / page, 2), role.paper)


def fonts(template: Template) -> Iterator[FontReport]:
    """Report on the theme's fonts."""
    layout = template.roles["content"].layout
    for kind, use in (("major", "headings"), ("minor", "text")):
        for script, family in zip(("Latin", "Chinese"), families(layout, kind), strict=True):
            stand_in, _ = measured_on(family) if family and script == "Latin" else ("", True)
            yield FontReport(f"{use}, {script}", family, "" if stand_in == family.casefold() else stand_in)


def footers(content: Layout) -> dict[str, str]:
    """Report on date, footer and slide number of the content layout."""
    found = dict.fromkeys(FURNITURE, "none")
    found |= {piece.kind: "placeholder" for piece in placed(content.layout, *FURNITURE)}
    fields = [f for holder in (content.layout, content.layout.slide_master) for f in holder._element.iter(qn("a:fld"))]
    if found["sldNum"] == "none" and any(field.get("type") == "slidenum" for field in fields):
        found["sldNum"] = "drawn by the layout"
    names = {"dt": "date", "ftr": "footer", "sldNum": "slide number"}
    return {names[kind]: how for kind, how in found.items()}


def missing(template: Template, content: RoleReport) -> Iterator[str]:
    """Say what the template lacks for this deck, and what would help."""
    if content.share < ROOMY:
        yield f"only {content.share:.0%} of the page is free on {content.layout!r}: a layout with more room would help"
    if template.roles["content"].title is None:
        yield "the content layout has no title placeholder: add one, or map another layout to the role"
    if template.roles["cover"].title is None:
        yield "the cover has no text placeholder: add a title, or map another layout to the role"
    own = sum(bool(colour.scheme) for colour in template.series)
    if own < FEW_COLOURS:
        yield f"the theme has {own} colours that clusters can use: make at least {FEW_COLOURS} accents readable"
    if not families(template.roles["content"].layout, "minor")[1]:
        yield "the theme names no Chinese font: set East-Asian fonts under Slide Master, Fonts"


def told(found: TemplateReport) -> Iterator[str]:
    """Yield the report's lines for a terminal."""
    width, height = found.size
    yield f"{found.file}: {width} x {height} in, fitness {found.fitness}"
    yield from (f"  lacks: {lack}" for lack in found.lacks)
    yield "Roles"
    for name, role in found.roles.items():
        room = f"{role.room[0]} x {role.room[1]} in free ({role.share:.0%})"
        yield f"  {name:11} {role.layout}: title {role.title}, {room}, on {role.paper}"
    yield "Masters and layouts"
    for master, layouts in found.masters:
        yield f"  {master}: {', '.join(layouts)}"
    yield "Fonts"
    for font in found.fonts:
        measured = f" (not installed here, measured on {font.measured_on})" if font.measured_on else ""
        yield f"  {font.use:18} {font.family or 'none'}{measured}"
    yield "Colours of clusters, with their contrast on the paper"
    listed = (f"{s.colour} {s.slot or 'not of the theme'} {s.contrast}:1" for s in found.series)
    yield from (f"  {number}. {line}" for number, line in enumerate(listed, 1))
    yield "Footer line: " + ", ".join(f"{name} {how}" for name, how in found.footers.items())
    yield f"Table style: {found.table_style}"
    yield from (f"Warning: {warning}" for warning in found.warnings)
