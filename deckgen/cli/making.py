"""How is a deck made at the command line: each phase shown as it begins, then what was made and left out?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

SHOWN_LEFT_OUT = 12


def make(
    data: Path,
    output: Path,
    settings,
    template: Path | None,
    tables: Path | None,
    force: bool,
    quiet: bool,
    cached: bool = True,
) -> None:
    """Build the deck, showing each phase as it begins, and tell what was made."""
    started = time.monotonic()

    def progress(step: str) -> None:
        if not quiet:
            click.echo(f"  {time.monotonic() - started:5.1f} s  {step} ...", err=True)

    with open_studio(data, template, settings, cached) as studio:
        from deckgen.pipeline import build as build_deck

        report = build_deck(data, output, settings, template, tables, force, progress, studio=studio)
    for path in report.paths:
        click.echo(path)
    if not quiet:
        tell_report(report, time.monotonic() - started)


@contextmanager
def open_studio(data: Path, template: Path | None, settings, cached: bool) -> Iterator[object]:
    """Open the studio before all else, since its workers import while this process does.

    Where the same table was told in the same template before, most pictures are known, and workers wait until asked.
    """
    from deckgen.cache import Cache, cache_folder, file_state
    from deckgen.studio import Studio

    cache = Cache(cache_folder() if cached else None)
    visit = cache.key("visit", file_state(data), template and file_state(template), replace(settings, names={}))
    with Studio(cache=cache, at_once=not cache.has(visit)) as studio:
        yield studio
        cache.put(visit, b"")


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
