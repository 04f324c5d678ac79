"""What stands where on a page? Frozen data between the deck's words and PowerPoint's shapes.

Places are in EMU, text sizes and line weights in points. Colours are paints, named by what they mean:

    ink, muted, accent, good, caution    text and lines that are readable on the page's paper
    wash, rule, faint                    a quiet area, a hairline, a mark that does not stand out
    cluster:2, words:2                   the third cluster's colour: as an area, as text on the paper
    on:2, tint:2                         text on an area of that colour; a ground of it, under ink
    on-tint:2, quiet-on-tint:2           on that ground text of its colour, and quiet text
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from deckgen.fit import Fitted, Paragraph
from deckgen.marks import Marks
from deckgen.slides import Align, Chart, Row, Slide
from deckgen.template import Place

POINT = 12700
INCH = 914400

Anchor = Literal["top", "middle", "bottom"]


@dataclass(frozen=True)
class TextBox:
    """Text in a box: insets are left, top, right, bottom in points; no fill and no outline where they are empty.

    headline: what the block that it heads says in the title of a page of its own; key: what a Stretch knows that by.
    """

    name: str
    place: Place
    paragraphs: tuple[Paragraph, ...]
    size: float
    anchor: Anchor = "top"
    insets: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    fill: str = ""
    outline: str = ""
    weight: float = 0.75
    rounded: bool = False
    headline: str = ""
    key: str = ""


@dataclass(frozen=True)
class Bar:
    """A plain coloured rectangle that says nothing by itself. edge: paint of its outline, if any."""

    name: str
    place: Place
    paint: str
    edge: str = ""


@dataclass(frozen=True)
class Link:
    """A connector from one text box's right side to another's left side, by their names."""

    name: str
    start: str
    end: str
    paint: str
    weight: float


@dataclass(frozen=True)
class Picture:
    """Where a chart is drawn, at exactly this size but for the page's scale, and what is drawn of it."""

    name: str
    place: Place
    chart: Chart
    marks: Marks


NAMED = {"both": " ", "lines": "\n"}
"""Labels that say a series' name and a value, and what stands between: "lines" is one above the other."""


@dataclass(frozen=True)
class Dot:
    """A bar of a real chart, or a piece of one: its share, None for none; what it says, in which colour.

    label: its value, one of NAMED, or nothing. mark, behind: what stands before and behind the value. edge: paint of
    its outline, if any.
    """

    value: float | None
    paint: str
    label: str
    ink: str
    bold: bool
    mark: str = ""
    edge: str = ""
    behind: str = ""


@dataclass(frozen=True)
class Series:
    """A series of a real chart with a bar a category."""

    name: str
    paint: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Plot:
    """A real chart of horizontal bars, its categories from the top down.

    most: the share at which the axis ends. inner: where its bars stand, as shares of the frame: left, top, width,
    height. size: of its text in points, `names` of the categories' where they stand out. figures: how values are
    printed.
    """

    name: str
    place: Place
    alt: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    most: float
    inner: tuple[float, float, float, float]
    size: float
    figures: str
    stacked: bool = False
    names: float = 0.0


@dataclass(frozen=True)
class Grid:
    """A table set: column widths and row heights in EMU, the size of its text, and its cells' margins in points.

    room: the width in points that bars take beside the text, in the columns of `meters`. sinks: how much further a line
    with Han reaches below its base than another, in points. below: how much more room each cell of each row has below
    its text than above it, in points.
    """

    name: str
    place: Place
    rows: tuple[Row, ...]
    aligns: tuple[Align, ...]
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    size: float
    margin: float
    padding: float
    room: float
    meters: frozenset[int]
    alt: str
    sinks: float
    below: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Group:
    """Shapes that belong together and share one alternative text; without one they say nothing by themselves."""

    name: str
    alt: str
    items: tuple[Item, ...]


Item = TextBox | Bar | Link | Picture | Plot | Grid | Group
Items = tuple[Item, ...]
Parts = tuple[Items, ...]
"""A block's items, page by page: more than one where the block continues."""


@dataclass(frozen=True)
class Page:
    """One slide of the file: part i of n of a deck's slide.

    heading: the title's words, set as `title`. subtitle: None where there is nothing to say.
    """

    slide: Slide
    part: int
    parts: int
    heading: str
    title: Fitted
    subtitle: Fitted | None
    items: Items

    @property
    def key(self) -> str:
        """What the names of the page's shapes begin with, after "deckgen:": the step, and the part after the first."""
        return page_key(self.slide.step, self.part)


def page_key(step: str, part: int) -> str:
    """Return the key of a part of a step.

    >>> page_key("1.1", 1), page_key("1.1", 2)
    ('1.1', '1.1/2')
    """
    return step if part == 1 else f"{step}/{part}"


ChartKey = tuple[str, str]
"""A chart's slide and name: (step, name)."""


Job = tuple[Marks, float, float]
"""A picture's marks with the width and height in inches at which it is to be drawn, on a page of usual size."""


def charts_in(step: str, parts: Parts, scale: float) -> dict[ChartKey, Job]:
    """Return the pictures among a slide's items; pictures are scaled with the page, and with them their type."""
    unit = INCH * scale
    return {
        (step, item.chart.name): (item.marks, item.place.width / unit, item.place.height / unit)
        for items in parts
        for item in items
        if isinstance(item, Picture)
    }
