"""How were a deck's figures computed? A document: for each kind of claim the formula, the thresholds in force, the source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from deckgen import rules
from deckgen.columns import Column
from deckgen.customers import Customers
from deckgen.deckfile import SEAL_HERE
from deckgen.glossary import theme_text
from deckgen.persona_cells import LEAST_TRAIT
from deckgen.share_phrases import NEARLY_ALL
from deckgen.slides import Deck
from deckgen.statistics.delta import LEAST_FOR_WALD, MOST_FOR_WALD
from deckgen.statistics.disclosure import FEW, TOLD
from deckgen.statistics.verdicts import (
    ALIKE_H,
    ALIKE_RATIO,
    CONFIDENCE,
    LARGE,
    LEAST_GAP,
    LEAST_H,
    LEAST_RATIO,
    LITTLE_W,
    MEDIUM,
    MISSING_GAP,
    SLIGHT_RATIO,
    SMALL,
    SMALL_CLUSTER,
    STRICT,
)
from deckgen.trial import FITTED_SHARE, LEAK
from deckgen.wording import DASH, Text, Words
from deckgen.worth import FAR_APART, FEWEST_LIKE, WHALES

ROLES = {"kpi": Text("指标", "KPI"), "flag": Text("是否标签", "flag"), "category": Text("类别", "category")}
PROVENANCE = {
    "input": Text("聚类输入", "clustering input"),
    "derived": Text("由输入衍生", "derived from an input"),
    "external": Text("外部", "external"),
}
POLARITY = {
    "higher": Text("越高越好", "higher is better"),
    "lower": Text("越低越好", "lower is better"),
    "neutral": Text("中性", "neutral"),
}
SOURCES = (
    "Agresti & Coull, The American Statistician 52, 1998 (intervals of shares with two successes and failures added)",
    "Bergsma, Journal of the Korean Statistical Society 42, 2013 (bias-corrected Cramér's V)",
    "Cliff, Psychological Bulletin 114, 1993 (delta)",
    "Cohen, Statistical Power Analysis for the Behavioral Sciences, 1988 (h)",
    "Gao, Bien & Witten, Journal of the American Statistical Association 119, 2024 (selective inference after clustering)",
    "Hundepool et al., Statistical Disclosure Control, 2012 (suppression of small cells)",
    "Hyndman & Fan, The American Statistician 50, 1996 (quantiles, type 7)",
    "Miettinen & Nurminen, Statistics in Medicine 4, 1985 (score interval of a ratio)",
    "Newcombe, Statistics in Medicine 17, 1998 (interval of a difference of shares)",
    "Newcombe, Statistics in Medicine 25, 2006 (interval of P(X > Y), method 5)",
    "Vargha & Delaney, Journal of Educational and Behavioral Statistics 25, 2000 (bands of the effect)",
    "Wilson, Journal of the American Statistical Association 22, 1927 (interval of a share)",
)


def method(deck: Deck, customers: Customers, record: Mapping[str, Any]) -> str:
    """Return the method of a deck as Markdown in the deck's language, with the thresholds and settings in force."""
    say = Words(deck.language, customers.noun)
    chapters = (
        opening(say, deck, record),
        columns_chapter(say, customers),
        kpi_chapter(say, customers),
        clusters_chapter(say),
        shares_chapter(say),
        missing_chapter(say),
        rules_chapter(say, record),
        privacy_chapter(say),
        sources_chapter(say),
    )
    return "\n\n".join(chapters) + f"\n\n<!-- {SEAL_HERE} -->\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay out a Markdown table; cells of the user's cannot break it."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines
    )


def points(*items: str) -> str:
    """Lay out a list, leaving out empty items."""
    return "\n".join(f"- {item}" for item in items if item)


def percent(share: float) -> str:
    """Print a confidence or a threshold: 99.9%."""
    return f"{100 * share:g}%"


