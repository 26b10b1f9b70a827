"""Reports a column whose page is dead: gone, refused, a server error confirmed over the crawl, or a page saying it is not there.

Why: a reader of the navigation meets an error; nothing of what the column should publish can be checked.
Passes: a page that answers, also with an empty list (COL05) or an old one (COL02 to COL04).
Cannot tell: a challenge of a firewall, a time-out, a limit on visitors: not assessed, with the reason.
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
