"""What is told of a template: roles, room, fonts, colours, footers, and what it lacks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image
from pptx import Presentation
from test_hostile_templates import template_with

from deckgen import render
from deckgen.cli import main
from deckgen.colours import contrast
from deckgen.template import open_template, shipped
from deckgen.template.report import report


def told_of(*arguments: object, code: int = 0) -> str:
    done = CliRunner().invoke(main, ["template", *map(str, arguments)])
    assert done.exit_code == code, done.output
    return done.stdout


def test_the_shipped_brand_lacks_nothing():
    found = report(open_template(None))
    assert (found.size, found.fitness, found.lacks) == ((13.33, 7.5), "good", ())
    assert found.masters[0][1] == ("Cover", "Section", "Title Only", "Two Content", "Closing Comparison")
    assert found.roles["content"].title == "placeholder"
    assert found.footers == {"date": "placeholder", "footer": "placeholder", "slide number": "placeholder"}
    assert {font.family for font in found.fonts} == {"Arial", "Microsoft YaHei"}
    for colour in found.series:
        assert colour.contrast == round(contrast(colour.colour, "FFFFFF"), 1) >= 3
    room = found.roles["content"].room
    assert found.roles["content"].share == pytest.approx(room[0] * room[1] / (13.33 * 7.5), abs=0.02)


@pytest.mark.parametrize(
    ("peculiarity", "said"),
    [
        ("no_titles", "the content layout has no title placeholder"),
        ("white_accents", "colours that clusters can use"),
        ("logo_in_the_corner", "the theme names no Chinese font"),
    ],
)
def test_what_is_lacking_is_told_with_the_remedy(tmp_path, peculiarity, said):
    found = report(open_template(template_with(tmp_path / "t.pptx", peculiarity)))
    assert any(said in lack for lack in found.lacks), found.lacks
    assert found.fitness == "usable"


def test_a_page_without_room_is_called_poor(tmp_path):
    path = template_with(tmp_path / "t.pptx")
    presentation = Presentation(path)
    for layout in presentation.slide_layouts:
        slide = presentation.slides.add_slide(layout)
        band = slide.shapes.add_shape(1, 0, int(presentation.slide_height * 0.5), presentation.slide_width, 3000000)
        layout.shapes._spTree.append(band._element)
    presentation.save(path)
    assert report(open_template(path)).fitness == "poor"


def test_numbers_of_slides_that_the_layout_draws_are_found(tmp_path):
    found = report(open_template(template_with(tmp_path / "t.pptx", "number_as_plain_field")))
    assert found.footers == {"date": "none", "footer": "none", "slide number": "drawn by the layout"}


def test_a_font_that_is_not_here_is_told_with_its_stand_in(tmp_path):
    theme = (b'<a:latin typeface="Calibri"/>', b'<a:latin typeface="Nowhere Sans"/>')
    path = replaced_in_theme(template_with(tmp_path / "t.pptx"), tmp_path / "font.pptx", *theme)
    found = report(open_template(path))
    assert {f.family for f in found.fonts if f.use.endswith("Latin")} == {"Nowhere Sans"}
    assert any("Nowhere Sans is not installed here" in warning for warning in found.warnings)


def replaced_in_theme(source: Path, target: Path, old: bytes, new: bytes) -> Path:
    """Copy a package with a change to its themes."""
    import zipfile

    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name)
            copy.writestr(name, content.replace(old, new) if name.startswith("ppt/theme/") else content)
    return target


def test_terminal_and_json_tell_the_same():
    shown, data = told_of(shipped()), json.loads(told_of(shipped(), "--json"))
    assert f"fitness {data['fitness']}" in shown
    for role in data["roles"].values():
        assert role["layout"] in shown
    for colour in data["series"]:
        assert colour["colour"] in shown


def test_a_layout_is_pinned_by_its_name_in_any_language(tmp_path):
    template = template_with(tmp_path / "t.pptx", "foreign_names")
    settings = tmp_path / "deckgen.toml"
    settings.write_text('[layouts]\ncover = "标题 幻灯片"\n', encoding="utf-8")
    data = json.loads(told_of(template, "--json", "--config", settings))
    assert data["roles"]["cover"]["layout"] == "标题 幻灯片"


def test_what_is_no_template_is_refused(tmp_path):
    (tmp_path / "t.pptx").write_text("no package")
    told_of(tmp_path / "t.pptx", code=1)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_preview_has_a_page_a_role_and_keeps_what_is_there(tmp_path):
    folder = tmp_path / "pages"
    told_of(shipped(), "--preview", folder, "--lang", "en")
    assert {path.stem for path in folder.iterdir()} == {"cover", "section", "content", "comparison"}
    for path in folder.iterdir():
        with Image.open(path) as page:
            assert abs(page.width / page.height - 16 / 9) < 0.01
            assert len(page.convert("RGB").getcolors(1 << 24)) > 20
    told_of(shipped(), "--preview", folder, code=1)


def test_without_libreoffice_the_preview_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(render.shutil, "which", lambda name: None)
    done = CliRunner().invoke(main, ["template", str(shipped()), "--preview", str(tmp_path)])
    assert done.exit_code == 1 and "apt-get install" in str(done.exception) + done.output
    assert list(tmp_path.iterdir()) == []
