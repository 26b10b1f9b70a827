"""Reports an internal page that is linked and cannot be opened: gone (404, 410), a server error, refused, or no such host.

Why: 国办发〔2017〕47号 asks for working links; a dead one on the homepage is what an inspector sees first.
Passes: a page that answers, however slowly; one failure that a later visit did not repeat; a challenge of a firewall
(412, 521, 202, 403); a HEAD request refused where GET works.
Cannot tell: a page that asks for a login or limits visitors (401, 403, 429), times out, or fails in the TLS handshake. These
are listed as unverified with the reason. Pages that answer 200 and say that they do not exist are LNK05.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_links import TargetKind, dead_link_report
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="LNK01",
    name="link-dead",
    title="站内链接失效",
    subjects=(SubjectKind.LINK_TARGET,),
    severity=Severity.MINOR,
    remediation="恢复该页面或改正链接地址；页面已停用的，在所有引用页面上删除该链接。",
)


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the dead internal pages."""
    return dead_link_report(tables, TargetKind.PAGE, "站内链接", grave=Severity.MAJOR)
