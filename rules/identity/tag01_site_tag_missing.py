"""报告首页没有写，或者写了但内容为空的网站标签：`SiteName`、`SiteDomain`、`SiteIDCode`。

Why: 国办发〔2017〕47号附件《网页设计规范》：网站标签为必选；检查软件从标签识别网站。
Passes: 标签名称的大小写不同；同一标签写了两次。
Cannot tell: 标签内容是否正确（见IDN04、TAG04）。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_identity import home_evidence, home_id, home_metas
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="TAG01",
    name="site-tag-missing",
    title="网站标签缺失",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MINOR,
    remediation="在首页模板的 head 中补充该 meta 标签并填写内容。",
)


@dataclass(frozen=True)
class Params:
    """``tags``: the names of the site tags that are required."""

    tags: tuple[str, ...]


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the site tags that the homepage lacks."""
    key = tables.site.home
    if home_id(tables) < 0:
        return RuleReport(unexamined={key: "首页未能读取"})
    said = home_metas(tables)
    missing = [tag for tag in params.tags if not said.get(tag.lower())]
    return RuleReport(faults=tuple(_fault(tables, tag) for tag in missing), examined=frozenset({key}))


def _fault(tables: Tables, tag: str) -> Fault:
    return Fault(
        subject=Subject(SubjectKind.PAGE, tables.site.home, tables.site.name),
        facet=tag,
        message=f"首页没有网站标签 {tag}，或者内容为空。",
        evidence=home_evidence(
            tables,
            observed=f"没有标签 {tag}，或者内容为空",
            expected=f"首页写明标签 {tag} 及其内容",
            place="页头（meta 标签）",
        ),
    )
