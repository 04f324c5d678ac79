"""In which colours do clusters appear? The brand's accents as far as they can be seen and told apart, then others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from deckgen.colours import (
    LEAST_SEEN,
    Colour,
    chroma,
    contrast,
    distance,
    hue_between,
    luminance,
    seen,
    shaded,
    toward,
    usual_distance,
)

DIM = 4.0
"""Contrast of marks on dark paper, which is seldom of one colour: more than they need at least."""
NEARLY_VISIBLE = 2.5
"""Contrast from which a darkened or lightened accent still looks like itself: yellow becomes olive."""
GREY = 0.1
APART, USUAL = 20, 1.25
"""Distance from which colours are told apart at a glance; usual sight is asked for this many times as much, since two
reds that differ in lightness alone are one colour to it."""
LOUD = 0.35
"""Chroma from which the colour of titles is a colour rather than ink."""
HUES_APART = 45
"""Degrees from which two hues have names of their own."""
SAME_GREY, MERGING = 5, 65
"""Lightness (CIE L*) and degrees of hue within which two colours merge where they touch in a thin bar or in grey."""
COUNT, MOST_SEEN = 8, 4
"""Colours in all, and of those that are told apart by any eyes: most decks have no more clusters."""
ACCENTS = tuple(f"accent{n}" for n in range(1, 7))
SAFE = ("0072B2", "D55E00", "009E73", "CC79A7", "E69F00", "56B4E9", "882255", "999933", "332288", "44AA99", "F0E442")
"""Colours that people with any colour vision tell apart (Okabe and Ito 2008; Tol 2021)."""


def series_on(
    paper: str, slots: Mapping[str, str], title: Colour | None = None
) -> tuple[tuple[Colour, ...], tuple[str, ...]]:
    """Return eight colours in chart order, and in words which accents were mended or left out.

    The theme's accents come first and in their order, darkened or lightened where they are too faint for the paper;
    of them those last that this makes another colour. Then come shades of accents; one stands between two accents that
    would merge beside each other. Then come accents in the colour of the
    titles, which would seem to speak of that cluster, then colours that are safe for all eyes; these first where the
    titles' hue is nearly that of an earlier one.
    Accents that look like an earlier one come last.
    """
    own = [Colour(slots[slot], slot) for slot in ACCENTS if slot in slots]
    grey = [colour for colour in own if chroma(colour.rgb) < GREY]
    coloured = [colour for colour in own if colour not in grey]
    coloured.sort(key=lambda colour: contrast(colour.rgb, paper) < NEARLY_VISIBLE)
    accents = [seen_on(paper, colour) for colour in coloured]
    titles = [colour for colour in accents if title and is_loud(title) and not are_apart(colour.rgb, title.rgb, APART)]
    free = [colour for colour in accents if colour not in titles]
    shades = [shade for colour in free for shade in shades_of(colour, paper)]
    own_hue = [c for c in titles if all(hue_between(c.rgb, other.rgb) >= HUES_APART for other in free)]
    safe = [seen_on(paper, Colour(rgb)) for rgb in SAFE]
    everything = [*accents, *shades, *safe]
    taken = spread(with_others(with_others((), free, APART), shades, APART))
    taken = with_others(taken, own_hue, APART)
    more = [shade for colour in safe for shade in shades_of(colour, paper)]
    taken = first_four(first_four(taken, safe, USUAL), (*safe, *everything, *more), 1)
    for group, apart in (
        *((group, APART) for group in (safe, titles)),
        (everything, 10),
        (everything, 0),
    ):
        taken = with_others(taken, group, apart)
    clashing = [colour for colour in accents if colour not in with_others((), accents, APART)]
    return taken, told(own, accents, grey, clashing)


def is_loud(title: Colour) -> bool:
    """Tell whether the colour of titles is one that a cluster could have."""
    return chroma(title.rgb) >= LOUD


def least_contrast(paper: str) -> float:
    """Return the contrast that marks need on a paper."""
    return DIM if is_dark(paper) else LEAST_SEEN


def is_dark(paper: str) -> bool:
    """Tell whether white is seen better on a paper than black."""
    return contrast("FFFFFF", paper) > contrast("000000", paper)


def seen_on(paper: str, colour: Colour, least: float = 0.0) -> Colour:
    """Return a colour, darkened on light paper or lightened on dark as far as it takes to reach a contrast.

    least: what marks need where it is 0.
    """
    least, lighter = least or least_contrast(paper), is_dark(paper)
    shades = (toward(colour, n / 20, lighter) for n in range(20, -1, -1))
    return next((shade for shade in shades if contrast(shade.rgb, paper) >= least), colour)


def shades_of(colour: Colour, paper: str) -> Iterable[Colour]:
    """Return a darker and a lighter shade that can be seen, neither nearly black nor nearly white."""
    both = (shaded(colour, 0.6, 0), shaded(colour, colour.times * 0.7, 0.3))
    return [s for s in both if contrast(s.rgb, paper) >= least_contrast(paper) and 0.02 < luminance(s.rgb) < 0.8]


def with_others(taken: tuple[Colour, ...], group: Iterable[Colour], apart: float) -> tuple[Colour, ...]:
    """Add the colours of a group that look different enough from all that are taken, up to the count."""
    for colour in group:
        fresh = colour not in taken and all(are_apart(colour.rgb, other.rgb, apart) for other in taken)
        if fresh and len(taken) < COUNT:
            taken = (*taken, colour)
    return taken


def first_four(taken: tuple[Colour, ...], group: Iterable[Colour], usual: float) -> tuple[Colour, ...]:
    """Fill up to four with colours of a group that all look different enough, the earliest that do; none where none do.

    One after the other, an early one might leave no room for a fourth. usual: see `are_apart`.
    """
    fresh = [colour for colour in dict.fromkeys(group) if colour not in taken]
    for chosen in combinations(fresh, max(0, MOST_SEEN - len(taken))):
        pairs = ((one, other) for n, one in enumerate(chosen) for other in (*taken, *chosen[:n]))
        if all(are_apart(one.rgb, other.rgb, APART, usual) for one, other in pairs):
            return (*taken, *chosen)
    return taken


def spread(row: tuple[Colour, ...]) -> tuple[Colour, ...]:
    """Put a later colour between neighbours that merge, where there is one; others keep their order."""
    found: tuple[Colour, ...] = ()
    while left := [colour for colour in row if colour not in found]:
        fitting = (colour for colour in left if not found or not merge(found[-1].rgb, colour.rgb))
        found = (*found, next(fitting, left[0]))
    return found


def merge(one: str, other: str) -> bool:
    """Tell whether two colours are of nearly one lightness and a near hue.

    >>> merge("3FA626", "399F8E"), merge("3FA626", "0074C5"), merge("0B5C84", "B8441C")
    (True, False, False)
    """
    lighter = abs(seen(one)[0][0] - seen(other)[0][0])
    return bool(lighter < SAME_GREY and hue_between(one, other) < MERGING)


def are_apart(one: str, other: str, apart: float, usual: float = USUAL) -> bool:
    """Tell whether two colours look different enough to those who tell them apart least, and to usual sight.

    usual: how many times as far apart they are to that.
    """
    return distance(one, other) >= apart and usual_distance(one, other) >= usual * apart


def told(
    own: Iterable[Colour], accents: Iterable[Colour], grey: Iterable[Colour], clashing: Iterable[Colour]
) -> tuple[str, ...]:
    """Say which accents were changed, which come last and which were left out."""
    mended = {colour.scheme: colour.rgb for colour in accents}
    faint = [f"{c.scheme} {c.rgb} as {mended[c.scheme]}" for c in own if mended.get(c.scheme, c.rgb) != c.rgb]
    said = [f"Too faint on the template's paper, shown stronger: {', '.join(faint)}."] if faint else []
    for group, how in (
        (clashing, "Accents that look like an earlier one are used last"),
        (grey, "Grey accents are not used for clusters"),
    ):
        if names := [f"{colour.scheme} {colour.rgb}" for colour in group]:
            said.append(f"{how}: {', '.join(names)}.")
    return tuple(said)
