"""How do arranged pages and pictures become a file?"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from lxml import etree
from pptx.opc.package import Part
from pptx.oxml.ns import qn

from deckgen.builder.canvas import Canvas
from deckgen.builder.drawing import ChartKey, Page
from deckgen.builder.notes import list_notes_master, write_notes
from deckgen.builder.palette import palette_of
from deckgen.builder.placeholders import fill_placeholders
from deckgen.builder.shapes import draw
from deckgen.slides import Deck
from deckgen.template import Template

AUTHOR = "deckgen"
FILLED_BY_NATURE = "{5C22544A", "{21E4AEA4", "{F5AB1C69", "{00A15C55", "{7DF18680", "{93296810", "{073A0DAA"
"""Beginnings of the GUIDs of PowerPoint's built-in Medium Style 2, whose header rows are filled."""


def write(deck: Deck, pages: Sequence[Page], template: Template, pictures: Mapping[ChartKey, bytes]) -> bytes:
    """Return the deck as a .pptx: a slide a page, everything where it was arranged.

    pictures: (step, chart name) -> PNG, one for every chart on the pages.
    """
    presentation = template.presentation
    filled = fills_headers(template)
    for page in pages:
        write_page(page, deck, template, pictures, filled)
    list_notes_master(presentation)
    write_properties(presentation, deck)
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def write_page(page: Page, deck: Deck, template: Template, pictures: Mapping[ChartKey, bytes], filled: bool) -> None:
    """Add one slide."""
    layout = template.roles[page.slide.role]
    palette = palette_of(layout, template, len(deck.clusters))
    slide = template.presentation.slides.add_slide(layout.layout)
    fill_placeholders(slide, page, layout, deck, palette)
    keys = tuple(group.key for group in deck.clusters)
    canvas = Canvas(palette, deck.language, page.slide.step, keys, pictures, template.table_style, filled)
    draw(page.items, slide.shapes, canvas)
    write_notes(slide, page.slide.notes or page.heading, deck.language)


def fills_headers(template: Template) -> bool:
    """Tell whether the template's table style fills header rows."""
    if template.table_style.startswith(FILLED_BY_NATURE):
        return True
    parts = (rel.target_part for rel in template.presentation.part.rels.values() if not rel.is_external)
    styles: Part | None = next((part for part in parts if str(part.partname).endswith("tableStyles.xml")), None)
    if styles is None:
        return False
    found = etree.fromstring(styles.blob).find(f"{qn('a:tblStyle')}[@styleId='{template.table_style}']")
    return (
        found is not None
        and found.find(f"{qn('a:firstRow')}/{qn('a:tcStyle')}/{qn('a:fill')}/{qn('a:solidFill')}") is not None
    )


def write_properties(presentation: object, deck: Deck) -> None:
    """Write title, language and the data's date, so that the same deck gives the same bytes on any day."""
    properties = presentation.core_properties
    date = datetime.fromisoformat(deck.date)
    properties.title, properties.subject = deck.title, deck.subtitle
    properties.author = properties.last_modified_by = AUTHOR
    properties.created = properties.modified = date
    properties.language = "zh-CN" if deck.language == "zh" else "en-US"
    properties.revision = 1
