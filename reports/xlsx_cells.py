"""This module makes the cells of a declared table, column by column: what repeats from row to row is made once."""

from __future__ import annotations

from datetime import date
from typing import Generic, NamedTuple, TypeVar

from reports.sheets import Look, SheetColumn, Tone, is_toned
from reports.view import Address
from reports.view_text import short_url
from reports.xlsx_stream import SheetStream, cell_start, cell_tail
from reports.xlsx_styles import Styles
from reports.xlsx_text import cell_text, lines_needed, overflows

_REMEMBERED = 2_048  # cells a column: dates, clauses and units repeat, messages do not
Row = TypeVar("Row")
Shown = str | int | date | None


class Made(NamedTuple):  # there is one a cell: a frozen dataclass takes three times as long
    """A cell as made: what it shows, its XML after the row's number, how many lines it needs."""

    value: Shown
    tail: str
    lines: int


class ColumnCells(Generic[Row]):
    """The cells of one column of a sheet being written."""

    def __init__(self, styles: Styles, column: SheetColumn[Row], index: int, *, links: int) -> None:
        """``links``: how many the sheet may have while this column still adds some, 0 = its addresses are none."""
        self.start = cell_start(index)
        self._styles = styles
        self._column = column
        self._index = index
        self._links = links
        self._toned = is_toned(column)
        self._made: dict[object, Made] = {}

    def of(self, row: Row, stream: SheetStream) -> Made:
        """Return the cell of the row that comes next."""
        value = self._column.value(row)
        if isinstance(value, Address):
            value = self._address(value, stream)
        tone = self._column.tone(row) if self._toned else Tone.NONE
        key = (value, tone) if self._toned else value
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= _REMEMBERED:
                self._made.clear()
            made = self._made[key] = self.made(value, tone)
        return made

    def made(self, value: Shown, tone: Tone = Tone.NONE) -> Made:
        """Return the cell that shows ``value``."""
        column = self._column
        if not isinstance(value, str):
            return Made(value, cell_tail(value, self._styles.cell(column.look, tone, column.office)), 1)
        text = cell_text(value)
        is_long = column.look is Look.TEXT and overflows(text, column.width, column.most_lines)
        style = self._styles.cell(Look.LONG if is_long else column.look, tone, column.office)
        is_short = column.hidden or len(text) * 2 < column.width
        return Made(
            text, cell_tail(text, style), 1 if is_short else lines_needed(text, column.width, column.most_lines)
        )

    def _address(self, value: Address, stream: SheetStream) -> str:
        """Return what a cell shows of an address; one without a link must stand whole in the text."""
        if value.link and stream.links < self._links:
            stream.link(self._index, value.link)
            # LibreOffice does not wrap a linked text: an address is shortened to what the column shows.
            return short_url(value.url, int(self._column.width) - 3) if value.bare else value.text
        if not value.url or value.bare:
            return value.url or value.text
        return f"{value.text}\n{value.url}"
