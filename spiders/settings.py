"""This module holds the Scrapy settings of the project: one engine, nothing of its own that fetches, retries or listens."""

from __future__ import annotations

from typing import Any

_HANDLER = "spiders.handler.AuditDownloadHandler"

BOT_NAME = "gov-site-auditor"
SPIDER_MODULES = ["spiders.bureau"]
SCHEDULER = "spiders.scheduler.CrawlScheduler"
DOWNLOAD_HANDLERS = {"http": _HANDLER, "https": _HANDLER, "ftp": None, "s3": None, "file": None, "data": None}
# The first executes code sent to it, the second listens on a port.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
# The client runs on asyncio alone; without Twisted's reactor a program can crawl several sites one after the other.
TWISTED_REACTOR_ENABLED = False
# Pace, redirects, retries, robots, cookies, compression are the crawl's: each has to end up in the snapshot.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}
ITEM_PIPELINES: dict[str, int] = {}
DOWNLOAD_DELAY = 0
CONCURRENT_REQUESTS_PER_DOMAIN = 256
CONCURRENT_ITEMS = 1  # no items: every one of the default 100 is a task per answer
ROBOTSTXT_OBEY = False
RETRY_ENABLED = False
REDIRECT_ENABLED = False
COOKIES_ENABLED = False
LOG_ENABLED = False
LOG_INSTALL_ROOT_HANDLER = False
STATS_DUMP = False
LOG_FORMATTER = "spiders.quiet.QuietLogFormatter"

HOSTS_AT_ONCE = 8


def scrapy_settings(*, concurrency: int) -> dict[str, Any]:
    """Return the settings of one crawl."""
    names = [name for name in globals() if name.isupper() and not name.startswith("_")]
    values = {name: globals()[name] for name in names if name != "HOSTS_AT_ONCE"}
    return {**values, "CONCURRENT_REQUESTS": concurrency * HOSTS_AT_ONCE}
