"""How does a claim become a phrase? Every function turns claims into words and adds nothing of its own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from deckgen.accruals import adds_up
from deckgen.brief import Brief
from deckgen.claims import REST, Claim
from deckgen.columns import Column
from deckgen.figures import below_zero
from deckgen.glossary import CATEGORIES, KPIS, THEMES
from deckgen.share_phrases import share_text, size_words
from deckgen.wording import DASH, Text

MOST_PASSED = 2
"""Up to so many clusters that one is above or below are named."""

HIGHER = {
    ("clear", 1): Text("明显更高", "clearly higher"),
    ("clear", -1): Text("明显更低", "clearly lower"),
    ("slight", 1): Text("略高", "slightly higher"),
    ("slight", -1): Text("略低", "slightly lower"),
    ("same", 0): Text("相近", "about equal"),
    ("unclear", 0): Text("不确定", "unclear"),
    ("suppressed", 0): Text("样本太少", "too few cases"),
}

PLAIN = {1: Text("更高", "higher"), -1: Text("更低", "lower")}
SOME = {1: Text("高于部分群体", "higher than some"), -1: Text("低于部分群体", "lower than some")}


def comparison_words(brief: Brief, claim: Claim) -> str:
    """Say which way a claim goes: "明显更高", "about equal"."""
    return brief.say.text(degree(brief, claim))


def degree(brief: Brief, claim: Claim) -> Text:
    """Return which way a claim goes, and how far.

    Of a KPI of several clusters "clearly" is said only where the closest one is clearly apart, too.
    """
    if not among_several(brief, claim):
        return HIGHER[claim.verdict, claim.direction]
    if not claim.numbers["extreme"] and passed(brief, claim):
        return SOME[claim.direction]
    if claim.verdict == "clear" and nearest(brief, claim).verdict != "clear":
        return PLAIN[claim.direction]
    return HIGHER[claim.verdict, claim.direction]


def among_several(brief: Brief, claim: Claim) -> bool:
    """Tell whether a claim says that a cluster differs on a KPI from several others."""
    return claim.kind == "kpi" and claim.against == REST and claim.is_told and len(brief.keys) > 2


def passed(brief: Brief, claim: Claim) -> list[str]:
    """Return the names of the clusters that one of several is above or below on a KPI."""
    pairs = brief.claims.where(kind="kpi", column=claim.column, cluster=claim.cluster, direction=claim.direction)
    return [brief.name(c.against) for c in pairs if c.against != REST]


def kpi_words(brief: Brief, claim: Claim) -> str:
    """Say which way a KPI claim goes; among several clusters, above or below which ones, unless it is all of them.

    Where it is all of them, but the closest one only slightly, that is said.
    """
    words, which = comparison_words(brief, claim), of_which(brief, claim)
    if not which:
        return words
    return words + brief.say(f"，但{which}", f", but {which}") if claim.numbers["extreme"] else which


def of_which(brief: Brief, claim: Claim) -> str:
    """Say above or below which of several clusters a KPI claim puts its own, unless it is clearly all of them.

    Of all of them it is the closest one where that is only slightly apart.
    """
    say, up, names = brief.say, claim.direction > 0, passed(brief, claim)
    if not among_several(brief, claim) or not names:
        return ""
    if claim.numbers["extreme"]:
        pair = nearest(brief, claim)
        if claim.verdict != "clear" or pair.verdict == "clear":
            return ""
        name = brief.name(pair.against)
        return say(f"只略{'高' if up else '低'}于{name}", f"only slightly {'above' if up else 'below'} {name}")
    listed, others = say.list(names), len(brief.keys) - 1
    if len(names) > MOST_PASSED:
        listed = say(f"其他 {others} 个群体中的 {len(names)} 个", f"{len(names)} of {others} others")
    return say(f"{'高' if up else '低'}于{listed}", f"{'above' if up else 'below'} {listed}")


def arrow(claim: Claim) -> str:
    """Show which way a claim goes."""
    return {1: "▲", -1: "▼", 0: "≈" if claim.verdict == "same" else "·"}[claim.direction]


def advantage(brief: Brief, claim: Claim) -> str:
    """Say whether the difference is an advantage, where the column's polarity tells and is not only presumed."""
    if brief.customers[claim.column].presumed:
        return ""
    return {1: brief.say("更优", "better"), -1: brief.say("较弱", "worse"), 0: ""}[claim.better]


