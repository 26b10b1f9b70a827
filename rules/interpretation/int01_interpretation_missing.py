"""报告发布后超过宽限期，网站上仍没有解读的政策文件。

Why: 国办发〔2016〕80号：文件与解读方案、解读材料同步组织、同步审签、同步部署；没有解读的文件容易被误读。
Passes: 通过链接、文号、标题或相近标题对应上的解读；只是疑似对应的，交由人确认；不需要解读的文件（转发、人事、会议、名单、征集
等，参数`genres`）；其他机关的文件；参数`since`所写日期以前发布的文件；宽限期内的文件。
Cannot tell: 部署工作的通知和工作方案、只发给内设机构的文件（规范性文件除外）是否涉及公众；已有同名新文件或已失效的旧文件；政策
解读栏目没有读全，或者页面上有政策解读入口而没有链接地址、不在检查范围内；只在新闻发布会上或纸质材料中作过解读。
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from auditor.derive_documents import PolicyDocument, evidence, is_foreign
from auditor.derive_duty import GENRES, duty_doubts, needs_interpretation
from auditor.derive_pairing_sheet import Paired, paired
from auditor.derive_unread import interpretation_doubt
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Status, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="INT01",
    name="interpretation-missing",
    title="政策文件没有解读",
    subjects=(SubjectKind.DOCUMENT,),
    severity=Severity.MAJOR,
    remediation="由起草处室撰写解读材料，在政策解读栏目发布，并与文件互相链接；确不需解读的，在说明中写明理由。",
)


@dataclass(frozen=True)
class Params:
    """``grace_workdays`` after publication; ``genres``: words of titles that need none; ``since``: first day of the duty."""

    grace_workdays: int
    genres: tuple[str, ...] = GENRES
    since: str = ""


def check(tables: Tables, params: Params) -> RuleReport:
    """Report every document that should be interpreted and is not."""
    doubt = interpretation_doubt(tables)
    faults, examined, unexamined = [], set(), {}
    for entry in paired(tables):
        document = entry.document
        if not needs_interpretation(document, params.genres) or is_foreign(document, tables.site):
            continue
        if entry.certain:
            examined.add(document.url)
        elif reason := _reason(entry, duty_doubts(tables).get(document.url, "") or doubt):
            unexamined[document.url] = reason
        elif document.date and document.date >= params.since and _overdue(tables, document, params):
            faults.append(_fault(tables, document, params))
            examined.add(document.url)
        else:
            examined.add(document.url)
    status = Status.NOT_ASSESSED if unexamined and not examined else None
    return RuleReport(
        faults=tuple(faults),
        examined=frozenset(examined),
        unexamined=unexamined,
        status=status,
        note=doubt if status else "",
    )


def _reason(entry: Paired, doubt: str) -> str:
    if entry.weak:
        return "有标题相近的解读，需人工确认是否对应"
    if not entry.document.date:
        return "文件没有发布日期，无法判断是否已过解读期限"
    return doubt


def _overdue(tables: Tables, document: PolicyDocument, params: Params) -> bool:
    published = date.fromisoformat(document.date or "")
    return tables.workdays.add(published, params.grace_workdays) < tables.as_of


def _fault(tables: Tables, document: PolicyDocument, params: Params) -> Fault:
    message = (
        f"政策文件“{document.title}”{document.date}发布，已超过{params.grace_workdays}个工作日，全站未找到对应解读"
    )
    seen = evidence(
        tables,
        document.page,
        observed="按页面链接、文号、标题引用和标题相近逐项查找，均未找到解读",
        expected=f"发布后{params.grace_workdays}个工作日内有解读",
        snippet=document.title,
        place=document.doc_no,
    )
    subject = Subject(SubjectKind.DOCUMENT, document.url, document.title)
    return Fault(subject=subject, message=message, evidence=(seen,), column=document.column, source=document.source)
