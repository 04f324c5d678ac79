"""How does delimited text become a lazy table? Its cells stay text; rows with too many or too few cells are marked."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from deckgen.errors import TableError
from deckgen.notices import Notice, notice
from deckgen.reading.encodings import LOSSY, decoded, encoding_of, in_utf_8, is_utf_8, known_encoding
from deckgen.reading.layout import Layout, layout_of
from deckgen.reading.opened import ODD, Opened, changed
from deckgen.source import Source

PEEK = 1 << 18
CHUNK = 1 << 22
BEYOND = "deckgen:beyond"
"""A column that holds what stands beyond the last one."""
MOST_BAD = 0.01
"""Share of rows with a wrong number of cells up to which they are left out; more are refused."""
NOT_TEXT = {
    b"PK\x03\x04": "a zip or Excel file",
    b"\xd0\xcf\x11\xe0": "an old Office file (.xls, .doc)",
    b"PAR1": "a Parquet file",
    b"ARROW1": "an Arrow file",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"SQLite format 3": "an SQLite database",
}
GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


def open_text(source: Source, path: Path) -> Opened:
    """Open delimited text: the encoding and layout that its beginning shows, plain or packed with gzip or zstd."""
    where = str(path)
    start, whole = beginning(path)
    check_magic(where, start)
    encoding = known_encoding(source.encoding) if source.encoding else encoding_of(where, start)
    text = decoded_start(where, start, encoding)
    if text.lstrip()[:1] in ("{", "["):
        raise TableError(f"{where}: this does not look like CSV (it begins with {text.lstrip()[:1]!r}, like JSON).")
    lines = text if whole else text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    layout = layout_of(where, lines)
    check_end(path, lines, layout, whole)
    check_widths(where, layout, whole)
    content = path if is_utf_8(encoding) and "\n" in lines else io.BytesIO(b"".join(in_utf_8(parts(path), encoding)))
    if not whole and not layout.full:
        check_short_lines(where, content, layout)
    rows = None if whole else round(size(path) / max(len(start), 1) * layout.rows)
    return Opened(scan(content, layout, encoding), changed([path]), rows, told(path, encoding, layout))


def beginning(path: Path) -> tuple[bytes, bool]:
    """Return the first bytes of a file, unpacked, and whether they are all of it."""
    with path.open("rb") as file:
        magic = file.read(4)
    if magic == ZSTD:
        lines = raw_lines(path).head(2000).collect()["line"]
        return "\n".join(lines.fill_null("")).encode() + b"\n", len(lines) < 2000
    start = next(parts(path, PEEK + 1), b"")
    return start[:PEEK], len(start) <= PEEK


def parts(path: Path, size: int = CHUNK) -> Iterator[bytes]:
    """Yield a file's bytes, unpacked, part by part."""
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
    with gzip.open(path) if packed else path.open("rb") as file:
        while part := file.read(size):
            yield part


def size(path: Path) -> int:
    """Estimate a file's size, unpacked."""
    data = path.stat().st_size
    with path.open("rb") as file:
        magic = file.read(4)
        if magic[:2] == GZIP:
            file.seek(-4, io.SEEK_END)
            return max(int.from_bytes(file.read(4), "little"), data)
    return data * 4 if magic == ZSTD else data


def check_magic(where: str, start: bytes) -> None:
    """Refuse a file that is known to be something else."""
    for magic, what in NOT_TEXT.items():
        if start.startswith(magic):
            raise TableError(f"{where}: this is {what}, not CSV. Rename it, or export it as CSV or Parquet.")


def decoded_start(where: str, start: bytes, encoding: str) -> str:
    """Decode the beginning; an encoding that the user named may be wrong."""
    text = decoded(start, encoding)
    if text is None:
        raise TableError(f"{where}: this is not written in {encoding}. Leave --encoding out to have it found.")
    return text.lstrip("\ufeff")


def check_end(path: Path, lines: str, layout: Layout, whole: bool) -> None:
    """Refuse a file that breaks off inside a row: how much of it is missing cannot be known."""
    if whole:
        cut = layout.bad and not lines.endswith(("\n", "\r")) and layout.bad[-1][1] < layout.width
        if cut and layout.bad[-1][0] == layout.last:
            line, cells = layout.bad[-1]
            raise TableError(
                f"{path}, line {line}: the file looks cut off: its last line has {cells} of {layout.width} cells and "
                "no end. Copy or export it again, or delete that line."
            )


