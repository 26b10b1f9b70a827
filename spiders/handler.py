"""This module is Scrapy's download handler for http and https: it sends what the visit asks with the project's own client."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from spiders.bureau import BureauSpider
from spiders.visit import Visit


class AuditDownloadHandler:
    """One client for both schemes; it belongs to the spider, which reads its counters. Pages are read on their way."""

    lazy = False

    def __init__(self, spider: BureauSpider) -> None:
        self._client, self._readers, self._crawl = spider.client, spider.readers, spider.crawl

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AuditDownloadHandler:
        """Make the handler of a crawl."""
        assert isinstance(crawler.spider, BureauSpider)
        return cls(crawler.spider)

    async def download_request(self, request: Request) -> Response:
        """Send the visit's request; its errors go to the spider's errback."""
        visit: Visit = request.meta["visit"]
        answer = await self._client.fetch(visit.ask())
        if self._readers is not None and not self._crawl.carrying.unchanged(visit.url, answer.body):
            visit.read = await self._readers.read(visit, answer, self._crawl.clock())
        request.meta["answer"] = answer
        return Response(request.url, status=answer.status)

    async def close(self) -> None:
        """Close the connections."""
        self._client.close()
        if self._readers is not None:
            self._readers.close()
