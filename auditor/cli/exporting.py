"""This module writes the Parquet files of a fleet run, site by site, so that memory stays that of one site."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from auditor.errors import SnapshotError
from auditor.ledger_store import LedgerStore
from auditor.model.fleet import FleetRun, FleetSite, SiteSummary
from auditor.model.ledger import Record
from auditor.snapshot import open_snapshot

_TEXT, _INT, _BOOL = pa.string(), pa.int64(), pa.bool_()
SITES = pa.schema(
    [
        *((n, _TEXT) for n in ("fleet_run", "as_of", "site", "name", "code", "home", "state", "conclusion", "run")),
        *((n, _INT) for n in ("veto", "major", "minor", "hint", "open", "new", "closed", "reopened", "pages", "links")),
        *((n, _INT) for n in ("columns", "columns_stale", "columns_empty", "targets", "dead", "documents", "unpaired")),
        ("error", _TEXT),
    ]
)
FINDINGS = pa.schema(
    [
        *((n, _TEXT) for n in ("site", "id", "rule", "title", "severity", "state", "subject_kind", "subject_key")),
        *((n, _TEXT) for n in ("subject_label", "facet", "message", "unit", "column", "evidence_url", "observed")),
        *((n, _TEXT) for n in ("due", "first_seen", "last_seen", "closed_on")),
        *((n, _INT) for n in ("occurrences", "times_reopened")),
        ("preview", _BOOL),
    ]
)
PAGES = pa.schema(
    [
        *(
            (n, _TEXT)
            for n in ("site", "run", "url", "kind", "title", "publish_date", "source", "doc_no", "site_column")
        ),
        ("text_chars", _INT),
    ]
)
SCHEMAS = {"sites": SITES, "findings": FINDINGS, "pages": PAGES}


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows each file has, and the sites whose snapshot is not at hand."""

    rows: dict[str, int]
    without_pages: tuple[str, ...]


def export_run(store: LedgerStore, run: FleetRun, sites: tuple[FleetSite, ...], out: Path) -> Written:
    """Write sites.parquet, findings.parquet and pages.parquet into ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    rows = dict.fromkeys(SCHEMAS, 0)
    lost: list[str] = []
    with ExitStack() as stack:
        files = {n: stack.enter_context(pq.ParquetWriter(out / f"{n}.parquet", s)) for n, s in SCHEMAS.items()}
        for site in sites:
            tables = {"sites": _table([_site(run, site)], SITES), "findings": _findings(store, site.job)}
            pages = _pages(store, site)
            if pages is not None:
                tables["pages"] = pages
            elif site.summary is not None:
                lost.append(site.job)
            for name, table in tables.items():
                files[name].write_table(table)
                rows[name] += table.num_rows
    return Written(rows, tuple(lost))


def _table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema)


def _site(run: FleetRun, site: FleetSite) -> dict[str, Any]:
    summary = site.summary
    known = {f: getattr(summary, f, None) for f in SiteSummary.__dataclass_fields__} if summary else {}
    counts = {s: summary.counts.get(s, 0) for s in ("veto", "major", "minor", "hint")} if summary else {}
    own = {"fleet_run": run.id, "as_of": run.as_of, "site": site.job, "state": site.state.value, "error": site.error}
    return {**{k: v for k, v in known.items() if k in SITES.names}, **counts, "name": site.name, **own}


def _findings(store: LedgerStore, site: str) -> pa.Table:
    return _table([_finding(site, r) for r in store.records(site).values()], FINDINGS)


def _finding(site: str, record: Record) -> dict[str, Any]:
    found = record.finding
    first = found.evidence[0] if found.evidence else None
    plain = ("id", "rule", "title", "facet", "message", "unit", "column", "due", "occurrences", "preview")
    kept = ("first_seen", "last_seen", "closed_on", "times_reopened")
    return {
        "site": site,
        **{k: getattr(found, k) for k in plain},
        **{k: getattr(record, k) for k in kept},
        "severity": found.severity.value,
        "state": record.state.value,
        "subject_kind": found.subject.kind.value,
        "subject_key": found.subject.key,
        "subject_label": found.subject.label,
        "evidence_url": first.url if first else "",
        "observed": first.observed if first else "",
    }


def _pages(store: LedgerStore, site: FleetSite) -> pa.Table | None:
    """Return the pages of the snapshot that the site was judged from, None where it is not on this machine any more."""
    record = store.run(site.summary.run) if site.summary else None
    if record is None:
        return None
    try:
        snapshot = open_snapshot(Path(record.snapshot))
        urls = snapshot.arrow("urls").select(["id", "url"])
        pages = snapshot.arrow("pages")
    except SnapshotError:
        return None
    joined = pages.join(urls, "url_id", "id")
    count = joined.num_rows
    columns = {**{n: joined.column(n) for n in joined.column_names}, "site": _same(site.job, count)}
    columns["run"] = _same(record.id, count)
    return pa.table({f.name: _cast(columns[f.name], f.type) for f in PAGES}, schema=PAGES)


def _same(text: str, count: int) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array([text] * count, type=_TEXT)])


def _cast(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    return column.cast(kind)
