"""This module names the process that holds a job, and says whether a process of this machine is gone."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def own() -> str:
    """Return this process's name: host, id, and start, so that a reused id is not taken for it."""
    return name_of(os.getpid())


def name_of(pid: int) -> str:
    """Return the name of a process of this machine."""
    return f"{socket.gethostname()}:{pid}:{_start(pid)}"


def is_gone(owner: str) -> bool:
    """Say whether the owner was a process of this machine that has ended; of other machines nothing is known."""
    host, _, rest = owner.rpartition(":")[0].rpartition(":")
    started = owner.rpartition(":")[2]
    if host != socket.gethostname() or not rest.isdigit():
        return False
    return _start(int(rest)) != started


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
