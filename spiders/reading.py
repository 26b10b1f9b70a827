"""This module reads fetched pages and stylesheets with the extractor and keeps what they say."""

from __future__ import annotations

import logging
from array import array
from typing import TYPE_CHECKING

from auditor.model.page import Region
from spiders.aim import Mode
from spiders.extract import css_references
from spiders.foreign import first_words
from spiders.gist import Gist, as_unknown
from spiders.http.client import Answer
from spiders.moments import day_of
from spiders.outcome import is_html
from spiders.readers import attempt
from spiders.visit import Visit

if TYPE_CHECKING:
    from spiders.crawl import Crawl

logger = logging.getLogger(__name__)


class Reader:
    """Reads for one crawl."""

    def __init__(self, crawl: Crawl) -> None:
        self._crawl = crawl
        self._unknown: dict[str, Gist | None] = {}

    def read(self, url: str, body: bytes, content_type: str) -> Gist | None:
        """Return what is read of a page, or None where the extractor cannot read it at all."""
        crawl = self._crawl
        gist, fault = attempt(url, body, content_type, day_of(crawl.clock()), crawl.policy.private)
        if fault:
            logger.error("page cannot be read: %s", fault)
        return gist

    def keep(self, visit: Visit, gist: Gist) -> None:
        """Keep the rows of a page, and with them the addresses it names."""
        crawl, book = self._crawl, self._crawl.book
        page_id, depth = visit.url_id, book.depth(visit.url_id) + 1
        spread = depth <= crawl.settings.max_depth

        numbers = array("i")
        for url, tag, attr in gist.addresses:
            known = book.ids.get(url)
            if known is None or book.modes[known] != Mode.READ:  # of few is anything to be learnt
                if known is None and url in gist.following:
                    crawl.first.add(len(book.urls))
                known = book.meet_reference(url, tag, attr, page_id, depth if spread else 65_535)
            numbers.append(-1 if known is None else known)
        rows = as_unknown(gist.rows) if self._is_soft_404(visit, gist) else gist.rows
        crawl.store.add_read_page(page_id, rows, links=gist.links, numbers=numbers)
        crawl.traps.note(visit.url, gist.signature)

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

    def _is_soft_404(self, visit: Visit, gist: Gist) -> bool:
        """Whether a page says word for word what its part of the host says of an address that does not exist."""
        unknown = self._crawl.gate.unknown(visit.host, visit.url)
        if unknown.honest or not gist.says_little:
            return False
        if unknown.redirect_to:
            return visit.url == unknown.redirect_to and visit.url_id not in self._crawl.first
        if unknown.url not in self._unknown:
            self._unknown[unknown.url] = self.read(unknown.url, unknown.body, unknown.content_type)
        known = self._unknown[unknown.url]
        return known is not None and known.words is not None and bool(known.words[0]) and known.words == gist.words
