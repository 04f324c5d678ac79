"""How is a delimited text laid out? Its delimiter, header and the number of cells a row, found by looking."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from deckgen.cells import NOT_PRINTABLE
from deckgen.errors import TableError

DELIMITERS = ",;\t|"
LOOKED_AT = 200
"""Rows by which the delimiter is chosen."""
DATA_LIKE = re.compile(r"[-+]?\d+([.,]\d+)*%?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*|(?i:true|false|yes|no|nan|null)|[是否]")
YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True)
class Layout:
    """What a beginning of a text shows.

    quoted: whether cells may stand in double quotes. header: as written. names: of the columns, none empty, none twice.
    header_line, above: the line on which the header begins, and the lines down to its end. bad: (line, cells) of the
    rows with another number of cells than the header. rows: looked at, below the header. last: the line on which the
    last of them begins. full: whether the last cell of every whole row holds something.
    """

    delimiter: str
    quoted: bool
    header: tuple[str, ...]
    names: tuple[str, ...]
    header_line: int
    above: int
    bad: tuple[tuple[int, int], ...]
    rows: int
    last: int
    full: bool

    @property
    def width(self) -> int:
        """Cells a row."""
        return len(self.header)


class Record(NamedTuple):
    """A row of a text: the lines on which it begins and ends, counted from 1, and its cells."""

    line: int
    end: int
    cells: list[str]


def layout_of(where: str, text: str) -> Layout:
    """Find the layout of whole lines of a text, its beginning.

    Raises TableError naming what is wrong with the header: it stands for data, or a name in it stands twice.
    """
    delimiter, quoted = delimiter_of(text)
    records = list(read_records(text, delimiter, quoted))
    usual = usual_width(records)
    start = next((place for place, record in enumerate(records) if len(record.cells) > usual / 2), 0)
    if len(records) < start + 2:
        raise TableError(f"{where}: there are 0 data rows, only a header.")
    header, body = records[start], records[start + 1 :]
    width = len(header.cells)
    check_header(where, header, [record.cells for record in body])
    widths = [cells_of(record, width) for record in body]
    most = max(set(widths), key=widths.count)
    if most != width and widths.count(most) > len(widths) / 2:
        raise TableError(
            f"{where}, line {header.line}: the header has {width} names, but most rows have {most} cells. "
            "Name every column, also the first."
        )
    bad = tuple((record.line, cells) for record, cells in zip(body, widths, strict=True) if cells != width)
    full = all(record.cells[-1].strip() for record, cells in zip(body, widths, strict=True) if cells == width)
    names = column_names(header.cells)
    return Layout(
        delimiter, quoted, tuple(header.cells), names, header.line, header.end, bad, len(body), body[-1].line, full
    )


def cells_of(record: Record, width: int) -> int:
    """Count a row's cells; empty ones beyond the header's do not count."""
    cells = len(record.cells)
    while cells > width and not record.cells[cells - 1].strip():
        cells -= 1
    return cells


def delimiter_of(text: str) -> tuple[str, bool]:
    """Return the delimiter that splits the first rows most evenly into most cells, and whether quotes count.

    They do not where something follows a closing one, as in a text with inches.
    """

    def evenness(way: tuple[str, bool]) -> tuple[float, bool]:
        try:
            records = list(read_records(text, *way, LOOKED_AT, strict=True))
        except csv.Error:
            return 0.0, False
        width = usual_width(records)
        even = sum(len(record.cells) == width for record in records) / max(len(records), 1)
        return (even * even * width if width > 1 else 0.0), way[1]

    return max([(delimiter, quoted) for quoted in (True, False) for delimiter in DELIMITERS], key=evenness)


def read_records(
    text: str, delimiter: str, quoted: bool, most: int = sys.maxsize, strict: bool = False
) -> Iterator[Record]:
    """Split a text into rows, blank lines left out.

    strict: raise csv.Error where a quotation mark closes inside a cell.
    """
    csv.field_size_limit(sys.maxsize)
    quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    ended = text + '"' if strict and quoted and text.count('"') % 2 else text  # only the end of a cut text lacks it
    reader = csv.reader(io.StringIO(ended, newline=""), delimiter=delimiter, quoting=quoting, strict=strict)
    line = 1
    for _, cells in zip(range(most), reader, strict=False):
        if cells:
            yield Record(line, reader.line_num, cells)
        line = reader.line_num + 1


def usual_width(records: Sequence[Record]) -> int:
    """Return the number of cells that most rows have."""
    widths = Counter(len(record.cells) for record in records)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def check_header(where: str, header: Record, body: Sequence[Sequence[str]]) -> None:
    """Refuse a first row that is data, and a header in which a name stands twice."""
    line, clean = header.line, [clean_name(name) for name in header.cells]
    if looks_like_data(clean, body):
        raise TableError(
            f"{where}, line {line}: the header looks like data ({', '.join(map(repr, clean[:4]))} ...). "
            "The first line must name the columns: add one."
        )
    twice = sorted(name for name, times in Counter(name for name in clean if name).items() if times > 1)
    if twice:
        raise TableError(
            f"{where}, line {line}: {', '.join(map(repr, twice[:5]))} stands more than once in the header. "
            "Which column is meant cannot be known: rename one."
        )


def looks_like_data(header: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether a third of a first row's cells are numbers, dates or answers, or stand again below themselves."""
    below = [set(cells) for cells in zip(*(cells for cells in body[:50] if len(cells) == len(header)), strict=True)]
    like = [
        name in seen or bool(DATA_LIKE.fullmatch(name) and not YEAR.fullmatch(name))
        for name, seen in zip(header, below, strict=False)
        if name
    ]
    return sum(like) > len(header) / 3


def column_names(header: Sequence[str]) -> tuple[str, ...]:
    """Return a header as the deck names the columns: trimmed, printable, "column 3" where there is no name."""
    return tuple(clean_name(name) or f"column {place}" for place, name in enumerate(header, 1))


def clean_name(name: str) -> str:
    """Return a name without what cannot be printed and without spaces around it."""
    return " ".join(re.sub(NOT_PRINTABLE, "", name).split())
