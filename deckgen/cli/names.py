"""`deckgen names`: which names are proposed and agreed, and they are settled."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from deckgen.errors import OutputError


def parse_numbers(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[int, str]:
    """Read --set NUMBER=NAME options."""
    pairs = [text.partition("=") for text in given]
    for text, (number, sign, name) in zip(given, pairs, strict=True):
        if not (number.strip().isdigit() and sign and name.strip()):
            raise click.BadParameter(f'{text!r} is not of the form NUMBER=NAME, for example --set 2="High spenders"')
    return {int(number): name.strip() for number, _, name in pairs}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--set",
    "settled",
    multiple=True,
    metavar="NUMBER=NAME",
    callback=parse_numbers,
    help="Agree on the name of a persona, by its number; repeat for more.",
)
@click.option("--confirm", multiple=True, type=int, metavar="NUMBER", help="Keep the name of a persona that drifted.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="The language of the names; the deck's if not given.")
@click.option("--by", default="", help="Who agreed.")
@click.option("--on", default="", metavar="DATE", help="When it was agreed; today if not given.")
@click.option("--ask", is_flag=True, help="Ask for each name that is not agreed, at the terminal.")
def names(
    file: Path, settled: dict[int, str], confirm: tuple[int, ...], lang: str | None, by: str, on: str, ask: bool
) -> None:
    """Show the names of a deck's personas with what speaks for them, and settle them.

    FILE is a deck or its .personas.yaml. Names go into the .yaml; the next build or update puts them into the deck.
    """
    from deckgen.personas.settling import entries_of, language_of, lines, settle

    path = sheet_of(file)
    language = lang or language_of(file)
    entries = entries_of(path)
    if ask:
        settled = {**asked(entries, language), **settled}
    if not (settled or confirm):
        click.echo("\n".join(lines(entries, language)))
        return
    for number in settle(path, settled, confirm, language, by, on or date.today().isoformat()):
        click.echo(f"{path}: persona {number} is settled")
    click.echo("The next `deckgen build` or `deckgen update` puts the names into the deck.", err=True)


def sheet_of(file: Path) -> Path:
    """Return the file with the names; of a deck that has none beside it, one is written."""
    from deckgen.personas.sheet import sheet_beside, write_sheet

    if file.suffix.lower() in (".yaml", ".yml"):
        if not file.is_file():
            raise OutputError(f"{file}: there is no such file; `deckgen build` writes one beside the deck.")
        return file
    path = sheet_beside(file)
    if not path.is_file():
        from deckgen.deckfile import record_of_file

        write_sheet(record_of_file(file), file)
    return path


def asked(entries, language: str) -> dict[int, str]:
    """Ask at the terminal for every name that is not agreed; an empty answer leaves it open."""
    from deckgen.personas.settling import is_open, lines

    if not sys.stdin.isatty():
        raise OutputError("--ask needs a terminal; settle names with --set NUMBER=NAME.")
    answers = {}
    for entry in entries:
        if is_open(entry, language):
            click.echo("\n".join(lines([entry], language)))
            proposal = (entry.get("proposal") or {}).get(language, "")
            name = click.prompt(f"Name of persona {entry['persona']}", default=proposal, show_default=bool(proposal))
            if name.strip():
                answers[entry["persona"]] = name.strip()
    return answers
