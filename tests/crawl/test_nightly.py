"""The nightly run: what has not changed costs a question, not a page; the evidence keeps its date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditor.snapshot import Snapshot, open_snapshot, seal
from spiders import reading
from spiders.run import crawl
from tests.crawl.served import Asked, Reply, Served, link, page, request_for, serving
from tests.crawl.test_first_crawl import fetched
from tests.crawl.test_resume import contents

_FILLER = "<p>" + "政务公开工作。" * 2_000 + "</p>"


def validated(reply: Reply, etag: str = '"v1"') -> Any:
    """Return a route that knows conditional requests."""

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == etag:
            return Reply("", 304, {"ETag": etag})
        return Reply(reply.body, reply.status, {**reply.headers, "ETag": etag}, reply.kind)

    return answer


def site(pages: int = 20) -> dict[str, Any]:
    """Return a site whose server knows conditional requests."""
    routes: dict[str, Any] = {"/": validated(page(link(*(f"/p{n}.html" for n in range(pages))), _FILLER))}
    for n in range(pages):
        body = page(
            f"<h1>第{n}页</h1>", link("/", "/f.pdf", f"/p{(n + 1) % pages}.html#part"), f'<i id="part"></i>{_FILLER}'
        )
        routes[f"/p{n}.html"] = validated(body)
    routes["/f.pdf"] = Reply(b"%PDF-1.4", kind="application/pdf")
    return routes


def nightly(server: Served, folder: Path, name: str, earlier: str = "", **changes: Any) -> Snapshot:
    """Crawl, seal and open."""
    crawl(request_for(server, folder / name, earlier=folder / earlier if earlier else None, **changes))
    seal(folder / name)
    return open_snapshot(folder / name)


def test_an_unchanged_site_costs_under_two_percent_and_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(site()) as server:
        first = nightly(server, tmp_path, "first")
        read: list[str] = []
        monkeypatch.setattr(reading, "attempt", lambda url, *_: (read.append(url), "read"))
        second = nightly(server, tmp_path, "second", "first")
    assert read == []
    assert second.manifest.traffic["bytes"] < 0.02 * first.manifest.traffic["bytes"]
    assert second.manifest.counts == first.manifest.counts
    one, two = contents(first), contents(second)
    assert {n for n in one if one[n] != two[n]} == {"fetches"}
    results = fetched(second)
    assert results.loc["/p3.html", "outcome"] == "not-modified"
    assert results.loc["/p3.html", "fetched_at"] == fetched(first).loc["/p3.html", "fetched_at"]
    assert results["carried"].all()
    assert second.body(f"{server.origin}/p3.html") == first.body(f"{server.origin}/p3.html")


def test_a_changed_page_is_read_and_its_new_links_followed(tmp_path: Path) -> None:
    with serving(site()) as server:
        nightly(server, tmp_path, "first")
        server.routes["/p3.html"] = validated(page(link("/new.html"), _FILLER), '"v2"')
        server.routes["/new.html"] = page("<p>新文章</p>")
        second = fetched(nightly(server, tmp_path, "second", "first"))
    assert second.loc["/p3.html", "outcome"] == "ok"
    assert second.loc["/new.html", "outcome"] == "ok"
    assert not second.loc["/p3.html", "carried"]


def test_a_page_sent_again_unchanged_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    routes = {"/": page(link("/a.html")), "/a.html": page("<p>正文</p>")}
    with serving(routes) as server:
        nightly(server, tmp_path, "first")
        monkeypatch.setattr(reading, "attempt", lambda *_: pytest.fail("read again"))
        second = nightly(server, tmp_path, "second", "first")
    assert fetched(second).loc["/a.html", "outcome"] == "ok"
    assert second.manifest.counts["pages"] == 2


def test_files_are_asked_for_again_when_their_evidence_is_old(tmp_path: Path) -> None:
    with serving(site(2)) as server:
        nightly(server, tmp_path, "first")
        nightly(server, tmp_path, "young", "first", recheck_links_after_days=7)
        assert len(server.asked("/f.pdf")) == 1
        nightly(server, tmp_path, "old", "first", recheck_links_after_days=0)
        assert len(server.asked("/f.pdf")) == 2


def test_failures_are_never_carried_over(tmp_path: Path) -> None:
    with serving({"/": page(link("/f.pdf", "/a.html"))}) as server:
        nightly(server, tmp_path, "first")
        server.routes["/f.pdf"] = Reply(b"%PDF-1.4", kind="application/pdf")
        server.routes["/a.html"] = page("<p>回来了</p>")
        second = fetched(nightly(server, tmp_path, "second", "first"))
    assert second.loc[["/f.pdf", "/a.html"], "outcome"].tolist() == ["ok", "ok"]


@pytest.mark.parametrize("mark", ["tool", "reader"])
def test_another_version_reads_stored_bodies_again(mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(site(3)) as server:
        nightly(server, tmp_path, "first")
        manifest = tmp_path / "first" / "manifest.json"
        manifest.write_text(manifest.read_text().replace(f'"{mark}": "', f'"{mark}": "0.0-'))
        read: list[str] = []
        original = reading.attempt

        def noting(url: str, *rest: Any) -> Any:
            read.append(url)
            return original(url, *rest)

        monkeypatch.setattr(reading, "attempt", noting)
        second = nightly(server, tmp_path, "second", "first")
    assert len(read) == 4
    assert second.manifest.counts["pages"] == 4
