"""报告已过截止日期而页面仍显示进行中的意见征集。

Why: 截止后再提意见已无人受理，页面显示的状态应当真实。
Passes: 显示已结束的、没有显示状态的、当天截止的征集。
Cannot tell: 在截止日期之前读取的页面；由脚本或图片显示的状态。
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.derive import addresses
from auditor.derive_documents import evidence
from auditor.derive_interaction import Consultation, column_of, page_title, seen_day, solicitations
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="IAC07",
    name="solicitation-overdue-open",
    title="意见征集已过期仍显示进行中",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MAJOR,
    remediation="将征集状态改为已结束并公布结果；需要延期的，发布延期公告并更正截止日期。",
)
_OPEN = re.compile(r"进行中|正在(?:进行|征集|征求)|(?:征集|征求|开放)中|未结束|火热")


@dataclass(frozen=True)
class Params:
    """This rule has no parameters."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each solicitation whose end lies before today and whose page says that it is open."""
    faults, examined, unexamined = [], set(), {}
    today = tables.as_of.isoformat()
    for own in solicitations(tables):
        url = str(addresses(tables)[own.page_id])
        if own.end is None:
            unexamined[url] = "没有写明截止日期，无法判断是否过期"
            continue
        if not own.status:
            continue
        examined.add(url)
        if own.end < today and own.end < seen_day(tables, own.page_id) and _OPEN.search(own.status):
            faults.append(_fault(tables, own, url))
    return RuleReport(faults=tuple(faults), examined=frozenset(examined), unexamined=unexamined)


def _fault(tables: Tables, own: Consultation, url: str) -> Fault:
    title = page_title(tables, own.page_id) or "意见征集"
    seen = evidence(
        tables,
        own.page_id,
        observed=f"{own.end}截止，状态仍为“{own.status}”",
        expected="截止后显示已结束",
        snippet=title,
        place="征集状态",
    )
    message = f"意见征集已于{own.end}截止，页面仍显示“{own.status}”"
    column = column_of(tables, own.page_id)
    return Fault(subject=Subject(SubjectKind.PAGE, url, title), message=message, evidence=(seen,), column=column)
