"""3.2 Which rules, in plain words, tell a cluster's customers, and how often are they right?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from deckgen.brief import Brief, LeftOut, Told
from deckgen.claims import Claim
from deckgen.columns import Column
from deckgen.conditions import (
    base_words,
    condition_words,
    coverage_words,
    finds_all,
    least_coverage,
    least_share,
    lift_words,
    longer_words,
    precision_words,
    rule_sentence,
    rule_words,
    spoken,
    times_base,
)
from deckgen.customers import Customers
from deckgen.kpi_notes import zero_note
from deckgen.names import lower_first
from deckgen.phrases import notes
from deckgen.questions import Question
from deckgen.rule_claims import golden_rules
from deckgen.share_phrases import printed
from deckgen.slides import Card, Cards, Cell, Gauge, Point, Row, Slide, Stretch, Table
from deckgen.statistics.disclosure import FEW, printable
from deckgen.statistics.verdicts import LEAST_RATIO
from deckgen.trial import Condition
from deckgen.typesetting import names_held
from deckgen.wording import DASH, Text, decimals_in

NAME = Text("黄金规则", "Golden rules")
STEP = "3.2"
HALF = 0.5


def asks(customers: Customers) -> Iterable[Question]:
    """Ask nothing: rules are claims of the tree."""
    return ()


def tells(brief: Brief) -> Told:
    """Tell up to four golden rules, or the best rule of each cluster and that none is golden."""
    say = brief.say
    found = brief.claims.where(kind="rule")
    if not found:
        why = say("决策树没有给出规则", "the tree gives no rule")
        return Told(left_out=(LeftOut(say.text(NAME), why),))
    golden = golden_rules(found)
    title = headline(brief, golden)
    body = (
        Cards("rules", tuple(card(brief, n, rule) for n, rule in enumerate(golden, 1)))
        if golden
        else best_table(brief, title)
    )
    slide = Slide(
        STEP,
        "content",
        title,
        f"{STEP} {say.text(NAME)}",
        body,
        takeaway(brief, golden),
        foot(brief, golden or list(found)),
        speaker_notes(brief, golden),
        stretches=tuple(stretches(brief, golden)),
    )
    return Told((slide,))


def stretches(brief: Brief, golden: list[Claim]) -> Iterator[Stretch]:
    """Yield what a page says that shows some rules alone: how good they are, and the best of several."""
    for start, end in combinations(range(len(golden) + 1), 2):
        shown = golden[start:end]
        if len(shown) < len(golden):
            keys = tuple(f"{number}" for number in range(start + 1, end + 1))
            best = best_words(brief, shown[0]) if not start else most_precise_words(brief, shown)
            yield Stretch(keys, headline(brief, shown, named=True), best)


def card(brief: Brief, number: int, rule: Claim) -> Card:
    """Draw up a golden rule: its conditions, precision, base, lift and coverage."""
    say, n = brief.say, rule.numbers
    conditions = tuple(
        Point(held_condition(brief, condition), say("若", "If") if not place else say("且", "and"))
        for place, condition in enumerate(rule.conditions)
    )
    base, lift, covered = base_words(brief, rule), lift_words(brief, rule), coverage_words(brief, rule)
    met, judged = map(say.count, rule.bases)
    name, within = brief.name(rule.cluster), interval_words(brief, rule)
    exact = printable(exceptions(rule))
    figures = (
        within,
        say(f"覆盖该群体的{spoken(covered)}", f"finds {covered} of the cluster"),
        say(
            f"留出的 {judged} {say.noun.measure}中约 {met} {say.noun.measure}符合",
            f"about {met} of {judged} held out",
        ),
        *filter(None, [longer_words(brief, rule)]),
    )
    return Card(
        rule.cluster,
        say(f"规则 {number}：{name}", f"Rule {number}: {name}"),
        precision_words(brief, rule),
        say(
            f"属于{name}（{times_base(base, lift)}）",
            f"are in {name} (base {base}, lift {lift})",
        ),
        conditions + tuple(Point(text, tone="muted") for text in figures),
        Gauge(round(rule.effect.value if exact else least_share(rule.bases[0]), 2), round(n["share"], 2), not exact),
        one_rule(brief, rule),
        f"{number}",
    )


def held_condition(brief: Brief, condition: Condition) -> str:
    """Say a condition, no line to end within its level or within what is said of missing values."""
    feature = condition.feature
    return names_held(condition_words(brief, condition), (feature.level, *feature.levels, "or missing"))


def exceptions(rule: Claim) -> float:
    """Return how many customers meet the rule and are in another cluster."""
    return rule.bases[0] * (1 - rule.effect.value)


def interval_words(brief: Brief, rule: Claim) -> str:
    """Give the precision's interval; where fewer than 11 customers make the difference, say so."""
    say, n = brief.say, rule.bases[0]
    if not printable(exceptions(rule)):
        return say(f"不属于该群体的少于 {FEW} {say.noun.measure}", f"under {FEW} outside the cluster")
    low, high = (say.percent(end, min(n, brief.smallest)) for end in (rule.effect.low, rule.effect.high))
    return say(f"95% 区间：{low} 至 {high}", f"95% interval: {low} to {high}")


