"""Which rows does the persona comparison have? Few, one a topic, each with the cell that tells most."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from deckgen.brief import Brief
from deckgen.claims import REST, Claim
from deckgen.columns import Column
from deckgen.deciding import Asked, pressing, question, questions
from deckgen.figures import by_share, heading, telling, tells_apart
from deckgen.leading import differs_little
from deckgen.names import name_parts, with_name
from deckgen.parts import Part
from deckgen.persona_cells import (
    all_proposed,
    core_rule,
    flag_words,
    measure_words,
    named,
    risk_heading,
    risk_words,
    trait_words,
    traits_of,
)
from deckgen.story import LEAST_BETWEEN, told_sections
from deckgen.who import shown_kpi, shown_themes
from deckgen.worth import heaviest, money_claims, money_name, outweighs, value_shares

SHOWN_IN = ("categories", "channels", "attributes", "others")
"""Sections whose pages have a topic, in their order."""
MOST_ASKED = 2
"""The figures of so many questions have their rows where there is room."""


@dataclass(frozen=True)
class PersonaRow:
    """A row's heading, what it says of a cluster, the cluster whose cell tells most, if one does, and whether it asks.

    That is the one with the largest effect: of two clusters, whose effects are the same, the one that has more.
    columns: whose figures it gives. note: what stands quietly below.
    """

    heading: str
    words: Callable[[str], str]
    key: str = ""
    asks: bool = False
    columns: tuple[str, ...] = ()
    note: Callable[[str], str] = lambda key: ""


@dataclass(frozen=True)
class Topic:
    """What a page of the deck compares: a category, or flags together. weight: how far its strongest trait reaches."""

    title: str
    columns: tuple[Column, ...]
    key: str
    weight: float


def opening(brief: Brief) -> list[PersonaRow]:
    """Return the row that says who a cluster is; none where all names are agreed: the heads say them."""
    if {*brief.keys} <= {*brief.settings.names}:
        return []
    heading = brief.say("建议名称", "Proposed name") if all_proposed(brief) else brief.say("群体命名", "Name")
    return [PersonaRow(heading, lambda key: named(brief, key))]


def rule_row(brief: Brief, short: bool) -> PersonaRow:
    """Return the row of the golden rules; short: by their numbers on their own page."""
    return PersonaRow(brief.say("核心规则", "Core rule"), partial(core_rule, brief, short=short))


def closing(brief: Brief) -> list[PersonaRow]:
    """Return the row of what is to be decided; none where no figure asks: the page asks for the names once."""
    asked = questions(brief)
    if not any(one.reason for one in asked.values()):
        return []
    return [PersonaRow(brief.say("待决定", "To decide"), lambda key: question(brief, asked[key]), asks=True)]


def risk_row(brief: Brief) -> PersonaRow:
    """Return the row of the overall risk."""
    claims = brief.claims.where(kind="any_flag", against=REST)
    flags = tuple(column.name for column in brief.customers.of_role("flag") if column.topic == "risk")
    words, shown = partial(risk_words, brief), flags if len(flags) == 1 else ()
    return PersonaRow(risk_heading(brief), words, most_of(claims), columns=shown)


def titled_rows(brief: Brief) -> list[PersonaRow]:
    """Return the rows of the figures that the title and the takeaway may name, else of those that the first names rest
    on: they never go.
    """
    asked = asked_rows(brief, 1)
    worth = [worth_row(brief)] if value_shares(brief) and (with_name(brief) or not asked) else []
    return unique([*worth, *asked]) or naming_rows(brief, [])[:MOST_ASKED]


def asked_rows(brief: Brief, most: int) -> list[PersonaRow]:
    """Return the rows of the figures that the most pressing questions come from."""
    return unique(asked_row(brief, key, asked) for key, asked in pressing(brief)[:most])


def worth_row(brief: Brief) -> PersonaRow:
    """Return the row of the clusters' shares of the money."""
    say, shares, money = brief.say, value_shares(brief), money_name(brief)
    most = heaviest(brief) if outweighs(brief, heaviest(brief)) else ""
    columns = tuple({claim.column for claim in money_claims(brief).values()})
    return PersonaRow(say(f"{money}占比", f"Share of {money}"), lambda k: say.percent(shares[k]), most, columns=columns)


