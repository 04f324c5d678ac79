"""3.1 Do a few questions on readable features reproduce the clusters, and which?"""

from __future__ import annotations

import math
from collections.abc import Iterable

from deckgen.brief import Brief, LeftOut, Told
from deckgen.claims import REST, Claim, Verdict
from deckgen.columns import Column
from deckgen.conditions import condition_words
from deckgen.customers import Customers
from deckgen.features import features
from deckgen.phrases import input_note, notes
from deckgen.questions import Question, flag, levels, rows, values
from deckgen.rules import Condition, Findings, Rule, TreeNode
from deckgen.slides import Node, Slide, Tree
from deckgen.statistics.disclosure import FEW, printable
from deckgen.statistics.estimate import Estimate
from deckgen.wording import Text

NAME = Text("决策树", "Decision tree")
STEP = "3.1"
GRADES: dict[str, Verdict] = {"describes": "clear", "approximate": "slight", "poor": "unclear"}


def asks(customers: Customers) -> Iterable[Question]:
    """Ask for a sample of rows with every column a feature can be made of, and for the counts that bins rest on."""
    columns = feature_columns(customers)
    yield rows(columns)
    for column in columns:
        yield {"kpi": values, "flag": flag, "category": levels}[column.role](column)


def feature_columns(customers: Customers) -> list[Column]:
    """Return the columns that features are made of."""
    return [c for c in customers.columns if c.role in ("kpi", "flag", "category")]


def tells(brief: Brief) -> Told:
    """Tell the tree and how well it holds on held-out customers; claim the rules that it gives."""
    say = brief.say
    made = features(brief.customers, brief.answers)
    table = brief.answers.rows(feature_columns(brief.customers))
    findings = brief.find(table, made, brief.keys, brief.settings.depth)
    leaky = tuple(LeftOut(name, leak_words(brief)) for name in findings.leaky)
    if findings.tree is None or not findings.tree.children:
        why = say("可读特征无法切分群体", "no readable feature splits the clusters")
        return Told(left_out=(*leaky, LeftOut(f"{STEP} {say.text(NAME)}", why)))
    claims = (fidelity_claim(findings), *(rule_claim(rule, findings) for rule in findings.rules))
    title = headline(brief, findings)
    slide = Slide(
        STEP,
        "content",
        title,
        f"{STEP} {say.text(NAME)}",
        Tree("tree", drawn(brief, findings.tree, emphasised(findings), {}), title),
        takeaway(brief, findings),
        foot(brief, findings),
        speaker_notes(brief, findings),
    )
    return Told((slide,), claims, leaky)


def leak_words(brief: Brief) -> str:
    """Say why a column that gives the label away is left out of the rules."""
    return brief.say(
        "单列即可几乎完全还原标签（疑似泄漏），未用于规则", "gives the label away by itself; not used in rules"
    )


def fidelity_claim(findings: Findings) -> Claim:
    """State how well the tree reproduces the clusters on held-out customers."""
    held = findings.fidelity
    verdict = GRADES[held.grade]
    return Claim(
        "tree",
        "",
        "",
        REST,
        verdict,
        0,
        "balanced_accuracy",
        Estimate(held.accuracy, held.accuracy, held.accuracy),
        (findings.trained, findings.held_out),
        numbers={
            "chance": held.chance,
            "majority": held.majority,
            "ceiling": held.ceiling,
            "fraction": held.fraction,
        },
    )


def rule_claim(rule: Rule, findings: Findings) -> Claim:
    """State a rule with its precision on held-out customers; clear where it is golden."""
    return Claim(
        "rule",
        "",
        rule.cluster,
        REST,
        "clear" if rule.golden else "unclear",
        1 if rule.golden else 0,
        "precision",
        rule.precision,
        (rule.n, findings.held_out),
        conditions=rule.conditions,
        numbers={
            "share": rule.share,
            "coverage": rule.coverage.value,
            "coverage_low": rule.coverage.low,
            "coverage_high": rule.coverage.high,
            "lift": rule.lift,
        },
    )


