"""What do a KPI page's notes and foot say of the KPIs? Figures for which its table has no room, each from claims."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from deckgen.accruals import adds_up, is_called, tenure_of
from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.column_names import spelled_out
from deckgen.columns import Column
from deckgen.figures import cluster_claims, is_alone, telling
from deckgen.glossary import COUNTS, PERIODS, SUMS, TENURE
from deckgen.names import sentence_case
from deckgen.phrases import advantage, arrow, compared_with, few_of, lead, nearest, notes
from deckgen.publication import moment
from deckgen.share_phrases import all_groups
from deckgen.statistics.verdicts import MEDIUM, MISSING_GAP, SMALL
from deckgen.tallied import VALUED, is_clear, is_doubtful, tally
from deckgen.wording import DASH
from deckgen.worth import is_beyond

FEW_NEUTRAL = 2
"""Up to this many KPIs that are neither better nor worse are named in a foot."""


def kpi_notes(brief: Brief, told: Sequence[Claim], message: str) -> str:
    """Return the notes to a message, with the interval of every effect and what is missing.

    told: what the table tells of each KPI.
    """
    say, columns = brief.say, [brief.customers[claim.column] for claim in told]
    return notes(
        brief,
        message,
        say.sentences(
            [
                say(
                    f"明显：|δ| ≥ 0.28、99.9% 区间整个在 ±0.11 之外，且中位数之差达到业务最小差异（默认两成）；略：|δ| ≥ 0.11 且 95% 区间不含 0。均值、中位数与标准差均基于全部有效值，未截尾；{DASH} 表示没有数据",
                    "Clearly: |delta| >= 0.28, its 99.9 % interval beyond 0.11, and medians apart by the minimum business difference (a fifth unless set); "
                    f"slightly: |delta| >= 0.11 and the 95 % interval beyond 0. Mean, median and SD of all usable values, nothing trimmed; {DASH} means no data",
                ),
                sentence_case(neutral_note(brief, told)),
                means(brief, columns),
                intervals(brief, columns),
                missing_words(brief, columns),
                say(
                    f"均值落在本群体中间 50% 之外的，称为被少数{say.rows}拉高或拉低",
                    f"Few {say.rows} are said to pull a mean that lies beyond the middle half of its cluster",
                )
                if mean_note(brief, columns)
                else "",
                say(
                    "两个以上群体时，δ 为与其他各群体两两比较的不加权平均；与最接近的群体也明显不同时才写“明显”",
                    "Delta against several clusters is the unweighted mean over the pairs; clearly is said only where the closest cluster is clearly apart, too",
                )
                if len(brief.keys) > 2
                else "",
            ]
        ),
        say(
            "聚类输入上的差异由聚类本身造成，不能作为统计检验的证据；更高不等于因果，也不等于未来仍然如此。",
            "Differences on clustering inputs are made by the clustering and prove nothing about it; higher is neither a cause nor a forecast.",
        ),
    )


def moment_texts(brief: Brief, column: Column, statistic: str) -> dict[str, str]:
    """Print every cluster's mean or deviation of a KPI, in no more digits than the number of customers carries."""
    claims = cluster_claims(brief, column)
    return {
        key: brief.figure(column, moment(claim.numbers, statistic, claim.bases[0])) for key, claim in claims.items()
    }


def method_note(brief: Brief, columns: Sequence[Column]) -> str:
    """Say what the effect compares, and from where on KPIs are said to differ slightly and clearly."""
    say, apart = brief.say, far_apart(brief, columns)
    against = (
        say("（与其他各群体两两比较的平均）", ", the mean over the pairs with each other cluster")
        if len(brief.keys) > 2
        else ""
    )
    return say(
        f"Cliff's δ{against}：0.11 起称“略”，0.28 起且中位数{apart}称“明显”",
        f"δ is Cliff's delta{against}: slightly from 0.11, clearly from 0.28 with medians {apart}",
    )


