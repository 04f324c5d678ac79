"""When is a deck that one works on made again? Whenever a file that it is made of has been saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from deckgen.errors import DeckgenError

EVERY = 0.05
"""Seconds from one look at the files to the next."""


def keep_making(make: Callable[[], None], files: Callable[[], Sequence[Path]], output: Path) -> None:
    """Make a deck, and again whenever one of its files is saved, until Ctrl-C ends the waiting.

    files: returns what the deck is made of. What does not allow a deck is told, and made good by the next change.
    """
    while True:
        looked_at = files()
        seen = state(looked_at, output)
        try:
            make()
        except DeckgenError as why:
            click.echo(f"Error: {why}", err=True)
        click.echo(f"Waiting for changes of {told(looked_at, output)}; Ctrl-C ends.", err=True)
        try:
            wait(looked_at, output, seen)
        except KeyboardInterrupt:
            return


def wait(files: Sequence[Path], output: Path, seen: tuple[object, ...]) -> None:
    """Wait until the state of files is another than the one seen; they are read only when one of them was written."""
    from deckgen.cache import file_state
    from deckgen.personas.sheet import sheet_beside

    before: list[object] = []
    while True:
        now = [*map(file_state, (*files, sheet_beside(output)))]
        if now != before and state(files, output) != seen:
            return
        before = now
        time.sleep(EVERY)


def state(files: Sequence[Path], output: Path) -> tuple[object, ...]:
    """Return what tells files from later ones; of the file of names, where deckgen writes too, only names."""
    from deckgen.cache import file_state
    from deckgen.cli.making import agreed_beside

    try:
        agreed = agreed_beside(output)
    except DeckgenError as why:
        agreed = (str(why),)
    return *map(file_state, files), agreed


def told(files: Sequence[Path], output: Path) -> str:
    """Spell the files that are looked at."""
    from deckgen.personas.sheet import sheet_beside

    return ", ".join(map(str, (*files, sheet_beside(output))))
