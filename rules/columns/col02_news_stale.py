"""Reports a 动态要闻 column without a new entry within the limit.

Why: 国办秘函〔2019〕19号, 单项否决“栏目不更新”: two weeks for 动态、要闻类; five such columns (with COL03) are a veto.
Passes: the newest of all entries counts, not the first one; where the list shows no date, the article's own. The limit is
the profile's max_age_days of the column, else the standard's.
Cannot tell: a list built by script, a column behind a challenge, undated lists whose articles were not all read. Empty
columns are COL05, unreachable ones COL09.
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
