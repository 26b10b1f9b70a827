"""This module runs one command and measures what it and everything it starts cost."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread


@dataclass(frozen=True)
class Cost:
    """Seconds of wall time and CPU (user and system, children included), peak memory of the whole tree."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    code: int
    finished: bool


def run(command: list[str], *, cwd: Path, output: Path, limit_s: float) -> Cost:
    """Run a command in a session of its own, ended after ``limit_s`` seconds; its output goes to a file."""
    start = time.monotonic()
    # Installed programs run from compiled files; this variable, common in containers, would compile them at every start.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with output.open("wb") as out, output.with_suffix(".err").open("wb") as err:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdout=out,
            stderr=err,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    peak, done, late = [0.0], Event(), Event()
    watcher = Thread(target=_watch, args=(process.pid, peak, done, late, limit_s))
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    watcher.join()
    wall = time.monotonic() - start
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak[0], process.returncode, not late.is_set())


def _watch(session: int, peak: list[float], done: Event, late: Event, limit_s: float) -> None:
    deadline = time.monotonic() + limit_s
    while not done.wait(0.2):
        peak[0] = max(peak[0], _memory(session))
        if time.monotonic() > deadline and not late.is_set():
            late.set()
            os.killpg(session, signal.SIGKILL)


def _memory(session: int) -> float:
    total = 0.0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                total += _share((entry / "smaps_rollup").read_text())
        except (OSError, IndexError, ValueError):
            continue
    return total


def _share(rollup: str) -> float:
    """Return a process's share of memory (PSS): what several processes hold together is counted once among them."""
    return next(int(line.split()[1]) / 1024 for line in rollup.splitlines() if line.startswith("Pss:"))
