"""4 Who are these groups, in one table, and what could they be called? Always the last slide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import reduce

from deckgen.brief import Brief, Told
from deckgen.closing import asks_for_decision, headline, takeaway, to_be_checked, to_check
from deckgen.columns import Column
from deckgen.customers import Customers
from deckgen.kpi_notes import accrued_note, unit_note, zero_note
from deckgen.names import proposed_names
from deckgen.persona_arrangements import arrangements, least_gain, lines
from deckgen.persona_cells import MOST_ABREAST, share, share_alone, too_few
from deckgen.persona_rows import PersonaRow
from deckgen.phrases import bases, notes
from deckgen.questions import Question
from deckgen.share_phrases import others_share
from deckgen.slides import Cell, Row, Slide, Stretch, Table
from deckgen.wording import DASH, Text
from deckgen.worth import value_shares

NAME = Text("综合画像对比", "Persona comparison")
STEP = "4"


def asks(customers: Customers) -> Iterable[Question]:
    """Ask nothing: every cell rests on claims."""
    return ()


def tells(brief: Brief) -> Told:
    """Tell a column a cluster: name, share, core rule, value, activity, preferences, attributes, risk."""
    say = brief.say
    title, callout = headline(brief), takeaway(brief)
    table = persona_table(brief, title)
    slide = Slide(
        STEP,
        "comparison",
        title,
        f"{STEP} {say.text(NAME)}",
        table,
        callout,
        foot(brief, table, callout),
        notes(
            brief,
            say.sentences([title, callout]),
            say(
                f"名称只由字段名可读懂的明显差异组成，仅为建议；没有这样的差异时不建议名称，不良结果明显偏高时写入名称。用 --name 或设置文件写入业务团队商定的名称。核心规则的精确率来自留出{say.rows}。",
                f"Names are made of nothing but clear differences on columns whose names can be read, and are proposals; where there is none, no name is proposed, and a bad outcome that is clearly more frequent is part of the name. Put the agreed ones in with --name or the settings file. A core rule's precision comes from held-out {say.rows}.",
            )
            + ("" if asks_for_decision(brief) else say("", " ") + marked_by(brief)),
            say(
                f"画像描述群体的多数，不描述每一{say.measured}。",
                f"A persona describes the bulk of a group, not each {say.row} in it.",
            ),
        ),
        stretches=tuple(stretches(brief, table, title, callout)),
    )
    return Told((slide,))


def stretches(brief: Brief, table: Table, title: str, callout: str) -> Iterator[Stretch]:
    """Yield what stands under a page with fewer rows."""
    while table := table.narrow:
        keys = tuple(row.key for row in table.rows if row.key)
        yield Stretch(keys, title, callout, foot(brief, table, callout))


def foot(brief: Brief, table: Table, callout: str) -> str:
    """Say how the rows of a page are read: what is shaded, what ratios are to, and of which KPIs something is open."""
    say, many, named = brief.say, len(brief.keys) > MOST_ABREAST, kpis_named(brief, table)
    asked = to_be_checked(brief) if callout == to_check(brief) else []
    return say.clauses(
        [
            marking(brief, table, many),
            say(f"倍数为与{others_share(brief)}之比", f"x: times {others_share(brief)}") if has_ratios(table) else "",
            say(f"规则数字来自留出{say.rows}", f"rules: on held-out {say.rows}") if has_precision(table) else "",
            bases(brief) if many else "",
            zero_note(brief, [column for column in named if column not in asked]),
            unit_note(brief, named),
            accrued_note(brief, named),
        ]
    )


def has_ratios(table: Table) -> bool:
    """Tell whether a cell says how many times the others' share a share is."""
    return any(re.search(r"\d(x|\s?倍)", cell.text) for row in table.rows for cell in row.cells)


def has_precision(table: Table) -> bool:
    """Tell whether a cell says how precise a rule is."""
    return any(re.search("精确率|precision", cell.text) for row in table.rows for cell in row.cells)


def kpis_named(brief: Brief, table: Table) -> list[Column]:
    """Return the KPIs that a table names in any cell: as a row, in a rule or in a question.

    A name within a longer one is not named by it.
    """
    said = "\n".join(cell.words for row in table.rows for cell in row.cells)
    named, kpis = [], brief.customers.of_role("kpi")
    for column in sorted(kpis, key=lambda column: -len(brief.bare_title(column))):
        if (title := brief.bare_title(column)) in said:
            named.append(column)
            said = said.replace(title, "\n")
    return [column for column in kpis if column in named]


