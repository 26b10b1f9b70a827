"""This module turns the declared tables into what SQLite and Parquet need, so that nothing is declared twice."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from auditor.model.tables import FETCHES, TABLES, URLS, Field, Kind, Table

_SQLITE = {Kind.INT: "INTEGER", Kind.BIG: "INTEGER", Kind.BOOL: "INTEGER", Kind.TEXT: "TEXT", Kind.WORD: "TEXT"}
_ARROW = {
    Kind.INT: pa.int32(),
    Kind.BIG: pa.int64(),
    Kind.BOOL: pa.bool_(),
    Kind.TEXT: pa.string(),
    Kind.WORD: pa.string(),
}

_TRUTH = frozenset((bool, type(None)))

# Tables whose rows come from reading a page: while crawling they lie packed in one row a page (see packing.py).
PAGE_TABLES: tuple[Table, ...] = tuple(t for t in TABLES if t not in (URLS, FETCHES))


def ddl(table: Table, *more: str) -> str:
    """Return the CREATE TABLE statement of ``table``; its first column is the key, ``more`` are columns of the crawl only."""
    key, *rest = table.fields
    columns = [f"{key.name} INTEGER PRIMARY KEY", *(f"{f.name} {_SQLITE[f.kind]}" for f in rest), *more]
    return f"CREATE TABLE IF NOT EXISTS {table.name} ({', '.join(columns)})"


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Parquet schema of ``table``."""
    return pa.schema([pa.field(f.name, _ARROW[f.kind]) for f in table.fields])


def arrow_column(field: Field, values: Sequence[object]) -> pa.Array:
    """Return one column; SQLite's 0 and 1 become booleans."""
    if field.kind is Kind.BOOL and not _TRUTH.issuperset(map(type, values)):
        values = [None if v is None else bool(v) for v in values]
    return pa.array(values, type=_ARROW[field.kind])


def is_address(field: Field) -> bool:
    """Say whether a column holds the number of an address."""
    return field.kind is Kind.INT and (field.name.endswith("_id") or (field.name == "id"))
