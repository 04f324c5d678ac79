"""What is odd about the rows and cells of a table, so that the user should know it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from deckgen.columns import Column
from deckgen.counted import CountedValues
from deckgen.counts import KEY
from deckgen.currencies import is_amount
from deckgen.customers import CLUSTER, Customers
from deckgen.errors import TableError
from deckgen.glossary import OWED, PAID_OUT, RATES, says
from deckgen.notices import Notice, counted, notice
from deckgen.nouns import Noun
from deckgen.questions import Answers, Question, remarks
from deckgen.reading.opened import ODD
from deckgen.statistics.disclosure import FEW
from deckgen.statistics.numeric import zeros_stand_apart
from deckgen.wording import Text

MOST_WRONG = 0.01
"""Share of rows with the wrong number of cells up to which they are left out; more are refused."""
EXAMPLES = 3
NAMED = 3
"""Columns that a notice names."""
SENTINELS = tuple(float(f"{sign}{nines}") for sign in ("", "-") for nines in ("99", "999", "9999", "99999", "999999"))
SENTINELS += (-1.0, -9.0)
APART, FAR = 2, 10
"""A sentinel lies at least so many times as far out as every other value; beyond FAR times, few may share it."""
ODD_ROWS = {
    "cells": (
        "行的单元格数与表头不符，未计入",
        "row has another number of cells than the header; left out",
        "rows have another number of cells than the header; left out",
    ),
    "header": ("行重复了表头，未计入", "row repeats the header; left out", "rows repeat the header; left out"),
    "total": ("行是合计，未计入", "row is a total; left out", "rows are totals; left out"),
}


def asks(customers: Customers) -> Iterable[Question]:
    """Ask what is odd about the cells of every KPI and flag that is written as text."""
    return [remarks(c) for c in customers.columns if c.role in ("kpi", "flag") and customers.types[c.name] == pl.String]


def oddities(customers: Customers, answers: Answers) -> tuple[Notice, ...]:
    """Return everything odd: of the file, its rows, its ids, its columns.

    Raises TableError where many rows have the wrong number of cells.
    """
    check_cells(customers, answers)
    found = [*customers.notices, *row_notices(answers), *cluster_notices(customers.noun, answers)]
    found += id_notices(customers, answers)
    for column in customers.of_role("kpi"):
        found += [*unreadable(column, answers), *currencies(column, answers), *units(column, answers)]
        if column_answer := known_values(column, answers):
            found += [*sentinel(column, column_answer), *one_sided(column, column_answer)]
    for column in customers.of_role("flag"):
        found += unreadable(column, answers)
    found += map(zeros, (column for column in customers.columns if column.zero_as_none))
    return (*found, *beside(customers.of_role("flag")))


def known_values(column: Column, answers: Answers) -> CountedValues | None:
    """Return a KPI's counted values, where they were asked for."""
    return answers.counted.get(Question("values", (column.name,)))


def check_cells(customers: Customers, answers: Answers) -> None:
    """Refuse a table in which many rows have another number of cells than the header."""
    wrong = answers.odd.get("cells", 0)
    rows = sum(answers.sizes) + answers.noise + answers.unlabelled + wrong
    if wrong > MOST_WRONG * rows:
        raise TableError(
            f"{customers.source}{first_line(customers)}: {wrong:,} of {rows:,} rows have another number of cells than "
            "the header. Export the table again with quoted cells."
        )


def first_line(customers: Customers) -> str:
    """Return where the first row with the wrong number of cells is, as a part of a message."""
    rows = customers.table.select(ODD).with_row_index("deckgen:row").filter(pl.col(ODD) == "cells")
    found = rows.head(1).collect(engine="streaming")
    return f", row {found.item(0, 0) + 1} below the header" if len(found) else ""


