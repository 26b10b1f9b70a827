"""报告有链接指向、返回200却提示内容不存在的页面。

Why: 读者什么也找不到，一般的断链检查也发现不了；搜索引擎会一直保留这个地址。
Passes: 提到404或页面已删除的文章；只有一句话、但说的是别的事的页面。
Cannot tell: 由脚本生成的页面；把所有不存在的地址都转到首页的网站（文章见LNK06）。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive import home_ids, landing
from auditor.derive_links import Target, TargetKind, soft_404_ids, target_faults, targets
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="LNK05",
    name="soft-404",
    title="页面能打开但提示内容不存在",
    subjects=(SubjectKind.LINK_TARGET,),
    severity=Severity.MAJOR,
    remediation="恢复该页面或删除链接，并让服务器对不存在的地址返回 404。",
)


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the pages that say that they do not exist."""
    frame = targets(tables)
    pages = frame[frame["id"].isin(landing(tables).index) & (frame["kind"] != TargetKind.ATTACHMENT)]
    missing = pages["id"].isin(soft_404_ids(tables)) & ~pages["id"].isin(home_ids(tables))

    def message(target: Target, label: str, number: int) -> str:
        return f"链接“{label}”的页面返回 {target.status or 200}，内容却提示不存在，共有 {number} 个页面引用。"

    return RuleReport(
        faults=target_faults(tables, pages[pages["linked"] & missing], message, seen="返回 200，内容提示不存在"),
        examined=frozenset(pages["url"]),
    )
