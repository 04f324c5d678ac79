"""What was kept although the numbers behind it have moved, and is it still so?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass

from deckgen.slides import Language
from deckgen.update.entries import Entry
from deckgen.update.notes import NOTES
from deckgen.update.pairing import Pairing
from deckgen.update.seeing import notes_of
from deckgen.wording import Words, middle_cut

LONGEST = 160


@dataclass(frozen=True)
class Stale:
    """Somebody's words on a page, and what deckgen would say there of the newest data."""

    page: str
    shape: str
    kept: str
    now: str

    def words(self, language: Language) -> str:
        """Say it in a slide's notes."""
        say = Words(language)
        kept, now = (middle_cut(" / ".join(text.split("\n")), LONGEST) for text in (self.kept, self.now))
        if not kept:
            return say(
                f"{self.shape}：保留了手工修改，其背后的数据已变化；按最新数据应为“{now}”。",
                f"{self.shape}: kept as changed by hand, but the numbers behind it have moved; now: “{now}”.",
            )
        return say(
            f"{self.shape}：保留了手工修改的“{kept}”，其背后的数据已变化；按最新数据应为“{now}”。",
            f"{self.shape}: “{kept}” is kept as written by hand, but the numbers behind it have moved; now: “{now}”.",
        )

    def data(self) -> list[str]:
        """Return it as JSON can hold it."""
        return list(astuple(self))


def stale_from(data: Iterable[Sequence[str]]) -> tuple[Stale, ...]:
    """Return what data() wrote."""
    return tuple(Stale(*each) for each in data)


def told_stale(entries: Iterable[Entry]) -> Iterator[Stale]:
    """Yield what an update left as it was although it would say something else."""
    for entry in entries:
        if entry.what in ("stale", "conflict") and entry.shape:
            yield Stale(entry.page, entry.shape, entry.kept, entry.now)


def carried_over(earlier: Iterable[Stale], pairing: Pairing, entries: Sequence[Entry]) -> Iterator[Stale]:
    """Yield what is still stale from earlier updates: nobody has touched the words since, and nothing is told anew."""
    anew = {(each.page, each.shape) for each in told_stale(entries)}
    fresh = {(entry.page, entry.shape) for entry in entries if entry.what == "refreshed"}
    for each in earlier:
        if (each.page, each.shape) not in anew | fresh and stands(each, pairing):
            yield each


def stands(stale: Stale, pairing: Pairing) -> bool:
    """Tell whether the words still stand where they stood."""
    theirs = pairing.pages.get(stale.page)
    if theirs is None:
        return False
    if stale.shape == NOTES:
        text = "\n".join(notes_of(theirs.slide))
    else:
        seen = theirs.known.get(f"deckgen:{stale.page}:{stale.shape}")
        text = seen.likeness.text if seen is not None else None
    return text is not None and all(line in text for line in stale.kept.split("\n"))
