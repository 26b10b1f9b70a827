"""Reports a document or archive that cannot be downloaded, is empty, or turns out to be a web page with an error.

Why: 条例 art. 24 asks that published files can be downloaded; a notice without its form is of no use.
Passes: a file that needs a Referer and then comes; a file on another host that comes.
Cannot tell: files that need a login, time out or stand behind a firewall's challenge; whether a file that comes can be
opened by its program.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_links import TargetKind, dead_link_report
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="LNK03",
    name="attachment-dead",
    title="附件无法下载",
    subjects=(SubjectKind.LINK_TARGET,),
    severity=Severity.MAJOR,
    remediation="重新上传附件并改正下载地址，上传后点击下载、打开文件核对一次。",
)


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the files that cannot be had."""
    return dead_link_report(tables, TargetKind.ATTACHMENT, "附件")
