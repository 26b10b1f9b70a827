"""This module turns a page's bytes into text, trusting the bytes more than what is declared about them."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_CHINESE_FAMILY = {"gb2312", "gbk", "gb18030", "hz", "euc_cn"}
_COMMON = re.compile(
    "[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年同工政府信息网站公开]"
)
_HEAD_BYTES = 4096


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """Return the page's text and the name of the encoding that its bytes are really in.

    >>> decode("政府".encode("gb18030"), "text/html; charset=utf-8")
    ('政府', 'gb18030')
    """
    text, encoding, _ = decode_whole(body, content_type)
    return text, encoding


def decode_whole(body: bytes, content_type: str) -> tuple[str, str, bool]:
    """Return text and encoding, and whether the bytes are the text in UTF-8 as they stand."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _clean(body[len(mark) :].decode(_without_mark(name, mark), "replace")), name, False
    wide = _wide_encoding(body)
    if wide:
        return _clean(body.decode(wide, "replace")), wide, False
    declared = _declared(body, content_type)
    whole = b"\x00" not in body  # much faster than a look at the text
    if body.isascii():
        text = body.decode("ascii")
        return (text if whole else _clean(text)), declared or "utf-8", whole
    plain = _plain_utf8(body, declared)
    if plain is not None:
        return (plain if whole else _clean(plain)), "utf-8", whole
    name = _judge(body, declared)
    return _clean(body.decode(name, "replace")), name, False


def _plain_utf8(body: bytes, declared: str) -> str | None:
    """Return the text of a page that is UTF-8 beyond doubt, as nearly all are: decoded once, not looked at twice."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if _is_utf8(0, _wide_chars(body, text), declared) else None


def _without_mark(name: str, mark: bytes) -> str:
    if name != "utf-32":
        return name
    return "utf-32-le" if mark == codecs.BOM_UTF32_LE else "utf-32-be"


def _clean(text: str) -> str:
    return text.replace("\x00", "") if "\x00" in text else text


def _wide_encoding(body: bytes) -> str:
    """Recognise UTF-16 without a mark: every other byte of the ASCII markup is zero."""
    head = body[:_HEAD_BYTES]
    if head.count(0) * 5 < len(head) or len(head) < 8:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else ""


def _declared(body: bytes, content_type: str) -> str:
    match = _HEADER_CHARSET.search(content_type)
    if match is None:
        found = _META_CHARSET.search(body[:_HEAD_BYTES])
        name = found[1].decode("ascii", "replace") if found else ""
    else:
        name = match[1]
    try:
        known = codecs.lookup(name).name.replace("-", "_") if name else ""
    except LookupError:
        return ""
    if known in _CHINESE_FAMILY:
        return "gb18030"  # what browsers do too: the two older sets are parts of it
    if known.startswith(("utf_16", "utf_32", "base64", "rot", "hex", "zip", "bz2", "quopri", "uu", "idna", "punycode")):
        return ""  # a declaration read as single bytes cannot be a wide encoding (WHATWG reads it as UTF-8)
    return known.replace("_", "-")


def _judge(body: bytes, declared: str) -> str:
    errors, wide_chars = _utf8_quality(body)
    if _is_utf8(errors, wide_chars, declared):
        return "utf-8"
    candidates = [name for name in dict.fromkeys((declared, "utf-8", "gb18030", "big5")) if name]
    return max(candidates, key=lambda name: (_fitness(body, name), name == declared))


def _is_utf8(errors: int, wide_chars: int, declared: str) -> bool:
    return errors == 0 and (wide_chars >= 6 or declared in ("", "utf-8"))


def _wide_chars(body: bytes, text: str) -> int:
    """Estimate the characters of three bytes."""
    return (len(body) - len(text)) // 2


def _utf8_quality(body: bytes) -> tuple[int, int]:
    text = body.decode("utf-8", "replace")
    errors = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    if errors and text.endswith("\ufffd"):
        errors -= 1  # a page cut off in the middle of a character
    return errors, _wide_chars(body, text)


def _fitness(body: bytes, name: str) -> float:
    """Score a decoding: everyday Chinese characters speak for it, undecodable bytes strongly against it."""
    try:
        text = body[:200_000].decode(name, "replace")
    except (LookupError, UnicodeError):
        return -1e9
    private = len(re.findall("[\ue000-\uf8ff\x80-\x9f]", text))
    return len(_COMMON.findall(text)) - 20.0 * text.count("\ufffd") - 5.0 * private
