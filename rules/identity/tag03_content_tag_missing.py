"""报告文章页没有写，或者写了但内容为空的内容标签，每个栏目的每个标签列一个问题。

Why: 国办发〔2017〕47号附件《网页设计规范》：内容页的`ArticleTitle`、`PubDate`、`ContentSource`为必选标签。
Passes: 标签名称的大小写不同；内容写什么都算写了；列在目录里的其他栏目的页面，它应有的是栏目标签。
Cannot tell: 没有读取到的文章；不在站点配置所列栏目中的文章。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_tags import column_articles, tag_evidence, tag_values
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="TAG03",
    name="content-tag-missing",
    title="内容标签缺失",
    subjects=(SubjectKind.SITE_COLUMN,),
    severity=Severity.MINOR,
    remediation="在内容页模板的 head 中补充该 meta 标签，并重新生成该栏目的文章页。",
)


@dataclass(frozen=True)
class Params:
    """``tags``: the names of the content tags that are required."""

    tags: tuple[str, ...]


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the content tags that articles lack, by column."""
    articles = column_articles(tables)
    columns = {c.id: c for c in tables.site.columns}
    faults = []
    for tag in params.tags:
        said = tag_values(tables, articles["url_id"].to_numpy(dtype="int64"), tag)
        said["group"] = articles["column"].to_numpy()
        for name, missing in said[said["value"] == ""].groupby("group"):
            column, count = columns[str(name)], int((said["group"] == name).sum())
            faults.append(
                Fault(
                    subject=Subject(SubjectKind.SITE_COLUMN, column.url, column.name),
                    facet=tag,
                    message=f"栏目“{column.name}”的 {count} 篇文章中有 {len(missing)} 篇没有内容标签 {tag}，或者内容为空。",
                    evidence=tag_evidence(missing.sort_values("url"), tag, f"文章页写明标签 {tag} 及其内容"),
                    occurrences=len(missing),
                    column=column.id,
                )
            )
    return RuleReport(
        faults=tuple(faults), examined=frozenset(columns[str(c)].url for c in articles["column"].unique())
    )
