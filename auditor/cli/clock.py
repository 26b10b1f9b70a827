"""This module reads the clock for the command line: here and in the crawl, nowhere else (HOUSE-STYLE 2)."""

from __future__ import annotations

from datetime import datetime

from spiders.moments import CHINA


def now() -> datetime:
    """Return the time in China, wherever the machine stands: days, deadlines and windows are those of the sites."""
    return datetime.now(CHINA)
