"""Does every number of a deck still hold?

Everything is computed again from the data, with the settings that the deck remembers and on its own layouts, and laid
beside the deck as it is now, number by number. What people wrote themselves is listed as unverified, not as wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from deckgen.asking import answered
from deckgen.builder import Arrangement, Page, write
from deckgen.customers import Customers
from deckgen.marks import Drawn
from deckgen.personas.carrying import Before
from deckgen.personas.carrying import as_remembered as who_is_who
from deckgen.personas.changes import Carried
from deckgen.progress import Progress
from deckgen.questions import Answers, reordered
from deckgen.record import fingerprint, record_of
from deckgen.settings import Settings
from deckgen.slides import Deck
from deckgen.telling import tell
from deckgen.template import Template, with_chinese_font
from deckgen.update.carrying import OldDeck, opened, own_template, read_deck
from deckgen.update.pairing import Pairing, paired
from deckgen.update.written import WrittenPage, written_pages
from deckgen.verify.claimed import compare_charts, compare_claims
from deckgen.verify.comparing import Compared, nothing
from deckgen.verify.matching import compare_shown, own_numbers
from deckgen.verify.showing import copies_of, shown_on, shown_pages

BLANK = Drawn(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
    ),
    b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
)
"""What stands for a chart: what it shows is compared as data."""


@dataclass(frozen=True)
class Verification:
    """What was found: whether the data are those that the deck was made of, what holds, and what does not."""

    same_data: bool
    compared: Compared

    @property
    def holds(self) -> bool:
        """Whether nothing moved and nothing was changed by hand."""
        return not any(finding.is_wrong for finding in self.compared.findings)


@dataclass(frozen=True, eq=False)
class Fresh:
    """The deck as the data tell it today: its pages as they would be written, and its record."""

    pages: tuple[WrittenPage, ...]
    record: Mapping[str, Any]


def verify(deck: Path, data: Path | str, progress: Progress = lambda step: None) -> Verification:
    """Compute a deck anew from data and compare every number.

    Raises OutputError where the deck cannot be read or remembers nothing, TableError where the table does not allow it.
    """
    old = read_deck(deck)
    spoken = replace(old.settings, language=old.record["language"])
    progress("reading the table")
    customers, answers = answered(data, spoken, progress)
    same = fingerprint(answers) == old.record["source"]["fingerprint"]
    if same:
        customers = as_remembered(customers, old.record["source"])
    progress("computing everything again")
    who = who_is_who(answers, Before(deck.name, old.record, None))
    fresh = made_again(customers, reordered(answers, who.order), spoken, own_template(old), who)
    progress("comparing every number")
    return Verification(same, compared(old, fresh, same))


def as_remembered(customers: Customers, source: Mapping[str, Any]) -> Customers:
    """Return the same table under the name and date that the deck gives it: a copy of a file may have others."""
    return replace(customers, source=replace(customers.source, named=source["file"]), date=source["date"])


def made_again(
    customers: Customers, answers: Answers, settings: Settings, company: Template, who: Carried | None = None
) -> Fresh:
    """Tell the deck from the answers and write it, with blanks for its pictures."""
    if settings.language == "zh":
        company = with_chinese_font(company)
    deck, _ = tell(customers, answers, settings, carried=who)
    pages = laid_out(deck, company, settings.charts == "native")
    return Fresh(pages, record_of(customers, answers, settings, company.sha256, deck))


def laid_out(deck: Deck, company: Template, native: bool) -> tuple[WrittenPage, ...]:
    """Return the pages of a deck as they are written on a template."""
    arrangement = Arrangement(company, native)
    pages: tuple[Page, ...] = arrangement.pages(deck)
    keys = (key for slide in deck.slides for key in arrangement.charts(slide, deck.clusters, deck.language))
    write(deck, pages, company, dict.fromkeys(keys, BLANK))
    return written_pages(company.presentation, pages)


def compared(old: OldDeck, fresh: Fresh, same: bool) -> Compared:
    """Compare what the deck shows, remembers and has drawn with what the data tell."""
    presentation = opened(old)
    pairing: Pairing = paired(presentation, old.pages)
    once, today = shown_on(old.pages), shown_on(fresh.pages)
    found = nothing()
    for shown in (shown_pages(pairing), *copies_of(pairing, old.pages)):
        found += compare_shown(shown, once, today, same)
    found += own_numbers(pairing)
    found += compare_charts(pairing, old.record, fresh.record, same)
    return found + compare_claims(old.record, fresh.record, same)
