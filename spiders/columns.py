"""This module holds the tables of a sealed snapshot: the rows of one page are cheap to take out, the whole is small."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from auditor.model.tables import TEXTS, Field, Kind, Table
from auditor.snapshot import Snapshot

_ABSENT = -1  # no number of a snapshot is negative where it may be absent
_TRUTH: list[object] = [False, True, None]
_GROUPS_HELD = (
    16  # of page texts, some hundred pages each: neighbours in the alphabet are visited soon after one another
)


class Column(Protocol):
    """One column."""

    def part(self, first: int, last: int) -> list[Any]:
        """Return the values of some rows."""


class Columns:
    """One table, sorted by its first column, the page."""

    def __init__(self, table: Table, snapshot: Snapshot, pages: int) -> None:
        keys = snapshot.column(table.name, table.fields[0].name).to_numpy()
        self._starts = np.searchsorted(keys, np.arange(pages + 1)).astype(np.int32)
        self._columns = tuple(self._column(table, field, snapshot) for field in table.fields[1:])

    @staticmethod
    def _column(table: Table, field: Field, snapshot: Snapshot) -> Column:
        if table is TEXTS:
            return _Grouped(snapshot.row_groups(table.name), field.name)
        return column_of(field, snapshot.column(table.name, field.name))

    def has(self, page: int) -> bool:
        """Say whether a page has rows here."""
        return bool(self._starts[page] < self._starts[page + 1])

    def of(self, page: int) -> list[list[Any]]:
        """Return the rows of a page column by column, without the first; empty where it has none."""
        first, last = int(self._starts[page]), int(self._starts[page + 1])
        return [column.part(first, last) for column in self._columns] if first < last else []

    def close(self) -> None:
        """Close what is read piece by piece."""
        for column in self._columns:
            if isinstance(column, _Grouped):
                column.close()


class _Coded:
    """Codes into a list of values; the last value is None, for the code -1."""

    def __init__(self, codes: Any, values: Sequence[object]) -> None:
        self._codes, self._values = codes, values

    def part(self, first: int, last: int) -> list[Any]:
        values = self._values
        return [values[code] for code in self._codes[first:last].tolist()]


class _Numbers:
    """Numbers, -1 for none."""

    def __init__(self, numbers: Any) -> None:
        self._numbers = numbers

    def part(self, first: int, last: int) -> list[Any]:
        return [None if n == _ABSENT else n for n in self._numbers[first:last].tolist()]


class _Texts:
    """Texts as Arrow holds them."""

    def __init__(self, texts: pa.Array) -> None:
        self._texts = texts

    def part(self, first: int, last: int) -> list[Any]:
        return [self._texts[n].as_py() for n in range(first, last)]


class _Grouped:
    """Long texts, read from the file group by group."""

    def __init__(self, file: pq.ParquetFile, name: str) -> None:
        self._file, self._name = file, name
        sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
        self._ends = np.cumsum(sizes, dtype=np.int64)
        self._group = lru_cache(_GROUPS_HELD)(self._read)

    def part(self, first: int, last: int) -> list[Any]:
        return [self._one(row) for row in range(first, last)]

    def _one(self, row: int) -> object:
        number = int(np.searchsorted(self._ends, row, "right"))
        before = int(self._ends[number - 1]) if number else 0
        return self._group(number)[row - before].as_py()

    def _read(self, number: int) -> pa.ChunkedArray:
        return self._file.read_row_group(number, columns=[self._name]).column(0)

    def close(self) -> None:
        self._group.cache_clear()
        self._file.close()


def column_of(field: Field, array: pa.Array) -> Column:
    """Return a column in the form that suits its values."""
    if isinstance(array.type, pa.DictionaryType):
        return _Coded(_filled(array.indices), [*array.dictionary.to_pylist(), None])
    if field.kind is Kind.BOOL:
        return _Coded(_filled(array.cast(pa.int8())), _TRUTH)
    if field.kind in (Kind.INT, Kind.BIG):
        return _Numbers(_filled(array))
    return _Texts(array)


def _filled(array: pa.Array) -> Any:
    return array.fill_null(_ABSENT).to_numpy(zero_copy_only=False)