def opening(say: Words, deck: Deck, record: Mapping[str, Any]) -> str:
    """Say what the deck was made of, and how it is checked."""
    source, versions = record["source"], record["versions"]
    made = ", ".join(f"{name} {version}" for name, version in versions.items())
    return "\n\n".join(
        (
            say(f"# 方法说明：{deck.title}", f"# Method: {deck.title}"),
            say(
                f"数据 {source['file']}（{source['date']}），群体标签列 {source['label']}；指纹 {source['fingerprint'][:16]}。版本：{made}。",
                f"Data {source['file']} ({source['date']}), cluster label {source['label']}; fingerprint {source['fingerprint'][:16]}. Versions: {made}.",
            ),
            say(
                "报告中的每句话都由“结论”生成：比较了什么、基数是多少、效应量、区间、判断。报告自带全部结论；`deckgen verify 报告.pptx 数据.csv` 用数据重新计算，并与报告现有的每个数字核对。",
                "Every sentence is made from claims: what was compared, on which base, the effect, its interval, the verdict. The deck carries all of them; `deckgen verify deck.pptx data.csv` computes them again and compares them with every number of the deck as it is now.",
            ),
        )
    )


def columns_chapter(say: Words, customers: Customers) -> str:
    """List the columns with their roles and provenance, and say what follows from it."""
    heads = (
        say("列", "column"),
        say("名称", "name"),
        say("角色", "role"),
        say("来源", "provenance"),
        say("主题", "theme"),
        say("方向", "polarity"),
    )
    used = [column for column in customers.columns if column.role in ROLES]
    return "\n\n".join(
        (
            say("## 1 字段与来源", "## 1 Columns and provenance"),
            table(heads, (column_row(say, column) for column in used)),
            say(
                "未声明来源的数值列一律视为聚类输入；与某个输入的 |Spearman| ≥ 0.95 的列为衍生。聚类是在输入上拟合的，因此输入上的差异是分群的定义，不做检验，也不使用检验的措辞（在纯噪声上用 k-means 一分为二，83% 的输入会有 p < 0.05）。",
                "Numeric columns that are not declared count as clustering inputs; a column with |Spearman| ≥ 0.95 with an input is derived. A clustering is fitted to its inputs, so that differences on them define the groups: they are not tested, and no word of testing is used (on pure noise cut in two by k-means, 83% of the inputs have p < 0.05).",
            ),
        )
    )


def column_row(say: Words, column: Column) -> tuple[str, ...]:
    """Return a column's line."""
    is_kpi = column.role == "kpi"
    return (
        column.name,
        say.text(column.text),
        say.text(ROLES[column.role]),
        say.text(PROVENANCE[column.provenance]),
        say.text(theme_text(column.theme)) if is_kpi else DASH,
        say.text(POLARITY[column.polarity]) if is_kpi or column.polarity != "neutral" else DASH,
    )


