"""This module opens the system's Chromium so that it reaches nothing but the site's own hosts, and slowly.

Three walls: every request is asked about (scope, kind, robots.txt, pace); the resolver knows no other host, which also stops
redirects; WebRTC, QUIC, workers and sockets are shut. A browser is never downloaded.
"""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from auditor.model.site import Site
from auditor.urls import is_private
from spiders.gate import user_agent
from spiders.policy import place_of
from spiders.robots import Robots, read_robots

if TYPE_CHECKING:
    from auditor.config import CrawlSection

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--mute-audio",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
LEAN = frozenset(("image", "media", "font", "stylesheet", "websocket", "eventsource", "manifest"))
FULL = frozenset(("media", "websocket", "eventsource", "manifest"))
SETTLE_MS = 4_000


class NoBrowserError(Exception):
    """There is no browser to use; the text says why (Chinese)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """Where the browser may go and how: whose hosts, at what pace, without which kinds of resources."""

    site: Site
    settings: CrawlSection
    without: frozenset[str] = LEAN

    @property
    def timeout_ms(self) -> float:
        """How long one page may take."""
        return self.settings.timeout_s * 1000 + SETTLE_MS

    def hosts(self) -> frozenset[str]:
        """Return the names of the hosts that may be asked: those of the scope, and the private ones that the profile names."""
        named = (*self.site.private_hosts, *self.settings.private_hosts)
        return frozenset(
            host
            for host in (*(place_of(url)[0] for url in (self.site.home, *self.site.scope)), *map(_bare_host, named))
            if host and (not is_private(host) or self.names(host))
        )

    def names(self, host: str) -> bool:
        """Say whether the profile names a host as one that may be asked though it is private."""
        return host in {_bare_host(h) for h in (*self.site.private_hosts, *self.settings.private_hosts)}


def _bare_host(entry: str) -> str:
    return urlsplit(f"//{entry}").hostname or ""


def system_chromium() -> str:
    """Return the path of the system's Chromium. Raises NoBrowserError where it or playwright is missing."""
    try:
        import playwright.sync_api  # noqa: F401 - only whether it is there
    except ImportError as error:
        raise NoBrowserError("没有安装 playwright（安装本项目时加上 [browser]）") from error
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise NoBrowserError("系统中没有 Chromium（如 apt install chromium）")
    return found


@dataclass(eq=False)
class Browser:
    """One browser with one context; ``blocked`` counts what it was kept from, by host."""

    manners: Manners
    addresses: Mapping[str, str]  # host -> the address that it is pinned to
    context: Any = None
    blocked: dict[str, int] = field(default_factory=dict)
    bodies: dict[str, tuple[bytes, str]] = field(default_factory=dict)  # stored bodies served in the site's place
    _robots: dict[str, Robots] = field(default_factory=dict)
    _next_at: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def page(self) -> Iterator[Any]:
        """Open a page for the length of a block."""
        page = self.context.new_page()
        page.set_default_timeout(self.manners.timeout_ms)
        try:
            yield page
        finally:
            with suppress(Exception):
                page.close()

    def visit(self, page: Any, url: str) -> int | None:
        """Open an address and let its scripts settle; return the status. Raises playwright's Error where that fails."""
        answer = page.goto(url, wait_until="domcontentloaded", timeout=self.manners.timeout_ms)
        self.settle(page)
        return None if answer is None else int(answer.status)

    def settle(self, page: Any) -> None:
        """Wait until the page asks for nothing more, for a bounded time."""
        from playwright.sync_api import TimeoutError as TooLate

        with suppress(TooLate):
            page.wait_for_load_state("networkidle", timeout=SETTLE_MS)

    def read_robots(self, urls: list[str]) -> None:
        """Ask the hosts of some addresses for their robots.txt."""
        from playwright.sync_api import Error

        if not self.manners.settings.obey_robots:
            return
        for origin in dict.fromkeys(f"{urlsplit(u).scheme}://{urlsplit(u).netloc}" for u in urls):
            with self.page() as page, suppress(Error):
                answer = page.goto(f"{origin}/robots.txt")
                if answer is not None:
                    self._robots[urlsplit(origin).netloc] = read_robots(answer.status, answer.headers, answer.body())

    def decide(self, route: Any) -> None:
        """Let a request through, or not."""
        request = route.request
        stored = self.bodies.get(request.url) if request.is_navigation_request() else None
        if stored is not None:
            route.fulfill(status=200, body=stored[0], content_type=stored[1])
        elif request.url.startswith(("data:", "blob:", "about:")):
            route.continue_()
        elif request.resource_type in self.manners.without or not self._may(request.url):
            route.abort()
        else:
            self._pace(request.url)
            route.continue_()

    def _may(self, url: str) -> bool:
        host, _ = place_of(url)
        if urlsplit(url).scheme not in ("http", "https") or host not in self.addresses:
            self.blocked[host] = self.blocked.get(host, 0) + 1
            return False
        robots = self._robots.get(urlsplit(url).netloc)
        return robots is None or robots.allows(url)

    def _pace(self, url: str) -> None:
        place = urlsplit(url).netloc
        robots = self._robots.get(place)
        delay = max(1.0 / self.manners.settings.requests_per_second, robots.delay_s if robots else 0.0)
        now = time.monotonic()
        wait = self._next_at.get(place, now) - now
        if wait > 0:
            time.sleep(wait)
        self._next_at[place] = max(now, self._next_at.get(place, now)) + delay


@contextmanager
def open_browser(manners: Manners, *, width: int = 1280, height: int = 900) -> Iterator[Browser]:
    """Start the system's Chromium. Raises NoBrowserError where it cannot be started."""
    path = system_chromium()
    if manners.settings.proxy:
        raise NoBrowserError("配置了代理（proxy），浏览器不经代理访问")
    from playwright.sync_api import Error, sync_playwright

    browser = Browser(manners, _addresses(manners))
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=path, args=_arguments(browser.addresses))
        except Error as error:
            raise NoBrowserError(f"Chromium 无法启动（{str(error).splitlines()[0][:80]}）") from error
        try:
            browser.context = chromium.new_context(
                viewport={"width": width, "height": height},
                user_agent=manners.settings.user_agent or user_agent(manners.settings.contact),
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                service_workers="block",
                accept_downloads=False,
                ignore_https_errors=True,
            )
            browser.context.route("**/*", browser.decide)
            browser.context.route_web_socket("**/*", lambda socket: socket.close())
            yield browser
        finally:
            chromium.close()


def _addresses(manners: Manners) -> dict[str, str]:
    """Return the hosts that may be asked with the address of each: what leads to a private address is left out."""
    loopback_only = bool(os.environ.get("AUDITOR_LOOPBACK_ONLY"))
    found = {}
    for host in sorted(manners.hosts()):
        try:
            address = str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])
        except OSError:
            continue
        local = address.startswith("127.") or address == "::1"
        allowed = not is_private(address) or manners.names(host) or manners.names(address)
        if allowed and (local or not loopback_only):
            found[host] = address
    return found


def _arguments(addresses: Mapping[str, str]) -> list[str]:
    pinned = [
        f"EXCLUDE {host}" if host == address else f"MAP {host} {f'[{address}]' if ':' in address else address}"
        for host, address in addresses.items()
    ]
    rules = ", ".join((*pinned, "MAP * ~NOTFOUND"))
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [*_ARGUMENTS, *root, f"--host-resolver-rules={rules}"]
