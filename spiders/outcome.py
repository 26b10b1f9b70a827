"""This module turns an answer, or the error in its place, into one outcome of the closed set; nothing else decides it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass

from auditor.model.fetch import Outcome
from spiders.challenge import challenge_sign
from spiders.http.faults import BrokenAnswer, ForbiddenAddress, OversizedAnswer

REDIRECTS = frozenset((301, 302, 303, 307, 308))
_HTML = ("text/html", "application/xhtml+xml")
_SNIFFED = 1_024
_STORE = b"<datastore>"  # jcms answers the further pages of a list with a bare one, mostly as text/xml
_BEGINNINGS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<title", b"<meta", _STORE)


@dataclass(frozen=True, slots=True)
class Judged:
    """An outcome and what it rests on."""

    outcome: Outcome
    detail: str = ""


def judge_answer(status: int, headers: Mapping[str, str], body: bytes) -> Judged:
    """Return what an answer means; redirects are followed elsewhere and never come here."""
    if status == 304:
        return Judged(Outcome.NOT_MODIFIED)
    sign = challenge_sign(status, headers, body)
    if sign:
        return Judged(Outcome.CHALLENGE, sign)
    if 200 <= status < 300 or status == 416:
        return Judged(Outcome.OK)
    if 400 <= status < 500:
        return Judged(Outcome.HTTP_CLIENT_ERROR)
    if 500 <= status < 600:
        return Judged(Outcome.HTTP_SERVER_ERROR)
    return Judged(Outcome.PROTOCOL_ERROR, f"status {status}")


def judge_error(error: BaseException) -> Judged:
    """Return what an error in place of an answer means."""
    for kinds, outcome in _ERRORS:
        if isinstance(error, kinds):
            return Judged(outcome, _said(error))
    return Judged(Outcome.PROTOCOL_ERROR, _said(error))


# The first that fits decides: a TLS error is an OSError too.
_ERRORS: tuple[tuple[tuple[type[BaseException], ...], Outcome], ...] = (
    ((TimeoutError,), Outcome.TIMEOUT),
    ((ForbiddenAddress,), Outcome.PRIVATE_HOST),
    ((OversizedAnswer,), Outcome.TOO_LARGE),
    ((BrokenAnswer,), Outcome.PROTOCOL_ERROR),
    ((ssl.SSLError, ssl.CertificateError), Outcome.TLS),
    ((socket.gaierror,), Outcome.DNS),
    ((ConnectionRefusedError,), Outcome.REFUSED),
    ((ConnectionError,), Outcome.PROTOCOL_ERROR),
    ((UnicodeError, ValueError), Outcome.INVALID_ADDRESS),
    ((OSError,), Outcome.TIMEOUT),  # no route, unreachable: of this machine's network as likely as of the target
)


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200] if str(error) else type(error).__name__


def is_html(headers: Mapping[str, str], body: bytes) -> bool:
    """Say whether an answer is an HTML page: by its type, or by its first bytes where the type says nothing."""
    kind = media_type(headers)
    if kind in _HTML:
        return True
    if kind in ("", "text/plain", "application/octet-stream", "text/xml", "application/xml", "application/x-httpd-php"):
        return looks_like_html(body)
    return False


def looks_like_html(body: bytes) -> bool:
    """Say whether bytes begin like an HTML page.

    >>> looks_like_html(b"\\xef\\xbb\\xbf <!DOCTYPE html><p>"), looks_like_html(b"%PDF-1.4")
    (True, False)
    >>> looks_like_html(b"<?xml version='1.0'?><datastore>"), looks_like_html(b"<?xml version='1.0'?><rss>")
    (True, False)
    """
    start = body[:_SNIFFED].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return start.startswith(_BEGINNINGS) or (
        start.startswith((b"<!--", b"<?xml")) and any(word in start for word in (b"<html", b"<!doctype html", _STORE))
    )


def media_type(headers: Mapping[str, str]) -> str:
    """Return the type that an answer gives itself, without parameters, in lower case."""
    return headers.get("content-type", "").partition("\n")[0].partition(";")[0].strip().lower()
