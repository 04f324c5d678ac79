"""Does verify find what does not hold, and only that?"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from copy import deepcopy
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner
from conftest import SHARED, needs_shared
from pptx import Presentation
from pptx.util import Inches

from deckgen.asking import answered
from deckgen.cli import main
from deckgen.deckfile import remembered
from deckgen.demo import sample_table
from deckgen.pipeline import build
from deckgen.settings import Settings
from deckgen.studio import Studio
from deckgen.update.carrying import opened, own_template, read_deck
from deckgen.update.pairing import theirs_on
from deckgen.update.written import WrittenPage, pages_from
from deckgen.verify import BLANK, Verification, compared, made_again, verify
from deckgen.verify.comparing import Said, compare_words
from deckgen.verify.matching import compare_shown
from deckgen.verify.showing import as_now, shown_on

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class Blind(Studio):
    """A studio that draws nothing: pictures are not what is verified."""

    def begin(self, key, job, brand):
        self.asked = [*getattr(self, "asked", []), key]

    def pictures(self):
        return dict.fromkeys(self.asked, BLANK)


def built(folder: Path, data: Path, language: str, template: Path | None = None, **chosen) -> Path:
    """Build a deck."""
    path = folder / f"{data.stem}-{language}.pptx"
    with Blind(0) as studio:
        build(data, path, Settings(language=language, **chosen), template, force=True, studio=studio)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("verify")
    sample_table(2400, "zh").write_csv(folder / "customers.csv")
    return folder


@pytest.fixture(scope="module")
def deck(folder):
    """The sample's deck in Chinese."""
    return built(folder, folder / "customers.csv", "zh")


@pytest.fixture(scope="module")
def check(deck, folder):
    """Verify any edition of the deck against its own data, which are told once."""
    old = read_deck(deck)
    customers, answers = answered(folder / "customers.csv", old.settings)
    fresh = made_again(customers, answers, old.settings, own_template(old))
    return lambda path: Verification(True, compared(read_deck(path), fresh, True))


def edited(deck: Path, folder: Path, edit) -> Path:
    """Edit a deck as a person would, and save it."""
    presentation = Presentation(deck)
    edit(presentation)
    path = folder / "edited.pptx"
    presentation.save(path)
    return path


def page(presentation, step: str):
    """Return the slide of a step."""
    return next(s for s in presentation.slides if any(f"deckgen:{step}:" in shape.name for shape in s.shapes))


def shape(presentation, step: str, role: str):
    """Return a shape of a step by its role."""
    return next(shape for shape in page(presentation, step).shapes if shape.name == f"deckgen:{step}:{role}")


def states(found) -> list[str]:
    return [finding.state for finding in found.compared.findings]


def test_a_deck_just_built_holds(deck, folder):
    found = verify(deck, folder / "customers.csv")
    assert found.same_data and found.holds
    assert found.compared.findings == ()
    assert found.compared.holding > 500


def test_an_english_deck_on_other_layouts_holds(folder, tmp_path):
    template = Presentation()
    template.slide_width, template.slide_height = Inches(11.69), Inches(8.27)
    template.save(tmp_path / "plain.pptx")
    sample_table(1500, "en").write_csv(tmp_path / "english.csv")
    path = built(tmp_path, tmp_path / "english.csv", "en", tmp_path / "plain.pptx")
    assert verify(path, tmp_path / "english.csv").compared.findings == ()


@needs_shared
@pytest.mark.parametrize(
    ("data", "template", "language"),
    [
        ("seed_20k.csv", "unhcr-agency.pptx", "zh"),
        ("telco_churn.csv", "ucas-university-4x3-zh.pptx", "en"),
        ("wholesale_customers.csv", None, "en"),
        ("cn_listed_companies_v2.csv", None, "zh"),
        ("marketing_campaign_v2.csv", "mecanon-ufrj.potx", "en"),
    ],
)
def test_decks_of_collected_tables_and_brands_hold(tmp_path, data, template, language):
    brand = SHARED / "templates" / template if template else None
    path = built(tmp_path, SHARED / "data" / data, language, brand)
    assert verify(path, SHARED / "data" / data).compared.findings == ()


def test_the_same_rows_in_another_order_file_and_format_hold(deck, folder, tmp_path):
    rows = pl.read_csv(folder / "customers.csv", infer_schema=False)
    rows.sample(fraction=1, shuffle=True, seed=1).write_parquet(tmp_path / "other.parquet")
    found = verify(deck, tmp_path / "other.parquet")
    assert found.same_data and found.compared.findings == ()


def digits(presentation) -> list[tuple[int, object, int]]:
    """Return every digit in texts, tables and notes: the slide's place, the run's text element, the digit's place."""
    found = []
    for number, slide in enumerate(presentation.slides):
        for root in (slide._element, slide.notes_slide.notes_text_frame._txBody):
            runs = (run.find(f"{A}t") for run in root.iter(f"{A}r"))
            found += [(number, t, place) for t in runs for place, mark in enumerate(t.text or "") if mark.isdecimal()]
    return found


