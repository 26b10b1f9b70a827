"""Certificates and handshakes of every kind: what a reader can still reach is read, and the result says what was wrong."""

from __future__ import annotations

import contextlib
import socket
import ssl
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pandas as pd
import pytest

from auditor.snapshot import open_snapshot, seal
from spiders.http import client
from spiders.run import crawl
from tests.crawl.served import link, page, request_for, serving
from tests.probe.authority import Authority

Serve = Callable[[socket.socket], None]
_PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\nConnection: close\r\n\r\nhome"
_PATIENCE_S = 1.0
_OUTCOMES = {
    "good": ("ok", ""),
    "expired": ("ok", "certificate has expired"),
    "unknown-authority": ("ok", "unable to get local issuer"),
    "other-name": ("ok", "Hostname mismatch"),
    "old-protocol": ("ok", "outdated TLS"),
    "no-tls": ("tls", ""),
    "refuses": ("tls", ""),
    "hangs-up": ("protocol-error", ""),
    "stalls": ("timeout", ""),
}


def over_tls(certificate: Path, *, old: bool = False) -> Serve:
    """Serve a page behind a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if old:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
        context.set_ciphers("ALL@SECLEVEL=0")

    def serve(raw: socket.socket) -> None:
        with context.wrap_socket(raw, server_side=True) as connection:
            connection.recv(65_536)
            connection.sendall(_PAGE)

    return serve


def refuse(raw: socket.socket) -> None:
    """Answer the greeting with an alert: handshake failure."""
    raw.recv(65_536)
    raw.sendall(b"\x15\x03\x03\x00\x02\x02\x28")


def no_tls(raw: socket.socket) -> None:
    """Speak plain HTTP on the port."""
    raw.recv(65_536)
    raw.sendall(_PAGE)


def hang_up(raw: socket.socket) -> None:
    """Hear the greeting, and close."""
    raw.recv(65_536)


@contextlib.contextmanager
def listening(serve: Serve, over: Event) -> Iterator[int]:
    """Serve each connection in a thread of its own until ``over``."""

    def one(raw: socket.socket) -> None:
        with raw, contextlib.suppress(OSError):
            raw.settimeout(5)
            serve(raw)

    def accept() -> None:
        while not over.is_set():
            with contextlib.suppress(OSError):
                Thread(target=one, args=(listener.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        thread = Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            over.set()
            thread.join(5)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pd.DataFrame]:
    """Visit every server once, with an authority that this machine trusts."""
    folder = tmp_path_factory.mktemp("tls")
    (folder / "other").mkdir()
    known, other = Authority(folder), Authority(folder / "other")
    over = Event()
    serves: dict[str, Serve] = {
        "good": over_tls(known.issue("localhost", 30)),
        "expired": over_tls(known.issue("localhost", -2)),
        "unknown-authority": over_tls(other.issue("localhost", 30)),
        "other-name": over_tls(known.issue("www.other.example", 30)),
        "old-protocol": over_tls(known.issue("localhost", 30), old=True),
        "no-tls": no_tls,
        "refuses": refuse,
        "hangs-up": hang_up,
        "stalls": lambda _raw: over.wait(10) and None,
    }
    with contextlib.ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(known.file))
        client._context.cache_clear()
        ports = {name: stack.enter_context(listening(serve, over)) for name, serve in serves.items()}
        home = page(link(*(f"https://localhost:{port}/{name}" for name, port in ports.items())))
        with serving({"/": home}) as server:
            request = request_for(
                server, folder / "snap", timeout_s=_PATIENCE_S, private_hosts=["127.0.0.1", "localhost"]
            )
            crawl(request)
        seal(folder / "snap")
        snapshot = open_snapshot(folder / "snap")
        joined = snapshot.frame("urls").merge(snapshot.frame("fetches"), left_on="id", right_on="url_id")
        joined["name"] = joined["url"].str.rpartition("/")[2]
        yield joined.set_index("name")
    client._context.cache_clear()


@pytest.mark.parametrize("name", sorted(_OUTCOMES))
def test_a_handshake_has_its_outcome(results: pd.DataFrame, name: str) -> None:
    found = results.loc[name]
    outcome, words = _OUTCOMES[name]
    detail = found["detail"] if pd.notna(found["detail"]) else ""
    assert str(found["outcome"]) == outcome, detail
    assert words in detail
    assert (outcome == "ok" and words == "") <= (detail == "")
    assert not found["confirmed"], "nothing about TLS proves that a target is dead"
