"""报告其他有更新期限而没有按期更新的栏目：人事、规划类按标准，其余按站点配置中的承诺。

Why: 国办秘函〔2019〕19号单项否决“栏目不更新”：应更新但长期未更新的栏目达到10个即为单项否决。
Passes: 没有任何更新期限的栏目不判断；专题栏目不要求持续更新；以全部条目中最新的一条为准。
Cannot tell: 由脚本生成的列表；被防火墙验证页面挡住的栏目；列表没有日期、文章又没有读全的栏目。空白栏目见COL05，打不开的栏目
见COL09。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_stale import NOTICE_KINDS, Limit, limits_for, stale_report
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.model.site import ColumnKind

META = RuleMeta(
    code="COL04",
    name="column-stale",
    title="应更新栏目长期未更新",
    subjects=(SubjectKind.SITE_COLUMN,),
    severity=Severity.MINOR,
    remediation="按承诺的周期补发信息；不再需要的栏目，合并或关闭。",
)


@dataclass(frozen=True)
class Params:
    """Calendar months that the newest entry of a 人事 or 规划 column may be old where the profile promises nothing."""

    personnel_months: int | None = None
    planning_months: int | None = None


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the stale columns that are neither news nor notices nor policy."""
    judged_elsewhere = NOTICE_KINDS | {ColumnKind.NEWS}
    kinds = {kind: Limit() for kind in ColumnKind if kind not in judged_elsewhere}
    kinds[ColumnKind.PERSONNEL] = Limit(months=params.personnel_months)
    kinds[ColumnKind.PLANNING] = Limit(months=params.planning_months)
    return stale_report(tables, limits_for(tables.site.columns, kinds))
