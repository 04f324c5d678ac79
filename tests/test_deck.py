"""From a table and a template to a file: complete, valid, reproducible, and read back by others."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

import pytest
from conftest import SHARED, needs_shared
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches
from test_sections import told

from deckgen.builder import Arrangement, write
from deckgen.charts import draw_marks
from deckgen.deckfile import check_writable, sealed, was_edited, write_safely
from deckgen.demo import sample_table
from deckgen.errors import OutputError
from deckgen.slides import CHARTS, Beside, Card, Cards, Cell, Gauge, Point, Points, Row, Slide, Table
from deckgen.template import open_template, with_chinese_font
from deckgen.template.package import parts_of

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    """The sample's deck in Chinese and English."""
    folder = tmp_path_factory.mktemp("table")
    for language in ("zh", "en"):
        sample_table(1500, language).write_csv(folder / f"{language}.csv")
    return {language: told(folder / f"{language}.csv", language=language) for language in ("zh", "en")}


def written(deck, template=None) -> bytes:
    """Write a deck's file."""
    company = with_chinese_font(open_template(template))
    arrangement = Arrangement(company)
    pages = arrangement.pages(deck)
    jobs = {key: job for s in deck.slides for key, job in arrangement.charts(s, deck.clusters, deck.language).items()}
    pictures = {key: draw_marks(*job, company.brand) for key, job in jobs.items()}
    write(deck, pages, company, pictures)
    return sealed(parts_of(company.presentation))


@pytest.fixture(scope="module")
def files(decks):
    return {language: written(deck) for language, deck in decks.items()}


def opened(content: bytes):
    return Presentation(io.BytesIO(content))


def words(slide) -> str:
    """Return all text of a slide, runs joined."""
    return "".join(slide._element.itertext(f"{A}t"))


def joined(text: str) -> str:
    return re.sub(r"\s", "", text)


