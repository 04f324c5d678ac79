"""A file becomes Customers: the one door, with every check on the input."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import polars as pl

from deckgen.cells import NOT_PRINTABLE, clean_label, clean_text, clean_texts
from deckgen.columns import SET, Column, read_columns
from deckgen.errors import SettingsError, TableError
from deckgen.notices import Notice, notice
from deckgen.nouns import CUSTOMER, Noun, noun_of
from deckgen.reading import Source, open_table, unreadable
from deckgen.reading.opened import ODD
from deckgen.reading.spans import as_numbers, units_of
from deckgen.settings import SECTIONS, Settings
from deckgen.wording import Text

SAMPLE_ROWS = 20_000
MOST_CLUSTERS = 30
OWN = "deckgen:"
"""How the names begin that counted tables have for what is deckgen's own."""
CLUSTER = f"{OWN}cluster"
"""The label's name in counted tables: no column of a user's can be taken for it."""
NOISE_LABELS = ("-1", "-1.0")
LABEL_NAMES = (
    r"cluster|segment|label|k_?means|persona(?!l)|(^|_)seg(_|$)|^(customer|user|client)[_ ]?group$"
    r"|聚类|分群|群体|客群|群组|人群|客户分层|用户分层|簇"
)
SURE_NAMES = r"cluster|k_?means|聚类|分群|簇"
"""What names the label before others that may: a segment may be a market, a label anything."""
TOTALS = ("合计", "总计", "小计", "总和", "汇总", "total", "grand total", "subtotal", "sum", "summe", "gesamt")
LEAST_TOLD = 11
"""Rows of the smallest cluster in the sample from which a column may be called the label in other words."""


@dataclass(frozen=True)
class Customers:
    """The customer table, not yet read.

    table: lazy, its cells as they stand in the file, and in reading.opened.ODD why a row is no customer. types: of its
    columns, in its order. columns: what each is, in the same order. label, id: names in the file. rows: an estimate of
    how many there are. date: ISO date of the file's last change. speaks_chinese: whether any header or sampled cell is
    written in Chinese. notices: what is odd about the file as a whole. placed: section -> columns that the settings
    choose for it, in order. noun: what a row is called.
    """

    source: Source
    table: pl.LazyFrame
    types: Mapping[str, pl.DataType]
    columns: tuple[Column, ...]
    label: str
    id: str | None
    rows: int
    date: str
    speaks_chinese: bool
    notices: tuple[Notice, ...] = ()
    placed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    noun: Noun = CUSTOMER

    def of_role(self, role: str) -> tuple[Column, ...]:
        """Return the columns with a role, in the table's order."""
        return tuple(column for column in self.columns if column.role == role)

    def for_section(self, section: str, role: str, fits: Callable[[Column], bool]) -> tuple[Column, ...]:
        """Return a section's flags or categories: those placed there, else those that fit and have no other place."""
        if section in self.placed:
            return tuple(column for name in self.placed[section] if (column := self[name]).role == role)
        elsewhere = {name for other, names in self.placed.items() if other != "tree" for name in names}
        return tuple(column for column in self.of_role(role) if fits(column) and column.name not in elsewhere)

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def read_customers(data: Source | Path | str, settings: Settings) -> Customers:
    """Open a table of customers, find its label and the role of every column; nothing but a sample is read yet.

    Raises TableError where the file cannot be read, has no rows or no usable label column, SettingsError where the
    settings name a column that is not there.
    """
    told = (settings.sheet, settings.query, settings.encoding, settings.engine)
    source = data if isinstance(data, Source) else Source(str(data), *told)
    opened = open_table(source)
    sample = head(source, opened.table)
    if sample.is_empty():
        raise TableError(f"{source}: there are 0 data rows, only a header.")
    check_names(source, settings, sample.columns)
    table, spans = opened.table, units_of(sample)
    if spans:
        table, sample = as_numbers(table, spans), as_numbers(sample, spans)
    inferred = read_columns(sample, settings, spans)
    label = find_label(source, settings, sample, inferred)
    columns = settled(inferred, label, sample)
    if not any(column.role in ("kpi", "flag", "category") for column in columns):
        raise TableError(f"{source}: beside the label {label!r} there is no column to profile the clusters by.")
    ids = [column.name for column in columns if column.role == "id"]
    key = ids[0] if ids else None
    return Customers(
        source,
        with_odd_rows(table, sample, label, key),
        sample.schema,
        columns,
        label,
        key,
        max(len(sample), opened.rows or 0) if len(sample) == SAMPLE_ROWS else len(sample),
        opened.date,
        speaks_chinese(sample, columns),
        (*opened.notices, *unprintable(sample, columns)),
        placements(source, settings, columns),
        noun_of(key, **asdict(settings.row)),
    )


