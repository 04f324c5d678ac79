"""Compare deckgen with the plan as an analyst scripts it: `make bench`, or `python benchmarks/run.py --help`.

All candidates run in turn, round by round, so that a busy moment of the machine meets all of them; ratios are taken
within a round. Memory is sampled in a run of its own. Writes output/benchmark.md, .json and .png.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from measure import Cost, cost, cost_of_change
from table import make

HERE = Path(__file__).parent
OUTPUT = HERE.parent / "output"
SEABORN, PLOTNINE, DECKGEN = "pandas + seaborn", "pandas + plotnine", "deckgen"
RETOLD, AGAIN = "deckgen, no picture changed", "deckgen, nothing changed"
RENAMED = "deckgen --watch, a cluster renamed"
MOST_ROWS_PLOTNINE = 100_000
"""plotnine evaluates a violin's kernels on an n x 1024 matrix: 19 GB at a million rows."""
LIBRARIES = ("polars", "pandas", "plotnine", "seaborn", "scikit-learn", "python-pptx", "numpy")

Rounds = dict[str, list[Cost]]


def commands(table: Path, folder: Path, rows: int) -> dict[str, list[str]]:
    """Return every candidate's command."""
    python, deckgen = sys.executable, str(Path(sys.executable).with_name("deckgen"))
    found = {SEABORN: [python, str(HERE / "seaborn_peer.py"), str(table), str(folder / "seaborn.pptx")]}
    if rows <= MOST_ROWS_PLOTNINE:
        found[PLOTNINE] = [python, str(HERE / "plotnine_peer.py"), str(table), str(folder / "plotnine.pptx")]
    found[DECKGEN] = [deckgen, "build", str(table), "-o", str(folder / "deckgen.pptx")]
    settings = folder / "deckgen.toml"
    settings.write_text('[columns.customer_id]\nrole = "id"\n')  # as it is: another build, the same pictures
    found[RETOLD] = [*found[DECKGEN], "--config", str(settings)]
    found[AGAIN] = found[DECKGEN]
    found[RENAMED] = [*found[DECKGEN], "--watch"]
    return found


def run_once(name: str, command: list[str], folder: Path, sampled: bool = False) -> Cost:
    """Run a candidate; deckgen's first build finds an empty cache, the others what the first left there."""
    if name == DECKGEN:
        cache = Path(tempfile.mkdtemp(dir=folder))
        (folder / "cache").unlink(missing_ok=True)
        (folder / "cache").symlink_to(cache)
    kept = {"PYTHONDONTWRITEBYTECODE": ""}  # as an installed program has its bytecode
    environment = {"DECKGEN_CACHE": str(folder / "cache"), **kept}
    if name == RENAMED:
        return cost_of_change(command, environment, "Waiting", lambda: rename(folder / "deckgen.personas.yaml"))
    return cost(command, environment, sampled)


def rename(names: Path) -> None:
    """Write a new name of the first cluster down, as a person does."""
    text = names.read_text(encoding="utf-8")
    names.write_text(re.sub("zh: .*", f"zh: 新名 {time.time_ns() % 10**6}", text, count=1), encoding="utf-8")


def compare(rows: int, rounds: int, suffix: str, clusters: int) -> tuple[Rounds, dict[str, Cost]]:
    """Run all candidates on a table of some size; return the rounds, and the whole runs with memory sampled."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(rows, folder / "table.csv", clusters)
        candidates = commands(folder / f"table.{suffix}", folder, rows)
        found: Rounds = {name: [] for name in candidates}
        for number in range(rounds):
            for name, command in candidates.items():
                found[name].append(run_once(name, command, folder))
                print(f"{rows:>11,} rows, round {number + 1}: {name:26} {found[name][-1].wall:7.2f} s", flush=True)
        whole = {name: command for name, command in candidates.items() if name != RENAMED}
        return found, {name: run_once(name, command, folder, True) for name, command in whole.items()}


def ratios(found: Rounds, name: str, against: str, what: str) -> float:
    """Return the median over the rounds of the ratio of two candidates' costs."""
    pairs = zip(found[name], found[against], strict=True)
    return statistics.median(getattr(one, what) / getattr(other, what) for one, other in pairs)


