"""At which size do titles stand, and where do they break?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from deckgen.breaks import fit_title
from deckgen.builder.areas import points
from deckgen.builder.setting import Setting, falling
from deckgen.errors import OutputError
from deckgen.fit import Fitted, measure, plain
from deckgen.slides import Slide
from deckgen.template import Place
from deckgen.template.looks import Look
from deckgen.typefaces import Face, has_han, has_serifs
from deckgen.typesetting import NBSP, held

OPENINGS = ("cover", "section")
MOST_INSET = 0.08
SMALLEST, FLOOR, SQUEEZED = 18, 12, 0.85
"""Titles take two lines at SMALLEST or above, a single one that is too long at least at its share SQUEEZED; then, down
to FLOOR, any number of lines."""

LIGHT = ("light", "thin")
"""What families of a light weight are called by."""
WHOLE = 0.8
"""A subtitle is set down to this share of its size so that none of its lines is broken."""
DISPLAY = 0.75
"""The share of its own size below which a title is too thin in a regular weight."""
PARTED = " · "
"""Where a line of a subtitle that lists is parted."""


def set_title(
    text: str, slide: Slide, place: Place, look: Look, setting: Setting, largest: float, bold: bool = False
) -> Fitted:
    """Set a title in its place, no larger than `largest`. bold: although its place is not.

    Raises OutputError where it does not fit at the smallest size.
    """
    lines = 3 if slide.role in OPENINGS else 2
    text = text.upper() if look.capitals else text
    unlike = is_unlike(text, look.latin, setting.face)
    face = Face(setting.face.latin if unlike else look.latin, setting.face.han)
    width, height = room_in(place, look)
    start = min(largest, look.size)
    for share, most in ((SMALLEST * SQUEEZED, lines), (FLOOR, 0)):
        smallest = min(start, share * setting.scale)
        fitted = fit_title(
            held(text, setting.names.values()), width, height, face, falling(start, smallest), look.bold or bold, most
        )
        if fitted:
            lines = tuple(line.replace(NBSP, " ") for line in fitted.lines)
            height = fitted.height * look.spacing
            return replace(fitted, lines=lines, height=height, bold=bold, quiet_latin=unlike)
    raise OutputError(f"Slide {slide.step}: the title “{text[:50]}…” does not fit its place; shorten it.")


def is_unlike(text: str, latin: str, face: Face) -> bool:
    """Tell whether figures with serifs would stand among Chinese without, while the body's font has none."""
    return has_han(text) and has_serifs(latin) and not (has_serifs(face.latin) or has_serifs(face.han))


def common_size(sizes: Iterable[float], setting: Setting) -> float:
    """Return the size for all titles of content slides: the smallest that any needs, but not below SMALLEST."""
    return max(min(sizes, default=SMALLEST * setting.scale), SMALLEST * setting.scale)


def is_thin(look: Look, size: float) -> bool:
    """Tell whether titles at a size need bold, so that nothing on their page is stronger: type of a light weight, or
    drawn for a much larger size than findings leave it."""
    light = any(word in look.latin.lower() for word in LIGHT)
    return not look.bold and (light or size < DISPLAY * look.size)


def set_subtitle(lines: Sequence[str], step: str, place: Place, look: Look, setting: Setting) -> Fitted | None:
    """Set the lines of a subtitle, None where there are none: a little smaller where each then is one line, else parted
    where they list.

    Raises OutputError where they do not fit.
    """
    if not lines:
        return None
    width, height = room_in(place, look)
    face = Face(look.latin, setting.face.han)
    sizes = falling(min(look.size, 28 * setting.scale), min(look.size, FLOOR * setting.scale))

    def fitted(shown: Sequence[str]) -> list[Fitted]:
        text = [plain(line, look.bold) for line in shown]
        return [one for size in sizes if (one := measure(text, width, face, size)).height <= height]

    fitting = fitted(lines)
    least = WHOLE * fitting[0].size if fitting else 0.0
    for shown in (lines, [part for line in lines for part in line.split(PARTED)]):
        whole = (one for one in fitted(shown) if len(one.lines) == len(shown) and one.size >= least)
        if one := next(whole, None):
            return Fitted(one.size, tuple(shown), height)
    if fitting:
        return Fitted(fitting[0].size, tuple(lines), height)
    raise OutputError(f"Slide {step}: the subtitle “{lines[-1][:50]}” does not fit its place; shorten it.")


def room_in(place: Place, look: Look) -> tuple[float, float]:
    """Return the width and height that a placeholder leaves for natural lines, in points."""
    left, top, right, bottom = insets_in(place, look)
    return points(place.width) - left - right, (points(place.height) - top - bottom) / look.spacing


def insets_in(place: Place, look: Look) -> tuple[float, float, float, float]:
    """Return a placeholder's insets in points, those above and below no larger than a share of its height."""
    most = MOST_INSET * points(place.height)
    left, top, right, bottom = look.insets
    return left, min(top, most), right, min(bottom, most)
