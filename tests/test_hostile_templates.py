"""Peculiar templates, alone and combined: each gives a complete deck, or is refused with the remedy."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches
from test_deck import decks, joined, opened, told_with, words, written  # noqa: F401  (decks is a fixture)

from deckgen.errors import DeckgenError, TemplateError
from deckgen.slides import Bar, BarPanel, Bars, Beside, Card, Cards, Cell, Gauge, Point, Points, Row, Slide, Table
from deckgen.tree import Node, Tree

Change = Callable[[object], None]
CHANGES: dict[str, Change] = {}


def change(made: Change) -> Change:
    """Register a peculiarity of templates."""
    CHANGES[made.__name__] = made
    return made


def holders(presentation):
    """Yield the masters and all their layouts."""
    for master in presentation.slide_masters:
        yield master
        yield from master.slide_layouts


def resized(presentation, width: float, height: float) -> None:
    """Resize pages and all that stands on masters and layouts."""
    across, down = Inches(width) / presentation.slide_width, Inches(height) / presentation.slide_height
    presentation.slide_width, presentation.slide_height = Inches(width), Inches(height)
    for holder in holders(presentation):
        for shape in holder.shapes:
            if shape._element.find(f".//{qn('a:xfrm')}") is not None:
                shape.left, shape.width = Emu(int(shape.left * across)), Emu(int(shape.width * across))
                shape.top, shape.height = Emu(int(shape.top * down)), Emu(int(shape.height * down))


@change
def sixteen_by_nine(presentation):
    resized(presentation, 13.333, 7.5)


@change
def a4_landscape(presentation):
    resized(presentation, 11.69, 8.27)


@change
def square(presentation):
    resized(presentation, 10, 10)


@change
def poster_26_by_15(presentation):
    resized(presentation, 26, 15)


@change
def no_titles(presentation):
    for layout in presentation.slide_layouts:
        for shape in [p for p in layout.placeholders if p.placeholder_format.type in (1, 3)]:
            shape._element.getparent().remove(shape._element)


@change
def vertical_titles(presentation):
    for layout in presentation.slide_layouts:
        for shape in [p for p in layout.placeholders if p.placeholder_format.type in (1, 3)]:
            shape.left, shape.top = (
                Emu(int(presentation.slide_width * 0.88)),
                Emu(int(presentation.slide_height * 0.06)),
            )
            shape.width = Emu(int(presentation.slide_width * 0.1))
            shape.height = Emu(int(presentation.slide_height * 0.8))
            shape._element.txBody.find(qn("a:bodyPr")).set("vert", "eaVert")


@change
def titles_below(presentation):
    for layout in presentation.slide_layouts:
        for shape in [p for p in layout.placeholders if p.placeholder_format.type in (1, 3)]:
            shape.left, shape.top = (
                Emu(int(presentation.slide_width * 0.05)),
                Emu(int(presentation.slide_height * 0.74)),
            )
            shape.width = Emu(int(presentation.slide_width * 0.9))
            shape.height = Emu(int(presentation.slide_height * 0.15))


@change
def no_footers(presentation):
    for holder in holders(presentation):
        for shape in [p for p in holder.placeholders if p.placeholder_format.type in (13, 15, 16)]:
            shape._element.getparent().remove(shape._element)


@change
def number_as_plain_field(presentation):
    no_footers(presentation)
    field = (
        '<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:fld '
        'id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:t>‹#›</a:t></a:fld></a:p>'
    )
    for layout in presentation.slide_layouts:
        slide = presentation.slides.add_slide(layout)
        box = slide.shapes.add_textbox(Emu(0), Emu(int(presentation.slide_height * 0.95)), Inches(1), Inches(0.3))
        body = box._element.txBody
        body.replace(body.find(qn("a:p")), etree.fromstring(field))
        layout.shapes._spTree.append(box._element)


@change
def duplicate_idx(presentation):
    for layout in presentation.slide_layouts:
        for mark in layout._element.iter(qn("p:ph")):
            mark.attrib.pop("idx", None)


@change
def renumbered_idx(presentation):
    for layout in presentation.slide_layouts:
        for number, mark in enumerate(layout._element.iter(qn("p:ph"))):
            if mark.get("type", "obj") not in ("title", "ctrTitle"):
                mark.set("idx", str(4294967000 - number))


@change
def dark_by_map(presentation):
    mapping = presentation.slide_masters[0]._element.find(qn("p:clrMap"))
    mapping.set("bg1", "dk1")
    mapping.set("tx1", "lt1")


@change
def dark_by_panel(presentation):
    from pptx.dml.color import RGBColor

    for layout in presentation.slide_layouts:
        slide = presentation.slides.add_slide(layout)
        size = (Emu(0), Emu(0), presentation.slide_width, presentation.slide_height)
        panel = slide.shapes.add_shape(1, *size)
        panel.fill.solid()
        panel.fill.fore_color.rgb = RGBColor(0x14, 0x20, 0x3A)
        layout.shapes._spTree.insert(2, panel._element)


@change
def dark_by_picture(presentation):
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (64, 36), (20, 30, 60)).save(stream, "PNG")
    master = presentation.slide_masters[0]
    part, identity = master.part.get_or_add_image_part(stream)
    assert part is not None
    ground = etree.fromstring(
        '<p:bg xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:bgPr><a:blipFill>'
        f'<a:blip r:embed="{identity}"/><a:stretch><a:fillRect/></a:stretch></a:blipFill><a:effectLst/></p:bgPr></p:bg>'
    )
    data = master._element.find(qn("p:cSld"))
    old = data.find(qn("p:bg"))
    if old is not None:
        data.remove(old)
    data.insert(0, ground)


@change
def white_accents(presentation):
    recolour(presentation, {f"accent{n}": "FFFFFF" for n in range(1, 7)})


@change
def twin_accents(presentation):
    recolour(presentation, {f"accent{n}": f"0055A{n}" for n in range(1, 7)})


def recolour(presentation, colours: dict[str, str]) -> None:
    """Set colours of the first master's theme."""
    part = next(r.target_part for r in presentation.slide_masters[0].part.rels.values() if r.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    for name, rgb in colours.items():
        slot = theme.find(f".//{qn(f'a:{name}')}")
        slot[:] = [etree.SubElement(slot, qn("a:srgbClr"), val=rgb)]
    part._blob = etree.tostring(theme)


@change
def foreign_names(presentation):
    for number, layout in enumerate(presentation.slide_layouts):
        layout._element.find(qn("p:cSld")).set(
            "name", ("标题\n幻灯片", "Folie mit Titel", "1_Free Content")[number % 3]
        )


@change
def sample_slides_with_notes(presentation):
    for layout in presentation.slide_layouts:
        slide = presentation.slides.add_slide(layout)
        slide.notes_slide.notes_text_frame.text = "SAMPLE"
        for shape in slide.placeholders:
            shape.text_frame.text = "SAMPLE {{field}}"
    listed = list(presentation.slides._sldIdLst)
    root = presentation.part._element
    show = "".join(f'<p:sld r:id="{each.rId}"/>' for each in listed)
    root.find(qn("p:notesSz")).addnext(
        etree.fromstring(
            f'<p:custShowLst {nsdecls("p", "r")}><p:custShow name="SAMPLE" id="0"><p:sldLst>{show}</p:sldLst>'
            "</p:custShow></p:custShowLst>"
        )
    )
    own = "".join(f'<p14:sldId id="{each.get("id")}"/>' for each in listed)
    root.append(
        etree.fromstring(
            f'<p:extLst {nsdecls("p")}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst '
            'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="SAMPLE" '
            f'id="{{6E9B1D4A-12A7-4E0E-8F3B-0C6B5A7D9E11}}"><p14:sldIdLst>{own}</p14:sldIdLst></p14:section>'
            "</p14:sectionLst></p:ext></p:extLst>"
        )
    )


@change
def reversed_layouts(presentation):
    listed = presentation.slide_masters[0]._element.find(qn("p:sldLayoutIdLst"))
    for element in reversed(list(listed)):
        listed.append(element)


@change
def logo_in_the_corner(presentation):
    for layout in presentation.slide_layouts:
        slide = presentation.slides.add_slide(layout)
        width, height = presentation.slide_width, presentation.slide_height
        place = (int(width * 0.88), int(height * 0.84), int(width * 0.1), int(height * 0.08))
        logo = slide.shapes.add_shape(1, *map(Emu, place))
        logo.name = "logo"
        layout.shapes._spTree.append(logo._element)


@change
def slanting_lines(presentation):
    for layout in presentation.slide_layouts:
        slide = presentation.slides.add_slide(layout)
        width, height = presentation.slide_width, presentation.slide_height
        line = slide.shapes.add_connector(1, Emu(int(width * 0.3)), Emu(0), Emu(int(width * 0.6)), Emu(height))
        layout.shapes._spTree.append(line._element)


SIZES = ("sixteen_by_nine", "a4_landscape", "square", "poster_26_by_15")
TITLES = ("no_titles", "vertical_titles", "titles_below")
GROUNDS = ("dark_by_map", "dark_by_panel", "dark_by_picture")
OTHERS = tuple(name for name in CHANGES if name not in SIZES + TITLES + GROUNDS)


def template_with(path, *names: str):
    """Write a template with some peculiarities."""
    presentation = Presentation()
    for name in names:
        CHANGES[name](presentation)
    presentation.save(path)
    return path


def small_deck():
    """A deck with every kind of content, small."""
    table = Table(
        "t",
        (
            Row((Cell("指标"), Cell("群体0", "strong", "0"), Cell("群体1", "strong", "1")), "header"),
            *(Row((Cell(f"指标 {n}"), Cell("1,019"), Cell("1.84万", "strong"))) for n in range(8)),
        ),
        ("left", "right", "right"),
        (2, 1, 1),
        "the table's finding in words",
    )
    leaf = Node("是", "", "61位", (0.2, 0.8), "80%", "1")
    root = Node("", "月均消耗≥1万（高及以上）？", "122位", (0.5, 0.5), "50%", "0", (leaf, leaf))
    panels = tuple(BarPanel(k, f"群体{k}", (Bar("女装", 0.3, "30%", True), Bar("家居", 0.1, "10%"))) for k in "01")
    points = Points("p", (Point("标识列", "customer_id："), Point("自由文本", "name：")), "未使用的内容")
    cards = Cards(
        "c", tuple(Card(k, f"群体{k}", "80%", "客户", (Point("低消费", "消费："),), Gauge(0.8, 0.5)) for k in "01")
    )
    bodies = [
        table,
        Beside((Bars("b", panels, "the bars' finding in words"), points), (2, 1)),
        cards,
        Tree("tr", root, "tree"),
    ]
    return told_with(
        *(
            Slide(
                str(n),
                "content",
                f"群体1在第{n}项上明显更高，中位数是18.1倍",
                f"{n} 步骤",
                body,
                "因此优先经营",
                "基数：全部客户",
                "备注",
            )
            for n, body in enumerate(bodies, 1)
        )
    )


SHOWN = ("指标 7", "1.84万", "群体0", "标识列", "自由文本", "低消费", "月均消耗≥1万", "122位")
"""Words of the small deck's contents, from each kind."""


def check_complete(content: bytes, deck) -> None:
    """Check that nothing told is lost, nothing of the samples is left, and nothing leaves the page."""
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert len(names) == len(set(names))
    presentation = opened(content)
    everything = joined(" ".join(words(slide) for slide in presentation.slides))
    for slide in deck.slides:
        assert joined(slide.title) in everything
        assert joined(slide.takeaway) in everything
    assert not [text for text in SHOWN if joined(text) not in everything]
    assert "SAMPLE" not in everything and "{{" not in everything
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert not [name for name in names if b"SAMPLE" in archive.read(name)]
    for slide in presentation.slides:
        ids = [e.get("id") for e in slide._element.iter(qn("p:cNvPr"))]
        assert len(ids) == len(set(ids))
        assert slide.shapes.title is not None
        for shape in slide.shapes:
            if not shape.is_placeholder:
                assert shape.left >= 0 and shape.left + shape.width <= presentation.slide_width, shape.name
                assert shape.top >= 0 and shape.top + shape.height <= presentation.slide_height, shape.name
        fields = [f for f in slide._element.iter(qn("a:fld")) if f.get("type") == "slidenum"]
        assert len(fields) <= 1


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_a_peculiar_template_gives_a_complete_deck(tmp_path, name):
    deck = small_deck()
    check_complete(written(deck, template_with(tmp_path / "t.pptx", name)), deck)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(st.none(), st.sampled_from(SIZES)),
    st.one_of(st.none(), st.sampled_from(TITLES)),
    st.one_of(st.none(), st.sampled_from(GROUNDS)),
    st.lists(st.sampled_from(OTHERS), unique=True, max_size=4),
)
def test_combined_they_give_one_too_or_a_remedy(tmp_path_factory, size, title, ground, others):
    path = tmp_path_factory.mktemp("hostile") / "t.pptx"
    template_with(path, *(name for name in (size, title, ground, *others) if name))
    deck = small_deck()
    try:
        content = written(deck, path)
    except DeckgenError as why:
        assert re.search(r"shorten|map another layout|save it as|landscape", str(why)), why
        return
    check_complete(content, deck)


