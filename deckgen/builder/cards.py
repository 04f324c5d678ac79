"""How are cards set side by side? A figure over a track, under it what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import ceil

from deckgen.breaks import clauses_apart, well_broken
from deckgen.builder.areas import Crowded, below, bottom_strip, columns, emu, points, rows, top_strip
from deckgen.builder.drawing import INCH, Bar, Items, Parts, TextBox
from deckgen.builder.setting import Setting
from deckgen.builder.texts import statement
from deckgen.design import CARD, CARD_GUTTER, quiet
from deckgen.fit import Paragraph, Run, measure, plain, widest_piece
from deckgen.slides import Card, Cards, Gauge
from deckgen.template import Place

BAND = 6
LEAST_WIDTH = 1.7 * INCH
INSETS = (14.0, 18.0, 14.0, 12.0)
TRACK, TRACK_ROOM, TICK = 8, 26, 2.0
"""Height of a gauge's track and of the room that it takes, and width of the tick at its base, in points."""
FIGURES = (3.2, 2.6, 2.0)
"""How many times as large as the text a card's figure may be: the last always, the second where text is comfortable to
read beside it, the first where there is room."""
COMFORTABLE = 12
SPACES = (0.4, 0.12)
"""Space over a card's points, in ems: the smaller where it saves a page."""
MOST_AIR = 1.3
"""How many times as high as its text a card may be."""
HEAD, PARTED = 0.36, 1.5
"""Where a page is too low for a card: the share of its width that its head takes beside its points, and the space
between them in ems of the page's largest text."""


@dataclass(frozen=True)
class Sheet:
    """How the cards of a page are set: in how many lines, the size of their text, the space over their points, how many
    times as large their figures are, whether the points stand beside the head rather than under it, the height of the
    highest head and body and of the points that only tell how, and in points the air that a card has in each of three
    places: over its track, under it, and over the points that only tell how."""

    lines: int
    size: float
    space: float
    figure: float
    beside: bool = False
    head: float = 0.0
    body: float = 0.0
    detail: float = 0.0
    air: float = 0.0

    def height(self, setting: Setting) -> float:
        """Return a card's height in points."""
        head = self.head + TRACK_ROOM * setting.scale
        text = max(head, self.body) if self.beside else head + self.body
        return text + 3 * self.air + (INSETS[1] + INSETS[3]) * setting.scale


def arrange_cards(block: Cards, place: Place, setting: Setting) -> Parts:
    """Set all cards alike at the largest size that fits, on as few pages and in as few lines as possible; with their
    points beside their heads only where no page could hold one otherwise."""
    for beside, pages in product((False, True), range(1, len(block.cards) + 1)):
        each = ceil(len(block.cards) / pages)
        chunks = [block.cards[n : n + each] for n in range(0, len(block.cards), each)]
        for space, (figure, size), lines in product(SPACES, sizes(setting), lines_of(each, place, setting)):
            plan = Sheet(lines, size, space, figure, beside)
            if all(measured(plan, chunk, place, setting) for chunk in chunks):
                return tuple(
                    on_page(block, chunk, boldest(plan, chunk, place, setting), place, setting) for chunk in chunks
                )
    room = f"{place.width / INCH:.1f} x {place.height / INCH:.1f} in"
    raise Crowded(
        f"Slide {setting.step}: a card of {block.name} does not fit the room of {room} that the layout leaves; "
        "map another layout to its role."
    )


def sizes(setting: Setting) -> list[tuple[float, float]]:
    """Return the least figures and the sizes of text to try, in this order."""
    comfortable = [(FIGURES[1], size) for size in setting.ladder(CARD[0], COMFORTABLE)]
    return comfortable + [(FIGURES[-1], size) for size in setting.ladder(*CARD)]


