"""This module turns snapshot tables into what rules look at: DataFrames in, records out.

Rules select with pandas (masks, joins) and speak of what they found through :func:`rows`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import wraps
from typing import Any, Protocol, TypeVar

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
    values = column.astype(object)
    return list(values.where(values.notna(), None))
