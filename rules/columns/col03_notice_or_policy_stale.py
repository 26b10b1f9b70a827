"""报告在期限内没有新信息的通知公告、政策文件类栏目。

Why: 国办秘函〔2019〕19号单项否决“栏目不更新”：通知公告、政策文件类一级栏目期限为6个月；与COL02所列栏目合计达到5个即为单项否
决。
Passes: 以全部条目中最新的一条为准；月份按日历月计算。期限以站点配置为该栏目写的`max_age_days`为准，没有写的按标准。
Cannot tell: 由脚本生成的列表；被防火墙验证页面挡住的栏目；列表没有日期、文章又没有读全的栏目；栏目是不是一级栏目。空白栏目
见COL05，打不开的栏目见COL09。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_stale import NOTICE_KINDS, Limit, limits_for, stale_report
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="COL03",
    name="notice-or-policy-stale",
    title="通知公告、政策文件栏目更新不及时",
    subjects=(SubjectKind.SITE_COLUMN,),
    severity=Severity.MAJOR,
    remediation="补发期间应公开的通知公告或政策文件；确无新文件的，核实后在栏目内作出说明。",
)


@dataclass(frozen=True)
class Params:
    """``max_age_months``: how many calendar months old the newest entry may be where the profile promises nothing."""

    max_age_months: int | None = None


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the stale notice and policy columns."""
    limit = Limit(months=params.max_age_months)
    return stale_report(tables, limits_for(tables.site.columns, dict.fromkeys(NOTICE_KINDS, limit)))
