"""This module is the spider: it carries visits to the downloader and answers back, and decides nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response

from spiders.crawl import Crawl
from spiders.http.client import Client
from spiders.readers import Readers
from spiders.visit import Visit


class BureauSpider(scrapy.Spider):
    """Crawls one site."""

    name = "bureau"

    def __init__(self, crawl: Crawl, client: Client, readers: Readers | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.crawl = crawl
        self.client = client
        self.readers = readers

    async def start(self) -> AsyncIterator[Request]:
        """Yield nothing: the scheduler draws from the crawl."""
        return
        yield

    def request_for(self, visit: Visit) -> Request:
        """Return Scrapy's request for a visit."""
        meta = {
            "visit": visit,
            "download_slot": visit.host.name,
        }  # the frontier keeps the pace: Scrapy need not read the host
        return Request(visit.url, callback=self.parse, errback=self.failed, meta=meta, dont_filter=True)

    def parse(self, response: Response, **kwargs: Any) -> None:
        """Hand an answer to the crawl."""
        meta = response.meta
        self.crawl.finish(meta["visit"], meta.pop("answer"), None)

    def failed(self, failure: Any) -> None:
        """Hand an error to the crawl."""
        self.crawl.finish(failure.request.meta["visit"], None, failure.value)
