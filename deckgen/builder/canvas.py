"""What does drawing on one page need beside the items themselves?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deckgen.builder.drawing import ChartKey
from deckgen.builder.palette import Palette
from deckgen.marks import Drawn
from deckgen.slides import Language


@dataclass(frozen=True)
class Canvas:
    """A page's colours and words.

    page: the page's key. keys: the clusters' labels in the deck's order. pictures: (step, chart name) -> its drawing.
    table_style: a GUID. filled_header: whether that style fills header rows, so that it also colours their text.
    """

    palette: Palette
    language: Language
    step: str
    page: str
    keys: tuple[str, ...]
    pictures: Mapping[ChartKey, Drawn]
    table_style: str
    filled_header: bool

    def paint(self, cluster: str, kind: str) -> str:
        """Return a cluster's paint of a kind: "cluster" an area, "words" text on the paper, "on" text on the area."""
        return f"{kind}:{self.keys.index(cluster)}"

    def named(self, name: str) -> str:
        """Return a shape's name on this page: on a page that continues a step, with the part's number."""
        return name.replace(f"deckgen:{self.step}:", f"deckgen:{self.page}:", 1)
