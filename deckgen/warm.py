"""What does a worker that draws import before there is work? This module draws a first picture: that is part of it.

The server from which workers are forked imports it once for all of them.
"""

from deckgen.brand import Brand
from deckgen.charts import draw
from deckgen.slides import Bar, BarPanel, Bars, Group

draw(Bars("first", (BarPanel("a", "a", (Bar("a", 1.0, "a"),)),), ""), 2, 1, (Group("a", "a"),), Brand())