def kpi_chapter(say: Words, customers: Customers) -> str:
    """Tell how KPIs are compared."""
    return "\n\n".join(
        (
            say("## 2 数值指标", "## 2 Numeric KPIs"),
            points(
                say(
                    f"效应量：Cliff's δ = 2A − 1，A = P(X > Y) + P(X = Y) / 2，即从两个群体各随机取一{say.measured}，前者更高的概率；由“取值 × 群体”计数表精确计算：A_ij = Σ_v C_iv / N_i · midCDF_j(v)，方差 = Var_i(midCDF_j) / N_i + Var_j(midCDF_i) / N_j。",
                    f"Effect: Cliff's δ = 2A − 1, with A = P(X > Y) + P(X = Y) / 2: pick one {say.row} from each, A is how often the first is higher. Computed exactly from the counts of values by cluster: A_ij = Σ_v C_iv / N_i · midCDF_j(v), variance = Var_i(midCDF_j) / N_i + Var_j(midCDF_i) / N_j.",
                ),
                say(
                    f"区间：两侧均不少于 {LEAST_FOR_WALD} {say.measured}且 |δ| ≤ {MOST_FOR_WALD} 时为 A ± z·标准误，否则为 Newcombe 得分区间（方法 5）。",
                    f"Interval: A ± z · standard error where both sides have at least {LEAST_FOR_WALD} {say.rows} and |δ| ≤ {MOST_FOR_WALD}, else Newcombe's score interval (method 5).",
                ),
                say(
                    f"档位：|δ| 从 {SMALL}、{MEDIUM}、{LARGE} 起为小、中、大（Vargha 与 Delaney，2000）。",
                    f"Bands: |δ| small from {SMALL}, medium from {MEDIUM}, large from {LARGE} (Vargha and Delaney 2000).",
                ),
                say(
                    f"均值、中位数（第 7 类分位数）、标准差（n − 1）基于全部有效值，不截尾；零值很多时另给出非零{say.rows}占比（Wilson 区间）与其中位数。{say.rows}少于 300 位时均值与标准差只取两位有效数字，少于 3,000 位时取三位。",
                    f"Mean, median (quantiles of type 7) and SD (n − 1) of all usable values, nothing trimmed; where many are at zero, also the share of {say.rows} above it (Wilson) and their median. Means and SDs have two significant digits under 300 {say.rows}, three under 3,000.",
                ),
                say(
                    f"由少数{say.rows}带动：均值在第 25 至 75 百分位之外，且标准差超过均值的 {FAR_APART} 倍。金额总额若等同于不足 {percent(FEWEST_LIKE)} 的{say.rows}均分（n / (1 + (标准差/均值)²)），不写各群体的占比；最高的 1% {say.rows}占 {percent(WHALES)} 以上时一并写明。",
                    f"Carried by few: the mean is beyond the 25th to 75th percentile, and the SD above {FAR_APART} means. A total of money as uneven as if under {percent(FEWEST_LIKE)} of the {say.rows} held it alike (n / (1 + (SD/mean)²)) is not shared out; where the top 1% hold {percent(WHALES)} of it, that is said.",
                ),
            ),
            table(
                (say("判断", "verdict"), say("条件（δ 按方向取号）", "condition")),
                (
                    (
                        say("明显", "clear"),
                        say(
                            f"|δ| ≥ {MEDIUM}，{percent(STRICT)} 区间整个超出 ±{SMALL}，且达到业务最小差异",
                            f"|δ| ≥ {MEDIUM}, the whole {percent(STRICT)} interval beyond ±{SMALL}, and the minimum business difference is met",
                        ),
                    ),
                    (
                        say("略", "slight"),
                        say(
                            f"并非明显，|δ| ≥ {SMALL}，且 {percent(CONFIDENCE)} 区间不含 0",
                            f"not clear, |δ| ≥ {SMALL}, and the {percent(CONFIDENCE)} interval excludes 0",
                        ),
                    ),
                    (
                        say("相近", "about equal"),
                        say(
                            f"整个 {percent(CONFIDENCE)} 区间在 ±{SMALL} 之内",
                            f"the whole {percent(CONFIDENCE)} interval within ±{SMALL}",
                        ),
                    ),
                    (say("不确定", "unclear"), say("其他情形", "anything else")),
                ),
            ),
            say(
                "与几个群体比较的指标，与最接近的群体也明显不同时才写“明显更高”“明显更低”，否则写“更高”“更低”并指出那个群体。",
                "Of several clusters “clearly” higher or lower is said only where the closest one is clearly apart, too; else it is higher or lower, and that cluster is named.",
            ),
            say("业务最小差异：", "Minimum business differences: ") + least_words(say, customers),
        )
    )


def least_words(say: Words, customers: Customers) -> str:
    """Tell the minimum business differences in force, the usual one first."""
    kpis = customers.of_role("kpi")
    usual = min((column.least.ratio for column in kpis), default=1.2)
    own = [column for column in kpis if column.least.ratio != usual or column.least.gap]
    listed = say.clauses(
        say(
            f"{say.text(c.text)} 之比 ≥ {c.least.ratio:g} 且之差 ≥ {say.number(c.least.gap * c.size)}",
            f"{say.text(c.text)} ratio ≥ {c.least.ratio:g} and gap ≥ {say.number(c.least.gap * c.size)}",
        )
        for c in own
    )
    general = say(
        f"中位数之比 ≥ {usual:g}（中位数均为零时看非零{say.rows}占比或其中位数）",
        f"ratio of medians ≥ {usual:g} (where both medians are zero, of the shares of active {say.rows} or of their medians)",
    )
    return say.clauses([general, listed]) + say("。", ".")


