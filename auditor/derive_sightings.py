"""This module tells what the lists of this run show, and since when: the ledger's first sightings, and what it says of bursts."""

from __future__ import annotations

import pandas as pd

from auditor.derive import addresses, home_page, text
from auditor.derive_columns import column_entries, entries_of
from auditor.derive_dates import listings
from auditor.derive_late import READ, first_days, readdressed
from auditor.frames import Tables
from auditor.ledger_bursts import Listed
from auditor.model.page import PageKind
from auditor.urls import bare


def sightings(tables: Tables) -> list[dict[str, str]]:
    """Return what this run met of lists and articles, with its date ("" where it shows none), and the lists that it read.

    The undated count too: an article that is given a date later was there before.
    """
    items = tables.items.dropna(subset=["url_id"])[["url_id", "date"]]
    kinds = text(tables.pages["kind"])
    pages = tables.pages.rename(columns={"publish_date": "date"})[["url_id", "date"]]
    pages = pages[((kinds == PageKind.ARTICLE.value) | (text(pages["date"]) != "")).to_numpy(bool)]
    both = pd.concat([items, pages])
    both["date"] = text(both["date"])
    both = both.sort_values("date", ascending=False, kind="stable").drop_duplicates("url_id")
    joined = both.merge(tables.urls[["id", "url"]], left_on="url_id", right_on="id")
    day = tables.as_of.isoformat()
    met = [*zip(joined["url"], joined["date"], strict=True), *((url + READ, "") for url in _lists_read(tables))]
    return [{"url": u, "first_seen": day, "date": d} for u, d in met]


def _lists_read(tables: Tables) -> list[str]:
    return list(text(addresses(tables).reindex(listings(tables)["page_id"].unique())))


def listed(tables: Tables) -> tuple[Listed, ...]:
    """Return the dated entries of the site columns (and of the homepage, as column ""), with the day of their first sighting.

    Nothing where the site was given new addresses.
    """
    if readdressed(tables):
        return ()
    known = first_days(tables)
    home = home_page(tables)
    front = entries_of(tables, [home] if home is not None else [])
    # The homepage's own dates lack the year.
    front = front.assign(column="", date=front["own_date"])
    entries = pd.concat([column_entries(tables), front], ignore_index=True)
    entries = entries[((entries["date"] != "") & ~entries["future"] & (entries["url"] != "")).to_numpy(bool)]
    entries = entries.drop_duplicates(["column", "url"])
    today = tables.as_of.isoformat()
    return tuple(
        Listed(column=column, date=day, first_seen=known.get(bare(url), today))
        for column, day, url in zip(entries["column"], entries["date"], entries["url"], strict=True)
    )
