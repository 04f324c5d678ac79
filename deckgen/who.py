"""Who are the clusters, in one line? By their names; or by how far their medians reach."""

from __future__ import annotations

import re

from deckgen.brief import Brief
from deckgen.claims import REST, Claim
from deckgen.figures import telling, tells_apart
from deckgen.names import lower_first, proposed_names, with_name
from deckgen.phrases import largest, mentioned, standing, themes_present
from deckgen.share_phrases import figure_of, share_of_all
from deckgen.statistics.verdicts import SMALL_CLUSTER

MOST_NAMED = 4
"""Up to this many clusters are named in a line."""
MOST_SIZED = 3
"""Up to this many, each with its share."""
BEHIND = re.compile(r"[\u4e00-\u9fff]+|%")
"""Units that stand behind a Chinese figure; others stand with the KPI's name."""
OWN_ROWS = ("spending", "activity", "loyalty")
"""Themes that have a row of their own, in their order."""


def who_they_are(brief: Brief, based: bool = True) -> str:
    """Name the clusters, where they are few with their shares; nothing where they are many or have no name.

    A proposed name stands in quotation marks: it is no fact. based: whether the first share says what it is of.
    """
    say, proposed = brief.say, proposed_names(brief)
    known = with_name(brief)
    if not known or len(brief.keys) > MOST_NAMED:
        return ""
    parts = []
    for key in known:
        named, share = brief.name(key), share_of_all(brief, brief.sizes[key])
        if len(brief.keys) <= MOST_SIZED:
            begins = based and not parts
            named += say.aside(say(f"占{say.rows} {share}", f"{share} of {say.rows}") if begins else share)
        if key not in brief.settings.names:
            named = say(f"{named}为“{proposed[key]}”", f"{named}, “{lower_first(proposed[key])}”")
        parts.append(named)
    return say("；", "; ").join(parts)


def has_proposals(brief: Brief) -> bool:
    """Tell whether some cluster has a proposed name and none agreed."""
    return any(key not in brief.settings.names for key in proposed_names(brief))


def spans(brief: Brief) -> list[str]:
    """Say from which median to which the clusters reach, on up to two KPIs: see `spanned`."""
    return [span_words(brief, name) for name in spanned(brief)][:2]


def spanned(brief: Brief) -> list[str]:
    """Return the KPIs that differ clearly, by medians that do not read alike: one a theme, the largest effect first."""
    found = {claim.column: claim for theme in shown_themes(brief) if (claim := strongest_of(brief, theme))}
    ranked = sorted(found.values(), key=lambda claim: -abs(claim.effect.value))
    return [claim.column for claim in ranked if claim.verdict == "clear" and span_words(brief, claim.column)]


def span_words(brief: Brief, name: str) -> str:
    """Say a KPI's lowest and highest median, and whose they are; nothing where they read alike."""
    say, claims, column = brief.say, brief.claims.where(kind="kpi", column=name, against=REST), brief.customers[name]
    known = sorted((c for c in claims if c.bases[0] >= SMALL_CLUSTER), key=lambda c: c.numbers["median"])
    texts = brief.figures(column, (claim.numbers["median"] for claim in known))
    if len(set(texts)) < 2:
        return ""
    if len(known) == 2 == len(brief.keys) and say.language == "zh":  # "lowest" and "highest" are said of several
        behind = column.unit if BEHIND.fullmatch(column.unit) else ""
        told = {c.cluster: measured(text, behind) for c, text in zip(known, texts, strict=True)}
        ends = say.list(figure_of(brief, brief.name(key), told[key]) for key in brief.keys)
        return f"{mentioned(brief, column, bare=bool(behind))}中位数：{ends}"
    title = mentioned(brief, column)
    low, high = (
        text + (say.aside(brief.name(claim.cluster)) if texts.count(text) == 1 else "")
        for text, claim in ((texts[0], known[0]), (texts[-1], known[-1]))
    )
    return say(f"{title}中位数最低为 {low}，最高为 {high}", f"median {title} from {low} to {high}")


def measured(figure: str, unit: str) -> str:
    """Put a unit behind a Chinese figure.

    >>> measured("0.082", "元"), measured("1.84 万", "元"), measured("7.95", "%"), measured("3", "")
    ('0.082 元', '1.84 万元', '7.95%', '3')
    """
    return f"{figure}{' ' if unit and unit != '%' and figure[-1:].isdigit() else ''}{unit}"


def strongest_of(brief: Brief, theme: str) -> Claim | None:
    """Return the claim of a theme that is told with the largest effect."""
    return largest([claim for key in brief.keys for claim in standing(brief, key, theme).claims])


def shown_kpi(brief: Brief, theme: str) -> str:
    """Return the KPI of a theme that differs most among those whose printed figures tell clusters apart; else ""."""
    sizes: dict[str, float] = {}
    for claim in (claim for key in brief.keys for claim in standing(brief, key, theme).claims if claim.is_told):
        sizes[claim.column] = max(sizes.get(claim.column, 0.0), abs(claim.effect.value))
    ranked = sorted(sizes, key=lambda name: -sizes[name])
    columns = (brief.customers[name] for name in ranked)
    return next((c.name for c in columns if tells_apart(brief, c, telling(brief, c))), "")


def shown_themes(brief: Brief) -> tuple[str, ...]:
    """Return the themes that have a row: spending, activity and loyalty, then others."""
    present = themes_present(brief)
    return (*(theme for theme in OWN_ROWS if theme in present), *other_themes(brief))


def other_themes(brief: Brief) -> tuple[str, ...]:
    """Return the themes that have no row of their own, scale among them only where no other row would hold it."""
    present = dict.fromkeys(c.theme for c in brief.customers.of_role("kpi"))
    return tuple(theme for theme in present if theme not in (*OWN_ROWS, "scale")) or (
        () if set(present) & set(OWN_ROWS) else tuple(present)
    )