def clusters_chapter(say: Words) -> str:
    """Tell how more than two clusters are compared."""
    return "\n\n".join(
        (
            say("## 3 两个以上群体", "## 3 More than two clusters"),
            points(
                say(
                    f"与“其他群体”的 δ 是与每个其他群体的 A 的不加权平均，大群体不会盖过小群体；方差计入同一批{say.rows}参与所有比较。",
                    f"Delta against the others is the unweighted mean of the pairwise A, so that big clusters do not outweigh small ones; its variance allows for the same {say.rows} being in every pair.",
                ),
                say(
                    "只有每个两两比较至少为“略”时才说“最高”或“最优”；备注中另给出与最接近群体的对比。",
                    "“Highest” and “best” are said only where every pairwise comparison is at least slight; the contrast with the closest cluster is given in words and in the notes.",
                ),
                say(
                    "一个主题只有在所有指标都至少“略”优且没有反向时才说全面领先，否则说 x/y 项并点名例外；中性指标只说高低。",
                    "A cluster leads a theme only where every KPI of it is at least slightly better and none is reversed, else “x of y” with the exception named; neutral KPIs are higher or lower, never better.",
                ),
            ),
        )
    )


def shares_chapter(say: Words) -> str:
    """Tell how categories and flags are compared."""
    return "\n\n".join(
        (
            say("## 4 类别与标签", "## 4 Categories and flags"),
            points(
                say(
                    f"占比带 Wilson 区间；与其他群体合计的差值用 Newcombe 区间，比值用得分区间（允许零格），强度用 Cohen's h。类别的各取值一并判断，区间按取值个数做 Bonferroni 校正；{percent(STRICT)} 区间还按同表的标签数与群体数校正。",
                    f"Shares with Wilson's interval; the difference from all other clusters together with Newcombe's, the ratio with the score interval (zero cells allowed), the strength by Cohen's h. The levels of a category are judged together, intervals widened for their number (Bonferroni); {percent(STRICT)} intervals also for the number of flags and clusters.",
                ),
                say(
                    f"明显：|h| ≥ {LEAST_H} 且其 {percent(STRICT)} 区间超出 {ALIKE_H}；标签也可因比值 ≥ {LEAST_RATIO}、其 {percent(STRICT)} 区间超出 {ALIKE_RATIO} 而明显。略：差值区间不含 0，且 |h| ≥ {LEAST_H} 或比值 ≥ {SLIGHT_RATIO}。无差异：比值区间在 1/{LEAST_RATIO} 与 {LEAST_RATIO} 之间且 |h| < {ALIKE_H}。",
                    f"Clear: |h| ≥ {LEAST_H} and its {percent(STRICT)} interval beyond {ALIKE_H}; for flags also a ratio ≥ {LEAST_RATIO} with its {percent(STRICT)} interval beyond {ALIKE_RATIO}. Slight: the difference's interval excludes 0, and |h| ≥ {LEAST_H} or the ratio ≥ {SLIGHT_RATIO}. No difference: the ratio's interval within 1/{LEAST_RATIO} and {LEAST_RATIO}, and |h| < {ALIKE_H}.",
                ),
                say(
                    f"群体内（或按总体占比的期望）少于 {FEW} 例不做比较。类别与群体的关联为偏差校正的 Cramér's V。常见不等于偏好：倍数是与其他群体占比之比。",
                    f"Fewer than {FEW} cases in a cluster (and expected there) are not compared. A category's association with the clusters is the bias-corrected Cramér's V. Frequent is no preference: the ratio is to the others' share.",
                ),
                say(
                    f"群体中有值者不足 {percent(NEARLY_ALL)} 时，占比写明“有值者中”；画像对比只列不低于其他群体 {LEAST_TRAIT} 倍的取值与标签。",
                    f"Where fewer than {percent(NEARLY_ALL)} of a cluster have a value, a share is told as one of those with a value; the persona comparison lists levels and flags from {LEAST_TRAIT} times the others' share on.",
                ),
                say(
                    f"两个群体的占比差异不可确认，或相差不足 {100 * LEAST_GAP:g} 个百分点且比值低于 {LEAST_RATIO} 时，并列为领先。类别的 Cohen's w（V 乘以自由度的平方根）低于 {LITTLE_W}、且没有取值明显更多时，只说差别不大。",
                    f"Clusters lead together where their shares do not differ, or by less than {100 * LEAST_GAP:g} points and {LEAST_RATIO}x. A category with Cohen's w (V times the root of its freedom) below {LITTLE_W} and no level that is clearly more common is said to differ little.",
                ),
            ),
        )
    )


