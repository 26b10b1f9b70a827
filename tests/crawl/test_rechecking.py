"""A recheck with the last whole snapshot at hand: everything is sent anew, and only what changed is read anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditor.snapshot import Snapshot, open_snapshot, seal
from spiders.carrying import Carrying
from spiders.http.client import Answer
from spiders.run import crawl
from spiders.visit import Visit
from tests.crawl.served import Reply, Served, link, page, request_for, serving
from tests.crawl.test_first_crawl import fetched
from tests.crawl.test_nightly import nightly, validated

_SORRY = page("<div>您要找的内容暂时看不到,请返回。</div>", title="提示")


def site() -> dict[str, Any]:
    """Return a site whose server knows conditional requests."""
    routes: dict[str, Any] = {"/": page(link("/a.html", "/b.html")), "/a.html": page("<h1>甲</h1>", link("/f.pdf"))}
    routes["/b.html"] = page("<h1>乙</h1>", link("/a.html", "/gone.html"))
    routes["/f.pdf"] = Reply(b"%PDF-1.4", kind="application/pdf")
    return {path: validated(reply) for path, reply in routes.items()}


def rechecked(server: Served, folder: Path, *paths: str) -> Snapshot:
    """Audit the site, then crawl these addresses again as a recheck does."""
    only = tuple(server.origin + path for path in paths)
    crawl(request_for(server, folder / "again", earlier=folder / "whole", only=only))
    seal(folder / "again")
    return open_snapshot(folder / "again")


def spared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that names each page whose reading is taken from the last snapshot, as it comes in."""
    taken: list[str] = []
    original = Carrying.same_body

    def noting(self: Carrying, visit: Visit, answer: Answer) -> str | None:
        name = original(self, visit, answer)
        taken.extend([visit.url] if name else [])
        return name

    monkeypatch.setattr(Carrying, "same_body", noting)
    return taken


def linked(snapshot: Snapshot, path: str) -> set[str]:
    """Return what a page links to."""
    url = dict(zip(snapshot.frame("urls")["id"].tolist(), snapshot.frame("urls")["url"], strict=True))
    links = snapshot.frame("links")
    pairs = zip(links["page_id"].tolist(), links["target_id"].tolist(), strict=True)
    return {"/" + url[target].split("/", 3)[3] for page_id, target in pairs if url[page_id].endswith(path)}


def test_what_is_asked_for_is_sent_anew_and_read_only_where_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(site()) as server:
        nightly(server, tmp_path, "whole")
        server.routes["/b.html"] = page("<h1>乙</h1>", link("/a.html", "/fixed.html"))
        before, taken = len(server.log), spared(monkeypatch)
        got = rechecked(server, tmp_path, "/", "/a.html", "/b.html", "/f.pdf", "/gone.html")
        asked = server.log[before:]
    assert {"/", "/a.html", "/b.html", "/f.pdf", "/gone.html"} <= {a.path for a in asked}
    assert not [a.path for a in asked if "if-none-match" in a.headers or "if-modified-since" in a.headers]
    assert set(taken) == {f"{server.origin}/", f"{server.origin}/a.html"}
    results = fetched(got)
    assert not results["carried"].any()
    assert results.loc[["/a.html", "/f.pdf"], "outcome"].tolist() == ["ok", "ok"]
    assert results.loc["/gone.html", "confirmed"]
    assert (linked(got, "/a.html"), linked(got, "/b.html")) == ({"/f.pdf"}, {"/a.html", "/fixed.html"})
    assert b"/f.pdf" in (got.body(f"{server.origin}/a.html") or b"")


def test_a_page_that_was_what_the_host_says_of_everything_is_judged_again(tmp_path: Path) -> None:
    routes = {"/": page(link("/a.html", "/lost.html")), "/a.html": page("<p>正文在此</p>"), "/lost.html": _SORRY}
    with serving({**routes, "/robots.txt": Reply("", 404), "*": _SORRY}) as server:
        before = nightly(server, tmp_path, "whole").frame("pages")["soft_404"].astype(bool).sum()
        server.routes["*"] = Reply("", 404)
        after = rechecked(server, tmp_path, "/", "/lost.html").frame("pages")["soft_404"].astype(bool).sum()
    assert (before, after) == (1, 0)
