"""The overview: how many customers, which clusters of which size, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable

from deckgen import oddities
from deckgen.brief import Brief, Told
from deckgen.claims import REST
from deckgen.closing import by_decision, nothing_differs
from deckgen.customers import Customers
from deckgen.figures import medians
from deckgen.kpi_notes import period_note
from deckgen.names import sentence_case
from deckgen.notices import told
from deckgen.numbering import number_of
from deckgen.phrases import bases, mentioned, notes
from deckgen.questions import Question
from deckgen.share_phrases import all_groups, share_of_all, size_words
from deckgen.slides import Above, Beside, Block, Cell, Meter, Point, Points, Row, Shares, Slide, Table
from deckgen.statistics.disclosure import FEW, printable
from deckgen.story import LEAST_BETWEEN, MOST_BETWEEN, story
from deckgen.who import has_proposals, spanned, spans, who_they_are
from deckgen.wording import Text
from deckgen.worth import carried_words, falls_behind, heaviest, lightest, money_name, of_that, outweighs, value_shares

NAME = Text("概览", "Overview")
MOST_NOTICES = 2
MOST_PIECES = 5
"""Up to this many clusters stand in one bar with their names."""


def asks(customers: Customers) -> Iterable[Question]:
    """Ask what is odd about the cells."""
    return oddities.asks(customers)


def tells(brief: Brief) -> Told:
    """Tell sizes and shares, and in one line each what the pages after it find."""
    slide = Slide(
        "0",
        "content",
        headline(brief),
        brief.say("0 概览", "0 Overview"),
        Beside((sizes(brief), said(brief)), (1.25, 1)),
        takeaway=takeaway(brief),
        foot=foot(brief),
        notes=speaker_notes(brief),
    )
    return Told((slide,))


def sizes(brief: Brief) -> Block:
    """Show how large the clusters are: beside their share of the value where the table tells, else in a table."""
    drawable = len(brief.keys) <= MOST_PIECES and all(map(printable, brief.answers.sizes))
    return share_chart(brief) if value_shares(brief) and drawable else sizes_table(brief)


def said(brief: Brief) -> Block:
    """Tell what was found, and what is odd about the data."""
    odd = told(brief.notices, brief.say)
    if not odd:
        return findings(brief)
    points = tuple(Point(text, tone="muted") for text in odd[:MOST_NOTICES])
    return Above(
        (findings(brief), Points("notices", points, brief.say("数据提示", "About the data"))), (3, 1), spare=True
    )


def findings(brief: Brief) -> Points:
    """List what the titles of the pages that carry the story say first; where there is no room, of fewer pages.

    The last is what is to be decided first, if anything is.
    """
    heading, narrow = brief.say("主要发现", "What we found"), None
    end = [slide for slide in brief.slides if slide.role == "comparison" and asks_first(brief)]
    for most in range(LEAST_BETWEEN, MOST_BETWEEN + 1 - len(end)):
        told_by = (*story(brief, most), *end)
        titles = tuple(Point(finding(brief, slide), f"{number_of(slide)} ·") for slide in told_by)
        if narrow is None or titles != narrow.points:
            narrow = Points("findings", titles, heading, narrow)
    return narrow


def asks_first(brief: Brief) -> bool:
    """Tell whether the deck ends with a decision."""
    return bool(by_decision(brief))


def finding(brief: Brief, slide: Slide) -> str:
    """Return the first clause of a page's title."""
    return slide.title.split(brief.say("；", "; "))[0]


def headline(brief: Brief) -> str:
    """State the sizes, and where the value lies if the table tells."""
    say, shares, largest = brief.say, value_shares(brief), brief.largest
    share = {key: say.percent(n / brief.total) for key, n in brief.sizes.items()}
    larger = say("较大", "larger") if len(brief.keys) == 2 else say("最大", "largest")
    if not shares and (apart := next(map(sentence_case, spans(brief)), apart_words(brief))):
        return apart + say(
            f"；{brief.name(largest)}占{say.rows}的 {share[largest]}",
            f"; {brief.name(largest)} {say.verb(brief.name(largest), 'is', 'are')} {share[largest]} of {say.rows}",
        )
    if not shares:
        return say(
            f"{say.count(brief.total)} {say.measured}分为 {len(brief.keys)} 个群体，{brief.name(largest)}{larger}，占 {share[largest]}",
            f"{say.count(brief.total)} {say.rows} fall into {len(brief.keys)} clusters; {brief.name(largest)}, the {larger}, holds {share[largest]}",
        )
    money = money_name(brief)
    most, least = heaviest(brief), lightest(brief)
    if outweighs(brief, most):
        return say(
            f"{brief.name(most)}占{say.rows}的 {share[most]}，贡献{money}的 {say.percent(shares[most])}",
            f"{brief.name(most)} {say.verb(brief.name(most), 'is', 'are')} {share[most]} of {say.rows} but {say.percent(shares[most])} of {money}",
        ) + of_that(brief, most)
    if falls_behind(brief, least):
        return say(
            f"{brief.name(least)}占{say.rows}的 {share[least]}，只占{money}的 {say.percent(shares[least])}",
            f"{brief.name(least)} {say.verb(brief.name(least), 'is', 'are')} {share[least]} of {say.rows} but only {say.percent(shares[least])} of {money}",
        ) + carried(brief, max(shares, key=shares.__getitem__))
    return say(
        f"{brief.name(largest)}{larger}，占{say.rows}的 {share[largest]}，占{money}的 {say.percent(shares[largest])}",
        f"{brief.name(largest)}, the {larger}, is {share[largest]} of {say.rows} and {say.percent(shares[largest])} of {money}",
    )


