"""A crawl in a child process: seals, reports, and never outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from auditor.snapshot import is_sealed, is_unfinished, open_snapshot, seal
from spiders.run import Progress, crawl, crawl_in_child
from tests.crawl.served import Asked, Reply, link, page, request_for, serving


def test_a_child_crawls_and_seals(tmp_path: Path) -> None:
    seen: list[Progress] = []
    with serving({"/": page(link("/a.html")), "/a.html": page("<p>正文</p>")}) as server:
        request = request_for(server, tmp_path, progress=seen.append)
        end = crawl_in_child(request)
    assert (end.finish_reason, end.pages) == ("finished", 2)
    assert open_snapshot(tmp_path).manifest.site == "test-site"
    assert seen[-1].pages == 2


def test_two_crawls_in_one_process(tmp_path: Path) -> None:
    for name in ("one", "two"):
        with serving({"/": page(link("/a.html")), "/a.html": page("<p>正文</p>")}) as server:
            assert crawl(request_for(server, tmp_path / name)).pages == 2


_PARENT = """
import pickle, sys
from spiders.run import crawl_in_child
crawl_in_child(pickle.load(open(sys.argv[1], "rb")))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs PR_SET_PDEATHSIG")
def test_a_killed_parent_takes_its_child_along_and_the_next_crawl_goes_on(tmp_path: Path) -> None:
    import pickle

    reached, release = threading.Event(), threading.Event()

    def slow(asked: Asked) -> Reply:
        reached.set()
        release.wait(60)
        return page("<p>慢</p>")

    routes = {"/": page(link("/a.html", "/slow.html")), "/a.html": page("<p>正文</p>"), "/slow.html": slow}
    with serving(routes) as server:
        request = request_for(server, tmp_path / "snap", timeout_s=90)
        (tmp_path / "request").write_bytes(pickle.dumps(request))
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        parent = subprocess.Popen([sys.executable, "-c", _PARENT, str(tmp_path / "request")], env=environment)
        assert reached.wait(60)
        children = _descendants(parent.pid)
        assert children
        parent.kill()
        parent.wait(10)
        for child in children:
            _wait_for_end(child)
        release.set()
        assert is_unfinished(tmp_path / "snap")
        assert crawl(request).pages == 3
        seal(tmp_path / "snap")
        assert is_sealed(tmp_path / "snap")


def _descendants(pid: int) -> list[int]:
    """The child, and the readers beside it where the machine has cores for them."""
    children = [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [*children, *(below for child in children for below in _descendants(child))]


def _wait_for_end(pid: int) -> None:
    """Wait until a process that is not ours to wait for has ended."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    import select

    assert select.select([handle], [], [], 10)[0], "the child outlived its parent"
    os.close(handle)


@pytest.mark.slow
def test_ctrl_c_keeps_what_was_fetched(tmp_path: Path) -> None:
    routes = {"/": page(link("/a.html", *(f"/p{n}.html" for n in range(50))))}

    def interrupt(asked: Asked) -> Reply:
        os.kill(os.getpid(), signal.SIGINT)
        return page("<p>正文</p>")

    routes.update({f"/p{n}.html": page(f"<p>第{n}页</p>") for n in range(50)})
    with serving({**routes, "/a.html": interrupt}) as server:
        request = request_for(server, tmp_path, concurrency=1)
        end = crawl(request)
        assert (end.finish_reason, end.complete) == ("interrupted", False)
        assert 0 < end.pages < 52
        server.routes["/a.html"] = page("<p>正文</p>")
        assert crawl(request).pages == 52
        pages = [a.path for a in server.log if a.path.startswith("/p")]
        assert sorted(pages) == sorted(set(pages)), "a page was fetched twice"
