"""Who may import whom: data flows one way, and heavy libraries have one door each."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "deckgen"
FILES = sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Return every module that a file imports, at its top or in a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def importers(library: str) -> set[str]:
    """Return the package's files that import a library."""
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in FILES
        if any(name == library or name.startswith(library + ".") for name in imported(path))
    }


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        ("pptx", ("template/", "builder/", "update/")),
        ("plotnine", ("charts.py",)),
        ("matplotlib", ("charts.py",)),
        ("pandas", ("charts.py",)),
        ("sklearn", ("ceiling.py", "demo.py")),
        ("click", ("cli/",)),
        ("narwhals", ("engines/",)),
        ("duckdb", ("engines/duck.py",)),
        ("pyspark", ("engines/spark.py",)),
        ("xlsxwriter", ("workbook.py", "chartbook.py")),
    ],
)
def test_a_heavy_library_has_one_door(library, allowed):
    assert {name for name in importers(library) if not name.startswith(allowed)} == set()


@pytest.mark.parametrize("library", ["scipy", "statsmodels", "hypothesis", "pytest"])
def test_test_libraries_stay_in_tests(library):
    assert importers(library) == set()


def test_a_section_never_imports_another_section():
    sections = [p for p in FILES if p.parent.name == "sections" and p.name != "__init__.py"]
    assert sections
    for path in sections:
        assert not {name for name in imported(path) if name.startswith("deckgen.sections")}, path.name


def test_sections_know_nothing_of_files_and_pictures():
    forbidden = {"deckgen.builder", "deckgen.template", "deckgen.charts", "deckgen.studio", "deckgen.reading"}
    for path in FILES:
        if path.parent.name == "sections":
            assert not forbidden & imported(path), path.name


def test_statistics_know_nothing_but_counts():
    for path in (p for p in FILES if p.parent.name == "statistics"):
        own = {name for name in imported(path) if name.startswith("deckgen")}
        assert all(name.startswith(("deckgen.statistics", "deckgen.counted", "deckgen.claims")) for name in own), (
            path.name
        )


def test_help_imports_no_heavy_library():
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom deckgen.cli import main\n"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0\n"
        "print([m for m in ('polars', 'plotnine', 'sklearn', 'pptx', 'pandas', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
