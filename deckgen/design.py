"""Which sizes, spaces and weights do all pages share? The visual system in numbers; docs/gallery.md shows it.

Sizes are points on a page 7.5 inches high, the largest and the smallest where there are two; other pages scale them.
Lengths inside charts are inches on such a page.
"""

from __future__ import annotations

# Grid: space between blocks one above another, side by side, and between what belongs together.
GAP, GUTTER, CARD_GUTTER = 10, 26, 14

# Type scale
TAKEAWAY = (15, 12)
LIST, LIST_COMFORTABLE = (18, 12), 15
TABLE, TABLE_USUAL, TABLE_COMFORTABLE = (16, 10), 14, 12
CARD = (18, 10)
TREE = (18, 10)
KICKER, KEY, FOOT = 12, 11, 10
CHART_HEADING, CHART_TEXT, CHART_SMALL = 14.0, 12.5, 11.0
LEAST_SIZE = 10
"""Points below which nothing is set, however small the page."""
LEAST_PICTURE = 0.83
"""To what share of their usual size pictures shrink at most, however small the page: their words are not to be smaller
than those at its foot."""
NOTE = 0.86
"""A quieter line under another, as a share of its size."""


def quiet(size: float) -> float:
    """Return the share of a size that a quieter line under it has: never so small that it is below the least size."""
    return min(1.0, max(NOTE, LEAST_SIZE / size))


# Space between the bars of a real chart of stacked ones, in percent of their thickness.
GAP_STACKED = 45

# Weights of lines, in points
HAIRLINE, RULE, HEAD_RULE, CLUSTER_RULE = 0.5, 0.75, 1.25, 3.0
GOLDEN, PLAIN_LINK = 2.5, 1.0

# Emphasis: what differs stands in its cluster's full colour, what does not in grey.
OUTLINE = 2.25
"""Points of the edge in its cluster's colour that a piece has which is less common than elsewhere: its pale fill alone
may look like another cluster's."""
TINTS, MIXES = (0.16, 0.24, 0.32, 0.4, 0.08), (0.2, 0.28)
"""How much of its distance to white a key cell's ground keeps of its cluster's colour, and how much of a nearly black
one is mixed into the paper: the first that can be told from paper and bands and on which text can be read. None is
looked through: what checks contrast takes it for the full colour."""
VEILS = (0.24, 0.2, 0.16, 0.28)
"""How much of white a ground on dark paper has, the same for all clusters: a dark shade of yellow is another colour."""
