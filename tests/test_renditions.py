"""A deck is also written as PDF and as pages, which are known again, and refused in time where that cannot be."""

from __future__ import annotations

import io
import shutil

import pytest
from click.testing import CliRunner
from PIL import Image

from deckgen.cli import main
from deckgen.demo import sample_table
from deckgen.renditions import marked, was_edited


def png(colour: str) -> bytes:
    """Return a small picture."""
    stream = io.BytesIO()
    Image.new("RGB", (4, 3), colour).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("content", [png("red"), b"%PDF-1.7\n1 0 obj\n%%EOF\n"], ids=["png", "pdf"])
def test_a_form_is_known_again_until_it_is_changed(content):
    own = marked(content)
    assert was_edited(content) is None
    assert was_edited(own) is False
    assert was_edited(own[:20] + bytes([own[20] ^ 1]) + own[21:]) is True


def test_a_marked_picture_is_still_one():
    picture = Image.open(io.BytesIO(marked(png("#123456"))))
    picture.load()
    assert picture.getpixel((0, 0)) == (0x12, 0x34, 0x56) and set(picture.text) == {"deckgen"}


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "customers.csv"
    sample_table(1500, "en").write_csv(path)
    return path


def run(*options: object):
    """Run the command."""
    return CliRunner().invoke(main, ["build", *map(str, options)])


def test_without_libreoffice_it_says_so_before_any_work(table, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    for form in (["--pdf"], ["--png", tmp_path / "pages"]):
        said = run(table, "-o", tmp_path / "deck.pptx", *form)
        assert said.exit_code != 0 and "LibreOffice" in str(said.output) + str(said.exception)
        assert "apt-get install" in str(said.output) + str(said.exception)
        assert not (tmp_path / "deck.pptx").exists()


def test_another_ones_pdf_or_page_is_not_written_over(table, tmp_path):
    (tmp_path / "deck.pdf").write_bytes(b"%PDF-1.7\nmine\n%%EOF\n")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page-03.png").write_bytes(png("blue"))
    for form in (["--pdf"], ["--png", tmp_path / "pages"]):
        said = run(table, "-o", tmp_path / "deck.pptx", *form)
        assert said.exit_code != 0 and "was not written by deckgen" in str(said.output) + str(said.exception)
        assert not (tmp_path / "deck.pptx").exists()


@pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdftoppm"), reason="LibreOffice is not installed")
def test_a_page_a_slide_is_written_and_replaced_by_the_next_build(table, tmp_path):
    deck, pages = tmp_path / "deck.pptx", tmp_path / "pages"
    said = run(table, "-o", deck, "--pdf", "--png", pages, "--lang", "en", "-q")
    assert said.exit_code == 0, said.output
    count = len(list(pages.iterdir()))
    told = said.output.split()
    assert told[0] == str(deck) and told[-2:] == [str(deck.with_suffix(".pdf")), str(pages)]
    (pages / f"page-{count + 1:02}.png").write_bytes(marked(png("red")))
    assert run(table, "-o", deck, "--pdf", "--png", pages, "--lang", "en", "-q").exit_code == 0
    assert len(list(pages.iterdir())) == count > 5
    assert deck.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
