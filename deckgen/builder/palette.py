"""Which colour of the theme does a paint stand for on a layout, so that it can be read there?"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from deckgen.colours import (
    LEAST_SEEN,
    READABLE,
    Colour,
    channels,
    chroma,
    contrast,
    distance,
    ink_on,
    luminance,
    mixed,
    shaded,
    toward,
    usual_distance,
)
from deckgen.design import MIXES, TINTS, VEILS
from deckgen.template import Layout, Template
from deckgen.template.theme import slots_of

ACCENTS = tuple(f"accent{n}" for n in range(1, 7))
NEARLY_BLACK = 0.05
"""Relative luminance."""
MARKED = 10.0
"""How far a key cell's ground is from the paper and from quiet areas (CIE 1976 colour difference), so that it looks
marked."""
ON_DARK = 5.5
"""Contrast of ink on the ground of a key cell on dark paper: little enough for a ground much lighter than the paper."""
GREEN, RED = (85, 175), (-25, 45)
"""Hues in degrees that read as good and as caution."""


@dataclass(frozen=True)
class Palette:
    """The colours of one layout: what it is printed on, the theme's slots, the clusters' colours, and the titles'."""

    paper: str
    slots: Mapping[str, str]
    clusters: tuple[Colour, ...]
    title: Colour | None = None

    def __getitem__(self, paint: str) -> Colour:
        """Return the colour that a paint stands for, worked out once."""
        if paint not in self.known:
            self.known[paint] = self.colour_of(paint)
        return self.known[paint]

    @cached_property
    def known(self) -> dict[str, Colour]:
        """The paints that were asked for."""
        return {}

    def colour_of(self, paint: str) -> Colour:
        """Work out what a paint stands for."""
        kind, _, number = paint.partition(":")
        if not number:
            return Colour(self.paper, self.slot) if kind == "paper" else getattr(self, kind)
        if kind == "grey":
            return self.full_tint(float(number))  # see-through series show through their own points
        colour = self.clusters[int(number) % len(self.clusters)]
        kinds = {
            "words": self.words,
            "on": self.on_cluster,
            "tint": self.ground,
            "on-tint": self.on_tint,
            "quiet-on-tint": lambda own: self.quiet(self.ground(own).rgb),
        }
        return kinds[kind](colour) if kind != "cluster" else colour

    @cached_property
    def ink(self) -> Colour:
        """Text."""
        slots = [Colour(self.slots[slot], slot) for slot in ("tx1", "bg1", "tx2", "bg2") if slot in self.slots]
        best = next((colour for colour in slots if self.contrast(colour) >= 7), None)
        return best or max((*slots, Colour("000000"), Colour("FFFFFF")), key=self.contrast)

    @cached_property
    def muted(self) -> Colour:
        """Quiet text, as near to the paper as can still be read."""
        return self.quiet()

    @cached_property
    def accent(self) -> Colour:
        """The brand's voice where no cluster is meant: its text colour if that is a colour, else an accent; rather one
        that is no cluster's, and the titles' own."""
        slots = [Colour(self.slots[slot], slot) for slot in ("tx2", *ACCENTS) if slot in self.slots]
        coloured = [self.readable(colour) for colour in slots if chroma(colour.rgb) > 0.15]
        coloured.sort(key=lambda colour: (not self.is_free(colour), not self.is_titles(colour)))
        return coloured[0] if coloured else self.ink

    @cached_property
    def good(self) -> Colour:
        """What is better; words say so too."""
        return self.meaning(GREEN)

    @cached_property
    def caution(self) -> Colour:
        """What is worse or to be taken with care; words say so too."""
        return self.meaning(RED)

    @cached_property
    def wash(self) -> Colour:
        """A quiet area."""
        return self.tinted(0.05)

    @cached_property
    def rule(self) -> Colour:
        """A hairline."""
        return self.tinted(0.22)

    @cached_property
    def faint(self) -> Colour:
        """A mark that does not stand out, as faint as can be seen."""
        tints = (self.tinted(n / 100) for n in range(25, 100))
        return next((tint for tint in tints if contrast(tint.rgb, self.paper) >= LEAST_SEEN), self.ink)

    @property
    def dark(self) -> bool:
        """Whether the paper is darker than the ink."""
        return luminance(self.paper) < luminance(self.ink.rgb)

    def contrast(self, colour: Colour) -> float:
        """Return a colour's contrast on the paper and on the quiet areas, the lesser of both."""
        return min(contrast(colour.rgb, self.paper), contrast(colour.rgb, mixed(self.far, self.paper, 0.05)))

    @property
    def far(self) -> str:
        """Black on light paper, white on dark."""
        return "000000" if luminance(self.paper) > 0.18 else "FFFFFF"

    def readable(self, colour: Colour, ground: str = "") -> Colour:
        """Return the colour, darkened or lightened as far as text needs on the paper, and on a ground beside it."""
        steps = (n / 20 for n in range(20, 2, -1))
        for step in steps:
            shade = toward(colour, step, lighter=self.far == "FFFFFF")
            if min(self.contrast(shade), contrast(shade.rgb, ground or self.paper)) >= READABLE:
                return shade
        return self.ink

    def quiet(self, ground: str = "") -> Colour:
        """Return a grey as near to the ink as text needs on the paper, and on a ground beside it."""
        steps = (0.5, 0.58, 0.65, 0.75, 0.85, 1.0)
        greys = [toward(self.ink, step, lighter=not self.dark) for step in steps]
        fitting = (
            grey
            for grey in greys
            if self.contrast(grey) >= READABLE + 0.4 and contrast(grey.rgb, ground or self.paper) >= READABLE
        )
        return next(fitting, self.ink)

    def words(self, colour: Colour) -> Colour:
        """Return a cluster's colour as text, readable on the paper."""
        return self.readable(colour)

    def on_tint(self, colour: Colour) -> Colour:
        """Return the colour of a cluster's text on its ground: on light paper its own, dark enough; on dark, where
        paler ones look alike, as on paper if all clusters' can be read so, else ink for all."""
        if not self.dark:
            return self.readable(colour, self.ground(colour).rgb)
        seen = all(contrast(self.words(own).rgb, self.ground(own).rgb) >= READABLE for own in self.clusters)
        return self.words(colour) if seen else self.ink

    def on(self, ground: Colour) -> Colour:
        """Return the colour of text on an area: the theme's dark or light one, else black or white."""
        slots = [Colour(self.slots[slot], slot) for slot in ("bg1", "tx1") if slot in self.slots]
        best = max(slots, key=lambda colour: contrast(colour.rgb, ground.rgb), default=Colour("000000"))
        if contrast(best.rgb, ground.rgb) >= READABLE:
            return best
        return max((best, Colour("FFFFFF"), Colour("000000")), key=lambda colour: contrast(colour.rgb, ground.rgb))

    def on_cluster(self, colour: Colour) -> Colour:
        """Return the colour of text on a cluster's colour, as pictures have it: one for all clusters where it can be
        read on all."""
        inks = (Colour(self.paper, self.slot), self.ink, Colour("FFFFFF"), Colour("000000"))
        rgb = ink_on(colour.rgb, self.paper, self.ink.rgb, beside=[own.rgb for own in self.clusters])
        return next(ink for ink in inks if ink.rgb == rgb)

    def ground(self, colour: Colour) -> Colour:
        """Return a ground on which ink can be read, and which looks marked beside paper and quiet areas: of a colour on
        light paper, on dark the same veil for all, as a dark shade of yellow is another colour."""
        if self.dark:
            grounds, least = [self.full_tint(share) for share in VEILS], ON_DARK
        elif luminance(colour.rgb) < NEARLY_BLACK:  # its tint would be another colour
            grounds, least = [Colour(mixed(colour.rgb, self.paper, share)) for share in MIXES], READABLE
        else:
            grounds, least = [toward(colour, step, lighter=True) for step in TINTS], READABLE
        legible = [ground for ground in grounds if contrast(ground.rgb, self.ink.rgb) >= least]
        return next(filter(self.is_marked, legible), legible[0] if legible else self.wash)

    def is_marked(self, ground: Colour) -> bool:
        """Tell whether a ground looks other than paper and quiet areas."""
        return all(usual_distance(ground.rgb, other) >= MARKED for other in (self.paper, self.wash.rgb))

    def meaning(self, hues: tuple[int, int]) -> Colour:
        """Return an accent of these hues that is no cluster's colour, as readable text; else the ink."""
        slots = [Colour(self.slots[slot], slot) for slot in ACCENTS if slot in self.slots]
        fitting = [c for c in slots if self.is_free(c) and chroma(c.rgb) > 0.3 and has_hue(c.rgb, hues)]
        return self.readable(fitting[0]) if fitting else self.ink

    def is_free(self, colour: Colour) -> bool:
        """Tell whether no cluster has nearly this colour."""
        return all(distance(colour.rgb, cluster.rgb) > 20 for cluster in self.clusters)

    def is_titles(self, colour: Colour) -> bool:
        """Tell whether titles have nearly this colour."""
        return self.title is not None and distance(colour.rgb, self.title.rgb) <= 20

    def tinted(self, share: float) -> Colour:
        """Return the paper with a little of its opposite."""
        if not self.slot:
            return replace(self.ink, rgb=mixed(self.ink.rgb, self.paper, share), alpha=share)
        if self.far == "FFFFFF":
            return shaded(Colour(self.paper, self.slot), 1 - share, share)
        return shaded(Colour(self.paper, self.slot), 1 - share, 0)

    def full_tint(self, share: float) -> Colour:
        """Return the paper with a little of its opposite, not to be looked through."""
        own = self.tinted(share)
        return own if own.alpha == 1 else Colour(own.rgb)

    @property
    def slot(self) -> str:
        """The theme's slot that is the paper; empty where none is."""
        return next((slot for slot in ("bg1", "tx1", "bg2") if self.slots.get(slot) == self.paper), "")


def palette_of(layout: Layout, template: Template, places: Sequence[int]) -> Palette:
    """Return the palette of a layout. places: of the clusters' colours among the template's."""
    series = tuple(template.series[place % len(template.series)] for place in places)
    return Palette(layout.paper, slots_of(layout.layout), series, template.title)


def has_hue(rgb: str, hues: tuple[int, int]) -> bool:
    """Tell whether a colour's hue lies in a range of degrees, which may begin below zero."""
    hue = colorsys.rgb_to_hls(*channels(rgb))[0] * 360
    return hues[0] <= hue <= hues[1] or hues[0] <= hue - 360 <= hues[1]
