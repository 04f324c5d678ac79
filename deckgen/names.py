"""Which name does the evidence suggest for each cluster? A function of clear verdicts only, without randomness.

A name is made of clear differences in plain words that the pages before show, so that everybody sees what it rests on;
where there are none, nothing is proposed. What speaks against a group is part of its name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from deckgen.accruals import adds_up, is_called
from deckgen.brief import Brief, once
from deckgen.claims import REST, Claim
from deckgen.columns import Column
from deckgen.figures import by_share
from deckgen.glossary import AGE, RECENCY, STEADINESS, TENURE, says
from deckgen.nouns import CUSTOMER
from deckgen.parts import Part, others_of, part_of, set_apart, weakly_from
from deckgen.phrases import Standing, in_between, standing, themes_present
from deckgen.ranks import is_crossed, is_furthest_out, place_among_all
from deckgen.share_parts import FEWEST, bad_outcome, half_parts, least_outcome, majority_parts, over_half_parts
from deckgen.wording import Text

STABILITY = "stability"
"""What the theme of loyalty is called where its KPIs tell how much spending varies."""
LABELS: dict[str, tuple[Text, Text, Text]] = {
    "spending": (Text("高消费", "High spending"), Text("低消费", "Low spending"), Text("消费", "spending")),
    "activity": (Text("高活跃", "Highly active"), Text("低活跃", "Rarely active"), Text("活跃度", "activity")),
    STABILITY: (Text("更稳定", "More stable"), Text("波动更大", "Less stable"), Text("稳定性", "stability")),
    "scale": (Text("规模较大", "Larger"), Text("规模较小", "Smaller"), Text("规模", "scale")),
}
"""What a theme's level is called: high, low; and what is."""
LEVELS = ("spending", "activity")
"""The themes whose label says in plain words what is measured."""
STANDING = Text("老客户", "Long-standing"), Text("新客户", "Newer"), Text("客龄", "tenure")
"""What a level of KPIs is called, and what is, that tell how long somebody has been a customer."""
AGES = Text("较年长", "Older"), Text("较年轻", "Younger")
"""What somebody is called whose age is high, and low."""
LATELY = Text("较久未活跃", "less recently active"), Text("近期较活跃", "more recently active")
"""What somebody is called whose last activity is long ago, and not long ago."""
SHORT = frozenset(
    {"ad", "ads", "age", "day", "days", "fee", "fees", "net", "of", "per", "tax", "the", "to", "top", "up"}
)
"""Words of up to three letters that are no abbreviations."""
MOST_PARTS = 2
MEDIAN = "中位数"
SIGNS = ("为正", "为负")
"""How a Chinese name says that a median is above or below zero."""


def proposed_names(brief: Brief) -> dict[str, str]:
    """Return a proposal a cluster; those of which nothing clear has a plain name, or that collide, get none."""
    return {key: worded(brief, [part.words for part in parts]) for key, parts in name_parts(brief).items()}


@once
def name_parts(brief: Brief) -> dict[str, tuple[Part, ...]]:
    """Return what the proposed name of a cluster is made of, for those that have one.

    Two parts make a name; clusters that would be called alike are told apart by further parts. A bad outcome is last.
    A mere place gives way where the rest sets the cluster apart; what is told but weakly gets a second part.
    """
    parts = {key: told_first(brief, key) for key in brief.keys}
    most = max(map(len, parts.values()), default=0)
    names = {key: own[:MOST_PARTS] for key, own in parts.items()}
    for length in range(MOST_PARTS + 1, most + 1):
        times = Counter(map(words_of, names.values()))
        names = {key: parts[key][:length] if times[words_of(own)] > 1 else own for key, own in names.items()}
    times = Counter(map(words_of, names.values()))
    sole = {
        key: (*own, *(part for part in bad_outcome(brief, key) if part not in own))
        for key, own in names.items()
        if own and times[words_of(own)] == 1
    }
    return {key: (*own, *support(brief, key, own)) for key, own in without_places(brief, sole).items()}


