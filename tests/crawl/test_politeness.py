"""Pace, robots.txt, and stopping when the site suffers."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from auditor.health import judge_health
from auditor.snapshot import open_snapshot, seal
from spiders.frontier import PAGES, Frontier
from spiders.moments import opens_at, retry_after
from spiders.robots import read_robots
from spiders.run import crawl
from tests.crawl.served import Asked, Reply, link, page, request_for, serving, site_of
from tests.crawl.test_first_crawl import audited, fetched

_ROBOTS = "User-agent: *\nDisallow: /secret/\n"


def test_the_frontier_keeps_the_pace_of_each_host() -> None:
    frontier = Frontier(concurrency=4, delay_s=0.5)
    one, two = frontier.host("a", internal=True), frontier.host("b", internal=True)
    for number in range(4):
        frontier.add(one, number, PAGES)
        frontier.add(two, 10 + number, PAGES)
    sent: dict[str, list[float]] = {"a": [], "b": []}
    now = 0.0
    while frontier:
        while (found := frontier.next(now)) is not None:
            sent[found[0].name].append(now)
            frontier.release(found[0])
        now = frontier.wake_at() or now + 1
    assert sent == {"a": [0.0, 0.5, 1.0, 1.5], "b": [0.0, 0.5, 1.0, 1.5]}


def test_no_host_is_asked_more_at_once_than_allowed() -> None:
    frontier = Frontier(concurrency=2, delay_s=0.0)
    host = frontier.host("a", internal=True)
    for number in range(5):
        frontier.add(host, number, PAGES)
    assert [frontier.next(0.0) is not None for _ in range(3)] == [True, True, False]
    frontier.release(host)
    assert frontier.next(0.0) == (host, 2)


def test_names_behind_one_address_share_one_pace() -> None:
    frontier = Frontier(concurrency=4, delay_s=1.0)
    one, two = frontier.host("www.a.gov.cn", internal=True), frontier.host("a.gov.cn", internal=True)
    frontier.share_pace(two, one.name)
    frontier.add(one, 1, PAGES)
    frontier.add(two, 2, PAGES)
    assert frontier.next(0.0) == (one, 1)
    assert frontier.next(0.5) is None
    assert frontier.next(1.0) == (two, 2)


def test_the_rate_is_kept_on_the_wire(tmp_path: Path) -> None:
    moments: list[float] = []

    def timed(asked: Asked) -> Reply:
        moments.append(time.monotonic())
        return page("<p>正文</p>")

    routes: dict[str, Any] = {f"/p{n}.html": timed for n in range(6)}
    with serving({"/": page(link(*routes)), **routes}) as server:
        crawl(request_for(server, tmp_path, requests_per_second=20))
    assert moments[-1] - moments[0] >= 5 * 0.05 * 0.9


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (200, _ROBOTS.encode(), False),
        (200, b"\xef\xbb\xbf" + _ROBOTS.encode(), False),
        (200, b"<!DOCTYPE html><html>" + _ROBOTS.encode(), True),
        (404, b"Not Found", True),
        (403, _ROBOTS.encode(), True),
        (503, b"busy", True),
        (200, b"", True),
        (200, _ROBOTS.encode() + b"# padding\n" * 200_000, False),
        (200, b"\x00\xff\xfe garbage", True),
    ],
)
def test_robots_txt_in_all_its_forms(status: int, body: bytes, allowed: bool) -> None:
    robots = read_robots(status, {"content-type": "text/plain"}, body)
    assert robots.allows("http://a.gov.cn/secret/x.html") is allowed
    assert robots.allows("http://a.gov.cn/open.html")
    assert bool(robots.note) is (status == 503)


def test_what_robots_txt_forbids_is_listed_and_not_fetched(tmp_path: Path) -> None:
    routes = {"/robots.txt": Reply(_ROBOTS, kind="text/plain"), "/": page(link("/secret/a.html", "/b.html"))}
    with serving({**routes, "/b.html": page("<p>正文</p>")}) as server:
        got = fetched(audited(server, tmp_path))
        assert server.asked("/secret/a.html") == []
    assert got.loc["/secret/a.html", "outcome"] == "robots-excluded"


def test_crawl_delay_is_kept(tmp_path: Path) -> None:
    moments: list[float] = []

    def timed(asked: Asked) -> Reply:
        moments.append(time.monotonic())
        return page("<p>正文</p>")

    robots = Reply("User-agent: *\nCrawl-delay: 0.2\n", kind="text/plain")
    with serving({"/robots.txt": robots, "/": page(link("/a.html", "/b.html"))}) as server:
        server.routes.update({"/a.html": timed, "/b.html": timed})
        crawl(request_for(server, tmp_path))
    assert moments[1] - moments[0] >= 0.2 * 0.9


def test_retry_after_pauses_the_host(tmp_path: Path) -> None:
    moments: list[float] = []

    def busy_once(asked: Asked) -> Reply:
        moments.append(time.monotonic())
        return Reply("busy", 503, {"Retry-After": "1"}) if len(moments) == 1 else page("<p>正文</p>")

    with serving({"/": page(link("/a.html")), "/a.html": busy_once}) as server:
        got = fetched(audited(server, tmp_path))
    assert got.loc["/a.html", "outcome"] == "ok"
    assert moments[1] - moments[0] >= 0.9


def test_retry_after_is_read_in_both_forms() -> None:
    assert retry_after("120", 0.0) == 120
    assert retry_after("Thu, 01 Jan 1970 00:02:00 GMT", 0.0) == 120
    assert retry_after("Thu, 01 Jan 1970 00:02:00 GMT", 500.0) == 0
    assert retry_after("later", 0.0) == 0


def test_a_nightly_window_over_midnight() -> None:
    hour = 3_600.0
    assert opens_at("22:00-06:00", 15 * hour) == 0  # 23:00 in China
    assert opens_at("22:00-06:00", 4 * hour) == 14 * hour  # noon in China: opens at 22:00


@pytest.mark.parametrize("failing", [Reply("busy", 503), Reply("<script>x</script>", 521)])
def test_a_site_that_falls_ill_is_left_alone(tmp_path: Path, failing: Reply) -> None:
    served = {"count": 0}

    def until_ill(asked: Asked) -> Reply:
        served["count"] += 1
        return page(link(*(f"/p{n}.html" for n in range(300)))) if served["count"] <= 60 else failing

    with serving({"*": until_ill, "/robots.txt": Reply("", 404)}) as server:
        end = crawl(request_for(server, tmp_path))
        assert served["count"] < 150, "it went on asking"
        seal(tmp_path)
        health = judge_health(open_snapshot(tmp_path), site_of(server))
    assert end.finish_reason in ("site-suffering", "challenged")
    assert not end.complete
    assert not health.complete
    assert health.reason


def test_many_broken_pages_of_a_healthy_site_do_not_stop_the_crawl(tmp_path: Path) -> None:
    routes: dict[str, Any] = {f"/bad{n}.html": Reply("error", 500) for n in range(60)}
    with serving({"/": page(link(*routes, "/a.html")), "/a.html": page("<p>正文</p>"), **routes}) as server:
        end = crawl(request_for(server, tmp_path))
        seal(tmp_path)
        got = fetched(open_snapshot(tmp_path))
    assert end.finish_reason == "finished"
    assert got.loc["/bad7.html", "confirmed"]


def test_a_site_that_dies_at_the_end_has_no_dead_links(tmp_path: Path) -> None:
    """A small site goes down before its failures are confirmed: the home page is asked once more before they count."""
    alive = {"count": 0}

    def dying(asked: Asked) -> Reply:
        alive["count"] += 1
        return page(link("/a.html", "/b.html", "/c.html")) if alive["count"] <= 3 else Reply("busy", 503)

    with serving({"*": dying, "/robots.txt": Reply("", 404)}) as server:
        end = crawl(request_for(server, tmp_path))
    assert end.finish_reason == "site-suffering"
