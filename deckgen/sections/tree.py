"""3.1 Do a few questions on readable features reproduce the clusters, and which?"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from deckgen.brief import Brief, LeftOut, Told
from deckgen.claims import Claim
from deckgen.conditions import condition_words, longer_words, rule_sentence
from deckgen.customers import Customers
from deckgen.features import Feature, feature_columns, features
from deckgen.names import lower_first, sentence_case
from deckgen.nodes import depth, drawn_tree, nodes, own_node, own_share
from deckgen.phrases import notes
from deckgen.questions import Answers, Question, flag, levels, rows, values
from deckgen.rule_claims import fidelity_claim, golden_rules, rule_claims
from deckgen.rules import FULL, IN_PART, Fidelity, Findings, TreeNode
from deckgen.settings import Settings
from deckgen.share_phrases import all_groups
from deckgen.slides import Slide
from deckgen.statistics.disclosure import FEW
from deckgen.tree import Tree
from deckgen.tree_feet import foot, found_words
from deckgen.wording import Text

NAME = Text("决策树", "Decision tree")
STEP, OUTSIDE = "3.1", "3.1b"


def asks(customers: Customers) -> Iterable[Question]:
    """Ask for a sample of rows with every column a feature can be made of, and for the counts that bins rest on."""
    columns = feature_columns(customers)
    yield rows(columns)
    for column in columns:
        yield {"kpi": values, "flag": flag, "category": levels}[column.role](column)


def tells(brief: Brief) -> Told:
    """Tell the tree and how well it holds on held-out customers; claim the rules that it gives.

    A second tree, on the columns alone that the clustering was not fitted on, has a slide where it tells the clusters
    apart, and is told in the notes in any case.
    """
    say = brief.say
    findings = brief.find(*sought(brief.customers, brief.answers, brief.settings))
    left_out = (
        *(LeftOut(name, leak_words(brief)) for name in findings.leaky),
        *(LeftOut(name, doubt_words(brief)) for name in doubtful_titles(brief, findings)),
    )
    if findings.tree is None or not findings.tree.children:
        why = say("可读特征无法切分群体", "no readable feature splits the clusters")
        return Told(left_out=(*left_out, LeftOut(say.text(NAME), why)))
    rules = rule_claims(brief, findings, "rule")
    claims = (fidelity_claim(findings, "tree"), *rules)
    slides = (tree_slide(brief, findings, golden_rules(rules)),)
    if (outside := findings.outside) is not None:
        others = rule_claims(brief, outside, "outside_rule")
        claims += (fidelity_claim(outside, "outside"), *others)
        new = outside.fidelity.grade != "poor" and outside.tree != findings.tree
        slides += (outside_slide(brief, outside, golden_rules(others)),) if new else ()
    return Told(slides, claims, left_out)


def sought(
    customers: Customers, answers: Answers, settings: Settings
) -> tuple[pl.DataFrame, tuple[Feature, ...], tuple[str, ...], int]:
    """Return what rules are to be found on: rows, features, clusters and the tree's depth."""
    table = answers.rows(feature_columns(customers))
    return table, features(customers, answers), answers.clusters, settings.depth


def tree_slide(brief: Brief, findings: Findings, golden: list[Claim]) -> Slide:
    """Make the slide with the tree on all readable features. golden: the rules of the next step."""
    title, first = headline(brief, findings), next(iter(golden), None)
    return Slide(
        STEP,
        "content",
        title,
        f"{STEP} {brief.say.text(NAME)}",
        Tree("tree", drawn_tree(brief, findings, golden), title, rest=rest_words(brief)),
        takeaway(brief, findings, first),
        foot(brief, findings, golden),
        speaker_notes(brief, findings, first),
    )


def leak_words(brief: Brief) -> str:
    """Say why a column that gives the label away is left out of the rules."""
    return brief.say(
        "单列即可几乎完全还原标签（疑似泄漏），未用于规则", "gives the label away by itself; not used in rules"
    )


def doubt_words(brief: Brief) -> str:
    """Say why a column is left out of a tree that is as good without it."""
    return brief.say(
        "0 可能表示“无”，决策树不用它也一样准（相差不超过一个标准误）",
        "0 may stand for “none”; the decision tree is as good without it, within one standard error",
    )


def doubtful_titles(brief: Brief, findings: Findings) -> list[str]:
    """Return what the deck calls the columns that a tree does without."""
    return [brief.bare_title(brief.customers[name]) for name in findings.doubtful]


def doubtful_sentence(brief: Brief, findings: Findings) -> str:
    """Say in the notes which columns a tree does without, and why; nothing where there are none."""
    say, titles = brief.say, doubtful_titles(brief, findings)
    return say.sentences([f"{say.list(titles)}{say('：', ': ')}{doubt_words(brief)}"]) if titles else ""


