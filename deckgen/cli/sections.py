"""`deckgen sections`: the steps of the deck."""

from __future__ import annotations

import click


@click.command()
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="en", show_default=True, help="The language of the list."
)
def sections(lang: str) -> None:
    """List the sections in the order of the deck."""
    from deckgen.sections import ORDER

    for section in ORDER:
        module = section.__name__.rsplit(".", 1)[-1]
        question = (section.__doc__ or "").splitlines()[0]
        click.echo(f"{module:14} {section.NAME(lang)}  |  {question}")
