"""This module turns a finished crawl into a sealed snapshot: Parquet tables in one order, a manifest with their hashes."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from auditor import __version__
from auditor.errors import SnapshotError
from auditor.model.fetch import Outcome
from auditor.model.tables import ANCHORS, FETCHES, LINKS, TABLES, URLS
from auditor.snapshot import bodies as body_store
from auditor.snapshot.anchors import AnchorsFile, LinksFile
from auditor.snapshot.bodies import Bodies
from auditor.snapshot.packing import unpack
from auditor.snapshot.redirects import Redirects
from auditor.snapshot.schema import PAGE_TABLES
from auditor.snapshot.store import FILE, MANIFEST
from auditor.snapshot.table_file import Ranks, TableFile

SCHEMA = 1
# What is said of an address that was not visited, behind its number and outcome.
_COUNTS = {"attempts": 0, "hops": 0, "confirmed": 0, "carried": 0}
_UNVISITED = tuple(_COUNTS.get(name) for name in FETCHES.names[2:])


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
        with _no_collection():
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
    ranks = _ranks(db)
    pointed = np.zeros(len(ranks), dtype=bool)
    files = {table.name: TableFile(table, folder, ranks) for table in TABLES if table not in (LINKS, ANCHORS)}
    files[LINKS.name] = LinksFile(folder, ranks, pointed)
    files[ANCHORS.name] = AnchorsFile(folder, ranks, pointed)
    for row in db.execute(f"SELECT {', '.join(URLS.names)} FROM urls ORDER BY url"):
        files[URLS.name].add(row)
    for row in _final_fetches(db):
        files[FETCHES.name].add(row)
    _write_pages(db, ranks, files)
    # In the order of their declaration: the links are complete before the anchors are chosen.
    return {table.name: files[table.name].close() for table in TABLES}


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the collector of cycles still: rows by the hundred thousand set it going all the time, and have no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _ranks(db: sqlite3.Connection) -> Ranks:
    """Return the place of every address in the order of addresses, by its number; the last is for number -1, which is none."""
    in_order = np.fromiter((row[0] for row in db.execute("SELECT id FROM urls ORDER BY url")), dtype=np.int64)
    ranks = np.full(int(in_order.max(initial=-1)) + 2, -1, dtype=np.int32)
    ranks[in_order] = np.arange(len(in_order), dtype=np.int32)
    return ranks


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
    return (url_id, outcome.value, *_UNVISITED)


def _write_pages(db: sqlite3.Connection, ranks: Ranks, files: Mapping[str, TableFile]) -> None:
    pages = [row[0] for row in db.execute("SELECT page_id FROM page_rows")]
    pages.sort(key=ranks.tolist().__getitem__)
    for page_id in pages:
        packed, numbers = db.execute("SELECT rows, numbers FROM page_rows WHERE page_id = ?", (page_id,)).fetchone()
        rows = unpack(packed)
        named = None if numbers is None else np.append(np.frombuffer(numbers, dtype=np.intc), np.intc(-1))
        for table in PAGE_TABLES:
            if found := rows.get(table.name):
                files[table.name].add_page(page_id, found, named)


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
        "reader": facts.get("reader", ""),
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
