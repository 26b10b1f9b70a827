"""This module reads of a page of another host no more than a reader sees first: its title and its first words."""

from __future__ import annotations

import html
import re

from spiders.extract.encoding import decode

MOST_BYTES = 65_536
_MOST_TITLE = 300
_MOST_TEXT = 2_000
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_UNSEEN = re.compile(
    r"<(script|style|noscript|template|head)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL
)


def first_words(body: bytes, content_type: str) -> tuple[str, str]:
    """Return title and first words of an HTML page.

    >>> first_words(b"<title>A &amp; B</title><script>x</script><p>Hello <b>you</b></p>", "text/html")
    ('A & B', 'Hello you')
    """
    text, _ = decode(body[:MOST_BYTES], content_type)
    found = _TITLE.search(text)
    title = _plain(found[1]) if found else ""
    seen = _UNSEEN.sub(" ", text[: found.start()] + text[text.find(">", found.end()) + 1 :] if found else text)
    return title[:_MOST_TITLE], _plain(seen)[:_MOST_TEXT]


def _plain(text: str) -> str:
    return " ".join(html.unescape(text).split())
