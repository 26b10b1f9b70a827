"""报告完全没有提供办事服务的网站。

Why: 国办秘函〔2019〕19号单项否决“服务不实用”：未提供办事服务。
Passes: 有办事服务栏目，或者有这类名称的可见入口（办事指南、网上办事、政务服务等），在本站或通向其他网站都算。
Cannot tell: 未能读取或由脚本生成的首页；没有抓完的网站；没有对外服务事项的部门，本指标不适用，由主办单位在反馈中说明。
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.derive import text
from auditor.derive_names import absence_doubt, names
from auditor.derive_titles import flat
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Status, Subject, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.model.site import ColumnKind

META = RuleMeta(
    code="SVC01",
    name="service-missing",
    title="没有办事服务",
    subjects=(SubjectKind.SITE,),
    severity=Severity.VETO,
    remediation="开设办事服务栏目，集中展示事项和办事指南，或链接到政务服务平台的本部门事项。",
)
_SERVICE = re.compile(
    r"办事|政务服务|服务大厅|办事大厅|行政审批|行政许可|便民服务|公共服务|网上申报|在线申报|服务指南|服务事项|一网通办|审批服务"
)
_NOTICE = re.compile(r"关于|通知|公告|公示|会议|工作")
_LONGEST = 14


@dataclass(frozen=True)
class Params:
    """This rule has no parameters."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Report the site where nothing is called a service."""
    home = tables.site.home
    own = any(c.kind is ColumnKind.SERVICES for c in tables.site.columns)
    shown = [n.name for n in names(tables) if n.part] + [flat(t) for t in text(tables.odd_links["text"]).unique()]
    if own or any(_SERVICE.search(n) and len(n) <= _LONGEST and not _NOTICE.search(n) for n in shown):
        return RuleReport(examined=frozenset((home,)))
    if doubt := absence_doubt(tables):
        status = Status.NOT_ASSESSED if tables.truncated else None
        return RuleReport(unexamined={home: doubt}, status=status, note=doubt)
    seen = Evidence(url=home, observed="导航、栏目和链接中没有办事服务类入口", expected="提供办事服务")
    subject = Subject(SubjectKind.SITE, home, tables.site.name or "网站")
    fault = Fault(subject=subject, message="全站未找到办事服务", evidence=(seen,))
    return RuleReport(faults=(fault,), examined=frozenset((home,)))
