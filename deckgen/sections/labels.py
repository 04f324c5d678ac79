"""1.3 Which first labels do the numbers give each cluster, and on what evidence?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from deckgen.accruals import adds_up, tenure_of
from deckgen.brief import Brief, LeftOut, Told
from deckgen.claims import REST, Claim
from deckgen.customers import Customers
from deckgen.glossary import theme_text
from deckgen.kpi_notes import accrued_note, lower_note
from deckgen.leading import clusters_named
from deckgen.names import is_most, level_words, lower_first, sentence_case
from deckgen.persona_cells import share
from deckgen.phrases import (
    input_note,
    kpi_phrase,
    largest,
    lead,
    median_texts,
    mentioned,
    nearest,
    notes,
    possessive,
    standing,
    themes_present,
)
from deckgen.questions import Question
from deckgen.ranks import MOST_MIDDLE
from deckgen.share_phrases import all_groups
from deckgen.slides import Cell, Row, Slide, Stretch, Table
from deckgen.theme_labels import Label, Labels, evidence, figure_lines, resting_on, theme_labels
from deckgen.wording import Text

NAME = Text("初步量化标签", "First quantitative labels")
STEP = "1.3"
LEAST_THEMES = 2
"""With fewer themes a label says no more than the KPI table."""
MOST_TITLED = 2
"""Labels of a cluster that the title names."""
MOST_TITLE = 54, 112
"""The characters of a title with figures in Chinese and English that still takes two lines."""
MOST_NOTED = 4
"""Up to this many clusters a label has its evidence beside it."""


def asks(customers: Customers) -> Iterable[Question]:
    """Ask nothing: labels rest on claims."""
    return ()


def tells(brief: Brief) -> Told:
    """Tell a label a theme for every cluster, each with the KPIs that it rests on."""
    if not brief.claims.where(kind="kpi"):
        return Told(left_out=(LeftOut(brief.say.text(NAME), brief.say("没有 KPI 结论", "there is no KPI claim")),))
    if len(themes_present(brief)) < LEAST_THEMES:
        why = brief.say("KPI 只有一个主题，见 1.1", "the KPIs are of one theme, see 1.1")
        return Told(left_out=(LeftOut(brief.say.text(NAME), why),))
    labels = {theme: theme_labels(brief, theme) for theme in themes_present(brief)}
    shown = {theme: own for theme, own in labels.items() if len({label.text for label in own.values()}) > 1}
    if not shown:
        why = brief.say(f"{all_groups(brief)}在每个主题上标签都相同", "the clusters have the same label on every theme")
        return Told(left_out=(LeftOut(brief.say.text(NAME), why),))
    say = brief.say
    title, callout = headline(brief, shown), takeaway(brief, shown)
    slide = Slide(
        STEP,
        "content",
        title,
        f"{STEP} {say.text(NAME)}",
        label_table(brief, shown, title),
        callout,
        foot(brief, shown, [theme for theme in labels if theme not in shown]),
        notes(
            brief,
            say.sentences([title, callout]),
            how_chosen(brief),
            say(
                f"标签是描述，不是{say.rows}好坏的评判，也不解释原因。",
                f"Labels describe; they neither judge {say.rows} nor explain causes.",
            ),
        ),
        stretches=tuple(stretches(brief, shown)),
    )
    return Told((slide,))


def label_table(brief: Brief, shown: Mapping[str, Labels], alt: str) -> Table:
    """A row a theme, a column a cluster: the label and, where there is room, a figure, and at last what they rest on."""
    bare = laid_out(brief, shown, alt, noted=False)
    return replace(laid_out(brief, shown, alt, noted=True), narrow=bare) if len(brief.keys) <= MOST_NOTED else bare


def laid_out(brief: Brief, shown: Mapping[str, Labels], alt: str, noted: bool) -> Table:
    """Lay out the labels. noted: whether with what they rest on."""
    say, width = brief.say, len(brief.keys)
    names = [Cell(brief.name(k), "strong", k, note=share(brief, k)) for k in brief.keys]
    told = [label for key in titled_clusters(brief, shown) for label, _ in titled_labels(brief, key, shown)]
    last = [Cell(say("依据", "Evidence"))] if noted else []
    rows = [Row((Cell(say("主题", "Theme")), *names, *last), "header")]
    for theme, labels in shown.items():
        cells = label_cells(brief, labels, told, noted)
        if noted:
            text, note = evidence(brief, theme, labels)
            cells.append(Cell(text, "muted", note=note))
        rows.append(Row((Cell(say.text(theme_text(theme)), "muted"), *cells), key=theme))
    return Table("labels", tuple(rows), ("left",) * (1 + width + noted), (0.5, *[1.0] * width, *[0.7] * noted), alt)


def label_cells(brief: Brief, labels: Labels, told: Collection[Label], noted: bool) -> list[Cell]:
    """Print the labels of a theme in their clusters' colours: on a ground of it where the title tells them."""
    lines = figure_lines(brief, labels) if noted else {}
    return [
        Cell(
            label.text,
            "key" if label in told else "strong" if label.rests else "muted",
            key if label.rests else "",
            note=lines.get(key, ""),
        )
        for key, label in labels.items()
    ]


