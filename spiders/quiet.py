"""This module keeps Scrapy from formatting a log line for every answer: the snapshot holds more than such a line says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter

if TYPE_CHECKING:
    from scrapy.logformatter import LogFormatterResult


class QuietLogFormatter(LogFormatter):
    """Says nothing of single answers: an error is a result here."""

    def crawled(self, request: Any, response: Any, spider: Any) -> LogFormatterResult | None:  # type: ignore[override]  # None: no line
        """Say nothing."""
        return None

    def download_error(  # type: ignore[override]  # None: no line
        self, failure: Any, request: Any, spider: Any, errmsg: str | None = None
    ) -> LogFormatterResult | None:
        """Say nothing."""
        return None
