"""Which cluster do most KPIs tell of, and on how many is it better, worse, higher, lower or alike?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.figures import cluster_claims
from deckgen.glossary import ALIKE, theme_text
from deckgen.names import lower_first
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
MOST_THEMES = 3
"""Up to so many themes are named."""
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
    apart = [claim for claim in claims if claim.direction and claim.numbers["extreme"]]
    ways = [[claim for claim in apart if (claim.better if valued else claim.direction) == way] for way in (1, -1)]
    fewer, more = sorted(ways, key=len)
    return fewer if len(fewer) <= FEW_CONTRARY and len(more) > FEW_CONTRARY else []


def counted(brief: Brief, claims: Sequence[Claim], valued: bool) -> dict[Text, list[Claim]]:
    """Sort a cluster's claims by how they go: those that set it apart from all others first, alike last.

    valued: whether as better and worse where one way is better; what is neither then stands apart from them.
    """
    whole: Mapping[tuple[str, int], Text] = OF_MANY if len(brief.keys) > 2 else OF_TWO
    kinds, alike = ("better", "neutral") if valued else ("neutral",), neither(brief)
    ways = [(kind, way) for kind in kinds for way in (1, -1)]
    found: dict[Text, list[Claim]] = {words[key]: [] for words in (whole, PART) for key in ways} | {alike: []}
    for claim in claims:
        if not claim.direction:
            found[alike].append(claim)
            continue
        words = whole if claim.numbers["extreme"] else PART
        way = ("better", claim.better) if valued and claim.better else ("neutral", claim.direction)
        found[words[way]].append(claim)
    return found


def neither(brief: Brief) -> Text:
    """Return what a cluster is on a KPI on which it is claimed to be neither higher nor lower than the others."""
    return BETWEEN if len(brief.keys) > 2 else ALIKE


def most_of(brief: Brief, claims: Sequence[Claim], every: Sequence[Claim] = ()) -> str:
    """Say what the cluster of some KPI claims is on most of them: "Cluster A is lowest on 10 of 15 KPIs, clearly on 7".

    every: the claims on all KPIs, where a page has some: "… on 8 of the 9 KPIs here (10 of 15 overall)".
    """
    say, name = brief.say, brief.name(claims[0].cluster)
    first, own = tally(brief, claims, every)
    which, alike = on_which(brief, own, claims, every), neither(brief)
    clear, verb = sum(is_clear(brief, claim) for claim in own), f" {say.verb(name, 'is', 'are')}"
    return "".join(
        [
            say(f"{name}{which}{first.zh}", f"{name}{':' if first is alike else verb} {first.en} {which}"),
            among_all(brief, first, every),
            say(f"，其中 {clear} 项明显", f", clearly on {clear} of them") if 0 < clear < len(own) else "",
        ]
    )


def tally(brief: Brief, claims: Sequence[Claim], every: Sequence[Claim] = ()) -> tuple[Text, list[Claim]]:
    """Return what the cluster of some KPI claims is on most of them, and those of which it is so.

    every: the claims that these are some of; both are told in the same words, if these are of KPIs that have them.
    """
    valued = is_valued(brief, every or claims) and any(claim.better for claim in claims)
    counts, alike = counted(brief, claims, valued), neither(brief)
    first = alike if len(counts[alike]) == len(claims) else commonest(counts, alike)
    return first, counts[first]


def commonest_of(brief: Brief, claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims of which the tally of a cluster's KPI claims tells."""
    return tally(brief, claims)[1]


def on_which(brief: Brief, own: Sequence[Claim], claims: Sequence[Claim], every: Sequence[Claim]) -> str:
    """Say on which KPIs something is so: on how many of all, of the themes on a page, or of those on it.

    own: the claims of which it is so. claims: those of the page; where a theme has more, they are those "here".
    """
    say, most, n = brief.say, len(own), len(claims)
    if every and n == 1:
        title = brief.title(brief.customers[claims[0].column])
        return say(f"在{title}上", f"on {title}")
    here, complete = is_part(brief, own, claims, every), not every or is_complete(brief, claims, every)
    named = say.list(say(text.zh, lower_first(text.en)) for text in map(theme_text, themes_of(brief, claims)))
    every_one, among = most == n > 1, f"{most} of " if most < n else ""
    count = "both" if every_one and n == 2 else f"all {n}" if every_one else f"{n}"
    count = f"the {n}" if here and among else count
    page_zh, page_en = ("本页", " here") if not complete else ("", "")
    of_zh = "本页 " if here else f"{page_zh}{named}的 " if every else " "
    kpis = "KPI" if n == 1 else "KPIs"
    if every and not here:
        kpis = f"{named} {kpis}" if is_of_one_theme(brief, claims) else f"{kpis} of {named}"
    return say(
        f"在{of_zh}{n} 项 KPI {f'中 {most} 项' if most < n else '上' if n == 1 else '上均'}",
        f"on {among}{count} {kpis}{' here' if here else page_en if every else ''}",
    )


def is_of_one_theme(brief: Brief, claims: Sequence[Claim]) -> bool:
    """Tell whether some KPI claims are of one theme that says what they measure."""
    return len(themes_of(brief, claims)) == 1 and "other" not in themes_of(brief, claims)


def is_part(brief: Brief, own: Sequence[Claim], claims: Sequence[Claim], every: Sequence[Claim]) -> bool:
    """Tell whether the KPIs of a page have no name in common: they are no whole themes, nor is it so of all of them."""
    told = len(themes_of(brief, claims)) <= MOST_THEMES and len(themes_of(brief, every)) > 1
    return bool(every) and not (told and (is_complete(brief, claims, every) or len(own) == len(claims)))


def themes_of(brief: Brief, claims: Iterable[Claim]) -> list[str]:
    """Return the themes of some KPI claims, in their order."""
    return [*dict.fromkeys(brief.customers[claim.column].theme for claim in claims)]


def is_complete(brief: Brief, claims: Sequence[Claim], every: Sequence[Claim]) -> bool:
    """Tell whether no KPI of the themes of some claims is missing among them."""
    return not {*themes_of(brief, claims)} & {*themes_of(brief, [claim for claim in every if claim not in claims])}


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
    """Say what the cluster of some KPI claims is on those that are not most; nothing where all are alike."""
    say, counts = brief.say, counted(brief, claims, is_valued(brief, claims))
    first = commonest(counts, neither(brief))
    rest = [
        say(f"{len(own)} 项{words.zh}", f"{words.en} on {len(own)}")
        for words, own in counts.items()
        if own and words is not first
    ]
    return say(f"其余：{say.list(rest)}", f"On the others: {say.list(rest)}") if rest and counts[first] else ""


def among_all(brief: Brief, words: Text, every: Sequence[Claim]) -> str:
    """Add on how many of all KPIs a cluster is what it is on those of a page."""
    if not every:
        return ""
    say, count, n = brief.say, len(counted(brief, every, words in VALUED)[words]), len(every)
    return say.aside(say(f"全部 {n} 项中 {count} 项", f"{count} of {n} overall"))
