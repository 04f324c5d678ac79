"""What is a cluster called on a theme, and on what evidence? Labels are made of KPI claims, never beyond them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from deckgen.brief import Brief
from deckgen.claims import REST, Claim
from deckgen.figures import by_share, differs, shares_above_zero, telling
from deckgen.glossary import ALIKE
from deckgen.leading import clusters_named
from deckgen.names import bearing, between, is_most, level_words, middle_label, outermost, sentence_case
from deckgen.phrases import (
    PLAIN,
    SOME,
    Standing,
    degree,
    in_between,
    kpi_figures,
    largest,
    mentioned,
    nearest,
    of_which,
    standing,
)
from deckgen.ranks import is_crossed, place_among_all, place_words
from deckgen.typesetting import NBSP
from deckgen.wording import DASH, Text


@dataclass(frozen=True)
class Label:
    """What a cluster is called on a theme, and the claims that it rests on.

    placed: whether it tells the cluster's place among those of the same label. middle: whether it says that others are
    on both sides.
    """

    text: str
    rests: tuple[Claim, ...]
    placed: bool = False
    middle: bool = False


Labels = Mapping[str, Label]
"""A label a cluster."""


def theme_labels(brief: Brief, theme: str) -> Labels:
    """Return the labels of a theme; clusters of one label that clearly differ are told apart by their places."""
    found = {key: theme_label(brief, standing(brief, key, theme)) for key in brief.keys}
    for text in dict.fromkeys(label.text for label in found.values()):
        alike = [key for key, label in found.items() if label.text == text]
        columns = {claim.column for key in alike for claim in found[key].rests}
        for key, place in place_words(brief, alike, columns).items():
            found[key] = replace(found[key], text=text + place, placed=True)
    return found


def theme_label(brief: Brief, stand: Standing) -> Label:
    """Return the label of a standing: a level that most KPIs of the theme bear, else the KPI that differs most."""
    say, words = brief.say, level_words(stand.theme, stand.claims)
    borne, middle, ways = bearing(brief, stand), between(brief, stand), one_way(brief, stand)
    if words and is_most(borne, stand):
        return Label(say.text(words[0] if stand.level > 0 else words[1]), tuple(borne))
    if words and stand.theme == "scale" and is_most(ways, stand):
        return Label(say.text(words[0] if ways[0].direction > 0 else words[1]), tuple(ways))
    if is_most(middle, stand) and (words or len(middle) > 1):
        label = middle_label(brief, stand, words[2]) if words else say("居中", "In between")
        return Label(label, tuple(middle), middle=True)
    apart = [claim for claim in stand.claims if claim not in middle]
    firm = [claim for claim in apart if not is_crossed(brief, claim)]
    first = largest(outermost(brief, firm)) or largest(firm) or largest(apart) or next(iter(middle), None)
    if first is None:
        return Label(sentence_case(say.text(ALIKE)), ())
    return Label(kpi_label(brief, first), (first,))


def one_way(brief: Brief, stand: Standing) -> list[Claim]:
    """Return the clear claims on neutral KPIs where all of them go one way and none has a cluster on its far side."""
    clear = [claim for claim in stand.claims if claim.better == 0 and claim.verdict == "clear"]
    apart = outermost(brief, clear)
    return apart if len({claim.direction for claim in clear}) == 1 else []


def kpi_label(brief: Brief, claim: Claim) -> str:
    """Name the way a cluster differs on one KPI: by its level or, where the medians read alike, by who has any."""
    say, column = brief.say, brief.customers[claim.column]
    title, way = mentioned(brief, column), degree(brief, claim)
    if in_between(brief, claim.cluster, [claim.column]):
        place = place_among_all(brief, claim.cluster, [claim.column], Text(title, title), valued=False)
        return place or say(f"{title}居中", f"{title} in between")
    way = PLAIN[claim.direction] if way in SOME.values() else way
    zh, en = way.zh, sentence_case(way.en.removeprefix("clearly "))
    if not by_share(brief, column):
        return say(f"{title}{zh}", f"{en} {title}")
    if shares_above_zero(brief, column)[claim.cluster] == brief.say.percent(0):
        return say(f"无{title}", f"No {title}")
    zh, en = zh.replace("高", "多").replace("低", "少"), way.en.replace("higher", "more").replace("lower", "fewer")
    return say(f"有{title}者{zh}", f"{sentence_case(en.removeprefix('clearly '))} with {title}")


def figure_lines(brief: Brief, labels: Labels) -> dict[str, str]:
    """Give each cluster's figure of a KPI that its label of a theme rests on, one for all of them where there is one,
    and what the label must not hide; the closest cluster's, too, where that shows another KPI.
    """
    column = shared_kpi(labels)
    claims = {key: shown_claim(label, column) for key, label in labels.items() if label.rests}
    lines = dict.fromkeys(labels, "")
    for key, claim in claims.items():
        near, label = nearest_cluster(brief, claim), labels[key]
        which = "" if label.middle else of_which(brief, claim)
        beside = near in claims and claims[near].column == claim.column
        figure = own_figure(brief, label, claim, "" if beside or which or label.middle else near)
        doubtful = is_crossed(brief, claim) and not which
        crossed = brief.say("但均值次序不同", "but means rank differently") if doubtful else ""
        lines[key] = brief.say("，", ", ").join(filter(None, [figure, which, crossed]))
    return lines


def shown_claim(label: Label, column: str) -> Claim:
    """Return the claim on a KPI among those that a label rests on, else the strongest of them."""
    return next((claim for claim in label.rests if claim.column == column), max(label.rests, key=strength))


def own_figure(brief: Brief, label: Label, claim: Claim, near: str) -> str:
    """Give a cluster's median of a KPI or, where that hides the difference, its share above zero; where neither shows
    it, what kpi_figures does. The KPI is named unless the label does. near: the cluster that it is compared with.
    """
    say, column = brief.say, brief.customers[claim.column]
    texts, title = telling(brief, column), mentioned(brief, column, bare=True)
    own, title = texts[claim.cluster], "" if title.lower() in label.text.lower() else title
    if claim.is_told and own == texts[nearest_cluster(brief, claim)]:
        return say(f"{title}{'：' if title else ''}", f"{title}{': ' if title else ''}") + kpi_figures(brief, claim)
    versus = say(f"，{brief.name(near)}为 {texts[near]}", f" vs {texts[near]} in {brief.name(near)}") if near else ""
    if by_share(brief, column):
        return say(f"{title}大于零的占 {own}", f"{own} have any{f' {title}' if title else ''}") + versus
    return say(f"{title}中位数 {own}", f"median{f' {title}' if title else ''}{NBSP}{own}") + versus


def nearest_cluster(brief: Brief, claim: Claim) -> str:
    """Return the cluster that is closest to a KPI claim's."""
    against = nearest(brief, claim).against
    return next(key for key in brief.keys if key != claim.cluster) if against == REST else against


