"""How are colours named under a drawing? Samples with their names, in as many lines as they take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deckgen.builder.areas import bottom_strip, emu, points
from deckgen.builder.drawing import Bar, Items, TextBox
from deckgen.builder.setting import Setting
from deckgen.design import KEY
from deckgen.fit import plain, width_of
from deckgen.template import Place

Entry = tuple[str, str]
"""A name and its paint, which is hollow where it is the paper's; without a paint a quiet remark."""
LINE, SAMPLE, NEAR, FAR = 1.6, 0.8, 0.4, 1.8
"""Height of a line, side of a sample, space before its name and after it, in ems."""


def key_height(entries: Sequence[Entry], place: Place, setting: Setting) -> int:
    """Return the height in EMU that a key takes; nothing where it has no entries."""
    lines = {line for _, _, line in spread(entries, place, setting)}
    return emu(len(lines) * LINE * setting.sized(KEY))


def key(name: str, entries: Sequence[Entry], place: Place, setting: Setting) -> Items:
    """Set a key at the bottom of a place."""
    size, box = setting.sized(KEY), bottom_strip(place, key_height(entries, place, setting))
    sample, high = emu(SAMPLE * size), emu(LINE * size)
    items: list[Bar | TextBox] = []
    for number, (left, width, line) in enumerate(spread(entries, place, setting)):
        text, paint = entries[number]
        top, start = box.top + line * high, box.left + emu(left)
        if paint:
            square = Place(start, top + (high - sample) // 2, sample, sample)
            items.append(Bar(f"{name}-key-{number}", square, paint, edge="faint" if paint == "paper" else ""))
            start += sample + emu(NEAR * size)
        words = (plain(text, paint="ink" if paint else "muted"),)
        place_of_name = Place(start, top, emu(width), high)
        items.append(TextBox(f"{name}-key-name-{number}", place_of_name, words, size, "middle"))
    return tuple(items)


def spread(entries: Sequence[Entry], place: Place, setting: Setting) -> Iterator[tuple[float, float, int]]:
    """Yield every entry's left edge and its name's width in points, and its line."""
    size, most = setting.sized(KEY), points(place.width)
    left, line = 0.0, 0
    for text, paint in entries:
        beside = (SAMPLE + NEAR) * size if paint else 0.0
        width = min(width_of(plain(text).runs, setting.face, size) / 0.95, most - beside)
        if left and left + beside + width > most:
            left, line = 0.0, line + 1
        yield left, width, line
        left += beside + width + FAR * size
