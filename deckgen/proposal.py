"""Which settings say what is inferred of a table? A commented deckgen.toml, to be changed where it is wrong.

The file as it is written makes the same deck as none. What is not decided by it stands in comments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from deckgen.brief import Brief
from deckgen.column_names import counted_in
from deckgen.columns import Column
from deckgen.deckfile import SEAL_HERE
from deckgen.features import SMALLEST, features
from deckgen.glossary import THEMES
from deckgen.settings import POLARITIES, ROLES, TOPICS, Settings
from deckgen.statistics.disclosure import printable

GIVEN = ("sheet", "query", "encoding", "engine")
PARTS = {
    "kpi": "KPIs: numbers, with what they are about, which way is better, and the bin edges of the tree",
    "flag": "Yes/no columns",
    "category": "Categories",
}
"""The parts of the file with columns that the deck uses."""


def proposed(brief: Brief) -> str:
    """Return the text of a deckgen.toml from what was inferred. brief: after all steps have told."""
    customers = brief.customers
    lines = [
        f"# What deckgen sees in {one_line(customers.source.name)}; change what is wrong. {SEAL_HERE}",
        f"# deckgen build {one_line(customers.source.name)} --config deckgen.toml",
        "",
        *top(brief),
        "",
        *row(brief),
        "",
        *names(brief),
        "",
        *section_lines(brief),
    ]
    cuts = bin_edges(brief)
    for role, heading in PARTS.items():
        columns = customers.of_role(role)
        lines += ["", f"# {heading}"] if columns else []
        for column in columns:
            lines += ["", *MAKERS[role](column, cuts)]
    rest = [c for c in customers.columns if c.role not in (*PARTS, "label")]
    lines += ["", f"# Not used; role can be {', '.join(ROLES)}"] if rest else []
    for column in rest:
        lines += ["", *unused(column)]
    return "\n".join(lines) + "\n"


def top(brief: Brief) -> Iterator[str]:
    """Yield the settings of the whole deck."""
    settings: Settings = brief.settings
    yield f"label = {quoted(brief.customers.label)}"
    yield f"language = {quoted(brief.say.language)}  # zh or en"
    yield from (
        f"{key} = {quoted(value)}" for key in GIVEN if (value := getattr(settings, key)) not in (None, "polars")
    )
    yield '# title = ""  # of the deck'
    yield '# template = "brand.pptx"  # relative to this file'
    yield f"depth = {settings.depth}  # of the tree, 1 to 5"
    yield f"least_ratio = {settings.least_ratio:g}  # medians must differ by this ratio to differ clearly"
    yield ""
    yield "# The columns that the clustering was fitted on: their differences define the clusters and test nothing."
    fitted = [column.name for column in brief.customers.columns if is_input(column)]
    yield from ["inputs = [", *(f"    {quoted(name)}," for name in fitted), "]"] if fitted else ["# inputs = []"]


def is_input(column: Column) -> bool:
    """Whether a column counts as an input of the clustering."""
    return column.role in PARTS and column.provenance == "input"


def row(brief: Brief) -> Iterator[str]:
    """Yield what a row of the table is called."""
    noun = brief.say.noun
    yield "[row]  # what a row of the table is"
    yield f"zh = {quoted(noun.zh)}"
    yield f"measure = {quoted(noun.measure)}  # the Chinese word between a number and it"
    yield f"en = {quoted(noun.en)}"
    yield f"plural = {quoted(noun.plural)}"


def names(brief: Brief) -> Iterator[str]:
    """Yield the clusters, with room for the names that are agreed on."""
    yield "[names]  # label = the name that was agreed on"
    for key, size in zip(brief.keys, brief.answers.sizes, strict=True):
        agreed, count = brief.settings.names.get(key), f"{size:,}" if printable(size) else "1-10"
        name = agreed if agreed != key else None  # a label that is a name by itself
        yield f"{'' if name else '# '}{key_of(key)} = {quoted(name or '')}  # {count} {brief.say.noun.plural}"


def section_lines(brief: Brief) -> Iterator[str]:
    """Yield what every section shows, in comments: uncommented, a line fixes it; false leaves the section out."""
    yield "# What the sections show of this table. Without its # a line fixes the columns; false leaves a section out."
    yield "[sections]"
    for name, columns in brief.shown.items():
        yield f"# {key_of(name)} = {listed(columns) if columns else 'true'}"


def bin_edges(brief: Brief) -> Mapping[str, list[float]]:
    """Return the bin edges of every KPI; a zero at the beginning makes the zeros a bin of their own."""
    made = features(brief.customers, brief.answers)
    return {f.column: [0.0 if edge == SMALLEST else edge for edge in f.edges] for f in made if f.kind == "tiers"}


def table_of(column: Column) -> Iterator[str]:
    """Yield a column's heading, its role with the reason, and its names."""
    unit = column.unit
    yield f"[columns.{key_of(column.name)}]"
    yield f"role = {quoted(column.role)}  # {one_line(column.reason.en)}"
    yield f"zh = {quoted(column.text.zh.removesuffix(f'（{unit}）') if unit else column.text.zh)}"
    yield f"en = {quoted(column.text.en.removesuffix(f' ({unit})') if unit else column.text.en)}"


