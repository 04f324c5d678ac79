"""Which cluster do most KPIs tell of, and on how many is it ahead, behind, higher, lower or alike?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.figures import cluster_claims
from deckgen.glossary import ALIKE, theme_text
from deckgen.names import lower_first
from deckgen.phrases import SOME, few_of, largest, lead, nearest
from deckgen.wording import Text

PART = {
    ("better", 1): Text("优于部分群体", "better than some"),
    ("better", -1): Text("弱于部分群体", "worse than some"),
    ("presumed", 1): Text("领先于部分群体", "ahead of some"),
    ("presumed", -1): Text("落后于部分群体", "behind some"),
    ("neutral", 1): SOME[1],
    ("neutral", -1): SOME[-1],
}
OF_MANY = {
    ("better", 1): Text("最优", "best"),
    ("better", -1): Text("最弱", "worst"),
    ("presumed", 1): Text("领先", "ahead"),
    ("presumed", -1): Text("落后", "behind"),
    ("neutral", 1): Text("最高", "highest"),
    ("neutral", -1): Text("最低", "lowest"),
}
OF_TWO = {
    **OF_MANY,
    ("better", 1): Text("更优", "better"),
    ("better", -1): Text("较弱", "worse"),
    ("neutral", 1): Text("更高", "higher"),
    ("neutral", -1): Text("更低", "lower"),
}
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
    """Return the claim that is told of each KPI: a cluster's where it is clear and apart from all, else the largest."""
    found = {}
    for column in columns:
        claims = cluster_claims(brief, column)
        own = claims[cluster]
        if len(claims) == 2 or (own.verdict == "clear" and own.numbers["extreme"]):
            found[column.name] = own
        else:
            found[column.name] = largest([*claims.values()]) or max(claims.values(), key=lambda c: abs(c.effect.value))
    return found


def presumes(brief: Brief, claims: Sequence[Claim]) -> bool:
    """Tell whether some claims are ahead or behind on KPIs of which the better way is only presumed."""
    return is_valued(brief, claims) and any(brief.customers[claim.column].presumed for claim in claims if claim.better)


def is_valued(brief: Brief, claims: Sequence[Claim]) -> bool:
    """Tell whether claims are counted as ahead and behind: those on KPIs of which the better way is known, or is
    presumed of most; where it is of few, all are higher and lower.
    """
    columns = [brief.customers[claim.column] for claim in claims]
    known = [column for column in columns if column.polarity != "neutral"]
    return 2 * len(known) > len(columns) or not any(column.presumed for column in known)


def counted(brief: Brief, claims: Sequence[Claim], every: Sequence[Claim] = ()) -> dict[Text, list[Claim]]:
    """Sort a cluster's claims by how they go: those that set it apart from all others first, alike last.

    every: the claims that these are some of; both are told in the same words.
    """
    kind, valued = "presumed" if presumes(brief, every or claims) else "better", is_valued(brief, every or claims)
    whole: Mapping[tuple[str, int], Text] = OF_MANY if len(brief.keys) > 2 else OF_TWO
    ways, alike = [(k, way) for k in (kind, "neutral") for way in (1, -1)], neither(brief)
    found: dict[Text, list[Claim]] = {words[key]: [] for words in (whole, PART) for key in ways} | {alike: []}
    for claim in claims:
        if not claim.direction:
            found[alike].append(claim)
            continue
        words = whole if claim.numbers["extreme"] else PART
        way = (kind, claim.better) if claim.better and valued else ("neutral", claim.direction)
        found[words[way]].append(claim)
    return found


def neither(brief: Brief) -> Text:
    """Return what a cluster is on a KPI on which it is claimed to be neither higher nor lower than the others."""
    return BETWEEN if len(brief.keys) > 2 else ALIKE


def most_of(brief: Brief, claims: Sequence[Claim], every: Sequence[Claim] = ()) -> str:
    """Say what the cluster of some KPI claims is on most of them: "Cluster A is behind on 9 of 15 KPIs, clearly on 7".

    every: the claims on all KPIs, where a page has some: "… on all 6 KPIs of spending (9 of all 15)".
    """
    say, n, name = brief.say, len(claims), brief.name(claims[0].cluster)
    counts, alike = counted(brief, claims, every), neither(brief)
    first = alike if len(counts[alike]) == n else commonest(counts, alike)
    own, which = counts[first], on_which(brief, counts[first], claims, every)
    clear, verb = sum(is_clear(brief, claim) for claim in own), f" {say.verb(name, 'is', 'are')}"
    return "".join(
        [
            say(f"{name}{which}{first.zh}", f"{name}{':' if first is alike else verb} {first.en} {which}"),
            say(f"，其中 {clear} 项明显", f", clearly on {clear}") if 0 < clear < len(own) else "",
            among_all(brief, first, every),
        ]
    )


def commonest_of(brief: Brief, claims: Sequence[Claim], every: Sequence[Claim] = ()) -> list[Claim]:
    """Return the claims of which the tally of a cluster's KPI claims tells."""
    counts, alike = counted(brief, claims, every), neither(brief)
    return counts[alike if len(counts[alike]) == len(claims) else commonest(counts, alike)]


def on_which(brief: Brief, own: Sequence[Claim], claims: Sequence[Claim], every: Sequence[Claim]) -> str:
    """Say on which KPIs something is so: on how many of all, or of the themes on a page; else by name.

    own: the claims of which it is so. claims: those of the page. "All of a theme" are not only those of the page.
    """
    say, most, n, themes = brief.say, len(own), len(claims), themes_of(brief, claims)
    complete = not every or is_complete(brief, claims, every)
    if is_listed(brief, own, claims, every):
        listed = few_of(brief, [brief.title(brief.customers[claim.column]) for claim in own])
        return say(f"在{listed}上", f"on {listed}")
    named = say.list(say(text.zh, lower_first(text.en)) for text in map(theme_text, themes))
    of, among = say(f"{named}的 ", f" of {named}") if every else say(" ", ""), f"{most} of " if most < n else ""
    every_one, kpis = most == n > 1 and complete, "KPI" if n == 1 else "KPIs"
    count = "both" if every_one and n == 2 else f"all {n}" if every_one else f"{n}"
    return say(
        f"在{of}{n} 项 KPI {f'中 {most} 项' if most < n else '上' if n == 1 else '上均'}",
        f"on {among}{count} {kpis}{of}",
    )


def is_listed(brief: Brief, own: Sequence[Claim], claims: Sequence[Claim], every: Sequence[Claim]) -> bool:
    """Tell whether the KPIs of a page on which something is so can only be named: they are no whole themes."""
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
    """Return what a cluster is on the most KPIs, alike only where on all; apart from all the others counts twice."""
    told = (words for words in counts if words is not alike)
    return max(told, key=lambda words: len(counts[words]) * (1 if words in PART.values() else 2))


def the_others(brief: Brief, claims: Sequence[Claim]) -> str:
    """Say what the cluster of some KPI claims is on those that are not most; nothing where all are alike."""
    say, counts = brief.say, counted(brief, claims)
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
    say, count, n = brief.say, len(counted(brief, every)[words]), len(every)
    return say.aside(say(f"全部 {n} 项中 {count} 项", f"{count} of all {n}"))
