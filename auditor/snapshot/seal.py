"""This module turns a finished crawl into a sealed snapshot: Parquet tables in one order, a manifest with their hashes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from auditor import __version__
from auditor.errors import SnapshotError
from auditor.model.fetch import Outcome
from auditor.model.tables import ANCHORS, FETCHES, LINKS, TABLES, TEXTS, URLS, Kind, Table
from auditor.snapshot import bodies as body_store
from auditor.snapshot.bodies import Bodies
from auditor.snapshot.packing import unpack
from auditor.snapshot.redirects import Redirects
from auditor.snapshot.schema import PAGE_TABLES, arrow_column, arrow_schema, is_address
from auditor.snapshot.store import FILE, MANIFEST

SCHEMA = 1
_ROW_GROUP = 65_536
_TEXT_GROUP = 250  # whole page texts: a full group of them would not fit into a small machine's memory
_Ranks = np.ndarray[tuple[int], np.dtype[np.int32]]


def seal(folder: Path, *, profile_hash: str = "", as_of: str = "") -> Path:
    """Seal the crawl in ``folder`` and return the manifest's path; a folder is sealed once and never changes again.

    Addresses are numbered in their alphabetical order, so that the same site gives the same tables in whatever order it was
    fetched. Raises SnapshotError where there is no crawl to seal.
    """
    if (folder / MANIFEST).exists():
        raise SnapshotError(f"{folder}：快照已封存，不能再次封存")
    if not (folder / FILE).exists():
        raise SnapshotError(f"{folder}：没有可封存的抓取数据；请先运行 auditor crawl")
    for leftover in folder.glob("*.sealing"):
        leftover.unlink()
    db = sqlite3.connect(folder / FILE)
    try:
        counts = _write_tables(db, folder)
        facts = dict(db.execute("SELECT key, value FROM facts"))
    finally:
        db.close()
    _fold_bodies(folder)
    for path in folder.glob("*.sealing"):
        os.replace(path, path.with_suffix(""))
    manifest = _manifest(folder, facts, counts, profile_hash=profile_hash, as_of=as_of)
    return _publish(folder, manifest)


def _write_tables(db: sqlite3.Connection, folder: Path) -> dict[str, int]:
    db.execute("CREATE TEMP TABLE ranks (id INTEGER PRIMARY KEY, rank INTEGER)")
    db.execute("INSERT INTO ranks SELECT id, row_number() OVER (ORDER BY url) - 1 FROM urls")
    top = db.execute("SELECT coalesce(max(id), -1) FROM urls").fetchone()[0]
    ranks = np.full(top + 2, -1, dtype=np.int32)
    for url_id, rank in db.execute("SELECT id, rank FROM ranks"):
        ranks[url_id] = rank
    writers = {table.name: _Writer(table, folder, ranks) for table in TABLES}
    for row in db.execute(f"SELECT {', '.join(URLS.names)} FROM urls ORDER BY url"):
        writers[URLS.name].add(row)
    for row in _final_fetches(db):
        writers[FETCHES.name].add(row)
    _write_pages(db, ranks, writers)
    return {name: writer.close() for name, writer in writers.items()}


def _final_fetches(db: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """Yield one final result for every address that has one, redirects followed to their end."""
    redirects = Redirects(db)
    columns = ", ".join(f"f.{name}" for name in FETCHES.names)
    query = (
        f"SELECT {columns}, f.redirect_id, u.id, u.internal, u.mode FROM urls u LEFT JOIN fetches f ON f.url_id = u.id"
        " ORDER BY u.url"
    )
    width = len(FETCHES.names)
    for row in db.execute(query):
        values, (redirect_id, url_id, internal, mode) = row[:width], row[width:]
        if values[0] is None:
            yield _unvisited(url_id, internal=bool(internal), wanted=bool(mode))
        elif redirect_id is not None:
            yield redirects.follow(values)
        else:
            yield values


def _unvisited(url_id: int, *, internal: bool, wanted: bool) -> tuple[object, ...]:
    outcome = Outcome.NOT_ATTEMPTED if internal or wanted else Outcome.OUT_OF_SCOPE
    values = {"url_id": url_id, "outcome": outcome.value, "attempts": 0, "hops": 0, "confirmed": 0, "carried": 0}
    return tuple(values.get(name) for name in FETCHES.names)


def _write_pages(db: sqlite3.Connection, ranks: _Ranks, writers: dict[str, _Writer]) -> None:
    """Write the page tables in two passes: anchors are kept only where some fragment points."""
    pages = [row[0] for row in db.execute("SELECT page_id FROM page_rows")]
    pages.sort(key=lambda page_id: int(ranks[page_id]))
    target, fragment = (LINKS.names.index(name) - 1 for name in ("target_id", "fragment"))
    pointed: set[int] = set()
    with_anchors = []
    for page_id in pages:
        rows = _rows_of(db, page_id)
        for table in PAGE_TABLES:
            if table is not ANCHORS and (found := rows.get(table.name)):
                writers[table.name].add_page(page_id, found)
        pointed.update(int(row[target]) for row in rows.get(LINKS.name, ()) if row[fragment])  # type: ignore[call-overload]
        if rows.get(ANCHORS.name):
            with_anchors.append(page_id)
    for page_id in with_anchors:
        if page_id in pointed:
            writers[ANCHORS.name].add_page(page_id, _rows_of(db, page_id)[ANCHORS.name])


def _rows_of(db: sqlite3.Connection, page_id: int) -> dict[str, list[list[object]]]:
    return unpack(db.execute("SELECT rows FROM page_rows WHERE page_id = ?", (page_id,)).fetchone()[0])


class _Writer:
    """Gathers rows column by column and writes row groups; addresses are renumbered on the way."""

    def __init__(self, table: Table, folder: Path, ranks: _Ranks) -> None:
        self._table, self._ranks = table, ranks
        self._columns: list[list[object]] = [[] for _ in table.fields]
        self._schema = arrow_schema(table)
        words = [f.name for f in table.fields if f.kind in (Kind.WORD, Kind.TEXT)]
        self._file = pq.ParquetWriter(
            folder / f"{table.name}.parquet.sealing", self._schema, compression="zstd", use_dictionary=words
        )
        self._count = 0
        self._group = _TEXT_GROUP if table is TEXTS else _ROW_GROUP

    def add(self, row: tuple[object, ...]) -> None:
        for column, value in zip(self._columns, row, strict=True):
            column.append(value)
        self._flush_if_full()

    def add_page(self, page_id: int, rows: list[list[object]]) -> None:
        self._columns[0].extend([page_id] * len(rows))
        found = list(zip(*rows, strict=True))
        # A crawl that was cut off before a column was thought of.
        found += [(None,) * len(rows)] * (len(self._columns) - 1 - len(found))
        for column, values in zip(self._columns[1:], found, strict=True):
            column.extend(values)
        self._flush_if_full()

    def close(self) -> int:
        self._flush()
        self._file.close()
        return self._count

    def _flush_if_full(self) -> None:
        if len(self._columns[0]) >= self._group:
            self._flush()

    def _flush(self) -> None:
        if not self._columns[0]:
            return
        arrays = []
        for field, values in zip(self._table.fields, self._columns, strict=True):
            array = arrow_column(field, values)
            arrays.append(self._renumbered(array) if is_address(field) else array)
        self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._count += len(self._columns[0])
        for column in self._columns:
            column.clear()

    def _renumbered(self, array: pa.Array) -> pa.Array:
        old = array.fill_null(-1).to_numpy(zero_copy_only=False)
        new = self._ranks[old]
        return pa.array(new, type=pa.int32(), mask=np.asarray(old == -1))


def _fold_bodies(folder: Path) -> None:
    kept = Bodies(folder)
    kept.finish()
    kept.close()


def _manifest(
    folder: Path, facts: dict[str, str], counts: dict[str, int], *, profile_hash: str, as_of: str
) -> dict[str, object]:
    files = sorted(folder.glob("*.parquet")) + [folder / body_store.FILE]
    return {
        "schema": SCHEMA,
        "site": facts.get("site", ""),
        "home": facts.get("home", ""),
        "started": facts.get("started", ""),
        "finished": facts.get("finished", ""),
        "finish_reason": facts.get("finish_reason", "interrupted"),
        "complete": facts.get("complete", "") == "true",
        "tool": __version__,
        "profile_hash": profile_hash,
        "as_of": as_of,
        "counts": counts,
        "notes": json.loads(facts.get("notes", "[]")),
        "traffic": json.loads(facts.get("traffic", "{}")),
        "files": {path.name: {"sha256": file_hash(path), "size": path.stat().st_size} for path in files},
    }


def _publish(folder: Path, manifest: dict[str, object]) -> Path:
    """Write the manifest last and at once: it is what makes the folder a snapshot."""
    path = folder / MANIFEST
    draft = folder / f"{MANIFEST}.draft"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(manifest, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    for leftover in folder.glob(f"{FILE}*"):
        leftover.unlink()
    return path


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def discard(folder: Path) -> None:
    """Remove an unsealed crawl, to start over; a sealed snapshot is left alone."""
    if not (folder / MANIFEST).exists():
        shutil.rmtree(folder, ignore_errors=True)
