"""This module notices that not one foreign host answers: then this machine has no network, and none of them is called dead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.model.fetch import Outcome
from auditor.snapshot import Fetch
from spiders.policy import place_of
from spiders.visit import Visit

if TYPE_CHECKING:
    from spiders.crawl import Crawl

_NETWORK = frozenset((Outcome.DNS.value, Outcome.REFUSED.value, Outcome.TIMEOUT.value))


class Offline:
    """Counts answers of hosts that are neither the site's own nor named in the profile."""

    def __init__(self, crawl: Crawl) -> None:
        self._crawl = crawl
        self._answered = False
        self._failed: dict[int, Fetch] = {}

    def answered(self, visit: Visit) -> None:
        """Take note of an answer."""
        if not self._answered and self._foreign(visit.url_id):
            self._answered = True
            self._failed.clear()

    def failed(self, visit: Visit, fetch: Fetch) -> None:
        """Take note of a failure."""
        if not self._answered and fetch.outcome in _NETWORK and self._foreign(visit.url_id):
            self._failed[visit.url_id] = fetch

    def restore(self, fetch: Fetch) -> None:
        """Take over what an interrupted crawl knew."""
        if not self._foreign(fetch.url_id):
            return
        if fetch.status is not None and not fetch.carried:
            self._answered = True
            self._failed.clear()
        elif not self._answered and fetch.outcome in _NETWORK:
            self._failed[fetch.url_id] = fetch

    def _foreign(self, url_id: int) -> bool:
        book = self._crawl.book
        return not book.internal[url_id] and not self._crawl.policy.named(*place_of(book.urls[url_id]))

    def take_back(self) -> str:
        """Leave nothing confirmed where nobody answered; return what the report should say of it."""
        if self._answered or not self._failed:
            return ""
        for fetch in self._failed.values():
            fetch.confirmed = False
            fetch.detail = f"no foreign host answered; {fetch.detail or ''}"
            self._crawl.store.add_fetch(fetch)
        return "所有外部网站都无法访问，可能是运行本程序的电脑不能上网：外部链接一律列为无法核实"