def shared_kpi(labels: Labels) -> str:
    """Return the KPI on which most labels of a theme rest, of several the one with the largest effect."""
    rests = [claim for label in labels.values() for claim in label.rests]
    times, largest_of = Counter(claim.column for claim in rests), dict[str, float]()
    for claim in rests:
        largest_of[claim.column] = max(largest_of.get(claim.column, 0.0), strength(claim))
    return max(times, key=lambda column: (times[column], largest_of[column]), default="")


def strength(claim: Claim) -> float:
    """Return how large a claim's effect is."""
    return abs(claim.effect.value)


def evidence(brief: Brief, theme: str, labels: Labels) -> tuple[str, str]:
    """Say on which KPI of a theme its labels rest, of several on how many; and which of them have no say."""
    say, stands = brief.say, {key: standing(brief, key, theme) for key in labels}
    claims, aside = next(iter(stands.values())).claims, aside_words(brief, theme)
    n, counts = len(claims), sorted({len(x.rests) for x in labels.values() if x.rests})
    if n == 1:
        return brief.title(brief.customers[claims[0].column]), aside or say("唯一的 KPI", "the only KPI")
    if counts == [n]:
        return say(f"{n} 项 KPI 一致", "Both KPIs agree" if n == 2 else f"All {n} KPIs agree"), aside
    full = [key for key, label in labels.items() if len(label.rests) == n]
    if full and counts == [1, n]:
        text = say(f"{n} 项 KPI：", "Both KPIs: " if n == 2 else f"All {n} KPIs: ") + clusters_named(brief, full)
        return text, say("其余各依据 1 项", "the others: one each")
    some = DASH.join(dict.fromkeys(map(str, (counts[0], counts[-1]))))
    text = say(f"{n} 项 KPI 中 {some} 项", f"{some} of {n} KPIs")
    if all(len(x.rests) == differing(brief, stands[key]) for key, x in labels.items()):
        return text, say("其余无差异", "the others do not differ")
    return say(f"{n} 项 KPI 中最突出的一项", f"The clearest of {n} KPIs") if counts == [1] else text, aside


def aside_words(brief: Brief, theme: str) -> str:
    """Say which KPIs of a theme have no say in its labels; nothing where all have."""
    heard = {claim.column for claim in standing(brief, brief.keys[0], theme).claims}
    kpis = {claim.column for claim in brief.claims.where(kind="kpi", cluster=brief.keys[0], against=REST)}
    unheard = [c for c in brief.customers.of_role("kpi") if c.theme == theme and c.name in kpis - heard]
    listed = brief.say.list(map(brief.title, unheard))
    return brief.say(f"{listed}不计入", f"{listed} left out") if unheard else ""


def differing(brief: Brief, stand: Standing) -> int:
    """Count the KPIs of a theme on which a cluster differs from any other."""
    return sum(differs(brief, claim) for claim in stand.claims)


def resting_on(brief: Brief, stand: Standing, label: Label) -> str:
    """Say on how many of the theme's several KPIs a label rests; nothing of a single one."""
    say, n, own = brief.say, len(stand.claims), len(label.rests)
    if n == own:
        all_zh = f"{n} 项 KPI {'均居中' if label.middle else '方向一致'}"
        return say(all_zh, "both KPIs" if n == 2 else f"all {n} KPIs") if n > 1 else ""
    if own == differing(brief, stand):
        return say(f"{n} 项 KPI 中仅 {own} 项有差异", f"only {own} of {n} KPIs differ{'s' if own == 1 else ''}")
    if own == 1:
        return say(f"{n} 项 KPI 中最突出的一项", f"the clearest of {n} KPIs")
    return say(f"依据 {n} 项 KPI 中的 {own} 项", f"{own} of {n} KPIs")