def check_widths(where: str, layout: Layout, whole: bool) -> None:
    """Refuse a text in which many rows have another number of cells than the header, or rows that cannot be told."""
    if not layout.bad:
        return
    line, cells = layout.bad[0]
    few = len(layout.bad) <= MOST_BAD * layout.rows
    if few and (layout.full or all(cells > layout.width for _, cells in layout.bad)):
        return
    count = f"{len(layout.bad)} of {'' if whole else 'the first '}{layout.rows} rows have another width"
    raise TableError(
        f"{where}, line {line}: {cells} cells, but the header has {layout.width}; {count}. Often a "
        f"{layout.delimiter!r} or a line break stands in a cell without quotes: export it again with quoted cells."
    )


def raw_lines(content: Path | str | io.BytesIO) -> pl.LazyFrame:
    """Return a text's lines as they stand, in one column."""
    return pl.scan_csv(
        content, has_header=False, separator="\x1f", quote_char=None, schema={"line": pl.String}, glob=False,
        truncate_ragged_lines=True, encoding="utf8-lossy",
    )  # fmt: skip


def check_short_lines(where: str, content: Path | str | io.BytesIO, layout: Layout) -> None:
    """Refuse a long text with rows that have too few cells, where a last cell may be empty in a whole row too.

    Rows with quotation marks are not looked at: their line breaks and delimiters may stand in cells.
    """
    line = pl.col("line")
    plain = raw_lines(content).with_row_index().filter(~line.str.contains('"', literal=True) & (line != ""))
    short = plain.filter(line.str.count_matches(layout.delimiter, literal=True) < layout.width - 1)
    first, count = short.select(pl.col("index").min(), pl.len()).collect(engine="streaming").row(0)
    if count:
        raise TableError(
            f"{where}, line {first + 1}: fewer cells than the header's {layout.width}, as in {count} rows in all. "
            "Which cells are missing cannot be known: export the table again, with quoted cells."
        )


def scan(content: Path | str | io.BytesIO, layout: Layout, encoding: str) -> pl.LazyFrame:
    """Return the rows below the header, lazily, and in ODD whether a row has the wrong number of cells."""
    table = pl.scan_csv(
        content,
        separator=layout.delimiter,
        quote_char='"' if layout.quoted else None,
        has_header=False,
        skip_lines=layout.above,
        schema={**dict.fromkeys(layout.names, pl.String), BEYOND: pl.String},
        missing_columns="insert",
        truncate_ragged_lines=True,
        encoding="utf8-lossy" if encoding == LOSSY else "utf8",
        glob=False,
    )
    wrong = pl.col(BEYOND).is_not_null()
    if layout.full and layout.width > 1:
        wrong |= pl.col(layout.names[-1]).is_null() & pl.col(layout.names[0]).is_not_null()
    return table.with_columns(pl.when(wrong).then(pl.lit("cells")).alias(ODD)).drop(BEYOND)


def told(path: Path, encoding: str, layout: Layout) -> tuple[Notice, ...]:
    """Tell what is odd about the text as a whole."""
    found = []
    if layout.header_line > 1:
        lines = layout.header_line - 1
        found.append(notice(f"表头之前的 {lines} 行未读取", f"{lines} lines above the header were not read"))
    renamed = [(old, new) for old, new in zip(layout.header, layout.names, strict=True) if old != new]
    if renamed:
        examples = ", ".join(f"{old!r} -> {new!r}" for old, new in renamed[:3])
        found.append(
            notice(
                f"{len(renamed)} 个列名含多余空格、不可见字符或为空，已整理（{examples}）",
                f"{len(renamed)} column names had spaces around them, unprintable characters or no text: {examples}",
            )
        )
    if encoding == LOSSY:
        found.append(
            notice(
                "文件中有个别字符不是有效的 UTF-8，显示为 \ufffd",
                "a few places in the file are not valid UTF-8; they are shown as \ufffd",
            )
        )
    return tuple(found)
