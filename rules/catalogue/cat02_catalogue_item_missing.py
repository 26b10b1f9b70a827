"""报告本机关主动公开基本目录中，网站上没有对应页面或栏目的事项。

Why: 《政府信息公开条例》第十九条、第二十条：列入目录的信息应当公开。
Passes: 站点配置为该事项写明的栏目或地址能打开；没有写明的，有同名或名称相近的栏目、页面或链接。
Cannot tell: 只在文章标题中出现，或可能在别的栏目之中的事项，要由人查看；未能读取的页面；信息公开平台不在抓取范围内的网站；没
有抓完的网站。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_catalogue import MISSING, UNREAD, ItemState, item_states
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Status, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="CAT02",
    name="catalogue-item-missing",
    title="主动公开目录事项未公开",
    subjects=(SubjectKind.CATALOGUE_ITEM,),
    severity=Severity.MAJOR,
    remediation="为该目录事项设置栏目或页面并发布内容；确无此项工作的，发布注明日期的情况说明。",
)


@dataclass(frozen=True)
class Params:
    """This rule has no parameters: the items are those of the profile."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each item of the profile's catalogue that is certainly not on the site."""
    if not tables.site.catalogue:
        return RuleReport(status=Status.NOT_APPLICABLE, note="站点配置没有列出主动公开基本目录（[[catalogue]]）")
    states = item_states(tables)
    faults = tuple(_fault(tables, s) for s in states if s.state == MISSING)
    cut = bool(tables.truncated) and not faults
    return RuleReport(
        faults=faults,
        examined=frozenset(s.item.item for s in states if s.state != UNREAD),
        unexamined={s.item.item: s.note for s in states if s.state == UNREAD},
        status=Status.NOT_ASSESSED if cut else None,
        note=tables.truncated if cut else "",
    )


def _fault(tables: Tables, state: ItemState) -> Fault:
    item = state.item
    seen = Evidence(
        url=state.where or tables.site.home,
        observed=state.note,
        expected=f"公开“{item.item}”",
        snippet=item.basis,
        status=state.status,
    )
    subject = Subject(SubjectKind.CATALOGUE_ITEM, item.item, item.item)
    message = f"主动公开目录事项“{item.item}”没有对应的栏目或页面（{state.note}）"
    return Fault(subject=subject, message=message, evidence=(seen,), column=state.column)
