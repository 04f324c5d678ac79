"""The command line: click only; errors become messages."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from deckgen import __version__
from deckgen.errors import DeckgenError, SettingsError

SHOWN_LEFT_OUT = 12


class Group(click.Group):
    """A group whose commands end in one message where deckgen cannot do what is asked."""

    def invoke(self, context: click.Context) -> object:
        """Run the command; a DeckgenError is printed without a traceback and ends with exit code 1."""
        try:
            return super().invoke(context)
        except DeckgenError as why:
            raise click.ClickException(str(why)) from why


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="deckgen")
def main() -> None:
    """Turn a table of clustered customers into a branded PowerPoint deck of who the groups are.

    Exit codes: 0 a deck was written; 1 the table, template, settings or output do not allow it; 2 a wrong option.
    """


def parse_names(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Read --name ID=NAME options."""
    pairs = [text.partition("=") for text in given]
    wrong = [
        text
        for text, (key, sign, name) in zip(given, pairs, strict=True)
        if not (key.strip() and sign and name.strip())
    ]
    if wrong:
        raise click.BadParameter(f"{wrong[0]!r} is not of the form ID=NAME, for example --name 1=高价值核心客群")
    return {key.strip(): name.strip() for key, _, name in pairs}


@main.command()
@click.argument("data", type=click.Path(path_type=Path))
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
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="ID=NAME",
    callback=parse_names,
    help="An agreed name of a cluster; repeat for more.",
)
@click.option(
    "-c",
    "--config",
    type=click.Path(path_type=Path),
    help="A settings file; ./deckgen.toml is not read unless named here.",
)
@click.option("--tables", type=click.Path(path_type=Path), help="Also write all tables of the deck to this .xlsx.")
@click.option(
    "--force", is_flag=True, help="Replace an existing file that deckgen did not write or that was edited since."
)
@click.option("-q", "--quiet", is_flag=True, help="Print the paths only.")
def build(
    data: Path,
    template: Path | None,
    output: Path | None,
    label: str | None,
    lang: str | None,
    names: dict[str, str],
    config: Path | None,
    tables: Path | None,
    force: bool,
    quiet: bool,
) -> None:
    """Build a deck from DATA: a CSV, Parquet, Arrow or Excel table with one row a customer and a cluster label."""
    from deckgen.settings import Settings, read_settings, with_options

    settings = read_settings(config) if config else Settings()
    settings = with_options(settings, names, label=label, language=lang)
    make(
        data,
        output or Path("output") / f"{data.stem}.pptx",
        settings,
        template or named_template(settings, config),
        tables,
        force,
        quiet,
    )


def named_template(settings, config: Path | None) -> Path | None:
    """Return the settings' template, relative to the settings file."""
    if settings.template is None or config is None:
        return None
    found = config.parent / settings.template
    if not found.exists():
        raise SettingsError(f"{config}: template is {settings.template!r}, but there is no file {found}.")
    return found


def make(
    data: Path, output: Path, settings, template: Path | None, tables: Path | None, force: bool, quiet: bool
) -> None:
    """Build the deck, showing each phase as it begins, and tell what was made."""
    from deckgen.studio import Studio

    started = time.monotonic()

    def progress(step: str) -> None:
        if not quiet:
            click.echo(f"  {time.monotonic() - started:5.1f} s  {step} ...", err=True)

    with Studio() as studio:  # first of all: its workers import while this process does
        from deckgen.pipeline import build as build_deck

        report = build_deck(data, output, settings, template, tables, force, progress, studio=studio)
    for path in report.paths:
        click.echo(path)
    if not quiet:
        tell_report(report, time.monotonic() - started)


def tell_report(report, seconds: float) -> None:
    """Print the number of slides, the warnings, and what was left out and why."""
    click.echo(f"{report.slides} slides on {report.clusters} clusters in {seconds:.1f} s.", err=True)
    for warning in report.warnings:
        click.echo(f"Warning: {warning}", err=True)
    if report.left_out:
        click.echo("Left out:", err=True)
    for item in report.left_out[:SHOWN_LEFT_OUT]:
        click.echo(f"  {item.what}: {item.why}", err=True)
    if len(report.left_out) > SHOWN_LEFT_OUT:
        click.echo(
            f"  and {len(report.left_out) - SHOWN_LEFT_OUT} more, listed in the notes of the overview slide", err=True
        )


@main.command()
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
    make(table, Path("output") / "demo.pptx", Settings(language=lang), template, None, force, False)


@main.command(name="template")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-c", "--config", type=click.Path(path_type=Path), help="A settings file that maps roles to layouts.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--preview", type=click.Path(path_type=Path), help="Also write a PNG page of each role to this folder.")
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="The preview's language."
)
@click.option("--force", is_flag=True, help="Replace pictures that are in the folder already.")
def describe_template(
    file: Path, config: Path | None, as_json: bool, preview: Path | None, lang: str, force: bool
) -> None:
    """Tell what a template FILE offers and lacks for a deck: roles, room, fonts, colours, footers."""
    from deckgen.settings import Settings, read_settings
    from deckgen.template import open_template, with_chinese_font
    from deckgen.template.report import report, told

    settings = read_settings(config) if config else Settings()
    opened = open_template(file, settings.layouts)
    found = report(opened)
    if as_json:
        import json
        from dataclasses import asdict

        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(told(found)))
    if preview is not None:
        write_preview(with_chinese_font(opened), preview, lang, force)


def write_preview(template, folder: Path, language: str, force: bool) -> None:
    """Write a page of each role to a folder."""
    from deckgen.deckfile import check_writable, write_safely
    from deckgen.preview import preview
    from deckgen.render import check_renderers

    check_renderers()
    paths = {role: folder / f"{role}.png" for role in template.roles}
    for path in paths.values():
        check_writable(path, force)
    for role, picture in preview(template, language).items():
        write_safely(picture, paths[role], force)
        click.echo(paths[role], err=True)


@main.command()
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


def run() -> None:
    """Run the command line; an unforeseen error is one line unless DECKGEN_DEBUG is set."""
    try:
        main(prog_name="deckgen")
    except Exception as why:
        if os.environ.get("DECKGEN_DEBUG"):
            raise
        message = (str(why).splitlines() or [""])[0][:300]
        click.echo(f"Error: unexpected {type(why).__name__}: {message}\nSet DECKGEN_DEBUG=1 for the details.", err=True)
        sys.exit(1)
