"""报告首页没有入口的政务新媒体，以工作要点或站点配置点名的账号为准。

Why: 本单位承诺开办的账号，应当能从网站找到。
Passes: 有链接、图片或二维码，其文字、替代文字或地址写明该账号或它所在的平台。
Cannot tell: 没有任何文字说明的图片；账号是否持续更新；由脚本生成的首页。
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from auditor.derive import addresses, ids, text, true
from auditor.derive_identity import home_evidence, home_parts, home_unread
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Status, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="MED01",
    name="new-media-entry-missing",
    title="缺少政务新媒体入口",
    subjects=(SubjectKind.SITE,),
    severity=Severity.MINOR,
    remediation="在首页添加该政务新媒体的链接或二维码，并写明账号名称。",
)
# What an account's name says of its platform -> how texts and addresses name that platform.
_PLATFORMS = {
    "微信": ("微信", "公众号", "weixin", "wechat", "/wx"),
    "公众号": ("微信", "公众号", "weixin", "wechat", "/wx"),
    "微博": ("微博", "weibo", "t.qq.com"),
    "抖音": ("抖音", "douyin"),
    "快手": ("快手", "kuaishou"),
    "头条": ("头条", "toutiao"),
    "视频号": ("视频号",),
    "客户端": ("客户端", "app"),
    "小程序": ("小程序", "miniprogram"),
}
# A longer text in a list is news about an account, not the way to it.
_LABEL_CHARS = 20


@dataclass(frozen=True)
class Params:
    """``names``: accounts or platforms that the work points name, beside those of the profile."""

    names: tuple[str, ...] = ()


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the site if its homepage leads to an account nowhere."""
    key = tables.site.home
    names = tuple(dict.fromkeys((*tables.site.new_media, *params.names)))
    if not names:
        return RuleReport(status=Status.NOT_APPLICABLE, note="工作要点和站点配置都没有点名政务新媒体")
    shown = _shown(tables)
    missing = [name for name in names if not any(word in shown for word in _words(name))]
    if missing and (reason := home_unread(tables)):
        return RuleReport(unexamined={key: reason})
    if not missing:
        return RuleReport(examined=frozenset({key}))
    named = "、".join(missing)
    fault = Fault(
        subject=Subject(SubjectKind.SITE, key, tables.site.name),
        message=f"首页没有政务新媒体入口：{named}。",
        evidence=home_evidence(
            tables, observed=f"首页没有{named}的链接或二维码", expected=f"首页有{named}的入口", place="首页"
        ),
    )
    return RuleReport(faults=(fault,), examined=frozenset({key}))


def _words(name: str) -> tuple[str, ...]:
    platform = next((words for part, words in _PLATFORMS.items() if part in name), ())
    return (name.lower(), *platform)


def _shown(tables: Tables) -> str:
    """Return all that the homepage's links, pictures and headings say, short texts only, one a line."""
    home = home_parts(tables)
    links = tables.links[np.isin(ids(tables.links["page_id"]), home) & true(tables.links["visible"])]
    odd = tables.odd_links[np.isin(ids(tables.odd_links["page_id"]), home)]
    said = [*text(links["text"]), *text(links["place"]), *text(odd["text"]), *text(odd["place"])]
    labels = [label for label in said if len(label) <= _LABEL_CHARS]
    return "\n".join([*labels, *text(addresses(tables).reindex(ids(links["target_id"])))]).lower()
