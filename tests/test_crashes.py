"""Killed at any moment, deckgen leaves every file whole: the old deck as it was, the new one complete or not there."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from deckgen.deckfile import remembered
from deckgen.pipeline import build
from deckgen.settings import Settings
from deckgen.studio import Studio

COMMAND = (sys.executable, "-c", "from deckgen.cli import run; run()", "update")
WRITER = """
import itertools, pathlib, sys
from deckgen.deckfile import write_safely
target = pathlib.Path(sys.argv[1])
print("ready", flush=True)
for n in itertools.cycle((1, 2)):
    write_safely(bytes([n]) * 3_000_000, target, force=True)
"""
KILLS, WRITES = 6, 25


def test_an_update_that_is_killed_leaves_the_old_deck_whole_and_no_half_of_a_new_one(small_csv):
    folder = small_csv.parent
    old, new = folder / "old.pptx", folder / "new.pptx"
    with Studio(0) as studio:
        build(small_csv, old, Settings(), studio=studio)
    before = old.read_bytes()
    arguments = (*COMMAND, str(old), str(small_csv), "-o", str(new), "--name", "1=Big spenders", "-q", "--force")
    started = time.monotonic()
    subprocess.run(arguments, check=True, capture_output=True)
    whole, took = new.read_bytes(), time.monotonic() - started
    new.unlink()
    for kill in range(KILLS):
        kill_after(arguments, took * (kill + 0.5) / KILLS)
        assert old.read_bytes() == before
        assert not new.exists() or new.read_bytes() == whole
        assert {name.partition(".")[0] for name in strangers(folder)} <= {small_csv.stem, old.stem, new.stem}
    subprocess.run(arguments, check=True, capture_output=True)
    assert new.read_bytes() == whole and remembered(whole) is not None


def test_a_file_that_is_being_written_over_is_always_the_old_or_the_new_one(tmp_path):
    target, moments = tmp_path / "deck.pptx", random.Random(0)
    for _ in range(WRITES):
        writer = subprocess.Popen((sys.executable, "-c", WRITER, str(target)), stdout=subprocess.PIPE)
        writer.stdout.readline()
        time.sleep(moments.uniform(0, 0.05))
        writer.kill()
        writer.communicate()
        if target.exists():
            content = target.read_bytes()
            assert len(content) == 3_000_000 and len(set(content)) == 1


def kill_after(arguments: tuple[str, ...], seconds: float) -> None:
    """Run a command and kill it outright after some seconds."""
    running = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    running.kill()
    running.communicate()


def strangers(folder: Path) -> set[str]:
    """Return the names of all files but temporary ones, which are hidden."""
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}
