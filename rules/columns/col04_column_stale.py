"""Reports any other column that promises an interval and does not keep it: 人事、规划 by the standard, the rest by the profile.

Why: 国办秘函〔2019〕19号, 单项否决“栏目不更新”: ten columns that should have been updated and were not are a veto.
Passes: a column without any promise is not judged; 专题 columns are never stale; the newest of all entries counts.
Cannot tell: a list built by script, a column behind a challenge, undated lists whose articles were not all read. Empty
columns are COL05, unreachable ones COL09.
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