def summary(rows: int, found: Rounds, sampled: dict[str, Cost]) -> list[dict[str, object]]:
    """Return a row of the result's table for each candidate."""
    return [
        {
            "rows": rows,
            "candidate": name,
            "wall": statistics.median(run.wall for run in runs),
            "fastest": min(run.wall for run in runs),
            "slowest": max(run.wall for run in runs),
            "cpu": statistics.median(run.cpu for run in runs),
            "wall_ratio": ratios(found, name, SEABORN, "wall"),
            "cpu_ratio": ratios(found, name, SEABORN, "cpu"),
            "plotnine_ratio": ratios(found, name, PLOTNINE, "wall") if PLOTNINE in found else None,
            "memory": max(sampled[name].memory.values()) if name in sampled else None,
            "phases": {phase: statistics.median(r.phases.get(phase, 0) for r in runs) for phase in runs[0].phases},
            "phase_memory": sampled[name].memory if name in sampled else {},
        }
        for name, runs in found.items()
    ]


def machine() -> str:
    """Name the machine and the versions."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    cores = len(os.sched_getaffinity(0))
    return f"{model}, {cores} cores, {memory:.0f} GiB; Python {platform.python_version()}; {versions}"


def markdown(results: list[dict], suffix: str, clusters: int, rounds: int) -> str:
    """Lay the results out as tables."""
    lines = [
        f"{machine()}. {suffix.upper()}, {clusters} clusters, {rounds} rounds, medians; ratios within a round.",
        "",
        "| rows | | wall s | of seaborn's | of plotnine's | CPU s | of seaborn's | peak MiB, all processes |",
        "|---:|---|---:|---:|---:|---:|---:|---:|",
    ]
    for r in results:
        plotnine = f"{r['plotnine_ratio']:.2f}" if r["plotnine_ratio"] else ""
        memory = f"{r['memory']:,.0f}" if r["memory"] else ""
        lines.append(
            f"| {r['rows']:,} | {r['candidate']} | {r['wall']:.2f} ({r['fastest']:.2f} to {r['slowest']:.2f}) "
            f"| {r['wall_ratio']:.2f} | {plotnine} | {r['cpu']:.1f} | {r['cpu_ratio']:.2f} | {memory} |"
        )
    lines += ["", "| rows | | phase | wall s | peak MiB |", "|---:|---|---|---:|---:|"]
    lines += [
        f"| {r['rows']:,} | {r['candidate']} | {phase} | {seconds:.2f} | {r['phase_memory'].get(phase, 0):,.0f} |"
        for r in results
        for phase, seconds in r["phases"].items()
    ]
    return "\n".join(lines) + "\n"


def plot(results: list[dict], path: Path) -> None:
    """Draw wall time by rows, a line a candidate."""
    import pandas as pd
    import plotnine as p9

    drawn = (
        p9.ggplot(pd.DataFrame(results), p9.aes("rows", "wall", color="candidate"))
        + p9.geom_line()
        + p9.geom_point()
        + p9.scale_x_log10()
        + p9.scale_y_log10()
        + p9.labs(x="customers", y="seconds (log axis)", color="")
        + p9.theme_minimal()
    )
    drawn.save(path, width=7, height=4, dpi=150, verbose=False)


def main() -> None:
    """Run the comparison and write its results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clusters", type=int, default=2)
    parser.add_argument("--suffix", choices=["csv", "parquet"], default="csv")
    parser.add_argument("--name", default="benchmark", help="of the files in output/")
    chosen = parser.parse_args()
    subprocess.run(["sync"], check=False)
    results = []
    for rows in chosen.rows:
        found, sampled = compare(rows, chosen.rounds, chosen.suffix, chosen.clusters)
        results += summary(rows, found, sampled)
    text = markdown(results, chosen.suffix, chosen.clusters, chosen.rounds)
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / f"{chosen.name}.md").write_text(text, encoding="utf-8")
    (OUTPUT / f"{chosen.name}.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    plot(results, OUTPUT / f"{chosen.name}.png")
    print(text)


if __name__ == "__main__":
    main()