def without_places(brief: Brief, names: Mapping[str, tuple[Part, ...]]) -> dict[str, tuple[Part, ...]]:
    """Return names without parts that are mere places, where their other parts set the cluster apart from every other
    by themselves, and make no other name.
    """
    less = {key: tuple(part for part in own if not part.place) for key, own in names.items()}
    times = Counter(map(words_of, less.values()))
    return {
        key: less[key]
        if set_apart(brief, key, less[key]) == others_of(brief, key) and times[words_of(less[key])] == 1
        else own
        for key, own in names.items()
    }


def support(brief: Brief, cluster: str, own: Sequence[Part]) -> tuple[Part, ...]:
    """Return what more than half of a cluster have and the closest one does not, for a name of a single part that tells
    it from that one but weakly.
    """
    if len(own) > 1 or not (close := weakly_from(brief, own[0])):
        return ()
    return tuple(part for part in over_half_parts(brief, cluster) if close in set_apart(brief, cluster, [part]))[:1]


def told_first(brief: Brief, cluster: str) -> tuple[Part, ...]:
    """Return a cluster's traits in the order in which names take them: where the first ones do not set it apart from
    every other cluster, first such as do, be they less than what a name usually says.
    """
    own = tuple(traits(brief, cluster))
    if not own or set_apart(brief, cluster, own[:MOST_PARTS]) == others_of(brief, cluster):
        return own
    every = [*own, *further_traits(brief, cluster)]
    sole = [part for part in every if set_apart(brief, cluster, [part]) == others_of(brief, cluster)]
    begin = sorted([*sole, *own][:MOST_PARTS], key=every.index) if sole else []
    return (*begin, *(part for part in own if part not in begin))


def further_traits(brief: Brief, cluster: str) -> Iterator[Part]:
    """Yield what else may set a cluster apart: what half of it have, a bad outcome that it has least, its place in the
    middle of a theme that has no level of its own.
    """
    yield from half_parts(brief, cluster)
    yield from least_outcome(brief, cluster)
    for stand in (standing(brief, cluster, theme) for theme in themes_present(brief) if theme not in LEVELS):
        middle, words = between(brief, stand), level_words(stand.theme, stand.claims)
        columns = [claim.column for claim in stand.claims]
        if words and is_most(middle, stand) and (place := place_among_all(brief, cluster, columns, words[2])):
            yield part_of(place, middle, place=True)


def with_name(brief: Brief) -> list[str]:
    """Return the clusters that have a name, agreed or proposed, in their order."""
    return [key for key in brief.keys if key in name_parts(brief) or key in brief.settings.names]


def words_of(parts: Iterable[Part]) -> tuple[str, ...]:
    """Return the words of parts: names that read alike are alike."""
    return tuple(part.words for part in parts)


def why_unnamed(brief: Brief, cluster: str) -> str:
    """Say why no name is proposed for a cluster."""
    if not differs_clearly(brief, [cluster]):
        return brief.say("没有明显差异", "no clear difference")
    if next(traits(brief, cluster), None) is None:
        return brief.say("差异明显，但业务含义未定义", "what its clear differences mean is not known")
    return brief.say("与另一群体的明显差异相同", "its clear differences are those of another cluster")


def differs_clearly(brief: Brief, clusters: Iterable[str]) -> bool:
    """Tell whether one of the clusters clearly differs from the others, on a KPI, a flag or a level."""
    claims = [claim for key in clusters for claim in brief.claims.where(cluster=key, against=REST)]
    return any(claim.verdict == "clear" and claim.kind in ("kpi", "flag", "level") for claim in claims)


def worded(brief: Brief, parts: Sequence[str]) -> str:
    """Put parts into a name: "高消费、高活跃客群", "Low spending, newer, more churn"."""
    first, *rest = parts
    whole = parts[-1].endswith("客户") or MEDIAN in parts[-1]  # a median is no customer's own
    noun = "客群" if brief.say.noun == CUSTOMER else brief.say.noun.zh
    group = "" if whole else f"的{noun}" if parts[-1].endswith((*SIGNS, FEWEST)) else noun
    return brief.say("、".join(parts) + group, ", ".join((sentence_case(first), *map(lower_first, rest))))


