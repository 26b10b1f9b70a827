"""This module gathers what the site calls its parts: columns, navigation and link texts, page names, breadcrumbs, entries."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from auditor.derive import Ids, addresses, home_page, ids, landing, page_index, text, true
from auditor.derive_titles import flat
from auditor.frames import Tables, derived
from auditor.model.page import PageKind
from auditor.urls import in_scope

_LONGEST = 60
_PARTS = frozenset((PageKind.LIST.value, PageKind.HOME.value, PageKind.OTHER.value, PageKind.SITEMAP.value))
_ARTICLE = PageKind.ARTICLE.value
_PLATFORM = re.compile(r"^.{0,16}?(?:政府信息公开|政务公开|信息公开)(?:平台|专栏|专区|网|目录)?$")
_ENTRY = re.compile(r"^政府信息公开(?:平台|专栏|专区)?$")
_TITLE_TAIL = re.compile(r"[_|\-—–].*$")


@dataclass(frozen=True, slots=True)
class Named:
    """A name that the site shows, where it leads, and whether it names a part of the site (``part``) or one article."""

    name: str
    shown: str
    url: str
    part: bool


@derived
def names(tables: Tables) -> tuple[Named, ...]:
    """Return every name once, names of parts before titles of articles."""
    found: dict[str, Named] = {}
    for column in tables.site.columns:
        _add(found, column.name, column.url, part=True)
    for name, url, part in _link_names(tables):
        _add(found, name, url, part=part)
    for name, url, part in _page_names(tables):
        _add(found, name, url, part=part)
    items = tables.items[["title", "url_id"]].drop_duplicates("title")
    for title, url in zip(_words(items["title"]), _urls(tables, ids(items["url_id"])), strict=True):
        _add(found, title, url, part=False)
    return tuple(found.values())


def _add(found: dict[str, Named], shown: str, url: str, *, part: bool) -> None:
    name = flat(shown)
    if not 2 <= len(name) <= _LONGEST:
        return
    known = found.get(name)
    if known is None or (part and not known.part):
        found[name] = Named(name, shown.strip(), url, part)


def _link_names(tables: Tables) -> list[tuple[str, str, bool]]:
    """Return each link text that a reader sees, once: a part unless its target is an article."""
    links = tables.links
    seen = np.flatnonzero(true(links["visible"]))
    words = links["text"].astype("category").cat
    first = np.full(len(words.categories) + 1, -1)  # the first for no text at all, which is -1
    first[words.codes.to_numpy()[seen[::-1]] + 1] = seen[::-1]
    chosen = links[["text", "target_id"]].iloc[first[first >= 0]]
    target = ids(chosen["target_id"])
    lands = landing(tables).reindex(target).fillna(-1).astype("int64")
    kinds = text(page_index(tables)["kind"].reindex(lands))
    rows = zip(_words(chosen["text"]), _urls(tables, target), _words(kinds), strict=True)
    return [(name, address, kind != _ARTICLE) for name, address, kind in rows]


def _words(column: pd.Series[Any]) -> list[str]:
    """Return a column of words as a list: its own iterator is many times slower."""
    words: list[str] = text(column).astype(object).tolist()
    return words


def _urls(tables: Tables, numbers: Ids) -> list[str]:
    return _words(addresses(tables).reindex(numbers))


def _page_names(tables: Tables) -> list[tuple[str, str, bool]]:
    pages = tables.pages
    columns = (_words(pages["title"]), _urls(tables, ids(pages["url_id"])), _words(pages["kind"]))
    rows = [(title, address, kind in _PARTS) for title, address, kind in zip(*columns, strict=True)]
    listed = pages[text(pages["kind"]).isin(_PARTS).to_numpy()]
    for title, address in zip(_words(listed["page_title"]), _urls(tables, ids(listed["url_id"])), strict=True):
        rows.append((_TITLE_TAIL.sub("", title), address, True))
    for trail in text(pages["breadcrumb"]).unique():
        rows += [(str(n), "", True) for n in (json.loads(trail) if trail.startswith("[") else [])]
    rows += [(name, "", True) for name in text(pages["site_column"]).unique()]
    return rows


@derived
def absence_doubt(tables: Tables) -> str:
    """Return why nothing can be called missing on this site; empty where it can."""
    if tables.truncated:
        return tables.truncated
    page = home_page(tables)
    if page is None:
        return "首页未能读取，无法判断网站缺少什么"
    row = page_index(tables).loc[page]
    scripted = pd.notna(row["scripted"]) and bool(row["scripted"])
    if scripted or str(row["kind"]) in (PageKind.CHALLENGE.value, PageKind.ERROR.value):
        return "首页由脚本生成或被防护拦截，无法判断网站缺少什么"
    return ""


@derived
def dangling(tables: Tables) -> tuple[str, ...]:
    """Return the texts of links that lead nowhere on any page, in order."""
    led_on = {n.name for n in names(tables) if n.url}
    return tuple(sorted({flat(t) for t in text(tables.odd_links["text"]).unique()} - led_on))


@derived
def platform_doubt(tables: Tables) -> str:
    """Return why nothing can be called missing from the openness platform: it lies outside the scope, or absence_doubt."""
    if doubt := absence_doubt(tables):
        return doubt
    scope = tables.site.scope or (tables.site.home,)
    named = (n for n in names(tables) if n.url and "公开" in n.name and _PLATFORM.match(n.name))
    outside = next((n for n in named if not in_scope(n.url, scope)), None)
    if outside is not None:
        return f"“{outside.shown}”在检查范围以外的网站上，内容未读取"
    entry = next((word for word in dangling(tables) if _ENTRY.match(word)), "")
    return f"“{entry}”入口没有链接地址，其中的内容无法核实" if entry else ""
