"""`deckgen sections`: the steps of the deck."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="en", show_default=True, help="The language of the list."
)
@click.option(
    "-c", "--config", type=click.Path(path_type=Path), help="A settings file that names sections of your own."
)
def sections(lang: str, config: Path | None) -> None:
    """List the sections in the order of the deck."""
    from deckgen.agenda import name_of
    from deckgen.agenda import sections as all_sections
    from deckgen.settings import Settings, read_settings

    for section in all_sections(read_settings(config) if config else Settings()):
        question = (section.__doc__ or "").splitlines()[0]
        click.echo(f"{name_of(section):14} {section.NAME(lang)}  |  {question}")