def sentence_case(words: str) -> str:
    """Return words that begin a name."""
    return words[:1].upper() + words[1:]


def lower_first(words: str) -> str:
    """Return words that stand within a name."""
    return words[:1].lower() + words[1:]


def traits(brief: Brief, cluster: str) -> Iterator[Part]:
    """Yield a cluster's clear differences in plain words: a part a theme, else what most of its customers have.

    An amount that adds up over time says nothing beside how long that is.
    """
    parts = [part for theme in themes_present(brief) for part in theme_part(brief, standing(brief, cluster, theme))]
    timed = any(is_called(brief.customers[column], TENURE) for part in parts for column in part.columns)
    yield from (part for part in parts if not (timed and all(adds_up(brief, brief.customers[c]) for c in part.columns)))
    yield from majority_parts(brief, cluster)
    yield from bad_outcome(brief, cluster)


def theme_part(brief: Brief, stand: Standing) -> Iterator[Part]:
    """Yield what a theme gives a name: its label where most of its KPIs bear it, else one KPI, or nothing."""
    say, ends = brief.say, furthest_out(brief, [claim for claim in stand.claims if claim.verdict == "clear"])
    clear = [claim for claim in ends if not is_crossed(brief, claim)]
    middle, bears = between(brief, stand), bearing(brief, stand)
    if stand.theme == "other":
        clear = [
            c for c in clear if is_plain(brief, column := brief.customers[c.column]) and not by_share(brief, column)
        ]
    strongest = max(clear, key=lambda claim: abs(claim.effect.value), default=None)
    if stand.theme in LEVELS and is_most(middle, stand):
        yield part_of(middle_label(brief, stand, LABELS[stand.theme][2]), middle, place=True)
    elif strongest is None:
        yield from median_part(brief, ends)
    elif re.fullmatch(AGE, strongest.column, re.IGNORECASE):
        yield part_of(say.text(AGES[0 if strongest.direction > 0 else 1]), [strongest])
    elif is_tenure(strongest) and strongest.numbers["extreme"]:
        yield part_of(say.text(STANDING[0 if strongest.direction > 0 else 1]), [strongest])
    elif stand.theme in LEVELS and is_most(bears, stand):
        yield part_of(say.text(LABELS[stand.theme][0 if stand.level > 0 else 1]), bears)
    elif is_plain(brief, column := brief.customers[strongest.column]):
        yield part_of(way_words(brief, column, strongest), [strongest], place=not strongest.numbers["extreme"])


def median_part(brief: Brief, claims: Iterable[Claim]) -> Iterator[Part]:
    """Yield that a cluster's median is higher or lower on the strongest KPI that has a plain title."""
    say, columns = brief.say, brief.customers
    plain = [c for c in claims if is_plain(brief, columns[c.column]) and not by_share(brief, columns[c.column])]
    if plain:
        strongest = max(plain, key=lambda claim: abs(claim.effect.value))
        title, high = brief.bare_title(columns[strongest.column]), strongest.direction > 0
        words = say(
            f"{title}中位数偏{'高' if high else '低'}", f"{'higher' if high else 'lower'} median {title.lower()}"
        )
        yield part_of(words, [strongest], place=not strongest.numbers["extreme"])


def way_words(brief: Brief, column: Column, claim: Claim) -> str:
    """Say that a cluster is higher or lower on a KPI; where it alone has its median on a side of zero, that it does,
    or that most of it does where three quarters do.
    """
    say, title = brief.say, brief.bare_title(column)
    if column.polarity == "lower" and says(RECENCY, column.name):
        return say.text(LATELY[0 if claim.direction > 0 else 1])
    medians = {c.cluster: c.numbers["median"] for c in brief.claims.where(kind="kpi", column=column.name, against=REST)}
    below = medians.pop(claim.cluster) < 0
    if medians and all((median < 0) != below for median in medians.values()) and 0 not in medians.values():
        way = "negative" if below else "positive"
        if claim.numbers["p75"] < 0 or claim.numbers["p25"] > 0:
            return say(f"{title}多{SIGNS[below]}", f"mostly {way} {title.lower()}")
        return say(f"{title}中位数{SIGNS[below]}", f"{way} median {title.lower()}")
    high = claim.direction > 0
    return say(f"{title}{'偏高' if high else '偏低'}", f"{'higher' if high else 'lower'} {title.lower()}")


