"""报告已经结束而没有公布结果的意见征集。

Why: 公众提出的意见要有回应：意见征集结束后应公布采纳情况和理由。
Passes: 征集页面写有结果、链接到结果，或者全站另有页面公布同一草案的征集结果；结束后`grace_days`天以内。
Cannot tell: 没有写明截止日期的征集；用别的名称公布或者在站外公布的结果。
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from auditor.derive import addresses
from auditor.derive_documents import evidence
from auditor.derive_interaction import Consultation, column_of, has_result, page_title, solicitations
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Status, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="IAC05",
    name="solicitation-unanswered",
    title="意见征集结束后未公布结果",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MAJOR,
    remediation="公布意见征集的结果（收到多少意见、是否采纳及理由），并与征集公告互相链接。",
)


@dataclass(frozen=True)
class Params:
    """``grace_days``: days after the end in which nothing is expected; no official text gives a term."""

    grace_days: int = 20


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each closed solicitation without a published result."""
    faults, examined, unexamined = [], set(), {}
    for own in solicitations(tables):
        url = str(addresses(tables)[own.page_id])
        if own.feedback or has_result(tables, own.page_id):
            examined.add(url)
        elif own.end is None:
            unexamined[url] = "没有写明截止日期，无法判断是否已结束"
        elif date.fromisoformat(own.end) + timedelta(days=params.grace_days) >= tables.as_of:
            examined.add(url)
        elif tables.truncated:
            unexamined[url] = tables.truncated
        else:
            examined.add(url)
            faults.append(_fault(tables, own, url))
    status = Status.NOT_ASSESSED if tables.truncated and unexamined else None
    return RuleReport(faults=tuple(faults), examined=frozenset(examined), unexamined=unexamined, status=status)


def _fault(tables: Tables, own: Consultation, url: str) -> Fault:
    title = page_title(tables, own.page_id) or "意见征集"
    seen = evidence(
        tables,
        own.page_id,
        observed=f"{own.end}截止，页面和全站均未见征集结果",
        expected="结束后公布意见采纳情况",
        snippet=title,
    )
    message = f"意见征集已于{own.end}结束，未公布征集结果"
    column = column_of(tables, own.page_id)
    return Fault(subject=Subject(SubjectKind.PAGE, url, title), message=message, evidence=(seen,), column=column)
