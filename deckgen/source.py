"""Where is the table? What the user named: a file, a folder, a pattern, an address in an object store, a database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit, urlunsplit

DATABASES = ("postgresql", "postgres", "sqlite", "mysql", "mssql", "oracle", "redshift", "duckdb", "clickhouse")
ADDRESS = re.compile(r"^([a-z][a-z0-9+.]+)://", re.IGNORECASE)
UNSAFE = r"[^\w .()&+@-]|^\.+"
"""What a name of a file must not hold, on any system."""


@dataclass(frozen=True)
class Source:
    """What the user named, and what says how to read it.

    named: a path, a pattern such as "sales/*.parquet", an address (s3://, https://) or a database (postgresql://).
    sheet: of a workbook; the first if None. query: the SQL that a database is asked, or a file that holds it.
    encoding: of delimited text, where it shall not be found by looking. engine: what reads it.
    """

    named: str
    sheet: str | None = None
    query: str | None = None
    encoding: str | None = None
    engine: str = "polars"

    @property
    def scheme(self) -> str:
        """The part before "://", in lower case, or nothing: of a path."""
        found = ADDRESS.match(self.named)
        return found.group(1).lower().split("+")[0] if found else ""

    @property
    def is_database(self) -> bool:
        """Whether a database is meant."""
        return self.scheme in DATABASES

    @property
    def is_remote(self) -> bool:
        """Whether it is an address that Polars reads itself."""
        return bool(self.scheme) and not self.is_database

    @property
    def path(self) -> Path:
        """The path on this machine."""
        return Path(self.named)

    @property
    def name(self) -> str:
        """What the deck calls it: the last part, never a user, a password or a token."""
        if not self.scheme:
            return self.path.name or str(self.path)
        parts = urlsplit(self.named)
        return PurePosixPath(parts.path).name or parts.hostname or self.scheme

    @property
    def stem(self) -> str:
        """A file's name to call the deck by."""
        return re.sub(UNSAFE, "_", PurePosixPath(self.name).stem) or "table"

    def __str__(self) -> str:
        """Spell it for a message, without what opens it: user, password, query string."""
        if not self.scheme:
            return self.named
        parts = urlsplit(self.named)
        host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
        return urlunsplit((parts.scheme, host, parts.path, "", ""))


def source_of(data: Source | Path | str) -> Source:
    """Return a source as it is, or the one that a path or address names."""
    return data if isinstance(data, Source) else Source(str(data))
