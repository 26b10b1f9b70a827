"""This module tells to which site columns (栏目) an article belongs: listed there, filed below its address, or by breadcrumb."""

from __future__ import annotations

import json
import re
from collections import defaultdict

import numpy as np
import pandas as pd

from auditor.derive import addresses, ids, landing, page_of, text, true
from auditor.frames import Tables, derived
from auditor.model.page import PageKind
from auditor.model.site import ColumnKind, SiteColumn
from auditor.urls import bare

# Used only where a profile names no columns: what a breadcrumb's last names say of the column's kind.
_KINDS: tuple[tuple[ColumnKind, re.Pattern[str]], ...] = (
    (ColumnKind.INTERPRETATION, re.compile(r"^(?:政策|文件|法规)?(?:解读|图解)")),
    (ColumnKind.POLICY, re.compile(r"^(?:本?[局厅委办]|部门|行政|本级|市级|政府)?(?:规范性文件|政策文件|公文|文件)$")),
    (ColumnKind.ENFORCEMENT, re.compile(r"处罚|执法|双公示|双随机|行政强制")),
    (ColumnKind.CATALOGUE, re.compile(r"公开目录|主动公开内容")),
    (ColumnKind.ANNUAL_REPORT, re.compile(r"信息公开年报|年度报告$|公开年报")),
    (ColumnKind.SERVICES, re.compile(r"^(?:办事|服务)指南$")),
)  # fmt: skip
_MAX_PAGER_STEPS = 200
_SHARED_FRAME = 3  # pages: what so many show in a frame is their head or foot


@derived
def column_pages(tables: Tables) -> dict[str, tuple[int, ...]]:
    """Return the list pages of every site column (id -> pages): its own, those that its pagers lead to and its frames."""
    further: dict[int, list[int]] = defaultdict(list)
    lands = landing(tables)
    for page, framed in own_frames(tables):
        further[page].append(framed)
    for page, following in zip(ids(tables.pagers["page_id"]), ids(tables.pagers["next_id"]), strict=True):
        further[int(page)].append(int(lands.get(following, -1)))
    found: dict[str, tuple[int, ...]] = {}
    for column in tables.site.columns:
        first = page_of(tables, column.url)
        pages: dict[int, None] = {}
        queue = [first] if first is not None else []
        while queue and len(pages) < _MAX_PAGER_STEPS:
            page = queue.pop()
            if page >= 0 and page not in pages:
                pages[page] = None
                queue += further[page]
        found[column.id] = tuple(pages)
    return found


@derived
def own_frames(tables: Tables) -> tuple[tuple[int, int], ...]:
    """Return (page, framed page) where a page shows another in a frame of its own: the head of all pages is none."""
    links = tables.links[text(tables.links["tag"]).isin(["iframe", "frame"]).to_numpy(bool)]
    links = links[true(links["visible"])]
    shown = landing(tables).reindex(ids(links["target_id"])).fillna(-1).to_numpy(dtype="int64")
    frame = pd.DataFrame({"page": ids(links["page_id"]), "shown": shown}).drop_duplicates()
    frame = frame[np.isin(frame["shown"], ids(tables.pages["url_id"])) & (frame["page"] != frame["shown"])]
    frame = frame[frame.groupby("shown")["page"].transform("size") < _SHARED_FRAME]
    return tuple(zip(frame["page"].tolist(), frame["shown"].tolist(), strict=True))


@derived
def _listed(tables: Tables) -> pd.DataFrame:
    """Return the entries of column list pages: page_id, url_id (landing page where read), title, date, column."""
    owner = [(page, column) for column, pages in column_pages(tables).items() for page in pages]
    pages = pd.DataFrame({"page_id": [p for p, _ in owner], "column": [c for _, c in owner]}, dtype=object)
    frame = tables.items[["page_id", "url_id", "title", "date"]].copy(deep=False)
    frame = frame[np.isin(ids(frame["page_id"]), [p for p, _ in owner])]
    target = ids(frame["url_id"])
    plain = pd.DataFrame(
        {"page_id": ids(frame["page_id"]), "url_id": target, "title": text(frame["title"]), "date": text(frame["date"])}
    )
    plain["url_id"] = plain["url_id"].map(landing(tables)).fillna(plain["url_id"]).astype("int64")
    pages["page_id"] = pages["page_id"].astype("int64")
    return plain.merge(pages, on="page_id")


