"""What does a deck say? Plain frozen data, in the deck's language, with no word of PowerPoint.

Sections make slides; charts draws the charts among them; builder puts them on a template. A deck can be printed and
compared in a test.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from deckgen.claims import Claim
from deckgen.tree import Tree

Language = Literal["zh", "en"]
Role = Literal["cover", "section", "content", "comparison"]
Tone = Literal["plain", "strong", "key", "muted", "good", "caution"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Group:
    """A cluster as the deck shows it: `key` is the label in the table, `name` what slides call it.

    slot: the place of its colour among the template's, on every slide; where None, its place in Deck.clusters.
    number: what the names of its shapes carry, from 1; where None, its place, so that edits follow the persona.
    """

    key: str
    name: str
    slot: int | None = None
    number: int | None = None


def colour_slots(groups: Sequence[Group]) -> tuple[int, ...]:
    """Return the places of the groups' colours among the template's."""
    return tuple(place if group.slot is None else group.slot for place, group in enumerate(groups))


def numbers(groups: Sequence[Group]) -> dict[str, int]:
    """Return the groups' numbers by their keys."""
    return {group.key: place + 1 if group.number is None else group.number for place, group in enumerate(groups)}


@dataclass(frozen=True)
class Meter:
    """A small bar beside a cell's text: from `start` to `end`, shares 0..1 of its room.

    cluster: the Group key that gives its colour; grey where it is empty. zero: where a line marks the beginning of
    bars that go both ways.
    """

    start: float
    end: float
    cluster: str = ""
    zero: float = 0.0


@dataclass(frozen=True)
class Cell:
    """A table cell. `cluster` (a Group key) marks it with that cluster's colour; `span` merges it over columns.

    tone "key": where the eye should land, on a ground of the cluster's colour. head: in bold before the text.
    note: a quieter line below.
    """

    text: str
    tone: Tone = "plain"
    cluster: str = ""
    span: int = 1
    note: str = ""
    meter: Meter | None = None
    head: str = ""

    @property
    def words(self) -> str:
        """All that the cell says."""
        return "\n".join(part for part in (self.head + self.text, self.note) if part)


@dataclass(frozen=True)
class Row:
    """A table row; spans add up to the number of columns. kind "group" is a heading between body rows.

    headline: its finding, for the title of a page on which the table continues; so in bars, stacks and cards.
    key: what a Stretch knows the row by.
    """

    cells: tuple[Cell, ...]
    kind: Literal["header", "body", "group"] = "body"
    headline: str = ""
    key: str = ""


@dataclass(frozen=True)
class Table:
    """A real table: header rows first; one alignment and one relative width a column; `alt` states the finding.

    narrow: the same in fewer columns or rows, for a place that this one does not fit. quiet: beside what matters more,
    so in no larger type than is comfortable. gain: by how many points its type must be larger than that of a form with
    more rows, which fits in small type, to stand in its place.
    """

    name: str
    rows: tuple[Row, ...]
    aligns: tuple[Align, ...]
    weights: tuple[float, ...]
    alt: str
    narrow: Table | None = None
    quiet: bool = False
    gain: float = math.inf

    @cached_property
    def meters(self) -> frozenset[int]:
        """The columns in which cells have bars."""
        return frozenset(
            sum(cell.span for cell in row.cells[:place])
            for row in self.rows
            for place, cell in enumerate(row.cells)
            if cell.meter is not None
        )


@dataclass(frozen=True)
class Box:
    """The five numbers of a box: 5th, 25th, 50th, 75th and 95th percentile (whiskers are percentiles, no outliers)."""

    p05: float
    p25: float
    p50: float
    p75: float
    p95: float


@dataclass(frozen=True)
class Violin:
    """A cluster's distribution on a grid: `density` is scaled so that the widest place of the panel is 1.

    label: its median. texts: what stands at the ends of its bars, where it has some.
    """

    cluster: str
    grid: tuple[float, ...]
    density: tuple[float, ...]
    box: Box
    label: str
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Panel:
    """One KPI's violins. scale "log" and "symlog" are said on the axis by `axis`; `linear_within` is symlog's core.

    On the scale "steps" a KPI of few values has a bar a value: its grid are their places, its density their shares.
    finding: what differs, in a few words.
    breaks and break_labels are the axis ticks, in data units, with their texts.
    """

    title: str
    axis: str
    scale: Literal["linear", "log", "symlog", "steps"]
    violins: tuple[Violin, ...]
    breaks: tuple[float, ...]
    break_labels: tuple[str, ...]
    linear_within: float = 1.0
    finding: str = ""
    headline: str = ""


@dataclass(frozen=True)
class Distributions:
    """Violin and box per cluster, a panel a KPI, side by side."""

    name: str
    panels: tuple[Panel, ...]
    alt: str


@dataclass(frozen=True)
class Bar:
    """A bar: `label` on its axis, `value` a share 0..1, `text` at its end, `strong` where the eye should land."""

    label: str
    value: float
    text: str
    strong: bool = False


@dataclass(frozen=True)
class BarPanel:
    """The bars of one cluster, top first."""

    cluster: str
    title: str
    bars: tuple[Bar, ...]
    headline: str = ""


@dataclass(frozen=True)
class Bars:
    """Horizontal bars, a panel a cluster, on one common scale."""

    name: str
    panels: tuple[BarPanel, ...]
    alt: str


@dataclass(frozen=True)
class Shares:
    """100 % bars, one a measure, a piece a cluster: values[i][k] of items[i], said as texts[i][k].

    clusters gives the order of k.
    """

    name: str
    clusters: tuple[str, ...]
    items: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    texts: tuple[tuple[str, ...], ...]
    alt: str


