"""This module declares the sheets that show one kind of thing a row: work points, columns, catalogue, pairings, links."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.model.run import CatalogueState, ColumnState, DeadLink, Pairing, TrendPoint
from auditor.model.standard import Conclusion, WorkPointResult
from reports import view_words as words
from reports.sheets import Look, Sheet, SheetColumn, Tone, day
from reports.view import View
from reports.view_lines import address

_CONCLUSION_TONE = {
    Conclusion.MET: Tone.GOOD,
    Conclusion.NOT_MET: Tone.BAD,
    Conclusion.PARTLY: Tone.WARN,
    Conclusion.MANUAL: Tone.DOUBT,
    Conclusion.NOT_EXAMINED: Tone.DOUBT,
}
_STATE_TONE = {
    "正常": Tone.GOOD,
    "超期": Tone.BAD,
    "空白": Tone.BAD,
    "无法访问": Tone.BAD,
    "未核查": Tone.DOUBT,
    "不适用": Tone.QUIET,
    "已公开": Tone.GOOD,
    "缺失": Tone.BAD,
}
_HOW_TONE = {"未找到": Tone.WARN, "不需解读": Tone.QUIET}


def _yes_no(value: bool | None) -> str:
    return {True: "有", False: "无", None: ""}[value]


WORK_POINTS: Sheet[WorkPointResult] = Sheet(
    title="工作要点对照",
    intro=lambda view: (
        "逐条对照本年度政务公开工作要点。“符合”只表示所列检查没有发现问题；“需人工核查”的条目请按“依据的检查”所写的办法由人核对。"
    ),
    columns=(
        SheetColumn(header="序号", width=8, value=lambda w: w.point.number, look=Look.CENTER),
        SheetColumn(header="工作要点", width=62, value=lambda w: w.point.sentence),
        SheetColumn(
            header="结论",
            width=13,
            value=lambda w: w.conclusion.value,
            look=Look.CENTER,
            tone=lambda w: _CONCLUSION_TONE[w.conclusion],
        ),
        SheetColumn(header="依据的检查", width=66, value=lambda w: w.basis or w.point.manual, most_lines=20),
        SheetColumn(header="问题数", width=9, value=lambda w: w.faults, look=Look.NUMBER),
        SheetColumn(header="责任处室", width=16, value=lambda w: w.unit or w.point.unit),
    ),
    rows=lambda view: view.result.work_points,
    empty="站点配置没有指定年度工作要点（standards 里加上工作要点文件的名称即可对照）。",
    tab="2E86C1",
)
SITE_COLUMNS: Sheet[ColumnState] = Sheet(
    title="栏目更新",
    intro=lambda view: f"更新时间算到 {view.result.run.as_of}；没有规定更新期限的栏目不判断是否超期。",
    columns=(
        SheetColumn(header="栏目", width=20, value=lambda c: address(c.url, c.name), look=Look.LINK),
        SheetColumn(header="类别", width=12, value=lambda c: words.column_kind(c.kind), look=Look.CENTER),
        SheetColumn(header="责任处室", width=16, value=lambda c: c.unit),
        SheetColumn(header="信息条数", width=9, value=lambda c: c.items, look=Look.NUMBER),
        SheetColumn(header="最新日期", width=12, value=lambda c: day(c.newest), look=Look.DATE),
        SheetColumn(header="距今天数", width=9, value=lambda c: c.age_days, look=Look.NUMBER),
        SheetColumn(header="更新期限", width=12, value=lambda c: c.limit, look=Look.CENTER),
        SheetColumn(header="依据", width=36, value=lambda c: c.basis),
        SheetColumn(
            header="状态",
            width=11,
            value=lambda c: c.state,
            look=Look.CENTER,
            tone=lambda c: _STATE_TONE.get(c.state, Tone.NONE),
        ),
        SheetColumn(header="说明", width=36, value=lambda c: c.note),
    ),
    rows=lambda view: view.result.columns,
    empty="站点配置没有列出栏目，或栏目都没有查到。",
    tab="2E86C1",
)
CATALOGUE: Sheet[CatalogueState] = Sheet(
    title="目录完整性",
    intro=lambda view: "对照本单位主动公开基本目录，逐项看网站上有没有、是不是空的。",
    columns=(
        SheetColumn(header="目录事项", width=26, value=lambda c: c.item),
        SheetColumn(header="五公开", width=9, value=lambda c: c.aspect, look=Look.CENTER),
        SheetColumn(header="依据", width=30, value=lambda c: c.basis),
        SheetColumn(header="公开位置", width=44, value=lambda c: address(c.where), look=Look.LINK),
        SheetColumn(header="信息条数", width=9, value=lambda c: c.items, look=Look.NUMBER),
        SheetColumn(header="最新日期", width=12, value=lambda c: day(c.newest), look=Look.DATE),
        SheetColumn(
            header="状态",
            width=11,
            value=lambda c: c.state,
            look=Look.CENTER,
            tone=lambda c: _STATE_TONE.get(c.state, Tone.NONE),
        ),
        SheetColumn(header="责任处室", width=16, value=lambda c: c.unit),
        SheetColumn(header="说明", width=36, value=lambda c: c.note),
    ),
    rows=lambda view: view.result.catalogue,
    empty="站点配置没有主动公开基本目录（[[catalogue]]），本表不作判断。",
    tab="2E86C1",
)
PAIRINGS: Sheet[Pairing] = Sheet(
    title="解读配对",
    intro=lambda view: "每份政策文件与它的解读怎样配上、是否相互链接、隔了几个工作日；标为“疑似”的请人工确认。",
    columns=(
        SheetColumn(header="政策文件", width=44, value=lambda p: address(p.document_url, p.document), look=Look.LINK),
        SheetColumn(header="文号", width=20, value=lambda p: p.doc_no),
        SheetColumn(header="文件日期", width=12, value=lambda p: day(p.document_date), look=Look.DATE),
        SheetColumn(
            header="解读材料", width=44, value=lambda p: address(p.interpretation_url, p.interpretation), look=Look.LINK
        ),
        SheetColumn(header="解读日期", width=12, value=lambda p: day(p.interpretation_date), look=Look.DATE),
        SheetColumn(
            header="配对方式",
            width=15,
            value=lambda p: p.how,
            look=Look.CENTER,
            tone=lambda p: Tone.DOUBT if "疑似" in p.how else _HOW_TONE.get(p.how, Tone.NONE),
        ),
        SheetColumn(header="文件→解读", width=10, value=lambda p: _yes_no(p.file_links), look=Look.CENTER),
        SheetColumn(header="解读→文件", width=10, value=lambda p: _yes_no(p.interpretation_links), look=Look.CENTER),
        SheetColumn(header="间隔工作日", width=10, value=lambda p: p.lag_workdays, look=Look.NUMBER),
        SheetColumn(header="解读形式", width=14, value=lambda p: p.forms),
        SheetColumn(header="结论", width=24, value=lambda p: p.state, look=Look.CENTER),
        SheetColumn(header="责任处室", width=16, value=lambda p: p.unit),
    ),
    rows=lambda view: view.result.pairings,
    empty="没有找到政策文件。",
    tab="2E86C1",
)


def _dead_links(view: View) -> Iterable[DeadLink]:
    """Return the links of the findings shown: a workbook of one unit holds that unit's links only."""
    shown = {line.finding.id for group in (view.lines, view.previews) for line in group}
    return (link for link in view.result.dead_links if link.finding in shown)


