"""How does a file become a lazy table? By what is in it, not by its name alone."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path

import polars as pl

from deckgen.errors import TableError

PEEK = 1 << 18
DELIMITERS = ",;\t|"
OTHER_FORMATS = {
    b"PK\x03\x04": "a zip or Excel file",
    b"\xd0\xcf\x11\xe0": "an old Office file (.xls, .doc)",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\x1f\x8b": "a gzip file",
}


def open_table(path: Path) -> pl.LazyFrame:
    """Return the file's rows as a lazy table; the cells of a CSV stay text.

    CSV and TSV (delimiter and encoding found by looking), Parquet, Arrow/Feather and Excel (first sheet).
    Raises TableError naming the file where it is missing, empty or not a table.
    """
    if not path.exists():
        raise TableError(f"{path}: there is no such file.")
    if path.is_dir():
        raise TableError(f"{path}: this is a folder; name the table inside it.")
    if path.stat().st_size == 0:
        raise TableError(f"{path}: the file is empty (0 bytes).")
    suffix = path.suffix.lower()
    try:
        if suffix in (".parquet", ".pq"):
            return pl.scan_parquet(path, glob=False)
        if suffix in (".arrow", ".feather", ".ipc"):
            return pl.scan_ipc(path)
        if suffix in (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"):
            return pl.read_excel(path, infer_schema_length=None).lazy()
        return open_text(path)
    except TableError:
        raise
    except (pl.exceptions.PolarsError, OSError, ValueError) as why:
        raise TableError(f"{path}: this cannot be read as {suffix or 'a table'}: {first_line(why)}") from why
    except Exception as why:  # the Excel reader has error types of its own that are not part of its public face
        if type(why).__module__.startswith("fastexcel") or "calamine" in type(why).__name__.lower():
            raise TableError(f"{path}: this cannot be read as Excel: {first_line(why)}") from why
        raise


def first_line(why: BaseException) -> str:
    """Return the first line of an error's text, short."""
    return (str(why).strip().splitlines() or [type(why).__name__])[0][:200]


def open_text(path: Path) -> pl.LazyFrame:
    """Open delimited text: the encoding and delimiter that its beginning shows, every cell as text."""
    with path.open("rb") as file:
        start = file.read(PEEK)
    for magic, what in OTHER_FORMATS.items():
        if start.startswith(magic):
            raise TableError(f"{path}: this is {what}, not CSV. Rename it or export it as CSV or Parquet.")
    encoding = encoding_of(path, start)
    peek = start.decode(encoding, errors="ignore").lstrip("\ufeff")
    if peek.lstrip()[:1] in "{[" or "\x00" in peek[:4096]:
        raise TableError(f"{path}: this does not look like CSV (it begins with {peek.lstrip()[:1]!r}).")
    if not re.search(r"[\r\n]\s*\S", peek.strip()):
        raise TableError(f"{path}: there are 0 data rows, only a header.")
    source: Path | io.BytesIO = path
    if encoding not in ("utf-8", "utf-8-sig") or "\n" not in peek:
        text = path.read_bytes().decode(encoding, errors="replace").lstrip("\ufeff")
        source = io.BytesIO(text.replace("\r\n", "\n").replace("\r", "\n").encode())
    check_headers(path, peek, separator := delimiter_of(peek))
    return pl.scan_csv(source, separator=separator, infer_schema=False, glob=False)


def encoding_of(path: Path, start: bytes) -> str:
    """Return the encoding: by its mark, else UTF-8, else GB18030 (which contains GBK). Binary is an error."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            text = decoder.decode(start)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00\x01-\x06\x0e-\x1a]{4}", text):
            return encoding
    raise TableError(f"{path}: this is not text: neither UTF-8, UTF-16 nor GB18030. Export the table as CSV in UTF-8.")


def delimiter_of(peek: str) -> str:
    """Return the delimiter that splits the first lines into the most columns, the same number in each."""
    lines = peek.splitlines()[:20]

    def columns(delimiter: str) -> tuple[bool, int]:
        widths = [len(row) for row in csv.reader(lines[:-1] or lines, delimiter=delimiter)]
        return len(set(widths)) == 1, widths[0] if widths else 0

    return max(DELIMITERS, key=columns)


def check_headers(path: Path, peek: str, separator: str) -> None:
    """Refuse a header in which a name stands twice: which column is meant cannot be known."""
    headers = [name.strip() for name in next(csv.reader(peek.splitlines(), delimiter=separator))]
    twice = sorted({name for name in headers if headers.count(name) > 1})
    if twice:
        raise TableError(
            f"{path}, line 1: {', '.join(map(repr, twice[:5]))} stands more than once in the header. Rename one."
        )
