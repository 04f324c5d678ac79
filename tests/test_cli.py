"""The command line: what it writes, what it says, and how it refuses."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from conftest import SHARED, needs_shared
from pptx import Presentation

from deckgen.cli import main


def run(folder: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess:
    """Run deckgen as a user would, in a folder."""
    command = [sys.executable, "-m", "deckgen", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_build_writes_a_deck_and_says_so(tmp_path, small_csv):
    done = run(tmp_path, "build", small_csv, "--tables", "tables.xlsx", "--name", "1=核心客群")
    assert done.stdout.split() == [
        "output/small.pptx",
        "tables.xlsx",
        "output/small.deckgen-ids.parquet",
        "output/small.personas.yaml",
    ]
    assert "slides on 2 clusters" in done.stderr
    assert "Left out:" in done.stderr and "customer_id" in done.stderr
    slides = Presentation(tmp_path / "output" / "small.pptx").slides
    shapes = [shape for slide in slides for shape in slide.shapes if shape.has_text_frame]
    assert any("核心客群" in shape.text_frame.text for shape in shapes)
    book = pl.read_excel(tmp_path / "tables.xlsx", sheet_id=0)
    assert {"claims", "1.1 kpis", "4 personas"} <= set(book)
    assert "cliffs_delta" in book["claims"]["measure"].to_list()
    package = zipfile.ZipFile(tmp_path / "tables.xlsx")
    assert not [name for name in package.namelist() if "sheet" in name and b"<f>" in package.read(name)]


def test_building_twice_gives_the_same_bytes_and_replaces(tmp_path, small_csv):
    run(tmp_path, "build", small_csv, "-q")
    first = (tmp_path / "output/small.pptx").read_bytes()
    run(tmp_path, "build", small_csv, "-q")
    assert (tmp_path / "output/small.pptx").read_bytes() == first


def test_an_edited_deck_is_kept(tmp_path, small_csv):
    run(tmp_path, "build", small_csv, "-o", "deck.pptx", "-q")
    path = tmp_path / "deck.pptx"
    presentation = Presentation(path)
    presentation.slides[1].shapes.title.text_frame.text = "mine"
    presentation.save(path)
    edited = path.read_bytes()
    done = run(tmp_path, "build", small_csv, "-o", "deck.pptx", code=1)
    assert "was edited since deckgen wrote it" in done.stderr and "--force" in done.stderr
    assert path.read_bytes() == edited


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nope.csv"], 1, "there is no such file"),
        (["{csv}", "--label", "segment"], 1, "no column 'segment'"),
        (["{csv}", "--template", "{csv}"], 1, "not a PowerPoint file"),
        (["{csv}", "--template", "nope.pptx"], 1, "cannot be read"),
        (["{csv}", "--config", "nope.toml"], 1, "cannot be read"),
        (["{csv}", "--name", "high value"], 2, "ID=NAME"),
        (["{csv}", "--lang", "fr"], 2, "'fr' is not one of 'zh', 'en'"),
        (["{csv}", "-o", "."], 1, "is a folder"),
        ([], 2, "Missing argument 'DATA'"),
    ],
)
def test_what_cannot_be_done_is_said_in_few_lines_and_nothing_is_written(tmp_path, small_csv, arguments, code, said):
    before = files(tmp_path)
    done = run(tmp_path, "build", *(a.format(csv=small_csv) for a in arguments), code=code)
    message = done.stderr[done.stderr.index("Error: ") :]
    assert said in message
    assert len(message.strip().splitlines()) <= 3
    assert files(tmp_path) == before


def test_settings_choose_names_polarity_layout_and_language(tmp_path, small_csv):
    settings = tmp_path / "deckgen.toml"
    settings.write_text(
        'language = "en"\ntitle = "Our groups"\n[names]\n1 = "Champions"\n'
        '[columns.month_avg_spend_amt]\nen = "Budget"\n[layouts]\ncontent = "Title Only"\n'
    )
    run(tmp_path, "build", small_csv, "--config", settings, "-q")
    shown = [
        shape.text_frame.text
        for slide in Presentation(tmp_path / "output/small.pptx").slides
        for shape in slide.shapes
        if shape.has_text_frame
    ]
    assert shown[0] == "Our groups"
    assert any("Champions" in text for text in shown) and any("budget" in text.lower() for text in shown)


def test_demo_makes_its_table_and_deck_and_keeps_edits(tmp_path):
    done = run(tmp_path, "demo", "--rows", "800", "--lang", "en")
    assert done.stdout.split() == [
        "output/demo.csv",
        "output/demo.pptx",
        "output/demo.deckgen-ids.parquet",
        "output/demo.personas.yaml",
    ]
    table = pl.read_csv(tmp_path / "output/demo.csv")
    assert len(table) == 800
    assert len(Presentation(tmp_path / "output/demo.pptx").slides) >= 13
    run(tmp_path, "demo", "--rows", "800", "--lang", "en")
    (tmp_path / "output/demo.csv").write_text("mine")
    refused = run(tmp_path, "demo", "--rows", "800", "--lang", "en", code=1)
    assert "--force" in refused.stderr
    assert (tmp_path / "output/demo.csv").read_text() == "mine"


def test_sections_lists_every_step_in_order():
    shown = CliRunner().invoke(main, ["sections", "--lang", "zh"]).output.splitlines()
    assert shown[0].startswith("cover") and shown[-1].startswith("personas")
    assert len(shown) == 14


@pytest.mark.parametrize("command", [[], ["build"], ["demo"], ["sections"], ["template"], ["update"]])
def test_every_option_has_help(command):
    context = main.make_context("deckgen", [*command, "--help"], resilient_parsing=True)
    subject = main if not command else main.commands[command[0]]
    assert subject.help or subject.callback.__doc__
    for parameter in subject.get_params(context):
        if parameter.param_type_name == "option":
            assert parameter.help, parameter.name
    assert CliRunner().invoke(main, [*command, "--help"]).exit_code == 0


def test_ctrl_c_leaves_nothing_behind(tmp_path):
    from deckgen.demo import sample_table

    sample_table(20_000).write_csv(tmp_path / "big.csv")
    command = [sys.executable, "-c", "from deckgen.cli import run; run()", "build", "big.csv"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True)
    process.stderr.readline()
    time.sleep(0.6)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=30)[1]
    assert process.returncode == 1
    assert "Aborted!" in said and "Traceback" not in said
    assert files(tmp_path) == {"big.csv"}


@needs_shared
@pytest.mark.parametrize(
    ("data", "clusters"),
    [
        ("seed_2k.csv", 2),
        ("seed_2k_v2.csv", None),
        ("telco_churn.csv", 4),
        ("marketing_campaign.csv", None),
        ("wholesale_customers.csv", None),
        ("cn_listed_companies.csv", None),
    ],
)
def test_every_collected_table_gives_a_deck(tmp_path, data, clusters):
    done = run(tmp_path, "build", SHARED / "data" / data, "-o", "deck.pptx")
    assert clusters is None or f"on {clusters} clusters" in done.stderr
    assert "4:" in (Presentation(tmp_path / "deck.pptx").slides[-1].shapes.title.name.replace("deckgen:4", "4"))


def test_a_library_that_is_missing_is_named_and_no_deck_is_left_behind(small_csv, tmp_path):
    output = tmp_path / "deck.pptx"
    code = "import sys; sys.modules['ruamel.yaml'] = None; from deckgen.cli import run; run()"
    command = [sys.executable, "-c", code, "build", str(small_csv), "-o", str(output), "--no-cache", "-q"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1 and "ruamel" in done.stderr and "pip install" in done.stderr
    assert not output.exists()
