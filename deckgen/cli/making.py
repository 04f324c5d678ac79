"""How is a deck made at the command line: each phase shown as it begins, then what was made and left out?"""

from __future__ import annotations

import time
from pathlib import Path

import click

SHOWN_LEFT_OUT = 12


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
