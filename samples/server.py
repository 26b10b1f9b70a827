"""This module serves a built sample on loopback, with the odd answers of its behaviours.json."""

from __future__ import annotations

import gzip
import json
import mimetypes
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from samples.addresses import Addresses
from samples.plan import Answer
from samples.render import file_of

HOST = "127.0.0.1"
_LIMIT_S = 10.0  # no answer may take longer, whatever a behaviours.json says


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__((HOST, port), _Handler)
        self.root = Path()
        self.answers: dict[str, Answer] = {}
        self.unknown: Answer = {"status": 404}
        self.html_type = "text/html"
        self.seen: Counter[str] = Counter()
        self.stopping = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent when a client hangs up."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "sample"
    timeout = 30

    def do_GET(self) -> None:
        self._answer(body_wanted=True)

    def do_HEAD(self) -> None:
        self._answer(body_wanted=False)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer(body_wanted=True)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _answer(self, *, body_wanted: bool) -> None:
        server = cast(_Server, self.server)
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        answer = server.answers.get(path, {})
        server.seen[path] += 1
        server.stopping.wait(min(answer.get("delay_s", 0.0), _LIMIT_S))
        if not body_wanted and "head" in answer:
            self._send({"status": answer["head"]}, path, body_wanted)
        elif "once" in answer and server.seen[path] == 1:
            self._send({"status": answer["once"], "body": "服务暂时繁忙"}, path, body_wanted)
        elif "referer" in answer and not (self.headers.get("Referer") or "").startswith(answer["referer"]):
            self._send({"status": 403, "body": "禁止盗链"}, path, body_wanted)
        else:
            self._send(answer, path, body_wanted)

    def _send(self, answer: Answer, path: str, body_wanted: bool) -> None:
        server = cast(_Server, self.server)
        file = _inside(server.root, path)
        if not (answer.keys() & {"status", "location", "body"}) and file is None:
            answer = server.unknown
        body = answer["body"].encode() if "body" in answer else (file.read_bytes() if file else b"")
        guessed = mimetypes.guess_type(file.name if file else path)[0] or "text/html"
        kind = answer.get("content_type") or (server.html_type if guessed == "text/html" else guessed)
        if "body" in answer and "content_type" not in answer:
            kind = "text/html; charset=utf-8"
        status = answer.get("status", 302 if "location" in answer else 200)
        self._reply(status, kind, body, answer.get("location", ""), body_wanted)

    def _reply(self, status: int, kind: str, body: bytes, location: str, body_wanted: bool) -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        if kind.startswith("text/") and "gzip" in (self.headers.get("Accept-Encoding") or ""):
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body_wanted:
            self.wfile.write(body)


def _inside(root: Path, path: str) -> Path | None:
    file = (root / file_of(path)).resolve()
    return file if file.is_file() and file.is_relative_to(root.resolve()) else None


class SampleServer:
    """Two loopback hosts and a port that refuses; bind first, build with ``addresses``, then ``show`` the folder."""

    def __init__(self, port: int = 0, external_port: int = 0, refused_port: int = 0) -> None:
        self._site, self._external = _Server(port), _Server(external_port)
        self._refused = socket.socket()
        self._refused.bind((HOST, refused_port))  # bound and never listening: connections are refused
        ports = (self._site.server_port, self._external.server_port, self._refused.getsockname()[1])
        self.addresses = Addresses(*(f"http://{HOST}:{port}" for port in ports))
        self._threads: list[threading.Thread] = []

    def show(self, folder: Path) -> None:
        """Serve the sample built in ``folder`` from now on."""
        said = json.loads((folder / "behaviours.json").read_text(encoding="utf-8"))
        self._site.root, self._external.root = folder / "site", folder / "external"
        self._site.answers, self._external.answers = said["site"], said["external"]
        self._site.unknown, self._site.html_type = said["unknown"], said["html_type"]
        self._site.seen.clear()
        if not self._threads:
            for server in (self._site, self._external):
                thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
                thread.start()
                self._threads.append(thread)

    def hits(self, path: str) -> int:
        """How often a path of the site was asked for."""
        return self._site.seen[path]

    def __enter__(self) -> SampleServer:
        return self

    def __exit__(self, *_: object) -> None:
        for server in (self._site, self._external):
            server.stopping.set()
            if self._threads:
                server.shutdown()
            server.server_close()
        self._refused.close()


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a built sample on the ports that it was built for; yields its home address."""
    said = json.loads((folder / "behaviours.json").read_text(encoding="utf-8"))
    ports = [urlsplit(said["addresses"][name]).port or 0 for name in ("base", "external", "refused")]
    with SampleServer(*ports) as server:
        server.show(folder)
        yield server.addresses.base + "/"
