"""`deckgen build`: a table becomes a deck."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import click

from deckgen.cli.forms import Forms
from deckgen.cli.making import make
from deckgen.cli.options import names_option, source_options
from deckgen.errors import DeckgenError, SettingsError


@click.command()
@click.argument("data")
@click.option(
    "-t",
    "--template",
    type=click.Path(path_type=Path),
    help="Your company's .pptx or .potx; the brand that ships if not given.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where the deck goes; output/<data>.pptx if not given."
)
@click.option("-l", "--label", help="The column with the cluster label; found by its name if there is one candidate.")
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), help="The deck's language; Chinese if the table is, else English."
)
@names_option
@click.option(
    "-c",
    "--config",
    type=click.Path(path_type=Path),
    help="A settings file; ./deckgen.toml is not read unless named here.",
)
@source_options
@click.option(
    "--previous",
    type=click.Path(path_type=Path),
    metavar="OLD.pptx",
    help="The deck of the clustering before: names and colours follow its groups, and a slide tells what changed.",
)
@click.option("--remember-ids", is_flag=True, help="Put hashed ids into the deck itself, not into a file beside it.")
@click.option("--tables", type=click.Path(path_type=Path), help="Also write all tables of the deck to this .xlsx.")
@click.option("--claims", type=click.Path(path_type=Path), help="Also write all claims with their evidence (.json).")
@click.option("--method", type=click.Path(path_type=Path), help="Also write how everything was computed (.md).")
@click.option(
    "--charts",
    type=click.Choice(["pictures", "native"]),
    help="How bars are drawn: as pictures, or as real charts that can be edited; pictures if not given.",
)
@click.option("--pdf", is_flag=True, help="Also write the deck as PDF beside it, by LibreOffice.")
@click.option(
    "--png", type=click.Path(path_type=Path), metavar="DIR", help="Also write every page as PNG, by LibreOffice."
)
@click.option(
    "--force", is_flag=True, help="Replace an existing file that deckgen did not write or that was edited since."
)
@click.option(
    "--engine",
    type=click.Choice(["polars", "duckdb", "spark"]),
    help="What counts the table: Polars here, DuckDB beyond memory, or Spark on your own session; polars if not given.",
)
@click.option("--no-cache", is_flag=True, help="Draw every picture anew, and keep none for the next build.")
@click.option(
    "--watch",
    is_flag=True,
    help="Stay, and make the deck again whenever the table, template, settings or names change.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print the paths only.")
def build(
    data: str,
    template: Path | None,
    output: Path | None,
    label: str | None,
    lang: str | None,
    names: dict[str, str],
    config: Path | None,
    sheet: str | None,
    query: str | None,
    encoding: str | None,
    previous: Path | None,
    remember_ids: bool,
    tables: Path | None,
    claims: Path | None,
    method: Path | None,
    charts: str | None,
    pdf: bool,
    png: Path | None,
    force: bool,
    engine: str | None,
    no_cache: bool,
    watch: bool,
    quiet: bool,
) -> None:
    """Build a deck from DATA: a table with one row a customer and a cluster label.

    DATA is a CSV, Parquet, Arrow or Excel file, a folder or pattern of files, an address (s3://...) or a database
    (postgresql://..., with --query).
    """
    from deckgen.settings import Settings, read_settings, with_options
    from deckgen.source import Source

    output = output or Path("output") / f"{Source(data).stem}.pptx"
    forms = Forms(output.with_suffix(".pdf") if pdf else None, png)
    chosen = {"label": label, "language": lang, "sheet": sheet, "query": query, "encoding": encoding, "engine": engine}

    def settle():
        """Return the settings and the template as they are now."""
        settings = read_settings(config) if config else Settings()
        settings = with_options(settings, names, remember_ids=remember_ids or None, **chosen, charts=charts)
        return settings, template or named_template(settings, config)

    def make_deck(ask=None) -> None:
        """Make the deck and all that goes with it."""
        settings, company = settle()
        forms.check(force)
        beside = {"tables": tables, "claims": claims, "method": method}
        make(data, output, settings, company, beside, force, quiet, not no_cache, forms, previous, ask)

    if watch:
        from deckgen.asking import Remembering
        from deckgen.cli.watching import keep_making

        keep_making(partial(make_deck, Remembering()), lambda: files_of(data, config, settle), output)
        return
    make_deck()
    if config is None and not quiet:
        click.echo(
            "Roles, themes, names and bins were inferred: deckgen init writes them to a file to be changed.", err=True
        )


def files_of(data: str, config: Path | None, settle: Callable[[], tuple[object, Path | None]]) -> list[Path]:
    """Return the files that a deck is made of; the settings' template only where they can be read."""
    from deckgen.source import Source

    template, table = None, None if Source(data).scheme else Path(data)
    with suppress(DeckgenError):
        _, template = settle()
    return [path for path in (table, template, config) if path is not None]


def named_template(settings, config: Path | None) -> Path | None:
    """Return the settings' template, relative to the settings file."""
    if settings.template is None or config is None:
        return None
    found = config.parent / settings.template
    if not found.exists():
        raise SettingsError(f"{config}: template is {settings.template!r}, but there is no file {found}.")
    return found