def test_zip_folders_and_a_template_type_do_not_hurt(tmp_path):
    plain = template_with(tmp_path / "plain.pptx")
    path = tmp_path / "odd.potx"
    with zipfile.ZipFile(plain) as archive, zipfile.ZipFile(path, "w") as copy:
        copy.writestr(zipfile.ZipInfo("ppt/"), b"")
        for name in archive.namelist():
            content = archive.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"presentationml.presentation.main", b"presentationml.template.main")
            copy.writestr(name, content)
    deck = small_deck()
    assert written(deck, path) == written(deck, plain)


def test_the_brand_is_found_on_the_second_master(tmp_path):
    """A first master in Office colours with bare layouts, a second one with colours and a logo of its own."""
    plain, brand = Presentation(), Presentation()
    logo_in_the_corner(brand)
    recolour(brand, {"accent1": "112288", "accent2": "CC3311", "accent3": "228833"})
    path = tmp_path / "two.pptx"
    plain.save(tmp_path / "plain.pptx")
    brand.save(tmp_path / "brand.pptx")
    joined_masters(tmp_path / "plain.pptx", tmp_path / "brand.pptx", path)
    from deckgen.template import open_template

    template = open_template(path)
    assert len(template.presentation.slide_masters) == 2
    assert template.brand.series[0] == "112288"
    deck = small_deck()
    check_complete(written(deck, path), deck)


