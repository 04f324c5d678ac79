"""Any presentation is opened or refused with the remedy; roles, room and colours are found by what layouts have."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from conftest import SHARED, needs_shared
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn

from deckgen.builder.setting import Setting
from deckgen.builder.titles import is_thin, set_title
from deckgen.colours import LEAST_SEEN, Colour, contrast, seen
from deckgen.errors import TemplateError
from deckgen.slides import Slide
from deckgen.template import open_template, shipped, with_chinese_font
from deckgen.template.looks import Look
from deckgen.template.series import APART, COUNT, DIM, are_apart, is_dark, series_on, spread
from deckgen.template.spaces import Place, kind_of, largest_free
from deckgen.template.theme import changed
from deckgen.typefaces import Face

BRANDS = sorted((SHARED / "templates").glob("*.p*")) if SHARED.exists() else []
colours = st.from_regex(r"[0-9A-F]{6}", fullmatch=True)


def rewritten(source: Path, target: Path, *changes: tuple[str, str, str]) -> Path:
    """Copy a package, replacing (part, pattern, replacement)."""
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name)
            for part, pattern, replacement in changes:
                if re.fullmatch(part, name):
                    content = re.sub(pattern.encode(), replacement.encode(), content)
            copy.writestr(name, content)
    return target


@pytest.fixture
def plain(tmp_path):
    """The template that comes with python-pptx: Office colours, eleven layouts, 4:3."""
    path = tmp_path / "plain.pptx"
    Presentation().save(path)
    return path


def test_the_shipped_brand_fills_every_role():
    template = open_template(None)
    assert set(template.roles) == {"cover", "section", "content", "comparison"}
    names = {role: layout.layout.name for role, layout in template.roles.items()}
    assert (names["cover"], names["content"]) == ("Cover", "Title Only")
    assert template.warnings == ()
    assert template.brand.han == "Microsoft YaHei"
    assert [c.scheme for c in template.series[:6]] == [f"accent{n}" for n in range(1, 7)]


def test_a_template_type_is_opened_whatever_its_extension(tmp_path):
    kind = "presentationml.presentation.main"
    for number, other in enumerate(("presentationml.template.main", "presentationml.slideshow.main")):
        path = rewritten(shipped(), tmp_path / f"{number}.pptx", (r"\[Content_Types\].xml", kind, other))
        assert open_template(path).roles["content"].layout.name == "Title Only"


def test_macros_stay_behind_and_it_is_said(tmp_path):
    path = tmp_path / "macro.pptm"
    with zipfile.ZipFile(shipped()) as archive, zipfile.ZipFile(path, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "[Content_Types].xml":
                plain_type = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
                content = content.replace(
                    plain_type, b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
                ).replace(
                    b"</Types>",
                    b'<Override PartName="/ppt/vbaProject.bin" '
                    b'ContentType="application/vnd.ms-office.vbaProject"/></Types>',
                )
            if name == "ppt/_rels/presentation.xml.rels":
                kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
                relation = b'<Relationship Id="rIdMacro" Type="' + kind + b'" Target="vbaProject.bin"/></Relationships>'
                content = content.replace(b"</Relationships>", relation)
            copy.writestr(name, content)
        copy.writestr("ppt/vbaProject.bin", b"macro")
    template = open_template(path)
    assert template.warnings == ("The template's macros are left out.",)
    saved = io.BytesIO()
    template.presentation.save(saved)
    assert not [name for name in zipfile.ZipFile(saved).namelist() if "vba" in name]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a PowerPoint file"),
        (b"just text", "not a PowerPoint file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password-protected or an old .ppt"),
    ],
)
def test_what_is_no_package_is_refused(tmp_path, content, said):
    path = tmp_path / "broken.pptx"
    path.write_bytes(content)
    with pytest.raises(TemplateError, match=said):
        open_template(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.pptx", tmp_path):
        with pytest.raises(TemplateError, match="cannot be read"):
            open_template(path)


def test_a_workbook_is_called_one(tmp_path):
    import xlsxwriter

    path = tmp_path / "book.pptx"
    xlsxwriter.Workbook(path).close()
    with pytest.raises(TemplateError, match="an Excel workbook"):
        open_template(path)


def test_iso_strict_is_refused_with_the_remedy(tmp_path):
    transitional = "http://schemas.openxmlformats.org/presentationml/2006/main"
    strict = "http://purl.oclc.org/ooxml/presentationml/main"
    path = rewritten(shipped(), tmp_path / "strict.pptx", (r"ppt/presentation.xml", transitional, strict))
    with pytest.raises(TemplateError, match=r"ISO Strict.*\n.*save it as"):
        open_template(path)


def test_a_doubled_part_is_refused(tmp_path):
    path = tmp_path / "twice.pptx"
    path.write_bytes(shipped().read_bytes())
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning):
        archive.writestr("ppt/presentation.xml", archive.read("ppt/presentation.xml"))
    with pytest.raises(TemplateError, match=r"ppt/presentation\.xml twice"):
        open_template(path)


def test_a_portrait_page_is_refused(tmp_path, plain):
    presentation = Presentation(plain)
    presentation.slide_width, presentation.slide_height = 6858000, 9144000
    presentation.save(plain)
    with pytest.raises(TemplateError, match="portrait"):
        open_template(plain)


def test_a_pinned_layout_is_taken_and_an_unknown_one_lists_all(plain):
    template = open_template(plain, {"content": "Two\n Content"})
    assert template.roles["content"].layout.name == "Two Content"
    with pytest.raises(TemplateError, match=r"no layout 'Nope'.*\nThe layouts are: .*Title Only"):
        open_template(plain, {"content": "Nope"})
    with pytest.raises(TemplateError, match=r"layouts\.closing is no role; it can be cover"):
        open_template(plain, {"closing": "Blank"})


def test_sample_slides_their_notes_and_lists_are_gone(plain):
    presentation = Presentation(plain)
    for number in range(3):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = f"sample {number}"
        slide.notes_slide.notes_text_frame.text = "secret"
    sections = etree.fromstring(
        '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
        '<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
        'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"/></p:ext></p:extLst>'
    )
    presentation.part._element.append(sections)
    properties = next(r.target_part for r in presentation.part.package._rels.values() if "extended" in r.reltype)
    titles = (
        b"<TitlesOfParts><vt:vector><vt:lpstr>sample 1</vt:lpstr></vt:vector></TitlesOfParts><Company>ours</Company>"
    )
    properties._blob = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties" xmlns:vt='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        + titles
        + b"<Company>ours</Company></Properties>"
    )
    presentation.save(plain)
    template = open_template(plain)
    slide = template.presentation.slides.add_slide(template.roles["content"].layout)
    slide.shapes.title.text = "new"
    saved = io.BytesIO()
    template.presentation.save(saved)
    names = zipfile.ZipFile(saved).namelist()
    assert [name for name in names if name.startswith("ppt/slides/slide")] == ["ppt/slides/slide1.xml"]
    assert not [name for name in names if "notesSlide" in name]
    assert b"sectionLst" not in zipfile.ZipFile(saved).read("ppt/presentation.xml")
    kept = zipfile.ZipFile(saved).read("docProps/app.xml")
    assert b"ours" in kept and b"sample 1" not in kept
    assert [s.shapes.title.text for s in Presentation(saved).slides] == ["new"]


def test_order_and_deletion_of_layouts_change_no_role(plain, tmp_path):
    before = {role: layout.layout.name for role, layout in open_template(plain).roles.items()}
    presentation = Presentation(plain)
    listed = presentation.slide_masters[0]._element.find(qn("p:sldLayoutIdLst"))
    for element in reversed(list(listed)):
        listed.append(element)
    shuffled = tmp_path / "shuffled.pptx"
    presentation.save(shuffled)
    assert {role: layout.layout.name for role, layout in open_template(shuffled).roles.items()} == before
    presentation = Presentation(plain)
    for layout in [each for each in presentation.slide_layouts if each.name not in before.values()]:
        presentation.slide_layouts.remove(layout)
    fewer = tmp_path / "fewer.pptx"
    presentation.save(fewer)
    assert {role: layout.layout.name for role, layout in open_template(fewer).roles.items()} == before


def test_chinese_gets_a_font_where_the_theme_names_none(plain):
    template = with_chinese_font(open_template(plain))
    assert template.brand.han == "Microsoft YaHei" or template.brand.han
    assert "Chinese font" in template.warnings[-1]
    assert with_chinese_font(open_template(None)).warnings == ()


def test_a_dark_background_turns_ink_and_series_light(plain):
    presentation = Presentation(plain)
    mapping = presentation.slide_masters[0]._element.find(qn("p:clrMap"))
    mapping.set("bg1", "dk1")
    mapping.set("tx1", "lt1")
    presentation.save(plain)
    template = open_template(plain)
    assert template.brand.dark
    assert (
        contrast(template.brand.ink, template.brand.paper) > contrast(template.brand.muted, template.brand.paper) >= 7
    )
    assert all(contrast(colour.rgb, template.brand.paper) >= 3 for colour in template.series)


def test_a_layout_panel_is_the_paper_and_a_logo_keeps_its_place(plain):
    presentation = Presentation(plain)
    layout = next(each for each in presentation.slide_layouts if each.name == "Title Only")
    width, height = presentation.slide_width, presentation.slide_height
    from pptx.util import Emu

    panel = presentation.slides.add_slide(layout).shapes.add_shape(1, Emu(0), Emu(0), width, height)
    panel.fill.solid()
    panel.fill.fore_color.rgb = __import__("pptx").dml.color.RGBColor(0x10, 0x20, 0x30)
    tree = layout.shapes._spTree
    tree.insert(2, panel._element)
    logo = presentation.slides.add_slide(layout).shapes.add_shape(
        1, Emu(width - 1500000), Emu(height - 1200000), Emu(1400000), Emu(1100000)
    )
    tree.append(logo._element)
    presentation.save(plain)
    content = open_template(plain, {"content": "Title Only"}).roles["content"]
    assert content.paper == "102030"
    place = Place(width - 1500000, height - 1200000, 1400000, 1100000)
    assert place.covers(content.body) == 0


places = st.builds(Place, st.integers(0, 90), st.integers(0, 90), st.integers(1, 60), st.integers(1, 60))


@given(st.lists(places, max_size=6))
def test_the_free_area_meets_nothing_and_lies_within_bounds(taken):
    bounds = Place(5, 5, 90, 80)
    free = largest_free(bounds, [p for p in taken if p.covers(bounds) > 0])
    assert bounds.left <= free.left and free.right <= bounds.right
    assert bounds.top <= free.top and free.bottom <= bounds.bottom
    assert all(place.covers(free) == 0 for place in taken if free.area)


@given(colours, st.lists(colours, min_size=6, max_size=6))
def test_series_are_eight_and_seen_on_any_paper(paper, accents):
    series, _ = series_on(paper, {f"accent{n}": rgb for n, rgb in enumerate(accents, 1)})
    assert len(series) == COUNT
    reachable = max(contrast("000000", paper), contrast("FFFFFF", paper))
    least = DIM if is_dark(paper) else LEAST_SEEN
    assert all(contrast(colour.rgb, paper) >= min(least, reachable) - 0.3 for colour in series)


def test_an_accent_that_becomes_another_colour_when_it_is_darkened_comes_after_the_others():
    slots = {"accent1": "00253F", "accent2": "D7C826", "accent3": "42AF28"}
    assert [colour.scheme for colour in series_on("FFFFFF", slots)[0][:2]] == ["accent1", "accent3"]


def test_white_and_twin_accents_are_mended_and_told():
    accents = ("FFFFFF", "0055AA", "0156AB", "FFFF00", "EEEEEE", "AA0000")
    series, said = series_on("FFFFFF", {f"accent{n}": rgb for n, rgb in enumerate(accents, 1)})
    assert "accent4 FFFF00" in said[0] and "accent3 0156AB" in said[1] and "accent1 FFFFFF" in said[2]
    firsts = [colour.rgb for colour in series[:6]]
    assert all(are_apart(a, b, APART) for i, a in enumerate(firsts) for b in firsts[i + 1 :])


def test_no_first_cluster_has_the_colour_of_the_titles():
    slots = {f"accent{n}": rgb for n, rgb in enumerate(("D46370", "FF953E", "46A6BD", "FFFFFF", "FFFFFF", "FFFFFF"), 1)}
    red, navy = Colour("D56674"), Colour("0B3350", "tx2")
    assert [colour.rgb for colour in series_on("000080", slots)[0][:2]] == ["D46370", "FF953E"]
    assert [colour.rgb for colour in series_on("000080", slots, red)[0][:2]] == ["FF953E", "46A6BD"]
    assert series_on("FFFFFF", {"accent1": "0B5C84"}, navy)[0][0].rgb == "0B5C84"  # navy titles are ink


@pytest.mark.parametrize(
    ("text", "latin", "body", "unlike"),
    [
        ("群体1占19.8%", "Cambria", Face("Calibri", "Microsoft YaHei"), True),
        ("群体1占19.8%", "Cambria", Face("Calibri", "宋体"), False),
        ("群体1占19.8%", "Cambria", Face("Georgia", "Microsoft YaHei"), False),
        ("Cluster 1: 19.8%", "Cambria", Face("Calibri", "Microsoft YaHei"), False),
        ("群体1占19.8%", "Open Sans", Face("Calibri", "Microsoft YaHei"), False),
    ],
)
def test_figures_with_serifs_do_not_stand_among_chinese_without(text, latin, body, unlike):
    look = Look(24.0, False, False, latin, (0.0,) * 4, 1.0, "l", False, None, True)
    setting = Setting("1.1", "zh", body, ())
    title = set_title(text, Slide("1.1", "content", text), Place(0, 0, 9144000, 914400), look, setting, 24.0)
    assert title.quiet_latin is unlike


def test_a_closing_layout_that_sets_its_title_apart_takes_the_comparison():
    assert open_template(None).roles["comparison"].layout.name == "Closing Comparison"


def test_without_one_the_comparison_looks_like_the_content(plain):
    roles = open_template(plain).roles
    assert roles["comparison"].layout.name == roles["content"].layout.name


@needs_shared
@pytest.mark.parametrize("path", BRANDS, ids=[p.stem for p in BRANDS])
def test_a_collected_brand_has_all_roles_and_room(path):
    template = open_template(path)
    page = Place(0, 0, template.width, template.height)
    content = template.roles["content"]
    assert content.body.area > 0.4 * page.area
    assert content.title is not None
    assert page.covers(content.body) == pytest.approx(1)
    assert len(template.series) == COUNT
    footers = [p for p in content.layout.placeholders if kind_of(p) in ("ftr", "sldNum", "dt")]
    for footer in footers:
        own = Place(footer.left, footer.top, footer.width, footer.height)
        assert content.body.covers(own) == 0


@given(
    st.sampled_from(["FFFFFF", "F4F1EA", "0B1B3B", "000000"]),
    st.lists(st.from_regex("[0-9A-F]{6}", fullmatch=True), min_size=6, max_size=6),
)
@example("0B1B3B", ["000000"] * 5 + ["200020"])  # beside a vivid magenta few colours are safe
@example("0B1B3B", ["000000"] * 5 + ["9CAD00"])  # nor beside this olive, but for a yellow that is nearly of its hue
def test_the_first_clusters_are_told_apart_by_colour_blind_eyes_on_any_theme(paper, accents):
    series, _ = series_on(paper, {f"accent{n}": rgb for n, rgb in enumerate(accents, 1)})
    for sight in range(3):  # usual, protanopia, deuteranopia
        shades = [seen(colour.rgb)[sight] for colour in series[:4]]
        assert all(np.linalg.norm(a - b) >= APART - 0.01 for n, a in enumerate(shades) for b in shades[:n])


def test_no_colour_follows_on_one_of_its_lightness_and_nearly_its_hue_where_another_can_stand_between():
    slots = {"accent1": "00253F", "accent2": "3FA626", "accent3": "399F8E"}
    assert [colour.rgb for colour in series_on("FFFFFF", slots)[0][:4]] == ["00253F", "3FA626", "0074C5", "399F8E"]
    apart = {**slots, "accent3": "A1253E"}
    assert [colour.rgb for colour in series_on("FFFFFF", apart)[0][:3]] == ["00253F", "3FA626", "A1253E"]
    alone = (Colour("3FA626"), Colour("399F8E"))
    assert spread(alone) == alone


def test_titles_colour_makes_way_for_a_safe_colour_where_a_cluster_has_nearly_its_hue():
    slots, red = {"accent1": "CC4757", "accent2": "FF953E", "accent3": "46A6BD"}, Colour("D56674")
    near = [colour.rgb for colour in series_on("000080", slots, red)[0]]
    apart = [colour.rgb for colour in series_on("000080", {**slots, "accent2": "46BD5A"}, red)[0]]
    assert "D15968" not in near[:4] and apart[:2] == ["46A6BD", "D15968"]  # accent1 as it is seen on navy


def test_a_saturated_background_is_known_as_it_looks():
    more = etree.fromstring('<schemeClr xmlns="x"><satMod val="230000"/></schemeClr>')
    assert changed("30356E", more) == "081396"


@pytest.mark.parametrize(
    ("latin", "bold", "size", "thin"),
    [
        ("Cambria", False, 24, True),
        ("Cambria", False, 36, False),
        ("Cambria", True, 24, False),
        ("Montserrat Light", False, 40, True),
        ("Montserrat", False, 40, False),
    ],
)
def test_titles_of_light_type_or_far_below_their_own_size_are_bold(latin, bold, size, thin):
    look = Look(42, bold, False, latin, (0, 0, 0, 0), 1.0, "l", False, None, True)
    assert is_thin(look, size) == thin
