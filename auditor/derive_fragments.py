"""This module finds the links whose place within a page the page does not have. Vectorised: a large site has millions."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

import numpy as np
import pandas as pd

from auditor.derive import Ids, Mask, addresses, ids, landing, page_index, true
from auditor.derive_links import text_isin
from auditor.frames import Tables
from auditor.model.page import PageKind

_ALWAYS = ("", "top")
_READ = (PageKind.ARTICLE, PageKind.LIST, PageKind.HOME, PageKind.OTHER, PageKind.SITEMAP, PageKind.NOTICE)


@dataclass(frozen=True, slots=True)
class Pointing:
    """The links to a place within a page: their rows, the page each ends on, the fragment's number among the written ones."""

    row: Ids
    page: Ids
    fragment: Ids
    written: list[str]


def pointing_links(tables: Tables) -> Pointing:
    """Return the links to a place within a page that was read and that no script builds. A large site has millions."""
    links, index = tables.links, page_index(tables)
    row = np.flatnonzero(text_isin(links["fragment"], _is_place))
    page = ids(landing(tables).reindex(ids(links["target_id"])[row]))
    plain = index.index[~true(index["scripted"]) & index["kind"].isin([k.value for k in _READ]).to_numpy(bool)]
    kept = np.isin(page, plain)
    words = links["fragment"].astype("category").cat
    fragment = words.codes.to_numpy()[row[kept]].astype("int64")
    return Pointing(row[kept], page[kept], fragment, words.categories.astype("str").to_numpy(dtype=object).tolist())


def missing(tables: Tables, pointing: Pointing) -> pd.DataFrame:
    """Return the links whose place the page has neither as written nor with its escapes undone."""
    meant = [unquote(word) for word in pointing.written]
    absent = ~(_present(tables, pointing, pointing.written) | _present(tables, pointing, meant))
    links, url = tables.links.iloc[pointing.row[absent]], addresses(tables)
    frame = links[["text", "region", "place"]].assign(
        target=url.reindex(ids(links["target_id"])).to_numpy(),
        url=url.reindex(ids(links["page_id"])).to_numpy(),
        fragment=pd.Series([meant[code] for code in pointing.fragment[absent]], index=links.index, dtype="str"),
    )
    return frame.sort_values(["target", "fragment", "url"]).drop_duplicates(["target", "fragment", "url"])


def _present(tables: Tables, pointing: Pointing, words: list[str]) -> Mask:
    """Return which links point at an anchor, ``words`` being what each number of a fragment stands for."""
    codes, names = pd.factorize(np.array(words, dtype=object))
    anchor = pd.Index(names).get_indexer(tables.anchors["name"].astype("str").astype(object))
    known = ids(tables.anchors["page_id"]) * len(words) + anchor
    return np.isin(pointing.page * len(words) + codes[pointing.fragment], known[anchor >= 0])


def _is_place(fragment: str) -> bool:
    meant_for_script = fragment.startswith(("!", "/", ":~:", "?")) or "=" in fragment
    return fragment.strip().lower() not in _ALWAYS and not meant_for_script
