"""What does a company's template offer? Roles, places, colours and fonts of any .pptx or .potx."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree
from pptx.opc.package import Part
from pptx.oxml.ns import qn
from pptx.presentation import Presentation

from deckgen.brand import Brand
from deckgen.colours import Colour, contrast, luminance, mixed
from deckgen.template.looks import look_of
from deckgen.template.package import opened
from deckgen.template.roles import Layout, choose, used_layouts
from deckgen.template.samples import remove_samples
from deckgen.template.series import series_on
from deckgen.template.spaces import Place
from deckgen.template.theme import families, script_fonts, slots_of, theme_of, theme_part
from deckgen.typefaces import measured_on

__all__ = ["Layout", "Place", "Template", "open_template", "table_styles", "with_chinese_font"]

TABLE_STYLES = "tableStyles"
MEDIUM_STYLE_2 = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
"""PowerPoint's own default table style."""
CHINESE = "Microsoft YaHei"
DATED = ("", "宋体", "SimSun")
"""What themes name for Chinese by default: a serif that goes with no brand."""
READABLE, QUIET_ON_DARK = 4.5, 7.0
"""Contrast of quiet words of pictures: more on dark paper, where thin letters look darker than they are."""


@dataclass(frozen=True, eq=False)
class Template:
    """A template, open and without its sample slides.

    roles: cover, section, content, comparison. brand: what charts need. series: the clusters' colours, in the order of
    brand.series. table_style: a GUID. sha256: of the file. warnings: what was repaired or left out.
    """

    presentation: Presentation
    path: Path
    sha256: str
    width: int
    height: int
    roles: Mapping[str, Layout]
    brand: Brand
    series: tuple[Colour, ...]
    title: Colour | None
    table_style: str
    warnings: tuple[str, ...]


def open_template(
    path: Path | None, pins: Mapping[str, str] | None = None, parts: Mapping[str, str] | None = None
) -> Template:
    """Open a template; None for the brand that ships.

    pins: role -> name of its layout. parts: role -> part name of its layout, where a deck has settled it.
    Raises TemplateError where the file is no usable presentation or a pinned layout
    is not in it.
    """
    path = path or shipped()
    presentation, warnings = opened(path)
    roles = choose(path, presentation, used_layouts(presentation), pins or {}, parts or {})
    remove_samples(presentation)
    content = roles["content"]
    slots = slots_of(content.layout)
    title = look_of(content.layout, content.title)
    series, mended = series_on(content.paper, slots, title.colour)
    warnings += mended
    warnings += font_warnings({title.latin, families(content.layout, "minor")[0]})
    if content.title is None:
        warnings += (f"The content layout {content.layout.name!r} has no title; titles are text boxes.",)
    elif content.title.place != content.title_place:
        warnings += (f"The title of the layout {content.layout.name!r} leaves little room; it is moved to the top.",)
    return Template(
        presentation,
        path,
        hashlib.sha256(path.read_bytes()).hexdigest(),
        presentation.slide_width,
        presentation.slide_height,
        roles,
        brand_of(content, slots, tuple(colour.rgb for colour in series)),
        series,
        title.colour,
        table_style(presentation),
        warnings,
    )


def font_warnings(wanted: set[str]) -> tuple[str, ...]:
    """Say which fonts are not installed here, and on what their text is measured."""
    said = []
    for family in sorted(wanted - {""}):
        stand_in, exact = measured_on(family)
        if not exact:
            how = f"on {stand_in} with a margin" if stand_in else "by average widths"
            said.append(f"The font {family} is not installed here; its text is measured {how}.")
    return tuple(said)


def shipped() -> Path:
    """Return the template that ships."""
    import deckgen.templates

    return Path(deckgen.templates.__file__).with_name("brand.pptx")


def brand_of(content: Layout, slots: Mapping[str, str], series: tuple[str, ...]) -> Brand:
    """Return what charts need to match content slides."""
    paper = content.paper
    inks = [slots[slot] for slot in ("tx1", "bg1", "tx2", "bg2") if slot in slots]
    ink = next((rgb for rgb in inks if contrast(rgb, paper) >= 7), None)
    ink = ink or max((*inks, "000000", "FFFFFF"), key=lambda rgb: contrast(rgb, paper))
    greys = (mixed(ink, paper, share) for share in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0))
    dark = luminance(paper) < luminance(ink)
    least = min(QUIET_ON_DARK if dark else READABLE, contrast(ink, paper))
    muted = next(grey for grey in greys if contrast(grey, paper) >= least)
    latin, han = families(content.layout, "minor")
    return Brand(paper, ink, muted, series, latin or "Arial", han, dark)


def table_style(presentation: Presentation) -> str:
    """Return the template's default table style."""
    styles = table_styles(presentation)
    return (etree.fromstring(styles.blob).get("def") if styles is not None else None) or MEDIUM_STYLE_2


def table_styles(presentation: Presentation) -> Part | None:
    """Return the part that holds a presentation's table styles."""
    parts = (rel.target_part for rel in presentation.part.rels.values() if not rel.is_external)
    return next((part for part in parts if TABLE_STYLES in str(part.partname)), None)


def with_chinese_font(template: Template) -> Template:
    """Return the template ready for Chinese text: where a theme in use names no font for it, one is set and told."""
    han, missing = template.brand.han, []
    for layout in {id(theme_part(role.layout)): role.layout for role in template.roles.values()}.values():
        theme = deepcopy(theme_of(layout))
        for fonts, hans in script_fonts(theme):
            found = fonts.find(qn("a:ea"))
            if found is not None and not found.get("typeface"):
                family = CHINESE if hans in DATED else hans
                found.set("typeface", family)
                missing.append(family)
        if missing:
            part = theme_part(layout)
            part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
    if not missing:
        return template
    warning = f"The template names no Chinese font; {missing[0]} is set in the deck."
    return replace(
        template, brand=replace(template.brand, han=han or missing[0]), warnings=(*template.warnings, warning)
    )