def ratio_words(brief: Brief, value: float, other: float) -> str:
    """Say how many times `other` a figure is; nothing where it is not clearly larger or either is not positive."""
    if not (math.isfinite(value) and math.isfinite(other) and other > 0 and value >= 1.05 * other):
        return ""
    return brief.say.times(value / other)


def nearest(brief: Brief, claim: Claim) -> Claim:
    """Return the KPI claim against the cluster that is closest: with two clusters the claim itself."""
    pairs = [c for c in brief.claims.where(kind="kpi", column=claim.column, cluster=claim.cluster) if c.against != REST]
    return min(pairs, key=lambda c: abs(c.effect.value), default=claim)


def compared_with(brief: Brief, claim: Claim) -> str:
    """Return the name of the cluster that a pair's claim compares with: by name, or as the other one of two."""
    if claim.against == REST:
        return brief.others(claim.cluster)
    return brief.say(f"最接近的{brief.name(claim.against)}", f"{brief.name(claim.against)}, the closest")


def kpi_figures(brief: Brief, claim: Claim) -> str:
    """Give the cluster's median and the closest cluster's: "中位数 1.84 万，群体 0 为 1,019".

    Where one of the medians is zero because many are idle, or both are the same, the share of active customers and
    their median tell more; where they do not, the effect does: alike medians show no difference.
    """
    say, pair = brief.say, nearest(brief, claim)
    own, rest = median_texts(brief, pair)
    alike = own == rest and claim.is_told
    if (alike or 0 in (pair.numbers["median"], pair.numbers["rest_median"])) and (
        words := active_figures(brief, claim, pair)
    ):
        return words
    if alike:
        other = brief.others(claim.cluster) if pair.against == REST else brief.name(pair.against)
        delta = say.delta(pair.effect.value)
        return say(f"中位数与{other}同为 {own}，δ 为 {delta}", f"median {own} as in {other}; δ {delta}")
    if pair.against == REST:
        return say(f"中位数 {own}，{brief.others(claim.cluster)}为 {rest}", f"median {own} vs {rest}")
    return say(
        f"中位数 {own}，{compared_with(brief, pair)}为 {rest}", f"median {own}; {compared_with(brief, pair)}: {rest}"
    )


def median_texts(brief: Brief, pair: Claim) -> list[str]:
    """Print the medians of a claim's two clusters as they stand beside those of all the others."""
    every = brief.claims.where(kind="kpi", column=pair.column, cluster=pair.cluster)
    others = (claim.numbers["rest_median"] for claim in every if claim.against != REST)
    medians = (pair.numbers["median"], pair.numbers["rest_median"], *others)
    return brief.figures(brief.customers[pair.column], medians)[:2]


def medians_told(brief: Brief, claim: Claim) -> str:
    """Say in a sentence what a KPI claim's medians are: "Cluster A's median Income is 33k against 58k in Cluster B"."""
    say, pair = brief.say, nearest(brief, claim)
    name, title = brief.name(claim.cluster), mentioned(brief, brief.customers[claim.column])
    own, rest = median_texts(brief, pair)
    other = compared_with(brief, pair)
    if own == rest or 0 in (pair.numbers["median"], pair.numbers["rest_median"]) or is_between(brief, claim):
        return say(f"{name}的{kpi_phrase(brief, claim)}", f"{name}: {kpi_phrase(brief, claim)}")
    return say(
        f"{name}的{title}中位数为 {own}，{other}为 {rest}",
        f"{possessive(name)} median {title} is {own} against {rest} in {other}",
    )


def is_between(brief: Brief, claim: Claim) -> bool:
    """Tell whether other clusters are further out than a claim's, among several."""
    return len(brief.keys) > 2 and not claim.numbers.get("extreme")


