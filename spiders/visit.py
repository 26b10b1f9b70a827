"""This module says what one visit is for and what has to be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.foreign import MOST_BYTES
from spiders.frontier import Host
from spiders.http.client import Ask
from spiders.http.parser import Appetite
from spiders.outcome import media_type

if TYPE_CHECKING:
    from spiders.gist import Gist

_CHECK_BYTES = 16_384
_MAYBE_HTML = frozenset(
    ("", "text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml", "application/x-httpd-php")
)
_SNIFF_BYTES = 2_048


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader made of a page; None where it could not be read at all."""

    gist: Gist | None


class Purpose(Enum):
    """Why an address is visited."""

    ROBOTS = auto()
    PULSE = auto()  # does the site still live?
    UNKNOWN = auto()  # an address that cannot exist: what does the host say then?
    READ = auto()
    STYLE = auto()
    PEEK = auto()  # the beginning of a page of another host
    HEAD = auto()
    GET = auto()


@dataclass(slots=True, kw_only=True, eq=False)
class Visit:
    """One visit under way; ``url_id`` is -1 where the address is no part of the snapshot."""

    purpose: Purpose
    url: str
    host: Host
    url_id: int = -1
    headers: Mapping[str, str]
    timeout_s: float
    limit: int
    read: Read | None = None  # what a process beside this one has read of the answer

    def ask(self) -> Ask:
        """Return the request to send. Raises ValueError where the address cannot be sent at all."""
        parts = urlsplit(self.url)
        tls = parts.scheme == "https"
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return Ask(
            method="HEAD" if self.purpose is Purpose.HEAD else "GET",
            tls=tls,
            host=parts.hostname or "",
            port=parts.port or (443 if tls else 80),
            target=target,
            headers=self.headers,
            timeout_s=self.timeout_s,
            appetite=self._appetite(),
            limit=self.limit,
        )

    def _appetite(self) -> Callable[[int, Mapping[str, str]], Appetite]:
        if self.purpose is Purpose.GET:
            return lambda _status, _headers: Appetite(_CHECK_BYTES, cut=True)
        if self.purpose is Purpose.PEEK:
            return lambda _status, _headers: Appetite(MOST_BYTES, cut=True)
        if self.purpose in (Purpose.READ, Purpose.UNKNOWN, Purpose.PULSE):
            return self._page_appetite
        return lambda _status, _headers: Appetite(self.limit, cut=self.purpose is Purpose.ROBOTS)

    def _page_appetite(self, status: int, headers: Mapping[str, str]) -> Appetite:
        """A page is wanted whole, an error page in part, a file only to see that it begins."""
        if status >= 300:
            return Appetite(min(self.limit, 262_144), cut=True)
        if media_type(headers) in _MAYBE_HTML and "attachment" not in headers.get("content-disposition", "").lower():
            return Appetite(self.limit)
        return Appetite(_SNIFF_BYTES, cut=True)
