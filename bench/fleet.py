"""Measures fleets: 40 sites with a worker killed in the middle, on each backend; sites an hour and memory by sites at once.

Run: ``python -m bench.fleet [kills] [throughput]``. All on loopback; minutes, not for CI.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auditor.workspace import sqlite_url
from tests.fleet.rig import Rig, open_rig, write_fleet
from tests.fleet.running import findings, in_the_middle, kill, owner_pid, parent_of, sites, started, wait_for
from tests.ledger.postgres import binaries, cluster

LIMIT_S = 1200
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def main() -> int:
    """Print one line of JSON a measurement."""
    wanted = sys.argv[1:] or ["kills", "throughput"]
    with tempfile.TemporaryDirectory(prefix="auditor-fleet-") as name:
        if "kills" in wanted:
            _kills(Path(name))
        if "throughput" in wanted:
            _throughput(Path(name))
    return 0


def _kills(folder: Path) -> None:
    """Forty sites: 25 alone, ten on one host, three down, two broken profiles; one worker killed in each run."""
    with open_rig(folder / "forty", alone=25, together=10, down=3, bad=2) as rig:
        write_fleet(rig, lease_s=10)
        reference = _killed(rig, folder / "sqlite-local", sqlite_url(folder / "local.sqlite"))
        _killed(rig, folder / "sqlite-dask", sqlite_url(folder / "dask.sqlite"), "--dask", "2", reference=reference)
        if binaries() is None:
            return
        for work, more in (("postgres-local", ()), ("postgres-dask", ("--dask", "2"))):
            with cluster() as url:
                _killed(rig, folder / work, url, *more, reference=reference)


def _killed(
    rig: Rig, work: Path, ledger: str, *more: str, reference: dict[str, set[str]] | None = None
) -> dict[str, set[str]]:
    assert rig.shared is not None
    rig.shared.asked.clear()
    began = time.monotonic()
    with started(rig, work, ledger, *more) as run, _peak(run.pid) as peak:
        victim = wait_for(run, ledger, in_the_middle)
        pid = owner_pid(victim)
        kill(parent_of(pid) if more else pid)
        code = run.wait(LIMIT_S)
    rows, found = sites(ledger), findings(work)
    _say(
        what=work.name,
        code=code,
        seconds=round(time.monotonic() - began, 1),
        states=dict(Counter(s.state.value for s in rows)),
        sites=len(rows),
        second_attempts=[s.job for s in rows if s.attempt > 1],
        stretches_on_shared_host=len(rig.blocks()),
        attempts_on_shared_host=sum(s.attempt for s in rows if s.job.startswith("s")),
        findings=sum(map(len, found.values())),
        same_findings=None if reference is None else found == reference,
        peak_mb=peak[0],
    )
    return found


def _throughput(folder: Path) -> None:
    """Small sites as fast as they go, and at the polite four requests a second, by how many at once."""
    for polite in (False, True):
        with open_rig(folder / f"polite-{polite}", alone=16, together=0, down=0, bad=0) as rig:
            if polite:
                _slow_down(rig)
            for at_once in (1, 2, 4):
                write_fleet(rig, concurrency=at_once)
                work = folder / f"throughput-{polite}-{at_once}"
                ledger = sqlite_url(work.with_suffix(".sqlite"))
                began, used = time.monotonic(), _cpu_s()
                with started(rig, work, ledger) as run, _peak(run.pid) as peak:
                    code = run.wait(LIMIT_S)
                seconds, used = time.monotonic() - began, _cpu_s() - used
                pages = json.loads((work / "out" / "metrics.json").read_text(encoding="utf-8"))["pages"]
                _say(
                    what="throughput",
                    polite=polite,
                    at_once=at_once,
                    code=code,
                    seconds=round(seconds, 1),
                    sites_per_hour=round(16 / seconds * 3600),
                    pages_per_second=round(pages / seconds, 1),
                    cpu_seconds_per_site=round(used / 16, 2),  # what a busy machine does not change
                    peak_mb=peak[0],
                )


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _slow_down(rig: Rig) -> None:
    for profile in (rig.folder / "profiles").glob("*.toml"):
        text = profile.read_text(encoding="utf-8")
        profile.write_text(text.replace("requests_per_second = 10000", "requests_per_second = 4"), encoding="utf-8")


@contextmanager
def _peak(pid: int) -> Iterator[list[int]]:
    """Watch the memory of a process and all below it (proportional share, so that nothing counts twice)."""
    peak, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.25):
            peak[0] = max(peak[0], sum(map(_pss_kb, _family(pid))) // 1024)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join()


def _family(pid: int) -> Iterator[int]:
    yield pid
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            below = path.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in below:
            yield from _family(int(child))


def _pss_kb(pid: int) -> int:
    try:
        found = _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii"))
    except OSError:
        return 0
    return int(found[1]) if found else 0


def _say(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
