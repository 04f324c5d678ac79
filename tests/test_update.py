"""A deck that people have worked on is carried on: every edit stays, every untouched number is refreshed.

Each edit is made on a real deck, as python-pptx and PowerPoint save it; then the deck is carried on with new data.
"""

from __future__ import annotations

import copy
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import PP_ALIGN
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from deckgen.deckfile import check_writable, packed, remembered
from deckgen.demo import sample_table
from deckgen.errors import OutputError
from deckgen.pipeline import build, compose, update
from deckgen.record import settings_data
from deckgen.settings import Settings
from deckgen.studio import Studio
from deckgen.template.package import parts_of
from deckgen.update.carrying import carry_on, own_template, read_deck
from deckgen.update.likeness import as_data, changes, from_data
from deckgen.update.pairing import paired
from deckgen.update.report import as_json, as_markdown
from deckgen.update.seeing import STALE, notes_of, see
from deckgen.update.written import written_pages

MINE = "手工修改 123"


@dataclass(frozen=True)
class Case:
    """A deck, and what a new one made of other data on its layouts says."""

    path: Path
    made: bytes
    pages: tuple
    record: dict

    def carried(self, content: bytes, tmp_path: Path):
        """Carry the deck on as somebody left it."""
        path = tmp_path / "theirs.pptx"
        path.write_bytes(content)
        return carry_on(read_deck(path), Presentation(io.BytesIO(self.made)), self.pages, self.record, "zh")


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Two tables of the same columns: customers go, and what is spent grows."""
    folder = tmp_path_factory.mktemp("tables")
    first = sample_table(1500, "zh")
    first.write_csv(folder / "first.csv")
    grown = pl.col("month_avg_spend_amt") * 1.37 + 11
    second = first.filter(pl.int_range(pl.len()) % 7 != 0).with_columns(grown)
    second.write_csv(folder / "second.csv")
    return folder


@pytest.fixture(scope="module")
def case(tables):
    path = tables / "deck.pptx"
    with Studio(0) as studio:
        build(tables / "first.csv", path, Settings(language="zh"), studio=studio)
        composed = made_from(tables / "second.csv", path, studio)
    composed.write()
    made = composed.company.presentation
    return Case(path, packed(parts_of(made)), written_pages(made, composed.pages), composed.record())


def made_from(data, path, studio):
    old = read_deck(path)
    return compose(data, old.settings, own_template(old), lambda step: None, studio)


def shape(deck, page: str, role: str):
    """Return a shape by its name, wherever it stands."""
    return next(seen for slide in deck.slides for seen in every(slide.shapes) if seen.name == f"deckgen:{page}:{role}")


def every(shapes):
    for each in shapes:
        yield each
        if hasattr(each, "shapes"):
            yield from every(each.shapes)


def slide_of(deck, page: str):
    return next(s for s in deck.slides if any(each.name.startswith(f"deckgen:{page}:") for each in s.shapes))


def cell(deck, page, role, row, column):
    return shape(deck, page, role).table.cell(row, column)


# Edits of words


def retitle(deck):
    shape(deck, "1.1", "title").text_frame.text = MINE


def retitle_overview(deck):
    shape(deck, "0", "title").text_frame.text = MINE


def rewrite_takeaway(deck):
    shape(deck, "1.1", "takeaway").text_frame.paragraphs[0].runs[0].text = MINE


def empty_foot(deck):
    shape(deck, "1.1", "foot").text_frame.clear()


def edit_kicker(deck):
    shape(deck, "1.2", "kicker").text_frame.paragraphs[0].runs[0].text = MINE


def edit_card_line(deck):
    frame = shape(deck, "3.2", "rules-1").text_frame
    frame.paragraphs[-1].runs[-1].text = MINE


def add_card_line(deck):
    frame = shape(deck, "3.2", "rules-1").text_frame
    frame.add_paragraph().text = MINE


def delete_card_line(deck):
    paragraph = shape(deck, "3.2", "rules-1").text_frame.paragraphs[-1]._p
    paragraph.getparent().remove(paragraph)


def edit_list(deck):
    shape(deck, "0", "findings").text_frame.paragraphs[1].runs[-1].text = MINE


def edit_footer_text(deck):
    shape(deck, "1.1", "footer").text_frame.text = MINE


def edit_cover(deck):
    shape(deck, "cover", "subtitle").text_frame.text = MINE


# Edits of looks


def bold_a_word(deck):
    runs = shape(deck, "1.1", "foot").text_frame.paragraphs[0].runs
    second = copy.deepcopy(runs[0]._r)
    text = runs[0].text
    runs[0]._r.addnext(second)
    runs[0].text = text[:5]
    second.find(qn("a:t")).text = text[5:]
    runs[0].font.bold = True


def enlarge_title(deck):
    shape(deck, "1.1", "title").text_frame.paragraphs[0].runs[0].font.size = Pt(31)


def colour_title(deck):
    shape(deck, "1.1", "title").text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(0xC0, 0x10, 0x80)


def theme_colour_foot(deck):
    shape(deck, "1.1", "foot").text_frame.paragraphs[0].runs[0].font.color.theme_color = MSO_THEME_COLOR.ACCENT_5


def italic_takeaway(deck):
    shape(deck, "1.1", "takeaway").text_frame.paragraphs[0].runs[0].font.italic = True


def strike_takeaway(deck):
    shape(deck, "1.1", "takeaway").text_frame.paragraphs[0].runs[0]._r.get_or_add_rPr().set("strike", "sngStrike")


def other_font(deck):
    shape(deck, "1.1", "takeaway").text_frame.paragraphs[0].runs[0].font.name = "Georgia"


def link_takeaway(deck):
    shape(deck, "1.1", "takeaway").text_frame.paragraphs[0].runs[0].hyperlink.address = "https://example.org/"


def centre_foot(deck):
    shape(deck, "1.1", "foot").text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def fill_takeaway(deck):
    fill = shape(deck, "1.1", "takeaway").fill
    fill.solid()
    fill.fore_color.rgb = RGBColor(0xFF, 0xE0, 0x66)


def outline_takeaway(deck):
    shape(deck, "1.1", "takeaway").line.color.rgb = RGBColor(0, 0x80, 0)


def shadow_takeaway(deck):
    etree.SubElement(
        etree.SubElement(shape(deck, "1.1", "takeaway")._element.spPr, qn("a:effectLst")), qn("a:outerShdw")
    )


def ellipse_takeaway(deck):
    shape(deck, "1.1", "takeaway")._element.spPr.find(qn("a:prstGeom")).set("prst", "ellipse")


# Edits of places


def move_takeaway(deck):
    shape(deck, "1.1", "takeaway").top = Emu(shape(deck, "1.1", "takeaway").top - 300000)


def resize_title(deck):
    title = shape(deck, "1.1", "title")
    title.left, title.top, title.width, title.height = Emu(400000), Emu(300000), Emu(6000000), Emu(900000)


def turn_takeaway(deck):
    shape(deck, "1.1", "takeaway").rotation = 5


def bring_forward(deck):
    element = shape(deck, "1.1", "kicker")._element
    element.getparent().append(element)


# Edits of tables


def edit_cell(deck):
    cell(deck, "1.1", "kpis", 3, 1).text_frame.paragraphs[0].runs[0].text = MINE


def fill_cell(deck):
    target = cell(deck, "1.1", "kpis", 3, 1)
    target.fill.solid()
    target.fill.fore_color.rgb = RGBColor(0xFF, 0xE0, 0x66)


def bold_cell(deck):
    cell(deck, "1.1", "kpis", 3, 1).text_frame.paragraphs[0].runs[0].font.bold = True


def delete_row(deck):
    table = shape(deck, "1.1", "kpis").table._tbl
    table.remove(table.tr_lst[-1])


def add_row(deck):
    table = shape(deck, "1.1", "kpis").table._tbl
    row = copy.deepcopy(table.tr_lst[-1])
    for text in row.iter(qn("a:t")):
        text.text = MINE
    table.append(row)


def widen_column(deck):
    column = shape(deck, "1.1", "kpis").table.columns[0]
    column.width = Emu(column.width + 400000)


def move_table(deck):
    shape(deck, "1.1", "kpis").left = Emu(shape(deck, "1.1", "kpis").left + 200000)


def delete_table(deck):
    remove(shape(deck, "1.1", "kpis"))


def remove(each):
    each._element.getparent().remove(each._element)


# Edits of pictures


def picture(deck):
    return next(each for each in slide_of(deck, "1.2").shapes if each.shape_type == 13)


def move_picture(deck):
    picture(deck).top = Emu(picture(deck).top + 100000)


def shrink_picture(deck):
    picture(deck).width = Emu(picture(deck).width // 2)


def crop_picture(deck):
    picture(deck).crop_left = 0.2


def rephrase_picture(deck):
    picture(deck)._element._nvXxPr.cNvPr.set("descr", MINE)


def replace_picture(deck):
    _, key = slide_of(deck, "1.2").part.get_or_add_image_part(io.BytesIO(dot()))
    picture(deck)._element.blipFill.find(qn("a:blip")).set(qn("r:embed"), key)


def dot() -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(stream, "PNG")
    return stream.getvalue()


def delete_picture(deck):
    remove(picture(deck))


# Edits of the tree


def edit_node(deck):
    shape(deck, "3.1", "tree-node-0").text_frame.paragraphs[0].runs[0].text = MINE


def move_node(deck):
    shape(deck, "3.1", "tree-node-1").left = Emu(shape(deck, "3.1", "tree-node-1").left + 200000)


def delete_node(deck):
    node = shape(deck, "3.1", "tree-node-1")
    for end in list(slide_of(deck, "3.1")._element.iter(qn("a:stCxn"), qn("a:endCxn"))):
        if end.get("id") == str(node.shape_id):
            end.getparent().remove(end)
    remove(node)


def move_tree(deck):
    frame = shape(deck, "3.1", "tree")._element.grpSpPr.find(qn("a:xfrm")).find(qn("a:off"))
    frame.set("y", str(int(frame.get("y")) + 150000))


def ungroup_tree(deck):
    group = shape(deck, "3.1", "tree")._element
    for child in group.iterchildren(*(qn(f"p:{tag}") for tag in ("sp", "cxnSp", "grpSp", "pic"))):
        group.addprevious(child)
    group.getparent().remove(group)


def delete_tree(deck):
    remove(shape(deck, "3.1", "tree"))


# What people put on slides


def add_box(deck):
    slide_of(deck, "1.1").shapes.add_textbox(Emu(0), Emu(0), Emu(900000), Emu(300000)).text_frame.text = MINE


def add_picture(deck):
    slide_of(deck, "1.1").shapes.add_picture(io.BytesIO(dot()), Emu(0), Emu(0))


def duplicate_shape(deck):
    original = shape(deck, "1.1", "takeaway")._element
    twin = copy.deepcopy(original)
    original.addnext(twin)
    next(twin.iter(qn("p:cNvPr"))).set("id", "901")
    next(twin.iter(qn("a:off"))).set("y", "0")
    next(twin.iter(qn("a:t"))).text = MINE


def copy_shape_elsewhere(deck):
    twin = copy.deepcopy(shape(deck, "1.1", "takeaway")._element)
    next(twin.iter(qn("p:cNvPr"))).set("id", "902")
    slide_of(deck, "2.2").shapes._spTree.append(twin)


def group_shapes(deck):
    slide = slide_of(deck, "1.1")
    slide.shapes.add_group_shape([shape(deck, "1.1", "takeaway"), shape(deck, "1.1", "takeaway-bar")])


# Edits of slides


def hide(deck):
    slide_of(deck, "1.3")._element.set("show", "0")


def move_slide(deck):
    slides = deck.slides._sldIdLst
    slides.insert(2, slides[6])


def delete_slide(deck):
    slides = deck.slides._sldIdLst
    entry = next(e for e in slides if e.id == slide_of(deck, "1.3").slide_id)
    deck.part.drop_rel(entry.rId)
    slides.remove(entry)


def duplicate_slide(deck):
    original = slide_of(deck, "1.3")
    twin = deck.slides.add_slide(original.slide_layout)
    for each in list(twin.shapes):
        remove(each)
    for each in original.shapes:
        twin.shapes._spTree.append(copy.deepcopy(each._element))
    next(twin.shapes._spTree.iter(qn("a:t"))).text = MINE


def add_slide(deck):
    slide = deck.slides.add_slide(slide_of(deck, "1.1").slide_layout)
    slide.shapes.title.text = MINE
    slides = deck.slides._sldIdLst
    slides.insert(4, slides[-1])


def add_transition(deck):
    slide = slide_of(deck, "1.3")._element
    transition = slide.makeelement(qn("p:transition"), {"spd": "slow"})
    transition.append(transition.makeelement(qn("p:fade"), {}))
    slide.find(qn("p:clrMapOvr")).addnext(transition)


def animate(deck):
    slide = slide_of(deck, "1.3")
    target = shape(deck, "1.3", "takeaway").shape_id
    slide._element.append(
        etree.fromstring(
            f'<p:timing xmlns:p="{slide._element.nsmap["p"]}"><p:tnLst><p:par><p:cTn id="1" dur="indefinite" '
            f'restart="never" nodeType="tmRoot"/></p:par></p:tnLst><p:bldLst><p:bldP spid="{target}" grpId="0"/>'
            "</p:bldLst></p:timing>"
        )
    )


def comment(deck):
    part = slide_of(deck, "1.3").part
    blob = f'<p:cmLst xmlns:p="{part._element.nsmap["p"]}"><!-- {MINE} --></p:cmLst>'.encode()
    kind = "application/vnd.openxmlformats-officedocument.presentationml.comments+xml"
    comments = Part(PackURI("/ppt/comments/comment1.xml"), kind, part.package, blob)
    part.relate_to(comments, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments")


def paint_background(deck):
    background = slide_of(deck, "1.3").background.fill
    background.solid()
    background.fore_color.rgb = RGBColor(0xFF, 0xFF, 0xEE)


def change_layout(deck):
    slide = slide_of(deck, "1.3")
    other = next(each for each in deck.slide_layouts if each.name != slide.slide_layout.name)
    relation = next(rel for rel in slide.part.rels.values() if rel.reltype.endswith("/slideLayout"))
    relation._target = other.part


def edit_notes(deck):
    slide_of(deck, "1.3").notes_slide.notes_text_frame.paragraphs[0].runs[0].text = MINE


def add_notes(deck):
    slide_of(deck, "1.3").notes_slide.notes_text_frame.add_paragraph().text = MINE


def delete_notes(deck):
    slide_of(deck, "1.3").notes_slide.notes_text_frame.clear()


EDITS: list[tuple[Callable, str, set[str], set[str]]] = [
    (retitle, "1.1", {"title"}, {"text"}),
    (retitle_overview, "0", {"title"}, {"text"}),
    (rewrite_takeaway, "1.1", {"takeaway"}, {"text"}),
    (empty_foot, "1.1", {"foot"}, {"text"}),
    (edit_kicker, "1.2", {"kicker"}, {"text"}),
    (edit_card_line, "3.2", {"rules-1"}, {"text"}),
    (add_card_line, "3.2", {"rules-1"}, {"text"}),
    (delete_card_line, "3.2", {"rules-1"}, {"text"}),
    (edit_list, "0", {"findings"}, {"text"}),
    (edit_footer_text, "1.1", {"footer"}, {"text"}),
    (edit_cover, "cover", {"subtitle"}, {"text"}),
    (bold_a_word, "1.1", {"foot"}, {"look"}),
    (enlarge_title, "1.1", {"title"}, {"look"}),
    (colour_title, "1.1", {"title"}, {"look"}),
    (theme_colour_foot, "1.1", {"foot"}, {"look"}),
    (italic_takeaway, "1.1", {"takeaway"}, {"look"}),
    (strike_takeaway, "1.1", {"takeaway"}, {"look"}),
    (other_font, "1.1", {"takeaway"}, {"look"}),
    (link_takeaway, "1.1", {"takeaway"}, {"look"}),
    (centre_foot, "1.1", {"foot"}, {"look"}),
    (fill_takeaway, "1.1", {"takeaway"}, {"look"}),
    (outline_takeaway, "1.1", {"takeaway"}, {"look"}),
    (shadow_takeaway, "1.1", {"takeaway"}, {"look"}),
    (ellipse_takeaway, "1.1", {"takeaway"}, {"look"}),
    (move_takeaway, "1.1", {"takeaway"}, {"place"}),
    (resize_title, "1.1", {"title"}, {"place"}),
    (turn_takeaway, "1.1", {"takeaway"}, {"turn"}),
    (edit_cell, "1.1", {"kpis"}, {"text"}),
    (fill_cell, "1.1", {"kpis"}, {"look"}),
    (bold_cell, "1.1", {"kpis"}, {"look"}),
    (delete_row, "1.1", {"kpis"}, {"text"}),
    (add_row, "1.1", {"kpis"}, {"text"}),
    (widen_column, "1.1", {"kpis"}, {"place"}),
    (move_table, "1.1", {"kpis"}, {"place"}),
    (move_picture, "1.2", {"violins"}, {"place"}),
    (shrink_picture, "1.2", {"violins"}, {"place"}),
    (crop_picture, "1.2", {"violins"}, {"crop"}),
    (rephrase_picture, "1.2", {"violins"}, {"alt"}),
    (replace_picture, "1.2", {"violins"}, {"picture"}),
    (edit_node, "3.1", {"tree-node-0", "tree"}, {"text"}),
    (move_node, "3.1", {"tree-node-1", "tree"}, {"place"}),
    (move_tree, "3.1", {"tree"}, {"place"}),
    (hide, "1.3", set(), {"hidden"}),
    (add_transition, "1.3", set(), {"transition"}),
    (animate, "1.3", set(), {"animation"}),
    (comment, "1.3", set(), {"comments"}),
    (paint_background, "1.3", set(), {"background"}),
    (change_layout, "1.3", set(), {"layout"}),
    (edit_notes, "1.3", {"notes"}, {"text"}),
    (add_notes, "1.3", {"notes"}, {"text"}),
    (delete_notes, "1.3", {"notes"}, {"text"}),
]
"""An edit, the page and the shapes that it touches, and in what."""

DELETIONS = [
    (delete_table, "1.1", "kpis"),
    (delete_picture, "1.2", "violins"),
    (delete_node, "3.1", "tree-node-1"),
    (delete_tree, "3.1", "tree"),
    (ungroup_tree, "3.1", "tree"),
    (delete_slide, "1.3", ""),
]

ADDITIONS = [
    (add_box, "1.1", "own"),
    (add_picture, "1.1", "own"),
    (duplicate_shape, "1.1", "own"),
    (copy_shape_elsewhere, "2.2", "own"),
    (duplicate_slide, "", "copy"),
    (add_slide, "", "own"),
    (bring_forward, "1.1", None),
    (group_shapes, "1.1", None),
    (move_slide, "", None),
]


def edited(case, edit) -> bytes:
    deck = Presentation(case.path)
    edit(deck)
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def likenesses(content: bytes, pages) -> dict:
    """Return every known shape of a deck by page and role, as deckgen itself would remember it."""
    found = {}
    for key, theirs in paired(Presentation(io.BytesIO(content)), pages).pages.items():
        for seen, deep in zip(theirs.shapes, see(theirs.slide, key, deep=True), strict=True):
            if theirs.known.get(seen.name) is seen:
                found[key, seen.name.rpartition(":")[2]] = deep.likeness
    return found


def check_untouched(case, updated, page: str, touched: set[str]) -> None:
    """Check that every shape but those touched now says, in words and pictures, what the new deck says."""
    now = likenesses(updated.content, case.pages)
    for new in case.pages:
        for name, wanted in new.shapes.items():
            role = name.rpartition(":")[2]
            if new.key == page and (role in touched or "tree" in touched):
                continue
            seen = now.get((new.key, role))
            assert seen is not None, name
            assert (seen.text, seen.picture) == (wanted.text, wanted.picture), name


def check_valid(content: bytes) -> None:
    """Check that a package can be read, and that nothing in it points nowhere or stands twice."""
    deck = Presentation(io.BytesIO(content))
    for slide in deck.slides:
        ids = [each.get("id") for each in slide._element.iter(qn("p:cNvPr"))]
        assert len(ids) == len(set(ids))
        for node in slide._element.iter():
            for name, value in node.attrib.items():
                if name.startswith("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"):
                    assert value in slide.part.rels
        for end in slide._element.iter(qn("a:stCxn"), qn("a:endCxn")):
            assert end.get("id") in ids


@pytest.mark.parametrize(("edit", "page", "roles", "what"), EDITS, ids=lambda value: getattr(value, "__name__", ""))
def test_an_edit_stays_and_all_else_is_refreshed(case, tmp_path, edit, page, roles, what):
    before = edited(case, edit)
    updated = case.carried(before, tmp_path)
    check_valid(updated.content)
    told = [
        e for e in updated.entries if e.page == page and what <= set(e.changed) and (e.shape or "") in (roles or {""})
    ]
    assert told, "the report names the edit"
    check_untouched(case, updated, page, roles)
    mine = {role: likeness for (key, role), likeness in likenesses(before, case.pages).items() if key == page}
    now = {role: likeness for (key, role), likeness in likenesses(updated.content, case.pages).items() if key == page}
    for role in roles & set(mine):
        lost = changes(mine[role], now[role]) & what - {"text"}
        assert "look" in lost or not lost, role  # words that were refreshed begin in the same look
    if MINE in everything(before):
        assert MINE in everything(updated.content)
    again = case.carried(updated.content, tmp_path)
    assert again.content == updated.content, "twice is once"


def everything(content: bytes) -> str:
    """Return all that stands on the slides, in their notes and in alternative texts."""
    deck = Presentation(io.BytesIO(content))
    trees = [slide._element for slide in deck.slides] + [s.notes_slide._element for s in deck.slides]
    return " ".join(" ".join([*tree.itertext(), *tree.xpath("//@descr")]) for tree in trees)


@pytest.mark.parametrize(("edit", "page", "role"), DELETIONS, ids=lambda value: getattr(value, "__name__", ""))
def test_what_was_deleted_stays_away(case, tmp_path, edit, page, role):
    updated = case.carried(edited(case, edit), tmp_path)
    check_valid(updated.content)
    assert [e for e in updated.entries if e.what == "deleted" and e.page == page and e.shape == role]
    assert (page, role or "title") not in likenesses(updated.content, case.pages)
    check_untouched(case, updated, page, {role, "tree"} if role.startswith("tree") else {role}) if role else None
    assert case.carried(updated.content, tmp_path).content == updated.content


@pytest.mark.parametrize(("edit", "page", "what"), ADDITIONS, ids=lambda value: getattr(value, "__name__", ""))
def test_what_people_put_in_beside_stays(case, tmp_path, edit, page, what):
    before = edited(case, edit)
    updated = case.carried(before, tmp_path)
    check_valid(updated.content)
    assert what is None or [e for e in updated.entries if e.what == what and e.page == page]
    check_untouched(case, updated, "", set())
    assert order(before) == order(updated.content)
    if MINE in everything(before):
        assert MINE in everything(updated.content)
    assert case.carried(updated.content, tmp_path).content == updated.content


def order(content: bytes) -> list[str]:
    """Return what the slides are, in their order."""
    deck = Presentation(io.BytesIO(content))
    return [re.sub(r"\d+", "", slide.shapes[0].name) + str(slide.slide_id) for slide in deck.slides]


def test_a_moved_slide_stays_where_it_was_put_and_is_named(case, tmp_path):
    updated = case.carried(edited(case, move_slide), tmp_path)
    assert [e.page for e in updated.entries if "order" in e.changed] == ["2.1b"]


def test_animations_go_on_with_the_new_shape(case, tmp_path):
    updated = case.carried(edited(case, animate), tmp_path)
    slide = slide_of(Presentation(io.BytesIO(updated.content)), "1.3")
    target = next(slide._element.iter(qn("p:bldP"))).get("spid")
    assert next(each for each in slide.shapes if str(each.shape_id) == target).name == "deckgen:1.3:takeaway"


def test_what_nobody_touched_is_all_new_and_of_the_same_bytes_twice(case, tmp_path):
    content = case.path.read_bytes()
    updated = case.carried(content, tmp_path)
    assert {entry.what for entry in updated.entries} == {"refreshed", "added"}
    added = [entry.shape for entry in updated.entries if entry.what == "added"]
    assert added == ["over-represented"]  # the one table of the new data that the old bars told without
    check_untouched(case, updated, "", set())
    assert case.carried(content, tmp_path).content == updated.content
    for page in case.pages:
        slide = slide_of(Presentation(io.BytesIO(updated.content)), page.key)
        assert notes_of(slide) == page.notes
    path = tmp_path / "new.pptx"
    path.write_bytes(updated.content)
    check_writable(path)  # nobody's work is in it


def test_a_deck_with_peoples_work_is_never_taken_for_deckgens_own(case, tmp_path):
    path = tmp_path / "new.pptx"
    path.write_bytes(case.carried(edited(case, retitle), tmp_path).content)
    with pytest.raises(OutputError, match="was edited"):
        check_writable(path)


def test_kept_words_whose_numbers_moved_are_marked_in_the_notes_until_somebody_sees_to_them(case, tmp_path):
    updated = case.carried(edited(case, retitle_overview), tmp_path)
    assert [(e.page, e.shape) for e in updated.entries if e.what == "stale"] == [("0", "title")]
    deck = Presentation(io.BytesIO(updated.content))
    notes = slide_of(deck, "0").notes_slide.notes_text_frame.text
    assert notes.count(STALE) == 1 and MINE in notes
    wanted = next(page for page in case.pages if page.key == "0").shapes["deckgen:0:title"].text
    assert wanted[:20] in notes
    shape(deck, "0", "title").text_frame.text = "已核对"
    stream = io.BytesIO()
    deck.save(stream)
    seen_to = Presentation(io.BytesIO(case.carried(stream.getvalue(), tmp_path).content))
    assert STALE not in slide_of(seen_to, "0").notes_slide.notes_text_frame.text


def test_an_edited_cell_stays_beside_refreshed_ones(case, tmp_path):
    updated = case.carried(edited(case, edit_cell), tmp_path)
    wanted = next(page for page in case.pages if page.key == "1.1").shapes["deckgen:1.1:kpis"]
    now = likenesses(updated.content, case.pages)["1.1", "kpis"]
    differing = [
        (r, c) for r, row in enumerate(wanted.cells) for c, one in enumerate(row) if now.cells[r][c].text != one.text
    ]
    assert differing == [(3, 1)]


def test_the_same_data_change_nothing(case, tables, tmp_path):
    with Studio(0) as studio:
        composed = made_from(tables / "first.csv", case.path, studio)
        composed.write()
    made = composed.company.presentation
    record = {**composed.record(), "settings": settings_data(Settings(language="zh"))}
    for edit in (lambda deck: None, retitle, delete_slide, add_slide):
        path = tmp_path / "theirs.pptx"
        path.write_bytes(edited(case, edit))
        updated = carry_on(read_deck(path), made, written_pages(made, composed.pages), record, "zh")
        assert updated.content == path.read_bytes()


def test_the_reports_name_every_part_as_text(case, tmp_path):
    updated = case.carried(edited(case, retitle), tmp_path)
    names = ("old.pptx", "new.csv", "new.pptx")
    told = as_markdown(updated.entries, names, "en")
    assert "Kept as changed by hand" in told and "1.1" in told
    assert f'"kept": "{MINE}"' in as_json(updated.entries, names)


def test_likenesses_are_remembered_whole(case):
    for page in case.pages:
        for likeness in page.shapes.values():
            assert from_data(as_data(likeness)) == likeness


def test_the_input_is_never_written_to_and_strangers_are_refused(case, tables, tmp_path):
    with Studio(0) as studio, pytest.raises(OutputError, match="stays as it is"):
        update(case.path, tables / "second.csv", case.path, lambda s: s, force=True, studio=studio)
    stranger = tmp_path / "stranger.pptx"
    Presentation().save(stranger)
    with pytest.raises(OutputError, match="does not remember"):
        read_deck(stranger)


def test_a_dry_run_writes_nothing(case, tables, tmp_path):
    with Studio(0) as studio:
        output = tmp_path / "new.pptx"
        report = update(case.path, tables / "second.csv", output, lambda s: s, dry_run=True, studio=studio)
    assert report.entries and not report.paths and not list(tmp_path.iterdir())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize(
    ("edits", "kept"),
    [
        ((), set()),
        ((retitle_overview, edit_cell, move_picture), {("0", "title"), ("1.1", "kpis"), ("1.2", "violins")}),
        ((add_slide, edit_notes, edit_card_line), {("1.3", "notes"), ("3.2", "rules-1")}),
    ],
)
def test_a_deck_saved_by_another_program_keeps_edits_and_is_refreshed(case, tmp_path, edits, kept):
    path = tmp_path / "theirs.pptx"
    path.write_bytes(edited(case, lambda deck: [edit(deck) for edit in edits]))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pptx:Impress MS PowerPoint 2007 XML"]
    subprocess.run([*command, "--outdir", tmp_path / "saved", path], check=True, capture_output=True, timeout=120)
    content = (tmp_path / "saved" / "theirs.pptx").read_bytes()
    assert remembered(content) is not None
    updated = case.carried(content, tmp_path)
    now = likenesses(updated.content, case.pages)
    for new in case.pages:
        for name, wanted in new.shapes.items():
            role = name.rpartition(":")[2]
            if (new.key, role) not in kept:
                assert (now[new.key, role].text, now[new.key, role].picture) == (wanted.text, wanted.picture), name
    assert {(e.page, e.shape) for e in updated.entries if e.what == "kept"} == kept
    assert (MINE in everything(content)) == (MINE in everything(updated.content))
