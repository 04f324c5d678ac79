"""Which cluster do most KPIs tell of, and on how many is it better, worse, higher, lower or alike?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.figures import cluster_claims
from deckgen.glossary import ALIKE
from deckgen.phrases import SOME, largest, lead, nearest
from deckgen.wording import Text

PART = {
    ("better", 1): Text("优于部分群体", "better than some"),
    ("better", -1): Text("弱于部分群体", "worse than some"),
    ("neutral", 1): SOME[1],
    ("neutral", -1): SOME[-1],
}
OF_MANY = {
    ("better", 1): Text("最优", "best"),
    ("better", -1): Text("最弱", "worst"),
    ("neutral", 1): Text("最高", "highest"),
    ("neutral", -1): Text("最低", "lowest"),
}
OF_TWO = {
    ("better", 1): Text("更优", "better"),
    ("better", -1): Text("较弱", "worse"),
    ("neutral", 1): Text("更高", "higher"),
    ("neutral", -1): Text("更低", "lower"),
}
VALUED = frozenset(words[key] for words in (PART, OF_MANY, OF_TWO) for key in words if key[0] == "better")
FEW_CONTRARY = 2
"""Up to this many KPIs that go against the others are always among those shown."""
BETWEEN = Text("居中或无明确差异", "in between or alike")
"""What a cluster is that differs from the others together neither way: of several, some may be above and some below."""


def subject(brief: Brief, columns: Sequence[Column]) -> str:
    """Return the cluster that most KPIs tell of most clearly: of two the leading one."""
    if len(brief.keys) == 2:
        return lead(brief)
    strongest = (largest([*cluster_claims(brief, column).values()]) for column in columns)
    return most_told(brief, [claim for claim in strongest if claim])


def most_told(brief: Brief, claims: Sequence[Claim]) -> str:
    """Return the cluster that most of some claims are clearly about, the leading one among several."""
    first, times = lead(brief), Counter(claim.cluster for claim in claims if claim.verdict == "clear")
    return max(brief.keys, key=lambda key: (times[key], key == first))


def spoken(brief: Brief, columns: Sequence[Column], cluster: str) -> dict[str, Claim]:
    """Return the claim that is told of each KPI: a cluster's where it is apart from all or is what the tally of its
    claims counts, so that the rows show the count; else the largest.
    """
    every = {column.name: cluster_claims(brief, column) for column in columns}
    counted_ones = commonest_of(brief, [claims[cluster] for claims in every.values()])
    found = {}
    for name, claims in every.items():
        own = claims[cluster]
        if len(claims) == 2 or own in counted_ones or (own.is_told and own.numbers["extreme"]):
            found[name] = own
        else:
            found[name] = largest([*claims.values()]) or max(claims.values(), key=lambda c: abs(c.effect.value))
    return found


def is_valued(brief: Brief, claims: Sequence[Claim]) -> bool:
    """Tell whether claims are counted as better and worse, which their rows then show: the better way is known of most
    KPIs that differ, and is of none only presumed; else all are counted as higher and lower.
    """
    better = sum(bool(claim.better) for claim in claims)
    presumed = any(brief.customers[claim.column].presumed for claim in claims)
    return not presumed and 2 * better > sum(bool(claim.direction) for claim in claims)


def contrary(brief: Brief, claims: Sequence[Claim]) -> list[Claim]:
    """Return the few KPIs on which a cluster is apart from all others the other way than on most: none where many.

    Where better and worse are counted, the way is that.
    """
    valued = is_valued(brief, claims)
    confirmed = [claim for claim in claims if claim.direction and not is_doubtful(brief, claim)]
    apart = [claim for claim in confirmed if claim.numbers["extreme"]]
    ways = [[claim for claim in apart if (claim.better if valued else claim.direction) == way] for way in (1, -1)]
    fewer, more = sorted(ways, key=len)
    return fewer if len(fewer) <= FEW_CONTRARY and len(more) > FEW_CONTRARY else []


def counted(brief: Brief, claims: Sequence[Claim], valued: bool) -> dict[Text, list[Claim]]:
    """Sort a cluster's claims by how they go: those that set it apart from all others first, alike last; without those
    that are to be checked.

    valued: whether as better and worse where one way is better; what is neither then stands apart from them.
    """
    whole: Mapping[tuple[str, int], Text] = OF_MANY if len(brief.keys) > 2 else OF_TWO
    kinds, alike = ("better", "neutral") if valued else ("neutral",), neither(brief)
    ways = [(kind, way) for kind in kinds for way in (1, -1)]
    found: dict[Text, list[Claim]] = {words[key]: [] for words in (whole, PART) for key in ways} | {alike: []}
    for claim in (claim for claim in claims if not is_doubtful(brief, claim)):
        if not claim.direction:
            found[alike].append(claim)
            continue
        words = whole if claim.numbers["extreme"] else PART
        way = ("better", claim.better) if valued and claim.better else ("neutral", claim.direction)
        found[words[way]].append(claim)
    return found


def is_doubtful(brief: Brief, claim: Claim) -> bool:
    """Tell whether a difference is to be checked before it counts: zeros of the KPI may stand for "none"."""
    return claim.direction != 0 and brief.customers[claim.column].zero_as_none


def neither(brief: Brief) -> Text:
    """Return what a cluster is on a KPI on which it is claimed to be neither higher nor lower than the others."""
    return BETWEEN if len(brief.keys) > 2 else ALIKE


def most_of(brief: Brief, claims: Sequence[Claim]) -> str:
    """Say what a cluster is on most KPIs: "Cluster A is lowest on 10 of 15 KPIs, clearly on 7 of them"."""
    say, name = brief.say, brief.name(claims[0].cluster)
    words, own = tally(brief, claims)
    which, (how, clear) = on_which(brief, len(own), len(claims)), graded(brief, words, own)
    verb = ":" if words is neither(brief) else f" {say.verb(name, 'is', 'are')}"
    return say(f"{name}{which}{how}{clear}", f"{name}{verb} {how} {which}{clear}")


def graded(brief: Brief, words: Text, own: Sequence[Claim]) -> tuple[str, str]:
    """Say what a cluster is on some KPIs, clearly where it is so on all, and what is added: on how many it clearly is.

    In Chinese what is highest or lowest of several is said to be clearly so behind it.
    """
    say, clear = brief.say, sum(is_clear(brief, claim) for claim in own)
    if not clear:
        return say.text(words), ""
    if clear < len(own):
        return say.text(words), say(f"，其中 {clear} 项明显", f", clearly on {clear} of them")
    if words in OF_MANY.values():
        return say(words.zh, f"clearly {words.en}"), say(f"，且{'都' if clear > 1 else ''}明显", "")
    return say(f"明显{words.zh}", f"clearly {words.en}"), ""


def tally(brief: Brief, claims: Sequence[Claim]) -> tuple[Text, list[Claim]]:
    """Return what the cluster of some KPI claims is on most of them, and those of which it is so."""
    counts, alike = counted(brief, claims, is_valued(brief, claims)), neither(brief)
    differs = any(own for words, own in counts.items() if words is not alike)
    first = commonest(counts, alike) if differs else alike
    return first, counts[first]


def commonest_of(brief: Brief, claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims of which the tally of a cluster's KPI claims tells."""
    return tally(brief, claims)[1]