def headline(brief: Brief, findings: Findings) -> str:
    """State how well a few questions reproduce the clusters."""
    say, held = brief.say, findings.fidelity
    questions = depth(findings.tree)
    largely = "" if held.accuracy >= FULL else say("基本", "largely ")
    asked = "One question" if questions == 1 else f"{questions} questions"
    reproduce = "reproduces" if questions == 1 else "reproduce"
    most = say(
        "一个问题" if questions == 1 else f"最多 {questions} 个问题", asked if questions == 1 else f"At most {asked}"
    )
    if held.reached < IN_PART and held.grade != "poor":
        well = say(f"{most}只能部分复现分群", f"{most} {reproduce} the clusters in part")
    else:
        well = {
            "describes": say(f"{most}即可{largely}复现分群", f"{most} {largely}{reproduce} the clusters"),
            "approximate": say(f"{most}只能近似复现分群", f"{most} {reproduce} the clusters roughly"),
            "poor": say("可读特征不足以复现分群", "Readable features do not reproduce the clusters"),
        }[held.grade]
    return f"{well}{say('：', ': ')}{right_words(brief, held)}"


def right_words(brief: Brief, held: Fidelity) -> str:
    """Say how much of a cluster a tree names rightly, in the mean of all, and how much a guess would."""
    say, only = brief.say, held.grade == "poor"
    accuracy, chance = say.percent(held.accuracy), say.percent(held.chance)
    return say(
        f"{all_groups(brief)}平均判对率{'仅' * only} {accuracy}，随机猜测为 {chance}",
        f"on average {'only ' * only}{accuracy} of each cluster right ({chance} by chance)",
    )


def rest_words(brief: Brief) -> str:
    """Say in the tree's key who a bar's hollow part is: customers of any cluster, which it does not tell, or of none."""
    say, noise = brief.say, brief.answers.noise
    return say("未归群，或" * bool(noise), "no cluster, or " * bool(noise)) + say(
        f"未显示归属（有的不足 {FEW} {say.noun.measure}）", f"cluster not shown (some under {FEW})"
    )


def takeaway(brief: Brief, findings: Findings, first: Claim | None) -> str:
    """Read the rule to use first, else the first question; warn of a poor tree."""
    say, tree = brief.say, findings.tree
    if findings.fidelity.grade == "poor":
        return say("请勿用这棵树定义群体：它只作参考", "Do not define the groups by this tree: it is a reference only")
    if first is not None:
        return first_words(brief, tree, first)
    yes = tree.children[0]
    share, question, name = own_share(brief, yes), condition_words(brief, tree.question), brief.name(yes.outcome)
    return say(
        f"没有单独一条达标的规则；第一个问题：{question}的{say.rows}中，{share} 属于{name}",
        f"No single path is reliable enough; first question: if {question}, then {share} are in {name}",
    )


def first_words(brief: Brief, tree: TreeNode, first: Claim) -> str:
    """Say the rule to use first and that it is the thick path, or a shorter form of it."""
    say = brief.say
    path = say("粗线路径", "thick path") if own_node(tree, first) else say("由粗线路径简化", "thick path, shortened")
    on = (
        say("仅用这些字段时倍数最高的规则", "Strongest rule on these columns")
        if first.kind == "outside_rule"
        else say("倍数最高的规则", "Strongest rule")
    )
    rule = lower_first(rule_sentence(brief, first))
    return f"{on}{say.aside(path)}{say('：', ': ')}{rule}"


def speaker_notes(brief: Brief, findings: Findings, first: Claim | None) -> str:
    """Return the notes."""
    say, held = brief.say, findings.fidelity
    longer = sentence_case(longer_words(brief, first)) if first else ""
    return notes(
        brief,
        say.sentences(
            [
                headline(brief, findings),
                takeaway(brief, findings, first),
                longer,
                outside_words(brief, findings.outside),
            ]
        ),
        found_sentence(brief, findings)
        + doubtful_sentence(brief, findings)
        + say(
            f"特征为分箱与编码后的业务字段（切点取自配置，否则为零档加 50、80、95 百分位并取整到 1-2-5，负值较多的另在 0 处切开；缺失单独成一档）。按标识列散列 70/30 切分，决策树最大深度 {brief.settings.depth}。"
            f"保真度 =（平衡准确率 {say.percent(held.accuracy)} − 随机 {say.percent(held.chance)}）÷（上限 {say.percent(held.ceiling)} − 随机）= {say.percent(held.fraction)}；0.8 以上为“规则足以描述分群”，0.6 至 0.8 为“近似”，低于 0.6、或与随机之差不足 3.3 个标准误时不给黄金规则。上限为同一特征上的梯度提升模型。",
            f"Features are binned and encoded business columns (cut points from the settings, else a tier of zeros and the 50th, 80th and 95th percentile rounded to 1-2-5, and zero where many are negative; missing is a tier of its own). Split 70/30 by a hash of the id; tree of depth {brief.settings.depth} at most. "
            f"Fidelity = (balanced accuracy {say.percent(held.accuracy)} - chance {say.percent(held.chance)}) / (ceiling {say.percent(held.ceiling)} - chance) = {say.percent(held.fraction)}: from 0.8 on the rules describe the groups, 0.6 to 0.8 roughly; below 0.6, or fewer than 3.3 standard errors above chance, there is no golden rule. The ceiling is gradient boosting on the same features.",
        ),
        say(
            "树上的特征大多就是聚类输入，因此高准确率只说明分群可以用几句话复述，不说明分群正确，更不说明因果。",
            "Most features in the tree are what was clustered on: high accuracy says that the clustering can be retold in a few words, not that it is right, let alone why.",
        ),
    )


