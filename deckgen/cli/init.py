"""`deckgen init`: what is inferred of a table becomes a settings file."""

from __future__ import annotations

from pathlib import Path

import click

from deckgen.cli.options import source_options


@click.command()
@click.argument("data")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("deckgen.toml"),
    show_default=True,
    help="Where the settings go.",
)
@click.option("-l", "--label", help="The column with the cluster label; found by its name if there is one candidate.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="The deck's language; Chinese if the table is.")
@click.option("--engine", type=click.Choice(["polars", "duckdb", "spark"]), help="What counts the table.")
@source_options
@click.option("--force", is_flag=True, help="Replace a file that is there, also an edited one.")
def init(
    data: str, output: Path, label: str | None, lang: str | None, engine: str | None, force: bool, **source: str
) -> None:
    """Write what deckgen infers of DATA to a commented settings file, to be changed and given to build --config."""
    from deckgen.asking import answered
    from deckgen.deckfile import check_writable, sealed_text, write_safely
    from deckgen.proposal import proposed
    from deckgen.settings import Settings, with_options
    from deckgen.telling import first_brief, tell_steps

    check_writable(output, force)
    settings = with_options(Settings(), {}, label=label, language=lang, engine=engine, **source)
    brief = tell_steps(first_brief(*answered(data, settings), settings))
    write_safely(sealed_text(proposed(brief)), output, force)
    click.echo(output)
    click.echo(f"deckgen build {data} --config {output}", err=True)
