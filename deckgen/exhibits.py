"""Which exhibits do several steps share? Composition bars, crosstabs of shares, and lists of what is over-indexed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.crosstab import of_levels
from deckgen.leading import ahead, clusters_named, front, is_over, lead_words, leaders, names_of
from deckgen.phrases import HIGHER, arrow, comparison_words
from deckgen.publication import as_printed
from deckgen.share_phrases import (
    bounded_text,
    figure_of,
    in_tenths,
    interval_text,
    level_name,
    more_common,
    others_head,
    own_text,
    points_text,
    printed_shares,
    share_aside,
    share_text,
    told_ratio,
    trait,
    valued_words,
)
from deckgen.slides import LESS, Block, Card, Cards, Cell, Gauge, Meter, Point, Row, Table
from deckgen.statistics.disclosure import FEW, printable
from deckgen.wording import DASH, ratio_decimals


def best_columns(brief: Brief, columns: Sequence[Column], known: Sequence[str], most: int) -> list[Column]:
    """Return the columns to show: known ones first, then by Cramer's V, with at least two levels."""
    ranked = []
    for column in columns:
        claims = brief.claims.where(kind="level", column=column.name)
        if len({c.level for c in claims}) > 1:
            ranked.append((column.name not in known, -claims[0].numbers["cramers_v"], column.name, column))
    return [entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:3])][:most]


def missing_words(brief: Brief, columns: Sequence[Column]) -> str:
    """Say what share of customers has no value, at most; nothing where nearly all have."""
    say, parts = brief.say, []
    for column in columns:
        counted = brief.answers.levels(column)
        if counted.missing.max() >= FEW:
            share = say.percent(float(of_levels(counted).missing.max()))
            title = brief.title(column)
            parts.append(say(f"{title}缺失至多 {share}", f"{title} missing: {share} at most"))
    return say("，", ", ").join(parts)


def association_words(brief: Brief, columns: Sequence[Column], short: bool = False) -> str:
    """Say how strongly each category goes with the clusters; in short for a foot line."""
    strengths = {c: brief.claims.one(kind="level", column=c.name).numbers["cramers_v"] for c in columns}
    listed = brief.say.list(f"{brief.title(c)} {value:.2f}" for c, value in strengths.items())
    if short:
        return brief.say(f"Cramér's V：{listed}", f"Cramér's V: {listed}")
    return brief.say(
        f"与群体的关联（偏差校正的 Cramér's V）：{listed}",
        f"Association with the clusters (bias-corrected Cramér's V): {listed}",
    )


def over_table(
    brief: Brief, over: Mapping[str, Sequence[Claim]], first: str, alt: str, told: Sequence[Claim] = ()
) -> Table:
    """Lay out levels that clusters have more often than the rest, by cluster, the largest ratio first.

    first: what they are called. told: what the page's title tells, whose ratios are marked.
    """
    say, rows = brief.say, []
    heads = (first, say("占比", "Share"), others_head(brief), say("倍数", "Ratio"))
    for key, claims in over.items():
        finding = more_common(brief, key, [trait(brief, c, c is claims[0]) for c in claims[:2]])
        rows.append(Row((Cell(brief.name(key), "strong", key, len(heads)),), "group", finding))
        rows += [over_row(brief, claim, claim in told) for claim in sorted(claims, key=by_ratio)]
    if without := [brief.name(key) for key in brief.keys if key not in over]:
        none = say.list(without) + say("：无", ": none")
        rows.append(Row((Cell(none, "muted", span=len(heads)),)))
    header = Row(tuple(Cell(head, "strong") for head in heads), "header")
    aligns, weights = ("left", "right", "right", "right"), (2.4, 1, 1, 1)
    return Table("over-represented", (header, *rows), aligns, weights, alt, quiet=True)


def marked_words(brief: Brief, table: Table | None) -> str:
    """Say what is marked in a table of what clusters have more often; nothing where nothing is."""
    if table is None or not any(cell.tone == "key" for row in table.rows for cell in row.cells):
        return ""
    return shaded_words(brief)


