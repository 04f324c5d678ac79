"""What do options of several commands mean?"""

from __future__ import annotations

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
