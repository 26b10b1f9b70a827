"""Serving a folder on loopback for the length of a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # http.server's backlog of 5 stalls sixteen connections
    daemon_threads = True


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    guarded: set[str]

    def do_GET(self) -> None:
        """Serve a file, or the challenge of a site's protection where the path is ``guarded``."""
        if self.path not in self.guarded:
            super().do_GET()
            return
        body = b"<script>document.cookie='__jsl_clearance=1';location.href=location.pathname</script>"
        self.send_response(521)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serve(folder: Path, guarded: set[str] | None = None) -> Iterator[str]:
    """Serve ``folder`` on a free port of 127.0.0.1 and give its address, with a slash at the end.

    Paths put into ``guarded`` answer with a challenge for as long as they are in it.
    """
    handler = type("_Guarded", (_Handler,), {"guarded": guarded if guarded is not None else set()})
    server = _Server(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
