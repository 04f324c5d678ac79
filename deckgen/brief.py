"""What does a section get, and what does it give back?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, Protocol, TypeVar

import polars as pl

from deckgen import rules
from deckgen.claims import Claim, Claims
from deckgen.columns import Column
from deckgen.customers import Customers
from deckgen.features import Feature
from deckgen.notices import Notice
from deckgen.personas.changes import Carried
from deckgen.questions import Answers, Question
from deckgen.rules import Findings
from deckgen.settings import Settings
from deckgen.slides import Group, Slide
from deckgen.statistics.disclosure import printable
from deckgen.wording import Text, Words


@dataclass(frozen=True)
class LeftOut:
    """Something that the deck does not show, and why."""

    what: str
    why: str


Find = Callable[[pl.DataFrame, Sequence[Feature], Sequence[str], int], Findings]
"""What finds the rules: `rules.find`, wherever it runs."""


@dataclass(frozen=True)
class Brief:
    """All that a section may look at when it tells: the answers, the language, the claims of the sections before it.

    notices: what is odd about the table. slides: those told before; the front sections tell last and see all of them.
    shown: section -> the columns that it shows, of those before.
    carried: who is who since the deck before. known: what was found out from all this: see `once`.
    """

    customers: Customers
    answers: Answers
    settings: Settings
    say: Words
    groups: tuple[Group, ...]
    claims: Claims = field(default_factory=Claims)
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[Notice, ...] = ()
    find: Find = rules.find
    slides: tuple[Slide, ...] = ()
    shown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    carried: Carried = field(default_factory=Carried)
    known: dict[tuple[object, ...], Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def keys(self) -> tuple[str, ...]:
        """The clusters' labels in the deck's order."""
        return self.answers.clusters

    @property
    def sizes(self) -> dict[str, int]:
        """The clusters' sizes by their labels."""
        return dict(zip(self.keys, self.answers.sizes, strict=True))

    def plus(self, claims: Iterable[Claim]) -> Brief:
        """Return the brief with a section's own claims added, for the phrases that look them up."""
        return replace(self, claims=self.claims.plus(claims))

    def name(self, cluster: str) -> str:
        """Return what the deck calls a cluster."""
        return next(group.name for group in self.groups if group.key == cluster)

    def others(self, cluster: str) -> str:
        """Return what a cluster is compared with: the other one by name, or the others together."""
        rest = [group.name for group in self.groups if group.key != cluster]
        return rest[0] if len(rest) == 1 else self.say("其他群体", "the other clusters")

    def title(self, column: Column) -> str:
        """Return what the deck calls a column."""
        return self.say.text(column.text)

    def bare_title(self, column: Column) -> str:
        """Return what the deck calls a column, without its unit."""
        title, unit = self.title(column), column.unit
        return title.removesuffix(self.say(f"（{unit}）", f" ({unit})")) if unit else title

    def figures(self, column: Column, values: Iterable[float]) -> list[str]:
        """Print figures of a KPI side by side, in its unit."""
        return self.say.numbers(value * column.size for value in values)

    def figure(self, column: Column, value: float) -> str:
        """Print a figure of a KPI, in its unit."""
        return self.say.number(value * column.size)

    @property
    def largest(self) -> str:
        """The label of the largest cluster, the first of several."""
        return max(zip(self.keys, self.answers.sizes, strict=True), key=lambda pair: pair[1])[0]

    @property
    def smallest(self) -> int:
        """Customers in the smallest cluster: all shares are printed as precisely as its own."""
        return min(self.answers.sizes)

    @property
    def total(self) -> int:
        """Customers in all clusters, noise left out, and clusters whose size must not be told by subtraction."""
        return sum(n for n in self.answers.sizes if printable(n))


Found = TypeVar("Found")


def once(function: Callable[..., Found]) -> Callable[..., Found]:
    """Let a function of a brief and labels look only once: what it found is known for as long as the brief lasts."""

    @wraps(function)
    def known(brief: Brief, *labels: str) -> Found:
        asked = (function, *labels)
        if asked not in brief.known:
            brief.known[asked] = function(brief, *labels)
        return brief.known[asked]

    return known


@dataclass(frozen=True)
class Told:
    """What a section says: its slides, the claims they rest on, what found no place, and the columns that it shows."""

    slides: tuple[Slide, ...] = ()
    claims: tuple[Claim, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    shown: tuple[str, ...] = ()


class Section(Protocol):
    """One step of the analysis: a module with these three names."""

    __name__: str
    NAME: Text

    def asks(self, customers: Customers) -> Iterable[Question]:
        """Return what must be asked of the table."""

    def tells(self, brief: Brief) -> Told:
        """Return slides, claims and what was left out."""
