"""Reports a picture, style sheet, script or frame that a page embeds and that cannot be loaded.

Why: a page with broken pictures or without its style reads as neglected, and a missing frame hides its content.
Passes: placeholders of pictures that a script loads later, addresses in comments, whatever is also linked as a page.
Cannot tell: resources behind a challenge or a login, and whether a script that comes does what it should.
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