def is_found(slide, page: WrittenPage, once) -> bool:
    """Tell whether a slide, as it is now, says something that the data do not."""
    shown = shown_on([as_now(theirs_on(slide, page))])
    return any(finding.is_wrong for finding in compare_shown(shown, once, once, same_data=True).findings)


def test_single_changed_digits_are_found(deck):
    old = read_deck(deck)
    presentation = opened(old)
    once, places, random = shown_on(old.pages), digits(presentation), np.random.default_rng(6)
    missed = []
    for choice in random.choice(len(places), 500, replace=False):
        number, element, place = places[choice]
        before = element.text
        other = random.choice([digit for digit in "0123456789" if digit != before[place]])
        element.text = before[:place] + str(other) + before[place + 1 :]
        if not is_found(presentation.slides[number], old.pages[number], once):
            missed.append((before, element.text))
        element.text = before
    assert len(missed) <= 5, missed


@pytest.mark.parametrize(("said", "found"), [("0.035", ["0.035"]), ("+0.035", ["+0.035"]), ("−0.035", [])])
def test_a_changed_sign_is_found_whichever_mark_it_is_set_in(said, found):
    once = "群体1为-0.035，群体0为0.082"
    holding, differences = compare_words(Said(once.replace("-0.035", said), once, once), same_data=True)
    assert [one.said for one in differences] == found and holding == 4 - len(found)
    _, differences = compare_words(Said(once.replace("0.082", "-0.082"), once, once), same_data=True)
    assert [(one.said, one.now) for one in differences] == [("−0.082", "0.082")]


def test_a_changed_cell_is_named_with_what_the_data_say(deck, check, tmp_path):
    def edit(presentation):
        cell = shape(presentation, "1.1", "kpis").table.cell(3, 2)
        cell.text_frame.paragraphs[0].runs[0].text = "4,242"

    finding = check(edited(deck, tmp_path, edit)).compared.findings[0]
    assert (finding.state, finding.step, finding.role, finding.said) == ("by hand", "1.1", "kpis", "4,242")
    assert finding.now and finding.context


def test_other_words_around_the_same_numbers_hold(deck, check, tmp_path):
    def edit(presentation):
        title = page(presentation, "1.1").shapes.title.text_frame.paragraphs[0]
        numbers = re.findall(r"\d+", "".join(run.text for run in title.runs))
        for run in title.runs[1:]:
            run.text = ""
        title.runs[0].text = f"重点来看：{'、'.join(numbers)}，详见下表"

    found = check(edited(deck, tmp_path, edit))
    assert found.compared.findings == ()


def test_numbers_of_ones_own_are_listed_and_not_judged(deck, check, tmp_path):
    def edit(presentation):
        box = page(presentation, "2.2").shapes.add_textbox(0, 0, Inches(3), Inches(1))
        box.text_frame.text = "预算 480 万，2027 年 3 月前"
        slide = presentation.slides.add_slide(presentation.slide_layouts[0])
        slide.shapes.title.text_frame.text = "下一步：3 个试点"
        notes = page(presentation, "1.2").notes_slide.notes_text_frame
        notes.text = notes.text + "\n会上提到 77 家门店"

    found = check(edited(deck, tmp_path, edit))
    assert found.holds
    assert {f.said for f in found.compared.findings} == {"480万", "2027", "3", "77"}
    assert set(states(found)) == {"unverified"}


def test_deleted_and_moved_slides_say_nothing(deck, check, tmp_path):
    def edit(presentation):
        slides = presentation.slides._sldIdLst
        slides.remove(slides[3])
        slides.append(slides[1])
        shape(presentation, "2.4", "takeaway")._element.getparent().remove(
            shape(presentation, "2.4", "takeaway")._element
        )

    assert check(edited(deck, tmp_path, edit)).compared.findings == ()


def test_a_copied_slide_is_checked_as_its_original(deck, check, tmp_path):
    def edit(presentation):
        original = page(presentation, "1.1")
        copy = presentation.slides.add_slide(original.slide_layout)
        for placeholder in list(copy.placeholders):
            placeholder._element.getparent().remove(placeholder._element)
        for element in original.shapes._spTree.iterchildren():
            if element.tag.endswith(("}sp", "}graphicFrame")):
                copy.shapes._spTree.append(deepcopy(element))
        table = next(s for s in copy.shapes if s.has_table).table
        table.cell(3, 3).text_frame.paragraphs[0].runs[0].text = "999"

    found = check(edited(deck, tmp_path, edit))
    assert [(f.state, f.said) for f in found.compared.findings] == [("by hand", "999")]


