"""This module draws 趋势: a line a count, run by run."""

from __future__ import annotations

from reports.sheets_detail import TREND
from reports.xlsx_charts import TREND_COLOURS, trend_lines
from reports.xlsx_table import Book, draw


def draw_trend(book: Book) -> None:
    """Draw the table, and the chart where there is a line to draw."""
    for table in draw(book, TREND):
        if table.last > table.first:
            chart = trend_lines(table.sheet, "历次检查问题数量", (table.first, table.last), tuple(TREND_COLOURS))
            table.sheet.add_chart(chart, f"H{table.first - 1}")
            table.sheet.print_area = f"A1:T{max(table.last, table.first + 22)}"
