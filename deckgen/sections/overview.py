"""The overview: how many customers, which clusters of which size, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable

from deckgen import oddities
from deckgen.brief import Brief, Told
from deckgen.claims import REST
from deckgen.customers import Customers
from deckgen.notices import told
from deckgen.phrases import notes, share_of_all, size_words
from deckgen.questions import Question
from deckgen.slides import Above, Beside, Cell, GroupedBars, Point, Points, Row, Slide, Table
from deckgen.statistics.disclosure import printable
from deckgen.wording import Text

NAME = Text("概览", "Overview")
MOST_LEFT_OUT, MOST_NOTICES = 4, 2


def asks(customers: Customers) -> Iterable[Question]:
    """Ask what is odd about the cells."""
    return oddities.asks(customers)


def tells(brief: Brief) -> Told:
    """Tell sizes, shares and what was left out."""
    say = brief.say
    sizes = Above((sizes_table(brief), share_chart(brief)), (1, 1.4))
    body = Beside((sizes, Above((data_points(brief), left_out_points(brief)), (2, 3))), (1.15, 1))
    slide = Slide(
        "0",
        "content",
        headline(brief),
        say("0 概览", "0 Overview"),
        body,
        takeaway=takeaway(brief),
        foot=say(
            "占比的基数为有群体标签且非噪声的客户", "Shares are of the customers with a cluster label, noise left out"
        ),
        notes=speaker_notes(brief),
    )
    return Told((slide,))


def value_shares(brief: Brief) -> dict[str, float]:
    """Return each cluster's share of the first money KPI's total, if there is such a KPI and no negative total."""
    money = next((c for c in brief.customers.of_role("kpi") if c.money and brief.claims.where(column=c.name)), None)
    if money is None:
        return {}
    totals = {c.cluster: c.numbers["total"] for c in brief.claims.where(kind="kpi", column=money.name, against=REST)}
    whole = sum(totals.values())
    if not whole > 0 or min(totals.values()) < 0:
        return {}
    return {cluster: total / whole for cluster, total in totals.items()}


def money_name(brief: Brief) -> str:
    """Return the name of the first money KPI."""
    return next(brief.title(c) for c in brief.customers.of_role("kpi") if c.money)


def headline(brief: Brief) -> str:
    """State the sizes, and where the value lies if the table tells."""
    say, shares = brief.say, value_shares(brief)
    size = dict(zip(brief.keys, brief.answers.sizes, strict=True))
    if shares:
        top = max(shares, key=lambda k: shares[k] / size[k])
        share = size[top] / brief.total
        if shares[top] > 1.2 * share:
            return say(
                f"{brief.name(top)}占客户的 {say.percent(share)}，贡献{money_name(brief)}的 {say.percent(shares[top])}",
                f"{brief.name(top)} is {say.percent(share)} of customers but {say.percent(shares[top])} of {money_name(brief).lower()}",
            )
    first = brief.keys[0]
    return say(
        f"{say.count(brief.total)} 位客户分为 {len(brief.keys)} 个群体，最大的{brief.name(first)}占 {say.percent(size[first] / brief.total)}",
        f"{say.count(brief.total)} customers fall into {len(brief.keys)} clusters; {brief.name(first)}, the largest, holds {say.percent(size[first] / brief.total)}",
    )


def sizes_table(brief: Brief) -> Table:
    """Lay out the clusters with their sizes and shares, and the customers in none."""
    say, shares = brief.say, value_shares(brief)
    header = [say("群体", "Cluster"), say("客户数", "Customers"), say("占比", "Share")]
    if shares:
        header.append(say(f"{money_name(brief)}占比", f"Share of {money_name(brief).lower()}"))
    rows = [Row(tuple(Cell(text, "strong") for text in header), "header")]
    for key, n in zip(brief.keys, brief.answers.sizes, strict=True):
        cells = [Cell(brief.name(key), "strong", key), Cell(size_words(brief, n)), Cell(share_of_all(brief, n))]
        rows.append(Row((*cells, *([Cell(say.percent(shares[key]))] if shares else []))))
    for name, n in outside_clusters(brief):
        texts = (name, size_words(brief, n), "", *([""] if shares else []))
        rows.append(Row(tuple(Cell(text, "muted") for text in texts)))
    width = len(header)
    return Table("sizes", tuple(rows), ("left", *["right"] * (width - 1)), (1.6, *[1.0] * (width - 1)), headline(brief))


def outside_clusters(brief: Brief) -> list[tuple[str, int]]:
    """Return the groups of customers that are no clusters of the deck, by name, with their sizes."""
    say, answers = brief.say, brief.answers
    tiny = [(say(f"{key}（过小，未分析）", f"{key} (too small, not profiled)"), n) for key, n in answers.tiny]
    noise = (say("未归群（噪声）", "Unassigned (noise)"), answers.noise)
    unlabelled = (say("无标签", "No label"), answers.unlabelled)
    return tiny + [(name, n) for name, n in (noise, unlabelled) if n]


def share_chart(brief: Brief) -> GroupedBars:
    """Draw up each cluster's share of the customers and of the first money KPI."""
    say, value = brief.say, value_shares(brief)
    sizes = brief.answers.sizes
    drawn = tuple(n / brief.total if printable(n) else 0.0 for n in sizes)
    items = [(say("客户占比", "Share of customers"), drawn, tuple(share_of_all(brief, n) for n in sizes))]
    if value:
        share_of = say(f"{money_name(brief)}占比", f"Share of {money_name(brief).lower()}")
        shares = tuple(value[key] for key in brief.keys)
        items.append((share_of, shares, tuple(map(say.percent, shares))))
    return GroupedBars(
        "shares",
        brief.keys,
        tuple(title for title, _, _ in items),
        tuple(shares for _, shares, _ in items),
        tuple(texts for _, _, texts in items),
        (True,) * len(items),
        headline(brief),
    )


