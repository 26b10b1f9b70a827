"""This module sends one request and brings back one answer, within a given time, to permitted addresses only."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache

from spiders.http.decoding import decode
from spiders.http.faults import BrokenAnswer, ForbiddenAddress
from spiders.http.parser import Appetite, Parser

MAX_IDLE_PER_HOST = 32
MAX_IDLE_HOSTS = 64
NAME_TTL_S = 300.0
_Place = tuple[bool, str, int]  # TLS, host, port


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request. ``target`` is path and query; ``appetite`` decides how much of the body is wanted."""

    method: str
    tls: bool
    host: str
    port: int
    target: str
    headers: Mapping[str, str]
    timeout_s: float
    appetite: Callable[[int, Mapping[str, str]], Appetite]
    limit: int


@dataclass(slots=True, kw_only=True)
class Answer:
    """What came back. ``cut``: only the beginning was read; ``note``: what a browser would have warned about."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: bool
    elapsed_ms: int
    received: int
    note: str = ""


class _Connection(asyncio.Protocol):
    """One connection; carries one request at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.parser: Parser | None = None
        self.waiter: asyncio.Future[None] | None = None
        self.open = True
        self.used = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self.parser is None or self.parser.done:
            self.close()  # nobody asked
            return
        try:
            self.parser.feed(data)
        except Exception as error:  # noqa: BLE001 - whatever it is belongs to the one who waits
            self._wake(error)
            return
        if self.parser.done:
            self._wake(None)

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False
        if self.parser is None or self.parser.done:
            return
        try:
            self.parser.end()
        except BrokenAnswer as error:
            self._wake(exc if isinstance(exc, ssl.SSLError) else error)
            return
        self._wake(None)

    def _wake(self, error: Exception | None) -> None:
        if self.waiter is None or self.waiter.done():
            return
        if error is None:
            self.waiter.set_result(None)
        else:
            self.waiter.set_exception(error)

    async def exchange(self, request: bytes, parser: Parser) -> None:
        """Send the request and wait until the parser has the answer."""
        self.parser = parser
        self.waiter = asyncio.get_running_loop().create_future()
        if not self.open or self.transport is None:
            raise BrokenAnswer("connection closed without an answer")
        self.transport.write(request)
        await self.waiter

    def close(self) -> None:
        self.open = False
        if self.transport is not None:
            self.transport.abort()


