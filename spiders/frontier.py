"""This module keeps what is still to be visited, host by host, and decides what may be asked for now."""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, field

FIRST, PAGES, CHECKS = 0, 1, 2  # lists and columns, other pages, everything that is only checked
SHORTEST_DELAY_S = 0.001


@dataclass(slots=True)
class Pace:
    """How fast one machine may be asked; hosts that turn out to share an address share it."""

    delay_s: float
    next_at: float = 0.0

    def take(self, now: float) -> None:
        """Count one request sent."""
        if self.delay_s >= SHORTEST_DELAY_S:
            self.next_at = max(now, self.next_at) + self.delay_s


@dataclass(slots=True, eq=False)
class Host:
    """The queue of one host; ``shut`` while its robots.txt is not known yet."""

    name: str
    internal: bool
    pace: Pace
    queues: tuple[deque[int], deque[int], deque[int]] = field(default_factory=lambda: (deque(), deque(), deque()))
    active: int = 0
    shut: bool = False
    listed: bool = False
    paused_until: float = 0.0

    def __len__(self) -> int:
        return sum(map(len, self.queues))

    def ready_at(self) -> float:
        """Return the moment from which the host may be asked again."""
        return max(self.paused_until, self.pace.next_at)


class Frontier:
    """All hosts. Times are seconds of any clock that only goes forward and is the caller's."""

    def __init__(self, *, concurrency: int, delay_s: float) -> None:
        self._concurrency = concurrency
        self._delay_s = delay_s
        self._hosts: dict[str, Host] = {}
        self._ready: deque[Host] = deque()
        self._waiting: list[tuple[float, int, Host]] = []
        self._later: list[tuple[float, int, str]] = []
        self._queued = 0
        self._sequence = 0

    def host(self, name: str, *, internal: bool) -> Host:
        """Return the queue of a host, made when first asked for."""
        found = self._hosts.get(name)
        if found is None:
            found = self._hosts[name] = Host(name, internal, Pace(self._delay_s))
        return found

    def add(self, host: Host, url_id: int, rank: int, *, front: bool = False) -> None:
        """Queue an address."""
        queue = host.queues[rank]
        if front:
            queue.appendleft(url_id)
        else:
            queue.append(url_id)
        self._queued += 1
        self._list(host)

    def defer(self, host: Host, url_id: int, due: float) -> None:
        """Queue an address for the end of the crawl, not before ``due``."""
        heapq.heappush(self._later, (due, url_id, host.name))

    def open(self, host: Host) -> None:
        """Let a shut host be asked."""
        host.shut = False
        self._list(host)

    def release(self, host: Host) -> None:
        """Count a request to the host as finished."""
        host.active -= 1
        self._list(host)

    def next(self, now: float) -> tuple[Host, int] | None:
        """Take the next address that may be asked for at this moment, or None."""
        while self._waiting and self._waiting[0][0] <= now:
            host = heapq.heappop(self._waiting)[2]
            host.listed = False
            self._list(host)
        for _ in range(len(self._ready)):
            host = self._ready.popleft()
            if (url_id := self._take(host, now)) is not None:
                return host, url_id
        if self._queued == 0 and self._later and self._later[0][0] <= now:
            _, url_id, name = heapq.heappop(self._later)
            self.add(self._hosts[name], url_id, CHECKS)
            return self.next(now)
        return None

    def _take(self, host: Host, now: float) -> int | None:
        host.listed = False
        if host.shut or host.active >= self._concurrency or not len(host):
            return None
        if host.ready_at() > now:
            self._sequence += 1
            heapq.heappush(self._waiting, (host.ready_at(), self._sequence, host))
            host.listed = True
            return None
        host.active += 1
        host.pace.take(now)
        queue = next(q for q in host.queues if q)
        self._queued -= 1
        url_id = queue.popleft()
        self._list(host)
        return url_id

    def _list(self, host: Host) -> None:
        if not host.listed and not host.shut and host.active < self._concurrency and len(host):
            host.listed = True
            self._ready.append(host)

    def wake_at(self) -> float | None:
        """Return when the next waiting address may be asked for, None where nothing waits for a moment."""
        moments = []
        if self._waiting:
            moments.append(self._waiting[0][0])
        if self._later and self._queued == 0:
            moments.append(self._later[0][0])
        return min(moments, default=None)

    def slow_down(self, host: Host, *, at_least_s: float) -> None:
        """Ask a host less often from now on."""
        host.pace.delay_s = max(host.pace.delay_s, at_least_s)

    def share_pace(self, host: Host, other: str) -> None:
        """Give a host the pace of another that stands behind the same address."""
        host.pace = self._hosts[other].pace

    def clear(self) -> None:
        """Forget everything that waits."""
        for host in self._hosts.values():
            for queue in host.queues:
                queue.clear()
            host.listed = False
        self._ready.clear()
        self._waiting.clear()
        self._later.clear()
        self._queued = 0

    @property
    def queued(self) -> int:
        """How many addresses wait, those for the end included."""
        return self._queued + len(self._later)

    def __bool__(self) -> bool:
        return self.queued > 0
