"""This module draws the tree of what can go wrong between the socket and the answer.

HttpFault                  an answer that is none; ``detail`` says what was wrong with it
├── BrokenAnswer           the server does not speak HTTP, or broke off
├── OversizedAnswer        more bytes than allowed, also after decompression
└── ForbiddenAddress       the name stands for an address that must not be fetched
"""

from __future__ import annotations


class HttpFault(Exception):  # noqa: N818 - the server's, not ours
    """An answer that is none."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class BrokenAnswer(HttpFault):
    """The server does not speak HTTP, or broke off in the middle."""


class OversizedAnswer(HttpFault):
    """The answer is larger than allowed."""


class ForbiddenAddress(HttpFault):
    """The host's name stands for a private address."""
