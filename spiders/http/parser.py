"""This module reads one HTTP/1.x answer from bytes as they come, lenient in form, strict in size; it knows no sockets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from spiders.http.faults import BrokenAnswer, OversizedAnswer

MAX_HEAD = 65_536  # bytes of status line and headers together
MAX_HEADERS = 200
MAX_INTERIM = 5  # 1xx answers before the real one
_STATUS = re.compile(rb"HTTP/1\.([01])\s+(\d{3})(?:\s|$)")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"\s*([0-9a-fA-F]{1,12})\s*(?:;.*)?$")
_MAX_CHUNK_LINE = 1_024
_BODILESS = frozenset((204, 304))


@dataclass(frozen=True, slots=True)
class Appetite:
    """How much of a body is wanted: beyond ``keep`` bytes it is cut off (``cut``), or else refused."""

    keep: int
    cut: bool = False


class _State(Enum):
    HEAD = auto()
    LENGTH = auto()
    CHUNK_SIZE = auto()
    CHUNK_DATA = auto()
    CHUNK_END = auto()
    TRAILER = auto()
    UNTIL_CLOSE = auto()
    DONE = auto()


@dataclass(slots=True)
class Parser:
    """Reads one answer to a request of ``method``; ``appetite`` decides by status and headers how much body is wanted."""

    method: str
    appetite: Callable[[int, Mapping[str, str]], Appetite]
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    reusable: bool = False
    received: int = 0
    _state: _State = _State.HEAD
    _buffer: bytearray = field(default_factory=bytearray)
    _parts: list[bytes] = field(default_factory=list)
    _size: int = 0
    _left: int = 0
    _wanted: Appetite = Appetite(0)
    _interim: int = 0
    _keep_alive: bool = False

    @property
    def done(self) -> bool:
        """Whether the answer is complete (or cut off on purpose)."""
        return self._state is _State.DONE

    @property
    def begun(self) -> bool:
        """Whether anything came at all."""
        return self.received > 0

    @property
    def body(self) -> bytes:
        """The body as sent, still compressed."""
        return b"".join(self._parts)

    def feed(self, data: bytes) -> None:
        """Take the next bytes; raises HttpFault where they cannot be part of an acceptable answer."""
        self.received += len(data)
        if self._state is _State.LENGTH and not self._buffer:
            self._take_known_length(data)
            return
        self._buffer += data
        while self._buffer and self._step():
            pass
        if self.done and self._buffer:
            self.reusable = False  # more than was announced: whatever follows is no answer of ours

    def end(self) -> None:
        """Take the end of the connection; raises BrokenAnswer where the answer is not complete."""
        if self._state is _State.UNTIL_CLOSE:
            self._state = _State.DONE
        elif not self.done:
            where = "headers" if self._state is _State.HEAD else "body"
            raise BrokenAnswer(
                f"connection closed in the {where}" if self.begun else "connection closed without an answer"
            )

    def _step(self) -> bool:
        """Do what the buffer allows; return whether there is more to do."""
        if self._state is _State.HEAD:
            return self._head()
        if self._state is _State.LENGTH:
            data = bytes(self._buffer)
            self._buffer.clear()
            self._take_known_length(data)
            return not self.done
        if self._state is _State.UNTIL_CLOSE:
            self._keep(bytes(self._buffer))
            self._buffer.clear()
            return False
        if self.done:
            return False
        return self._chunked()

    def _head(self) -> bool:
        if not self._buffer.startswith(b"HTTP/"[: len(self._buffer)]):
            stripped = self._buffer.lstrip(b"\r\n")
            if not stripped.startswith(b"HTTP/"[: len(stripped)]):
                raise BrokenAnswer("the answer does not begin with an HTTP status line")
            self._buffer = bytearray(stripped)
        end = _HEAD_END.search(self._buffer, 0, MAX_HEAD)
        if end is None:
            if len(self._buffer) >= MAX_HEAD:
                raise BrokenAnswer(f"headers longer than {MAX_HEAD} bytes")
            return False
        head, rest = bytes(self._buffer[: end.start()]), self._buffer[end.end() :]
        self._buffer = rest
        self._read_head(head)
        return True

    def _read_head(self, head: bytes) -> None:
        first, *lines = head.splitlines()
        match = _STATUS.match(first)
        if match is None:
            raise BrokenAnswer(f"bad status line {first[:80]!r}")
        self.status = int(match[2])
        if 100 <= self.status < 200:
            self._interim += 1
            if self._interim > MAX_INTERIM or self.status == 101:
                raise BrokenAnswer(f"unexpected interim answer {self.status}")
            return
        if len(lines) > MAX_HEADERS:
            raise BrokenAnswer(f"more than {MAX_HEADERS} headers")
        self.headers = _headers(lines)
        connection = self.headers.get("connection", "").lower()
        self._keep_alive = "close" not in connection and (match[1] == b"1" or "keep-alive" in connection)
        self._begin_body()

    def _begin_body(self) -> None:
        if self.method == "HEAD" or self.status in _BODILESS:
            self._finish()
            return
        self._wanted = self.appetite(self.status, self.headers)
        if self._wanted.cut and self._wanted.keep == 0:
            self._cut_off()
        elif "chunked" in self.headers.get("transfer-encoding", "").lower():
            self._state = _State.CHUNK_SIZE
        elif (length := _length(self.headers)) is not None:
            if length > self._wanted.keep and not self._wanted.cut:
                raise OversizedAnswer(f"announced {length} bytes")
            self._left, self._state = length, _State.LENGTH
            if length == 0:
                self._finish()
        else:
            self._keep_alive = False
            self._state = _State.UNTIL_CLOSE

    def _take_known_length(self, data: bytes) -> None:
        if len(data) > self._left:
            self._keep_alive = False
            data = data[: self._left]
        self._left -= len(data)
        self._keep(data)
        if self._left == 0 and not self.done:
            self._finish()

    def _chunked(self) -> bool:
        if self._state is _State.CHUNK_DATA:
            data = bytes(self._buffer[: self._left])
            del self._buffer[: len(data)]
            self._left -= len(data)
            self._keep(data)
            if self._left == 0 and not self.done:
                self._state = _State.CHUNK_END
            return not self.done
        end = self._buffer.find(b"\n")
        if end < 0:
            if len(self._buffer) > _MAX_CHUNK_LINE:
                raise BrokenAnswer("broken chunks")
            return False
        line = bytes(self._buffer[:end]).rstrip(b"\r")
        del self._buffer[: end + 1]
        return self._chunk_line(line)

    def _chunk_line(self, line: bytes) -> bool:
        if self._state is _State.CHUNK_END:
            if line:
                raise BrokenAnswer("broken chunks")
            self._state = _State.CHUNK_SIZE
        elif self._state is _State.TRAILER:
            self._interim += 1
            if self._interim > MAX_HEADERS:
                raise BrokenAnswer("endless trailers")
            if not line:
                self._finish()
                return False
        else:
            match = _CHUNK.match(line)
            if match is None:
                raise BrokenAnswer("broken chunks")
            self._left = int(match[1], 16)
            self._state = _State.CHUNK_DATA if self._left else _State.TRAILER
        return True

    def _keep(self, data: bytes) -> None:
        room = self._wanted.keep - self._size
        if len(data) > room:
            if not self._wanted.cut:
                raise OversizedAnswer(f"more than {self._wanted.keep} bytes")
            self._parts.append(data[:room])
            self._size += room
            self._cut_off()
            return
        self._parts.append(data)
        self._size += len(data)

    def _cut_off(self) -> None:
        self.cut = True
        self._state = _State.DONE
        self._buffer.clear()

    def _finish(self) -> None:
        self._state = _State.DONE
        self.reusable = self._keep_alive


def _headers(lines: list[bytes]) -> dict[str, str]:
    """Return the headers, names in lower case; repeated ones joined by a line end; lines without a colon are passed over."""
    headers: dict[str, str] = {}
    name = ""
    for line in lines:
        if line[:1] in (b" ", b"\t") and name:
            headers[name] += " " + _text(line.strip())
            continue
        raw, colon, value = line.partition(b":")
        if not colon:
            continue
        name = raw.strip().lower().decode("latin-1")
        text = _text(value.strip())
        headers[name] = f"{headers[name]}\n{text}" if name in headers else text
    return headers


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _length(headers: Mapping[str, str]) -> int | None:
    raw = headers.get("content-length")
    if raw is None:
        return None
    values = {part.strip() for part in raw.replace("\n", ",").split(",")}
    if len(values) > 1:
        raise BrokenAnswer("contradicting Content-Length headers")
    value = values.pop()
    if not (value.isascii() and value.isdigit()):
        return None
    return int(value[:18])
