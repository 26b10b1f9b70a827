"""This module runs one crawl from request to end, in this process or in a child."""

from __future__ import annotations

import json
import logging
import os
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess

from auditor.snapshot import Store
from spiders.bureau import BureauSpider
from spiders.child import crawl_in_child
from spiders.crawl import Crawl
from spiders.disk import disk_faults_told
from spiders.http.client import Client
from spiders.moments import stamp
from spiders.readers import Readers
from spiders.request import CrawlEnd, CrawlRequest, Progress
from spiders.settings import scrapy_settings

__all__ = ["CrawlEnd", "CrawlRequest", "Progress", "crawl", "crawl_in_child"]


def crawl(request: CrawlRequest, readers: Readers | None = None) -> CrawlEnd:
    """Crawl a site into the request's folder; the folder is then ready to be sealed. ``readers`` share the reading of pages.

    Ctrl-C ends it after the answers under way; what was fetched is kept, and the next call with the same folder goes on.
    Raises CrawlStopped where the disk is full or fails.
    """
    with disk_faults_told(request.folder):
        store = Store(request.folder)
        try:
            return _crawl(request, store, readers)
        finally:
            store.close()


def _crawl(request: CrawlRequest, store: Store, readers: Readers | None) -> CrawlEnd:
    work = Crawl(request, store)
    work.prepare()
    client = _client(work)
    work.address_of = client.address_of
    reason = _run(work, client, readers)
    if work.disk_fault is not None:
        raise work.disk_fault
    return _finish(work, client, reason)


def _run(work: Crawl, client: Client, readers: Readers | None) -> str:
    process = _process(work.settings.concurrency)
    crawler = process.create_crawler(BureauSpider)
    reasons: list[str] = []

    def closed(spider: BureauSpider, reason: str) -> None:
        reasons.append(reason)

    crawler.signals.connect(closed, signals.spider_closed)
    process.crawl(crawler, crawl=work, client=client, readers=readers)
    process.start()
    return reasons[0] if reasons else "failed"


def _client(work: Crawl) -> Client:
    return Client(
        may_connect=work.policy.may_connect,
        proxy=_proxy(work.settings.proxy),
        loopback_only=bool(os.environ.get("AUDITOR_LOOPBACK_ONLY")),
    )


def _process(concurrency: int) -> AsyncCrawlerProcess:
    """Return Scrapy's process, its chatter kept out of the program's log."""
    chatter = logging.getLogger("scrapy")
    chatter.propagate = False
    process = AsyncCrawlerProcess(scrapy_settings(concurrency=concurrency))
    logging.captureWarnings(capture=False)
    chatter.addHandler(_Relay(logging.WARNING))
    return process


class _Relay(logging.Handler):
    """Passes on what is worth a reader's time."""

    def emit(self, record: logging.LogRecord) -> None:
        """Hand the record to the program's own log."""
        logging.getLogger().handle(record)


def _finish(work: Crawl, client: Client, reason: str) -> CrawlEnd:
    end = work.end(reason)
    store = work.store
    store.flush()
    store.note("finished", stamp(work.clock()))
    store.note("finish_reason", end.finish_reason)
    store.note("complete", "true" if end.complete else "false")
    earlier = json.loads(store.facts().get("notes", "[]"))  # of the round before, where a browser found more to visit
    store.note("notes", json.dumps(list(dict.fromkeys((*earlier, *work.notes()))), ensure_ascii=False))
    store.note("traffic", json.dumps({"requests": client.requests, "bytes": client.received}))
    work.request.progress(work.state())
    return end


def _proxy(address: str) -> tuple[str, int] | None:
    if not address:
        return None
    parts = urlsplit(address if "://" in address else f"http://{address}")
    return (parts.hostname or "", parts.port or 8080)
