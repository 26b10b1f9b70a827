"""A PostgreSQL of the tests' own: a temporary cluster on a free port of loopback, stopped at the end.

PostgreSQL refuses root, so as root the cluster belongs to `nobody`; its folder must not lie below a 0700 folder.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def binaries() -> Path | None:
    """Return the folder with initdb and pg_ctl, None where there is no PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextmanager
def cluster() -> Iterator[str]:
    """Run a cluster and give its SQLAlchemy URL."""
    folder = Path(tempfile.mkdtemp(prefix="auditor-pg-"))
    tools, identity = binaries(), _identity()
    assert tools is not None
    if identity:
        shutil.chown(folder, "nobody")
    data = folder / "data"
    port = _free_port()
    try:
        _run([tools / "initdb", "-D", data, "-A", "trust", "-E", "UTF8", "-U", "auditor", "--no-sync"], identity)
        options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off"
        _run([tools / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "log", "-o", options, "start"], identity)
        yield f"postgresql+psycopg://auditor@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            _run([tools / "pg_ctl", "-D", data, "-m", "immediate", "stop"], identity)
        shutil.rmtree(folder, ignore_errors=True)


def _identity() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _run(arguments: list[str | Path], identity: dict[str, Any]) -> None:
    subprocess.run(
        list(map(str, arguments)),
        check=True,
        timeout=120,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        **identity,
    )


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
