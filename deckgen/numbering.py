"""Which number does a step show? Those that a deck has are numbered one after the other, part by part.

A slide's `step` stays as it is, whatever else the deck has: shapes are known by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from string import ascii_lowercase

from deckgen.slides import Slide

NUMBER = re.compile(r"(\d+)\.\d+")


def numbered(slide: Slide, before: Iterable[Slide], beside: Sequence[Slide] = ()) -> Slide:
    """Return a slide whose kicker has the next number of its part; with a letter where its step has several slides.

    before: the slides of the steps that are told already. beside: the slides that are told with it.
    """
    own = NUMBER.match(slide.step)
    if own is None or not slide.kicker.startswith(own[0]):
        return slide
    steps = [found for other in (*before, slide) if (found := NUMBER.match(other.step)) and found[1] == own[1]]
    place = list(dict.fromkeys(step[0] for step in steps)).index(own[0])
    alike = [other for other in beside if (found := NUMBER.match(other.step)) and found[0] == own[0]]
    letter = letters(alike.index(slide)) if len(alike) > 1 else ""
    return replace(slide, kicker=f"{own[1]}.{place + 1}{letter}{slide.kicker.removeprefix(own[0])}")


def letters(place: int) -> str:
    """Return the letter of a place from 0: "a" to "z", then "aa", "bb".

    >>> letters(0), letters(25), letters(27)
    ('a', 'z', 'bb')
    """
    times, letter = divmod(place, len(ascii_lowercase))
    return ascii_lowercase[letter] * (times + 1)


def number_of(slide: Slide) -> str:
    """Return the number that a slide shows; nothing where it has none."""
    found = re.match(r"(\d[\d.]*[a-z]*)?", slide.kicker)
    return found[0] if found else ""
