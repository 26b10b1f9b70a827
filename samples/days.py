"""This module counts the days of a sample backwards from its as-of day."""

from __future__ import annotations

from datetime import date, timedelta

from auditor.workdays import Workdays

CALENDAR = Workdays()


def before(as_of: date, days: int) -> date:
    """The day ``days`` before ``as_of``."""
    return as_of - timedelta(days=days)


def workday_before(as_of: date, days: int) -> date:
    """The last working day that is at least ``days`` before ``as_of``."""
    day = before(as_of, days)
    while not CALENDAR.is_workday(day):
        day -= timedelta(days=1)
    return day


def months_before(as_of: date, months: int) -> date:
    """The same day ``months`` calendar months earlier, or the last day of that month."""
    index = as_of.year * 12 + as_of.month - 1 - months
    year, month = divmod(index, 12)
    for day in range(as_of.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(as_of.day, 28))


def workdays_after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``."""
    return CALENDAR.add(day, count)


def report_years(as_of: date) -> tuple[int, int, int]:
    """The three latest years whose annual report is due (31 January of the next year has passed)."""
    latest = as_of.year - 1 if (as_of.month, as_of.day) > (1, 31) else as_of.year - 2
    return latest, latest - 1, latest - 2
