"""1.3 Which first labels do the numbers give each cluster, and on what evidence?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deckgen.brief import Brief, LeftOut, Told
from deckgen.claims import Claim
from deckgen.customers import Customers
from deckgen.figures import by_share, shares_above_zero
from deckgen.glossary import theme_text
from deckgen.names import LABELS, bearing, between, is_most
from deckgen.phrases import Standing, input_note, kpi_phrase, lead, mentioned, notes, standing, themes_present
from deckgen.questions import Question
from deckgen.share_phrases import share_of_all
from deckgen.slides import Cell, Row, Slide, Table
from deckgen.wording import Text

NAME = Text("初步量化标签", "First quantitative labels")
STEP = "1.3"
LEAST_THEMES = 2
"""With fewer themes a label says no more than the KPI table."""
MOST_TITLED = 2
"""Labels of a cluster that the title names."""
MOST_NOTED = 4
"""Up to this many clusters a label has its evidence beside it."""


def asks(customers: Customers) -> Iterable[Question]:
    """Ask nothing: labels rest on claims."""
    return ()


def tells(brief: Brief) -> Told:
    """Tell a label a theme for every cluster, each with the KPIs that it rests on."""
    if not brief.claims.where(kind="kpi"):
        return Told(
            left_out=(LeftOut(f"{STEP} {brief.say.text(NAME)}", brief.say("没有 KPI 结论", "there is no KPI claim")),)
        )
    if len(themes_present(brief)) < LEAST_THEMES:
        why = brief.say("KPI 只有一个主题，见 1.1", "the KPIs are of one theme, see 1.1")
        return Told(left_out=(LeftOut(f"{STEP} {brief.say.text(NAME)}", why),))
    say = brief.say
    foot = say(
        "x/y 项：该主题的 y 项 KPI 中有 x 项如此；过半才称高、低或居中，否则为参差或只写有差异的一项",
        "x of y: on so many of the theme's KPIs; more than half make a level, fewer are mixed or told by the one that differs",
    )
    slide = Slide(
        STEP,
        "content",
        headline(brief),
        f"{STEP} {say.text(NAME)}",
        label_table(brief),
        takeaway(brief),
        say.clauses([foot, input_note(brief, brief.customers.of_role("kpi"))]),
        notes(
            brief,
            say.sentences([headline(brief), takeaway(brief)]),
            say(
                "主题内过半数 KPI 明显更优且没有任何一项反向时，才给出方向性标签；中性指标（如账户数）只说高低，不说优劣。",
                "A theme gets a level only if more than half of its KPIs are clearly better or worse and none points the other way; neutral KPIs are higher or lower, never better.",
            ),
            say(
                "标签是描述，不是客户好坏的评判，也不解释原因。",
                "Labels describe; they neither judge customers nor explain causes.",
            ),
        ),
    )
    return Told((slide,))


@dataclass(frozen=True)
class Label:
    """What a cluster is called on a theme, and the claims that it rests on."""

    text: str
    rests: tuple[Claim, ...]


def theme_label(brief: Brief, stand: Standing) -> Label:
    """Return the label of a standing: a level that most KPIs of the theme bear, else its only KPI told, else mixed."""
    say, words = brief.say, LABELS.get(stand.theme)
    told = [claim for claim in stand.claims if claim.is_told]
    borne, middle, ways = bearing(brief, stand), between(brief, stand), one_way(brief, stand)
    if words and is_most(borne, stand):
        return Label(say.text(words[0] if stand.level > 0 else words[1]), tuple(borne))
    if words and stand.theme == "scale" and is_most(ways, stand):
        return Label(say.text(words[0] if ways[0].direction > 0 else words[1]), tuple(ways))
    if is_most(middle, stand):
        return Label(say.text(words[2]) if words else say("居中", "In between"), tuple(middle))
    rests = tuple(same_way(stand) if stand.leading else middle)
    if not rests:
        return Label(say("无明确差异", "No clear difference"), ())
    if words and len({claim.column for claim in (*told, *middle)}) > 1:
        return Label(say.text(words[3]), rests)
    return Label(kpi_label(brief, stand.leading or rests[0]), rests)


def one_way(brief: Brief, stand: Standing) -> list[Claim]:
    """Return the clear claims on neutral KPIs where all of them go one way and none has a cluster on its far side."""
    clear = [claim for claim in stand.claims if claim.better == 0 and claim.verdict == "clear"]
    apart = [claim for claim in clear if claim not in between(brief, stand)]
    return apart if len({claim.direction for claim in clear}) == 1 else []


def same_way(stand: Standing) -> list[Claim]:
    """Return the told claims of a theme that go the way of its strongest."""
    first = stand.leading
    return [
        c
        for c in stand.claims
        if c.is_told and c.better == first.better and (c.better or c.direction == first.direction)
    ]


def kpi_label(brief: Brief, claim: Claim) -> str:
    """Name the way a cluster differs on one KPI: by its level or, where the medians read alike, by who has any."""
    say, column = brief.say, brief.customers[claim.column]
    title, high = mentioned(brief, column), claim.direction > 0
    if not claim.is_told:
        return say(f"{title}居中", f"{title} in between")
    if not by_share(brief, column):
        return say(f"{title}{'较高' if high else '较低'}", f"{'Higher' if high else 'Lower'} {title}")
    if shares_above_zero(brief, column)[claim.cluster] == brief.say.percent(0):
        return say(f"无{title}", f"No {title}")
    return say(f"有{title}者{'较多' if high else '较少'}", f"{'More' if high else 'Fewer'} with {title}")


def support(brief: Brief, stand: Standing, label: Label) -> str:
    """Return on how many of the theme's KPIs a label rests, and the strongest of them."""
    n = len(stand.claims)
    if not label.rests:
        return brief.say(f"{n} 项 KPI 均无可确认的差异", f"none of {n} KPIs differs")
    words = kpi_phrase(brief, max(label.rests, key=lambda claim: abs(claim.effect.value)))
    return brief.say(f"{len(label.rests)}/{n} 项；{words}", f"{len(label.rests)} of {n}; {words}")


