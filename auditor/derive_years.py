"""This module gives list dates shown as month and day only the year of their article: the reader had to guess it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import pandas as pd

from auditor.derive import ids, text
from auditor.frames import Tables

_HALF_A_YEAR = 182  # days; a guessed year is wrong by a whole one


def with_article_years(tables: Tables, entries: pd.DataFrame) -> pd.Series[str]:
    """Return ``list_date`` of entries; where its page shows no year beside it, with the year that the article itself gives."""
    listed, own = (
        pd.to_datetime(entries[name], format="%Y-%m-%d", errors="coerce") for name in ("list_date", "own_date")
    )
    far = ((listed - own).abs().dt.days > _HALF_A_YEAR) & (entries["date_from"] != "address")
    if not far.any():
        return entries["list_date"]
    part = entries[far]
    shown = _texts(tables, part["page_id"].unique())
    result = entries["list_date"].copy()
    result[far] = [
        _in_year(shown.get(int(page), ""), date.fromisoformat(listed_day), date.fromisoformat(own_day))
        for page, listed_day, own_day in zip(ids(part["page_id"]), part["list_date"], part["own_date"], strict=True)
    ]
    return result


def _in_year(words: str, day: date, own: date) -> str:
    return day.isoformat() if not words or shows_year(words, day) else _nearest(day, own)


def shows_year(words: str, day: date) -> bool:
    """Say whether a text shows the year of a date beside its month.

    >>> shows_year("培训通知10-20", date(2026, 10, 20)), shows_year("培训通知2026.10.20", date(2026, 10, 20))
    (False, True)
    """
    month = f"0?{day.month}"
    return bool(re.search(rf"{day.year}\D{{1,3}}{month}(?!\d)|{month}\D{{1,2}}0?{day.day}\D{{1,3}}{day.year}", words))


def _nearest(day: date, own: date) -> str:
    found = []
    for year in (own.year - 1, own.year, own.year + 1):
        try:
            found.append(day.replace(year=year))
        except ValueError:  # the 29th of February
            continue
    return min(found, key=lambda other: abs(other - own)).isoformat() if found else own.isoformat()


def _texts(tables: Tables, pages: Iterable[int]) -> dict[int, str]:
    part = tables.texts_of([int(p) for p in pages])
    return {int(p): words for p, words in zip(ids(part["page_id"]), text(part["text"]), strict=True)}
