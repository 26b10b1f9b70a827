"""This module looks into an unfinished crawl from outside: which address is a page, where redirects end, what was read."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from auditor.model.tables import PAGES
from auditor.snapshot.packing import unpack
from auditor.snapshot.redirects import MAX_HOPS
from auditor.snapshot.store import FILE


class Peek:
    """Read-only questions to the crawl in a folder."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / FILE)

    def landing(self, url: str) -> tuple[int, str] | None:
        """Return number and address of the page that an address leads to, redirects followed; None where it has none."""
        found = self._db.execute("SELECT id FROM urls WHERE url = ?", (url,)).fetchone()
        for _ in range(MAX_HOPS):
            if found is None:
                return None
            following = self._db.execute(
                "SELECT redirect_id FROM fetches WHERE url_id = ? AND redirect_id IS NOT NULL", found
            ).fetchone()
            if following is None:
                page: tuple[int, str] | None = self._db.execute(
                    "SELECT id, url FROM urls JOIN page_rows ON page_id = id WHERE id = ?", found
                ).fetchone()
                return page
            found = following
        return None

    def below(self, prefix: str) -> list[tuple[int, str]]:
        """Return number and address of the pages whose address begins with ``prefix`` and ends like a folder."""
        query = (
            "SELECT id, url FROM urls JOIN page_rows ON page_id = id WHERE url >= ? AND url < ?"
            " AND (url LIKE '%/' OR url LIKE '%/index%' OR url LIKE '%/list%')"
        )
        return list(self._db.execute(query, (prefix, prefix + "\U0010ffff")))

    def says(self, page_id: int, name: str) -> object:
        """Return what the table ``pages`` says of a page."""
        packed = self._db.execute("SELECT rows FROM page_rows WHERE page_id = ?", (page_id,)).fetchone()
        rows = unpack(packed[0]).get(PAGES.name) if packed else None
        return rows[0][PAGES.names.index(name) - 1] if rows else None

    def fact(self, key: str) -> str:
        """Return a fact about the crawl, "" where there is none."""
        row = self._db.execute("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def close(self) -> None:
        """Close the file."""
        self._db.close()