def far_apart(brief: Brief, columns: Sequence[Column]) -> str:
    """Say by how much medians differ at least where a difference is clear."""
    say, least = brief.say, {column.least for column in columns}
    ratio = next(iter(least)).ratio
    if len(least) > 1 or any(one.gap for one in least):
        return say("相差达到各指标设定的最小差异", "as far apart as set for each KPI")
    return say(f"至少差 {ratio - 1:.0%}", f"at least {ratio - 1:.0%} apart")


def mean_note(brief: Brief, columns: list[Column]) -> str:
    """Name the KPIs of which a cluster's mean lies beyond the middle half of its customers: few of them carry it."""
    say = brief.say
    beyond = {c: [claim for claim in cluster_claims(brief, c).values() if is_beyond(claim)] for c in columns}
    carried = [brief.title(column) for column, claims in beyond.items() if claims]
    above = {claim.numbers["mean"] > claim.numbers["p75"] for claims in beyond.values() for claim in claims}
    way = "拉高或拉低" if len(above) > 1 else "拉高" if True in above else "拉低"
    listed = few_of(brief, carried)
    return (
        say(
            f"少数{say.rows}{way}均值，请看中位数：{listed}",
            f"few {say.rows} pull the mean, read the median: {listed}",
        )
        if carried
        else ""
    )


def zero_note(brief: Brief, columns: Sequence[Column]) -> str:
    """Name the KPIs among some columns of which a zero may stand for "none"."""
    say = brief.say
    listed = say.list(brief.bare_title(column) for column in columns if column.zero_as_none)
    return say(f"{listed}的 0 可能表示“无”，请核实", f"0 {listed}: may stand for “none”, check") if listed else ""


def neutral_note(brief: Brief, claims: Sequence[Claim]) -> str:
    """Name the KPIs among some that are told as higher or lower where others are as better: they are not counted so."""
    told = [claim for claim in claims if claim.is_told]
    neutral = [brief.title(brief.customers[claim.column]) for claim in told if claim.better == 0]
    if not neutral or len(neutral) == len(told):
        return ""
    listed = few_of(brief, neutral)
    return brief.say(f"{listed}不计优劣", f"neither better nor worse: {listed}")


def shade_note(brief: Brief, every: Sequence[Claim], told: Sequence[Claim]) -> str:
    """Say where figures are shaded: where a cluster is what it is on most KPIs; nothing where none is.

    Where that is better or worse, the few KPIs that are told as neither are named.

    every: the cluster's claims on all KPIs. told: what a page tells of each of its own.
    """
    words, counted = tally(brief, every)
    if not any(is_shaded(brief, claim, counted) for claim in told):
        return ""
    say, name = brief.say, brief.name(every[0].cluster)
    way_zh, way_en = ("明显", "clearly ") if any(is_clear(brief, claim) for claim in counted) else ("", "")
    neither = [claim for claim in told if words in VALUED and claim.is_told and not claim.better]
    return say.clauses(
        [
            say(f"底色：{name}{way_zh}{words.zh}", f"shaded: {name} {way_en}{words.en}"),
            neutral_note(brief, told) if 0 < len(neither) <= FEW_NEUTRAL else "",
        ]
    )


def is_shaded(brief: Brief, claim: Claim, counted: Sequence[Claim]) -> bool:
    """Tell whether a KPI's figure is shaded: its claim is among those that are counted, as clear where some are, and no
    other cluster's figure reads alike.
    """
    if not claim.is_told or claim not in counted:
        return False
    clear = is_clear(brief, claim) or not any(is_clear(brief, one) for one in counted)
    return clear and is_alone(telling(brief, brief.customers[claim.column]), claim.cluster)


def lower_note(brief: Brief, names: Collection[str]) -> str:
    """Name those of some KPIs of which less counts as ahead; nothing where there are none."""
    columns = [c for c in brief.customers.of_role("kpi") if c.name in names and c.polarity == "lower"]
    listed = few_of(brief, list(map(brief.title, columns)))
    return brief.say(f"{listed}越低越领先", f"less counts as ahead on {listed}") if listed else ""


