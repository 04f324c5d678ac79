"""How wide and how high are characters in a font family, on the fonts of this machine?"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

EM = 200
"""Pixels of the em at which fonts are measured."""
HAN_LINE = 1.45
"""Line height of Han text, in ems, of the tallest usual font: YaHei 1.32, PingFang 1.40, Noto Sans CJK 1.45."""
LATIN_LINE = 1.22
"""Line height of Latin text, in ems, where a font does not ask for more: Calibri's, with the gap Pillow leaves out."""
HAN_DESCENT, LATIN_DESCENT = 0.29, 0.23
"""How far lines of Han and of Latin text reach below their base, in ems: Noto Sans CJK 0.29, YaHei 0.26; Arial 0.21."""
METRIC_TWINS = {
    "calibri": ("carlito",),
    "calibri light": ("carlito",),
    "cambria": ("caladea",),
    "arial": ("liberation sans", "arimo", "helvetica"),
    "helvetica": ("arial", "liberation sans", "arimo"),
    "times new roman": ("liberation serif", "tinos", "times"),
    "courier new": ("liberation mono", "cousine"),
    "arial narrow": ("liberation sans narrow",),
}
STAND_INS = (
    ("dejavu sans", 1.0),
    ("verdana", 1.0),
    ("arial", 1.18),
    ("liberation sans", 1.18),
    ("helvetica", 1.18),
    ("carlito", 1.28),
)
"""Families that stand in for one that is not installed: the widest of the usual ones, others widened to them. So there
is room whichever of them a program takes instead, and for the real font where it is installed."""
NARROW, WIDE = set("iljtfrI.,:;'|!()[] ·"), set("mwMW@%—…")

HAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0010ffff]")
"""Han, kana, hangul and full-width marks."""
SERIFS = re.compile(
    r"serif|times|cambria|georgia|garamond|palatino|antiqua|century|constantia|baskerville|bodoni|didot|caslon"
    r"|bookman|merriweather|playfair|lora\b|minion|song|ming|宋|明朝|明體|明体",
    re.IGNORECASE,
)
SANS = re.compile(r"sans|century gothic", re.IGNORECASE)
"""Parts of the names of families with serifs, and of those that have none all the same."""


@dataclass(frozen=True)
class Face:
    """The two families that set a text: `latin`, and `han` for Chinese (may be empty)."""

    latin: str
    han: str = ""


@dataclass(frozen=True)
class FontFile:
    """One face of a font file; `widen` is the safety margin of a stand-in, which is not `exact`."""

    path: str
    index: int
    widen: float = 1.0
    exact: bool = True


def has_serifs(family: str) -> bool:
    """Tell whether a family has serifs, by its name.

    >>> has_serifs("Cambria"), has_serifs("Microsoft Sans Serif"), has_serifs("Calibri"), has_serifs("宋体")
    (True, False, False, True)
    """
    return SERIFS.search(family) is not None and SANS.search(family) is None


def is_han(character: str) -> bool:
    """Tell whether a character is set in a full-width square: Han, kana, hangul, full-width marks."""
    return HAN.match(character) is not None


def has_han(text: str) -> bool:
    """Tell whether a text holds any full-width character."""
    return HAN.search(text) is not None


@cache
def advance(character: str, family: str, bold: bool = False) -> float:
    """Return a character's width in ems."""
    if is_han(character) or "\u2190" <= character <= "\u21ff" or "\u25a0" <= character <= "\u27bf":
        return 1.0  # signs that Latin fonts leave to a fallback
    found = font_file(family, bold)
    if found is None:
        return average_width(character)
    return opened(found.path, found.index).getlength(character) / EM * found.widen


@cache
def line_height(family: str) -> float:
    """Return the height of a Latin line in ems."""
    found = font_file(family, False)
    if found is None or not found.exact:
        return LATIN_LINE
    return min(1.5, max(LATIN_LINE, sum(opened(found.path, found.index).getmetrics()) / EM))


@cache
def han_sinks(family: str) -> float:
    """Return how much further a line with Han reaches below its base than one in a Latin family alone, in ems."""
    found = font_file(family, False)
    own = opened(found.path, found.index).getmetrics()[1] / EM if found and found.exact else LATIN_DESCENT
    return max(0.0, HAN_DESCENT - own)


def average_width(character: str) -> float:
    """Guess a width in ems where no font is installed at all."""
    if character in NARROW:
        return 0.32
    return 0.9 if character in WIDE else 0.68 if character.isupper() else 0.56


@cache
def font_file(family: str, bold: bool) -> FontFile | None:
    """Find the file of a family, of its metric twin, or of a stand-in; None where there is no font."""
    exact = own_names(family)
    for candidate, widen in (*((name, 1.0) for name in exact), *STAND_INS):
        for weight in (bold, not bold):
            if found := installed().get((candidate, weight)):
                return FontFile(*found, widen * (1.06 if bold and not weight else 1.0), candidate in exact)
    return None


def own_names(family: str) -> tuple[str, ...]:
    """Return the families whose characters are exactly as wide: itself and its metric twins."""
    name = family.casefold()
    return name, *METRIC_TWINS.get(name, ())


def measured_on(family: str) -> tuple[str, bool]:
    """Return the family (in lower case) that a family is measured on, and whether its widths are exactly the same.

    An empty name where there is no font at all.
    """
    names, exact = {name for name, _ in installed()}, own_names(family)
    found = next((name for name in (*exact, *(name for name, _ in STAND_INS)) if name in names), "")
    return found, found in exact


@cache
def installed() -> dict[tuple[str, bool], tuple[str, int]]:
    """Index the upright fonts of the usual folders: (family in lower case, bold) -> (file, face number)."""
    index: dict[tuple[str, bool], tuple[str, int]] = {}
    for path in font_paths():
        for number in range(12 if path.suffix.lower() in (".ttc", ".otc") else 1):
            names = face_names(path, number)
            if names is None:
                break
            family, style = names
            if not any(slant in style for slant in ("italic", "oblique", "condensed", "light", "thin", "black")):
                index.setdefault((family, "bold" in style), (str(path), number))
    return index


def face_names(path: Path, number: int) -> tuple[str, str] | None:
    """Return a face's family and style in lower case, or None where there is no such face."""
    try:
        family, style = opened(str(path), number, 10).getname()
    except (OSError, ValueError):
        return None
    return (family or "").casefold(), (style or "").casefold()


@cache
def opened(path: str, index: int, size: int = EM):
    """Open a font with Pillow."""
    from PIL import ImageFont

    return ImageFont.truetype(path, size, index=index)


def font_paths() -> Iterator[Path]:
    """Yield the font files of this machine, in a stable order."""
    for folder in font_folders():
        for base, folders, names in os.walk(folder):
            folders.sort()
            yield from (Path(base, n) for n in sorted(names) if n.lower().endswith((".ttf", ".otf", ".ttc", ".otc")))


def font_folders() -> list[Path]:
    """Return where the operating system keeps fonts."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home))
        return [Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts"), local / "Microsoft/Windows/Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    shared = os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share").split(":")
    return [Path(base, "fonts") for base in shared if base] + [home / ".local/share/fonts", home / ".fonts"]