def missing_chapter(say: Words) -> str:
    """Tell what is done about missing values and small clusters."""
    return "\n\n".join(
        (
            say("## 5 缺失与小群体", "## 5 Missing values and small clusters"),
            points(
                say(
                    f"缺失值逐项剔除。若两侧缺失占比相差不少于 {percent(MISSING_GAP)}，结论须在全部填为最小值与全部填为最大值（标签与取值：全为是、全为否）时都成立，否则为“不确定”。",
                    f"Missing values are left out column by column. Where missing shares differ by {percent(MISSING_GAP)} or more, a claim must survive filling with the minimum and with the maximum (flags and levels: all yes, all no), else it is unclear.",
                ),
                say(
                    f"少于 {FEW} {say.measured}的群体不分析；{FEW} 至 {SMALL_CLUSTER - 1} 位的只描述，不下结论。噪声（标签 −1）单列一行，不是群体。",
                    f"Clusters of fewer than {FEW} {say.rows} are not profiled; of {FEW} to {SMALL_CLUSTER - 1} they are described, with no claims. Noise (label −1) has a row of its own and is no cluster.",
                ),
            ),
        )
    )


def rules_chapter(say: Words, record: Mapping[str, Any]) -> str:
    """Tell how the tree and the rules are made and judged, with the tiers in force."""
    return "\n\n".join(
        (
            say("## 6 决策树与规则", "## 6 Tree and rules"),
            points(
                say(
                    f"特征：指标分档（下表），是否标签，有序类别按次序，无序类别逐值；缺失单独成档。按标识列的散列取 {percent(FITTED_SHARE)} 训练，其余留出；叶子不少于 {rules.LEAST_LEAF} {say.measured}。单列即可还原标签（平衡准确率 ≥ {LEAK}）的字段视为泄漏，列出并剔除。",
                    f"Features: KPIs in tiers (below), flags, ordered levels, levels of unordered categories; missing is a level of its own. {percent(FITTED_SHARE)} of the {say.rows}, by a hash of the id, are fitted on, the others held out; leaves hold at least {rules.LEAST_LEAF} {say.rows}. A column that gives the label away by itself (balanced accuracy ≥ {LEAK}) is reported and left out.",
                ),
                say(
                    f"保真度 =（平衡准确率 − 1/K）÷（上限 − 1/K），上限为梯度提升模型；≥ {rules.DESCRIBES} 为“可复现”，≥ {rules.APPROXIMATE} 为“近似”，更低、或与 1/K 之差不足 {rules.BY_LUCK} 个标准误时不给黄金规则。标题中的“平均判对率”即平衡准确率；“可复现”而它低于 {percent(rules.FULL)} 时写“基本”，从 1/K 到全对的路程走不到 {percent(rules.IN_PART)} 时只写“部分”。",
                    f"Fidelity = (balanced accuracy − 1/K) / (ceiling − 1/K), the ceiling being gradient boosting; from {rules.DESCRIBES} on the rules describe the groups, from {rules.APPROXIMATE} on roughly; below, or fewer than {rules.BY_LUCK} standard errors above 1/K, there is no golden rule. “Right” in titles is balanced accuracy; where the rules describe the groups but it is below {percent(rules.FULL)} they do so “largely”, and under {percent(rules.IN_PART)} of the way from 1/K to no error only “in part”.",
                ),
                say(
                    f"规则的人数、精确率、覆盖率、倍数（精确率 ÷ 基准占比）均在留出{say.rows}上计数（Wilson 区间）。黄金规则：精确率下限 > {rules.GOLDEN_LIFT} × 基准（基准过半时 > 其与 1 的中点），覆盖率 ≥ {percent(rules.GOLDEN_COVERAGE)}，不少于 {rules.GOLDEN_N} {say.measured}。同一群体的多条规则按训练集上精确率与覆盖率的调和平均排序，树上画出的规则领先简化规则，除非后者高出 {rules.ON_TREE} 以上；树上的粗线是所列规则中倍数最高的一条。",
                    f"A rule's n, precision, coverage and lift (precision / base share) are counted on held-out {say.rows} (Wilson intervals). Golden: precision's lower bound > {rules.GOLDEN_LIFT} × base (for a base over one half, above halfway to 1), coverage ≥ {percent(rules.GOLDEN_COVERAGE)}, at least {rules.GOLDEN_N} {say.rows}. Several rules of a cluster are ranked by the harmonic mean of precision and coverage on those fitted on, those drawn on the tree before shortened ones unless these are better by more than {rules.ON_TREE}; the thick path of the tree is the rule shown with the highest lift.",
                ),
                say(
                    "第二棵树只用未声明为聚类输入的字段，回答能否凭它们识别群体。树复述聚类，不验证聚类。",
                    "A second tree tells whether columns that are not declared as clustering inputs tell the clusters apart. A tree restates the clustering, it does not validate it.",
                ),
            ),
            tier_table(say, record),
        )
    )


