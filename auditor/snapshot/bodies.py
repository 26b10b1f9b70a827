"""This module keeps the bodies of a snapshot, compressed, each once, under the hash of its content."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from auditor.snapshot.packing import squeeze, unsqueeze

FILE = "bodies.sqlite"


def body_hash(body: bytes) -> str:
    """Return the name of a body."""
    return hashlib.sha256(body).hexdigest()


class Bodies:
    """The body store of one snapshot folder."""

    def __init__(self, folder: Path, *, sealed: bool = False) -> None:
        path = folder / FILE
        if sealed:
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            return
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("CREATE TABLE IF NOT EXISTS bodies (hash BLOB NOT NULL UNIQUE, body BLOB NOT NULL)")

    def add(self, bodies: Iterable[tuple[str, bytes]]) -> None:
        """Keep bodies (hash, squeezed body) in one transaction; what is there already stays."""
        with self._db:
            self._db.execute("BEGIN")
            self._db.executemany(
                "INSERT OR IGNORE INTO bodies VALUES (?, ?)", ((bytes.fromhex(name), body) for name, body in bodies)
            )

    def get(self, name: str) -> bytes | None:
        """Return a body by its hash, or None."""
        packed = self.packed(name)
        return None if packed is None else unsqueeze(packed)

    def packed(self, name: str) -> bytes | None:
        """Return a body as it is stored, for copying."""
        row = self._db.execute("SELECT body FROM bodies WHERE hash = ?", (bytes.fromhex(name),)).fetchone()
        return None if row is None else bytes(row[0])

    def has(self, name: str) -> bool:
        """Say whether a body is kept."""
        return self._db.execute("SELECT 1 FROM bodies WHERE hash = ?", (bytes.fromhex(name),)).fetchone() is not None

    def finish(self) -> None:
        """Fold the write-ahead log into the one file, so that it can be hashed and never changes again."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.execute("PRAGMA journal_mode=DELETE")

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def pack_body(body: bytes) -> tuple[str, bytes]:
    """Return a body's hash and its stored form."""
    return body_hash(body), squeeze(body)
