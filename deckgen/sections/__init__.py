"""The steps of the analysis, one a module, in the order of the deck.

A new step is one module with NAME, asks and tells, and one line here. Personas come last.
"""

from deckgen.sections import (
    attributes,
    categories,
    changes,
    channels,
    cover,
    distributions,
    kpis,
    labels,
    others,
    overview,
    personas,
    risk,
    rules,
    tree,
)

FRONT = (cover, overview)
"""Told last, because they say what the others left out; shown first."""

STEPS = (kpis, distributions, labels, categories, channels, attributes, risk, others, tree, rules, changes, personas)

ORDER = FRONT + STEPS
