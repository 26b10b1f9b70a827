"""报告没有IPv6地址，或者有IPv6地址但打不开的网站（试行）。

Why: 国办秘函〔2019〕19号扣分指标“功能设计”含IPv6改造：政府网站应能通过IPv6访问。
Passes: 最近几次访问中只要有一次能通过IPv6打开，就不报告。
Cannot tell: 监测用的机器自身没有IPv6时无法判断；没有访问监测记录（`auditor probe`）时不作判断。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_probes import site_subject, visits
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Status, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="AVL03",
    name="ipv6-unreachable",
    title="不支持IPv6访问",
    subjects=(SubjectKind.SITE,),
    severity=Severity.HINT,
    remediation="联系网站托管单位开通IPv6，为域名增加AAAA解析，并确认首页和主要栏目可以通过IPv6打开。",
    preview=True,
    needs="probe",
)
_FAULTS = {"no-record": "域名没有IPv6地址（AAAA记录）", "unreachable": "有IPv6地址，但无法通过IPv6打开"}
_CONFIRM = 3


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Judge by the latest visits that could try IPv6; all must agree."""
    counted = visits(tables)
    tried = counted[counted["ipv6"].isin(["ok", *_FAULTS])]
    if tried.empty:
        note = "没有可用的IPv6访问记录（未运行 auditor probe，或探测机器没有IPv6）"
        return RuleReport(status=Status.NOT_ASSESSED, unexamined={tables.site.home: "没有IPv6访问记录"}, note=note)
    examined = frozenset({tables.site.home})
    latest = tried.tail(_CONFIRM)
    if (latest["ipv6"] == "ok").any():
        return RuleReport(examined=examined)
    words = _FAULTS[latest["ipv6"].iloc[-1]]
    evidence = Evidence(url=tables.site.home, observed=words, expected="可以通过IPv6访问", at=latest["at"].iloc[-1])
    fault = Fault(subject=site_subject(tables), message=f"网站{words}。", evidence=(evidence,))
    return RuleReport(examined=examined, faults=(fault,))
