"""报告指向只有单位内部才能打开的地址的链接：内网地址、本机地址、本地文件、盘符。

Why: 外部读者打不开，还暴露了单位内部的网络情况。
Passes: 站点配置`private_hosts`中列明的主机；其他内部地址检查时一律不访问。
Cannot tell: 只有内网才能解析的公开域名，它们会作为断链列出。
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from auditor.derive import is_permitted
from auditor.derive_odd_links import odd_faults
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="LNK07",
    name="link-to-private-address",
    title="链接指向内网或本机地址",
    subjects=(SubjectKind.LINK_TARGET,),
    severity=Severity.MAJOR,
    remediation="把文件上传到网站后改为公网地址；不应公开的，删除该链接。",
)


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the references to private addresses and local files."""
    odd = tables.odd_links
    found = odd[odd["kind"].isin(["private", "file"])]
    allowed = {key for key in found["key"].unique() if is_permitted(tables, _host(key))}
    found = found[~found["key"].isin(allowed)]

    def message(key: str, label: str, pages: int) -> str:
        return f"链接“{label}”指向只有内部才能打开的地址 {key}，共有 {pages} 个页面引用。"

    return odd_faults(tables, found, message, expected="链接指向公众能访问的地址")


def _host(key: str) -> str:
    try:
        return urlsplit(key).netloc
    except ValueError:
        return ""
