"""Which pairs of rows and columns are worth most together, each row and column in one pair at most?"""

from __future__ import annotations

import numpy as np


def best_pairs(worth: np.ndarray) -> dict[int, int]:
    """Return for each row the column that it goes with, so that the sum is largest; pairs worth nothing are left out.

    worth: (rows, columns), none negative. Shortest augmenting paths (Kuhn 1955; Jonker and Volgenant 1987).
    """
    size = max(worth.shape)
    cost = np.zeros((size, size))
    cost[: worth.shape[0], : worth.shape[1]] = -worth
    prices, rows_of = np.zeros((2, size)), np.full(size, -1)
    for row in range(size):
        augment(cost, prices, rows_of, row)
    inside = [(int(row), column) for column, row in enumerate(rows_of)]
    return {r: c for r, c in sorted(inside) if r < worth.shape[0] and c < worth.shape[1] and worth[r, c] > 0}


def augment(cost: np.ndarray, prices: np.ndarray, rows_of: np.ndarray, row: int) -> None:
    """Give one more row a column, others moving to their next best where that costs least.

    prices: of rows and of columns, (2, size), under which no pair is cheaper than its prices. rows_of: the row of each
    column, -1 where it is free.
    """
    size = len(rows_of)
    distance, before = np.full(size, np.inf), np.full(size, -1)
    seen, path, column, reached = np.zeros(size, dtype=bool), row, -1, 0.0
    while True:
        through = reached + cost[path] - prices[0, path] - prices[1]
        nearer = ~seen & (through < distance)
        distance[nearer], before[nearer] = through[nearer], column
        column = int(np.where(seen, np.inf, distance).argmin())
        reached, seen[column] = distance[column], True
        if rows_of[column] < 0:
            break
        path = rows_of[column]
    settle_prices(prices, rows_of, distance, seen, reached, row)
    while column >= 0:
        rows_of[column] = row if before[column] < 0 else rows_of[before[column]]
        column = int(before[column])


def settle_prices(
    prices: np.ndarray, rows_of: np.ndarray, distance: np.ndarray, seen: np.ndarray, reached: float, row: int
) -> None:
    """Change the prices of what was passed so that the new pairs cost just their prices."""
    prices[0, row] += reached
    for column in np.flatnonzero(seen & (rows_of >= 0)):
        prices[0, rows_of[column]] += reached - distance[column]
    prices[1, seen] -= reached - distance[seen]
