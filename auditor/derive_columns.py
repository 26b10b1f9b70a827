"""This module reads the site columns (栏目): could each be read, what does it list, when was it last updated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

import numpy as np
import pandas as pd

from auditor.derive import (
    addresses,
    fetch_days,
    home_ids,
    home_page,
    ids,
    landing,
    page_index,
    page_value,
    text,
    true,
    url_ids,
    without_scheme,
)
from auditor.derive_links import Target, failure, soft_404_ids, targets
from auditor.derive_membership import column_pages
from auditor.derive_own_text import PLACEHOLDER, STATEMENT, has_own_text, plays
from auditor.derive_years import with_article_years
from auditor.frames import Tables, derived, rows
from auditor.model.fetch import FACTS, Outcome
from auditor.model.page import PageKind
from auditor.model.site import ColumnKind, SiteColumn
from auditor.urls import bare, in_scope

# A column of these kinds may be one page of text; the others are lists.
CONTENT_KINDS = frozenset((
    ColumnKind.GUIDE, ColumnKind.RULES, ColumnKind.CATALOGUE, ColumnKind.APPLICATION, ColumnKind.INSTITUTION,
    ColumnKind.LEADERSHIP, ColumnKind.RIGHTS_LIST, ColumnKind.CONSULTATION, ColumnKind.RECEPTION, ColumnKind.SERVICES,
))  # fmt: skip
_DATED = re.compile(
    r"20\d\d\s*[-年/.]\s*\d{1,2}(?:\s*[-月/.]\s*\d{1,2})?|二[〇○零0OＯ][〇○零0OＯ一二三四五六七八九]{2}年[元正一二三四五六七八九十]{1,2}月"
)
_CONTENT_CHARS = 30
_SHORT_CHARS = 12  # enough for a page that is text by its kind: three names with their offices, an address
_SHARED_PICTURE = 3  # a picture on so many pages is decoration
_ARTICLE_CHARS = 100


class Reach(Enum):
    """Whether a column page could be read."""

    READ = "read"
    DEAD = "dead"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a column; ``date`` as the list shows it, else the article."""

    title: str
    url: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnView:
    """What the crawl saw of one column; ``reason`` (Chinese) says why it was not read or what is wrong with it.

    ``filled``: holds something although no entry was recognised (a text, a dated statement, files). ``scripted``: a script
    builds the list, so that what is missing may only be invisible to us.
    """

    column: SiteColumn
    reach: Reach
    reason: str = ""
    page: int | None = None
    status: int | None = None
    at: str = ""
    entries: int = 0
    unknown_dates: int = 0  # entries without date whose article was not read
    newest: Entry | None = None
    filled: bool = False
    scripted: bool = False

    @property
    def empty(self) -> bool:
        """Whether the column was read and holds nothing at all."""
        return self.reach is Reach.READ and not (self.entries or self.filled or self.scripted)


# A column that only holds other columns: what it leads to is its content.
_CONTAINER = re.compile(r"法定主动公开|公开目录|基本目录|信息公开|政务公开")
_CONTAINED_LISTS = 2


@derived
def column_views(tables: Tables) -> tuple[ColumnView, ...]:
    """Return what was seen of every column of the profile, in its order."""
    known = url_ids(tables, [c.url for c in tables.site.columns])
    wanted = targets(tables)
    spoken = {t.id: t for t in rows(wanted[wanted["id"].isin(known.values())], Target)}
    dead = set(wanted["id"][wanted["dead"]]) | soft_404_ids(tables)
    entries = {str(k): frame for k, frame in column_entries(tables).groupby("column")}
    return tuple(
        _view(tables, column, spoken.get(known.get(bare(column.url), -1)), dead, entries.get(column.id))
        for column in tables.site.columns
    )


def _view(
    tables: Tables, column: SiteColumn, target: Target | None, dead: set[int], entries: pd.DataFrame | None
) -> ColumnView:
    reach, reason, page = _reach(tables, column, target, dead)
    status, at = (target.status, target.fetched_at or "") if target else (None, "")
    if reach is not Reach.READ or page is None:
        return ColumnView(column=column, reach=reach, reason=reason, status=status, at=at)
    entries = _own_or_below(tables, column, page, entries)
    return ColumnView(
        column=column,
        reach=reach,
        page=page,
        status=status,
        at=at,
        entries=len(entries),
        unknown_dates=int(((entries["date"] == "") & (entries["kind"] != PageKind.ARTICLE)).sum()),
        newest=newest_entry(entries) if len(entries) else _own_entry(tables, column, page),
        filled=bool(len(entries)) or _is_filled(tables, column, page),
        scripted=any(page_value(tables, p, "scripted") for p in (page, *column_pages(tables)[column.id])),
    )