def emphasised(findings: Findings) -> Rule | None:
    """Return the rule whose path the tree emphasises: the golden one with the highest lift."""
    return max((rule for rule in findings.rules if rule.golden), key=lambda rule: rule.lift, default=None)


def drawn(brief: Brief, node: TreeNode, golden: Rule | None, path: dict[object, Condition], branch: str = "") -> Node:
    """Turn a node and all below it into what the slide draws."""
    say = brief.say
    children = tuple(
        drawn(brief, below, golden, path | {condition.feature: narrowed(path, condition)}, words)
        for below, condition, words in branches(brief, node)
    )
    question = condition_words(brief, node.question) + say("？", "?") if node.question and node.children else ""
    is_golden = any(c.golden for c in children) if children else (golden is not None and leads_to(path, node, golden))
    total = sum(node.counts)
    count = say(f"{say.count(total)} 位", f"n = {say.count(total)}")
    shown = [n if printable(n) else 0 for n in node.counts]
    shares = tuple(n / max(sum(shown), 1) for n in shown)
    return Node(branch, question, count, shares, share_words(node.counts), node.outcome, children, is_golden)


def share_words(counts: tuple[int, ...]) -> tuple[str, ...]:
    """Say the shares; where 1 to 10 customers would show, only that they are few, and the others roughly.

    >>> share_words((80, 20)), share_words((97, 3, 0))
    (('80%', '20%'), ('~95%', '<11%', '0%'))
    """
    total = max(sum(counts), 1)
    if all(map(printable, counts)):
        return tuple(f"{n / total:.0%}" for n in counts)
    return tuple(rough_share(n, total) for n in counts)


def rough_share(n: int, total: int) -> str:
    """Say a share beside one that must not be known."""
    if not printable(n):
        return f"<{math.ceil(100 * FEW / total)}%"
    return f"~{5 * round(20 * n / total)}%" if n else "0%"


def branches(brief: Brief, node: TreeNode) -> list[tuple[TreeNode, Condition, str]]:
    """Return a node's children, each with the condition that leads to it and the answer in words."""
    if not node.children or node.question is None:
        return []
    yes, no = node.children
    answers = (brief.say("是", "yes"), brief.say("否", "no"))
    return [(yes, node.question, answers[0]), (no, node.question.opposite(), answers[1])]


def narrowed(path: dict[object, Condition], condition: Condition) -> Condition:
    """Return a condition within what the path already demands of its feature."""
    before = path.get(condition.feature)
    return condition if before is None else before.within(condition)


def leads_to(path: dict[object, Condition], leaf: TreeNode, rule: Rule) -> bool:
    """Tell whether everybody in a leaf meets a rule for the leaf's own outcome."""
    if leaf.outcome != rule.cluster:
        return False
    return all(
        (own := path.get(wanted.feature)) is not None and wanted.low <= own.low and own.high <= wanted.high
        for wanted in rule.conditions
    )


def headline(brief: Brief, findings: Findings) -> str:
    """State how well a few questions reproduce the clusters."""
    say, held = brief.say, findings.fidelity
    questions = depth(findings.tree)
    accuracy, chance = say.percent(held.accuracy), say.percent(held.chance)
    said = {
        "describes": say(
            f"最多 {questions} 个问题即可复现分群：平衡准确率 {accuracy}，随机猜测为 {chance}",
            f"At most {questions} questions reproduce the clusters: balanced accuracy {accuracy}, chance {chance}",
        ),
        "approximate": say(
            f"{questions} 个问题只能近似复现分群：平衡准确率 {accuracy}，随机猜测为 {chance}",
            f"{questions} questions reproduce the clusters roughly: balanced accuracy {accuracy}, chance {chance}",
        ),
        "poor": say(
            f"可读特征不足以复现分群：平衡准确率仅 {accuracy}，随机猜测为 {chance}",
            f"Readable features do not reproduce the clusters: balanced accuracy only {accuracy}, chance {chance}",
        ),
    }
    return said[held.grade]


