"""A fleet run as a process of its own, watched through its run table, and what is killed in it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from auditor.fleet_store import FleetStore
from auditor.ledger_store import LedgerStore
from auditor.model.fleet import FleetSite, JobState
from tests.fleet.rig import DAY, Rig

POLL_S = 0.1
ROOT = Path(__file__).parent.parent.parent


@contextmanager
def started(rig: Rig, work: Path, ledger: str, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start ``auditor fleet`` with its data under ``work``; it is gone when the block ends."""
    work.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "auditor.cli.main", "fleet", str(rig.file), "--as-of", DAY]
    command += ["--out", str(work / "out"), "--var", str(work / "var"), "--ledger", ledger, *more]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (work / "fleet.log").open("ab") as log:
        run = subprocess.Popen(command, cwd=work, env=environment, stdout=log, stderr=log)
    try:
        yield run
    finally:
        if run.poll() is None:
            run.kill()
            run.wait()


def sites(ledger: str) -> tuple[FleetSite, ...]:
    """Return the sites of the newest fleet run, none before there is one."""
    store = LedgerStore(ledger)
    try:
        table = FleetStore(store)
        newest = next(iter(table.runs()), None)
        return table.sites(newest.id) if newest else ()
    finally:
        store.close()


def wait_for(
    run: subprocess.Popen[bytes], ledger: str, seen: Callable[[tuple[FleetSite, ...]], Any], limit_s: float = 300
) -> Any:
    """Wait until ``seen`` finds something in the run table, and return that; fail where the run ends before."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        if found := seen(sites(ledger)):
            return found
        assert run.poll() is None, "the fleet run ended too early"
        time.sleep(POLL_S)
    raise AssertionError("nothing happened in time")


def owner_pid(site: FleetSite) -> int:
    """Return the process that has a site."""
    return int(site.owner.split(":")[-2])


def parent_of(pid: int) -> int:
    """Return the parent of a process."""
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])


def at_work(rows: tuple[FleetSite, ...]) -> FleetSite | None:
    """Return a site whose crawl has just begun: killed now, its worker is surely not done with it."""
    return next((s for s in rows if s.state is JobState.RUNNING and s.started and not s.job.startswith("d")), None)


def in_the_middle(rows: tuple[FleetSite, ...]) -> FleetSite | None:
    """Return a site in work once another one is done."""
    return at_work(rows) if any(s.state is JobState.DONE for s in rows) else None


def kill(pid: int) -> None:
    """Kill a process at once, as a lack of memory would."""
    os.kill(pid, signal.SIGKILL)


def findings(work: Path) -> dict[str, set[str]]:
    """Return the ids of the findings in each site's report."""
    found = {}
    for path in (work / "out" / "sites").glob("*/findings.json"):
        data = json.loads(path.read_text(encoding="utf-8"))
        found[path.parent.name] = {f["id"] for f in data["findings"]}
    return found
