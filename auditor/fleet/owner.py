"""This module names the process that holds a job, and says whether a process of this machine is gone."""

from __future__ import annotations

import os
import socket
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_PIDS = Path("/proc/self/ns/pid")


def own() -> str:
    """Return this process's name: machine, id, and start, so that a reused id is not taken for it."""
    return name_of(os.getpid())


def name_of(pid: int) -> str:
    """Return the name of a process of this machine."""
    return f"{_machine()}:{pid}:{_start(pid)}"


def is_gone(owner: str) -> bool:
    """Say whether the owner was a process of this machine that has ended; of other machines nothing is known."""
    machine, _, pid = owner.rpartition(":")[0].rpartition(":")
    started = owner.rpartition(":")[2]
    if machine != _machine() or not pid.isdigit():
        return False
    return _start(int(pid)) != started


def _machine() -> str:
    """Return what tells this machine's process ids from others': copied machines and containers share host names."""
    return ":".join([socket.gethostname(), _first(_BOOT), _namespace()])


def _first(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()[:8]
    except OSError:
        return ""


def _namespace() -> str:
    try:
        return _PIDS.readlink().name.strip("pid:[]")
    except OSError:
        return ""


def _start(pid: int) -> str:
    """Return when a process began, in the kernel's count; "" where it is not there (a dead one that waits for its parent too)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return "" if Path("/proc/self/stat").exists() else _probe(pid)
    return "" if fields[0] in ("Z", "X") else fields[19]


def _probe(pid: int) -> str:
    """Return "alive" or "" on systems without /proc."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        return "alive"
    return "alive"
