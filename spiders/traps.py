"""This module recognises pages without end (calendars, session numbers, nesting) by what they are, not by a count alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LONGEST_PAGE_ADDRESS = 2_000
MOST_SEGMENTS = 25
MOST_REPEATS = 3  # of one path segment; deeper repetition is a relative link that feeds on itself
PATIENCE = 60  # pages of one shape before its variety is looked at
LEAST_VARIETY = 0.2  # share of pages of one shape that say something of their own
_MOST_SIGNATURES = 2_000
_MOST_SHAPES = 20_000
_DIGITS = re.compile(r"\d+")
_TOKEN = re.compile(r"[0-9a-fA-F]{8,}|[0-9A-Za-z_-]{20,}")


@dataclass(slots=True)
class _Shape:
    pages: int = 0
    signatures: set[int] = field(default_factory=set)

    def closed(self) -> bool:
        return self.pages >= PATIENCE and len(self.signatures) < LEAST_VARIETY * self.pages


@dataclass(slots=True)
class Traps:
    """Watches the shapes of addresses: path and parameters with numbers and tokens taken out."""

    _shapes: dict[str, _Shape] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)

    def allows(self, url: str) -> bool:
        """Say whether a page address is worth visiting."""
        if _feeds_on_itself(url):
            self.refused["nesting"] += 1
            return False
        shape = self._shapes.get(shape_of(url))
        if shape is not None and shape.closed():
            self.refused[shape_of(url)] += 1
            return False
        return True

    def note(self, url: str, signature: int) -> None:
        """Remember what a page says, as one number."""
        key = shape_of(url)
        if key not in self._shapes and len(self._shapes) >= _MOST_SHAPES:
            return
        shape = self._shapes.setdefault(key, _Shape())
        shape.pages += 1
        if len(shape.signatures) < _MOST_SIGNATURES:
            shape.signatures.add(signature)


def shape_of(url: str) -> str:
    """Return an address without its numbers and tokens.

    >>> shape_of("http://a.cn/cal/2031-05/d.html?sid=0a1b2c3d4e5f&p=7")
    'a.cn/cal/0-0/d.html?p&sid'
    """
    parts = urlsplit(url)
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&") if pair})
    path = _DIGITS.sub("0", _TOKEN.sub("x", parts.path))
    return f"{parts.netloc}{path}" + (f"?{'&'.join(names)}" if names else "")


def _feeds_on_itself(url: str) -> bool:
    if len(url) > LONGEST_PAGE_ADDRESS:
        return True
    segments = urlsplit(url).path.strip("/").split("/")
    if len(segments) > MOST_SEGMENTS:
        return True
    named = [s for s in segments if len(s) > 1]
    return len(named) > MOST_REPEATS and Counter(named).most_common(1)[0][1] > MOST_REPEATS
