"""How is a condition of a rule said? A tier by its range and name, a level by its name, missing always named."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from deckgen.brief import Brief
from deckgen.claims import Claim
from deckgen.features import ABSENT, Feature
from deckgen.share_phrases import share_text
from deckgen.statistics.disclosure import FEW, printable
from deckgen.trial import Condition
from deckgen.wording import Text

TIERS = {
    2: (Text("低", "low"), Text("高", "high")),
    3: (Text("低", "low"), Text("中", "mid"), Text("高", "high")),
    4: (Text("低", "low"), Text("中", "mid"), Text("高", "high"), Text("很高", "very high")),
    5: (Text("很低", "very low"), Text("低", "low"), Text("中", "mid"), Text("高", "high"), Text("很高", "very high")),
}
ZERO = Text("零", "zero")


def rule_words(brief: Brief, conditions: Iterable[Condition], tiers: bool = False) -> str:
    """Say all conditions of a rule in one phrase: "月均消耗 ≥ 1 万且公司规模为 …". tiers: with the tiers' names."""
    return brief.say("且", " and ").join(condition_words(brief, condition, tiers) for condition in conditions)


def rule_sentence(brief: Brief, rule: Claim, tiers: bool = False) -> str:
    """Say a rule as one sentence with its precision, base and lift. tiers: with the tiers' names."""
    say = brief.say
    words, name = rule_words(brief, rule.conditions, tiers), brief.name(rule.cluster)
    precision = precision_words(brief, rule)
    base, lift = base_words(brief, rule), lift_words(brief, rule)
    return say(
        f"若{words}，则{spoken(precision)} 属于{name}（{times_base(base, lift)}）",
        f"If {words}, then {precision} are in {name} (base {base}, lift {lift})",
    )


def spoken(figure: str) -> str:
    """Return a figure as it stands in running Chinese text.

    >>> spoken("≥93%"), spoken("94%")
    ('至少 93%', ' 94%')
    """
    return figure.replace("≥", "至少 ") if figure.startswith("≥") else f" {figure}"


def times_base(base: str, lift: str) -> str:
    """Say in Chinese how many times a base a precision is.

    >>> times_base("15.5%", "≥6.0 倍"), times_base("19.1%", "4.7 倍")
    ('至少为基准 15.5% 的 6.0 倍', '基准 19.1% 的 4.7 倍')
    """
    return f"{'至少为' * lift.startswith('≥')}基准 {base} 的 {lift.removeprefix('≥')}"


def base_words(brief: Brief, rule: Claim) -> str:
    """Say the share of all held-out customers who are in a rule's cluster, always with a decimal.

    The lift printed beside it is precision by base, which a base rounded further would belie.
    """
    return brief.say.percent(rule.numbers["share"])


def precision_words(brief: Brief, rule: Claim) -> str:
    """Say a rule's precision; where fewer than 11 customers make the difference, what it is at least."""
    return precision_text(brief, rule.effect.value, rule.bases[0])


def lift_words(brief: Brief, rule: Claim) -> str:
    """Say a rule's lift; where its precision is told by what it is at least, the lift is, too."""
    say, n = brief.say, max(rule.bases[0], FEW)
    if not is_bound(rule.effect.value, n):
        return say.times(rule.numbers["lift"])
    least = say.times_at_least(least_share(n) / rule.numbers["share"])
    return say(f"≥{least}", f"≥\u00a0{least}")


def is_bound(share: float, n: int) -> bool:
    """Tell whether a precision among n customers is told by what it is at least."""
    return printable(share * n) and not printable(n * (1 - share))


def precision_text(brief: Brief, share: float, n: int) -> str:
    """Say a precision among n customers, n to the nearest ten."""
    base = max(n, FEW)
    return least_text(brief, least_share(n)) if is_bound(share, base) else share_text(brief, share * base, base)


def least_text(brief: Brief, share: float) -> str:
    """Say what a share is at least, in whole percent."""
    least = math.floor(100 * share)
    return brief.say(f"≥{least}%", f"≥\u00a0{least}%")


