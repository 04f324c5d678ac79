"""What does a command cost? Wall and processor time of all its processes, and their memory together, phase by phase.

Linux only. A command tells its phases on stderr as deckgen does: "  1.2 s  reading the table ...".
"""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

PHASE = re.compile(r"^\s*[\d.]+ s  ([^:]+?)(:.*)? \.\.\.")
ADOPT_ORPHANS = 36
"""PR_SET_CHILD_SUBREAPER: processes that outlive their parent are counted too."""
EVERY = 0.05


@dataclass
class Cost:
    """wall: seconds until the command ended. cpu: processor seconds of all processes. phases: name to wall seconds.

    memory: phase to the peak of all processes' memory in MiB, shared pages counted once; empty where not sampled.
    """

    wall: float = 0.0
    cpu: float = 0.0
    phases: dict[str, float] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)


def cost(command: Sequence[str], environment: Mapping[str, str], sampled: bool = False) -> Cost:
    """Run a command to its end; raises CalledProcessError where it fails. Sampling memory costs time of its own."""
    ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1, 0, 0, 0)
    found, begun, current = Cost(), {}, ["starting"]
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, **environment},
    )
    ended = Event()
    sampler = Thread(target=sample, args=(process.pid, current, found.memory, ended))
    if sampled:
        sampler.start()
    told = Thread(target=follow, args=(process.stderr, started, begun, current))
    told.start()
    found.cpu, code = wait_for_all(process.pid, lambda: setattr(found, "wall", time.perf_counter() - started))
    ended.set()
    told.join()
    if sampled:
        sampler.join()
    if code:
        raise subprocess.CalledProcessError(code, command)
    starts = [0.0, *begun.values(), found.wall]
    found.phases = {
        name: end - start for name, start, end in zip(["starting", *begun], starts[:-1], starts[1:], strict=True)
    }
    return found


def cost_of_change(command: Sequence[str], environment: Mapping[str, str], ready: str, change) -> Cost:
    """Run a command that waits for changes; return what it does for one, from the change until it waits again.

    ready: how the line begins that says that it waits. change: makes the change.
    """
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )
    try:
        wait_for(ready, process)
        before, started = processor_seconds(process.pid), time.perf_counter()
        change()
        wait_for(ready, process)
        return Cost(time.perf_counter() - started, processor_seconds(process.pid) - before)
    finally:
        process.kill()
        process.wait()


def wait_for(ready: str, process: subprocess.Popen) -> None:
    """Read what a command says until a line begins with `ready`; raises CalledProcessError where it ends before."""
    if not any(line.startswith(ready) for line in process.stderr):
        raise subprocess.CalledProcessError(process.wait(), process.args)


def processor_seconds(pid: int) -> float:
    """Return the processor seconds of a process and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def follow(lines, started: float, begun: dict[str, float], current: list[str]) -> None:
    """Note when each phase begins."""
    for line in lines:
        if match := PHASE.match(line):
            current[0] = match[1]
            begun.setdefault(match[1], time.perf_counter() - started)


def wait_for_all(leader: int, leader_ended) -> tuple[float, int]:
    """Wait for a command and all that it started; return their processor seconds and the command's exit code."""
    seconds, code = 0.0, 0
    while True:
        try:
            pid, status, usage = os.wait3(0)
        except ChildProcessError:
            return seconds, code
        seconds += usage.ru_utime + usage.ru_stime
        if pid == leader:
            leader_ended()
            code = os.waitstatus_to_exitcode(status)


def sample(session: int, current: list[str], memory: dict[str, float], ended: Event) -> None:
    """Note the peak memory of a session's processes in each phase."""
    while not ended.wait(EVERY):
        together = sum(map(proportional_memory, members(session)))
        memory[current[0]] = max(memory.get(current[0], 0.0), together)


def members(session: int) -> list[Path]:
    """Return the processes of a session."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            found.append(folder)
    return found


def proportional_memory(folder: Path) -> float:
    """Return a process's memory in MiB, pages that others share divided among them."""
    try:
        lines = (folder / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