def carried(brief: Brief, cluster: str) -> str:
    """Add that few customers carry much of a cluster's money, where they do."""
    words = carried_words(brief, cluster)
    return brief.say("；", "; ") + words if words else ""


def sizes_table(brief: Brief) -> Table:
    """Lay out the clusters with their sizes and shares; where the title tells how far medians reach, with these."""
    say, value = brief.say, value_shares(brief)
    reached = [] if value else [brief.customers[name] for name in spanned(brief)[:1]]
    heads = [
        say("群体", "Cluster"),
        say(f"{say.rows}数", say.rows.capitalize()),
        say(f"{say.rows}占比", f"Share of {say.rows}"),
    ]
    heads += [share_of_money(brief)] if value else []
    heads += [say(f"{brief.title(column)}中位数", f"Median {mentioned(brief, column)}") for column in reached]
    rows = [Row(tuple(Cell(text) for text in heads), "header")]
    drawn = {
        key: n / brief.total if printable(n) else 0.0 for key, n in zip(brief.keys, brief.answers.sizes, strict=True)
    }
    longest = max(*drawn.values(), *value.values())
    for key, n in zip(brief.keys, brief.answers.sizes, strict=True):
        bars = [Cell(share_of_all(brief, n), meter=Meter(0, drawn[key] / longest, key))]
        bars += [Cell(say.percent(value[key]), meter=Meter(0, value[key] / longest, key))] if value else []
        figures = [Cell(medians(brief, column)[key], "strong", key) for column in reached]
        rows.append(Row((Cell(brief.name(key), "strong", key), Cell(size_words(brief, n)), *bars, *figures)))
    width = len(heads)
    return Table("sizes", tuple(rows), ("left", *["right"] * (width - 1)), (1.6, *[1.0] * (width - 1)), headline(brief))


def outside_clusters(brief: Brief) -> list[tuple[str, int]]:
    """Return the groups of customers that are no clusters of the deck, by name, with their sizes."""
    say, answers = brief.say, brief.answers
    tiny = [(say(f"{key}（过小，未分析）", f"{key} (too small, not profiled)"), n) for key, n in answers.tiny]
    noise = (say("未归群（噪声）", "Unassigned (noise)"), answers.noise)
    unlabelled = (say("无标签", "No label"), answers.unlabelled)
    return tiny + [(name, n) for name, n in (noise, unlabelled) if n]


def share_of_money(brief: Brief) -> str:
    """Name the share of the first money KPI."""
    return brief.say(f"{money_name(brief)}占比", f"Share of {money_name(brief)}")


def share_chart(brief: Brief) -> Shares:
    """Draw up each cluster's share of the customers and of the first money KPI."""
    say, value = brief.say, value_shares(brief)
    customers = tuple(n / brief.total for n in brief.answers.sizes)
    money = tuple(value[key] for key in brief.keys)
    items = (say(f"{say.rows}占比", f"Share of {say.rows}"), share_of_money(brief))
    texts = tuple(tuple(map(say.percent, shares)) for shares in (customers, money))
    return Shares("shares", brief.keys, items, (customers, money), texts, headline(brief))


def foot(brief: Brief) -> str:
    """State the sizes, who is in no cluster, the data and the columns in use."""
    say, customers = brief.say, brief.customers
    used = sum(c.role in ("kpi", "flag", "category") for c in customers.columns)
    name = f"{customers.source.name}{say.aside(customers.date)}"
    return say.clauses(
        [
            sentence_case(bases(brief)),
            say.list(f"{name}{say('：', ': ')}{size_words(brief, n)}" for name, n in outside_clusters(brief)),
            say(
                f"数据为 {name}，标签列为 {customers.label}，{len(customers.columns)} 列中使用 {used} 列，其余见备注",
                f"data: {name}, label: {customers.label}; {used} of {len(customers.columns)} columns used, for the others see the notes",
            ),
            period_note(brief),
        ]
    )


