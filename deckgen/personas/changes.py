"""What has changed since the deck before? Plain data that travels in the new deck, so that it can be told again.

No count in it stands on 1 to 10 customers: flows are rounded to tens, as shares of the group that they leave, and
fewer than 11 are not told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from deckgen.claims import REST
from deckgen.personas.cast import Cast, living, numbers_of
from deckgen.personas.flows import Flow
from deckgen.personas.matching import Match
from deckgen.statistics.disclosure import FEW, printable, tens

KINDS = ("kpi", "flag", "any_flag", "level")
"""Claims of which it is told how they changed."""

Told = dict[tuple[int, str, str, str], int]
"""What was told of a persona: by its number, kind, column and level, 1 where it was higher and -1 where lower."""


@dataclass(frozen=True)
class Then:
    """A group of the run before: its persona's number, its size (None for 1 to 10), and where it went.

    into: numbers of the personas. flow: to each group that is in the deck now, then to none and out of the table;
    shares of the group's customers, None where they are fewer than 11.
    """

    number: int
    customers: int | None
    state: str
    into: tuple[int, ...]
    flow: tuple[float | None, ...]


@dataclass(frozen=True)
class Now:
    """A group of this run: its persona's number, its label, where it comes from, and its customers who are new."""

    number: int
    key: str
    state: str
    parents: tuple[int, ...]
    joined: float | None


@dataclass(frozen=True)
class Changes:
    """What has changed since the deck before.

    deck, file, date: of the deck before and its data. how: by what customers were found again: "ids", "rows" (whole
    rows), "model" (a model of the old groups, with its accuracy). both: customers found in both runs. moved: the share
    of those who are elsewhere than their group went, None where they are fewer than 11. rand: the adjusted Rand index.
    told: what was told of the personas who stayed. rules: their rules then, by number.
    """

    deck: str
    file: str
    date: str
    how: str
    accuracy: float | None
    both: int
    moved: float | None
    rand: float
    then: tuple[Then, ...]
    now: tuple[Now, ...]
    told: Told
    rules: dict[int, list[object]]

    def changed(self) -> bool:
        """Tell whether any group is another than it was."""
        return any(group.state != "survived" for group in self.now) or any(g.state == "gone" for g in self.then)


@dataclass(frozen=True)
class Carried:
    """All personas after a run, and what has changed since the deck before, if there was one."""

    cast: Cast = ()
    changes: Changes | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """The clusters in the deck's order."""
        return tuple(persona.key for persona in living(self.cast))


def changes_between(
    name: str, record: Mapping[str, object], before: Cast, after: Cast, found: Match, how: str, accuracy: float | None
) -> Changes:
    """Lay down what has changed. name, record: of the deck before. before, after: the personas of both runs."""
    flow, old, new = found.flow, numbers_of(before), numbers_of(after)
    order = [flow.new.index(persona.key) for persona in living(after)]
    shares = flow_shares(flow)[:, [*order, -2, -1]]
    sizes = {cluster["key"]: cluster["customers"] for cluster in record["clusters"]}
    then = tuple(
        Then(old[key], sizes[key], found.fates[key].state, tuple(new[k] for k in found.fates[key].into), tuple(row))
        for key, row in zip(flow.old, shares.tolist(), strict=True)
    )
    both = int(flow.counts.sum())
    return Changes(
        name,
        record["source"]["file"],
        record["source"]["date"],
        how,
        accuracy,
        tens(both),
        hidden_share(found.moved, both),
        round(found.rand, 2),
        tuple(without_nan(group) for group in then),
        tuple(now_group(persona.key, persona.number, found, old) for persona in living(after)),
        told_before(record, old),
        rules_before(record, old),
    )


def now_group(key: str, number: int, found: Match, old: Mapping[str, int]) -> Now:
    """Lay down where a group of this run comes from."""
    flow, origin = found.flow, found.origins[key]
    place = flow.new.index(key)
    joined = hidden_share(int(flow.joiners[place]), int(flow.table[:, place].sum()))
    return Now(number, key, origin.state, tuple(old[parent] for parent in origin.parents), joined)


def flow_shares(flow: Flow) -> np.ndarray:
    """Return where each old group's customers are, as shares that tell no count; NaN for fewer than 11 of them."""
    table = flow.table[:-2]
    shares = np.round([[tens(int(n)) for n in row] for row in table] / np.maximum(table.sum(axis=1), 1)[:, None], 2)
    return np.where(table < FEW, np.nan, np.minimum(shares, 1.0))


def hidden_share(part: int, whole: int) -> float | None:
    """Return a share to whole percents of a count in tens; exactly 0 where there is nobody, None for 1 to 10."""
    if part == 0:
        return 0.0
    return min(1.0, round(tens(part) / whole, 2)) if printable(part) else None


def without_nan(group: Then) -> Then:
    """Return a group with None where a flow is not to be told."""
    return Then(**{**vars(group), "flow": tuple(None if share != share else share for share in group.flow)})


def told_before(record: Mapping[str, object], old: Mapping[str, int]) -> Told:
    """Return what a deck told of its groups, against all others."""
    return {
        (old[claim["cluster"]], claim["kind"], claim["column"], claim.get("level", "")): claim["direction"]
        for claim in record["claims"]
        if claim["kind"] in KINDS and claim["against"] == REST and claim["cluster"] in old and claim.get("direction")
    }


def rules_before(record: Mapping[str, object], old: Mapping[str, int]) -> dict[int, list[object]]:
    """Return the conditions of the groups' golden rules."""
    return {
        old[claim["cluster"]]: claim["conditions"]
        for claim in record["claims"]
        if claim["kind"] == "rule" and claim["verdict"] == "clear" and claim["cluster"] in old
    }


def changes_data(changes: Changes) -> dict[str, object]:
    """Return changes as JSON can hold them."""
    told = [[*key, direction] for key, direction in changes.told.items()]
    rules = [[number, conditions] for number, conditions in changes.rules.items()]
    return {**asdict(changes), "told": told, "rules": rules}


def changes_from(data: Mapping[str, object] | None) -> Changes | None:
    """Return the changes that changes_data wrote."""
    if data is None:
        return None
    then = tuple(
        Then(**{**group, "into": tuple(group["into"]), "flow": tuple(group["flow"])}) for group in data["then"]
    )
    now = tuple(Now(**{**group, "parents": tuple(group["parents"])}) for group in data["now"])
    told = {tuple(key): direction for *key, direction in data["told"]}
    return Changes(**{**data, "then": then, "now": now, "told": told, "rules": dict(data["rules"])})


def with_tuples(data: Mapping[str, object]) -> dict[str, object]:
    """Return data with tuples for lists."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
