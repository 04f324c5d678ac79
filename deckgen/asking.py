"""What does every use of a table begin with? The file opened, all sections' questions answered, its columns settled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from deckgen.agenda import sections
from deckgen.cache import file_state
from deckgen.customers import Customers, read_customers
from deckgen.errors import TableError
from deckgen.oddities import with_doubtful_zeros
from deckgen.progress import Progress, reading
from deckgen.provenance import with_derived
from deckgen.questions import Answers, answer
from deckgen.reading import Source
from deckgen.settings import Settings
from deckgen.statistics.disclosure import FEW

Ask = Callable[[Source | Path | str, Settings, Progress], tuple[Customers, Answers]]


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


class Remembering:
    """Asks a table as `answered` does, and knows the answers while the file and what is asked of it stay the same."""

    def __init__(self, ask: Ask = answered) -> None:
        self.ask = ask
        self.known: tuple[object, tuple[Customers, Answers]] | None = None

    def __call__(self, data: Source | Path | str, settings: Settings, progress: Progress) -> tuple[Customers, Answers]:
        """Return the table's customers and all answers; what is no file of its own is asked every time."""
        path = Path(str(data))
        asked = file_state(path), replace(settings, names={})  # names are told, not asked
        if not path.is_file():
            return self.ask(data, settings, progress)
        if self.known is None or self.known[0] != asked:
            self.known = asked, self.ask(data, settings, progress)
        return self.known[1]
