"""How are lists, conclusions and side notes set?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from deckgen.breaks import fit_well, well_broken
from deckgen.builder.areas import Crowded, bottom_strip, emu, points, top_strip
from deckgen.builder.drawing import Bar, Items, Parts, TextBox
from deckgen.builder.setting import Setting
from deckgen.design import FOOT, KICKER, LIST, LIST_COMFORTABLE, TAKEAWAY
from deckgen.fit import Fitted, Paragraph, Run, measure, plain
from deckgen.slides import Block, Point, Points, Tone
from deckgen.template import Place
from deckgen.typefaces import is_han
from deckgen.typesetting import held, names_held

BAR, INSETS = 4, (14, 6, 10, 6)
"""In points: the width of the accent bar beside a conclusion, and the room around its words."""
PAINTS: dict[Tone, str] = {
    "plain": "ink",
    "strong": "ink",
    "key": "ink",
    "muted": "muted",
    "good": "good",
    "caution": "caution",
}
BOLD: frozenset[Tone] = frozenset(("strong", "key", "good", "caution"))


def kicker(text: str, area: Place, setting: Setting) -> TextBox:
    """Set the step's number and name in one quiet line at the top of an area."""
    size = setting.sized(KICKER)
    paragraphs = (plain(text, True, "muted"),)
    height = emu(measure(paragraphs, points(area.width), setting.face, size).height)
    return TextBox(setting.name("kicker"), top_strip(area, height), paragraphs, size)


def foot(text: str, area: Place, setting: Setting) -> TextBox:
    """Set bases and method at the very bottom of an area."""
    size = setting.sized(FOOT)
    paragraphs = (plain(names_held(text, setting.names.values()), paint="muted"),)
    width = points(area.width)
    height = emu(measure(paragraphs, width, setting.face, size).height)
    words = well_broken(*paragraphs, width, setting.face, size, setting.terms)
    return TextBox(setting.name("foot"), bottom_strip(area, height), words, size, "bottom")


def takeaway(text: str, area: Place, setting: Setting) -> tuple[Bar, TextBox]:
    """Set what follows from the slide in a band with an accent bar, at the bottom of an area."""
    insets = tuple(inset * setting.scale for inset in INSETS)
    paragraphs = (plain(held(text, setting.names.values()), True),)
    width = points(area.width) - insets[0] - insets[2]
    sizes = setting.ladder(*TAKEAWAY)
    fitted = fit_well(paragraphs, width, float("inf"), setting.face, sizes, most_lines=2, terms=setting.terms)
    fitted = fitted or measure(paragraphs, width, setting.face, sizes[-1])
    band = bottom_strip(area, emu(fitted.height + insets[1] + insets[3]))
    words = well_broken(*paragraphs, width, setting.face, fitted.size, setting.terms)
    box = TextBox(setting.name("takeaway"), band, words, fitted.size, "middle", insets, fill="wash")
    return Bar(setting.name("takeaway-bar"), replace(band, width=emu(BAR * setting.scale)), "accent"), box


def usual_heights(setting: Setting) -> tuple[int, int]:
    """Return the heights in EMU of a conclusion and of a foot that take two lines, as most do, each at its largest."""
    words = (plain(setting.say("两行", "two lines"), True),) * 2
    sizes = setting.ladder(*TAKEAWAY)[0], setting.sized(FOOT)
    band, note = (measure(words, float("inf"), setting.face, size).height for size in sizes)
    return emu(band + (INSETS[1] + INSETS[3]) * setting.scale), emu(note)


def arrange_points(block: Points, place: Place, setting: Setting) -> Parts:
    """Set a list at the largest size that fits; where none does, one of fewer points, else on further pages."""
    sizes = setting.ladder(*LIST)
    fitted = fit_points(block, place, setting, sizes)
    if fitted:
        return (points_box(block, place, setting, fitted.size),)
    if block.narrow:
        return arrange_points(block.narrow, place, setting)
    if len(block.points) < 2:
        raise Crowded(
            f"Slide {setting.step}: the text “{block.points[0].text[:40]}” does not fit its place; shorten it."
        )
    half = (len(block.points) + 1) // 2
    halves = (replace(block, points=block.points[:half]), replace(block, points=block.points[half:]))
    return tuple(part for piece in halves for part in arrange_points(piece, place, setting))


def arrange_lists(blocks: Sequence[Block], spots: Sequence[Place], setting: Setting) -> Parts:
    """Set lists one above another on a page in one size, the largest at which each fits its spot; nothing where other
    blocks are among them, or they fit at none."""
    lists = [block for block in blocks if isinstance(block, Points)]
    pairs = [*zip(lists, spots, strict=False)] if len(lists) == len(blocks) else []
    fitted = [fit_points(block, spot, setting, setting.ladder(*LIST)) for block, spot in pairs]
    known = [one for one in fitted if one]
    if not known or len(known) < len(fitted):
        return ()
    least = min(known, key=lambda one: one.size)
    return (tuple(item for block, spot in pairs for item in points_box(block, spot, setting, least.size)),)


def fit_points(block: Points, place: Place, setting: Setting, sizes: tuple[float, ...]) -> Fitted | None:
    """Set a list at the first of the sizes that fits."""
    room = points(place.width), points(place.height)
    return fit_well(list_paragraphs(block, setting), *room, setting.face, sizes, terms=setting.terms)


def points_box(block: Points, place: Place, setting: Setting, size: float) -> Items:
    """Return the list's text box."""
    width = points(place.width)
    look = width, setting.face, size, setting.terms
    words = tuple(line for paragraph in list_paragraphs(block, setting) for line in well_broken(paragraph, *look))
    return (TextBox(setting.name(block.name), place, words, size),)


def list_paragraphs(block: Points, setting: Setting) -> tuple[Paragraph, ...]:
    """Return the heading and the statements of a list, in which no line ends within a cluster's short name."""
    heading = (plain(block.heading, True),) if block.heading else ()
    bullet = len(block.points) > 1
    names = setting.names.values()
    held_points = (replace(point, text=names_held(point.text, names)) for point in block.points)
    return heading + tuple(statement(point, bullet) for point in held_points)


def statement(point: Point, bullet: bool, before: float = 0.5) -> Paragraph:
    """Return one statement: its head in bold, then its text."""
    paint = PAINTS[point.tone]
    head = (Run(separated(point), True, paint),) if point.head else ()
    return Paragraph((*head, Run(point.text, point.tone in BOLD and not head, paint)), before=before, bullet=bullet)


def separated(point: Point) -> str:
    """Return the head, with a space after it unless it ends in one or in a full-width mark."""
    closes = point.head[-1] in " ：，；。）" or (is_han(point.head[-1]) and is_han(point.text[:1] or " "))
    return point.head if not point.text or closes else point.head + " "


def wanted_list_height(block: Points, width: float, setting: Setting) -> float:
    """Return the height in points that a list takes at a comfortable size."""
    return measure(list_paragraphs(block, setting), width, setting.face, LIST_COMFORTABLE * setting.scale).height + 1


def heights_at_one_size(lists: Sequence[Points], width: float, height: float, setting: Setting) -> list[float]:
    """Return the heights in points of lists at the largest size, at most a comfortable one, at which all together fit a
    height; none where they fit at no size."""
    for size in setting.ladder(LIST_COMFORTABLE, LIST[1]):
        heights = [measure(list_paragraphs(block, setting), width, setting.face, size).height + 1 for block in lists]
        if sum(heights) <= height:
            return heights
    return []
