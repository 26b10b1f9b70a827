"""A small site from request to sealed snapshot."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from auditor.snapshot import Snapshot, open_snapshot, seal
from spiders.run import crawl
from tests.crawl.served import Reply, Served, link, page, request_for, serving


def fetched(snapshot: Snapshot) -> pd.DataFrame:
    """Return addresses (without their origin) and results side by side."""
    joined = snapshot.frame("urls").merge(snapshot.frame("fetches"), left_on="id", right_on="url_id")
    joined["path"] = joined["url"].str.replace(r"^http://127.0.0.1:\d+", "", regex=True)
    return joined.set_index("path")


def audited(server: Served, folder: Path, *columns: str, **changes: object) -> Snapshot:
    """Crawl a served site, seal it and open it."""
    crawl(request_for(server, folder, *columns, **changes))
    seal(folder)
    return open_snapshot(folder)


def small_site(other: str = "") -> dict[str, object]:
    """Return a site with one of everything."""
    return {
        "/": page(link("/a.html", "/b.html", "/gone.html", "/f.pdf", "/moved.html", other, "#", "mailto:x@y.cn")),
        "/a.html": page('<link rel="stylesheet" href="/s.css"><img src="/i.png">' + link("/b.html#part")),
        "/b.html": page('<h2 id="part">节</h2>' + link("/", "http://10.1.2.3/x", "file:///c:/x.doc")),
        "/f.pdf": Reply(b"%PDF-1.4 ...", kind="application/pdf"),
        "/moved.html": Reply(status=302, headers={"Location": "/a.html"}),
        "/s.css": Reply("@import 'more.css'; p { background: url(bg.png) }", kind="text/css"),
        "/i.png": Reply(b"\x89PNG", kind="image/png"),
        "/bg.png": Reply(b"\x89PNG", kind="image/png"),
    }


def test_a_small_site_is_crawled_sealed_and_opened(tmp_path: Path) -> None:
    with serving() as server:
        server.routes.update(small_site(other="http://www.example.org/"))
        end = crawl(request_for(server, tmp_path))
        assert (end.finish_reason, end.complete, end.pages) == ("finished", True, 3)
        seal(tmp_path)
        snapshot = open_snapshot(tmp_path)
        got = fetched(snapshot)
        assert got["outcome"].astype(str).to_dict() == {
            "/": "ok",
            "/a.html": "ok",
            "/b.html": "ok",
            "/f.pdf": "ok",
            "/moved.html": "ok",
            "/gone.html": "http-client-error",
            "/s.css": "ok",
            "/i.png": "ok",
            "/bg.png": "ok",
            "/more.css": "http-client-error",
            "http://www.example.org/": "out-of-scope",
        }
        assert got.loc["/gone.html", "confirmed"]
        assert got.loc["/moved.html", "final_id"] == got.loc["/a.html", "id"]
        assert (
            snapshot.body(f"{server.origin}/a.html")
            == page('<link rel="stylesheet" href="/s.css"><img src="/i.png">' + link("/b.html#part"))
            .raw("GET")
            .partition(b"\r\n\r\n")[2]
        )
        assert snapshot.verify() == ()
        odd = snapshot.frame("odd_links")
        assert set(zip(odd["kind"].astype(str), odd["key"], strict=True)) == {
            ("private", "http://10.1.2.3/x"),
            ("file", "file:///c:/x.doc"),
            ("empty", "#"),
        }
        assert snapshot.frame("anchors")["name"].tolist() == ["part"]


def test_every_address_is_asked_for_once(tmp_path: Path) -> None:
    with serving(small_site()) as server:
        crawl(request_for(server, tmp_path))
        pages = [a.path for a in server.log if a.path in ("/", "/a.html", "/b.html", "/s.css", "/i.png")]
        assert sorted(pages) == sorted({*pages})


def test_a_request_says_where_it_comes_from(tmp_path: Path) -> None:
    with serving(small_site()) as server:
        crawl(request_for(server, tmp_path, contact="电话 0431"))
        asked = server.asked("/f.pdf")[0]
        assert asked.headers["referer"] == f"{server.origin}/"
        assert "gov-site-auditor" in asked.headers["user-agent"]