def test_a_stretched_bar_is_found_and_a_larger_group_of_bars_is_not(deck, check, tmp_path):
    def enlarge(presentation):
        group = shape(presentation, "2.4", "risk-table-meters")
        group.width, group.left = round(group.width * 1.2), 0

    def stretch(presentation):
        bar = shape(presentation, "2.4", "risk-table-meters").shapes[3]
        bar.width = bar.width * 2

    assert check(edited(deck, tmp_path, enlarge)).compared.findings == ()
    found = check(edited(deck, tmp_path, stretch)).compared.findings
    assert [(f.state, f.step, f.kind) for f in found] == [("by hand", "2.4", "bar")]


def test_figures_in_real_charts_are_checked(folder, tmp_path):
    path = built(tmp_path, folder / "customers.csv", "zh", charts="native")
    assert verify(path, folder / "customers.csv").compared.findings == ()

    def edit(presentation):
        chart = next(shape for shape in page(presentation, "2.2").shapes if shape.has_chart).chart
        figure = next(chart._chartSpace.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}val"))
        value = next(element for element in figure.iter() if element.tag.endswith("}v"))
        value.text = str(float(value.text) + 0.01)

    found = verify(edited(path, tmp_path, edit), folder / "customers.csv").compared.findings
    assert [(f.state, f.step, f.said) for f in found] == [("by hand", "2.2", "other figures")]


def test_bars_tell_no_more_than_printed_shares(deck):
    presentation = opened(read_deck(deck))
    for step, role in (("2.1a", "penetration-meters"), ("2.4", "risk-table-meters")):
        widths = sorted({bar.width for bar in shape(presentation, step, role).shapes})
        table = shape(presentation, step, role.removesuffix("-meters")).table
        cells = (cell.text for row in table.rows for cell in row.cells)
        assert len(widths) <= len({share for cell in cells for share in re.findall(r"\d+(?:\.\d)?%", cell)})


def test_alternative_text_is_checked(deck, check, tmp_path):
    def edit(presentation):
        properties = shape(presentation, "1.1", "kpis")._element.nvGraphicFramePr.cNvPr
        properties.set("descr", re.sub(r"\d", "8", properties.get("descr")))

    found = check(edited(deck, tmp_path, edit))
    assert not found.holds
    assert {f.kind for f in found.compared.findings} == {"alt"}


def test_other_data_move_numbers_and_what_was_changed_by_hand_is_told_apart(deck, folder, tmp_path):
    rows = pl.read_csv(folder / "customers.csv", infer_schema=False)
    rows.head(2300).write_csv(tmp_path / "fewer.csv")

    def edit(presentation):
        cell = shape(presentation, "1.1", "kpis").table.cell(3, 3)
        cell.text_frame.paragraphs[0].runs[0].text = "12,345"

    found = verify(edited(deck, tmp_path, edit), tmp_path / "fewer.csv")
    assert not found.same_data and not found.holds
    by_hand = [finding for finding in found.compared.findings if finding.state == "by hand"]
    assert [finding.said for finding in by_hand] == ["12,345"]
    assert states(found).count("moved") > 50
    assert {"chart", "claim", "text"} <= {finding.kind for finding in found.compared.findings}


def test_a_changed_record_is_found(deck, folder):
    old = read_deck(deck)
    from deckgen.verify.claimed import compare_claims

    claims = json.loads(json.dumps(old.record["claims"]))
    claims[0]["effect"]["value"] += 0.1
    found = compare_claims({"claims": claims}, old.record, same_data=True)
    assert [finding.state for finding in found.findings] == ["by hand"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_deck_saved_by_another_program_holds(deck, check, tmp_path):
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pptx"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(deck)], check=True, capture_output=True, timeout=180)
    saved = tmp_path / deck.name
    if remembered(saved.read_bytes()) is None:
        pytest.skip("this LibreOffice drops what a deck remembers")
    assert check(saved).holds


def test_the_command_tells_and_exits_by_what_it_found(deck, folder, tmp_path):
    data = str(folder / "customers.csv")
    fine = CliRunner().invoke(main, ["verify", str(deck), data])
    assert fine.exit_code == 0 and "hold." in fine.output
    wrong = edited(
        deck, tmp_path, lambda p: setattr(page(p, "1.1").shapes.title.text_frame, "text", "群体 9 在 9 项领先")
    )
    told = CliRunner().invoke(main, ["verify", str(wrong), data, "--json"])
    content = json.loads(told.stdout)
    assert told.exit_code == (0 if content["holds"] else 3)
    assert content["same_data"] and content["findings"]
    other = tmp_path / "other.pptx"
    Presentation().save(other)
    refused = CliRunner().invoke(main, ["verify", str(other), data])
    assert refused.exit_code == 1 and "does not remember" in refused.output


def test_the_record_survives_in_memory(deck):
    old = read_deck(deck)
    assert pages_from(old.record["written"]) == old.pages
    assert remembered(io.BytesIO(deck.read_bytes()).getvalue()) == old.record
