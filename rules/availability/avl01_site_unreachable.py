"""报告在一周的访问监测中，打不开的次数占比过高的网站。

Why: 国办秘函〔2019〕19号单项否决“站点无法访问”：监测一周、每天间隔访问规定次数，超过规定秒数仍打不开的次数达到规定比例。
Passes: 打开虽慢但未到规定秒数的访问；因监测用的机器自身断网而失败的访问。
Cannot tell: 抓取的页面不能说明这个问题；一周中只要有一天访问次数不够，就不作判断。
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from auditor.derive_probes import site_subject, visits
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Status, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="AVL01",
    name="site-unreachable",
    title="站点无法访问",
    subjects=(SubjectKind.SITE,),
    severity=Severity.VETO,
    remediation="会同网站运维单位排查服务器、带宽和域名解析，恢复访问；之后每天间隔访问20次以上、连续监测一周确认稳定。",
    needs="probe",
)


@dataclass(frozen=True, kw_only=True)
class Params:
    """A week of ``days`` days with ``min_daily_visits`` each; a visit open after ``max_seconds`` failed."""

    days: int
    min_daily_visits: int
    max_seconds: float
    failed_share: float


def check(tables: Tables, params: Params) -> RuleReport:
    """Judge the latest full week of visits that ends on, or at most a week before, the day of the audit."""
    counted = visits(tables)
    week = _latest_week(counted, tables.as_of, params)
    if week is None:
        most = counted.groupby("day").size().max() if len(counted) else 0
        note = (
            f"需要连续 {params.days} 天、每天至少 {params.min_daily_visits} 次访问记录；"
            f"目前共有 {len(counted)} 次，单日最多 {most} 次。请用 auditor probe 定时访问"
        )
        return RuleReport(status=Status.NOT_ASSESSED, unexamined={tables.site.home: "访问记录不足"}, note=note)
    failed = week[~week["ok"] | (week["seconds"] >= params.max_seconds)]
    examined = frozenset({tables.site.home})
    if len(failed) < params.failed_share * len(week):
        return RuleReport(examined=examined)
    return RuleReport(examined=examined, faults=(_fault(tables, week, failed, params),))


def _latest_week(counted: pd.DataFrame, as_of: date, params: Params) -> pd.DataFrame | None:
    sizes = counted.groupby("day").size().to_dict()
    for back in range(params.days + 1):
        last = as_of - timedelta(days=back)
        wanted = [(last - timedelta(days=n)).isoformat() for n in range(params.days)]
        if all(sizes.get(day, 0) >= params.min_daily_visits for day in wanted):
            return counted[counted["day"].isin(wanted)]
    return None


def _fault(tables: Tables, week: pd.DataFrame, failed: pd.DataFrame, params: Params) -> Fault:
    share, first, last = len(failed) / len(week), week["day"].min(), week["day"].max()
    observed = f"{first} 至 {last} 访问 {len(week)} 次，打不开 {len(failed)} 次，占 {share:.1%}"
    return Fault(
        subject=site_subject(tables),
        message=f"{observed}（{params.max_seconds:g} 秒仍未打开即为打不开）。",
        occurrences=len(failed),
        evidence=(
            Evidence(
                url=tables.site.home,
                observed=observed,
                expected=f"打不开的次数占比低于 {params.failed_share:.0%}",
                snippet="；".join(failed["at"].head(5)),
                at=failed["at"].iloc[-1],
            ),
        ),
    )
