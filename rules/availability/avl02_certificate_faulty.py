"""报告安全证书已过期、与域名不符、不受信任或即将到期的网站。

Why: 浏览器会警告读者不要打开这样的网站；证书到期是事先就知道的事，不应因此中断访问。
Passes: 没有启用`https`的网站；只在一次访问中出现、下一次访问没有证实的证书问题。
Cannot tell: 只有旧浏览器才不接受的证书链；没有访问监测记录（`auditor probe`）时不作判断。
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from auditor.derive_probes import site_subject, visits
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Status, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="AVL02",
    name="certificate-faulty",
    title="安全证书有问题",
    subjects=(SubjectKind.SITE,),
    severity=Severity.MINOR,
    remediation="联系证书服务商更换或续期证书，确认证书域名与网站域名一致、证书链完整，并设置到期提醒。",
    needs="probe",
)
_FAULTS = {"expired": "证书已过期", "wrong-name": "证书与域名不符", "untrusted": "证书不受信任"}
_CONFIRM = 2


@dataclass(frozen=True, kw_only=True)
class Params:
    """``min_days_left``: a certificate that expires within so many days should be replaced now."""

    min_days_left: int


def check(tables: Tables, params: Params) -> RuleReport:
    """Judge the certificate by the latest visits that saw one."""
    counted = visits(tables)
    seen = counted[~counted["tls"].isin(["", "none"])]
    if counted.empty:
        note = "没有访问记录，请先运行 auditor probe"
        return RuleReport(status=Status.NOT_ASSESSED, unexamined={tables.site.home: "没有访问记录"}, note=note)
    if seen.empty:
        return RuleReport(status=Status.NOT_APPLICABLE, note="网站未启用 https")
    fault = _fault_words(seen.tail(_CONFIRM), params)
    report = frozenset({tables.site.home})
    if not fault:
        return RuleReport(examined=report)
    evidence = Evidence(
        url=tables.site.home, observed=fault, expected="证书有效、受信任、与域名一致", at=seen["at"].iloc[-1]
    )
    words = Fault(subject=site_subject(tables), message=f"网站{fault}。", evidence=(evidence,))
    return RuleReport(examined=report, faults=(words,))


def _fault_words(latest: pd.DataFrame, params: Params) -> str:
    """Return what is wrong in all of the latest visits, empty where they disagree or nothing is."""
    kinds = latest["tls"].unique()
    if len(kinds) == 1 and kinds[0] in _FAULTS:
        return _FAULTS[kinds[0]]
    left = latest["tls_days"].iloc[-1]
    if kinds[-1] in _FAULTS or pd.isna(left) or left > params.min_days_left:
        return ""
    return f"证书还有 {int(left)} 天到期" if left >= 0 else _FAULTS["expired"]
