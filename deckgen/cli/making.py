"""How is a deck made at the command line: each phase shown as it begins, then what was made and left out?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from deckgen.cli.forms import Forms
from deckgen.cli.phases import Phases

SHOWN_LEFT_OUT = 12
NO_FORMS = Forms()


def make(
    data: str,
    output: Path,
    settings,
    template: Path | None,
    beside: dict[str, Path | None],
    force: bool,
    quiet: bool,
    cached: bool = True,
    forms: Forms = NO_FORMS,
    previous: Path | None = None,
    ask=None,
) -> None:
    """Build the deck and its other forms, showing each phase as it begins, and tell what was made.

    beside: by-products by their kinds. ask: what reads the table of a deck that is made many times, from the first time
    on; None where the deck may be one that was made before.
    """
    from deckgen.cache import Cache, cache_folder

    progress = Phases(quiet)
    cache = Cache(cache_folder() if cached else None)
    with open_studio(cache, Path(data), template) as studio:
        from deckgen.again import inputs_of, keep, kept, name_of
        from deckgen.plugged import are_plugged

        by_products = any(beside.values()) or previous is not None
        alone = ask is None and not by_products and settings.query is None and not are_plugged(settings)
        inputs = inputs_of(cache, Path(data), template) if alone else None
        made = kept(cache, name_of(cache, inputs, settings, agreed_beside(output)))
        if made is not None:
            progress("nothing has changed, writing the deck made before")
            paths = take_again(made, output, force)
        else:
            from deckgen.asking import answered
            from deckgen.beside import Beside
            from deckgen.pipeline import build

            chosen = (settings, template, Beside(**beside), force, progress)
            report = build(data, output, *chosen, previous=previous, studio=studio, ask=ask or answered)
            made, paths = made_of(report, output), report.paths
            keep(cache, name_of(cache, inputs, settings, agreed_beside(output)), made)  # names are written down now
    for path in (*paths, *forms.write(made.deck, force, progress)):
        click.echo(path)
    if not quiet:
        tell_made(made, progress.seconds)


def agreed_beside(output: Path) -> tuple[object, ...]:
    """Return what is agreed on the personas beside a deck."""
    from deckgen.personas.sheet import read_sheet, sheet_beside

    sheet = read_sheet(sheet_beside(output))
    return sheet.agreed if sheet else ()


def made_of(report, output: Path):
    """Return what is to be kept of a deck that was built, with the file beside it."""
    from deckgen.again import Made
    from deckgen.personas.beside import ENDING

    left_out = tuple((item.what, item.why) for item in report.left_out)
    ids = b"".join(path.read_bytes() for path in report.paths if path.name.endswith(ENDING))
    return Made(output.read_bytes(), ids, report.slides, report.clusters, left_out, report.warnings)


def take_again(made, output: Path, force: bool) -> tuple[Path, ...]:
    """Write a deck that was made before, with the files beside it; return the paths."""
    from deckgen.deckfile import check_writable, remembered, write_safely
    from deckgen.personas.beside import ids_beside, write_members
    from deckgen.personas.sheet import write_sheet

    check_writable(output, force)
    if made.beside:
        write_members(made.beside, ids_beside(output), force)
    write_safely(made.deck, output, force)
    sheet = write_sheet(remembered(made.deck), output)
    return (output, ids_beside(output), sheet) if made.beside else (output, sheet)


@contextmanager
def open_studio(cache, data: Path, template: Path | None) -> Iterator[object]:
    """Open the studio before all else, since its workers import while this process looks, imports and reads.

    Where the same table was told in the same template before, most pictures are known, and workers wait until asked.
    """
    from deckgen.cache import file_state
    from deckgen.studio import Studio

    visit = cache.key("visit", file_state(data), template and file_state(template))
    with Studio(cache=cache, at_once=not cache.has(visit)) as studio:
        yield studio
        cache.put(visit, b"")


def tell_made(made, seconds: float) -> None:
    """Print the number of slides, the warnings, and what was left out and why."""
    click.echo(f"{made.slides} slides on {made.clusters} clusters in {seconds:.1f} s.", err=True)
    for warning in made.warnings:
        click.echo(f"Warning: {warning}", err=True)
    if made.left_out:
        click.echo("Left out:", err=True)
    for what, why in made.left_out[:SHOWN_LEFT_OUT]:
        click.echo(f"  {what}: {why}", err=True)
    if len(made.left_out) > SHOWN_LEFT_OUT:
        click.echo(
            f"  and {len(made.left_out) - SHOWN_LEFT_OUT} more, listed in the notes of the overview slide", err=True
        )
