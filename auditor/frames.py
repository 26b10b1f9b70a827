"""This module turns snapshot tables into what rules look at: DataFrames in, records out.

Rules select with pandas (masks, joins) and speak of what they found through :func:`rows`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import wraps
from typing import Any, Protocol, TypeVar, runtime_checkable

import numpy as np
import pandas as pd

from auditor.model.site import Site
from auditor.model.tables import HISTORY, PROBES, TABLES, Kind, Table
from auditor.workdays import Workdays

R = TypeVar("R")

_DTYPES: dict[Kind, str] = {
    Kind.INT: "Int32",
    Kind.BIG: "Int64",
    Kind.BOOL: "boolean",
    Kind.TEXT: "str",
    Kind.WORD: "category",
}
DECLARED: Mapping[str, Table] = {t.name: t for t in (*TABLES, HISTORY, PROBES)}


class FrameSource(Protocol):
    """Anything that gives a snapshot's tables by name."""

    def frame(self, name: str) -> pd.DataFrame:
        """Return the table called ``name``."""


@runtime_checkable
class PartSource(Protocol):
    """A source that can give a table without holding all of it: the texts of a large site are most of a judgement's memory."""

    def parts(self, name: str) -> Iterator[pd.DataFrame]:
        """Yield a table in pieces."""

    def of_pages(self, name: str, pages: Collection[int]) -> pd.DataFrame:
        """Return the rows of some pages."""


def parts_of(source: FrameSource, name: str) -> Iterator[pd.DataFrame]:
    """Yield a table in pieces, in one where the source knows no others."""
    if isinstance(source, PartSource):
        yield from source.parts(name)
    else:
        yield source.frame(name)


def rows_of_pages(source: FrameSource, name: str, pages: Collection[int]) -> pd.DataFrame:
    """Return the rows of some pages of a table."""
    if isinstance(source, PartSource):
        return source.of_pages(name, pages)
    frame = source.frame(name)
    return frame[np.isin(frame["page_id"].fillna(-1).to_numpy(dtype="int64"), list(pages))]


@dataclass(eq=False)
class Tables:
    """The tables of one snapshot, read when first asked for, with the site and the day from which ages are counted.

    ``truncated`` is a Chinese reason where the crawl did not see the whole site (page limit): rules that report something
    missing are then not-assessed. ``cache`` belongs to :func:`derived`: each derived table is computed once a run.
    """

    site: Site
    as_of: date
    source: FrameSource
    workdays: Workdays = field(default_factory=Workdays)
    truncated: str = ""
    cache: dict[Any, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in DECLARED:
            raise AttributeError(name)
        frame = self.source.frame(name)
        self.__dict__[name] = frame
        return frame

    def text_parts(self) -> Iterator[pd.DataFrame]:
        """Yield the table of body texts in pieces; ``texts`` would hold all of them for the rest of the run."""
        return parts_of(self.source, "texts")

    def texts_of(self, pages: Collection[int]) -> pd.DataFrame:
        """Return the rows of ``texts`` of some pages."""
        return rows_of_pages(self.source, "texts", pages)


@dataclass(frozen=True)
class MemorySource:
    """Tables held in memory, for tests and for tables that the ledger gives; absent ones are empty."""

    frames: Mapping[str, pd.DataFrame]

    def frame(self, name: str) -> pd.DataFrame:
        """Return the table called ``name``, empty where there is none."""
        return self.frames[name] if name in self.frames else typed(DECLARED[name], [])


def typed(table: Table, records: list[dict[str, Any]]) -> pd.DataFrame:
    """Build a table from records; absent keys are null. Raises KeyError for a key that the table does not have."""
    for record in records:
        if unknown := set(record) - set(table.names):
            raise KeyError(f"{table.name}: no column {sorted(unknown)[0]}")
    frame = pd.DataFrame.from_records(records, columns=list(table.names))
    return frame.astype({f.name: _DTYPES[f.kind] for f in table.fields})


def derived(function: Callable[[Tables], R]) -> Callable[[Tables], R]:
    """Compute a derived table once for each :class:`Tables`."""

    @wraps(function)
    def cached(tables: Tables) -> R:
        if function not in tables.cache:
            tables.cache[function] = function(tables)
        result: R = tables.cache[function]
        return result

    return cached


def rows(frame: pd.DataFrame, record: type[R]) -> Iterator[R]:
    """Yield one ``record`` (a dataclass) a row, from the columns named like its fields; nulls become None.

    Raises KeyError where the frame lacks a column that the record needs.
    """
    names = tuple(f.name for f in fields(record))  # type: ignore[arg-type]  # R is any dataclass
    columns = [_plain(frame[name]) for name in names]
    for values in zip(*columns, strict=True):
        yield record(*values)


def _plain(column: pd.Series[Any]) -> list[Any]:
    values = column.astype(object).tolist()
    for number in np.flatnonzero(column.isna().to_numpy()).tolist():
        values[number] = None
    return values
