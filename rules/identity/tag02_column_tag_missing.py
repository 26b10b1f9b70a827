"""报告栏目页没有写，或者写了但内容为空的栏目标签，全站一个标签列一个问题。

Why: 国办发〔2017〕47号附件《网页设计规范》：栏目页的`ColumnName`、`ColumnDescription`、`ColumnKeywords`、`ColumnType`为必选标
签。
Passes: 标签名称的大小写不同；内容写什么都算写了。
Cannot tell: 没有读取到的栏目页；标签内容与栏目是否相符。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_tags import column_page_ids, tag_evidence, tag_values
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="TAG02",
    name="column-tag-missing",
    title="栏目标签缺失",
    subjects=(SubjectKind.SITE,),
    severity=Severity.MINOR,
    remediation="在栏目页模板的 head 中补充该 meta 标签并填写内容。",
)


@dataclass(frozen=True)
class Params:
    """``tags``: the names of the column tags that are required."""

    tags: tuple[str, ...]


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the column tags that column pages lack."""
    key, pages = tables.site.home, column_page_ids(tables)
    if not len(pages):
        return RuleReport(unexamined={key: "没有读取到任何栏目页"})
    faults = []
    for tag in params.tags:
        said = tag_values(tables, pages, tag)
        missing = said[said["value"] == ""].sort_values("url")
        if len(missing):
            faults.append(
                Fault(
                    subject=Subject(SubjectKind.SITE, key, tables.site.name),
                    facet=tag,
                    message=f"{len(pages)} 个栏目页中有 {len(missing)} 个没有栏目标签 {tag}，或者内容为空。",
                    evidence=tag_evidence(missing, tag, f"栏目页写明标签 {tag} 及其内容"),
                    occurrences=len(missing),
                )
            )
    return RuleReport(faults=tuple(faults), examined=frozenset({key}))