def lines_of(cards: int, place: Place, setting: Setting) -> range:
    """Return in how many lines cards may stand, fewest first, so that each is wide enough."""
    gutter = emu(CARD_GUTTER * setting.scale)
    most = max(1, int((place.width + gutter) // (LEAST_WIDTH * setting.scale + gutter)))
    return range(ceil(cards / most), cards + 1)


def boldest(plan: Sheet, cards: Sequence[Card], place: Place, setting: Setting) -> Sheet:
    """Return how the cards of one page are set by a plan that fits, their figures as large as there is room."""
    sheets = (measured(replace(plan, figure=figure), cards, place, setting) for figure in FIGURES)
    return next(filter(None, sheets))


def measured(plan: Sheet, cards: Sequence[Card], place: Place, setting: Setting) -> Sheet | None:
    """Measure the cards of one page as planned; None where one does not fit its place with no word cut."""
    spots = laid(cards, place, plan.lines, setting)
    widths = inner_widths(spots[0][1], plan, setting)
    texts = [head_text(card, plan.figure, setting) for card in cards], [body_text(card, plan) for card in cards]
    if any(
        widest_piece(p.runs, setting.face, plan.size * p.scale) > width
        for kind, width in zip(texts, widths, strict=True)
        for text in kind
        for p in text
    ):
        return None
    told, quietly = zip(*map(parted, texts[1]), strict=True)
    head, points_high, detail = (
        max(measure(text, width, setting.face, plan.size).height for text in kind)
        for kind, width in ((texts[0], widths[0]), (told, widths[1]), (quietly, widths[1]))
    )
    body = points_high + (plan.space * plan.size + detail if detail else 0)
    sheet = replace(plan, head=head, body=body, detail=detail)
    return sheet if sheet.height(setting) <= points(spots[0][1].height) else None


def laid(cards: Sequence[Card], place: Place, lines: int, setting: Setting) -> list[tuple[Card, Place]]:
    """Give every card a place in so many lines, evenly filled."""
    gutter = emu(CARD_GUTTER * setting.scale)
    across = ceil(len(cards) / lines)
    spots = [spot for line in rows(place, [1] * lines, gutter) for spot in columns(line, [1] * across, gutter)]
    return list(zip(cards, spots, strict=False))


def inner_widths(spot: Place, sheet: Sheet, setting: Setting) -> tuple[float, float]:
    """Return the widths that a card leaves for its head and for its points, in points."""
    width = points(spot.width) - (INSETS[0] + INSETS[2]) * setting.scale
    if not sheet.beside:
        return width, width
    return HEAD * width, (1 - HEAD) * width - PARTED * CARD[0] * setting.scale


def on_page(block: Cards, cards: Sequence[Card], sheet: Sheet, place: Place, setting: Setting) -> Items:
    """Draw the cards of one page, all as high as the fullest of them needs and, where there is room, some air more."""
    spots = laid(cards, place, sheet.lines, setting)
    needed = sheet.height(setting)
    height = min(spots[0][1].height, emu(needed * MOST_AIR))
    sheet = replace(sheet, air=max(0.0, points(height) - needed) / 3)
    lines = sorted({spot.top for _, spot in spots})
    tops = {top: place.top + n * (height + emu(CARD_GUTTER * setting.scale)) for n, top in enumerate(lines)}
    return tuple(
        item
        for card, spot in spots
        for item in draw_card(block, card, replace(spot, top=tops[spot.top], height=height), sheet, setting)
    )


def draw_card(block: Cards, card: Card, spot: Place, sheet: Sheet, setting: Setting) -> Iterator[TextBox | Bar]:
    """Draw a card on a quiet ground under a band in its cluster's colour."""
    name, scale = setting.name(f"{block.name}-{card_tag(block, card, setting)}"), setting.scale
    left, top, right, _ = INSETS
    yield Bar(f"{name}-ground", spot, "wash")
    yield Bar(f"{name}-band", top_strip(spot, emu(BAND * scale)), setting.paint(card.cluster))
    room = below(spot, emu(top * scale))
    room = replace(room, left=room.left + emu(left * scale), width=room.width - emu((left + right) * scale))
    widths = inner_widths(spot, sheet, setting)
    heading = replace(room, width=emu(widths[0]))
    head = set_lines(head_text(card, sheet.figure, setting), heading, sheet, setting)
    yield TextBox(
        f"{name}-head", top_strip(heading, emu(sheet.head)), head, sheet.size, headline=card.headline, key=card.key
    )
    track = below(heading, emu(sheet.head + sheet.air))
    if card.gauge is not None:
        yield from gauge(f"{name}-gauge", card.gauge, card.cluster, track, setting)
    if sheet.beside:
        body = replace(room, left=room.right - emu(widths[1]), width=emu(widths[1]))
        body = top_strip(body, emu(sheet.height(setting) - (INSETS[1] + INSETS[3]) * scale))
    else:
        body = top_strip(below(track, emu(TRACK_ROOM * scale + sheet.air)), emu(sheet.body + sheet.air))
    told, quietly = (set_lines(text, body, sheet, setting) for text in parted(body_text(card, sheet)))
    yield TextBox(name, body, told, sheet.size)
    if quietly:
        yield TextBox(f"{name}-detail", bottom_strip(body, emu(sheet.detail)), quietly, sheet.size)


def set_lines(text: tuple[Paragraph, ...], room: Place, sheet: Sheet, setting: Setting) -> tuple[Paragraph, ...]:
    """Return paragraphs with a line each where a program by itself would break them badly; conditions are no remarks,
    which fall into clauses."""
    return tuple(
        line
        for paragraph in text
        for line in (clauses_apart if is_remark(paragraph) else well_broken)(
            paragraph, points(room.width), setting.face, sheet.size, setting.terms
        )
    )


def is_remark(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph of a card is no condition: those begin with a word in bold and go on."""
    return len(paragraph.runs) == 1


def parted(text: tuple[Paragraph, ...]) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Part a card's points from those that only tell how, which begin at one height in all cards."""
    first = next((n for n, paragraph in enumerate(text) if n and paragraph.runs[0].paint == "muted"), len(text))
    return text[:first], text[first:]


def card_tag(block: Cards, card: Card, setting: Setting) -> str:
    """Return what a card's shapes are known by: its persona's number, and which card of that persona it is."""
    number = setting.numbers.get(card.cluster, block.cards.index(card) + 1)
    own = [other for other in block.cards if other.cluster == card.cluster]
    return f"{number}-{own.index(card) + 1}" if own.index(card) else f"{number}"


def gauge(name: str, shown: Gauge, cluster: str, room: Place, setting: Setting) -> Iterator[Bar]:
    """Draw a track, on it the share in the cluster's colour, and a tick at the base; the track is hollow where it may
    hold more of the cluster, as the strips of a tree are."""
    scale = setting.scale
    track = replace(room, top=room.top + emu((TRACK_ROOM - TRACK) / 2 * scale), height=emu(TRACK * scale))
    yield Bar(f"{name}-track", track, "paper", "faint") if shown.least else Bar(f"{name}-track", track, "rule")
    yield Bar(name, replace(track, width=max(1, round(track.width * shown.share))), setting.paint(cluster))
    tick, more = emu(TICK * scale), emu(3 * scale)
    left = track.left + round(track.width * shown.base) - tick // 2
    yield Bar(f"{name}-base", Place(left, track.top - more, tick, track.height + 2 * more), "ink")


def head_text(card: Card, figure: float, setting: Setting) -> tuple[Paragraph, ...]:
    """Return a card's title, its figure and what that says."""
    words = setting.paint(card.cluster, "words")
    return plain(card.title, True), Paragraph((Run(card.figure, True, words),), scale=figure), plain(card.caption)


def body_text(card: Card, sheet: Sheet) -> tuple[Paragraph, ...]:
    """Return a card's points, those that only tell how in small."""
    return tuple(
        replace(statement(point, False, sheet.space), scale=quiet(sheet.size) if point.tone == "muted" else 1.0)
        for point in card.points
    )
