"""This module drafts a site's profile from a shallow crawl: name, code, organizer, site columns. No address is guessed.

A site column is a page of the site that the navigation leads to, or a list that a "more" link of the homepage leads to.
What is unsure is said, for a person to confirm.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import pandas as pd

from auditor.column_kinds import kind_of
from auditor.derive_identity import home_parts
from auditor.frames import Tables, rows
from auditor.model.fetch import Outcome
from auditor.model.page import PageKind, Region
from auditor.model.site import ColumnKind
from auditor.urls import bare, hostname_of

_MORE = re.compile(r"^[\[【(]?(更多|more|查看更多|查看全部|全部)[\s>»·.…+\]】)]*$", re.IGNORECASE)
_NO_NAME = re.compile(
    r"^(首页|网站首页|返回首页|主页|上一页|下一页|尾页|末页|\d+|登录|注册|网站地图|站点地图|english|搜索|检索)?$",
    re.IGNORECASE,
)
_INDEX = re.compile(r"/(?:index|default|list)(?:_?\d+)?\.[a-z]{3,5}$", re.IGNORECASE)
_FILE = re.compile(r".*\.(pdf|docx?|xlsx?|pptx?|zip|rar|jpe?g|png|gif|mp4|wps|et|apk|exe)$", re.IGNORECASE)
# What content-management systems call their articles: a date in the path, a long number as the file's name.
_ARTICLE = re.compile(
    r"/(?:t?20\d{6}_\d+|20\d{2}[-/]?\d{2}[-/]|\d{4,}|post_\d+|content_\d+|art_\d+)[^/]*\.s?html?$|/info/\d+/\d+"
)
_PLATFORM = re.compile(r"(政府|政务)?信息公开|政务公开")
NAME_LIMIT = 20


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """A site column as found; ``doubts`` are Chinese remarks for the person who confirms it."""

    id: str
    name: str
    url: str
    kind: ColumnKind
    items: int
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted profile; ``elsewhere`` are addresses on other hosts that may belong to the site: (text, address)."""

    id: str
    name: str
    home: str
    code: str
    organizer: str
    columns: tuple[DraftColumn, ...]
    elsewhere: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    url_id: int
    kind: str
    breadcrumb: str | None
    site_column: str | None
    scripted: bool | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    url_id: int
    url: str
    names: tuple[str, ...]


def draft(tables: Tables) -> Draft:
    """Draft a profile from the tables of a shallow crawl of ``tables.site``."""
    home = _home(tables)
    columns = _columns(tables, home)
    name, name_doubt = _name(tables, home)
    code = _first(_mark(tables, home, "site-code"), _page_value(tables, home, "site_code"))
    doubts = [name_doubt, "" if code else "没有在首页读到网站标识码", "" if columns else "没有找到栏目，请手工填写"]
    return Draft(
        id=_site_id(tables.site.home),
        name=name,
        home=tables.site.home,
        code=code,
        organizer=_mark(tables, home, "organizer") or name,
        columns=columns,
        elsewhere=_elsewhere(tables, home),
        doubts=tuple(d for d in doubts if d),
    )


def _home(tables: Tables) -> int | None:
    fetches, urls = tables.fetches, tables.urls
    number = urls.loc[urls["url"] == tables.site.home, "id"]
    final = fetches.loc[fetches["url_id"].isin(number), "final_id"]
    pages = set(tables.pages["url_id"].tolist())
    return next((int(n) for n in [*final.dropna().tolist(), *number.tolist()] if n in pages), None)


def _columns(tables: Tables, home: int | None) -> tuple[DraftColumn, ...]:
    pages = {p.url_id: p for p in rows(tables.pages, _Page)}
    taken: set[str] = set()
    drafted = []
    for candidate in _candidates(tables, home):
        column = _column(tables, candidate, pages.get(candidate.url_id), taken)
        if column is not None:
            taken.add(column.id)
            drafted.append(column)
    return tuple(drafted)


def _candidates(tables: Tables, home: int | None) -> Iterable[_Candidate]:
    """Yield what may be a column, in the order in which the homepage leads to it, then what its channels lead to."""
    links = _readable_links(tables)
    names: dict[int, list[str]] = {}
    shown = _shown(tables, home)
    framed = links["page_id"].isin(shown - {home}) & ~links["dated"]
    leads = links["navigation"] | links["more"] | links["list"] | framed
    own = links[links["page_id"].isin(shown) & leads]
    further = links[
        links["page_id"].isin(set(own["target_id"])) & (links["navigation"] | links["list"] | links["folder"])
    ]
    for frame in (own, further[_stays_below(further)]):
        for target, text, place, more in zip(
            frame["target_id"], frame["text"], frame["place"], frame["more"], strict=True
        ):
            names.setdefault(target, []).append(place if more else text)
    urls = tables.urls.set_index("id")["url"]
    skip = {*tables.pagers["next_id"].dropna().tolist(), *shown}
    for number, found in names.items():
        if number not in skip:
            yield _Candidate(int(number), str(urls[number]), tuple(dict.fromkeys(n.strip() for n in found if n)))