def shaded_words(brief: Brief) -> str:
    """Say that what the title tells is marked."""
    return brief.say("底色：标题所述", "shaded: what the title tells")


def by_ratio(claim: Claim) -> tuple[float, float]:
    """Return by what levels are sorted: the largest ratio first, of those that read alike the largest share."""
    ratio = claim.effect.value if told_ratio(claim) else math.inf
    return -round(ratio, ratio_decimals(ratio)), -claim.numbers["share"]


def over_row(brief: Brief, claim: Claim, key: bool) -> Row:
    """Print a level that a cluster has more often. key: its share and the ratio are marked."""
    name, own, others, ratio = over_cells(brief, claim)
    figure = Cell(ratio.text, "key", claim.cluster) if key else Cell(ratio.text)
    return Row((name, replace(own, tone="strong" if key else "plain"), others, figure))


def over_cells(brief: Brief, claim: Claim) -> tuple[Cell, ...]:
    """Print one over-represented level: its name, both shares and their ratio."""
    n = claim.numbers
    ratio = ratio_words(brief, claim) or DASH
    return (
        Cell(level_name(brief, claim)),
        Cell(own_text(brief, claim), "strong"),
        Cell(share_text(brief, n["rest_yes"], claim.bases[1], in_tenths(brief, claim))),
        Cell(ratio, "strong" if claim.verdict == "clear" else "plain"),
    )


def share_intervals(brief: Brief, rows: Sequence[tuple[str, dict[str, Claim]]]) -> str:
    """Give every item's shares with their intervals, a cluster after the other."""
    say = brief.say
    listed = say.clauses(
        f"{title} {say.list(figure_of(brief, brief.name(k), interval_text(brief, claims[k])) for k in brief.keys)}"
        for title, claims in rows
    )
    return say(f"占比与 95% Wilson 区间：{listed}。", f"Shares with Wilson's 95% intervals: {listed}. ")


def drawn_share(brief: Brief, claim: Claim) -> float:
    """Return how long a bar is: nothing where fewer than 11 customers would show."""
    return as_printed(claim.numbers["share"], own_text(brief, claim)) if printable(claim.numbers["yes"]) else 0.0


def strongest_level(brief: Brief, columns: Sequence[Column]) -> Claim | None:
    """Return the over-represented level with the largest effect (Cohen's h) over several columns."""
    names = {column.name for column in columns}
    told = [c for c in brief.claims.where(kind="level") if c.column in names and is_over(c)]
    return max(told, key=lambda c: abs(c.numbers["h"]), default=None)


def shares_shown(
    brief: Brief,
    name: str,
    rows: Sequence[tuple[str, dict[str, Claim]]],
    alt: str,
    first: str,
    stated: Sequence[Claim] = (),
) -> Block:
    """Show shares by cluster: a card a cluster of a single row, else a table with a bar each, and how they compare.

    rows: (title, claims by cluster). Of two clusters a table has the difference in points and the ratio; of more the
    ratio under each share that is higher, where there is room, else that of a cluster alone ahead beside its gap.
    stated: what a table marks.
    """
    if len(rows) == 1:
        return share_cards(brief, name, *rows[0])
    bare = laid_out(brief, name, rows, alt, first, False, stated)
    return bare if len(brief.keys) == 2 else replace(laid_out(brief, name, rows, alt, first, True, stated), narrow=bare)


def share_cards(brief: Brief, name: str, title: str, claims: dict[str, Claim]) -> Cards:
    """Draw up one share as a card a cluster, on a track with the share of the others as its base."""
    return Cards(name, tuple(share_card(brief, title, claims[key]) for key in brief.keys))


