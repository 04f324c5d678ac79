"""How is a table of shares read? What its figures are, how rows are sorted and coloured, and on which bases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.leading import leaders
from deckgen.share_phrases import share_text, told_ratio
from deckgen.statistics.verdicts import LEAST_H, MISSING_GAP, SLIGHT_RATIO


def share_foot(brief: Brief, rows: Sequence[tuple[str, dict[str, Claim]]], index: bool) -> Sequence[str]:
    """Say how a table of shares is read: what the figures are, how rows are sorted and coloured, on which bases."""
    say = brief.say
    sort = say(
        "各行按领先群体与其他群体的百分点差（取整前）排序",
        "rows by the leading cluster's gap to the others in points, unrounded",
    )
    several = any(len(leaders(claims)) > 1 for _, claims in rows)
    return (
        index_meaning(brief) if index else "",
        sort if len(rows) > 1 else "",
        say(
            "与指数不同，并列领先时的差为其中最低者与未领先群体之差",
            "unlike the index, the gap of several leaders is of the lowest against those that do not lead",
        )
        if len(rows) > 1 and several
        else "",
        say(
            f"彩色：确认高于其他群体（取整前至少 {SLIGHT_RATIO} 倍，或 Cohen's h ≥ {LEAST_H}）",
            f"coloured: confirmed higher (unrounded at least {SLIGHT_RATIO}x the others', or Cohen's h ≥ {LEAST_H})",
        ),
        value_bases(brief, rows),
    )


def unrounded(brief: Brief) -> str:
    """Say of which figures ratios are."""
    return brief.say("倍数按取整前的数计算", "ratios are taken before rounding")


def card_foot(brief: Brief, claims: Iterable[Claim]) -> str:
    """Say of which figures the gaps and ratios on cards are; nothing where none is told."""
    return unrounded(brief) if any(map(told_ratio, claims)) else ""


def index_meaning(brief: Brief) -> str:
    """Say what is compared with what: of two clusters always the higher share with the lower."""
    say = brief.say
    if len(brief.keys) == 2:
        return say(
            "百分点差、指数：占比较高的群体与另一群体之差、之比 × 100，按取整前的数计算",
            "Gap and index (ratio x 100): the higher share against the other, before rounding",
        )
    return say(
        "指数 = 与其他所有群体合计占比之比 × 100（取整前）",
        "Index = ratio to the share of all others together x 100, unrounded",
    )


def value_bases(brief: Brief, rows: Sequence[tuple[str, dict[str, Claim]]]) -> str:
    """Say where the fewest customers of a cluster have a value; nothing where nearly all have one everywhere."""
    say = brief.say
    known = [(claims[key], size) for _, claims in rows for key, size in brief.sizes.items()]
    fewest, size = min(known, key=lambda entry: entry[0].bases[0] / entry[1])
    if fewest.bases[0] >= (1 - MISSING_GAP) * size:
        return ""
    part, name = share_text(brief, fewest.bases[0], size), brief.name(fewest.cluster)
    return say(
        f"占比的基数为有值的客户，最少时为{name}的 {part}",
        f"shares are of those with a value, at the fewest {part} of {name}",
    )
