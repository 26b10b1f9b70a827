"""This module makes of a page's record what the crawl needs of it: rows ready for the store, and what decides the next steps.

A reading process sends this back in the place of the record, which is many times as much work to send.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from auditor.model.page import PageKind, PageRecord
from auditor.model.page_rows import from_json, to_json
from auditor.model.tables import LINKS, PAGES
from spiders.rows import page_rows, text_hash
from spiders.unknowns import plain_text

# Some hosts show their front page for whatever they do not know.
_FRONT = re.compile(r"/?(index|default)?(\.[a-z]{2,5})?", re.IGNORECASE)
_LONG_TEXT = 600  # characters: a page with more to say is no error page, whatever it shares with one
_OWN_ADDRESS = 200  # characters; a page that cites its own may be so much longer than the one it is compared with
_SESSION = re.compile(r"[0-9a-fA-F]{16,}")

Words = tuple[str | None, str]  # hash of the text and the title, its own address taken out of both
Named = tuple[str, str, str]  # an address, and the element and attribute that name it


class Gist(NamedTuple):
    """One page that was read. The rows, as JSON, hold the places of addresses in ``addresses``, not their numbers."""

    rows: bytes
    links: int
    addresses: list[Named]
    following: tuple[str, ...]  # the next pages of a list: first among the addresses
    signature: int
    challenge: bool
    words: Words | None  # of a short page
    says_little: bool  # so little that it could be what its host says of an address that does not exist


class _Places:
    """The addresses of one page, each once for every way it is named; private ones have no place."""

    def __init__(self, private: Callable[[str], bool]) -> None:
        self.named: list[Named] = []
        self._private = private
        self._known: dict[Named, int | None] = {}

    def place(self, url: str, tag: str, attr: str) -> int | None:
        """Return the place of an address."""
        key = url, tag, attr
        if key in self._known:
            return self._known[key]
        place = None
        if not self._private(url):
            place = len(self.named)
            self.named.append(key)
        self._known[key] = place
        return place


def gist_of(record: PageRecord, private: Callable[[str], bool]) -> Gist:
    """Return what the crawl needs of a page; ``private`` says whether an address is one that nobody may be sent to."""
    places = _Places(private)
    for url in record.next_pages:
        places.place(url, "a", "href")
    if record.redirect_to:
        places.place(record.redirect_to, "meta", "content")
    rows = page_rows(record, places.place)
    return Gist(
        rows=to_json(rows),
        links=len(rows.get(LINKS.name, ())),
        addresses=places.named,
        following=record.next_pages,
        signature=_signature(record),
        challenge=record.kind is PageKind.CHALLENGE,
        words=_words(record) if len(record.body_text) <= _LONG_TEXT + _OWN_ADDRESS else None,
        says_little=_says_little(record),
    )


def as_unknown(rows: bytes) -> bytes:
    """Return the rows of a page that is what its host says of an address that does not exist."""
    said = from_json(rows)
    said[PAGES.name][0][PAGES.names.index("soft_404") - 1] = True
    return to_json(said)


def _words(record: PageRecord) -> Words:
    return text_hash(plain_text(record.body_text, record.url)), plain_text(record.page_title or "", record.url)


def _says_little(record: PageRecord) -> bool:
    short = 0 < len(record.body_text) <= _LONG_TEXT and record.kind is not PageKind.SOFT_404
    return short and not record.scripted and not _FRONT.fullmatch(urlsplit(record.url).path)


def _signature(record: PageRecord) -> int:
    """A page's own words and titles, numbers kept: the issues of a bulletin may differ in nothing else. Session tokens go.

    A calendar that differs only in its numbers is bounded by the depth of the crawl.
    """
    words = [record.title or "", record.body_text[:2_000], *(item.title for item in record.items[:50])]
    return zlib.crc32(_SESSION.sub("", "|".join(words)).encode("utf-8", "surrogatepass"))
