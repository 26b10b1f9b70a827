"""This module reads the clock for the command line: here and in the crawl, nowhere else (HOUSE-STYLE 2)."""

from __future__ import annotations

from datetime import datetime


def now() -> datetime:
    """Return the local time with its offset."""
    return datetime.now().astimezone()
