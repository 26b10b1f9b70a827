"""This module finds each item of the bureau's 主动公开基本目录 on the site and says whether its page holds anything."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from auditor.derive import ids, page_index, page_of, text, true, url_ids
from auditor.derive_columns import ColumnView, Reach, column_views, entries_of, newest_entry, statement_date
from auditor.derive_documents import texts_of
from auditor.derive_links import GONE, targets
from auditor.derive_names import Named, names, platform_doubt
from auditor.derive_titles import flat
from auditor.derive_unread import unfetched_reason
from auditor.frames import Tables, derived
from auditor.model.page import PageKind
from auditor.model.run import CatalogueState
from auditor.model.site import CatalogueItem, ColumnKind
from auditor.urls import bare

PUBLISHED, MISSING, EMPTY, UNREAD = "已公开", "缺失", "空白", "未核查"
_CONTENT_CHARS = 30
_PLACEHOLDER = re.compile(
    r"(?:正在|栏目|内容|页面)?(?:建设|整理|更新|完善|维护)中|暂无(?:内容|信息|数据|记录|相关|资料)|敬请期待|没有(?:找到)?(?:相关)?(?:内容|信息|数据|记录)"
)
_FILLER = re.compile(
    r"(?:主动|依法|政府|政务|部门|本单位|本机关|相关|有关|法定|全部|所有|情况|信息|公开|公示|公告|目录|内容|事项|工作|结果|文件|清单|类|等|的|及其|与|和|或|及|以及)"
)
_SPLIT = re.compile(r"[、,;/和与及或()]|以及")
# What a profile's kind of column says about an item by its words alone.
_KIND_WORDS: tuple[tuple[re.Pattern[str], tuple[ColumnKind, ...]], ...] = (
    (re.compile(r"机构|职能|职责"), (ColumnKind.INSTITUTION,)),
    (re.compile(r"领导|负责人"), (ColumnKind.LEADERSHIP,)),
    (re.compile(r"预算|决算|财政资金"), (ColumnKind.BUDGET,)),
    (re.compile(r"统计"), (ColumnKind.STATISTICS,)),
    (re.compile(r"采购"), (ColumnKind.PROCUREMENT,)),
    (re.compile(r"处罚|强制|执法|检查|双随机"), (ColumnKind.ENFORCEMENT,)),
    (re.compile(r"应急|预案|突发"), (ColumnKind.EMERGENCY,)),
    (re.compile(r"权责|权力清单|责任清单"), (ColumnKind.RIGHTS_LIST,)),
    (re.compile(r"规划|计划"), (ColumnKind.PLANNING,)),
    (re.compile(r"人事|招考|招聘|任免"), (ColumnKind.PERSONNEL,)),
    (re.compile(r"规范性文件|政策文件|法规|规章"), (ColumnKind.POLICY,)),
    (re.compile(r"解读"), (ColumnKind.INTERPRETATION,)),
    (re.compile(r"建设项目|重大项目"), (ColumnKind.PROJECTS,)),
    (re.compile(r"办事|许可|审批|服务事项"), (ColumnKind.SERVICES,)),
    (re.compile(r"征集|征求意见"), (ColumnKind.SOLICITATION,)),
    (re.compile(r"年报|年度报告"), (ColumnKind.ANNUAL_REPORT,)),
    (re.compile(r"指南"), (ColumnKind.GUIDE,)),
    (re.compile(r"制度"), (ColumnKind.RULES,)),
    (re.compile(r"依申请"), (ColumnKind.APPLICATION,)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemState:
    """Where an item of the catalogue is and what it holds; ``note`` says why it could not be told or how it was found."""

    item: CatalogueItem
    state: str
    where: str = ""
    items: int = 0
    newest: str | None = None
    unit: str = ""
    note: str = ""
    page: int | None = None
    column: str = ""
    status: int | None = None


@derived
def item_states(tables: Tables) -> tuple[ItemState, ...]:
    """Return the state of every item of the profile's catalogue."""
    views = {v.column.id: v for v in column_views(tables)}
    found = []
    for item in tables.site.catalogue:
        if item.site_column in views:
            found.append(_of_column(item, views[item.site_column]))
        elif item.url:
            found.append(_of_url(tables, item, item.url))
        else:
            found.append(_by_name(tables, item, tuple(views.values())))
    return tuple(found)


def catalogue_states(tables: Tables) -> tuple[CatalogueState, ...]:
    """Return the rows of the sheet 目录完整性."""
    return tuple(
        CatalogueState(
            item=s.item.item,
            basis=s.item.basis,
            aspect=s.item.aspect,
            where=s.where,
            items=s.items,
            newest=s.newest,
            state=s.state,
            unit=s.unit,
            note=s.note,
        )
        for s in item_states(tables)
    )


def _of_column(item: CatalogueItem, view: ColumnView) -> ItemState:
    column = view.column
    known = ItemState(
        item, PUBLISHED, where=column.url, unit=column.unit, page=view.page, column=column.id, status=view.status
    )
    if view.reach is Reach.DEAD:
        gone = view.status in GONE or view.status == 200
        return replace(known, state=MISSING if gone else UNREAD, note=f"栏目页面{view.reason}")
    if view.reach is not Reach.READ:
        return replace(known, state=UNREAD, note=view.reason)
    if view.empty:
        return replace(known, state=EMPTY, note="栏目内没有任何内容")
    if view.scripted and not view.entries and not view.filled:
        return replace(known, state=UNREAD, note="列表由脚本生成，未能读取")
    return replace(known, items=view.entries, newest=view.newest.date if view.newest else None)