def joined_masters(first, second, target) -> None:
    """Add the second file's master, layouts and theme to the first file's."""
    with zipfile.ZipFile(first) as a, zipfile.ZipFile(second) as b, zipfile.ZipFile(target, "w") as out:
        parts = {name: a.read(name) for name in a.namelist()}
        moved = {
            name: re.sub(r"(slideMaster|slideLayout|theme)(\d+)\.xml", lambda m: f"{m[1]}{int(m[2]) + 50}.xml", name)
            for name in b.namelist()
            if re.match(r"ppt/(slideMasters|slideLayouts|theme)/", name)
        }
        for name, new in moved.items():
            text = b.read(name)
            if name.endswith((".xml", ".rels")):
                pattern = rb"(slideMaster|slideLayout|theme)(\d+)\.xml"
                text = re.sub(pattern, lambda m: m[1] + str(int(m[2]) + 50).encode() + b".xml", text)
            if "slideMaster1.xml" in name and not name.endswith(".rels"):
                text = re.sub(rb'(<p:sldLayoutId [^>]*id=")(\d+)', lambda m: m[1] + str(int(m[2]) + 500).encode(), text)
            parts[new] = text
        types = parts["[Content_Types].xml"].decode()
        for new in moved.values():
            kind = next(
                (k for k in ("slideMaster", "slideLayout", "theme") if f"/{k}" in new and new.endswith(".xml")), ""
            )
            if kind:
                full = f"presentationml.{kind}" if kind != "theme" else "theme"
                override = f'application/vnd.openxmlformats-officedocument.{full}+xml"/>'
                types = types.replace("</Types>", f'<Override PartName="/{new}" ContentType="{override}</Types>')
        parts["[Content_Types].xml"] = types.encode()
        relation = (
            '<Relationship Id="rId990" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            'slideMaster" Target="slideMasters/slideMaster51.xml"/></Relationships>'
        )
        rels = "ppt/_rels/presentation.xml.rels"
        parts[rels] = parts[rels].replace(b"</Relationships>", relation.encode())
        listed = b'<p:sldMasterId id="2147484900" r:id="rId990"/></p:sldMasterIdLst>'
        parts["ppt/presentation.xml"] = parts["ppt/presentation.xml"].replace(b"</p:sldMasterIdLst>", listed)
        for name, content in parts.items():
            out.writestr(name, content)