LESS = "▼"
"""Stands before a share that is less common than the others'."""


@dataclass(frozen=True)
class StackedBars:
    """100 % bars, one a cluster: shares[k][l] of level l. `grey` levels (other, missing) take the neutral colour.

    strong[k][l] marks over-represented pieces, less[k][l] those that the page says to be less common; none where empty.
    Texts are printed in a piece; where there is no room for all of them, or it is not to be `stacked`, the
    picture has a row a level instead, in one measure with the charts of its page `beside` it. against[k][l] is what
    stands behind a share in brackets: how it compares with the others'; none where empty.
    """

    name: str
    title: str
    clusters: tuple[str, ...]
    levels: tuple[str, ...]
    shares: tuple[tuple[float, ...], ...]
    texts: tuple[tuple[str, ...], ...]
    strong: tuple[tuple[bool, ...], ...]
    grey: tuple[bool, ...]
    alt: str
    headline: str = ""
    stacked: bool = True
    less: tuple[tuple[bool, ...], ...] = ()
    beside: tuple[StackedBars, ...] = ()
    against: tuple[tuple[str, ...], ...] = ()

    def is_less(self, cluster: int, level: int) -> bool:
        """Tell whether the page says that a cluster has a level less often than the others."""
        return bool(self.less) and self.less[cluster][level]

    def is_marked(self, cluster: int, level: int) -> bool:
        """Tell whether the page says something of a piece."""
        return self.strong[cluster][level] or self.is_less(cluster, level)

    def printed(self, cluster: int, level: int) -> str:
        """Return a piece's share as it is printed, with an arrow where it is less common, and how it compares."""
        return self.share(cluster, level) + self.compared(cluster, level)

    def share(self, cluster: int, level: int) -> str:
        """Return a piece's share alone as it is printed, with an arrow where it is less common."""
        text = self.texts[cluster][level]
        return f"{LESS} {text}" if text and self.is_less(cluster, level) else text

    def compared(self, cluster: int, level: int) -> str:
        """Return in brackets how a piece compares with the others'; nothing where that is not said."""
        return self.against[cluster][level] if self.against else ""


Chart = Distributions | Bars | Shares | StackedBars
CHARTS = (Distributions, Bars, Shares, StackedBars)


@dataclass(frozen=True)
class Point:
    """A line of text in a list or card: `head` in bold, `text` after it, `tone` for the whole."""

    text: str
    head: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True)
class Points:
    """A short list of statements under an optional heading. narrow: one of fewer, for a place without room for all."""

    name: str
    points: tuple[Point, ...]
    heading: str = ""
    narrow: Points | None = None


@dataclass(frozen=True)
class Gauge:
    """A share on a track from nothing to all, and beside it the share to compare it with; both 0..1.

    least: whether it is what the share is at least, so that what the rest of the track is remains open.
    """

    share: float
    base: float
    least: bool = False


@dataclass(frozen=True)
class Card:
    """A card in a cluster's colour: a title, a figure that stands out with what it says, and points.

    key: what a Stretch knows the card by.
    """

    cluster: str
    title: str
    figure: str
    caption: str
    points: tuple[Point, ...]
    gauge: Gauge | None = None
    headline: str = ""
    key: str = ""


@dataclass(frozen=True)
class Cards:
    """Cards side by side as native shapes, one a cluster (or one a rule)."""

    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Beside:
    """Blocks from left to right, in proportion to `weights`; on a narrow page they may be stacked instead.

    spare: as in Above.
    """

    blocks: tuple[Block, ...]
    weights: tuple[float, ...]
    spare: bool = False


@dataclass(frozen=True)
class Above:
    """Blocks from top to bottom, in proportion to `weights`.

    spare: the last says what the notes say too, and stays out where not all fit on a page.
    """

    blocks: tuple[Block, ...]
    weights: tuple[float, ...]
    spare: bool = False


Block = Table | Distributions | Bars | Shares | StackedBars | Tree | Points | Cards | Beside | Above


@dataclass(frozen=True)
class Stretch:
    """What is said over and under some rows of a table, cards, panels or stacks, where a page shows no others of them.

    keys: of the rows or cards; of panels their titles, of stacks their names. foot: the slide's if empty.
    """

    keys: tuple[str, ...]
    title: str
    takeaway: str
    foot: str = ""


@dataclass(frozen=True)
class Slide:
    """One message. `step` is unique in the deck and stable ("1.1", "cover"); `kicker` is the step's number and name.

    title: the finding. takeaway: so what. foot: bases and method. notes: what to say, how it was computed, what not to
    conclude. minor: too weak for the overview unless little else is found. stretches: what its pages say where it
    continues. terms: names in its texts within which no line ends.
    """

    step: str
    role: Role
    title: str
    kicker: str = ""
    body: Block | None = None
    takeaway: str = ""
    foot: str = ""
    notes: str = ""
    minor: bool = False
    stretches: tuple[Stretch, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deck:
    """All slides in order, the clusters in theirs, and the claims that the sentences rest on.

    subtitle stands on the cover. date (ISO) is the data's, used for the file's properties, so that the same input gives
    the same bytes on any day. running: what the footer line of a page says, the title where empty.
    """

    title: str
    subtitle: str
    language: Language
    date: str
    clusters: tuple[Group, ...]
    slides: tuple[Slide, ...]
    claims: tuple[Claim, ...] = field(default=())
    running: str = ""
