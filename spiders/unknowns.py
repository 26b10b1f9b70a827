"""This module knows how the parts of a host answer for what does not exist: honestly, with a page, or with a redirect.

One host is often several programs: ``/zwgk/`` static files, ``/hd/*.jsp`` another system, each with its own way of saying "not
found". A part is a first path segment and an ending; it is asked when a page in it says little enough to be such an answer.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from auditor.urls import resolve
from spiders.aim import ending_of
from spiders.http.client import Answer
from spiders.outcome import REDIRECTS, is_html
from spiders.visit import Visit

MOST_PARTS = 40  # of one host; what lies beyond is compared with the host's first answer
_INDEX = re.compile(r"(^|/)((index|default|home|main)\.[a-z]{2,5})?$", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?(\.\d+)?|[0-9a-fA-F-]{12,}")


@dataclass(frozen=True, slots=True)
class Unknown:
    """How a part of a host answers for an address that does not exist; ``url`` is the one that was asked for."""

    honest: bool
    url: str = ""
    body: bytes = b""
    content_type: str = ""
    redirect_to: str = ""


HONEST = Unknown(honest=True)


@dataclass(slots=True)
class Unknowns:
    """What is known of the parts of all hosts. ``seed`` makes the names of addresses that no one has."""

    seed: str
    _of_host: dict[str, Unknown] = field(default_factory=dict)
    _of_part: dict[str, Unknown] = field(default_factory=dict)
    _asked: dict[str, str] = field(default_factory=dict)  # made-up address -> the part it stands for
    _parts: dict[str, int] = field(default_factory=dict)  # how many parts of a host were asked

    def asked(self, host_name: str) -> bool:
        """Say whether anything is known of a host."""
        return host_name in self._of_host

    def beside(self, url: str) -> str:
        """Return an address beside ``url``, of the same ending, that no one has; its answer speaks for the part."""
        parts = urlsplit(url)
        name = hashlib.sha256(f"{self.seed}|{parts.netloc}".encode()).hexdigest()[:20]
        folder, _, file = parts.path.rpartition("/")
        ending = ending_of(file)
        tail = f".{ending}" if ending else "" if file else "/"
        address = f"{parts.scheme}://{parts.netloc}{folder}/{name}{tail}"
        self._asked[address] = part_of(url)
        return address

    def is_open(self, host_name: str, url: str) -> bool:
        """Say whether the part that an address lies in is yet to be asked."""
        return part_of(url) not in self._of_part and self._parts.get(host_name, 0) < MOST_PARTS

    def learn(self, visit: Visit, answer: Answer | None) -> None:
        """Take the answer for an address that does not exist; None where there was none."""
        self.settle(visit.host.name, visit.url, _unknown(visit, answer))

    def settle(self, host_name: str, address: str, unknown: Unknown) -> None:
        """Remember how a part answers for a made-up address."""
        self._of_host.setdefault(host_name, unknown)
        self._of_part[self._asked[address]] = unknown
        self._parts[host_name] = self._parts.get(host_name, 0) + 1

    def of(self, host_name: str, url: str) -> Unknown:
        """Return how the part that an address lies in answers for what does not exist, or else its host."""
        return self._of_part.get(part_of(url)) or self._of_host.get(host_name, HONEST)


def part_of(url: str) -> str:
    """Return the part of a host that an address lies in.

    >>> part_of("http://a.cn/zwgk/x/b.jsp?id=1"), part_of("http://a.cn/b.html"), part_of("http://a.cn/zwgk/")
    ('a.cn/zwgk jsp', 'a.cn/ html', 'a.cn/zwgk /')
    """
    parts = urlsplit(url)
    first, slash, _ = parts.path.lstrip("/").partition("/")
    file = parts.path.rpartition("/")[2]
    return f"{parts.netloc}/{first if slash else ''} {(ending_of(file) or '-') if file else '/'}"


def plain_text(text: str, url: str) -> str:
    """Return a text without its own address, times of the day and request numbers, which each such answer has anew.

    >>> plain_text("/a/b.html 不存在 12:30:01", "http://x.cn/a/b.html")
    ' 不存在 '
    """
    for said in (url, urlsplit(url).path, urlsplit(url).path.rpartition("/")[2]):
        if len(said) > 1:
            text = text.replace(said, "")
    return _CLOCK.sub("", text)


def _unknown(visit: Visit, answer: Answer | None) -> Unknown:
    if answer is None or answer.status >= 400:
        return HONEST
    if answer.status in REDIRECTS:
        target = resolve(visit.url, answer.headers.get("location", ""))[0]
        # Sent to a front page: that one exists, whoever is sent there.
        if not target or _INDEX.search(urlsplit(target).path):
            return HONEST
        return Unknown(honest=False, url=visit.url, redirect_to=target)
    if answer.status != 200 or not is_html(answer.headers, answer.body):
        return HONEST
    content_type = answer.headers.get("content-type", "")
    return Unknown(honest=False, url=visit.url, body=answer.body, content_type=content_type)
