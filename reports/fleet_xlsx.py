"""This module writes 巡检汇总.xlsx, the workbook for the office that supervises many sites."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, TypeVar

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from auditor.model.finding import Severity
from auditor.model.fleet import FleetResult, FleetSite, JobState
from reports.fleet_view import (
    ADVICE,
    STATE,
    FleetView,
    Ranked,
    Shared,
    build_fleet_view,
    change_words,
    share_words,
)
from reports.output import replacing
from reports.sheets import Look, SheetColumn, Tone
from reports.view import Address
from reports.view_text import link_of, one_line, plain
from reports.words import SEVERITY
from reports.xlsx_save import save
from reports.xlsx_stream import SheetStream
from reports.xlsx_styles import Styles
from reports.xlsx_table import MAX_LINKS, print_setup
from reports.xlsx_text import lines_needed, row_points

Row = TypeVar("Row")
_TONE = {"bad": Tone.BAD, "warn": Tone.WARN, "good": Tone.GOOD, "unknown": Tone.DOUBT}
_HEADER_ROW = 3


@dataclass(frozen=True, slots=True)
class _Sheet(Generic[Row]):
    """One sheet: title, what it says, columns, colour of its tab, and what stands there without rows."""

    title: str
    intro: str
    columns: tuple[SheetColumn[Row], ...]
    tab: str
    empty: str


def write_xlsx(result: FleetResult, path: Path) -> None:
    """Write the workbook."""
    view = build_fleet_view(result)
    workbook = Workbook(write_only=True)
    styles = Styles(workbook)
    _draw(workbook, styles, view, _TOTALS, view.totals)
    _draw(workbook, styles, view, _SITES, view.ranking)
    _draw(workbook, styles, view, _SHARED, view.shared)
    _draw(workbook, styles, view, _OPEN, view.open)
    _draw(workbook, styles, view, _PARTLY, view.partly)
    workbook.properties.title = f"{plain(result.run.name)} 巡检汇总 {result.run.as_of}"
    workbook.properties.creator = result.tool
    with replacing(path) as draft:
        save(workbook, draft, datetime.fromisoformat(result.drawn).astimezone(UTC).replace(tzinfo=None))


def _draw(workbook: Workbook, styles: Styles, view: FleetView, declared: _Sheet[Row], rows: Sequence[Row]) -> None:
    sheet = workbook.create_sheet(declared.title)
    sheet.sheet_properties.tabColor = declared.tab
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = f"C{_HEADER_ROW + 1}"
    for number, column in enumerate(declared.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    corner = f"{get_column_letter(len(declared.columns))}{_HEADER_ROW + max(len(rows), 1)}"
    run = view.result.run
    stream = SheetStream(sheet, f"A1:{corner}")
    stream.append([stream.cell(0, f"{plain(run.name)} {declared.title}", styles.number("标题"))], 30)
    facts = (
        f"以 {run.as_of} 为准；巡检编号 {run.id}；汇总于 {view.result.drawn[:16].replace('T', ' ')}。{declared.intro}"
    )
    stream.append([stream.cell(0, facts, styles.number("说明"))], 18)
    header = styles.number("表头 ours")
    stream.append([stream.cell(i, c.header, header) for i, c in enumerate(declared.columns)], 34)
    for row in rows:
        _row(stream, styles, declared.columns, row)
    if not rows:
        stream.append([stream.cell(0, declared.empty, styles.number("说明"))], 24)
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{corner}"
    print_setup(sheet, f"A1:{corner}", f"{plain(run.name)} {run.as_of}", repeat_rows=f"{_HEADER_ROW}:{_HEADER_ROW}")


def _row(stream: SheetStream, styles: Styles, columns: Iterable[SheetColumn[Row]], row: Row) -> None:
    cells, lines = [], 1
    for index, column in enumerate(columns):
        value = column.value(row)
        if isinstance(value, Address):
            if value.link and stream.links < MAX_LINKS:
                stream.link(index, value.link)
            value = value.text
        if isinstance(value, str):
            lines = max(lines, lines_needed(value, column.width))
        cells.append(stream.cell(index, value, styles.cell(column.look, column.tone(row), office=False)))
    stream.append(cells, row_points(lines))


def _report(ranked: Ranked) -> Address:
    folder = ranked.site.folder
    return Address("打开报告" if folder else "", folder, f"{folder}/report.html" if folder else "")


def _home(ranked: Ranked) -> Address:
    return Address(one_line(ranked.summary.name), ranked.summary.home, link_of(ranked.summary.home))


def _number(severity: Severity) -> SheetColumn[Ranked]:
    return SheetColumn(
        header=SEVERITY[severity] + "问题",
        width=10,
        look=Look.NUMBER,
        value=lambda r: r.summary.counts.get(severity.value, 0),
    )


def _vetoes(ranked: Ranked) -> str:
    sure = [plain(v) for v in ranked.summary.vetoes]
    return "；".join([*sure, *(f"{plain(v)}（待人工确认）" for v in ranked.summary.doubtful_vetoes)])


def _open_tone(site: FleetSite) -> Tone:
    return {JobState.FAILED: Tone.BAD, JobState.INVALID: Tone.BAD, JobState.INCOMPLETE: Tone.DOUBT}.get(
        site.state, Tone.QUIET
    )


_TOTALS: _Sheet[tuple[str, int]] = _Sheet(
    "概览",
    "",
    (
        SheetColumn(header="项目", width=34, value=lambda t: t[0]),
        SheetColumn(header="数量", width=14, look=Look.NUMBER, value=lambda t: t[1]),
    ),
    "1F618D",
    "",
)
_SITES: _Sheet[Ranked] = _Sheet(
    "网站排名",
    "排名依次比较单项否决、疑似单项否决、严重问题和一般问题的数量，少者在前；相同者并列。",
    (
        SheetColumn(header="名次", width=7, look=Look.NUMBER, value=lambda r: r.place),
        SheetColumn(header="网站标识码", width=13, look=Look.CENTER, value=lambda r: plain(r.summary.code)),
        SheetColumn(header="名称", width=28, look=Look.LINK, value=_home),
        SheetColumn(
            header="结论",
            width=22,
            look=Look.CENTER,
            value=lambda r: r.summary.conclusion,
            tone=lambda r: _TONE.get(r.summary.level, Tone.NONE),
        ),
        SheetColumn(header="单项否决项", width=30, value=_vetoes),
        *map(_number, Severity),
        SheetColumn(
            header="超期栏目", width=10, look=Look.CENTER,
            value=lambda r: share_words(r.summary.columns_stale, r.summary.columns),
        ),
        SheetColumn(
            header="空白栏目", width=10, look=Look.CENTER,
            value=lambda r: share_words(r.summary.columns_empty, r.summary.columns),
        ),
        SheetColumn(
            header="死链", width=12, look=Look.CENTER, value=lambda r: share_words(r.summary.dead, r.summary.targets)
        ),
        SheetColumn(
            header="未见解读", width=10, look=Look.CENTER,
            value=lambda r: share_words(r.summary.unpaired, r.summary.documents),
        ),
        SheetColumn(header="较上期", width=30, value=lambda r: change_words(r.summary)),
        SheetColumn(header="读取页面", width=10, look=Look.NUMBER, value=lambda r: r.summary.pages),
        SheetColumn(header="报告", width=11, look=Look.LINK, value=_report),
    ),
    "922B21",
    "还没有核查完的网站。",
)  # fmt: skip
_SHARED: _Sheet[Shared] = _Sheet(
    "共性问题",
    "按出现的网站数排列；占比以已核查的网站计。",
    (
        SheetColumn(header="规则", width=9, look=Look.CENTER, value=lambda s: s.rule),
        SheetColumn(header="问题类型", width=30, value=lambda s: plain(s.title)),
        SheetColumn(header="网站数", width=9, look=Look.NUMBER, value=lambda s: s.sites),
        SheetColumn(header="占比", width=9, look=Look.CENTER, value=lambda s: f"{s.share:.0%}"),
        SheetColumn(header="问题数", width=9, look=Look.NUMBER, value=lambda s: s.findings),
        SheetColumn(header="例如", width=70, value=lambda s: s.examples),
    ),
    "935116",
    "已核查的网站没有问题。",
)
_OPEN: _Sheet[FleetSite] = _Sheet(
    "失败与未核查",
    "这些网站没有结论，既不是合格也不是不合格。",
    (
        SheetColumn(header="站点编号", width=26, value=lambda s: plain(s.job)),
        SheetColumn(header="名称", width=28, value=lambda s: plain(s.name)),
        SheetColumn(header="状态", width=11, look=Look.CENTER, value=lambda s: STATE[s.state], tone=_open_tone),
        SheetColumn(header="尝试次数", width=9, look=Look.NUMBER, value=lambda s: s.attempt),
        SheetColumn(header="原因", width=60, value=lambda s: plain(s.error)),
        SheetColumn(header="怎么办", width=44, value=lambda s: ADVICE.get(s.state, "")),
        SheetColumn(header="配置文件", width=40, value=lambda s: plain(s.profile)),
    ),
    "5B2C6F",
    "没有：所有网站都已核查。",
)
_PARTLY: _Sheet[Ranked] = _Sheet(
    "部分未核实",
    "这些网站已有结论，但有内容无法核实，不作为问题；详见各网站报告的“未核查内容”。",
    (
        SheetColumn(header="网站标识码", width=13, look=Look.CENTER, value=lambda r: plain(r.summary.code)),
        SheetColumn(header="名称", width=28, look=Look.LINK, value=_home),
        SheetColumn(header="未能打开的栏目", width=15, look=Look.NUMBER, value=lambda r: r.summary.not_reached),
        SheetColumn(
            header="无法核实的链接（按页面计）", width=26, look=Look.NUMBER, value=lambda r: r.summary.unverified
        ),
        SheetColumn(header="报告", width=11, look=Look.LINK, value=_report),
    ),
    "707B7C",
    "没有：已核查的网站都全部核实。",
)
