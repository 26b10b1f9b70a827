"""报告“五公开”（决策、执行、管理、服务、结果）中，没有任何有内容的目录事项的方面，一个方面列一个问题。

Why: 国办发〔2016〕80号：政务公开要覆盖决策、执行、管理、服务、结果五个方面（五公开）。
Passes: 该方面至少有一个目录事项，其页面或栏目有内容。
Cannot tell: 站点配置的目录没有标明各事项属于哪个方面；该方面有事项未能读取。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_catalogue import PUBLISHED, UNREAD, item_states
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Status, Subject, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.model.site import Aspect

META = RuleMeta(
    code="CAT09",
    name="aspect-uncovered",
    title="“五公开”某一方面没有公开内容",
    subjects=(SubjectKind.SITE,),
    severity=Severity.MINOR,
    remediation="在主动公开基本目录中补充该方面的事项，并发布相应内容。",
)


@dataclass(frozen=True)
class Params:
    """``aspects``: the aspects that must be covered."""

    aspects: tuple[str, ...] = tuple(a.value for a in Aspect)


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each aspect of which no item has content."""
    states = item_states(tables)
    if not any(s.item.aspect for s in states):
        return RuleReport(status=Status.NOT_APPLICABLE, note="站点配置的目录没有标明“五公开”方面（aspect）")
    home = tables.site.home
    faults, open_aspects = [], []
    for aspect in params.aspects:
        own = [s for s in states if aspect in s.item.aspect]
        if any(s.state == PUBLISHED for s in own):
            continue
        if any(s.state == UNREAD for s in own):
            open_aspects.append(aspect)
        else:
            faults.append(_fault(home, aspect, [s.item.item for s in own]))
    reason = f"{'、'.join(open_aspects)}公开的事项未能读取" if open_aspects else ""
    examined = frozenset((home,)) if faults or not reason else frozenset[str]()
    return RuleReport(
        faults=tuple(faults), examined=examined, unexamined={} if examined else {home: reason}, note=reason
    )


def _fault(home: str, aspect: str, items: list[str]) -> Fault:
    observed = f"目录事项{'、'.join(items)}均缺失或空白" if items else "目录中没有属于该方面的事项"
    return Fault(
        subject=Subject(SubjectKind.SITE, home, "网站"),
        facet=aspect,
        message=f"“五公开”中的{aspect}公开没有任何有内容的目录事项",
        evidence=(Evidence(url=home, observed=observed, expected=f"至少一项{aspect}公开事项有内容"),),
    )
