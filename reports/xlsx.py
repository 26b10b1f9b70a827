"""This module writes 整改台账.xlsx: the workbook that the office reads, fills in and sends back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from auditor.model.run import RenderOptions, RunResult
from reports import sheets_detail as detail
from reports.output import replacing
from reports.sheets_ledger import PREVIEW
from reports.view import View, build_view
from reports.xlsx_coverage import draw_coverage
from reports.xlsx_form import draw_ledger
from reports.xlsx_guide import draw_guide
from reports.xlsx_overview import draw_overview
from reports.xlsx_pictures import draw_pictures
from reports.xlsx_save import save
from reports.xlsx_styles import Styles
from reports.xlsx_table import Book, draw
from reports.xlsx_trend import draw_trend


class XlsxRenderer:
    """Draws the workbook."""

    name = "xlsx"
    filename = "整改台账.xlsx"

    def render(self, result: RunResult, path: Path, options: RenderOptions) -> None:
        """Write the workbook of ``result``, of one 责任处室 only where the options name one."""
        view = build_view(result, options.unit)
        with replacing(path) as draft:
            save(_drawn(view), draft, _moment(result.run.finished))


def _drawn(view: View) -> Workbook:
    workbook: Any = Workbook(write_only=True)  # the stubs lack custom_doc_props
    book = Book(workbook, Styles(workbook), view)
    draw_overview(book)
    draw_ledger(book)
    draw(book, detail.WORK_POINTS)
    draw(book, detail.SITE_COLUMNS)
    draw(book, detail.CATALOGUE)
    draw(book, detail.PAIRINGS)
    draw(book, detail.DEAD_LINKS)
    draw_coverage(book)
    draw_trend(book)
    draw_pictures(book)
    draw(book, PREVIEW)
    draw_guide(book)
    run = view.result.run
    for name, value in (("auditor-site", run.site), ("auditor-run", run.id), ("auditor-as-of", run.as_of)):
        workbook.custom_doc_props.append(StringProperty(name=name, value=value))
    workbook.properties.title = view.title
    workbook.properties.creator = run.tool
    return cast("Workbook", workbook)


def _moment(text: str) -> datetime:
    """Return the run's end as the file's time: the same result gives the same bytes."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return datetime(2000, 1, 1)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


RENDERER = XlsxRenderer()
