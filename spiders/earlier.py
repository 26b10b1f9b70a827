"""This module knows what the last sealed snapshot says of an address: what has not changed is not fetched or read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from auditor import __version__
from auditor.model.fetch import Outcome
from auditor.model.page import PageKind
from auditor.model.tables import LINKS, PAGES, TABLES
from auditor.snapshot import Fetch, open_snapshot
from auditor.snapshot.schema import PAGE_TABLES, is_address
from spiders.moments import moment_of
from spiders.rows import Number, PageRows

_HELD = (Outcome.OK.value, Outcome.NOT_MODIFIED.value)
_DAY_S = 86_400.0


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
        self.same_tool = self._snapshot.manifest.tool == __version__
        self._urls: pa.ChunkedArray = self._snapshot.arrow("urls").column("url")
        self._numbers = {url: n for n, url in enumerate(self._urls.to_pylist())}
        self._fetches = self._snapshot.arrow("fetches")
        self._tables: dict[str, tuple[pa.Table, Any]] = {}

    def known(self, url: str) -> Known | None:
        """Return the result for an address, where it was reached directly and there is something to hold on to."""
        url_id = self._numbers.get(url)
        if url_id is None:
            return None
        row = self._fetches.slice(url_id, 1).to_pylist()[0]
        if row["outcome"] not in _HELD or row["final_id"] != url_id or row["empty_body"] or not row["fetched_at"]:
            return None
        return Known(Fetch(**{**row, "outcome": Outcome.OK.value}), url_id)

    def is_list(self, url: str) -> bool:
        """Say whether an address was a list: what is new shows there first."""
        url_id = self._numbers.get(url)
        return url_id is not None and url_id in self._lists

    def is_page(self, known: Known) -> bool:
        """Say whether an address was read as a page."""
        first, last = self._span(PAGES.name, known.url_id)
        return last > first

    def was_rendered(self, known: Known) -> bool:
        """Say whether a page was read from what a browser made of it."""
        return known.url_id in self._rendered

    @cached_property
    def _rendered(self) -> frozenset[int]:
        pages = self._snapshot.arrow(PAGES.name).select(["url_id", "rendered"]).to_pylist()
        return frozenset(row["url_id"] for row in pages if row["rendered"])

    @cached_property
    def _lists(self) -> frozenset[int]:
        pages = self._snapshot.arrow("pages").select(["url_id", "kind"]).to_pylist()
        return frozenset(row["url_id"] for row in pages if row["kind"] in (PageKind.LIST, PageKind.HOME))

    def rows(self, known: Known, number: Number) -> PageRows:
        """Return the rows of a page, addresses numbered anew."""
        return {
            table.name: found for table in PAGE_TABLES if (found := list(self._rows(table.name, known.url_id, number)))
        }

    def _rows(self, name: str, url_id: int, number: Number) -> Iterator[tuple[object, ...]]:
        first, last = self._span(name, url_id)
        if first == last:
            return
        fields = next(t for t in TABLES if t.name == name).fields[1:]
        part = self._table(name)[0].slice(first, last - first)
        columns = [part.column(f.name).to_pylist() for f in fields]
        addresses = [index for index, f in enumerate(fields) if is_address(f)]
        is_links = name == LINKS.name
        for values in zip(*columns, strict=True):
            row = list(values)
            tag, attr = (row[1], row[2]) if is_links else ("a", "href")
            for index in addresses:
                if row[index] is not None:
                    row[index] = number(self._urls[row[index]].as_py(), tag, attr)
            if not is_links or row[0] is not None:
                yield tuple(row)

    def _span(self, name: str, url_id: int) -> tuple[int, int]:
        keys = self._table(name)[1]
        return int(np.searchsorted(keys, url_id, "left")), int(np.searchsorted(keys, url_id, "right"))

    def _table(self, name: str) -> tuple[pa.Table, Any]:
        """Return a table and its page numbers, which are in order."""
        if name not in self._tables:
            table = self._snapshot.arrow(name)
            self._tables[name] = (table, table.column(0).to_numpy())
        return self._tables[name]

    def packed_body(self, known: Known) -> bytes | None:
        """Return the body of a page as it is stored."""
        return self._snapshot.packed_body(known.fetch.body_hash) if known.fetch.body_hash else None

    def body(self, known: Known) -> bytes | None:
        """Return the body of a page."""
        return self._snapshot.body(known.fetch.body_hash) if known.fetch.body_hash else None

    def close(self) -> None:
        """Close its files."""
        self._snapshot.close()
