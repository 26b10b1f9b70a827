"""报告网站上没有的权责清单，或者超过规定或承诺的周期没有调整的权责清单。

Why: 权责清单应当及时调整并公布；每年调整一次是地方常用口径（参数`max_age_months`）。
Passes: 清单中任何一条或者清单页面本身的日期在周期之内；站点配置写明的`max_age_days`优先于标准。
Cannot tell: 没有日期的清单、由脚本生成的清单、放在其他网站上的清单；没有规定周期的，只判断有没有清单。
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.derive_columns import column_views
from auditor.derive_names import names, platform_doubt
from auditor.derive_stale import Limit, limits_for, stale_report
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.model.site import ColumnKind

META = RuleMeta(
    code="CAT11",
    name="rights-list-stale",
    title="权责清单缺失或未及时调整",
    subjects=(SubjectKind.SITE_COLUMN,),
    severity=Severity.MINOR,
    remediation="对照现行法律法规和机构职能核对权责清单，调整后重新发布并注明日期。",
)
_NAMES = re.compile(r"权责清单|责权清单|权力清单|责任清单|权力和责任清单|行政权力|权力事项|职权目录")


@dataclass(frozen=True)
class Params:
    """``max_age_months``: how old the list may be; 0 = no interval is promised."""

    max_age_months: int = 0


def check(tables: Tables, params: Params) -> RuleReport:
    """Report a rights list that is missing or stale."""
    own = [v.column for v in column_views(tables) if v.column.kind is ColumnKind.RIGHTS_LIST]
    if own:
        months = params.max_age_months or None
        limits = limits_for(own, {ColumnKind.RIGHTS_LIST: Limit(months=months)}) if months else {}
        promised = {c.id: Limit(days=c.max_age_days, promised=True) for c in own if c.max_age_days is not None}
        return stale_report(tables, {**limits, **promised})
    home = tables.site.home
    if any(_NAMES.search(n.name) for n in names(tables)):
        return RuleReport(unexamined={home: "权责清单不在站点配置的栏目中，是否及时调整需人工核查"})
    if doubt := platform_doubt(tables):
        return RuleReport(unexamined={home: doubt})
    return RuleReport(faults=(_missing(home),), examined=frozenset((home,)))


def _missing(home: str) -> Fault:
    seen = Evidence(url=home, observed="栏目、导航、链接和页面标题中均没有权责清单", expected="公开权责清单")
    subject = Subject(SubjectKind.SITE_COLUMN, home, "权责清单")
    return Fault(subject=subject, message="全站未找到权责清单", evidence=(seen,))
