"""Reports a homepage without an entry “我为政府网站找错” that a reader can see.

Why: the entry is named in checks of 国办秘函〔2019〕19号; without it nobody can report a fault to the office.
Passes: a visible link, picture or script whose text, alt, title or address says 找错, 纠错 or jiucuo or carries site_code=,
on whatever host.
Cannot tell: a homepage that a script builds, or whose frames were not read. An entry in a comment is none.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive import text, true
from auditor.derive_identity import home_evidence, home_marks, home_unread
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="IDN02",
    name="error-report-entry-missing",
    title="缺少“我为政府网站找错”入口",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MINOR,
    remediation="在首页页脚添加“我为政府网站找错”图标，并链接到本站标识码对应的找错页面。",
)


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the homepage if it has no visible entry."""
    key, marks = tables.site.home, home_marks(tables)
    entries = marks[text(marks["element"]) == "error-report"]
    if true(entries["visible"]).any():
        return RuleReport(examined=frozenset({key}))
    if reason := home_unread(tables):
        return RuleReport(unexamined={key: reason})
    hidden = "有找错入口，但读者看不到" if len(entries) else "没有找错入口"
    fault = Fault(
        subject=Subject(SubjectKind.PAGE, key, tables.site.name),
        message=f"首页{hidden}。",
        evidence=home_evidence(
            tables, observed=f"首页{hidden}", expected="首页有读者能看到的“我为政府网站找错”入口", place="页脚"
        ),
    )
    return RuleReport(faults=(fault,), examined=frozenset({key}))