def unseen_note(brief: Brief, claims: Sequence[Claim]) -> str:
    """Name the KPIs that the table has no room for by how they go, so that its title's count can be followed.

    claims: what is told of each.
    """
    say, groups = brief.say, dict[tuple[str, str], list[str]]()
    for claim in sorted(claims, key=lambda c: (-abs(c.direction), -c.direction, brief.keys.index(c.cluster))):
        plus = say.aside(better) if (better := advantage(brief, claim)) else ""
        sign = say("不确定：", "unclear:") if claim.verdict == "unclear" else arrow(claim)
        way = (sign, brief.name(claim.cluster) + plus if claim.is_told else "")
        if is_doubtful(brief, claim):
            way = (say("待核实：", "to be checked:"), "")
        groups.setdefault(way, []).append(brief.title(brief.customers[claim.column]))
    texts = []
    for (sign, name), titles in groups.items():
        whose, names = f" {name}" if name else "", few_of(brief, titles)
        texts.append(sign + say(f"{whose}{'：' if name else ' '}{names}", f"{whose}{':' if name else ''} {names}"))
    listed = say("，", ", ").join(texts)
    return say(f"未列出：{listed}", f"not shown: {listed}") if listed else ""


def edge_note(brief: Brief, claims: Iterable[Claim]) -> str:
    """Name the KPIs whose effect is printed like the threshold that it is just below."""
    say, found = brief.say, dict[float, list[str]]()
    for claim in claims:
        size = abs(claim.effect.value)
        for edge in (edge for edge in (SMALL, MEDIUM) if size < edge <= round(size, 2)):
            found.setdefault(edge, []).append(brief.title(brief.customers[claim.column]))
    return say.clauses(
        say(
            f"{few_of(brief, names)}的 δ 四舍五入前不到 {edge}",
            f"δ just below {edge} before rounding: {few_of(brief, names)}",
        )
        for edge, names in found.items()
    )


def weakened(brief: Brief, claim: Claim) -> str:
    """Say why a KPI whose effect is large enough differs only slightly: some cluster misses values much more often than
    another; nothing of others."""
    own = [one.numbers["missing"] for one in cluster_claims(brief, brief.customers[claim.column]).values()]
    weak = claim.verdict == "slight" and abs(claim.effect.value) >= MEDIUM and max(own) - min(own) >= MISSING_GAP
    return brief.say("缺失不均降一级", "a grade less: unequally missing") if weak else ""


def unit_note(brief: Brief, columns: Sequence[Column]) -> str:
    """Say that most KPIs have nothing but the table's own names, or amounts of money no currency, where it is so.

    Of Chinese amounts, which may be in 万, also that they have no unit. Where other amounts of the table have one,
    those that have none are named.
    """
    say, every = brief.say, brief.customers.of_role("kpi")
    bare = [column for column in columns if is_sum(column) and not states_unit(brief, column)]
    timed = say.list(brief.title(c) for c in columns if is_called(c, TENURE) and not (c.unit or is_called(c, PERIODS)))
    own = [c for c in columns if c.theme == "other" and not c.unit and c.text == spelled_out(c.name)]
    if 2 * len(own) > len(columns):
        return say(
            "指标沿用表中列名，含义与单位未给出",
            "KPIs have the table's own names; what they mean and their units are not given",
        )
    if bare and any(is_sum(column) and states_unit(brief, column) for column in every):
        listed = few_of(brief, list(map(brief.title, bare)))
        return say(f"表中未注明{listed}的单位", f"the table states no unit for {listed}")
    if timed:
        money = say("金额的币种和单位、", "no currency and ") if bare else ""
        return say(f"{money}{timed}的单位表中未注明", f"the table states {money}no unit of {timed}")
    return say("币种和单位未注明", "the table states no currency") if bare else ""


