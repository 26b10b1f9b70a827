"""This module compares the dates of articles: shown on the page, in its meta tags, in lists."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from auditor.derive import addresses, fetch_days, fetched_at, ids, text
from auditor.derive_columns import column_entries, entries_of
from auditor.frames import Tables, derived
from auditor.model.page import PageKind

# An address carries the day on which the system made the file: that proves nothing of the article.
_FROM_ADDRESS = "address"
_DAY = pd.Timedelta(days=1)
# So many pages with one and the same meta date that is not the shown one: the day on which the site was generated anew.
_REGENERATED_FROM = 5
# So many entries of one list, and more than half of all, with another date than their articles: the list shows another kind
# of date (of signing, of the last change), and says nothing of a single article.
_OTHER_KIND_FROM = 3


@dataclass(frozen=True, slots=True)
class DatedArticle:
    """An article whose dates are wrong; ``other`` is the date that disagrees, ``where`` (Chinese) where it stands."""

    url_id: int
    url: str
    title: str
    shown: str
    other: str
    where: str
    at: str | None
    place: str = ""  # address of the list


@derived
def articles(tables: Tables) -> pd.DataFrame:
    """Return all articles that were read: url_id, url, title, shown, meta, day (of the visit), at."""
    pages = tables.pages[(text(tables.pages["kind"]) == PageKind.ARTICLE.value).to_numpy(bool)]
    number = ids(pages["url_id"])
    return pd.DataFrame(
        {
            "url_id": number,
            "url": text(addresses(tables).reindex(number)).to_numpy(),
            "title": text(pages["title"]).to_numpy(),
            "shown": text(pages["publish_date"]).where(text(pages["date_from"]) != _FROM_ADDRESS, "").to_numpy(),
            "meta": text(pages["meta_date"]).to_numpy(),
            "day": text(fetch_days(tables).reindex(number)).to_numpy(),
            "at": text(fetched_at(tables).reindex(number)).to_numpy(),
        }
    )


@derived
def listings(tables: Tables) -> pd.DataFrame:
    """Return the entries of all list pages (not of the homepage, whose dates lack the year): as ``entries_of``."""
    lists = (text(tables.pages["kind"]) == PageKind.LIST.value).to_numpy(bool)
    own: list[int] = list(column_entries(tables)["page_id"].unique()) if tables.site.columns else []
    return entries_of(tables, {*ids(tables.pages["url_id"])[lists].tolist(), *map(int, own)})


def future_dates(tables: Tables) -> pd.DataFrame:
    """Return articles that carry a date after the day of the visit, and entries not read whose list shows such a date."""
    read = articles(tables)
    wrong = read[read["shown"] > read["day"]].assign(where="页面", place="")
    entries = listings(tables)
    unread = entries[entries["future"] & (entries["url_id"] >= 0) & ~entries["read"] & (entries["list_date"] != "")]
    listed = unread.assign(
        shown=unread["list_date"], where="列表", at="", place=_address(tables, unread["page_id"])
    ).drop_duplicates("url_id")
    both = pd.concat([wrong, listed], ignore_index=True)
    return both.assign(other=both["shown"])[[*DatedArticle.__dataclass_fields__]]


def list_conflicts(tables: Tables) -> pd.DataFrame:
    """Return articles whose list shows another date than they do, by more than a day."""
    entries = listings(tables)
    read = (entries["own_date"] != "") & (entries["date_from"] != _FROM_ADDRESS)
    both = entries[(entries["list_date"] != "") & read].copy()
    both["apart"] = _apart(both["list_date"], both["own_date"])
    grouped = both.groupby("page_id")["apart"]
    wrong, known = grouped.transform("sum"), grouped.transform("size")
    other_kind = (wrong >= _OTHER_KIND_FROM) & (wrong * 2 > known)
    found = both[both["apart"] & ~other_kind].drop_duplicates("url_id")
    found = found.assign(place=_address(tables, found["page_id"])).rename(columns={"list_date": "other"})
    seen = articles(tables)[["url_id", "shown", "at"]]
    return found.merge(seen, on="url_id").assign(where="列表")[[*DatedArticle.__dataclass_fields__]]


def meta_conflicts(tables: Tables) -> pd.DataFrame:
    """Return articles whose PubDate tag is more than a day off the date that they show, generated-anew dates left out."""
    read = articles(tables)
    both = read[(read["shown"] != "") & (read["meta"] != "")]
    found = both[_apart(both["shown"], both["meta"])]
    same_day = found.groupby("meta")["url_id"].transform("size")
    found = found[(same_day < _REGENERATED_FROM) & ~_generated(tables, found)]
    return found.assign(other=found["meta"], where="标签 PubDate", place="")[[*DatedArticle.__dataclass_fields__]]


def _generated(tables: Tables, found: pd.DataFrame) -> pd.Series[bool]:
    """Say where a page itself calls its meta date the time at which it was generated."""
    metas = tables.metas[(text(tables.metas["name"]) == "others").to_numpy(bool)]
    said = metas[text(metas["content"]).str.contains("生成时间", regex=False).to_numpy(bool)]
    return found["url_id"].isin(ids(said["page_id"]))


def _apart(one: pd.Series[str], other: pd.Series[str]) -> pd.Series[bool]:
    first, second = (pd.to_datetime(days, format="%Y-%m-%d", errors="coerce") for days in (one, other))
    return (first - second).abs() > _DAY


def _address(tables: Tables, pages: pd.Series[int]) -> list[str]:
    return list(text(addresses(tables).reindex(pages)))
