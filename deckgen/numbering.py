"""Which number does a step show? Those that a deck has are numbered one after the other, part by part.

A slide's `step` stays as it is, whatever else the deck has: shapes are known by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from deckgen.slides import Slide

NUMBER = re.compile(r"(\d+)\.\d+")


def numbered(slide: Slide, before: Iterable[Slide]) -> Slide:
    """Return a slide whose kicker has the next number of its part, or that of a slide of the same step before it.

    before: the slides that are told already.
    """
    own = NUMBER.match(slide.step)
    if own is None or not slide.kicker.startswith(own[0]):
        return slide
    steps = [found for other in (*before, slide) if (found := NUMBER.match(other.step)) and found[1] == own[1]]
    place = list(dict.fromkeys(step[0] for step in steps)).index(own[0])
    return replace(slide, kicker=f"{own[1]}.{place + 1}{slide.kicker.removeprefix(own[0])}")


def number_of(slide: Slide) -> str:
    """Return the number that a slide shows; nothing where it has none."""
    found = re.match(r"[\d.]*", slide.kicker)
    return found[0] if found else ""
