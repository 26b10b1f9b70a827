"""The run table's tests run on SQLite and on a real PostgreSQL, like the ledger's."""

from __future__ import annotations

from tests.ledger.conftest import ledger_url, postgres_url, store

__all__ = ["ledger_url", "postgres_url", "store"]