def test_moving_and_deleting_layouts_changes_no_content(tmp_path, decks):  # noqa: F811
    deck = decks["zh"]
    plain = template_with(tmp_path / "plain.pptx", "sixteen_by_nine")
    turned = template_with(tmp_path / "turned.pptx", "sixteen_by_nine", "reversed_layouts")
    fewer = Presentation(plain)
    for layout in [each for each in fewer.slide_layouts if each.name not in ("Title Slide", "Title Only")]:
        fewer.slide_layouts.remove(layout)
    fewer.save(tmp_path / "fewer.pptx")
    shown = [
        [words(slide) for slide in opened(written(deck, path)).slides]
        for path in (plain, turned, tmp_path / "fewer.pptx")
    ]
    assert shown[0] == shown[1] == shown[2]


def test_a_slanting_line_under_the_text_takes_no_room(tmp_path):
    deck = small_deck()
    plain, lined = (
        opened(written(deck, template_with(tmp_path / f"{len(names)}.pptx", "sixteen_by_nine", *names)))
        for names in ((), ("slanting_lines",))
    )
    assert len(plain.slides) == len(lined.slides)


def test_a_narrow_place_for_the_slide_number_holds_two_digits(tmp_path):
    presentation = Presentation(template_with(tmp_path / "t.pptx"))
    for layout in presentation.slide_layouts:
        for place in [p for p in layout.placeholders if p.placeholder_format.type == 13]:
            place.left, place.top, place.width, place.height = Inches(9), Inches(7), Emu(266100), Inches(0.4)
    presentation.save(tmp_path / "narrow.pptx")
    slide = opened(written(small_deck(), tmp_path / "narrow.pptx")).slides[1]
    number = next(p for p in slide.placeholders if p.placeholder_format.type == 13)
    insets = number._element.txBody.find(qn("a:bodyPr"))
    assert insets.get("lIns") == "0" and "1" not in insets.get("rIns", "0")


def test_a_template_without_layouts_is_refused_with_the_remedy(tmp_path):
    presentation = Presentation()
    for layout in list(presentation.slide_layouts):
        presentation.slide_layouts.remove(layout)
    presentation.save(tmp_path / "bare.pptx")
    from deckgen.template import open_template

    with pytest.raises(TemplateError, match="no slide layout"):
        open_template(tmp_path / "bare.pptx")


def test_what_the_template_carries_is_carried_over(tmp_path):
    """Masters, layouts and themes are in the output byte for byte; only a missing Chinese font is filled in."""
    deck = small_deck()
    from deckgen.template import shipped

    with zipfile.ZipFile(io.BytesIO(written(deck))) as out, zipfile.ZipFile(shipped()) as own:
        for name in own.namelist():
            if re.match(r"ppt/(theme|slideMasters|slideLayouts|media)/[^/]+\.(xml|png|svg|emf)$", name):
                before = etree.tostring(etree.fromstring(own.read(name)), method="c14n")
                assert etree.tostring(etree.fromstring(out.read(name)), method="c14n") == before, name