def headline(brief: Brief, shown: Mapping[str, Labels]) -> str:
    """State the labels of the leading cluster, with the medians of its strongest KPI where a title has room, and of the
    largest other that has some that hold on most KPIs; of two clusters the other is the opposite.

    One that stands at an end of some KPIs goes before those in the middle.
    """
    say, titled = brief.say, titled_clusters(brief, shown)
    if not titled:
        return strongest_words(brief, shown)
    begin, *rest = titled
    two, join = len(brief.keys) == len(titled) == 2, say("；", "; ")
    opposite = [join + say(f"{brief.name(key)}相反", f"{brief.name(key)} is the opposite") for key in rest if two]
    bare = [kpi_median for key in rest if not any(number for _, number in titled_labels(brief, key, shown))]
    others = opposite or [
        "".join(join + labels_of(brief, key, shown, way) for key in rest)
        for way in figures_of(brief, rest, shown, *bare)
    ]
    ways = figures_of(brief, [begin], shown, kpi_medians, kpi_median)
    tried = [labels_of(brief, begin, shown, way) + other for other in others for way in ways if way]
    fitting = (title for title in tried if len(title) <= MOST_TITLE[say.language != "zh"])
    return next(fitting, labels_of(brief, begin, shown) + others[-1])


def titled_clusters(brief: Brief, shown: Mapping[str, Labels]) -> list[str]:
    """Return the clusters whose labels the title tells, in its order."""
    first = lead(brief)
    keys = sorted(brief.keys, key=lambda key: (key != first, not is_at_an_end(key, shown)))
    return [key for key in keys if titled_labels(brief, key, shown)][:2]


def figures_of(
    brief: Brief, keys: Sequence[str], shown: Mapping[str, Labels], *ways: Callable[[Brief, Claim], str]
) -> list[Callable[[Brief, Claim], str] | None]:
    """Return the ways in which the figures of some clusters' strongest labels can be given, at last not at all."""
    return [*(ways if all(has_medians(brief, key, shown) for key in keys) else ()), None]


def labels_of(
    brief: Brief, cluster: str, shown: Mapping[str, Labels], figures: Callable[[Brief, Claim], str] | None = None
) -> str:
    """Name a cluster's labels with how many KPIs each rests on or the strongest one with the figures of its KPI."""
    say, name, labels = brief.say, brief.name(cluster), titled_labels(brief, cluster, shown)
    strongest = largest([claim for label, _ in labels for claim in label.rests])
    texts = []
    for label, number in labels:
        aside = number if figures is None else figures(brief, strongest) if strongest in label.rests else ""
        texts.append(label.text + (say.aside(aside) if aside else ""))
    return say(f"{name}：{'、'.join(texts)}", f"{name}: {', '.join(map(lower_first, texts))}")


def has_medians(brief: Brief, cluster: str, shown: Mapping[str, Labels]) -> bool:
    """Tell whether the medians of the strongest KPI of a cluster's labels differ as printed and none of them is zero."""
    strongest = largest([claim for label, _ in titled_labels(brief, cluster, shown) for claim in label.rests])
    pair = strongest and nearest(brief, strongest)
    return bool(pair) and len({*median_texts(brief, pair), brief.say.number(0.0)}) == 3


def kpi_medians(brief: Brief, claim: Claim) -> str:
    """Name a KPI with a cluster's median and that of the closest cluster."""
    pair = nearest(brief, claim)
    other = brief.others(claim.cluster) if pair.against == REST else brief.name(pair.against)
    rest = median_texts(brief, pair)[1]
    return kpi_median(brief, claim) + brief.say(f"，{other}为 {rest}", f" against {rest} in {other}")


