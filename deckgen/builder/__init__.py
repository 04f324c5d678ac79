"""Deck and template become a file: an `Arrangement` gives everything its place, `write` makes the slides.

Between the two stand pages of frozen items (drawing.py), which name where every chart is drawn and how large.
"""

from deckgen.builder.arrangement import Arrangement
from deckgen.builder.drawing import ChartKey, Page
from deckgen.builder.writing import write

__all__ = ["Arrangement", "ChartKey", "Page", "write"]
