"""Where does everything on a slide go, at which size, and on how many pages?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from math import inf

from deckgen.builder.areas import Crowded, below, columns, emu, rows, without_bottom
from deckgen.builder.captions import pictured
from deckgen.builder.cards import arrange_cards
from deckgen.builder.continuing import numbered, page_titles, stretch_of
from deckgen.builder.drawing import INCH, ChartKey, Items, Job, Page, Parts, charts_in
from deckgen.builder.heights import heights
from deckgen.builder.plots import NATIVE, native
from deckgen.builder.setting import Setting, setting_of
from deckgen.builder.tables import arrange_table, has_columns
from deckgen.builder.texts import arrange_lists, arrange_points, foot, kicker, takeaway, usual_heights
from deckgen.builder.titles import OPENINGS, common_size, is_thin, set_subtitle, set_title
from deckgen.builder.trees import arrange_tree
from deckgen.design import GAP, GUTTER
from deckgen.fit import Fitted
from deckgen.room import cut, least_size, pieces
from deckgen.slides import CHARTS, Above, Beside, Block, Cards, Chart, Deck, Group, Language, Points, Slide, Table
from deckgen.template import Layout, Place, Template
from deckgen.template.looks import look_of
from deckgen.tree import Tree

NARROW = 2.6 * INCH
"""Blocks narrower than this side by side are stacked."""
WIDENED = (1.0, 1.35, 1.7)
"""How much wider than asked for a text or table beside a chart may be where that saves a page."""
LEAST_CHART = 1.2 * INCH
"""No chart is drawn in less."""
NEAR = 0.3 * INCH
"""An area whose left edge is this near to the title's text is moved under it."""


class Arrangement:
    """Gives slides their places: their bodies as they are told, and all pages when the deck is complete.

    No body waits for another slide; only the size of the titles is common to all.
    """

    def __init__(self, template: Template, native: bool = False) -> None:
        """native: whether bars are real charts rather than pictures."""
        self.template, self.native = template, native
        self.bodies: dict[str, Parts] = {}

    def body(self, slide: Slide, clusters: tuple[Group, ...], language: Language) -> Parts:
        """Return what stands under a slide's title, page by page. Raises OutputError where something fits nowhere."""
        if slide.step not in self.bodies:
            layout = self.template.roles[slide.role]
            setting = setting_of(clusters, language, self.template, slide.step, self.native, slide.terms)
            shown = replace(slide, kicker="", takeaway="") if slide.role in OPENINGS else slide
            self.bodies[slide.step] = arrange_content(shown, aligned(layout), setting)
        return self.bodies[slide.step]

    def charts(self, slide: Slide, clusters: tuple[Group, ...], language: Language) -> dict[ChartKey, Job]:
        """Return the charts of a slide with the sizes at which they are to be drawn."""
        scale = setting_of(clusters, language, self.template, slide.step).picture_scale
        return charts_in(slide.step, self.body(slide, clusters, language), scale)

    def pages(self, deck: Deck) -> tuple[Page, ...]:
        """Return all pages of a deck."""
        bodies = {slide.step: self.body(slide, deck.clusters, deck.language) for slide in deck.slides}
        setting = setting_of(deck.clusters, deck.language, self.template, "")
        titles = {slide.step: page_titles(slide, bodies[slide.step], setting) for slide in deck.slides}
        size, bold = title_type(titles, deck, self.template)
        return tuple(
            page
            for slide in deck.slides
            for page in arrange_slide(slide, bodies[slide.step], titles[slide.step], deck, self.template, size, bold)
        )


def title_type(titles: Mapping[str, Sequence[str]], deck: Deck, template: Template) -> tuple[float, bool]:
    """Return the one size at which the titles of all pages with content fit, and whether they are set in bold."""
    layout = template.roles["content"]
    size = title_size(titles, deck, template, False)
    if not is_thin(look_of(layout.layout, layout.title), size):
        return size, False
    return title_size(titles, deck, template, True), True


def title_size(titles: Mapping[str, Sequence[str]], deck: Deck, template: Template, bold: bool) -> float:
    """Return the one size at which the titles of all pages with content fit."""
    contents = [slide for slide in deck.slides if slide.role not in OPENINGS]
    fitted = (titled(slide, title, deck, template, inf, bold) for slide in contents for title in titles[slide.step])
    return common_size((title.size for title in fitted), setting_of(deck.clusters, deck.language, template, ""))


def titled(slide: Slide, text: str, deck: Deck, template: Template, largest: float, bold: bool) -> Fitted:
    """Set a title on its slide's layout."""
    layout = template.roles[slide.role]
    look = look_of(layout.layout, layout.title)
    setting = setting_of(deck.clusters, deck.language, template, slide.step)
    return set_title(text, slide, layout.title_place, look, setting, largest, bold)


