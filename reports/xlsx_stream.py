"""This module streams rows into a write-only sheet of openpyxl, four times faster and in less memory than cell objects.

openpyxl makes an object a cell and, worse, three objects a hyperlink: 50,000 findings would take 150 MB. Here a row is one
piece of XML, parsed in C; everything else of the sheet is openpyxl's. This is the only module that touches its inside.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from tempfile import TemporaryFile
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.xlsx_text import cell_text

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EPOCH = date(1899, 12, 30).toordinal()
_LETTERS = tuple(get_column_letter(i) for i in range(1, 200))


class SheetStream:
    """The rows and links of one sheet, written as they come."""

    def __init__(self, sheet: Worksheet, size: str) -> None:
        """Start the sheet; widths, panes and tab colour must be set before. ``size`` is the range it will fill."""
        self._sheet: Any = sheet
        self._sheet.calculate_dimension = lambda: size
        self._sheet._get_writer()
        self._linked = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed by ``relations``, at the very end
        self.links = 0
        self._sheet._rows = self._rows()
        next(self._sheet._rows)
        self._sheet._writer.write_hyperlinks = self._write_links
        self._sheet.relations = self.relations
        self.row = 0

    def append(self, cells: list[str], points: float | None = None, *, hidden: bool = False) -> None:
        """Write a row of cells made by ``cell_xml``."""
        self.row += 1
        height = f' ht="{points:g}" customHeight="1"' if points else ""
        veil = ' hidden="1"' if hidden else ""
        self._sheet._rows.send(f'<row r="{self.row}"{height}{veil}>{"".join(cells)}</row>')

    def link(self, column: int, url: str) -> None:
        """Put a link on a cell of the row that comes next."""
        self.links += 1
        self._linked.write(f"{_LETTERS[column]}{self.row + 1}\t{url}\n")

    def relations(self) -> Iterator[tuple[str, str]]:
        """Yield id and target of each link, once, when all else is written."""
        with self._linked:
            for number, (_, url) in enumerate(self._pairs(), start=1):
                yield f"rIdL{number}", url

    def cell(self, column: int, value: str | int | date | None, style: int) -> str:
        """Return the XML of a cell of the row that comes next; a text is text whatever it begins with."""
        where = f'<c r="{_LETTERS[column]}{self.row + 1}" s="{style}"'
        if value is None or value == "":
            return where + "/>"
        if isinstance(value, str):
            return f'{where} t="inlineStr"><is><t xml:space="preserve">{escape(cell_text(value))}</t></is></c>'
        number = value.toordinal() - _EPOCH if isinstance(value, date) else value
        return f"{where}><v>{number}</v></c>"

    def _rows(self) -> Generator[None, str, None]:
        writer = self._sheet._writer
        out = writer.xf.send(True)
        with out.element("sheetData"):
            try:
                while True:
                    out.write(etree.fromstring((yield)))
            except GeneratorExit:
                pass
        writer.xf.send(None)

    def _write_links(self) -> None:
        if not self.links:
            return
        writer = self._sheet._writer
        out = writer.xf.send(True)
        with out.element("hyperlinks"):
            for number, (ref, _) in enumerate(self._pairs(), start=1):
                out.write(etree.fromstring(f'<hyperlink ref="{ref}" r:id="rIdL{number}" xmlns:r="{REL}"/>'))
        writer.xf.send(None)

    def _pairs(self) -> Iterator[tuple[str, str]]:
        self._linked.seek(0)
        for line in self._linked:
            ref, _, url = line.rstrip("\n").partition("\t")
            yield ref, url
