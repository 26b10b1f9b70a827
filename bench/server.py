"""This module serves a folder with nginx on loopback and counts the requests."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# LinkChecker asks three times a second at most unless the host sends this header; every tool gets it.
_CONFIGURATION = """
daemon off; pid {own}/nginx.pid; error_log {own}/error.log; worker_processes 1; worker_rlimit_nofile 65536; user root;
events {{ worker_connections 8192; }}
http {{
  include /etc/nginx/mime.types; charset utf-8;
  client_body_temp_path {own}/t1; proxy_temp_path {own}/t2; fastcgi_temp_path {own}/t3; uwsgi_temp_path {own}/t4;
  scgi_temp_path {own}/t5; sendfile on; keepalive_requests 1000000; keepalive_timeout 5s;
  log_format short '$request_method $status $request_uri $http_user_agent'; access_log {own}/access.log short;
  server {{ listen 127.0.0.1:{port} backlog=4096; root {root}; add_header LinkChecker "1" always; disable_symlinks off; }}
}}
"""


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    log: Path

    @property
    def home(self) -> str:
        """The address of the start page."""
        return f"http://127.0.0.1:{self.port}/"

    def requests(self) -> int:
        """Return how many requests were served so far."""
        with self.log.open("rb") as file:
            return sum(1 for _ in file)


@contextmanager
def serving(root: Path, own: Path, port: int) -> Iterator[Server]:
    """Serve ``root`` until the block ends; ``own`` is the server's folder."""
    own.mkdir(parents=True, exist_ok=True)
    (own / "access.log").write_bytes(b"")
    configuration = own / "nginx.conf"
    configuration.write_text(_CONFIGURATION.format(own=own, port=port, root=root), encoding="utf-8")
    process = subprocess.Popen(["nginx", "-c", str(configuration), "-p", str(own), "-e", str(own / "error.log")])
    try:
        _wait(port)
        yield Server(port, own / "access.log")
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("nginx did not start")
