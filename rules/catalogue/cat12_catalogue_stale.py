"""报告超过规定或承诺的周期没有更新的主动公开基本目录。

Why: 《政府信息公开条例》第十二条：指南和目录应当及时更新。
Passes: 目录中任何一条或者目录页面本身的日期在周期之内。
Cannot tell: 没有日期的目录、由脚本生成的目录；没有规定或承诺周期的不判断。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_stale import Limit, limits_for, stale_report
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, Status, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.model.site import ColumnKind

META = RuleMeta(
    code="CAT12",
    name="catalogue-stale",
    title="主动公开目录长期未更新",
    subjects=(SubjectKind.SITE_COLUMN,),
    severity=Severity.MINOR,
    remediation="按承诺的周期核对并更新主动公开基本目录，注明更新日期。",
)


@dataclass(frozen=True)
class Params:
    """``max_age_months``: how old the catalogue may be; 0 = only where the profile promises an interval."""

    max_age_months: int = 0


def check(tables: Tables, params: Params) -> RuleReport:
    """Report catalogue columns older than promised."""
    own = [c for c in tables.site.columns if c.kind is ColumnKind.CATALOGUE]
    months = params.max_age_months
    bound = own if months else [c for c in own if c.max_age_days is not None]
    if not bound:
        return RuleReport(status=Status.NOT_APPLICABLE, note="没有规定或承诺目录的更新周期")
    return stale_report(tables, limits_for(bound, {ColumnKind.CATALOGUE: Limit(months=months or None)}))