def share_card(brief: Brief, title: str, claim: Claim) -> Card:
    """Draw up a cluster's share; without the track where it or the others' is of too few customers to show."""
    say, n = brief.say, claim.numbers
    own, others = (bounded_text(brief, claim, side) for side in range(2))
    shown, base = printable(n["yes"]) and printable(n["rest_yes"]), share_aside(brief, claim)
    verdict = Point(f"{arrow(claim)} {comparison_words(brief, claim)}", tone="strong" if claim.is_told else "plain")
    points = (verdict, Point(card_gap(brief, claim), tone="muted")) if told_ratio(claim) else (verdict,)
    return Card(
        claim.cluster,
        brief.name(claim.cluster),
        own,
        say(f"{title}{base}；{others_head(brief)} {others}", f"{title}{base}; {others_head(brief).lower()} {others}"),
        points,
        Gauge(round(n["share"], 2), round(n["rest_yes"] / claim.bases[1], 2)) if shown else None,
    )


def card_gap(brief: Brief, claim: Claim) -> str:
    """Say by how many points a share is above or below the others', and how many times theirs it is."""
    say, times = brief.say, brief.say.times(claim.effect.value)
    return say.in_points(points_text(brief, claim)) + say.aside(times)


def laid_out(
    brief: Brief,
    name: str,
    rows: Sequence[tuple[str, dict[str, Claim]]],
    alt: str,
    first: str,
    with_ratio: bool,
    stated: Sequence[Claim],
) -> Table:
    """Lay out shares by cluster with a bar each, all on one scale, and the verdict in words."""
    say, two = brief.say, len(brief.keys) == 2
    valued = [valued_words(brief, spoken_of(brief, claims)) for _, claims in rows]
    base = valued[0] if len(set(valued)) == 1 else ""
    heads = [Cell(first, note=base), *(Cell(brief.name(k), "strong", k) for k in brief.keys)]
    heads += [Cell(say("百分点差", "Gap (pts)")), Cell(say("倍数", "Ratio"))] if two else []
    body = [Row((*heads, Cell(say("结论", "Verdict"))), "header")]
    noted = not base and any(valued)
    longest = max((drawn_share(brief, claim) for _, claims in rows for claim in claims.values()), default=0) or 1.0
    for (title, claims), own_base in zip(rows, valued, strict=True):
        cells = [share_cell(brief, claims[key], longest, with_ratio, claims[key] in stated) for key in brief.keys]
        subject = spoken_of(brief, claims)
        cells += gap_cells(brief, subject) if two else []
        verdict = share_verdict_cell(brief, claims, subject, with_ratio)
        if not with_ratio and not two and is_over(subject) and told_ratio(subject):
            ratio = ratio_words(brief, subject) if len(leaders(claims)) == 1 else ""
            figures = say("，", ", ").join(filter(None, (gap_words(brief, claims), ratio)))
            told = {"note": figures} if noted else {"text": verdict.text + say.aside(figures)}
            verdict = replace(verdict, **told)
        body.append(
            Row(
                (Cell(title, note="" if base else own_base), *cells, verdict),
                headline=row_headline(brief, title, claims, two),
                key=subject.column,
            )
        )
    gaps = 2 if two else 0
    aligns = ("left", *["right"] * (len(brief.keys) + gaps), "left")
    return Table(name, tuple(body), aligns, (1.2, *[1.0] * len(brief.keys), *[0.6] * gaps, 1.4), alt)


def row_headline(brief: Brief, title: str, claims: dict[str, Claim], shown: bool = True) -> str:
    """State which clusters have more of what a row shows; nothing where that is not told. shown: see `shows_others`."""
    if not leaders(claims):
        return ""
    words, gap = lead_words(brief, claims, title, shown), gap_words(brief, claims)
    return words + brief.say("，", ", ") + gap if gap and len(leaders(claims)) > 1 and not shown else words


def shows_others(brief: Brief, rows: int) -> bool:
    """Tell whether a page of so many flags shows the others' shares: cards do; a table where they are a cluster's."""
    return rows == 1 or len(brief.keys) == 2


def spoken_of(brief: Brief, claims: dict[str, Claim]) -> Claim:
    """Return the claim that a row speaks of: on the cluster that is ahead, else of two on the higher one, of several on
    the one that is told with the largest effect.
    """
    if first := ahead(claims):
        return first
    if len(brief.keys) == 2:
        return max(claims.values(), key=lambda c: c.numbers["share"])
    return max(claims.values(), key=lambda c: (c.is_told, c.verdict != "suppressed", abs(c.numbers["h"])))


