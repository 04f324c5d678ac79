"""Which figures speak for a proposed name that no row of the persona comparison gives?"""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.brief import Brief
from deckgen.figures import telling
from deckgen.names import MEDIAN, lower_first, name_parts
from deckgen.parts import Part
from deckgen.persona_cells import named_figure
from deckgen.persona_rows import PersonaRow, is_legible, kpi_heading, kpis_enough
from deckgen.share_phrases import figure_of, level_name, own_text
from deckgen.worth import money_claims


def unshown(brief: Brief, key: str, rows: Sequence[PersonaRow]) -> str:
    """Give the figures of the parts of a cluster's proposed name that no row shows; nothing of an agreed name."""
    parts = () if key in brief.settings.names else name_parts(brief).get(key, ())
    figures = (figure_words(brief, key, part) for part in parts if not is_shown(brief, key, part, rows))
    return brief.say("；", "; ").join(dict.fromkeys(filter(None, figures)))


def is_shown(brief: Brief, key: str, part: Part, rows: Sequence[PersonaRow]) -> bool:
    """Tell whether a row gives the figure that a part of a name rests on: of several KPIs that of any of their theme,
    and a share of the money for how much is spent unless the name speaks of medians.
    """
    claim = part.claims[0]
    if claim.kind != "kpi":
        own = [row for row in rows if claim.column in row.columns]
        return any(own_text(brief, claim) in row.words(key) for row in own)
    enough = kpis_enough(brief, part) - ({*money_columns(brief)} if speaks_of_median(part) else set())
    titles = {kpi_heading(brief, name) for name in part.columns}
    return any(enough & {*row.columns} or row.heading in titles for row in rows)


def speaks_of_median(part: Part) -> bool:
    """Tell whether a part of a name is of a median."""
    return MEDIAN in part.words or "median" in part.words


def money_columns(brief: Brief) -> list[str]:
    """Return the KPI whose total is shared out, if there is one."""
    return [claim.column for claim in money_claims(brief).values()][:1]


def figure_words(brief: Brief, key: str, part: Part) -> str:
    """Give the figure that a part of a name rests on; of KPIs the first whose figures tell clusters apart."""
    claim = part.claims[0]
    if claim.kind != "kpi":
        return named_figure(brief, claim, level_name(brief, claim))
    name = next((name for name in part.columns if is_legible(brief, name)), "")
    if not name:
        return ""
    heading = kpi_heading(brief, name)
    return figure_of(brief, brief.say(heading, lower_first(heading)), telling(brief, brief.customers[name])[key])