def on_which(brief: Brief, most: int, n: int) -> str:
    """Say on how many of all KPIs something is so."""
    kpis = "KPI" if n == 1 else "KPIs"
    every_one = "both" if n == 2 else f"all {n}" if n > 2 else "1"
    return brief.say(
        f"在 {n} 项 KPI {f'中 {most} 项' if most < n else '上' if n == 1 else '上均'}",
        f"on {f'{most} of {n}' if most < n else every_one} {kpis}",
    )


def is_clear(brief: Brief, claim: Claim) -> bool:
    """Tell whether a cluster differs clearly from the closest one, too."""
    return claim.verdict == "clear" and nearest(brief, claim).verdict == "clear"


def commonest(counts: Mapping[Text, Sequence[Claim]], alike: Text) -> Text:
    """Return what a cluster is on the most KPIs, alike only where on all; apart from all the others counts twice.

    Where some are better or worse, it is one of these: what is neither is not counted with them.
    """
    valued = [words for words in counts if words in VALUED and counts[words]]
    told = valued or [words for words in counts if words is not alike]
    return max(told, key=lambda words: len(counts[words]) * (1 if words in PART.values() else 2))


def the_others(brief: Brief, claims: Sequence[Claim]) -> str:
    """Say what the cluster of some KPI claims is on those that are not most, and on how many that is to be checked;
    nothing where all are alike.
    """
    say, counts = brief.say, counted(brief, claims, is_valued(brief, claims))
    first = commonest(counts, neither(brief))
    rest = [
        say(f"{len(own)} 项{words.zh}", f"{words.en} on {len(own)}")
        for words, own in counts.items()
        if own and words is not first
    ]
    if doubtful := sum(is_doubtful(brief, claim) for claim in claims):
        rest.append(say(f"{doubtful} 项待核实", f"to be checked on {doubtful}"))
    return say(f"其余：{say.list(rest)}", f"On the others: {say.list(rest)}") if rest and counts[first] else ""
