"""This module finds articles that claim a day long before the run that first met them, where an earlier run read their list."""

from __future__ import annotations

import pandas as pd

from auditor.derive import addresses, text
from auditor.derive_dates import DatedArticle, articles, listings
from auditor.frames import Tables, derived
from auditor.urls import bare

# Where so few of the addresses of before are met again, the site was given new addresses: what is new proves nothing.
_STILL_MET = 0.5
# Kept behind the address of a list that a run read: the bare address may be there as an entry of another list.
READ = "#read"


@derived
def first_days(tables: Tables) -> dict[str, str]:
    """Return the day of the first sighting by address without scheme: http and https are one place."""
    history = tables.history
    found: dict[str, str] = {}
    for url, day in zip(text(history["url"]), text(history["first_seen"]), strict=True):
        key = bare(url)
        found[key] = min(day[:10], found.get(key, day[:10]))
    return found


def readdressed(tables: Tables) -> bool:
    """Say whether the articles of before have other addresses now."""
    known = {url for url in first_days(tables) if not url.endswith(READ)}
    met = set(map(bare, text(addresses(tables))))
    return len(known & met) < _STILL_MET * len(known)


def late_sightings(tables: Tables, min_days: int) -> pd.DataFrame:
    """Return articles that claim a date long before they were first seen, though an earlier run read their list without them.

    The first run proves nothing: what it saw may have stood there for years. A run proves absence only of lists that it read.
    """
    read = articles(tables).query("shown != ''")
    if readdressed(tables):
        return read.head(0).assign(other="", where="", place="")[[*DatedArticle.__dataclass_fields__]]
    seen = _first(tables, read["url"])
    seen = seen.where(seen != "", read["day"])
    days = (pd.to_datetime(seen, errors="coerce") - pd.to_datetime(read["shown"], errors="coerce")).dt.days
    late = read.assign(other=seen, where="首次发现", place="")[
        ((days > min_days) & ~_moved(tables, read)).to_numpy(bool)
    ]
    lists = _lists(tables)
    stood = late[["url_id", "shown", "other"]].merge(lists, on="url_id")
    proven = stood[((stood["since"] < stood["other"]) & (stood["shown"] >= stood["floor"])).to_numpy(bool)]
    return late[late["url_id"].isin(proven["url_id"]).to_numpy(bool)][[*DatedArticle.__dataclass_fields__]]


def _first(tables: Tables, urls: pd.Series[str]) -> pd.Series[str]:
    known = first_days(tables)
    return pd.Series([known.get(bare(url), "") for url in text(urls)], index=urls.index, dtype="str")


def _moved(tables: Tables, read: pd.DataFrame) -> pd.Series[bool]:
    """Say which articles bear the date of one that is gone: it may be the same one, moved to another column and address."""
    history = tables.history
    met = set(map(bare, text(addresses(tables))))
    dates = zip(text(history["url"]), text(history["date"]), strict=True)
    return read["shown"].isin({day for url, day in dates if day and bare(url) not in met})


def _lists(tables: Tables) -> pd.DataFrame:
    """Return for each entry (url_id) of a list that an earlier run read: since (that day), floor.

    What is older than most that stood there then (floor) may have stood on a further page.
    """
    entries = listings(tables)
    entries = entries[((entries["url_id"] >= 0) & (entries["date"] != "")).to_numpy(bool)]
    page = pd.Series((text(addresses(tables).reindex(entries["page_id"])) + READ).to_numpy(), index=entries.index)
    entries = entries.assign(since=_first(tables, page), first=_first(tables, entries["url"]))
    entries = entries[(entries["since"] != "").to_numpy(bool)]
    before = entries[((entries["first"] != "") & (entries["first"] <= entries["since"])).to_numpy(bool)]
    ordered = before.sort_values(["page_id", "date"])
    place = ordered.groupby("page_id").cumcount()
    middle = (ordered.groupby("page_id")["date"].transform("size") - 1) // 2
    floors = ordered[(place == middle).to_numpy(bool)][["page_id", "date"]].rename(columns={"date": "floor"})
    return entries[["page_id", "url_id", "since"]].merge(floors, on="page_id")
