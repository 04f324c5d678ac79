"""How does one see at the terminal what deckgen is at?"""

from __future__ import annotations

import time

import click


class Phases:
    """Prints each phase as it begins, with the seconds since the first; nothing when quiet."""

    def __init__(self, quiet: bool) -> None:
        self.quiet, self.started = quiet, time.monotonic()

    def __call__(self, step: str) -> None:
        """Print a phase."""
        if not self.quiet:
            click.echo(f"  {self.seconds:5.1f} s  {step} ...", err=True)

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.started
