"""This module reads robots.txt as it is found: as rules, as an HTML page, as an error, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from protego import Protego

from spiders.outcome import looks_like_html

MAX_BYTES = 512_000  # RFC 9309 asks for at least 500 KiB; what lies beyond is not read
MAX_DELAY_S = 30.0
AGENT = "gov-site-auditor"


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host's robots.txt asks for; ``note`` (Chinese) where it could not be understood."""

    rules: Protego | None = None
    delay_s: float = 0.0
    note: str = ""

    def allows(self, url: str) -> bool:
        """Say whether the address may be fetched."""
        return self.rules is None or bool(self.rules.can_fetch(url, AGENT))


def read_robots(status: int, headers: Mapping[str, str], body: bytes) -> Robots:
    """Return what an answer to /robots.txt means.

    Missing (4xx) or an HTML page in its place: nothing is forbidden. A server error is no prohibition either, for an audit that
    the site's owner ordered, but it is said in the report.
    """
    if 500 <= status < 600:
        return Robots(note=f"robots.txt 返回 {status}，按允许抓取处理")
    if status != 200 or not body.strip() or looks_like_html(body):
        return Robots()
    rules = Protego.parse(body[:MAX_BYTES].decode("utf-8-sig", "replace").replace("\x00", ""))
    delay = rules.crawl_delay(AGENT)
    return Robots(rules, min(float(delay), MAX_DELAY_S) if delay and delay > 0 else 0.0)
