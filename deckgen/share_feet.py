"""How is a table of shares read? What its figures are, how rows are sorted and coloured, and on which bases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.exhibits import is_lower, ratio_words, spoken_of
from deckgen.leading import leaders
from deckgen.share_phrases import answers_beside, ends_text, printed_shares, share_text, the_others
from deckgen.slides import LESS
from deckgen.statistics.disclosure import FEW, STAND_IN, printable
from deckgen.statistics.verdicts import CONFIDENCE, LEAST_H, LEAST_RATIO, MISSING_GAP, SLIGHT_RATIO, STRICT

MOST_ANSWERS = 3
"""Of those beside yes and no that a foot names."""


def share_foot(brief: Brief, rows: Sequence[tuple[str, dict[str, Claim]]], ratio: bool) -> Sequence[str]:
    """Say what shares must not be read without: what ratio, colour and words mean, and on which bases; of a single row,
    which stands on cards, also how sure the highest share is.
    """
    say, degree, on_cards = brief.say, degrees(brief, rows), len(rows) == 1
    beside = rows[0][1].values() if on_cards else [spoken_of(brief, c) for _, c in rows] if len(brief.keys) == 2 else ()
    coloured = any(leaders(claims) for _, claims in rows) and not on_cards
    lower = any(is_lower(brief, claim) for _, claims in rows for claim in claims.values())
    less_zh, less_en = (f"，{LESS}：低于", f", {LESS}: lower") if lower else ("", "")
    return (
        ratio_meaning(brief) if ratio and not on_cards and any_told(brief, rows) else "",
        say(f"彩色：确认高于{the_others(brief)}{less_zh}", f"coloured: confirmed higher{less_en}") + say.aside(degree)
        if coloured
        else degree,
        sure_words(brief, rows[0][1]) if on_cards else "",
        as_counted(brief, beside),
        stand_in_words(brief, rows),
        value_bases(brief, rows),
    )


def stand_in_words(brief: Brief, rows: Sequence[tuple[str, dict[str, Claim]]]) -> str:
    """Say how cases that are too few to show enter what several others have together; nothing where none do."""
    say, every = brief.say, [claim for _, claims in rows for claim in claims.values()]
    if len(brief.keys) == 2 or all(printable(claim.numbers["yes"]) for claim in every):
        return ""
    return say(
        f"少于 {FEW} {say.noun.measure}的不显示，计入其他群体时以 {STAND_IN} 代替",
        f"fewer than {FEW} {say.rows} are not shown and enter the others as {STAND_IN}",
    )


def sure_words(brief: Brief, claims: dict[str, Claim]) -> str:
    """Give the interval of each share that leads; nothing where none does."""
    say = brief.say
    pairs = ((brief.name(claim.cluster), ends_text(brief, claim)) for claim in leaders(claims))
    told = say.list(f"{name} {ends}" for name, ends in pairs if ends)
    return say(f"95% 区间：{told}", f"95% interval: {told}") if told else ""


def degrees(brief: Brief, rows: Sequence[tuple[str, dict[str, Claim]]]) -> str:
    """Say what makes a share slightly and clearly higher, of the degrees that are told either way."""
    say, told = brief.say, {claim.verdict for _, claims in rows for claim in claims.values() if claim.is_told}
    grades = (("slight", "略", "slightly", SLIGHT_RATIO, CONFIDENCE), ("clear", "明显", "clearly", LEAST_RATIO, STRICT))
    used = [grade for grade in grades if grade[0] in told]
    parts = (
        say(
            f"{zh}：≥ {ratio} 倍或 {h} ≥ {LEAST_H}，{100 * sure:g}% 区间支持",
            f"{en}: ≥ {ratio}x or {h} ≥ {LEAST_H}, backed by the {100 * sure:g}% interval",
        )
        for h, (_, zh, en, ratio, sure) in zip(("Cohen's h", "h"), used, strict=False)
    )
    return say("；", "; ").join(filter(None, (*parts, edge_note(brief, rows))))


def edge_note(brief: Brief, rows: Sequence[tuple[str, dict[str, Claim]]]) -> str:
    """Name what is slightly more although its ratio is printed like the one from which it is clearly so."""
    say = brief.say
    spoken = [(title, spoken_of(brief, claims)) for title, claims in rows]
    below = [
        title
        for title, claim in spoken
        if claim.verdict == "slight"
        and claim.effect.value < LEAST_RATIO
        and ratio_words(brief, claim) == say.times(LEAST_RATIO)
    ]
    listed = say.list(below)
    return say(f"{listed}四舍五入前不到 {LEAST_RATIO} 倍", f"{listed}: just below {LEAST_RATIO}x") if below else ""


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


def as_counted(brief: Brief, claims: Iterable[Claim]) -> str:
    """Say in a foot that ratios are of unrounded shares, where one does not follow from shares as printed.

    claims: those whose share stands beside the others' and the ratio.
    """
    follow = all(ratio_follows(brief, claim) for claim in claims)
    return "" if follow else brief.say("倍数按取整前计算", "ratios before rounding")


def ratio_follows(brief: Brief, claim: Claim) -> bool:
    """Tell whether a reader who divides two shares as they are printed finds the ratio printed beside them."""
    ratio, (own, others) = ratio_words(brief, claim), printed_shares(brief, claim)
    return not (ratio and own and others) or brief.say.times(float(own / others)) == ratio


def confirmed_above(brief: Brief, columns: Iterable[Column]) -> str:
    """Say what the colour of a level of some categories means, and what confirms it."""
    say, others, names = brief.say, the_others(brief), {column.name for column in columns}
    told = [c for c in brief.claims.where(kind="level") if c.column in names and c.is_told and c.direction > 0]
    by_h = any(claim.effect.value < SLIGHT_RATIO for claim in told)
    zh, en = (f" 或 h ≥ {LEAST_H}", f" or Cohen's h ≥ {LEAST_H}") if by_h else ("", "")
    sure = say(f"≥ {SLIGHT_RATIO} 倍{zh}，按取值个数校正的 95% 区间", f"≥ {SLIGHT_RATIO}x{en}, adjusted 95% interval")
    return say(f"彩色：确认高于{others}", f"coloured: confirmed above {others}") + say.aside(sure)


def unrounded(brief: Brief) -> str:
    """Say of which figures gaps and ratios are."""
    return brief.say(
        "差为所列占比之差，倍数按取整前的数计算",
        "Gaps are those between the shares as printed; ratios are taken of the figures before rounding",
    )


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
    return say("倍数：与其他群体合计的占比相比", f"Ratio: to the share of all other {say.rows}")


def value_bases(brief: Brief, rows: Sequence[tuple[str, dict[str, Claim]]]) -> str:
    """Say where the fewest customers of a cluster have a value, and which answers beside yes and no are none; nothing
    where nearly all have one everywhere.
    """
    say = brief.say
    known = [(claims[key], size) for _, claims in rows for key, size in brief.sizes.items()]
    fewest, size = min(known, key=lambda entry: entry[0].bases[0] / entry[1])
    if fewest.bases[0] >= (1 - MISSING_GAP) * size:
        return ""
    part, name = share_text(brief, fewest.bases[0], size), brief.name(fewest.cluster)
    beside = (answer for _, claims in rows for claim in claims.values() for answer in answers_beside(brief, claim))
    if answers := [say.quoted(answer) for answer in dict.fromkeys(beside)]:
        return say(
            f"占比不含答{say.list(answers[:MOST_ANSWERS])}的{say.rows}，最少时只含{name}的 {part}",
            f"shares leave out {say.list(answers[:MOST_ANSWERS])}, which leaves as few as {part} of {name}",
        )
    return say(
        f"占比的基数为有值的{say.rows}，最少时为{name}的 {part}",
        f"shares are of {say.rows} with a value: as few as {part} of {name}",
    )
