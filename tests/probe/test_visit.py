"""One availability visit on loopback: pages, redirects, slow servers, certificates, an offline machine."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from spiders.probe import Limits, Visit, probe
from tests.probe.authority import Authority

AT = datetime(2026, 3, 16, 1, 30, tzinfo=UTC)
LIMIT_S = 1.0
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nhome"


@contextmanager
def answering(*pieces: bytes, pause_s: float = 0.0, certificate: Path | None = None) -> Iterator[int]:
    """Answer every connection with ``pieces``, waiting after each; with a certificate over TLS."""
    over = Event()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if certificate:
        context.load_cert_chain(certificate)

    def answer(raw: socket.socket) -> None:
        raw.settimeout(5)
        try:
            with raw, context.wrap_socket(raw, server_side=True) if certificate else raw as connection:
                connection.recv(65_536)
                for piece in pieces:
                    connection.sendall(piece)
                    if over.wait(pause_s):
                        return
        except OSError:
            return  # the visitor hung up

    def serve() -> None:
        while not over.is_set():
            try:
                answer(listener.accept()[0])
            except TimeoutError:
                continue

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        thread = Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            over.set()
            thread.join(timeout=10)


def visit(address: str, **more: object) -> Visit:
    limits = Limits(timeout_s=LIMIT_S, private_hosts=("127.0.0.1", "localhost"), **more)  # type: ignore[arg-type]
    return probe(address, limits, lambda: AT)


@contextmanager
def refusing() -> Iterator[int]:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield int(bound.getsockname()[1])


def test_a_page_that_opens() -> None:
    with answering(PAGE) as port:
        seen = visit(f"http://127.0.0.1:{port}/")
    assert (seen.ok, seen.status, seen.reason, seen.counted) == (True, 200, "", True)
    assert seen.at == "2026-03-16T01:30:00+00:00"
    assert seen.seconds_ms is not None
    assert seen.seconds_ms < LIMIT_S * 1000
    assert (seen.tls, seen.tls_days, seen.ipv6) == (None, None, None)  # no https; an address has no name to look up


@pytest.mark.parametrize(("status", "opened"), [(403, True), (412, True), (404, False), (500, False), (503, False)])
def test_what_counts_as_open(status: int, opened: bool) -> None:
    with answering(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()) as port:
        seen = visit(f"http://127.0.0.1:{port}/")
    assert (seen.ok, seen.status) == (opened, status)
    assert seen.reason == ("" if opened else f"返回状态码 {status}")


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"


@pytest.mark.parametrize(
    "pieces",
    [(b"",) * 40, tuple(HEAD[n : n + 1] for n in range(40)), (HEAD, *(b"x" * 100,) * 40)],
    ids=["silent", "a byte of the header now and then", "a piece of the page now and then"],
)
def test_the_limit_holds_for_the_whole_page(pieces: tuple[bytes, ...]) -> None:
    with answering(*pieces, pause_s=0.2) as port:
        seen = visit(f"http://127.0.0.1:{port}/")
    assert (seen.ok, seen.reason, seen.seconds_ms) == (False, "1 秒内没有打开", None)


def test_a_page_shorter_than_announced_is_open() -> None:
    """Browsers show it, and servers miscount: that is no 打不开."""
    with answering(HEAD + b"x" * 10) as port:
        assert visit(f"http://127.0.0.1:{port}/").ok


def test_redirects_are_followed_but_not_round_in_circles_nor_into_the_intranet() -> None:
    with answering(PAGE) as end:
        moved = b"HTTP/1.1 302 X\r\nLocation: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        with answering(moved % f"http://127.0.0.1:{end}/".encode()) as port:
            assert visit(f"http://127.0.0.1:{port}/").ok
        with answering(moved % b"/again") as port:
            assert "跳转次数过多" in visit(f"http://127.0.0.1:{port}/").reason
        with answering(moved % b"http://[::1]:9/") as port:
            assert "内网" in visit(f"http://127.0.0.1:{port}/").reason


def test_an_intranet_address_that_the_profile_does_not_name_is_not_visited() -> None:
    assert "内网" in probe("http://127.0.0.1:9/", Limits(timeout_s=LIMIT_S), lambda: AT).reason


def test_a_name_that_cannot_be_resolved() -> None:
    seen = visit("http://nowhere.invalid/")
    assert (seen.ok, seen.reason, seen.ipv6) == (False, "域名无法解析", None)


def test_a_refused_visit_counts_unless_the_machine_itself_is_offline() -> None:
    with refusing() as port, refusing() as lost, answering(PAGE) as there:
        home = f"http://127.0.0.1:{port}/"
        assert visit(home).counted
        assert visit(home, reference=f"127.0.0.1:{there}").counted
        assert not visit(home, reference=f"127.0.0.1:{lost}").counted
        assert visit(f"http://127.0.0.1:{there}/", reference=f"127.0.0.1:{lost}").counted


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.mark.parametrize(
    ("host", "days_left", "trusted", "tls", "days"),
    [
        ("localhost", 90, True, "ok", 90),
        ("localhost", 3, True, "ok", 3),
        ("localhost", -2, True, "expired", None),
        ("www.example.gov.cn", 90, True, "wrong-name", None),
        ("localhost", 90, False, "untrusted", None),
    ],
)
def test_certificates(
    authority: Authority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    days_left: int,
    trusted: bool,
    tls: str,
    days: int | None,
) -> None:
    others = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file if trusted else others.file))
    with answering(PAGE, certificate=authority.issue(host, days_left)) as port:
        seen = visit(f"https://localhost:{port}/")
    assert (seen.tls, seen.tls_days) == (tls, days)
    assert (seen.ok, seen.status) == (True, 200)  # a reader can still get in: the certificate is judged apart


def test_a_machine_that_trusts_nobody_says_nothing_of_certificates(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    with answering(PAGE, certificate=authority.issue("localhost", 90)) as port:
        seen = visit(f"https://localhost:{port}/")
    assert (seen.tls, seen.tls_days) == (None, None)


def test_no_tls_where_tls_was_to_be() -> None:
    with answering(PAGE) as port:
        seen = visit(f"https://localhost:{port}/")
    assert (seen.ok, seen.reason, seen.tls) == (False, "安全连接（TLS）失败", None)