def data_points(brief: Brief) -> Points:
    """State file, date, label and the columns in use."""
    say, customers = brief.say, brief.customers
    used = [c for c in customers.columns if c.role in ("kpi", "flag", "category")]
    roles = say.list(
        say(f"{n} {zh}", f"{n} {en}")
        for n, zh, en in (
            (len(customers.of_role("kpi")), "项 KPI", "KPIs"),
            (len(customers.of_role("flag")), "个是否标签", "flags"),
            (len(customers.of_role("category")), "个类别字段", "categories"),
        )
        if n
    )
    return Points(
        "data",
        (
            Point(
                say(f"{customers.source.name}（{customers.date}）", f"{customers.source.name} ({customers.date})"),
                say("数据：", "Data: "),
            ),
            Point(customers.label, say("群体标签列：", "Cluster label: ")),
            Point(
                say(
                    f"{len(customers.columns)} 列中使用 {len(used)} 列：{roles}",
                    f"{len(used)} of {len(customers.columns)}: {roles}",
                ),
                say("字段：", "Columns used: "),
            ),
        ),
        say("数据说明", "The data"),
    )


def left_out_points(brief: Brief) -> Points:
    """State what is odd about the data, what was left out and why, the rest of a long list as a number."""
    say = brief.say
    notices = told(brief.notices, say)
    points = [Point(text, say("注意：", "Note: ")) for text in notices[:MOST_NOTICES]]
    shown = brief.left_out[: MOST_LEFT_OUT - len(points)]
    points += [Point(item.why, item.what + say("：", ": "), "muted") for item in shown]
    more = len(notices) + len(brief.left_out) - len(points)
    if more > 0:
        points.append(Point(say(f"另有 {more} 项，见备注", f"and {more} more, see the notes"), tone="muted"))
    if not points:
        points = [Point(say("所有字段均已使用", "every column was used"), tone="muted")]
    return Points("left-out", tuple(points), say("未使用的内容", "What was left out"))


def takeaway(brief: Brief) -> str:
    """Say what the deck will answer."""
    return brief.say(
        "以下各页依次回答：他们的表现有何不同、他们是谁、如何用规则识别、应如何命名",
        "The next pages answer in turn: how they behave, who they are, how to recognise them, what to call them",
    )


def speaker_notes(brief: Brief) -> str:
    """Return the notes, with everything that was left out."""
    say = brief.say
    every = say("；", "; ").join(f"{item.what}{say('：', ': ')}{item.why}" for item in brief.left_out) or say(
        "无", "nothing"
    )
    odd = say("；", "; ").join(told(brief.notices, say)) or say("无", "nothing")
    return notes(
        brief,
        headline(brief) + say("。", "."),
        say(
            f"占比 = 群体客户数 ÷ 有标签客户数。效应量为 Cliff's δ：从两个群体各随机取一位客户，δ 为“更高”的概率减去“更低”的概率；|δ| ≥ 0.11、0.28、0.43 分别为小、中、大（Vargha 与 Delaney，2000）。数据中的异常：{odd}。未使用的内容：{every}。",
            "Share = customers of the cluster / customers with a label. Effects are Cliff's delta: pick one customer from each "
            "side; delta is the chance of higher minus the chance of lower; .11, .28 and .43 are small, medium and large "
            f"(Vargha and Delaney 2000). Odd about the data: {odd}. Left out: {every}.",
        ),
        say(
            "群体编号没有大小含义；再次聚类后编号可能互换。",
            "The cluster numbers carry no meaning; they may swap when the clustering is run again.",
        ),
    )
