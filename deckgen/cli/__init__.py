"""The command line, a command a file: click only; errors become messages."""

from __future__ import annotations

import gc
import os
import sys

import click

from deckgen import __version__
from deckgen.cli.build import build
from deckgen.cli.demo import demo
from deckgen.cli.init import init
from deckgen.cli.inspect import inspect
from deckgen.cli.names import names
from deckgen.cli.sections import sections
from deckgen.cli.template import describe_template
from deckgen.cli.update import update
from deckgen.cli.verify import verify
from deckgen.errors import DeckgenError


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

    Exit codes: 0 done; 1 the table, template, settings or output do not allow it; 2 a wrong option; 3 what was to be
    verified does not hold.
    """


for command in (build, demo, init, inspect, describe_template, names, sections, update, verify):
    main.add_command(command)


RARELY = 200_000
"""Objects from one collection of garbage to the next: a command makes few cycles and soon ends."""


def run() -> None:
    """Run the command line; an unforeseen error is one line unless DECKGEN_DEBUG is set."""
    gc.set_threshold(RARELY)
    try:
        main(prog_name="deckgen")
    except ModuleNotFoundError as why:
        click.echo(
            f"Error: the library {why.name} is not installed here, which deckgen needs.\n"
            "Install deckgen again: `make demo` in its folder, or pip install -c constraints.txt .",
            err=True,
        )
        sys.exit(1)
    except Exception as why:
        if os.environ.get("DECKGEN_DEBUG"):
            raise
        message = (str(why).splitlines() or [""])[0][:300]
        click.echo(f"Error: unexpected {type(why).__name__}: {message}\nSet DECKGEN_DEBUG=1 for the details.", err=True)
        sys.exit(1)
    finally:
        gc.freeze()  # at its end the interpreter would look through everything once more
