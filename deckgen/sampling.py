"""Which customers are sampled? Those whose key has a small CRC-32: the same ones in every file, order and engine."""

from __future__ import annotations

import zlib

import numpy as np
import polars as pl


def share_of(most: int, rows: int) -> float:
    """Return the share to sample for at most about `most` rows, in one digit: an estimate of the rows rarely moves it.

    >>> share_of(150_000, 100_000), share_of(150_000, 1_000_000), share_of(150_000, 9_973_000)
    (1.0, 0.1, 0.01)
    """
    if rows <= most:
        return 1.0
    power = 10 ** len(str(rows // most))
    return most * power // rows / power


def chosen(keys: pl.Series, share: float) -> np.ndarray:
    """Tell of each key whether it is in the sample, (rows,) bool; a missing key counts as an empty one."""
    checksums = map(zlib.crc32, keys.fill_null("").cast(pl.Binary).to_list())
    return np.fromiter(checksums, dtype=np.uint32, count=len(keys)) < share * 2.0**32
