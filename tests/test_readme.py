"""What the README shows works: every command, the settings, the options, the picture."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from PIL import Image

from deckgen.cli import main
from deckgen.demo import sample_table
from deckgen.settings import read_settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKER = (ROOT / "docs" / "make_gallery.py").read_text(encoding="utf-8")
OUTSIDE_FENCES = re.sub(r"^```.*?^```", "", README, flags=re.MULTILINE | re.DOTALL)
COMMANDS = [line.split("#")[0].strip() for line in re.findall(r"^    (\S.*)$", OUTSIDE_FENCES, re.MULTILINE)]
PLAIN_WAY = [c for c in COMMANDS if c.startswith(("python3 -m venv", ".venv/bin/"))]
LEFT_OUT = shutil.ignore_patterns(".venv", ".git", "*.egg-info", "__pycache__", ".*_cache", "build", "output")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """A copy of the project with what a reader has at hand: tables, a template, and last week's deck."""
    folder = tmp_path_factory.mktemp("checkout") / "deckgen"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    sample_table(900).write_csv(folder / "customers.csv")
    sample_table(880).write_csv(folder / "customers-next-week.csv")
    shutil.copy(ROOT / "templates" / "brand.pptx", folder / "brand.pptx")
    build = [sys.executable, "-c", "from deckgen.cli import run; run()", "build", "customers.csv", "-q"]
    subprocess.run(build, cwd=folder, check=True, capture_output=True, timeout=120)
    return folder


def run(command: str, folder: Path, **more: str) -> subprocess.CompletedProcess:
    env = {**os.environ, **more}
    done = subprocess.run(command, shell=True, cwd=folder, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


def test_the_commands_are_these():
    assert len(COMMANDS) == 12
    assert COMMANDS[:2] == ["make demo", "make test"]


@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in PLAIN_WAY])
def test_a_command_of_the_readme_runs(checkout, command):
    """Commands run in a copy whose environment is this one, so that nothing is downloaded again."""
    environment = checkout / ".venv"
    if not environment.exists():
        environment.symlink_to(sys.prefix)
    (Path(sys.prefix) / "installed").touch()
    binaries = f"{environment}/bin{os.pathsep}{os.environ['PATH']}"
    few = "-k test_examples_in_docstrings_hold"
    run(command, checkout, PATH=binaries, PYTEST_ADDOPTS=few, PYTHONPATH=str(checkout))
    environment.unlink()


def test_the_plain_way_installs_and_runs_outside_the_checkout(checkout):
    """Dependencies come from this environment; the package itself is built and installed."""
    libraries = sysconfig.get_paths()["purelib"]
    offline = {"PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "1", "PYTHONPATH": libraries}
    shutil.rmtree(checkout / ".venv", ignore_errors=True)
    for command in PLAIN_WAY:
        run(command, checkout, **offline)
    assert (checkout / "output" / "demo.pptx").exists()
    shutil.rmtree(checkout / ".venv")


def test_the_settings_shown_are_valid(tmp_path):
    path = tmp_path / "deckgen.toml"
    path.write_text(re.search(r"```toml\n(.*?)```", README, re.DOTALL).group(1), encoding="utf-8")
    settings = read_settings(path)
    assert settings.names["1"] == "高价值核心客群"
    assert settings.columns["month_avg_spend_amt"].cuts == (1000, 5000, 20000)


def test_the_options_shown_exist():
    shown = set(re.findall(r"`(--?[a-z]+)", README.split("## Build a deck")[1].split("## Settings")[0]))
    help_text = "".join(CliRunner().invoke(main, [command, "--help"]).output for command in main.commands)
    assert shown
    assert all(re.search(rf"{option}\b", help_text) for option in shown)


def test_the_gallery_shows_every_picture_that_is_made_for_it():
    page = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"!\[.*?\]\((.*?)\)", page))
    assert shown == {path.name for path in (ROOT / "docs").glob("gallery-*.png")}
    assert all(f'"{path.removeprefix("gallery-").removesuffix(".png")}"' in MAKER for path in shown)


def test_the_picture_is_a_page():
    path = re.search(r"!\[.*\]\((.*?)\)", README).group(1)
    with Image.open(ROOT / path) as image:
        assert image.width > 1000
        assert abs(image.width / image.height - 16 / 9) < 0.01
