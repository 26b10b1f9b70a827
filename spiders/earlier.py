"""This module knows what the last sealed snapshot says of an address: what has not changed is not fetched or read again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import repeat
from pathlib import Path
from typing import Any

from auditor import __version__
from auditor.model.fetch import Outcome
from auditor.model.page import PageKind
from auditor.model.tables import FETCHES, LINKS, PAGES, URLS, Table
from auditor.snapshot import Fetch, open_snapshot
from auditor.snapshot.schema import PAGE_TABLES, is_address
from spiders.columns import Columns, column_of
from spiders.edition import edition
from spiders.moments import moment_of
from spiders.rows import Number, PageRows

_HELD = (Outcome.OK.value, Outcome.NOT_MODIFIED.value)
_DAY_S = 86_400.0
_ASKED_AGAIN = 1_024  # addresses on their way: asked about before the visit and after it


@dataclass(frozen=True, slots=True)
class Known:
    """What the earlier snapshot says of an address: its result, its place among the pages, its number there."""

    fetch: Fetch
    url_id: int

    def age_days(self, now: float) -> float:
        """Return how old the evidence is."""
        return (now - moment_of(self.fetch.fetched_at)) / _DAY_S


class Earlier:
    """The last sealed snapshot of the site; only successes are kept between runs, failures never."""

    def __init__(self, folder: Path) -> None:
        self._snapshot = open_snapshot(folder)
        manifest = self._snapshot.manifest
        self.same_tool = (manifest.tool, manifest.reader) == (__version__, edition())
        self._urls: list[str] = self._snapshot.column(URLS.name, "url").to_pylist()
        self._numbers = {url: n for n, url in enumerate(self._urls)}
        self._fetches = {f.name: column_of(f, self._snapshot.column(FETCHES.name, f.name)) for f in FETCHES.fields}
        self._tables: dict[str, Columns] = {}
        self.known = lru_cache(_ASKED_AGAIN)(self._known)

    def _known(self, url: str) -> Known | None:
        """Return the result for an address, where it was reached directly and there is something to hold on to."""
        url_id = self._numbers.get(url)
        if url_id is None or self._says("outcome", url_id) not in _HELD or self._says("final_id", url_id) != url_id:
            return None
        row = {name: self._says(name, url_id) for name in self._fetches}
        if row["empty_body"] or not row["fetched_at"]:
            return None
        return Known(Fetch(**{**row, "outcome": Outcome.OK.value}), url_id)

    def _says(self, name: str, url_id: int) -> Any:
        return self._fetches[name].part(url_id, url_id + 1)[0]

    def is_list(self, url: str) -> bool:
        """Say whether an address was a list: what is new shows there first."""
        url_id = self._numbers.get(url)
        return url_id is not None and url_id in self._lists

    def is_page(self, known: Known) -> bool:
        """Say whether an address was read as a page."""
        return self._table(PAGES).has(known.url_id)

    def was_more_than_its_bytes(self, known: Known) -> bool:
        """Say whether a page may be another though the same bytes come.

        A browser drew it; or it was what its host says of an address that does not exist, and the host may be honest by now.
        """
        return known.url_id in self._changeable

    @cached_property
    def _changeable(self) -> frozenset[int]:
        return self._pages_where("rendered", True) | self._pages_where("soft_404", True)

    @cached_property
    def _lists(self) -> frozenset[int]:
        return self._pages_where("kind", PageKind.LIST, PageKind.HOME)

    def _pages_where(self, column: str, *values: object) -> frozenset[int]:
        keys = self._snapshot.column(PAGES.name, "url_id").to_pylist()
        said = self._snapshot.column(PAGES.name, column).to_pylist()
        return frozenset(key for key, value in zip(keys, said, strict=True) if value in values)

    def rows(self, known: Known, number: Number) -> PageRows:
        """Return the rows of a page, addresses numbered anew."""
        return {table.name: found for table in PAGE_TABLES if (found := self._rows(table, known.url_id, number))}

    def _rows(self, table: Table, url_id: int, number: Number) -> list[tuple[object, ...]]:
        columns = self._table(table).of(url_id)
        if not columns:
            return []
        urls, is_links = self._urls, table is LINKS
        for index, field in enumerate(table.fields[1:]):
            if is_address(field):
                named = zip(columns[1], columns[2], strict=True) if is_links else repeat(("a", "href"))
                columns[index] = [
                    None if old is None else number(urls[old], tag, attr)
                    for old, (tag, attr) in zip(columns[index], named, strict=False)
                ]
        rows = list(zip(*columns, strict=True))
        return [row for row in rows if row[0] is not None] if is_links else rows

    def _table(self, table: Table) -> Columns:
        if table.name not in self._tables:
            self._tables[table.name] = Columns(table, self._snapshot, len(self._urls))
        return self._tables[table.name]

    def packed_body(self, known: Known) -> bytes | None:
        """Return the body of a page as it is stored."""
        return self._snapshot.packed_body(known.fetch.body_hash) if known.fetch.body_hash else None

    def body(self, known: Known) -> bytes | None:
        """Return the body of a page."""
        return self._snapshot.body(known.fetch.body_hash) if known.fetch.body_hash else None

    def close(self) -> None:
        """Close its files and let go of its tables."""
        for table in self._tables.values():
            table.close()
        for held in (self._tables, self._fetches, self._numbers, self._urls):
            held.clear()
        self._snapshot.close()
