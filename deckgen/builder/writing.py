"""How do arranged pages and pictures become slides?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from lxml import etree
from pptx.oxml.ns import qn

from deckgen.builder.canvas import Canvas
from deckgen.builder.drawing import ChartKey, Page, Picture
from deckgen.builder.furniture import add_furniture
from deckgen.builder.notes import list_notes_master, write_notes
from deckgen.builder.palette import Palette, palette_of
from deckgen.builder.placeholders import fill_placeholders
from deckgen.builder.shapes import draw
from deckgen.colours import Colour, contrast
from deckgen.marks import Drawn
from deckgen.slides import Deck, colour_slots
from deckgen.template import Template
from deckgen.template.theme import colour_in, scheme_of, slots_of

AUTHOR = "deckgen"
READABLE = 4.5


def write(deck: Deck, pages: Sequence[Page], template: Template, pictures: Mapping[ChartKey, Drawn]) -> None:
    """Make the slides of a deck in its template's presentation: one a page, everything where it was arranged.

    pictures: (step, chart name) -> its drawing, one for every chart on the pages; asked for last, as they may still be
    in the making.
    """
    presentation = template.presentation
    filled = fills_headers(template) and header_is_neutral(template, deck)
    palettes = palettes_of(pages, deck, template)
    slides = [add_page(page, deck, template, palettes[page.slide.role]) for page in pages]
    for page, slide in sorted(zip(pages, slides, strict=True), key=lambda pair: has_pictures(pair[0])):
        draw_page(page, slide, deck, template, palettes[page.slide.role], pictures, filled)
    list_notes_master(presentation)
    write_properties(presentation, deck)


def palettes_of(pages: Sequence[Page], deck: Deck, template: Template) -> dict[str, Palette]:
    """Return the paints of pages by their roles."""
    roles, places = {page.slide.role for page in pages}, colour_slots(deck.clusters)
    return {role: palette_of(template.roles[role], template, places) for role in roles}


def has_pictures(page: Page) -> bool:
    """Tell whether a page waits for a picture."""
    return any(isinstance(item, Picture) for item in page.items)


def add_page(page: Page, deck: Deck, template: Template, palette: Palette) -> object:
    """Add one slide with its title, subtitle and notes."""
    layout = template.roles[page.slide.role]
    slide = template.presentation.slides.add_slide(layout.layout)
    fill_placeholders(slide, page, layout, deck, palette)
    add_furniture(slide, page, layout, deck)
    write_notes(slide, page.slide.notes or page.heading, deck.language)
    return slide


def draw_page(
    page: Page,
    slide: object,
    deck: Deck,
    template: Template,
    palette: Palette,
    pictures: Mapping[ChartKey, Drawn],
    filled: bool,
) -> None:
    """Draw what was arranged onto its slide."""
    keys = tuple(group.key for group in deck.clusters)
    canvas = Canvas(palette, deck.language, page.slide.step, page.key, keys, pictures, template.table_style, filled)
    slide.shapes.turbo_add_enabled = True  # else every new shape looks for the highest id of all
    draw(page.items, slide.shapes, canvas)


def fills_headers(template: Template) -> bool:
    """Tell whether the template's table style fills header rows so that their text can be read."""
    colours = header_colours(template)
    return colours is not None and contrast(*colours) >= READABLE


def header_is_neutral(template: Template, deck: Deck) -> bool:
    """Tell whether no cluster has nearly the colour of the table style's header rows, which would then mean it."""
    fill, _ = header_colours(template)
    return palette_of(template.roles["content"], template, colour_slots(deck.clusters)).is_free(Colour(fill))


def header_colours(template: Template) -> tuple[str, str] | None:
    """Return fill and text of the header rows of a table style that the template itself has; None where it has none.

    PowerPoint's built-in styles are what every template names that chose none: none of them is the brand's.
    """
    parts = (rel.target_part for rel in template.presentation.part.rels.values() if not rel.is_external)
    styles = next((part for part in parts if str(part.partname).endswith("tableStyles.xml")), None)
    if styles is None:
        return None
    path = f"{qn('a:tblStyle')}[@styleId='{template.table_style}']/{qn('a:firstRow')}"
    style = etree.fromstring(styles.blob).find(path)
    if style is None:
        return None
    layout = template.roles["content"].layout
    slots = scheme_of(layout) | slots_of(layout)
    fill = colour_in(style.find(f"{qn('a:tcStyle')}/{qn('a:fill')}/{qn('a:solidFill')}"), layout)
    text = style.find(f"{qn('a:tcTxStyle')}/{qn('a:schemeClr')}")
    return (fill, slots.get(text.get("val") if text is not None else "tx1", slots["tx1"])) if fill else None


def write_properties(presentation: object, deck: Deck) -> None:
    """Write title, language and the data's date, so that the same deck gives the same bytes on any day."""
    properties = presentation.core_properties
    date = datetime.fromisoformat(deck.date)
    properties.title, properties.subject = deck.title, deck.subtitle
    properties.author = properties.last_modified_by = AUTHOR
    properties.created = properties.modified = date
    properties.language = "zh-CN" if deck.language == "zh" else "en-US"
    properties.revision = 1