def tier_table(say: Words, record: Mapping[str, Any]) -> str:
    """List the edges of the tiers, which stay as they are when the deck is carried on."""
    rows = (
        (name, ", ".join("> 0" if 0 < edge < 1e-300 else say.exactly(edge) for edge in edges))
        for name, edges in record["tiers"].items()
    )
    return table(
        (say("列", "column"), say("分档切点（报告沿用，不随新数据变化）", "edges of tiers (frozen in the deck)")), rows
    )


def privacy_chapter(say: Words) -> str:
    """Tell how nobody is exposed."""
    return "\n\n".join(
        (
            say("## 7 隐私", "## 7 Privacy"),
            points(
                say(
                    f"1 至 {FEW - 1} {say.measured}的计数不出现在任何地方，也不能由相减得出：行内只有一个被隐去的计数时，最小的可承受计数微调几位（互补隐去）；少于 {FEW} {say.measured}的取值不具名；留出{say.rows}人数取整到十位。",
                    f"No count of 1 to {FEW - 1} {say.rows} stands anywhere, nor follows by subtraction: where a row's suppressed counts would follow from its sum, its smallest count that can bear it is moved by a few (complementary suppression); levels of fewer than {FEW} {say.rows} are not named; numbers of held-out {say.rows} are rounded to tens.",
                ),
                say(
                    f"没有最小值、最大值、离群点；小提琴与箱线图的两端之外至少有 {FEW} {say.measured}。占比的末位不小于两{say.measured}；均值与标准差的位数随人数减少，且末位足够大，使两份相差一{say.measured}的报告相减时，连数值最大的{say.rows}也只能估到 {percent(TOLD)} 以外（p% 规则）。",
                    f"No minimum, maximum or outlier: beyond the ends of violins and boxes lie at least {FEW} {say.rows}. A share's last digit is worth two {say.rows} or more; means and SDs lose digits with n, and their last digit is worth so much that subtracting two decks that differ by one {say.row} does not tell even the largest value to within {percent(TOLD)} (the p % rule).",
                ),
            ),
        )
    )


def sources_chapter(say: Words) -> str:
    """List the sources."""
    return "\n\n".join((say("## 8 文献", "## 8 Sources"), points(*SOURCES)))
