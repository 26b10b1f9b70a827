"""报告空白栏目：没有条目、没有自己的文字、没有附件，也没有注明日期的情况说明。

Why: 国办秘函〔2019〕19号单项否决“栏目不更新”：空白栏目达到5个即为单项否决。
Passes: 注明日期的情况说明（如“无此项工作”）算有内容；图片、视频、表格、留言、附件、框架中的列表、下级列表和通向其他平台的入口也
算有内容。
Cannot tell: 由脚本生成的列表；没有抓到，或者因抓取中断没有抓全的栏目。栏目页面打不开的报COL09，不报COL05。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_columns import ColumnView, Reach, column_views
from auditor.derive_stale import DEAD_NOTE
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="COL05",
    name="column-empty",
    title="空白栏目",
    subjects=(SubjectKind.SITE_COLUMN,),
    severity=Severity.MAJOR,
    remediation="补充应公开的内容；确无此项工作的，发布注明日期的情况说明；不需要的栏目予以关闭。",
)


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the empty columns."""
    views = column_views(tables)
    unexamined = {v.column.url: reason for v in views if (reason := _unknown(tables, v))}
    judged = [v for v in views if v.column.url not in unexamined]
    return RuleReport(
        faults=tuple(_fault(v) for v in judged if v.empty),
        examined=frozenset(v.column.url for v in judged),
        unexamined=unexamined,
    )


def _unknown(tables: Tables, view: ColumnView) -> str:
    if view.reach is not Reach.READ:
        return DEAD_NOTE if view.reach is Reach.DEAD else view.reason
    if view.scripted and not (view.entries or view.filled):
        return "列表由脚本生成，未能读取"
    return tables.truncated if view.empty else ""


def _fault(view: ColumnView) -> Fault:
    column = view.column
    return Fault(
        subject=Subject(SubjectKind.SITE_COLUMN, column.url, column.name),
        message=f"栏目“{column.name}”内没有任何信息，也没有注明日期的情况说明。",
        evidence=(
            Evidence(
                url=column.url,
                observed="栏目页面能打开，列表中没有条目",
                expected="有应公开的信息，或者注明日期的情况说明",
                status=view.status,
                at=view.at,
            ),
        ),
        column=column.id,
    )
