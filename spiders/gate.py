"""This module asks a host of the site two things before its pages: its robots.txt, and how it answers for what does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.frontier import Host
from spiders.http.client import Answer
from spiders.http.decoding import ACCEPTED
from spiders.request import CrawlRequest
from spiders.robots import Robots, read_robots
from spiders.unknowns import HONEST, Unknown, Unknowns
from spiders.visit import Purpose, Visit

if TYPE_CHECKING:
    from auditor.config import CrawlSection


class Gate:
    """Robots rules and unknown-address answers of the site's own hosts; makes the visits, knows the headers."""

    def __init__(self, request: CrawlRequest) -> None:
        self._settings = request.settings
        self._site = request.site
        self._obey = request.settings.obey_robots
        self._robots: dict[str, Robots] = {}
        self._unknowns = Unknowns(seed=request.site.id)
        self._beside: dict[
            str, list[str]
        ] = {}  # by host, addresses that say too little: is that how what is not there answers?
        self._base = _headers(request.settings)
        self.notes: list[str] = []

    def question(self, host: Host, url: str) -> Visit | None:
        """Return the visit that has to come before any page of the host, or None."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if self._obey and host.name not in self._robots:
            return self.visit(Purpose.ROBOTS, host, f"{origin}/robots.txt", -1)
        if not self._unknowns.asked(host.name):
            return self.visit(Purpose.UNKNOWN, host, self._unknowns.beside(self._first_place(origin, host)), -1)
        waiting = self._beside.get(host.name)
        while waiting:
            place = waiting.pop()
            if not self._unknowns.is_open(host.name, place):
                continue
            address = self._unknowns.beside(place)
            if self.allows(host, address):
                return self.visit(Purpose.UNKNOWN, host, address, -1)
            self._unknowns.settle(host.name, address, HONEST)
        return None

    def _first_place(self, origin: str, host: Host) -> str:
        """Return an address among the site's own pages of a host."""
        scopes = (urlsplit(s) for s in self._site.scope)
        folder = next((s.path.rpartition("/")[0] for s in scopes if s.netloc == host.name), "")
        return f"{origin}{folder}/index.html"

    def ask_beside(self, host: Host, url: str) -> bool:
        """Ask, before anything else of the host, for an address beside ``url`` that no one has; False where it is known."""
        if not self._unknowns.is_open(host.name, url):
            return False
        self._beside.setdefault(host.name, []).append(url)
        return True

    def answered(self, visit: Visit, answer: Answer | None) -> None:
        """Take the answer to a question; None where there was none."""
        if visit.purpose is Purpose.UNKNOWN:
            self._unknowns.learn(visit, answer)
            return
        robots = Robots(note="robots.txt 无法读取，按允许抓取处理")
        if answer is not None:
            robots = read_robots(answer.status, answer.headers, answer.body)
        if robots.note:
            self.notes.append(f"{visit.host.name}: {robots.note}")
        if robots.delay_s:
            self.notes.append(f"{visit.host.name}：robots.txt 要求每次访问间隔 {robots.delay_s:g} 秒，已遵守")
        self._robots[visit.host.name] = robots

    def allows(self, host: Host, url: str) -> bool:
        """Say whether robots.txt lets the address be fetched."""
        robots = self._robots.get(host.name)
        return robots is None or robots.allows(url)

    def delay_of(self, host: Host) -> float:
        """Return the delay that robots.txt asks for, 0 if none."""
        robots = self._robots.get(host.name)
        return robots.delay_s if robots else 0.0

    def unknown(self, host: Host, url: str) -> Unknown:
        """Return how the part of a host that an address lies in answers for what does not exist."""
        return self._unknowns.of(host.name, url)

    def visit(
        self,
        purpose: Purpose,
        host: Host,
        url: str,
        url_id: int,
        *,
        referrer: str | None = None,
        more: Mapping[str, str] | None = None,
    ) -> Visit:
        """Return a visit with the headers of this crawl."""
        headers = dict(self._base)
        if referrer:
            headers["Referer"] = referrer
        if more:
            headers.update(more)
        return Visit(
            purpose=purpose,
            url=url,
            host=host,
            url_id=url_id,
            headers=headers,
            timeout_s=self._settings.timeout_s,
            limit=self._settings.max_bytes,
        )


def _headers(settings: CrawlSection) -> dict[str, str]:
    return {
        "User-Agent": settings.user_agent or user_agent(settings.contact),
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
        "Accept-Encoding": ACCEPTED,
    }


def user_agent(contact: str) -> str:
    """Return how the crawler names itself: what it does, and whom to tell if it is in the way."""
    return f"Mozilla/5.0 (compatible; gov-site-auditor/1.0; site audit{f'; {contact}' if contact else ''})"