def least_share(n: int) -> float:
    """Return what a share of n customers, to the nearest ten, is at least where it leaves fewer than 11 out.

    >>> round(least_share(170), 3), least_share(10)
    (0.939, 0.0)
    """
    return max(0.0, 1 - (FEW - 1) / max(n - 5, 1))


def coverage_words(brief: Brief, rule: Claim) -> str:
    """Say a rule's coverage; where fewer than 11 of its cluster are not found, what it is at least."""
    return found_text(brief, rule, rule.effect.value, rule.bases[0], rule.numbers["coverage"])


def found_text(brief: Brief, rule: Claim, precision: float, n: int, coverage: float) -> str:
    """Say how much of a rule's cluster n customers are, of whom a share of precision is in it.

    Where that share is told by what it is at least, so is this: times the cluster it would tell who of them is not.
    """
    if is_bound(precision, max(n, FEW)):
        return least_text(brief, least_found(rule, n))
    return precision_text(brief, coverage, int(rule.numbers["own"]))


def least_found(rule: Claim, n: int) -> float:
    """Return what share of a rule's cluster n customers are at least, fewer than 11 of whom are outside it.

    It follows from figures that are printed, so that each number of those outside from 1 to 10 remains possible: n and
    all who are held out, to the nearest ten, and the cluster's share of these.
    """
    return least_share(n) * max(n - 5, 1) / (rule.numbers["share"] * (rule.bases[1] + 5))


def least_coverage(rule: Claim) -> float:
    """Return what share of its cluster a rule is said to find, or to find at least."""
    covered, own, n = rule.numbers["coverage"], int(rule.numbers["own"]), rule.bases[0]
    if is_bound(rule.effect.value, max(n, FEW)):
        return least_found(rule, n)
    return least_share(own) if is_bound(covered, max(own, FEW)) else covered


def finds_all(rule: Claim) -> bool:
    """Tell whether a rule is said to find all of its cluster."""
    return least_coverage(rule) == 1


def longer_words(brief: Brief, rule: Claim) -> str:
    """Say what the tree's longer and purer path gains and costs, by its condition where it has one more; nothing where
    there is none."""
    n, say = rule.numbers, brief.say
    if "path_n" not in n:
        return ""
    right = precision_text(brief, n["path_precision"], int(n["path_n"]))
    found = found_text(brief, rule, n["path_precision"], int(n["path_n"]), n["path_coverage"])
    if found.startswith("≥"):
        cost = say(f"覆盖{spoken(found)}", f"{found} found")
    else:
        cost = say(f"但只覆盖 {found}", f"but only {found} found")
    if len(rule.further) == 1:
        asked = condition_words(brief, rule.further[0])
        return say(f"再加“{asked}”则为{spoken(right)}，{cost}", f"adding {asked}: {right}, {cost}")
    more = int(n["path_conditions"]) - len(rule.conditions)
    return say(
        f"再加 {more} 个条件则为{spoken(right)}，{cost}",
        f"with {more} more condition{'s' * (more > 1)} {right}, {cost}",
    )


def condition_words(brief: Brief, condition: Condition, tiers: bool = False) -> str:
    """Say one condition, with or without the tiers' names; where missing values meet it too, say so."""
    say, feature = brief.say, condition.feature
    title = brief.title(brief.customers[feature.column])
    low, high = round(max(condition.low, ABSENT)), round(min(condition.high, feature.last))
    if high == ABSENT:
        return say(f"{title}缺失", f"{title} missing")
    first = max(low, 0)
    if feature.kind == "tiers" and not tiers and (first, high) != (0, feature.last):
        known = f"{title} {range_words(brief, feature, first, high)}"
    else:
        known = WORDS[feature.kind](brief, feature, title, first, high)
    return or_missing(brief, known, feature.kind == "tiers") if low == ABSENT and feature.missing else known