@dataclass(slots=True)
class Client:
    """Keeps connections open between requests. ``may_connect(host, port, address)`` has the last word on every connection."""

    may_connect: Callable[[str, int, str], bool]
    proxy: tuple[str, int] | None = None
    loopback_only: bool = False  # tests: nothing leaves the machine, not even a question for a name
    received: int = 0
    requests: int = 0
    _idle: OrderedDict[_Place, deque[_Connection]] = field(default_factory=OrderedDict)
    _names: dict[str, tuple[float, list[str]]] = field(default_factory=dict)
    _untrusted: dict[tuple[str, int], str] = field(default_factory=dict)  # host and port -> what is wrong with its TLS

    async def fetch(self, ask: Ask) -> Answer:
        """Return the answer; raises HttpFault, OSError, ssl.SSLError or TimeoutError."""
        started = time.monotonic()
        parser = Parser(ask.method, ask.appetite)
        self.requests += 1
        try:
            async with asyncio.timeout(ask.timeout_s):
                parser = await self._exchange(ask, parser)
        finally:
            self.received += parser.received
        limit = ask.limit
        body = decode(parser.body, parser.headers.get("content-encoding", ""), limit, cut=parser.cut)
        return Answer(
            status=parser.status,
            headers=parser.headers,
            body=body,
            cut=parser.cut,
            elapsed_ms=int((time.monotonic() - started) * 1000),
            received=parser.received,
            note=self._untrusted.get((ask.host, ask.port), "") if ask.tls else "",
        )

    async def _exchange(self, ask: Ask, parser: Parser) -> Parser:
        place = (ask.tls, ask.host, ask.port)
        request = _request(ask, absolute=self.proxy is not None and not ask.tls)
        connection = self._take_idle(place)
        if connection is not None:
            try:
                await self._carry(connection, place, request, parser)
            except (BrokenAnswer, ConnectionError):
                if parser.begun:
                    raise
                parser = Parser(ask.method, ask.appetite)  # the server had closed it meanwhile: ask again on a new one
            else:
                return parser
        await self._carry(await self._connect(place), place, request, parser)
        return parser

    async def _carry(self, connection: _Connection, place: _Place, request: bytes, parser: Parser) -> None:
        with ExitStack() as undo:
            undo.callback(connection.close)
            await connection.exchange(request, parser)
            undo.pop_all()
        if parser.reusable and connection.open:
            self._give_back(place, connection)
        else:
            connection.close()

    def _take_idle(self, place: _Place) -> _Connection | None:
        idle = self._idle.get(place)
        while idle:
            connection = idle.pop()
            if connection.open:
                return connection
        return None

    def _give_back(self, place: _Place, connection: _Connection) -> None:
        connection.parser = None
        idle = self._idle.setdefault(place, deque())
        self._idle.move_to_end(place)
        idle.append(connection)
        if len(idle) > MAX_IDLE_PER_HOST:
            idle.popleft().close()
        while len(self._idle) > MAX_IDLE_HOSTS:
            for old in self._idle.popitem(last=False)[1]:
                old.close()

    async def _connect(self, place: _Place) -> _Connection:
        tls, host, port = place
        if self.proxy is not None:
            return await self._through_proxy(place)
        failure: Exception = OSError("no address")
        for address in await self._addresses(host, port):
            try:
                return await self._open(address, port, host if tls else "")
            except (ConnectionError, TimeoutError, OSError) as error:
                if isinstance(error, ssl.SSLError):
                    raise
                failure = error
        raise failure

    async def _addresses(self, host: str, port: int) -> list[str]:
        """Return the permitted addresses of a host; every connection passes here, so names cannot lead inside."""
        if self.loopback_only and not _is_loopback(host):
            raise socket.gaierror(socket.EAI_NONAME, f"no look-up of {host!r} here")
        known = self._names.get(host)
        if known is None or known[0] < time.monotonic():
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
            known = (time.monotonic() + NAME_TTL_S, list(dict.fromkeys(str(entry[4][0]) for entry in found)))
            self._names[host] = known
        allowed = [address for address in known[1] if self.may_connect(host, port, address)]
        if not allowed:
            raise ForbiddenAddress(f"{host} -> {', '.join(known[1])}")
        return allowed

    def address_of(self, host: str) -> str:
        """Return the first address of a host already looked up, else its name: hosts behind one address share one pace."""
        known = self._names.get(host)
        return known[1][0] if known and known[1] else host

    async def _open(self, address: str, port: int, server_name: str) -> _Connection:
        if not server_name:
            _, connection = await asyncio.get_running_loop().create_connection(_Connection, address, port)
            return connection
        place = (server_name, port)
        said = self._untrusted.get(place)
        if said is None:
            try:
                return await _over_tls(address, port, server_name, strict=True)
            except ssl.SSLError as error:
                said = _complaint(error)
        connection = await _over_tls(address, port, server_name, strict=False)
        self._untrusted[place] = said
        return connection

    async def _through_proxy(self, place: _Place) -> _Connection:
        tls, host, port = place
        assert self.proxy is not None
        loop = asyncio.get_running_loop()
        transport, connection = await loop.create_connection(_Connection, *self.proxy)
        if not tls:
            return connection
        parser = Parser("HEAD", lambda _status, _headers: Appetite(0))
        await connection.exchange(f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode(), parser)
        if parser.status != 200:
            connection.close()
            raise BrokenAnswer(f"proxy refused the connection: {parser.status}")
        connection.parser = None
        upgraded = await loop.start_tls(transport, connection, _context(strict=False), server_hostname=host)
        connection.transport = upgraded
        return connection

    def close(self) -> None:
        """Close what is open."""
        for idle in self._idle.values():
            for connection in idle:
                connection.close()
        self._idle.clear()


async def _over_tls(address: str, port: int, server_name: str, *, strict: bool) -> _Connection:
    _, connection = await asyncio.get_running_loop().create_connection(
        _Connection, address, port, ssl=_context(strict=strict), server_hostname=server_name
    )
    return connection


def _complaint(error: ssl.SSLError) -> str:
    """Return what a browser would have warned about."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"certificate not trusted: {error.verify_message}"[:200]
    return f"outdated TLS: {error.reason or error}"[:200]


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _request(ask: Ask, *, absolute: bool) -> bytes:
    default = 443 if ask.tls else 80
    host = f"[{ask.host}]" if ":" in ask.host else ask.host
    if ask.port != default:
        host += f":{ask.port}"
    target = f"http://{host}{ask.target}" if absolute else ask.target
    lines = [f"{ask.method} {target} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in ask.headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


@cache
def _context(*, strict: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if strict:
        return context
    # A page behind a bad certificate is read all the same (nothing is sent that could be stolen); the certificate itself is
    # judged by the availability probe. Old servers need old handshakes.
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    context.options |= 0x4  # OP_LEGACY_SERVER_CONNECT
    return context