def _reach(tables: Tables, column: SiteColumn, target: Target | None, dead: set[int]) -> tuple[Reach, str, int | None]:
    if target is None or target.outcome is None:
        inside = in_scope(column.url, tables.site.scope)
        return Reach.UNREAD, "本次未访问" if inside else "栏目地址不在检查范围（scope）内", None
    if target.id in dead:
        soft = target.id in soft_404_ids(tables)
        return Reach.DEAD, "页面提示内容不存在" if soft else failure(target), None
    if not FACTS[Outcome(target.outcome)].reached:
        return Reach.UNREAD, failure(target), None
    page = landing(tables).get(target.id)
    if page is None:
        return Reach.UNREAD, "栏目地址不是网页，无法读取", None
    if page == home_page(tables) and target.id not in home_ids(tables):
        return Reach.UNREAD, "栏目地址跳转到了网站首页", None
    kind = str(page_value(tables, page, "kind"))
    return _READABLE.get(kind, (Reach.READ, "")) + (int(page),)


_READABLE = {
    PageKind.CHALLENGE.value: (Reach.UNREAD, FACTS[Outcome.CHALLENGE].reason),
    PageKind.ERROR.value: (Reach.UNREAD, "打开的是出错页面"),
    PageKind.REDIRECT.value: (Reach.UNREAD, "只有跳转页，跳转目标未能读取"),
}


@derived
def column_entries(tables: Tables) -> pd.DataFrame:
    """Return the entries of all columns: column (id), page_id, url_id, title, list_date, own_date, date, read, url."""
    owner = [(page, column) for column, pages in column_pages(tables).items() for page in pages]
    pages = pd.DataFrame({"page_id": [p for p, _ in owner], "column": pd.Series([c for _, c in owner], dtype="str")})
    return entries_of(tables, pages["page_id"]).merge(pages.astype({"page_id": "int64"}), on="page_id")


def entries_of(tables: Tables, pages: Iterable[int]) -> pd.DataFrame:
    """Return the entries of list pages with the date that the list shows, the article's own, and the one that counts."""
    page_id = ids(tables.items["page_id"])
    chosen = np.isin(page_id, np.fromiter(pages, dtype="int64"))
    items = tables.items[chosen]
    target = ids(items["url_id"])
    number = landing(tables).reindex(target).fillna(pd.Series(target, index=target)).to_numpy(dtype="int64")
    own = page_index(tables)["publish_date"].reindex(number)
    frame = pd.DataFrame(
        {
            "page_id": page_id[chosen],
            "url_id": number,
            "title": text(items["title"]).to_numpy(),
            "list_date": text(items["date"]).to_numpy(),
            "own_date": text(own).to_numpy(),
            "date_from": text(page_index(tables)["date_from"].reindex(number)).to_numpy(),
            "kind": text(page_index(tables)["kind"].reindex(number)).to_numpy(),
            "read": np.isin(number, ids(tables.pages["url_id"])),
            "url": text(addresses(tables).reindex(number)).to_numpy(),
        }
    )
    frame["list_date"] = with_article_years(tables, frame)
    frame["date"] = frame["list_date"].where(frame["list_date"] != "", frame["own_date"])
    # A date after the day of the visit is a fault of its own (COL07) and no update.
    seen = fetch_days(tables).reindex(frame["page_id"]).fillna(tables.as_of.isoformat()).to_numpy()
    frame["future"] = (frame["date"] > seen).to_numpy(bool)
    return frame


def newest_entry(entries: pd.DataFrame) -> Entry | None:
    """Return the entry with the latest date that does not lie in the future: neither the first nor a pinned one by itself."""
    dated = entries[(entries["date"] != "") & ~entries["future"]]
    if dated.empty:
        return None
    return next(rows(dated.sort_values("date", kind="stable").tail(1), Entry))


def _own_or_below(tables: Tables, column: SiteColumn, page: int, entries: pd.DataFrame | None) -> pd.DataFrame:
    """Return a column's entries, with those of the lists below it where its own show no date (they may only lead there)."""
    if entries is None:
        return _entries_below(tables, column, page)
    own = _without_frame(tables, column, page, entries)
    if (own["date"] != "").any():
        return own
    below = _entries_below(tables, column, page)
    return pd.concat([own, below], ignore_index=True) if len(below) else own


def _without_frame(tables: Tables, column: SiteColumn, page: int, entries: pd.DataFrame) -> pd.DataFrame:
    """Leave out what looks like an entry and is part of the page's frame: the way home, to itself, to another column."""
    folder = folder_of(column.url)
    fronts = _front_pages(tables) | {page} | home_ids(tables)
    inside = (
        without_scheme(entries["url"]).str.startswith(folder) if folder else pd.Series(data=False, index=entries.index)
    )
    frame = entries["url_id"].isin(fronts) & ((entries["list_date"] == "") | (entries["url_id"] == page))
    return entries[~frame | (inside & (entries["url_id"] != page))]


@derived
def _front_pages(tables: Tables) -> frozenset[int]:
    """Return the first pages of all columns."""
    return frozenset(pages[0] for pages in column_pages(tables).values() if pages)