def texts_of(table: Table) -> list[str]:
    """Return what the cells of a table say."""
    return [text for row in table.rows for cell in row.cells for text in (cell.text, cell.note)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_told_is_in_the_file(decks, files, language):
    deck, presentation = decks[language], opened(files[language])
    everything = joined(" ".join(words(slide) for slide in presentation.slides))
    for slide in deck.slides:
        assert joined(slide.title) in everything, slide.step
        assert joined(slide.takeaway) in everything, slide.step
        feet = (slide.foot, *(stretch.foot for stretch in slide.stretches))  # a page with fewer rows has its own
        assert any(joined(foot) in everything for foot in feet), slide.step
    for slide in (slide for slide in deck.slides if isinstance(slide.body, Table)):
        forms = [slide.body]
        while forms[-1].narrow:
            forms.append(forms[-1].narrow)
        assert any(all(joined(text) in everything for text in texts_of(form)) for form in forms), slide.step
    notes = [slide.notes_slide.notes_text_frame.text for slide in presentation.slides]
    assert all(slide.notes in notes for slide in deck.slides)


def test_titles_stand_in_real_placeholders_and_first(files):
    for slide in opened(files["zh"]).slides:
        assert slide.shapes.title is not None
        assert slide.shapes[0].is_placeholder and slide.shapes[0].name.endswith(":title")


def test_no_placeholder_is_left_empty(files):
    for slide in opened(files["en"]).slides:
        assert all(p.has_text_frame and p.text_frame.text.strip() for p in slide.placeholders)


def test_shapes_have_stable_unique_names_and_ids(files):
    for slide in opened(files["zh"]).slides:
        own = [e.get("name") for e in slide._element.iter(f"{P}cNvPr") if e.get("name", "").startswith("deckgen:")]
        assert len(own) == len(set(own))
        ids = [e.get("id") for e in slide._element.iter(f"{P}cNvPr")]
        assert len(ids) == len(set(ids))


def test_pictures_tables_and_the_tree_say_what_they_find(files):
    for slide in opened(files["en"]).slides:
        for shape in slide.shapes:
            if shape.shape_type in (13, 19, 6) and not is_decorative(shape):  # picture, table, group
                assert len(shape._element._nvXxPr.cNvPr.get("descr")) > 20


def is_decorative(shape) -> bool:
    """Tell whether screen readers are told to pass over a shape."""
    return any(e.tag.endswith("}decorative") for e in shape._element._nvXxPr.cNvPr.iter())


def test_bars_in_a_table_stand_in_their_own_cells(decks, files):
    slide = next(
        s for s, told in zip(opened(files["en"]).slides, decks["en"].slides, strict=True) if told.step == "1.1"
    )
    frame = next(shape for shape in slide.shapes if shape.has_table)
    bars = next(shape for shape in slide.shapes if shape.name == f"{frame.name}-meters")
    assert is_decorative(bars)
    lefts = list(accumulate((c.width for c in frame.table.columns), initial=frame.left))
    tops = list(accumulate((r.height for r in frame.table.rows), initial=frame.top))
    found = [re.fullmatch(r".*-meter-(\d+)-(\d+)", bar.name) for bar in bars.shapes]
    assert len([match for match in found if match]) >= 5
    for bar, match in zip(bars.shapes, found, strict=True):
        if match:
            row, column = int(match[1]), int(match[2])
            assert lefts[column] < bar.left and bar.left + bar.width <= lefts[column + 1]
            assert tops[row] < bar.top and bar.top + bar.height < tops[row + 1]


def test_pictures_are_vectors_beside_pixels_of_the_same_shape(files):
    blips = 0
    for slide in opened(files["en"]).slides:
        for blip in slide._element.iter(f"{A}blip"):
            vectors = next(e for e in blip.iter() if e.tag.endswith("}svgBlip"))
            part = slide.part.related_part(vectors.get(qn("r:embed")))
            assert part.content_type == "image/svg+xml" and str(part.partname).endswith(".svg")
            page = etree.fromstring(part.blob)
            width, height = (float(page.get(side).removesuffix("pt")) for side in ("width", "height"))
            pixels = Image.open(io.BytesIO(slide.part.related_part(blip.get(qn("r:embed"))).blob))
            assert abs(pixels.width / pixels.height - width / height) < 0.02
            blips += 1
    assert blips


def test_numbers_of_slides_are_fields_and_come_once(files):
    for slide in list(opened(files["zh"]).slides)[1:]:
        fields = [f for f in slide._element.iter(f"{A}fld") if f.get("type") == "slidenum"]
        assert len(fields) == 1


def test_chinese_runs_name_their_language_and_no_run_names_a_font(files):
    for slide in opened(files["zh"]).slides:
        for run in slide._element.iter(f"{A}r"):
            if re.search(r"[\u4e00-\u9fff]", run.findtext(f"{A}t")):
                assert run.find(f"{A}rPr").get("lang") == "zh-CN"
            assert run.find(f"{A}rPr/{A}latin") is None


def test_a_table_marks_its_header_row(files):
    tables = [s for slide in opened(files["zh"]).slides for s in slide.shapes if s.has_table]
    assert tables
    assert all(table.table.first_row for table in tables)


def test_the_tree_is_native_shapes_glued_by_connectors(files):
    slide = next(s for s in opened(files["en"]).slides if any(":3.1:" in shape.name for shape in s.shapes))
    group = next(shape for shape in slide.shapes if shape.name == "deckgen:3.1:tree")
    ids = {shape.shape_id for shape in group.shapes}
    links = [shape for shape in group.shapes if "-link-" in shape.name]
    assert links
    for link in links:
        ends = {int(e.get("id")) for e in link._element.iter(f"{A}stCxn", f"{A}endCxn")}
        assert len(ends) == 2 and ends <= ids


def test_the_same_deck_gives_the_same_bytes(decks, files):
    assert written(decks["zh"]) == files["zh"]


def test_the_day_of_writing_is_nowhere_in_the_file(tmp_path):
    path = tmp_path / "old.csv"
    sample_table(1500).write_csv(path)
    os.utime(path, (1_580_700_000, 1_580_700_000))
    package = zipfile.ZipFile(io.BytesIO(written(told(path))))
    assert {entry.date_time[0] for entry in package.infolist()} == {1980}
    today = datetime.now(UTC)
    for name in package.namelist():
        content = package.read(name)
        assert f"{today:%Y-%m-%d}".encode() not in content, name
        assert f"{today:%Y}年".encode() not in content, name


def test_no_individual_is_in_the_file(files, decks):
    package = zipfile.ZipFile(io.BytesIO(files["zh"]))
    everything = b"".join(package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels")))
    assert not re.search(rb"C\d{7}", everything)


def test_cells_are_text_and_never_markup(tmp_path):
    hostile = ["=1+1", "<a:t>&", "{{name}}", "../../etc", "_x000D_", "日本\u202e語", "😀 emoji"]
    cells = tuple(Row((Cell(text), Cell("1"))) for text in hostile)
    table = Table("cells", (Row((Cell("k"), Cell("v")), "header"), *cells), ("left", "right"), (1, 1), "alt text of it")
    deck = told_with(Slide("1", "content", "Title", "k", table, "so", "base", "notes"))
    slide = opened(written(deck)).slides[1]
    shown = [row.cells[0].text for row in next(s for s in slide.shapes if s.has_table).table.rows][1:]
    assert shown == hostile


def told_with(*slides):
    from deckgen.slides import Deck, Group

    cover = Slide("cover", "cover", "Cover", notes="opening")
    return Deck("Deck", "sub", "en", "2026-01-01", (Group("0", "Zero"), Group("1", "One")), (cover, *slides))


def test_a_long_table_continues_with_its_header_and_numbered_titles():
    rows = tuple(Row((Cell(f"row {n}"), Cell(str(n)))) for n in range(60))
    table = Table("long", (Row((Cell("k"), Cell("v")), "header"), *rows), ("left", "right"), (1, 1), "sixty rows")
    presentation = opened(written(told_with(Slide("1", "content", "Many rows", "k", table, "so", "base", "notes"))))
    pages = list(presentation.slides)[1:]
    assert len(pages) > 1
    shown = []
    for number, page in enumerate(pages, 1):
        assert page.shapes.title.text_frame.text.endswith(f"({number}/{len(pages)})")
        frame = next(s for s in page.shapes if s.has_table)
        lines = [row.cells[0].text.replace("\u00a0", " ") for row in frame.table.rows]
        assert lines[0] == "k"
        shown += lines[1:]
        assert frame.top + frame.height <= presentation.slide_height
    assert shown == [f"row {n}" for n in range(60)]


def test_the_pages_of_a_long_table_say_what_each_shows_and_the_last_what_follows():
    rows = tuple(Row((Cell(f"row {n}"), Cell(str(n))), headline=f"Row {n} leads") for n in range(60))
    table = Table("long", (Row((Cell("k"), Cell("v")), "header"), *rows), ("left", "right"), (1, 1), "sixty rows")
    presentation = opened(written(told_with(Slide("1", "content", "Many rows", "k", table, "so", "base", "notes"))))
    pages = list(presentation.slides)[1:]
    titles = [page.shapes.title.text_frame.text.replace("\u00a0", " ") for page in pages]
    firsts = [next(s for s in page.shapes if s.has_table).table.rows[1].cells[0].text for page in pages]
    leaders = (first.replace("\u00a0", " ").capitalize() for first in firsts[1:])
    assert titles == ["Many rows", *(f"{leader} leads" for leader in leaders)]
    shown = [[s.text_frame.text for s in page.shapes if s.has_text_frame] for page in pages]
    assert all(f"k ({n}/{len(pages)})" in texts for n, texts in enumerate(shown, 1))
    assert [n for n, texts in enumerate(shown, 1) if "so" in texts] == [len(pages)]


def test_what_fits_nowhere_is_an_error_and_no_loss():
    from deckgen.slides import Point

    points = Points("p", (Point("word " * 3000),))
    with pytest.raises(OutputError, match="Slide 1: the text"):
        written(told_with(Slide("1", "content", "T", "k", points, "so", "base", "notes")))


def hostile_template(path: Path, kind: str) -> Path:
    """Make a template with one peculiarity."""
    presentation = Presentation()
    sizes = {"square": (10, 10), "a4": (11.69, 8.27), "huge": (26, 15), "wide": (13.33, 7.5)}
    width, height = sizes.get(kind, (10, 7.5))
    scale = (Inches(width) / presentation.slide_width, Inches(height) / presentation.slide_height)
    presentation.slide_width, presentation.slide_height = Inches(width), Inches(height)
    master = presentation.slide_masters[0]
    for holder in (master, *master.slide_layouts):
        for shape in holder.placeholders:
            if shape._element.spPr.find(f"{A}xfrm") is not None:
                shape.left, shape.width = Emu(int(shape.left * scale[0])), Emu(int(shape.width * scale[0]))
                shape.top, shape.height = Emu(int(shape.top * scale[1])), Emu(int(shape.height * scale[1]))
    if kind == "dark":
        mapping = master._element.find(f"{P}clrMap")
        mapping.set("bg1", "dk1")
        mapping.set("tx1", "lt1")
    if kind == "no titles":
        for layout in master.slide_layouts:
            for shape in [p for p in layout.placeholders if p.placeholder_format.type in (1, 3)]:
                shape._element.getparent().remove(shape._element)
    if kind == "no footers":
        for holder in (master, *master.slide_layouts):
            for shape in [p for p in holder.placeholders if p.placeholder_format.type in (13, 15, 16)]:
                shape._element.getparent().remove(shape._element)
    if kind == "names":
        for number, layout in enumerate(master.slide_layouts):
            layout._element.find(f"{P}cSld").set("name", ("标题\n幻灯片", "Folie", "1_Free Content")[number % 3])
    if kind == "samples":
        for layout in master.slide_layouts:
            presentation.slides.add_slide(layout).notes_slide.notes_text_frame.text = "sample"
    presentation.save(path)
    return path


KINDS = ("plain", "square", "a4", "huge", "wide", "dark", "no titles", "no footers", "names", "samples")


@pytest.mark.parametrize("kind", KINDS)
def test_a_peculiar_template_gives_a_complete_deck(tmp_path, decks, kind):
    path = hostile_template(tmp_path / "template.pptx", kind)
    deck = decks["zh"]
    presentation = opened(written(deck, path))
    everything = joined(" ".join(words(slide) for slide in presentation.slides))
    said = ([slide.title, slide.takeaway, *(stretch.title for stretch in slide.stretches)] for slide in deck.slides)
    assert all(any(text and joined(text) in everything for text in texts) for texts in said)
    assert "sample" not in everything
    for slide in presentation.slides:
        for shape in slide.shapes:
            if not shape.is_placeholder:
                assert shape.left >= 0 and shape.left + shape.width <= presentation.slide_width
                assert shape.top >= 0 and shape.top + shape.height <= presentation.slide_height


def test_an_unchanged_deck_may_be_replaced_and_an_edited_one_not(tmp_path, files):
    path = tmp_path / "deck.pptx"
    write_safely(files["zh"], path)
    assert was_edited(path) is False
    write_safely(files["en"], path)
    presentation = Presentation(path)
    presentation.slides[0].shapes.title.text_frame.text = "mine"
    presentation.save(path)
    assert was_edited(path) is True
    before = path.read_bytes()
    with pytest.raises(OutputError, match=r"(?s)was edited.*--force"):
        write_safely(files["zh"], path)
    assert path.read_bytes() == before
    write_safely(files["zh"], path, force=True)
    assert path.read_bytes() == files["zh"]


def test_another_programs_file_and_a_folder_are_kept(tmp_path):
    path = tmp_path / "mine.pptx"
    path.write_bytes(b"mine")
    assert was_edited(path) is None
    for wrong in (path, tmp_path):
        with pytest.raises(OutputError):
            check_writable(wrong)


def test_a_failing_write_leaves_nothing_behind(tmp_path, files, monkeypatch):
    def fail(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OutputError, match="No space left"):
        write_safely(files["zh"], tmp_path / "deck.pptx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_shows_every_page(tmp_path, files, decks):
    path = tmp_path / "deck.pptx"
    path.write_bytes(files["zh"])
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=180)
    pages = subprocess.run(["pdfinfo", str(tmp_path / "deck.pdf")], check=True, capture_output=True, text=True).stdout
    assert int(re.search(r"Pages:\s+(\d+)", pages).group(1)) == len(opened(files["zh"]).slides)


def test_the_schema_knows_no_new_error(tmp_path, files):
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "deck.pptx"
    path.write_bytes(files["zh"])
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


@needs_shared
@pytest.mark.parametrize("template", ["unhcr-agency.pptx", "mecanon-ufrj.potx", None])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_collected_brand_passes_the_reviewers_check(tmp_path, template, language):
    deck = told(SHARED / "data" / "seed_20k.csv", language=language)
    brand = SHARED / "templates" / template if template else None
    path = tmp_path / "deck.pptx"
    path.write_bytes(written(deck, brand))
    from deckgen.template import shipped

    check = [sys.executable, str(SHARED / "tools" / "deckcheck.py"), str(path), "--template", str(brand or shipped())]
    done = subprocess.run(check, capture_output=True, text=True)
    assert " | error | " not in done.stdout, done.stdout
    assert "score" in done.stdout, done.stderr


def test_charts_are_drawn_at_the_size_of_their_place(decks):
    company = open_template(None)
    arrangement = Arrangement(company)
    deck = decks["zh"]
    for slide in deck.slides:
        for _, width, height in arrangement.charts(slide, deck.clusters, "zh").values():
            assert 1 < width <= company.width / 914400
            assert 1 < height <= company.height / 914400
    bodies = [slide.body for slide in deck.slides]
    assert any(isinstance(body, CHARTS) for body in bodies)
    assert any(isinstance(body, Beside) and isinstance(body.blocks[0], CHARTS) for body in bodies)


def test_colours_follow_slots_on_every_page(decks):
    def colours(slots):
        groups = tuple(replace(group, slot=slot) for group, slot in zip(decks["en"].clusters, slots, strict=True))
        deck = replace(decks["en"], clusters=groups)
        tables = [s for s in opened(written(deck)).slides if s.shapes[0].name.startswith("deckgen:4:")]
        header = next(shape for shape in tables[0].shapes if shape.has_table).table._tbl.tr_lst[0]
        return [cell.tcPr.find(f"{A}lnB/{A}solidFill")[0].get("val") for cell in header.tc_lst[1:]]

    plain, moved = colours((0, 1, 2)), colours((2, 0, 1))
    assert len(set(plain)) == 3
    assert moved == [plain[2], plain[0], plain[1]]


def figure_sizes(points: int) -> tuple[float, float]:
    """Return the largest and the usual size of text on a slide with cards of some points, in points."""
    texts = tuple(Point(f"point {n} of this card in a few words more") for n in range(points))
    cards = Cards("c", tuple(Card(k, f"Cluster {k}", "80%", "of it", texts, Gauge(0.8, 0.5)) for k in "01"))
    presentation = opened(written(told_with(Slide("1", "content", "A title", "k", cards, "so", "base", "notes"))))
    boxes = [s for s in presentation.slides[1].shapes if s.has_text_frame and not s.is_placeholder]
    runs = [run for box in boxes for p in box.text_frame.paragraphs for run in p.runs]
    sizes = {run.text.replace("\u00a0", " "): run.font.size.pt for run in runs if run.font.size}
    return sizes["80%"], sizes["Cluster 0"]


def test_a_cards_figure_is_larger_where_there_is_room():
    roomy, crowded = figure_sizes(1), figure_sizes(9)
    assert roomy[0] / roomy[1] > 3 and crowded[0] / crowded[1] >= 2.6 and crowded[0] < roomy[0]
