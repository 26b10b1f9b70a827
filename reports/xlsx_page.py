"""This module writes pages made of blocks: headings, sentences and small tables on one grid of columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from reports.sheets import Look, Tone
from reports.view import Address
from reports.view_text import plain, short_url
from reports.xlsx_stream import SheetStream
from reports.xlsx_table import MAX_LINKS, Book, print_setup
from reports.xlsx_text import lines_needed, row_points

ONE_PAGE_POINTS = 1000.0  # what still reads well when shrunk to one sheet of A4


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a small table."""

    value: str | int | Address | None
    look: Look = Look.TEXT
    tone: Tone = Tone.NONE


class Page:
    """A sheet that is read from top to bottom."""

    def __init__(self, book: Book, title: str, widths: Sequence[float], tab: str) -> None:
        """Start the page on a grid of columns of the given widths."""
        self.sheet: Worksheet = book.sheet(title, tab)
        self._book = book
        self._widths = widths
        for number, width in enumerate(widths, start=1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        self._points = 0.0
        self._stream = SheetStream(self.sheet, f"A1:{get_column_letter(len(widths))}1000")

    @property
    def row(self) -> int:
        """The number of the last row written."""
        return self._stream.row

    def title(self, text: str, below: str = "") -> None:
        """Write the page's title and a line below it."""
        self._line(text, "标题", 32)
        if below:
            self._line(below, "说明", 18)

    def band(self, text: str, style: str, points: float) -> None:
        """Write a coloured band over the whole width."""
        number = self._book.styles.number(style)
        cells = [self._stream.cell(i, text if i == 0 else None, number) for i in range(len(self._widths))]
        self._append(cells, points)

    def heading(self, text: str) -> None:
        """Write a heading with room above."""
        self._append([], 8)
        self._line(text, "小标题", 24)

    def new_paper(self) -> None:
        """Begin a new sheet of paper: what follows should not start at the foot of one."""
        self.sheet.row_breaks.append(Break(id=self.row))

    def sentence(self, text: str) -> None:
        """Write a sentence that runs over the whole width, on as many lines as it needs."""
        for line in _wrapped(plain(text), sum(self._widths)):
            self._line(line, "说明", 17)

    def header(self, texts: Sequence[str]) -> None:
        """Write the header of a small table."""
        style = self._book.styles.number("表头 ours")
        self._append([self._stream.cell(i, text, style) for i, text in enumerate(texts)], 24)

    def rows(self, rows: Iterable[Sequence[Cell]], points: float = 0.0) -> tuple[int, int]:
        """Write the rows of a small table, each at least ``points`` high; return the first and the last row's number."""
        first = self.row + 1
        for row in rows:
            self._row(row, points)
        return first, self.row

    def space(self, points: float) -> None:
        """Leave room, for a chart or for the eye."""
        self._append([], points)

    def finish(self) -> None:
        """Set up the print: on one sheet of paper where it stays readable."""
        run = self._book.view.result.run
        area = f"A1:{get_column_letter(len(self._widths))}{self.row}"
        tall = 1 if self._points <= ONE_PAGE_POINTS else 0
        print_setup(self.sheet, area, f"{plain(run.name)} {run.as_of}", tall=tall)

    def _append(self, cells: list[str], points: float) -> None:
        self._points += points
        self._stream.append(cells, points)

    def _line(self, text: str, style: str, points: float) -> None:
        self._append([self._stream.cell(0, text, self._book.styles.number(style))], points)

    def _row(self, row: Sequence[Cell], points: float) -> None:
        lines = 1
        cells = []
        for index, cell in enumerate(row):
            value = self._shown(index, cell.value)
            if isinstance(value, str):
                lines = max(lines, lines_needed(value, self._widths[index]))
            cells.append(self._stream.cell(index, value, self._book.styles.cell(cell.look, cell.tone, office=False)))
        self._append(cells, max(points, row_points(lines)))

    def _shown(self, index: int, value: str | int | Address | None) -> str | int | None:
        if not isinstance(value, Address):
            return value
        if value.link and self._stream.links < MAX_LINKS:
            self._stream.link(index, value.link)
            return value.text
        return value.url if value.text == short_url(value.url) else value.text


def _wrapped(text: str, width: float) -> list[str]:
    """Break a text where the page ends: cells that run over their neighbours cannot wrap."""
    lines: list[str] = []
    for part in text.split("\n"):
        line, used = "", 0.0
        for char in part:
            step = 1.0 if char < "\u2e80" else 1.85
            if used + step > width and line:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + char, used + step
        lines.append(line)
    return lines
