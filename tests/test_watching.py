"""A deck that is watched is made again when a file that it is made of is saved, and the table is read once for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation

from deckgen.asking import Remembering
from deckgen.cli import watching
from deckgen.cli.build import files_of
from deckgen.demo import sample_table
from deckgen.errors import TableError
from deckgen.settings import Settings

SECONDS = 90
"""For a build, on any machine."""


def quiet(step: str) -> None:
    """Show no progress."""


@pytest.fixture
def table(tmp_path) -> Path:
    path = tmp_path / "customers.csv"
    sample_table(900).write_csv(path)
    return path


def asking(asked: list[Settings]) -> Remembering:
    """Return what remembers answers that say how often was asked."""

    def ask(data, settings, progress):
        asked.append(settings)
        return len(asked), data

    return Remembering(ask)


def test_a_table_is_asked_once_for_all_names(table):
    ask, settings = asking([]), Settings()
    assert ask(table, settings, quiet) == (1, table)
    assert ask(table, replace(settings, names={"0": "New"}), quiet) == (1, table)
    assert ask(table, replace(settings, language="zh"), quiet) == (2, table)


def test_a_table_that_has_changed_is_asked_again(table):
    ask = asking([])
    ask(table, Settings(), quiet)
    table.write_text(table.read_text() + "\n")
    assert ask(table, Settings(), quiet)[0] == 2


def test_what_is_no_file_is_asked_every_time(tmp_path):
    ask = asking([])
    ask(tmp_path, Settings(), quiet)
    assert ask(tmp_path, Settings(), quiet)[0] == 2


def test_a_deck_is_made_after_every_change_and_after_an_error(table, tmp_path, monkeypatch, capsys):
    made = []

    def make():
        made.append(table.read_text())
        if len(made) == 2:
            raise TableError("not a table")

    def sleep(seconds):
        if len(made) == 3:
            raise KeyboardInterrupt
        table.write_text(table.read_text() + "x")

    monkeypatch.setattr(watching.time, "sleep", sleep)
    watching.keep_making(make, lambda: [table], tmp_path / "deck.pptx")
    assert len(set(made)) == 3
    said = capsys.readouterr().err
    assert "Error: not a table" in said and said.count("customers.csv") == 3 and "deck.personas.yaml" in said


def test_what_is_saved_while_a_deck_is_made_is_not_missed(table, tmp_path, monkeypatch):
    made = []

    def make():
        made.append(table.read_text())
        if len(made) == 1:
            table.write_text("saved meanwhile")

    def sleep(seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr(watching.time, "sleep", sleep)
    watching.keep_making(make, lambda: [table], tmp_path / "deck.pptx")
    assert made[1:] == ["saved meanwhile"]


@pytest.mark.skipif(os.name == "nt", reason="sends an interrupt as POSIX systems do")
def test_a_name_written_down_stands_in_the_deck_a_moment_later(table, tmp_path):
    command = [
        sys.executable,
        "-c",
        "from deckgen.cli import run; run()",
        "build",
        str(table),
        "--lang",
        "en",
        "--watch",
    ]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        until("Waiting", process)
        deck, names = tmp_path / "output/customers.pptx", tmp_path / "output/customers.personas.yaml"
        names.write_text(names.read_text(encoding="utf-8").replace("en: ''", "en: Regulars", 1), encoding="utf-8")
        until("Waiting", process)
        assert "Regulars" in texts(deck)
        process.send_signal(signal.SIGINT)
        assert process.wait(SECONDS) == 0
    finally:
        process.kill()


def until(word: str, process: subprocess.Popen) -> None:
    """Read what a process says until a line begins with a word."""
    end = time.monotonic() + SECONDS
    for line in process.stderr:
        if line.startswith(word):
            return
        assert time.monotonic() < end
    raise AssertionError(f"it ended with {process.wait()}")


def texts(deck: Path) -> str:
    """Return all that stands in a deck's shapes and tables."""
    return "\n".join(
        paragraph.text
        for slide in Presentation(deck).slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
    )


def test_a_broken_file_of_names_is_read_once_until_it_is_written_again(table, tmp_path, monkeypatch):
    """To read it again and again, twenty times a second, would keep a processor busy."""
    looked, waited = [], []
    monkeypatch.setattr(watching, "state", lambda *files: looked.append(files) or ())

    def sleep(seconds):
        waited.append(seconds)
        if len(waited) == 5:
            raise KeyboardInterrupt

    monkeypatch.setattr(watching.time, "sleep", sleep)
    watching.keep_making(lambda: None, lambda: [table], tmp_path / "deck.pptx")
    assert len(waited) == 5 and len(looked) == 2


def test_what_is_no_file_of_this_machine_is_not_waited_for(table):
    settle = lambda: (Settings(), None)  # noqa: E731
    assert files_of("postgresql://host/base", None, settle) == []
    assert files_of(str(table), Path("deckgen.toml"), settle) == [table, Path("deckgen.toml")]