def placements(source: Source, settings: Settings, columns: tuple[Column, ...]) -> dict[str, tuple[str, ...]]:
    """Return the columns that the settings choose for each section; refuse those whose role the section cannot show."""
    roles = {column.name: column.role for column in columns}
    placed = {section: names for section in settings.sections if (names := settings.shown(section)) is not None}
    for section, wanted in SECTIONS.items():
        for name in placed.get(section, ()):
            if roles[name] not in wanted:
                can = f"shows columns of the role {' or '.join(wanted)}" if wanted else "chooses no columns"
                raise SettingsError(f"{source}: sections.{section} names {name}, a {roles[name]}; the section {can}.")
    return placed


def unprintable(sample: pl.DataFrame, columns: Iterable[Column]) -> Iterator[Notice]:
    """Tell which categories hold characters that cannot be printed: levels are counted together without them."""
    texts = [c.name for c in columns if c.role == "category" and sample[c.name].dtype == pl.String]
    odd = [name for name in texts if sample[name].str.contains(NOT_PRINTABLE).any()]
    if odd:
        yield notice(
            f"{listed(odd, 3)} 含不可见字符，去除后合并计数",
            f"unprintable characters in {listed(odd, 3)} were dropped; levels that differ by nothing else count as one",
        )


def head(source: Source, table: pl.LazyFrame) -> pl.DataFrame:
    """Read the first rows that have the right number of cells."""
    try:
        sample = table.head(SAMPLE_ROWS).collect()
    except pl.exceptions.PolarsError as why:
        raise TableError(unreadable(source, why)) from why
    names = [name for name in sample.columns if name != ODD]
    odd = pl.col(ODD).is_not_null() if ODD in sample.columns else pl.lit(False)
    return sample.filter(~(odd | header_again(sample, names))).select(names)


def header_again(sample: pl.DataFrame, names: Sequence[str]) -> pl.Expr:
    """Return the expression that tells of a row whether it is the header once more: its first and last cell are."""
    ends = [name for name in dict.fromkeys((names[0], names[-1])) if sample.schema[name] == pl.String]
    same = [(pl.col(name).str.strip_chars() == name).fill_null(False) for name in ends]
    return pl.all_horizontal(same) if same else pl.lit(False)


def with_odd_rows(table: pl.LazyFrame, sample: pl.DataFrame, label: str, key: str | None) -> pl.LazyFrame:
    """Add to the table why a row is no customer: the header again, a total, nothing in it.

    A table that another engine holds has no such rows: nobody has pasted into it.
    """
    if not isinstance(table, pl.LazyFrame):
        return table
    first, last = sample.columns[0], sample.columns[-1]
    known = pl.col(ODD) if ODD in table.collect_schema().names() else pl.lit(None, dtype=pl.String)
    odd = pl.when(known.is_not_null()).then(known)
    texts = [name for name in dict.fromkeys((label, key or first)) if sample[name].dtype == pl.String]
    empty = pl.all_horizontal(pl.col(name).is_null() for name in dict.fromkeys((first, last, label, key or first)))
    odd = odd.when(empty).then(pl.lit("blank"))
    odd = odd.when(header_again(sample, sample.columns)).then(pl.lit("header"))
    if (key or first) in texts:
        word = pl.col(key or first).str.strip_chars(" :：").str.to_lowercase()
        odd = odd.when(word.is_in(TOTALS)).then(pl.lit("total"))
    return table.with_columns(odd.alias(ODD))


def check_names(source: Source, settings: Settings, columns: Sequence[str]) -> None:
    """Refuse columns that are called like deckgen's own, and settings for columns that the table does not have."""
    if own := [name for name in columns if name.startswith(OWN)]:
        raise TableError(f"{source}: the column {own[0]!r} is called like one of deckgen's own; call it otherwise.")
    placed = [name for section in settings.sections for name in settings.shown(section) or ()]
    asked = {*settings.columns, *settings.inputs, *placed}
    unknown = sorted(asked - set(columns))
    if unknown:
        raise SettingsError(
            f"{source} has no column {', '.join(unknown)}, which the settings name. It has: {listed(columns)}."
        )


def listed(names: Iterable[str], most: int = 40) -> str:
    """List names for a message, not endlessly."""
    names = list(names)
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def find_label(source: Source, settings: Settings, sample: pl.DataFrame, columns: tuple[Column, ...]) -> str:
    """Return the label column: the one asked for, else the only candidate by name."""
    label = asked_label(source, settings.label, sample) if settings.label else only_candidate(source, sample, columns)
    check_label(source, label, sample)
    return label


def asked_label(source: Source, asked: str, sample: pl.DataFrame) -> str:
    """Return the column that the user calls the label, whatever its case and the spaces around it."""
    if asked in sample.columns:
        return asked
    alike = [name for name in sample.columns if name.lower() == " ".join(asked.lower().split())]
    if len(alike) == 1:
        return alike[0]
    raise TableError(
        f"{source}: there is no column {asked!r} for the label. {candidates_told(sample)} Name it with --label."
    )


