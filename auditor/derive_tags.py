"""This module finds the meta tags that pages lack or write in a form of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from auditor.derive import Ids, addresses, fetched_at, ids, text
from auditor.derive_columns import Reach, column_entries, column_views
from auditor.derive_membership import column_pages
from auditor.frames import Tables, derived, rows
from auditor.model.finding import Evidence
from auditor.model.page import PageKind

EVIDENCE_PAGES = 5


@dataclass(frozen=True, slots=True)
class TaggedPage:
    """A page and what its tag says; ``value`` is empty where it lacks the tag. ``group`` is a column's id or empty."""

    group: str
    url: str
    value: str
    fetched_at: str | None


def tag_values(tables: Tables, pages: Ids, tag: str) -> pd.DataFrame:
    """Return what the tag of each page says: page, url, value ("" where missing or empty), fetched_at."""
    metas = tables.metas[(text(tables.metas["name"]) == tag.lower()).to_numpy(bool)]
    first = metas.drop_duplicates("page_id")
    said = pd.Series(text(first["content"]).str.strip().to_numpy(), index=ids(first["page_id"]), dtype="str")
    return pd.DataFrame(
        {
            "page": pages,
            "url": text(addresses(tables).reindex(pages)).to_numpy(),
            "value": text(said.reindex(pages)).to_numpy(),
            "fetched_at": text(fetched_at(tables).reindex(pages)).to_numpy(),
        }
    )


@derived
def column_page_ids(tables: Tables) -> Ids:
    """Return the first page of every column that was read; of all lists, where the profile names no columns."""
    if tables.site.columns:
        return np.unique([v.page for v in column_views(tables) if v.reach is Reach.READ and v.page is not None]).astype(
            "int64"
        )
    lists = (text(tables.pages["kind"]) == PageKind.LIST.value).to_numpy(bool)
    return np.setdiff1d(ids(tables.pages["url_id"])[lists], ids(tables.pagers["next_id"]))


@derived
def column_articles(tables: Tables) -> pd.DataFrame:
    """Return the articles of all columns: column (id), url_id; an article of several columns stands in each.

    A citizen's message with its answer is the form of another system, and no article that editors publish; the page of a
    column that another column lists, as a catalogue does, has the tags of columns.
    """
    entries = column_entries(tables)
    entries = entries[~entries["url_id"].isin([p for pages in column_pages(tables).values() for p in pages])]
    kinds = text(tables.pages["kind"]) == PageKind.ARTICLE.value
    articles = np.setdiff1d(ids(tables.pages["url_id"])[kinds.to_numpy(bool)], ids(tables.messages["page_id"]))
    return entries.loc[entries["url_id"].isin(articles), ["column", "url_id"]].drop_duplicates()


def tag_evidence(found: pd.DataFrame, tag: str, expected: str) -> tuple[Evidence, ...]:
    """Return evidence for some of the pages of ``found``."""
    return tuple(
        Evidence(
            url=page.url,
            observed=f"标签 {tag} 写的是“{page.value}”" if page.value else f"没有标签 {tag}，或者内容为空",
            expected=expected,
            place="页头（meta 标签）",
            at=page.fetched_at or "",
        )
        for page in pages_of(found.head(EVIDENCE_PAGES))
    )


def pages_of(found: pd.DataFrame) -> Iterable[TaggedPage]:
    """Return rows of :func:`tag_values` as records."""
    return rows(found if "group" in found else found.assign(group=""), TaggedPage)
