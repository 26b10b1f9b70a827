"""This module computes what several rules look at, once a run: addresses, landing pages, the homepage, dates of fetches."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from auditor.frames import Tables, derived
from auditor.urls import bare, host_of

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

REGIONS = {"head": "页头", "navigation": "导航", "list": "列表", "body": "正文", "footer": "页脚"}
_HOME_NAME = re.compile(r"^/(?:(?:index|default|home|main)(?:_?1)?\.[a-z]{2,5})?$", re.IGNORECASE)
_STUB_HOPS = 3


def ids(column: pd.Series[Any]) -> Ids:
    """Return a column of ids as plain integers, -1 where there is none."""
    return column.fillna(-1).to_numpy(dtype="int64")


def true(column: pd.Series[Any]) -> Mask:
    """Return a column of truth values as a mask; null is false."""
    return column.fillna(False).to_numpy(dtype=bool)


def text(column: pd.Series[Any]) -> pd.Series[str]:
    """Return a column of words or texts as texts; null is empty."""
    words = column if column.dtype == "str" else column.astype("str")
    return words.fillna("") if words.hasnans else words  # a copy of all body texts would cost hundreds of MB


@derived
def addresses(tables: Tables) -> pd.Series[str]:
    """Return every address by its id."""
    return pd.Series(tables.urls["url"].to_numpy(), index=ids(tables.urls["id"]), dtype="str")


def without_scheme(urls: pd.Series[str]) -> pd.Series[str]:
    """Return addresses without their scheme; null is empty."""
    return text(urls).str.replace("^https?://", "", regex=True)


def path_of(url: str) -> str:
    """Return path and query of an address."""
    return "/" + bare(url).partition("/")[2]


@derived
def landing(tables: Tables) -> pd.Series[int]:
    """Return the page on which each fetched address ends, through redirects and pages that only send on."""
    fetched = ids(tables.fetches["url_id"])
    final = ids(tables.fetches["final_id"])
    ends = np.where(final < 0, fetched, final)
    pages = ids(tables.pages["url_id"])
    read = np.isin(ends, pages)
    lands: pd.Series[int] = pd.Series(ends[read], index=fetched[read], dtype="int64")
    stubs = _stubs(tables, lands)
    for _ in range(_STUB_HOPS if stubs else 0):
        lands = lands.replace(stubs)
    return lands


def _stubs(tables: Tables, lands: pd.Series[int]) -> dict[int, int]:
    stubs = tables.pages[text(tables.pages["redirect_to"]) != ""]
    known = url_ids(tables, stubs["redirect_to"])
    pairs = zip(ids(stubs["url_id"]), stubs["redirect_to"], strict=True)
    goes = {int(page): known[bare(to)] for page, to in pairs if bare(to) in known}
    return {page: int(lands[to]) for page, to in goes.items() if to in lands.index and lands[to] != page}


def url_ids(tables: Tables, urls: Iterable[str]) -> dict[str, int]:
    """Return the ids of addresses by their form without scheme: http and https are one place, a fetched one is preferred."""
    wanted = {bare(u) for u in urls}
    both = [f"{scheme}://{u}" for u in wanted for scheme in ("http", "https")]
    found = tables.urls[tables.urls["url"].isin(both)]
    numbers = ids(found["id"])
    fetched = np.isin(numbers, ids(tables.fetches["url_id"]))
    order = np.argsort(fetched, kind="stable")
    return {bare(url): int(n) for url, n in zip(found["url"].to_numpy()[order], numbers[order], strict=True)}


def page_of(tables: Tables, url: str) -> int | None:
    """Return the page on which an address ends; None where none was read."""
    number = url_ids(tables, [url]).get(bare(url))
    lands = landing(tables)
    return None if number is None or number not in lands.index else int(lands[number])


@derived
def home_page(tables: Tables) -> int | None:
    """Return the homepage, as a page that was read, or None."""
    return page_of(tables, tables.site.home)


@derived
def home_ids(tables: Tables) -> frozenset[int]:
    """Return the ids of all addresses that show the homepage: its own, its landing page, ``/index.html`` and the like."""
    home = tables.site.home
    host = host_of(home)
    own = tables.urls[tables.urls["host"].astype("str") == host]
    same = [bool(_HOME_NAME.match(path_of(url))) for url in own["url"]]
    at_root = bool(_HOME_NAME.match(path_of(home)))
    named = {int(n) for n in ids(own["id"][same])} if at_root else set()
    page = home_page(tables)
    return frozenset(named | set(url_ids(tables, [home]).values()) | ({page} if page is not None else set()))


@derived
def page_index(tables: Tables) -> pd.DataFrame:
    """Return the pages by their id."""
    frame = tables.pages.copy(deep=False)
    frame.index = pd.Index(ids(frame["url_id"]))
    return frame


def page_value(tables: Tables, page: int, name: str) -> object:
    """Return one fact of a page; None where the page does not say."""
    value: object = page_index(tables)[name].get(page)
    return None if value is None or pd.isna(value) else value  # type: ignore[call-overload]


@derived
def fetched_at(tables: Tables) -> pd.Series[str]:
    """Return the moment of the last visit by address id."""
    return pd.Series(text(tables.fetches["fetched_at"]).to_numpy(), index=ids(tables.fetches["url_id"]), dtype="str")


@derived
def visit_times(tables: Tables) -> dict[str, str]:
    """Return the moment of the last visit by address."""
    moments = fetched_at(tables)
    urls = addresses(tables).reindex(moments.index).astype("str")
    return dict(zip(urls.to_numpy(dtype=object), moments.to_numpy(dtype=object), strict=True))


@derived
def fetch_days(tables: Tables) -> pd.Series[str]:
    """Return the day of the last visit (YYYY-MM-DD, Beijing time) by address id: what lies after it lies in the future."""
    moments = pd.to_datetime(fetched_at(tables), utc=True, format="ISO8601", errors="coerce")
    return (moments + pd.Timedelta(hours=8)).dt.strftime("%Y-%m-%d").fillna(tables.as_of.isoformat()).astype("str")


def is_permitted(tables: Tables, host: str) -> bool:
    """Say whether the profile permits a host (with or without port), or all its ports, though it is not public."""
    allowed = tables.site.private_hosts
    return host in allowed or host.partition(":")[0] in allowed


def add_months(day: date, months: int) -> date:
    """Return the same day so many calendar months later, or the last day of that month where it is shorter.

    >>> add_months(date(2025, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day.day, (following - timedelta(days=1)).day))


def place_words(region: str | None, place: str | None, label: str | None) -> str:
    """Say in Chinese where on a page a reference stands: region, nearest heading, link text."""
    parts = (REGIONS.get(region or "", ""), place or "", f"“{label}”" if label else "")
    return " · ".join(part for part in parts if part)
