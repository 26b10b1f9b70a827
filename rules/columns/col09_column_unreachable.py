"""报告页面打不开的栏目：已不存在、拒绝访问、多次访问都是服务器错误，或者页面提示内容不存在。

Why: 读者从导航点进去看到的是错误，栏目应当公开的内容也都无从检查。
Passes: 能打开的页面，列表为空（见COL05）或内容陈旧（见COL02至COL04）的也不在此报告。
Cannot tell: 防火墙验证、访问超时、限制访问次数：列为未核查并写明原因。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_columns import ColumnView, Reach, column_views
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="COL09",
    name="column-unreachable",
    title="栏目无法访问",
    subjects=(SubjectKind.SITE_COLUMN,),
    severity=Severity.MAJOR,
    remediation="恢复栏目页面；栏目已撤销或更换地址的，更新导航和站点配置中的地址。",
)


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the dead columns."""
    views = column_views(tables)
    return RuleReport(
        faults=tuple(_fault(v) for v in views if v.reach is Reach.DEAD),
        examined=frozenset(v.column.url for v in views if v.reach is not Reach.UNREAD),
        unexamined={v.column.url: v.reason for v in views if v.reach is Reach.UNREAD},
    )


def _fault(view: ColumnView) -> Fault:
    column = view.column
    return Fault(
        subject=Subject(SubjectKind.SITE_COLUMN, column.url, column.name),
        message=f"栏目“{column.name}”的页面无法打开：{view.reason}。",
        evidence=(
            Evidence(
                url=column.url,
                observed=view.reason,
                expected="栏目页面能正常打开",
                status=view.status,
                at=view.at,
            ),
        ),
        column=column.id,
    )
