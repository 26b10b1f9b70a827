"""This module serves small sites and every fault of the book on loopback, from plain functions of the test."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditor.config import CrawlSection
from auditor.model.site import Site, SiteColumn, SiteKind
from spiders.run import CrawlRequest


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the server saw it."""

    method: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """An ordinary answer."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "text/html; charset=utf-8"

    def raw(self, method: str) -> bytes:
        """Return it as bytes on the wire."""
        body = self.body.encode() if isinstance(self.body, str) else self.body
        headers = {"Content-Type": self.kind, "Content-Length": str(len(body)), **self.headers}
        head = f"HTTP/1.1 {self.status} X\r\n" + "".join(f"{n}: {v}\r\n" for n, v in headers.items()) + "\r\n"
        return head.encode() + (b"" if method == "HEAD" else body)


Talk = Callable[
    [socket.socket, Asked], None
]  # writes to the socket whatever it likes; the connection is closed after it
Route = Reply | bytes | Talk | Callable[[Asked], Reply]


class Served(socketserver.ThreadingTCPServer):
    """A server of routes by path; what has no route answers 404. ``log`` keeps every request."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, routes: Mapping[str, Any] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.routes: dict[str, Any] = dict(routes or {})
        self.log: list[Asked] = []
        self.port: int = self.server_address[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self.stopping = threading.Event()
        self.another = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that hang up are what is tested."""

    def asked(self, path: str) -> list[Asked]:
        """Return the requests for a path."""
        return [a for a in self.log if a.path == path]


class _Connection(socketserver.StreamRequestHandler):
    server: Served
    timeout = 20

    def handle(self) -> None:
        while self._one():
            pass

    def _one(self) -> bool:
        line = self.rfile.readline(70_000)
        if not line.strip():
            return False
        method, path = line.decode("latin-1").split(" ")[:2]
        headers = {}
        while (header := self.rfile.readline(70_000).decode("latin-1").strip()) != "":
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        asked = Asked(method, path, headers)
        self.server.log.append(asked)
        self.server.another.set()
        return self._answer(asked)

    def _answer(self, asked: Asked) -> bool:
        route = self.server.routes.get(asked.path, self.server.routes.get("*", Reply("Not Found", 404)))
        if isinstance(route, bytes):
            self.connection.sendall(route)
            return False
        if callable(route) and getattr(route, "talks", False):
            with contextlib.suppress(OSError):
                route(self.connection, asked)
            return False
        reply = route(asked) if callable(route) else route
        self.connection.sendall(reply.raw(asked.method))
        return "close" not in reply.headers.get("Connection", "")


def talk(function: Talk) -> Talk:
    """Mark a route that writes to the socket itself."""
    function.talks = True  # type: ignore[attr-defined]
    return function


@contextlib.contextmanager
def serving(routes: Mapping[str, Any] | None = None) -> Iterator[Served]:
    """Serve routes until the end of the block."""
    server = Served(routes)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def page(*body: str, title: str = "市林业局") -> Reply:
    """Return a small page."""
    return Reply(f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{''.join(body)}</body></html>")


def link(*targets: str) -> str:
    """Return links, each with its target as text."""
    return "".join(f'<p><a href="{target}">{target}</a></p>' for target in targets)


def settings(**changes: Any) -> CrawlSection:
    """Return settings for loopback: fast, without waiting."""
    values: dict[str, Any] = {
        "requests_per_second": 10_000,
        "concurrency": 8,
        "private_hosts": ["127.0.0.1"],
        "external_links": "record",
        "confirm_after_s": 0,
        "timeout_s": 5,
    }
    return CrawlSection(**{**values, **changes})


def site_of(server: Served, *columns: str, path: str = "/") -> Site:
    """Return the site that a server serves."""
    home = f"{server.origin}{path}"
    return Site(
        id="test-site",
        name="市林业局",
        kind=SiteKind.DEPARTMENT,
        home=home,
        scope=(home,),
        private_hosts=("127.0.0.1",),
        columns=tuple(SiteColumn(f"c{n}", c, server.origin + c, kind="other") for n, c in enumerate(columns)),  # type: ignore[arg-type]
    )


def request_for(server: Served, folder: Path, *columns: str, **changes: Any) -> CrawlRequest:
    """Return a crawl of a served site."""
    named = {n: changes.pop(n) for n in ("earlier", "extra", "only", "progress") if n in changes}
    return CrawlRequest(site=site_of(server, *columns), settings=settings(**changes), folder=folder, **named)