def period_note(brief: Brief) -> str:
    """Say that no KPI's name tells of which time amounts are; nothing where one does or there are none."""
    kpis = brief.customers.of_role("kpi")
    if not any(map(is_sum, kpis)) or any(is_called(column, PERIODS) for column in kpis):
        return ""
    return brief.say("表中未注明统计期间", "the table states no period")


def accrued_note(brief: Brief, columns: Sequence[Column]) -> str:
    """Say of which amounts new customers have less by nature; nothing where the table has none."""
    say, since = brief.say, tenure_of(brief)
    listed = few_of(brief, [brief.title(column) for column in columns if adds_up(brief, column)])
    if since is None or not listed:
        return ""
    verb = "add" if " and " in listed else "adds"
    return say(
        f"{listed}随{brief.title(since)}累计，新{say.rows}自然较低",
        f"{listed} {verb} up with {brief.title(since)}: less for new {say.rows} by nature",
    )


def is_sum(column: Column) -> bool:
    """Tell whether a KPI's figures are amounts in some currency, by what is known or by its names."""
    return column.money or (is_called(column, SUMS) and not is_called(column, COUNTS))


def states_unit(brief: Brief, column: Column) -> bool:
    """Tell whether a KPI is called by a unit of its figures."""
    return bool(column.unit) or brief.title(column).endswith((")", "）"))


def means(brief: Brief, columns: list[Column]) -> str:
    """Give every KPI's mean and deviation in every cluster."""
    say = brief.say
    listed = say.clauses(f"{brief.title(column)} {say.list(mean_words(brief, column))}" for column in columns)
    return say(f"均值 ± 标准差：{listed}", f"Mean ± SD: {listed}")


def mean_words(brief: Brief, column: Column) -> list[str]:
    """Print every cluster's mean and deviation."""
    mean, deviation = (moment_texts(brief, column, statistic) for statistic in ("mean", "sd"))
    return [f"{brief.name(key)} {mean[key]} ± {deviation[key]}" for key in mean]


def intervals(brief: Brief, columns: list[Column]) -> str:
    """Give the leading cluster's deltas with their intervals, among several clusters also against the closest one."""
    say, cluster = brief.say, lead(brief)
    own = [claim for column in columns if (claim := cluster_claims(brief, column)[cluster]).verdict != "suppressed"]
    listed = say("；", "; ").join(
        f"{brief.title(brief.customers[claim.column])} {delta_words(brief, claim)}{nearest_words(brief, claim)}"
        for claim in own
    )
    return say(
        f"{brief.name(cluster)}对比{brief.others(cluster)}的 δ 与 95% 区间：{listed}",
        f"Delta of {brief.name(cluster)} against {brief.others(cluster)} with its 95 % interval: {listed}",
    )


def delta_words(brief: Brief, claim: Claim) -> str:
    """Print a delta with its interval."""
    value, low, high = (brief.say.delta(end) for end in (claim.effect.value, claim.effect.low, claim.effect.high))
    return f"δ {value} [{low}, {high}]"


def nearest_words(brief: Brief, claim: Claim) -> str:
    """Give the contrast with the closest cluster, where there are several."""
    pair = nearest(brief, claim)
    if pair is claim:
        return ""
    return brief.say.aside(f"{compared_with(brief, pair)} {delta_words(brief, pair)}")


def missing_words(brief: Brief, columns: list[Column]) -> str:
    """Name the KPIs that miss values, with the largest share that a cluster misses."""
    say = brief.say
    most = {c: max(claim.numbers["missing"] for claim in cluster_claims(brief, c).values()) for c in columns}
    listed = say.list(f"{brief.title(c)} {say.percent(share)}" for c, share in most.items() if share > 0)
    return (
        say(
            f"缺失值不参与计算，{all_groups(brief)}中至多：{listed}",
            f"Missing values are left out; at most in a cluster: {listed}",
        )
        if listed
        else ""
    )