def kpi_median(brief: Brief, claim: Claim) -> str:
    """Name a KPI with a cluster's median alone."""
    title = mentioned(brief, brief.customers[claim.column], bare=True)
    own = median_texts(brief, nearest(brief, claim))[0]
    return brief.say(f"{title}中位数 {own}", f"median {title} {own}")


def is_at_an_end(cluster: str, shown: Mapping[str, Labels]) -> bool:
    """Tell whether no other cluster is further out on some KPI that a cluster's labels rest on."""
    return any(claim.numbers["extreme"] for own in shown.values() for claim in own[cluster].rests)


def strongest_words(brief: Brief, shown: Mapping[str, Labels]) -> str:
    """State the label with the largest effect, where none holds on most KPIs of its theme."""
    strongest = largest([claim for own in shown.values() for label in own.values() for claim in label.rests])
    if strongest is None:
        return brief.say("没有过半 KPI 支持的标签", "No label holds on most KPIs of its theme")
    name, words = brief.name(strongest.cluster), kpi_phrase(brief, strongest)
    return brief.say(f"{name}：{words}", f"{name}: {words}")


def titled_labels(brief: Brief, cluster: str, shown: Mapping[str, Labels]) -> list[tuple[Label, str]]:
    """Return the first of a cluster's labels that hold on most KPIs of their theme, each with how many it rests on.

    Not that it is in the middle of several KPIs that have no word in common, nor what another cluster is called, too.
    """
    labels = [(own[cluster], standing(brief, cluster, theme)) for theme, own in shown.items()]
    return [
        (label, resting_on(brief, stand, label))
        for label, stand in labels
        if is_most(label.rests, stand)
        and (len(label.rests) == 1 or level_words(stand.theme, stand.claims))
        and [own.text for own in shown[stand.theme].values()].count(label.text) == 1
    ][:MOST_TITLED]


def takeaway(brief: Brief, shown: Mapping[str, Labels]) -> str:
    """Say which themes' labels rest on all of several KPIs, and how many of the others on a single one."""
    say = brief.say
    resting = [label for own in shown.values() for label in own.values() if label.rests]
    firm = {theme: keys for theme, own in shown.items() if (keys := firm_clusters(brief, theme, own))}
    n, single = len(resting), sum(len(label.rests) == 1 for label in resting)
    if not firm:
        which = say(f"{n} 个标签", f"all {n} labels" if single == n > 1 else f"{n} labels")
        return say.clauses([sentence_case(on_one_kpi(brief, single, n, which)), *shared_labels(brief, shown)])
    left, listed = n - sum(map(len, firm.values())), say.list(firm_words(brief, *one) for one in firm.items())
    beside = say("，与最接近的群体相比也如此", ", even beside the closest cluster") if len(brief.keys) > 2 else ""
    borne = say(
        f"{listed}标签在主题内全部 KPI 上均明显{beside}",
        f"{sentence_case(listed)} {'holds' if n - left == 1 else 'hold'} clearly on every KPI{beside}",
    )
    others = say(f"其余 {left} 个标签", f"the other {left} labels" if left > 1 else "the other label")
    return say.clauses([borne, on_one_kpi(brief, single, left, others)])


def shared_labels(brief: Brief, shown: Mapping[str, Labels]) -> Iterator[str]:
    """Say which of several clusters have the same label on a theme: it does not tell them apart."""
    for theme, own in shown.items():
        for text in dict.fromkeys(label.text for label in own.values() if label.rests):
            alike = [key for key, label in own.items() if label.text == text]
            names, name = clusters_named(brief, alike), lower_first(brief.say.text(theme_text(theme)))
            if len(alike) > 1:
                yield brief.say(f"{names}的{name}标签相同", f"{names} have the same label on {name}")


def on_one_kpi(brief: Brief, single: int, n: int, which: str) -> str:
    """Say how many of some labels rest on one KPI only; nothing where none does."""
    if not single:
        return ""
    some, part = (f"{which}均", which) if single == n else (f"{which}中 {single} 个", f"{single} of {which}")
    named = (
        "rests on a single KPI and is provisional" if single == 1 else "rest on a single KPI each and are provisional"
    )
    return brief.say(f"{some}只依据一项 KPI，仅供初步参考", f"{part} {named}")


def firm_clusters(brief: Brief, theme: str, labels: Labels) -> list[str]:
    """Return the clusters whose label rests on all of a theme's several KPIs, clearly so against the closest cluster."""
    n = len(standing(brief, brief.keys[0], theme).claims)
    return [key for key, label in labels.items() if len(label.rests) == n > 1 and is_clear(brief, label)]


