"""Pages that say what their part of the host says of an address that does not exist, and pages that only look like it."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

from auditor.snapshot import Snapshot
from spiders.unknowns import MOST_PARTS, Unknowns, part_of
from tests.crawl.served import Asked, Reply, Served, link, page, serving
from tests.crawl.test_first_crawl import audited

_NOT_FOUND = Reply("Not Found", 404)


def soft(snapshot: Snapshot) -> set[str]:
    """Return the paths of the pages that are none."""
    pages = snapshot.frame("pages").merge(snapshot.frame("urls"), left_on="url_id", right_on="id")
    found = pages.loc[pages["soft_404"].astype(bool), "url"]
    return {url.split("/", 3)[3] for url in found}


def made_up(server: Served) -> list[str]:
    """Return the addresses asked for that the site does not name."""
    return [a.path for a in server.log if a.path not in server.routes and a.path != "/robots.txt"]


def in_parts(answers: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """Return routes: ``known`` paths, and for everything below the keys of ``answers`` (else 404) what is given there."""

    def answer(asked: Asked) -> Reply:
        found = next((a for prefix, a in answers.items() if asked.path.startswith(prefix)), _NOT_FOUND)
        reply: Reply = found(asked) if callable(found) else found
        return reply

    return {**known, "*": answer}


def test_each_part_of_a_host_is_asked_how_it_answers(tmp_path: Path) -> None:
    sorry = page("<div>您要找的内容暂时看不到。</div>", title="提示")
    targets = ["/hd/lost.jsp", "/hd/kept.jsp", "/zwgk/short.html", "/zwgk/lost.html"]
    known = {
        "/": page(link(*targets)),
        "/hd/kept.jsp": page("<p>信件已办结。</p>"),
        "/zwgk/short.html": page("<div>您要找的内容暂时看不到。</div>", title="提示"),
    }
    with serving(in_parts({"/hd/": sorry}, known)) as server:
        snapshot = audited(server, tmp_path)
    assert soft(snapshot) == {"hd/lost.jsp"}, "where the part says 404 itself, a page of the same words is a page"


def test_an_answer_that_repeats_the_address_and_the_time_is_the_same_answer(tmp_path: Path) -> None:
    seconds = count(10)

    def echo(asked: Asked) -> Reply:
        return page(f"<p>栏目暂无法浏览：{asked.path}，时间 12:30:{next(seconds)}</p>", title="提示")

    known = {"/": page(link("/x/lost.html", "/x/kept.html")), "/x/kept.html": page("<p>另有内容，时间 12:30:00</p>")}
    with serving(in_parts({"/x/": echo}, known)) as server:
        assert soft(audited(server, tmp_path)) == {"x/lost.html"}


def test_the_page_that_unknown_addresses_are_sent_to_is_none(tmp_path: Path) -> None:
    known = {"/": page(link("/x/lost.html", "/sorry.html")), "/sorry.html": page("<p>请稍后</p>")}
    away = Reply("", 302, {"Location": "/sorry.html"})
    with serving(in_parts({"/": away}, known)) as server:
        assert soft(audited(server, tmp_path)) == {"sorry.html"}


def test_a_front_page_that_unknown_addresses_are_sent_to_is_a_page(tmp_path: Path) -> None:
    known = {"/": page(link("/x/lost.html", "/x/", "/index.html")), "/x/": page("<p>栏目</p>")}
    known["/index.html"] = known["/"]
    answers = {"/x/": Reply("", 302, {"Location": "/x/"}), "/": Reply("", 302, {"Location": "/index.html"})}
    with serving(in_parts(answers, known)) as server:
        assert soft(audited(server, tmp_path)) == set()


def test_a_host_that_shows_its_home_page_for_everything_keeps_its_home_page(tmp_path: Path) -> None:
    home = page(link("/a.html", "/index.html"), "<p>欢迎</p>")
    known = {"/": home, "/index.html": home, "/a.html": page("<p>正文</p>")}
    with serving(in_parts({"/": home}, known)) as server:
        assert soft(audited(server, tmp_path)) == set()


def test_the_number_of_made_up_addresses_is_bounded(tmp_path: Path) -> None:
    known = {f"/f{n}/a.html": page(f"<p>正文{n}</p>") for n in range(3 * MOST_PARTS)}
    known["/"] = page(link(*known))
    with serving(in_parts({}, known)) as server:
        audited(server, tmp_path)
        assert MOST_PARTS / 2 < len(made_up(server)) <= MOST_PARTS


def test_a_part_is_asked_once_and_long_pages_ask_nothing(tmp_path: Path) -> None:
    known = {f"/x/{n}.html": page(f"<p>正文{n}</p>") for n in range(30)}
    known |= {f"/y/{n}.html": page("<p>" + f"工作动态{n}。" * 200 + "</p>") for n in range(30)}
    known["/"] = page(link(*known))
    with serving(in_parts({}, known)) as server:
        audited(server, tmp_path)
        assert sorted(path[:3] for path in made_up(server) if path.count("/") > 1) == ["/x/"]


def test_what_robots_txt_forbids_is_not_made_up_either(tmp_path: Path) -> None:
    robots = Reply("User-agent: *\nDisallow: /x/\nAllow: /x/a.html\n", kind="text/plain")
    known = {"/robots.txt": robots, "/": page(link("/x/a.html")), "/x/a.html": page("<p>正文</p>")}
    with serving(in_parts({}, known)) as server:
        snapshot = audited(server, tmp_path)
        assert not [path for path in made_up(server) if path.startswith("/x/")]
    assert snapshot.manifest.counts["pages"] == 2


def test_a_made_up_address_lies_in_the_part_that_it_speaks_for() -> None:
    unknowns = Unknowns(seed="s")
    for path in ("/a/b/c.jsp?id=1", "/a/", "/a", "/c.html", "/a/b"):
        url = f"http://x.cn{path}"
        beside = unknowns.beside(url)
        assert part_of(beside) == part_of(url)
        assert beside != url
