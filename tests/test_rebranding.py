"""A deck moves to another template: people's work goes along, nothing of the old brand stays, and updates go on."""

from __future__ import annotations

import io

import polars as pl
import pytest
from pptx import Presentation
from pptx.util import Emu

from deckgen.deckfile import remembered
from deckgen.demo import sample_table
from deckgen.pipeline import build, update
from deckgen.settings import Settings
from deckgen.studio import Studio

MINE = "手工修改 123"


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """A deck that people worked on, moved from the brand that ships to an Office 4:3 template with new data."""
    folder = tmp_path_factory.mktemp("rebranding")
    first = sample_table(800, "zh")
    first.write_csv(folder / "first.csv")
    first.with_columns(pl.col("month_avg_spend_amt") * 1.4).write_csv(folder / "second.csv")
    Presentation().save(folder / "other.pptx")
    with Studio(0) as studio:
        build(folder / "first.csv", folder / "old.pptx", Settings(language="zh"), studio=studio)
    deck = Presentation(folder / "old.pptx")
    edit(deck)
    deck.save(folder / "theirs.pptx")
    with Studio(0) as studio:
        report = update(
            folder / "theirs.pptx",
            folder / "second.csv",
            folder / "new.pptx",
            lambda settings: settings,
            template=folder / "other.pptx",
            studio=studio,
        )
    return folder, report


@pytest.fixture(scope="module")
def fresh(moved):
    """The second table's deck, built on the other template."""
    folder, _ = moved
    with Studio(0) as studio:
        template = folder / "other.pptx"
        build(folder / "second.csv", folder / "fresh.pptx", Settings(language="zh"), template, studio=studio)
    return Presentation(folder / "fresh.pptx")


def edit(deck):
    """Change a title and a note, move a picture, hide a slide, and put a slide in with a box on it."""
    named(deck, "1.1", "title").text_frame.text = MINE
    named(deck, "1.2", "violins").top = Emu(named(deck, "1.2", "violins").top + 100_000)
    slide_of(deck, "1.3").notes_slide.notes_text_frame.add_paragraph().text = MINE
    slide_of(deck, "2.2")._element.set("show", "0")
    own = deck.slides.add_slide(deck.slide_layouts.get_by_name("Two Content"))
    own.shapes.title.text = MINE
    own.shapes.add_textbox(Emu(deck.slide_width - 2_000_000), Emu(1_000_000), Emu(1_900_000), Emu(500_000))


def slide_of(deck, page):
    return next(s for s in deck.slides if any(shape.name.startswith(f"deckgen:{page}:") for shape in s.shapes))


def named(deck, page, role):
    return next(shape for shape in slide_of(deck, page).shapes if shape.name == f"deckgen:{page}:{role}")


def test_every_slide_is_on_the_other_templates_layouts_and_the_old_brand_is_gone(moved):
    folder, _ = moved
    deck, other = Presentation(folder / "new.pptx"), Presentation(folder / "other.pptx")
    assert (deck.slide_width, deck.slide_height) == (other.slide_width, other.slide_height)
    names = {layout.name for layout in other.slide_layouts}
    assert {slide.slide_layout.name for slide in deck.slides} <= names
    parts = {str(part.partname).rpartition("/")[2]: part.blob for part in deck.part.package.iter_parts()}
    assert not any(b"Closing Comparison" in blob for blob in parts.values())
    assert len([name for name in parts if name.startswith("slideLayout")]) == len(names)
    old = Presentation(folder / "old.pptx")
    assert {slide.name for slide in old.slide_layouts} & {"Cover", "Closing Comparison"}


def test_what_people_made_goes_along_and_the_rest_is_told_anew(moved, fresh):
    folder, report = moved
    deck = Presentation(folder / "new.pptx")
    title = named(deck, "1.1", "title")
    assert title.text_frame.text == MINE
    assert title.is_placeholder and title.top == slide_of(deck, "1.1").slide_layout.placeholders[0].top
    assert MINE in slide_of(deck, "1.3").notes_slide.notes_text_frame.text
    assert slide_of(deck, "2.2")._element.get("show") == "0"
    kept = {(entry.page, entry.shape) for entry in report.entries if entry.what == "kept"}
    assert {("1.1", "title"), ("1.2", "violins"), ("2.2", ""), ("1.3", "notes")} <= kept
    for page in ("0", "1.2", "3.1"):
        assert named(deck, page, "title").text_frame.text == named(fresh, page, "title").text_frame.text


def test_own_slides_go_to_the_layout_most_like_theirs_are_scaled_and_named(moved):
    folder, report = moved
    deck = Presentation(folder / "new.pptx")
    relaid = [entry for entry in report.entries if entry.what == "relaid" and not entry.page]
    assert [(entry.title, entry.now) for entry in relaid] == [(MINE, "Two Content")]
    own = next(s for s in deck.slides if s.slide_layout.name == "Two Content" and s.shapes.title.text == MINE)
    box = next(shape for shape in own.shapes if not shape.is_placeholder)
    assert 0 <= box.left < box.left + box.width <= deck.slide_width
    indices = {shape.placeholder_format.idx for shape in own.slide_layout.placeholders}
    assert {shape.placeholder_format.idx for shape in own.placeholders} <= indices


def test_a_moved_picture_keeps_its_proportions(moved, fresh):
    folder, _ = moved
    picture = named(Presentation(folder / "new.pptx"), "1.2", "violins")
    wanted = named(fresh, "1.2", "violins")
    assert picture.width / picture.height == pytest.approx(wanted.width / wanted.height, rel=0.01)


def test_carrying_on_afterwards_with_the_same_data_changes_nothing(moved):
    folder, _ = moved
    with Studio(0) as studio:
        again = folder / "again.pptx"
        update(folder / "new.pptx", folder / "second.csv", again, lambda settings: settings, studio=studio)
    assert again.read_bytes() == (folder / "new.pptx").read_bytes()
    assert remembered(again.read_bytes())["template"] != remembered((folder / "old.pptx").read_bytes())["template"]


def test_every_part_is_related_once_and_named_once(moved):
    content = (moved[0] / "new.pptx").read_bytes()
    deck = Presentation(io.BytesIO(content))
    ids = [each.get("id") for m in deck.slide_masters for each in m._element.iter("{*}sldLayoutId")]
    ids += [each.get("id") for each in deck.part._element.iter("{*}sldMasterId")]
    assert len(ids) == len(set(ids))