def best_table(brief: Brief, alt: str) -> Table:
    """Lay out the best rule of every cluster where none is golden."""
    say = brief.say
    heads = (
        say("群体", "Cluster"),
        say("倍数最高的规则", "Strongest rule by lift"),
        say("精确率", "Precision"),
        say("基准", "Base"),
        say("覆盖率", "Coverage"),
        say("人数", "n"),
    )
    table = [Row(tuple(Cell(head, "strong") for head in heads), "header")]
    for key in brief.keys:
        rule = brief.claims.one(kind="rule", cluster=key)
        cells = figures(brief, rule) if rule else (DASH,) * 5
        table.append(Row((Cell(brief.name(key), "strong", key), *(Cell(text) for text in cells))))
    return Table(
        "rules", tuple(table), ("left", "left", "right", "right", "right", "right"), (1, 4, 1.4, 0.8, 0.8, 0.8), alt
    )


def figures(brief: Brief, rule: Claim) -> tuple[str, ...]:
    """Return a rule in words and its figures."""
    say = brief.say
    return (
        rule_words(brief, rule.conditions),
        f"{precision_words(brief, rule)}{say.aside(interval_words(brief, rule))}",
        base_words(brief, rule),
        coverage_words(brief, rule),
        say.count(rule.bases[0]),
    )


def headline(brief: Brief, golden: list[Claim], named: bool = False) -> str:
    """State how often the rules are right and how much of its cluster each finds, or that there is none.

    named: by their clusters, where there are others.
    """
    say = brief.say
    if not golden:
        return say("没有任何规则足够可靠，不能称为黄金规则", "No rule is reliable enough to be called golden")
    least = min(golden, key=least_coverage)
    if len(golden) == 1:
        return one_rule(brief, least)
    right, found = range_of(brief, golden), coverage_words(brief, least).lstrip("≥\u00a0")
    all_of = finds_all(least)
    names = say.list(dict.fromkeys(brief.name(rule.cluster) for rule in golden))
    many = say("两" if len(golden) == 2 else f"{len(golden)} ", f"{len(golden)}")
    subject = say(f"{names}的规则", f"The rules for {names}") if named else say(f"{many}条规则的", f"{many} rules")
    finds = say(
        f"各自覆盖留出{say.rows}中所属群体的全部" if all_of else f"各自至少覆盖所属群体的 {found}",
        "each finds all of its cluster held out" if all_of else f"each finds at least {found} of its cluster",
    )
    return say(f"{subject}精确率{right}，{finds}", f"{subject} are right {right} of the time; {finds}")


def one_rule(brief: Brief, rule: Claim) -> str:
    """State how often a rule is right and how much of its cluster it finds."""
    name, right, found = brief.name(rule.cluster), precision_words(brief, rule), coverage_words(brief, rule)
    return brief.say(
        f"{name}的规则精确率为{spoken(right)}，覆盖该群体的{spoken(found)}",
        f"The rule for {name} is right {at_least(right)} of the time and finds {at_least(found)} of the cluster",
    )


