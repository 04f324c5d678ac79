"""What does a worker import before there is work? All that draws; a first picture is part of it.

The server from which workers are forked imports it once for all of them.
"""

import gc

from deckgen.brand import Brand
from deckgen.charts import draw
from deckgen.slides import Bar, BarPanel, Bars, Group

draw(Bars("first", (BarPanel("a", "a", (Bar("a", 1.0, "a"),)),), ""), 2, 1, (Group("a", "a"),), Brand())
gc.collect()
gc.freeze()  # what is imported stays: workers need not look through it, nor copy the pages that it stands on
