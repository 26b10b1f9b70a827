"""报告超过规定日期才发布，或者网站上没有的政府信息公开工作年度报告，一个年度列一个问题。

Why: 《政府信息公开条例》第四十九条：县级以上人民政府部门应当在每年1月31日前公布上一年度报告。
Passes: 报告本身，或者以报告为标题的列表条目、附件，日期不晚于规定日期。
Cannot tell: 没有日期的报告；几个年度的报告显示同一日期（多半是批量迁移的日期）；年报栏目没有读全或者不在抓取范围内；栏目中已没有
以后年度的报告，而政府信息公开平台的入口没有链接地址或通向检查范围以外；没有年报栏目的网站（见CAT01）。
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from auditor.derive_reports import AnnualReport, annual_reports, gap_doubt, report_column, report_doubt
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Status, Subject, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.model.site import SiteColumn

META = RuleMeta(
    code="CAT05",
    name="annual-report-late",
    title="政府信息公开年度报告逾期或缺失",
    subjects=(SubjectKind.PAGE, SubjectKind.SITE_COLUMN),
    severity=Severity.MAJOR,
    remediation="补发缺失的年度报告；今后于规定日期前发布上一年度报告，发布日期如实显示。",
)


@dataclass(frozen=True)
class Params:
    """``due``: month and day (MM-DD) by which the report of the year before is published; ``years``: how many are looked at."""

    due: str
    years: int = 3


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each of the latest years whose report is late or missing."""
    column = report_column(tables)
    reports = annual_reports(tables)
    if column is None and not reports:
        return RuleReport(status=Status.NOT_ASSESSED, note="没有找到政府信息公开年报栏目（是否缺失见 CAT01）")
    doubt = report_doubt(tables)
    faults, examined, unexamined = [], set(), {}
    for year in _years(tables.as_of, params):
        own = [r for r in reports if r.year == year]
        limit = f"{year + 1}-{params.due}"
        first = min((r for r in own if r.date), key=lambda r: r.date, default=None)
        if first is not None and first.date > limit and first.bulk:
            unexamined[first.url] = "多个年度的报告显示同一发布日期，疑似批量迁移，无法判断是否逾期"
        elif first is not None:
            examined.add(first.url)
            faults += [_late(first, limit)] if first.date > limit else []
        elif own:
            unexamined[own[0].url] = "年度报告没有发布日期"
        elif column is None or (reason := gap_doubt(tables, year)):
            unexamined[column.url if column else f"{year}年年报"] = reason if column else "没有年报栏目，见 CAT01"
        else:
            faults.append(_missing(tables, column, year, limit))
        if own and column is not None and not doubt:
            examined.add(column.url)
    examined |= {f.subject.key for f in faults}
    return RuleReport(
        faults=tuple(faults),
        examined=frozenset(examined),
        unexamined={k: v for k, v in unexamined.items() if k not in examined},
    )


def _years(as_of: date, params: Params) -> range:
    latest = as_of.year - 1 if as_of.isoformat()[5:] > params.due else as_of.year - 2
    return range(latest, latest - params.years, -1)


def _late(report: AnnualReport, limit: str) -> Fault:
    message = f"{report.year}年度政府信息公开工作年度报告{report.date}才发布，晚于{limit}"
    seen = Evidence(
        url=report.url, observed=f"发布日期{report.date}", expected=f"{limit}前发布", snippet=report.title, at=report.at
    )
    subject = Subject(SubjectKind.PAGE, report.url, report.title)
    return Fault(subject=subject, facet=str(report.year), message=message, evidence=(seen,), column=report.column)


def _missing(tables: Tables, column: SiteColumn, year: int, limit: str) -> Fault:
    seen = Evidence(
        url=column.url, observed=f"栏目中没有{year}年度报告", expected=f"{limit}前发布{year}年度报告", place="列表"
    )
    subject = Subject(SubjectKind.SITE_COLUMN, column.url, column.name)
    message = f"未找到{year}年度政府信息公开工作年度报告（应于{limit}前发布）"
    return Fault(subject=subject, facet=str(year), message=message, evidence=(seen,), column=column.id)