def row_notices(answers: Answers) -> Iterator[Notice]:
    """Tell which rows are no customers."""
    for kind, words in ODD_ROWS.items():
        if rows := answers.odd.get(kind, 0):
            yield counted(rows, *words)
    if answers.unlabelled:
        many = "rows have no cluster label; left out"
        yield counted(answers.unlabelled, "行没有群体标签，未计入", "row has no cluster label; left out", many)


def cluster_notices(noun: Noun, answers: Answers) -> Iterator[Notice]:
    """Tell which clusters are too small for any claim."""
    for cluster, size in zip(answers.clusters, answers.sizes, strict=True):
        if size < FEW:
            yield notice(
                f"群体 {cluster} 少于 {FEW} {noun.measure}{noun.zh}，不作任何结论",
                f"cluster {cluster} has fewer than {FEW} {noun.plural}: nothing is claimed of it",
                Text(
                    f"群体 {cluster} 只有 {size} {noun.measure}{noun.zh}，不作任何结论",
                    f"cluster {cluster} has {size} {noun.plural}: nothing is claimed of it",
                ),
            )


def id_notices(customers: Customers, answers: Answers) -> Iterator[Notice]:
    """Tell how many ids stand in several rows, and how many of them in several clusters; of a large table, sampled."""
    rows = next((table for question, table in answers.counted.items() if question.kind == "rows"), None)
    if rows is None or customers.id is None:
        return
    ids = rows.filter(pl.col(KEY) != "").group_by(KEY).agg(pl.len().alias("rows"), pl.col(CLUSTER).n_unique())
    twice, torn = ids.filter(pl.col("rows") > 1), ids.filter(pl.col(CLUSTER) > 1)
    part = "" if len(rows) >= sum(answers.sizes) + answers.noise else f" ({len(rows):,} rows looked at)"
    name = customers.id
    if len(twice):
        one, many = f"value of {name} stands in several rows", f"values of {name} stand in several rows"
        yield counted(len(twice), f"个 {name} 出现在多行，各行都计入", one, f"{many}; each row is counted", part)
    if len(torn):
        one, many = f"value of {name} is in more than one cluster", f"values of {name} are in more than one cluster"
        yield counted(len(torn), f"个 {name} 同时属于多个群体", one, many, part)


def unreadable(column: Column, answers: Answers) -> Iterator[Notice]:
    """Tell how many cells of a column cannot be read, with examples."""
    cells = remarked(column, answers, "no:")
    if not cells:
        return
    if column.role == "kpi":
        zh, one, many = "不是数字", "is no number", "are no numbers"
    else:
        zh, one, many = "既非是也非否", "is neither yes nor no", "are neither yes nor no"
    yield counted(
        sum(cells.values()),
        f"个 {column.name} 单元格{zh}，按缺失处理",
        f"cell of {column.name} {one}; taken as missing",
        f"cells of {column.name} {many}; taken as missing",
        examples(cells),
    )


def remarked(column: Column, answers: Answers, kind: str) -> dict[str, int]:
    """Return the remarks of one kind on a column's cells, with their counts."""
    found = answers.remarks(column).items()
    return {remark.removeprefix(kind): n for remark, n in found if remark.startswith(kind)}


def examples(cells: Iterable[str]) -> str:
    """Give some cells as examples, for the terminal alone."""
    return ": " + ", ".join(repr(cell) for cell in list(cells)[:EXAMPLES])


def currencies(column: Column, answers: Answers) -> Iterator[Notice]:
    """Tell of amounts in several currencies, which are not converted."""
    money = remarked(column, answers, "money:")
    if len(money) > 1:
        counts = ", ".join(f"{code} {n:,}" for code, n in money.items())
        codes = ", ".join(money)
        yield notice(
            f"{column.name} 混有多种货币（{codes}），未换算",
            f"{column.name} mixes currencies ({codes}); amounts are not converted",
            Text(
                f"{column.name} 混有多种货币（{counts}），未换算",
                f"{column.name} mixes currencies ({counts}); amounts are not converted",
            ),
        )


