"""This module decides which addresses the crawl may touch: the site's own, permitted hosts, never anything private."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from auditor.model.fetch import Outcome
from auditor.model.site import Site
from auditor.urls import in_scope, is_private

if TYPE_CHECKING:
    from auditor.config import CrawlSection


class Policy:
    """What may be fetched. ``private_hosts`` entries are ``host`` or ``host:port``."""

    def __init__(self, site: Site, settings: CrawlSection) -> None:
        self._scope = site.scope
        self._named = frozenset(host.lower() for host in (*site.private_hosts, *settings.private_hosts))
        self._check_external = settings.external_links == "check"
        self._exclude = tuple(settings.exclude)
        self.home = site.home
        self._origins: dict[str, tuple[Outcome | None, bool]] = {}

    def internal(self, url: str) -> bool:
        """Say whether a canonical address is the site's own."""
        return in_scope(url, self._scope)

    def refusal(self, url: str, *, internal: bool) -> Outcome | None:
        """Return why a canonical address may not be fetched, or None."""
        reason, named = self._origin(url)
        if reason is not None:
            return reason
        if not internal and not named and not self._check_external:
            return Outcome.OUT_OF_SCOPE
        if internal and self._exclude and in_scope(url, self._exclude):
            return Outcome.NOT_ATTEMPTED
        return None

    def private(self, url: str) -> bool:
        """Say whether a canonical address is one that nobody may be sent to."""
        return self._origin(url)[0] is Outcome.PRIVATE_HOST

    def _origin(self, url: str) -> tuple[Outcome | None, bool]:
        """Return why the host of an address may not be asked at all, and whether the profile names it."""
        origin = "/".join(url.split("/", 3)[:3])  # a canonical address has a path
        if origin not in self._origins:
            host, port = place_of(url)
            named = self.named(host, port)
            private = Outcome.PRIVATE_HOST if is_private(host) and not named else None
            self._origins[origin] = (private if host else Outcome.INVALID_ADDRESS), named
        return self._origins[origin]

    def named(self, host: str, port: int) -> bool:
        """Say whether the profile names a host as one that may be fetched though it is private."""
        return host in self._named or f"{host}:{port}" in self._named

    def may_connect(self, host: str, port: int, address: str) -> bool:
        """Say whether a connection to ``address`` is allowed, ``host`` having led there."""
        return not is_private(address) or self.named(host, port) or self.named(address, port)


def place_of(url: str) -> tuple[str, int]:
    """Return host and port of an address; ("", 0) where it has none."""
    try:
        parts = urlsplit(url)
        return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return "", 0


def canonical_prefixes(prefixes: Iterable[str]) -> tuple[str, ...]:
    """Return the prefixes without doubles, longest first."""
    return tuple(sorted(set(prefixes), key=len, reverse=True))
