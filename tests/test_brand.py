"""The brand that ships: complete, readable, safe for the colour-blind, and made by its script."""

from itertools import combinations

import numpy as np
import pytest
from deckgen.templates.make_brand import BRAND, make
from lxml import etree
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.util import Inches

NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}
FURNITURE = {KIND.DATE, KIND.FOOTER, KIND.SLIDE_NUMBER}
ROLES = {
    "Cover": {KIND.CENTER_TITLE, KIND.SUBTITLE},
    "Section": {KIND.TITLE, KIND.BODY},
    "Title Only": {KIND.TITLE} | FURNITURE,
    "Two Content": {KIND.TITLE, KIND.OBJECT} | FURNITURE,
    "Closing Comparison": {KIND.TITLE} | FURNITURE,
}
# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
SIGHT = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


@pytest.fixture(scope="module")
def brand():
    return Presentation(BRAND)


@pytest.fixture(scope="module")
def theme(brand):
    return linked(brand.slide_masters[0].part, "theme")


@pytest.fixture(scope="module")
def colours(theme):
    return {etree.QName(slot).localname: slot[0].get("val") for slot in theme.find(".//a:clrScheme", NAMES)}


def linked(part, kind):
    return etree.fromstring(next(r.target_part.blob for r in part.rels.values() if r.reltype.endswith(f"/{kind}")))


