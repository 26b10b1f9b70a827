"""This module gives every address one form, and says what a written address is."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SPACES = re.compile(r"[\t\r\n\x00]")
_DRIVE = re.compile(r"^[a-zA-Z]:[\\/]")
_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PRIVATE_NAMES = re.compile(r"^(localhost|.*\.(localhost|local|localdomain|internal|intranet|lan))$", re.IGNORECASE)
_OLD_FORM = re.compile(r"^(0x[0-9a-fA-F]+|\d+)(\.(0x[0-9a-fA-F]+|\d+)){0,3}$")
MAX_LENGTH = 8000


class AddressKind(StrEnum):
    """What a written address is."""

    WEB = "web"
    EMPTY = "empty"  # "", "#", javascript:;, about:blank
    FILE = "file"  # file:, a drive letter, a UNC path
    OTHER = "other"  # mailto:, tel:, data: …
    INVALID = "invalid"


def classify(raw: str) -> AddressKind:
    r"""Say what an attribute value is before it is resolved.

    >>> classify("C:\\docs\\a.doc").value, classify("javascript:void(0)").value, classify("a.html").value
    ('file', 'empty', 'web')
    """
    text = raw.strip()
    if not text or text == "#" or text.lower().startswith(("javascript:", "vbscript:", "about:")):
        return AddressKind.EMPTY
    if _DRIVE.match(text) or text.startswith("\\\\") or text.lower().startswith("file:"):
        return AddressKind.FILE
    scheme = _SCHEME.match(text)
    if scheme is None or scheme[1].lower() in _DEFAULT_PORTS:
        return AddressKind.WEB
    if re.match(r"^[\w.-]+:\d+(/|$)", text):  # host:port without a scheme
        return AddressKind.INVALID
    return AddressKind.OTHER


def is_absolute(url: str) -> bool:
    """Say whether ``url`` is a whole http or https address."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in _DEFAULT_PORTS and bool(parts.hostname)
    except ValueError:
        return False


def resolve(base: str, raw: str) -> tuple[str, str]:
    """Join ``raw`` to ``base`` and return (canonical address, fragment); ("", "") where that cannot be one."""
    text = _SPACES.sub("", raw.strip())
    if len(text) > MAX_LENGTH:
        return "", ""
    text, _, fragment = text.partition("#")
    try:
        return canonical(urljoin(base, text.replace("\\", "/") if "\\" in text else text)), fragment
    except ValueError:
        return "", ""


@lru_cache(maxsize=16_384)
def canonical(url: str) -> str:
    """Return the one form of an absolute http(s) address: no fragment, lower-case host, default port and dots removed.

    Raises ValueError where ``url`` is not such an address.

    >>> canonical("HTTP://Www.A.gov.cn:80/a/../b/%e4%b8%ad?x=1#top")
    'http://www.a.gov.cn/b/%E4%B8%AD?x=1'
    """
    parts = urlsplit(safe_url_string(url.strip()))
    scheme, host = parts.scheme.lower(), parts.hostname or ""
    if scheme not in _DEFAULT_PORTS or not host:
        raise ValueError(f"not a web address: {url!r}")
    netloc = f"[{host}]" if ":" in host else host.rstrip(".")
    if parts.port and parts.port != _DEFAULT_PORTS[scheme]:
        netloc += f":{parts.port}"
    return urlunsplit((scheme, netloc, _path(parts.path), _normal_escapes(parts.query), ""))


def _path(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:] if path.startswith("/") else path.split("/")
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return _normal_escapes("/" + "/".join(kept))


def _normal_escapes(text: str) -> str:
    if "%" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else f"%{match[1].upper()}"

    return _ESCAPE.sub(one, text)


@lru_cache(maxsize=16_384)
def host_of(url: str) -> str:
    """Return the host of a canonical address, with its port where it is not the default one."""
    return urlsplit(url).netloc


def hostname_of(url: str) -> str:
    """Return the host of a canonical address without port."""
    return urlsplit(url).hostname or ""


def bare(url: str) -> str:
    """Return an address without its scheme: http and https of one site are one place."""
    return url.partition("://")[2]


def in_scope(url: str, scope: Iterable[str]) -> bool:
    """Say whether a canonical address lies under one of the canonical prefixes, whatever its scheme.

    >>> in_scope("https://a.gov.cn/x", ["http://a.gov.cn/"]), in_scope("http://a.gov.cn.evil.com/", ["http://a.gov.cn"])
    (True, False)
    """
    path = bare(url)
    return any(
        path.startswith(p) if p.endswith("/") else path == p or path.startswith((p + "/", p + "?"))
        for p in map(bare, scope)
    )


def is_private(host: str) -> bool:
    """Say whether a host (no port) is an intranet or loopback name or address by its spelling alone; nothing is resolved.

    >>> is_private("10.1.2.3"), is_private("localhost"), is_private("www.gov.cn")
    (True, True, False)
    """
    if _PRIVATE_NAMES.match(host):
        return True
    try:
        address = _address_of(host.strip("[]"))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return not mapped.is_global or mapped.is_multicast


def _address_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return a host as an address, also where it is written in a way that only sockets understand (2130706433, 0x7f.1)."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        if not _OLD_FORM.match(host):
            raise
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError as error:
        raise ValueError(str(error)) from error


def shorten(url: str, limit: int = 60) -> str:
    """Return the address cut in its middle to ``limit`` characters for display; host and end stay readable."""
    text = bare(url) or url
    if len(text) <= limit:
        return text
    head = limit * 2 // 3
    return f"{text[:head]}…{text[-(limit - head - 1) :]}"
