"""The fault server: every case crawled once, its outcome beside the expected one."""

from __future__ import annotations

import re
import resource
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pandas as pd
import pytest

from auditor.snapshot import open_snapshot, seal
from spiders.request import CrawlRequest
from spiders.run import crawl
from tests.crawl.faults import CASES, LIMIT, PATIENCE_S, Case, routes
from tests.crawl.served import link, page, request_for, serving
from tests.crawl.test_first_crawl import fetched

MOST_CPU_SECONDS = 60.0
MOST_MEMORY_MB = 400.0


def crawl_and_measure(request: CrawlRequest) -> tuple[str, int, float]:
    """Crawl and seal; return how it ended, the most memory it took in kB, and its CPU seconds (wall time is the machine's)."""
    end = crawl(request)
    seal(request.folder)
    used = resource.getrusage(resource.RUSAGE_SELF)
    # ru_maxrss would count what the parent needed before this process was started; VmHWM is this program's own.
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return end.finish_reason, int(peak[1]) if peak else 0, used.ru_utime + used.ru_stime


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Crawl the fault server once."""
    folder = tmp_path_factory.mktemp("faults")
    table = routes()
    table["/"] = page(link(*(case.path for case in CASES)))
    with serving(table) as server:
        request = request_for(
            server, folder, max_bytes=LIMIT, timeout_s=PATIENCE_S, concurrency=32, confirm_after_s=0, obey_robots=False
        )
        # A process of its own: what other tests of this worker needed before does not count.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            reason, memory_kb, cpu_s = pool.submit(crawl_and_measure, request).result()
    assert reason == "finished"
    assert cpu_s < MOST_CPU_SECONDS
    assert memory_kb / 1024 < MOST_MEMORY_MB
    return fetched(open_snapshot(folder))


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60
    assert len({case.path for case in CASES}) == len(CASES)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)
def test_a_fault_has_its_outcome(results: pd.DataFrame, case: Case) -> None:
    found = results.loc[case.path]
    got = {
        "outcome": str(found["outcome"]),
        "empty_body": found["empty_body"] if pd.notna(found["empty_body"]) else None,
    }
    assert got == {"outcome": case.outcome.value, "empty_body": case.empty_body}, f"{found['status']} {found['detail']}"
    if case.confirmed is not None:
        assert bool(found["confirmed"]) is case.confirmed