def _entries_below(tables: Tables, column: SiteColumn, page: int) -> pd.DataFrame:
    """Return the entries of the lists below a column that itself only leads on to them."""
    folder = folder_of(column.url)
    urls = without_scheme(addresses(tables).reindex(ids(tables.pages["url_id"])))
    lists = (text(tables.pages["kind"]) == PageKind.LIST.value).to_numpy()
    below = urls.str.startswith(folder).to_numpy() & lists if folder else np.zeros(len(urls), dtype=bool)
    return entries_of(tables, [int(n) for n in ids(tables.pages["url_id"])[below] if n != page])


def folder_of(url: str) -> str:
    """Return the folder that a column's pages lie in, without scheme; "" for the root of a host or an address with a query.

    >>> folder_of("http://a.gov.cn/zwgk/tzgg/index.html"), folder_of("http://a.gov.cn/"), folder_of("http://a.gov.cn/l.jsp?c=1")
    ('a.gov.cn/zwgk/tzgg/', '', '')
    """
    path = bare(url)
    folder = path[: path.rfind("/") + 1]
    return "" if "?" in path or folder.count("/") < 2 else folder


def _own_entry(tables: Tables, column: SiteColumn, page: int) -> Entry | None:
    """Return the date of a column that is a single page, as its only entry."""
    shown = page_value(tables, page, "publish_date")
    return Entry(title=column.name, url=column.url, date=str(shown)) if shown else None


def _is_filled(tables: Tables, column: SiteColumn, page: int) -> bool:
    words = text(tables.texts_of([page])["text"])
    body = "".join(words)
    chars = len(re.sub(r"\s", "", body))
    if page_value(tables, page, "kind") == PageKind.ARTICLE and chars >= _ARTICLE_CHARS:
        return True
    if chars >= _CONTENT_CHARS and column.kind in CONTENT_KINDS:
        return True
    titled = f"{page_value(tables, page, 'title') or ''}\n{body}"  # one sentence alone is read as a title
    if statement_date(titled, page_value(tables, page, "publish_date")):
        return True
    if column.kind in CONTENT_KINDS and chars >= _SHORT_CHARS and not PLACEHOLDER.search(body):
        return True
    if has_own_text(tables, page) or plays(tables, page):
        return True
    return _pictures(tables, page) > (column.kind not in CONTENT_KINDS) or _leads_to_content(tables, column, page)


def _pictures(tables: Tables, page: int) -> int:
    """Return how many pictures of its own a page shows; one alone may be the picture of the column's name."""
    images = _images(tables)
    own = images[ids(images["page_id"]) == page]
    shared = images[np.isin(ids(images["target_id"]), ids(own["target_id"]))].groupby("target_id").size()
    return int((shared < _SHARED_PICTURE).sum())


@derived
def _images(tables: Tables) -> pd.DataFrame:
    """Return the visible pictures in the content of all pages: page_id, target_id, each once."""
    links = tables.links[(text(tables.links["tag"]) == "img").to_numpy(bool)]
    links = links[true(links["visible"]) & text(links["region"]).isin(["body", "list"]).to_numpy(bool)]
    return links[["page_id", "target_id"]].drop_duplicates()


def statement_date(body: str, shown: object) -> str:
    """Return the date of a 情况说明 that stands in place of entries; "" where the text is none or is not dated."""
    if not STATEMENT.search(body):
        return ""
    dated = _DATED.search(body)
    return dated[0] if dated else shown if isinstance(shown, str) else ""


def _leads_to_content(tables: Tables, column: SiteColumn, page: int) -> bool:
    """Say whether a page without recognised entries refers to articles of its own folder, or holds files or messages."""
    folder = folder_of(column.url)
    own = (tables.attachments["page_id"], tables.messages["page_id"], tables.solicitations["page_id"])
    if any((ids(numbers) == page).any() for numbers in own):
        return True
    links = tables.links[ids(tables.links["page_id"]) == page]
    links = links[true(links["visible"]) & text(links["region"]).isin(["list", "body"])]
    number = landing(tables).reindex(ids(links["target_id"])).dropna().astype("int64")
    kinds = page_index(tables)["kind"].reindex(number)
    if column.kind is ColumnKind.CATALOGUE or _CONTAINER.search(column.name):
        lists = kinds.index[(kinds == PageKind.LIST).to_numpy(bool)].unique()
        if len(lists.difference([page])) >= _CONTAINED_LISTS:
            return True
    articles = kinds == PageKind.ARTICLE
    filed = text(page_index(tables)["site_column"].reindex(number)) == column.name
    if (articles.to_numpy(bool) & filed.to_numpy(bool)).any():
        return True
    urls = without_scheme(addresses(tables).reindex(number))
    return bool(folder) and bool((articles.to_numpy(bool) & urls.str.startswith(folder).to_numpy(bool)).any())


def days_old(tables: Tables, day: str) -> int:
    """Return the age of a date in days on the day from which ages are counted."""
    return (tables.as_of - date.fromisoformat(day)).days