def units(column: Column, answers: Answers) -> Iterator[Notice]:
    """Tell of numbers that are written with a unit, how they were read."""
    if cells := remarked(column, answers, "unit:"):
        yield counted(
            sum(cells.values()),
            f"个 {column.name} 单元格带单位（万、k 等），已换算",
            f"cell of {column.name} carries a unit (万, k ...) and was read with it",
            f"cells of {column.name} carry a unit (万, k ...) and were read with it",
            examples(cells),
        )


def sentinel(column: Column, counts: CountedValues) -> Iterator[Notice]:
    """Tell of a value such as 999 that many customers share and that lies far from every other one."""
    values, customers = counts.values, counts.counts.sum(axis=0)
    if len(values) < 3:
        return
    for place, other in ((0, values[1]), (-1, values[-2])):
        value, n = values[place], int(customers[place])
        if value not in SENTINELS or n < FEW:
            continue
        alone = np.sign(value) != np.sign(other) if value < 0 else value > APART * abs(other)
        shared = n > 2 * np.median(customers) or value > FAR * abs(other)
        if alone and shared:
            advice = f"far from all others: if that means missing, set missing = [{value:g}]"
            yield counted(
                n,
                f"个 {column.name} 的值是 {value:g}，远离其他值；若表示缺失，请设 missing = [{value:g}]",
                f"cell of {column.name} is {value:g}, {advice}",
                f"cells of {column.name} are {value:g}, {advice}",
            )


def zeros(column: Column) -> Notice:
    """Tell of zeros that may stand for "none"."""
    zh = f"{column.text.zh}的 0 远离其他值，可能表示“无”，请核实"
    en = f"0 {column.text.en} is far from all other values and may stand for “none”: check"
    return notice(zh, en, Text(f"{zh}；若是，请设 missing = [0]", f"{en}, and if so set missing = [0]"))


def with_doubtful_zeros(customers: Customers, answers: Answers) -> Customers:
    """Return the customers with every KPI marked whose zeros may stand for "none"."""
    columns = (replace(c, zero_as_none=may_be_none(c, known_values(c, answers))) for c in customers.columns)
    return replace(customers, columns=tuple(columns))


def may_be_none(column: Column, counts: CountedValues | None) -> bool:
    """Tell whether a column's zeros may stand for "none": of a KPI that is no money and no part of a whole, of which
    nothing is an amount as well. counts: None where its values were not asked for.
    """
    if counts is None or column.unit == "%" or (says(RATES, column.name) and counts.values.max(initial=0) <= 1):
        return False
    amount = (
        column.money
        or is_amount(column.unit)
        or column.theme == "spending"
        or any(says(words, column.name) for words in (OWED, PAID_OUT))
    )
    return not amount and zeros_stand_apart(counts)


def one_sided(column: Column, counts: CountedValues) -> Iterator[Notice]:
    """Tell of clusters in which a KPI has no value at all."""
    if counts.sizes.sum():
        for cluster in (c for c, n in zip(counts.clusters, counts.sizes, strict=True) if not n):
            yield notice(
                f"{column.name} 在群体 {cluster} 中没有任何取值，不作比较",
                f"{column.name} has no value in cluster {cluster}; it is not compared",
            )


def beside(flags: Iterable[Column]) -> Iterator[Notice]:
    """Tell which answers are neither yes nor no, and of which flags."""
    for answer in dict.fromkeys(answer for flag in flags for answer in flag.beside):
        names = [flag.name for flag in flags if answer in flag.beside]
        more = len(names) - NAMED
        zh = "、".join(names[:NAMED]) + (f" 等 {len(names)} 列" if more > 0 else "")
        en = ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
        yield notice(
            f"{zh} 中“{answer}”既不算是也不算否，不计入基数",
            f"{en}: {answer!r} is neither yes nor no and not in the base",
        )
