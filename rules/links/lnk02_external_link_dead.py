"""Reports a page of another host that is linked and cannot be opened, confirmed by repeated visits over the crawl.

Why: a reader who is sent on by the site meets an error; links to lapsed domains are the first step to hijacked ones (LNK10).
Passes: what answers; a challenge of a firewall; one failure that a later visit did not repeat.
Cannot tell: hosts that time out from here, all hosts where nothing outside can be reached from the auditing machine, and
every external link of an audit that only records them. They are listed as unverified, once a host.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_links import TargetKind, dead_link_report
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="LNK02",
    name="external-link-dead",
    title="站外链接失效",
    subjects=(SubjectKind.LINK_TARGET,),
    severity=Severity.MINOR,
    remediation="核对对方网站的新地址并更新链接；对方已停用的，删除该链接。",
)


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the dead pages of other hosts."""
    return dead_link_report(tables, TargetKind.EXTERNAL, "站外链接")