def asked_row(brief: Brief, key: str, asked: Asked) -> PersonaRow:
    """Return the row of the figure that a question comes from."""
    say = brief.say
    if not asked.column:
        return worth_row(brief)
    column = brief.customers[asked.column]
    title = brief.title(column)
    if column.role == "kpi":
        own = kpi_row(brief, column.name)
        return replace(own, key=own.key or key)
    if column.role == "category":
        mark = topic(brief, title, (column,)).key or key
        words = partial(trait_words, brief, columns=(column,), most=1)
        return PersonaRow(traits_heading(brief, title), words, mark, columns=(column.name,))
    if asked.about in ("outcome", "risk") and not re.match("risk|风险", title, re.IGNORECASE):
        title = say(f"风险：{title}", f"Risk: {title}")
    mark = most_of(brief.claims.where(kind="flag", column=column.name, against=REST)) or key
    return PersonaRow(title, partial(flag_words, brief, column), mark, columns=(column.name,))


def unique(rows: Iterable[PersonaRow]) -> list[PersonaRow]:
    """Return rows, of those with the same heading the first."""
    found: dict[str, PersonaRow] = {}
    for row in rows:
        found.setdefault(row.heading, row)
    return list(found.values())


def theme_rows(brief: Brief, most: int, words: Callable[..., str] = measure_words) -> list[PersonaRow]:
    """Return a row a theme, of the themes that differ most: the typical figure of its KPI that differs most."""
    names = [name for theme in shown_themes(brief) if (name := shown_kpi(brief, theme))]
    claims = {name: brief.claims.where(kind="kpi", column=name, against=REST) for name in names}
    kept = sorted(names, key=lambda name: -max(abs(c.effect.value) for c in claims[name]))[:most]
    return [kpi_row(brief, name, words) for name in names if name in kept]


def kpi_row(brief: Brief, name: str, words: Callable[..., str] = measure_words) -> PersonaRow:
    """Return the row of a KPI's typical figure."""
    claims = brief.claims.where(kind="kpi", column=name, against=REST)
    return PersonaRow(kpi_heading(brief, name), partial(words, brief, column=name), furthest(claims), columns=(name,))


def naming_rows(brief: Brief, shown: Sequence[PersonaRow]) -> list[PersonaRow]:
    """Return a row for each part of the proposed names that rests on KPIs, where none is shown that will do.

    Of a part that rests on several KPIs any of their theme will do.
    """
    titles = {column.name: kpi_heading(brief, column.name) for column in brief.customers.of_role("kpi")}
    parts = dict.fromkeys(part for parts in name_parts(brief).values() for part in parts)
    rows: list[PersonaRow] = []
    for part in sorted(parts, key=lambda part: len(part.columns)):
        kpis = [name for name in part.columns if name in titles and is_legible(brief, name)]
        enough = {titles[name] for name in kpis_enough(brief, part)}
        if kpis and not enough & {row.heading for row in (*shown, *rows)}:
            theme = brief.customers[kpis[0]].theme if len(kpis) > 1 else ""
            rows.append(kpi_row(brief, (theme and shown_kpi(brief, theme)) or kpis[0]))
    return rows


def kpis_enough(brief: Brief, part: Part) -> set[str]:
    """Return the KPIs of which one is enough to show what a part of a name rests on: of several any of their theme."""
    kpis = [c for c in brief.customers.of_role("kpi") if c.name in part.columns and is_legible(brief, c.name)]
    theme = kpis[0].theme if len(kpis) > 1 else ""
    return {c.name for c in brief.customers.of_role("kpi") if c in kpis or c.theme == theme}


def strongest_rows(brief: Brief, words: Callable[..., str]) -> list[PersonaRow]:
    """Return rows of the KPIs on which clusters differ clearly, the largest effects first, whatever their theme; last
    those whose zeros may stand for "none".
    """
    sizes: dict[str, float] = {}
    for claim in brief.claims.where(kind="kpi", against=REST, verdict="clear"):
        sizes[claim.column] = max(sizes.get(claim.column, 0.0), abs(claim.effect.value))
    ranked = sorted(sizes, key=lambda name: (brief.customers[name].zero_as_none, -sizes[name]))
    return [kpi_row(brief, name, words) for name in ranked if is_legible(brief, name)]


