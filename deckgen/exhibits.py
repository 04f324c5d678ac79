"""Which exhibits do several steps share? Composition bars, crosstabs of shares, and lists of what is over-indexed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deckgen.brief import Brief
from deckgen.claims import REST, Claim
from deckgen.columns import Column
from deckgen.counted import CountedLevels
from deckgen.phrases import (
    SMALLEST_CELL,
    arrow,
    comparison_words,
    level_name,
    over_indexed,
    printable,
    share_pair,
    share_text,
    told_ratio,
)
from deckgen.slides import Cell, Point, Points, Row, StackedBars, Table
from deckgen.wording import DASH, telling_apart

MOST_PIECES = 7
LONGEST_LEVEL = 24


def best_columns(brief: Brief, columns: Sequence[Column], known: Sequence[str], most: int) -> list[Column]:
    """Return the columns to show: known ones first, then by Cramer's V, with at least two levels."""
    ranked = []
    for column in columns:
        claims = brief.claims.where(kind="level", column=column.name)
        if len({c.level for c in claims}) > 1:
            ranked.append((column.name not in known, -claims[0].numbers["cramers_v"], column.name, column))
    return [entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:3])][:most]


def composition(brief: Brief, column: Column, counted: CountedLevels) -> StackedBars:
    """Draw up 100 % bars: the seven commonest levels, then other and missing in grey.

    The base is every customer of the cluster, the missing among them. Where other or missing would show 1 to 10
    customers it is added to its neighbour.
    """
    say = brief.say
    shown = pieces(counted)
    other = counted.counts.sum(axis=1) - counted.counts[:, shown].sum(axis=1)
    columns = [counted.counts[:, level] for level in shown]
    names = telling_apart([counted.levels[level] for level in shown], LONGEST_LEVEL)
    told = {(c.cluster, c.level): c for c in brief.claims.where(kind="level", column=column.name)}
    strong = [[is_over(told.get((key, counted.levels[level]))) for level in shown] for key in brief.keys]
    grey = [False] * len(shown)
    rest = len(counted.levels) - len(shown)
    extras = ((other, say(f"其他 {rest} 项", f"Other ({rest})")), (counted.missing, say("缺失", "Missing")))
    for counts, name in extras:
        if counts.sum():
            columns.append(counts)
            names.append(name)
            grey.append(True)
            strong = [[*row, False] for row in strong]
    table = np.column_stack(columns)
    shares = table / np.maximum(table.sum(axis=1), 1)[:, None]
    texts = tuple(
        tuple(say.percent(s) if printable(n) and s >= 0.005 else "" for s, n in zip(sr, nr, strict=True))
        for sr, nr in zip(shares, table, strict=True)
    )
    return StackedBars(
        column.name,
        brief.title(column),
        brief.keys,
        tuple(names),
        tuple(tuple(map(float, row)) for row in shares),
        texts,
        tuple(tuple(row) for row in strong),
        tuple(grey),
        composition_words(brief, column),
    )


def pieces(counted: CountedLevels) -> list[int]:
    """Return the levels with a piece of their own, in the column's order: at most seven, each with enough customers."""
    total = counted.counts.sum(axis=0)
    most = len(total) if len(total) <= MOST_PIECES + 1 else MOST_PIECES  # "other" for a single level says less
    common = sorted(range(len(total)), key=lambda level: -total[level])[:most]
    return sorted(level for level in common if total[level] >= SMALLEST_CELL)


def is_over(claim: Claim | None) -> bool:
    """Whether a level is claimed to be over-represented."""
    return claim is not None and claim.is_told and claim.direction > 0


def composition_words(brief: Brief, column: Column) -> str:
    """Say in one sentence what each cluster has more of: for alt text and notes."""
    say, parts = brief.say, []
    for key in brief.keys:
        over = over_indexed(brief.claims.where(kind="level", column=column.name, cluster=key), 3)
        if over:
            levels = say.list(f"{level_name(brief, c)}{say.aside(share_pair(brief, c))}" for c in over)
            parts.append(say(f"{brief.name(key)}更多{levels}", f"{brief.name(key)} has more {levels}"))
    title = brief.title(column)
    if not parts:
        return say(f"{title}：各群体构成无明确差异", f"{title}: no clear difference between the clusters")
    return f"{title}{say('：', ': ')}{say.clauses(parts)}"