def range_of(brief: Brief, golden: list[Claim]) -> str:
    """Say from what to what share rules are right, only the least where of the largest only the least is told."""
    say = brief.say
    low, *_, high = (precision_words(brief, rule) for rule in sorted(golden, key=lambda rule: rule.effect.value))
    if low[0].isdigit() and high[0].isdigit():
        words = low if low == high else say(f"{low} 至 {high}", f"{low} to {high}")
        return say(f"为 {words}", words)
    least = low.lstrip("≥\u00a0")
    return say(f"均不低于 {least}", f"{least} or more")


def takeaway(brief: Brief, golden: list[Claim]) -> str:
    """Say the best rule, and which clusters have none."""
    say = brief.say
    if not golden:
        return say(
            f"{say.rows}暂不宜按规则归群，请使用聚类模型本身",
            f"Assign {say.rows} by the clustering model itself, not by a rule",
        )
    with_rule = {rule.cluster for rule in brief.claims.where(kind="rule", verdict="clear")}
    without = say.list(brief.name(key) for key in brief.keys if key not in with_rule)
    tail = say(f"；{without}没有够格的黄金规则", f"; no rule for {without} is golden") if without else ""
    weak = [rule for rule in golden if rule.numbers["lift"] < LEAST_RATIO]
    little = say("；", "; ") + above_base(brief, weak[0]) if len(weak) == 1 < len(golden) else ""
    return best_words(brief, golden[0]) + little + tail


def above_base(brief: Brief, rule: Claim) -> str:
    """Say of a rule of a large cluster that it is right little more often than its base."""
    name, lift = brief.name(rule.cluster), lift_words(brief, rule)
    return brief.say(
        f"{name}的规则只略高于基准（{spoken(lift).strip()}）",
        f"the rule for {name} is little above its base (lift {lift})",
    )


def best_words(brief: Brief, rule: Claim) -> str:
    """Say the rule to use first, the one with the highest lift, with how much of its cluster it finds and misses."""
    say, words, name = brief.say, rule_words(brief, rule.conditions), brief.name(rule.cluster)
    found, missed = coverage_words(brief, rule), missed_words(brief, rule)
    if finds_all(rule):
        finds = say(f"可找到留出{say.rows}中{name}的全部", f"it finds all held-out {say.rows} of {name}")
    else:
        finds = say(
            f"{'至少' * found.startswith('≥')}可找到{name}的 {found.lstrip('≥')}{f'，遗漏 {missed}' if missed else ''}",
            f"it finds {at_least(found)} of {name}{f' and misses {missed}' if missed else ''}",
        )
    return say(f"倍数最高的规则：{words}；", f"Strongest rule by lift: {words}; ") + finds


def at_least(figure: str) -> str:
    """Return a figure as it stands in an English sentence.

    >>> at_least("≥93%"), at_least("94%")
    ('at least 93%', '94%')
    """
    return figure.replace("≥\u00a0", "≥").replace("≥", "at least ")


def missed_words(brief: Brief, rule: Claim) -> str:
    """Say what share of its cluster a rule does not find, so that it adds up with what it finds; nothing of a few."""
    found = coverage_words(brief, rule)
    if not found[0].isdigit() or finds_all(rule):
        return ""
    return f"{100 - float(found.rstrip('%')):.{decimals_in(found)}f}%"


def most_precise_words(brief: Brief, shown: list[Claim]) -> str:
    """Say the most precise of several rules of a page that does not show the first one."""
    if len(shown) == 1:
        return ""
    best = rule_sentence(brief, max(shown, key=lambda rule: rule.effect.value))
    return brief.say("本页精确率最高：", "Most precise on this page: ") + lower_first(best)


def foot(brief: Brief, shown: list[Claim]) -> str:
    """State on whom rules are judged, what makes one golden, and which of their columns were clustered on."""
    say = brief.say
    method = say(
        f"数字来自留出{say.rows}，个数取整到十位；刻线为基准，即群体在其中的占比；按倍数排序",
        f"All figures are of held-out {say.rows}, counts to the nearest ten; tick: the base, the cluster's share of them; ordered by lift",
    )
    inputs, doubt = inputs_used(brief, shown), zero_note(brief, columns_of(brief, shown))
    return say.clauses(
        [method, unrounded_lift(brief, shown), bound_words(brief, shown), golden_words(brief, shown), inputs, doubt]
    )


