"""This module names where a sample is served; pages are built with these addresses in them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addresses:
    """Base addresses without a trailing slash: the site, another host, and a port that refuses connections."""

    base: str
    external: str
    refused: str
