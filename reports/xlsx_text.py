"""This module fits text into cells: what Excel would decode, refuse or cut is dealt with before it is written."""

from __future__ import annotations

import math
import re

from reports.view_text import plain

CELL_LIMIT = 32_767  # UTF-16 units
LINE_LIMIT = 250  # Excel takes 253 line feeds a cell
CUT_MARK = "…（内容过长，已截断）"
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNESCAPED = re.compile(r"_x005[Ff]_")

LINE_POINTS = 14.0
MAX_LINES = 8


def cell_text(text: str) -> str:
    """Return ``text`` as a cell may carry it: plain, within Excel's limits, nothing that reads as an escape.

    >>> cell_text("_x000D_")
    '_x005F_x000D_'
    """
    if text.isprintable() and len(text) * 2 <= CELL_LIMIT and "_x" not in text:  # nearly all
        return text
    safe = _few_lines(plain(text))
    if len(safe) * 2 > CELL_LIMIT and len(safe.encode("utf-16-le")) // 2 > CELL_LIMIT:
        safe = safe.encode("utf-16-le")[: 2 * (CELL_LIMIT - 64)].decode("utf-16-le", "ignore") + CUT_MARK
    # The escape makes a text longer: only a text at the limit could then be too long, and it was cut with room to spare.
    return _ESCAPED.sub("_x005F_", safe) if "_x" in safe else safe


def read_text(text: str) -> str:
    """Return the text of a cell as it was before ``cell_text`` escaped it."""
    return _UNESCAPED.sub("_", text) if "_x005" in text else text


def lines_needed(text: str, width: float, most: int = MAX_LINES) -> int:
    """Return how many lines ``text`` takes in a column of ``width``, no more than ``most``.

    A Chinese character is about two digits wide, which its length in GB18030 happens to say, at C speed.
    """
    if len(text) > most * width:
        return most
    room = max(width - 1.0, 1.0)
    parts = text.encode("gb18030", "replace").split(b"\n")  # no byte of a longer character is a line feed
    return min(sum([max(math.ceil(len(part) / room), 1) for part in parts]), most)


def overflows(text: str, width: float, most: int = MAX_LINES) -> bool:
    """Say whether ``text`` is sure to need more lines than a row is given."""
    return len(text) * 2 > most * width and len(text.encode("gb18030", "replace")) > most * (width - 1.0)


def row_points(lines: int) -> float:
    """Return the height of a row of ``lines`` lines."""
    return max(lines, 1) * LINE_POINTS + 5


def _few_lines(text: str) -> str:
    if text.count("\n") <= LINE_LIMIT:
        return text
    parts = text.split("\n")
    return "\n".join(parts[:LINE_LIMIT]) + " " + " ".join(parts[LINE_LIMIT:])
