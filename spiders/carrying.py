"""This module carries results of the earlier snapshot over into this one, with the date of their evidence.

A recheck carries no result over: whatever it is asked for is sent again. Only the reading of a page is spared, where byte for
byte the same came back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.model.fetch import Outcome
from auditor.snapshot import Fetch
from auditor.snapshot.bodies import body_hash
from spiders.aim import Mode
from spiders.http.client import Answer
from spiders.visit import Visit

if TYPE_CHECKING:
    from spiders.crawl import Crawl
    from spiders.earlier import Earlier, Known


class Carrying:
    """Decides what of an earlier snapshot still holds."""

    def __init__(self, crawl: Crawl, earlier: Earlier | None) -> None:
        self._crawl, self._earlier = crawl, earlier
        self._rechecking = crawl.request.only is not None

    def conditions(self, url: str) -> Mapping[str, str]:
        """Return the headers that let the server answer "not modified"."""
        known = None if self._rechecking else self._page(url)
        if known is None:
            return {}
        headers = {}
        if known.fetch.etag:
            headers["If-None-Match"] = known.fetch.etag
        if known.fetch.last_modified:
            headers["If-Modified-Since"] = known.fetch.last_modified
        return headers

    def _page(self, url: str) -> Known | None:
        if self._earlier is None:
            return None
        known = self._earlier.known(url)
        if known is None or not known.fetch.body_hash or not self._earlier.is_page(known):
            return None
        return None if self._earlier.was_more_than_its_bytes(known) else known

    def is_list(self, url: str) -> bool:
        """Say whether the address was a list last time."""
        return self._earlier is not None and self._earlier.is_list(url)

    def by_age(self, url_id: int, mode: Mode) -> bool:
        """Take over the result of a file, picture or foreign address that was checked not long ago."""
        if self._earlier is None or self._rechecking or mode is Mode.READ:
            return False
        url = self._crawl.book.urls[url_id]
        known = self._earlier.known(url)
        limit = self._crawl.settings.recheck_links_after_days
        if known is None or not 0 <= known.age_days(self._crawl.clock()) < limit:
            return False
        self._take_rows(url_id, known)  # what a stylesheet fetches, what a foreign page says
        self._crawl.record(self._again(url_id, known, Outcome.OK))
        return True

    def not_modified(self, visit: Visit, answer: Answer) -> bool:
        """Take over a page that the server says has not changed; False where we have nothing of it."""
        known = self._page(visit.url)
        packed = self._earlier.packed_body(known) if self._earlier and known else None
        if known is None or packed is None or known.fetch.body_hash is None:
            return False
        self._crawl.store.add_packed_body(known.fetch.body_hash, packed)
        self._take_page(visit, known)
        fetch = self._again(visit.url_id, known, Outcome.NOT_MODIFIED)
        fetch.status, fetch.elapsed_ms = answer.status, answer.elapsed_ms
        self._crawl.pages += 1
        self._crawl.record(fetch)
        return True

    def same_body(self, visit: Visit, answer: Answer) -> str | None:
        """Take over the reading of a page that was sent again unchanged; return the body's hash, or None where it changed."""
        known = self._page(visit.url)
        if known is None or not self.unchanged(visit.url, answer.body):
            return None
        assert self._earlier is not None
        assert known.fetch.body_hash is not None
        packed = self._earlier.packed_body(known)
        if packed is None:
            return None
        self._crawl.store.add_packed_body(known.fetch.body_hash, packed)
        self._take_rows(visit.url_id, known)
        return known.fetch.body_hash

    def unchanged(self, url: str, body: bytes) -> bool:
        """Say whether a page came as it was read last time, by this version of the program."""
        if self._earlier is None or not self._earlier.same_tool:
            return False
        known = self._page(url)
        return known is not None and body_hash(body) == known.fetch.body_hash

    def _take_page(self, visit: Visit, known: Known) -> None:
        """Take over the rows of a page; another version of the program reads the stored body again."""
        assert self._earlier is not None
        body = None if self._earlier.same_tool else self._earlier.body(known)
        if body is None or not self._crawl.errand.read_again(visit, body, known.fetch.content_type or ""):
            self._take_rows(visit.url_id, known)

    def _take_rows(self, url_id: int, known: Known) -> None:
        assert self._earlier is not None
        book = self._crawl.book
        depth = book.depth(url_id) + 1

        def number(url: str, tag: str, attr: str) -> int | None:
            return book.meet_reference(url, tag, attr, url_id, depth)

        rows = self._earlier.rows(known, number)
        if rows:
            self._crawl.store.add_page(url_id, rows)

    def _again(self, url_id: int, known: Known, outcome: Outcome) -> Fetch:
        return replace(known.fetch, url_id=url_id, final_id=url_id, outcome=outcome.value, attempts=1, carried=True)

    def close(self) -> None:
        """Close the earlier snapshot."""
        if self._earlier is not None:
            self._earlier.close()
