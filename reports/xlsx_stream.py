"""This module streams rows into a write-only sheet of openpyxl, ten times faster and in less memory than cell objects.

openpyxl makes an object a cell and, worse, three objects a hyperlink: 50,000 findings would take 150 MB. Here a row is one
text, written to the sheet's file between what openpyxl writes. This is the only module that touches its inside.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter, create_temporary_file
from openpyxl.worksheet.worksheet import Worksheet

from reports.xlsx_text import cell_text

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EPOCH = date(1899, 12, 30).toordinal()
_LETTERS = tuple(get_column_letter(i) for i in range(1, 200))
_AT_ONCE = 256  # rows a write


def cell_start(column: int) -> str:
    """Return the beginning of a cell's XML: the row's number and ``cell_tail`` follow."""
    return f'<c r="{_LETTERS[column]}'


def cell_tail(value: str | int | date | None, style: int) -> str:
    """Return the rest of a cell's XML; a text, made by ``cell_text``, is text whatever it begins with."""
    if value is None or value == "":
        return f'" s="{style}"/>'
    if isinstance(value, str):
        return f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_escaped(value)}</t></is></c>'
    number = value.toordinal() - _EPOCH if isinstance(value, date) else value
    return f'" s="{style}"><v>{number}</v></c>'


def _escaped(text: str) -> str:
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


class SheetStream:
    """The rows and links of one sheet, written as they come."""

    def __init__(self, sheet: Worksheet, size: str) -> None:
        """Start the sheet; widths, panes and tab colour must be set before. ``size`` is the range it will fill."""
        self._sheet: Any = sheet
        self._sheet.calculate_dimension = lambda: size
        name = create_temporary_file()
        # Closed by ``relations``, at the very end. Unbuffered: openpyxl's XML writer and the rows write to it in turn.
        self._file: IO[bytes] = open(name, "wb", buffering=0)  # noqa: SIM115
        self._linked = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        self._sheet._writer = WorksheetWriter(self._sheet, self._file)
        self._sheet._writer.out = name
        self._sheet._writer.write_top()
        self._waiting: list[str] = []
        self.links = 0
        self._sheet._rows = self._rows()
        next(self._sheet._rows)
        self._sheet._writer.write_hyperlinks = self._write_links
        self._sheet.relations = self.relations
        self.row = 0

    def append(self, cells: Sequence[str], points: float | None = None, *, hidden: bool = False) -> None:
        """Write a row of cells, each ``cell_start``, the row's number and ``cell_tail``."""
        self.row += 1
        height = f' ht="{points:g}" customHeight="1"' if points else ""
        veil = ' hidden="1"' if hidden else ""
        self._waiting.append(f'<row r="{self.row}"{height}{veil}>{"".join(cells)}</row>')
        if len(self._waiting) >= _AT_ONCE:
            self._flush()

    def link(self, column: int, url: str) -> None:
        """Put a link on a cell of the row that comes next."""
        self.links += 1
        self._linked.write(f"{_LETTERS[column]}{self.row + 1}\t{url}\n")

    def relations(self) -> Iterator[tuple[str, str]]:
        """Yield id and target of each link, once, when all else is written."""
        with self._file, self._linked:
            for number, (_, url) in enumerate(self._pairs(), start=1):
                yield f"rIdL{number}", url

    def cell(self, column: int, value: str | int | date | None, style: int) -> str:
        """Return the XML of a cell of the row that comes next."""
        safe = cell_text(value) if isinstance(value, str) else value
        return f"{cell_start(column)}{self.row + 1}{cell_tail(safe, style)}"

    def _rows(self) -> Generator[None, str, None]:
        """Keep openpyxl's XML inside sheetData until the sheet is closed."""
        writer = self._sheet._writer
        out = writer.xf.send(True)
        with out.element("sheetData"):
            out.flush()
            try:
                yield
            except GeneratorExit:
                if not self._file.closed:  # it is where the drawing broke off and nobody will read the sheet
                    self._flush()
        writer.xf.send(None)

    def _flush(self) -> None:
        self._write("".join(self._waiting))
        self._waiting.clear()

    def _write(self, xml: str) -> None:
        rest = memoryview(xml.encode())
        while rest:  # an unbuffered file may take a part only
            rest = rest[self._file.write(rest) :]

    def _write_links(self) -> None:
        if not self.links:
            return
        writer = self._sheet._writer
        out = writer.xf.send(True)
        with out.element("hyperlinks", nsmap={"r": REL}):
            out.flush()
            pairs = enumerate(self._pairs(), start=1)
            self._write("".join(f'<hyperlink ref="{ref}" r:id="rIdL{number}"/>' for number, (ref, _) in pairs))
        writer.xf.send(None)

    def _pairs(self) -> Iterator[tuple[str, str]]:
        self._linked.seek(0)
        for line in self._linked:
            ref, _, url = line.rstrip("\n").partition("\t")
            yield ref, url
