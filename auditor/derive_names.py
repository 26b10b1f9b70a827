"""This module gathers what the site calls its parts: columns, navigation and link texts, page names, breadcrumbs, entries."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from auditor.derive import addresses, home_page, ids, landing, page_index, text, true
from auditor.derive_titles import flat
from auditor.frames import Tables, derived
from auditor.model.page import PageKind
from auditor.urls import in_scope

_LONGEST = 60
_PARTS = frozenset((PageKind.LIST.value, PageKind.HOME.value, PageKind.OTHER.value, PageKind.SITEMAP.value))
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
    items = tables.items.drop_duplicates("title")
    url_of = addresses(tables)
    for title, number in zip(text(items["title"]), ids(items["url_id"]), strict=True):
        _add(found, title, str(url_of.get(number, "")), part=False)
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
    frame = tables.links
    seen = frame[true(frame["visible"])]
    codes = seen["text"].astype("category").cat
    _, first = np.unique(codes.codes.to_numpy(), return_index=True)
    chosen = seen.iloc[first]
    target = ids(chosen["target_id"])
    lands = landing(tables).reindex(target).fillna(-1).astype("int64")
    kind = text(page_index(tables)["kind"].reindex(lands))
    url = addresses(tables).reindex(target).fillna("")
    rows = zip(text(chosen["text"]), url, kind, strict=True)
    return [(name, address, kind != PageKind.ARTICLE.value) for name, address, kind in rows]


def _page_names(tables: Tables) -> list[tuple[str, str, bool]]:
    pages = tables.pages
    url = addresses(tables).reindex(ids(pages["url_id"])).fillna("")
    rows: list[tuple[str, str, bool]] = []
    for title, address, kind in zip(text(pages["title"]), url, text(pages["kind"]), strict=True):
        rows.append((title, address, kind in _PARTS))
    listed = pages[text(pages["kind"]).isin(_PARTS).to_numpy()]
    own = addresses(tables).reindex(ids(listed["url_id"])).fillna("")
    for title, address in zip(text(listed["page_title"]), own, strict=True):
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
    outside = next((n for n in names(tables) if n.url and _PLATFORM.match(n.name) and not in_scope(n.url, scope)), None)
    if outside is not None:
        return f"“{outside.shown}”在检查范围以外的网站上，内容未读取"
    entry = next((word for word in dangling(tables) if _ENTRY.match(word)), "")
    return f"“{entry}”入口没有链接地址，其中的内容无法核实" if entry else ""
