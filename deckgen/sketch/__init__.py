"""How is a chart laid out? From its words and numbers to marks; nothing is drawn here.

What differs stands in a cluster's full colour and in bold, what does not in grey; labels stand beside what they name.
"""

from __future__ import annotations

from deckgen.marks import Marks
from deckgen.sketch.bars import bars
from deckgen.sketch.look import Look
from deckgen.sketch.stacks import shares, stacked_bars
from deckgen.sketch.violins import distributions
from deckgen.slides import Bars, Chart, Distributions, Shares, StackedBars

__all__ = ["Look", "sketch"]


def sketch(chart: Chart, width: float, height: float, look: Look) -> Marks:
    """Lay a chart out on a page of width x height inches."""
    return tuple(SKETCHES[type(chart)](chart, width, height, look))


SKETCHES = {Distributions: distributions, Bars: bars, Shares: shares, StackedBars: stacked_bars}
