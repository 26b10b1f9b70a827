"""The pages that a recheck looks at again for dead links: enough for each, few in all."""

from __future__ import annotations

from pathlib import Path

from auditor.cli.retest_sources import linking, looked_at
from auditor.snapshot import open_snapshot, seal
from spiders.run import crawl
from tests.crawl.served import link, page, request_for, serving


def test_few_pages_are_chosen_and_enough_for_each() -> None:
    sources = {
        "/x": ["/1", "/2", "/3", "/shared"],
        "/y": ["/4", "/5", "/shared"],
        "/z": ["/6"],
        "/w": ["/1", "/7", "/8"],
    }
    chosen = looked_at(sources, 2, {"/3"})
    assert all(set(pages) <= set(sources[target]) for target, pages in chosen.items())
    assert {target: len(pages) for target, pages in chosen.items()} == {"/x": 2, "/y": 2, "/z": 1, "/w": 2}
    assert set(chosen["/x"]) == {"/3", "/1"}  # /3 is visited in any case, /1 serves two
    assert "/shared" in chosen["/y"]
    assert chosen == looked_at(dict(reversed(sources.items())), 2, {"/3"})


def test_the_pages_that_link_to_an_address_each_once(tmp_path: Path) -> None:
    routes = {
        "/": page(link("/a.html", "/gone.html")),
        "/a.html": page(link("/gone.html", "/gone.html?from=a", "/", "/gone.html")),
    }
    with serving(routes) as server:
        crawl(request_for(server, tmp_path))
        seal(tmp_path)
        gone, lonely = f"{server.origin}/gone.html", f"{server.origin}/nobody.html"
        found = linking(open_snapshot(tmp_path), {gone, lonely})
    assert {target: sorted(pages) for target, pages in found.items()} == {
        gone: [f"{server.origin}/", f"{server.origin}/a.html"]
    }
