"""Who was in which cluster? Customers by a salted hash of their id, so that the next run can find them again.

The salt follows from all ids together, so that the same table gives the same hashes, and two tables different ones. A
hash hides an id from whoever does not know it; who can list all ids can try them out. So it stays out of the deck
unless somebody asks for it, and lies in a file of its own beside it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from deckgen.counts import KEY, MOST_ROWS
from deckgen.customers import CLUSTER, Customers
from deckgen.features import feature_columns
from deckgen.personas.beside import CUSTOMER
from deckgen.personas.flows import Flow, flow_between
from deckgen.questions import Answers
from deckgen.sampling import share_of

COLUMNS = (CUSTOMER, "cluster", "deckgen_rank")
LEAST_FOUND = 0.25
"""Share of the smaller run's customers who must be found in the other one; with fewer, ids do not mean the same."""


@dataclass(frozen=True, eq=False)
class Members:
    """Customers of a run. hashes: (n,) uint64, ascending. clusters: (n,) their labels, noise included.

    ranks: (n,) uint16, by which customers are sampled. share: of the table's customers that are here.
    """

    salt: bytes
    share: float
    hashes: np.ndarray
    clusters: np.ndarray
    ranks: np.ndarray

    def among(self, share: float) -> pl.DataFrame:
        """Return `id` and `cluster` of the customers that a sample of some share holds."""
        inside = self.ranks < share * 2.0**16
        return pl.DataFrame({"id": self.hashes[inside], "cluster": self.clusters[inside]})


def keyed_rows(customers: Customers, answers: Answers) -> pl.DataFrame:
    """Return KEY and CLUSTER of the sampled customers, each once; the key is the id, or the whole row without one."""
    rows = answers.rows(feature_columns(customers)).select(KEY, CLUSTER).filter(pl.col(KEY).fill_null("") != "")
    return rows.sort(KEY, CLUSTER).unique(KEY, keep="first", maintain_order=True)


def members_of(rows: pl.DataFrame, share: float, salt: bytes | None = None) -> Members:
    """Hash the keys of customers, under a salt of their own where none is given."""
    rows = rows.sort(KEY)
    keys = [key.encode() for key in rows[KEY]]
    salt = hashlib.blake2b(b"\0".join(keys), digest_size=16).digest() if salt is None else salt
    digests = b"".join(hashlib.blake2b(key, key=salt, digest_size=8).digest() for key in keys)
    hashes = np.frombuffer(digests, dtype="<u8")
    ranks = np.fromiter((zlib.crc32(key) >> 16 for key in keys), dtype=np.uint16, count=len(keys))
    order = np.argsort(hashes, kind="stable")
    return Members(salt, share, hashes[order], rows[CLUSTER].to_numpy()[order], ranks[order])


def sampled_share(customers: Customers) -> float:
    """Return the share of a table's customers that is sampled."""
    return share_of(MOST_ROWS, customers.rows)


def flow_since(
    before: Members, rows: pl.DataFrame, share: float, old: tuple[str, ...], new: tuple[str, ...]
) -> Flow | None:
    """Count who went where since a run; None where too few are found again. rows: KEY and CLUSTER of the new run."""
    least = min(before.share, share)
    tables = before.among(least), members_of(rows, share, before.salt).among(least)
    flow = flow_between(*tables, old, new)
    found = len(tables[0].join(tables[1], on="id", how="semi"))
    return flow if found >= max(1, LEAST_FOUND * min(map(len, tables))) else None


def as_parquet(members: Members) -> bytes:
    """Return the file that lies beside a deck."""
    stream = io.BytesIO()
    columns = (members.hashes, members.clusters, members.ranks)
    pl.DataFrame(dict(zip(COLUMNS, columns, strict=True))).write_parquet(stream)
    return stream.getvalue()


def from_parquet(content: bytes, told: Mapping[str, object]) -> Members | None:
    """Return the customers that a file holds, if it is the one that a deck remembers by its hash."""
    if hashlib.sha256(content).hexdigest() != told.get("sha256"):
        return None
    table = pl.read_parquet(io.BytesIO(content))
    return Members(bytes.fromhex(told["salt"]), told["share"], *(table[name].to_numpy() for name in COLUMNS))


def file_data(members: Members, content: bytes) -> dict[str, object]:
    """Return what a deck remembers of the file beside it."""
    return {"salt": members.salt.hex(), "share": members.share, "sha256": hashlib.sha256(content).hexdigest()}


def own_data(members: Members) -> dict[str, object]:
    """Return the customers as the deck itself can remember them."""
    clusters = {
        str(label): packed(np.column_stack([members.hashes[chosen], members.ranks[chosen].astype("<u8")]))
        for label in sorted(set(members.clusters))
        for chosen in [members.clusters == label]
    }
    return {"salt": members.salt.hex(), "share": members.share, "clusters": clusters}


def from_own_data(told: Mapping[str, object]) -> Members:
    """Return the customers that a deck remembers itself."""
    parts = {label: unpacked(text) for label, text in told["clusters"].items()}
    both = np.concatenate(list(parts.values()))
    clusters = np.array([label for label, part in parts.items() for _ in range(len(part))], dtype=object)
    order = np.argsort(both[:, 0], kind="stable")
    hashes, ranks = both[order].T
    return Members(bytes.fromhex(told["salt"]), told["share"], hashes.copy(), clusters[order], ranks.astype(np.uint16))


def packed(numbers: np.ndarray) -> str:
    """Return whole numbers as text."""
    return base64.b64encode(zlib.compress(np.ascontiguousarray(numbers.astype("<u8")).tobytes())).decode()


def unpacked(text: str) -> np.ndarray:
    """Return the pairs of whole numbers that a text holds."""
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype="<u8").reshape(-1, 2)