def share_cell(brief: Brief, claim: Claim, longest: float, with_ratio: bool, key: bool) -> Cell:
    """Print a share with its bar; in the cluster's colour where it has more than the others. key: marked.

    with_ratio: where it has more, also how many times theirs it is, where that may be told. Where it is one of several
    that have less, an arrow.
    """
    text = own_text(brief, claim)
    over = is_over(claim)
    tone = "key" if key else "strong" if over else "plain" if claim.verdict != "suppressed" else "muted"
    note = ratio_words(brief, claim) if with_ratio and over else ""
    if is_lower(brief, claim):
        text = f"{LESS} {text}"
    bar = Meter(0, drawn_share(brief, claim) / longest, claim.cluster if over else "")
    return Cell(text, tone, claim.cluster if key else "", note=note, meter=bar)


def is_lower(brief: Brief, claim: Claim) -> bool:
    """Tell whether a share is marked as lower: of two clusters the verdict says so."""
    return len(brief.keys) > 2 and claim.is_told and claim.direction < 0


def ratio_words(brief: Brief, claim: Claim) -> str:
    """Print how many times the others' a share is, where it may be told."""
    return brief.say.times(claim.effect.value) if told_ratio(claim) else ""


def gap_cells(brief: Brief, claim: Claim) -> list[Cell]:
    """Print by how many points the higher of two shares is above the other, and the ratio, where cases are enough."""
    if not told_ratio(claim):
        return [Cell(DASH, "muted"), Cell(DASH, "muted")]
    tone = "strong" if claim.verdict == "clear" else "plain" if claim.is_told else "muted"
    texts = (points_text(brief, claim).lstrip("+"), ratio_words(brief, claim))
    return [Cell(text, tone) for text in texts]


def share_verdict_cell(brief: Brief, claims: dict[str, Claim], claim: Claim, with_gap: bool) -> Cell:
    """Print the verdict: which cluster has more, or which together, and by how many points."""
    words = comparison_words(brief, claim)
    if not claim.is_told:
        return Cell(f"{arrow(claim)} {words}", "muted")
    first = leaders(claims) or [claim]
    clear = all(c.verdict == "clear" for c in first)
    words = words if clear or not is_over(claim) else brief.say.text(HIGHER["slight", 1])
    names = names_of(brief, first)
    text = brief.say(f"{arrow(claim)} {names}{words}", f"{arrow(claim)} {names} {words}")
    own = claim.cluster if clear and len(first) == 1 else ""
    return Cell(text, "strong" if clear else "plain", own, note=gap_words(brief, claims) if with_gap else "")


def gap_words(brief: Brief, claims: dict[str, Claim]) -> str:
    """Print by how many points the share of each cluster that leads is above the others', where it may be told; of
    several above those that do not lead.
    """
    say, claim = brief.say, front(claims) or spoken_of(brief, claims)
    if not told_ratio(claim):
        return ""
    first = leaders(claims)
    if len(first) < 2:
        return say("差 ", "") + say.in_points(points_text(brief, claim))
    gap = say.in_points(least_points(brief, claim))
    others = [key for key, one in claims.items() if one not in first]
    behind, joined = clusters_named(brief, others), len(others) > 1
    return say(
        f"至少比{behind}{'合计' if joined else ''}高 {gap.lstrip('+')}",
        f"at least {gap} over {behind}{' together' if joined else ''}",
    )


def least_points(brief: Brief, claim: Claim) -> str:
    """Print by how many points a share is at least above the others': of the shares as printed, rounded down."""
    own, others = printed_shares(brief, claim)
    exact = 100 * claim.numbers["difference"] if own is None or others is None else float(own - others)
    step = 1.0 if exact >= 10 else 0.1
    return brief.say.points(step * math.floor(round(exact / step, 6)), step < 1)
