"""报告开放天数少于规定，公告中又没有说明理由的公开征求意见。

Why: 《重大行政决策程序暂行条例》（国令第713号）：公开征求意见的期限一般不少于30日；需要缩短的，公开征求意见时应当予以说明。
Passes: 首尾两天都计算在内达到规定天数；公告中有一句话说明理由。
Cannot tell: 没有写明起止日期的征集；征集的事项是不是重大行政决策。
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from auditor.derive import addresses
from auditor.derive_documents import evidence
from auditor.derive_interaction import Consultation, column_of, page_title, solicitations
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="IAC06",
    name="solicitation-too-short",
    title="公开征求意见期限不足",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MAJOR,
    remediation="延长征求意见期限；确需缩短的，在公告中说明理由。",
)


@dataclass(frozen=True)
class Params:
    """``min_days``: fewest days, the first and the last included."""

    min_days: int


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each solicitation that was too short and does not say why."""
    faults, examined, unexamined = [], set(), {}
    for own in solicitations(tables):
        url = str(addresses(tables)[own.page_id])
        if own.start is None or own.end is None or own.end < own.start:
            unexamined[url] = "没有写明起止日期，无法计算期限"
            continue
        examined.add(url)
        days = (date.fromisoformat(own.end) - date.fromisoformat(own.start)).days + 1
        if days < params.min_days and not own.short_period_reason:
            faults.append(_fault(tables, own, url, days, params))
    return RuleReport(faults=tuple(faults), examined=frozenset(examined), unexamined=unexamined)


def _fault(tables: Tables, own: Consultation, url: str, days: int, params: Params) -> Fault:
    title = page_title(tables, own.page_id) or "意见征集"
    seen = evidence(
        tables,
        own.page_id,
        observed=f"{own.start}至{own.end}，共{days}天，公告中没有说明理由",
        expected=f"一般不少于{params.min_days}天，少于的应说明理由",
        snippet=title,
    )
    message = f"公开征求意见只有{days}天（{own.start}至{own.end}），少于{params.min_days}天且未说明理由"
    column = column_of(tables, own.page_id)
    return Fault(subject=Subject(SubjectKind.PAGE, url, title), message=message, evidence=(seen,), column=column)
