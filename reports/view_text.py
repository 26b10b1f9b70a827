"""This module makes texts from web pages safe to show: no control characters, no direction marks, addresses shortened."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote_plus, urlsplit

from auditor.urls import is_absolute
from reports.page_text import clean

# Beyond what no format wants: invisible marks that make equal texts differ in a cell's filter list.
_UNSEEN = re.compile("[\x85\u061c\u200b\u2060-\u206f\ufeff\ufff9-\ufffb]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_PLAIN_LINK = re.compile(r"https?://[a-z0-9.-]*[a-z0-9](?:/(?:[A-Za-z0-9/?&=._~+,;:!$@*()-]|%[0-9A-Fa-f]{2})*)?")
MAX_LINK = 2000  # Excel takes 2,079 characters in a link


def plain(text: str) -> str:
    r"""Return ``text`` without control characters, direction marks and lone surrogates; line ends are ``\n``.

    >>> plain("a\x07b\u202ec\r\nd")
    'abc\nd'
    """
    if text.isprintable():  # nearly all are, and a report calls this a hundred times a line
        return text
    return _UNSEEN.sub("", clean(_LINE_ENDS.sub("\n", text))).replace("\t", " ")


def one_line(text: str, limit: int = 0) -> str:
    """Return ``text`` on one line, cut with an ellipsis at ``limit`` characters (0 = whole)."""
    if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(plain(text).split())
    return cut(text, limit) if limit else text


def cut(text: str, limit: int) -> str:
    """Return ``text`` no longer than ``limit`` characters, an ellipsis at the end where something was left out."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


@lru_cache(maxsize=4_096)
def short_url(url: str, limit: int = 60) -> str:
    """Return an address short enough to read: without scheme and query's tail, the middle left out, Chinese decoded.

    >>> short_url("http://a.gov.cn/tzgg/")
    'http://a.gov.cn/tzgg/'
    """
    text = one_line(url)
    if len(text) <= limit:
        return text
    try:
        host, path, query = _parts(text)
    except ValueError:
        return cut(text, limit)
    path = _decoded(path) + ("?…" if query else "")
    if len(host + path) <= limit:
        return host + path
    room = limit - len(host) - 2  # what is left for the end of the path, which tells addresses apart
    if room >= limit // 3:
        return f"{host}/…{path[-room:]}"
    return f"…{(host + path)[1 - limit :]}"


@lru_cache(maxsize=64)  # the same address is shortened to several lengths in a row
def _parts(url: str) -> tuple[str, str, str]:
    """Return host, path and query of an address."""
    if _PLAIN_LINK.fullmatch(url):  # urlsplit takes ten times as long
        host, slash, rest = url.partition("://")[2].partition("/")
        path, _, query = rest.partition("?")
        return host, slash + path, query
    parts = urlsplit(url)
    return parts.netloc, parts.path, parts.query


def link_of(url: str) -> str:
    """Return the address as a link may carry it, "" where it is none that a reader should click (file:, too long, odd)."""
    if len(url) > MAX_LINK:
        return ""
    if _PLAIN_LINK.fullmatch(url):  # nearly all are
        return url
    if not is_absolute(url):
        return ""
    text = quote(_STRAY_PERCENT.sub("%25", plain(url)), safe="%/:?#[]@!$&'()*+,;=-._~")
    return text if len(text) <= MAX_LINK else ""


def _decoded(path: str) -> str:
    if "%" not in path and "+" not in path:
        return plain(path)
    text = unquote_plus(path, errors="replace")
    return path if "\ufffd" in text else plain(text)
