"""This module lets Scrapy's engine draw its requests straight from the crawl: the frontier is the scheduler."""

from __future__ import annotations

import asyncio
from typing import Any

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from spiders.bureau import BureauSpider

_SHORTEST_WAIT_S = 0.001


class CrawlScheduler(BaseScheduler):
    """Hands out requests when their host's turn has come; nothing is stored here."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._spider: BureauSpider | None = None
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlScheduler:
        """Make the scheduler of a crawl."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Begin."""
        assert isinstance(spider, BureauSpider)
        self._spider = spider

    def close(self, reason: str) -> None:
        """End: nobody has to be woken any more."""
        if self._timer is not None:
            self._timer.cancel()

    def has_pending_requests(self) -> bool:
        """Say whether anything is left."""
        return self._spider is not None and self._spider.crawl.has_pending()

    def enqueue_request(self, request: Request) -> bool:
        """Take no request: what is found goes to the frontier. The engine looks at the frontier again after this."""
        return False

    def next_request(self) -> Request | None:
        """Return the next request that may be sent now."""
        assert self._spider is not None
        crawl = self._spider.crawl
        visit = crawl.next()
        if visit is not None:
            return self._spider.request_for(visit)
        moment = crawl.wake_at()
        if moment is not None:
            self._wake_in(max(_SHORTEST_WAIT_S, moment - crawl.clock()))
        return None

    def _wake_in(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time() + seconds
        if self._timer is not None and not self._timer.cancelled() and loop.time() < self._timer.when() <= due:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(seconds, self._wake)

    def _wake(self) -> None:
        self._timer = None
        engine: Any = self._crawler.engine
        if engine is not None and engine.spider is not None:
            engine.crawl(_KNOCK)


_KNOCK = Request("http://127.0.0.1/")  # never sent: enqueue_request refuses it, and the engine asks for the next one
