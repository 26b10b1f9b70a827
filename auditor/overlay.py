"""This module lays the few pages of a recheck over the last whole snapshot, so that rules see the whole site as it is now.

An address whose state the recheck saw takes all its rows from there; every other address, one behind a challenge too, keeps
those of the whole snapshot. Ids of the recheck are renumbered into the whole snapshot's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from auditor.frames import DECLARED, FrameSource, typed
from auditor.model.fetch import FACTS
from auditor.model.tables import TABLES

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
        owner = next(o for o in _OWNERS if o in DECLARED[name].names)
        old, new = self.whole.frame(name), self._renumbered(name)
        kept = old[~old[owner].isin(self.visited)]
        return _joined(name, kept, new[new[owner].isin(self.visited)])

    @cached_property
    def visited(self) -> frozenset[int]:
        """Return the addresses of which the recheck can tell how they are now, by their number here."""
        fetches = self._renumbered("fetches")
        return frozenset(fetches.loc[decided(fetches), "url_id"].tolist())

    @cached_property
    def _numbers(self) -> dict[int, int]:
        old, new = self.whole.frame("urls"), self.part.frame("urls")
        known = dict(zip(old["url"], old["id"].tolist(), strict=True))
        first = max(known.values(), default=0) + 1
        fresh = [u for u in new["url"] if u not in known]
        known.update(zip(fresh, range(first, first + len(fresh)), strict=True))
        return {number: known[url] for number, url in zip(new["id"].tolist(), new["url"], strict=True)}

    @cached_property
    def _urls(self) -> pd.DataFrame:
        old, new = self.whole.frame("urls"), self._renumbered("urls")
        return _joined("urls", old, new[~new["id"].isin(old["id"])])

    def _renumbered(self, name: str) -> pd.DataFrame:
        frame = self.part.frame(name).copy()
        for column in frame.columns:
            if column == "id" or column.endswith("_id"):
                frame[column] = frame[column].map(self._numbers).astype("Int32")
        return frame


def decided(fetches: pd.DataFrame) -> pd.Series[bool]:
    """Say which fetches tell how a page is: it was read, or it is gone. A challenge, a time-out, a server error do not."""
    reached = fetches["outcome"].astype("str").isin(_REACHED)
    return reached | fetches["status"].isin(_GONE).fillna(False).astype(bool)


def _joined(name: str, first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Join two frames of one table; categories are united."""
    names = list(DECLARED[name].names)
    both: list[pd.DataFrame] = [f[names].astype(_plain_categories(f)) for f in (first, second) if len(f)]
    if not both:
        return typed(DECLARED[name], [])
    joined = pd.concat(both, ignore_index=True)
    return joined.astype({c: "category" for c in names if isinstance(first[c].dtype, pd.CategoricalDtype)})


def _plain_categories(frame: pd.DataFrame) -> dict[str, Any]:
    return {str(c): "str" for c in frame.columns if isinstance(frame[c].dtype, pd.CategoricalDtype)}