def unrounded_lift(brief: Brief, shown: list[Claim]) -> str:
    """Say that lifts are of unrounded figures, where one does not follow from its precision and base as printed."""

    def follows(rule: Claim) -> bool:
        precision, base = printed(precision_words(brief, rule)), printed(base_words(brief, rule))
        return precision is None or not base or brief.say.times(float(precision / base)) == lift_words(brief, rule)

    return "" if all(map(follows, shown)) else brief.say("倍数按取整前计算", "lifts before rounding")


def bound_words(brief: Brief, shown: list[Claim]) -> str:
    """Say why figures of rules are only told as "at least"; nothing where all are told as they are."""
    figures = (words for rule in shown for words in (precision_words(brief, rule), coverage_words(brief, rule)))
    if not any(words.startswith("≥") for words in figures):
        return ""
    few = f"{FEW} {brief.say.noun.measure}"
    return brief.say(f"≥ 为隐去少于 {few}后的下限", f"≥: at least, as fewer than {FEW} are hidden")


def golden_words(brief: Brief, shown: list[Claim]) -> str:
    """Say what makes a rule golden; for a base over one half, which nothing can be 1.5 times of, where there is one."""
    say, over = brief.say, [rule.numbers["share"] > HALF for rule in shown]
    lifted = say("区间下限高于基准的 1.5 倍", "the interval's lower end is above 1.5 times the base")
    halved = say(
        "取区间下限，误判率仍低于基准误判率的一半",
        "at the interval's lower end the error rate is under half of the base's",
    )
    aside = say("基准过半的：误判率低于基准误判率的一半", "where that is over 50%: error rate under half of the base's")
    least = halved if all(over) else lifted + (say.aside(aside) if any(over) else "")
    return say(
        f"黄金规则：{least}，覆盖群体至少 30%，至少 30 {say.noun.measure}符合",
        f"golden: {least}; at least 30% of the cluster found; at least 30 {say.rows}",
    )


def columns_of(brief: Brief, shown: list[Claim]) -> list[Column]:
    """Return the columns that rules ask for, by their names."""
    used = {condition.feature.column for rule in shown for condition in rule.conditions}
    return [brief.customers[name] for name in sorted(used)]


def inputs_used(brief: Brief, shown: list[Claim]) -> str:
    """Name the rules' columns that count as clustering inputs."""
    say = brief.say
    columns = [column for column in columns_of(brief, shown) if column.provenance != "external"]
    names = say.list(map(brief.title, columns))
    return say(f"其中{names}为聚类输入", f"clustering inputs among these columns: {names}") if names else ""


def speaker_notes(brief: Brief, golden: list[Claim]) -> str:
    """Return the notes, with every golden rule as a sentence."""
    say = brief.say
    return notes(
        brief,
        say.sentences([*(rule_sentence(brief, rule, tiers=True) for rule in golden), takeaway(brief, golden)])
        if golden
        else say.sentences([headline(brief, golden), takeaway(brief, golden)]),
        say(
            f"精确率 = 符合规则的留出{say.rows}中属于该群体的比例；覆盖率 = 该群体留出{say.rows}中符合规则的比例；倍数 = 精确率 ÷ 基准占比；区间为 Wilson 95% 区间。噪声{say.rows}计入分母。“高”“中”“低”等为字段的分档名称，切点见 3.1 的备注。",
            f"Precision = share of the held-out {say.rows} meeting the rule who are in the cluster; coverage = share of the cluster's held-out {say.rows} who meet it; lift = precision / base share; intervals are Wilson's, 95%. Noise counts against precision. “High”, “mid” and “low” name tiers of a column; how they are cut is told in the notes of 3.1.",
        ),
        say(
            "规则复述聚类结果；规则中的指标若是聚类输入，高精确率是预期之中的，不是独立验证，也不是因果。",
            "Rules restate the clustering; where their columns were clustered on, high precision is to be expected. It is no independent validation and no cause.",
        ),
    )
