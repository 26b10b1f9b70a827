"""This module draws a declared sheet: title, header, rows, links and print set-up, over as many sheets as it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.sheets import Look, Sheet, SheetColumn
from reports.view import View
from reports.view_text import plain
from reports.xlsx_cells import ColumnCells, Shown
from reports.xlsx_stream import SheetStream
from reports.xlsx_styles import Styles
from reports.xlsx_text import row_points

HEADER_ROW = 4
MAX_ROWS = 1_048_576
MAX_LINKS = 65_530
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook being written."""

    workbook: Workbook
    styles: Styles
    view: View

    def sheet(self, title: str, tab: str, *, fit: bool = True) -> Worksheet:
        """Add a sheet; ``fit`` prints it one page wide. All this stands before the rows in the file, so it is set first."""
        sheet = self.workbook.create_sheet(title)
        sheet.sheet_properties.tabColor = tab
        sheet.sheet_view.zoomScale = 90
        sheet.sheet_view.showGridLines = False
        if fit:
            sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        return sheet


@dataclass(frozen=True, slots=True)
class Table:
    """A part of a declared sheet as drawn: what it stands on and which rows it fills."""

    sheet: Worksheet
    first: int
    last: int


# Makes the last word on a row from its cells as they are written, in the order of the columns; stands in the column named first.
Seal = tuple[str, Callable[[Row, Sequence[Shown]], str]]


def draw(book: Book, declared: Sheet[Row], *, seal: Seal[Row] | None = None, meta: Sequence[str] = ()) -> list[Table]:
    """Draw a declared sheet; what does not fit goes on to “…(2)”. ``meta`` stands in a hidden row above the header."""
    rows = tuple(declared.rows(book.view))
    room = MAX_ROWS - HEADER_ROW
    parts = [rows[i : i + room] for i in range(0, len(rows), room)] or [()]
    drawn = []
    for number, part in enumerate(parts, start=1):
        drawn.append(_Part(book, declared, seal, meta, (number, len(parts))).draw(part))
    return drawn


def print_setup(
    sheet: Worksheet, area: str, footer: str, *, repeat_rows: str = "", scale: int = 0, tall: int = 0
) -> None:
    """Set A4 landscape, page numbers, repeated header; one page wide (and ``tall`` pages tall) unless a scale is given."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.6
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    if scale:
        sheet.page_setup.scale = scale
    else:
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, tall
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.left.text = footer.replace("&", "&&")
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.oddFooter.right.text = "&A"
    sheet.print_area = area
    if repeat_rows:
        sheet.print_title_rows = repeat_rows


class _Part(Generic[Row]):
    """One sheet of a declared sheet."""

    def __init__(
        self,
        book: Book,
        declared: Sheet[Row],
        seal: Seal[Row] | None,
        meta: Sequence[str],
        place: tuple[int, int],
    ) -> None:
        self._book = book
        self._declared = declared
        self._seal = seal
        self._meta = meta
        self._part, self._parts = place
        self._cells: tuple[ColumnCells[Row], ...] = ()
        self._sealed = [c.header for c in declared.columns].index(seal[0]) if seal else -1

    def draw(self, rows: Sequence[Row]) -> Table:
        """Write title, intro, header and ``rows``."""
        declared = self._declared
        title = declared.title + (f"({self._part})" if self._part > 1 else "")
        sheet = self._book.sheet(title, declared.tab, fit=not declared.scale)
        self._set_columns(sheet)
        sheet.freeze_panes = f"{get_column_letter(declared.pinned + 1)}{HEADER_ROW + 1}"
        last = HEADER_ROW + max(len(rows), 1)
        linked = self._linked_columns(len(rows))
        self._cells = tuple(
            ColumnCells(self._book.styles, column, index, links=MAX_LINKS if index in linked else 0)
            for index, column in enumerate(declared.columns)
        )
        stream = SheetStream(sheet, f"A1:{get_column_letter(len(declared.columns))}{last}")
        self._head(stream, title, len(rows))
        for row in rows:
            self._row(stream, row)
        if not rows:
            stream.append([stream.cell(0, declared.empty, self._book.styles.number("说明"))], 24)
        self._set_print(sheet, last)
        return Table(sheet, HEADER_ROW + 1, last if rows else HEADER_ROW)

    def _set_columns(self, sheet: Worksheet) -> None:
        for number, column in enumerate(self._declared.columns, start=1):
            dimension = sheet.column_dimensions[get_column_letter(number)]
            dimension.width = column.width
            dimension.hidden = column.hidden

    def _linked_columns(self, rows: int) -> frozenset[int]:
        """Return the columns that carry links: the last ones, as many as Excel's limit allows."""
        columns = [i for i, c in enumerate(self._declared.columns) if c.look is Look.LINK]
        allowed = max(MAX_LINKS // max(rows, 1), 1)
        return frozenset(columns[-allowed:])

    def _head(self, stream: SheetStream, title: str, rows: int) -> None:
        styles = self._book.styles
        view = self._book.view
        stream.append([stream.cell(0, f"{plain(view.result.run.name)} {title}", styles.number("标题"))], 30)
        stream.append([stream.cell(0, self._intro(rows), styles.number("说明"))], 18)
        hidden = styles.number("隐藏")
        stream.append([stream.cell(i, text, hidden) for i, text in enumerate(self._meta)], 6, hidden=bool(self._meta))
        cells = [stream.cell(i, c.header, self._header_style(c)) for i, c in enumerate(self._declared.columns)]
        stream.append(cells, 34)

    def _intro(self, rows: int) -> str:
        text = self._declared.intro(self._book.view)
        if self._parts > 1:
            text += f" 行数超过一张表的上限，分为 {self._parts} 张，这是第 {self._part} 张。"
        links = sum(c.look is Look.LINK for c in self._declared.columns)
        if rows * links > MAX_LINKS:
            text += f" 链接超过 Excel 每张表 {MAX_LINKS:,} 条的上限，一部分地址只有文字、不能点击。"
        return text

    def _header_style(self, column: SheetColumn[Row]) -> int:
        kind = "office" if column.office else "retest" if column.header in ("复核时间", "复核结果", "备注") else "ours"
        return self._book.styles.number(f"表头 {kind}")

    def _row(self, stream: SheetStream, row: Row) -> None:
        made = [column.of(row, stream) for column in self._cells]
        if self._seal:
            made[self._sealed] = self._cells[self._sealed].made(self._seal[1](row, [m.value for m in made]))
        number = stream.row + 1
        xml = [f"{column.start}{number}{m.tail}" for column, m in zip(self._cells, made, strict=True)]
        stream.append(xml, row_points(max([m.lines for m in made])))

    def _set_print(self, sheet: Worksheet, last: int) -> None:
        shown = sum(not c.hidden for c in self._declared.columns)
        run = self._book.view.result.run
        print_setup(
            sheet,
            f"A1:{get_column_letter(shown)}{last}",
            f"{plain(run.name)} {run.as_of}",
            repeat_rows=f"{HEADER_ROW}:{HEADER_ROW}",
            scale=self._declared.scale,
        )
        sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(len(self._declared.columns))}{max(last, HEADER_ROW)}"