def label_table(brief: Brief) -> Table:
    """A row a theme, a column a cluster: the label and, where there is room, what it rests on."""
    say, shares = brief.say, brief.sizes
    names = [Cell(brief.name(k), "strong", k, note=share_of_all(brief, shares[k])) for k in brief.keys]
    rows = [Row((Cell(say("主题", "Theme")), *names), "header")]
    for theme in themes_present(brief):
        cells = [label_cell(brief, standing(brief, key, theme)) for key in brief.keys]
        rows.append(Row((Cell(say.text(theme_text(theme)), "muted"), *cells)))
    width = len(brief.keys)
    return Table("labels", tuple(rows), ("left",) * (width + 1), (0.5, *[1.0] * width), headline(brief))


def label_cell(brief: Brief, stand: Standing) -> Cell:
    """Print a label in its cluster's colour where the numbers give one, and what it rests on."""
    label = theme_label(brief, stand)
    note = support(brief, stand, label) if len(brief.keys) <= MOST_NOTED else ""
    cluster = stand.claims[0].cluster if label.rests else ""
    return Cell(label.text, "strong" if cluster else "muted", cluster, note=note)


def headline(brief: Brief) -> str:
    """State the leading cluster's labels against the largest other's, each with the KPIs that it rests on."""
    say, first = brief.say, lead(brief)
    other = next(key for key in brief.keys if key != first)
    parts = [(brief.name(key), counted_labels(brief, key)[:MOST_TITLED]) for key in (first, other)]
    if not parts[0][1]:
        return say(
            "数据没有为任何群体给出可确认的量化标签", "The numbers give no cluster a label that can be confirmed"
        )
    return say("；", "; ").join(
        say(f"{name}：{'、'.join(labels)}", f"{name}: {', '.join(label[:1].lower() + label[1:] for label in labels)}")
        for name, labels in parts
        if labels
    )


def counted_labels(brief: Brief, cluster: str) -> list[str]:
    """Return a cluster's labels, each with how many of the theme's KPIs it rests on; those of a majority first."""
    stands = [standing(brief, cluster, theme) for theme in themes_present(brief)]
    labels = [(theme_label(brief, stand), stand) for stand in stands]
    ranked = sorted(labels, key=lambda pair: not is_most(pair[0].rests, pair[1]))
    return [
        label.text
        + brief.say(f"（{len(label.rests)}/{len(stand.claims)} 项）", f" ({len(label.rests)} of {len(stand.claims)})")
        for label, stand in ranked
        if label.rests
    ]


def takeaway(brief: Brief) -> str:
    """Say how many labels rest on every KPI of their theme, and in which themes clusters are mixed."""
    say = brief.say
    stands = [standing(brief, key, theme) for key in brief.keys for theme in themes_present(brief)]
    found = [(stand, label) for stand in stands if (label := theme_label(brief, stand)).rests]
    if not found:
        return say("不宜据此给群体贴标签", "No cluster is to be labelled by these KPIs")
    whole = sum(len(label.rests) == len(stand.claims) for stand, label in found)
    start = say(
        f"{len(found)} 个标签中 {whole} 个得到主题内全部 KPI 支持",
        f"{whole} of {len(found)} labels rest on every KPI of their theme",
    )
    mixed: dict[str, list[str]] = {}
    for stand, label in found:
        if stand.theme in LABELS and label.text == say.text(LABELS[stand.theme][3]):
            mixed.setdefault(label.text, []).append(stand.claims[0].cluster)
    return say.clauses([start, *(mixed_words(brief, text, clusters) for text, clusters in mixed.items())])


def mixed_words(brief: Brief, text: str, clusters: list[str]) -> str:
    """Name the clusters that are mixed on a theme."""
    names = brief.say.list(map(brief.name, clusters))
    if len(clusters) == len(brief.keys):
        names = brief.say("所有群体", "every cluster")
    return brief.say(f"{names}{text}", f"{text[:1].lower()}{text[1:]} in {names}")
