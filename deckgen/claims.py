"""What is claimed of the clusters: data from which every sentence of the deck is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from deckgen.statistics.estimate import Estimate
from deckgen.statistics.verdicts import Verdict

Kind = Literal["size", "kpi", "level", "flag", "any_flag", "tree", "rule", "outside", "outside_rule"]

REST = "*"
"""`Claim.against` where a cluster is compared with all the others."""


@dataclass(frozen=True)
class Claim:
    """One comparison: `cluster` against `against` on `column`.

    direction: 1 where the cluster is higher, -1 lower, 0 where nothing may be said.
    better: 1 where higher or lower is an advantage by the column's polarity, -1 a disadvantage, 0 neutral.
    effect: the effect named by `measure` ("cliffs_delta", "cohens_h", "risk_ratio", "precision"), with its interval.
    bases: customers with a value in the cluster and in what it is compared with.
    provenance: whether the clustering was fitted on the column ("input"), on one that goes with it ("derived"), or not.
    numbers: the figures that sentences print (medians, shares ...), not rounded, of published counts.
    conditions: of a rule, the trial.Condition's that a customer must meet. further: what the tree's purer path asks
    besides.
    """

    kind: Kind
    column: str
    cluster: str
    against: str
    verdict: Verdict
    direction: int
    measure: str
    effect: Estimate
    bases: tuple[int, int]
    level: str = ""
    better: int = 0
    provenance: str = ""
    conditions: tuple[object, ...] = ()
    further: tuple[object, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_told(self) -> bool:
        """Whether a difference may be stated at all."""
        return self.verdict in ("clear", "slight")


def by_cluster(claims: Iterable[Claim]) -> dict[str, Claim]:
    """Return claims against the rest by their cluster."""
    return {claim.cluster: claim for claim in claims if claim.against == REST}


@dataclass(frozen=True)
class Claims:
    """All claims so far, with the look-ups that later sections need."""

    all: tuple[Claim, ...] = ()
    index: dict[tuple[str, ...], dict[tuple[object, ...], tuple[Claim, ...]]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def plus(self, more: Iterable[Claim]) -> Claims:
        """Return these claims and more."""
        return Claims(self.all + tuple(more))

    def where(self, **wanted: object) -> tuple[Claim, ...]:
        """Return the claims whose fields equal all that is wanted, in the order in which they were made."""
        return self.by(*wanted).get(tuple(wanted.values()), ()) if wanted else self.all

    def by(self, *names: str) -> Mapping[tuple[object, ...], tuple[Claim, ...]]:
        """Return the claims by the values of some fields; looked up once."""
        if names not in self.index:
            found: dict[tuple[object, ...], tuple[Claim, ...]] = {}
            for claim in self.all:
                values = tuple(getattr(claim, name) for name in names)
                found[values] = (*found.get(values, ()), claim)
            self.index[names] = found
        return self.index[names]

    def one(self, **wanted: object) -> Claim | None:
        """Return the first claim that fits, or None."""
        return next(iter(self.where(**wanted)), None)
