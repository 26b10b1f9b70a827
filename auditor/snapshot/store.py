"""This module is the crawl's memory on disk: the table of addresses is the checkpoint, killed at any moment it goes on."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import SnapshotError
from auditor.model.page_rows import Rows, to_json
from auditor.model.tables import FETCHES, LINKS, URLS
from auditor.snapshot.bodies import Bodies, pack_body
from auditor.snapshot.packing import squeeze
from auditor.snapshot.schema import ddl

FILE = "crawl.sqlite"
MANIFEST = "manifest.json"
_BATCH_PAGES = 200  # at most so much is done again after a kill
_BATCH_FETCHES = 2_000
_FETCH_COLUMNS = (*FETCHES.names, "redirect_id", "due_at")
_URL_COLUMNS = (*URLS.names, "mode", "parent_id", "hops")


@dataclass(slots=True, kw_only=True)
class Fetch:
    """What is known of the visits to one address so far; the fields of the table ``fetches`` and two of the crawl's own.

    ``redirect_id``: it answered with a redirect; its result is that of the other address and is worked out by the seal.
    ``due_at``: a failure that is to be tried again, not before this moment (seconds since the epoch).
    """

    url_id: int
    outcome: str | None = None
    status: int | None = None
    final_id: int | None = None
    hops: int = 0
    chain: str | None = None
    method: str = ""
    content_type: str | None = None
    size: int | None = None
    body_hash: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    fetched_at: str = ""
    elapsed_ms: int | None = None
    attempts: int = 1
    confirmed: bool = False
    detail: str | None = None
    empty_body: str | None = None
    first_at: str | None = None
    carried: bool = False
    redirect_id: int | None = None
    due_at: float | None = None

    def row(self) -> tuple[object, ...]:
        """Return the fields in the order of the table."""
        return tuple(getattr(self, name) for name in _FETCH_COLUMNS)


@dataclass(slots=True)
class Address:
    """An address as the crawl keeps it: ``mode`` says how it is to be visited (0 not at all)."""

    id: int
    url: str
    host: str
    internal: bool
    role: str
    depth: int
    mode: int
    parent_id: int | None
    hops: int

    def row(self) -> tuple[object, ...]:
        """Return the fields in the order of the table."""
        return (
            self.id,
            self.url,
            self.host,
            self.internal,
            self.role,
            self.depth,
            self.mode,
            self.parent_id,
            self.hops,
        )


class Store:
    """The store of one unfinished crawl. Everything read from one page reaches the disk in one transaction."""

    def __init__(self, folder: Path) -> None:
        if (folder / MANIFEST).exists():
            raise SnapshotError(f"{folder}：快照已封存，不能再写入；请换一个新的目录")
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.links = 0
        self.bodies = Bodies(folder)
        self._db = _open(folder / FILE)
        self._addresses: list[tuple[object, ...]] = []
        self._changes: list[tuple[str, int, int]] = []
        self._fetches: dict[int, Fetch] = {}
        self._pages: list[tuple[int, bytes, bytes | None]] = []
        self._bodies: list[tuple[str, bytes]] = []

    def add_address(self, address: Address) -> None:
        """Remember a new address."""
        self._addresses.append(address.row())

    def change_address(self, url_id: int, role: str, mode: int) -> None:
        """Remember that an address has another role than first thought."""
        self._changes.append((role, mode, url_id))

    def add_fetch(self, fetch: Fetch) -> None:
        """Remember the latest result for an address."""
        self._fetches[fetch.url_id] = fetch
        if len(self._fetches) >= _BATCH_FETCHES:
            self.flush()

    def add_page(self, page_id: int, rows: Rows) -> None:
        """Remember what was read from a page, addresses by their numbers."""
        self.add_read_page(page_id, to_json(rows), links=len(rows.get(LINKS.name, ())))

    def add_read_page(self, page_id: int, rows: bytes, *, links: int, numbers: array[int] | None = None) -> None:
        """Remember the rows of a page, as JSON; with ``numbers`` they hold the places of addresses in it, -1 for none."""
        self._pages.append((page_id, squeeze(rows), None if numbers is None else numbers.tobytes()))
        self.links += links
        if len(self._pages) >= _BATCH_PAGES:
            self.flush()

    def add_body(self, body: bytes) -> str:
        """Keep a body and return its hash."""
        name, packed = pack_body(body)
        self._bodies.append((name, packed))
        return name

    def add_packed_body(self, name: str, packed: bytes) -> None:
        """Keep a body that another snapshot has already packed."""
        self._bodies.append((name, packed))

    def flush(self) -> None:
        """Write what has gathered: first the bodies, then everything that speaks of them, in one transaction."""
        if self._bodies:
            self.bodies.add(self._bodies)
        with self._db:
            self._db.execute("BEGIN")
            self._db.executemany(f"INSERT INTO urls VALUES ({_marks(_URL_COLUMNS)})", self._addresses)
            self._db.executemany("UPDATE urls SET role = ?, mode = ? WHERE id = ?", self._changes)
            self._db.executemany(
                f"INSERT OR REPLACE INTO fetches VALUES ({_marks(_FETCH_COLUMNS)})",
                (fetch.row() for fetch in self._fetches.values()),
            )
            self._db.executemany("INSERT OR REPLACE INTO page_rows VALUES (?, ?, ?)", self._pages)
        for gathered in (self._addresses, self._changes, self._fetches, self._pages, self._bodies):
            gathered.clear()

    def note(self, key: str, value: str) -> None:
        """Remember a fact about the crawl (started, finish_reason, …) at once."""
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (key, value))

    def facts(self) -> dict[str, str]:
        """Return the facts about the crawl."""
        return dict(self._db.execute("SELECT key, value FROM facts"))

    def addresses(self) -> Iterator[Address]:
        """Yield every address in the order it was met."""
        for row in self._db.execute(f"SELECT {', '.join(_URL_COLUMNS)} FROM urls ORDER BY id"):
            url_id, url, host, internal, role, depth, mode, parent_id, hops = row
            yield Address(url_id, url, host, bool(internal), role, depth, mode, parent_id, hops)

    def fetches(self) -> Iterator[Fetch]:
        """Yield every result so far."""
        for row in self._db.execute(f"SELECT {', '.join(_FETCH_COLUMNS)} FROM fetches"):
            values = dict(zip(_FETCH_COLUMNS, row, strict=True))
            values["confirmed"], values["carried"] = bool(values["confirmed"]), bool(values["carried"])
            yield Fetch(**values)

    def page_ids(self) -> set[int]:
        """Return the numbers of the pages that were read."""
        return {row[0] for row in self._db.execute("SELECT page_id FROM page_rows")}

    def drop_bodiless(self) -> int:
        """Forget results whose body did not reach the disk (a power failure); return how many are to be fetched again."""
        lost = [
            (url_id,)
            for url_id, name in self._db.execute("SELECT url_id, body_hash FROM fetches WHERE body_hash IS NOT NULL")
            if not self.bodies.has(name)
        ]
        with self._db:
            self._db.execute("BEGIN")
            self._db.executemany("DELETE FROM fetches WHERE url_id = ?", lost)
            self._db.executemany("DELETE FROM page_rows WHERE page_id = ?", lost)
        return len(lost)

    def close(self) -> None:
        """Write the rest and close, also where the rest cannot be written."""
        try:
            self.flush()
        finally:
            self._db.close()
            self.bodies.close()


def _open(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    db.execute(ddl(URLS, "mode INTEGER", "parent_id INTEGER", "hops INTEGER"))
    db.execute(ddl(FETCHES, "redirect_id INTEGER", "due_at REAL"))
    db.execute("CREATE TABLE IF NOT EXISTS page_rows (page_id INTEGER PRIMARY KEY, rows BLOB NOT NULL, numbers BLOB)")
    if "numbers" not in {row[1] for row in db.execute("PRAGMA table_info(page_rows)")}:
        db.execute("ALTER TABLE page_rows ADD COLUMN numbers BLOB")  # a crawl that an earlier version began
    db.execute("CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
    return db


def _marks(columns: tuple[str, ...]) -> str:
    return ", ".join("?" * len(columns))
