"""报告读者看不见、指向可信名单以外网站的链接（疑似暗链）。

Why: 指向陌生网站的隐藏链接往往说明网站被入侵；链接反动、暴力、色情等内容是国办秘函〔2019〕19号的单项否决，每一条都要由人确
认。
Passes: 折叠菜单中的本站链接；点一下选项卡就能看到的链接；指向政府网站和其他可信网站的隐藏链接；在网站其他位置也有可见链接的地址。
Cannot tell: 页面以外的样式和脚本隐藏或显示了什么。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive import ids, true
from auditor.derive_links import Target, hostname, target_faults, targets, text_isin
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="LNK08",
    name="link-hidden",
    title="疑似暗链",
    subjects=(SubjectKind.LINK_TARGET,),
    severity=Severity.MAJOR,
    remediation="立即核实该链接的来历：不是本单位添加的，删除链接、排查服务器是否被入侵并按规定报告；是本单位添加的，改为可见或删除。",
)
_CLICKABLE = ("a", "area")


@dataclass(frozen=True)
class Params:
    """``trusted_suffixes``: hosts, or ends of hosts (``.gov.cn``), to which a hidden link is no danger."""

    trusted_suffixes: tuple[str, ...]


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the targets of hidden outbound links."""
    frame = targets(tables)
    links = tables.links
    clickable = text_isin(links["tag"], _CLICKABLE.__contains__)
    visible = true(links["visible"])
    target = ids(links["target_id"])
    hidden = set(target[clickable & ~visible]) - set(target[visible])
    suffixes = tuple(s.lower() for s in params.trusted_suffixes)
    trusted = text_isin(frame["host"], lambda host: _trusted(hostname(host), suffixes))
    found = frame[frame["id"].isin(hidden) & ~frame["internal"] & ~trusted]

    def message(target: Target, label: str, number: int) -> str:
        return f"{number} 个页面上有读者看不见的链接“{label}”，指向站外地址，疑似暗链，请人工核实。"

    return RuleReport(
        faults=target_faults(tables, found, message, seen="链接在页面上看不见"),
        examined=frozenset(frame["url"][frame["linked"] & ~frame["internal"]]),
        exhaustive=not tables.truncated,
    )


def _trusted(host: str, suffixes: tuple[str, ...]) -> bool:
    return any(host == s.removeprefix(".") or host.endswith("." + s.removeprefix(".")) for s in suffixes)
