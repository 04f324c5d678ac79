"""`deckgen template`: what a template offers and lacks."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(name="template")
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