def is_clear(brief: Brief, label: Label) -> bool:
    """Tell whether every KPI that a label rests on sets its cluster clearly apart from the closest one, too."""
    return all(nearest(brief, claim).verdict == "clear" for claim in label.rests)


def firm_words(brief: Brief, theme: str, clusters: Sequence[str]) -> str:
    """Name a theme, and of which clusters it is meant if not of all."""
    name, names = lower_first(brief.say.text(theme_text(theme))), clusters_named(brief, clusters)
    if len(clusters) == len(brief.keys):
        return brief.say(name, f"the labels on {name}")
    labels = "label" if len(clusters) == 1 else "labels"
    return brief.say(f"{names}的{name}", f"{possessive(names)} {labels} on {name}")


def stretches(brief: Brief, shown: Mapping[str, Labels]) -> Iterator[Stretch]:
    """Yield what is said over and under every stretch of themes: their labels, and what these rest on."""
    for first, last in combinations(range(len(shown) + 1), 2):
        own = dict([*shown.items()][first:last])
        if len(own) < len(shown):
            yield Stretch(tuple(own), headline(brief, own), takeaway(brief, own))


def left_out_note(brief: Brief, shown: Mapping[str, Labels]) -> str:
    """Say which amounts have no say in the labels, or in those that rest on nothing else, since they add up over time."""
    say, rests = brief.say, {claim.column for own in shown.values() for label in own.values() for claim in label.rests}
    summed = [c for c in brief.customers.of_role("kpi") if c.theme in shown and adds_up(brief, c)]
    without, since = [column for column in summed if column.name not in rests], tenure_of(brief)
    if not without or since is None:
        return accrued_note(brief, summed)
    listed = say.list(map(brief.title, without))
    verb, grow = ("is", "it grows") if len(without) == 1 else ("are", "they grow")
    return say(
        f"{listed}随{brief.title(since)}累计，不计入",
        f"{listed} {verb} left out, as {grow} with {brief.title(since)}",
    )


def foot(brief: Brief, shown: Mapping[str, Labels], same: list[str]) -> str:
    """Say what the labels rest on, which themes do not separate the clusters, and what was clustered on."""
    say, every = brief.say, [label for labels in shown.values() for label in labels.values()]
    names = say.list(say.text(theme_text(theme)) for theme in same)
    return say.clauses(
        [
            say("底色：标题中的标签", "shaded: the labels in the title") if titled_clusters(brief, shown) else "",
            say(
                "写明 KPI 的标签只依据该项，其余依据主题内过半数 KPI",
                "labels that name a KPI rest on it alone, the others on most KPIs of their theme",
            )
            if any(len(label.rests) > 1 for label in every)
            else "",
            lower_note(brief, {claim.column for label in every if len(label.rests) > 1 for claim in label.rests}),
            left_out_note(brief, shown),
            say(
                "标签相同而明显不同的群体，以偏高、偏低或名次区分",
                "upper, lower or a rank: the order of clusters with the same label",
            )
            if any(label.placed for label in every)
            else "",
            say(f"未列，{all_groups(brief)}标签相同：{names}", f"not shown, the same for every cluster: {names}")
            if same
            else "",
            input_note(brief, brief.customers.of_role("kpi")),
        ]
    )


def how_chosen(brief: Brief) -> str:
    """Say how the words of the labels are chosen."""
    several, many = len(brief.keys) > 2, len(brief.keys) > MOST_MIDDLE
    extreme, middle = (
        (
            Text("且没有群体的中位数明显更高（低）", ", and no other median clearly further out"),
            Text(
                f"过半数上有群体更高、也有更低，称居中{'或列名次' if many else ''}；",
                f"medium{', in between or a rank' if many else ' or in between'}: other clusters both above and below; ",
            ),
        )
        if several
        else (Text("", ""), Text("", ""))
    )
    average = Text("平均", "the others on average") if several else Text("", "the other")
    return brief.say(
        f"主题内过半数 KPI {average.zh}明显领先（落后）{extreme.zh}、且没有任何一项反向时才称高（低）；{middle.zh}否则只写差异最大的 KPI；中性指标（如账户数）只说高低，不说优劣。",
        f"High (low): clearly ahead of (behind) {average.en} on more than half of a theme's KPIs{extreme.en}, and none points the other way; {middle.en}in all other cases the KPI that differs most gives the name; neutral KPIs are higher or lower, never better.",
    )