def _shown(tables: Tables, home: int | None) -> set[int]:
    """Return the homepage and what it shows in frames: of an old site all the navigation stands there."""
    return {int(n) for n in home_parts(tables)} | ({home} if home is not None else set())


def unread_frames(tables: Tables) -> tuple[str, ...]:
    """Return the addresses of the homepage's own frames that were not read yet."""
    links = tables.links[
        (tables.links["page_id"] == _home(tables)) & tables.links["tag"].astype("str").isin(["frame", "iframe"])
    ]
    urls = tables.urls[tables.urls["internal"].fillna(False).astype(bool)]
    framed = urls[urls["id"].isin(set(links["target_id"])) & ~urls["id"].isin(_visited(tables))]
    return tuple(framed["url"].tolist())


def _visited(tables: Tables) -> set[int]:
    visited = tables.fetches["outcome"].astype("str") != Outcome.NOT_ATTEMPTED.value
    return set(tables.fetches.loc[visited, "url_id"].tolist())


def look_further(tables: Tables) -> tuple[str, ...]:
    """Return the addresses to read next: where the pages read so far lead to, as far as a column may be there."""
    home = _home(tables)
    links = _readable_links(tables)
    own = links[links["page_id"].isin(_shown(tables, home))]
    further = links[links["page_id"].isin(set(own["target_id"]))]
    wanted = pd.concat([own[~own["dated"]], further[_stays_below(further) & ~further["dated"]]])
    return tuple(dict.fromkeys(wanted.loc[~wanted["target_id"].isin(_visited(tables)), "target"]))


def _readable_links(tables: Tables) -> pd.DataFrame:
    """Return the links to pages of the site: from navigation, a "more" link, to a list page, to an article by its look."""
    links = tables.links[tables.links["tag"].astype("str").isin(["a", "area"])]
    urls = tables.urls.set_index("id")
    internal = urls.index[urls["internal"].fillna(False).astype(bool)]
    links = links[links["target_id"].isin(internal) & ~links["target_id"].map(urls["url"]).str.match(_FILE.pattern)]
    text = links["text"].astype("str").str.replace(r"\s+", "", regex=True)
    lists = tables.pages.loc[tables.pages["kind"].astype("str") == PageKind.LIST.value, "url_id"]
    targets = links["target_id"].map(urls["url"])
    return pd.DataFrame(
        {
            "page_id": links["page_id"],
            "target_id": links["target_id"],
            "text": text,
            "place": links["place"].astype("str").fillna(""),
            "navigation": links["region"].astype("str") == Region.NAVIGATION.value,
            "more": text.str.match(_MORE.pattern, flags=re.IGNORECASE),
            "list": links["target_id"].isin(set(lists)),
            "folder": targets.str.endswith("/") | targets.str.contains(_INDEX.pattern, regex=True, flags=re.IGNORECASE),
            "dated": targets.str.contains(_ARTICLE.pattern, regex=True),
            "page": links["page_id"].map(urls["url"]),
            "target": targets,
        }
    )


def _stays_below(links: pd.DataFrame) -> pd.Series[bool]:
    """Say which links of a channel lead to its own sub-columns: they lie in the folder above the channel's."""
    below = [
        str(target).startswith(str(page).rsplit("/", 1)[0].rsplit("/", 1)[0] + "/")
        and str(page).rsplit("/", 1)[0].count("/") > 3
        for page, target in zip(links["page"], links["target"], strict=True)
    ]
    return pd.Series(below, index=links.index, dtype=bool)


def _column(tables: Tables, candidate: _Candidate, page: _Page | None, taken: set[str]) -> DraftColumn | None:
    kind = page.kind if page is not None else ""
    if kind in (PageKind.SITEMAP, PageKind.HOME, PageKind.SOFT_404, PageKind.ERROR):
        return None
    name, named = _column_name(candidate, page)
    if not name:
        return None
    items = tables.items[tables.items["page_id"] == candidate.url_id]
    meta = tables.metas[
        (tables.metas["page_id"] == candidate.url_id) & (tables.metas["name"].astype("str") == "columntype")
    ]
    declared = str(meta["content"].iloc[0]) if len(meta) else ""
    judged, sure = kind_of(name, declared, items["title"].dropna().tolist())
    if (
        kind == PageKind.ARTICLE
        and judged in (ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.OTHER)
        and not _is_folder(candidate.url)
    ):
        return None  # an article that the navigation features, such as a banner's
    doubts = _doubts(page, kind, sure=sure, named=named)
    return DraftColumn(_column_id(candidate.url, taken), name, candidate.url, judged, len(items), doubts)