def possessive(name: str) -> str:
    """Return the English possessive of a name.

    >>> possessive("Cluster 2"), possessive("Champions")
    ("Cluster 2's", "Champions'")
    """
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def active_figures(brief: Brief, claim: Claim, pair: Claim) -> str:
    """Give the share of customers who are not at zero, against that of another cluster, and their medians.

    Nothing where the shares read alike or a value lies below zero; no medians where fewer than 11 would show or they
    read alike.
    """
    say, column = brief.say, brief.customers[claim.column]
    if below_zero(brief, column):
        return ""
    against = next(key for key in brief.keys if key != claim.cluster) if pair.against == REST else pair.against
    both = [
        brief.claims.one(kind="kpi", column=claim.column, cluster=key, against=REST) for key in (claim.cluster, against)
    ]
    own, other = (share_text(brief, round(c.numbers["active"] * c.bases[0]), c.bases[0]) for c in both)
    if own == other or not all(math.isfinite(c.numbers["active"]) for c in both):
        return ""
    shares = say(
        f"{own} 大于零，{brief.name(against)}为 {other}", f"{own} have any vs {other} in {brief.name(against)}"
    )
    median, other_median = brief.figures(column, (c.numbers["active_median"] for c in both))
    if DASH in (median, other_median) or median == other_median:
        return shares
    return shares + say(f"；其中位数 {median} 与 {other_median}", f"; their median {median} vs {other_median}")


def in_between(brief: Brief, cluster: str, columns: Sequence[str]) -> str:
    """Say of which clusters a cluster in the middle is above and below, on the first KPI where it is both; else nothing."""
    say = brief.say
    for column in columns:
        pairs = [c for c in brief.claims.where(kind="kpi", column=column, cluster=cluster) if c.against != REST]
        above, below = ([brief.name(c.against) for c in pairs if c.direction == way] for way in (1, -1))
        if above and below:
            title = brief.title(brief.customers[column])
            median, _ = median_texts(brief, pairs[0])
            return say(
                f"{title}居中（中位数 {median}，高于{say.list(above)}，低于{say.list(below)}）",
                f"{title} in between (median {median}; above {say.list(above)}, below {say.list(below)})",
            )
    return ""


def kpi_phrase(brief: Brief, claim: Claim) -> str:
    """Say a KPI claim in full: "月均消耗明显更高（中位数 …）"."""
    column = brief.customers[claim.column]
    if is_between(brief, claim) and (between := in_between(brief, claim.cluster, [claim.column])):
        return between
    words = kpi_words(brief, claim)
    head = brief.say(f"{brief.title(column)}{words}", f"{brief.title(column)} {words}")
    return head + brief.say.aside(kpi_figures(brief, claim))


def mentioned(brief: Brief, column: Column, bare: bool = False) -> str:
    """Return what a column is called within an English sentence: only a name of the glossary's own goes without capitals.

    bare: without its unit.
    """
    title = brief.bare_title(column) if bare else brief.title(column)
    known = title == getattr(KPIS.get(column.name) or CATEGORIES.get(column.name), "name", Text("", "")).en
    return title.lower() if known else title


@dataclass(frozen=True)
class Standing:
    """Where a cluster stands on one theme's KPIs: how many are told as better, worse, higher, lower, or not at all."""

    theme: str
    claims: tuple[Claim, ...]

    @property
    def better(self) -> int:
        return sum(c.better > 0 for c in self.claims)

    @property
    def worse(self) -> int:
        return sum(c.better < 0 for c in self.claims)

    @property
    def polar(self) -> int:
        """KPIs of the theme for which one way is better."""
        return len(self.claims) - self.neutral

    @property
    def neutral(self) -> int:
        return sum(c.better == 0 and c.direction != 0 for c in self.claims)

    @property
    def level(self) -> int:
        """1 where most told KPIs are clearly better and none is worse, -1 the other way round, else 0."""
        clear = [c.better for c in self.claims if c.verdict == "clear" and c.better]
        if not clear or {c.better for c in self.claims} >= {1, -1}:
            return 0
        return clear[0]

    @property
    def leading(self) -> Claim | None:
        """The told claim with the largest effect."""
        told = [c for c in self.claims if c.is_told]
        return max(told, key=lambda c: abs(c.effect.value), default=None)


