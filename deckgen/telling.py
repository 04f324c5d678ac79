"""How do answers become a deck? Every section tells in turn, each knowing the claims of those before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from deckgen import rules
from deckgen.agenda import as_chosen, name_of, steps
from deckgen.brief import Brief, Find, LeftOut, Told
from deckgen.customers import Customers
from deckgen.names import sentence_case
from deckgen.numbering import numbered
from deckgen.oddities import oddities
from deckgen.personas.cast import Cast, agreed, first_cast, living, names_by_label, shown_name, with_names
from deckgen.personas.changes import Carried
from deckgen.plugins import parts_of
from deckgen.questions import Answers
from deckgen.sections import FRONT
from deckgen.sections.cover import deck_title, running_title, subtitle
from deckgen.settings import Settings
from deckgen.slides import Deck, Group, Language, Slide
from deckgen.typesetting import set_deck, wide
from deckgen.wording import Words, telling_apart

LONGEST_NAME = 16
Set = TypeVar("Set")

UNUSED = ("id", "list", "date", "text", "constant", "empty", "ignore")
"""Roles that no section may use."""

Show = Callable[[Slide, tuple[Group, ...], Language], None]


def tell(
    customers: Customers,
    answers: Answers,
    settings: Settings,
    show: Show = lambda slide, groups, language: None,
    find: Find = rules.find,
    carried: Carried | None = None,
) -> tuple[Deck, tuple[LeftOut, ...]]:
    """Return the deck and everything that it leaves out.

    show: called with every slide as soon as it is told, so that its charts can be drawn while the others are told.
    find: what finds the rules, here or in another process. carried: who is who since the deck before; of a first deck
    None.
    """
    return tell_all(first_brief(customers, answers, settings, find, carried), show)


def tell_all(brief: Brief, show: Show = lambda slide, groups, language: None) -> tuple[Deck, tuple[LeftOut, ...]]:
    """Return the deck and everything that it leaves out, from what the first step gets: see `tell`."""
    brief = tell_steps(brief, show)
    front = [slide for section in FRONT for slide in shown(section.tells(brief), brief, show)]
    title, under, running = (set_words(make(brief), brief) for make in (deck_title, subtitle, running_title))
    slides, language = (*front, *brief.slides), brief.say.language
    deck = Deck(title, under, language, brief.customers.date, brief.groups, slides, tuple(brief.claims), running)
    return deck, brief.left_out


def first_brief(
    customers: Customers, answers: Answers, settings: Settings, find: Find = rules.find, carried: Carried | None = None
) -> Brief:
    """Return what the first step gets: no claim and no slide yet."""
    say = Words(language_of(customers, settings), customers.noun)
    carried = carried or Carried(first_cast(answers.clusters))
    carried = replace(carried, cast=with_names(carried.cast, settings.names, say.language))
    names = {**names_by_label(carried.cast), **agreed(carried.cast, say.language)}
    groups, settings = named_groups(carried.cast, say), replace(settings, names=names)
    left_out, notices = unused_columns(customers, say), oddities(customers, answers)
    return Brief(
        customers, answers, settings, say, groups, left_out=left_out, notices=notices, find=find, carried=carried
    )


def tell_steps(brief: Brief, show: Show = lambda slide, groups, language: None) -> Brief:
    """Let every step tell in turn; return what the next one would get: all claims and slides, and what was left out."""
    for section in steps(brief.settings):
        step = as_chosen(section, section.tells(brief), brief.settings, brief.say)
        brief = replace(
            brief.plus(step.claims),
            left_out=brief.left_out + step.left_out,
            shown={**brief.shown, name_of(section): step.shown},
        )
        brief = replace(brief, slides=brief.slides + shown(step, brief, show))
    return brief


def language_of(customers: Customers, settings: Settings) -> Language:
    """Return the deck's language: the one that is set, else the table's."""
    return settings.language or ("zh" if customers.speaks_chinese else "en")


def shown(told: Told, brief: Brief, show: Show) -> tuple[Slide, ...]:
    """Return a section's slides as they are set, having shown them."""
    slides = tuple(set_words(numbered(slide, brief.slides, told.slides), brief) for slide in told.slides)
    for slide in slides:
        show(slide, brief.groups, brief.say.language)
    return slides


def set_words(words: Set, brief: Brief) -> Set:
    """Set a text or a slide as its language is set; the line at a slide's foot begins as a sentence does."""
    chinese, own = brief.say.language == "zh", own_words(brief)
    levels = {claim.level for claim in brief.claims.where(kind="level")}
    told = set_deck(words, chinese, own, levels)
    if not isinstance(told, Slide):
        return told
    if chinese:
        return replace(told, terms=terms_in(told, own | set(map(wide, levels))))
    return replace(told, foot=sentence_case(told.foot))


def terms_in(slide: Slide, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that stand in a slide's texts, the longest first; none of a single character."""
    words = "\n".join(part for part in parts_of(slide) if isinstance(part, str))
    return tuple(sorted((name for name in names if len(name) > 1 and name in words), key=lambda n: (-len(n), n)))


def own_words(brief: Brief) -> set[str]:
    """Return the texts that are the user's and stay as they are written: columns, names, the file."""
    columns = {text for c in brief.customers.columns for text in (c.name, c.text.zh, c.text.en)}
    return columns | {group.name for group in brief.groups} | {brief.customers.source.name}


def named_groups(cast: Cast, say: Words) -> tuple[Group, ...]:
    """Return what the deck calls each cluster, in the colours of its persona."""
    personas = living(cast)
    names = telling_apart([shown_name(persona, say) for persona in personas], LONGEST_NAME)
    return tuple(Group(p.key, name, p.slot, p.number) for p, name in zip(personas, names, strict=True))


def unused_columns(customers: Customers, say: Words) -> tuple[LeftOut, ...]:
    """Return the columns that no section may use, with the reason."""
    return tuple(LeftOut(c.name, say.text(c.reason)) for c in customers.columns if c.role in UNUSED)