DEAD_LINKS: Sheet[DeadLink] = Sheet(
    title="死链明细",
    intro=lambda view: "每一行是一个引用打不开的地址的页面；同一地址在台账中只占一行，改一处模板往往能消掉很多行。",
    columns=(
        SheetColumn(header="问题编号", width=18, value=lambda d: d.finding, look=Look.CENTER),
        SheetColumn(header="规则", width=9, value=lambda d: d.rule, look=Look.CENTER),
        SheetColumn(header="打不开的地址", width=52, value=lambda d: address(d.target), look=Look.LINK),
        SheetColumn(header="状态", width=18, value=lambda d: d.status),
        SheetColumn(header="来源页面", width=52, value=lambda d: address(d.page), look=Look.LINK),
        SheetColumn(header="链接文字", width=28, value=lambda d: d.text),
        SheetColumn(header="所在位置", width=24, value=lambda d: d.place),
        SheetColumn(header="区域", width=9, value=lambda d: words.REGION.get(d.region, d.region), look=Look.CENTER),
    ),
    rows=_dead_links,
    empty="没有发现打不开的链接。",
    tab="2E86C1",
)
TREND: Sheet[TrendPoint] = Sheet(
    title="趋势",
    intro=lambda view: "每次检查一行：未销号的问题、新发现的、已销号的和反弹的。",
    columns=(
        SheetColumn(header="检查日期", width=13, value=lambda t: day(t.as_of), look=Look.DATE),
        SheetColumn(header="未销号", width=11, value=lambda t: t.open, look=Look.NUMBER),
        SheetColumn(header="新发现", width=11, value=lambda t: t.new, look=Look.NUMBER),
        SheetColumn(header="已销号", width=11, value=lambda t: t.closed, look=Look.NUMBER),
        SheetColumn(header="反弹", width=11, value=lambda t: t.reopened, look=Look.NUMBER),
        SheetColumn(header="批次", width=40, value=lambda t: t.run, look=Look.CENTER),
    ),
    rows=lambda view: view.result.trend,
    empty="这是第一次检查，下一次起显示变化趋势。",
    tab="27AE60",
)