def standing(brief: Brief, cluster: str, theme: str) -> Standing:
    """Return a cluster's standing on a theme, from the KPI claims so far; of amounts that add up over time where the
    theme has no other KPI.
    """
    columns = [c for c in brief.customers.of_role("kpi") if c.theme == theme]
    named = {c.name for c in columns if not adds_up(brief, c)} or {c.name for c in columns}
    claims = brief.claims.where(kind="kpi", cluster=cluster, against=REST)
    return Standing(theme, tuple(c for c in claims if c.column in named))


def themes_present(brief: Brief) -> tuple[str, ...]:
    """Return the themes that have a KPI claim: spending first, a user's own last."""
    present = dict.fromkeys(brief.customers[c.column].theme for c in brief.claims.where(kind="kpi", against=REST))
    return tuple(sorted(present, key=lambda theme: list(THEMES).index(theme) if theme in THEMES else len(THEMES)))


def lead(brief: Brief) -> str:
    """Return the cluster that the slides speak of first: most KPIs best, then better, then higher, then the smallest."""

    def weight(cluster: str) -> tuple[int, int, int, int]:
        claims = brief.claims.where(kind="kpi", cluster=cluster, against=REST)
        best = sum(c.better for c in claims if c.numbers.get("extreme"))
        return best, sum(c.better for c in claims), sum(c.direction for c in claims), brief.keys.index(cluster)

    return max(brief.keys, key=weight)


def largest(claims: Sequence[Claim]) -> Claim | None:
    """Return the claim that is told with the largest effect."""
    return max((c for c in claims if c.is_told), key=lambda c: abs(c.effect.value), default=None)


MOST_NAMED = 4


def input_note(brief: Brief, columns: Sequence[Column]) -> str:
    """Say which columns the clustering was fitted on: their differences define the groups and are no test result."""
    say = brief.say
    own = [column for column in columns if column.provenance == "input"]
    derived = [column for column in columns if column.provenance == "derived"]
    external = [column for column in columns if column.provenance == "external"]
    if not own and not derived:
        return say("所列字段均未用于聚类", "none of these columns was used for clustering")
    if not derived and not external:
        return say(
            "KPI 视为聚类输入：差异即分群定义，非检验结论",
            "KPIs count as clustering inputs: they define the groups and do not test them",
        )
    return say.clauses(
        [
            provenance_words(
                brief, own, Text("聚类输入（差异是分群的定义）", "clustering inputs, which define the groups")
            ),
            provenance_words(brief, derived, Text("由聚类输入衍生", "derived from inputs")),
            provenance_words(brief, external, Text("外部字段（未用于聚类）", "external, not used for clustering")),
        ]
    )


def provenance_words(brief: Brief, columns: Sequence[Column], kind: Text) -> str:
    """Name the columns of one provenance, a few of many."""
    say, names = brief.say, few_of(brief, [brief.title(column) for column in columns])
    return say(f"{say.text(kind)}：{names}", f"{say.text(kind)}: {names}") if columns else ""


def few_of(brief: Brief, names: Sequence[str]) -> str:
    """List a few of many names, and how many more there are."""
    more = len(names) - MOST_NAMED
    rest = [brief.say(f"另 {more} 项", f"{more} more")] if more > 0 else []
    return brief.say.list([*names[:MOST_NAMED], *rest])


def bases(brief: Brief) -> str:
    """Name the clusters with their sizes, for the foot line."""
    say = brief.say
    pairs = zip(brief.keys, brief.answers.sizes, strict=True)
    named = ((brief.name(k), size_words(brief, n)) for k, n in pairs)
    sizes = (say(f"{name}为 {size}", f"{name}: {size}") for name, size in named)
    return say(f"{say.rows}数：", f"{say.rows} in ") + say("，", "; ").join(sizes)


def notes(brief: Brief, say_this: str, computed: str, not_this: str) -> str:
    """Lay out speaker notes: what to say, how it was computed, what not to conclude."""
    say = brief.say
    parts = (
        (say("要点", "What to say"), say_this),
        (say("计算方法", "How it was computed"), computed),
        (say("请勿据此推断", "What not to conclude"), not_this),
    )
    return "\n".join(f"{head}{say('：', ': ')}{text}" for head, text in parts if text)
