"""This module declares the columns of 整改台账 and of 试行规则."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from auditor.model.claim import ClaimStatus, OfficeField
from auditor.model.finding import Severity, State
from reports.sheets import Look, Sheet, SheetColumn, Tone, Value, day
from reports.view import Line, View

LEDGER_TITLE = "整改台账"
STATUSES = tuple(s.value for s in ClaimStatus)
_SEVERITY_TONE = {
    Severity.VETO: Tone.BAD,
    Severity.MAJOR: Tone.WARN,
    Severity.MINOR: Tone.NONE,
    Severity.HINT: Tone.QUIET,
}
_RESULT_TONE = {"已核实销号": Tone.GOOD, "整改未到位": Tone.BAD, "反弹": Tone.BAD}


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A line of the ledger together with the run and the site whose workbook it stands in."""

    line: Line
    run: str
    site: str


def _ours(
    header: str,
    width: float,
    value: Callable[[Line], Value],
    look: Look = Look.TEXT,
    tone: Callable[[LedgerRow], Tone] | None = None,
) -> SheetColumn[LedgerRow]:
    if tone is None:
        return SheetColumn(header=header, width=width, value=lambda row: value(row.line), look=look)
    return SheetColumn(header=header, width=width, value=lambda row: value(row.line), look=look, tone=tone)


def _office(field: OfficeField, width: float, look: Look, *also: str) -> SheetColumn[LedgerRow]:
    return SheetColumn(
        header=field.value,
        width=width,
        value=lambda row: office_value(row.line, field),
        look=look,
        office=True,
        also=also,
    )


def _hidden(header: str, value: Callable[[LedgerRow], Value]) -> SheetColumn[LedgerRow]:
    return SheetColumn(header=header, width=18, value=value, hidden=True)


def office_value(line: Line, field: OfficeField) -> Value:
    """Return what stands in an office's cell when the workbook goes out: its own last words, or the unit we know."""
    said = line.said(field.value) if line.entry.claim else ""
    if field is OfficeField.UNIT:
        return said or line.unit
    if field is OfficeField.FINISHED:
        try:
            return day(said)
        except ValueError:
            return said
    return said


def _severity_tone(row: LedgerRow) -> Tone:
    return _SEVERITY_TONE[row.line.finding.severity]


def _result_tone(row: LedgerRow) -> Tone:
    return _RESULT_TONE.get(row.line.result, Tone.NONE)


def _result(line: Line) -> str:
    return line.result or (line.state if line.finding.state is not State.NEW else "")


OURS: tuple[SheetColumn[LedgerRow], ...] = (
    _ours("序号", 5.5, lambda x: x.number, Look.NUMBER),
    _ours("问题编号", 10, lambda x: x.finding.id, Look.CENTER),
    _ours("指标", 13, lambda x: x.indicators),
    _ours("问题类型", 14, lambda x: x.finding.title),
    _ours("严重程度", 9, lambda x: x.severity, Look.CENTER, _severity_tone),
    _ours("问题描述", 35, lambda x: x.message),
    _ours("所在栏目", 11, lambda x: x.column),
    _ours("问题页面", 24, lambda x: x.page, Look.LINK),
    _ours("问题链接", 28, lambda x: x.target, Look.LINK),
    _ours("出现次数", 6, lambda x: x.finding.occurrences, Look.NUMBER),
    _ours("依据", 30, lambda x: x.basis),
    _ours("证据", 46, lambda x: x.evidence),
    _ours("首次发现", 11, lambda x: day(x.first_seen), Look.DATE),
    _ours("最近确认", 11, lambda x: day(x.last_seen), Look.DATE),
    _ours("整改建议", 24, lambda x: x.finding.remediation),
    _ours("整改时限", 11, lambda x: day(x.due), Look.DATE),
)
OFFICE: tuple[SheetColumn[LedgerRow], ...] = (
    _office(OfficeField.UNIT, 12, Look.TEXT, "责任部门", "责任处室", "承办单位", "整改单位", "责任科室"),
    _office(OfficeField.PERSON, 9, Look.TEXT, "负责人", "责任人员", "整改责任人", "责任人姓名"),
    _office(OfficeField.MEASURE, 20, Look.TEXT, "整改情况", "措施", "整改措施及结果", "整改内容"),
    _office(OfficeField.STATUS, 10, Look.CENTER, "状态", "整改进度", "整改结果", "完成状态", "整改完成情况"),
    _office(OfficeField.FINISHED, 11, Look.DATE, "完成日期", "整改完成时间", "整改时间", "整改完成日期", "完成时限"),
    _office(OfficeField.LINK, 16, Look.TEXT, "整改后网址", "整改后地址", "整改后页面", "整改链接", "整改后的链接"),
    _office(OfficeField.REMARK, 16, Look.TEXT, "情况说明", "说明理由", "原因说明", "补充说明"),
)
RETEST: tuple[SheetColumn[LedgerRow], ...] = (
    _ours("复核时间", 11, lambda x: day(x.rechecked), Look.DATE),
    _ours("复核结果", 12, _result, Look.CENTER, _result_tone),
    _ours("备注", 26, lambda x: x.note),
)
ID_HEADER, SEAL_HEADER, RUN_HEADER, SITE_HEADER = "问题标识", "校验", "运行标识", "站点标识"
NUMBER_HEADER = "问题编号"
# What a seal covers: our cells as handed out. 序号 is left out, people renumber.
SEALED = tuple(c for c in OURS if c.header != "序号")


def _intro(view: View) -> str:
    return (
        f"{view.subtitle}。黄色各列由责任单位填写，其余各列请勿改动；“整改时限”为建议期限（工作日）。"
        "填好后整份发回即可，行可以筛选、可以按处室拆分。怎样填写见“填写说明”。"
    )


def _rows(view: View) -> Iterable[LedgerRow]:
    run, site = view.result.run.id, view.result.run.site
    for group in (view.lines, view.closed):
        for line in group:
            yield LedgerRow(line, run, site)


LEDGER = Sheet(
    title=LEDGER_TITLE,
    intro=_intro,
    columns=(
        *OURS,
        *OFFICE,
        *RETEST,
        _hidden(ID_HEADER, lambda row: row.line.finding.id),
        _hidden(SEAL_HEADER, lambda row: None),  # made by the writer from the cells as written
        _hidden(RUN_HEADER, lambda row: row.run),
        _hidden(SITE_HEADER, lambda row: row.site),
    ),
    rows=_rows,
    empty="没有需要整改的问题。",
    pinned=4,
    scale=60,
    tab="C0392B",
)

_PREVIEW_HEADERS = (
    "序号",
    "问题编号",
    "问题类型",
    "问题描述",
    "所在栏目",
    "问题页面",
    "问题链接",
    "出现次数",
    "依据",
    "证据",
)
PREVIEW = Sheet(
    title="试行规则",
    intro=lambda view: "试行规则的结果仅供参考：不计入结论，不要求整改，不影响自动检查的通过与否。",
    columns=tuple(c for c in OURS if c.header in _PREVIEW_HEADERS),
    rows=lambda view: (LedgerRow(line, view.result.run.id, view.result.run.site) for line in view.previews),
    empty="试行规则没有发现问题。",
    pinned=2,
)
