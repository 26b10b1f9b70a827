"""This module reads pages in processes beside the one that downloads: of a fast site's crawl, reading is the most of the work.

A reader is forked before the program has any thread, and before most of it is loaded. What goes over its socket, both ways: the
length of a message, then the message.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
import os
import pickle
import signal
import socket
import struct
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

from spiders.extract import read
from spiders.gist import Gist, gist_of
from spiders.http.client import Answer
from spiders.moments import day_of
from spiders.mortal import die_with_parent
from spiders.outcome import is_html
from spiders.policy import Policy
from spiders.request import CrawlRequest
from spiders.visit import Purpose, Read, Visit

logger = logging.getLogger(__name__)
_FAST = 50.0  # pages a second: one core reads more than that, so a politer crawl never waits for its own reading
_MOST = 3
_IN_HAND = 8  # pages: a reader is not idle while its last answer is on the way
_LONGEST_S = 300.0  # for all that a reader has in hand
_LEFT_OVER = 1_000_000  # objects: reading leaves no cycles behind, so a page's own are not worth a look for them
_LENGTH = struct.Struct("!I")
Private = Callable[[str], bool]


@dataclass(slots=True)
class _Hand:
    pid: int
    socket: socket.socket
    waiting: deque[asyncio.Future[Read | None]] = field(default_factory=deque)
    writer: asyncio.Task[asyncio.StreamWriter] | None = None  # there are many who wait for the first connection
    listener: asyncio.Task[None] | None = None


class Readers:
    """The readers of one crawl."""

    def __init__(self, count: int, private: Private) -> None:
        self._hands = [_fork(private) for _ in range(count)]

    async def read(self, visit: Visit, answer: Answer, now: float) -> Read | None:
        """Read a page; None where the caller is to do it: no reader has a hand free, or the answer may be no new page.

        ``now`` is the moment of the visit, in seconds since the epoch.
        """
        if not self._hands or not _is_new_page(visit, answer):
            return None
        hand = min(self._hands, key=lambda h: len(h.waiting))
        if len(hand.waiting) >= _IN_HAND:
            return None
        if hand.writer is None:
            hand.writer = asyncio.create_task(self._connect(hand))
        writer = await hand.writer
        if hand not in self._hands:
            return None  # it died meanwhile
        waiting: asyncio.Future[Read | None] = asyncio.get_running_loop().create_future()
        hand.waiting.append(waiting)
        message = pickle.dumps((visit.url, answer.body, answer.headers.get("content-type", ""), day_of(now)), 5)
        writer.write(_LENGTH.pack(len(message)) + message)
        return await self._patiently(hand, waiting)

    async def _patiently(self, hand: _Hand, waiting: asyncio.Future[Read | None]) -> Read | None:
        try:
            return await asyncio.wait_for(asyncio.shield(waiting), _LONGEST_S)
        except TimeoutError:
            os.kill(hand.pid, signal.SIGKILL)
            return await waiting

    async def _connect(self, hand: _Hand) -> asyncio.StreamWriter:
        stream, writer = await asyncio.open_connection(sock=hand.socket)
        hand.listener = asyncio.create_task(self._listen(hand, stream))
        return writer

    async def _listen(self, hand: _Hand, stream: asyncio.StreamReader) -> None:
        try:
            while True:
                (size,) = _LENGTH.unpack(await stream.readexactly(_LENGTH.size))
                gist, fault = pickle.loads(await stream.readexactly(size))
                if fault:
                    logger.warning("page cannot be read: %s", fault)
                _settle(hand.waiting.popleft(), Read(gist))
        except (asyncio.IncompleteReadError, OSError):
            self._lost(hand)

    def _lost(self, hand: _Hand) -> None:
        """Go on without a reader that has died: the page it was at would end the next one too, the others are read elsewhere."""
        if hand in self._hands:
            self._hands.remove(hand)
            _end(hand)
        if hand.waiting:
            logger.warning("the reading process has died over a page; the crawl goes on without it")
            _settle(hand.waiting.popleft(), Read(None))
        for waiting in hand.waiting:
            _settle(waiting, None)

    def close(self) -> None:
        """End the readers."""
        hands, self._hands = self._hands, []
        for hand in hands:
            if hand.listener is not None:
                hand.listener.cancel()
            _end(hand)


def _end(hand: _Hand) -> None:
    if hand.writer is not None and hand.writer.done():
        hand.writer.result().close()
    hand.socket.close()
    os.kill(hand.pid, signal.SIGKILL)  # it holds nothing that could be lost
    os.waitpid(hand.pid, 0)


def _settle(waiting: asyncio.Future[Read | None], result: Read | None) -> None:
    if not waiting.done():
        waiting.set_result(result)


def _is_new_page(visit: Visit, answer: Answer) -> bool:
    """Whether an answer is a page to be read; of one asked for conditionally that shows only when it is compared."""
    return (
        visit.purpose is Purpose.READ
        and 200 <= answer.status < 300
        and not any(name.startswith("If-") for name in visit.headers)
        and is_html(answer.headers, answer.body)
    )


def start_readers(request: CrawlRequest) -> Readers | None:
    """Start readers where a crawl is fast enough to need them and the machine has cores for them; None elsewhere.

    To be called before the process has started a thread or an event loop.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    count = min(cores, _MOST)  # the crawl beside them takes less than a core, the machine shares out the rest
    if cores < 2 or request.settings.requests_per_second <= _FAST:
        return None
    try:
        return Readers(count, Policy(request.site, request.settings).private)
    except OSError as error:  # no more processes or memory: the crawl can do without
        logger.warning("no reading processes: %s", error)
        return None


def _fork(private: Private) -> _Hand:
    here, there = socket.socketpair()
    parent = os.getpid()
    pid = os.fork()
    if pid:
        there.close()
        return _Hand(pid, here)
    code = 1
    try:
        here.close()
        _serve(there, parent, private)
        code = 0
    finally:
        os._exit(code)  # nothing of the program that was forked may run here


def _serve(line: socket.socket, parent: int, private: Private) -> None:
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal: the answers under way are still wanted
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):  # the program's own pipes end when the program does
        os.dup2(nothing, descriptor)
    gc.freeze()
    gc.set_threshold(_LEFT_OVER)
    with line.makefile("rb") as asked, line.makefile("wb") as told:
        while request := _receive(asked):
            url, body, content_type, as_of = pickle.loads(request)
            message = pickle.dumps(attempt(url, body, content_type, as_of, private), 5)
            told.write(_LENGTH.pack(len(message)))
            told.write(message)
            told.flush()


def _receive(stream: IO[bytes]) -> bytes:
    head = stream.read(_LENGTH.size)
    return stream.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""


def attempt(url: str, body: bytes, content_type: str, as_of: dt.date, private: Private) -> tuple[Gist | None, str]:
    """Return what is read of a page and ""; where the extractor fails, None and how."""
    try:
        return gist_of(read(body, url, content_type=content_type, as_of=as_of), private), ""
    except Exception:  # noqa: BLE001 - a page that nobody foresaw must not end a crawl
        return None, f"{url}\n{traceback.format_exc()}"
