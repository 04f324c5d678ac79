"""`deckgen update`: a deck is carried on with new data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from deckgen.cli.making import open_studio
from deckgen.cli.options import names_option
from deckgen.cli.phases import Phases

ATTENTION = ("conflict", "relaid", "stale", "kept", "deleted", "own", "copy", "added", "removed")
MOST_LINES = 60


@click.command()
@click.argument("deck", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where the new deck goes; DECK-updated.pptx if not given."
)
@click.option(
    "-t",
    "--template",
    type=click.Path(path_type=Path),
    help="Another template, to which the deck moves with all in it.",
)
@click.option("-l", "--label", help="The column with the cluster label in the new data; else as DECK remembers it.")
@names_option
@click.option(
    "-c", "--config", type=click.Path(path_type=Path), help="A settings file, in place of what DECK remembers."
)
@click.option("--dry-run", is_flag=True, help="Tell what would become of every part; write nothing.")
@click.option("--force", is_flag=True, help="Replace existing files, also edited ones; never DECK itself.")
@click.option("-q", "--quiet", is_flag=True, help="Print the paths only.")
def update(
    deck: Path,
    data: Path,
    output: Path | None,
    template: Path | None,
    label: str | None,
    names: dict[str, str],
    config: Path | None,
    dry_run: bool,
    force: bool,
    quiet: bool,
) -> None:
    """Carry DECK on with new DATA: what people changed in it is kept, everything else is refreshed.

    DECK itself is never written to. A report is written beside the new deck, as .md and .json.
    """
    from deckgen.cache import Cache, cache_folder
    from deckgen.settings import Settings, read_settings, with_options

    progress = Phases(quiet)

    def choose(remembered: Settings) -> Settings:
        """Lay the options over the settings file, or over what the deck remembers."""
        known = replace(remembered, layouts={}) if template else remembered  # another template's layouts are others
        return with_options(read_settings(config) if config else known, names, label=label)

    with open_studio(Cache(cache_folder()), data, deck) as studio:
        from deckgen.pipeline import update as update_deck

        target = output or deck.with_name(f"{deck.stem}-updated.pptx")
        how = {"template": template, "dry_run": dry_run, "studio": studio}
        report = update_deck(deck, data, target, choose, force, progress, **how)
    for path in report.paths:
        click.echo(path)
    if not quiet:
        tell_update(report, dry_run)


def tell_update(report, dry_run: bool) -> None:
    """Print what became of the deck's parts, what needs attention first."""
    from deckgen.update.report import summary, told

    click.echo("Nothing is written; this is what would happen:" if dry_run else "The deck was carried on.", err=True)
    for line in summary(report.entries, "en") or ["Nothing changed: neither the data nor the deck."]:
        click.echo(f"  {line}", err=True)
    lines = told(report.entries, "en", ATTENTION)
    for line in lines[:MOST_LINES]:
        click.echo(line, err=True)
    if len(lines) > MOST_LINES:
        click.echo(f"and {len(lines) - MOST_LINES} more lines, in the report", err=True)
    for warning in report.warnings:
        click.echo(f"Warning: {warning}", err=True)
