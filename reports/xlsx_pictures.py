"""This module draws the sheet 截图: one row a finding, its picture beside it, each small and all of them bounded."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import Any

from openpyxl.drawing.image import Image as SheetImage
from PIL import Image

from auditor.model.finding import Finding
from reports.sheets import Look
from reports.xlsx_page import Cell, Page
from reports.xlsx_table import Book

logger = logging.getLogger(__name__)
MOST_PICTURES = 200
_WIDEST = (560, 400)
_SHOWN_WIDTH = 420
_ROW_POINTS = 230.0
_WIDTHS = (20, 12, 44, 62)
_MOST_BYTES = 12_000_000


def draw_pictures(book: Book) -> None:
    """Draw the sheet, where there are pictures of the findings that this workbook shows."""
    pictures = book.view.result.pictures
    shown = [line.finding for line in book.view.lines if line.finding.id in pictures][:MOST_PICTURES]
    if not shown:
        return
    page = Page(book, "截图", _WIDTHS, "7F8C8D")
    page.title(
        "截图", "严重以上问题的页面截图，红框处为问题所在；按“问题编号”与整改台账对应。原图见证据包 evidence.zip。"
    )
    page.header(("问题编号", "问题类型", "问题描述", "截图"))
    spent = 0
    for finding in shown:
        data = _small(Path(pictures[finding.id]))
        spent += len(data)
        if spent > _MOST_BYTES:
            page.sentence("截图总量超过上限，其余见证据包 evidence.zip。")
            break
        _row(page, finding, data)
    page.finish()


def _row(page: Page, finding: Finding, data: bytes) -> None:
    first, _ = page.rows(
        [(Cell(finding.id, Look.CENTER), Cell(finding.title), Cell(finding.message), Cell(None))], _ROW_POINTS
    )
    if not data:
        return
    image: Any = SheetImage(io.BytesIO(data))
    image.height = image.height * _SHOWN_WIDTH / image.width
    image.width = _SHOWN_WIDTH
    page.sheet.add_image(image, f"D{first}")


def _small(path: Path) -> bytes:
    """Return a picture as a small JPEG; b"" where the file is gone or no picture."""
    try:
        with Image.open(path) as picture:
            picture.thumbnail(_WIDEST)
            buffer = io.BytesIO()
            picture.convert("RGB").save(buffer, "JPEG", quality=70, optimize=True)
            return buffer.getvalue()
    except OSError as error:
        logger.warning("picture %s left out: %s", path.name, error)
        return b""
