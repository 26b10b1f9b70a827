"""This module writes moments the way the snapshot keeps them: ISO 8601 in Chinese time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

CHINA = timezone(timedelta(hours=8))


def stamp(moment: float) -> str:
    """Return a moment as text.

    >>> stamp(0.0)
    '1970-01-01T08:00:00+08:00'
    """
    return datetime.fromtimestamp(moment, CHINA).isoformat(timespec="seconds")


def day_of(moment: float) -> date:
    """Return the day of a moment, in China."""
    return datetime.fromtimestamp(moment, CHINA).date()


def moment_of(text: str) -> float:
    """Return what ``stamp`` was given, to the second."""
    return datetime.fromisoformat(text).timestamp()


def opens_at(window: str, now: float) -> float:
    """Return when a nightly window ("22:00-06:00", Chinese time) opens next; 0 inside it, or where there is none.

    >>> opens_at("", 0.0), opens_at("07:00-09:00", 0.0), opens_at("09:00-10:00", 0.0)
    (0.0, 0.0, 3600.0)
    """
    if not window:
        return 0.0
    begin, end = (int(part[:2]) * 60 + int(part[3:]) for part in window.split("-"))
    local = datetime.fromtimestamp(now, CHINA)
    minute = local.hour * 60 + local.minute
    inside = begin <= minute < end if begin <= end else minute >= begin or minute < end
    if inside:
        return 0.0
    wait = (begin - minute) % (24 * 60)
    return now - local.second - local.microsecond / 1e6 + wait * 60


def retry_after(value: str, now: float) -> float:
    """Return the seconds that a Retry-After header asks for; 0 where it says nothing usable.

    >>> retry_after("120", 0.0), retry_after("soon", 0.0)
    (120.0, 0.0)
    """
    text = value.strip()
    if text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, moment.timestamp() - now)