def depth(node: TreeNode) -> int:
    """Return how many questions stand above the deepest leaf."""
    return 1 + max(depth(child) for child in node.children) if node.children else 0


def takeaway(brief: Brief, findings: Findings) -> str:
    """Say what the first question separates, or that the tree must not be used as a definition."""
    say, tree = brief.say, findings.tree
    if findings.fidelity.grade == "poor":
        return say("请勿用这棵树定义群体：它只作参考", "Do not define the groups by this tree: it is a reference only")
    yes = tree.children[0]
    total = sum(yes.counts)
    share = yes.counts[brief.keys.index(yes.outcome)] / max(total, 1)
    question = condition_words(brief, tree.question)
    return say(
        f"第一个问题最关键：{question}的客户中，{say.percent(share, total)} 属于{brief.name(yes.outcome)}",
        f"The first question matters most: of customers with {question}, {say.percent(share, total)} are in {brief.name(yes.outcome)}",
    )


def foot(brief: Brief, findings: Findings) -> str:
    """State what the tree was fitted on and what the numbers are counted on."""
    say, held = brief.say, findings.fidelity
    return say.clauses(
        [
            say(
                f"用 {say.count(findings.trained)} 位客户训练；节点中为 {say.count(findings.held_out)} 位留出客户的人数与占比（按{brief.say.list(brief.name(k) for k in brief.keys)}）",
                f"Fitted on {say.count(findings.trained)} customers; nodes show {say.count(findings.held_out)} held-out customers and their shares ({', '.join(brief.name(k) for k in brief.keys)})",
            ),
            say(
                f"上限模型 {say.percent(held.ceiling)}，总猜最大群体的准确率 {say.percent(held.majority)}",
                f"ceiling model {say.percent(held.ceiling)}; always guessing the largest cluster is right for {say.percent(held.majority)}",
            ),
            say("树复述分群，不能验证分群", "a tree restates the clustering, it does not validate it")
            if input_note(brief, feature_columns(brief.customers))
            else "",
        ]
    )


def speaker_notes(brief: Brief, findings: Findings) -> str:
    """Return the notes."""
    say, held = brief.say, findings.fidelity
    return notes(
        brief,
        say.sentences([headline(brief, findings), takeaway(brief, findings)]),
        say(
            f"特征为分箱与编码后的业务字段（切点取自配置，否则为零档加 50、80、95 百分位并取整到 1-2-5；缺失单独成一档）。按标识列散列 70/30 切分，决策树最大深度 {brief.settings.depth}。"
            f"保真度 =（平衡准确率 {say.percent(held.accuracy)} − 随机 {say.percent(held.chance)}）÷（上限 {say.percent(held.ceiling)} − 随机）= {say.percent(held.fraction)}；0.8 以上为“规则足以描述分群”，0.6 至 0.8 为“近似”，低于 0.6 不给黄金规则。上限为同一特征上的梯度提升模型。",
            f"Features are binned and encoded business columns (cut points from the settings, else a tier of zeros and the 50th, 80th and 95th percentile rounded to 1-2-5; missing is a tier of its own). Split 70/30 by a hash of the id; tree of depth {brief.settings.depth} at most. "
            f"Fidelity = (balanced accuracy {say.percent(held.accuracy)} - chance {say.percent(held.chance)}) / (ceiling {say.percent(held.ceiling)} - chance) = {say.percent(held.fraction)}: from .8 on the rules describe the groups, .6 to .8 roughly, below .6 there is no golden rule. The ceiling is gradient boosting on the same features.",
        ),
        say(
            "树上的特征大多就是聚类输入，因此高准确率只说明分群可以用几句话复述，不说明分群正确，更不说明因果。",
            "Most features in the tree are what was clustered on: high accuracy says that the clustering can be retold in a few words, not that it is right, let alone why.",
        ),
    )
