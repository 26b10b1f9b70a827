"""The snapshot of a crawl: SQLite while it runs, sealed to Parquet when it is done.

Reading and sealing are loaded when they are first asked for: a process that only crawls wants neither, nor their memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor.snapshot.store import Address, Fetch, Store

if TYPE_CHECKING:
    from auditor.snapshot.read import Manifest, Snapshot, is_sealed, is_unfinished, open_snapshot
    from auditor.snapshot.sealing import discard, seal

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


def __getattr__(name: str) -> Any:
    """Load what belongs to a sealed snapshot."""
    if name not in __all__:
        raise AttributeError(name)
    from auditor.snapshot import read, sealing

    return getattr(sealing if name in ("discard", "seal") else read, name)