def marking(brief: Brief, table: Table, many: bool) -> str:
    """Say in a few words which cells are marked; nothing where none is. many: a line a cluster."""
    say = brief.say
    if not any(cell.tone == "key" for row in table.rows for cell in row.cells):
        return ""
    if asks_for_decision(brief):
        return say("底色：首先要决定的事项及其依据", "Shaded: the first decision and its figure")
    if len(brief.keys) == 2:
        higher = say("（同一指标取较高者）", " (of one measure the higher)")
        return say("底色：该行中最突出的一方", "Shaded: the cluster that stands out more in a row") + higher
    zh, en = ("列", "column") if many else ("行", "row")
    total = say("（合计看高出其人数占比者）", " (of a total: relative to its size)") if value_shares(brief) else ""
    return say(f"底色：该{zh}中最突出的群体", f"Shaded: the cluster that stands out most in a {en}") + total


def marked_by(brief: Brief) -> str:
    """Say by which measure a cell is marked."""
    say = brief.say
    zh, en = f"；合计按其占比与{say.rows}占比之比", f"; of a total its share over that of {say.rows}"
    total = say(zh, en) if value_shares(brief) else ""
    return say(
        f"底色取效应量最大者（Cliff's δ、Cohen's h{total}）。",
        f"Shaded is the largest effect (Cliff's delta, Cohen's h{total}).",
    )


def persona_table(brief: Brief, alt: str) -> Table:
    """Lay out the persona rows; where they do not fit a page, with fewer of them, so that all clusters stand together.

    Many clusters stand below one another.
    """
    if len(brief.keys) > MOST_ABREAST:
        full, *fewer = (turned(brief, rows, alt) for rows in lines(brief))
    else:
        every = arrangements(brief)
        full, *fewer = (
            replace(table_of_rows(brief, rows, alt), gain=least_gain(brief, place, len(every) - 1))
            for place, rows in enumerate(every)
        )
    return replace(full, narrow=reduce(lambda narrow, table: replace(table, narrow=narrow), reversed(fewer)))


def table_of_rows(brief: Brief, rows: list[PersonaRow], alt: str) -> Table:
    """Lay out rows, a column a cluster; a row that no cluster can fill is left out, the first and the last are strong."""
    names = (Cell(brief.name(key), "strong", key, note=share(brief, key)) for key in brief.keys)
    table = [Row((Cell(brief.say("特征维度", "Dimension")), *names), "header")]
    for row in rows:
        texts = [row.words(key) for key in brief.keys]
        if tells_something(brief, texts):
            cells = (body_cell(row, key, text, rows) for key, text in zip(brief.keys, texts, strict=True))
            table.append(Row((Cell(row.heading, "strong"), *cells), key=row.heading))
    width = len(brief.keys)
    return Table("personas", tuple(table), ("left",) * (width + 1), (1.3, *[2.0] * width), alt)


def body_cell(row: PersonaRow, key: str, text: str, rows: list[PersonaRow]) -> Cell:
    """Print what a row says of a cluster: names in its colour, what tells most on a ground of it."""
    if row is rows[0]:
        return Cell(text, "strong", key, note=row.note(key))
    if row.key == key:
        return Cell(text, "key", key)
    return Cell(text, "strong" if row.asks else "plain")


def tells_something(brief: Brief, texts: list[str]) -> bool:
    """Tell whether a row says something of a cluster, and of most that there are enough cases to say it."""
    return any(text != DASH for text in texts) and 2 * texts.count(too_few(brief)) <= len(texts)


def turned(brief: Brief, rows: list[PersonaRow], alt: str) -> Table:
    """Lay out what rows say with a line a cluster; what no cluster can fill is left out."""
    filled = [row for row in rows if any(row.words(key) != DASH for key in brief.keys)]
    table = [Row((Cell(brief.say("群体", "Cluster")), *(Cell(row.heading) for row in filled)), "header")]
    for key in brief.keys:
        cells = [body_cell(row, key, row.words(key), filled) for row in filled]
        headline = line_headline(brief, key, proposed_names(brief).get(key, cells[-1].text))
        table.append(Row((Cell(brief.name(key), "strong", key), *cells), headline=headline, key=f"{key} {len(cells)}"))
    weights = (0.7, 1.6, *[1.0] * (len(filled) - 2), 1.8)
    return Table("personas", tuple(table), ("left",) * (len(filled) + 1), weights, alt)


def line_headline(brief: Brief, key: str, words: str) -> str:
    """State what is told of a cluster, with its share."""
    name = brief.name(key) + brief.say.aside(share_alone(brief, key))
    return f"{name}{brief.say('：', ': ')}{words}"