def only_candidate(source: Source, sample: pl.DataFrame, columns: tuple[Column, ...]) -> str:
    """Return the only column that is set to be the label or whose name speaks of clusters, the surest name first."""
    declared = [c.name for c in columns if c.role == "label"]
    named = [c.name for c in columns if re.search(LABEL_NAMES, c.name, re.IGNORECASE)]
    few = [name for name in named if 1 <= clean_texts(sample[name]).n_unique() <= MOST_CLUSTERS]
    candidates = declared or few or named
    sure = [name for name in candidates if re.search(SURE_NAMES, name, re.IGNORECASE)]
    candidates = sure if len(sure) == 1 else candidates
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        raise TableError(
            f"{source}: several columns could be the cluster label: {listed(candidates)}. Choose with --label."
        )
    raise TableError(
        f"{source}: no column looks like a cluster label: none has cluster, segment, label, 聚类 or 分群 in its "
        f"name. {candidates_told(sample)} Name it with --label."
    )


def candidates_told(sample: pl.DataFrame) -> str:
    """List the columns that could be a label: those named like one, else those with 2 to 30 different values."""
    named = [name for name in sample.columns if re.search(LABEL_NAMES, name, re.IGNORECASE)]
    few = [name for name in sample.columns if 2 <= clean_texts(sample[name]).drop_nulls().n_unique() <= MOST_CLUSTERS]
    if found := named or few:
        return f"It could be {listed(found)}."
    return f"The columns are {listed(sample.columns)}."


def check_label(source: Source, label: str, sample: pl.DataFrame) -> None:
    """Refuse a label that is empty or looks like an id."""
    distinct = sample.select(clean_text(label, sample[label].dtype)).to_series().drop_nulls().n_unique()
    if distinct == 0:
        raise TableError(f"{source}: the label column {label!r} is empty in all {len(sample)} rows read.")
    if distinct > MOST_CLUSTERS:
        raise TableError(
            f"{source}: {label!r} has {distinct} different values in {len(sample)} rows: this looks like an id, "
            f"not a cluster label (at most {MOST_CLUSTERS}). Name the label with --label."
        )


def check_number(customers: Customers, clusters: Iterable[str | None]) -> None:
    """Refuse so many clusters that the label must be an id. clusters: what was found of them so far."""
    if len(found := set(clusters) - {None, *NOISE_LABELS}) > MOST_CLUSTERS:
        raise TableError(
            f"{customers.source}: the label {customers.label!r} has at least {len(found)} different values: at most "
            f"{MOST_CLUSTERS} clusters can be compared. Name the label with --label."
        )


ANOTHER = Text("看起来是另一个群体标签", "looks like another cluster label")
SAME = Text("与群体标签一一对应", "the cluster label in other words: it tells the cluster one to one")
LABEL = Text("群体标签", "the cluster label")


def settled(columns: tuple[Column, ...], label: str, sample: pl.DataFrame) -> tuple[Column, ...]:
    """Give the label its role, and take every other column that is or looks like a label out of the analysis."""
    same = same_as(label, sample)
    found = []
    for column in columns:
        if column.name == label:
            column = replace(column, role="label", reason=LABEL)
        elif column.role == "ignore" or (column.role in ("kpi", "flag", "category", "label") and column.reason != SET):
            if re.search(LABEL_NAMES, column.name, re.IGNORECASE):
                column = replace(column, role="ignore", reason=ANOTHER)
            elif column.name in same:
                column = replace(column, role="ignore", reason=SAME)
        found.append(column)
    return tuple(found)


def same_as(label: str, sample: pl.DataFrame) -> set[str]:
    """Return the columns whose values stand for the label's one to one in the whole sample."""
    labels = sample.select(clean_label(label, sample[label].dtype)).to_series().alias(CLUSTER)
    sizes = labels.drop_nulls().value_counts()
    if len(sizes) < 2 or sizes["count"].min() < LEAST_TOLD:
        return set()
    few = [name for name in sample.columns if name != label and sample[name].n_unique() <= len(sizes) + 3]
    beside = sample.select(labels, *few).lazy()
    tables = pl.collect_all([beside.select(CLUSTER, name).unique() for name in few])
    return {name for name, pairs in zip(few, tables, strict=True) if tells_one_to_one(pairs, name, len(sizes))}


def tells_one_to_one(pairs: pl.DataFrame, name: str, clusters: int) -> bool:
    """Tell whether every cluster has one text of its own. pairs: what occurs, CLUSTER and a column's cells."""
    texts = clean_texts(pairs[name])
    found = {(cluster, text) for cluster, text in zip(pairs[CLUSTER], texts, strict=True) if cluster is not None}
    return len(found) == clusters == len({text for _, text in found} - {None})


def speaks_chinese(sample: pl.DataFrame, columns: tuple[Column, ...]) -> bool:
    """Whether a header or a level of a category is written in Chinese."""
    names = " ".join(sample.columns)
    levels = (sample[c.name].cast(pl.String).drop_nulls().head(200) for c in columns if c.role in ("category", "text"))
    return bool(re.search(r"[\u4e00-\u9fff]", names + " ".join(" ".join(texts) for texts in levels)))
