"""This module draws the conclusions from an answer: a result for the snapshot, new addresses, another try."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from auditor.model.fetch import FACTS, EmptyBody, Outcome
from auditor.model.page import PageRecord
from auditor.snapshot import Fetch
from auditor.urls import resolve
from spiders.aim import ATTACHMENT, LINK, Mode, ending_of
from spiders.cookies import Cookies
from spiders.frontier import CHECKS, FIRST, Host
from spiders.gist import Gist, gist_of
from spiders.http.client import Answer
from spiders.moments import moment_of, retry_after, stamp
from spiders.offline import Offline
from spiders.outcome import REDIRECTS, Judged, is_html, judge_answer, looks_like_html, media_type
from spiders.reading import Reader
from spiders.retries import Failures, plan
from spiders.visit import Purpose, Visit

if TYPE_CHECKING:
    from spiders.crawl import Crawl

logger = logging.getLogger(__name__)
MOST_HOPS = 10


class Errand:
    """What follows from the answers of one crawl."""

    def __init__(self, crawl: Crawl) -> None:
        self._crawl = crawl
        self._reader = Reader(crawl)
        self._tries: dict[int, tuple[int, float]] = {}  # failures so far and the moment of the first
        self._redirects: dict[int, int] = {}
        self._cookies = Cookies()
        self._shown: set[int] = set()  # asked once more, with a cookie
        self._offline = Offline(crawl)
        self.held: dict[
            int, tuple[Visit, Answer]
        ] = {}  # pages that may be none: judged when their neighbour has answered
        self.get_next: set[int] = set()
        self.notes: list[str] = []

    def restore(self, fetch: Fetch) -> None:
        """Take over what an interrupted crawl knew."""
        crawl = self._crawl
        self._offline.restore(fetch)
        if fetch.redirect_id is not None:
            self._redirects[fetch.url_id] = fetch.redirect_id
        if fetch.first_at and fetch.due_at is not None:
            self._tries[fetch.url_id] = (fetch.attempts, moment_of(fetch.first_at))
            url = crawl.book.urls[fetch.url_id]
            crawl.frontier.defer(crawl.host(fetch.url_id, url), fetch.url_id, fetch.due_at)

    def more_headers(self, host: Host, url: str, purpose: Purpose) -> Mapping[str, str]:
        """Return the headers that make a request conditional, or show a cookie."""
        headers = dict(self._crawl.carrying.conditions(url)) if purpose is Purpose.READ else {}
        if cookie := self._cookies.header(host.name):
            headers["Cookie"] = cookie
        return headers

    def settle(self, url_id: int, outcome: Outcome, detail: str = "") -> None:
        """Record a result that needed no visit."""
        now = stamp(self._crawl.clock())
        self._crawl.record(
            Fetch(url_id=url_id, outcome=outcome.value, attempts=0, fetched_at=now, detail=detail or None)
        )

    def answered(self, visit: Visit, answer: Answer) -> None:
        """Take an answer."""
        self._offline.answered(visit)
        if answer.status in REDIRECTS:
            self._redirected(visit, answer)
            return
        judged = judge_answer(answer.status, answer.headers, answer.body)
        if judged.outcome is Outcome.NOT_MODIFIED and self._crawl.carrying.not_modified(visit, answer):
            self._crawl.watch.saw(visit, judged.outcome, answer, first=visit.url_id not in self._tries)
        elif judged.outcome is Outcome.OK:
            self._succeeded(visit, answer)
        else:
            self.failed(visit, judged, answer)

    def _redirected(self, visit: Visit, answer: Answer) -> None:
        location = answer.headers.get("location", "")
        url = resolve(visit.url, location)[0] if location else ""
        if not url:
            self.failed(visit, Judged(Outcome.PROTOCOL_ERROR, f"redirect to {location[:100]!r}"), answer)
            return
        self._cookies.keep(visit.host.name, answer.headers.get("set-cookie", ""))
        target = self._crawl.redirect_target(visit.url_id, url)
        if target is None:
            self.failed(visit, Judged(Outcome.INVALID_ADDRESS, f"redirect to {url[:100]}"), answer)
            return
        if (
            target not in self._shown
            and self._closes_circle(visit.url_id, target)
            and self._cookies.open(visit.host.name)
        ):
            # Some sites send every visitor round once, to see whether he keeps the cookie.
            self._shown.add(target)
            self._redirects.pop(target, None)
            self._crawl.frontier.add(self._crawl.host(target, url), target, FIRST, front=True)
            if target == visit.url_id:
                return
        elif target == visit.url_id:
            self.failed(visit, Judged(Outcome.REDIRECT_LOOP, "redirects to itself"), answer)
            return
        self._redirects[visit.url_id] = target
        fetch = self._fetch(visit, answer)
        fetch.redirect_id = target
        self._crawl.record(fetch)

    def _closes_circle(self, url_id: int, target: int) -> bool:
        at = target
        for _ in range(MOST_HOPS + 1):
            if at == url_id:
                return True
            following = self._redirects.get(at)
            if following is None:
                return False
            at = following
        return False

    def _succeeded(self, visit: Visit, answer: Answer) -> None:
        if visit.purpose is Purpose.READ and is_html(answer.headers, answer.body):
            self._page(visit, answer)
        elif visit.purpose is Purpose.GET and (empty := self._emptiness(visit, answer)):
            self._empty(visit, answer, empty)
        else:
            if visit.purpose is Purpose.READ:
                self._crawl.book.set_role(visit.url_id, ATTACHMENT, Mode.CHECK)
            if visit.purpose is Purpose.PEEK:
                self._reader.foreign(visit, answer)
            if visit.purpose is Purpose.STYLE:
                self._reader.style(visit, answer)
            self._crawl.record(self._good(visit, answer))

    def _page(self, visit: Visit, answer: Answer) -> None:
        name = self._crawl.carrying.same_body(visit, answer)
        gist = None if name else self._read(visit, answer)
        if name is None and gist is None:
            self._crawl.record(self._outcome(visit, answer, Judged(Outcome.UNSUPPORTED_TYPE, "page cannot be read")))
            return
        if gist is not None and gist.challenge:
            self.failed(visit, Judged(Outcome.CHALLENGE, "page"), answer)
            return
        if gist is not None and gist.says_little and self._hold(visit, answer):
            return
        fetch = self._good(visit, answer)
        fetch.body_hash = name or self._crawl.store.add_body(answer.body)
        if gist is not None:
            self._reader.keep(visit, gist)
        self._crawl.pages += 1
        self._crawl.record(fetch)

    def _read(self, visit: Visit, answer: Answer) -> Gist | None:
        if visit.read is None:
            return self._reader.read(visit.url, answer.body, answer.headers.get("content-type", ""))
        return visit.read.gist

    def _hold(self, visit: Visit, answer: Answer) -> bool:
        """Keep a page back until its part of the host has said how it answers for what does not exist."""
        if not self._crawl.gate.ask_beside(visit.host, visit.url):
            return False
        self.held[visit.url_id] = (visit, answer)
        self._crawl.frontier.add(visit.host, visit.url_id, FIRST, front=True)
        return True

    def take_held(self, url_id: int) -> bool:
        """Take up a page that was kept back; False where there is none."""
        held = self.held.pop(url_id, None)
        if held is not None:
            self._page(*held)
        return held is not None

    def read_again(self, visit: Visit, body: bytes, content_type: str) -> bool:
        """Read a stored body anew; return whether that was possible."""
        gist = self._reader.read(visit.url, body, content_type)
        if gist is not None:
            self._reader.keep(visit, gist)
        return gist is not None

    def keep_rendered(self, visit: Visit, record: PageRecord) -> None:
        """Keep what a browser made of a page in the place of what was read from its markup."""
        self._reader.keep(visit, gist_of(record, self._crawl.policy.private))

    def doubt_if_offline(self) -> None:
        """Take back what was said of other hosts where this machine seems to have had no network."""
        note = self._offline.take_back()
        if note:
            self.notes.append(note)

    def _ask_again_with_get(self, visit: Visit) -> None:
        self.get_next.add(visit.url_id)
        self._crawl.frontier.add(visit.host, visit.url_id, CHECKS, front=True)

    def _emptiness(self, visit: Visit, answer: Answer) -> EmptyBody | None:
        if self._crawl.book.role(visit.url_id) != ATTACHMENT:
            return None
        if not answer.body:
            return EmptyBody.EMPTY
        if looks_like_html(answer.body) and ending_of(visit.url) not in ("txt", "csv"):
            return EmptyBody.HTML_INSTEAD
        return None

    def _empty(self, visit: Visit, answer: Answer, empty: EmptyBody) -> None:
        """Record an attachment that is none, once a second look shows the same."""
        fetch = self._outcome(visit, answer, Judged(Outcome.OK))
        self._try_again(visit, fetch, Judged(Outcome.OK), status=404, wait_s=0.0)
        if fetch.confirmed:
            fetch.empty_body = empty.value
        else:
            fetch.detail = f"maybe {empty.value}"
        self._crawl.record(fetch)

    def failed(self, visit: Visit, judged: Judged, answer: Answer | None = None) -> None:
        """Take a failure: another way of asking, another try later, or the end of it."""
        if visit.purpose is Purpose.HEAD and judged.outcome not in (Outcome.DNS, Outcome.REFUSED, Outcome.PRIVATE_HOST):
            self._ask_again_with_get(visit)
            return
        now = self._crawl.clock()
        self._crawl.watch.saw(visit, judged.outcome, answer, first=visit.url_id not in self._tries)
        status = answer.status if answer else None
        wait_s = retry_after(answer.headers.get("retry-after", ""), now) if answer else 0.0
        if wait_s and status in (429, 503):
            visit.host.paused_until = max(visit.host.paused_until, now + min(wait_s, 30.0))
        fetch = self._outcome(visit, answer, judged)
        self._try_again(visit, fetch, judged, status=status, wait_s=wait_s)
        if FACTS[judged.outcome].proves_broken:
            self._crawl.faults.add(visit.url_id)
        self._offline.failed(visit, fetch)
        self._crawl.record(fetch)

    def _try_again(self, visit: Visit, fetch: Fetch, judged: Judged, *, status: int | None, wait_s: float) -> None:
        now = self._crawl.clock()
        count, first = self._tries.get(visit.url_id, (0, now))
        self._tries[visit.url_id] = (count + 1, first)
        internal_link = bool(self._crawl.book.internal[visit.url_id]) and self._crawl.book.role(visit.url_id) == LINK
        outcome = Outcome.HTTP_CLIENT_ERROR if status == 404 else judged.outcome
        following = plan(
            Failures(outcome=outcome, status=status, count=count + 1, first=first, last=now),
            spread_s=self._crawl.settings.confirm_after_s,
            retry_after_s=wait_s,
            # A form's address asked without its fields may well answer 500: that proves nothing.
            provable=not internal_link or status in (404, 410),
        )
        fetch.attempts, fetch.first_at = count + 1, stamp(first)
        fetch.confirmed, fetch.due_at = following.confirmed, following.due
        if following.due is not None:
            self._crawl.frontier.defer(visit.host, visit.url_id, following.due)

    def _good(self, visit: Visit, answer: Answer) -> Fetch:
        self._crawl.faults.discard(visit.url_id)
        self._crawl.watch.saw(visit, Outcome.OK, answer, first=visit.url_id not in self._tries)
        count, _ = self._tries.pop(visit.url_id, (0, 0.0))
        fetch = self._outcome(visit, answer, Judged(Outcome.OK, answer.note))
        fetch.attempts = count + 1
        return fetch

    def _outcome(self, visit: Visit, answer: Answer | None, judged: Judged) -> Fetch:
        fetch = self._fetch(visit, answer)
        fetch.outcome = judged.outcome.value
        fetch.detail = judged.detail or None
        return fetch

    def _fetch(self, visit: Visit, answer: Answer | None) -> Fetch:
        fetch = Fetch(
            url_id=visit.url_id,
            final_id=visit.url_id,
            method="HEAD" if visit.purpose is Purpose.HEAD else "GET",
            fetched_at=stamp(self._crawl.clock()),
        )
        if answer is not None:
            headers = answer.headers
            fetch.status = answer.status
            fetch.content_type = media_type(headers) or None
            fetch.size = _size(visit, answer)
            fetch.etag = headers.get("etag")
            fetch.last_modified = headers.get("last-modified")
            fetch.elapsed_ms = answer.elapsed_ms
        return fetch


def _size(visit: Visit, answer: Answer) -> int | None:
    announced = answer.headers.get("content-length", "").strip()
    if (answer.cut or visit.purpose is Purpose.HEAD) and announced.isdigit():
        return int(announced[:15])
    return None if visit.purpose is Purpose.HEAD else len(answer.body)
