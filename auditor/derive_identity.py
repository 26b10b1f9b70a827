"""This module gathers what the homepage says of whose site it is: its marks, those of its frames, its metas."""

from __future__ import annotations

import numpy as np
import pandas as pd

from auditor.derive import Ids, addresses, home_page, ids, is_permitted, landing, page_value, text, true
from auditor.frames import Tables, derived
from auditor.model.finding import Evidence
from auditor.urls import host_of, hostname_of, in_scope

_FRAMES = ("iframe", "frame")
_OFFICIAL = ".gov.cn"


@derived
def home_parts(tables: Tables) -> Ids:
    """Return the homepage and the pages that it shows in frames: header and footer are often such pages."""
    home = home_page(tables)
    if home is None:
        return np.array([], dtype="int64")
    links = tables.links[ids(tables.links["page_id"]) == home]
    framed = ids(links["target_id"])[text(links["tag"]).isin(_FRAMES).to_numpy(bool)]
    shown = landing(tables).reindex(framed).dropna().to_numpy(dtype="int64")
    return np.unique(np.append(shown, home))


@derived
def home_marks(tables: Tables) -> pd.DataFrame:
    """Return the official marks of the homepage; those of its frames count as its own."""
    marks = tables.marks[np.isin(ids(tables.marks["page_id"]), home_parts(tables))]
    framed = ids(marks["page_id"]) != home_page(tables)
    return marks.assign(in_footer=true(marks["in_footer"]) | framed)


@derived
def home_unread(tables: Tables) -> str:
    """Say in Chinese why the homepage does not show all it has: not read, or parts of it built by script; "" if it does."""
    home = home_page(tables)
    if home is None:
        return "首页未能读取"
    links = tables.links[ids(tables.links["page_id"]) == home]
    framed = ids(links["target_id"])[text(links["tag"]).isin(_FRAMES).to_numpy(bool)]
    unread = addresses(tables).reindex(framed[~np.isin(framed, landing(tables).index)])
    # A frame of another kind of host is a weather box or a map and holds no footer.
    if any(in_scope(url, tables.site.scope) or hostname_of(url).endswith(_OFFICIAL) for url in unread.dropna()):
        return "首页的部分内容在框架页中，框架页未能读取"
    return "首页内容由脚本生成，未能读取" if page_value(tables, home, "scripted") else ""


@derived
def home_metas(tables: Tables) -> dict[str, str]:
    """Return the named metas of the homepage, names in lower case, values without white space around; the first one counts."""
    metas = tables.metas[ids(tables.metas["page_id"]) == home_id(tables)]
    names, values = text(metas["name"]), text(metas["content"])
    return dict(reversed([(n, v.strip()) for n, v in zip(names, values, strict=True)]))


def is_test_copy(tables: Tables) -> bool:
    """Say whether the site is a copy on a host that the profile permits: its addresses are not those of the original."""
    return is_permitted(tables, host_of(tables.site.home))


def home_id(tables: Tables) -> int:
    """Return the id of the homepage's page, -1 where it was not read."""
    home = home_page(tables)
    return -1 if home is None else home


def home_evidence(
    tables: Tables, *, observed: str, expected: str, place: str, snippet: str = ""
) -> tuple[Evidence, ...]:
    """Return evidence that a clerk finds on the homepage."""
    at = tables.fetches["fetched_at"][ids(tables.fetches["url_id"]) == home_id(tables)]
    seen = next(iter(text(at)), "")
    return (
        Evidence(url=tables.site.home, observed=observed, expected=expected, place=place, snippet=snippet, at=seen),
    )
