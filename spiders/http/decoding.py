"""This module undoes Content-Encoding without ever holding more than it may."""

from __future__ import annotations

import zlib

from spiders.http.faults import BrokenAnswer, OversizedAnswer

ACCEPTED = "gzip, deflate"
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


def decode(body: bytes, encoding: str, limit: int, *, cut: bool = False) -> bytes:
    """Return the plain body. Raises OversizedAnswer beyond ``limit`` bytes unless ``cut``, BrokenAnswer where it is no such data.

    >>> decode(zlib.compress(b"abc"), "deflate", 10)
    b'abc'
    """
    for name in reversed([part.strip().lower() for part in encoding.replace("\n", ",").split(",")]):
        if name in ("", "identity") or not body:
            continue
        if name not in ("gzip", "x-gzip", "deflate"):
            raise BrokenAnswer(f"unknown Content-Encoding {name[:40]!r}")
        body = _inflate(body, limit, cut=cut)
    return body


def _inflate(body: bytes, limit: int, *, cut: bool) -> bytes:
    if body[:2] != b"\x1f\x8b" and body.lstrip()[:1] == b"<":
        return body  # says it is compressed and is not
    try:
        return _bounded(body, _GZIP_OR_ZLIB, limit, cut=cut)
    except zlib.error:
        try:
            return _bounded(body, -zlib.MAX_WBITS, limit, cut=cut)
        except zlib.error as error:
            raise BrokenAnswer(f"body cannot be decompressed: {error}") from error


def _bounded(body: bytes, wbits: int, limit: int, *, cut: bool) -> bytes:
    machine = zlib.decompressobj(wbits)
    plain = machine.decompress(body, limit + 1)
    if len(plain) <= limit:
        return plain
    if cut:
        return plain[:limit]
    raise OversizedAnswer(f"more than {limit} bytes after decompression")
