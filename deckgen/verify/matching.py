"""Which words of a deck, as it is now, stand where which words stood and would stand?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from deckgen.update.likeness import Likeness
from deckgen.update.pairing import Pairing
from deckgen.update.seeing import notes_of, see
from deckgen.verify.comparing import Compared, Finding, Said, compare_words, masked, nothing, numbers_in
from deckgen.verify.showing import NOTES, Place, Shown, Unit


def compare_shown(shown: Shown, once: Shown, today: Shown, same_data: bool) -> Compared:
    """Compare what stands in a deck's places with what was written there and what the data tell today.

    Places that somebody deleted say nothing.
    """
    found = nothing()
    for place, units in shown.items():
        found += compare_place(place, units, once.get(place, ()), today.get(place, ()), same_data)
    return found


def compare_place(
    place: Place, units: Sequence[Unit], once: Sequence[Unit], today: Sequence[Unit], same_data: bool
) -> Compared:
    """Compare the lines or cells of one place."""
    known = frozenset(number for unit in today for number in numbers_in(unit.text))
    holding, findings = 0, []
    for unit, written, now in zip(units, counterparts(units, once), counterparts(units, today), strict=True):
        held, differences = compare_words(Said(unit.text, written, now, known), same_data)
        holding += held
        where = (place.step, place.role, place.kind)
        findings += [Finding(d.state, *where, d.said, d.now, unit.context or d.around) for d in differences]
    return Compared(holding, tuple(findings))


def counterparts(units: Sequence[Unit], others: Sequence[Unit]) -> list[str | None]:
    """Return for every unit the one that stands in its place among others, None where there is none.

    They are laid side by side by their words, numbers held out.
    """
    found: list[str | None] = [None] * len(units)
    matcher = SequenceMatcher(None, [masked(u.text) for u in units], [masked(o.text) for o in others], autojunk=False)
    for way, start, end, first, last in matcher.get_opcodes():
        if way in ("equal", "replace") and end - start == last - first:
            found[start:end] = [other.text for other in others[first:last]]
    return found


def own_numbers(pairing: Pairing) -> Compared:
    """List the numbers in shapes and slides that people put in themselves: nobody can verify them."""
    findings: list[Finding] = []
    for theirs in pairing.pages.values():
        own = (shape.likeness for shape in theirs.shapes if shape.name not in theirs.page.shapes)
        findings += unverified(theirs.page.step, own)
    for slide in pairing.own:
        title = slide.shapes.title
        name = title.text_frame.text if title is not None else ""
        findings += unverified(name, (seen.likeness for seen in see(slide, "")))
        findings += [Finding("unverified", name, NOTES, "text", n, "") for n in numbers_in("\n".join(notes_of(slide)))]
    return Compared(0, tuple(findings))


def unverified(step: str, shapes: Iterable[Likeness]) -> Iterator[Finding]:
    """Yield the numbers in shapes of people's own."""
    for shape in shapes:
        if shape.kind != "furniture":
            for number in numbers_in(shape.text):
                yield Finding("unverified", step, shape.name or shape.kind, "text", number, "")