def kpi(column: Column, cuts: Mapping[str, list[float]]) -> Iterator[str]:
    """Yield what is known of a KPI."""
    yield from table_of(column)
    yield f"theme = {quoted(column.theme)}  # {', '.join(THEMES)}, or your own word"
    if column.presumed:
        yield f"# polarity = {quoted(column.polarity)}  # presumed; without the first # the deck says better and worse"
    else:
        yield f"polarity = {quoted(column.polarity)}  # {', '.join(POLARITIES)}"
    unit = counted_in(column.size, column.unit)
    yield f"{'' if unit else '# '}unit = {quoted(unit)}  # of the table's figures"
    yield f"money = {str(column.money).lower()}  # whether the share of the top 1 % is told"
    if edges := cuts.get(column.name):
        yield f"cuts = [{', '.join(map(number, edges))}]"


def flag(column: Column, cuts: Mapping[str, list[float]]) -> Iterator[str]:
    """Yield what is known of a yes/no column."""
    yield from table_of(column)
    yield f"topic = {quoted(column.topic)}  # {', '.join(TOPICS)}"
    yield f"polarity = {quoted(column.polarity)}  # {', '.join(POLARITIES)}"


def category(column: Column, cuts: Mapping[str, list[float]]) -> Iterator[str]:
    """Yield what is known of a category."""
    yield from table_of(column)
    yield f"topic = {quoted(column.topic)}  # {', '.join(TOPICS)}"
    yield f"order = {listed(column.order)}" if column.order else "# order = []  # its levels, if they have an order"


MAKERS = {"kpi": kpi, "flag": flag, "category": category}


def unused(column: Column) -> Iterator[str]:
    """Yield what is known of a column that the deck does not use."""
    yield f"[columns.{key_of(column.name)}]"
    yield f"role = {quoted(column.role)}  # {one_line(column.reason.en)}"


def number(value: float) -> str:
    """Spell a number as TOML reads it back."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def listed(texts: Iterable[str]) -> str:
    """Spell a list of texts."""
    return f"[{', '.join(map(quoted, texts))}]"


def key_of(text: str) -> str:
    """Spell a key, in quotation marks where TOML wants them."""
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else quoted(text)


def quoted(text: str) -> str:
    """Spell a text so that TOML reads it back, whatever is in it.

    >>> quoted('a "b"\\\\n'), quoted("月均\\x7f")
    ('"a \\\\"b\\\\"\\\\\\\\n"', '"月均\\\\u007f"')
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def one_line(text: str) -> str:
    """Return a text that can stand in a comment."""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text)
