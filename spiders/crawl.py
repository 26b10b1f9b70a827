"""This module is the crawl itself: what to visit next, and what follows from an answer. It knows neither Scrapy nor sockets."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from auditor.model.fetch import Outcome
from auditor.snapshot import Fetch, Store
from auditor.urls import canonical, host_of
from spiders.addresses import DONE, QUEUED, AddressBook
from spiders.aim import ATTACHMENT, LINK, PAGE, Mode, aim
from spiders.carrying import Carrying
from spiders.disk import is_disk_fault
from spiders.edition import edition
from spiders.errand import Errand
from spiders.frontier import CHECKS, FIRST, PAGES, Frontier, Host
from spiders.gate import Gate
from spiders.http.client import Answer
from spiders.moments import opens_at, stamp
from spiders.outcome import judge_error
from spiders.policy import Policy
from spiders.request import CrawlEnd, CrawlRequest, Progress
from spiders.traps import Traps
from spiders.visit import Purpose, Visit
from spiders.watch import Watch

if TYPE_CHECKING:
    from spiders.earlier import Earlier

PROGRESS_EVERY_S = 0.5
CHECKPOINT_EVERY_S = 1.0
DISK = "disk"
_PURPOSES = {Mode.READ: Purpose.READ, Mode.STYLE: Purpose.STYLE, Mode.CHECK: Purpose.HEAD}


def _earlier(request: CrawlRequest) -> Earlier | None:
    if request.earlier is None:
        return None
    from spiders.earlier import Earlier  # here: most of Arrow comes with it

    return Earlier(request.earlier)


class Crawl:
    """One crawl: hands out visits, takes answers, keeps the store."""

    def __init__(self, request: CrawlRequest, store: Store, *, clock: Callable[[], float] = time.time) -> None:
        self.request, self.store, self.clock = request, store, clock
        self.settings = request.settings
        self.policy = Policy(request.site, request.settings)
        delay = 1.0 / request.settings.requests_per_second
        self.frontier = Frontier(concurrency=request.settings.concurrency, delay_s=delay)
        self.book = AddressBook(store, self.policy, wanted=self._want)
        self.gate = Gate(request)
        self.first: set[int] = set()
        self.traps = Traps()
        self.watch = Watch(self)
        self.carrying = Carrying(self, _earlier(request))
        self.errand = Errand(self)
        self._out = 0
        self.address_of: Callable[[str], str] = str  # the network address behind a name, once it is known
        self._by_address: dict[str, str] = {}
        self.pages = 0
        self.reading = 0
        self.faults: set[int] = set()
        self.truncated = False
        self.stopped_for = ""
        self.disk_fault: Exception | None = None
        self._shown_at = self._saved_at = clock()
        self._began, self._began_pages = clock(), 0

    def prepare(self) -> None:
        """Go on where the folder's crawl was cut off, or begin."""
        facts = self.store.facts()
        if "started" in facts:
            self._restore()
            if facts.get("reader") != edition():
                self.store.note("reader", "")  # some pages were read by other code than the rest
        else:
            self.store.note("site", self.request.site.id)
            self.store.note("home", self.request.site.home)
            self.store.note("started", stamp(self.clock()))
            self.store.note("reader", edition())
        self._seed()
        self._began_pages = self.pages

    def _seed(self) -> None:
        site = self.request.site
        if self.request.only is not None:
            wanted = (*self.request.only, *self.request.extra)
        else:
            columns = (*(c.url for c in site.columns), *(i.url for i in site.catalogue if i.url))
            wanted = (site.home, *columns, *self.request.extra)
        for number, url in enumerate(dict.fromkeys(wanted)):
            internal = self.policy.internal(url)
            known = self.book.ids.get(url)
            if known is None and url in self.request.extra and not internal:
                self.book.meet(url, LINK, Mode.CHECK)
                continue
            self.first.add(len(self.book.urls) if known is None else known)
            if internal:
                role, mode = aim(url, "a", "href", internal=True)
                self.book.meet(url, role, mode, depth=0 if number == 0 else 1)

    def _restore(self) -> None:
        self.store.drop_bodiless()
        for address in self.store.addresses():
            self.book.restore(address)
        self.pages = sum(self.book.modes[page_id] == Mode.READ for page_id in self.store.page_ids())
        for fetch in self.store.fetches():
            self.book.states[fetch.url_id] = DONE
            self.errand.restore(fetch)
        for url_id, mode in enumerate(self.book.modes):
            if mode and self.book.states[url_id] != DONE:
                self._want(url_id)

    def _want(self, url_id: int) -> None:
        """Queue an address: columns and lists first, pages before what is only checked."""
        if not self._spreading(url_id):
            return
        url, mode = self.book.urls[url_id], self.book.modes[url_id]
        deep = self.book.depth(url_id) > self.settings.max_depth
        if mode == Mode.READ and url_id not in self.first and (deep or not self.traps.allows(url)):
            return
        self.book.states[url_id] = QUEUED
        first = url_id in self.first or self.carrying.is_list(url)
        rank = FIRST if first else PAGES if mode == Mode.READ else CHECKS
        self.frontier.add(self.host(url_id, url), url_id, rank)

    def _spreading(self, url_id: int) -> bool:
        """In a re-check only the addresses asked for are visited."""
        only = self.request.only
        return only is None or self.book.urls[url_id] in self.request.asked_for or self.book.hops(url_id) > 0

    def host(self, url_id: int, url: str) -> Host:
        """Return the queue that an address belongs to."""
        return self.frontier.host(host_of(url), internal=bool(self.book.internal[url_id]))

    def has_pending(self) -> bool:
        """Say whether anything is left to visit or under way at the gate."""
        return bool(self.frontier) or self.watch.last_due()

    def wake_at(self) -> float | None:
        """Return when there may be something to visit, None where only an answer can bring it."""
        opening = opens_at(self.settings.night_window, self.clock())
        if opening:
            return opening
        if not self.frontier and self._out == 0 and self.watch.last_due():
            return self.watch.last_at
        return self.frontier.wake_at()

    def next(self) -> Visit | None:
        """Return the next visit that may be made now, or None."""
        with self._watching_the_disk():
            return self._next(self.clock())
        return None

    def _next(self, now: float) -> Visit | None:
        if opens_at(self.settings.night_window, now):
            return None
        while (found := self.frontier.next(now)) is not None:
            host, url_id = found
            visit = self._visit(host, url_id)
            if visit is not None:
                self._out += 1
                return visit
            self.frontier.release(host)
        if not self.frontier and self._out == 0 and self.watch.last_due() and self.watch.last_at <= now:
            self._out += 1
            return self.watch.last_visit()
        return None

    def _visit(self, host: Host, url_id: int) -> Visit | None:
        url, mode = self.book.urls[url_id], Mode(self.book.modes[url_id])
        if host.internal and (asked := self.gate.question(host, url) or self.watch.question(host, url)) is not None:
            host.shut = True
            self.frontier.add(host, url_id, FIRST, front=True)
            return asked
        if self.errand.take_held(url_id):
            return None
        if host.internal and not self.gate.allows(host, url):
            self.errand.settle(url_id, Outcome.ROBOTS_EXCLUDED)
            return None
        if mode is Mode.READ and url_id not in self.first and not self.traps.allows(url):
            self.book.states[url_id] = DONE  # its shape turned out to be a trap while it waited
            return None
        if mode is Mode.READ and not self._room_for(url_id):
            return None
        if self.carrying.by_age(url_id, mode):
            return None
        purpose = self._purpose(url_id, mode)
        return self.gate.visit(
            purpose,
            host,
            url,
            url_id,
            referrer=self.book.referrer(url_id),
            more=self.errand.more_headers(host, url, purpose),
        )

    def _purpose(self, url_id: int, mode: Mode) -> Purpose:
        """A file's first bytes tell whether it is one; of anything else the headers are enough, where HEAD is answered."""
        if url_id in self.errand.get_next or self.book.role(url_id) == ATTACHMENT:
            return Purpose.READ if mode is Mode.READ else Purpose.GET
        if mode is Mode.CHECK and self.book.role(url_id) == LINK and not self.book.internal[url_id]:
            return Purpose.PEEK
        return _PURPOSES[mode]

    def _room_for(self, url_id: int) -> bool:
        if self.pages + self.reading + len(self.errand.held) < self.settings.max_pages:
            self.reading += 1
            return True
        self.truncated = True
        self.book.states[url_id] = DONE
        return False

    def finish(self, visit: Visit, answer: Answer | None, error: BaseException | None) -> None:
        """Take the answer of a visit, or the error in its place."""
        with self._watching_the_disk():
            self._finish(visit, answer, error)

    @contextmanager
    def _watching_the_disk(self) -> Iterator[None]:
        """Visit nothing more where what is found cannot be kept."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            if not is_disk_fault(error):
                raise
            self.disk_fault = error
            self.stop(DISK)

    def _finish(self, visit: Visit, answer: Answer | None, error: BaseException | None) -> None:
        try:
            if visit.url_id < 0:
                self._at_gate(visit, answer)
            elif answer is not None:
                self.errand.answered(visit, answer)
            else:
                assert error is not None
                self.errand.failed(visit, judge_error(error))
        finally:
            self._out -= 1
            self._share_pace(visit.host)
            if visit.purpose is Purpose.READ:
                self.reading -= 1
            self.frontier.release(visit.host)
            self._keep_time()

    def _share_pace(self, host: Host) -> None:
        """Let hosts that stand behind one address share one pace."""
        address = self.address_of(host.name.partition(":")[0])
        first = self._by_address.setdefault(address, host.name)
        if first != host.name:
            self.frontier.share_pace(host, first)

    def _at_gate(self, visit: Visit, answer: Answer | None) -> None:
        if visit.purpose is Purpose.PULSE:
            self.watch.felt(visit, answer)
            self.frontier.open(visit.host)
            return
        self.gate.answered(visit, answer)
        delay = self.gate.delay_of(visit.host)
        if delay:
            self.frontier.slow_down(visit.host, at_least_s=delay)
        self.frontier.open(visit.host)

    def _keep_time(self) -> None:
        now = self.clock()
        if now - self._saved_at >= CHECKPOINT_EVERY_S:
            self._saved_at = now
            self.store.flush()
        if now - self._shown_at >= PROGRESS_EVERY_S:
            self._shown_at = now
            self.request.progress(self.state())

    def state(self) -> Progress:
        """Return where the crawl stands."""
        elapsed = max(0.001, self.clock() - self._began)
        rate = (self.pages - self._began_pages) / elapsed
        queued = self.frontier.queued
        return Progress(
            pages=self.pages,
            queued=queued,
            rate=rate,
            faults=len(self.faults),
            eta_s=queued / rate if rate and queued else None,
        )

    def record(self, fetch: Fetch) -> None:
        """Keep a result."""
        self.book.states[fetch.url_id] = DONE
        self.store.add_fetch(fetch)

    def redirect_target(self, url_id: int, url: str) -> int | None:
        """Return the number of the address that a redirect leads to, to be visited in the same way."""
        internal = self.policy.internal(url)
        mode = Mode(self.book.modes[url_id])
        role = self.book.role(url_id)
        if not internal:
            role, mode = (LINK if role == PAGE else role), Mode.CHECK
        return self.book.meet(
            canonical(url),
            role,
            mode,
            parent=self.book.ids.get(self.book.referrer(url_id) or "", -1),
            depth=self.book.depth(url_id),
            hops=self.book.hops(url_id) + 1,
        )

    def stop(self, reason: str) -> None:
        """Visit nothing more."""
        self.stopped_for = reason
        self.frontier.clear()

    def notes(self) -> list[str]:
        """Return what the report should say of this crawl (Chinese)."""
        said = [*self.gate.notes, *self.errand.notes]
        if self.traps.refused:
            said.append(f"有 {sum(self.traps.refused.values())} 个自动生成、内容重复或无限嵌套的地址未继续抓取")
        if self.book.full:
            said.append("地址数量超过上限，其余地址未记录")
        return said

    def end(self, reason: str) -> CrawlEnd:
        """Return how the crawl ended, ``reason`` being what the engine says."""
        self.errand.doubt_if_offline()
        self.carrying.close()
        if self.stopped_for:
            reason = self.stopped_for
        elif reason != "finished" or self.frontier:
            reason = "interrupted"
        elif reason == "finished" and self.truncated:
            reason = "max-pages"
        complete = reason == "finished"
        if complete and self.request.only is not None:
            reason = "rechecked"
        return CrawlEnd(finish_reason=reason, pages=self.pages, links=self.store.links, complete=complete, note="")