def column_items(tables: Tables, kind: ColumnKind) -> pd.DataFrame:
    """Return the entries of all columns of one kind: url_id, title, date, column (its id)."""
    own = [c.id for c in tables.site.columns if c.kind == kind]
    frame = _listed(tables)
    return frame.loc[frame["column"].isin(own), ["url_id", "title", "date", "column"]]


def column_entry_pages(tables: Tables, column: str) -> list[int]:
    """Return what a column (id) lists, in its order, each once."""
    frame = _listed(tables)
    own = frame.loc[(frame["column"] == column) & (frame["url_id"] >= 0), "url_id"]
    return [int(n) for n in own.drop_duplicates()]


@derived
def newest_list_date(tables: Tables) -> dict[int, str]:
    """Return the newest date that a column's list shows for an article."""
    frame = _listed(tables)
    dated = frame[(frame["date"] != "") & (frame["url_id"] >= 0)]
    newest = dated.groupby("url_id")["date"].max()
    return dict(zip(newest.index.tolist(), newest.tolist(), strict=True))


@derived
def memberships(tables: Tables) -> dict[int, tuple[SiteColumn, ...]]:
    """Return the site columns of every article: those that list it, else the one whose folder holds it, else by breadcrumb."""
    columns = {c.id: c for c in tables.site.columns}
    frame = _listed(tables)
    found: dict[int, dict[str, SiteColumn]] = defaultdict(dict)
    for number, column in zip(frame["url_id"], frame["column"], strict=True):
        found[int(number)][column] = columns[column]
    lists = {p for pages in column_pages(tables).values() for p in pages}
    rest = _unlisted(tables, {*found, *lists})
    for page, column in (_by_folder(tables, rest) if columns else _by_breadcrumb(tables, rest)).items():
        found[page][column.id] = column
    return {page: tuple(named.values()) for page, named in found.items()}


def _unlisted(tables: Tables, known: set[int]) -> pd.DataFrame:
    frame = tables.pages
    numbers = ids(frame["url_id"])
    articles = (text(frame["kind"]) == PageKind.ARTICLE.value).to_numpy()
    return frame[articles & ~np.isin(numbers, list(known))]


def _by_folder(tables: Tables, frame: pd.DataFrame) -> dict[int, SiteColumn]:
    url = addresses(tables)
    numbers = ids(frame["url_id"])
    places = url.reindex(numbers).fillna("").str.split("://", n=1).str[-1]
    found: dict[int, SiteColumn] = {}
    home = bare(tables.site.home).rstrip("/")
    for column in sorted(tables.site.columns, key=lambda c: len(c.url)):
        folder = re.sub(r"[^/]*$", "", bare(column.url))
        if folder.rstrip("/") in ("", home) or "?" in column.url:
            continue
        for number in numbers[places.str.startswith(folder).to_numpy()]:
            found[int(number)] = column
    return found


def _by_breadcrumb(tables: Tables, frame: pd.DataFrame) -> dict[int, SiteColumn]:
    found: dict[int, SiteColumn] = {}
    for number, names, own in zip(
        ids(frame["url_id"]), text(frame["breadcrumb"]), text(frame["site_column"]), strict=True
    ):
        trail = [own, *reversed(json.loads(names) if names.startswith("[") else [])]
        for name in trail[:3]:
            kind = next((k for k, pattern in _KINDS if name and pattern.search(name)), None)
            if kind is not None:
                found[int(number)] = SiteColumn(id="", name=name, url="", kind=kind)
                break
    return found
