"""报告页面引用而不能加载的图片、样式、脚本或嵌入框架。

Why: 图片破损、样式缺失的页面显得无人管理；嵌入框架缺失，框架中的内容就看不到。
Passes: 由脚本稍后加载的图片占位符；写在注释里的地址；同时作为页面被链接的地址。
Cannot tell: 被防火墙验证页面挡住或需要登录的资源；能加载的脚本是否正常工作。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_links import TargetKind, dead_link_report
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="LNK04",
    name="resource-dead",
    title="图片、样式等页面资源缺失",
    subjects=(SubjectKind.LINK_TARGET,),
    severity=Severity.MINOR,
    remediation="补传缺失的图片、样式、脚本或框架页面，或者从页面模板中去掉对它的引用。",
)


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the resources that cannot be had."""
    return dead_link_report(tables, TargetKind.RESOURCE, "页面资源")
