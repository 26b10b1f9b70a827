"""This module says why something cannot be judged absent: a cut crawl, a column that could not be read, a list read in part."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from auditor.derive import ids, page_index, page_of, text, url_ids
from auditor.derive_membership import column_pages
from auditor.derive_names import dangling, names
from auditor.derive_titles import flat
from auditor.frames import Tables, derived
from auditor.model.fetch import FACTS, Outcome
from auditor.model.page import PageKind
from auditor.model.site import ColumnKind, SiteColumn
from auditor.urls import bare, in_scope

_UNREADABLE = {
    PageKind.CHALLENGE.value: "栏目页被网站防护拦截，无法核实",
    PageKind.ERROR.value: "栏目页返回错误页面，无法核实",
    PageKind.SOFT_404.value: "栏目页显示内容不存在，无法核实",
    PageKind.NOTICE.value: "栏目页是迁移或关闭公告，无法核实",
    PageKind.REDIRECT.value: "栏目页只有跳转，未能到达目标页面",
}
_EXPLAINING = re.compile(
    r"^(?:政策|文件|法规|政策文件|政策法规|重要政策|部门政策|本级政策)?解读(?:专栏|专区|栏目|材料|回应|与回应|信息)?$"
    r"|^解读回应$|^政策(?:图解|问答|解答)$"
)


@derived
def column_doubts(tables: Tables) -> dict[str, str]:
    """Return, for every site column (id) whose content could not be seen whole, the Chinese reason."""
    return {c.id: reason for c in tables.site.columns if (reason := _doubt(tables, c))}


def _doubt(tables: Tables, column: SiteColumn) -> str:
    page = page_of(tables, column.url)
    if page is None:
        return unfetched_reason(tables, column.url)
    row: Any = page_index(tables).loc[page]
    if (kind := str(row["kind"])) in _UNREADABLE:
        return _UNREADABLE[kind]
    if pd.notna(row["scripted"]) and bool(row["scripted"]):
        return "栏目列表由脚本生成，未能读取，无法核实"
    total = row["total_pages"]
    pages = column_pages(tables).get(column.id, ())
    if pd.notna(total) and int(total) > len(pages):
        return f"栏目共{int(total)}页，本次只读到{len(pages)}页"
    return ""


def unfetched_reason(tables: Tables, url: str) -> str:
    """Return why an address has no page: its outcome in words, or that it was not visited or lies outside the scope."""
    if not in_scope(url, tables.site.scope or (tables.site.home,)):
        return "地址不在检查范围内，未访问"
    number = url_ids(tables, [url]).get(bare(url))
    visits = tables.fetches[np.isin(ids(tables.fetches["url_id"]), [-2 if number is None else number])]
    outcome = text(visits["outcome"]).iloc[0] if len(visits) else Outcome.NOT_ATTEMPTED.value
    return f"栏目页未能读取：{FACTS[Outcome(outcome)].reason}"


def columns_of(tables: Tables, *kinds: ColumnKind) -> tuple[SiteColumn, ...]:
    """Return the site columns of some kinds."""
    return tuple(c for c in tables.site.columns if c.kind in kinds)


@derived
def interpretation_doubt(tables: Tables) -> str:
    """Return why the absence of an interpretation cannot be told, empty where it can."""
    if tables.truncated:
        return tables.truncated
    doubts = column_doubts(tables)
    own = columns_of(tables, ColumnKind.INTERPRETATION)
    if own:
        return next((doubts[c.id] for c in own if c.id in doubts), "")
    return _unread_entry(tables, _EXPLAINING)


def _unread_entry(tables: Tables, wanted: re.Pattern[str]) -> str:
    """Return why the part of the site that an entry names could not be seen; empty where it was read or nothing names it."""
    listed = tables.pages[(text(tables.pages["kind"]) == PageKind.LIST.value).to_numpy()]
    if any(wanted.match(flat(title)) for title in text(listed["title"])):
        return ""
    named = [n for n in names(tables) if n.part and n.url and wanted.match(n.name)]
    if any(page_of(tables, n.url) is not None for n in named):
        return ""
    if named:
        return f"“{named[0].shown}”入口指向的页面没有读到（{unfetched_reason(tables, named[0].url)}）"
    entry = next((word for word in dangling(tables) if wanted.match(word)), "")
    return f"“{entry}”入口没有链接地址，其中的内容无法核实" if entry else ""


@derived
def document_doubt(tables: Tables) -> str:
    """Return why the absence of a policy document cannot be told, empty where it can."""
    if tables.truncated:
        return tables.truncated
    doubts = column_doubts(tables)
    return next((doubts[c.id] for c in columns_of(tables, ColumnKind.POLICY) if c.id in doubts), "")