def over_points(brief: Brief, columns: Sequence[Column], most: int = 3, heading: str = "") -> Points:
    """List what each cluster has more of than the rest, over several columns, the largest ratio first."""
    say, points = brief.say, []
    names = [column.name for column in columns]
    for key in brief.keys:
        claims = [c for c in brief.claims.where(kind="level", cluster=key) if c.column in names]
        over = over_indexed(claims, most)
        lines = say.clauses(f"{level_name(brief, c)} {share_pair(brief, c)}" for c in over) or say(
            "无突出偏好", "nothing stands out"
        )
        points.append(Point(lines, f"{brief.name(key)}{say('：', ': ')}", "plain" if over else "muted"))
    return Points("over-indexed", tuple(points), heading or say("谁更偏好什么", "Who has more of what"))


def strongest_level(brief: Brief, columns: Sequence[Column]) -> Claim | None:
    """Return the over-represented level with the largest effect (Cohen's h) over several columns."""
    names = {column.name for column in columns}
    told = [c for c in brief.claims.where(kind="level") if c.column in names and is_over(c)]
    return max(told, key=lambda c: abs(c.numbers["h"]), default=None)


def share_table(brief: Brief, name: str, rows: Sequence[tuple[str, dict[str, Claim]]], alt: str, first: str) -> Table:
    """Lay out shares by cluster with their index against the rest, and the verdict in words.

    rows: (title, claims by cluster). Two clusters get the difference in points and the ratio; more get the index in
    each cell.
    """
    say, two = brief.say, len(brief.keys) == 2
    heads = [Cell(first), *(Cell(brief.name(k), "strong", k) for k in brief.keys)]
    heads += [Cell(say("差值", "Gap")), Cell(say("指数", "Index"))] if two else []
    body = [Row((*heads, Cell(say("结论", "Verdict"))), "header")]
    for title, claims in rows:
        cells = [share_cell(brief, claims[key], two) for key in brief.keys]
        subject = spoken_of(brief, claims)
        cells += gap_cells(brief, subject) if two else []
        body.append(Row((Cell(title), *cells, share_verdict_cell(brief, subject))))
    middle = len(brief.keys) + (2 if two else 0)
    return Table(name, tuple(body), ("left", *["right"] * middle, "left"), (2.0, *[1.1] * middle, 2.0), alt)


def spoken_of(brief: Brief, claims: dict[str, Claim]) -> Claim:
    """Return the claim that a row speaks of: the cluster that has most more, else the first."""
    told = [c for c in claims.values() if c.is_told and c.direction > 0]
    return max(told, key=lambda c: abs(c.numbers["h"]), default=claims[brief.keys[-1]])


def share_cell(brief: Brief, claim: Claim, plain: bool) -> Cell:
    """Print a share, with its index where the table has no column for it."""
    text = share_text(brief, claim.numbers["yes"], claim.bases[0])
    if not plain and told_ratio(claim):
        text += brief.say.aside(brief.say.index(claim.effect.value))
    return Cell(
        text,
        "strong" if claim.is_told and claim.direction > 0 else "plain" if claim.verdict != "suppressed" else "muted",
    )


def gap_cells(brief: Brief, claim: Claim) -> list[Cell]:
    """Print the difference in points and the index, where there are enough cases."""
    if not told_ratio(claim):
        return [Cell(DASH, "muted"), Cell(DASH, "muted")]
    tone = "strong" if claim.verdict == "clear" else "plain" if claim.is_told else "muted"
    return [Cell(brief.say.points(claim.numbers["difference"]), tone), Cell(brief.say.index(claim.effect.value), tone)]


def share_verdict_cell(brief: Brief, claim: Claim) -> Cell:
    """Print the verdict: which cluster has more."""
    words = comparison_words(brief, claim)
    if not claim.is_told:
        return Cell(f"{arrow(claim)} {words}", "muted")
    text = brief.say(
        f"{arrow(claim)} {brief.name(claim.cluster)}{words}", f"{arrow(claim)} {brief.name(claim.cluster)} {words}"
    )
    return Cell(
        text, "strong" if claim.verdict == "clear" else "plain", claim.cluster if claim.verdict == "clear" else ""
    )


def by_cluster(claims: Sequence[Claim]) -> dict[str, Claim]:
    """Return claims against the rest by their cluster."""
    return {claim.cluster: claim for claim in claims if claim.against == REST}
