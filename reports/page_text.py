"""This module makes text that came from web pages harmless: it is shown, never obeyed."""

from __future__ import annotations

import re

# Controls, lone surrogates and non-characters no file format wants; the bidirectional overrides because a title with one
# turns the rest of a line around and shows an address that is not there.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return ``text`` without characters that break files or turn lines around.

    >>> clean("甲\\x00乙\\u202e丙")
    '甲乙丙'
    """
    return text if text.isprintable() else _HARMFUL.sub("", text)  # nearly all are printable


def one_line(text: str, limit: int = 0) -> str:
    """Return clean text on one line, cut with … where it is longer than ``limit`` (0 = uncut).

    >>> one_line(" 甲\\n 乙 丙丁", 4)
    '甲 乙…'
    """
    line = _SPACES.sub(" ", clean(text)).strip()
    return line if not limit or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def web_link(url: str) -> str:
    """Return ``url`` where a browser may be sent there (http, https), else "".

    >>> web_link("javascript:alert(1)"), web_link("HTTP://a.gov.cn/")
    ('', 'HTTP://a.gov.cn/')
    """
    return url if re.match(r"https?://[^\s<>\"'`]+$", clean(url), re.IGNORECASE) and url == clean(url) else ""