def _doubts(page: _Page | None, kind: str, *, sure: bool, named: bool) -> tuple[str, ...]:
    said = (
        (page is None, "页面未读到，请打开核对"),
        (page is not None and kind not in (PageKind.LIST, PageKind.ARTICLE), "不像列表页，请核对是否为栏目"),
        (page is not None and bool(page.scripted), "列表由脚本生成，需要浏览器才能核查"),
        (not sure, "类型不能确定"),
        (not named, "名称取自链接文字"),
    )
    return tuple(text for holds, text in said if holds)


def _column_name(candidate: _Candidate, page: _Page | None) -> tuple[str, bool]:
    """Return the column's name and whether the page itself gives it."""
    own = []
    if page is not None:
        crumbs = [c for c in json.loads(page.breadcrumb or "[]") if c != "正文"]
        own = [crumbs[-1] if crumbs else "", page.site_column or ""]
    for text in own:
        if text and not _NO_NAME.match(text):
            return text, True
    linked = [n for n in candidate.names if not _NO_NAME.match(n) and not _MORE.match(n) and len(n) <= NAME_LIMIT]
    return (linked[0] if linked else "", False)


def _is_folder(url: str) -> bool:
    return url.endswith("/") or bool(_INDEX.search(url))


def _column_id(url: str, taken: set[str]) -> str:
    path = _INDEX.sub("/", urlsplit(url).path)
    parts = [re.sub(r"\.[a-z]+$", "", p) for p in path.split("/") if p] or ["home"]
    slug = [re.sub(r"[^a-z0-9_-]+", "-", p.lower()).strip("-") or "x" for p in parts]
    for take in range(1, len(slug) + 1):
        chosen = "-".join(slug[-take:])
        if chosen not in taken:
            return chosen
    return next(f"{slug[-1]}-{n}" for n in range(2, len(taken) + 3) if f"{slug[-1]}-{n}" not in taken)


def _name(tables: Tables, home: int | None) -> tuple[str, str]:
    metas = tables.metas[tables.metas["page_id"] == home]
    declared = metas.loc[metas["name"].astype("str") == "sitename", "content"].dropna().tolist()
    title = _page_value(tables, home, "page_title")
    name = _first(*declared, re.split(r"[-_|—–]", title)[0].strip() if title else "")
    if not name:
        return tables.site.name, "没有读到网站名称，请填写"
    return name, "" if declared else "网站名称取自页面标题，请核对"


def _mark(tables: Tables, home: int | None, element: str) -> str:
    marks = tables.marks
    own = marks[(marks["page_id"] == home) & (marks["element"].astype("str") == element)]
    values = [v for v in own["value"].dropna().tolist() if v]
    return Counter(values).most_common(1)[0][0] if values else ""


def _page_value(tables: Tables, home: int | None, name: str) -> str:
    values = tables.pages.loc[tables.pages["url_id"] == home, name].dropna().astype("str").tolist()
    return values[0] if values else ""


def _elsewhere(tables: Tables, home: int | None) -> tuple[tuple[str, str], ...]:
    """Return links of the homepage to an openness platform on another host: the site's part of it belongs into ``scope``."""
    urls = tables.urls.set_index("id")
    links = tables.links[tables.links["page_id"] == home]
    outside = links[~links["target_id"].isin(urls.index[urls["internal"].fillna(False).astype(bool)])]
    found = {
        (str(text), str(urls.loc[target, "url"]))
        for target, text in zip(outside["target_id"], outside["text"].astype("str"), strict=True)
        if _PLATFORM.search(str(text))
    }
    return tuple(sorted(found))


def _first(*values: str | None) -> str:
    return next((v for v in values if v), "")


def _site_id(home: str) -> str:
    host = hostname_of(home).removeprefix("www.")
    path = [p for p in bare(home).split("/")[1:-1] if p]
    return re.sub(r"[^a-z0-9]+", "-", "-".join([host, *path]).lower()).strip("-")


def kinds() -> Sequence[str]:
    """Return the kinds of site column that a profile may name."""
    return [k.value for k in ColumnKind]
