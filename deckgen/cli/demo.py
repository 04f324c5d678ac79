"""`deckgen demo`: a made-up table and its deck."""

from __future__ import annotations

from pathlib import Path

import click

from deckgen.cli.making import make


@click.command()
@click.option(
    "-t",
    "--template",
    type=click.Path(path_type=Path),
    help="Your company's .pptx or .potx; the brand that ships if not given.",
)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="The deck's language; Chinese if not given.")
@click.option(
    "--rows",
    type=click.IntRange(500, 1_000_000),
    default=6000,
    show_default=True,
    help="Customers in the sample table.",
)
@click.option("--force", is_flag=True, help="Replace files that were edited since.")
def demo(template: Path | None, lang: str | None, rows: int, force: bool) -> None:
    """Write a made-up table of customers and its deck to output/."""
    from deckgen.deckfile import write_safely
    from deckgen.demo import sample_table
    from deckgen.settings import Settings

    table = Path("output") / "demo.csv"
    write_safely(sample_table(rows, lang or "zh").write_csv().encode(), table, force)
    click.echo(table)
    make(str(table), Path("output") / "demo.pptx", Settings(language=lang), template, {}, force, False)
