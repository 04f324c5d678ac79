"""The benchmark's table is one that deckgen reads, and costs are those of all processes of a command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from deckgen.customers import read_customers
from deckgen.settings import Settings

FOLDER = Path(__file__).resolve().parents[1] / "benchmarks"
linux_only = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="measures through Linux's /proc")


def run(code: str) -> str:
    """Run code that may import the benchmarks' modules."""
    done = subprocess.run([sys.executable, "-c", code], cwd=FOLDER, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_table_is_read_with_its_roles_and_is_the_same_every_time(tmp_path):
    for name in ("one.csv", "two.csv"):
        subprocess.run([sys.executable, str(FOLDER / "table.py"), "3000", str(tmp_path / name)], check=True)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert len(pl.read_parquet(tmp_path / "one.parquet")) == 3000
    customers = read_customers(tmp_path / "one.csv", Settings())
    assert customers.label == "cluster_agg_k" and customers.id == "customer_id"
    assert [len(customers.of_role(role)) for role in ("kpi", "flag", "category")] == [10, 8, 5]


@linux_only
def test_the_processor_time_of_children_counts_and_phases_are_told_apart():
    work = "import time; end = time.process_time() + 0.2\nwhile time.process_time() < end: pass"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}])"
    command = "import sys; print('    0.0 s  working ...', file=sys.stderr, flush=True)\n" + child
    code = (
        "import sys; from measure import cost\n"
        f"found = cost([sys.executable, '-c', {command!r}], {{}})\n"
        "print(found.cpu >= 0.2, list(found.phases))"
    )
    assert run(code).strip() == "True ['starting', 'working']"


@linux_only
def test_a_command_that_fails_is_an_error():
    code = (
        "import subprocess, sys; from measure import cost\n"
        "try: cost([sys.executable, '-c', 'raise SystemExit(3)'], {})\n"
        "except subprocess.CalledProcessError as why: print(why.returncode)"
    )
    assert run(code).strip() == "3"


@linux_only
def test_a_change_costs_what_is_done_for_it_alone(tmp_path):
    """The command works long before it waits, and shortly for a file that appears."""
    waits = (
        "import pathlib, sys, time\n"
        "def work(seconds):\n"
        "    end = time.process_time() + seconds\n"
        "    while time.process_time() < end: pass\n"
        "    print('Waiting', file=sys.stderr, flush=True)\n"
        "work(1)\n"
        f"while not pathlib.Path({str(tmp_path / 'change')!r}).exists(): time.sleep(0.01)\n"
        "work(0.1); time.sleep(60)"
    )
    code = (
        "import pathlib, sys; from measure import cost_of_change\n"
        f"change = pathlib.Path({str(tmp_path / 'change')!r}).touch\n"
        f"found = cost_of_change([sys.executable, '-c', {waits!r}], {{}}, 'Waiting', change)\n"
        "print(0.05 <= found.cpu < 1, found.wall >= found.cpu / 2)"
    )
    assert run(code).strip() == "True True"
