"""This module streams rows into a write-only sheet of openpyxl, four times faster and in less memory than cell objects.

openpyxl makes an object a cell and, worse, three objects a hyperlink: 50,000 findings would take 150 MB. Here a row is one
piece of XML, parsed in C; everything else of the sheet is openpyxl's. This is the only module that touches its inside.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from openpyxl.packaging.relationship import Relationship, RelationshipList
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.xlsx_text import cell_text

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EPOCH = date(1899, 12, 30).toordinal()
_LETTERS = tuple(get_column_letter(i) for i in range(1, 200))


class SheetStream:
    """The rows and links of one sheet, written as they come."""

    def __init__(self, sheet: Worksheet, size: str) -> None:
        """Start the sheet; widths, panes and tab colour must be set before. ``size`` is the range it will fill."""
        self._sheet: Any = sheet
        self._sheet.calculate_dimension = lambda: size
        self._sheet._get_writer()
        self._links: list[tuple[str, str]] = []
        self._sheet._rows = self._rows()
        next(self._sheet._rows)
        self._sheet._writer.write_hyperlinks = self._write_links
        self._sheet._writer._rels = _Relations(self._links)
        self.row = 0

    def append(self, cells: list[str], points: float | None = None, *, hidden: bool = False) -> None:
        """Write a row of cells made by ``cell_xml``."""
        self.row += 1
        height = f' ht="{points:g}" customHeight="1"' if points else ""
        veil = ' hidden="1"' if hidden else ""
        self._sheet._rows.send(f'<row r="{self.row}"{height}{veil}>{"".join(cells)}</row>')

    @property
    def links(self) -> int:
        """How many links the sheet has so far."""
        return len(self._links)

    def link(self, column: int, url: str) -> None:
        """Put a link on a cell of the row that comes next."""
        self._links.append((f"{_LETTERS[column]}{self.row + 1}", url))

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
        if not self._links:
            return
        writer = self._sheet._writer
        out = writer.xf.send(True)
        with out.element("hyperlinks"):
            for number, (ref, _) in enumerate(self._links, start=1):
                out.write(etree.fromstring(f'<hyperlink ref="{ref}" r:id="rIdL{number}" xmlns:r="{_REL}"/>'))
        writer.xf.send(None)


class _Relations(RelationshipList):  # type: ignore[misc]  # openpyxl's stubs leave its base untyped
    """The relations of a sheet: openpyxl's own few, and the links as plain pairs until they are written."""

    def __init__(self, links: list[tuple[str, str]]) -> None:
        super().__init__()
        self._links = links

    def __bool__(self) -> bool:
        return bool(len(self) or self._links)

    def __iter__(self) -> Iterator[Relationship]:
        return super().__iter__()

    def to_tree(self) -> etree._Element:
        """Return the relations as XML."""
        tree = super().to_tree()
        for number, (_, url) in enumerate(self._links, start=1):
            attributes = f'Type="{_REL}/hyperlink" TargetMode="External" Id="rIdL{number}"'
            tree.append(etree.fromstring(f"<Relationship {attributes} Target={quoteattr(url)}/>"))
        return tree
