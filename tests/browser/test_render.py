"""Lists that a script builds: drawn by the system's Chromium, or said to be not examined; nothing else is ever asked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from auditor.snapshot import Snapshot, open_snapshot
from spiders.run import crawl_in_child
from tests.crawl.served import Reply, link, page, request_for, serving
from tests.reports.browser import chromium

ENTRIES = [{"t": f"关于做好第{n}批绿化工作的通知", "u": f"/tz/{n}.html", "d": f"2026-03-{n:02d}"} for n in range(1, 9)]
SCRIPT = """
fetch('/data.json').then(r => r.json()).then(rows => {
  document.getElementById('list').innerHTML =
    rows.map(r => '<li><a href="' + r.u + '">' + r.t + '</a><span>' + r.d + '</span></li>').join('');
});
fetch('http://203.0.113.7/elsewhere.json'); new Image().src = '/pixel.png';
"""
SHELL = page(f"<h1>通知公告</h1><ul id='list'></ul><script>{SCRIPT}</script>", title="通知公告")


def routes(**changed: Any) -> dict[str, Any]:
    articles = {e["u"]: page(f"<h1>{e['t']}</h1><p>{'正文内容。' * 40}</p>") for e in ENTRIES}
    data = Reply(json.dumps(ENTRIES, ensure_ascii=False), kind="application/json; charset=utf-8")
    return {"/": page(link("/tz/")), "/tz/": SHELL, "/data.json": data, **articles, **changed}


def column_page(snapshot: Snapshot) -> dict[str, Any]:
    urls = snapshot.frame("urls").set_index("id")["url"]
    pages = snapshot.frame("pages")
    found: dict[str, Any] = pages[pages["url_id"].map(urls).str.endswith("/tz/")].iloc[0].to_dict()
    return found


@pytest.mark.browser
def test_a_list_built_by_fetch_is_read_its_articles_visited_and_drawn_anew_the_next_night(tmp_path: Path) -> None:
    chromium()
    with serving(routes()) as server:
        end = crawl_in_child(request_for(server, tmp_path / "one", "/tz/"))
        snapshot = open_snapshot(tmp_path / "one")
        assert end.finish_reason == "finished"
        row = column_page(snapshot)
        assert (row["rendered"], row["scripted"]) == (True, False)
        items = snapshot.frame("items")
        assert set(items["title"]) == {e["t"] for e in ENTRIES}
        assert items["date"].max() == "2026-03-08"
        assert all(server.asked(e["u"]) for e in ENTRIES)
        assert not server.asked("/pixel.png") or server.asked("/pixel.png")[0].method == "HEAD"
        assert "1 个由脚本生成的列表已用浏览器读取" in snapshot.manifest.notes
        newer = [{**ENTRIES[0], "d": "2026-04-01"}, *ENTRIES[1:]]
        server.routes["/data.json"] = Reply(json.dumps(newer), kind="application/json")
        crawl_in_child(request_for(server, tmp_path / "two", "/tz/", earlier=tmp_path / "one"))
    assert open_snapshot(tmp_path / "two").frame("items")["date"].max() == "2026-04-01"


@pytest.mark.browser
def test_a_list_whose_data_do_not_come_stays_not_examined(tmp_path: Path) -> None:
    chromium()
    with serving(routes(**{"/data.json": Reply("no", 500)})) as server:
        crawl_in_child(request_for(server, tmp_path, "/tz/"))
    row = column_page(open_snapshot(tmp_path))
    assert (row["rendered"], row["scripted"]) == (False, True)
    assert any("未核查" in note and "203.0.113.7" in note for note in open_snapshot(tmp_path).manifest.notes)


def test_without_a_browser_the_list_is_not_examined_and_the_report_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not shutil.which("chromium")
    with serving(routes()) as server:
        crawl_in_child(request_for(server, tmp_path / "run", "/tz/"))
    snapshot = open_snapshot(tmp_path / "run")
    assert bool(column_page(snapshot)["scripted"])
    assert any("未核查" in note and ("Chromium" in note or "playwright" in note) for note in snapshot.manifest.notes)


def test_render_never_starts_no_browser(tmp_path: Path) -> None:
    with serving(routes()) as server:
        crawl_in_child(request_for(server, tmp_path, "/tz/", render="never"))
        assert not server.asked("/data.json")
    assert any("never" in note for note in open_snapshot(tmp_path).manifest.notes)
