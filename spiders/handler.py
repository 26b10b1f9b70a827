"""This module is Scrapy's download handler for http and https: it sends what the visit asks with the project's own client."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from spiders.bureau import BureauSpider
from spiders.http.client import Client


class AuditDownloadHandler:
    """One client for both schemes; it belongs to the spider, which reads its counters."""

    lazy = False

    def __init__(self, client: Client) -> None:
        self._client = client

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AuditDownloadHandler:
        """Make the handler of a crawl."""
        assert isinstance(crawler.spider, BureauSpider)
        return cls(crawler.spider.client)

    async def download_request(self, request: Request) -> Response:
        """Send the visit's request; its errors go to the spider's errback."""
        answer = await self._client.fetch(request.meta["visit"].ask())
        request.meta["answer"] = answer
        return Response(request.url, status=answer.status)

    async def close(self) -> None:
        """Close the connections."""
        self._client.close()
