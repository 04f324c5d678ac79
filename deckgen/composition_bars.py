"""What is each cluster made of? 100 % bars of a category's levels, and what is said of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.crosstab import Crosstab, of_levels
from deckgen.exhibits import strongest_level
from deckgen.leading import gap_sentence, is_over, levels_gap, told_gap
from deckgen.phrases import mentioned
from deckgen.publication import as_printed
from deckgen.share_phrases import (
    all_groups,
    in_tenths,
    is_code,
    more_common,
    over_indexed,
    points_text,
    share_text,
    told_ratio,
    trait,
)
from deckgen.slides import StackedBars
from deckgen.statistics.disclosure import printable
from deckgen.wording import shortened

MOST_PIECES, LEAST_PIECES = 5, 3
LEAST_PIECE = 0.08
"""A level that no cluster has so often has no room for its name in any bar."""
LONGEST_LEVEL = 28
FEW_LEVELS = 3
"""Up to so many levels fill bars better than rows."""


def composition(brief: Brief, column: Column, told: Collection[Claim], stacked: bool) -> StackedBars:
    """Draw up 100 % bars: the commonest levels and those that are told, then the others in grey; of customers with a
    value. told: what the page says of levels in words. stacked: whether the bars are 100 % bars where there is room;
    those of few levels always are. Clusters of which no share may be printed have no bar.

    Missing values are told in words beside, so that a share is the same number wherever it stands on the page.
    """
    say, crosstab = brief.say, of_levels(brief.answers.levels(column))
    levels = len(brief.answers.levels(column).levels)
    shown = pieces(crosstab, {claim.level for claim in told if claim.column == column.name}, levels)
    names = shortened([piece_name(brief, column, crosstab.levels[level]) for level in shown], LONGEST_LEVEL)
    claims = {(c.cluster, c.level): c for c in brief.claims.where(kind="level", column=column.name)}
    own = [[claims[key, crosstab.levels[level]] for level in shown] for key in brief.keys]
    strong = [[is_over(claim) for claim in row] for row in own]
    rarer = [claim for claim in told if claim.column == column.name and claim.direction < 0]
    less = [[claim in rarer for claim in row] for row in own]
    gaps = told_gap(brief, [column])
    against = [[against_words(brief, claim, rarer, gaps) for claim in row] for row in own]
    columns = [crosstab.shown[:, level] for level in shown]
    rest = levels - len(shown)
    if rest:
        columns.append(np.maximum(crosstab.bases - crosstab.shown[:, shown].sum(axis=1), 0))
        names.append(say(f"其他 {rest} 项", f"Other ({rest})"))
        strong, less = ([[*row, False] for row in rows] for rows in (strong, less))
        against = [[*row, ""] for row in against]
    table, tenths = np.column_stack(columns), in_tenths(brief, next(iter(claims.values())))
    shares = table / np.maximum(table.sum(axis=1), 1)[:, None]
    texts = tuple(tuple(share_text(brief, n, row.sum(), tenths) if printable(n) else "" for n in row) for row in table)
    kept = [place for place, row in enumerate(table) if is_told(row)] or [*range(len(table))]
    return StackedBars(
        column.name,
        brief.title(column),
        tuple(brief.keys[place] for place in kept),
        tuple(names),
        tuple(
            filled([as_printed(*piece) for piece in zip(shares[place], texts[place], strict=True)]) for place in kept
        ),
        tuple(texts[place] for place in kept),
        tuple(tuple(strong[place]) for place in kept),
        (False,) * len(shown) + (True,) * bool(rest),
        composition_words(brief, column),
        level_headline(brief, column),
        stacked or len(names) <= FEW_LEVELS,
        tuple(tuple(less[place]) for place in kept) if rarer else (),
        against=tuple(tuple(against[place]) for place in kept),
    )


def against_words(brief: Brief, claim: Claim, rarer: Collection[Claim], gaps: Collection[Claim]) -> str:
    """Say in brackets how many times the others' share one is that is coloured or said to be rarer; nothing of others.

    gaps: those told in points, where the category differs little; then all are.
    """
    if not (is_over(claim) or claim in rarer) or not (claim in gaps or told_ratio(claim)):
        return ""
    say = brief.say
    return say.aside(say.in_points(points_text(brief, claim)) if gaps else say.times(claim.effect.value))


def in_one_measure(charts: Sequence[StackedBars]) -> tuple[StackedBars, ...]:
    """Let the charts of a page know of each other, so that a share is as long in one as in another."""
    return tuple(replace(one, beside=tuple(other for other in charts if other is not one)) for one in charts)


def piece_name(brief: Brief, column: Column, level: str) -> str:
    """Return what a piece is called: by its level, where that is a bare number with its column."""
    return f"{brief.title(column)} {level}" if is_code(level) else level


def is_told(counts: Sequence[float]) -> bool:
    """Tell whether any share of so many customers a level may be printed."""
    return bool(printable(sum(counts)) and any(n and printable(n) for n in counts))


def untold(brief: Brief, columns: Sequence[Column]) -> str:
    """Name the clusters that have no bar, as no share of theirs may be printed; nothing where all have one."""
    say, left = brief.say, []
    for column in columns:
        table = of_levels(brief.answers.levels(column)).shown[:, :-1]
        told = [key for key, row in zip(brief.keys, table, strict=True) if is_told(row)] or brief.keys
        names = say.list(brief.name(key) for key in brief.keys if key not in told)
        left += [names + say.aside(brief.title(column))] if names else []
    return say("案例太少，未画出：", "not drawn, too few cases: ") + say.list(left) if left else ""


def level_headline(brief: Brief, column: Column) -> str:
    """State the strongest over-representation in one category, else the widest gap, else that there is none."""
    strongest = strongest_level(brief, [column]) or levels_gap(brief, [column])
    if strongest is None:
        title = mentioned(brief, column)
        return brief.say(f"{all_groups(brief)}在{title}上没有可确认的差异", f"The clusters do not differ by {title}")
    return gap_sentence(brief, strongest)


def filled(shares: Sequence[float]) -> tuple[float, ...]:
    """Return shares as drawn that make up their whole again."""
    whole = sum(shares) or 1.0
    return tuple(share / whole for share in shares)


def pieces(crosstab: Crosstab, told: Collection[str], levels: int) -> list[int]:
    """Return the levels with a piece of their own, in the column's order: those told, and of the commonest up to five
    those that have room for a name in some bar. "Other" for a single level says less than its name.

    levels: how many the column has, with those of too few customers to count each.
    """
    counts = crosstab.exact[:, : len(crosstab.levels)]
    shares = (counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)).max(axis=0)
    ranked = sorted(range(len(shares)), key=lambda level: (crosstab.levels[level] not in told, -counts[:, level].sum()))
    own = [
        level
        for place, level in enumerate(ranked)
        if crosstab.levels[level] in told
        or place < LEAST_PIECES
        or (place < MOST_PIECES and shares[level] >= LEAST_PIECE)
    ]
    return sorted(ranked if levels == len(own) + 1 else own)


def composition_words(brief: Brief, column: Column) -> str:
    """Say in one sentence what each cluster has more of: for alt text and notes."""
    say, parts = brief.say, []
    for key in brief.keys:
        over = over_indexed(brief.claims.where(kind="level", column=column.name, cluster=key), 3)
        if over:
            parts.append(more_common(brief, key, [trait(brief, c, True) for c in over]))
    title, widest = brief.title(column), levels_gap(brief, [column])
    if widest and not parts:
        parts = [gap_sentence(brief, widest)]
    if not parts:
        return say(f"{title}：{all_groups(brief)}构成无明确差异", f"{title}: no clear difference between the clusters")
    return f"{title}{say('：', ': ')}{say.clauses(parts)}"
