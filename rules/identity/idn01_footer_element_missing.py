"""报告首页页脚缺少的规定要素，缺一个要素列一个问题。

Why: 国办发〔2017〕47号要求政府网站底部功能区列明网站标识码、ICP备案和公安备案、主办单位、联系方式、网站地图和党政机关网站标
识。
Passes: 要素用任何写法都算，可以是文字、图片、链接或脚本，页脚是嵌入框架的也算。
Cannot tell: 由脚本生成的页脚；没有读取到的嵌入框架。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive import text, true
from auditor.derive_identity import home_evidence, home_marks, home_unread
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="IDN01",
    name="footer-element-missing",
    title="页脚要素缺失",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MAJOR,
    remediation="在网站公共页脚补充该要素，并确认首页已更新。",
)
# The names that the extractor gives to marks (auditor.model.page.Mark).
_MARKS = {
    "网站标识码": "site-code",
    "ICP备案": "icp",
    "公安备案": "police",
    "主办单位": "organizer",
    "联系方式": "contact",
    "网站地图": "sitemap",
    "党政机关标识": "party-mark",
}


@dataclass(frozen=True)
class Params:
    """``elements``: the Chinese names of what a footer must show."""

    elements: tuple[str, ...]


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the elements that the homepage's footer lacks."""
    if unknown := [name for name in params.elements if name not in _MARKS]:
        raise ValueError(f"IDN01: elements: {unknown[0]!r}")
    key, marks = tables.site.home, home_marks(tables)
    visible = marks[true(marks["visible"])]
    in_footer = visible[true(visible["in_footer"])]
    shown = set(text(in_footer["element"]))
    missing = [name for name in params.elements if _MARKS[name] not in shown]
    if missing and (reason := home_unread(tables)):
        return RuleReport(unexamined={key: reason})
    if missing and not shown:
        elsewhere = set(text(visible["element"]))
        if len(elsewhere) > 1:
            return RuleReport(unexamined={key: "没有认出首页的页脚，相关要素出现在页面其他位置"})
    return RuleReport(faults=tuple(_fault(tables, name) for name in missing), examined=frozenset({key}))


def _fault(tables: Tables, name: str) -> Fault:
    return Fault(
        subject=Subject(SubjectKind.PAGE, tables.site.home, tables.site.name),
        facet=name,
        message=f"首页页脚没有{name}。",
        evidence=home_evidence(tables, observed=f"页脚中没有{name}", expected=f"页脚标明{name}", place="页脚"),
    )
