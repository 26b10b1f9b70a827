"""Content that wants to hurt the crawler, and a crawler that must not hurt others."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from auditor.config import CrawlSection
from auditor.model.site import Site, SiteKind
from auditor.snapshot import open_snapshot, seal
from auditor.urls import canonical
from spiders.policy import Policy
from spiders.run import CrawlRequest, crawl
from spiders.traps import shape_of
from tests.crawl.faults import LAUGHS
from tests.crawl.served import Asked, Reply, link, page, request_for, serving, settings, site_of
from tests.crawl.test_first_crawl import audited, fetched


def policy(*private: str, external: str = "check") -> Policy:
    """Return the policy of a public site."""
    site = Site(
        "s", "s", SiteKind.DEPARTMENT, "http://www.a.gov.cn/", scope=("http://www.a.gov.cn/",), private_hosts=private
    )
    return Policy(site, CrawlSection(private_hosts=list(private), external_links=external))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.0.0.1/x",
        "http://172.16.3.4/",
        "http://192.168.1.1:8080/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://0.0.0.0/",
        "http://oa.intranet/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://0177.0.0.1/",
    ],
)
def test_private_addresses_are_refused_by_their_spelling(address: str) -> None:
    assert policy().refusal(canonical(address), internal=False) == "private-host"


def test_a_private_host_may_be_named_with_or_without_port() -> None:
    assert policy("127.0.0.1").refusal("http://127.0.0.1:81/", internal=False) is None
    assert policy("127.0.0.1:81").refusal("http://127.0.0.1:81/", internal=False) is None
    assert policy("127.0.0.1:81").refusal("http://127.0.0.1:82/", internal=False) == "private-host"


def test_with_record_nothing_leaves_scope_and_named_hosts() -> None:
    recording = policy("127.0.0.1", external="record")
    assert recording.refusal("http://www.b.gov.cn/", internal=False) == "out-of-scope"
    assert recording.refusal("http://127.0.0.1:9/", internal=False) is None
    assert recording.refusal("http://www.a.gov.cn/x", internal=True) is None


def test_a_name_that_stands_for_a_private_address_is_not_connected_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def rebound(host: Any, port: Any, *rest: Any, **named: Any) -> Any:
        if host in ("www.rebound.cn", b"www.rebound.cn"):
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        return real(host, port, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    monkeypatch.delenv("AUDITOR_LOOPBACK_ONLY")
    with serving() as server:
        target = f"http://www.rebound.cn:{server.port}/secret"
        server.routes["/"] = page(link(target, "/a.html"))
        server.routes["/a.html"] = page("<p>正文</p>")
        request = request_for(
            server, tmp_path, external_links="check", private_hosts=[f"other:{server.port}", "127.0.0.1:1"]
        )
        named = CrawlRequest(
            site=site_of(server),
            settings=settings(external_links="check", private_hosts=[]),
            folder=request.folder,
        )
        # The site itself is named by its address and port: the name that leads to the same place is not.
        site = Site(
            "t", "t", SiteKind.DEPARTMENT, named.site.home, scope=named.site.scope, private_hosts=("127.0.0.1:1",)
        )
        crawl(CrawlRequest(site=site, settings=named.settings, folder=tmp_path / "refused"))
        assert server.log == []
        seal(tmp_path / "refused")
        assert fetched(open_snapshot(tmp_path / "refused")).loc["/", "outcome"] == "private-host"


def test_a_redirect_to_a_private_address_is_not_followed(tmp_path: Path) -> None:
    with serving() as inner, serving() as outer:
        outer.routes["/"] = page(link("/a.html", "/b.pdf"))
        outer.routes["/a.html"] = Reply("", 302, {"Location": f"{inner.origin}/secret"})
        outer.routes["/b.pdf"] = Reply("", 302, {"Location": f"http://localhost:{inner.port}/secret"})
        request = request_for(outer, tmp_path, private_hosts=[f"127.0.0.1:{outer.port}"])
        site = Site(
            "t", "t", SiteKind.DEPARTMENT, request.site.home, scope=request.site.scope,
            private_hosts=(f"127.0.0.1:{outer.port}",),
        )  # fmt: skip
        crawl(CrawlRequest(site=site, settings=request.settings, folder=tmp_path))
        assert inner.log == []
        seal(tmp_path)
        got = fetched(open_snapshot(tmp_path))
    assert got.loc[["/a.html", "/b.pdf"], "outcome"].tolist() == ["private-host", "private-host"]


def test_a_named_host_outside_the_scope_is_checked_and_not_crawled(tmp_path: Path) -> None:
    with serving() as other, serving() as server:
        other.routes["/"] = page(link("/deeper.html"), title="别的网站")
        server.routes["/"] = page(link(f"{other.origin}/", f"{other.origin}/gone"))
        snapshot = audited(server, tmp_path)
        got = fetched(snapshot).set_index("url")
        assert other.asked("/deeper.html") == []
        assert got.loc[f"{other.origin}/", "outcome"] == "ok"
        assert got.loc[f"{other.origin}/gone", "confirmed"]
        assert not got.loc[f"{other.origin}/", "internal"]
        assert snapshot.frame("foreign")[["title", "text"]].values.tolist() == [["别的网站", "/deeper.html"]]


def test_no_secret_is_sent_to_another_host(tmp_path: Path) -> None:
    with serving() as other, serving() as server:
        other.routes["/"] = page("<p>x</p>")
        server.routes["/"] = page(link(other.origin.replace("//", "//user:secret@") + "/", "/c.html"))
        server.routes["/c.html"] = Reply("", 302, {"Location": "/c.html", "Set-Cookie": "session=1"})
        audited(server, tmp_path)
        for asked in other.log:
            assert "cookie" not in asked.headers
            assert "authorization" not in asked.headers


def calendar(asked: Asked) -> Reply:
    """Answer for any month with an empty calendar that links to the next."""
    number = int("".join(c for c in asked.path if c.isdigit()) or 0)
    return page(f"<h1>日历</h1><p>{number} 月没有安排</p>", link(f"/cal.jsp?month={number + 1}"), title=f"{number} 月")


def test_a_calendar_without_end_is_left(tmp_path: Path) -> None:
    routes = {"/": page(link("/cal.jsp?month=1", "/a.html")), "/a.html": page("<p>正文</p>"), "*": calendar}
    with serving({**routes, "/robots.txt": Reply("", 404)}) as server:
        end = crawl(request_for(server, tmp_path, max_pages=2_000))
    assert end.finish_reason == "finished"
    assert end.pages < 150


def session_page(asked: Asked) -> Reply:
    """Answer with the same page and new session numbers in its links."""
    session_page.count += 1  # type: ignore[attr-defined]
    number = session_page.count  # type: ignore[attr-defined]
    return page("<h1>列表</h1><p>同样的内容</p>", link(*(f"/list.jsp?sid={number:08x}{i:08x}" for i in range(5))))


session_page.count = 0  # type: ignore[attr-defined]


def test_session_numbers_without_end_are_left(tmp_path: Path) -> None:
    with serving({"*": session_page, "/robots.txt": Reply("", 404)}) as server:
        end = crawl(request_for(server, tmp_path, max_pages=2_000))
    assert end.finish_reason == "finished"
    assert end.pages < 150


def test_nesting_without_end_is_left(tmp_path: Path) -> None:
    with serving({"*": page('<p>x</p><a href="deep/">下一层</a>'), "/robots.txt": Reply("", 404)}) as server:
        end = crawl(request_for(server, tmp_path, max_pages=2_000))
    assert end.pages < 10


def test_pages_that_differ_only_in_a_number_are_no_trap(tmp_path: Path) -> None:
    """The issues of a bulletin are pages of their own, however alike."""
    issues = {f"/art/{n}.html": page(f"<h1>第{n}期</h1><p>通报正文,第{n}期</p>") for n in range(200)}
    with serving({"/": page(link(*issues)), **issues}) as server:
        assert crawl(request_for(server, tmp_path)).pages == 201


def test_the_shape_of_an_address() -> None:
    assert shape_of("http://a.cn/art/999.html") == "a.cn/art/0.html"


def test_a_page_of_100_000_links_is_recorded_and_bounded(tmp_path: Path) -> None:
    many = "".join(f'<a href="/x/{n}.html">{n}</a>' for n in range(100_000))
    with serving({"/": page(many), "/robots.txt": Reply("", 404)}) as server:
        end = crawl(request_for(server, tmp_path, max_pages=1))
        assert len(server.log) <= 5
        seal(tmp_path)
        assert open_snapshot(tmp_path).manifest.counts["links"] == 100_000
    assert end.finish_reason == "max-pages"


def test_xml_entities_are_neither_expanded_nor_fetched_and_sitemaps_are_no_source(tmp_path: Path) -> None:
    robots = Reply("User-agent: *\nAllow: /\nSitemap: /sitemap.xml\n", kind="text/plain")
    xhtml = LAUGHS.replace("urlset", "html") + "<html><body><p>正文&m;&file;</p></body></html>"
    listed = "<urlset><url><loc>/only-in-sitemap.html</loc></url></urlset>"
    routes: dict[str, Any] = {
        "/robots.txt": robots,
        "/": page(link("/x.html", "/linked.xml")),
        "/x.html": Reply(xhtml, kind="application/xhtml+xml"),
        "/linked.xml": Reply(LAUGHS + listed, kind="text/xml"),
        "/sitemap.xml": Reply(LAUGHS + listed, kind="text/xml"),
    }
    with serving(routes) as server:
        snapshot = audited(server, tmp_path)
        assert not [a.path for a in server.log if a.path in ("/evil.dtd", "/sitemap.xml", "/only-in-sitemap.html")]
    texts = "".join(snapshot.frame("texts")["text"])
    assert "正文" in texts
    assert "root:" not in texts
    assert len(texts) < 1_000
    assert fetched(snapshot).loc["/linked.xml", "outcome"] == "ok"


HOSTILE = [
    "/with space.html",
    "/中文/页面.html",
    "\\\\back\\slash.html",
    "/a\tb\nc.html",
    "http://用户.example/",
    "http://[broken/",
    "http://user:pw@/x",
    "http:///nohost",
    "/%zz%00%0d%0aSet-Cookie:x=1",
    "/" + "a" * 10_000,
    "http://a.b:99999/",
    "http://a..b/",
    "//[::1",
    "?q=\x00",
    "data:text/html,<script>",
    "javascript:alert(1)",
    "ftp://x/y",
    "http://xn--/",
    "\ud800",
]


def test_hostile_addresses_do_not_end_the_crawl(tmp_path: Path) -> None:
    body = "".join(f'<a href="{target}">x</a>' for target in HOSTILE).encode("utf-8", "replace")
    with serving({"/": Reply(body), "*": page("<p>正文</p>"), "/robots.txt": Reply("", 404)}) as server:
        end = crawl(request_for(server, tmp_path, external_links="check"))
        assert end.finish_reason == "finished"
        for asked in server.log:
            assert "\n" not in asked.path
            assert "set-cookie" not in asked.headers
        seal(tmp_path)
        assert open_snapshot(tmp_path).verify() == ()


@pytest.mark.parametrize("home", [Reply(b"\x00" * 5_000), Reply("<" * 5_000), Reply(b"\xff\xfe" + b"<html>" * 999)])
def test_a_hostile_home_page_does_not_end_the_program(tmp_path: Path, home: Reply) -> None:
    with serving({"/": home}) as server:
        assert crawl(request_for(server, tmp_path)).finish_reason == "finished"
