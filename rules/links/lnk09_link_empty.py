"""报告有文字而没有链接地址的列表或导航条目：地址为“`#`”“`javascript:;`”或者空。

Why: 读者点击后没有反应：多半是栏目没有建好，或者迁移时丢了地址。
Passes: 由脚本或下级菜单控制的选项卡、按钮和菜单；页码和“返回顶部”；与所在页面或栏目同名的条目（读者已在这里）。
Cannot tell: 脚本文件为条目另外设置、页面上看不出来的点击动作。问题记在出现该条目的页面上（首页优先），并注明条目的文字。
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from auditor.derive import Mask, ids, page_index, text, true
from auditor.derive_odd_links import OddLink, evidence_of, on_pages
from auditor.frames import Tables, rows
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="LNK09",
    name="link-empty",
    title="栏目或列表条目没有链接地址",
    subjects=(SubjectKind.LINK_TARGET,),
    severity=Severity.MINOR,
    remediation="为该条目补上正确的链接地址；内容尚未准备好的，先从导航或列表中去掉。",
)
# Controls of a page that need no target, or show where the reader already is.
_CONTROL = re.compile(
    r"^(?:\W*|\d+|.|上一?页|下一?页|首页|尾页|末页|跳转|转到|确定|go|返回(?:顶部)?|回?到?顶部|top|更多.{0,2}|展开.{0,4}|收起.{0,4}|关闭|打印.{0,4}|(?:加入|添加)?收藏.{0,4}|设为(?:首页|主页)"
    r"|分享.{0,6}|搜索|检索|查询|登录|注册|退出|切换.{0,6}|[大中小]|字号.{0,4}|繁體?体?(?:中文|版)?|简体?(?:中文|版)?|无障碍.{0,6}|长者.{0,6}|适老.{0,6}|关怀.{0,4}|.{0,4}二维码.{0,4}|微信|微博|客户端)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the entries without a target."""
    odd = tables.odd_links
    bare = (text(odd["kind"]) == "empty") & text(odd["region"]).isin(["list", "navigation"])
    named = odd[bare & true(odd["visible"]) & ~true(odd["has_handler"])]
    named = named.assign(key=text(named["text"]).str.strip())
    named = named[~_names_its_own_page(tables, named)]
    lines: dict[str, list[OddLink]] = {}
    for line in rows(on_pages(tables, named), OddLink):
        if not _CONTROL.match(line.key):
            lines.setdefault(line.key, []).append(line)
    faults = tuple(map(_fault, lines.items()))
    return RuleReport(faults=faults, examined=frozenset(f.subject.key for f in faults), exhaustive=not tables.truncated)


def _names_its_own_page(tables: Tables, named: pd.DataFrame) -> Mask:
    """Say which entries carry the name of the page they stand on: the way there needs no target."""
    pages = page_index(tables).reindex(ids(named["page_id"]))
    own = zip(named["key"], text(pages["site_column"]), text(pages["title"]), text(pages["breadcrumb"]), strict=True)
    return np.array([k in (column, title) or f'"{k}"' in crumbs for k, column, title, crumbs in own], dtype=bool)


def _fault(entry: tuple[str, list[OddLink]]) -> Fault:
    label, group = entry
    return Fault(
        subject=Subject(SubjectKind.LINK_TARGET, group[0].url, label),
        facet=label,
        message=f"“{label}”没有链接地址，点击后不会打开任何页面，共出现在 {len(group)} 个页面上。",
        evidence=evidence_of(group, "链接地址为空", "点击后打开相应页面"),
        occurrences=len(group),
    )
