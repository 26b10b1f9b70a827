"""报告不能下载、内容为空，或者下载下来是错误网页的附件。

Why: 《政府信息公开条例》第二十四条要求政府信息公开平台具备下载功能；通知的附表下载不了，通知就没有用。
Passes: 带上来源页面（`Referer`）就能下载的附件；放在其他网站上、能下载的附件；先打开一个网页再下载的附件。
Cannot tell: 需要登录、访问超时或被防火墙验证页面挡住的附件；下载下来的文件能不能用相应的软件打开。
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
