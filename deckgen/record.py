"""What does a deck remember of how it was made?

Plain data that travels in the deck: versions, source, settings, the columns' roles, the clusters, and every claim. With
it the deck can be checked against the table again and carried on after the next clustering. Nothing of a single
customer is in it, and no figure that stands on 1 to 10 customers.
"""

from __future__ import annotations

import hashlib
import json
import math
import platform
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields, replace
from importlib.metadata import version

import numpy as np

from deckgen import __version__
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.counted import CountedFlag, CountedLevels, CountedValues
from deckgen.customers import Customers
from deckgen.features import features, frozen_tiers
from deckgen.publication import published_claim
from deckgen.questions import Answers, by_size
from deckgen.settings import Settings
from deckgen.slides import CHARTS, Above, Beside, Block, Cards, Deck, Table
from deckgen.statistics.disclosure import printable
from deckgen.trial import Condition

FORMAT = 1
LIBRARIES = ("numpy", "polars", "scikit-learn")
"""Libraries on whose versions a figure may depend."""

MADE_APART = ("bases", "conditions", "effect", "further", "numbers")
"""Fields of a claim that are not copied as they are."""

Data = dict[str, object]
"""What JSON can hold: objects, arrays, texts, finite numbers, true, false, null."""


def record_of(customers: Customers, answers: Answers, settings: Settings, template: str, deck: Deck) -> Data:
    """Return what a deck remembers, by section. template: the SHA-256 of the template's file."""
    return {
        "format": FORMAT,
        "versions": {
            "deckgen": __version__,
            "python": platform.python_version(),
            **{name: version(name) for name in LIBRARIES},
        },
        "source": source(customers, answers),
        "template": template,
        "language": deck.language,
        "settings": settings_data(settings),
        "clusters": [
            {"key": group.key, "name": group.name, "customers": shown(n)}
            for group, n in zip(deck.clusters, answers.sizes, strict=True)
        ],
        "tiers": {name: list(edges) for name, edges in frozen_tiers(features(customers, answers)).items()},
        "charts": {
            f"{slide.step}:{name}": digest(data) for slide in deck.slides for name, data in drawn_in(slide.body)
        },
        "claims": [claim_data(claim) for claim in deck.claims],
    }


def drawn_in(block: Block | None) -> Iterator[tuple[str, object]]:
    """Yield what a block draws from data, by name: its charts, the bars in its tables, the gauges on its cards."""
    if isinstance(block, Beside | Above):
        for inner in block.blocks:
            yield from drawn_in(inner)
    elif isinstance(block, CHARTS):
        yield block.name, asdict(block)
    elif isinstance(block, Table) and block.meters:
        yield block.name, [asdict(cell.meter) for row in block.rows for cell in row.cells if cell.meter is not None]
    elif isinstance(block, Cards):
        yield block.name, [asdict(card.gauge) for card in block.cards if card.gauge is not None]


def digest(data: object) -> str:
    """Return a SHA-256 of what is drawn, figures to six digits: processors differ in the last ones."""
    return hashlib.sha256(json.dumps(figures(data), sort_keys=True).encode()).hexdigest()


def figures(value: object) -> object:
    """Write every figure in a value with six significant digits."""
    if isinstance(value, Mapping):
        return {name: figures(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [figures(inner) for inner in value]
    return f"{value:.6g}" if isinstance(value, float) else value


def source(customers: Customers, answers: Answers) -> Data:
    """Return what identifies the table: its file's name and date, its columns, and a fingerprint of its content."""
    return {
        "file": customers.source.name,
        "date": customers.date,
        "label": customers.label,
        "id": customers.id,
        "fingerprint": fingerprint(answers),
        "columns": [column_data(column) for column in customers.columns],
    }


def fingerprint(answers: Answers) -> str:
    """Return a SHA-256 of all counted tables: the same whatever the order of rows, columns and clusters."""
    answers = by_size(answers)
    whole = hashlib.sha256(repr((answers.clusters, answers.sizes, answers.noise, answers.unlabelled)).encode())
    asked = {(question.kind, *sorted(question.columns)): counted for question, counted in answers.counted.items()}
    for question in sorted(asked):
        whole.update(repr(question).encode())
        for part in counted_parts(asked[question]):
            whole.update(np.ascontiguousarray(part).tobytes())
    return whole.hexdigest()


def counted_parts(counted: object) -> tuple[np.ndarray, ...]:
    """Return a counted table as arrays; sampled rows have none, since all counts tell of them."""
    if isinstance(counted, CountedValues):
        return counted.values.astype("<f8"), counted.counts.astype("<i8"), counted.missing.astype("<i8")
    if isinstance(counted, CountedLevels):
        names = np.frombuffer("\x1f".join(counted.levels).encode(), dtype=np.uint8)
        return names, counted.counts.astype("<i8"), counted.missing.astype("<i8")
    if isinstance(counted, CountedFlag):
        return tuple(part.astype("<i8") for part in (counted.yes, counted.no, counted.missing))
    return ()


def column_data(column: Column) -> Data:
    """Return a column's role and what was decided about it; its tiers have a section of their own."""
    known = without_empty({**asdict(replace(column, tiers=None)), "size": None if column.size == 1 else column.size})
    return {**known, "text": asdict(column.text)}


def settings_data(settings: Settings) -> Data:
    """Return the settings that are not at their defaults, by the keys of deckgen.toml; tiers are kept apart."""
    columns = {name: without_empty(asdict(chosen)) for name, chosen in settings.columns.items()}
    row, default = without_empty(asdict(settings.row)), Settings()
    apart = ("columns", "tiers", "plugins", "row")
    changed = {
        f.name: plain(value)
        for f in fields(Settings)
        if f.name not in apart and (value := getattr(settings, f.name)) != getattr(default, f.name)
    }
    return {**changed, **({"row": row} if row else {}), **({"columns": columns} if columns else {})}


def claim_data(claim: Claim) -> Data:
    """Return a claim; figures that stand on 1 to 10 customers are withheld, the others as precise as they may be."""
    withheld = not all(printable(claim.numbers.get(name, 0)) for name in ("yes", "rest_yes"))
    claim = published_claim(claim)
    told = {f.name: getattr(claim, f.name) for f in fields(Claim) if f.name not in MADE_APART}
    return {
        **without_empty(told),
        "bases": [shown(n) for n in claim.bases],
        "conditions": conditions_data(claim),
        "effect": None if withheld else plain(asdict(claim.effect)),
        "numbers": {} if withheld else plain(claim.numbers),
    }


def conditions_data(claim: Claim) -> list[Data]:
    """Return a rule's conditions by column, in whatever order its tree asks them: two decks' rules can be compared."""
    by_column = sorted(claim.conditions, key=lambda c: (c.feature.column, c.feature.level, c.low))
    return [condition_data(condition) for condition in by_column]


def condition_data(condition: Condition) -> Data:
    """Return a rule's condition with the edges or levels that its codes stand for."""
    return {**without_empty(asdict(condition.feature)), "low": condition.low, "high": condition.high}


def shown(count: int) -> int | None:
    """Return a count of customers, None for 1 to 10."""
    return int(count) if printable(count) else None


def without_empty(data: Mapping[str, object]) -> Data:
    """Leave out what says nothing."""
    return {name: plain(value) for name, value in data.items() if value not in (None, "", (), False)}


def plain(value: object) -> object:
    """Turn a value into what JSON can hold; a number that is not finite becomes None."""
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, int | np.integer):
        return int(value)
    return float(value) if math.isfinite(value) else None
