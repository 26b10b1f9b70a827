"""The snapshot of a crawl: SQLite while it runs, sealed to Parquet when it is done."""

from __future__ import annotations

from auditor.snapshot.read import Manifest, Snapshot, is_sealed, is_unfinished, open_snapshot
from auditor.snapshot.seal import discard, seal
from auditor.snapshot.store import Address, Fetch, Store

__all__ = [
    "Address",
    "Fetch",
    "Manifest",
    "Snapshot",
    "Store",
    "discard",
    "is_sealed",
    "is_unfinished",
    "open_snapshot",
    "seal",
]