def found_sentence(brief: Brief, findings: Findings) -> str:
    """Say in the notes how much of every cluster the tree finds, where that may be told, and what a guess would."""
    say = brief.say
    found, guess = found_words(brief, findings), say.percent(findings.fidelity.majority)
    finds = (
        say(f"这棵树找出{found}（留出{say.rows}）。", f"Of the held-out {say.rows} the tree finds {found}. ")
        if found
        else ""
    )
    return finds + say(
        f"不计权重时，总猜最大群体也有 {guess} 正确。",
        f"Unweighted, always guessing the largest cluster is right for {guess}. ",
    )


def outside_words(brief: Brief, findings: Findings | None) -> str:
    """Say how well the columns that the clustering was not fitted on tell the clusters apart by themselves."""
    if findings is None:
        return ""
    say, held = brief.say, findings.fidelity
    accuracy, chance = say.percent(held.accuracy), say.percent(held.chance)
    can = {
        "describes": say("足以识别", "they tell the clusters apart"),
        "approximate": say("可以近似识别", "they tell the clusters apart roughly"),
        "poor": say("不足以识别", "they do not tell the clusters apart"),
    }[held.grade]
    return say(
        f"仅凭未声明为聚类输入的字段建树：平衡准确率 {accuracy}，随机猜测为 {chance}，{can}{all_groups(brief)}",
        f"A tree on the columns alone that are not declared as clustering inputs: balanced accuracy {accuracy}, chance {chance}; {can}",
    )


def own_columns(brief: Brief, findings: Findings) -> tuple[str, str]:
    """Say in both languages which columns a tree beside the clustering's inputs asks for: none is a KPI, or some are."""
    asked = {node.question.feature.column for node in nodes(findings.tree) if node.question is not None}
    if any(brief.customers[name].role == "kpi" for name in asked):
        return "未声明为聚类输入的字段", "Columns not declared as clustering inputs"
    return " KPI 以外的字段", "Columns other than the KPIs"


def outside_slide(brief: Brief, findings: Findings, golden: list[Claim]) -> Slide:
    """Make the slide with the tree on the columns that the clustering was not fitted on. golden: its own rules."""
    say, held, first = brief.say, findings.fidelity, next(iter(golden), None)
    zh, en = own_columns(brief, findings)
    well = (
        ("近似", "roughly ")
        if held.grade != "describes"
        else ("基本", "largely ")
        if held.accuracy < FULL
        else ("", "")
    )
    well = ("部分", "partly ") if held.reached < IN_PART else well
    apart = say(f"仅凭{zh}也能{well[0]}识别群体：", f"{en} {well[1]}tell the clusters apart: ")
    title = apart + right_words(brief, held)
    return Slide(
        OUTSIDE,
        "content",
        title,
        f"{STEP} {say.text(NAME)}{say(f'：{zh}', f': {lower_first(en)}')}",
        Tree("outside", drawn_tree(brief, findings, golden, numbered=False), title, rest=rest_words(brief)),
        takeaway(brief, findings, first),
        say.clauses(
            [
                say(
                    "所用字段未声明为聚类输入",
                    "On columns not declared as clustering inputs",
                ),
                foot(brief, findings, ceiling=False),
            ]
        ),
        notes(
            brief,
            say.sentences([title, takeaway(brief, findings, first)]),
            found_sentence(brief, findings)
            + doubtful_sentence(brief, findings)
            + say(
                f"与 3.1 相同的做法，但只用未声明为聚类输入、也不随其变化（|Spearman| < 0.95）的字段；保真度以全部特征的上限 {say.percent(held.ceiling)} 为基准，为 {say.percent(held.fraction)}。",
                f"As in 3.1, but on the columns alone that are no clustering inputs and do not go with one (|Spearman| < 0.95); fidelity against the ceiling of all features, {say.percent(held.ceiling)}: {say.percent(held.fraction)}.",
            ),
            say(
                "能从外部识别不等于这些属性造成了群体差异。",
                "To be recognisable by an attribute is not to be caused by it.",
            ),
        ),
    )
