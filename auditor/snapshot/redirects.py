"""This module follows redirects from address to address: each was fetched once, the seal joins them."""

from __future__ import annotations

import json
import sqlite3

from auditor.model.fetch import Outcome
from auditor.model.tables import FETCHES

MAX_HOPS = 10
_COLUMN = {name: number for number, name in enumerate(FETCHES.names)}
# What an address takes over from the one that its redirects end at.
_TAKEN = (
    "outcome", "status", "content_type", "size", "etag", "last_modified", "confirmed", "detail", "empty_body",
    "attempts", "first_at",
)  # fmt: skip


class Redirects:
    """The redirects of one crawl."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._next: dict[int, int] = dict(
            db.execute("SELECT url_id, redirect_id FROM fetches WHERE redirect_id IS NOT NULL")
        )

    def follow(self, row: tuple[object, ...]) -> tuple[object, ...]:
        """Return the final result of an address that redirects."""
        values = list(row)
        start = int(row[0])  # type: ignore[call-overload]
        path, outcome = self._path(start)
        values[_COLUMN["hops"]] = len(path)
        values[_COLUMN["final_id"]] = path[-1]
        values[_COLUMN["chain"]] = json.dumps([self._url(url_id) for url_id in path], ensure_ascii=False)
        end = self._fetch(path[-1]) if outcome is None else None
        if end is not None:
            for name in _TAKEN:
                values[_COLUMN[name]] = end[_COLUMN[name]]
        else:
            values[_COLUMN["outcome"]] = (outcome or self._unvisited(path[-1])).value
        return tuple(values)

    def _path(self, start: int) -> tuple[list[int], Outcome | None]:
        path = [self._next[start]]
        seen = {start}
        while path[-1] in self._next:
            if path[-1] in seen:
                return path, Outcome.REDIRECT_LOOP
            if len(path) >= MAX_HOPS:
                return path, Outcome.TOO_MANY_REDIRECTS
            seen.add(path[-1])
            path.append(self._next[path[-1]])
        return path, None

    def _fetch(self, url_id: int) -> tuple[object, ...] | None:
        columns = ", ".join(FETCHES.names)
        found: tuple[object, ...] | None = self._db.execute(
            f"SELECT {columns} FROM fetches WHERE url_id = ?", (url_id,)
        ).fetchone()
        return found

    def _unvisited(self, url_id: int) -> Outcome:
        mode, internal = self._db.execute("SELECT mode, internal FROM urls WHERE id = ?", (url_id,)).fetchone()
        return Outcome.NOT_ATTEMPTED if mode or internal else Outcome.OUT_OF_SCOPE

    def _url(self, url_id: int) -> str:
        return str(self._db.execute("SELECT url FROM urls WHERE id = ?", (url_id,)).fetchone()[0])
