"""Which shape has a counted KPI's distribution, and on which axis is it read?"""

from __future__ import annotations

import math
from statistics import median
from typing import Literal

import numpy as np

from deckgen.counted import CountedValues
from deckgen.statistics.numeric import discreet_quantile, quantile

Scale = Literal["linear", "log", "symlog"]
HEAVY = 8.0
"""A tail is heavy where the pooled 99th percentile is this many times the median's distance from the low end."""
HEAVY_BOTH = 10.0
"""On both sides of zero: where what is drawn is this many times as wide as the middle half of all customers."""
APART = 12.0
"""Medians this many times apart are read on a log axis too."""
SHOWN = (0.005, 0.995)
"""Violins end at these percentiles, and never within the last 11 customers: single ones would show."""
BINS, POINTS = 1024, 96
LEAST_BANDWIDTH = 0.018
"""Of the panel's range: what is finer cannot be seen."""


def axis_scale(counted: CountedValues) -> tuple[Scale, float]:
    """Return the scale on which all clusters can be read, and the core within which symlog is linear (else 1)."""
    values, counts = counted.values, counted.counts.sum(axis=0)
    low, middle, high = (quantile(values, counts, q) for q in (0.01, 0.5, 0.99))
    medians = [quantile(values, row, 0.5) for row in counted.counts if row.sum()]
    typical = max(abs(middle - min(low, 0.0)), np.finfo(float).tiny)
    apart = min(medians) > 0 and max(medians) / min(medians) >= APART
    heavy = high - low > HEAVY * typical or (apart and high > HEAVY * max(low, 0.0))
    if not heavy and not two_tailed(counted):
        return "linear", 1.0
    if values[0] > 0:
        return "log", 1.0
    return "symlog", core_of(values, counts)


def two_tailed(counted: CountedValues) -> bool:
    """Whether values on both sides of zero reach so far that the middle half of all of them could not be seen."""
    values, counts = counted.values, counted.counts.sum(axis=0)
    if not values[0] < 0 < values[-1]:
        return False
    low, high = ([quantile(values, row, q) for row in counted.counts if row.sum()] for q in SHOWN)
    return max(high) - min(low) > HEAVY_BOTH * (quantile(values, counts, 0.75) - quantile(values, counts, 0.25))


def core_of(values: np.ndarray, counts: np.ndarray) -> float:
    """Return the power of ten at or under the 10th percentile of the absolute values that are not zero."""
    sizes, order = np.abs(values), np.argsort(np.abs(values), kind="stable")
    some = sizes[order] > 0
    tenth = quantile(sizes[order][some], counts[order][some], 0.1)
    return 10.0 ** math.floor(math.log10(tenth))


def to_axis(values: np.ndarray, scale: Scale, core: float) -> np.ndarray:
    """Return where values lie on an axis: log10, or sign(v) log10(1 + |v| / core), or as they are."""
    if scale == "log":
        return np.log10(values)
    if scale == "symlog":
        return np.sign(values) * (np.log10(core + np.abs(values)) - np.log10(core))  # the ratio itself may overflow
    return values


def from_axis(places: np.ndarray, scale: Scale, core: float) -> np.ndarray:
    """Return the values at places on an axis."""
    if scale == "log":
        return 10.0**places
    if scale == "symlog":
        return np.sign(places) * (10.0 ** (np.abs(places) + np.log10(core)) - core)
    return places


def violin(counted: CountedValues, scale: Scale, core: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return a grid of values and the density on it for every cluster, the widest place of all being 1.

    Gaussian kernels on the axis's scale, from a histogram of 1,024 bins; bandwidth by Silverman's rule of thumb
    (Density Estimation, 1986, eq. 3.31), not finer than the page shows, nor than the steps of a whole-numbered KPI.
    A cluster without values gets empty arrays.
    """
    places = to_axis(counted.values, scale, core)
    low, high = places[0], places[-1]
    shapes = [density(places, row, low, high) for row in counted.counts]
    widest = max((shape.max() for _, shape in shapes if len(shape)), default=1.0) or 1.0
    return [(from_axis(grid, scale, core), shape / widest) for grid, shape in shapes]


def density(places: np.ndarray, counts: np.ndarray, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Return a grid on the axis, between the shown percentiles, and the density there."""
    if not counts.sum():
        return np.array([]), np.array([])
    first, last = (discreet_quantile(places, counts, q) for q in SHOWN)
    if last <= first:
        return np.array([first]), np.array([1.0 / max(LEAST_BANDWIDTH * (high - low), 1e-9)])
    width = bandwidth(places, counts, last - first)
    edges = np.linspace(first - 4 * width, last + 4 * width, BINS + 1)
    heights, _ = np.histogram(np.clip(places, edges[0], edges[-1]), edges, weights=counts)
    heights[[0, -1]] = 0
    step = edges[1] - edges[0]
    most = min(math.ceil(4 * width / step), (BINS - 1) // 2)
    reach = np.arange(-most, most + 1) * step
    kernel = np.exp(-0.5 * (reach / width) ** 2)
    smooth = np.convolve(heights, kernel / kernel.sum(), mode="same") / (counts.sum() * step)
    grid = np.linspace(first, last, POINTS)
    return grid, np.interp(grid, (edges[:-1] + edges[1:]) / 2, smooth)


def bandwidth(places: np.ndarray, counts: np.ndarray, span: float) -> float:
    """Return Silverman's bandwidth, not under what the page shows nor half the usual step between values."""
    n = int(counts.sum())
    mean = float(places @ counts) / n
    deviation = math.sqrt(float(((places - mean) ** 2) @ counts) / max(n - 1, 1))
    quartiles = (quantile(places, counts, 0.75) - quantile(places, counts, 0.25)) / 1.349
    spread = min(deviation, quartiles) if quartiles > 0 else deviation
    steps = np.diff(places[counts > 0])
    usual = median(steps.tolist()) if len(steps) and len(steps) < 60 else 0.0
    return max(0.9 * spread * n**-0.2, LEAST_BANDWIDTH * span, 0.6 * usual)


def axis_breaks(low: float, high: float, scale: Scale, core: float) -> tuple[float, ...]:
    """Return three to seven round values on an axis, ascending."""
    if scale == "linear":
        return linear_breaks(low, high)
    if scale == "log":
        return log_breaks(low, high)
    zero = [0.0] if low <= 0 <= high else []
    found = [-value for value in reversed(decades(max(core, -high), -low))] + zero + decades(max(core, low), high)
    return tuple(found) if len(found) >= 2 else linear_breaks(low, high)


def linear_breaks(low: float, high: float) -> tuple[float, ...]:
    """Return multiples of 1, 2 or 5 times a power of ten, about five of them."""
    span = (high - low) or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(span / 4))
    step = next(power * m for m in (1, 2, 5, 10) if span / (power * m) <= 5)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(float(f"{n * step:.12g}") for n in range(first, last + 1))


def log_breaks(low: float, high: float) -> tuple[float, ...]:
    """Return powers of ten; where there are fewer than three, also 2 and 5 times them."""
    if len(found := decades(low, high)) >= 3:
        return tuple(found)
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    finer = [m * 10.0**p for p in powers for m in (1, 2, 5) if low <= m * 10.0**p <= high]
    return tuple(finer) if len(finer) >= 2 else linear_breaks(low, high)


def decades(low: float, high: float) -> list[float]:
    """Return the powers of ten from low to high, every second or third where there are many."""
    if high <= 0 or high < low:
        return []
    powers = range(math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9) + 1)
    return [10.0**p for p in powers[:: max(1, math.ceil(len(powers) / 5))]]
