"""This module gathers the pages and the text of whole columns: the column's own page, what it lists, what lies in its folder."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from auditor.derive import Ids, addresses, ids, page_index, text
from auditor.derive_columns import Reach, column_views, folder_of
from auditor.derive_documents import texts_of
from auditor.derive_elements import plain
from auditor.derive_membership import column_entry_pages, column_pages
from auditor.frames import Tables
from auditor.model.page import PageKind
from auditor.model.site import ColumnKind, SiteColumn

_MOST_PAGES = 400  # a section that is judged as one text is small; a larger one is no such section
_READ = (PageKind.ARTICLE.value, PageKind.LIST.value, PageKind.OTHER.value)


@dataclass(frozen=True, slots=True)
class Section:
    """A column as one text; ``doubt`` (Chinese) where it could not be read."""

    column: SiteColumn
    pages: tuple[int, ...]
    articles: tuple[int, ...]
    text: str
    doubt: str = ""


def sections(tables: Tables, *kinds: ColumnKind) -> tuple[Section, ...]:
    """Return the columns of some kinds with their texts."""
    return tuple(_section(tables, v.column, v.reach, v.reason) for v in column_views(tables) if v.column.kind in kinds)


def _section(tables: Tables, column: SiteColumn, reach: Reach, reason: str) -> Section:
    if reach is not Reach.READ:
        return Section(column, (), (), "", reason or "栏目页面未能读取")
    own = list(column_pages(tables)[column.id])
    below = [p for p in (*column_entry_pages(tables, column.id), *_in_folder(tables, column)) if p not in own]
    pages = tuple(dict.fromkeys([*own, *below]))[:_MOST_PAGES]
    frame = page_index(tables).reindex(pages)
    kinds = text(frame["kind"])
    kept = tuple(p for p, kind in zip(pages, kinds, strict=True) if kind in _READ)
    articles = tuple(p for p, kind in zip(pages, kinds, strict=True) if kind == PageKind.ARTICLE.value)
    return Section(column, kept, articles, section_text(tables, kept))


def section_text(tables: Tables, pages: tuple[int, ...]) -> str:
    """Return titles, list entries and texts of some pages, one after the other, in plain form."""
    titles = dict(zip(pages, text(page_index(tables).reindex(pages)["title"]), strict=True))
    bodies = texts_of(tables, pages)
    items = tables.items[np.isin(ids(tables.items["page_id"]), list(pages))]
    listed = "\n".join(text(items["title"]))
    return plain("\n".join([*(f"{titles[p]}\n{bodies.get(p, '')}" for p in pages), listed]))


def _in_folder(tables: Tables, column: SiteColumn) -> list[int]:
    folder = folder_of(column.url)
    if not folder:
        return []
    numbers: Ids = ids(tables.pages["url_id"])
    places = addresses(tables).reindex(numbers).fillna("").str.split("://", n=1).str[-1]
    return [int(n) for n in numbers[places.str.startswith(folder).to_numpy(dtype=bool)]]
