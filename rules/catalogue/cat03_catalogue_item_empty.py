"""报告本机关主动公开基本目录中，页面打得开、里面却什么也没有的事项。

Why: 空白页面等于没有公开；《政府信息公开条例》第二十条。
Passes: 有条目、文字、附件或图片中的任何一样；有注明日期的情况说明（如“无此项工作”）。
Cannot tell: 由脚本生成的列表；未能读取的页面。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive import fetched_at
from auditor.derive_catalogue import EMPTY, MISSING, UNREAD, ItemState, item_states
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Status, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="CAT03",
    name="catalogue-item-empty",
    title="主动公开目录事项内容空白",
    subjects=(SubjectKind.CATALOGUE_ITEM,),
    severity=Severity.MAJOR,
    remediation="补充该事项的内容；确无此项工作的，发布注明日期的情况说明。",
)


@dataclass(frozen=True)
class Params:
    """This rule has no parameters: the items are those of the profile."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each item whose page or column was read and is empty."""
    if not tables.site.catalogue:
        return RuleReport(status=Status.NOT_APPLICABLE, note="站点配置没有列出主动公开基本目录（[[catalogue]]）")
    states = [s for s in item_states(tables) if s.state != MISSING]
    return RuleReport(
        faults=tuple(_fault(tables, s) for s in states if s.state == EMPTY),
        examined=frozenset(s.item.item for s in states if s.state != UNREAD),
        unexamined={s.item.item: s.note for s in states if s.state == UNREAD},
    )


def _fault(tables: Tables, state: ItemState) -> Fault:
    item = state.item
    at = "" if state.page is None else str(fetched_at(tables).get(state.page, ""))
    seen = Evidence(
        url=state.where, observed=state.note, expected=f"“{item.item}”有实际内容", snippet=item.basis, status=200, at=at
    )
    subject = Subject(SubjectKind.CATALOGUE_ITEM, item.item, item.item)
    message = f"主动公开目录事项“{item.item}”的页面没有内容"
    return Fault(subject=subject, message=message, evidence=(seen,), column=state.column)