def linear(rgb):
    channels = np.array([int(rgb[start : start + 2], 16) for start in (0, 2, 4)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    light, dark = sorted((TO_XYZ[1] @ linear(rgb) for rgb in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb, sight):
    ratios = TO_XYZ @ np.clip(SIGHT[sight] @ linear(rgb), 0, 1) / (0.95047, 1, 1.08883)
    x, y, z = np.where(ratios > 0.008856, np.cbrt(ratios), 7.787 * ratios + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one, other, sight):
    """CIE 1976 colour difference, as somebody with this sight sees it."""
    return float(np.linalg.norm(lab(one, sight) - lab(other, sight)))


def all_xml(brand):
    return {
        str(part.partname): part.blob.decode() for part in brand.part.package.iter_parts() if part.partname.ext == "xml"
    }


def test_script_writes_the_committed_file_byte_for_byte(tmp_path):
    make(tmp_path / "again.pptx")
    assert (tmp_path / "again.pptx").read_bytes() == BRAND.read_bytes()


def test_file_is_valid_open_xml():
    assert [error.description for error in OpenXmlValidator().validate(str(BRAND)).errors] == []


def test_page_is_sixteen_to_nine_on_one_master_without_slides(brand):
    assert (brand.slide_width, brand.slide_height) == (Inches(40 / 3), Inches(7.5))
    assert (len(brand.slide_masters), len(brand.slides)) == (1, 0)


def test_every_role_has_a_layout_with_its_placeholders(brand):
    found = {layout.name: {p.placeholder_format.type for p in layout.placeholders} for layout in brand.slide_layouts}
    assert found == ROLES


def test_two_content_has_two_contents_side_by_side_inside_the_margins(brand):
    contents = [p for p in brand.slide_layouts[3].placeholders if p.placeholder_format.type == KIND.OBJECT]
    left, right = sorted(contents, key=lambda content: content.left)
    assert left.left >= Inches(0.59) and right.left + right.width <= brand.slide_width - Inches(0.59)
    assert left.left + left.width < right.left


@pytest.mark.parametrize("name", ["Title Only", "Closing Comparison"])
def test_content_has_room_between_title_and_footer(brand, name):
    layout = brand.slide_layouts.get_by_name(name)
    title = next(p for p in layout.placeholders if p.placeholder_format.type == KIND.TITLE)
    footers = [p for p in layout.placeholders if p.placeholder_format.type in FURNITURE]
    marks = [shape for shape in layout.shapes if not shape.is_placeholder and shape.top < Inches(3)]
    top = max(shape.top + shape.height for shape in [title, *marks])
    assert min(footer.top for footer in footers) - top >= Inches(5.1)
    assert title.width >= Inches(12.1)


def test_footer_line_stands_on_one_baseline_without_overlap(brand):
    footers = [p for p in brand.slide_layouts[2].placeholders if p.placeholder_format.type in FURNITURE]
    assert len({(footer.top, footer.height) for footer in footers}) == 1
    for one, other in combinations(sorted(footers, key=lambda footer: footer.left), 2):
        assert one.left + one.width <= other.left


def test_footer_prompts_are_blank(brand):
    prompts = {
        p.text_frame.text.strip()
        for layout in brand.slide_layouts
        for p in layout.placeholders
        if p.placeholder_format.type in (KIND.DATE, KIND.FOOTER)
    }
    assert prompts == {""}


def test_shape_names_and_ids_are_unique_in_each_layout(brand):
    for layout in brand.slide_layouts:
        for values in ([shape.shape_id for shape in layout.shapes], [shape.name for shape in layout.shapes]):
            assert len(values) == len(set(values))


def test_nothing_leaves_the_page(brand):
    for holder in [brand.slide_masters[0], *brand.slide_layouts]:
        for shape in holder.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= brand.slide_width + 2
            assert shape.top >= 0 and shape.top + shape.height <= brand.slide_height


def test_no_trace_of_office_defaults(brand):
    for path, xml in all_xml(brand).items():
        assert "Office" not in xml.replace("officeDocument", ""), path


def test_theme_names_twelve_colours_and_both_fonts_for_latin_and_chinese(theme, colours):
    assert len(colours) == 12 and len(set(colours.values())) == 12
    for size in ("majorFont", "minorFont"):
        fonts = theme.find(f".//a:{size}", NAMES)
        assert fonts.find("a:latin", NAMES).get("typeface") == "Arial"
        assert fonts.find("a:ea", NAMES).get("typeface") == "Microsoft YaHei"
        assert fonts.find("a:font[@script='Hans']", NAMES).get("typeface") == "Microsoft YaHei"


def test_format_schemes_are_flat(theme):
    formats = theme.find(".//a:fmtScheme", NAMES)
    kinds = {etree.QName(element).localname for element in formats.iter()}
    assert not kinds & {"gradFill", "outerShdw", "innerShdw", "glow", "softEdge", "blipFill", "scene3d", "sp3d"}
    assert [len(styles) for styles in formats] == [3, 3, 3, 3]


def test_text_is_readable_on_its_ground(colours):
    assert contrast(colours["dk1"], colours["lt1"]) >= 12
    assert contrast(colours["dk2"], colours["lt2"]) >= 7
    assert contrast(colours["lt2"], colours["dk2"]) >= 7
    assert min(contrast(colours[link], colours["lt1"]) for link in ("hlink", "folHlink")) >= 4.5


def test_accents_stand_out_on_paper(colours):
    assert min(contrast(colours[f"accent{number}"], colours["lt1"]) for number in range(1, 7)) >= 3
    assert min(contrast(colours[f"accent{number}"], colours["lt1"]) for number in (1, 2)) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
def test_accents_are_distinct_for_every_kind_of_sight(colours, sight):
    accents = [colours[f"accent{number}"] for number in range(1, 7)]
    assert min(distance(one, other, sight) for one, other in combinations(accents, 2)) >= 20


@pytest.mark.parametrize("sight", SIGHT)
def test_first_two_accents_are_far_apart_for_every_kind_of_sight(colours, sight):
    assert distance(colours["accent1"], colours["accent2"], sight) >= 50


def test_titles_take_a_theme_colour_and_no_autofit(brand):
    master = brand.slide_masters[0]._element
    title_type = master.find("p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr", NAMES)
    assert 2600 <= int(title_type.get("sz")) <= 2800
    assert title_type.find("a:solidFill/a:schemeClr", NAMES).get("val") == "tx2"
    assert all("normAutofit" not in xml and "spAutoFit" not in xml for xml in all_xml(brand).values())


def test_content_titles_share_one_place_and_anchor(brand):
    titles = [
        next(p for p in layout.placeholders if p.placeholder_format.type == KIND.TITLE)
        for layout in list(brand.slide_layouts)[2:]
    ]
    assert len({(title.left, title.top, title.width, title.height) for title in titles}) == 1
    assert all(title._element.find("p:txBody/a:bodyPr", NAMES).get("anchor") is None for title in titles)


def test_default_table_style_exists_with_readable_header_and_no_boxes(brand):
    styles = linked(brand.part, "tableStyles")
    style = next(style for style in styles if style.get("styleId") == styles.get("def"))
    header = style.find("a:firstRow", NAMES)
    assert header.find("a:tcTxStyle/a:schemeClr", NAMES).get("val") == "tx2"
    assert header.find("a:tcStyle/a:fill", NAMES) is None
    assert header.find("a:tcStyle/a:tcBdr/a:bottom/a:ln", NAMES) is not None
    assert style.find("a:band1H/a:tcStyle/a:fill//a:schemeClr", NAMES).get("val") == "bg2"
    edges = {etree.QName(edge).localname for borders in style.iterfind(".//a:tcBdr", NAMES) for edge in borders}
    assert not edges & {"left", "right", "insideV"}


def test_notes_are_in_the_brand_too(brand):
    assert linked(brand.notes_master.part, "theme").get("name") == linked(brand.slide_masters[0].part, "theme").get(
        "name"
    )


def test_deck_on_every_layout_is_valid(brand, tmp_path):
    deck = Presentation(BRAND)
    for layout in deck.slide_layouts:
        slide = deck.slides.add_slide(layout)
        slide.shapes.title.text = f"{layout.name}：结论先行，一页一句话"
        slide.notes_slide.notes_text_frame.text = "讲稿"
    deck.save(tmp_path / "deck.pptx")
    assert [error.description for error in OpenXmlValidator().validate(str(tmp_path / "deck.pptx")).errors] == []
