"""Templates as LibreOffice writes them: a master for every look, styles shown but not inherited, one index for all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches
from test_deck import opened, written
from test_hostile_templates import check_complete, holders, joined_masters, small_deck

from deckgen.colours import contrast
from deckgen.template import open_template
from deckgen.template.theme import colour_in

TITLE_TYPES = (1, 3)


def stripped(presentation) -> None:
    """Take away all styles that slides inherit, and the indices of titles and contents."""
    for master in presentation.slide_masters:
        styles = master._element.find(qn("p:txStyles"))
        for style in list(styles):
            for level in list(style):
                style.remove(level)
    for holder in holders(presentation):
        for shape in holder.placeholders:
            style = shape._element.txBody.find(qn("a:lstStyle"))
            for level in list(style if style is not None else ()):
                style.remove(level)
            if shape.placeholder_format.type not in (13, 15, 16):
                shape._element.find(f".//{qn('p:ph')}").attrib.pop("idx", None)


def shown(shape, size: int, rgb: str, align: str) -> None:
    """Write an empty sample text in a look of its own."""
    body = shape._element.txBody
    for paragraph in body.findall(qn("a:p")):
        body.remove(paragraph)
    body.append(
        parse_xml(
            f'<a:p {nsdecls("a")}><a:pPr algn="{align}"/><a:endParaRPr b="1" sz="{size}"><a:solidFill>'
            f'<a:srgbClr val="{rgb}"/></a:solidFill><a:latin typeface="Verdana"/></a:endParaRPr></a:p>'
        )
    )


def as_libreoffice(path, change=lambda presentation: None):
    """Write a template whose layouts only show the look of their titles: 26 pt, centred, Verdana, blue."""
    presentation = Presentation()
    stripped(presentation)
    for layout in presentation.slide_layouts:
        for shape in layout.placeholders:
            if shape.placeholder_format.type in TITLE_TYPES:
                shown(shape, 2600, "1144AA", "ctr")
            elif shape.placeholder_format.type == 15:
                shape.text_frame.text = "Footer"
    change(presentation)
    presentation.save(path)
    return path


def test_every_placeholder_is_filled_although_all_share_an_index(tmp_path):
    deck = small_deck()
    content = written(deck, as_libreoffice(tmp_path / "t.pptx"))
    check_complete(content, deck)
    for slide in opened(content).slides:
        assert not [shape.name for shape in slide.placeholders if not shape.text_frame.text]
        assert len([s for s in slide.placeholders if s.placeholder_format.type in TITLE_TYPES]) == 1


def test_titles_have_the_look_that_the_layout_shows(tmp_path):
    slide = opened(written(small_deck(), as_libreoffice(tmp_path / "t.pptx"))).slides[1]
    (paragraph,) = slide.shapes.title.text_frame.paragraphs
    run = paragraph.runs[0]
    assert (run.font.color.rgb, run.font.bold, run.font.name) == (RGBColor.from_string("1144AA"), True, "Verdana")
    assert paragraph._p.find(qn("a:pPr")).get("algn") == "ctr" and run.font.size.pt <= 26


def test_a_prompt_is_no_footer_of_the_company(tmp_path):
    deck = small_deck()
    slide = opened(written(deck, as_libreoffice(tmp_path / "t.pptx"))).slides[1]
    (footer,) = [s.text_frame.text for s in slide.placeholders if s.placeholder_format.type == 15]
    assert footer == deck.title


def test_text_that_the_master_draws_is_not_written_over(tmp_path):
    def drawn(presentation) -> None:
        master = presentation.slide_masters[0]
        number = next(p for p in master.placeholders if p.placeholder_format.type == 13)
        box = presentation.slides.add_slide(presentation.slide_layouts[6]).shapes.add_textbox(
            number.left, number.top, number.width, number.height
        )
        box.text_frame.text = "page"
        master.shapes._spTree.append(box._element)

    slide = opened(written(small_deck(), as_libreoffice(tmp_path / "t.pptx", drawn))).slides[1]
    assert not [s for s in slide.placeholders if s.placeholder_format.type == 13]
    assert [s for s in slide.placeholders if s.placeholder_format.type == 16]


def test_the_colour_of_text_that_names_none_is_the_themes(tmp_path):
    """Titles without a colour are printed in the theme's first for text: unreadable on black, so made readable."""

    def black(presentation) -> None:
        for layout in presentation.slide_layouts:
            for shape in layout.placeholders:
                if shape.placeholder_format.type in TITLE_TYPES:
                    for fill in list(shape._element.iter(qn("a:solidFill"))):
                        fill.getparent().remove(fill)
        background = presentation.slide_masters[0].background.fill
        background.solid()
        background.fore_color.rgb = RGBColor(0, 0, 0)

    slide = opened(written(small_deck(), as_libreoffice(tmp_path / "t.pptx", black))).slides[1]
    fill = slide.shapes.title.text_frame.paragraphs[0].runs[0]._r.find(f"{qn('a:rPr')}/{qn('a:solidFill')}")
    assert contrast(colour_in(fill, slide.slide_layout), "000000") >= 4.5


