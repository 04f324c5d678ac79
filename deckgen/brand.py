"""What of a company's brand do pictures need? Colours and fonts, as plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Brand:
    """The colours (RRGGBB, no #) and fonts with which charts match the template.

    paper: what charts lie on. ink: text on paper (>= 4.5:1). muted: axes, grids, missing (a grey, >= 3:1 on paper).
    series: at least eight colours readable on paper (>= 3:1) and distinct from each other, in chart order; a cluster
    takes series[its slot], see slides.Group. latin, han: family names of the theme's body fonts; han may be
    empty where the theme names none. dark: whether paper is dark.
    """

    paper: str = "FFFFFF"
    ink: str = "222222"
    muted: str = "8C8C8C"
    series: tuple[str, ...] = ("1F5FA8", "D9822B", "2F8F6B", "8A4FA3", "B23A48", "3B8EA5", "7A6A3A", "5C5F66")
    latin: str = "Arial"
    han: str = ""
    dark: bool = False