def arrange_slide(
    slide: Slide, bodies: Parts, titles: Sequence[str], deck: Deck, template: Template, size: float, bold: bool
) -> tuple[Page, ...]:
    """Put titles over a slide's bodies: one page, or several where its body continues."""
    layout = template.roles[slide.role]
    setting = setting_of(deck.clusters, deck.language, template, slide.step)
    opening = slide.role in OPENINGS
    subtitle = opening_words(slide, deck, layout, setting) if opening else None
    largest, bold = (inf, False) if opening else (size, bold)
    return tuple(
        Page(slide, part, len(bodies), title, titled(slide, title, deck, template, largest, bold), subtitle, items)
        for part, (title, items) in enumerate(zip(titles, bodies, strict=True), 1)
    )


def opening_words(slide: Slide, deck: Deck, layout: Layout, setting: Setting) -> Fitted | None:
    """Set the lines under the title of a cover or of a section."""
    last = slide.takeaway or (deck.subtitle if slide.role == "cover" else "")
    lines = [line for line in (slide.kicker, last) if line]
    return set_subtitle(lines, slide.step, layout.subtitle_place, look_of(layout.layout, layout.subtitle), setting)


def aligned(layout: Layout) -> Place:
    """Return the layout's free area, its left edge moved under the title's text where it nearly stands there."""
    look, area = look_of(layout.layout, layout.title), layout.body
    left = layout.title_place.left + emu(look.insets[0])
    if look.align != "l" or look.vertical or abs(left - area.left) > NEAR:
        return area
    return replace(area, left=left, width=area.left + area.width - left)


