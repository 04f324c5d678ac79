"""How do colours (RRGGBB) mix, contrast and look to people who see fewer of them?"""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

SIGHTS = np.array(
    [
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ]
)
"""Usual sight, protanopia, deuteranopia, on linear RGB (Machado, Oliveira and Fernandes, IEEE TVCG 15, 2009)."""
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = TO_XYZ.sum(axis=1)
LEAST_SEEN = 3.05
"""Contrast of marks, WCAG 2.2 (1.4.11), with a little to spare."""

READABLE = 4.6
"""Contrast for text, WCAG 2.2 (1.4.3), with a little to spare."""


@dataclass(frozen=True)
class Colour:
    """A colour: of the theme's `scheme` slot with its lightness changed (shares), or as it is where scheme is empty.

    rgb: as it looks; with an alpha under 1, on the paper that it was made for.
    """

    rgb: str
    scheme: str = ""
    times: float = 1.0
    plus: float = 0.0
    alpha: float = 1.0


def channels(colour: str) -> np.ndarray:
    """Return red, green and blue, 0 to 1."""
    return np.array([int(colour[n : n + 2], 16) for n in (0, 2, 4)]) / 255


def hex_of(rgb: np.ndarray) -> str:
    """Return RRGGBB."""
    return "".join(f"{round(255 * min(1.0, max(0.0, float(channel)))):02X}" for channel in rgb)


def mixed(colour: str, ground: str, share: float) -> str:
    """Mix a share of a colour into a ground.

    >>> mixed("000000", "FFFFFF", 0.25)
    'BFBFBF'
    """
    return hex_of(share * channels(colour) + (1 - share) * channels(ground))


def linear(colour: str) -> np.ndarray:
    """Return a colour's light, linear RGB."""
    c = channels(colour)
    return np.where(c <= 0.03928, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


@lru_cache(maxsize=1024)
def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2)."""
    return float(linear(colour) @ TO_XYZ[1])


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(ground: str, paper: str, ink: str, beside: Sequence[str] = ()) -> str:
    """Return the colour of text on a ground: the readable one of paper and ink, black or white where neither is.

    beside: other grounds; text is in one colour on all of them where one can be read on all.

    >>> ink_on("44A4BB", "00007A", "FFFFFF"), ink_on("44A4BB", "00007A", "FFFFFF", beside=["0084D8"])
    ('00007A', '000000')
    """
    inks = (paper, ink, "FFFFFF", "000000")
    grounds = (ground, *beside)
    common = (own for own in inks if all(contrast(own, other) >= READABLE for other in grounds))
    best = max((paper, ink), key=lambda colour: contrast(colour, ground))
    if contrast(best, ground) < READABLE:
        best = max(("000000", "FFFFFF"), key=lambda colour: contrast(colour, ground))
    return next(common, best) if beside else best


@lru_cache(maxsize=64)
def faint_share(ink: str, paper: str) -> float:
    """Return how much of the ink a mark needs to be seen on its paper, in hundredths."""
    shares = (n / 100 for n in range(25, 100))
    return next((share for share in shares if contrast(mixed(ink, paper, share), paper) >= LEAST_SEEN), 1.0)


def chroma(colour: str) -> float:
    """Return how far a colour is from grey, 0 to 1."""
    return float(np.ptp(channels(colour)))


def hue_between(one: str, other: str) -> float:
    """Return how far apart two colours' hues are, in degrees.

    >>> round(hue_between("FF0000", "FF8000")), round(hue_between("FF00FF", "FF8000"))
    (30, 90)
    """
    first, second = (360 * colorsys.rgb_to_hls(*channels(colour))[0] for colour in (one, other))
    return min(abs(first - second), 360 - abs(first - second))


def distance(one: str, other: str) -> float:
    """Return how different two colours look to those who tell them apart least (CIE 1976 colour difference)."""
    return float(np.linalg.norm(seen(one) - seen(other), axis=1).min())


def usual_distance(one: str, other: str) -> float:
    """Return how different two colours look to usual sight (CIE 1976 colour difference)."""
    return float(np.linalg.norm(seen(one)[0] - seen(other)[0]))


@lru_cache(maxsize=1024)
def seen(colour: str) -> np.ndarray:
    """Return CIELAB coordinates as each kind of sight sees a colour, (sights, 3)."""
    xyz = np.clip(SIGHTS @ linear(colour), 0, 1) @ TO_XYZ.T / WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.column_stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])])


def toward(colour: Colour, step: float, lighter: bool) -> Colour:
    """Return the colour with `step` of its distance to white (lighter) or to black kept."""
    return shaded(colour, step, 1 - step if lighter else 0)


def shaded(colour: Colour, times: float, plus: float) -> Colour:
    """Change a colour's lightness as lumMod and lumOff do (in HLS, ECMA-376 20.1.2.3.20)."""
    hue, light, saturation = colorsys.rgb_to_hls(*channels(colour.rgb))
    rgb = colorsys.hls_to_rgb(hue, min(1, max(0, light * times + plus)), saturation)
    return replace(colour, rgb=hex_of(rgb), times=colour.times * times, plus=colour.plus * times + plus)