def or_missing(brief: Brief, known: str, named: bool) -> str:
    """Add to a condition that missing values meet it too, in brackets, for it may stand beside an "and".

    named: whether brackets at its end hold a tier's name, which are shared.
    """
    if named and known[-1] in ")）":
        return known[:-1] + brief.say("，或缺失）", ", or missing)")
    return known + brief.say("（或缺失）", " (or missing)")


def tier_words(brief: Brief, feature: Feature, title: str, low: int, high: int) -> str:
    """Say a range of tiers: "月均消耗 ≥ 1 万（高及以上）"."""
    say, last = brief.say, len(feature.edges)
    if low == 0 and high == last:
        return say(f"{title}有值", f"{title} known")
    span = range_words(brief, feature, low, high)
    if span in ("= 0", "> 0"):
        return f"{title} {span}"
    names = tier_names(brief, feature)
    if low == high:
        name = names[low]
    elif high == last:
        name = say(f"{names[low]}及以上", f"{names[low]} or above")
    elif low == 0:
        name = say(f"{names[high]}及以下", f"{names[high]} or below")
    else:
        name = say(f"{names[low]}至{names[high]}", f"{names[low]} to {names[high]}")
    return f"{title} {span}{say.aside(name)}"


def range_words(brief: Brief, feature: Feature, low: int, high: int) -> str:
    """Say the values of a range of tiers: "≥ 1 万", "< 500", "500–2,000", "= 0"."""
    say, size = brief.say, brief.customers[feature.column].size
    edges = [float(f"{edge * size:.12g}") for edge in feature.edges]
    if feature.zero and low == high == 0:
        return "= 0"
    above = "> 0" if feature.zero and low == 1 else f"≥ {say.exactly(edges[low - 1])}"
    if high == len(edges):
        return above
    below = f"< {say.exactly(edges[high])}"
    if low == 0:
        return below
    return say(f"{above} 且 {below}", f"{above} and {below}")


def tier_names(brief: Brief, feature: Feature) -> Sequence[str]:
    """Return the names of a feature's tiers, ascending; a tier of zeros is called zero."""
    say, count = brief.say, len(feature.edges) + 1
    zero = [say.text(ZERO)] if feature.zero else []
    rest = count - len(zero)
    named = TIERS.get(rest) or tuple(Text(f"第 {n} 档", f"tier {n}") for n in range(1, rest + 1))
    if rest == 1:
        named = (Text("大于零", "above zero"),)
    return zero + [say.text(name) for name in named]


def flag_words(brief: Brief, feature: Feature, title: str, low: int, high: int) -> str:
    """Say a yes/no condition."""
    if low != high:
        return brief.say(f"{title}有值", f"{title} known")
    return brief.say(f"{title}为{'是' if low else '否'}", f"{title} is {'yes' if low else 'no'}")


def ordinal_words(brief: Brief, feature: Feature, title: str, low: int, high: int) -> str:
    """Say a range of ordered levels."""
    say, levels, last = brief.say, feature.levels, len(feature.levels) - 1
    if low == high:
        return say(f"{title}为{levels[low]}", f"{title} is {levels[low]}")
    if low == 0 and high == last:
        return say(f"{title}有值", f"{title} known")
    if high == low + 1:
        return say(f"{title}为{levels[low]}或{levels[high]}", f"{title} is {levels[low]} or {levels[high]}")
    if high == last:
        return say(f"{title}为{levels[low]}及以上", f"{title} is {levels[low]} or above")
    if low == 0:
        return say(f"{title}为{levels[high]}及以下", f"{title} is {levels[high]} or below")
    return say(f"{title}为{levels[low]}至{levels[high]}", f"{title} is {levels[low]} to {levels[high]}")


def level_words(brief: Brief, feature: Feature, title: str, low: int, high: int) -> str:
    """Say that a category has or has not one level."""
    if low != high:
        return brief.say(f"{title}有值", f"{title} known")
    if low:
        return brief.say(f"{title}为{feature.level}", f"{title} is {feature.level}")
    return brief.say(f"{title}不是{feature.level}", f"{title} is not {feature.level}")


WORDS = {"tiers": tier_words, "flag": flag_words, "ordinal": ordinal_words, "level": level_words}
