"""How are cards set side by side?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from deckgen.builder.areas import Crowded, columns, emu, points, rows, top_strip
from deckgen.builder.drawing import INCH, Bar, Items, Parts, TextBox
from deckgen.builder.setting import Setting
from deckgen.builder.texts import statement
from deckgen.fit import Paragraph, Run, fit, measure, widest_piece
from deckgen.slides import Card, Cards
from deckgen.template import Place

SIZES = (15, 10)
GUTTER = 14
BAND = 6
LEAST_WIDTH = 2.3 * INCH
INSETS = (12.0, 16.0, 12.0, 10.0)


def arrange_cards(block: Cards, place: Place, setting: Setting) -> Parts:
    """Set all cards alike at the largest size that fits, on as few pages as possible."""
    for pages in range(1, len(block.cards) + 1):
        each = ceil(len(block.cards) / pages)
        chunks = [block.cards[n : n + each] for n in range(0, len(block.cards), each)]
        if size := common_size(chunks, place, setting):
            return tuple(cards_on_page(block, chunk, size, place, setting) for chunk in chunks)
    raise Crowded(f"Slide {setting.step}: a card of {block.name} does not fit a page; shorten its points.")


def common_size(chunks: Sequence[Sequence[Card]], place: Place, setting: Setting) -> float | None:
    """Return the largest size at which every card of every page fits, or None."""
    for size in setting.ladder(*SIZES):
        if all(fits(card, spot, size, setting) for chunk in chunks for card, spot in laid(chunk, place, setting)):
            return size
    return None


def fits(card: Card, spot: Place, size: float, setting: Setting) -> bool:
    """Tell whether a card's text fits its place with no word cut."""
    width, height = inner(spot, setting)
    text = card_text(card, setting)
    whole = all(widest_piece(p.runs, setting.face, size * p.scale) <= width for p in text)
    return whole and fit(text, width, height, setting.face, (size,)) is not None


def laid(cards: Sequence[Card], place: Place, setting: Setting) -> list[tuple[Card, Place]]:
    """Give every card a place: as many in a row as are wide enough, rows evenly filled."""
    gutter = emu(GUTTER * setting.scale)
    most = max(1, int((place.width + gutter) // (LEAST_WIDTH * setting.scale + gutter)))
    lines = ceil(len(cards) / most)
    across = ceil(len(cards) / lines)
    spots = [spot for line in rows(place, [1] * lines, gutter) for spot in columns(line, [1] * across, gutter)]
    return list(zip(cards, spots, strict=False))


def inner(spot: Place, setting: Setting) -> tuple[float, float]:
    """Return the width and height that a card leaves for its text, in points."""
    left, top, right, bottom = (inset * setting.scale for inset in INSETS)
    return points(spot.width) - left - right, points(spot.height) - top - bottom


def cards_on_page(block: Cards, cards: Sequence[Card], size: float, place: Place, setting: Setting) -> Items:
    """Draw the cards of one page, all as high as the fullest of them."""
    spots = laid(cards, place, setting)
    outer = (INSETS[1] + INSETS[3]) * setting.scale
    needed = max(
        measure(card_text(card, setting), inner(spot, setting)[0], setting.face, size).height for card, spot in spots
    )
    height = min(spots[0][1].height, emu(needed + outer + 0.6 * size))
    lines = sorted({spot.top for _, spot in spots})
    tops = {top: place.top + n * (height + emu(GUTTER * setting.scale)) for n, top in enumerate(lines)}
    items: list[TextBox | Bar] = []
    for card, spot in spots:
        items += draw_card(block, card, replace(spot, top=tops[spot.top], height=height), size, setting)
    return tuple(items)


def draw_card(block: Cards, card: Card, spot: Place, size: float, setting: Setting) -> tuple[TextBox, Bar]:
    """Draw a card: its text on a quiet ground under a band in its cluster's colour."""
    number = block.cards.index(card) + 1
    insets = tuple(inset * setting.scale for inset in INSETS)
    name = setting.name(f"{block.name}-{number}")
    box = TextBox(name, spot, card_text(card, setting), size, insets=insets, fill="wash")
    return box, Bar(f"{name}-band", top_strip(spot, emu(BAND * setting.scale)), setting.paint(card.cluster))


def card_text(card: Card, setting: Setting) -> tuple[Paragraph, ...]:
    """Return a card's title, figure and points."""
    title = Paragraph((Run(card.title, True),), scale=1.15)
    figure = Paragraph((Run(card.figure, True, setting.paint(card.cluster, "words")),), scale=1.8, before=0.1)
    top = (title, figure) if card.figure else (title,)
    return top + tuple(statement(point, False) for point in card.points)
