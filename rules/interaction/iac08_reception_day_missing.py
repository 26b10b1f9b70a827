"""报告在承诺的周期内没有局长接待日公告的栏目或网站。

Why: 本单位工作要点承诺安排局长接待日并发布公告。
Passes: 接待日栏目中有周期之内的公告；没有这个栏目的，全站任何位置有这样的公告。
Cannot tell: 由脚本生成或者没有读取到的栏目；没有日期的公告；没有承诺周期的网站。
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from auditor.derive import ids, text
from auditor.derive_names import absence_doubt
from auditor.derive_stale import Limit, limits_for, stale_report
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Status, Subject, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.model.site import ColumnKind

META = RuleMeta(
    code="IAC08",
    name="reception-day-missing",
    title="未按期发布局长接待日公告",
    subjects=(SubjectKind.SITE_COLUMN,),
    severity=Severity.MINOR,
    remediation="按承诺的周期发布局长接待日公告（时间、地点、接待人）和办理情况。",
)
_NOTICE = re.compile(r"接待日|接访日|接待(?:群众|来访)")


@dataclass(frozen=True)
class Params:
    """``max_age_days``: the interval of the work points; 0 = only where the profile promises one."""

    max_age_days: int = 0


def check(tables: Tables, params: Params) -> RuleReport:
    """Report a reception column, or the site's notice column, without a recent notice."""
    own = [c for c in tables.site.columns if c.kind is ColumnKind.RECEPTION]
    bound = own if params.max_age_days else [c for c in own if c.max_age_days is not None]
    if bound:
        return stale_report(tables, limits_for(bound, {ColumnKind.RECEPTION: Limit(days=params.max_age_days or None)}))
    if not params.max_age_days:
        return RuleReport(status=Status.NOT_APPLICABLE, note="没有承诺接待日公告的周期")
    return _anywhere(tables, params)


def _anywhere(tables: Tables, params: Params) -> RuleReport:
    notices = next((c for c in tables.site.columns if c.kind is ColumnKind.NOTICE), None)
    key, name = (notices.url, notices.name) if notices else (tables.site.home, "接待日公告")
    newest = max((d for d in _dates(tables) if d), default="")
    if newest and (tables.as_of - date.fromisoformat(newest)).days <= params.max_age_days:
        return RuleReport(examined=frozenset((key,)))
    if doubt := absence_doubt(tables):
        return RuleReport(unexamined={key: doubt})
    observed = f"最近一次公告日期{newest}" if newest else "全站未见接待日公告"
    seen = Evidence(url=key, observed=observed, expected=f"{params.max_age_days}天内有接待日公告")
    subject = Subject(SubjectKind.SITE_COLUMN, key, name)
    message = f"{params.max_age_days}天内没有局长接待日公告（{observed}）"
    fault = Fault(subject=subject, message=message, evidence=(seen,), column=notices.id if notices else "")
    return RuleReport(faults=(fault,), examined=frozenset((key,)))


def _dates(tables: Tables) -> list[str]:
    """Return the dates of all articles and list entries that announce a reception day."""
    pages, items = tables.pages, tables.items
    shown = pages[text(pages["title"]).str.contains(_NOTICE.pattern, regex=True).to_numpy()]
    listed = items[
        text(items["title"]).str.contains(_NOTICE.pattern, regex=True).to_numpy() & (ids(items["page_id"]) >= 0)
    ]
    return [*text(shown["publish_date"]), *text(listed["date"])]
