"""报告在期限内没有新信息的动态要闻类栏目。

Why: 国办秘函〔2019〕19号单项否决“栏目不更新”：动态、要闻类栏目期限为2周；与COL03所列栏目合计达到5个即为单项否决。
Passes: 以全部条目中最新的一条为准，不以排在第一的为准；列表不显示日期的，看文章自身的日期。期限以站点配置为该栏目写
的`max_age_days`为准，没有写的按标准。
Cannot tell: 由脚本生成的列表；被防火墙验证页面挡住的栏目；列表没有日期、文章又没有读全的栏目。空白栏目见COL05，打不开的栏目
见COL09。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_stale import Limit, limits_for, stale_report
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.model.site import ColumnKind

META = RuleMeta(
    code="COL02",
    name="news-stale",
    title="动态要闻栏目更新不及时",
    subjects=(SubjectKind.SITE_COLUMN,),
    severity=Severity.MAJOR,
    remediation="尽快发布新的动态信息；确实无法持续更新的，合并或关闭该栏目。",
)


@dataclass(frozen=True)
class Params:
    """``max_age_days``: how old the newest entry may be where the profile promises nothing."""

    max_age_days: int | None = None


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the stale news columns."""
    limit = Limit(days=params.max_age_days)
    return stale_report(tables, limits_for(tables.site.columns, {ColumnKind.NEWS: limit}))
