"""In which encoding is a text written? Found by looking at its beginning."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from deckgen.errors import TableError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LOSSY = "utf-8-lossy"
"""UTF-8 in which a few places are broken: they are read as U+FFFD."""
MOST_BROKEN = 0.01
"""Share of broken places among the characters beyond ASCII, up to which a text is taken for UTF-8."""
LEAST_ZEROS = 0.2
BINARY = r"[\x00-\x06\x0e-\x1a]{4}"
HIGH = re.compile(rb"[\x80-\xff]+")


def encoding_of(where: str, start: bytes) -> str:
    """Return the encoding of a text that begins so; it may be cut off anywhere.

    By its mark; else UTF-16 where only every second byte is ever zero, UTF-8 (LOSSY where nearly all of it is), GB18030
    (which contains GBK) where bytes beyond ASCII come in pairs, Windows-1252 where they stand alone. Raises TableError
    where it is no text.
    """
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return encoding
    if wide := utf_16_without_mark(start):
        return wide
    for encoding in candidates(start):
        text = decoded(start, encoding)
        if text is not None and not re.search(BINARY, text):
            return encoding
    raise TableError(
        f"{where}: this is not text: neither UTF-8, UTF-16, GB18030 nor Windows-1252. Export the table as CSV in UTF-8."
    )


def candidates(start: bytes) -> Iterator[str]:
    """Yield the encodings to try, UTF-8 first."""
    yield "utf-8"
    yield from others(start)


def others(start: bytes) -> tuple[str, ...]:
    """Return the encodings to try after UTF-8, the likeliest first."""
    lossy = start.decode("utf-8", errors="replace")
    broken, whole = lossy.count("\ufffd"), sum(ord(character) > 127 for character in lossy)
    if broken <= max(1, MOST_BROKEN * whole) and whole > 10 * broken:
        return (LOSSY,)
    runs = [len(run) for run in HIGH.findall(start)]
    alone = sum(length == 1 for length in runs) > len(runs) / 2
    return ("cp1252", "gb18030") if alone else ("gb18030", "cp1252")


def utf_16_without_mark(start: bytes) -> str:
    """Return "utf-16-le" or "utf-16-be" where a fifth of every second byte is zero and no other, else nothing."""
    even, odd = start[0:4096:2], start[1:4096:2]
    if odd.count(0) > LEAST_ZEROS * len(odd) and not even.count(0):
        return "utf-16-le"
    if even.count(0) > LEAST_ZEROS * len(even) and not odd.count(0):
        return "utf-16-be"
    return ""


def decoded(start: bytes, encoding: str) -> str | None:
    """Decode the beginning of a text, up to its last whole character; None where it is not in that encoding."""
    if encoding == LOSSY:
        return start.decode("utf-8", errors="replace")
    try:
        return codecs.getincrementaldecoder(encoding)().decode(start)
    except UnicodeDecodeError:
        return None


def known_encoding(name: str) -> str:
    """Return an encoding by the name that the user gave it; raises TableError where there is none of that name."""
    if name.lower() == LOSSY:
        return LOSSY
    try:
        return codecs.lookup(name).name
    except LookupError as why:
        raise TableError(
            f"There is no encoding {name!r}. Usual ones are utf-8, gb18030, utf-16, windows-1252, big5, shift_jis; "
            f"{LOSSY} reads broken places as \ufffd."
        ) from why


def is_utf_8(encoding: str) -> bool:
    """Whether Polars reads the encoding itself."""
    return encoding in ("utf-8", "utf-8-sig", "ascii", LOSSY)


def in_utf_8(parts: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Write a text anew in UTF-8 with line feeds at the ends of lines, part by part; what is broken becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder("utf-8" if encoding == LOSSY else encoding)(errors="replace")
    kept = ""
    for part in parts:
        text = kept + decoder.decode(part)
        kept = "\r" if text.endswith("\r") else ""  # its line feed may come with the next part
        yield one_line_end(text[: len(text) - len(kept)])
    yield one_line_end(kept + decoder.decode(b"", final=True))


def one_line_end(text: str) -> bytes:
    """Write all ends of lines as line feeds."""
    return text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", errors="replace")
