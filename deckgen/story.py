"""Which pages tell the story? Of the KPIs and the rules one each, of all between those with the largest effects."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.brief import Brief
from deckgen.claims import REST
from deckgen.slides import Slide
from deckgen.worth import value_shares

FIRST, LAST = ("1.2", "1.1"), ("3.2", "3.1")
"""Of each the first that the deck has."""
SECTIONS = {"2.1": "categories", "2.2": "channels", "2.3": "attributes", "2.4": "risk", "2.5": "others"}
"""The sections that compare shares, by the number of their step."""
MOST_BETWEEN, LEAST_BETWEEN = 4, 2
"""Of pages between: with fewer, both pages of the KPIs tell."""
LETTERS = "bcdefghij"
"""Of the pages with one category each."""


def story(brief: Brief, most: int = MOST_BETWEEN) -> list[Slide]:
    """Return the pages whose titles tell the story, in the deck's order. most: of those between its ends.

    Where hardly anything between differs, pages that say so are part of it. Where no money is shared out, the title of
    the overview tells of the KPI that differs most: the page that counts KPIs then goes before the one that draws it.
    """
    pages = {slide.step: slide for slide in reversed(brief.slides)}
    between = strongest_pages(brief, {step: slide for step, slide in pages.items() if not slide.minor})[:most]
    weak = [step for step in sorted(pages) if step[:3] in SECTIONS and pages[step].minor]
    between += weak[: max(0, LEAST_BETWEEN - len(between))]
    first = FIRST if value_shares(brief) else FIRST[::-1]
    ends = [next((step for step in steps if step in pages), "") for steps in (first, LAST)]
    if len(between) < LEAST_BETWEEN:
        ends += first
    return [slide for step, slide in reversed(pages.items()) if step in (*ends, *between)]


def strongest_pages(brief: Brief, pages: dict[str, Slide]) -> list[str]:
    """Return the steps with the largest effects, one page of each section; none where nothing differs."""
    best: dict[str, tuple[float, str]] = {}
    for step, columns in shown_columns(brief):
        if step in pages and (effect := largest_gap(brief, columns)):
            section = step[:3]
            best[section] = max(best.get(section, (0.0, "")), (effect, step))
    return [step for _, step in sorted(best.values(), reverse=True)[:MOST_BETWEEN]]


def told_sections(brief: Brief) -> list[str]:
    """Return the sections with the pages that tell the story between its ends, the strongest first."""
    pages = {slide.step: slide for slide in reversed(brief.slides) if not slide.minor}
    return [SECTIONS[step[:3]] for step in strongest_pages(brief, pages)]


def shown_columns(brief: Brief) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the pages that compare shares, each with the columns that it shows."""
    for step, section in SECTIONS.items():
        shown = brief.shown.get(section, ())
        if section != "categories":
            yield step, shown
            continue
        flags = tuple(name for name in shown if brief.customers[name].role == "flag")
        yield f"{step}a", flags
        yield from ((step + letter, (name,)) for letter, name in zip(LETTERS, shown[len(flags) :], strict=False))


def largest_gap(brief: Brief, columns: tuple[str, ...]) -> float:
    """Return the largest Cohen's h of a difference that is told on some columns."""
    claims = [
        claim
        for name in columns
        for kind in ("flag", "level")
        for claim in brief.claims.where(kind=kind, column=name, against=REST)
        if claim.is_told
    ]
    return max((abs(claim.numbers["h"]) for claim in claims), default=0.0)