def filled(presentation, left: float, top: float, width: float, height: float, rgb: str = "225588"):
    """Draw a rectangle on the master, in inches."""
    master = presentation.slide_masters[0]
    shapes = presentation.slides.add_slide(presentation.slide_layouts[6]).shapes
    shape = shapes.add_shape(1, Inches(left), Inches(top), Inches(width), Inches(height))
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(rgb)
    master.shapes._spTree.insert(2, shape._element)
    return shape._element


def test_content_stands_on_the_master_that_leaves_it_room(tmp_path):
    """Both masters have the brand's colours; a drawing stands in the middle of the first."""
    art, calm = Presentation(), Presentation()
    filled(art, 3, 2, 4, 3)
    art.save(tmp_path / "art.pptx")
    calm.save(tmp_path / "calm.pptx")
    joined_masters(tmp_path / "art.pptx", tmp_path / "calm.pptx", tmp_path / "two.pptx")
    template = open_template(tmp_path / "two.pptx")
    content = template.roles["content"]
    assert content.layout.slide_master.part is template.presentation.slide_masters[1].part
    assert content.body.area > 0.5 * template.width * template.height


def test_content_stands_on_plain_paper_rather_than_on_a_gradient(tmp_path):
    coloured, calm = Presentation(), Presentation()
    for presentation, kind in ((coloured, "gradFill"), (calm, "solidFill")):
        panel = filled(presentation, 0, 0, 10, 7.5)
        if kind == "gradFill":
            fill = panel.spPr.find(qn("a:solidFill"))
            stops = "".join(
                f'<a:gs pos="{n}"><a:srgbClr val="{c}"/></a:gs>' for n, c in ((0, "224488"), (100000, "88AAEE"))
            )
            panel.spPr.replace(fill, parse_xml(f"<a:gradFill {nsdecls('a')}><a:gsLst>{stops}</a:gsLst></a:gradFill>"))
    coloured.save(tmp_path / "a.pptx")
    calm.save(tmp_path / "b.pptx")
    joined_masters(tmp_path / "a.pptx", tmp_path / "b.pptx", tmp_path / "two.pptx")
    template = open_template(tmp_path / "two.pptx")
    assert template.roles["content"].layout.slide_master.part is template.presentation.slide_masters[1].part


def test_content_keeps_within_the_panel_that_it_lies_on(tmp_path):
    presentation = Presentation()
    filled(presentation, 0.8, 0.3, 8.4, 6.9, "FFF4DD")
    presentation.save(tmp_path / "t.pptx")
    body = open_template(tmp_path / "t.pptx").roles["content"].body
    assert body.left > Inches(0.8) and body.right < Inches(9.2) and body.bottom < Inches(7.2)


def test_a_title_in_the_way_is_moved_to_the_top(tmp_path):
    presentation = Presentation()
    for layout in presentation.slide_layouts:
        for shape in layout.placeholders:
            if shape.placeholder_format.type in TITLE_TYPES:
                shape.left, shape.top, shape.width, shape.height = map(Inches, (0.5, 3.2, 9, 1.2))
    presentation.save(tmp_path / "t.pptx")
    template = open_template(tmp_path / "t.pptx")
    assert "moved to the top" in " ".join(template.warnings)
    deck = small_deck()
    content = written(deck, tmp_path / "t.pptx")
    check_complete(content, deck)
    title = opened(content).slides[1].shapes.title
    assert title.top + title.height < Inches(2)


@pytest.mark.parametrize("height", [4.2, 4.8])
def test_low_pages_hold_a_whole_deck(tmp_path, height):
    presentation = Presentation()
    filled(presentation, 0, height, 10, 7.5 - height)
    for shape in [p for holder in holders(presentation) for p in holder.placeholders]:
        if shape.placeholder_format.type in (2, 7) and shape._element.find(f".//{qn('a:xfrm')}") is not None:
            shape.height = Emu(max(0, int(Inches(height) - shape.top)))
    presentation.save(tmp_path / "t.pptx")
    deck = small_deck()
    check_complete(written(deck, tmp_path / "t.pptx"), deck)


@pytest.mark.parametrize(("inches", "smaller"), [(4.0, False), (2.0, True)])
def test_a_footer_stands_on_one_line_of_its_place(tmp_path, inches, smaller):
    def narrow(presentation) -> None:
        for holder in holders(presentation):
            for shape in holder.placeholders:
                if shape.placeholder_format.type == 15:
                    shape.left, shape.top, shape.width, shape.height = map(Inches, (3, 7, inches, 0.4))

    deck = replace(small_deck(), title="Who are our customer groups?")
    slide = opened(written(deck, as_libreoffice(tmp_path / "t.pptx", narrow))).slides[1]
    (footer,) = [s for s in slide.placeholders if s.placeholder_format.type == 15]
    size = footer.text_frame.paragraphs[0].runs[0].font.size
    assert (size is not None) == smaller and (size is None or 8 <= size.pt < 18)
