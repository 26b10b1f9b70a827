"""This module makes the native charts of the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.worksheet.worksheet import Worksheet

Chart = TypeVar("Chart", BarChart, LineChart)
COLOURS = {"单项否决": "C0392B", "严重": "E67E22", "一般": "F4D03F"}
TREND_COLOURS = {"未销号": "2E86C1", "新发现": "E67E22", "已销号": "27AE60", "反弹": "C0392B"}


def stacked_bars(
    sheet: Worksheet, title: str, rows: tuple[int, int], columns: Sequence[int], height_cm: float
) -> BarChart:
    """Return horizontal bars, a row of the table each, its columns stacked. The header stands above the first row."""
    first, last = rows
    chart = BarChart()
    chart.type = "bar"
    chart.grouping = "stacked"
    chart.overlap = 100
    chart.gapWidth = 60
    for column, colour in zip(columns, COLOURS.values(), strict=True):
        series = Series(Reference(sheet, column, first - 1, column, last), title_from_data=True)
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        chart.series.append(series)
    chart.set_categories(Reference(sheet, 1, first, 1, last))
    chart.x_axis.scaling.orientation = "maxMin"  # the first row on top, as in the table
    chart.y_axis.crosses = "max"  # and the numbers below
    chart.y_axis.majorGridlines = None
    chart.y_axis.number_format = "0"
    return _finished(chart, title, 19, height_cm)


def trend_lines(sheet: Worksheet, title: str, rows: tuple[int, int], names: Sequence[str]) -> LineChart:
    """Return a line a column of the table, its first column the dates."""
    first, last = rows
    chart = LineChart()
    for number, name in enumerate(names, start=2):
        series = Series(Reference(sheet, number, first - 1, number, last), title_from_data=True)
        series.graphicalProperties.line.solidFill = TREND_COLOURS[name]
        series.graphicalProperties.line.width = 28_000
        series.marker.symbol = "circle"
        series.marker.size = 6
        series.marker.graphicalProperties = GraphicalProperties(solidFill=TREND_COLOURS[name])
        series.smooth = False
        chart.series.append(series)
    chart.set_categories(Reference(sheet, 1, first, 1, last))
    chart.x_axis.number_format = "m-d"
    chart.y_axis.number_format = "0"
    chart.y_axis.scaling.min = 0
    return _finished(chart, title, 22, 10)


def _finished(chart: Chart, title: str, width_cm: float, height_cm: float) -> Chart:
    chart.title = title
    chart.title.overlay = False
    chart.legend.position = "b"
    # openpyxl leaves both axes out of sight unless told otherwise.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.width, chart.height = width_cm, height_cm
    chart.layout = Layout(manualLayout=ManualLayout(x=0.16, y=0.14, w=0.8, h=0.66))
    return chart