def takeaway(brief: Brief) -> str:
    """Propose names, where none are agreed, else say what sets the clusters apart."""
    say = brief.say
    if has_proposals(brief) and (named := who_they_are(brief)):
        return say("建议名称：", "Proposed names: ") + named
    reach = spans(brief) if value_shares(brief) else spans(brief)[1:]  # the first stands in the title
    told = [apart_words(brief), say("，", ", ").join(reach)]
    return say("：", ": ").join(filter(None, told)) or no_kpi_words(brief)


def no_kpi_words(brief: Brief) -> str:
    """Say where no KPI differs what follows from that: nothing to treat clusters by, unless shares differ."""
    say, groups = brief.say, all_groups(brief)
    if nothing_differs(brief):
        return say(
            f"{groups}在表中各字段上没有可确认的差异：按群体区别对待缺乏依据",
            "No column shows a confirmed difference: there is no ground to treat the clusters differently",
        )
    return say(f"{groups}可确认的差异只在占比上，不在 KPI 上", "The confirmed differences are in shares, none on a KPI")


def apart_words(brief: Brief) -> str:
    """Say on how many KPIs some cluster differs from the others; nothing where on none."""
    say, claims, groups = brief.say, brief.claims.where(kind="kpi", against=REST), all_groups(brief)
    apart, n = len({claim.column for claim in claims if claim.is_told}), len({claim.column for claim in claims})
    if not apart:
        return ""
    if apart == n > 1:
        return say(f"{groups}在全部 {n} 项 KPI 上有差异", f"The clusters differ on all {n} KPIs")
    return say(f"{groups}在 {n} 项 KPI 中的 {apart} 项上有差异", f"The clusters differ on {apart} of {n} KPIs")


def by_reason(brief: Brief) -> dict[str, list[str]]:
    """Return the names of what was left out, by the reason."""
    names: dict[str, list[str]] = {}
    for item in brief.left_out:
        names.setdefault(item.why, []).append(item.what)
    return names


def speaker_notes(brief: Brief) -> str:
    """Return the notes, with everything that was left out."""
    say = brief.say
    every = say.clauses(f"{say.list(names)}{say('：', ': ')}{why}" for why, names in by_reason(brief).items())
    every = every or say("无", "nothing")
    odd = say("；", "; ").join(told(brief.notices, say)) or say("无", "nothing")
    told_notes = notes(
        brief,
        headline(brief) + say("。", "."),
        say(
            f"占比 = 群体{say.rows}数 ÷ 有标签{say.rows}数。效应量为 Cliff's δ：从两个群体各随机取一{say.measured}，δ 为“更高”的概率减去“更低”的概率；|δ| ≥ 0.11、0.28、0.43 分别为小、中、大（Vargha 与 Delaney，2000）。数据中的异常：{odd}。未使用的内容：{every}。",
            f"Share = {say.rows} of the cluster / {say.rows} with a label. Effects are Cliff's delta: pick one {say.row} from each "
            "side; delta is the chance of higher minus the chance of lower; 0.11, 0.28 and 0.43 are small, medium and large "
            f"(Vargha and Delaney 2000). Odd about the data: {odd}. Left out: {every}.",
        ),
        say(
            "群体编号没有大小含义；再次聚类后编号可能互换。",
            "The cluster numbers carry no meaning; they may swap when the clustering is run again.",
        ),
    )
    return f"{how_to_read(brief)}\n{told_notes}"


def how_to_read(brief: Brief) -> str:
    """Say in a few sentences how the deck's words and marks are read."""
    say = brief.say
    return say("如何阅读：", "How to read this: ") + say(
        f"“明显”与“略”是差异的大小，不是检验结果；“相近”是有把握的相近，“不确定”是数据不足以判断。▲▼ 表示更高或更低，≈ 表示相近，· 表示不确定；优劣只在方向已知时才说。方括号内为 95% 区间。“少于 {FEW} {say.noun.measure}”出于隐私，不显示具体数。规则的数字来自未参与训练的{say.rows}。用 deckgen verify 可对照数据逐项核对本报告。",
        f"“Clearly” and “slightly” tell the size of a difference, they are no test results; “about equal” is alike with confidence, “unclear” means that the data do not tell. ▲▼ higher or lower, ≈ about equal, · unclear; better or worse is said only where one way is better. Square brackets hold 95 % intervals. “< {FEW} cases” protects {say.rows}. Rules' figures are of {say.rows} they were not fitted on. deckgen verify checks this deck against the data.",
    )
