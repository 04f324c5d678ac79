"""What does every use of a table begin with? The file opened, all sections' questions answered, its columns settled."""

from __future__ import annotations

from pathlib import Path

from deckgen.agenda import sections
from deckgen.customers import Customers, read_customers
from deckgen.errors import TableError
from deckgen.oddities import with_doubtful_zeros
from deckgen.progress import Progress, reading
from deckgen.provenance import with_derived
from deckgen.questions import Answers, answer
from deckgen.reading import Source
from deckgen.settings import Settings
from deckgen.statistics.disclosure import FEW


def answered(
    data: Source | Path | str, settings: Settings, progress: Progress = lambda step: None
) -> tuple[Customers, Answers]:
    """Read a table once and return its customers and all answers.

    Raises TableError or SettingsError where the table or the settings do not allow it.
    """
    customers = read_customers(data, settings)
    questions = [question for section in sections(settings) for question in section.asks(customers)]
    answers = answer(customers, questions, reading(progress, customers.rows))
    check_sizes(customers, answers)
    return with_doubtful_zeros(with_derived(customers, answers), answers), answers


def check_sizes(customers: Customers, answers: Answers) -> None:
    """Refuse clusters of which none may be told of."""
    if (largest := max(answers.sizes)) < FEW:
        raise TableError(
            f"{customers.source}: the label {customers.label!r} has clusters of at most {largest} customers; fewer "
            f"than {FEW} are never told of. Give a table of more customers."
        )
