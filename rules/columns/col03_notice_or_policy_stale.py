"""Reports a 通知公告 or 政策文件 column without a new entry within the limit.

Why: 国办秘函〔2019〕19号, 单项否决“栏目不更新”: six months for 通知公告、政策文件类; five such columns (with COL02) are a veto.
Passes: the newest of all entries counts; months are calendar months. The limit is the profile's max_age_days of the column,
else the standard's.
Cannot tell: a list built by script, a column behind a challenge, undated lists whose articles were not all read; whether a
column is a 一级栏目. Empty columns are COL05, unreachable ones COL09.
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
