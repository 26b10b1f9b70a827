"""报告首页没有读者能看到的“我为政府网站找错”入口的网站。

Why: 国办秘函〔2019〕19号的检查包括这个入口；没有它，读者发现错误无处反映。
Passes: 能看到的链接、图片或脚本，其文字、替代文字、标题或地址含“找错”“纠错”“`jiucuo`”或“`site_code=`”，指向哪个网站都
算。
Cannot tell: 由脚本生成的首页，嵌入框架没有读取到的首页。写在注释里的入口不算入口。
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
