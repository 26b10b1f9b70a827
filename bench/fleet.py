"""Measures fleets: 40 sites with a worker killed in the middle, on each backend; sites an hour and memory by sites at once.

Run: ``python -m bench.fleet [kills] [throughput]``. All on loopback; minutes, not for CI. ``kills`` runs the local backend on
SQLite and Dask on PostgreSQL; ``kills all`` also the two other pairs.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

from auditor.model.fleet import JobState
from auditor.workspace import sqlite_url
from samples.session import open_sample
from samples.spec import SPECS
from tests.fleet.rig import DAY, Rig, open_rig, write_fleet
from tests.fleet.running import findings, in_the_middle, kill, owner_pid, parent_of, sites, started, wait_for
from tests.ledger.postgres import binaries, cluster

LIMIT_S = 3600
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def main() -> int:
    """Print one line of JSON a measurement."""
    wanted = sys.argv[1:] or ["kills", "throughput"]
    with tempfile.TemporaryDirectory(prefix="auditor-fleet-") as name:
        if "kills" in wanted:
            _kills(Path(name), every="all" in wanted)
        if "throughput" in wanted:
            _throughput(Path(name))
    return 0


def _kills(folder: Path, *, every: bool) -> None:
    """Forty sites: six sample bureaux, 19 small ones, ten on one host, three down, two broken profiles."""
    with open_rig(folder / "forty", alone=19, together=10, down=3, bad=2) as rig, _samples(rig, at_most=6):
        write_fleet(rig, lease_s=10)
        reference = _killed(rig, folder / "sqlite-local", sqlite_url(folder / "local.sqlite"))
        if every:
            _killed(rig, folder / "sqlite-dask", sqlite_url(folder / "dask.sqlite"), "--dask", "2", reference=reference)
        if binaries() is None:
            return
        pairs: tuple[tuple[str, tuple[str, ...]], ...] = (("postgres-dask", ("--dask", "2")), ("postgres-local", ()))
        for work, more in pairs if every else pairs[:1]:
            with cluster() as url:
                _killed(rig, folder / work, url, *more, reference=reference)


@contextmanager
def _samples(rig: Rig, at_most: int) -> Iterator[None]:
    """Add sample bureaux: three dialects, with planted defects and without."""
    with ExitStack() as stack:
        for number, spec in enumerate(list(SPECS.values())[:at_most]):
            built = stack.enter_context(open_sample(spec, rig.folder / spec.id, date.fromisoformat(DAY)))
            name = f"p{number}-{spec.id}"
            text = built.profile.read_text(encoding="utf-8").replace(f'id = "{spec.id}"', f'id = "{name}"', 1)
            (rig.folder / "profiles" / f"{name}.toml").write_text(text, encoding="utf-8")
            rig.good.append(name)
        yield


def _killed(
    rig: Rig, work: Path, ledger: str, *more: str, reference: dict[str, set[str]] | None = None
) -> dict[str, set[str]]:
    assert rig.shared is not None
    rig.shared.asked.clear()
    began, used = time.monotonic(), _cpu_s()
    with started(rig, work, ledger, *more) as run, _peak(run.pid) as peak:
        victim = wait_for(run, ledger, in_the_middle)
        pid = owner_pid(victim)
        kill(parent_of(pid) if more else pid)
        code = run.wait(LIMIT_S)
    assert {s.job for s in sites(ledger) if s.state is JobState.DONE} == set(rig.good)
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
        cpu_seconds=round(_cpu_s() - used, 1),
        load=os.getloadavg()[0],
    )
    return found


def _throughput(folder: Path) -> None:
    """Small sites and sample bureaux as fast as they go, small ones at the polite four requests a second."""
    for what, small, samples, polite in (
        ("small", 8, 0, False),
        ("samples", 0, 6, False),
        ("small polite", 8, 0, True),
    ):
        place = folder / what.replace(" ", "-")
        with open_rig(place, alone=small, together=0, down=0, bad=0) as rig, _samples(rig, at_most=samples):
            if polite:
                _slow_down(rig)
            for at_once in (1, 2, 4):
                write_fleet(rig, concurrency=at_once)
                _say(what=what, at_once=at_once, **_measured(rig, place.with_name(f"{place.name}-{at_once}")))


def _measured(rig: Rig, work: Path) -> dict[str, object]:
    ledger = sqlite_url(work.with_suffix(".sqlite"))
    began, used, number = time.monotonic(), _cpu_s(), len(rig.good)
    with started(rig, work, ledger) as run, _peak(run.pid) as peak:
        code = run.wait(LIMIT_S)
    seconds, used = time.monotonic() - began, _cpu_s() - used
    pages = json.loads((work / "out" / "metrics.json").read_text(encoding="utf-8"))["pages"]
    return {
        "code": code,
        "seconds": round(seconds, 1),
        "sites_per_hour": round(number / seconds * 3600),
        "pages_per_site": round(pages / number),
        "cpu_seconds_per_site": round(used / number, 2),  # what a busy machine changes least
        "peak_mb": peak[0],
        "load": os.getloadavg()[0],
    }


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
