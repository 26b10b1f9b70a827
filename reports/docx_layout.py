"""This module lays out a Word document as GB/T 9704-2012 asks: fonts by name, margins, line pitch, page numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from reports.page_text import clean, one_line

TITLE_FONT, BODY_FONT, HEADING_FONT, SUBHEADING_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
DIGITS_FONT, PAGE_FONT = "Times New Roman", "宋体"
TWO, THREE, FOUR, FIVE = Pt(22), Pt(16), Pt(14), Pt(10.5)  # 二号 三号 四号 五号
LINE_PITCH = Pt(28.9)  # 22 lines on the 225 mm of the type area
_RED = RGBColor(0xE6, 0x00, 0x12)
_CELL_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its header and its share of the 156 mm of the type area."""

    header: str
    width_mm: int
    centred: bool = False


def new_document(title: str) -> DocumentType:
    """Return an empty A4 document with the margins, the base font and the page numbers of the standard."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(24)  # the number stands 7 mm below the type area
    document.settings.odd_and_even_pages_header_footer = True
    normal = document.styles["Normal"]
    normal.font.size = THREE
    set_fonts(normal.element.get_or_add_rPr(), BODY_FONT)
    document.core_properties.title = one_line(title, 200)
    document.core_properties.author = ""
    _page_number(section.footer.paragraphs[0], ALIGN.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], ALIGN.LEFT)
    return document


def set_fonts(properties: object, east_asia: str) -> None:
    """Name the Chinese font and the one for Latin letters and digits; Word takes them from different attributes."""
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]  # lxml element of python-docx
    for name, font in (("ascii", DIGITS_FONT), ("hAnsi", DIGITS_FONT), ("eastAsia", east_asia)):
        fonts.set(qn(f"w:{name}"), font)


def write(paragraph: Paragraph, text: str, font: str = BODY_FONT, size: Pt = THREE) -> Run:
    """Add text in one font; characters that no XML may hold are left out."""
    run = paragraph.add_run(clean(text).replace("\n", " ").replace("\r", " "))
    run.font.size = size
    set_fonts(run._element.get_or_add_rPr(), font)
    return run


def line(
    document: DocumentType, text: str, font: str = BODY_FONT, *, size: Pt = THREE, align: ALIGN = ALIGN.CENTER
) -> Paragraph:
    """Add a line without indent: title, number, addressee."""
    paragraph = _spaced(document.add_paragraph(), size)
    paragraph.alignment = align
    write(paragraph, text, font, size)
    return paragraph


def blank(document: DocumentType) -> None:
    """Add an empty line of the normal pitch."""
    _spaced(document.add_paragraph(), THREE)


def letterhead(document: DocumentType, issuer: str, number: str) -> None:
    """Add the red name of the issuing office, the number, and the red line below them."""
    mark = document.add_paragraph()
    mark.alignment = ALIGN.CENTER
    mark.paragraph_format.space_before, mark.paragraph_format.space_after = Mm(20), Pt(14)
    write(mark, issuer, TITLE_FONT, Pt(36 if len(issuer) <= 12 else 26)).font.color.rgb = _RED
    numbered = line(document, number)
    _bottom_line(numbered)
    blank(document)


def paragraph(document: DocumentType, text: str) -> Paragraph:
    """Add a paragraph of the body: 三号仿宋, two characters indent."""
    added = _spaced(document.add_paragraph(), THREE)
    added.alignment = ALIGN.JUSTIFY
    added.paragraph_format.first_line_indent = THREE * 2
    if text:
        write(added, text)
    return added


def heading(document: DocumentType, text: str, font: str = HEADING_FONT) -> None:
    """Add a heading: the first level (一、) in 黑体, the second ((一)) in 楷体."""
    added = _spaced(document.add_paragraph(), THREE)
    added.paragraph_format.first_line_indent = THREE * 2
    added.paragraph_format.keep_with_next = True
    write(added, text, font)


def signature(document: DocumentType, name: str, day: str) -> None:
    """Add the office's name centred over the date, which stands four characters from the right edge."""
    blank(document)
    date_width = _width(day)
    for text, inset in ((name, 4 + (date_width - _width(name)) / 2), (day, 4.0)):
        added = line(document, text, align=ALIGN.RIGHT)
        added.paragraph_format.right_indent = int(THREE * max(0.0, inset))
        added.paragraph_format.keep_with_next = text is name


def table(document: DocumentType, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    """Add a table whose header repeats on each page and whose rows do not break across pages."""
    grid = document.add_table(rows=1, cols=len(columns))
    grid.style = "Table Grid"
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    for held, column in zip(grid.columns, columns, strict=True):
        held.width = Mm(column.width_mm)
    for cell, column in zip(grid.rows[0].cells, columns, strict=True):
        _cell(cell, column.header, column, HEADING_FONT, centred=True)
    _row_flag(grid.rows[0]._tr, "w:tblHeader")
    for values in rows:
        row = grid.add_row()
        _row_flag(row._tr, "w:cantSplit")
        for cell, column, value in zip(row.cells, columns, values, strict=True):
            _cell(cell, value, column, BODY_FONT, centred=column.centred)


def _cell(cell: _Cell, text: str, column: Column, font: str, *, centred: bool) -> None:
    cell.width = Mm(column.width_mm)
    held = cell.paragraphs[0]
    held.alignment = ALIGN.CENTER if centred else ALIGN.LEFT
    held.paragraph_format.space_after = Pt(0)
    write(held, one_line(text, _CELL_LIMIT), font, FIVE)


def _spaced(added: Paragraph, size: Pt) -> Paragraph:
    layout = added.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = LINE_PITCH if size <= THREE else Pt(size.pt * 1.6)
    return added


def _width(text: str) -> float:
    """Return how many Chinese characters wide a text is; digits and letters take half."""
    return sum(0.5 if ord(c) < 0x2E80 else 1.0 for c in text)


def _page_number(held: Paragraph, align: ALIGN) -> None:
    """Write — 1 — in 四号宋体, one character from the outer edge."""
    held.alignment = align
    held.paragraph_format.right_indent = held.paragraph_format.left_indent = FOUR
    write(held, "— ", PAGE_FONT, FOUR)
    number = write(held, "", PAGE_FONT, FOUR)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text
        number._element.append(element)
    write(held, " —", PAGE_FONT, FOUR)


def _bottom_line(held: Paragraph) -> None:
    borders = cast(BaseOxmlElement, OxmlElement("w:pBdr"))  # the stubs of lxml know only the plain element
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "11"), ("color", "E60012")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    # Word asks for the order of the schema: borders before spacing, indent and alignment
    held._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _row_flag(row: object, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))  # type: ignore[attr-defined]  # lxml element of python-docx
