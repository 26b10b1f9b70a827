"""Doubt in the crawl: machines without a network, soft 404s, re-checks, and crawls too poor to judge from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditor.health import Health, judge_health
from auditor.model.fetch import Outcome
from auditor.snapshot import open_snapshot, seal
from spiders.retries import Failures, plan
from spiders.run import crawl
from tests.crawl.served import Reply, Served, link, page, request_for, serving, site_of
from tests.crawl.test_first_crawl import audited, fetched

_ARTICLES = {f"/p{n}.html": page(f"<h1>第{n}篇</h1><p>内容各不相同{n * 37}</p>") for n in range(12)}


def health_of(server: Served, folder: Path, **changes: Any) -> Health:
    """Return the health of a crawl."""
    return judge_health(audited(server, folder, **changes), site_of(server))


def test_a_machine_without_network_calls_no_foreign_host_dead(tmp_path: Path) -> None:
    names = [f"http://www.dead{n}.example/" for n in range(4)]
    with serving({"/": page(link(*names, "/a.html")), "/a.html": page("<p>正文</p>")}) as server:
        snapshot = audited(server, tmp_path, external_links="check")
    got = fetched(snapshot)
    assert got.loc[names, "outcome"].astype(str).tolist() == ["dns"] * 4
    assert not got.loc[names, "confirmed"].any()
    assert any("不能上网" in note for note in snapshot.manifest.notes)


@pytest.mark.parametrize(
    ("outcome", "status", "moments", "confirmed", "again"),
    [
        (Outcome.HTTP_CLIENT_ERROR, 404, [0], False, True),
        (Outcome.HTTP_CLIENT_ERROR, 404, [0, 10], True, False),
        (Outcome.HTTP_CLIENT_ERROR, 404, [0, 9.9], False, True),
        (Outcome.HTTP_CLIENT_ERROR, 403, [0, 20], False, False),
        (Outcome.HTTP_SERVER_ERROR, 500, [0, 20], False, True),
        (Outcome.HTTP_SERVER_ERROR, 500, [0, 10, 20], True, False),
        (Outcome.HTTP_SERVER_ERROR, 500, [0, 1, 2], False, True),
        (Outcome.REFUSED, None, [0, 10, 20], True, False),
        (Outcome.TIMEOUT, None, [0, 10, 20], False, False),
        (Outcome.CHALLENGE, 521, [0, 10, 20], False, False),
        (Outcome.TLS, None, [0, 10, 20], False, False),
    ],
)
def test_only_repeated_failures_spread_over_time_are_confirmed(
    outcome: Outcome, status: int | None, moments: list[float], confirmed: bool, again: bool
) -> None:
    failures = Failures(outcome=outcome, status=status, count=len(moments), first=moments[0], last=moments[-1])
    got = plan(failures, spread_s=20.0)
    assert (got.confirmed, got.due is not None) == (confirmed, again)


def test_a_page_that_equals_the_answer_for_an_unknown_address_is_a_soft_404(tmp_path: Path) -> None:
    sorry = page("<div>您要找的内容暂时看不到,请返回。</div>", title="提示")
    routes = {"/": page(link("/a.html", "/lost.html")), "/a.html": page("<p>正文在此</p>"), "*": sorry}
    with serving({**routes, "/robots.txt": Reply("", 404)}) as server:
        snapshot = audited(server, tmp_path)
    soft = snapshot.frame("pages").merge(snapshot.frame("urls"), left_on="url_id", right_on="id")
    assert soft.loc[soft["soft_404"].astype(bool), "url"].str.rpartition("/")[2].tolist() == ["lost.html"]


def test_a_redirect_to_the_home_page_shows(tmp_path: Path) -> None:
    routes = {"/": page(link("/moved.html", "/a.html")), "/moved.html": Reply("", 302, {"Location": "/"})}
    with serving({**routes, "/a.html": page("<p>正文</p>")}) as server:
        got = fetched(audited(server, tmp_path))
    assert got.loc["/moved.html", "final_id"] == got.loc["/", "id"]


def test_a_recheck_visits_only_what_was_asked_for(tmp_path: Path) -> None:
    routes = {"/": page(link("/a.html", "/b.html")), "/a.html": page(link("/gone.html", "/b.html"))}
    with serving({**routes, "/b.html": page("<p>正文</p>")}) as server:
        only, extra = (f"{server.origin}/a.html",), (f"{server.origin}/gone.html",)
        crawl(request_for(server, tmp_path, only=only, extra=extra))
        assert {a.path for a in server.log if a.path.endswith((".html", "/")) and len(a.path) < 12} == {
            "/a.html",
            "/gone.html",
        }
        seal(tmp_path)
        snapshot = open_snapshot(tmp_path)
        assert judge_health(snapshot, site_of(server)).complete
    got = fetched(snapshot)
    assert got.loc[["/a.html", "/b.html"], "outcome"].tolist() == ["ok", "not-attempted"]
    assert got.loc["/gone.html", "confirmed"]


def test_subjects_of_open_findings_are_visited_though_nothing_links_to_them(tmp_path: Path) -> None:
    with serving({"/": page(link("/a.html")), "/a.html": page("<p>正文</p>")}) as server:
        got = fetched(audited(server, tmp_path, extra=(f"{server.origin}/old.html",)))
    assert got.loc["/old.html", "status"] == 404


@pytest.mark.parametrize(
    ("home", "words"),
    [
        (Reply("Not Found", 404), "首页无法读取"),
        (Reply("busy", 503), "首页无法读取"),
        (Reply(b"%PDF", kind="application/pdf"), "首页不是网页"),
        (Reply("<script>document.cookie='__jsl_clearance=1'</script>", 521), ""),
        (Reply("", 302, {"Location": "http://10.0.0.1/"}), "首页无法读取"),
    ],
)
def test_a_home_page_that_cannot_be_read_allows_no_judgement(tmp_path: Path, home: Reply, words: str) -> None:
    with serving({"/": home}) as server:
        health = health_of(server, tmp_path)
    assert not health.complete
    assert words in health.reason


def test_a_sound_crawl_can_be_judged(tmp_path: Path) -> None:
    with serving({"/": page(link(*_ARTICLES)), **_ARTICLES}) as server:
        assert health_of(server, tmp_path) == Health(complete=True)


def test_many_dead_links_do_not_make_a_crawl_poor(tmp_path: Path) -> None:
    dead = [f"/gone{n}.html" for n in range(40)]
    with serving({"/": page(link(*_ARTICLES, *dead)), **_ARTICLES}) as server:
        assert health_of(server, tmp_path).complete


def test_many_challenges_make_a_crawl_poor(tmp_path: Path) -> None:
    walls: dict[str, Any] = {f"/w{n}.html": Reply("<script>x</script>", 412) for n in range(12)}
    with serving({"/": page(link(*_ARTICLES, *walls)), **_ARTICLES, **walls}) as server:
        health = health_of(server, tmp_path)
    assert not health.complete
    assert "防护" in health.reason


def test_a_page_limit_leaves_the_crawl_truncated(tmp_path: Path) -> None:
    with serving({"/": page(link(*_ARTICLES)), **_ARTICLES}) as server:
        health = health_of(server, tmp_path, max_pages=5)
    assert health.complete
    assert "max_pages" in health.truncated
