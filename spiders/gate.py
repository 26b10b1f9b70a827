"""This module asks a host of the site two things before its pages: its robots.txt, and how it answers for what does not exist."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from auditor.config import CrawlSection
from auditor.urls import resolve
from spiders.frontier import Host
from spiders.http.client import Answer
from spiders.http.decoding import ACCEPTED
from spiders.outcome import REDIRECTS, is_html
from spiders.request import CrawlRequest
from spiders.robots import Robots, read_robots
from spiders.visit import Purpose, Visit


@dataclass(frozen=True, slots=True)
class Unknown:
    """How a host answers for an address that does not exist: honestly, with a page, or with a redirect."""

    honest: bool
    body: bytes = b""
    content_type: str = ""
    redirect_to: str = ""


HONEST = Unknown(honest=True)


class Gate:
    """Robots rules and unknown-address answers of the site's own hosts; makes the visits, knows the headers."""

    def __init__(self, request: CrawlRequest) -> None:
        self._settings = request.settings
        self._site = request.site
        self._obey = request.settings.obey_robots
        self._robots: dict[str, Robots] = {}
        self._unknown: dict[str, Unknown] = {}
        self._base = _headers(request.settings)
        self.notes: list[str] = []

    def question(self, host: Host, url: str) -> Visit | None:
        """Return the visit that has to come before any page of the host, or None."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if self._obey and host.name not in self._robots:
            return self.visit(Purpose.ROBOTS, host, f"{origin}/robots.txt", -1)
        if host.name not in self._unknown:
            return self.visit(Purpose.UNKNOWN, host, self._unknown_address(origin, host), -1)
        return None

    def _unknown_address(self, origin: str, host: Host) -> str:
        """Return an address beside the site's own pages that no one has."""
        name = hashlib.sha256(f"{self._site.id}|{host.name}".encode()).hexdigest()[:20]
        folder = next(
            (urlsplit(s).path.rpartition("/")[0] for s in self._site.scope if urlsplit(s).netloc == host.name), ""
        )
        return f"{origin}{folder}/{name}.html"

    def answered(self, visit: Visit, answer: Answer | None) -> None:
        """Take the answer to a question; None where there was none."""
        if visit.purpose is Purpose.UNKNOWN:
            self._unknown[visit.host.name] = _unknown(visit, answer)
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

    def unknown(self, host_name: str) -> Unknown:
        """Return how the host answers for what does not exist."""
        return self._unknown.get(host_name, HONEST)

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


def _unknown(visit: Visit, answer: Answer | None) -> Unknown:
    if answer is None or answer.status >= 400:
        return HONEST
    if answer.status in REDIRECTS:
        return Unknown(honest=False, redirect_to=resolve(visit.url, answer.headers.get("location", ""))[0])
    if answer.status != 200 or not is_html(answer.headers, answer.body):
        return HONEST
    return Unknown(honest=False, body=answer.body, content_type=answer.headers.get("content-type", ""))
