"""A third party adds a section in one file: the README's own, named in the settings or offered by a package."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from pptx import Presentation
from test_sections import slide

from deckgen.asking import answered
from deckgen.cli import main
from deckgen.deckfile import remembered
from deckgen.errors import PluginError
from deckgen.plugged import are_plugged
from deckgen.settings import Settings, read_settings, settings_from
from deckgen.telling import tell

README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.search(r"```python\n(.*?)```", README.split("## A section of your own")[1], re.DOTALL).group(1)
TELLS = SHOWN[SHOWN.index("def tells") :]


def line_of(start: str) -> int:
    """Return the number of the line of the README's section that begins so."""
    return next(n for n, line in enumerate(SHOWN.splitlines(), 1) if line.strip().startswith(start))


def write(folder: Path, code: str = SHOWN, name: str = "completeness") -> Path:
    """Write a section and the settings that name it."""
    (folder / f"{name}.py").write_text(code, encoding="utf-8")
    (folder / "deckgen.toml").write_text(f'plugins = ["{name}.py"]\n', encoding="utf-8")
    return folder / "deckgen.toml"


def told(table: Path, config: Path | None):
    settings = read_settings(config) if config else Settings()
    return tell(*answered(table, settings), settings)[0]


def test_the_section_of_the_readme_has_about_twenty_lines():
    assert len([line for line in SHOWN.splitlines() if line.strip()]) <= 22


def test_the_section_of_the_readme_stands_in_the_deck_before_the_personas(tmp_path, small_csv):
    config = write(tmp_path)
    done = CliRunner().invoke(
        main, ["build", str(small_csv), "-o", str(tmp_path / "deck.pptx"), "-c", str(config), "--lang", "en", "-q"]
    )
    assert done.exit_code == 0, done.output
    pages = list(Presentation(tmp_path / "deck.pptx").slides)
    assert pages[-2].shapes.title.text_frame.text == "How many customers have a value of the 2 KPIs"
    table = next(shape.table for shape in pages[-2].shapes if shape.has_table)
    assert table.cell(0, 0).text == "KPI"
    assert len(table.rows) == 3 and table.cell(1, 1).text == "100%"
    listed = CliRunner().invoke(main, ["sections", "-c", str(config)]).output.splitlines()
    assert listed[-2].startswith("completeness") and "How complete" in listed[-2]
    assert "plugins" not in remembered((tmp_path / "deck.pptx").read_bytes())["settings"]


def test_a_package_offers_a_section_by_an_entry_point(tmp_path, small_csv, monkeypatch):
    (tmp_path / "their_completeness.py").write_text(SHOWN, encoding="utf-8")
    facts = tmp_path / "their-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: their\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text("[deckgen.sections]\ncompleteness = their_completeness\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert are_plugged(Settings())
    assert slide(told(small_csv, None), "5").kicker.startswith("5 ")
    sys.modules.pop("their_completeness")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (
            SHOWN.replace("say, rows = ", "1 / 0; say, rows = "),
            rf"completeness\.py, line {line_of('def tells') + 1}\) failed in tells: ZeroDivision",
        ),
        (
            SHOWN.replace("return [values", "return [None for _ in (1,)] + [values"),
            "asks gives something but questions",
        ),
        (
            SHOWN.replace("return [values(column)", "return [values(column.nam)"),
            rf"line {line_of('return [values')}\) failed in asks: AttributeError",
        ),
        (SHOWN.replace("return Told(", "return ("), "tells gives tuple, not deckgen.brief.Told"),
        (SHOWN.replace('Slide("5"', 'Slide("2.2"'), "the step '2.2' is taken"),
        (SHOWN.replace('("left", *', '("left", "left", *'), "rows, aligns and weights differ"),
        (SHOWN.replace('Cell("KPI")', 'Cell({"KPI"})'), "set is nothing that a slide can hold"),
        (SHOWN.replace("NAME = Text(", "NAME = ("), "it has no NAME"),
        (SHOWN.replace(TELLS, ""), "it has no tells"),
        ("import nothing_like_this", "cannot be loaded: ModuleNotFoundError: .*nothing_like_this"),
        ("def tells(:", "cannot be loaded: SyntaxError"),
    ],
)
def test_a_section_that_fails_is_named_in_the_error(tmp_path, small_csv, code, says):
    config = write(tmp_path, code)
    done = CliRunner().invoke(main, ["build", str(small_csv), "-o", str(tmp_path / "deck.pptx"), "-c", str(config)])
    assert done.exit_code == 1
    message = done.output[done.output.index("Error: ") :]
    assert re.search(says, message) and "completeness" in message and len(message.splitlines()) <= 3
    assert not (tmp_path / "deck.pptx").exists()


def test_a_file_that_is_not_there_or_has_a_taken_name_is_refused(tmp_path, small_csv):
    (tmp_path / "deckgen.toml").write_text('plugins = ["nowhere.py"]\n')
    with pytest.raises(PluginError, match=r"nowhere\.py: there is no such Python file"):
        told(small_csv, tmp_path / "deckgen.toml")
    with pytest.raises(PluginError, match="two sections risk"):
        told(small_csv, write(tmp_path, name="risk"))


def test_a_section_of_ones_own_is_left_out_like_any_other(tmp_path, small_csv):
    config = write(tmp_path)
    config.write_text(config.read_text() + "[sections]\ncompleteness = false\n")
    assert "5" not in {page.step for page in told(small_csv, config).slides}


def test_a_deck_that_is_carried_on_names_no_code_to_run(tmp_path, small_csv):
    from deckgen.deckfile import seal
    from deckgen.update.carrying import read_deck

    path = tmp_path / "deck.pptx"
    assert CliRunner().invoke(main, ["build", str(small_csv), "-o", str(path), "-q"]).exit_code == 0
    record = json.loads(json.dumps(remembered(path.read_bytes())))
    record["settings"]["plugins"] = [str(tmp_path / "evil.py")]
    path.write_bytes(seal(path.read_bytes(), record))
    assert read_deck(path).settings.plugins == ()
    assert settings_from(path, {"plugins": ["own.py"]}).plugins == ("own.py",)
