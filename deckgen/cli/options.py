"""What do options of several commands mean?"""

from __future__ import annotations

from collections.abc import Callable

import click


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


names_option = click.option(
    "--name",
    "names",
    multiple=True,
    metavar="ID=NAME",
    callback=parse_names,
    help="An agreed name of a cluster; repeat for more.",
)

SOURCE = (
    click.option("--sheet", help="The sheet of a workbook; the first if not given."),
    click.option("--query", metavar="SQL", help="What a database is asked: SQL, or a .sql file."),
    click.option("--encoding", help="The encoding of a text file, if it is not found by looking, for example big5."),
)


def source_options(command: Callable) -> Callable:
    """Add the options that say how DATA is read."""
    for option in reversed(SOURCE):
        command = option(command)
    return command
