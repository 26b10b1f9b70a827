"""An hour of crawling in one process, outside CI: memory stays flat, no descriptor is left open.

AUDITOR_SOAK_MINUTES=60 runs it (AUDITOR_SOAK_RATE: requests a second; AUDITOR_SOAK_LOG: where the samples go).
"""

from __future__ import annotations

import json
import os
import pickle
import re
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest

from tests.crawl.faults import CASES, LIMIT, PATIENCE_S, routes
from tests.crawl.served import link, page, request_for, serving
from tests.crawl.test_resume import wide_site

MINUTES = float(os.environ.get("AUDITOR_SOAK_MINUTES", "0"))
_SAMPLE_S = 30.0
_PAGES = 2_000
_MOST_GROWTH = 1.05
_SPARE_FDS = 8  # connections that are open at the moment of a sample
# One process, one crawl after the other: from scratch, and against the snapshot before it.
_CHILD = """
import dataclasses, json, pickle, shutil, sys, time
from auditor.snapshot import open_snapshot, seal
from spiders.run import crawl
request = pickle.load(open(sys.argv[1], "rb"))
until, number, before = time.monotonic() + float(sys.argv[2]), 0, None
while time.monotonic() < until:
    folder = request.folder / str(number)
    crawl(dataclasses.replace(request, folder=folder, earlier=before if number % 2 else None))
    seal(folder)
    snapshot = open_snapshot(folder)
    print(json.dumps(dict(snapshot.manifest.counts)), flush=True)
    snapshot.close()
    if before is not None:
        shutil.rmtree(before)
    before, number = folder, number + 1
"""


def _sample(pid: int) -> dict[str, int]:
    """Return resident memory in kB and open descriptors of a process."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return {"rss_kb": int(found[1]) if found else 0, "fds": len(list(Path(f"/proc/{pid}/fd").iterdir()))}


def _watched(command: list[str], rounds: Path, log: Path) -> list[dict[str, int]]:
    """Run a program to its end; return what it held every half minute."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    samples: list[dict[str, int]] = []
    began = time.monotonic()
    with rounds.open("wb") as output, subprocess.Popen(command, stdout=output, env=environment) as child:
        while True:
            try:
                assert child.wait(_SAMPLE_S) == 0
                return samples
            except subprocess.TimeoutExpired:
                samples.append({"second": int(time.monotonic() - began), **_sample(child.pid)})
                with log.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(samples[-1]) + "\n")


@pytest.mark.skipif(not MINUTES, reason="an hour at full speed: set AUDITOR_SOAK_MINUTES=60")
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_an_hour_of_crawling_leaves_memory_and_descriptors_as_they_were(tmp_path: Path) -> None:
    site = {**wide_site(_PAGES), **routes()}
    site["/"] = page(link("/p0.html", *(case.path for case in CASES)))
    request_file, rounds = tmp_path / "request", tmp_path / "rounds"
    with serving(site) as server:
        request = request_for(
            server,
            tmp_path / "snapshots",
            requests_per_second=float(os.environ.get("AUDITOR_SOAK_RATE", "10000")),
            max_bytes=LIMIT,
            timeout_s=PATIENCE_S,
            obey_robots=False,
        )
        request_file.write_bytes(pickle.dumps(request))
        command = [sys.executable, "-c", _CHILD, str(request_file), str(MINUTES * 60)]
        samples = _watched(command, rounds, Path(os.environ.get("AUDITOR_SOAK_LOG", str(tmp_path / "samples"))))
    counts = {json.loads(line)["urls"] for line in rounds.read_text(encoding="utf-8").splitlines()}
    assert len(counts) == 1, "every round meets the same addresses"
    # The first half fills what is bounded and kept between crawls: the cache of addresses, Arrow's pool of memory.
    quarter = max(1, len(samples) // 4)
    early, late = samples[2 * quarter : 3 * quarter], samples[-quarter:]
    assert median(s["rss_kb"] for s in late) < _MOST_GROWTH * median(s["rss_kb"] for s in early)
    assert max(s["fds"] for s in late) <= max(s["fds"] for s in early) + _SPARE_FDS
