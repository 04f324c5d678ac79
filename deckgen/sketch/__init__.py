"""How is a chart laid out? From its words and numbers to marks; nothing is drawn here.

What differs stands in a cluster's full colour and in bold, what does not in grey; labels stand beside what they name.
"""

from __future__ import annotations

from deckgen.marks import Caption, Marks
from deckgen.sketch.bars import bars
from deckgen.sketch.look import Look
from deckgen.sketch.shares import shares
from deckgen.sketch.stacks import stacked_bars
from deckgen.sketch.violins import distributions
from deckgen.slides import Bars, Chart, Distributions, Shares, StackedBars

__all__ = ["Look", "sketch"]


def sketch(chart: Chart, width: float, height: float, look: Look) -> tuple[Marks, tuple[Caption, ...]]:
    """Lay a chart out on a page of width x height inches: what is drawn, and the words that are set over it.

    What is drawn does not depend on what the clusters are called.
    """
    every = tuple(SKETCHES[type(chart)](chart, width, height, look))
    drawn = tuple(mark for mark in every if not isinstance(mark, Caption))
    return drawn, tuple(mark for mark in every if isinstance(mark, Caption))


SKETCHES = {Distributions: distributions, Bars: bars, Shares: shares, StackedBars: stacked_bars}
