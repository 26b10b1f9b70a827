"""报告最新信息已经过期的首页；首页仅为栏目导航的，首页直接链接的各页面有新信息也算。

Why: 国办秘函〔2019〕19号单项否决“首页不更新”。
Passes: 只要有一条信息在期限之内，不论它在首页什么位置，也不论日期显示在列表里还是只显示在文章里。
Cannot tell: 列表由脚本生成的首页；没有找到任何日期的网站。
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from auditor.derive import fetch_days, home_page, ids, landing, page_index, page_value, true
from auditor.derive_columns import Entry, days_old, entries_of, newest_entry
from auditor.derive_links import text_isin
from auditor.derive_stale import Limit
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="COL01",
    name="homepage-stale",
    title="首页不更新",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.VETO,
    remediation="立即在首页发布新的动态信息，并检查首页是否随栏目自动更新。",
)


@dataclass(frozen=True)
class Params:
    """``max_age_days``: how old the newest dated entry of the homepage may be."""

    max_age_days: int


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the homepage if nothing on it is recent."""
    key, home = tables.site.home, home_page(tables)
    if home is None:
        return RuleReport(unexamined={key: "首页未能读取"})
    newest, where = newest_entry(_on_page(tables, [home])), "首页"
    if newest is None:
        newest, where = newest_entry(_on_page(tables, _linked_pages(tables, home))), "首页直接链接的各页面"
    limit = Limit(days=params.max_age_days)
    if newest is not None and limit.last_day(date.fromisoformat(newest.date)) >= tables.as_of:
        return RuleReport(examined=frozenset({key}))
    if page_value(tables, home, "scripted"):
        return RuleReport(unexamined={key: "首页内容由脚本生成，未能读取"})
    if newest is None:
        return RuleReport(unexamined={key: "首页及其直接链接的页面上没有找到任何带日期的信息"})
    if where != "首页" and tables.truncated:
        return RuleReport(unexamined={key: tables.truncated})
    return RuleReport(faults=(_fault(tables, newest, where, limit),), examined=frozenset({key}))


def _on_page(tables: Tables, pages: list[int]) -> pd.DataFrame:
    """Return the entries of pages, and the articles that they lead to outside of recognised lists."""
    links = tables.links[np.isin(ids(tables.links["page_id"]), pages)]
    placed = text_isin(links["region"], lambda region: region in ("list", "body")) & true(links["visible"])
    target = landing(tables).reindex(ids(links["target_id"][placed])).dropna().astype("int64").to_numpy()
    index = page_index(tables)
    articles = index[(index["kind"] == "article").to_numpy(bool) & index.index.isin(target)]
    shown = articles["publish_date"].fillna("")
    extra = pd.DataFrame({"date": shown, "title": articles["title"].fillna(""), "url": "", "future": False})
    extra["future"] = (extra["date"] > fetch_days(tables).max()).to_numpy(bool)
    return pd.concat([entries_of(tables, pages)[["date", "title", "url", "future"]], extra], ignore_index=True)


def _linked_pages(tables: Tables, home: int) -> list[int]:
    links = tables.links[(ids(tables.links["page_id"]) == home) & true(tables.links["visible"])]
    return sorted({int(n) for n in landing(tables).reindex(ids(links["target_id"])).dropna()} - {home})


def _fault(tables: Tables, newest: Entry, where: str, limit: Limit) -> Fault:
    age = days_old(tables, newest.date)
    return Fault(
        subject=Subject(SubjectKind.PAGE, tables.site.home, tables.site.name),
        message=f"{where}最新一条信息的日期是 {newest.date}，距检查日 {age} 天，超过 {limit.words}未更新。",
        evidence=(
            Evidence(
                url=tables.site.home,
                observed=f"{where}最新一条的日期是 {newest.date}",
                expected=f"{limit.words}内有新信息",
                snippet=newest.title,
                place=where,
            ),
        ),
    )
