"""`deckgen verify`: every number of a deck is computed again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from deckgen.cli.phases import Phases

DOES_NOT_HOLD = 3


@click.command()
@click.argument("deck", type=click.Path(path_type=Path))
@click.argument("data")
@click.option("--json", "as_data", is_flag=True, help="Print all findings as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit code tells.")
def verify(deck: Path, data: str, as_data: bool, quiet: bool) -> None:
    """Compute everything in DECK again from DATA and compare every number: what holds, what moved, what was changed.

    DECK may have been edited. Numbers that people wrote themselves are listed, not judged. Exit code 3: something does
    not hold.
    """
    from deckgen.source import source_of
    from deckgen.verify import verify as verify_deck
    from deckgen.verify.report import as_json, told

    found = verify_deck(deck, data, Phases(quiet or as_data))
    if as_data:
        click.echo(as_json(found, deck.name, source_of(data).name))
    elif not quiet:
        click.echo("\n".join(told(found)))
    if not found.holds:
        sys.exit(DOES_NOT_HOLD)
