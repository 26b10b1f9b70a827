"""A disk that is full: a message that says what to do, and a next start that goes on where the writing stopped."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from auditor.errors import CrawlStopped
from auditor.snapshot import is_sealed, is_unfinished, open_snapshot, seal
from spiders.disk import disk_faults_told
from spiders.run import CrawlRequest, crawl, crawl_in_child
from tests.crawl.served import Served, page, request_for, serving
from tests.crawl.test_resume import contents, wide_site

_PAGES = 120


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    """Serve one site to every test."""
    with serving(wide_site(_PAGES)) as served:
        yield served


@pytest.fixture(scope="module")
def expected(server: Served, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return the snapshot of an undisturbed crawl."""
    return sealed(request_for(server, tmp_path_factory.mktemp("whole")))


def sealed(request: CrawlRequest) -> dict[str, list[str]]:
    """Crawl and seal; return what the snapshot holds."""
    crawl(request)
    seal(request.folder)
    snapshot = open_snapshot(request.folder)
    assert snapshot.verify() == ()
    return contents(snapshot)


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond ``size`` bytes: the write fails, as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """Put a disk of a given size at ``folder``; skips the test where this user may not."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("size", [20_000, 120_000])
def test_a_crawl_that_may_write_no_more_says_so_and_goes_on_later(
    tmp_path: Path, server: Served, expected: dict[str, list[str]], size: int
) -> None:
    request = request_for(server, tmp_path / "snap")
    with files_of_at_most(size), pytest.raises(CrawlStopped, match="磁盘.*再次运行"):
        crawl(request)
    assert not is_sealed(tmp_path / "snap")
    assert sealed(request) == expected


def test_a_disk_that_runs_full_and_is_enlarged(tmp_path: Path, server: Served, expected: dict[str, list[str]]) -> None:
    disk = tmp_path / "disk"
    request = request_for(server, disk / "snap")
    with small_disk(disk, "160k"):
        with pytest.raises(CrawlStopped, match="磁盘空间不足"):
            crawl(request)
        assert is_unfinished(disk / "snap")
        subprocess.run(["mount", "-o", "remount,size=32m", str(disk)], check=True)
        assert sealed(request) == expected


def test_a_seal_that_cannot_be_written_is_made_at_the_next_start(
    tmp_path: Path, server: Served, expected: dict[str, list[str]]
) -> None:
    request = request_for(server, tmp_path)
    crawl(request)
    asked = len(server.log)
    with files_of_at_most(200), pytest.raises(CrawlStopped, match="磁盘"), disk_faults_told(tmp_path):
        seal(tmp_path)
    assert is_unfinished(tmp_path)
    assert sealed(request) == expected
    assert not [a for a in server.log[asked:] if a.path.startswith("/p")], "nothing is fetched again"


def test_what_the_child_could_not_write_reaches_the_user(tmp_path: Path) -> None:
    (tmp_path / "snap").write_text("a file where the folder should be", encoding="utf-8")
    with serving({"/": page("<p>正文</p>")}) as server, pytest.raises(CrawlStopped, match="无法写入"):
        crawl_in_child(request_for(server, tmp_path / "snap" / "below"))
