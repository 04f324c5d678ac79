"""How is a table of shares read? What its figures are, how rows are sorted and coloured, and on which bases."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.exhibits import points_text, ratio_words, spoken_of
from deckgen.leading import leaders
from deckgen.share_phrases import in_tenths, others_share, own_text, share_text, the_others, told_ratio
from deckgen.statistics.verdicts import LEAST_H, MISSING_GAP, SLIGHT_RATIO

HALF_UP = 1e-9
"""Points by which a gap that ends in five is rounded away from zero, as a reader does."""


def share_foot(brief: Brief, rows: Sequence[tuple[str, dict[str, Claim]]], ratio: bool) -> Sequence[str]:
    """Say what a table of shares must not be read without: what the ratio and the colour mean, and on which bases."""
    say = brief.say
    return (
        ratio_meaning(brief) if ratio and any_told(brief, rows) else "",
        say(
            f"彩色：确认高于{the_others(brief)}（至少 {SLIGHT_RATIO} 倍，或 Cohen's h ≥ {LEAST_H}）",
            f"coloured: confirmed higher (at least {SLIGHT_RATIO}x {others_share(brief)}, or Cohen's h ≥ {LEAST_H})",
        )
        if any(leaders(claims) for _, claims in rows)
        else "",
        both_as_counted(brief, beside_others(brief, rows)),
        value_bases(brief, rows),
    )


def share_method(brief: Brief, rows: Sequence[tuple[str, dict[str, Claim]]]) -> str:
    """Say in the notes how a table of shares was made: its figures, the order of its rows, gaps of several leaders."""
    say = brief.say
    several = len(brief.keys) > 2 and any(len(leaders(claims)) > 1 for _, claims in rows)
    return say.sentences(
        [
            unrounded(brief),
            say(
                "各行按领先群体与其他群体的百分点差排序",
                "Rows are sorted by the leading cluster's gap to the others in points",
            )
            if len(rows) > 1
            else "",
            say(
                "倍数以其他所有群体合计为基准；并列领先时的差则为其中最低者与未领先群体之差",
                "The ratio is against all others, the gap of several leaders is the lowest one's to those not leading",
            )
            if several
            else "",
        ]
    )


def as_counted(brief: Brief, ratios: Iterable[Claim], gaps: Iterable[Claim] = ()) -> str:
    """Say in a foot that ratios or gaps are of unrounded shares, where one does not follow from shares as printed.

    ratios, gaps: the claims whose share stands beside the others' and the one or the other figure.
    """
    ratio = not all(ratio_follows(brief, claim) for claim in ratios)
    gap = not all(gap_follows(brief, claim) for claim in gaps)
    zh, en = (("差与倍数", "gaps and ratios") if ratio else ("差", "gaps")) if gap else ("倍数", "ratios")
    return brief.say(f"{zh}按取整前计算", f"{en} before rounding") if gap or ratio else ""


def both_as_counted(brief: Brief, claims: Sequence[Claim]) -> str:
    """Say as much of claims whose share stands beside the others', their gap and their ratio."""
    return as_counted(brief, claims, claims)


def ratio_follows(brief: Brief, claim: Claim) -> bool:
    """Tell whether a reader who divides two shares as they are printed finds the ratio printed beside them."""
    ratio, (own, others) = ratio_words(brief, claim), printed_shares(brief, claim)
    return not (ratio and own and others) or brief.say.times(own / others) == ratio


def gap_follows(brief: Brief, claim: Claim) -> bool:
    """Tell whether a reader who subtracts two shares as they are printed finds the gap printed beside them."""
    points, (own, others) = points_text(brief, claim), printed_shares(brief, claim)
    if not (told_ratio(claim) and own and others) or points.startswith("<"):
        return True
    gap = math.copysign(abs(own - others) + HALF_UP, own - others) / 100
    return points == brief.say.points(gap, math.inf if in_tenths(brief, claim) else brief.smallest)


def printed_shares(brief: Brief, claim: Claim) -> tuple[float | None, float | None]:
    """Return a share and the others' as they are printed."""
    others = share_text(brief, claim.numbers["rest_yes"], claim.bases[1], in_tenths(brief, claim))
    return printed(own_text(brief, claim)), printed(others)


def printed(share: str) -> float | None:
    """Return the percentage that a share is printed as; none where it is told by words or by what it is below.

    >>> printed("22.7%"), printed("<0.1%"), printed("nearly all")
    (22.7, None, None)
    """
    return float(share.removesuffix("%")) if re.fullmatch(r"[\d.]+%", share) else None


def beside_others(brief: Brief, rows: Sequence[tuple[str, dict[str, Claim]]]) -> list[Claim]:
    """Return the claims of a table or of cards whose share stands beside the others': of several clusters, on cards."""
    if len(rows) == 1:
        return list(rows[0][1].values())
    return [spoken_of(brief, claims) for _, claims in rows] if len(brief.keys) == 2 else []


def unrounded(brief: Brief) -> str:
    """Say of which figures gaps and ratios are."""
    return brief.say("差与倍数均按取整前的数计算", "Gaps and ratios are taken of the figures before rounding")


def any_told(brief: Brief, rows: Sequence[tuple[str, dict[str, Claim]]]) -> bool:
    """Tell whether a table has ratios: of two clusters always, of more where a difference is told."""
    return len(brief.keys) == 2 or any(claim.is_told for _, claims in rows for claim in claims.values())


def ratio_meaning(brief: Brief) -> str:
    """Say what is compared with what: of two clusters always the higher share with the lower."""
    say = brief.say
    if len(brief.keys) == 2:
        return say(
            "百分点差与倍数：占比较高的群体对另一群体",
            "Gap and ratio: the higher share against the other",
        )
    return say(
        "倍数：与其他群体合计的占比相比，只列确认有差异的",
        "Ratio: to the share of all others together, where a difference is confirmed",
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
        f"占比的基数为有值的{say.rows}，最少时为{name}的 {part}",
        f"shares are of those with a value, at the fewest {part} of {name}",
    )
