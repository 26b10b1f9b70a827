"""This module makes one availability visit: name, connection, certificate, first byte, whole page, within a limit."""

from __future__ import annotations

import errno
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from auditor.urls import is_absolute, is_private

AGENT = "Mozilla/5.0 (compatible; gov-site-auditor probe)"
_CHUNK = 65_536
_MAX_HOPS = 5
_MAX_BYTES = 20_000_000
_NO_RECORD = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME), -9)  # -9: of another family only
_NO_IPV6_HERE = (errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
_MOVED = (301, 302, 303, 307, 308)
_BLOCKED = (403, 412, 421, 429, 521)  # a guard's answer: the site is there, we are not let in


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit as the ledger keeps it (auditor.model.tables.PROBES). ``reason`` is Chinese, empty where all is well."""

    at: str
    ok: bool
    seconds_ms: int | None
    status: int | None
    reason: str
    tls: str | None
    tls_days: int | None
    ipv6: str | None
    counted: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a visit may take, and which intranet hosts may be visited; ``reference`` tells whether we ourselves are online."""

    timeout_s: float = 15.0
    private_hosts: tuple[str, ...] = ()
    reference: str = ""


class _Failed(Exception):  # noqa: N818 - the end of a visit, not a mistake
    """The visit ended before the page was whole; the text is the reason."""


def probe(home: str, limits: Limits, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Visit:
    """Visit the homepage once. A visit that failed while the reference address cannot be reached either is not counted."""
    at = clock().isoformat(timespec="seconds")
    started = time.monotonic()
    status: int | None = None
    reason = ""
    try:
        status = _fetch(home, limits, started + limits.timeout_s)
    except _Failed as failed:
        reason = str(failed)
    opened = not reason and status is not None and (status < 400 or status in _BLOCKED)
    tls, days = _certificate(home, limits)
    return Visit(
        at=at,
        ok=opened,
        seconds_ms=round((time.monotonic() - started) * 1000) if opened else None,
        status=status,
        reason=reason if reason or opened else f"返回状态码 {status}",
        tls=tls,
        tls_days=days,
        ipv6=_ipv6(home, limits),
        counted=opened or _online(limits),
    )


def _fetch(url: str, limits: Limits, deadline: float) -> int:
    for _ in range(_MAX_HOPS):
        status, location = _get(url, limits, deadline)
        if status not in _MOVED or not location:
            return status
        url = urljoin(url, location)
        if not is_absolute(url):
            raise _Failed("跳转到的地址不是网页地址")
    raise _Failed("跳转次数过多")


def _get(url: str, limits: Limits, deadline: float) -> tuple[int, str]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        with (
            closing(_connection(parts.scheme, host, parts.port, limits, deadline)) as connection,
            _cut(connection, deadline),
        ):
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", target, headers={"User-Agent": AGENT, "Accept": "text/html,*/*"})
            answer = connection.getresponse()
            _read_whole(connection, answer, deadline)
            return answer.status, answer.getheader("Location") or ""
    except TimeoutError as error:
        raise _Failed(f"{limits.timeout_s:g} 秒内没有打开") from error
    except socket.gaierror as error:
        raise _Failed("域名无法解析") from error
    except ssl.SSLError as error:
        raise _Failed("安全连接（TLS）失败") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        late = time.monotonic() >= deadline
        words = f"{limits.timeout_s:g} 秒内没有打开" if late else "服务器拒绝连接或中断了连接"
        raise _Failed(words) from error


@contextmanager
def _cut(connection: http.client.HTTPConnection, deadline: float) -> Iterator[None]:
    """Cut the connection at the deadline: a server that sends a byte now and then never runs into a socket's own timeout."""
    raw = connection.sock

    def cut() -> None:
        with suppress(OSError):
            raw.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(deadline - time.monotonic(), 0), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def _connection(
    scheme: str, host: str, port: int | None, limits: Limits, deadline: float
) -> http.client.HTTPConnection:
    """Connect to a permitted address; certificates are judged apart, an unverified one does not make a site unreachable."""
    address = _resolve(host, port or (443 if scheme == "https" else 80), limits, socket.AF_UNSPEC)
    if scheme == "https":
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(host, port, context=context)
    else:
        connection = http.client.HTTPConnection(host, port)
    raw = socket.create_connection(address, timeout=_left(deadline))
    if isinstance(connection, http.client.HTTPSConnection):
        with ExitStack() as undo:
            undo.callback(raw.close)
            raw = context.wrap_socket(raw, server_hostname=host)
            undo.pop_all()
    connection.sock = raw
    return connection


def _read_whole(connection: http.client.HTTPConnection, answer: http.client.HTTPResponse, deadline: float) -> None:
    read = 0
    while read < _MAX_BYTES:
        if connection.sock is not None:
            connection.sock.settimeout(_left(deadline))
        chunk = answer.read1(_CHUNK)
        if not chunk:
            _left(deadline)  # cut at the deadline, it looks like the end
            return
        read += len(chunk)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _resolve(host: str, port: int, limits: Limits, family: socket.AddressFamily) -> tuple[str, int]:
    """Return an address of a host; raise _Failed where it is a private one that the profile does not name."""
    found = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
    address = str(found[0][4][0])
    named = host in limits.private_hosts or f"{host}:{port}" in limits.private_hosts
    if is_private(address) and not named:
        raise _Failed("域名指向内网地址，未访问")
    return address, port


def _certificate(home: str, limits: Limits) -> tuple[str | None, int | None]:
    """Return how the certificate stands (ok, expired, wrong-name, untrusted; None without https) and its days left."""
    parts = urlsplit(home)
    if parts.scheme != "https":
        return None, None
    host, port = parts.hostname or "", parts.port or 443
    context = ssl.create_default_context()
    if not context.get_ca_certs() and not _has_ca_folder():
        return None, None  # a machine that trusts nobody cannot say that a certificate is not trusted
    try:
        address = _resolve(host, port, limits, socket.AF_UNSPEC)
        raw = socket.create_connection(address, timeout=limits.timeout_s)
        with raw, context.wrap_socket(raw, server_hostname=host) as secure:
            until = ssl.cert_time_to_seconds(str((secure.getpeercert() or {}).get("notAfter", "")))
            return "ok", int((until - time.time()) // 86_400)
    except ssl.SSLCertVerificationError as error:
        words = error.verify_message.lower()
        return ("expired" if "expired" in words else "wrong-name" if "match" in words else "untrusted"), None
    except (OSError, ValueError, _Failed):
        return None, None


def _has_ca_folder() -> bool:
    folder = ssl.get_default_verify_paths().capath
    return folder is not None and any(Path(folder).iterdir())


def _ipv6(home: str, limits: Limits) -> str | None:
    """Return ok, no-record or unreachable; None where this machine cannot tell (no IPv6, no look-up, a literal address)."""
    parts = urlsplit(home)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        address = _resolve(parts.hostname or "", port, limits, socket.AF_INET6)
    except socket.gaierror as error:
        return "no-record" if error.errno in _NO_RECORD and _has_ipv4_name(parts.hostname or "") else None
    except _Failed:
        return None
    try:
        with socket.create_connection(address, timeout=limits.timeout_s):
            return "ok"
    except OSError as error:
        return None if error.errno in _NO_IPV6_HERE else "unreachable"


def _has_ipv4_name(host: str) -> bool:
    """Say whether a host is a name that has an IPv4 address: only then does a missing IPv6 address say something."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        try:
            return bool(socket.getaddrinfo(host, None, socket.AF_INET))
        except socket.gaierror:
            return False
    return False


def _online(limits: Limits) -> bool:
    """Say whether the machine itself is online, by the reference address; without one it is taken to be."""
    if not limits.reference:
        return True
    parts = urlsplit(limits.reference if "://" in limits.reference else f"//{limits.reference}")
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 443), timeout=limits.timeout_s):
            return True
    except OSError:
        return False
