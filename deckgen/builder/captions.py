"""How does a chart become a picture with text over it? What names a cluster is text."""

from __future__ import annotations

from deckgen.breaks import NEARLY, badly_broken, lines_by_hand
from deckgen.builder.areas import emu, points
from deckgen.builder.drawing import INCH, Items, Picture, TextBox
from deckgen.builder.setting import Setting, falling
from deckgen.design import LEAST_SIZE
from deckgen.fit import TOLERANCE, break_lines, measure, plain
from deckgen.marks import Caption
from deckgen.sketch import sketch
from deckgen.slides import Chart
from deckgen.template import Place

ANCHORS = {"top": "top", "center": "middle", "bottom": "bottom"}
ABOVE = {"top": 0.0, "center": 0.5, "bottom": 1.0}
"""The part above of what a box takes more than was meant for it."""


def pictured(chart: Chart, place: Place, setting: Setting) -> Items:
    """Return a chart as a picture that fills its place, and its captions."""
    unit, name = INCH * setting.picture_scale, setting.name(chart.name)
    drawn, captions = sketch(chart, place.width / unit, place.height / unit, setting.look)
    texts = (box(f"{name}-{number}", caption, place, setting) for number, caption in enumerate(captions, 1))
    return (Picture(name, place, chart, drawn), *texts)


def broken(text: str, caption: Caption, size: float, setting: Setting) -> list[str]:
    """Return a caption's words in one piece, or in lines where a program would part a figure from its unit."""
    runs, width = plain(text, caption.bold).runs, 72 * setting.picture_scale * caption.width / size
    return list(lines_by_hand(runs, width, setting.face, setting.terms)) or [text]


def told(caption: Caption, size: float, setting: Setting) -> list[str]:
    """Return a caption's lines at a size; words that do not fit are cut, a figure behind them never."""
    look, own = setting.look, size / setting.picture_scale
    if not caption.figure:
        return broken(
            look.shortened(caption.text, caption.width, own, caption.lines, caption.bold), caption, size, setting
        )

    def is_one_line(text: str) -> bool:
        return look.width(text, own, caption.bold) <= caption.width * TOLERANCE

    if caption.lines > 1 and caption.text and not is_one_line(f"{caption.text} {caption.figure}"):
        return [look.shortened(caption.text, caption.width, own, 1, caption.bold), caption.figure]
    ends = (f"{caption.text[:end].rstrip()}… {caption.figure}" for end in range(len(caption.text) - 1, 0, -1))
    whole = f"{caption.text} {caption.figure}".strip()
    return [next((text for text in (whole, *ends) if is_one_line(text)), caption.figure)]


def well_sized(caption: Caption, setting: Setting) -> float:
    """Return a caption's size in points, a little smaller where its words then are whole and break well."""
    largest, face = setting.look.caption(caption.size) * setting.picture_scale, setting.face
    sizes = [size for size in falling(largest, min(largest, LEAST_SIZE)) if size >= NEARLY * largest]

    def is_well_set(size: float) -> bool:
        width = 72 * setting.picture_scale * caption.width / size
        lines = break_lines(plain(caption.text, caption.bold).runs, width, face)
        return len(lines) <= caption.lines and not badly_broken(lines, width, face, caption.bold)

    return next(filter(is_well_set, sizes), largest)


def box(name: str, caption: Caption, place: Place, setting: Setting) -> TextBox:
    """Return a caption's box, as high as its font's lines.

    A picture is scaled with its page, and so is its box; its type is never hard to read.
    """
    unit, size = 72 * setting.picture_scale, well_sized(caption, setting)
    paint = setting.paint(caption.on, "on") if caption.on else "ink"
    words = tuple(plain(line, caption.bold, paint, align=caption.across) for line in told(caption, size, setting))
    left, width, height = (emu(unit * length) for length in (caption.left, caption.width, caption.height))
    more = max(0, emu(measure(words, points(width), setting.face, size).height) - height)
    top = place.height - emu(unit * caption.bottom) - height - round(more * ABOVE[caption.up])
    spot = Place(place.left + left, place.top + max(top, 0), width, height + more)
    return TextBox(name, spot, words, size, ANCHORS[caption.up])
