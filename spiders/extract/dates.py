"""This module reads dates and times out of Chinese page text."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_SEP = r"[-./\-－—–‐‑]"
_TIME = (
    r"(?:(?:\s*[(（]?(?:星期|周)[一二三四五六日天][)）]?)?[\s,，T]*(?P<hour>[01]?\d|2[0-3])\s*[:：∶﹕时点]\s*(?P<minute>[0-5]?\d)"
    r"(?:\s*[:：∶﹕分]\s*[0-5]?\d(?:\.\d+)?\s*秒?)?(?!\d))?"
)
# What may not stand before the year is asked behind its first digits: a pattern that begins with 19 or 20 is found much faster.
FULL = re.compile(
    rf"(?P<year>(?:19|20)(?<![\d/.=?&_-]..)\d\d)\s*(?:{_SEP}|年)\s*(?P<month>0?[1-9]|1[0-2])\s*(?:{_SEP}|月)\s*"
    rf"(?P<day>[12]\d|3[01]|0?[1-9])(?!\d)\s*日?号?{_TIME}"
)
_SHORT = re.compile(
    r"(?<![\d.\-/年号〕])(?P<month>0?[1-9]|1[0-2])\s*[-/.月]\s*(?P<day>[12]\d|3[01]|0?[1-9])\s*日?(?![\d.\-/年%])"
)
_DAY_FIRST = re.compile(
    rf"(?<![\d\-/.])(?P<day>[12]\d|3[01]|0[1-9])\s*日?\s*[/|]?\s*(?P<year>(?:19|20)\d\d)\s*(?:{_SEP}|年)\s*"
    rf"(?P<month>0[1-9]|1[0-2]|[1-9])\s*月?(?!\s*(?:{_SEP}|\d))"
)
_DAY_LAST = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d)\s*(?:{_SEP}|年)\s*(?P<month>0[1-9]|1[0-2]|[1-9])\s*月?\s+(?P<day>[12]\d|3[01]|0[1-9])(?!\d|\s*{_SEP})"
)
_SHORT_THEN_YEAR = re.compile(
    rf"(?<![\d\-/.])(?P<month>0[1-9]|1[0-2])\s*{_SEP}\s*(?P<day>[12]\d|3[01]|0[1-9])\s+(?P<year>(?:19|20)\d\d)(?!\d|\s*(?:{_SEP}|年))"
)
_YEAR_THEN_SHORT = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d)\s*年?\s+(?P<month>0[1-9]|1[0-2])\s*{_SEP}\s*(?P<day>[12]\d|3[01]|0[1-9])(?!\d|\s*{_SEP})"
)
_SPLIT_FORMS = (_DAY_FIRST, _DAY_LAST, _SHORT_THEN_YEAR, _YEAR_THEN_SHORT)
# Stands in each text that one of these forms is found in.
_YEAR_APART = re.compile(
    rf"(?:19|20)\d\d(?:\s*(?:{_SEP}|年)\s*\d\d?\s*月?\s+\d|\s*年?\s+\d\d\s*{_SEP}"
    rf"|(?<=[\d日/|\s]....)\s*(?:{_SEP}|年)\s*\d|(?<=[\d\s]\s....))"
)
_PACKED = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_ADDRESS_FORMS = (
    re.compile(r"/t?((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[_/.\d-]|$)"),
    re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])/"),
    re.compile(r"/((?:19|20)\d\d)-?(0[1-9]|1[0-2])/t?(?:\d{4})?\d{2}(\d\d)?_"),
)
_ADDRESS_MONTH = re.compile(r"/((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])(?:/|\d\d[_/])")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as text, with the time if it was shown, and where in the text it stood."""

    date: str
    time: str | None
    start: int
    end: int


def _valid(year: str, month: str, day: str) -> str | None:
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def find_all(text: str) -> list[Moment]:
    """Return every full date of ``text`` in order.

    >>> [(m.date, m.time) for m in find_all("时间：2025年06月03日 13时44分，2023-08-19 10∶08")]
    [('2025-06-03', '13:44'), ('2023-08-19', '10:08')]
    """
    start = _first_year(text)
    if start < 0:  # most lines have no year, and the pattern looks at every character
        return []
    found = []
    for match in FULL.finditer(text, start):
        date = _valid(match["year"], match["month"], match["day"])
        if date is None:
            continue
        time = f"{int(match['hour']):02d}:{int(match['minute']):02d}" if match["hour"] else None
        found.append(Moment(date, time, match.start(), match.end()))
    return found


def _first_year(text: str) -> int:
    """Return where the first year may stand, -1 where there is none."""
    old, new = text.find("19"), text.find("20")
    return old if new < 0 or 0 <= old < new else new


def find_first(text: str) -> Moment | None:
    """Return the first full date of ``text``."""
    found = find_all(text)
    return found[0] if found else None


def find_split(text: str) -> Moment | None:
    """Return a date whose day, month and year are shown apart, as in ``15 2024-03``."""
    start = _first_year(text)
    if start < 0 or not _YEAR_APART.search(text, start):
        return None
    for form in _SPLIT_FORMS:
        match = form.search(text)
        date = _valid(match["year"], match["month"], match["day"]) if match else None
        if match and date:
            return Moment(date, None, match.start(), match.end())
    return None


def find_packed(text: str) -> str | None:
    """Return a date written as eight digits."""
    match = _PACKED.search(text)
    return _valid(*match.groups()) if match else None


def valid(year: int, month: int, day: int) -> str | None:
    """Return the date as text, None where there is no such day."""
    return _valid(str(year), str(month), str(day))


def find_short(text: str) -> tuple[int, int, int, int] | None:
    """Return (month, day, start, end) of a date without a year."""
    match = _SHORT.search(text)
    if match is None:
        return None
    return int(match["month"]), int(match["day"]), match.start(), match.end()


def complete_short(month: int, day: int, href: str, as_of: dt.date | None) -> str | None:
    """Give a date without year the year that its address shows, else the latest that is not in the future."""
    shown = from_address(href)
    if shown and shown[5:] == f"{month:02d}-{day:02d}":
        return shown
    packed = _ADDRESS_MONTH.search(href)
    if packed and int(packed[2]) == month:
        return _valid(packed[1], str(month), str(day))
    if as_of is None:
        return None
    for year in range(as_of.year, as_of.year - 5, -1):  # five, for 29 February
        date = _valid(str(year), str(month), str(day))
        if date and date <= as_of.isoformat():
            return date
    return None


def from_address(url: str) -> str | None:
    """Return the date in an address; it is the system's creation date, so a last resort only."""
    for form in _ADDRESS_FORMS:
        match = form.search(url)
        if match and match[3]:
            return _valid(match[1], match[2], match[3])
    return None