def arrange_content(slide: Slide, area: Place, setting: Setting) -> Parts:
    """Arrange kicker, body, takeaway and foot in the free area.

    The takeaway stands on the last page of several, unless every page has its own; of a tree beside its root.
    """
    over = area
    gap = emu(GAP * setting.scale)
    if slide.kicker:
        area = below(area, kicker(slide.kicker, area, setting).place.height + gap // 2)
    band, note = usual_heights(setting)
    steady = area.height - (band + gap if slide.takeaway else 0) - (note + gap // 2 if slide.foot else 0)
    kept, needed = -1, foot(slide.foot, area, setting).place.height if slide.foot else 0
    while needed > kept:  # the foot of a page may be higher than the slide's
        kept = needed
        room = without_bottom(area, kept + gap // 2 if kept else 0)
        bodies, bands = with_bands(slide, room, gap, steady, setting)
        feet = [bottom(slide, body, area, setting) for body in bodies]
        needed = max((note.place.height for items in feet for note in items), default=0)
    return tuple(
        (*kickers(slide, over, part, len(bodies), setting), *body, *band, *foot_line)
        for part, (body, band, foot_line) in enumerate(zip(bodies, bands, feet, strict=True), 1)
    )


def bottom(slide: Slide, body: Items, area: Place, setting: Setting) -> Items:
    """Set the foot of a page: what the slide says of the rows on it, else of all."""
    own = stretch_of(slide, body)
    text = own.foot if own and own.foot else slide.foot
    return (foot(text, area, setting),) if text else ()


def with_bands(slide: Slide, area: Place, gap: int, steady: int, setting: Setting) -> tuple[Parts, Parts]:
    """Arrange a body over a takeaway; return both page by page. steady: the height to keep a chart at."""

    def band(text: str) -> Items:
        return takeaway(text, area, setting)[::-1] if text else ()

    def over(*bands: Items) -> Parts:
        taken = max((items[0].place.height + gap for items in bands if items), default=0)
        return arrange_steadily(slide.body, without_bottom(area, taken), steady, setting) if slide.body else ((),)

    bodies = over(band(slide.takeaway))
    if len(bodies) > 1 and slide.stretches:
        again = over(*(band(stretch.takeaway) for stretch in slide.stretches))
        if all(own := [stretch_of(slide, items) for items in again]):
            return again, tuple(band(stretch.takeaway) for stretch in own)
    others = [()] * (len(bodies) - 1)
    words = band(slide.takeaway)
    return bodies, (words, *others) if isinstance(slide.body, Tree) else (*others, words)


def arrange_steadily(block: Block, place: Place, steady: int, setting: Setting) -> Parts:
    """Arrange a body; one with a chart at a height that does not follow the words below it, where that costs no page.

    So a picture is the same one whether the words below it, with the clusters' names in them, take a line or two.
    """
    calm: Parts = ()
    if shows_chart(block) and steady < place.height:
        with suppress(Crowded):
            calm = arrange_alone(block, replace(place, height=steady), setting)
    if len(calm) == 1:
        return calm
    pages = arrange_alone(block, place, setting)
    return calm if len(calm) == len(pages) else pages


def shows_chart(block: Block) -> bool:
    """Tell whether a chart is among what a block is made of."""
    return isinstance(block, CHARTS) or any(map(shows_chart, getattr(block, "blocks", ())))


def kickers(slide: Slide, area: Place, part: int, parts: int, setting: Setting) -> Items:
    """Set the line over a page of a slide, numbered where the slide continues."""
    return (kicker(numbered(slide.kicker, part, parts, setting), area, setting),) if slide.kicker else ()


def arrange_block(block: Block, place: Place, setting: Setting) -> Parts:
    """Arrange a block in a place."""
    if min(place.width, place.height) < 0.3 * INCH:
        raise Crowded(
            f"Slide {setting.step}: the layout leaves no room for its content; map another layout to its role."
        )
    for kind, arranger in ARRANGERS.items():
        if isinstance(block, kind):
            return arranger(block, place, setting)
    raise TypeError(f"no arrangement for {type(block).__name__}")


def arrange_chart(chart: Chart, place: Place, setting: Setting) -> Parts:
    """Give a chart its whole place. Raises Crowded where it could not be read there."""
    unit = INCH * setting.picture_scale
    width, height = place.width / unit, place.height / unit
    least_width, least_height = least_size(chart, width, setting.face)
    if min(width, height) < LEAST_CHART / INCH or width < least_width or height < least_height:
        raise Crowded(f"Slide {setting.step}: there is too little room for the chart {chart.name}.")
    return (drawn(chart, place, setting),)


def drawn(chart: Chart, place: Place, setting: Setting) -> Items:
    """Return a chart as a picture with its captions, or as a real one."""
    if setting.native and isinstance(chart, NATIVE):
        return native(chart, place, setting)
    return pictured(chart, place, setting)


def arrange_alone(block: Block, place: Place, setting: Setting) -> Parts:
    """Arrange a block that has a page of its own; a chart that it cannot hold is cut and continued."""
    try:
        return arrange_block(block, place, setting)
    except Crowded:
        if not isinstance(block, CHARTS):
            raise
    for parts in range(2, pieces(block) + 1):
        try:
            return tuple(page for piece in cut(block, parts) for page in arrange_block(piece, place, setting))
        except Crowded:
            continue
    if min(place.width, place.height) < LEAST_CHART * setting.scale:
        raise Crowded(
            f"Slide {setting.step}: the layout leaves no room for its content; map another layout to its role."
        )
    return (drawn(block, place, setting),)


def arrange_beside(block: Beside, place: Place, setting: Setting) -> Parts:
    """Arrange blocks side by side, or one above another where they would become too narrow."""
    gutter, tried = emu(GUTTER * setting.scale), []
    for share in WIDENED:
        weights = [w if isinstance(b, CHARTS) else w * share for b, w in zip(block.blocks, block.weights, strict=True)]
        spots = columns(place, weights, gutter)
        narrow = min(spot.width for spot in spots) < NARROW * setting.scale
        whole = all(has_columns(b, spot, setting) for b, spot in zip(block.blocks, spots, strict=True))
        if whole and not narrow:
            tried.append(on_fewest_pages(block.blocks, spots, place, setting))
    if not tried:
        return arrange_above(Above(block.blocks, block.weights, block.spare), place, setting)
    pages = min(tried, key=len)
    return without_last(block, place, setting) if block.spare and len(pages) > 1 else pages


def arrange_above(block: Above, place: Place, setting: Setting) -> Parts:
    """Arrange blocks one above another: texts and tables as high as they need, charts in what is left."""
    gutter = emu(GUTTER * 0.7 * setting.scale)
    spots = rows(place, heights(block, place, gutter, setting), gutter)
    if lists := arrange_lists(block.blocks, spots, setting):
        return lists
    pages = on_fewest_pages(block.blocks, spots, place, setting)
    if block.spare and len(pages) > 1:
        return without_last(block, place, setting)
    return pages


def without_last(block: Beside | Above, place: Place, setting: Setting) -> Parts:
    """Arrange blocks but the last."""
    return arrange_alone(type(block)(block.blocks[:-1], block.weights[:-1]), place, setting)


def on_fewest_pages(blocks: Sequence[Block], spots: Sequence[Place], place: Place, setting: Setting) -> Parts:
    """Arrange blocks together in their spots, or one after another on pages of their own where that takes fewer."""
    try:
        joint = together([arrange_block(b, spot, setting) for b, spot in zip(blocks, spots, strict=True)])
    except Crowded:
        return one_by_one(blocks, place, setting)
    if len(joint) == 1:
        return joint
    return min(one_by_one(blocks, place, setting), joint, key=len)


def one_by_one(blocks: Sequence[Block], place: Place, setting: Setting) -> Parts:
    """Give every block a page of its own."""
    return tuple(page for block in blocks for page in arrange_alone(block, place, setting))


def together(pieces: Sequence[Parts]) -> Parts:
    """Put blocks on one page; where one continues, the others are repeated beside it."""
    count = max(map(len, pieces))
    return tuple(
        tuple(item for parts in pieces for item in parts[min(number, len(parts) - 1)]) for number in range(count)
    )


ARRANGERS = {
    Table: arrange_table,
    CHARTS: arrange_chart,
    Tree: arrange_tree,
    Points: arrange_points,
    Cards: arrange_cards,
    Beside: arrange_beside,
    Above: arrange_above,
}
