"""Pages read in processes beside the crawl: the same snapshot, and a reader that dies costs one page."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from auditor.model.tables import TABLES
from auditor.snapshot import Snapshot, open_snapshot, seal
from spiders.request import CrawlRequest
from spiders.run import crawl
from tests.crawl.served import link, page, request_for, serving

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="readers are forked")
_PAGES = 40
_CRAWL = """
import os, pickle, signal, sys
from spiders import readers
given = readers.attempt
def attempt(url, *rest):
    if url.endswith(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return given(url, *rest)
if sys.argv[2]:
    readers.attempt = attempt
request = pickle.load(open(sys.argv[1], "rb"))
from spiders.policy import Policy
pool = readers.Readers(2, Policy(request.site, request.settings).private)
from spiders.run import crawl
end = crawl(request, pool)
print(end.pages, end.finish_reason)
"""
_OF_THE_MOMENT = ["fetched_at", "elapsed_ms", "first_at"]


def _routes() -> dict[str, object]:
    names = [f"/p{number}.html" for number in range(_PAGES)]
    text = "<h1>关于第{0}号事项的通知</h1><p>发布时间：2024-01-02</p><p>第{0}号正文。</p><a href='/f{0}.pdf'>附件</a>"
    pages = {name: page(text.format(number)) for number, name in enumerate(names)}
    return {"/": page(link(*names)), **pages, **{f"/f{n}.pdf": b"%PDF-1.4" for n in range(_PAGES)}}


def _crawled_beside(request: CrawlRequest, folder: Path, deadly: str = "") -> str:
    (folder / "request").write_bytes(pickle.dumps(request))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    command = [sys.executable, "-c", _CRAWL, str(folder / "request"), deadly]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    seal(request.folder)
    return said.stdout.strip()


def _tables(snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    frames = {table.name: snapshot.frame(table.name) for table in TABLES}
    return {name: frame.drop(columns=_OF_THE_MOMENT, errors="ignore") for name, frame in frames.items()}


def test_the_same_snapshot_with_readers_and_without(tmp_path: Path) -> None:
    with serving(_routes()) as server:
        crawl(request_for(server, tmp_path / "alone"))
        seal(tmp_path / "alone")
        assert _crawled_beside(request_for(server, tmp_path / "beside"), tmp_path) == f"{_PAGES + 1} finished"
    alone, beside = (_tables(open_snapshot(tmp_path / name)) for name in ("alone", "beside"))
    for name, frame in alone.items():
        pd.testing.assert_frame_equal(frame, beside[name], obj=name)
    assert len(alone["attachments"]) == _PAGES


def test_a_reader_that_dies_costs_the_page_it_was_at(tmp_path: Path) -> None:
    with serving(_routes()) as server:
        said = _crawled_beside(request_for(server, tmp_path / "beside"), tmp_path, "/p7.html")
    assert said == f"{_PAGES} finished"
    snapshot = open_snapshot(tmp_path / "beside")
    urls, fetches = snapshot.frame("urls"), snapshot.frame("fetches")
    outcomes = urls.merge(fetches, left_on="id", right_on="url_id").set_index("url")["outcome"]
    assert outcomes[f"{server.origin}/p7.html"] == "unsupported-type"
    assert set(outcomes.drop(f"{server.origin}/p7.html").filter(like=".html")) == {"ok"}
