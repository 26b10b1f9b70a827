"""This module reads the date of a list's row where the page itself says which of several it is."""

from __future__ import annotations

import re

from spiders.extract import dates
from spiders.extract.document import Element, ancestors, compact
from spiders.extract.reading import Reading

# The row's date is that of publication; the day from which a document is in force may lie years after it.
_HEADS = (
    re.compile(r"(?:发布|公布|公开|上网|上传|公示|刊登)(?:日期|时间|日)$"),
    re.compile(r"(?:更新|成文|印发|发文|制发|签发)(?:日期|时间|日)$"),
)
_TABLE_LEVELS = 3


def told_date(reading: Reading, row: Element) -> str | None:
    """Return the date under a heading that names it, or the one that a time element gives in full; None where neither is."""
    if row.tag == "tr":
        return _headed(reading, row)
    if not reading.has_times:
        return None
    times = [date for date in (_moment(time.get("datetime")) for time in row.iter("time")) if date]
    return times[0] if len(times) == 1 else None


def _moment(text: str | None) -> str | None:
    found = dates.find_first(text) if text else None
    return found.date if found else None


def _headed(reading: Reading, row: Element) -> str | None:
    cells = [_moment(reading.text_of(cell)) for cell in row]
    if sum(date is not None for date in cells) < 2:
        return None
    table = next((node for node in ancestors(row, _TABLE_LEVELS) if node.tag == "table"), None)
    head = next(table.iter("tr"), None) if table is not None else None
    if head is None or head is row or len(head) != len(row):
        return None
    names = [compact(reading.text_of(cell)) for cell in head]
    for wanted in _HEADS:
        for name, date in zip(names, cells, strict=True):
            if date and wanted.search(name):
                return date
    return None
