"""This module finds articles that stand a second time in their column, under another date."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from auditor.derive import ids, text, without_scheme
from auditor.derive_columns import column_entries
from auditor.derive_dates import listings
from auditor.frames import Tables

_MARKS = re.compile(r"[\W_]+")
_NUMBERS = re.compile(r"\d+|[一二三四五六七八九十百]+(?=[期号次批年月季])")
_CUT = ("...", "…", "..")
_YEAR_DAYS = 300  # 春节 moves by a month


@dataclass(frozen=True, slots=True)
class Reprint:
    """An article and the earlier one that it repeats; ``same`` (Chinese) says what is equal."""

    url_id: int
    url: str
    title: str
    date: str
    group: str
    first_url: str
    first_date: str
    same: str


def reprints(tables: Tables, *, min_title_chars: int, min_body_chars: int) -> pd.DataFrame:
    """Return the later ones among the entries of one column with an equal title or text and different dates."""
    entries = _dated(tables)
    by_title = entries[entries["plain"].str.len() >= min_title_chars].assign(key=lambda f: f["plain"], same="标题")
    by_text = entries[(entries["text_hash"] != "") & (entries["chars"] >= min_body_chars)]
    by_text = by_text[by_text.duplicated(["group", "text_hash"], keep=False)]
    by_text = by_text[~by_text["url_id"].isin(_brief(tables, by_text["url_id"], min_body_chars))]
    by_text = by_text.assign(key=by_text["text_hash"], same="正文")
    found = pd.concat([_later(by_text, series=True), _later(by_title, series=False)], ignore_index=True)
    return found.sort_values(["url", "same"]).drop_duplicates(["group", "url"])


def judged_urls(tables: Tables) -> frozenset[str]:
    """Return the addresses of all entries that were compared."""
    return frozenset(_dated(tables)["url"])


def _dated(tables: Tables) -> pd.DataFrame:
    entries = column_entries(tables) if tables.site.columns else _lists_as_columns(tables)
    entries = entries[(entries["date"] != "") & ~entries["future"] & (entries["url_id"] >= 0)]
    entries = entries.drop_duplicates(["column", "url_id"])
    pages = tables.pages
    facts = pd.DataFrame(
        {
            "url_id": ids(pages["url_id"]),
            "full": text(pages["title"]).to_numpy(),
            "text_hash": text(pages["text_hash"]).to_numpy(),
            "chars": ids(pages["text_chars"]),
            "article": (text(pages["kind"]) == "article").to_numpy(bool),
        }
    )
    frame = entries.rename(columns={"column": "group"}).merge(facts, on="url_id", how="left")
    frame["text_hash"] = frame["text_hash"].fillna("").where(frame["article"].eq(True), "")
    cut = frame["title"].str.endswith(_CUT) & frame["full"].notna()
    frame["title"] = frame["title"].where(~cut, frame["full"])
    titles = {title: _MARKS.sub("", title) for title in frame["title"].unique()}
    frame["plain"] = frame["title"].map(titles).astype("str")
    frame["place"] = without_scheme(frame["url"])
    return frame


def _brief(tables: Tables, pages: pd.Series[int], min_chars: int) -> list[int]:
    """Return the pages whose text is too short without its white space and punctuation."""
    texts = tables.texts_of(pages.tolist())
    plain = zip(ids(texts["page_id"]), texts["text"], strict=True)
    return [int(page) for page, body in plain if len(_MARKS.sub("", body)) < min_chars]


def _lists_as_columns(tables: Tables) -> pd.DataFrame:
    """Take every list for a column of its own where the profile names none."""
    entries = listings(tables)
    return entries.assign(column=entries["page_id"].astype("str"))


def _yearly(later: pd.DataFrame, first_hash: pd.Series[str]) -> pd.Series[bool]:
    """Say which entries are another year's own notice of the same name (春节期间安全提示): another text, a year later."""
    days = pd.to_datetime(later["date"]) - pd.to_datetime(later["first_date"])
    other = (later["text_hash"] != "") & (first_hash != "") & (later["text_hash"] != first_hash)
    return other & (days >= pd.Timedelta(days=_YEAR_DAYS))


def _later(entries: pd.DataFrame, *, series: bool) -> pd.DataFrame:
    """Return the entries that repeat an earlier one; ``series``: titles that differ in numbers only are no repetition."""
    doubled = entries[entries.duplicated(["group", "key"], keep=False)].sort_values(["group", "key", "date", "place"])
    first = doubled.groupby(["group", "key"])[["url", "date", "place", "plain", "text_hash"]].transform("first")
    later = doubled.assign(first_url=first["url"], first_date=first["date"], first_plain=first["plain"])
    later = later[(later["date"] > later["first_date"]) & (later["place"] != first["place"])]
    if not series:
        return later[~_yearly(later, first["text_hash"].reindex(later.index))]
    # 第1期 and 第2期 with the same few words of text are two issues, not one text twice.
    issue = [
        a != b and _NUMBERS.sub("#", a) == _NUMBERS.sub("#", b)
        for a, b in zip(later["plain"], later["first_plain"], strict=True)
    ]
    return later[~np.array(issue, dtype=bool)]