def _of_url(tables: Tables, item: CatalogueItem, url: str) -> ItemState:
    page = page_of(tables, url)
    known = ItemState(item, PUBLISHED, where=url, page=page)
    if page is not None:
        return _of_page(tables, known, page)
    number = url_ids(tables, [url]).get(bare(url))
    frame = targets(tables)
    row = frame[frame["id"] == (-2 if number is None else number)]
    if len(row) and bool(row["conclusive"].iloc[0]):
        status = row["status"].iloc[0]
        if bool(row["dead"].iloc[0]):
            gone = int(status) in GONE if status == status and status is not None else False
            return replace(
                known, state=MISSING if gone else UNREAD, status=int(status) if gone else None, note="页面已不存在"
            )
        return replace(known, note="站外页面或文件，可以打开")
    return replace(known, state=UNREAD, note=unfetched_reason(tables, url))


def _of_page(tables: Tables, known: ItemState, page: int) -> ItemState:
    kind = str(page_index(tables).at[page, "kind"])
    if kind == PageKind.SOFT_404.value:
        return replace(known, state=MISSING, note="页面显示内容不存在")
    if kind in (PageKind.CHALLENGE.value, PageKind.ERROR.value, PageKind.REDIRECT.value, PageKind.NOTICE.value):
        return replace(known, state=UNREAD, note="页面未能正常打开")
    entries = entries_of(tables, [page])
    if len(entries):
        newest = newest_entry(entries)
        return replace(known, items=len(entries), newest=newest.date if newest else None)
    shown = page_index(tables).at[page, "publish_date"]
    if holds_nothing(tables, page):
        return replace(known, state=EMPTY, note="页面上没有任何内容")
    return replace(known, items=1, newest=shown if isinstance(shown, str) else None)


def holds_nothing(tables: Tables, page: int) -> bool:
    """Say whether a page that was read shows no text worth the name, no file, no picture, no list and no form."""
    row = page_index(tables).loc[page]
    body = texts_of(tables, [page]).get(page, "")
    chars = len(flat(body))
    if (chars >= _CONTENT_CHARS and not (chars < 2 * _CONTENT_CHARS and _PLACEHOLDER.search(flat(body)))) or true(
        tables.pages["scripted"][ids(tables.pages["url_id"]) == page]
    ).any():
        return False
    if statement_date(body, row["publish_date"]):
        return False
    holders = (tables.items, tables.attachments, tables.messages, tables.solicitations, tables.forms)
    if any((ids(frame["page_id"]) == page).any() for frame in holders):
        return False
    links = tables.links[ids(tables.links["page_id"]) == page]
    return not (true(links["visible"]) & np.isin(text(links["region"]), ["body", "list"])).any()


def _by_name(tables: Tables, item: CatalogueItem, views: tuple[ColumnView, ...]) -> ItemState:
    wanted = flat(item.item)
    for view in views:
        if flat(view.column.name) == wanted:
            return _of_column(item, view)
    exact = next((n for n in names(tables) if n.name == wanted and n.part and n.url), None)
    if exact is not None:
        return _of_url(tables, item, exact.url)
    near = _near(tables, wanted)
    if near is not None:
        return ItemState(item, PUBLISHED, where=near.url, note=f"按名称相近认定：{near.shown}")
    kinds = {k for pattern, own in _KIND_WORDS if pattern.search(wanted) for k in own}
    for view in views:
        if view.column.kind in kinds:
            return ItemState(
                item,
                UNREAD,
                where=view.column.url,
                column=view.column.id,
                note=f"可能在栏目“{view.column.name}”，需人工确认",
            )
    if weak := next((n for n in names(tables) if not n.part and _mentions(n.name, wanted)), None):
        return ItemState(item, UNREAD, where=weak.url, note=f"只找到标题相近的文章“{weak.shown}”，需人工确认")
    if doubt := platform_doubt(tables):
        return ItemState(item, UNREAD, note=doubt)
    unread = next(
        (v for v in views if v.column.kind is ColumnKind.CATALOGUE and (v.reach is Reach.UNREAD or v.scripted)), None
    )
    if unread is not None:
        return ItemState(item, UNREAD, note=f"栏目“{unread.column.name}”未能读取，不能断定缺失")
    return ItemState(item, MISSING, note="栏目、导航、链接和页面标题中均未找到")


def _near(tables: Tables, wanted: str) -> Named | None:
    return next((n for n in names(tables) if n.part and len(n.name) <= 24 and _covers(n.name, wanted)), None)


def _covers(name: str, wanted: str) -> bool:
    """Say whether a name of the site speaks of the item: it holds the item's words, or the item holds the whole name.

    >>> _covers("财政预决算", "财政预算、决算信息"), _covers("新闻动态", "行政事业性收费项目")
    (True, False)
    """
    parts = [p for p in (_FILLER.sub("", part) for part in _SPLIT.split(wanted)) if len(p) >= 2]
    bare_name = _FILLER.sub("", name)
    if len(bare_name) >= 3 and bare_name in _FILLER.sub("", wanted):
        return True
    if any(p in bare_name for p in parts):
        return True
    whole = _FILLER.sub("", _SPLIT.sub("", wanted))
    grams = {whole[i : i + 2] for i in range(len(whole) - 1)}
    own = {bare_name[i : i + 2] for i in range(len(bare_name) - 1)}
    return bool(grams) and len(grams & own) / len(grams) >= 0.5


def _mentions(title: str, wanted: str) -> bool:
    """Say whether an article's title holds the item's whole name."""
    whole = _FILLER.sub("", wanted)
    return len(whole) >= 3 and whole in _FILLER.sub("", title)