def level_words(theme: str, claims: Iterable[Claim]) -> tuple[Text, Text, Text] | None:
    """Return what a theme's levels are called that rest on some claims, or None where the theme has no words."""
    claims = list(claims)
    if all(map(is_tenure, claims)):
        return STANDING
    steady = theme == "loyalty" and all(says(STEADINESS, claim.column) for claim in claims)
    return LABELS.get(STABILITY if steady else theme)


def is_tenure(claim: Claim) -> bool:
    """Tell whether a claim is on how long somebody has been a customer."""
    return re.search(TENURE, claim.column, re.IGNORECASE) is not None


def bearing(brief: Brief, stand: Standing) -> list[Claim]:
    """Return the claims of a theme that bear its level: clear, and with no cluster on their far side."""
    if not stand.level:
        return []
    return outermost(brief, [c for c in stand.claims if c.verdict == "clear" and c.better == stand.level])


def outermost(brief: Brief, claims: Iterable[Claim]) -> list[Claim]:
    """Return the KPI claims beyond which no cluster lies, neither by its median nor by its mean."""
    return [claim for claim in furthest_out(brief, claims) if not is_crossed(brief, claim)]


def furthest_out(brief: Brief, claims: Iterable[Claim]) -> list[Claim]:
    """Return the KPI claims beyond which no cluster is known to lie, and none does by its median."""
    return [c for c in claims if not in_between(brief, c.cluster, [c.column]) and is_furthest_out(brief, c)]


def middle_label(brief: Brief, stand: Standing, noun: Text) -> str:
    """Say that a cluster is in the middle of a theme, and among many at which place. noun: what it is that is high; of
    a theme of which a single KPI has a say beside others, that KPI, on which alone the cluster has this place.
    """
    columns = [claim.column for claim in stand.claims]
    if len(columns) == 1 and any(
        c.theme == stand.theme and c.name not in columns for c in brief.customers.of_role("kpi")
    ):
        title = brief.title(brief.customers[columns[0]])
        noun = Text(title, title)
    place = place_among_all(brief, stand.claims[0].cluster, columns, noun)
    return place or brief.say(f"{noun.zh}居中", f"Medium {noun.en}")


def between(brief: Brief, stand: Standing) -> list[Claim]:
    """Return the claims of a theme on whose KPIs a cluster is above one other and below another, by the means, too."""
    middle = [claim for claim in stand.claims if in_between(brief, claim.cluster, [claim.column])]
    return [claim for claim in middle if not is_crossed(brief, claim)]


def is_most(some: Sequence[Claim], stand: Standing) -> bool:
    """Tell whether some claims are more than half of a theme's."""
    return 2 * len(some) > len(stand.claims)


def is_plain(brief: Brief, column: Column) -> bool:
    """Tell whether a column's title is no abbreviation: Chinese, or words that can be read.

    Where nothing is known of what it measures, the words must look like words more clearly.
    """
    title, known = brief.bare_title(column), column.theme != "other"
    letters = re.findall(r"[A-Za-z]+", title)
    return bool(re.search(r"[\u4e00-\u9fff]", title)) or all(
        is_word(word) if known else is_clear_word(word) for word in letters
    )


def is_word(word: str) -> bool:
    """Tell whether letters are a word rather than an abbreviation.

    >>> is_word("Charges"), is_word("Mnt"), is_word("Qty"), is_word("per")
    (True, False, False, True)
    """
    return word.lower() in SHORT or (len(word) > 3 and re.search(r"[aeiouy]", word.lower()) is not None)


def is_clear_word(word: str) -> bool:
    """Tell whether a third of a word's letters are vowels, as in few abbreviations.

    >>> is_clear_word("Balance"), is_clear_word("Credit"), is_clear_word("Undp"), is_clear_word("Bvps")
    (True, True, False, False)
    """
    return word.lower() in SHORT or (len(word) > 3 and 3 * len(re.findall("[aeiouy]", word.lower())) >= len(word))
