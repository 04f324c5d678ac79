"""`deckgen inspect`: what deckgen sees in a table."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckgen.cli.options import source_options

if TYPE_CHECKING:
    from deckgen.inspection import Inspection

WIDEST = 36


@click.command()
@click.argument("data")
@click.option("-l", "--label", help="The column with the cluster label; found by its name if there is one candidate.")
@click.option("-c", "--config", type=click.Path(path_type=Path), help="A settings file that says more of the columns.")
@click.option("--engine", type=click.Choice(["polars", "duckdb", "spark"]), help="What counts the table.")
@source_options
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="en", show_default=True, help="The language of it.")
def inspect(
    data: str, label: str | None, config: Path | None, engine: str | None, as_json: bool, lang: str, **source: str
) -> None:
    """Tell what deckgen sees in DATA: rows, clusters, the role of every column and why, missing values, oddities."""
    from deckgen.asking import answered
    from deckgen.inspection import inspect as inspect_table
    from deckgen.settings import Settings, read_settings, with_options

    settings = with_options(read_settings(config) if config else Settings(), {}, label=label, engine=engine, **source)
    found = inspect_table(*answered(data, settings))
    click.echo(
        json.dumps(plain(found, lang), ensure_ascii=False, indent=2) if as_json else "\n".join(told(found, lang))
    )


def plain(found: Inspection, lang: str) -> dict[str, object]:
    """Return what was found as JSON holds it, in one language."""
    columns = [
        {**asdict(seen), **{key: getattr(seen, key)(lang) for key in ("reason", "text", "about")}}
        for seen in found.columns
    ]
    return {**asdict(found), "columns": columns, "warnings": [notice.detail(lang) for notice in found.warnings]}


def told(found: Inspection, lang: str) -> Iterator[str]:
    """Yield the lines for a terminal."""
    from deckgen.wording import Words

    say = Words(lang)
    yield say(
        f"{found.source}：{found.rows:,} 行，{len(found.columns)} 列",
        f"{found.source}: {found.rows:,} rows, {len(found.columns)} columns",
    )
    clusters = [(c.label, c.customers) for c in found.clusters]
    beside = [(say("噪声", "noise"), found.noise), (say("无标签", "no label"), found.unlabelled)]
    sizes = ", ".join(f"{name}: {few(n)}" for name, n in clusters + [pair for pair in beside if pair[1] != 0])
    yield say(f"标签 {found.label}：{sizes}", f"label {found.label}: {sizes}")
    yield say(f"编号 {found.id or '无'}", f"id {found.id or 'none'}")
    yield ""
    heads = (
        say("列", "column"),
        say("角色", "role"),
        say("缺失", "missing"),
        say("内容", "about"),
        say("依据", "reason"),
    )
    yield from lined_up([heads, *(cells(seen, say) for seen in found.columns)])
    for notice in found.warnings:
        yield say("提示：", "Warning: ") + notice.detail(lang)


def few(count: int | None) -> str:
    """Print a count of customers."""
    return "1-10" if count is None else f"{count:,}"


def cells(seen, say) -> tuple[str, ...]:
    """Return a column's cells in the table on the terminal."""
    levels = "" if seen.levels is None else say(f"{seen.levels:,} 个取值", f"{seen.levels:,} levels")
    about = say("，", ", ").join(part for part in (say.text(seen.about), levels) if part)
    gap = "" if not seen.missing else "<0.1%" if seen.missing < 0.001 else f"{seen.missing:.1%}"
    return printed(seen.name), seen.role, gap, about, say.text(seen.reason)


def printed(name: str) -> str:
    """Return a column's name as a terminal can show it, shortened in its middle."""
    from deckgen.wording import middle_cut

    return middle_cut("".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name), WIDEST)


def lined_up(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines whose cells stand below each other; a Han character is two columns wide."""
    widths = [max(map(columns_of, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (text + " " * (width - columns_of(text)) for text, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()


def columns_of(text: Iterable[str]) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
