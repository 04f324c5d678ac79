"""Does a third party add sections? Told without loading them."""

from __future__ import annotations

from importlib.metadata import entry_points

from deckgen.settings import Settings

GROUP = "deckgen.sections"
"""The entry points' group."""


def are_plugged(settings: Settings) -> bool:
    """Whether the settings name a section's file, or an installed package offers a section."""
    return bool(settings.plugins) or bool(entry_points(group=GROUP))