def is_legible(brief: Brief, name: str) -> bool:
    """Tell whether a KPI's printed figures tell clusters apart."""
    return tells_apart(brief, brief.customers[name], telling(brief, brief.customers[name]))


def kpi_heading(brief: Brief, name: str) -> str:
    """Say which figure of a KPI a row shows."""
    column = brief.customers[name]
    title = brief.say(f"{brief.title(column)}中位数", f"Median {brief.title(column)}")
    return heading(brief, column) if by_share(brief, column) else title


def furthest(claims: Sequence[Claim]) -> str:
    """Return the cluster that is clearly beyond all others on a KPI, by the largest effect; "" where none is.

    Of two clusters the higher one: both have the same effect.
    """
    told = [claim for claim in claims if claim.verdict == "clear" and claim.numbers["extreme"]]
    if len(claims) == 2:
        told = [claim for claim in told if claim.direction > 0]
    return max(told, key=lambda claim: abs(claim.effect.value)).cluster if told else ""


def most_of(claims: Sequence[Claim]) -> str:
    """Return the cluster that has more of something, by the largest effect; "" where none has."""
    told = [claim for claim in claims if claim.is_told and claim.direction > 0]
    return max(told, key=lambda claim: abs(claim.numbers["h"])).cluster if told else ""


def topics(brief: Brief) -> dict[str, Topic]:
    """Return of each section the topic that sets clusters apart most, in the sections' order."""
    found = {s: max(topics_of(brief, s), key=lambda topic: topic.weight, default=None) for s in SHOWN_IN}
    return {section: topic for section, topic in found.items() if topic and topic.key}


def topics_of(brief: Brief, section: str) -> Iterable[Topic]:
    """Yield a topic a category that a section shows, unless it differs little, and one of its flags together."""
    columns = [brief.customers[name] for name in brief.shown.get(section, ())]
    flags = tuple(c for c in columns if c.role == "flag" and c.topic != "risk")
    for column in columns:
        if column.role == "category" and not differs_little(brief, column):
            yield topic(brief, brief.title(column), (column,))
    if flags:
        yield topic(brief, brief.title(flags[0]) if len(flags) == 1 else brief.say("标签", "Flags"), flags)


def topic(brief: Brief, title: str, columns: tuple[Column, ...]) -> Topic:
    """Return a topic with the cluster that its strongest trait is of."""
    claims = [claim for key in brief.keys for claim in traits_of(brief, key, columns)]
    weight = max((abs(claim.numbers["h"]) for claim in claims), default=0.0)
    return Topic(title, columns, most_of(claims), weight)


def traits_heading(brief: Brief, title: str) -> str:
    """Head a row of traits: what sets a cluster apart need not be what most of it have."""
    return brief.say(f"{title}（突出项）", f"{title}: what stands out")


def topic_rows(brief: Brief, most: int, traits: int) -> list[PersonaRow]:
    """Return the rows of the topics that the overview names first, then of those that set clusters apart most; in the
    sections' order. traits: how many a cell tells.
    """
    every, told = topics(brief), told_sections(brief)

    def place(section: str) -> tuple[int, float]:
        return told.index(section) if section in told else len(told), -every[section].weight

    kept = sorted(every, key=place)[:most]
    return [topic_row(brief, one, traits) for section, one in every.items() if section in kept]


def quoted_rows(brief: Brief) -> list[PersonaRow]:
    """Return the rows of the shares that the overview names on every page, else of the topic that tells most."""
    told, every = told_sections(brief)[:LEAST_BETWEEN], topics(brief)
    rows = [topic_row(brief, one, 1) for section, one in every.items() if section in told]
    return [*rows, *([risk_row(brief)] if "risk" in told else [])] or topic_rows(brief, 1, 1)


def topic_row(brief: Brief, one: Topic, traits: int) -> PersonaRow:
    """Return the row of a topic: of a single flag its shares, else what stands out, none of it marked: cells tell of
    different levels."""
    if [column.role for column in one.columns] == ["flag"]:
        words, columns = partial(flag_words, brief, *one.columns), (one.columns[0].name,)
        return PersonaRow(one.title, words, one.key, columns=columns)
    words = partial(trait_words, brief, columns=one.columns, most=traits)
    return PersonaRow(traits_heading(brief, one.title), words, columns=tuple(column.name for column in one.columns))
