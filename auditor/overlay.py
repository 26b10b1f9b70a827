"""This module lays the few pages of a recheck over the last whole snapshot, so that rules see the whole site as it is now.

An address whose state the recheck saw takes all its rows from there; every other address, one behind a challenge too, keeps
those of the whole snapshot. Ids of the recheck are renumbered into the whole snapshot's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import union_categoricals

from auditor.frames import DECLARED, FrameSource, parts_of, rows_of_pages, typed
from auditor.model.fetch import FACTS
from auditor.model.tables import TABLES

Numbers = npt.NDArray[np.int64]

_REACHED = tuple(outcome.value for outcome, facts in FACTS.items() if facts.reached)
_GONE = (404, 410)
_OWNERS = ("page_id", "url_id")  # the first of these that a table has is the address its rows belong to


@dataclass(frozen=True, eq=False)
class Overlay:
    """The tables of ``whole`` with those of ``part`` on top."""

    whole: FrameSource
    part: FrameSource

    def frame(self, name: str) -> pd.DataFrame:
        """Return one table, joined."""
        if name not in {t.name for t in TABLES}:
            return typed(DECLARED[name], [])
        if name == "urls":
            return self._urls
        return _joined(name, self._standing(name, self.whole.frame(name)), self._visited(name))

    def parts(self, name: str) -> Iterator[pd.DataFrame]:
        """Yield a table in pieces, as its two sources give it."""
        for piece in parts_of(self.whole, name):
            yield self._standing(name, piece)
        yield self._visited(name)

    def of_pages(self, name: str, pages: Collection[int]) -> pd.DataFrame:
        """Return the rows of some pages."""
        new = self._visited(name)
        owners = np.fromiter(pages, dtype="int64", count=len(pages))
        old = rows_of_pages(self.whole, name, owners[~np.isin(owners, self.visited)].tolist())
        return _joined(name, old, new[np.isin(_numbers(new["page_id"]), owners)])

    @cached_property
    def visited(self) -> Numbers:
        """Return the addresses of which the recheck can tell how they are now, by their number here."""
        fetches = self.part.frame("fetches")
        return self._known[_numbers(fetches.loc[decided(fetches), "url_id"])]

    def _standing(self, name: str, old: pd.DataFrame) -> pd.DataFrame:
        """Return what still holds of rows of the whole snapshot."""
        over = np.isin(_numbers(old[_owner(name)]), self.visited)
        return old[~over] if over.any() else old

    def _visited(self, name: str) -> pd.DataFrame:
        """Return the rows of what the recheck saw."""
        new = self._renumbered(name)
        return new[np.isin(_numbers(new[_owner(name)]), self.visited)]

    @cached_property
    def _known(self) -> Numbers:
        """The number here of each address of the recheck, by its number there."""
        old, new = self.whole.frame("urls"), self.part.frame("urls")
        known = dict(zip(old["url"], old["id"].tolist(), strict=True))
        first = max(known.values(), default=0) + 1
        fresh = [u for u in new["url"] if u not in known]
        known.update(zip(fresh, range(first, first + len(fresh)), strict=True))
        there = _numbers(new["id"])
        numbers = np.full(there.max(initial=-1) + 2, -1, dtype="int64")  # the last for no address at all, which is -1
        numbers[there] = [known[url] for url in new["url"]]
        return numbers

    @cached_property
    def _urls(self) -> pd.DataFrame:
        old, new = self.whole.frame("urls"), self._renumbered("urls")
        return _joined("urls", old, new[~new["id"].isin(old["id"])])

    def _renumbered(self, name: str) -> pd.DataFrame:
        frame = self.part.frame(name).copy(deep=False)
        for column in frame.columns:
            if column == "id" or column.endswith("_id"):
                here = pd.Series(self._known[_numbers(frame[column])], index=frame.index)
                frame[column] = here.where(here >= 0).astype("Int32")
        return frame


def decided(fetches: pd.DataFrame) -> pd.Series[bool]:
    """Say which fetches tell how a page is: it was read, or it is gone. A challenge, a time-out, a server error do not."""
    reached = fetches["outcome"].astype("str").isin(_REACHED)
    return reached | fetches["status"].isin(_GONE).fillna(False).astype(bool)


def _joined(name: str, first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Join two frames of one table; categories are united."""
    names = list(DECLARED[name].names)
    both = [f[names] for f in (first, second) if len(f)]
    if not both:
        return typed(DECLARED[name], [])
    if len(both) == 1:
        return _used(both[0].reset_index(drop=True))
    joined = {c: pd.concat([f[c] for f in both], ignore_index=True) for c in names if not _is_words(first[c])}
    joined |= {c: pd.Series(union_categoricals([_words(f[c]) for f in both])) for c in names if c not in joined}
    return _used(pd.DataFrame({c: joined[c] for c in names}, copy=False))


def _used(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose words are only those that occur: rules take them for all there are."""
    words = {c: frame[c].cat.remove_unused_categories() for c in frame.columns if _is_words(frame[c])}
    return frame.assign(**words)


def _is_words(column: pd.Series[Any]) -> bool:
    return isinstance(column.dtype, pd.CategoricalDtype)


def _words(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column of words as it can be united: one without any word has categories of another type."""
    words = column.cat.categories.astype("str")
    return column.cat.rename_categories(words)  # type: ignore[arg-type]  # a list of none would lose its type


def _owner(name: str) -> str:
    return next(o for o in _OWNERS if o in DECLARED[name].names)


def _numbers(column: pd.Series[Any]) -> Numbers:
    """Return a column of numbers as plain integers, -1 where there is none."""
    return column.fillna(-1).to_numpy(dtype="int64")
