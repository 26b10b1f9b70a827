"""This module reads fetched pages and stylesheets with the extractor and keeps what they say."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from auditor.model.page import PageKind, PageRecord, Region
from spiders.aim import Mode
from spiders.extract import css_references
from spiders.foreign import first_words
from spiders.http.client import Answer
from spiders.moments import day_of
from spiders.outcome import is_html
from spiders.readers import attempt
from spiders.rows import page_rows, text_hash
from spiders.unknowns import plain_text
from spiders.visit import Visit

if TYPE_CHECKING:
    from spiders.crawl import Crawl

logger = logging.getLogger(__name__)
_FRONT = re.compile(
    r"/?(index|default)?(\.[a-z]{2,5})?", re.IGNORECASE
)  # some hosts show it for whatever they do not know
_LONG_TEXT = 600  # characters: a page with more to say is no error page, whatever it shares with one


class Reader:
    """Reads for one crawl."""

    def __init__(self, crawl: Crawl) -> None:
        self._crawl = crawl
        self._unknown: dict[str, PageRecord | None] = {}

    def read(self, url: str, body: bytes, content_type: str) -> PageRecord | None:
        """Return the record of a page, or None where the extractor cannot read it at all."""
        record, fault = attempt(url, body, content_type, day_of(self._crawl.clock()))
        if fault:
            logger.error("page cannot be read: %s", fault)
        return record

    def keep(self, visit: Visit, record: PageRecord) -> None:
        """Keep the rows of a page, and with them the addresses it names."""
        crawl, book = self._crawl, self._crawl.book
        page_id, depth = visit.url_id, book.depth(visit.url_id) + 1
        spread = depth <= crawl.settings.max_depth

        ids, modes = book.ids, book.modes

        def number(url: str, tag: str, attr: str) -> int | None:
            known = ids.get(url)
            if known is not None and modes[known] == Mode.READ:
                return known  # by far the most: nothing more can be learnt of it
            return book.meet_reference(url, tag, attr, page_id, depth if spread else 65_535)

        for url in record.next_pages:
            if url not in book.ids:
                crawl.first.add(len(book.urls))
            number(url, "a", "href")
        if record.redirect_to:
            number(record.redirect_to, "meta", "content")
        rows = page_rows(record, number, soft_404=self._is_soft_404(visit, record))
        crawl.store.add_page(page_id, rows)
        crawl.traps.note(visit.url, record)

    def style(self, visit: Visit, answer: Answer) -> None:
        """Keep what a stylesheet fetches, as links from the stylesheet."""
        if is_html(answer.headers, answer.body):
            return
        book, depth = self._crawl.book, self._crawl.book.depth(visit.url_id) + 1
        links = [
            (target, "style", "", "", Region.HEAD.value, True, None, "", "")
            for url in css_references(answer.body.decode("utf-8", "replace"), visit.url)
            if (target := book.meet_reference(url, "style", "", visit.url_id, depth)) is not None
        ]
        if links:
            self._crawl.store.add_page(visit.url_id, {"links": links})

    def foreign(self, visit: Visit, answer: Answer) -> None:
        """Keep the first words of a page of another host."""
        if answer.body and is_html(answer.headers, answer.body):
            words = first_words(answer.body, answer.headers.get("content-type", ""))
            self._crawl.store.add_page(visit.url_id, {"foreign": [words]})

    def says_little(self, url: str, record: PageRecord) -> bool:
        """Whether a page could be what its host says of an address that does not exist."""
        short = 0 < len(record.body_text) <= _LONG_TEXT and record.kind is not PageKind.SOFT_404
        return short and not record.scripted and not _FRONT.fullmatch(urlsplit(url).path)

    def _is_soft_404(self, visit: Visit, record: PageRecord) -> bool:
        """Whether a page says word for word what its part of the host says of an address that does not exist."""
        unknown = self._crawl.gate.unknown(visit.host, visit.url)
        if unknown.honest or not self.says_little(visit.url, record):
            return False
        if unknown.redirect_to:
            return visit.url == unknown.redirect_to and visit.url_id not in self._crawl.first
        if unknown.url not in self._unknown:
            self._unknown[unknown.url] = self.read(unknown.url, unknown.body, unknown.content_type)
        known = self._unknown[unknown.url]
        return known is not None and _words(known)[0] is not None and _words(known) == _words(record)


def _words(record: PageRecord) -> tuple[str | None, str]:
    return text_hash(plain_text(record.body_text, record.url)), plain_text(record.page_title or "", record.url)
