"""报告成文后超过规定工作日才公开，或者发布日期早于成文日期的政策文件。

Why: 《政府信息公开条例》第二十六条：自信息形成或者变更之日起20个工作日内公开；发布日期早于成文日期，必有一个日期写错。
Passes: 在期限最后一个工作日公开的文件；元数据表和页面显示的发布日期不同，其中一个在期限内的文件。
Cannot tell: 元数据表中没有成文日期的文件（见CAT07）；许多旧文件显示同一发布日期（多半是批量迁移）。
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from auditor.derive_documents import PolicyDocument, as_day, documents, evidence, is_foreign
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="CAT08",
    name="publication-late",
    title="政策文件公开不及时或日期颠倒",
    subjects=(SubjectKind.DOCUMENT,),
    severity=Severity.MINOR,
    remediation="核对成文日期和发布日期并更正；今后自信息形成之日起20个工作日内公开。",
)
_BULK = 5  # so many late documents under one date were moved, not published, that day


@dataclass(frozen=True)
class Params:
    """``max_workdays``: working days allowed from 成文日期 to publication."""

    max_workdays: int


def check(tables: Tables, params: Params) -> RuleReport:
    """Report documents published too late or before they were made."""
    faults, examined, unexamined = [], set(), {}
    late: list[tuple[PolicyDocument, date, date]] = []
    for document in documents(tables):
        made, shown = as_day(document.fields.get("成文日期")), _published(document)
        if made is None or not shown:
            continue
        formed, days = date.fromisoformat(made), [date.fromisoformat(d) for d in shown]
        examined.add(document.url)
        if max(days) < formed:
            faults.append(_fault(tables, document, formed, max(days), "发布日期早于成文日期"))
        elif tables.workdays.between(formed, min(days)) > params.max_workdays and not is_foreign(document, tables.site):
            late.append((document, formed, min(days)))
    bulk = Counter(day for _, _, day in late)
    for document, formed, day in late:
        if bulk[day] >= _BULK:
            examined.discard(document.url)
            unexamined[document.url] = "多份文件显示同一发布日期，疑似批量迁移，无法判断是否逾期"
            continue
        count = tables.workdays.between(formed, day)
        faults.append(
            _fault(tables, document, formed, day, f"成文后{count}个工作日才公开，超过{params.max_workdays}个工作日")
        )
    return RuleReport(faults=tuple(faults), examined=frozenset(examined), unexamined=unexamined)


def _published(document: PolicyDocument) -> list[str]:
    shown = (as_day(document.fields.get("发布日期")), document.date)
    return sorted({day for day in shown if day})


def _fault(tables: Tables, document: PolicyDocument, formed: date, day: date, words: str) -> Fault:
    seen = evidence(
        tables,
        document.page,
        observed=f"成文日期{formed.isoformat()}，发布日期{day.isoformat()}",
        expected="自成文之日起在规定的工作日内公开，且不早于成文日期",
        snippet=document.title,
        place="公文元数据表",
    )
    return Fault(
        subject=Subject(SubjectKind.DOCUMENT, document.url, document.title),
        message=f"成文日期{formed.isoformat()}，发布日期{day.isoformat()}：{words}",
        evidence=(seen,),
        column=document.column,
        source=document.source,
    )
