"""Killed at any moment, a crawl goes on: every page once, the same snapshot in the end."""

from __future__ import annotations

import os
import pickle
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from auditor.snapshot import Snapshot, open_snapshot, seal
from spiders.run import crawl
from tests.crawl.served import Asked, Reply, Served, link, page, request_for, serving

_CHILD = """
import pickle, sys
from spiders.run import crawl
crawl(pickle.load(open(sys.argv[1], "rb")))
"""
# Moments and counts; and the depth, which is that of the page whose answer came first.
_CHANGING = {"fetched_at", "elapsed_ms", "first_at", "attempts", "depth"}


def wide_site(pages: int) -> dict[str, Any]:
    """Return a site of so many pages, with dead links, redirects, files and a stylesheet."""
    routes: dict[str, Any] = {"/s.css": Reply("p { background: url(bg.png) }", kind="text/css")}
    for number in range(pages):
        targets = [f"/p{(number * 7 + step) % pages}.html" for step in range(1, 8)]
        more = [f"/gone{number % 9}.html", f"/r{number % 11}.html", f"/f{number % 13}.pdf"]
        head = '<link rel="stylesheet" href="/s.css">'
        routes[f"/p{number}.html"] = page(
            head, f"<h1>第{number}页</h1>", link(*targets, *more), f"<p>内容{number * 37}</p>"
        )
    routes["/"] = page(link("/p0.html", "/p1.html"))
    routes.update({f"/r{n}.html": Reply("", 302, {"Location": f"/p{n}.html"}) for n in range(11)})
    routes.update({f"/f{n}.pdf": Reply(b"%PDF-1.4 x", kind="application/pdf") for n in range(13)})
    return routes


def contents(snapshot: Snapshot) -> dict[str, list[str]]:
    """Return every table of a snapshot as lines, without what differs between two crawls of one site."""
    result = {}
    for name in snapshot.manifest.counts:
        frame = snapshot.frame(name)
        frame = frame.drop(columns=[c for c in frame.columns if c in _CHANGING])
        result[name] = sorted(map(str, frame.astype("object").where(pd.notna(frame), None).itertuples(index=False)))
    return result


def _undisturbed(server: Served, folder: Path, **changes: Any) -> dict[str, list[str]]:
    crawl(request_for(server, folder, **changes))
    seal(folder)
    return contents(open_snapshot(folder))


def _killed_after(server: Served, request_file: Path, answers: int) -> None:
    """Start a crawl and kill it when the server has been asked so many times more."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    goal = len(server.log) + answers
    child = subprocess.Popen([sys.executable, "-c", _CHILD, str(request_file)], env=environment)
    while len(server.log) < goal and child.poll() is None:
        server.another.wait(0.05)
        server.another.clear()
    child.kill()
    child.wait(10)


def _killed_crawl(server: Served, folder: Path, kills: int, seed: int) -> dict[str, list[str]]:
    chance = random.Random(seed)
    request = request_for(server, folder / "snap")
    request_file = folder / "request"
    request_file.write_bytes(pickle.dumps(request))
    for _ in range(kills):
        _killed_after(server, request_file, chance.randint(1, 120))
    crawl(request)
    seal(folder / "snap")
    return contents(open_snapshot(folder / "snap"))


@pytest.mark.slow
def test_a_crawl_killed_thrice_gives_the_same_snapshot(tmp_path: Path) -> None:
    with serving(wide_site(300)) as server:
        whole = _undisturbed(server, tmp_path / "whole")
        (tmp_path / "killed").mkdir()
        assert _killed_crawl(server, tmp_path / "killed", kills=3, seed=6) == whole


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("AUDITOR_SOAK"), reason="30 kills of 2,000 pages: set AUDITOR_SOAK=1")
def test_a_crawl_of_2000_pages_killed_30_times_gives_the_same_snapshot(tmp_path: Path) -> None:
    with serving(wide_site(2_000)) as server:
        whole = _undisturbed(server, tmp_path / "whole")
        (tmp_path / "killed").mkdir()
        assert _killed_crawl(server, tmp_path / "killed", kills=30, seed=30) == whole


def test_a_body_lost_in_a_power_failure_is_fetched_again(tmp_path: Path) -> None:
    import sqlite3

    with serving({"/": page(link("/a.html")), "/a.html": page("<p>正文</p>")}) as server:
        request = request_for(server, tmp_path)
        crawl(request)
        with sqlite3.connect(tmp_path / "bodies.sqlite") as bodies:
            bodies.execute("DELETE FROM bodies")
        bodies.close()
        assert crawl(request).pages == 2
        seal(tmp_path)
        assert open_snapshot(tmp_path).body(f"{server.origin}/a.html")


def test_a_failure_waiting_to_be_confirmed_is_taken_up_again(tmp_path: Path) -> None:
    asked: list[Asked] = []

    def gone(one: Asked) -> Reply:
        asked.append(one)
        return Reply("Not Found", 404)

    with serving({"/": page(link("/gone.html")), "/gone.html": gone}) as server:
        request = request_for(server, tmp_path)
        crawl(request)
        count = len(asked)
        assert count == 2
        crawl(request)
        assert len(asked) == count, "what is confirmed is not asked for again"
        seal(tmp_path)
        fetches = open_snapshot(tmp_path).frame("fetches")
        assert fetches.loc[fetches["status"] == 404, "confirmed"].tolist() == [True]
