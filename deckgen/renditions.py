"""How is a PDF or PNG of a deck known again, and may it be written over?

Each carries a mark with the SHA-256 of all its other bytes: a PDF as a comment after its end, a PNG as a text chunk
before its own (PNG specification, 11.3.4.3).
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib

PNG_START, PNG_END = b"\x89PNG\r\n\x1a\n", struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
KEYWORD = b"deckgen\0"
COMMENT = re.compile(rb"%deckgen ([0-9a-f]{64})\n\Z")
CHUNK = len(KEYWORD) + 64 + 12
"""Bytes of the mark in a PNG: its text, and its length, type and checksum."""


def marked(content: bytes) -> bytes:
    """Return a PDF or PNG with its mark."""
    if not content.startswith(PNG_START):
        return content + b"%deckgen " + digest(content) + b"\n"
    own = b"tEXt" + KEYWORD + digest(content)
    chunk = struct.pack(">I", len(own) - 4) + own + struct.pack(">I", zlib.crc32(own))
    return content[: -len(PNG_END)] + chunk + PNG_END


def was_edited(content: bytes) -> bool | None:
    """Tell whether a marked file was changed since; None for one without a mark."""
    if found := COMMENT.search(content):
        return digest(content[: found.start()]) != found[1]
    place = len(content) - len(PNG_END) - CHUNK
    if place < 0 or not content.startswith(PNG_START) or content[place + 4 : place + 8] != b"tEXt":
        return None
    start = place + 8 + len(KEYWORD)
    return digest(content[:place] + PNG_END) != content[start : start + 64]


def digest(content: bytes) -> bytes:
    """Hash bytes."""
    return hashlib.sha256(content).hexdigest().encode()
