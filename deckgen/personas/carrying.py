"""Who of the deck before is who in the new table? Ids tell it, else whole rows, else a model of the old groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from deckgen.customers import Customers
from deckgen.errors import OutputError, SettingsError
from deckgen.features import feature_columns
from deckgen.personas.beside import ENDING, ids_beside
from deckgen.personas.cast import Cast, cast_from, first_cast, living, next_cast, with_names
from deckgen.personas.changes import Carried, changes_between, changes_from
from deckgen.personas.classifier import model_from, modelled_flow
from deckgen.personas.flows import Flow
from deckgen.personas.matching import UNIQUE, match
from deckgen.personas.members import (
    Members,
    flow_since,
    from_own_data,
    from_parquet,
    keyed_rows,
    sampled_share,
)
from deckgen.personas.sheet import Sheet, read_sheet, sheet_beside, with_agreed
from deckgen.questions import Answers
from deckgen.record import fingerprint
from deckgen.slides import Language

SURELY = 0.6
"""Jaccard's index above which a name is kept where a model tells who is who: its error is far less than the margin."""


@dataclass(frozen=True, eq=False)
class Before:
    """The deck before: its file's name, what it remembers, who was in which cluster, and what people agreed since."""

    name: str
    record: Mapping[str, object]
    members: Members | None
    sheet: Sheet | None = None

    @property
    def language(self) -> Language:
        """The language in which names were agreed."""
        return self.record["language"]

    @property
    def cast(self) -> Cast:
        """The personas of the deck before, with the names that were agreed then and since."""
        then = with_names(cast_from(self.record), self.record["settings"].get("names", {}), self.language)
        return with_agreed(then, self.sheet)


def before_of(path: Path, record: Mapping[str, object]) -> Before:
    """Return what a deck knows of its customers and personas, itself or in the files beside it."""
    return Before(path.name, record, members_beside(path, record.get("members")), read_sheet(sheet_beside(path)))


def members_beside(path: Path, told: Mapping[str, object] | None) -> Members | None:
    """Return who was in which cluster: from the deck, or from the file in its folder that it knows by its hash."""
    if told is None:
        return None
    if "clusters" in told:
        return from_own_data(told)
    own = ids_beside(path)
    files = [own, *sorted(file for file in path.parent.glob(f"*{ENDING}") if file != own)]
    found = (from_parquet(file.read_bytes(), told) for file in files if file.is_file())
    return next((members for members in found if members is not None), None)


def carried(customers: Customers, answers: Answers, before: Before | None) -> Carried:
    """Say who is who. The same table again has the personas that it had, and tells the changes that it told."""
    if before is None:
        return Carried(first_cast(answers.clusters))
    cast = before.cast
    if before.record["source"]["fingerprint"] == fingerprint(answers):
        return Carried(cast, changes_from(before.record.get("changes")))
    flow, how, accuracy = flow_of(customers, answers, before, tuple(persona.key for persona in living(cast)))
    found = match(flow, SURELY if how == "model" else UNIQUE)
    after = next_cast(cast, found, certain=how != "model")
    return Carried(after, changes_between(before.name, before.record, cast, after, found, how, accuracy))


def agreed_on(found: Carried, sheet: Sheet | None, answers: Answers, before: Before | None) -> Carried:
    """Return the personas with what people have agreed beside the new deck, if they did so on this very table.

    Raises SettingsError where agreed names are of another clustering, and no deck tells who is who.
    """
    if sheet is None:
        return found
    if sheet.fingerprint == fingerprint(answers):
        return replace(found, cast=with_agreed(found.cast, sheet))
    if before is None and sheet.has_names:
        raise SettingsError(
            f"{sheet.path} has names that were agreed on another table or clustering.\n"
            "Name its deck with --previous, or write the new deck elsewhere with -o."
        )
    return found


def as_remembered(answers: Answers, before: Before) -> Carried:
    """Return the personas of a deck by their labels, to hold the deck against a table that is to be its own."""
    if {persona.key for persona in living(before.cast)} != set(answers.clusters):
        return Carried(first_cast(answers.clusters))
    return Carried(before.cast, changes_from(before.record.get("changes")))


def flow_of(
    customers: Customers, answers: Answers, before: Before, old: tuple[str, ...]
) -> tuple[Flow, str, float | None]:
    """Count who went where, by what tells it best; return by what, and how often a model is right."""
    if before.members is not None:
        rows, share = keyed_rows(customers, answers), sampled_share(customers)
        flow = flow_since(before.members, rows, share, old, answers.clusters)
        if flow is not None:
            return flow, "ids" if customers.id else "rows", None
    model = model_from(before.record.get("model"))
    rows = answers.rows(feature_columns(customers))
    flow = modelled_flow(model, rows, answers.clusters) if model is not None else None
    if flow is None:
        raise OutputError(
            f"{before.name}: its groups cannot be found in {customers.source}, neither by ids nor by their profiles.\n"
            f"Put the file {Path(before.name).stem}{ENDING} that was written with it beside it, or build a new deck."
        )
    return turned(flow, old), "model", round(model.accuracy, 2)


def turned(flow: Flow, old: tuple[str, ...]) -> Flow:
    """Return a flow with the old clusters in another order."""
    order = [flow.old.index(key) for key in old]
    return Flow(old, flow.new, flow.table[[*order, -2, -1]])
