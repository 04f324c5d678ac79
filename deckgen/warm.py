"""What does a worker import before there is work? All that draws and boosts; a first picture is part of it.

The server from which workers are forked imports it once for all of them.
"""

from deckgen.brand import Brand
from deckgen.ceiling import load
from deckgen.charts import draw
from deckgen.slides import Bar, BarPanel, Bars, Group

load()
draw(Bars("first", (BarPanel("a", "a", (Bar("a", 1.0, "a"),)),), ""), 2, 1, (Group("a", "a"),), Brand())
